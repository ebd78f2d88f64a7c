//! Opportunities, which are deals here. Open, won and lost are not a field but follow from the stage.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};

use super::pieces::{
    AFTER, ASSOCIATED, DEAL_TO_CONTACT, LIMIT, add_contacts, all_of, bound, filter, first_contacts,
    found_ids, page, property, with_contact,
};
use crate::crm::{
    Error, convert,
    dated::Dated,
    line::Line,
    record::{amount, currency, deleted, text, time},
    records::{Opportunity, Record},
    rows::{Asked, Converted, Does, Endpoint, Field, Fixed, Method, Place, Refusal, Request},
};

const READ: &[&str] = &["crm.objects.deals.read", "crm.objects.contacts.read"];
const WRITE: &[&str] = &["crm.objects.deals.write"];
const PROPERTIES: Fixed = Fixed::List(&[
    "dealname",
    "amount",
    "deal_currency_code",
    "pipeline",
    "dealstage",
    "hs_is_closed",
    "hs_is_closed_won",
    "createdate",
    "closedate",
]);

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "list_opportunities",
        scopes: READ,
        does: Does::Steps {
            calls: &[&SEARCH, &CONTACTS],
            preview: |args| {
                let search = (&SEARCH, args.clone());
                let contacts = text(args, "/contact")
                    .is_none()
                    .then(|| (&CONTACTS, found_ids("dealId")));
                std::iter::once(search).chain(contacts).collect()
            },
            run: find,
        },
    },
    Endpoint {
        operation: "get_opportunity",
        scopes: READ,
        does: Does::Steps {
            calls: &[&GET, &CONTACTS],
            preview: |args| {
                vec![
                    (&GET, args.clone()),
                    (&CONTACTS, json!({ "ids": [args["opportunity"]] })),
                ]
            },
            run: get,
        },
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
        operation: "delete_opportunity",
        scopes: WRITE,
        does: Does::Request(&DELETE),
    },
];

static SEARCH: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/deals/search",
    version: None,
    reads: true,
    fields: &[
        Field::body("query", "/query").via(convert::text),
        Field::composed(Place::Body("/filterGroups"), filters),
        Field::fixed(Place::Body("/sorts"), Fixed::List(&["-createdate"])),
        Field::fixed(Place::Body("/properties"), PROPERTIES),
        LIMIT,
        AFTER,
    ],
    answer: "",
    record: |answer, args| page(answer, "opportunities", |item| deal(item, args)),
};

pub(super) static GET: Request = Request {
    method: Method::Get,
    path: "/crm/objects/2026-09/deals/{objectId}",
    version: None,
    reads: true,
    fields: &[
        Field::path("opportunity", "objectId"),
        Field::fixed(Place::Query("properties"), PROPERTIES),
    ],
    answer: "",
    record: deal,
};

static CONTACTS: Request = Request {
    method: Method::Post,
    path: "/crm/associations/2026-09/deals/contacts/batch/read",
    version: None,
    reads: true,
    fields: ASSOCIATED,
    answer: "",
    record: first_contacts,
};

static CREATE: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/deals",
    version: None,
    reads: false,
    fields: &[
        Field::body("title", "/properties/dealname")
            .required()
            .via(convert::text),
        Field::body("pipeline", "/properties/pipeline")
            .required()
            .via(convert::text),
        Field::body("stage", "/properties/dealstage")
            .required()
            .via(convert::text),
        Field::body("amount", "/properties/amount").via(convert::amount_text),
        Field::body("contact", "/associations")
            .via(with_contact::<DEAL_TO_CONTACT>)
            .or(Fixed::List(&[])),
        Field::body("status", "/properties/dealstage").via(only_open),
    ],
    answer: "",
    record: deal,
};

static MOVE: Request = Request {
    method: Method::Patch,
    path: "/crm/objects/2026-09/deals/{objectId}",
    version: None,
    reads: false,
    fields: &[
        Field::path("opportunity", "objectId"),
        Field::body("pipeline", "/properties/pipeline")
            .required()
            .via(convert::text),
        Field::body("stage", "/properties/dealstage")
            .required()
            .via(convert::text),
    ],
    answer: "",
    record: deal,
};

static DELETE: Request = Request {
    method: Method::Delete,
    path: "/crm/objects/2026-09/deals/{objectId}",
    version: None,
    reads: false,
    fields: &[Field::path("opportunity", "objectId")],
    answer: "",
    record: |_, args| deleted(args, "opportunity"),
};

const STAGES: Refusal = Refusal::Unsupported(
    "In HubSpot won and lost are stages of the pipeline, and there is no abandoned: name the stage instead.",
);

