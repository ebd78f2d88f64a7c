//! One message: reading it, reading an e-mail with its text, calling back a scheduled one.
//!
//! An e-mail has two ids: that of the message and that of the mail in it (`emailMessageId`). The
//! two ways of calling back take one each.

use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::conversations::Channel;
use super::messages::{Direction, Message};
use super::record::{stamp, without_nulls};
use super::{APRIL, Answer, Method, Row, State, fault, trace};

/// The published description of those that are [`Row::unversioned`] has no `Version`.
pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/conversations/messages/{id}", APRIL, read).unversioned(),
    Row::reads(
        Method::Get,
        "/conversations/messages/email/{id}",
        APRIL,
        email,
    )
    .unversioned(),
    Row::changes(
        Method::Delete,
        "/conversations/messages/{messageId}/schedule",
        APRIL,
        call_back,
    ),
    Row::changes(
        Method::Delete,
        "/conversations/messages/email/{emailMessageId}/schedule",
        APRIL,
        call_back_email,
    )
    .unversioned(),
];

fn read(call: &Call, state: &State) -> Answer {
    let id = call.param("id");
    let found = state.messages.iter().find(|message| message.id == id);
    let message = found.ok_or_else(|| fault::unknown("Message", id))?;
    let mut record = message.view(&state.location.id, call.now);
    record["traceId"] = json!(trace());
    Ok(Reply::ok(record))
}

fn email(call: &Call, state: &State) -> Answer {
    let id = call.param("id");
    let found = state
        .messages
        .iter()
        .find(|message| message.channel == Channel::Email && message.email_id() == id);
    let message = found.ok_or_else(|| fault::unknown("Email message", id))?;
    let theirs = state
        .contact(&message.contact)
        .ok()
        .and_then(|contact| contact.email.clone())
        .unwrap_or_default();
    let ours = state.location.email.clone();
    let (from, to) = match message.direction {
        Direction::Inbound => (theirs, ours),
        Direction::Outbound => (ours, theirs),
    };
    Ok(Reply::ok(without_nulls(json!({
        "id": message.email_id(),
        "threadId": message.conversation,
        "locationId": state.location.id,
        "contactId": message.contact,
        "conversationId": message.conversation,
        "dateAdded": stamp(message.added),
        "subject": message.subject,
        "body": message.body,
        "direction": message.direction,
        "status": message.status(call.now),
        "contentType": "text/html",
        "from": from,
        "to": [to],
        "source": "app",
        "traceId": trace(),
    }))))
}

fn call_back(call: &Call, state: &mut State) -> Answer {
    let id = call.param("messageId").to_owned();
    withdraw(call, state, "Message", &id, |message| message.id == id)
}

fn call_back_email(call: &Call, state: &mut State) -> Answer {
    let id = call.param("emailMessageId").to_owned();
    withdraw(call, state, "Email message", &id, |message| {
        message.channel == Channel::Email && message.email_id() == id
    })
}

/// The outcome is `status` in the body: the published example of the 200 has 404 there, for a
/// message that is not waiting (any more).
fn withdraw(
    call: &Call,
    state: &mut State,
    what: &str,
    id: &str,
    is: impl Fn(&Message) -> bool,
) -> Answer {
    let at = state.messages.iter().position(is);
    let at = at.ok_or_else(|| fault::unknown(what, id))?;
    let (status, message): (u16, Value) = if state.messages[at].is_waiting(call.now) {
        state.messages.remove(at);
        (
            200,
            json!("The scheduled message was cancelled successfully"),
        )
    } else {
        (404, json!("Failed cancel the scheduled message"))
    };
    Ok(Reply::ok(
        json!({ "status": status, "message": message, "traceId": trace() }),
    ))
}
