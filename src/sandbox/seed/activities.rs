//! Tasks and notes.

/// A task: title, whose, due so many days from now at this hour, and whether it is done.
pub(super) struct Todo {
    pub title: &'static str,
    pub person: usize,
    pub days: i64,
    pub hour: u32,
    pub done: bool,
}

const fn t(title: &'static str, person: usize, days: i64, hour: u32, done: bool) -> Todo {
    Todo {
        title,
        person,
        days,
        hour,
        done,
    }
}

#[rustfmt::skip]
pub(super) const TASKS: &[Todo] = &[
    t("Send the revised roof quote", 0, -3, 10, false),
    t("Ask about paint colors", 1, -1, 15, false),
    t("Measure the kitchen", 2, 2, 9, false),
    t("Confirm the waiting room chairs", 3, 0, 16, false),
    t("Renew the maintenance plan", 3, 12, 11, false),
    t("Call back about the shed permit", 4, 0, 11, false),
    t("Prepare terrace samples", 6, 1, 10, false),
    t("Check the dock wiring", 7, 4, 13, false),
    t("Get three prices for cold room doors", 8, -6, 9, false),
    t("Thank for the referral", 10, -10, 12, true),
    t("Collect the signage deposit", 11, -20, 9, true),
    t("First call with Chloë", 12, 0, 17, false),
    t("Send flooring catalog", 14, 3, 10, false),
    t("Draft the fit-out contract", 16, 5, 15, false),
    t("Order inverter data sheets", 19, 6, 9, false),
    t("Book the ventilation inspector", 20, -2, 13, false),
    t("Invoice the shelving", 24, -30, 10, true),
    t("Ask for the hood dimensions", 25, 2, 16, false),
    t("Site photos of the showers", 26, 1, 12, false),
    t("Yearly check-in", 35, 25, 11, false),
    t("Send the front desk drawing", 41, -4, 14, false),
    t("Pick reading corner fabric", 47, 8, 10, false),
    t("Arrange the showroom visit", 52, 3, 11, false),
    t("Review the bench loads", 62, 0, 12, false),
    t("Pump house permit", 65, -15, 9, true),
];

/// A note: what, about whom, how many days ago.
pub(super) struct Remark {
    pub text: &'static str,
    pub person: usize,
    pub days: i64,
}

const fn n(text: &'static str, person: usize, days: i64) -> Remark {
    Remark { text, person, days }
}

#[rustfmt::skip]
pub(super) const NOTES: &[Remark] = &[
    n("Prefers to be called after 4 pm. Roof is from 2009.", 0, 18),
    n("Insurance covers part of the repair; waiting for the adjuster.", 0, 6),
    n("Two offices and the hallway. Work has to be done on weekends.", 1, 29),
    n("Saw our van in the street. Wants an island with seating.", 2, 10),
    n("Very happy with the front desk we built last year.", 3, 58),
    n("Pays by bank transfer, thirty days.", 3, 44),
    n("Speaks Spanish and English. Has his own crew for the groundwork.", 4, 20),
    n("Moving to a bigger place next spring.", 5, 55),
    n("Terrace must be ready before the wedding.", 6, 12),
    n("Asked for marine-grade fittings only.", 7, 5),
    n("Cold room has to pass the health inspection first.", 8, 31),
    n("Referred by Fernández Realty.", 41, 23),
    n("Budget is approved up to 50k.", 16, 25),
    n("Roof faces south-west, no shade.", 19, 38),
    n("Neighbors complained about noise; quiet fan needed.", 20, 15),
    n("Opening date is fixed.", 26, 2),
    n("Wants everything in writing.", 36, 60),
    n("Collects first editions; loves dark wood.", 47, 19),
    n("Decision is made by the two founders together.", 62, 6),
    n("Gate code is with the neighbor.", 65, 13),
];
