//! Sending messages.
//!
//! Nothing leaves the sandbox: a message is put into the contact's conversation and answered as
//! queued.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::check::{Field, Kind, may, must};
use super::contacts::Contact;
use super::conversations::{Channel, Conversation};
use super::record::{stamp, without_nulls};
use super::{APRIL, Answer, Method, Row, State, fault, trace};

pub(super) const ROWS: &[Row] =
    &[Row::changes(Method::Post, "/conversations/messages", APRIL, send).body(SEND)];

/// `subType` and `status`, mandatory in the published description, describe what a sender cannot
/// know, and revisions before May 2026 did not ask for them: optional here.
const SEND: &[Field] = &[
    must(
        "type",
        Kind::OneOf(&[
            "SMS",
            "RCS",
            "Email",
            "WhatsApp",
            "IG",
            "FB",
            "Custom",
            "Live_Chat",
            "TIKTOK",
        ]),
    ),
    must("contactId", Kind::Text),
    may("subType", Kind::Text),
    may("appointmentId", Kind::Text),
    may("attachments", Kind::Texts),
    may("emailFrom", Kind::Text),
    may("emailCc", Kind::Texts),
    may("emailBcc", Kind::Texts),
    may("html", Kind::Text),
    may("message", Kind::Text),
    may("subject", Kind::Text),
    may("replyMessageId", Kind::Text),
    may("templateId", Kind::Text),
    may("threadId", Kind::Text),
    may("scheduledTimestamp", Kind::Number),
    may("conversationProviderId", Kind::Text),
    may("emailTo", Kind::Text),
    may("customSubtypeId", Kind::Text),
    may("emailReplyMode", Kind::OneOf(&["reply", "reply_all"])),
    may("fromNumber", Kind::Text),
    may("toNumber", Kind::Text),
    may("forward", Kind::Object),
    may(
        "status",
        Kind::OneOf(&["delivered", "failed", "pending", "read"]),
    ),
    may("usesNativeSchedulingAi", Kind::Flag),
    may("optimizationPeriod", Kind::OneOf(&["24h", "48h", "72h"])),
];

/// Who wrote.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in super::super) enum Direction {
    Inbound,
    Outbound,
}

impl Direction {
    /// The vendor's word.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}

/// One message of a conversation.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Message {
    pub id: String,
    pub conversation: String,
    pub contact: String,
    pub channel: Channel,
    pub direction: Direction,
    /// Only e-mails have one.
    pub subject: Option<String>,
    pub body: String,
    pub status: String,
    pub added: DateTime<Utc>,
    /// When a message that was not to go at once goes.
    #[serde(default)]
    pub scheduled: Option<DateTime<Utc>>,
    /// Of an e-mail; one of an earlier release has the message's own.
    #[serde(default)]
    pub email: Option<String>,
}

impl Message {
    /// The id of the e-mail in the message.
    pub(super) fn email_id(&self) -> &str {
        self.email.as_deref().unwrap_or(&self.id)
    }

    /// Whether it has yet to go.
    pub(super) fn is_waiting(&self, now: DateTime<Utc>) -> bool {
        self.scheduled.is_some_and(|at| at > now)
    }

    /// A scheduled message is on its way as soon as its time has come.
    pub(super) fn status(&self, now: DateTime<Utc>) -> &str {
        match self.scheduled {
            Some(at) if at > now => "scheduled",
            Some(_) => "sent",
            None => &self.status,
        }
    }

    /// A list leaves the text of e-mails out; they are read one at a time.
    pub(super) fn view(&self, location: &str, now: DateTime<Utc>) -> Value {
        let (name, number) = self.channel.vendor_type();
        let email = self.channel == Channel::Email;
        let meta = email.then(|| json!({ "email": { "messageIds": [self.email_id()] } }));
        without_nulls(json!({
            "id": self.id,
            "type": number,
            "messageType": name,
            "locationId": location,
            "contactId": self.contact,
            "conversationId": self.conversation,
            "dateAdded": stamp(self.added),
            "body": (!email).then_some(&self.body),
            "direction": self.direction,
            "status": self.status(now),
            "contentType": if email { "text/html" } else { "text/plain" },
            "source": "app",
            "meta": meta,
        }))
    }
}

