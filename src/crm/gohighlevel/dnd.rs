//! Do not disturb: the channels by which nothing may be sent to a contact.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Map, Value, json};

use super::{JULY_2021, contacts};
use crate::crm::{
    Error,
    line::Line,
    record::text,
    rows::{Does, Endpoint, Field, Method, Request},
};

const SCOPES: &[&str] = &["contacts.readonly", "contacts.write"];

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "set_do_not_disturb",
        scopes: SCOPES,
        does: Does::Steps {
            calls: &[&contacts::GET, &CHANGE],
            preview: |args| preview(args, true),
            run: set,
        },
    },
    Endpoint {
        operation: "clear_do_not_disturb",
        scopes: SCOPES,
        does: Does::Steps {
            calls: &[&contacts::GET, &CHANGE],
            preview: |args| preview(args, false),
            run: clear,
        },
    },
];

static CHANGE: Request = Request {
    method: Method::Put,
    path: "/contacts/{contactId}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::body("dnd", "/dnd").required(),
        Field::body("settings", "/dndSettings").required(),
    ],
    answer: "/contact",
    record: contacts::contact,
};

/// Our word for each channel and the vendor's.
const CHANNELS: [(&str, &str); 6] = [
    ("sms", "SMS"),
    ("email", "Email"),
    ("call", "Call"),
    ("whatsapp", "WhatsApp"),
    ("facebook", "FB"),
    ("google", "GMB"),
];

/// The channels that are switched off for a contact, in our words; `None` where the record does not tell.
pub(super) fn channels(contact: &Value) -> Option<Vec<&'static str>> {
    let of_all = is_off_for_all(contact);
    let told = of_all || contact.get("dndSettings").is_some_and(Value::is_object);
    let off = CHANNELS
        .iter()
        .filter(|(_, theirs)| of_all || is_off(contact, theirs));
    told.then(|| off.map(|(ours, _)| *ours).collect())
}

fn is_off_for_all(contact: &Value) -> bool {
    contact.get("dnd") == Some(&Value::Bool(true))
}

fn is_off(contact: &Value, channel: &str) -> bool {
    matches!(status(contact, channel), Some("active" | "permanent"))
}

fn status<'a>(contact: &'a Value, channel: &str) -> Option<&'a str> {
    contact["dndSettings"][channel]["status"].as_str()
}

/// The arguments of [`CHANGE`]: every channel is named, as nothing says whether what is left out stays as it was.
fn changed(contact: &Value, args: &Value, off: bool) -> Result<Value, Error> {
    let asked = text(args, "/channel");
    let before = is_off_for_all(contact);
    let mut settings = Map::new();
    for (ours, theirs) in CHANNELS {
        let meant = asked.as_deref().is_none_or(|asked| asked == ours);
        let mut setting = contact["dndSettings"][theirs].clone();
        if !setting.is_object() {
            setting = json!({});
        }
        let was_off = before || is_off(contact, theirs);
        if status(contact, theirs) == Some("permanent") {
            if meant && !off {
                return Err(Error::Conflict {
                    message: format!(
                        "the contact opted out of {theirs} for good, so only the contact can opt in again"
                    ),
                });
            }
        } else {
            let stays_off = if meant { off } else { was_off };
            setting["status"] = json!(if stays_off { "active" } else { "inactive" });
        }
        settings.insert(theirs.to_owned(), setting);
    }
    let of_all = if asked.is_none() { off } else { before && off };
    Ok(json!({ "contact": args["contact"], "dnd": of_all, "settings": settings }))
}

/// As for a contact with nothing switched off before; that is known only then.
fn preview(args: &Value, off: bool) -> Vec<(&'static Request, Value)> {
    let change = changed(&Value::Null, args, off).ok();
    let change = change.map(|change| (&CHANGE, change));
    std::iter::once((&contacts::GET, args.clone()))
        .chain(change)
        .collect()
}

fn set<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    change(line, args, true).boxed()
}

fn clear<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    change(line, args, false).boxed()
}

async fn change(line: &Line, args: &Value, off: bool) -> Result<Value, Error> {
    let contact = line.call(&contacts::GET, args).await?;
    line.call(&CHANGE, &changed(&contact["vendor"], args, off)?)
        .await
}