/// Adds nothing: a new deal is open, unless its stage says otherwise.
fn only_open(status: &Value) -> Converted {
    if status == "open" {
        Ok(None)
    } else {
        Err(STAGES)
    }
}

fn filters(args: &Value) -> Converted {
    let mut all = Vec::new();
    for (name, property) in [
        ("contact", "associations.contact"),
        ("pipeline", "pipeline"),
        ("stage", "dealstage"),
    ] {
        if let Some(id) = text(args, &format!("/{name}")) {
            all.push(filter(property, "EQ", &id));
        }
    }
    match text(args, "/status").as_deref() {
        Some("open") => all.push(filter("hs_is_closed", "EQ", "false")),
        Some("won") => all.push(filter("hs_is_closed_won", "EQ", "true")),
        Some("lost") => {
            all.push(filter("hs_is_closed", "EQ", "true"));
            all.push(filter("hs_is_closed_won", "EQ", "false"));
        }
        None | Some("all") => {}
        Some(_) => return Err(STAGES),
    }
    all.extend(period(args)?);
    Ok(Some(all_of(all)))
}

/// The conditions of a period. One for both ends, because a search takes six conditions at most.
fn period(args: &Value) -> Result<Vec<Value>, Refusal> {
    let (start, end) = (
        convert::moment(args, "start")?,
        convert::moment(args, "end")?,
    );
    let dated = Dated::of(args)?;
    let property = match dated {
        Dated::Created => "createdate",
        Dated::Closed | Dated::Expected => "closedate",
    };
    let mut all = match (start, end) {
        (None, None) => Vec::new(),
        (Some(start), Some(end)) => {
            // Both ends of BETWEEN count.
            let last = (end.timestamp_millis() - 1).to_string();
            let mut both = filter(property, "BETWEEN", &start.timestamp_millis().to_string());
            both["highValue"] = json!(last);
            vec![both]
        }
        (Some(_), None) => bound(args, "start", property, "GTE")?.into_iter().collect(),
        (None, Some(_)) => bound(args, "end", property, "LT")?.into_iter().collect(),
    };
    match (dated, text(args, "/status").as_deref()) {
        (Dated::Created, _) | (Dated::Closed, Some("won" | "lost")) | (Dated::Expected, Some("open")) => {}
        (Dated::Closed, None | Some("all")) => all.push(filter("hs_is_closed", "EQ", "true")),
        (Dated::Expected, None | Some("all")) => all.push(filter("hs_is_closed", "EQ", "false")),
        // One property holds both days.
        (Dated::Closed, _) => return Err("an open deal has no day on which it closed: leave status out, or ask for the expected day".into()),
        (Dated::Expected, _) => return Err("a deal that is closed is not expected to close: leave status out, or ask for the day it closed".into()),
    }
    Ok(all)
}

/// A search, and the contacts of what it found unless one was asked for.
fn find<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let mut page = line.call(&SEARCH, args).await?;
        if let Some(deals) = page["opportunities"]
            .as_array_mut()
            .filter(|_| text(args, "/contact").is_none())
        {
            add_contacts(line, &CONTACTS, deals).await?;
        }
        Ok(page)
    }
    .boxed()
}

fn get<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let mut deal = line.call(&GET, args).await?;
        add_contacts(line, &CONTACTS, std::slice::from_mut(&mut deal)).await?;
        Ok(deal)
    }
    .boxed()
}

pub(super) fn deal(item: &Value, args: &Asked<'_>) -> Option<Value> {
    Opportunity {
        id: text(item, "/id")?,
        title: property(item, "dealname"),
        amount: amount(item, "/properties/amount"),
        currency: currency(property(item, "deal_currency_code"), args.home),
        status: status(item).map(str::to_owned),
        contact: text(args, "/contact"),
        contact_name: None,
        pipeline: property(item, "pipeline"),
        stage: property(item, "dealstage"),
        created: time(item, "/properties/createdate").or_else(|| time(item, "/createdAt")),
        // While a deal is open, the same property is the day on which it is expected to close.
        closed: time(item, "/properties/closedate")
            .filter(|_| matches!(status(item), Some("won" | "lost"))),
    }
    .of(item)
}

/// `null` where the answer does not tell, as after a change of an account's own stage.
fn status(item: &Value) -> Option<&'static str> {
    let flag = |name| property(item, name);
    match (
        flag("hs_is_closed_won").as_deref(),
        flag("hs_is_closed").as_deref(),
    ) {
        (Some("true"), _) => Some("won"),
        (_, Some("true")) => Some("lost"),
        (_, Some("false")) => Some("open"),
        // The two that every account has from the start.
        _ => match property(item, "dealstage").as_deref() {
            Some("closedwon") => Some("won"),
            Some("closedlost") => Some("lost"),
            _ => None,
        },
    }
}
