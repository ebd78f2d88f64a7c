//! Messages to a contact.

use super::{Need, Operation, Undo, optional, required, whose};
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
];
