//! Conversations: the search over them, one of them, and the messages in it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::super::text::fold;
use super::check::{Field, Kind, may, must};
use super::messages::Message;
use super::{APRIL, Answer, Method, Row, State, fault, trace};

pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/conversations/search", APRIL, search).query(SEARCH),
    Row::reads(Method::Get, "/conversations/{conversationId}", APRIL, read),
    Row::reads(
        Method::Get,
        "/conversations/{conversationId}/messages",
        APRIL,
        messages,
    )
    .query(MESSAGES),
];

const SEARCH: &[Field] = &[
    must("locationId", Kind::Text),
    may("contactId", Kind::Text),
    may("assignedTo", Kind::Text),
    may("followers", Kind::Text),
    may("mentions", Kind::Text),
    may("query", Kind::Text),
    may("sort", Kind::OneOf(&["asc", "desc"])),
    may("startAfterDate", Kind::Number),
    may("id", Kind::Text),
    may("limit", Kind::Whole(1, 100)),
    may("lastMessageType", Kind::Text),
    may("lastMessageAction", Kind::OneOf(&["automated", "manual"])),
    may(
        "lastMessageDirection",
        Kind::OneOf(&["inbound", "outbound"]),
    ),
    may(
        "status",
        Kind::OneOf(&["all", "read", "unread", "starred", "recents"]),
    ),
    may(
        "sortBy",
        Kind::OneOf(&[
            "last_manual_message_date",
            "last_message_date",
            "score_profile",
            "overdue_at",
            "due_at",
        ]),
    ),
    may("sortScoreProfile", Kind::Text),
    may("scoreProfile", Kind::Text),
    may("scoreProfileMin", Kind::Number),
    may("scoreProfileMax", Kind::Number),
    may("startDate", Kind::Number),
    may("endDate", Kind::Number),
];

const MESSAGES: &[Field] = &[
    may("lastMessageId", Kind::Text),
    may("limit", Kind::Whole(1, 100)),
    may("type", Kind::Text),
];

/// What a message goes over.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) enum Channel {
    Sms,
    Email,
    WhatsApp,
    /// Facebook, Instagram, live chat and the like, under the vendor's name.
    Chat,
}

impl Channel {
    /// `TYPE_SMS` and its number.
    pub(super) const fn vendor_type(self) -> (&'static str, u8) {
        match self {
            Self::Sms => ("TYPE_SMS", 2),
            Self::Email => ("TYPE_EMAIL", 3),
            Self::WhatsApp => ("TYPE_WHATSAPP", 19),
            Self::Chat => ("TYPE_LIVE_CHAT", 29),
        }
    }
}

/// All messages with one contact.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Conversation {
    pub id: String,
    pub contact: String,
    pub unread: u32,
    pub starred: bool,
    pub added: DateTime<Utc>,
}

impl State {
    /// Messages of one conversation, oldest first.
    fn messages_of(&self, conversation: &str) -> Vec<&Message> {
        let mut found: Vec<&Message> = self
            .messages
            .iter()
            .filter(|m| m.conversation == conversation)
            .collect();
        found.sort_by_key(|message| message.added);
        found
    }
}

struct Thread<'a> {
    conversation: &'a Conversation,
    last: &'a Message,
}

impl Thread<'_> {
    fn view(&self, state: &State) -> Value {
        let contact = state.contact(&self.conversation.contact).ok();
        let name = contact.map(super::Contact::name).unwrap_or_default();
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        json!({
            "id": self.conversation.id,
            "contactId": self.conversation.contact,
            "locationId": state.location.id,
            "lastMessageBody": self.last.body,
            "lastMessageType": self.last.channel.vendor_type().0,
            "lastMessageDirection": self.last.direction,
            "lastMessageDate": self.last.added.timestamp_millis(),
            "type": if self.last.channel == Channel::Email { "TYPE_EMAIL" } else { "TYPE_PHONE" },
            "unreadCount": self.conversation.unread,
            "fullName": name,
            "contactName": name,
            "email": text(contact.and_then(|c| c.email.as_ref())),
            "phone": text(contact.and_then(|c| c.phone.as_ref())),
            "assignedTo": state.location.user_id,
            "dateAdded": self.conversation.added.timestamp_millis(),
            "sort": [self.last.added.timestamp_millis()],
        })
    }
}

