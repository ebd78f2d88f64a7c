//! Social media.

/// A connected page: its name, platform, kind, and days until its permission ends.
pub(super) struct Page {
    pub name: &'static str,
    pub platform: &'static str,
    pub kind: &'static str,
    pub days: i64,
}

/// One of them has to be connected again.
pub(super) const PAGES: &[Page] = &[
    Page {
        name: "Bayshore Home Services",
        platform: "facebook",
        kind: "page",
        days: 55,
    },
    Page {
        name: "bayshorehome",
        platform: "instagram",
        kind: "profile",
        days: 55,
    },
    Page {
        name: "Bayshore Home Services, Tampa",
        platform: "google",
        kind: "location",
        days: 300,
    },
    Page {
        name: "Bayshore Home Services",
        platform: "linkedin",
        kind: "page",
        days: -12,
    },
];

/// A post: on which page, what, its status, days from now.
pub(super) struct Words {
    pub page: usize,
    pub text: &'static str,
    pub status: &'static str,
    pub days: i64,
}

const fn w(page: usize, text: &'static str, status: &'static str, days: i64) -> Words {
    Words {
        page,
        text,
        status,
        days,
    }
}

#[rustfmt::skip]
pub(super) const POSTS: &[Words] = &[
    w(0, "Hurricane season check list for your roof", "published", -25),
    w(1, "Before and after: the Romano kitchen", "published", -11),
    w(0, "We are hiring two carpenters", "published", -4),
    w(2, "Open on Saturday from 9 to 12", "scheduled", 3),
    w(0, "Five questions to ask before you remodel", "scheduled", 8),
    w(1, "Meet the team: Marta", "draft", 0),
];
