//! Opportunities and the pipelines they move through.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::ids;
use super::super::request::{Call, Reply};
use super::super::text::fold;
use super::check::{Field, Kind, may, must};
use super::custom_fields::{held, shown};
use super::record::{stamp, without_nulls};
use super::{Answer, JULY, Method, Row, State, fault, trace};

pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/opportunities/search", JULY, search).query(SEARCH),
    Row::reads(Method::Get, "/opportunities/pipelines", JULY, pipelines).query(LOCATION),
    Row::changes(Method::Post, "/opportunities/", JULY, create).body(CREATE),
    Row::reads(Method::Get, "/opportunities/{id}", JULY, read),
    Row::changes(Method::Put, "/opportunities/{id}", JULY, update).body(UPDATE),
    Row::changes(Method::Put, "/opportunities/{id}/status", JULY, set_status).body(STATUS),
    Row::changes(Method::Delete, "/opportunities/{id}", JULY, delete),
];

const STATUSES: Kind = Kind::OneOf(&["open", "won", "lost", "abandoned", "all"]);
const LOCATION: &[Field] = &[must("locationId", Kind::Text)];

const SEARCH: &[Field] = &[
    must("location_id", Kind::Text),
    may("q", Kind::Text),
    may("pipeline_id", Kind::Text),
    may("pipeline_stage_id", Kind::Text),
    may("contact_id", Kind::Text),
    may("status", STATUSES),
    may("assigned_to", Kind::Text),
    may("campaignId", Kind::Text),
    may("id", Kind::Text),
    may("order", Kind::Text),
    may("endDate", Kind::Text),
    may("startAfter", Kind::Text),
    may("startAfterId", Kind::Text),
    may("date", Kind::Text),
    may("country", Kind::Text),
    may("page", Kind::Whole(1, 100_000)),
    may("limit", Kind::Whole(1, 100)),
    may("getTasks", Kind::Flag),
    may("getNotes", Kind::Flag),
    may("getCalendarEvents", Kind::Flag),
];

const CREATE: &[Field] = &[
    must("pipelineId", Kind::Text),
    must("locationId", Kind::Text),
    must("name", Kind::Text),
    may("pipelineStageId", Kind::Text),
    must("status", STATUSES),
    must("contactId", Kind::Text),
    may("monetaryValue", Kind::Number),
    may("assignedTo", Kind::Text),
    may("customFields", Kind::List),
];

const UPDATE: &[Field] = &[
    may("pipelineId", Kind::Text),
    may("name", Kind::Text),
    may("pipelineStageId", Kind::Text),
    may("status", STATUSES),
    may("monetaryValue", Kind::Number),
    may("assignedTo", Kind::Text),
    may("customFields", Kind::List),
];

const STATUS: &[Field] = &[must("status", STATUSES), may("lostReasonId", Kind::Text)];

/// A row of stages.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Pipeline {
    pub id: String,
    pub name: String,
    pub stages: Vec<Stage>,
}

/// One step of a pipeline.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Stage {
    pub id: String,
    pub name: String,
}

/// A deal with a contact.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Opportunity {
    pub id: String,
    pub name: String,
    pub contact: String,
    pub pipeline: String,
    pub stage: String,
    /// `open`, `won`, `lost` or `abandoned`.
    pub status: String,
    /// In the location's currency, as a JSON number.
    pub value: Value,
    pub assigned_to: Option<String>,
    pub custom_fields: Value,
    pub created: DateTime<Utc>,
    pub updated: DateTime<Utc>,
    pub stage_changed: DateTime<Utc>,
    pub status_changed: DateTime<Utc>,
}

impl Opportunity {
    fn view(&self, state: &State) -> Value {
        let contact = state.contact(&self.contact).ok().map(|contact| {
            without_nulls(json!({
                "id": contact.id,
                "name": contact.name(),
                "companyName": contact.company,
                "email": contact.email,
                "phone": contact.phone,
                "tags": contact.tags,
            }))
        });
        without_nulls(json!({
            "id": self.id,
            "name": self.name,
            "monetaryValue": self.value,
            "pipelineId": self.pipeline,
            "pipelineStageId": self.stage,
            "assignedTo": self.assigned_to,
            "status": self.status,
            "source": "",
            "lastStatusChangeAt": stamp(self.status_changed),
            "lastStageChangeAt": stamp(self.stage_changed),
            "createdAt": stamp(self.created),
            "updatedAt": stamp(self.updated),
            "contactId": self.contact,
            "locationId": state.location.id,
            "contact": contact,
            "customFields": self.custom_fields,
            "followers": [],
        }))
    }

