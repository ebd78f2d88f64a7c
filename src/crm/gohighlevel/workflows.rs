//! Workflows: which there are, and putting a contact into one or taking it out.

use serde_json::{Value, json};

use super::JULY_2021;
use crate::crm::{
    convert,
    record::{list, text},
    records::{Enrolled, Enrolment, Program, Record},
    rows::{Does, Endpoint, Field, Fixed, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_workflows",
        scopes: &["workflows.readonly"],
        does: Does::Request(&LIST),
    },
    Endpoint {
        operation: "add_to_workflow",
        scopes: &["contacts.write"],
        does: Does::Request(&ADD),
    },
    Endpoint {
        operation: "remove_from_workflow",
        scopes: &["contacts.write"],
        does: Does::Request(&REMOVE),
    },
];

static LIST: Request = Request {
    method: Method::Get,
    path: "/workflows/",
    version: JULY_2021,
    reads: true,
    fields: &[Field::location(Place::Query("locationId"))],
    answer: "",
    record: |answer, _| {
        let workflows = list(answer, "/workflows", |workflow| {
            Program {
                id: text(workflow, "/id")?,
                name: text(workflow, "/name"),
                status: text(workflow, "/status"),
            }
            .of(workflow)
        })?;
        Some(json!({ "workflows": workflows }))
    },
};

// A body is mandatory in both, if only `{}`.
static ADD: Request = Request {
    method: Method::Post,
    path: "/contacts/{contactId}/workflow/{workflowId}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("workflow", "workflowId"),
        Field::fixed(Place::Body(""), Fixed::Object),
        Field::body("start", "/eventStartTime").via(convert::instant),
    ],
    answer: "",
    record: |_, args| enrolled(args, true),
};

static REMOVE: Request = Request {
    method: Method::Delete,
    path: "/contacts/{contactId}/workflow/{workflowId}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("contact", "contactId"),
        Field::path("workflow", "workflowId"),
        Field::fixed(Place::Body(""), Fixed::Object),
    ],
    answer: "",
    record: |_, args| enrolled(args, false),
};

fn enrolled(args: &Value, enrolled: bool) -> Option<Value> {
    Enrolment {
        contact: text(args, "/contact")?,
        program: Enrolled::Workflow(text(args, "/workflow")?),
        enrolled,
    }
    .json()
}
