//! Conversations, which are threads of the shared inbox here. What was sent from elsewhere is not in them.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use crate::crm::{
    Error, convert,
    line::Line,
    record::{first_text, items, limit, list, newest_first, text, time},
    records::{Conversation, Direction, Message, Record},
    rows::{Converted, Does, Endpoint, Field, Method, Place, Refusal, Request},
};

const SCOPES: &[&str] = &["conversations.read"];
const LARGEST_PAGE: u64 = 100;
/// How many threads of a contact are read for its messages.
const NEWEST: usize = 3;

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_conversations",
        scopes: SCOPES,
        does: Does::Steps {
            calls: &[&THREADS],
            preview: |args| {
                let threads = |asked| (&THREADS, asked);
                asked_for(args).into_iter().map(threads).collect()
            },
            run: |line, args| conversations(line, args).boxed(),
        },
    },
    Endpoint {
        operation: "get_messages",
        scopes: SCOPES,
        does: Does::Steps {
            calls: &[&THREADS, &MESSAGES],
            preview: |args| {
                let mut asked = args.clone();
                asked["conversation"] = json!("{threadId}");
                let threads = asked_for(&of_contact(args)).into_iter();
                let threads = threads.map(|asked| (&THREADS, asked));
                threads.chain([(&MESSAGES, asked)]).collect()
            },
            run: messages,
        },
    },
];

static THREADS: Request = Request {
    method: Method::Get,
    path: "/conversations/conversations/2026-09/threads",
    version: None,
    reads: true,
    fields: &[
        Field::query("contact", "associatedContactId").via(convert::text),
        Field::query("thread_status", "threadStatus"),
        Field::query("status", "status").via(every_status),
        Field::query("query", "query").via(|_| Err(Refusal::Unsupported(NO_SEARCH))),
        Field::composed(Place::Query("limit"), |args| {
            Ok(Some(json!(limit(args, 20, LARGEST_PAGE))))
        }),
    ],
    answer: "",
    record: |answer, _| {
        let threads = list(answer, "/results", |thread| {
            Conversation {
                id: text(thread, "/id")?,
                contact: text(thread, "/associatedContactId"),
                contact_name: None,
                last_message: None,
                last_at: time(thread, "/latestMessageTimestamp"),
                unread: None,
                channel: channel(thread, "/originalChannelId").map(str::to_owned),
            }
            .of(thread)
        })?;
        Some(Value::Array(threads))
    },
};

static MESSAGES: Request = Request {
    method: Method::Get,
    path: "/conversations/conversations/2026-09/threads/{threadId}/messages",
    version: None,
    reads: true,
    fields: &[
        Field::path("conversation", "threadId"),
        Field::composed(Place::Query("limit"), |args| {
            Ok(Some(json!(limit(args, 20, LARGEST_PAGE))))
        }),
    ],
    answer: "",
    record: |answer, _| {
        // Assignments and changes of state are in the same list.
        let messages = answer
            .get("results")?
            .as_array()?
            .iter()
            .filter(|item| item.get("type").is_some_and(|kind| kind == "MESSAGE"));
        let messages: Option<Vec<Value>> = messages.map(message).collect();
        Some(Value::Array(messages?))
    },
};

const NO_SEARCH: &str =
    "HubSpot has no search in conversations; ask for the messages of a contact instead.";
const NO_STATUS: &str = "HubSpot has no unread or starred conversations; ask for all of them, or for those of a contact, instead.";

fn every_status(status: &Value) -> Converted {
    if matches!(status.as_str(), Some("all" | "recents")) {
        Ok(None)
    } else {
        Err(Refusal::Unsupported(NO_STATUS))
    }
}

/// One request, or for a contact two: the filter by contact goes together with one by status, open or closed.
fn asked_for(args: &Value) -> Vec<Value> {
    let with = |status: &str| {
        let mut asked = args.clone();
        asked["thread_status"] = json!(status);
        asked
    };
    if text(args, "/contact").is_some() {
        vec![with("OPEN"), with("CLOSED")]
    } else {
        let mut asked = args.clone();
        asked["thread_status"] = Value::Null;
        vec![asked]
    }
}

fn of_contact(args: &Value) -> Value {
    json!({ "contact": args["contact"] })
}

async fn conversations(line: &Line, args: &Value) -> Result<Value, Error> {
    let mut found = Vec::new();
    for asked in asked_for(args) {
        found.extend(items(line.call(&THREADS, &asked).await?));
    }
    newest_first(&mut found, "last_at");
    found.truncate(usize::try_from(limit(args, 20, LARGEST_PAGE)).unwrap_or(usize::MAX));
    Ok(json!({ "conversations": found }))
}

fn messages<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        if text(args, "/contact").is_none() {
            return Err(Error::invalid("contact is missing", "contact"));
        }
        let mut page = conversations(line, &of_contact(args)).await?;
        let mut found = Vec::new();
        for thread in items(page["conversations"].take()).iter().take(NEWEST) {
            let mut asked = args.clone();
            asked["conversation"] = thread["id"].clone();
            found.extend(items(line.call(&MESSAGES, &asked).await?));
        }
        newest_first(&mut found, "at");
        found.truncate(usize::try_from(limit(args, 20, LARGEST_PAGE)).unwrap_or(usize::MAX));
        Ok(json!({ "messages": found }))
    }
    .boxed()
}

fn message(item: &Value) -> Option<Value> {
    let direction = match text(item, "/direction").as_deref() {
        Some("INCOMING") => Some(Direction::In),
        Some("OUTGOING") => Some(Direction::Out),
        _ => None,
    };
    let status = first_text(item, &["/status/statusType", "/status"]);
    Message {
        id: text(item, "/id")?,
        at: time(item, "/createdAt"),
        direction,
        channel: channel(item, "/channelId").map(str::to_owned),
        message: text(item, "/text"),
        subject: text(item, "/subject"),
        status: status.map(|status| status.to_lowercase()),
    }
    .of(item)
}

/// The vendor's own channels have fixed ids; those of other apps have others.
fn channel(item: &Value, pointer: &str) -> Option<&'static str> {
    match text(item, pointer)?.as_str() {
        "1000" => Some("live_chat"),
        "1001" => Some("facebook"),
        "1002" => Some("email"),
        "1007" => Some("whatsapp"),
        _ => None,
    }
}