    fn take(&mut self, call: &Call, state: &State) -> Result<(), Reply> {
        let text = |name: &str| call.text(name).map(str::to_owned);
        self.name = text("name").unwrap_or_else(|| self.name.clone());
        self.assigned_to = text("assignedTo").or(self.assigned_to.take());
        if call.field("monetaryValue").is_number() {
            self.value = call.field("monetaryValue").clone();
        }
        if call.field("customFields").is_array() {
            let before = held(Some(&self.custom_fields));
            let values = state.custom_values(call, "opportunity", before)?;
            self.custom_fields = shown(&values, "fieldValue");
        }
        self.move_to(
            call.text("pipelineId"),
            call.text("pipelineStageId"),
            call.now,
            state,
        )?;
        if let Some(status) = call.text("status") {
            self.set_status(status, call.now);
        }
        self.updated = call.now;
        Ok(())
    }

    fn set_status(&mut self, status: &str, now: DateTime<Utc>) {
        // `all` is in the published list of statuses, though only a search can mean it.
        let status = if status == "all" { "open" } else { status };
        if self.status != status {
            status.clone_into(&mut self.status);
            self.status_changed = now;
        }
    }

    /// A stage must be one of the pipeline's; a new pipeline alone starts at its first stage.
    fn move_to(
        &mut self,
        pipeline: Option<&str>,
        stage: Option<&str>,
        now: DateTime<Utc>,
        state: &State,
    ) -> Result<(), Reply> {
        let wanted = pipeline.unwrap_or(&self.pipeline);
        let found = state
            .pipelines
            .iter()
            .find(|pipeline| pipeline.id == wanted);
        let Some(found) = found else {
            return Err(fault::unknown("Pipeline", wanted));
        };
        let stage = match stage {
            Some(stage) if found.stages.iter().any(|s| s.id == stage) => stage,
            Some(stage) => return Err(fault::unknown("Pipeline stage", stage)),
            None if found.id == self.pipeline => return Ok(()),
            None => found.stages.first().map_or("", |stage| stage.id.as_str()),
        };
        if self.stage != stage {
            self.stage_changed = now;
        }
        self.pipeline = found.id.clone();
        stage.clone_into(&mut self.stage);
        Ok(())
    }
}

fn position(call: &Call, state: &State) -> Result<usize, Reply> {
    let id = call.param("id");
    let found = state
        .opportunities
        .iter()
        .position(|opportunity| opportunity.id == id);
    found.ok_or_else(|| fault::unknown("Opportunity", id))
}

fn pipelines(_: &Call, state: &State) -> Answer {
    let pipelines: Vec<Value> = state
        .pipelines
        .iter()
        .map(|pipeline| {
            let stages: Vec<Value> = pipeline
                .stages
                .iter()
                .enumerate()
                .map(|(at, stage)| json!({ "id": stage.id, "name": stage.name, "position": at }))
                .collect();
            json!({
                "id": pipeline.id,
                "name": pipeline.name,
                "stages": stages,
                "showInFunnel": true,
                "showInPieChart": true,
                "locationId": state.location.id,
            })
        })
        .collect();
    Ok(Reply::ok(
        json!({ "pipelines": pipelines, "traceId": trace() }),
    ))
}

fn create(call: &Call, state: &mut State) -> Answer {
    let contact = state
        .contact(call.text("contactId").unwrap_or_default())?
        .id
        .clone();
    let now = call.now;
    let mut opportunity = Opportunity {
        id: ids::ghl(),
        name: String::new(),
        contact,
        pipeline: String::new(),
        stage: String::new(),
        status: "open".to_owned(),
        value: json!(0),
        assigned_to: None,
        custom_fields: json!([]),
        created: now,
        updated: now,
        stage_changed: now,
        status_changed: now,
    };
    opportunity.take(call, state)?;
    let record = opportunity.view(state);
    state.opportunities.push(opportunity);
    Ok(Reply::created(
        json!({ "opportunity": record, "traceId": trace() }),
    ))
}

