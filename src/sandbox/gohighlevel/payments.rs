//! Orders and the payments for them. Both can only be read.
//!
//! The location is `altId` here, and ids are `_id`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::request::{Call, Reply};
use super::super::text::fold;
use super::check::{Field, Kind, may, must};
use super::record::{stamp, without_nulls};
use super::{Answer, JULY, Method, Row, State, fault, trace};

pub(super) const ROWS: &[Row] = &[
    Row::reads(Method::Get, "/payments/orders/{orderId}", JULY, order).query(ORDER),
    Row::reads(Method::Get, "/payments/transactions", JULY, transactions).query(TRANSACTIONS),
    Row::reads(
        Method::Get,
        "/payments/transactions/{transactionId}",
        JULY,
        transaction,
    )
    .query(TRANSACTION),
];

/// The published list of one order lacks `altType`, which its neighbors insist on.
const ORDER: &[Field] = &[
    must("altId", Kind::Text),
    may("altType", Kind::OneOf(&["location"])),
    may("locationId", Kind::Text),
];

const TRANSACTION: &[Field] = &[
    must("altId", Kind::Text),
    must("altType", Kind::OneOf(&["location"])),
    may("locationId", Kind::Text),
];

const TRANSACTIONS: &[Field] = &[
    must("altId", Kind::Text),
    must("altType", Kind::OneOf(&["location"])),
    may("locationId", Kind::Text),
    may("paymentMode", Kind::OneOf(&["live", "test"])),
    may("startAt", Kind::Text),
    may("endAt", Kind::Text),
    may("entitySourceType", Kind::Text),
    may("entitySourceSubType", Kind::Text),
    may("search", Kind::Text),
    may("subscriptionId", Kind::Text),
    may("entityId", Kind::Text),
    may("contactId", Kind::Text),
    may("limit", Kind::Whole(1, 100)),
    may("offset", Kind::Whole(0, 1_000_000)),
];

/// Something a contact bought, with one line of one product, and its payment.
#[derive(Clone, Serialize, Deserialize)]
pub(in super::super) struct Order {
    pub id: String,
    pub transaction: String,
    pub contact: String,
    pub product: String,
    pub quantity: u32,
    /// In whole dollars, for one piece.
    pub price: u32,
    /// `completed` or `pending`; the payment `succeeded`, or it is `pending`.
    pub paid: bool,
    pub created: DateTime<Utc>,
}

impl Order {
    fn amount(&self) -> u32 {
        self.quantity * self.price
    }

    fn view(&self, state: &State) -> Value {
        let contact = state.contact(&self.contact).ok();
        let snapshot = contact.map(|contact| {
            without_nulls(json!({
                "id": contact.id,
                "firstName": contact.first_name,
                "lastName": contact.last_name,
                "email": contact.email,
                "phone": contact.phone,
            }))
        });
        without_nulls(json!({
            "_id": self.id,
            "altId": state.location.id,
            "altType": "location",
            "contactId": self.contact,
            "contactSnapshot": snapshot,
            "currency": "USD",
            "amount": self.amount(),
            "amountSummary": { "subtotal": self.amount(), "discount": 0 },
            "status": if self.paid { "completed" } else { "pending" },
            "liveMode": true,
            "fulfillmentStatus": if self.paid { "fulfilled" } else { "unfulfilled" },
            "source": { "type": "invoice", "id": self.transaction, "name": self.product },
            "items": [{ "name": self.product, "qty": self.quantity, "price": self.price }],
            "createdAt": stamp(self.created),
            "updatedAt": stamp(self.created),
            "traceId": trace(),
        }))
    }

    fn payment(&self, state: &State) -> Value {
        let contact = state.contact(&self.contact).ok();
        without_nulls(json!({
            "_id": self.transaction,
            "altId": state.location.id,
            "altType": "location",
            "contactId": self.contact,
            "contactName": contact.map(super::Contact::name),
            "contactEmail": contact.and_then(|contact| contact.email.clone()),
            "currency": "USD",
            "amount": self.amount(),
            "status": if self.paid { "succeeded" } else { "pending" },
            "liveMode": true,
            "entityType": "order",
            "entityId": self.id,
            "entitySourceType": "invoice",
            "entitySourceName": self.product,
            "entitySourceId": self.transaction,
            "paymentProviderType": "stripe",
            "amountRefunded": 0,
            "createdAt": stamp(self.created),
            "updatedAt": stamp(self.created),
            "fulfilledAt": stamp(self.created),
        }))
    }
}

fn order(call: &Call, state: &State) -> Answer {
    let id = call.param("orderId");
    let found = state.orders.iter().find(|order| order.id == id);
    let order = found.ok_or_else(|| fault::unknown("Order", id))?;
    Ok(Reply::ok(order.view(state)))
}

fn transaction(call: &Call, state: &State) -> Answer {
    let id = call.param("transactionId");
    let found = state.orders.iter().find(|order| order.transaction == id);
    let order = found.ok_or_else(|| fault::unknown("Transaction", id))?;
    let mut record = order.payment(state);
    record["traceId"] = json!(trace());
    Ok(Reply::ok(record))
}

/// A day of a query, in the location's zone.
fn day(call: &Call, name: &str) -> Result<Option<NaiveDate>, Reply> {
    let Some(text) = call.query(name).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    text.parse().map(Some).map_err(|_| {
        fault::unprocessable(vec![format!(
            "{name} must be a date of the form YYYY-MM-DD"
        )])
    })
}

/// Newest first; the last day of the range is in it.
fn transactions(call: &Call, state: &State) -> Answer {
    let (from, until) = (day(call, "startAt")?, day(call, "endAt")?);
    let zone = state.location.timezone;
    let on = |order: &Order| order.created.with_timezone(&zone).date_naive();
    let is = |name: &str, held: &str| call.query(name).is_none_or(|wanted| wanted == held);
    let search = fold(call.query("search").unwrap_or_default());
    let number = |name: &str| call.query(name).and_then(|text| text.parse().ok());
    let mentions = |order: &Order| {
        let name = state
            .contact(&order.contact)
            .map_or_else(|_| String::new(), super::Contact::name);
        fold(&name).contains(&search) || fold(&order.product).contains(&search)
    };
    let mut found: Vec<&Order> = state
        .orders
        .iter()
        .filter(|order| from.is_none_or(|from| on(order) >= from))
        .filter(|order| until.is_none_or(|until| on(order) <= until))
        .filter(|order| is("contactId", &order.contact) && is("entityId", &order.id))
        .filter(|_| is("paymentMode", "live") && is("entitySourceType", "invoice"))
        .filter(|_| call.query("subscriptionId").is_none())
        .filter(|_| call.query("entitySourceSubType").is_none())
        .filter(|order| mentions(order))
        .collect();
    found.sort_by_key(|order| std::cmp::Reverse(order.created));
    let data: Vec<Value> = found
        .iter()
        .skip(number("offset").unwrap_or(0))
        .take(number("limit").unwrap_or(10))
        .map(|order| order.payment(state))
        .collect();
    Ok(Reply::ok(
        json!({ "data": data, "totalCount": found.len(), "traceId": trace() }),
    ))
}