fn search(call: &Call, state: &State) -> Answer {
    let is = |name: &str, held: &str| call.query(name).is_none_or(|wanted| wanted == held);
    let query = fold(call.query("query").unwrap_or_default());
    let status = |conversation: &Conversation| match call.query("status") {
        Some("unread") => conversation.unread > 0,
        Some("read") => conversation.unread == 0,
        Some("starred") => conversation.starred,
        _ => true,
    };
    // All conversations are the one user's, written by hand; nobody follows or is mentioned.
    let assigned = call.query_list("assignedTo");
    let of_users = (assigned.is_empty() || assigned.contains(&state.location.user_id.as_str()))
        && call.query("followers").is_none()
        && call.query("mentions").is_none()
        && is("lastMessageAction", "manual");
    let millis = |name: &str| call.query(name).and_then(|text| text.parse::<i64>().ok());
    let (from, until) = (millis("startDate"), millis("endDate"));
    let mut found: Vec<Thread> = state
        .conversations
        .iter()
        .filter_map(|conversation| {
            let last = state.messages_of(&conversation.id).pop()?;
            Some(Thread { conversation, last })
        })
        .filter(|t| is("contactId", &t.conversation.contact) && is("id", &t.conversation.id))
        .filter(|t| is("lastMessageType", t.last.channel.vendor_type().0))
        .filter(|t| is("lastMessageDirection", t.last.direction.word()))
        .filter(|t| status(t.conversation))
        .filter(|_| of_users)
        .filter(|t| from.is_none_or(|from| t.conversation.added.timestamp_millis() >= from))
        .filter(|t| until.is_none_or(|until| t.conversation.added.timestamp_millis() <= until))
        .filter(|t| mentions(t, state, &query))
        .collect();
    found.sort_by_key(|thread| std::cmp::Reverse(thread.last.added));
    let upwards = call.query("sort") == Some("asc");
    if upwards {
        found.reverse();
    }
    let total = found.len();
    if let Some(after) = millis("startAfterDate") {
        found.retain(|thread| {
            let sort = thread.last.added.timestamp_millis();
            if upwards { sort > after } else { sort < after }
        });
    }
    let limit = call
        .query("limit")
        .and_then(|text| text.parse().ok())
        .unwrap_or(20);
    let conversations: Vec<Value> = found
        .into_iter()
        .take(limit)
        .map(|thread| thread.view(state))
        .collect();
    let body = json!({ "conversations": conversations, "total": total, "traceId": trace() });
    Ok(Reply::ok(body))
}

fn mentions(thread: &Thread, state: &State, query: &str) -> bool {
    let Ok(contact) = state.contact(&thread.conversation.contact) else {
        return false;
    };
    let texts = [&contact.email, &contact.phone].into_iter().flatten();
    let name = contact.name();
    texts
        .chain([&name, &thread.last.body])
        .any(|text| fold(text).contains(query))
}

fn conversation<'a>(call: &Call, state: &'a State) -> Result<&'a Conversation, Reply> {
    let id = call.param("conversationId");
    let found = state
        .conversations
        .iter()
        .find(|conversation| conversation.id == id);
    found.ok_or_else(|| fault::unknown("Conversation", id))
}

fn read(call: &Call, state: &State) -> Answer {
    let conversation = conversation(call, state)?;
    Ok(Reply::ok(json!({
        "id": conversation.id,
        "contactId": conversation.contact,
        "locationId": state.location.id,
        "deleted": false,
        "inbox": true,
        "type": 1,
        "unreadCount": conversation.unread,
        "starred": conversation.starred,
        "assignedTo": state.location.user_id,
        "traceId": trace(),
    })))
}

/// Newest first, one level deeper than the published description has it, as the live API does.
fn messages(call: &Call, state: &State) -> Answer {
    let conversation = conversation(call, state)?;
    let types = call.query_list("type");
    let mut found = state.messages_of(&conversation.id);
    found.reverse();
    found.retain(|m| types.is_empty() || types.contains(&m.channel.vendor_type().0));
    let skip = match call.query("lastMessageId") {
        Some(last) => found
            .iter()
            .position(|m| m.id == last)
            .map_or(found.len(), |at| at + 1),
        None => 0,
    };
    let limit = call
        .query("limit")
        .and_then(|text| text.parse().ok())
        .unwrap_or(20);
    let shown: Vec<&Message> = found.iter().skip(skip).take(limit).copied().collect();
    let more = skip + shown.len() < found.len();
    let last = shown.last().map(|message| message.id.as_str());
    let records: Vec<Value> = shown
        .iter()
        .map(|message| message.view(&state.location.id, call.now))
        .collect();
    Ok(Reply::ok(json!({
        "messages": { "lastMessageId": last, "nextPage": more, "messages": records },
        "traceId": trace(),
    })))
}
