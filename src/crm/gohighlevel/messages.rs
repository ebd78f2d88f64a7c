//! Text messages and e-mails to a contact. The vendor finds, or opens, the conversation by itself.

use serde_json::{Value, json};

use super::APRIL_2021;
use crate::crm::{
    convert,
    record::{first_text, text},
    rows::{Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "send_sms",
        scopes: &["conversations/message.write"],
        does: Does::Request(&SMS),
    },
    Endpoint {
        operation: "send_email",
        scopes: &["conversations/message.write"],
        does: Does::Request(&EMAIL),
    },
];

static SMS: Request = Request {
    method: Method::Post,
    path: "/conversations/messages",
    version: APRIL_2021,
    reads: false,
    fields: &[
        Field::fixed(Place::Body("/type"), Fixed::Text("SMS")),
        Field::body("contact", "/contactId")
            .required()
            .via(convert::text),
        Field::body("message", "/message")
            .required()
            .via(convert::text),
    ],
    answer: "",
    record: sent,
};

static EMAIL: Request = Request {
    method: Method::Post,
    path: "/conversations/messages",
    version: APRIL_2021,
    reads: false,
    fields: &[
        Field::fixed(Place::Body("/type"), Fixed::Text("Email")),
        Field::body("contact", "/contactId")
            .required()
            .via(convert::text),
        Field::body("subject", "/subject").via(convert::text),
        Field::body("message", "/message")
            .required()
            .via(convert::text),
        Field::body("message", "/html").via(html),
    ],
    answer: "",
    record: sent,
};

fn sent(answer: &Value, _: &Value) -> Option<Value> {
    Some(json!({
        "id": first_text(answer, &["/messageId", "/emailMessageId", "/messageIds/0"])?,
        "conversation": text(answer, "/conversationId"),
        "vendor": answer,
    }))
}

/// A plain text as HTML that shows it just so.
fn html(message: &Value) -> Converted {
    let Some(Value::String(text)) = convert::text(message)? else {
        return Ok(None);
    };
    let escaped = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    Ok(Some(json!(format!(
        "<p>{}</p>",
        escaped.replace("\r\n", "\n").replace('\n', "<br>")
    ))))
}
