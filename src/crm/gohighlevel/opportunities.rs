//! Opportunities and pipelines.

use serde_json::{Value, json};

use super::JULY_2021;
use crate::crm::{
    convert,
    record::{amount, currency, deleted, first_text, limit, list, text, time},
    records::{Opportunity, Pipeline, Record, Stage},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const LARGEST_PAGE: u64 = 100;

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_opportunities",
        scopes: READ,
        does: Does::Request(&SEARCH),
    },
    Endpoint {
        operation: "get_opportunity",
        scopes: READ,
        does: Does::Request(&GET),
    },
    Endpoint {
        operation: "create_opportunity",
        scopes: WRITE,
        does: Does::Request(&CREATE),
    },
    Endpoint {
        operation: "move_opportunity_stage",
        scopes: WRITE,
        does: Does::Request(&MOVE),
    },
    Endpoint {
        operation: "update_opportunity",
        scopes: WRITE,
        does: Does::Request(&UPDATE),
    },
    Endpoint {
        operation: "delete_opportunity",
        scopes: WRITE,
        does: Does::Request(&DELETE),
    },
    Endpoint {
        operation: "list_pipelines",
        scopes: READ,
        does: Does::Request(&PIPELINES),
    },
];

const READ: &[&str] = &["opportunities.readonly"];
const WRITE: &[&str] = &["opportunities.write"];

// The one operation whose parameters are written with underscores.
static SEARCH: Request = Request {
    method: Method::Get,
    path: "/opportunities/search",
    version: JULY_2021,
    reads: true,
    fields: &[
        Field::location(Place::Query("location_id")),
        Field::query("query", "q").via(convert::text),
        Field::query("contact", "contact_id").via(convert::text),
        Field::query("pipeline", "pipeline_id").via(convert::text),
        Field::query("stage", "pipeline_stage_id").via(convert::text),
        Field::query("status", "status").via(status),
        Field::composed(Place::Query("limit"), |args| {
            Ok(Some(json!(limit(args, 20, LARGEST_PAGE))))
        }),
        Field::query("cursor", "page").via(page),
    ],
    answer: "",
    record: |answer, args| {
        let opportunities = list(answer, "/opportunities", |item| opportunity(item, args))?;
        let found = opportunities.len() as u64;
        let total = answer
            .pointer("/meta/total")
            .and_then(Value::as_u64)
            .unwrap_or(found);
        let page = text(args, "/cursor")
            .and_then(|page| page.parse().ok())
            .unwrap_or(1_u64);
        let mut record = json!({ "opportunities": opportunities, "total": total });
        if found > 0 && page * limit(args, 20, LARGEST_PAGE) < total {
            record["cursor"] = json!((page + 1).to_string());
        }
        Some(record)
    },
};

static GET: Request = Request {
    method: Method::Get,
    path: "/opportunities/{id}",
    version: JULY_2021,
    reads: true,
    fields: &[Field::path("opportunity", "id")],
    answer: "/opportunity",
    record: opportunity,
};

static CREATE: Request = Request {
    method: Method::Post,
    path: "/opportunities/",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::location(Place::Body("/locationId")),
        Field::body("title", "/name").required().via(convert::text),
        Field::body("contact", "/contactId")
            .required()
            .via(convert::text),
        Field::body("pipeline", "/pipelineId")
            .required()
            .via(convert::text),
        Field::body("stage", "/pipelineStageId")
            .required()
            .via(convert::text),
        Field::body("status", "/status")
            .via(status)
            .or(Fixed::Text("open")),
        Field::body("amount", "/monetaryValue").via(convert::amount),
    ],
    answer: "/opportunity",
    record: opportunity,
};

static MOVE: Request = Request {
    method: Method::Put,
    path: "/opportunities/{id}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("opportunity", "id"),
        Field::body("pipeline", "/pipelineId")
            .required()
            .via(convert::text),
        Field::body("stage", "/pipelineStageId")
            .required()
            .via(convert::text),
    ],
    answer: "/opportunity",
    record: opportunity,
};

static UPDATE: Request = Request {
    method: Method::Put,
    path: "/opportunities/{id}",
    version: JULY_2021,
    reads: false,
    fields: &[
        Field::path("opportunity", "id"),
        Field::body("title", "/name").via(convert::text),
        Field::body("amount", "/monetaryValue").via(convert::amount),
        Field::body("status", "/status").via(one_status),
    ],
    answer: "/opportunity",
    record: opportunity,
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: "/opportunities/{id}",
    version: JULY_2021,
    reads: false,
    fields: &[Field::path("opportunity", "id")],
    answer: "",
    record: |_, args| deleted(args, "opportunity"),
};

static PIPELINES: Request = Request {
    method: Method::Get,
    path: "/opportunities/pipelines",
    version: JULY_2021,
    reads: true,
    fields: &[Field::location(Place::Query("locationId"))],
    answer: "",
    record: |answer, _| {
        let stage = |stage: &Value| {
            Some(Stage {
                id: text(stage, "/id")?,
                name: text(stage, "/name"),
            })
        };
        let pipelines = list(answer, "/pipelines", |pipeline| {
            let stages = pipeline.get("stages")?.as_array()?;
            Pipeline {
                id: text(pipeline, "/id")?,
                name: text(pipeline, "/name"),
                stages: stages.iter().map(stage).collect::<Option<_>>()?,
            }
            .of(pipeline)
        })?;
        Some(json!({ "pipelines": pipelines }))
    },
};

fn status(status: &Value) -> Converted {
    match status.as_str() {
        Some("open" | "won" | "lost" | "abandoned" | "all") => Ok(Some(status.clone())),
        _ => Err("a status is open, won, lost, abandoned or all".into()),
    }
}

/// `all` asks for opportunities of any status; none has it.
fn one_status(wanted: &Value) -> Converted {
    if wanted == "all" {
        return Err("a status is open, won, lost or abandoned".into());
    }
    status(wanted)
}

fn page(cursor: &Value) -> Converted {
    let page = cursor
        .as_str()
        .and_then(|cursor| cursor.parse::<u64>().ok())
        .filter(|page| *page > 0);
    page.map(|page| Some(json!(page)))
        .ok_or_else(|| "this is not a cursor of an earlier page".into())
}

fn opportunity(item: &Value, asked: &Asked<'_>) -> Option<Value> {
    Opportunity {
        id: text(item, "/id")?,
        title: text(item, "/name"),
        amount: amount(item, "/monetaryValue"),
        currency: currency(None, asked.home),
        status: text(item, "/status"),
        contact: first_text(item, &["/contactId", "/contact/id"]),
        contact_name: text(item, "/contact/name"),
        pipeline: text(item, "/pipelineId"),
        stage: text(item, "/pipelineStageId"),
        created: time(item, "/createdAt"),
    }
    .of(item)
}