fn send(call: &Call, state: &mut State) -> Answer {
    let kind = call.text("type").unwrap_or_default();
    let contact = state.contact(call.text("contactId").unwrap_or_default())?;
    let channel = channel(kind);
    refuse_unsendable(call, contact, kind, channel)?;
    let scheduled = scheduled(call)?;
    let contact = contact.id.clone();
    let conversation = open(state, &contact, call.now);
    let text = |name: &str| call.text(name).map(str::to_owned);
    let email = (channel == Channel::Email).then(ids::ghl);
    let message = Message {
        id: ids::ghl(),
        conversation: conversation.clone(),
        contact,
        channel,
        direction: Direction::Outbound,
        subject: text("subject"),
        body: text("message").or_else(|| text("html")).unwrap_or_default(),
        status: "pending".to_owned(),
        added: call.now,
        scheduled,
        email: email.clone(),
    };
    let answer = json!({
        "conversationId": conversation,
        "messageId": message.id,
        "emailMessageId": email,
        "msg": "Message queued successfully.",
        "status": "pending",
        "traceId": trace(),
    });
    state.messages.push(message);
    Ok(Reply::ok(without_nulls(answer)))
}

/// `scheduledTimestamp` is in seconds; milliseconds would be a year that nobody means.
fn scheduled(call: &Call) -> Result<Option<DateTime<Utc>>, Reply> {
    const LATEST: i64 = 4_102_444_800;
    let sent = call.field("scheduledTimestamp");
    if sent.is_null() {
        return Ok(None);
    }
    let at = sent
        .as_i64()
        .filter(|seconds| *seconds <= LATEST)
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    match at {
        Some(at) if at > call.now => Ok(Some(at)),
        Some(_) => Err(fault::bad("scheduledTimestamp must be in the future")),
        None => Err(fault::unprocessable(vec![
            "scheduledTimestamp must be a UNIX timestamp in seconds".to_owned(),
        ])),
    }
}

fn channel(kind: &str) -> Channel {
    match kind {
        "SMS" | "RCS" => Channel::Sms,
        "Email" => Channel::Email,
        "WhatsApp" => Channel::WhatsApp,
        _ => Channel::Chat,
    }
}

fn refuse_unsendable(
    call: &Call,
    contact: &Contact,
    kind: &str,
    channel: Channel,
) -> Result<(), Reply> {
    let filled = |name: &str| call.text(name).is_some_and(|text| !text.trim().is_empty());
    let attached = call
        .field("attachments")
        .as_array()
        .is_some_and(|list| !list.is_empty());
    if !(filled("message") || filled("html") || filled("templateId") || attached) {
        let message = "There is no message or attachments for this message. Skip sending.";
        return Err(fault::bad(message));
    }
    if contact.is_silent(kind) {
        return Err(fault::bad(
            "Cannot send message as DND is active for this channel",
        ));
    }
    match channel {
        Channel::Email if contact.email.is_none() && !filled("emailTo") => {
            Err(fault::bad("Missing email"))
        }
        Channel::Sms | Channel::WhatsApp if contact.phone.is_none() && !filled("toNumber") => {
            Err(fault::bad("Missing phone number"))
        }
        _ => Ok(()),
    }
}

/// The contact's conversation; the first message opens one.
fn open(state: &mut State, contact: &str, now: DateTime<Utc>) -> String {
    if let Some(found) = state.conversations.iter().find(|c| c.contact == contact) {
        return found.id.clone();
    }
    let id = ids::ghl();
    state.conversations.push(Conversation {
        id: id.clone(),
        contact: contact.to_owned(),
        unread: 0,
        starred: false,
        added: now,
    });
    id
}
