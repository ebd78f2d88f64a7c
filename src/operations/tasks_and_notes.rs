//! Tasks and notes, which hang on a contact.

use super::{From, LIMIT, Need, Operation, Undo, optional, required, whose};
use crate::value::{Effect, Kind, Resource};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "create_task",
        summary: "Create a task or reminder for a contact.",
        effect: Effect::Write,
        params: &[
            required("title", Kind::Line, "What is to be done."),
            whose(Need::Required, "The contact the task is about."),
            required(
                "when",
                Kind::Moment,
                "When it is due; the end of the working day when only a day is given.",
            ),
        ],
        undo: Undo::By {
            operation: "delete_task",
            args: &[
                ("contact", From::Arg("contact")),
                ("task", From::Answer("/id")),
            ],
        },
    },
    Operation {
        name: "list_tasks",
        summary: "List tasks, all or those of one contact, day or period.",
        effect: Effect::Read,
        params: &[
            whose(Need::Optional, "Only tasks about this contact."),
            optional(
                "when",
                Kind::Moment,
                "Only tasks due on this day, or from this moment on when an end is given.",
            ),
            optional(
                "when_end",
                Kind::Moment,
                "The end of the period, not included.",
            ),
            optional(
                "status",
                Kind::OneOf(&["open", "completed"]),
                "Only tasks in this state; open ones when not said.",
            ),
            LIMIT,
        ],
        undo: Undo::Nothing,
    },
    Operation {
        name: "delete_task",
        summary: "Delete a task.",
        effect: Effect::Delete,
        params: &[
            whose(Need::Required, "The contact the task is about."),
            required(
                "task",
                Kind::Ref(Resource::Task),
                "The task: its title or id.",
            ),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "create_note",
        summary: "Write a note on a contact.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The contact the note is about."),
            required("note", Kind::Text, "What the note says."),
        ],
        undo: Undo::By {
            operation: "delete_note",
            args: &[
                ("contact", From::Arg("contact")),
                ("note_id", From::Answer("/id")),
            ],
        },
    },
    Operation {
        name: "delete_note",
        summary: "Delete a note.",
        effect: Effect::Delete,
        params: &[
            whose(Need::Required, "The contact the note is about."),
            required("note_id", Kind::Ref(Resource::Note), "The note's id."),
        ],
        undo: Undo::Final,
    },
];
