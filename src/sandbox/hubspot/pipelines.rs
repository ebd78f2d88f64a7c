//! Pipelines of deals. Open, won and lost are properties of the stage, not of the deal.

use axum::routing::MethodFilter;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::fault::Detail;
use super::properties::stamp;
use super::records::{Kind, Record};
use super::{Answer, Row, State, fault};

pub(super) const ROWS: &[Row] = &[Row::reads(
    MethodFilter::GET,
    "/crm/pipelines/2026-09/{objectType}",
    list,
)];

/// A row of stages.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Pipeline {
    pub id: String,
    pub label: String,
    pub stages: Vec<Stage>,
    pub created: DateTime<Utc>,
}

/// One step of a pipeline.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Stage {
    pub id: String,
    pub label: String,
    /// Some(true) closes a deal as won, Some(false) as lost.
    pub closes: Option<bool>,
    /// Of winning, `0.0` to `1.0`.
    pub probability: String,
}

/// Account tickets have no pipelines of their own here.
fn list(call: &Call, state: &State) -> Answer {
    let pipelines = match call.param("objectType") {
        "deals" => state.pipelines.as_slice(),
        "tickets" => &[],
        other => {
            return Err(fault::invalid(format!(
                "Unable to infer object type from: {other}"
            )));
        }
    };
    let results: Vec<Value> = pipelines
        .iter()
        .enumerate()
        .map(|(at, pipeline)| {
            let stages: Vec<Value> = pipeline
                .stages
                .iter()
                .enumerate()
                .map(|(at, stage)| {
                    json!({
                        "id": stage.id,
                        "label": stage.label,
                        "displayOrder": at,
                        "metadata": {
                            "isClosed": stage.closes.is_some().to_string(),
                            "probability": stage.probability,
                        },
                        "archived": false,
                        "createdAt": stamp(pipeline.created),
                        "updatedAt": stamp(pipeline.created),
                    })
                })
                .collect();
            json!({
                "id": pipeline.id,
                "label": pipeline.label,
                "displayOrder": at,
                "stages": stages,
                "archived": false,
                "createdAt": stamp(pipeline.created),
                "updatedAt": stamp(pipeline.created),
            })
        })
        .collect();
    Ok(Reply::ok(json!({ "results": results })))
}

/// Refuses a deal outside its pipeline, and works out whether it is closed.
/// One that is closed now, and was not before, is closed at the moment given.
pub(super) fn settle(
    deal: &mut Record,
    state: &State,
    closes_at: Option<DateTime<Utc>>,
) -> Result<(), Reply> {
    if deal.kind != Kind::Deals {
        return Ok(());
    }
    let value = |name: &str| deal.values.get(name).cloned().unwrap_or_default();
    let (pipeline, stage) = (value("pipeline"), value("dealstage"));
    let wrong = |property: &str, value: &str| {
        Err(fault::invalid_values(&[Detail {
            message: format!("{value} was not one of the allowed options for {property}"),
            code: "INVALID_OPTION",
            property: property.to_owned(),
        }]))
    };
    let Some(found) = state.pipelines.iter().find(|p| p.id == pipeline) else {
        return wrong("pipeline", &pipeline);
    };
    let Some(stage) = found.stages.iter().find(|s| s.id == stage) else {
        return wrong("dealstage", &stage);
    };
    let closed = stage.closes;
    let was_closed = value("hs_is_closed") == "true";
    if let Some(at) = closes_at.filter(|_| closed.is_some() && !was_closed) {
        deal.values.insert("closedate".to_owned(), stamp(at));
    }
    deal.values
        .insert("hs_is_closed".to_owned(), closed.is_some().to_string());
    deal.values.insert(
        "hs_is_closed_won".to_owned(),
        (closed == Some(true)).to_string(),
    );
    Ok(())
}