fn read(call: &Call, state: &State) -> Answer {
    let opportunity = &state.opportunities[position(call, state)?];
    Ok(Reply::ok(
        json!({ "opportunity": opportunity.view(state), "traceId": trace() }),
    ))
}

fn update(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    let mut changed = state.opportunities[at].clone();
    changed.take(call, state)?;
    let record = changed.view(state);
    state.opportunities[at] = changed;
    Ok(Reply::ok(
        json!({ "opportunity": record, "traceId": trace() }),
    ))
}

fn set_status(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    state.opportunities[at].set_status(call.text("status").unwrap_or("open"), call.now);
    state.opportunities[at].updated = call.now;
    Ok(Reply::ok(json!({ "succeded": true, "traceId": trace() })))
}

fn delete(call: &Call, state: &mut State) -> Answer {
    let at = position(call, state)?;
    state.opportunities.remove(at);
    Ok(Reply::ok(json!({ "succeded": true, "traceId": trace() })))
}

/// Parameters are snake_case here, as the published description has them.
fn search(call: &Call, state: &State) -> Answer {
    let [from, until] = [day(call, "date")?, day(call, "endDate")?];
    let query = fold(call.query("q").unwrap_or_default().trim());
    let is = |name: &str, held: &str| call.query(name).is_none_or(|wanted| wanted == held);
    let status = |held: &str| call.query("status").is_none_or(|s| s == "all" || s == held);
    let mut found: Vec<&Opportunity> = state
        .opportunities
        .iter()
        .filter(|o| is("pipeline_id", &o.pipeline) && is("pipeline_stage_id", &o.stage))
        .filter(|o| is("contact_id", &o.contact) && is("id", &o.id) && status(&o.status))
        .filter(|o| is("assigned_to", o.assigned_to.as_deref().unwrap_or_default()))
        .filter(|o| from.is_none_or(|from| o.created >= from))
        .filter(|o| until.is_none_or(|until| o.created < until + TimeDelta::days(1)))
        .filter(|o| mentions(o, state, &query))
        .collect();
    found.sort_by(|a, b| b.created.cmp(&a.created).then_with(|| a.id.cmp(&b.id)));
    if call.query("order") == Some("added_asc") {
        found.reverse();
    }
    let number = |name: &str| call.query(name).and_then(|text| text.parse::<usize>().ok());
    let (page, limit, total) = (
        number("page").unwrap_or(1),
        number("limit").unwrap_or(20),
        found.len(),
    );
    let skip = match call.query("startAfterId") {
        Some(id) => found
            .iter()
            .position(|o| o.id == id)
            .map_or(total, |at| at + 1),
        None => (page - 1) * limit,
    };
    let shown: Vec<&Opportunity> = found.into_iter().skip(skip).take(limit).collect();
    let more = skip + shown.len() < total;
    let last = shown.last();
    let meta = without_nulls(json!({
        "total": total,
        "nextPage": more.then_some(page + 1),
        "currentPage": page,
        "prevPage": (page > 1).then(|| page - 1),
        "startAfter": last.map(|o| o.created.timestamp_millis()),
        "startAfterId": last.map(|o| &o.id),
    }));
    let opportunities: Vec<Value> = shown.into_iter().map(|o| o.view(state)).collect();
    let body = json!({
        "opportunities": opportunities, "meta": meta, "aggregations": {}, "traceId": trace(),
    });
    Ok(Reply::ok(body))
}

fn mentions(opportunity: &Opportunity, state: &State, query: &str) -> bool {
    let contact = state.contact(&opportunity.contact).ok();
    let name = contact.map(super::Contact::name);
    let texts = contact
        .map(|c| [&c.email, &c.phone, &c.company])
        .into_iter()
        .flatten()
        .flatten();
    texts
        .chain(&name)
        .chain([&opportunity.name])
        .any(|text| fold(text).contains(query))
}

/// A day as `mm-dd-yyyy`, at its midnight UTC.
fn day(call: &Call, name: &str) -> Result<Option<DateTime<Utc>>, Reply> {
    let Some(text) = call.query(name) else {
        return Ok(None);
    };
    match NaiveDate::parse_from_str(text, "%m-%d-%Y") {
        Ok(date) => Ok(Some(date.and_time(NaiveTime::MIN).and_utc())),
        Err(_) => Err(fault::unprocessable(vec![format!(
            "{name} must be in mm-dd-yyyy format"
        )])),
    }
}
