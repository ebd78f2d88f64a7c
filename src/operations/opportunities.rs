//! Deals, their pipelines, and the dashboard that sums them up.

use super::{CURSOR, From, LIMIT, Need, Operation, Param, Undo, optional, required, whose};
use crate::value::{Effect, Kind, Resource};

const STATUS: Kind = Kind::OneOf(&["open", "won", "lost", "abandoned"]);

/// What a period of deals is about.
const PERIOD_OF: &[&str] = &["created", "closed", "expected"];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "list_opportunities",
        summary: "List deals, all or those of one contact, pipeline, stage, status or period.",
        effect: Effect::Read,
        params: &[
            whose(Need::Optional, "Only deals of this contact."),
            optional("status", STATUS, "Only deals in this state."),
            optional(
                "pipeline",
                Kind::Ref(Resource::Pipeline),
                "Only deals of this pipeline.",
            ),
            optional(
                "stage",
                Kind::Ref(Resource::Stage),
                "Only deals in this stage.",
            ),
            Param {
                name: "query",
                kind: Kind::Line,
                need: Need::Optional,
                about: "Words to look for in the deal's title.",
                said_as: &["opportunity"],
            },
            optional(
                "when",
                Kind::Moment,
                "Only deals of this day, or from this start of a period on.",
            ),
            optional(
                "when_end",
                Kind::Moment,
                "The end of the period, not included.",
            ),
            optional(
                "period_of",
                Kind::OneOf(PERIOD_OF),
                "What lies in the period: when a deal was created, when it was closed (won, lost or abandoned), or when it is expected to close; when not said, closed for the states won, lost and abandoned, else created.",
            ),
            LIMIT,
            CURSOR,
        ],
        undo: Undo::Nothing,
    },
    Operation {
        name: "create_opportunity",
        summary: "Create a deal for a contact.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The customer."),
            required("opportunity", Kind::Line, "The deal's title."),
            optional("amount", Kind::Money, "What the deal is worth."),
            Param {
                name: "pipeline",
                kind: Kind::Ref(Resource::Pipeline),
                need: Need::Chosen,
                about: "The pipeline it belongs to.",
                said_as: &[],
            },
            optional(
                "stage",
                Kind::Ref(Resource::Stage),
                "The stage it starts in; the first when not said.",
            ),
        ],
        undo: Undo::By {
            operation: "delete_opportunity",
            args: &[("opportunity", From::Answer("/id"))],
        },
    },
    Operation {
        name: "get_opportunity",
        summary: "Show one deal.",
        effect: Effect::Read,
        params: &[DEAL],
        undo: Undo::Nothing,
    },
    Operation {
        name: "update_opportunity",
        summary: "Change a deal's amount, title or state (won, lost, open, abandoned).",
        effect: Effect::Write,
        params: &[
            DEAL,
            Param {
                name: "amount",
                kind: Kind::Money,
                need: Need::OneOf,
                about: "What it is worth now.",
                said_as: &[],
            },
            Param {
                name: "status",
                kind: Kind::OneOf(&["open", "won", "lost", "abandoned"]),
                need: Need::OneOf,
                about: "Its new state.",
                said_as: &[],
            },
            Param {
                name: "title",
                kind: Kind::Line,
                need: Need::OneOf,
                about: "Its new title.",
                said_as: &[],
            },
        ],
        undo: Undo::By {
            operation: "update_opportunity",
            args: &[
                ("opportunity", From::Arg("opportunity")),
                ("amount", From::Before("/amount")),
                ("status", From::Before("/status")),
                ("title", From::Before("/title")),
            ],
        },
    },
    Operation {
        name: "move_opportunity_stage",
        summary: "Move a deal to another stage of its pipeline.",
        effect: Effect::Write,
        params: &[
            DEAL,
            required(
                "stage",
                Kind::Ref(Resource::Stage),
                "The stage to move it to.",
            ),
            optional(
                "pipeline",
                Kind::Ref(Resource::Pipeline),
                "The pipeline the stage belongs to.",
            ),
        ],
        undo: Undo::By {
            operation: "move_opportunity_stage",
            args: &[
                ("opportunity", From::Arg("opportunity")),
                ("pipeline", From::Before("/pipeline")),
                ("stage", From::Before("/stage")),
            ],
        },
    },
    Operation {
        name: "delete_opportunity",
        summary: "Delete a deal.",
        effect: Effect::Delete,
        params: &[DEAL],
        undo: Undo::Final,
    },
    Operation {
        name: "list_pipelines",
        summary: "List the pipelines with their stages, all or one.",
        effect: Effect::Read,
        params: &[optional(
            "pipeline",
            Kind::Ref(Resource::Pipeline),
            "Only this pipeline.",
        )],
        undo: Undo::Nothing,
    },
    Operation {
        name: "view_dashboard",
        summary: "Show the figures of a day or period: contacts, open deals, appointments, tasks.",
        effect: Effect::Read,
        params: &[
            optional(
                "when",
                Kind::Moment,
                "The day or the start of the period; today when not said.",
            ),
            optional(
                "when_end",
                Kind::Moment,
                "The end of the period, not included.",
            ),
        ],
        undo: Undo::Nothing,
    },
];

/// The deal a call is about; whose deal it is tells it as well.
const DEAL: Param = Param {
    name: "opportunity",
    kind: Kind::Ref(Resource::Opportunity),
    need: Need::Required,
    about: "The deal: its title or id, or the name of the customer.",
    said_as: &["contact", "email", "phone"],
};
