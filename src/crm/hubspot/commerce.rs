//! Orders and payments. Only accounts that sell through the vendor have any.

use futures_util::{FutureExt, future::BoxFuture};
use serde_json::Value;

use super::pieces::{
    AFTER, ASSOCIATED, LIMIT, add_contacts, all_of, bound, filter, first_contacts, found_ids, page,
    property,
};
use crate::crm::{
    Error,
    line::Line,
    record::{amount, currency, text, time},
    records::{Order, Record, Transaction},
    rows::{Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "get_order",
        scopes: &["crm.objects.orders.read"],
        does: Does::Request(&ORDER),
    },
    Endpoint {
        operation: "list_transactions",
        scopes: &[
            "crm.objects.commercepayments.read",
            "crm.objects.contacts.read",
        ],
        does: Does::Steps {
            calls: &[&PAYMENTS, &CONTACTS],
            preview: |args| {
                let search = (&PAYMENTS, args.clone());
                let contacts = text(args, "/contact")
                    .is_none()
                    .then(|| (&CONTACTS, found_ids("paymentId")));
                std::iter::once(search).chain(contacts).collect()
            },
            run: find,
        },
    },
];

static ORDER: Request = Request {
    method: Method::Get,
    path: "/crm/objects/2026-09/orders/{objectId}",
    version: None,
    reads: true,
    fields: &[
        Field::path("order", "objectId"),
        Field::fixed(
            Place::Query("properties"),
            Fixed::List(&[
                "hs_order_name",
                "hs_external_order_status",
                "hs_payment_status",
                "hs_total_price",
                "hs_currency_code",
                "hs_createdate",
            ]),
        ),
        Field::fixed(Place::Query("associations"), Fixed::List(&["contacts"])),
    ],
    answer: "",
    record: |order, args| {
        Order {
            id: text(order, "/id")?,
            status: property(order, "hs_external_order_status")
                .or_else(|| property(order, "hs_payment_status")),
            amount: amount(order, "/properties/hs_total_price"),
            currency: currency(property(order, "hs_currency_code"), args.home),
            contact: text(order, "/associations/contacts/results/0/id"),
            created: time(order, "/properties/hs_createdate").or_else(|| time(order, "/createdAt")),
            // The lines of an order are objects of their own.
            items: None,
        }
        .of(order)
    },
};

static PAYMENTS: Request = Request {
    method: Method::Post,
    path: "/crm/objects/2026-09/commerce_payments/search",
    version: None,
    reads: true,
    fields: &[
        Field::composed(Place::Body("/filterGroups"), filters),
        Field::fixed(Place::Body("/sorts"), Fixed::List(&["-hs_createdate"])),
        Field::fixed(
            Place::Body("/properties"),
            Fixed::List(&[
                "hs_initial_amount",
                "hs_latest_status",
                "hs_currency_code",
                "hs_createdate",
            ]),
        ),
        LIMIT,
        AFTER,
    ],
    answer: "",
    record: |answer, args| {
        page(answer, "transactions", |item| {
            Transaction {
                id: text(item, "/id")?,
                amount: amount(item, "/properties/hs_initial_amount"),
                currency: currency(property(item, "hs_currency_code"), args.home),
                status: property(item, "hs_latest_status"),
                contact: text(args, "/contact"),
                contact_name: None,
                created: time(item, "/properties/hs_createdate")
                    .or_else(|| time(item, "/createdAt")),
            }
            .of(item)
        })
    },
};

static CONTACTS: Request = Request {
    method: Method::Post,
    path: "/crm/associations/2026-09/commerce_payments/contacts/batch/read",
    version: None,
    reads: true,
    fields: ASSOCIATED,
    answer: "",
    record: first_contacts,
};

fn filters(args: &Value) -> Converted {
    let mut all = Vec::new();
    all.extend(bound(args, "start", "hs_createdate", "GTE")?);
    all.extend(bound(args, "end", "hs_createdate", "LT")?);
    if let Some(contact) = text(args, "/contact") {
        all.push(filter("associations.contact", "EQ", &contact));
    }
    Ok(Some(all_of(all)))
}

/// A search, and the contacts of what it found unless one was asked for.
fn find<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let mut page = line.call(&PAYMENTS, args).await?;
        if let Some(payments) = page["transactions"]
            .as_array_mut()
            .filter(|_| text(args, "/contact").is_none())
        {
            add_contacts(line, &CONTACTS, payments).await?;
        }
        Ok(page)
    }
    .boxed()
}
