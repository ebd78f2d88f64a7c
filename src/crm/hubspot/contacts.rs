//! Contacts.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::{
    pieces::{AFTER, LIMIT, all_of, bound, page, property},
    tags,
};
use crate::crm::{
    Error, convert,
    line::Line,
    record::{deleted, full_name, text, time},
    records::{Contact, Phone, Record},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Refusal, Request, Via},
};

const READ: &[&str] = &["crm.objects.contacts.read"];
const WRITE: &[&str] = &["crm.objects.contacts.write"];
const PROPERTIES: Fixed = Fixed::List(&[
    "firstname",
    "lastname",
    "email",
    "phone",
    "company",
    "createdate",
]);

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "search_contacts",
        scopes: READ,
        does: Does::Request(&SEARCH),
    },
    Endpoint {
        operation: "get_contact",
        scopes: READ,
        does: Does::Request(&GET),
    },
    Endpoint {
        operation: "create_contact",
        scopes: &[
            "crm.objects.contacts.write",
            "crm.lists.read",
            "crm.lists.write",
        ],
        does: Does::Steps {
            calls: &[&CREATE, &tags::FIND, &tags::MAKE, &tags::ADD],
            preview: |args| then_tags(&CREATE, args),
            run: create,
        },
    },
    Endpoint {
        operation: "upsert_contact",
        scopes: &[
            "crm.objects.contacts.write",
            "crm.lists.read",
            "crm.lists.write",
        ],
        does: Does::Steps {
            calls: &[&UPSERT, &tags::FIND, &tags::MAKE, &tags::ADD],
            preview: |args| then_tags(&UPSERT, args),
            run: upsert,
        },
    },
    Endpoint {
        operation: "update_contact",
        scopes: WRITE,
        does: Does::Request(&UPDATE),
    },
    Endpoint {
        operation: "delete_contact",
        scopes: WRITE,
        does: Does::Request(&DELETE),
    },
];

static SEARCH: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/contacts/search",
    version: None,
    reads: true,
    fields: &[
        Field::body("query", "/query").via(convert::text),
        Field::composed(Place::Body("/filterGroups"), filters),
        Field::composed(Place::Body("/sorts"), |args| {
            Ok(Some(if text(args, "/query").is_some() {
                json!([])
            } else {
                json!(["-createdate"])
            }))
        }),
        Field::fixed(Place::Body("/properties"), PROPERTIES),
        LIMIT,
        AFTER,
    ],
    answer: "",
    record: |answer, args| page(answer, "contacts", |item| contact(item, args)),
};

pub(super) static GET: Request = Request {
    method: Method::Get,
    path: "/crm/objects/2026-09/contacts/{objectId}",
    version: None,
    reads: true,
    fields: &[
        Field::path("contact", "objectId"),
        Field::fixed(Place::Query("properties"), PROPERTIES),
    ],
    answer: "",
    record: contact,
};

static CREATE: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/contacts",
    version: None,
    reads: false,
    fields: &[
        Field::fixed(Place::Body("/properties"), Fixed::Object),
        Field::body("name", "/properties/firstname").via(convert::first_name),
        Field::body("name", "/properties/lastname").via(convert::last_name),
        Field::body("email", "/properties/email").via(convert::text),
        Field::body("phone", "/properties/phone").via(convert::phone),
        Field::body("company", "/properties/company").via(convert::text),
        Field::fixed(Place::Body("/associations"), Fixed::List(&[])),
    ],
    answer: "",
    record: contact,
};

// The batch is the only form that takes a contact as it comes, new or not; here it has one. The e-mail address says
// which contact it is (developers.hubspot.com/docs/api-reference/latest/crm/objects/contacts/batch/upsert-contacts).
static UPSERT: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/contacts/batch/upsert",
    version: None,
    reads: false,
    fields: &[Field::composed(Place::Body("/inputs"), one_input)],
    answer: "/results/0",
    record: |answer, args| {
        let mut record = contact(answer, args)?;
        record["new"] = json!(answer.get("new")?.as_bool()?);
        Some(record)
    },
};

