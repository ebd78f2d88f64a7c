//! Posts on social networks.

use super::{LIMIT, Need, Operation, Param, Undo, optional, required};
use crate::value::{Effect, Kind, Resource};

/// The networks that posts can go to.
const PLATFORMS: &[&str] = &[
    "facebook",
    "instagram",
    "linkedin",
    "twitter",
    "tiktok",
    "google",
];

/// In whose name a post is made; the vendor wants one.
const AUTHOR: Param = Param {
    name: "user",
    kind: Kind::Ref(Resource::User),
    need: Need::Chosen,
    about: "The user of the CRM in whose name it is posted; the only one when not said.",
    said_as: &[],
};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "list_social_accounts",
        summary: "List the connected social media accounts.",
        effect: Effect::Read,
        params: &[optional(
            "platform",
            Kind::OneOf(PLATFORMS),
            "Only accounts of this network.",
        )],
        undo: Undo::Nothing,
    },
    Operation {
        name: "create_social_post",
        summary: "Post on social media, now or later.",
        effect: Effect::Send,
        params: &[
            required(
                "platform",
                Kind::SomeOf(PLATFORMS),
                "The networks to post on.",
            ),
            required("message", Kind::Text, "What the post says."),
            optional(
                "when",
                Kind::Moment,
                "When it should appear; at once when not said.",
            ),
            AUTHOR,
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "list_social_posts",
        summary: "List social media posts of a period.",
        effect: Effect::Read,
        params: &[
            optional(
                "when",
                Kind::Moment,
                "The day or the start of the period; the last 30 days and the next 30 when not said.",
            ),
            optional(
                "when_end",
                Kind::Moment,
                "The end of the period, not included.",
            ),
            optional(
                "platform",
                Kind::SomeOf(PLATFORMS),
                "Only posts on accounts of these networks.",
            ),
            LIMIT,
        ],
        undo: Undo::Nothing,
    },
    Operation {
        name: "get_social_post",
        summary: "Show one social media post.",
        effect: Effect::Read,
        params: &[required("post", Kind::Opaque, "The post's id.")],
        undo: Undo::Nothing,
    },
    Operation {
        name: "update_social_post",
        summary: "Change the text or time of a social media post.",
        effect: Effect::Send,
        params: &[
            required("post", Kind::Opaque, "The post's id."),
            Param {
                name: "message",
                kind: Kind::Text,
                need: Need::OneOf,
                about: "What the post says.",
                said_as: &[],
            },
            Param {
                name: "when",
                kind: Kind::Moment,
                need: Need::OneOf,
                about: "When it should appear.",
                said_as: &[],
            },
            AUTHOR,
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "delete_social_post",
        summary: "Delete a social media post.",
        effect: Effect::Delete,
        params: &[required("post", Kind::Opaque, "The post's id.")],
        undo: Undo::Final,
    },
];
