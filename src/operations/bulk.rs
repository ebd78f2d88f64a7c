//! One change for many contacts, chosen by a query, and the jobs that carry it out.
//!
//! A bulk operation does another operation of the table once for each contact. Its name is that
//! operation's with `bulk_` before it, and a test checks that this holds.

use super::{From, LIMIT, Need, Operation, Param, Undo, optional, required};
use crate::value::{Effect, Kind, Resource};

/// What stands before the name of the operation that is done for each contact.
const PREFIX: &str = "bulk_";

/// Most contacts of one job.
pub const MOST: usize = 10_000;

/// The parameters that choose the contacts. All that are given must hold; they are those of
/// `search_contacts`.
pub const SELECTION: [&str; 5] = ["query", "tag", "created_after", "created_before", "missing"];

/// The operation that a bulk operation does for each contact.
pub fn each_of(name: &str) -> Option<&'static Operation> {
    super::find(name.strip_prefix(PREFIX)?)
}

/// What is done with a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// Shows how far the jobs are.
    List,
    /// Stops it until it is resumed.
    Pause,
    /// Goes on with it.
    Resume,
    /// Stops it for ever; what is done stays done.
    Cancel,
}

/// What an operation does with a job, when it is one that does.
pub fn control_of(name: &str) -> Option<Control> {
    match name {
        "list_bulk_jobs" => Some(Control::List),
        "pause_bulk_job" => Some(Control::Pause),
        "resume_bulk_job" => Some(Control::Resume),
        "cancel_bulk_job" => Some(Control::Cancel),
        _ => None,
    }
}

const fn one_of(
    name: &'static str,
    kind: Kind,
    about: &'static str,
    said_as: &'static [&'static str],
) -> Param {
    Param {
        name,
        kind,
        need: Need::OneOf,
        about,
        said_as,
    }
}

const QUERY: Param = one_of(
    "query",
    Kind::Line,
    "Only contacts with these words in name, e-mail address, phone number or company.",
    &[],
);
const TAG: Param = one_of("tag", Kind::Line, "Only contacts that carry this tag.", &[]);
const AFTER: Param = one_of(
    "created_after",
    Kind::Moment,
    "Only contacts added at or after this moment.",
    &["when"],
);
const BEFORE: Param = one_of(
    "created_before",
    Kind::Moment,
    "Only contacts added before this moment.",
    &["when_end"],
);
const MISSING: Param = one_of(
    "missing",
    Kind::OneOf(&["email", "phone", "company", "tags"]),
    "Only contacts that lack this.",
    &[],
);
const EVERYONE: Param = one_of(
    "everyone",
    Kind::OneOf(&["yes"]),
    "All contacts of the account, when nothing narrows them.",
    &[],
);
const JOB: Param = Param {
    name: "job",
    kind: Kind::Ref(Resource::Job),
    need: Need::Chosen,
    about: "The job: its id. The only one that this fits, when not said.",
    said_as: &[],
};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "bulk_add_tags",
        summary: "Put tags on many contacts.",
        effect: Effect::Write,
        params: &[
            QUERY,
            TAG,
            AFTER,
            BEFORE,
            MISSING,
            EVERYONE,
            required("tags", Kind::Tags, "The tags to add."),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "bulk_remove_tags",
        summary: "Take tags off many contacts.",
        effect: Effect::Write,
        params: &[
            QUERY,
            TAG,
            AFTER,
            BEFORE,
            MISSING,
            EVERYONE,
            required("tags", Kind::Tags, "The tags to remove."),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "bulk_set_custom_field",
        summary: "Set one of the account's own fields of many contacts.",
        effect: Effect::Write,
        params: &[
            QUERY,
            TAG,
            AFTER,
            BEFORE,
            MISSING,
            EVERYONE,
            required(
                "field",
                Kind::Ref(Resource::Field),
                "The field: its name or id.",
            ),
            required("value", Kind::Line, "The new value."),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "bulk_add_to_workflow",
        summary: "Put many contacts into a workflow.",
        effect: Effect::Send,
        params: &[
            QUERY,
            TAG,
            AFTER,
            BEFORE,
            MISSING,
            EVERYONE,
            required(
                "workflow",
                Kind::Ref(Resource::Workflow),
                "The workflow: its name or id.",
            ),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "bulk_send_sms",
        summary: "Send the same text message to many contacts.",
        effect: Effect::Send,
        params: &[
            QUERY,
            TAG,
            AFTER,
            BEFORE,
            MISSING,
            EVERYONE,
            required("message", Kind::Text, "The text to send."),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "bulk_send_email",
        summary: "Send the same e-mail to many contacts.",
        effect: Effect::Send,
        params: &[
            QUERY,
            TAG,
            AFTER,
            BEFORE,
            MISSING,
            EVERYONE,
            optional("subject", Kind::Line, "The subject line."),
            required("message", Kind::Text, "The text to send."),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "list_bulk_jobs",
        summary: "Show how far bulk jobs are.",
        effect: Effect::Read,
        params: &[LIMIT],
        undo: Undo::Nothing,
    },
    Operation {
        name: "pause_bulk_job",
        summary: "Pause a bulk job.",
        effect: Effect::Write,
        params: &[JOB],
        undo: Undo::By {
            operation: "resume_bulk_job",
            args: &[("job", From::Arg("job"))],
        },
    },
    Operation {
        name: "resume_bulk_job",
        summary: "Go on with a bulk job that was paused.",
        effect: Effect::Write,
        params: &[JOB],
        undo: Undo::By {
            operation: "pause_bulk_job",
            args: &[("job", From::Arg("job"))],
        },
    },
    Operation {
        name: "cancel_bulk_job",
        summary: "Stop a bulk job for good; what it has done stays done.",
        effect: Effect::Write,
        params: &[JOB],
        undo: Undo::Final,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bulk_operation_has_the_parameters_of_the_one_it_repeats() {
        let bulk = OPERATIONS.iter().filter(|row| row.name.starts_with(PREFIX));
        for row in bulk {
            let each = each_of(row.name).unwrap_or_else(|| panic!("{}", row.name));
            let own = row
                .params
                .iter()
                .filter(|param| !SELECTION.contains(&param.name) && param.name != EVERYONE.name);
            for param in own {
                let same = each.param(param.name).map(|param| param.kind);
                assert_eq!(same, Some(param.kind), "{}: {}", row.name, param.name);
            }
            let chosen = SELECTION.iter().all(|name| row.param(name).is_some());
            assert!(chosen, "{}", row.name);
        }
    }
}
