//! The conversations inbox: threads, their messages, and replies.
//!
//! A reply goes over the thread's own channel. Nothing leaves the sandbox.

use axum::routing::MethodFilter;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::paging::page;
use super::properties::stamp;
use super::{Answer, Row, State, check, fault};

const MESSAGES: &str = "/conversations/conversations/2026-09/threads/{threadId}/messages";

pub(super) const ROWS: &[Row] = &[
    Row::reads(
        MethodFilter::GET,
        "/conversations/conversations/2026-09/threads",
        threads,
    ),
    Row::reads(
        MethodFilter::GET,
        "/conversations/conversations/2026-09/threads/{threadId}",
        read,
    ),
    Row::reads(MethodFilter::GET, MESSAGES, messages),
    Row::changes(MethodFilter::POST, MESSAGES, send),
];

/// A conversation of one channel.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Thread {
    pub id: String,
    pub contact: String,
    pub open: bool,
    /// `1000` is live chat, `1002` e-mail.
    pub channel: String,
    pub channel_account: String,
    pub subject: Option<String>,
    pub created: DateTime<Utc>,
    /// Oldest first.
    pub messages: Vec<Entry>,
}

/// A message or a comment.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Entry {
    pub id: String,
    /// Comments are for colleagues only.
    pub comment: bool,
    pub text: String,
    pub incoming: bool,
    /// `A-` and a user's number, or `V-` and a contact's.
    pub sender: String,
    pub at: DateTime<Utc>,
}

impl Thread {
    fn latest(&self) -> DateTime<Utc> {
        self.messages.last().map_or(self.created, |entry| entry.at)
    }

    fn view(&self) -> Value {
        json!({
            "id": self.id,
            "status": if self.open { "OPEN" } else { "CLOSED" },
            "associatedContactId": self.contact,
            "inboxId": "431",
            "originalChannelId": self.channel,
            "originalChannelAccountId": self.channel_account,
            "createdAt": stamp(self.created),
            "latestMessageTimestamp": stamp(self.latest()),
            "spam": false,
            "archived": false,
        })
    }

    fn shown(&self, entry: &Entry) -> Value {
        let mut record = json!({
            "id": entry.id,
            "type": if entry.comment { "COMMENT" } else { "MESSAGE" },
            "text": entry.text,
            "richText": format!("<div>{}</div>", entry.text),
            "createdAt": stamp(entry.at),
            "createdBy": entry.sender,
            "conversationsThreadId": self.id,
            "senders": [{ "actorId": entry.sender }],
            "recipients": [],
            "attachments": [],
            "archived": false,
        });
        if !entry.comment {
            record["direction"] = json!(if entry.incoming {
                "INCOMING"
            } else {
                "OUTGOING"
            });
            record["channelId"] = json!(self.channel);
            record["channelAccountId"] = json!(self.channel_account);
            record["truncationStatus"] = json!("NOT_TRUNCATED");
            record["subject"] = json!(self.subject);
        }
        record
    }
}

/// Newest first with `sort=-latestMessageTimestamp`, otherwise in the order they were begun.
fn threads(call: &Call, state: &State) -> Answer {
    let status = match call.query("threadStatus") {
        None => None,
        Some("OPEN") => Some(true),
        Some("CLOSED") => Some(false),
        Some(_) => return Err(fault::invalid("threadStatus must be OPEN or CLOSED")),
    };
    let contact = call.query("associatedContactId");
    let mut found: Vec<&Thread> = state
        .threads
        .iter()
        .filter(|thread| status.is_none_or(|open| open == thread.open))
        .filter(|thread| contact.is_none_or(|contact| contact == thread.contact))
        .collect();
    match call.query("sort") {
        None => found.sort_by_key(|thread| thread.created),
        Some("latestMessageTimestamp") => found.sort_by_key(|thread| thread.latest()),
        Some("-latestMessageTimestamp") => {
            found.sort_by_key(|thread| std::cmp::Reverse(thread.latest()));
        }
        Some(other) => return Err(fault::invalid(format!("Unable to sort by {other}"))),
    }
    let all: Vec<Value> = found.into_iter().map(Thread::view).collect();
    page(call, &all, 500).map(Reply::ok)
}

fn position(call: &Call, state: &State) -> Result<usize, Reply> {
    let id = call.param("threadId");
    if id.parse::<u64>().is_err() {
        return Err(fault::invalid("threadId must be an integer"));
    }
    let found = state.threads.iter().position(|thread| thread.id == id);
    found.ok_or_else(|| fault::not_found("Thread not found"))
}

fn read(call: &Call, state: &State) -> Answer {
    Ok(Reply::ok(state.threads[position(call, state)?].view()))
}

/// Newest first.
fn messages(call: &Call, state: &State) -> Answer {
    let thread = &state.threads[position(call, state)?];
    let newest = thread.messages.iter().rev();
    let all: Vec<Value> = newest.map(|entry| thread.shown(entry)).collect();
    page(call, &all, 100).map(Reply::ok)
}

/// A comment needs a text only; a message also says who sends it, over what, and to whom.
fn send(call: &Call, state: &mut State) -> Answer {
    const MESSAGE: &[&str] = &[
        "senderActorId",
        "channelId",
        "channelAccountId",
        "recipients",
    ];
    let at = position(call, state)?;
    let optional: Vec<&str> = MESSAGE
        .iter()
        .copied()
        .chain(["richText", "attachments", "subject"])
        .collect();
    let body = check::object(call, &["type", "text"], &optional)?;
    let comment = match body["type"].as_str() {
        Some("COMMENT") => true,
        Some("MESSAGE") => false,
        _ => return Err(fault::invalid("type must be MESSAGE or COMMENT")),
    };
    let text = body["text"].as_str().unwrap_or_default();
    if text.trim().is_empty() {
        return Err(fault::invalid("text must not be empty"));
    }
    let sender = call.text("senderActorId");
    if !comment {
        let missing: Vec<&str> = MESSAGE
            .iter()
            .copied()
            .filter(|name| call.field(name).is_null())
            .collect();
        if !missing.is_empty() {
            return Err(fault::invalid(format!(
                "Some required fields were not set: [{}]",
                missing.join(", ")
            )));
        }
        let thread = &state.threads[at];
        if call.text("channelId") != Some(&thread.channel)
            || call.text("channelAccountId") != Some(&thread.channel_account)
        {
            return Err(fault::invalid(
                "channelId and channelAccountId must be those of the thread",
            ));
        }
        if call
            .field("recipients")
            .as_array()
            .is_none_or(Vec::is_empty)
        {
            return Err(fault::invalid("At least one recipient is required"));
        }
    }
    let is_agent = |actor: &str| {
        let number = actor.strip_prefix("A-");
        let known = |owner: &super::Owner| number == Some(owner.user_id.to_string().as_str());
        state.owners.iter().any(known)
    };
    if sender.is_some_and(|actor| !is_agent(actor)) {
        return Err(fault::invalid("senderActorId must be an agent: A-{userId}"));
    }
    let entry = Entry {
        id: ids::uuid().replace('-', ""),
        comment,
        text: text.to_owned(),
        incoming: false,
        sender: sender.unwrap_or("S-hubspot").to_owned(),
        at: call.now,
    };
    let record = state.threads[at].shown(&entry);
    state.threads[at].messages.push(entry);
    Ok(Reply::created(record))
}