// An empty text clears a property.
static UPDATE: Request = Request {
    method: Method::Patch,
    path: "/crm/objects/2026-09/contacts/{objectId}",
    version: None,
    reads: false,
    fields: &[
        Field::path("contact", "objectId"),
        Field::fixed(Place::Body("/properties"), Fixed::Object),
        Field::body("name", "/properties/firstname")
            .via(convert::first_name)
            .cleared_by(Fixed::Text("")),
        Field::body("name", "/properties/lastname")
            .via(convert::whole_last_name)
            .cleared_by(Fixed::Text("")),
        Field::body("email", "/properties/email")
            .via(convert::text)
            .cleared_by(Fixed::Text("")),
        Field::body("phone", "/properties/phone")
            .via(convert::phone)
            .cleared_by(Fixed::Text("")),
        Field::body("company", "/properties/company")
            .via(convert::text)
            .cleared_by(Fixed::Text("")),
    ],
    answer: "",
    record: contact,
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: "/crm/objects/2026-09/contacts/{objectId}",
    version: None,
    reads: false,
    fields: &[Field::path("contact", "objectId")],
    answer: "",
    record: |_, args| deleted(args, "contact"),
};

const NO_TAGS: Refusal = Refusal::Unsupported(
    "HubSpot keeps tags as lists and cannot search by them: open the list of that name in HubSpot.",
);

fn filters(args: &Value) -> Converted {
    if text(args, "/tag").is_some() {
        return Err(NO_TAGS);
    }
    let mut all = Vec::new();
    all.extend(bound(args, "created_after", "createdate", "GTE")?);
    all.extend(bound(args, "created_before", "createdate", "LTE")?);
    if let Some(missing) = text(args, "/missing") {
        let property = match missing.as_str() {
            "phone" | "email" | "company" => missing,
            "tags" => return Err(NO_TAGS),
            _ => return Err("missing can be phone, email or company".into()),
        };
        all.push(json!({ "propertyName": property, "operator": "NOT_HAS_PROPERTY" }));
    }
    Ok(Some(all_of(all)))
}

/// The only contact of a batch.
fn one_input(args: &Value) -> Converted {
    let Some(email) = text(args, "/email") else {
        return Err(Refusal::Unsupported(
            "HubSpot knows a contact again by its e-mail address only: give one, or create the contact instead.",
        ));
    };
    let mut properties = json!({ "email": email });
    for (name, property, via) in [
        ("name", "firstname", convert::first_name as Via),
        ("name", "lastname", convert::last_name),
        ("phone", "phone", convert::phone),
        ("company", "company", convert::text),
    ] {
        if let Some(given) = args.get(name).filter(|given| !given.is_null())
            && let Some(value) = via(given)?
        {
            properties[property] = value;
        }
    }
    Ok(Some(
        json!([{ "id": email, "idProperty": "email", "properties": properties }]),
    ))
}

/// The contact first, then a list for each tag.
fn then_tags(first: &'static Request, args: &Value) -> Vec<(&'static Request, Value)> {
    let then = tags::adding(&json!({ "contact": "{contactId}", "tags": args["tags"] }));
    std::iter::once((first, args.clone())).chain(then).collect()
}

fn create<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let contact = line.call(&CREATE, args).await?;
        tag(line, &contact, args, "the contact was created").await?;
        Ok(contact)
    }
    .boxed()
}

fn upsert<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let contact = line.call(&UPSERT, args).await?;
        tag(line, &contact, args, "the contact was saved").await?;
        Ok(contact)
    }
    .boxed()
}

async fn tag(line: &Line, contact: &Value, args: &Value, done: &'static str) -> Result<(), Error> {
    if convert::words(args, "tags").is_empty() {
        return Ok(());
    }
    let id = text(contact, "/id");
    let tagging = json!({ "contact": id, "tags": args["tags"] });
    tags::add(line, &tagging)
        .await
        .map(|_| ())
        .map_err(|error| error.after(done, id))
}

pub(super) fn contact(item: &Value, asked: &Asked<'_>) -> Option<Value> {
    let company = property(item, "company");
    let name = full_name(property(item, "firstname"), property(item, "lastname"))
        .or_else(|| company.clone());
    Contact {
        id: text(item, "/id")?,
        name,
        first_name: property(item, "firstname"),
        last_name: property(item, "lastname"),
        email: property(item, "email"),
        phone: property(item, "phone")
            .map(|number| Phone::read(&number, asked.home.country.as_deref())),
        tags: None,
        company,
        created: time(item, "/properties/createdate").or_else(|| time(item, "/createdAt")),
        do_not_disturb: None,
        do_not_disturb_channels: None,
        fields: Vec::new(),
        new: None,
    }
    .of(item)
}
