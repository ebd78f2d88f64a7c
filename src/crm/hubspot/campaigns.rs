//! Marketing campaigns. They group pages, e-mails and adverts; contacts are no part of them.

use super::pieces::{page, property};
use crate::crm::{
    record::text,
    records::{Program, Record},
    rows::{Does, Endpoint, Field, Fixed, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[Endpoint {
    operation: "list_campaigns",
    scopes: &["marketing.campaigns.read"],
    does: Does::Request(&LIST),
}];

// Without naming properties the answer has none.
static LIST: Request = Request {
    method: Method::Get,
    path: "/marketing/campaigns/2026-09",
    version: None,
    reads: true,
    fields: &[
        Field::fixed(Place::Query("limit"), Fixed::Number(100)),
        Field::fixed(
            Place::Query("properties"),
            Fixed::List(&["hs_name", "hs_campaign_status"]),
        ),
    ],
    answer: "",
    record: |answer, _| {
        page(answer, "campaigns", |campaign| {
            Program {
                id: text(campaign, "/id")?,
                name: property(campaign, "hs_name"),
                status: property(campaign, "hs_campaign_status"),
            }
            .of(campaign)
        })
    },
};
