//! The CRM account itself: who works in it, its own fields and tags, its payments.

use super::{CURSOR, LIMIT, Need, Operation, Undo, optional, required, whose};
use crate::value::{Effect, Kind, Resource};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "get_location",
        summary: "Show the CRM account: its name, time zone and address.",
        effect: Effect::Read,
        params: &[],
        undo: Undo::Nothing,
    },
    Operation {
        name: "list_users",
        summary: "List the people who work in the CRM.",
        effect: Effect::Read,
        params: &[],
        undo: Undo::Nothing,
    },
    Operation {
        name: "list_tags",
        summary: "List the tags that contacts can carry.",
        effect: Effect::Read,
        params: &[],
        undo: Undo::Nothing,
    },
    Operation {
        name: "list_custom_fields",
        summary: "List the fields of contacts that the account added itself.",
        effect: Effect::Read,
        params: &[],
        undo: Undo::Nothing,
    },
    Operation {
        name: "set_custom_field",
        summary: "Set one of the account's own fields of a contact.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The contact whose field is set."),
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
        name: "list_transactions",
        summary: "List payments of a period, all or those of one contact.",
        effect: Effect::Read,
        params: &[
            whose(Need::Optional, "Only payments of this contact."),
            optional(
                "when",
                Kind::Moment,
                "The day or the start of the period; the last 30 days when not said.",
            ),
            optional(
                "when_end",
                Kind::Moment,
                "The end of the period, not included.",
            ),
            LIMIT,
            CURSOR,
        ],
        undo: Undo::Nothing,
    },
    Operation {
        name: "get_order",
        summary: "Show one order.",
        effect: Effect::Read,
        params: &[required("order", Kind::Opaque, "The order's id.")],
        undo: Undo::Nothing,
    },
    Operation {
        name: "call_api",
        summary: "Call the CRM's own API; for administrators only.",
        effect: Effect::Admin,
        params: &[
            required(
                "method",
                Kind::OneOf(&["GET", "POST", "PUT", "PATCH", "DELETE"]),
                "The HTTP method.",
            ),
            required(
                "path",
                Kind::Line,
                "The path at the CRM's own host, with its query, such as /contacts/?locationId=…",
            ),
            optional(
                "body",
                Kind::Json,
                "The JSON body, where the method takes one.",
            ),
        ],
        undo: Undo::Final,
    },
];
