//! Text messages and e-mails to a contact. The vendor finds, or opens, the conversation by itself.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::APRIL_2021;
use crate::crm::{
    Error, convert,
    line::Line,
    record::{first_text, text, texts, time},
    records::{Record, Sent},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const SEND: &[&str] = &["conversations/message.write"];

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "send_sms",
        scopes: SEND,
        does: Does::Request(&SMS),
    },
    Endpoint {
        operation: "send_email",
        scopes: SEND,
        does: Does::Request(&EMAIL),
    },
    Endpoint {
        operation: "schedule_sms",
        scopes: SEND,
        does: Does::Request(&SMS),
    },
    Endpoint {
        operation: "schedule_email",
        scopes: SEND,
        does: Does::Request(&EMAIL),
    },
    Endpoint {
        operation: "send_message",
        scopes: &["conversations.readonly", "conversations/message.write"],
        does: Does::Steps {
            calls: &[&CONVERSATION, &REPLY],
            preview: |args| {
                let mut asked = args.clone();
                asked["contact"] = json!("{contactId}");
                vec![(&CONVERSATION, args.clone()), (&REPLY, asked)]
            },
            run: reply,
        },
    },
    Endpoint {
        operation: "cancel_message",
        scopes: &[
            "conversations/message.readonly",
            "conversations/message.write",
        ],
        does: Does::Steps {
            calls: &[&KIND, &CANCEL, &CANCEL_EMAIL],
            // Which of the two is known only when the message was read, so each is shown.
            preview: |args| {
                let mail = json!({ "email_message": "{emailMessageId}" });
                vec![
                    (&KIND, args.clone()),
                    (&CANCEL, args.clone()),
                    (&CANCEL_EMAIL, mail),
                ]
            },
            run: cancel,
        },
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
        Field::body("start", "/scheduledTimestamp").via(convert::seconds),
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
        Field::body("start", "/scheduledTimestamp").via(convert::seconds),
    ],
    answer: "",
    record: sent,
};

static CONVERSATION: Request = Request {
    method: Method::Get,
    path: "/conversations/{conversationId}",
    version: APRIL_2021,
    reads: true,
    fields: &[Field::path("conversation", "conversationId")],
    answer: "",
    record: |conversation, _| Some(json!(text(conversation, "/contactId")?)),
};

// The vendor takes the contact, not the conversation.
static REPLY: Request = Request {
    method: Method::Post,
    path: "/conversations/messages",
    version: APRIL_2021,
    reads: false,
    fields: &[
        Field::body("channel", "/type").required().via(kind),
        Field::body("contact", "/contactId")
            .required()
            .via(convert::text),
        Field::body("subject", "/subject").via(convert::text),
        Field::body("message", "/message")
            .required()
            .via(convert::text),
        Field::composed(Place::Body("/html"), |args| {
            if args
                .get("channel")
                .is_some_and(|channel| channel == "email")
            {
                html(args.get("message").unwrap_or(&Value::Null))
            } else {
                Ok(None)
            }
        }),
    ],
    answer: "",
    record: |answer, args| {
        let mut record = sent(answer, args)?;
        if record["conversation"].is_null() {
            record["conversation"] = args["conversation"].clone();
        }
        Some(record)
    },
};

/// The id of the mail in a message, which is another than the message's; `null` when it is no e-mail.
static KIND: Request = Request {
    method: Method::Get,
    path: "/conversations/messages/{id}",
    version: APRIL_2021,
    reads: true,
    fields: &[Field::path("message", "id")],
    answer: "",
    record: |answer, _| {
        let message = answer.get("message").unwrap_or(answer);
        let mails = texts(message, "/meta/email/messageIds").unwrap_or_default();
        Some(json!({ "id": text(message, "/id")?, "email_message": mails.last() }))
    },
};

static CANCEL: Request = Request {
    method: Method::Delete,
    path: "/conversations/messages/{messageId}/schedule",
    version: APRIL_2021,
    reads: false,
    fields: &[Field::path("message", "messageId")],
    answer: "",
    record: cancelled,
};

// The published file names no version for this one.
static CANCEL_EMAIL: Request = Request {
    method: Method::Delete,
    path: "/conversations/messages/email/{emailMessageId}/schedule",
    version: None,
    reads: false,
    fields: &[Field::path("email_message", "emailMessageId")],
    answer: "",
    record: cancelled,
};

/// By its published example the vendor can put a failure into an answer that looks like a success.
fn cancelled(answer: &Value, _: &Asked<'_>) -> Option<Value> {
    let status = answer.get("status").and_then(Value::as_u64);
    Some(json!(status.is_none_or(|status| status < 400)))
}

fn reply<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let mut asked = args.clone();
        asked["contact"] = line.call(&CONVERSATION, args).await?;
        line.call(&REPLY, &asked).await
    }
    .boxed()
}

fn cancel<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let message = line.call(&KIND, args).await?;
        let done = if message["email_message"].is_string() {
            line.call(&CANCEL_EMAIL, &message).await?
        } else {
            line.call(&CANCEL, args).await?
        };
        if done == true {
            return Ok(json!({ "id": message["id"], "cancelled": true }));
        }
        Err(Error::Conflict {
            message: "GoHighLevel could not cancel this message: it may have been sent already"
                .to_owned(),
        })
    }
    .boxed()
}

fn sent(answer: &Value, args: &Asked<'_>) -> Option<Value> {
    Sent {
        id: first_text(answer, &["/messageId", "/emailMessageId", "/messageIds/0"])?,
        conversation: text(answer, "/conversationId"),
        scheduled: time(args, "/start"),
    }
    .of(answer)
}

/// The vendor's word for a channel; capitals matter.
fn kind(channel: &Value) -> Converted {
    let kind = match channel.as_str() {
        Some("sms") => "SMS",
        Some("rcs") => "RCS",
        Some("email") => "Email",
        Some("whatsapp") => "WhatsApp",
        Some("instagram") => "IG",
        Some("facebook") => "FB",
        Some("live_chat") => "Live_Chat",
        Some("tiktok") => "TIKTOK",
        Some("custom") => "Custom",
        _ => {
            return Err(
                "a message goes by sms, email, whatsapp, facebook, instagram, tiktok or live_chat"
                    .into(),
            );
        }
    };
    Ok(Some(json!(kind)))
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
