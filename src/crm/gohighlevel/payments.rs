//! Orders and payments. They can be read only.

use serde_json::{Value, json};

use super::JULY_2021;
use crate::crm::{
    convert,
    record::{amount, currency, first_text, limit, list, text, time},
    records::{Order, OrderItem, Record, Transaction},
    rows::{Converted, Does, Endpoint, Field, Fixed, Method, Place, Request},
};

const LARGEST_PAGE: u64 = 100;

pub(super) static ROWS: &[Endpoint] = &[
    Endpoint {
        operation: "get_order",
        scopes: &["payments/orders.readonly"],
        does: Does::Request(&ORDER),
    },
    Endpoint {
        operation: "list_transactions",
        scopes: &["payments/transactions.readonly"],
        does: Does::Request(&TRANSACTIONS),
    },
];

static ORDER: Request = Request {
    method: Method::Get,
    path: "/payments/orders/{orderId}",
    version: JULY_2021,
    reads: true,
    fields: &[
        Field::path("order", "orderId"),
        Field::location(Place::Query("altId")),
    ],
    answer: "",
    record: |order, args| {
        let items = order.get("items").and_then(Value::as_array);
        let items = items.into_iter().flatten();
        Order {
            id: first_text(order, &["/_id", "/id"])?,
            status: text(order, "/status"),
            amount: amount(order, "/amount"),
            currency: currency(text(order, "/currency"), args.home),
            contact: first_text(order, &["/contactId", "/contactSnapshot/id"]),
            created: time(order, "/createdAt"),
            items: Some(items.map(item).collect()),
        }
        .of(order)
    },
};

static TRANSACTIONS: Request = Request {
    method: Method::Get,
    path: "/payments/transactions",
    version: JULY_2021,
    reads: true,
    fields: &[
        Field::location(Place::Query("altId")),
        Field::fixed(Place::Query("altType"), Fixed::Text("location")),
        Field::query("start", "startAt").via(convert::day),
        Field::query("end", "endAt").via(convert::last_day),
        Field::query("contact", "contactId").via(convert::text),
        Field::composed(Place::Query("limit"), |args| {
            Ok(Some(json!(limit(args, 20, LARGEST_PAGE))))
        }),
        Field::query("cursor", "offset")
            .via(offset)
            .or(Fixed::Number(0)),
    ],
    answer: "",
    record: |answer, args| {
        let transactions = list(answer, "/data", |item| {
            Transaction {
                id: first_text(item, &["/_id", "/id"])?,
                amount: amount(item, "/amount"),
                currency: currency(text(item, "/currency"), args.home),
                status: text(item, "/status"),
                contact: text(item, "/contactId"),
                contact_name: text(item, "/contactName"),
                created: time(item, "/createdAt"),
            }
            .of(item)
        })?;
        let before: u64 = text(args, "/cursor").map_or(Some(0), |cursor| cursor.parse().ok())?;
        let next = before + transactions.len() as u64;
        let total = answer
            .get("totalCount")
            .and_then(Value::as_u64)
            .unwrap_or(next);
        let mut page = json!({ "transactions": transactions, "total": total });
        if next < total && next > before {
            page["cursor"] = json!(next.to_string());
        }
        Some(page)
    },
};

fn offset(cursor: &Value) -> Converted {
    let offset = cursor
        .as_str()
        .and_then(|cursor| cursor.parse::<u64>().ok());
    offset
        .map(|offset| Some(json!(offset)))
        .ok_or_else(|| "this is not a cursor of an earlier page".into())
}

/// One line of an order.
fn item(item: &Value) -> OrderItem {
    OrderItem {
        name: first_text(item, &["", "/name", "/product/name"]),
        quantity: first_text(item, &["/qty", "/quantity"]),
        amount: amount(item, "/price/amount").or_else(|| amount(item, "/amount")),
    }
}
