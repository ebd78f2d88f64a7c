//! Calendars and appointments.

use super::{Need, Operation, Param, Undo, optional, required, whose};
use crate::value::{Effect, Kind, Resource};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "list_calendars",
        summary: "List the calendars.",
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
    Operation {
        name: "list_free_slots",
        summary: "List the free times of a calendar on a day or in a period.",
        effect: Effect::Read,
        params: &[
            required("when", Kind::Moment, "The day or the start of the period."),
            optional(
                "when_end",
                Kind::Moment,
                "The end of the period, not included.",
            ),
            Param {
                name: "calendar",
                kind: Kind::Ref(Resource::Calendar),
                need: Need::Chosen,
                about: "The calendar to look at; the default one when not said.",
                said_as: &[],
            },
        ],
        undo: Undo::Nothing,
    },
    Operation {
        name: "reschedule_appointment",
        summary: "Move an appointment to another time.",
        effect: Effect::Send,
        params: &[
            whose(Need::Optional, "Who the appointment is with."),
            optional(
                "old_when",
                Kind::Moment,
                "The day or time that it is at now.",
            ),
            optional("title", Kind::Line, "What the appointment is called."),
            APPOINTMENT,
            required(
                "when",
                Kind::Moment,
                "Day and time it moves to; the same time when only a day is given.",
            ),
            optional(
                "duration_minutes",
                Kind::Minutes,
                "How long it lasts; as long as before when not said.",
            ),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "cancel_appointment",
        summary: "Cancel an appointment.",
        effect: Effect::Send,
        params: &[
            whose(Need::Optional, "Who the appointment is with."),
            optional("when", Kind::Moment, "The day or time that it is at."),
            optional("title", Kind::Line, "What the appointment is called."),
            APPOINTMENT,
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "delete_appointment",
        summary: "Delete an appointment without a trace.",
        effect: Effect::Delete,
        params: &[
            whose(Need::Optional, "Who the appointment is with."),
            optional("when", Kind::Moment, "The day or time that it is at."),
            optional("title", Kind::Line, "What the appointment is called."),
            APPOINTMENT,
        ],
        undo: Undo::Final,
    },
];

/// Which appointment, found by what else was said of it.
const APPOINTMENT: Param = required(
    "appointment",
    Kind::Ref(Resource::Appointment),
    "The appointment's id, when contact, title and time do not tell it.",
);
