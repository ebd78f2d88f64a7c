//! Text messages and e-mails to a contact. The vendor finds, or opens, the conversation by itself.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::APRIL_2021;
use crate::crm::{
    Error, convert,
    line::Line,
    record::{first_text, text},
    rows::{Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
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
        scopes: SEND,
        does: Does::Steps {
            calls: &[&CANCEL],
            preview: |args| vec![(&CANCEL, args.clone())],
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

static CANCEL: Request = Request {
    method: Method::Delete,
    path: "/conversations/messages/{messageId}/schedule",
    version: APRIL_2021,
    reads: false,
    fields: &[Field::path("message", "messageId")],
    answer: "",
    record: |answer, args| {
        // By its published example the vendor can put a failure into an answer that looks like a success.
        let failed = answer
            .get("status")
            .and_then(Value::as_u64)
            .is_some_and(|status| status >= 400);
        Some(json!({ "id": args.get("message")?, "cancelled": !failed }))
    },
};

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
        let record = line.call(&CANCEL, args).await?;
        if record["cancelled"] == true {
            return Ok(record);
        }
        Err(Error::Conflict {
            message: "GoHighLevel could not cancel this message: it may have been sent already"
                .to_owned(),
        })
    }
    .boxed()
}

fn sent(answer: &Value, args: &Value) -> Option<Value> {
    Some(json!({
        "id": first_text(answer, &["/messageId", "/emailMessageId", "/messageIds/0"])?,
        "conversation": text(answer, "/conversationId"),
        "scheduled": text(args, "/start"),
        "vendor": answer,
    }))
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
