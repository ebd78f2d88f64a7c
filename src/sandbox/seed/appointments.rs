//! Calendars and what is booked in them.

/// A calendar: name, what it is for, minutes of a slot, and whether it is active.
pub(super) struct Book {
    pub name: &'static str,
    pub about: &'static str,
    pub slug: &'static str,
    pub minutes: i64,
    pub active: bool,
}

/// The first active one is the default.
pub(super) const CALENDARS: &[Book] = &[
    Book {
        name: crate::sandbox::MAIN_CALENDAR,
        about: "Calls and meetings",
        slug: "main",
        minutes: 30,
        active: true,
    },
    Book {
        name: "Consultations",
        about: "An hour with a planner",
        slug: "consultations",
        minutes: 60,
        active: true,
    },
    Book {
        name: "Site visits",
        about: "We come and measure",
        slug: "site-visits",
        minutes: 60,
        active: true,
    },
    Book {
        name: "Holiday pop-up 2024",
        about: "Closed",
        slug: "holiday-2024",
        minutes: 30,
        active: false,
    },
];

/// An appointment: title, calendar, whose, days from now, hour and minute, vendor's status.
pub(super) struct Booked {
    pub title: &'static str,
    pub calendar: usize,
    pub person: usize,
    pub days: i64,
    pub hour: u32,
    pub minute: u32,
    pub status: &'static str,
}

const fn b(
    title: &'static str,
    calendar: usize,
    person: usize,
    days: i64,
    hour: u32,
    minute: u32,
    status: &'static str,
) -> Booked {
    Booked {
        title,
        calendar,
        person,
        days,
        hour,
        minute,
        status,
    }
}

/// Nothing in the default calendar between 13:00 and 16:00, and nothing anywhere at 14:00.
#[rustfmt::skip]
pub(super) const EVENTS: &[Booked] = &[
    b("Roof quote walkthrough", 0, 0, 1, 10, 0, "confirmed"),
    b("Paint colors call", 0, 1, 2, 11, 30, "confirmed"),
    b("Kitchen ideas", 0, 2, 3, 9, 30, "new"),
    b("Waiting room handover", 0, 3, 0, 16, 0, "confirmed"),
    b("Shed permit call", 0, 4, 4, 16, 30, "confirmed"),
    b("Terrace samples", 0, 6, -2, 10, 30, "showed"),
    b("Fit-out contract", 0, 16, 6, 11, 0, "confirmed"),
    b("Old appointment", 0, 23, -9, 9, 0, "noshow"),
    b("Bathroom planning", 1, 12, 1, 9, 0, "confirmed"),
    b("Solar planning", 1, 19, 1, 11, 0, "confirmed"),
    b("Showroom planning", 1, 52, 1, 15, 0, "confirmed"),
    b("Flooring options", 1, 14, 2, 10, 0, "confirmed"),
    b("Lab layout", 1, 62, 5, 13, 0, "new"),
    b("Measure the showers", 2, 26, 1, 12, 0, "confirmed"),
    b("Hood dimensions", 2, 25, 2, 16, 0, "confirmed"),
    b("Dock inspection", 2, 7, 4, 9, 0, "confirmed"),
    b("Pump house visit", 2, 65, 3, 11, 0, "cancelled"),
];
