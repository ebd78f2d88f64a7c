//! Tasks of contacts, and the search over all of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::super::text::fold;
use super::check::{Field, Kind, may, must};
use super::record::{instant, stamp, without_nulls};
use super::{Answer, JULY, Method, Row, State, fault, trace};

const ONE: &str = "/contacts/{contactId}/tasks/{taskId}";

pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/contacts/{contactId}/tasks", JULY, list),
    Row::changes(Method::Post, "/contacts/{contactId}/tasks", JULY, create).body(CREATE),
    Row::reads(Method::Get, ONE, JULY, read),
    Row::changes(Method::Put, ONE, JULY, update).body(UPDATE),
    Row::changes(
        Method::Put,
        "/contacts/{contactId}/tasks/{taskId}/completed",
        JULY,
        update,
    )
    .body(COMPLETED),
    Row::changes(Method::Delete, ONE, JULY, delete),
    Row::reads(
        Method::Post,
        "/locations/{locationId}/tasks/search",
        JULY,
        search,
    )
    .body(SEARCH),
];

const CREATE: &[Field] = &[
    must("title", Kind::Text),
    may("body", Kind::Text),
    must("dueDate", Kind::Time),
    must("completed", Kind::Flag),
    may("assignedTo", Kind::Text),
];

const UPDATE: &[Field] = &[
    may("title", Kind::Text),
    may("body", Kind::Text),
    may("dueDate", Kind::Time),
    may("completed", Kind::Flag),
    may("assignedTo", Kind::Text),
];

const COMPLETED: &[Field] = &[must("completed", Kind::Flag)];

const SEARCH: &[Field] = &[
    may("contactId", Kind::Texts),
    may("completed", Kind::Flag),
    may("assignedTo", Kind::Texts),
    may("query", Kind::Text),
    may("limit", Kind::Whole(1, 1000)),
    may("skip", Kind::Whole(0, 100_000)),
    may("businessId", Kind::Text),
];

/// Something to do for a contact.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Task {
    pub id: String,
    pub contact: String,
    pub title: String,
    pub body: Option<String>,
    pub due: DateTime<Utc>,
    pub completed: bool,
    pub assigned_to: Option<String>,
}

impl Task {
    fn view(&self) -> Value {
        without_nulls(json!({
            "id": self.id,
            "title": self.title,
            "body": self.body,
            "assignedTo": self.assigned_to,
            "dueDate": stamp(self.due),
            "completed": self.completed,
            "contactId": self.contact,
        }))
    }

    fn take(&mut self, call: &Call) {
        let text = |name: &str| call.text(name).map(str::to_owned);
        if let Some(title) = text("title") {
            self.title = title;
        }
        self.body = text("body").or(self.body.take());
        self.assigned_to = text("assignedTo").or(self.assigned_to.take());
        self.due = call.text("dueDate").and_then(instant).unwrap_or(self.due);
        self.completed = call.field("completed").as_bool().unwrap_or(self.completed);
    }
}

fn position(call: &Call, state: &State) -> Result<usize, Reply> {
    let (contact, id) = (call.param("contactId"), call.param("taskId"));
    state.contact(contact)?;
    let found = state
        .tasks
        .iter()
        .position(|task| task.id == id && task.contact == contact);
    found.ok_or_else(|| fault::unknown("Task", id))
}

fn list(call: &Call, state: &State) -> Answer {
    let contact = &state.contact(call.param("contactId"))?.id;
    let tasks = state.tasks.iter().filter(|task| task.contact == *contact);
    let tasks: Vec<Value> = tasks.map(Task::view).collect();
    Ok(Reply::ok(json!({ "tasks": tasks, "traceId": trace() })))
}

fn create(call: &Call, state: &mut State) -> Answer {
    let contact = state.contact(call.param("contactId"))?.id.clone();
    let mut task = Task {
        id: ids::ghl(),
        contact,
        title: String::new(),
        body: None,
        due: call.now,
        completed: false,
        assigned_to: None,
    };
    task.take(call);
    let record = task.view();
    state.tasks.push(task);
    Ok(Reply::created(
        json!({ "task": record, "traceId": trace() }),
    ))
}

fn read(call: &Call, state: &State) -> Answer {
    let task = &state.tasks[position(call, state)?];
    Ok(Reply::ok(
        json!({ "task": task.view(), "traceId": trace() }),
    ))
}

fn update(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    state.tasks[at].take(call);
    Ok(Reply::ok(
        json!({ "task": state.tasks[at].view(), "traceId": trace() }),
    ))
}

fn delete(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    state.tasks.remove(at);
    Ok(Reply::ok(json!({ "succeded": true, "traceId": trace() })))
}

/// The published answer leaves the items open; the live API adds whose task it is.
fn search(call: &Call, state: &State) -> Answer {
    let number = |name: &str| {
        call.field(name)
            .as_u64()
            .and_then(|n| usize::try_from(n).ok())
    };
    let any_of = |name: &str, held: Option<&str>| match call.field(name).as_array() {
        Some(wanted) if !wanted.is_empty() => {
            held.is_some_and(|held| wanted.iter().any(|wanted| wanted == held))
        }
        _ => true,
    };
    let query = fold(call.text("query").unwrap_or_default());
    let mut tasks: Vec<&Task> = state
        .tasks
        .iter()
        .filter(|task| any_of("contactId", Some(&task.contact)))
        .filter(|task| any_of("assignedTo", task.assigned_to.as_deref()))
        .filter(|task| {
            call.field("completed")
                .as_bool()
                .is_none_or(|c| c == task.completed)
        })
        .filter(|task| fold(&task.title).contains(&query))
        .collect();
    tasks.sort_by(|a, b| a.due.cmp(&b.due).then_with(|| a.id.cmp(&b.id)));
    let tasks: Vec<Value> = tasks
        .into_iter()
        .skip(number("skip").unwrap_or(0))
        .take(number("limit").unwrap_or(25))
        .map(|task| {
            let mut record = task.view();
            record["_id"] = json!(task.id);
            record["locationId"] = json!(state.location.id);
            if let Ok(contact) = state.contact(&task.contact) {
                record["contactDetails"] =
                    json!({ "firstName": contact.first_name, "lastName": contact.last_name });
            }
            record
        })
        .collect();
    Ok(Reply::ok(json!({ "tasks": tasks, "traceId": trace() })))
}
