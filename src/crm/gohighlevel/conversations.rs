//! Conversations and the messages in them. A contact has one conversation as a rule, with all its channels.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::APRIL_2021;
use crate::crm::{
    Error, convert,
    line::Line,
    record::{first_text, items, limit, list, newest_first, text, time},
    records::{Conversation, Direction, Message, Record},
    rows::{Converted, Does, Endpoint, Field, Method, Place, Request},
};

const LARGEST_PAGE: u64 = 100;
/// How many conversations of a contact are read for its messages.
const NEWEST: usize = 3;

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_conversations",
        scopes: &["conversations.readonly"],
        does: Does::Request(&SEARCH),
    },
    Endpoint {
        operation: "get_messages",
        scopes: &["conversations.readonly", "conversations/message.readonly"],
        does: Does::Steps {
            calls: &[&SEARCH, &MESSAGES],
            preview: |args| {
                let mut asked = args.clone();
                asked["conversation"] = json!("{conversationId}");
                vec![(&SEARCH, of_contact(args)), (&MESSAGES, asked)]
            },
            run: messages,
        },
    },
];

static SEARCH: Request = Request {
    method: Method::Get,
    path: "/conversations/search",
    version: APRIL_2021,
    reads: true,
    fields: &[
        Field::location(Place::Query("locationId")),
        Field::query("contact", "contactId").via(convert::text),
        Field::query("status", "status").via(status),
        Field::query("query", "query").via(convert::text),
        Field::composed(Place::Query("limit"), |args| {
            Ok(Some(json!(limit(args, 20, LARGEST_PAGE))))
        }),
    ],
    answer: "",
    record: |answer, _| {
        let conversations = list(answer, "/conversations", |item| {
            Conversation {
                id: text(item, "/id")?,
                contact: text(item, "/contactId"),
                contact_name: first_text(item, &["/fullName", "/contactName"]),
                last_message: text(item, "/lastMessageBody"),
                last_at: time(item, "/lastMessageDate"),
                unread: Some(item.get("unreadCount").and_then(Value::as_u64).unwrap_or(0)),
                channel: first_text(item, &["/lastMessageType", "/type"])
                    .map(|kind| channel(&kind)),
            }
            .of(item)
        })?;
        let total = answer
            .get("total")
            .and_then(Value::as_u64)
            .unwrap_or(conversations.len() as u64);
        Some(json!({ "conversations": conversations, "total": total }))
    },
};

// The published schema was flat, the answers nest: both are read.
static MESSAGES: Request = Request {
    method: Method::Get,
    path: "/conversations/{conversationId}/messages",
    version: APRIL_2021,
    reads: true,
    fields: &[
        Field::path("conversation", "conversationId"),
        Field::composed(Place::Query("limit"), |args| {
            Ok(Some(json!(limit(args, 20, LARGEST_PAGE))))
        }),
    ],
    answer: "",
    record: |answer, _| {
        let page = answer.get("messages")?;
        let all = if page.is_array() {
            list(page, "", message)?
        } else {
            list(page, "/messages", message)?
        };
        Some(Value::Array(all))
    },
};

/// What finds the conversations of the contact, whatever else was asked.
fn of_contact(args: &Value) -> Value {
    json!({ "contact": args["contact"], "limit": NEWEST })
}

fn messages<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        if text(args, "/contact").is_none() {
            return Err(Error::invalid("contact is missing", "contact"));
        }
        let mut page = line.call(&SEARCH, &of_contact(args)).await?;
        let mut found = Vec::new();
        for conversation in items(page["conversations"].take()).iter().take(NEWEST) {
            let mut asked = args.clone();
            asked["conversation"] = conversation["id"].clone();
            found.extend(items(line.call(&MESSAGES, &asked).await?));
        }
        newest_first(&mut found, "at");
        found.truncate(usize::try_from(limit(args, 20, LARGEST_PAGE)).unwrap_or(usize::MAX));
        Ok(json!({ "messages": found }))
    }
    .boxed()
}

/// Bodies of e-mails are not in the list, so `message` can be `null`.
fn message(item: &Value) -> Option<Value> {
    let direction = match text(item, "/direction").as_deref() {
        Some("inbound") => Some(Direction::In),
        Some("outbound") => Some(Direction::Out),
        _ => None,
    };
    Message {
        id: text(item, "/id")?,
        at: time(item, "/dateAdded"),
        direction,
        channel: text(item, "/messageType").map(|kind| channel(&kind)),
        message: text(item, "/body"),
        subject: first_text(item, &["/subject", "/meta/email/subject"]),
        status: text(item, "/status"),
    }
    .of(item)
}

fn status(status: &Value) -> Converted {
    match status.as_str() {
        Some("all" | "read" | "unread" | "starred" | "recents") => Ok(Some(status.clone())),
        _ => Err("conversations can be all, unread, starred or recents".into()),
    }
}

/// `TYPE_CAMPAIGN_SMS` is `sms`, and so on.
fn channel(kind: &str) -> String {
    let kind = kind.to_lowercase();
    let kind = kind.strip_prefix("type_").unwrap_or(&kind);
    let known = [
        ("sms", "sms"),
        ("phone", "sms"),
        ("email", "email"),
        ("call", "call"),
        ("voicemail", "call"),
        ("whatsapp", "whatsapp"),
        ("facebook", "facebook"),
        ("fb_messenger", "facebook"),
        ("instagram", "instagram"),
        ("gmb", "google"),
        ("webchat", "live_chat"),
        ("tiktok", "tiktok"),
    ];
    let found = known
        .iter()
        .find(|(end, _)| kind == *end || kind.ends_with(&format!("_{end}")));
    found.map_or(kind, |(_, name)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::channel;

    #[test]
    fn names_channels_as_people_do() {
        for (kind, expected) in [
            ("TYPE_SMS", "sms"),
            ("TYPE_CAMPAIGN_EMAIL", "email"),
            ("TYPE_CUSTOM_PROVIDER_SMS", "sms"),
            ("TYPE_PHONE", "sms"),
            ("TYPE_FB_MESSENGER", "facebook"),
            ("TYPE_LIVE_CHAT", "live_chat"),
            ("WhatsApp", "whatsapp"),
        ] {
            assert_eq!(channel(kind), expected, "{kind}");
        }
    }
}
