//! Messages to a contact.

use super::{From, LIMIT, Need, Operation, Undo, optional, required, whose};
use crate::value::{Effect, Kind};

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "send_sms",
        summary: "Send a text message to a contact.",
        effect: Effect::Send,
        params: &[
            whose(Need::Required, "Who receives the message."),
            required("message", Kind::Text, "What the message says."),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "send_email",
        summary: "Send an e-mail to a contact.",
        effect: Effect::Send,
        params: &[
            whose(Need::Required, "Who receives the e-mail."),
            optional("subject", Kind::Line, "The subject line."),
            required("message", Kind::Text, "What the e-mail says."),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "send_review_request",
        summary: "Ask a contact for a review, by text message or e-mail.",
        effect: Effect::Send,
        params: &[
            whose(Need::Required, "The contact who is asked."),
            optional(
                "channel",
                Kind::OneOf(&["sms", "email"]),
                "How it is sent; the only way to reach the contact when not said.",
            ),
            optional(
                "link",
                Kind::Line,
                "Where the review is left: an https address. The workspace's own when not said.",
            ),
            optional(
                "message",
                Kind::Text,
                "The text, with the link in it; a short request when not said.",
            ),
        ],
        undo: Undo::Final,
    },
    Operation {
        name: "schedule_sms",
        summary: "Send a text message to a contact at a later time.",
        effect: Effect::Send,
        params: &[
            whose(Need::Required, "Who receives the message."),
            required("message", Kind::Text, "What the message says."),
            required("when", Kind::Moment, "Day and time it is sent."),
        ],
        undo: Undo::By {
            operation: "cancel_message",
            args: &[("message", From::Answer("/id"))],
        },
    },
    Operation {
        name: "schedule_email",
        summary: "Send an e-mail to a contact at a later time.",
        effect: Effect::Send,
        params: &[
            whose(Need::Required, "Who receives the e-mail."),
            optional("subject", Kind::Line, "The subject line."),
            required("message", Kind::Text, "What the e-mail says."),
            required("when", Kind::Moment, "Day and time it is sent."),
        ],
        undo: Undo::By {
            operation: "cancel_message",
            args: &[("message", From::Answer("/id"))],
        },
    },
    Operation {
        name: "cancel_message",
        summary: "Cancel a scheduled text message or e-mail.",
        effect: Effect::Write,
        params: &[required(
            "message_id",
            Kind::Opaque,
            "The message's id, as the list of messages has it.",
        )],
        undo: Undo::Final,
    },
    Operation {
        name: "list_conversations",
        summary: "List conversations with contacts, the latest first.",
        effect: Effect::Read,
        params: &[
            whose(Need::Optional, "Only conversations with this contact."),
            optional(
                "status",
                Kind::OneOf(&["all", "unread", "starred"]),
                "Only conversations in this state.",
            ),
            LIMIT,
        ],
        undo: Undo::Nothing,
    },
    Operation {
        name: "get_messages",
        summary: "Show the messages with one contact, the latest first.",
        effect: Effect::Read,
        params: &[whose(Need::Required, "Whose messages."), LIMIT],
        undo: Undo::Nothing,
    },
    Operation {
        name: "send_message",
        summary: "Answer in a conversation on its own channel.",
        effect: Effect::Send,
        params: &[
            required("conversation", Kind::Opaque, "The conversation's id."),
            required(
                "channel",
                Kind::OneOf(&[
                    "sms",
                    "email",
                    "whatsapp",
                    "facebook",
                    "instagram",
                    "live_chat",
                ]),
                "How it is sent.",
            ),
            required("message", Kind::Text, "What the message says."),
            optional("subject", Kind::Line, "The subject line of an e-mail."),
        ],
        undo: Undo::Final,
    },
];
