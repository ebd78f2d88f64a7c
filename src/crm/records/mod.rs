//! What both vendors' answers become: one type per resource, so that both CRMs necessarily answer the same members.
//!
//! A member that a vendor does not tell is `null`. Money is a decimal text with its currency beside it, a time is
//! RFC 3339 with its offset, a phone number is E.164 where it can be read as one. What the vendor sent stays beside the
//! record, as its member `vendor`.

mod account;
mod contacts;
mod conversations;
mod sales;
mod schedule;

pub(super) use account::{
    Location, Order, OrderItem, SocialAccount, SocialPost, Transaction, User,
};
pub(super) use contacts::{
    Contact, Deleted, Enrolled, Enrolment, FieldValue, OwnField, Program, Tag, Tagged,
};
pub(super) use conversations::{Conversation, Direction, Message, Sent};
pub(super) use sales::{Opportunity, Pipeline, Stage};
pub(super) use schedule::{Appointment, Calendar, Note, Task};

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::value;

/// A record of one type.
pub(super) trait Record: Serialize + Sized {
    /// The record as JSON.
    fn json(self) -> Option<Value> {
        serde_json::to_value(self).ok()
    }

    /// The record as JSON with what the vendor sent beside it.
    fn of(self, vendor: &Value) -> Option<Value> {
        let mut record = self.json()?;
        record["vendor"] = vendor.clone();
        Some(record)
    }
}

/// An amount of money: a decimal text without needless zeros, such as `7000` or `99.5`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amount(pub Decimal);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.normalize())
    }
}

/// An instant as RFC 3339 with its offset.
#[derive(Debug, Clone)]
pub(super) struct Instant {
    at: DateTime<FixedOffset>,
    /// As the vendor wrote it, where that is RFC 3339.
    text: String,
}

impl Instant {
    /// From RFC 3339, or from milliseconds since 1970.
    pub fn read(text: &str) -> Option<Self> {
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            let text = text.to_owned();
            return Some(Self { at, text });
        }
        let at = DateTime::<Utc>::from_timestamp_millis(text.parse().ok()?)?;
        Some(Self {
            at: at.fixed_offset(),
            text: at.to_rfc3339_opts(SecondsFormat::Millis, true),
        })
    }

    /// The instant itself.
    pub fn at(&self) -> DateTime<FixedOffset> {
        self.at
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// A phone number: E.164 where it can be read as one, otherwise as the vendor has it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Phone(String);

impl Phone {
    /// Reads a number that has no country code as one of `country`, an ISO 3166-1 code such as `US`.
    pub fn read(text: &str, country: Option<&str>) -> Self {
        Self(value::phone_in(text, country).unwrap_or_else(|| text.to_owned()))
    }
}
