//! Changes of a deal. Won and lost are the closed stages of its pipeline, so a status becomes a stage.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::{deals, pipelines};
use crate::crm::{
    Error, Provider, convert,
    line::Line,
    record::text,
    rows::{Converted, Does, Endpoint, Field, Fixed, Method, Place, Refusal, Request},
};

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "update_opportunity",
    scopes: &["crm.objects.deals.read", "crm.objects.deals.write"],
    does: Does::Steps {
        calls: &[&deals::GET, &pipelines::LIST, &UPDATE],
        preview,
        run: update,
    },
}];

static UPDATE: Request = Request {
    method: Method::Patch,
    path: "/crm/objects/2026-09/deals/{objectId}",
    version: None,
    reads: false,
    fields: &[
        Field::path("opportunity", "objectId"),
        Field::fixed(Place::Body("/properties"), Fixed::Object),
        Field::body("title", "/properties/dealname").via(convert::text),
        Field::body("amount", "/properties/amount").via(convert::amount_text),
        Field::body("stage", "/properties/dealstage").via(convert::text),
        // Only refuses; what it means is in the stage.
        Field::body("status", "/properties/dealstage").via(known),
    ],
    answer: "",
    record: deals::deal,
};

const NO_ABANDONED: &str = "HubSpot has no abandoned deals; mark the deal as lost instead.";
const NO_REOPENING: &str =
    "HubSpot reopens a deal by its stage; move it to one of the open stages instead.";

fn known(status: &Value) -> Converted {
    match status.as_str() {
        Some("open" | "won" | "lost") => Ok(None),
        Some("abandoned") => Err(Refusal::Unsupported(NO_ABANDONED)),
        _ => Err("a status is open, won or lost".into()),
    }
}

fn preview(args: &Value) -> Vec<(&'static Request, Value)> {
    match text(args, "/status").as_deref() {
        Some("won" | "lost") => {
            let mut asked = args.clone();
            asked["stage"] = json!("{stageId}");
            vec![
                (&deals::GET, args.clone()),
                (&pipelines::LIST, args.clone()),
                (&UPDATE, asked),
            ]
        }
        Some("open") => vec![(&deals::GET, args.clone()), (&UPDATE, without_stage(args))],
        _ => vec![(&UPDATE, without_stage(args))],
    }
}

/// A stage is none of the arguments of this operation; it follows from the status.
fn without_stage(args: &Value) -> Value {
    let mut asked = args.clone();
    asked["stage"] = Value::Null;
    asked
}

fn update<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let mut asked = without_stage(args);
        match text(args, "/status").as_deref() {
            Some(status @ ("won" | "lost")) => {
                let deal = line.call(&deals::GET, args).await?;
                if deal["status"] != status {
                    let pipelines = line.call(&pipelines::LIST, args).await?;
                    let stage = closed_stage(&pipelines, &deal["pipeline"], status);
                    asked["stage"] = json!(stage.ok_or_else(|| no_stage(status))?);
                }
            }
            Some("open") => {
                let deal = line.call(&deals::GET, args).await?;
                if matches!(deal["status"].as_str(), Some("won" | "lost")) {
                    return Err(unsupported(NO_REOPENING));
                }
            }
            _ => {}
        }
        let mut record = line.call(&UPDATE, &asked).await?;
        if let Some(status) = text(args, "/status") {
            record["status"] = json!(status);
        }
        Ok(record)
    }
    .boxed()
}

/// The first stage of the pipeline that closes a deal with this result: its probability is 1 for won and 0 for lost.
fn closed_stage(pipelines: &Value, pipeline: &Value, status: &str) -> Option<String> {
    let probability = if status == "won" { 1.0 } else { 0.0 };
    let pipeline = pipelines["pipelines"]
        .as_array()?
        .iter()
        .find(|one| one["id"] == *pipeline)?;
    let mut stages: Vec<&Value> = pipeline["vendor"]["stages"].as_array()?.iter().collect();
    stages.sort_by_key(|stage| stage["displayOrder"].as_i64().unwrap_or(i64::MAX));
    let fits = |stage: &&&Value| {
        let flag = |name: &str| text(stage, &format!("/metadata/{name}"));
        let chance: Option<f64> = flag("probability").and_then(|chance| chance.parse().ok());
        flag("isClosed").as_deref() == Some("true")
            && chance.is_some_and(|chance| (chance - probability).abs() < f64::EPSILON)
    };
    stages
        .iter()
        .find(fits)
        .and_then(|stage| text(stage, "/id"))
}

fn no_stage(status: &str) -> Error {
    unsupported(if status == "won" {
        "HubSpot has no stage for won deals in this pipeline; move the deal to a stage by its name instead."
    } else {
        "HubSpot has no stage for lost deals in this pipeline; move the deal to a stage by its name instead."
    })
}

fn unsupported(instead: &'static str) -> Error {
    Error::Unsupported {
        provider: Provider::HubSpot,
        operation: String::new(),
        instead,
    }
}
