//! Pipelines of deals, with their stages.

use serde_json::{Value, json};

use crate::crm::{
    record::{list, only, text},
    records::{Pipeline, Record, Stage},
    rows::{Does, Endpoint, Method, Request},
};

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "list_pipelines",
    scopes: &["crm.objects.deals.read"],
    does: Does::Request(&LIST),
}];

pub(super) static LIST: Request = Request {
    method: Method::Get,
    path: "/crm/pipelines/2026-09/deals",
    version: None,
    reads: true,
    fields: &[],
    answer: "",
    // The vendor answers all of them.
    record: |answer, args| {
        let stage = |stage: &Value| {
            Some(Stage {
                id: text(stage, "/id")?,
                name: text(stage, "/label"),
            })
        };
        let mut pipelines = list(answer, "/results", |pipeline| {
            let stages = pipeline.get("stages")?.as_array()?;
            Pipeline {
                id: text(pipeline, "/id")?,
                name: text(pipeline, "/label"),
                stages: stages.iter().map(stage).collect::<Option<_>>()?,
            }
            .of(pipeline)
        })?;
        only(&mut pipelines, args, "pipeline");
        Some(json!({ "pipelines": pipelines }))
    },
};
