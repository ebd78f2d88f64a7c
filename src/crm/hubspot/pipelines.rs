//! Pipelines of deals, with their stages.

use serde_json::{Value, json};

use crate::crm::{
    record::{list, text},
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
    record: |answer, _| {
        let named =
            |item: &Value| Some(json!({ "id": text(item, "/id")?, "name": text(item, "/label") }));
        let pipelines = list(answer, "/results", |pipeline| {
            let mut record = named(pipeline)?;
            record["stages"] = json!(list(pipeline, "/stages", named)?);
            record["vendor"] = pipeline.clone();
            Some(record)
        })?;
        Some(json!({ "pipelines": pipelines }))
    },
};
