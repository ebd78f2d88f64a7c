//! Workflows. The vendor enrols contacts by e-mail address, and only in workflows about contacts.

use futures_util::FutureExt;
use serde_json::{Value, json};

use super::contacts;
use crate::crm::{
    Error, Provider,
    line::Line,
    record::{list, text},
    records::{Enrolled, Enrolment, Program, Record},
    rows::{Does, Endpoint, Field, Fixed, Method, Place, Refusal, Request},
};

const SCOPES: &[&str] = &["automation", "crm.objects.contacts.read"];

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_workflows",
        scopes: &["automation"],
        does: Does::Request(&LIST),
    },
    Endpoint {
        operation: "add_to_workflow",
        scopes: SCOPES,
        does: Does::Steps {
            calls: &[&contacts::GET, &ADD],
            preview: |args| by_email(&ADD, args),
            run: |line, args| enrol(line, &ADD, args).boxed(),
        },
    },
    Endpoint {
        operation: "remove_from_workflow",
        scopes: SCOPES,
        does: Does::Steps {
            calls: &[&contacts::GET, &REMOVE],
            preview: |args| by_email(&REMOVE, args),
            run: |line, args| enrol(line, &REMOVE, args).boxed(),
        },
    },
];

// The older version, because the one named by date is a beta still.
static LIST: Request = Request {
    method: Method::Get,
    path: "/automation/v4/flows",
    version: None,
    reads: true,
    fields: &[Field::fixed(Place::Query("limit"), Fixed::Number(100))],
    answer: "",
    record: |answer, _| {
        let mut workflows = list(answer, "/results", |flow| {
            let enabled = flow.get("isEnabled").and_then(Value::as_bool);
            let status = if enabled.unwrap_or(false) {
                "published"
            } else {
                "draft"
            };
            Program {
                id: text(flow, "/id")?,
                name: text(flow, "/name"),
                status: Some(status.to_owned()),
            }
            .of(flow)
        })?;
        // Those about companies or deals take no contacts.
        workflows
            .retain(|flow| text(flow, "/vendor/objectTypeId").is_none_or(|kind| kind == "0-1"));
        Some(json!({ "workflows": workflows }))
    },
};

const ENROLMENT: &str = "/automation/v2/workflows/{workflowId}/enrollments/contacts/{email}";
const BY_EMAIL: &[Field] = &[
    Field::path("workflow", "workflowId"),
    Field::path("email", "email"),
    // Only refuses.
    Field::query("start", "start").via(|_| Err(Refusal::Unsupported(NO_START))),
];
const NO_START: &str = "HubSpot has no start time for a workflow; put the contact into it when it should begin instead.";

static ADD: Request = Request {
    method: Method::Post,
    path: ENROLMENT,
    version: None,
    reads: false,
    fields: BY_EMAIL,
    answer: "",
    record: |_, args| enrolled(args, true),
};

static REMOVE: Request = Request {
    method: Method::Delete,
    path: ENROLMENT,
    version: None,
    reads: false,
    fields: BY_EMAIL,
    answer: "",
    record: |_, args| enrolled(args, false),
};

fn by_email(request: &'static Request, args: &Value) -> Vec<(&'static Request, Value)> {
    let mut asked = args.clone();
    asked["email"] = json!("{email}");
    vec![(&contacts::GET, args.clone()), (request, asked)]
}

async fn enrol(line: &Line, request: &Request, args: &Value) -> Result<Value, Error> {
    if args.get("start").is_some_and(|start| !start.is_null()) {
        return Err(Error::Unsupported {
            provider: Provider::HubSpot,
            operation: String::new(),
            instead: NO_START,
        });
    }
    let contact = line.call(&contacts::GET, args).await?;
    let mut asked = args.clone();
    asked["email"] = json!(text(&contact, "/email").ok_or_else(no_email)?);
    line.call(request, &asked).await
}

fn no_email() -> Error {
    Error::Conflict {
        message: "HubSpot finds contacts in workflows by their e-mail address, and this contact has none: add one first"
            .to_owned(),
    }
}

fn enrolled(args: &Value, enrolled: bool) -> Option<Value> {
    Enrolment {
        contact: text(args, "/contact")?,
        program: Enrolled::Workflow(text(args, "/workflow")?),
        enrolled,
    }
    .json()
}
