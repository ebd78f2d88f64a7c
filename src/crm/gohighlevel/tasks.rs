//! Tasks. They hang on a contact; across contacts they are found by the location's search.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};

use super::JULY_2021;
use crate::crm::{
    Error, convert,
    line::Line,
    record::{deleted, first_text, items, limit, list, text, time},
    records::{Record, Task},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

/// What one search page holds, and how many pages are read at most: due dates cannot be searched for, so they are
/// compared here.
const PAGE: u64 = 100;
const MOST_PAGES: u64 = 10;

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "create_task",
        scopes: &["contacts.write"],
        does: Does::Request(&CREATE),
    },
    Endpoint {
        operation: "list_tasks",
        scopes: &["contacts.readonly", "locations/tasks.readonly"],
        does: Does::Steps {
            calls: &[&OF_CONTACT, &SEARCH],
            preview,
            run: find,
        },
    },
    Endpoint {
        operation: "complete_task",
        scopes: &["contacts.write"],
        does: Does::Request(&COMPLETE),
    },
    Endpoint {
        operation: "reopen_task",
        scopes: &["contacts.write"],
        does: Does::Request(&REOPEN),
    },
    Endpoint {
        operation: "update_task",
        scopes: &["contacts.write"],
        does: Does::Request(&UPDATE),
    },
    Endpoint {
        operation: "delete_task",
        scopes: &["contacts.write"],
        does: Does::Request(&DELETE),
    },
];

static CREATE: Request = Request {
    method: Method::Post,
    path: "/contacts/{contactId}/tasks",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::body("title", "/title").required().via(convert::text),
        Field::body("due", "/dueDate").required().via(convert::utc),
        Field::fixed(Place::Body("/completed"), Fixed::Flag(false)),
    ],
    answer: "/task",
    record: task,
};

static COMPLETE: Request = Request {
    method: Method::Put,
    path: COMPLETED,
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("task", "taskId"),
        Field::fixed(Place::Body("/completed"), Fixed::Flag(true)),
    ],
    answer: "/task",
    record: task,
};

static REOPEN: Request = Request {
    method: Method::Put,
    path: COMPLETED,
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("task", "taskId"),
        Field::fixed(Place::Body("/completed"), Fixed::Flag(false)),
    ],
    answer: "/task",
    record: task,
};

const COMPLETED: &str = "/contacts/{contactId}/tasks/{taskId}/completed";

static UPDATE: Request = Request {
    method: Method::Put,
    path: "/contacts/{contactId}/tasks/{taskId}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("task", "taskId"),
        Field::body("title", "/title").via(convert::text),
        Field::body("due", "/dueDate").via(convert::utc),
    ],
    answer: "/task",
    record: task,
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: "/contacts/{contactId}/tasks/{taskId}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("task", "taskId"),
    ],
    answer: "",
    record: |_, args| deleted(args, "task"),
};

static OF_CONTACT: Request = Request {
    method: Method::Get,
    path: "/contacts/{contactId}/tasks",
    version: JULY_2021,
    reads: true,
    fields: &[Field::path("contact", "contactId")],
    answer: "",
    record: |answer, args| {
        Some(Value::Array(list(answer, "/tasks", |item| {
            task(item, args)
        })?))
    },
};

static SEARCH: Request = Request {
    method: Method::Post,
    path: "/locations/{locationId}/tasks/search",
    version: JULY_2021,
    reads: true,
    fields: &[
        Field::location(Place::Path("locationId")),
        Field::body("status", "/completed").via(completed),
        Field::fixed(Place::Body("/limit"), Fixed::Number(100)),
        Field::body("skip", "/skip").or(Fixed::Number(0)),
    ],
    answer: "",
    record: |answer, args| {
        Some(Value::Array(list(answer, "/tasks", |item| {
            task(item, args)
        })?))
    },
};

fn preview(args: &Value) -> Vec<(&'static Request, Value)> {
    let request = if text(args, "/contact").is_some() {
        &OF_CONTACT
    } else {
        &SEARCH
    };
    vec![(request, args.clone())]
}

fn find<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let wanted = Wanted::of(args)?;
        let most = usize::try_from(limit(args, PAGE, PAGE * MOST_PAGES)).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        if text(args, "/contact").is_some() {
            found.extend(
                items(line.call(&OF_CONTACT, args).await?)
                    .into_iter()
                    .filter(|task| wanted.fits(task)),
            );
        } else {
            let mut asked = args.clone();
            for page in 0..MOST_PAGES {
                asked["skip"] = json!(page * PAGE);
                let tasks = items(line.call(&SEARCH, &asked).await?);
                let is_last = (tasks.len() as u64) < PAGE;
                found.extend(tasks.into_iter().filter(|task| wanted.fits(task)));
                if is_last {
                    break;
                }
            }
        }
        found.sort_by_key(|task| due(task).map_or(i64::MAX, |at| at.timestamp_millis()));
        found.truncate(most);
        Ok(json!({ "tasks": found }))
    }
    .boxed()
}

/// What the vendor cannot be asked for.
struct Wanted {
    completed: Option<bool>,
    after: Option<chrono::DateTime<chrono::FixedOffset>>,
    before: Option<chrono::DateTime<chrono::FixedOffset>>,
}

impl Wanted {
    fn of(args: &Value) -> Result<Self, Error> {
        let asked = args
            .get("status")
            .filter(|status| !status.is_null())
            .map(completed)
            .transpose();
        let asked = asked.map_err(|_| {
            Error::invalid("the status of a task is open, completed or all", "status")
        })?;
        let moment = |name| convert::moment_arg(args, name);
        Ok(Self {
            completed: asked.flatten().and_then(|flag| flag.as_bool()),
            after: moment("due_after")?,
            before: moment("due_before")?,
        })
    }

    fn fits(&self, task: &Value) -> bool {
        let due = due(task);
        self.completed
            .is_none_or(|completed| task["completed"] == completed)
            && self
                .after
                .is_none_or(|after| due.is_some_and(|due| due >= after))
            && self
                .before
                .is_none_or(|before| due.is_some_and(|due| due < before))
    }
}

fn due(task: &Value) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    convert::moment(task, "due").ok().flatten()
}

fn completed(status: &Value) -> Converted {
    match status.as_str() {
        Some("open") => Ok(Some(json!(false))),
        Some("completed") => Ok(Some(json!(true))),
        Some("all") => Ok(None),
        _ => Err("the status of a task is open, completed or all".into()),
    }
}

fn task(item: &Value, args: &Asked<'_>) -> Option<Value> {
    Task {
        id: first_text(item, &["/id", "/_id"])?,
        title: text(item, "/title"),
        contact: text(item, "/contactId").or_else(|| text(args, "/contact")),
        due: time(item, "/dueDate"),
        completed: item
            .get("completed")
            .and_then(Value::as_bool)
            .unwrap_or(false),
    }
    .of(item)
}
