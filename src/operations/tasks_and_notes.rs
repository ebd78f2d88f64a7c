//! Tasks and notes, which hang on a contact.

use super::{From, LIMIT, Need, Operation, Param, Undo, optional, required, whose};
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
                Kind::OneOf(&["open", "completed", "overdue"]),
                "Only tasks in this state; open ones when not said, and of those the ones whose time is over when overdue.",
            ),
            LIMIT,
        ],
        undo: Undo::Nothing,
    },
    Operation {
        name: "complete_task",
        summary: "Mark a task as done.",
        effect: Effect::Write,
        params: &[OWNER, TASK],
        undo: Undo::By {
            operation: "reopen_task",
            args: &[
                ("contact", From::Arg("contact")),
                ("task", From::Arg("task")),
            ],
        },
    },
    Operation {
        name: "reopen_task",
        summary: "Mark a task as not done.",
        effect: Effect::Write,
        params: &[OWNER, TASK],
        undo: Undo::By {
            operation: "complete_task",
            args: &[
                ("contact", From::Arg("contact")),
                ("task", From::Arg("task")),
            ],
        },
    },
    Operation {
        name: "update_task",
        summary: "Change a task's title or due date.",
        effect: Effect::Write,
        params: &[
            OWNER,
            required(
                "task",
                Kind::Ref(Resource::Task),
                "The task: its title or id.",
            ),
            Param {
                name: "title",
                kind: Kind::Line,
                need: Need::OneOf,
                about: "The new title.",
                said_as: &[],
            },
            Param {
                name: "when",
                kind: Kind::Moment,
                need: Need::OneOf,
                about: "When it is due now; the end of the working day when only a day is given.",
                said_as: &[],
            },
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "delete_task",
        summary: "Delete a task.",
        effect: Effect::Delete,
        params: &[OWNER, TASK],
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
        name: "list_notes",
        summary: "Show the notes on a contact, the latest first.",
        effect: Effect::Read,
        params: &[whose(Need::Required, "Whose notes."), LIMIT],
        undo: Undo::Nothing,
    },
    Operation {
        name: "update_note",
        summary: "Change the text of a note.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The contact the note is about."),
            required("note_id", Kind::Ref(Resource::Note), "The note's id."),
            required("note", Kind::Text, "What the note says now."),
        ],
        undo: Undo::Final,
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

/// The contact a task hangs on; the task itself tells it when it is not said.
const OWNER: Param = whose(Need::Optional, "The contact the task is about.");

/// Which task.
const TASK: Param = Param {
    name: "task",
    kind: Kind::Ref(Resource::Task),
    need: Need::Required,
    about: "The task: its title or id.",
    said_as: &["title"],
};
