//! Workflows and campaigns, which contacts are put into.

use super::{From, Need, Operation, Undo, optional, required, whose};
use crate::value::{Effect, Kind, Resource};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "list_workflows",
        summary: "List the workflows.",
        effect: Effect::Read,
        params: &[],
        undo: Undo::Nothing,
    },
    Operation {
        name: "add_to_workflow",
        summary: "Put a contact into a workflow.",
        effect: Effect::Send,
        params: &[
            whose(Need::Required, "The contact to put into it."),
            required(
                "workflow",
                Kind::Ref(Resource::Workflow),
                "The workflow: its name or id.",
            ),
            optional(
                "when",
                Kind::Moment,
                "When it should begin; at once when not said.",
            ),
        ],
        undo: Undo::By {
            operation: "remove_from_workflow",
            args: &[
                ("contact", From::Arg("contact")),
                ("workflow", From::Arg("workflow")),
            ],
        },
    },
    Operation {
        name: "remove_from_workflow",
        summary: "Take a contact out of a workflow.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The contact to take out of it."),
            required(
                "workflow",
                Kind::Ref(Resource::Workflow),
                "The workflow: its name or id.",
            ),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "list_campaigns",
        summary: "List the campaigns.",
        effect: Effect::Read,
        params: &[],
        undo: Undo::Nothing,
    },
    Operation {
        name: "add_to_campaign",
        summary: "Put a contact into a campaign.",
        effect: Effect::Send,
        params: &[
            whose(Need::Required, "The contact to put into it."),
            required(
                "campaign",
                Kind::Ref(Resource::Campaign),
                "The campaign: its name or id.",
            ),
        ],
        undo: Undo::By {
            operation: "remove_from_campaign",
            args: &[
                ("contact", From::Arg("contact")),
                ("campaign", From::Arg("campaign")),
            ],
        },
    },
    Operation {
        name: "remove_from_campaign",
        summary: "Take a contact out of a campaign.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The contact to take out of it."),
            required(
                "campaign",
                Kind::Ref(Resource::Campaign),
                "The campaign: its name or id.",
            ),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "trigger_inbound_webhook",
        summary: "Send data to the inbound webhook of a GoHighLevel workflow.",
        effect: Effect::Send,
        params: &[
            required(
                "url",
                Kind::Line,
                "The address that the workflow's trigger shows: https://services.leadconnectorhq.com/hooks/…/webhook-trigger/…",
            ),
            required(
                "payload",
                Kind::Json,
                "The data: a JSON object or list, as the workflow expects it.",
            ),
        ],
        undo: Undo::Final,
    },
];
