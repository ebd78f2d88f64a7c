//! Tasks. Their due date is the vendor's `hs_timestamp`.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::pieces::{
    AFTER, ASSOCIATED, LARGEST_PAGE, TASK_TO_CONTACT, add_contacts, all_of, bound, filter,
    first_contacts, found_ids, page, property, with_contact,
};
use crate::crm::{
    Error, convert,
    line::Line,
    record::{deleted, limit, text, time},
    records::{Record, Task},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const WRITE: &[&str] = &["crm.objects.contacts.write"];

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "create_task",
        scopes: WRITE,
        does: Does::Request(&CREATE),
    },
    Endpoint {
        operation: "list_tasks",
        scopes: &["crm.objects.contacts.read"],
        does: Does::Steps {
            calls: &[&SEARCH, &CONTACTS],
            preview: |args| {
                let search = (&SEARCH, args.clone());
                let contacts = text(args, "/contact")
                    .is_none()
                    .then(|| (&CONTACTS, found_ids("taskId")));
                std::iter::once(search).chain(contacts).collect()
            },
            run: find,
        },
    },
    Endpoint {
        operation: "complete_task",
        scopes: WRITE,
        does: Does::Request(&COMPLETE),
    },
    Endpoint {
        operation: "reopen_task",
        scopes: WRITE,
        does: Does::Request(&REOPEN),
    },
    Endpoint {
        operation: "update_task",
        scopes: WRITE,
        does: Does::Request(&UPDATE),
    },
    Endpoint {
        operation: "delete_task",
        scopes: WRITE,
        does: Does::Request(&DELETE),
    },
];

static CREATE: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/tasks",
    version: None,
    reads: false,
    fields: &[
        Field::body("title", "/properties/hs_task_subject")
            .required()
            .via(convert::text),
        Field::body("due", "/properties/hs_timestamp")
            .required()
            .via(convert::utc),
        Field::fixed(
            Place::Body("/properties/hs_task_status"),
            Fixed::Text("NOT_STARTED"),
        ),
        Field::body("contact", "/associations")
            .required()
            .via(with_contact::<TASK_TO_CONTACT>),
    ],
    answer: "",
    record: task,
};

static SEARCH: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/tasks/search",
    version: None,
    reads: true,
    fields: &[
        Field::composed(Place::Body("/filterGroups"), filters),
        Field::fixed(Place::Body("/sorts"), Fixed::List(&["hs_timestamp"])),
        Field::fixed(
            Place::Body("/properties"),
            Fixed::List(&["hs_task_subject", "hs_task_status", "hs_timestamp"]),
        ),
        Field::composed(Place::Body("/limit"), |args| {
            Ok(Some(json!(limit(args, 100, LARGEST_PAGE))))
        }),
        AFTER,
    ],
    answer: "",
    record: |answer, args| page(answer, "tasks", |item| task(item, args)),
};

static CONTACTS: Request = Request {
    method: Method::Post,
    path: "/crm/associations/2026-09/tasks/contacts/batch/read",
    version: None,
    reads: true,
    fields: ASSOCIATED,
    answer: "",
    record: first_contacts,
};

const ONE: &str = "/crm/objects/2026-09/tasks/{objectId}";

static COMPLETE: Request = Request {
    method: Method::Patch,
    path: ONE,
    version: None,
    reads: false,
    fields: &[
        Field::path("task", "objectId"),
        Field::fixed(
            Place::Body("/properties/hs_task_status"),
            Fixed::Text("COMPLETED"),
        ),
    ],
    answer: "",
    record: task,
};

static REOPEN: Request = Request {
    method: Method::Patch,
    path: ONE,
    version: None,
    reads: false,
    fields: &[
        Field::path("task", "objectId"),
        Field::fixed(
            Place::Body("/properties/hs_task_status"),
            Fixed::Text("NOT_STARTED"),
        ),
    ],
    answer: "",
    record: task,
};

static UPDATE: Request = Request {
    method: Method::Patch,
    path: ONE,
    version: None,
    reads: false,
    fields: &[
        Field::path("task", "objectId"),
        Field::fixed(Place::Body("/properties"), Fixed::Object),
        Field::body("title", "/properties/hs_task_subject").via(convert::text),
        Field::body("due", "/properties/hs_timestamp").via(convert::utc),
    ],
    answer: "",
    record: task,
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: ONE,
    version: None,
    reads: false,
    fields: &[Field::path("task", "objectId")],
    answer: "",
    record: |_, args| deleted(args, "task"),
};

fn filters(args: &Value) -> Converted {
    let mut all = Vec::new();
    if let Some(contact) = text(args, "/contact") {
        all.push(filter("associations.contact", "EQ", &contact));
    }
    match text(args, "/status").as_deref() {
        Some("open") => all.push(filter("hs_task_status", "NEQ", "COMPLETED")),
        Some("completed") => all.push(filter("hs_task_status", "EQ", "COMPLETED")),
        None | Some("all") => {}
        Some(_) => return Err("the status of a task is open, completed or all".into()),
    }
    all.extend(bound(args, "due_after", "hs_timestamp", "GTE")?);
    all.extend(bound(args, "due_before", "hs_timestamp", "LT")?);
    Ok(Some(all_of(all)))
}

/// A search, and the contacts of what it found unless one was asked for.
fn find<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let mut page = line.call(&SEARCH, args).await?;
        if let Some(tasks) = page["tasks"]
            .as_array_mut()
            .filter(|_| text(args, "/contact").is_none())
        {
            add_contacts(line, &CONTACTS, tasks).await?;
        }
        Ok(page)
    }
    .boxed()
}

fn task(item: &Value, args: &Asked<'_>) -> Option<Value> {
    Task {
        id: text(item, "/id")?,
        title: property(item, "hs_task_subject"),
        contact: text(args, "/contact"),
        due: time(item, "/properties/hs_timestamp"),
        completed: property(item, "hs_task_status").as_deref() == Some("COMPLETED"),
    }
    .of(item)
}
