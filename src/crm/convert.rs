//! Changes that an argument undergoes on its way into a request. The error is a sentence for the user.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, SecondsFormat, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Number, Value, json};

use super::{
    Error, names,
    rows::{Converted, Refusal},
};

/// As it came.
#[expect(
    clippy::unnecessary_wraps,
    reason = "one of the conversions, which all have this signature"
)]
pub(super) fn as_is(value: &Value) -> Converted {
    Ok(Some(value.clone()))
}

/// A text; a number is written out. Nothing but white space is left out.
pub(super) fn text(value: &Value) -> Converted {
    match value {
        Value::String(text) => Ok(Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(|text| json!(text))),
        Value::Number(number) => Ok(Some(json!(number.to_string()))),
        _ => Err("this should be a text".into()),
    }
}

/// A list of texts; a single one makes a list.
pub(super) fn texts(value: &Value) -> Converted {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let texts = items
        .iter()
        .map(text)
        .collect::<Result<Option<Vec<_>>, _>>()?
        .unwrap_or_default();
    if texts.is_empty() {
        Err("this should be a list of words".into())
    } else {
        Ok(Some(Value::Array(texts)))
    }
}

/// The words of a list argument, for steps that go through them.
pub(super) fn words(args: &Value, name: &str) -> Vec<String> {
    let list = args
        .get(name)
        .filter(|value| !value.is_null())
        .and_then(|value| texts(value).ok().flatten());
    let items = list
        .as_ref()
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    items
        .iter()
        .filter_map(|item| item.as_str().map(str::to_owned))
        .collect()
}

/// An instant, kept with its offset.
pub(super) fn instant(value: &Value) -> Converted {
    parse(value).map(|at| Some(json!(at.to_rfc3339_opts(SecondsFormat::Secs, true))))
}

/// An instant in UTC.
pub(super) fn utc(value: &Value) -> Converted {
    parse(value).map(|at| {
        Some(json!(
            at.with_timezone(&Utc)
                .to_rfc3339_opts(SecondsFormat::Secs, true)
        ))
    })
}

/// An instant as milliseconds since 1970.
pub(super) fn millis(value: &Value) -> Converted {
    parse(value).map(|at| Some(json!(at.timestamp_millis())))
}

/// An instant as seconds since 1970.
pub(super) fn seconds(value: &Value) -> Converted {
    parse(value).map(|at| Some(json!(at.timestamp())))
}

/// The day of an instant where its offset holds, such as `2026-11-21`.
pub(super) fn day(value: &Value) -> Converted {
    parse(value).map(|at| Some(json!(at.date_naive().to_string())))
}

/// The last day before an instant where its offset holds, for ranges that include their end.
pub(super) fn last_day(value: &Value) -> Converted {
    parse(value).map(|at| Some(json!((at - TimeDelta::seconds(1)).date_naive().to_string())))
}

/// An instant as milliseconds since 1970, written as text.
pub(super) fn millis_text(value: &Value) -> Converted {
    parse(value).map(|at| Some(json!(at.timestamp_millis().to_string())))
}

/// The instant of an argument; `None` when the argument is missing.
pub(super) fn moment(args: &Value, name: &str) -> Result<Option<DateTime<FixedOffset>>, Refusal> {
    args.get(name)
        .filter(|value| !value.is_null())
        .map(parse)
        .transpose()
}

/// The same for steps, which look at arguments themselves.
pub(super) fn moment_arg(args: &Value, name: &str) -> Result<Option<DateTime<FixedOffset>>, Error> {
    moment(args, name)
        .map_err(|_| Error::invalid("this should be a date and time with its offset", name))
}

fn parse(value: &Value) -> Result<DateTime<FixedOffset>, Refusal> {
    let text = value.as_str().ok_or(NO_TIME)?;
    DateTime::parse_from_rfc3339(text).map_err(|_| NO_TIME)
}

const NO_TIME: Refusal = Refusal::Invalid("this should be a date and time with its offset");

/// An amount of money as a JSON number.
pub(super) fn amount(value: &Value) -> Converted {
    let amount = decimal(value).ok_or(NO_AMOUNT)?.normalize();
    let number = match i64::try_from(amount) {
        Ok(whole) if amount.fract().is_zero() => Number::from(whole),
        _ => f64::try_from(amount)
            .ok()
            .and_then(Number::from_f64)
            .ok_or(NO_AMOUNT)?,
    };
    Ok(Some(Value::Number(number)))
}

/// An amount of money as a decimal text.
pub(super) fn amount_text(value: &Value) -> Converted {
    decimal(value)
        .map(|amount| Some(json!(amount.normalize().to_string())))
        .ok_or(NO_AMOUNT)
}

const NO_AMOUNT: Refusal = Refusal::Invalid("this should be an amount of money");

/// A number, or a text that is one.
pub(super) fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    Decimal::from_str(&text)
        .or_else(|_| Decimal::from_scientific(&text))
        .ok()
}

/// A phone number in E.164 where it can be read as one, US without a country code; otherwise as it came.
pub(super) fn phone(value: &Value) -> Converted {
    let Some(given) = text(value)? else {
        return Ok(None);
    };
    let Some(digits) = given.as_str() else {
        return Ok(Some(given));
    };
    Ok(Some(
        crate::value::phone(digits).map_or(given.clone(), Value::from),
    ))
}

/// The first name in a full name.
pub(super) fn first_name(value: &Value) -> Converted {
    let Some(name) = text(value)? else {
        return Ok(None);
    };
    Ok(name.as_str().map(|name| json!(names::split(name).0)))
}

/// The last name in a full name, left out when there is none.
pub(super) fn last_name(value: &Value) -> Converted {
    let Some(name) = text(value)? else {
        return Ok(None);
    };
    Ok(name
        .as_str()
        .and_then(|name| names::split(name).1)
        .map(|last| json!(last)))
}

/// The last name in a full name, empty when there is none: a changed name replaces both parts.
pub(super) fn whole_last_name(value: &Value) -> Converted {
    Ok(last_name(value)?.or_else(|| Some(json!(""))))
}
