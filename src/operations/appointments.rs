//! Calendars and appointments.

use super::{Need, Operation, Param, Undo, optional, required, whose};
use crate::value::{Effect, Kind, Resource};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "list_calendars",
        summary: "List the calendars that can be booked.",
        effect: Effect::Read,
        params: &[],
        undo: Undo::Nothing,
    },
    Operation {
        name: "book_appointment",
        summary: "Book an appointment with a contact.",
        effect: Effect::Send,
        params: &[
            whose(Need::Required, "Who the appointment is with."),
            required("when", Kind::Moment, "Day and time it starts."),
            optional(
                "duration_minutes",
                Kind::Minutes,
                "How long it lasts; the calendar's own length when not said.",
            ),
            optional("title", Kind::Line, "What the appointment is called."),
            Param {
                name: "calendar",
                kind: Kind::Ref(Resource::Calendar),
                need: Need::Chosen,
                about: "The calendar to book; the default one when not said.",
                said_as: &[],
            },
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "list_appointments",
        summary: "List appointments of a day or period, or with one contact.",
        effect: Effect::Read,
        params: &[
            whose(Need::Optional, "Only appointments with this contact."),
            optional(
                "when",
                Kind::Moment,
                "The day or the start of the period; today and the six days after it when not said.",
            ),
            optional(
                "when_end",
                Kind::Moment,
                "The end of the period, not included.",
            ),
            optional(
                "calendar",
                Kind::Ref(Resource::Calendar),
                "Only appointments in this calendar.",
            ),
        ],
        undo: Undo::Nothing,
    },
];
