//! Contacts and their tags.

use super::{CURSOR, From, LIMIT, Need, Operation, Param, Undo, optional, required, whose};
use crate::value::{Effect, Kind};

/// How a contact can be reached.
const CHANNEL: Kind = Kind::OneOf(&["sms", "email", "call", "whatsapp", "facebook", "google"]);

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "search_contacts",
        summary: "Find contacts by name, e-mail address, phone number, company, tag or date.",
        effect: Effect::Read,
        params: &[
            Param {
                name: "query",
                kind: Kind::Line,
                need: Need::Optional,
                about: "Words to look for in name, e-mail address, phone number and company.",
                said_as: &["contact", "email", "phone", "company"],
            },
            Param {
                name: "tag",
                kind: Kind::Line,
                need: Need::Optional,
                about: "Only contacts that carry this tag.",
                said_as: &["tags"],
            },
            Param {
                name: "created_after",
                kind: Kind::Moment,
                need: Need::Optional,
                about: "Only contacts added at or after this moment.",
                said_as: &["when"],
            },
            Param {
                name: "created_before",
                kind: Kind::Moment,
                need: Need::Optional,
                about: "Only contacts added before this moment.",
                said_as: &["when_end"],
            },
            optional(
                "missing",
                Kind::OneOf(&["email", "phone", "company", "tags"]),
                "Only contacts that lack this.",
            ),
            LIMIT,
            CURSOR,
        ],
        undo: Undo::Nothing,
    },
    Operation {
        name: "get_contact",
        summary: "Show one contact.",
        effect: Effect::Read,
        params: &[whose(
            Need::Required,
            "The contact: an id, name, e-mail address or phone number.",
        )],
        undo: Undo::Nothing,
    },
    Operation {
        name: "create_contact",
        summary: "Add a new contact.",
        effect: Effect::Write,
        params: &[
            Param {
                name: "contact",
                kind: Kind::Name,
                need: Need::OneOf,
                about: "The name of the person or company.",
                said_as: &[],
            },
            Param {
                name: "email",
                kind: Kind::Email,
                need: Need::OneOf,
                about: "The e-mail address.",
                said_as: &[],
            },
            Param {
                name: "phone",
                kind: Kind::Phone,
                need: Need::OneOf,
                about: "The phone number.",
                said_as: &[],
            },
            optional("company", Kind::Name, "The company the person works for."),
            optional("tags", Kind::Tags, "Tags to put on the new contact."),
        ],
        undo: Undo::By {
            operation: "delete_contact",
            args: &[("contact", From::Answer("/id"))],
        },
    },
    Operation {
        name: "upsert_contact",
        summary: "Add a contact, or change the one that has this e-mail address or phone number.",
        effect: Effect::Write,
        params: &[
            optional("contact", Kind::Name, "The name of the person or company."),
            Param {
                name: "email",
                kind: Kind::Email,
                need: Need::OneOf,
                about: "The e-mail address.",
                said_as: &[],
            },
            Param {
                name: "phone",
                kind: Kind::Phone,
                need: Need::OneOf,
                about: "The phone number.",
                said_as: &[],
            },
            optional("company", Kind::Name, "The company the person works for."),
            optional("tags", Kind::Tags, "Tags to put on the contact."),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "update_contact",
        summary: "Change a contact's name, e-mail address, phone number or company.",
        effect: Effect::Write,
        params: &[
            whose(
                Need::Required,
                "The contact to change: an id, name, e-mail address or phone number.",
            ),
            Param {
                name: "email",
                kind: Kind::Email,
                need: Need::OneOf,
                about: "The new e-mail address.",
                said_as: &[],
            },
            Param {
                name: "phone",
                kind: Kind::Phone,
                need: Need::OneOf,
                about: "The new phone number.",
                said_as: &[],
            },
            Param {
                name: "company",
                kind: Kind::Name,
                need: Need::OneOf,
                about: "The new company.",
                said_as: &[],
            },
            Param {
                name: "last_name",
                kind: Kind::Name,
                need: Need::OneOf,
                about: "The new last name.",
                said_as: &[],
            },
            Param {
                name: "name",
                kind: Kind::Name,
                need: Need::OneOf,
                about: "The new full name.",
                said_as: &[],
            },
        ],
        undo: Undo::By {
            operation: "update_contact",
            args: &[
                ("contact", From::Arg("contact")),
                ("email", From::Before("/email")),
                ("phone", From::Before("/phone")),
                ("company", From::Before("/company")),
                ("name", From::Before("/name")),
            ],
        },
    },
    Operation {
        name: "add_tags",
        summary: "Put tags on a contact.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The contact to tag."),
            required("tags", Kind::Tags, "The tags to add."),
        ],
        undo: Undo::By {
            operation: "remove_tags",
            args: &[("contact", From::Arg("contact")), ("tags", From::TagsAdded)],
        },
    },
    Operation {
        name: "remove_tags",
        summary: "Take tags off a contact.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The contact to untag."),
            required("tags", Kind::Tags, "The tags to remove."),
        ],
        undo: Undo::By {
            operation: "add_tags",
            args: &[
                ("contact", From::Arg("contact")),
                ("tags", From::TagsRemoved),
            ],
        },
    },
    Operation {
        name: "set_do_not_disturb",
        summary: "Put a contact on do not disturb, for one channel or for all.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The contact that is not to be disturbed."),
            optional(
                "channel",
                CHANNEL,
                "Only by this channel; by all when not said.",
            ),
        ],
        undo: Undo::By {
            operation: "clear_do_not_disturb",
            args: &[
                ("contact", From::Arg("contact")),
                ("channel", From::ChannelBefore),
            ],
        },
    },
    Operation {
        name: "clear_do_not_disturb",
        summary: "Take a contact off do not disturb, for one channel or for all.",
        effect: Effect::Write,
        params: &[
            whose(Need::Required, "The contact that may be contacted again."),
            optional(
                "channel",
                CHANNEL,
                "Only by this channel; by all when not said.",
            ),
        ],
        undo: Undo::By {
            operation: "set_do_not_disturb",
            args: &[
                ("contact", From::Arg("contact")),
                ("channel", From::ChannelBefore),
            ],
        },
    },
    Operation {
        name: "delete_contact",
        summary: "Delete a contact.",
        effect: Effect::Delete,
        params: &[whose(Need::Required, "The contact to delete.")],
        undo: Undo::Final,
    },
];
