//! Workflows and campaigns.

/// A workflow or a campaign: its name, whether it is published, how many days old it is.
pub(super) struct Plan {
    pub name: &'static str,
    pub published: bool,
    pub days: i64,
}

const fn plan(name: &'static str, published: bool, days: i64) -> Plan {
    Plan {
        name,
        published,
        days,
    }
}

pub(super) const WORKFLOWS: &[Plan] = &[
    plan("New lead follow-up", true, 310),
    plan("Appointment reminder", true, 280),
    plan("Review request after the job", true, 150),
    plan("Win back old quotes", false, 20),
];

pub(super) const CAMPAIGNS: &[Plan] = &[
    plan("Spring maintenance offer", true, 230),
    plan("Newsletter welcome", true, 190),
    plan("Holiday greetings", false, 9),
];
