//! Opportunities and pipelines.

use chrono::{DateTime, FixedOffset, TimeDelta};
use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::JULY_2021;
use crate::crm::{
    Error, Provider, convert,
    dated::Dated,
    line::Line,
    record::{amount, currency, deleted, first_text, items, limit, list, only, text, time},
    records::{Opportunity, Pipeline, Record, Stage},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const LARGEST_PAGE: u64 = 100;
/// How many pages are looked through for a period at most.
const MOST_PAGES: u64 = 20;

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_opportunities",
        scopes: READ,
        does: Does::Steps {
            calls: &[&SEARCH],
            preview: |args| vec![(&SEARCH, args.clone())],
            run: find,
        },
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
        Field::composed(Place::Query("date"), first_day),
        Field::composed(Place::Query("endDate"), last_day),
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
        let mut record = json!({ "opportunities": opportunities, "total": total });
        let page = number_of(args);
        if found > 0 && page * limit(args, 20, LARGEST_PAGE) < total {
            record["cursor"] = json!((page + 1).to_string());
        }
        Some(record)
    },
};

/// The vendor's days have no zone, and it cannot be asked when a status changed: so a period is asked for with a day
/// more on both sides, and what lies in it is picked here, of all pages.
fn find<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let Some(period) = Period::of(args)? else {
            return line.call(&SEARCH, args).await;
        };
        let mut asked = args.clone();
        asked["limit"] = json!(LARGEST_PAGE);
        let mut found = Vec::new();
        for page in 1..=MOST_PAGES {
            asked["cursor"] = json!(page.to_string());
            let mut answer = line.call(&SEARCH, &asked).await?;
            let deals = items(answer["opportunities"].take());
            found.extend(deals.into_iter().filter(|deal| period.holds(deal)));
            if answer["cursor"].is_null() {
                return Ok(one_page(found, args));
            }
        }
        Err(Error::invalid(
            "there are too many deals to pick those of a period: name a pipeline, a stage or a contact as well",
            "when",
        ))
    }
    .boxed()
}

/// The page of picked deals that the arguments ask for.
fn one_page(found: Vec<Value>, args: &Value) -> Value {
    let total = found.len() as u64;
    let most = limit(args, 20, LARGEST_PAGE * MOST_PAGES);
    let page = number_of(args);
    let before = most.saturating_mul(page - 1);
    let [skip, take] = [before, most].map(|count| usize::try_from(count).unwrap_or(usize::MAX));
    let deals: Vec<Value> = found.into_iter().skip(skip).take(take).collect();
    let mut record = json!({ "opportunities": deals, "total": total });
    if before.saturating_add(most) < total {
        record["cursor"] = json!((page + 1).to_string());
    }
    record
}

/// The number of the page that is asked for, from 1 on.
fn number_of(args: &Value) -> u64 {
    let cursor = text(args, "/cursor").and_then(|page| page.parse().ok());
    cursor.unwrap_or(1).max(1)
}

/// What lies in a period of deals.
struct Period {
    dated: Dated,
    start: Option<DateTime<FixedOffset>>,
    end: Option<DateTime<FixedOffset>>,
}

impl Period {
    /// `None` when the arguments name none, and any deal will do.
    fn of(args: &Value) -> Result<Option<Self>, Error> {
        let moment = |name| convert::moment_arg(args, name);
        let (start, end) = (moment("start")?, moment("end")?);
        let dated = Dated::of(args).map_err(|_| {
            Error::invalid("this should be created, closed or expected", "period_of")
        })?;
        if start.is_none() && end.is_none() && dated != Dated::Closed {
            return Ok(None);
        }
        if dated == Dated::Expected {
            return Err(Error::Unsupported {
                provider: Provider::GoHighLevel,
                operation: String::new(),
                instead: NOT_EXPECTED,
            });
        }
        Ok(Some(Self { dated, start, end }))
    }

    fn holds(&self, deal: &Value) -> bool {
        let name = match self.dated {
            Dated::Created => "created",
            Dated::Closed | Dated::Expected => "closed",
        };
        let at = convert::moment(deal, name).ok().flatten();
        at.is_some_and(|at| {
            self.start.is_none_or(|start| at >= start) && self.end.is_none_or(|end| at < end)
        })
    }
}

const NOT_EXPECTED: &str = "GoHighLevel does not tell other programs when a deal is expected to close: ask for your open deals, or for those created in a period, instead.";

/// The vendor's day before the period begins, when that is about the creation. A deal that was won in it may be older.
fn first_day(args: &Value) -> Converted {
    match Dated::of(args)? {
        Dated::Created => Ok(vendor_day(convert::moment(args, "start")?, -1)),
        // What is asked for by an expected date is refused before.
        Dated::Closed | Dated::Expected => Ok(None),
    }
}

/// The vendor's day after the period ends: what was created later was not won in it either.
fn last_day(args: &Value) -> Converted {
    Ok(vendor_day(convert::moment(args, "end")?, 1))
}

fn vendor_day(at: Option<DateTime<FixedOffset>>, days: i64) -> Option<Value> {
    let day = at?.to_utc().date_naive() + TimeDelta::days(days);
    Some(json!(day.format("%m-%d-%Y").to_string()))
}

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
    // The vendor answers all of them.
    record: |answer, args| {
        let stage = |stage: &Value| {
            Some(Stage {
                id: text(stage, "/id")?,
                name: text(stage, "/name"),
            })
        };
        let mut pipelines = list(answer, "/pipelines", |pipeline| {
            let stages = pipeline.get("stages")?.as_array()?;
            Pipeline {
                id: text(pipeline, "/id")?,
                name: text(pipeline, "/name"),
                stages: stages.iter().map(stage).collect::<Option<_>>()?,
            }
            .of(pipeline)
        })?;
        only(&mut pipelines, args, "pipeline");
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
        closed: time(item, "/lastStatusChangeAt").filter(|_| {
            let status = text(item, "/status");
            matches!(status.as_deref(), Some("won" | "lost" | "abandoned"))
        }),
    }
    .of(item)
}
