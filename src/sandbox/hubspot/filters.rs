//! The filters of a search.

use serde_json::Value;

use super::super::request::Reply;
use super::super::text::fold;
use super::properties::{Holds, find, instant};
use super::records::{Kind, Record};
use super::{State, fault};

/// One condition on a record.
pub(super) struct Filter {
    on: On,
    test: Test,
}

enum On {
    Property(&'static str, Holds),
    /// `associations.contact`: the ids of associated records of a kind.
    Associated(Kind),
}

enum Test {
    Has(bool),
    /// Any of these values, or (`false`) none of them.
    In(bool, Vec<String>),
    /// A word or a pattern with `*`, or (`false`) not that.
    Token(bool, String),
    Compare(Bound, String),
    Between(String, String),
}

#[derive(Clone, Copy)]
enum Bound {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Reads a filter, refusing what HubSpot refuses.
pub(super) fn read(kind: Kind, filter: &Value) -> Result<Filter, Reply> {
    let name = filter["propertyName"].as_str().unwrap_or_default();
    let on = match name.strip_prefix("associations.").and_then(Kind::named) {
        Some(kind) => On::Associated(kind),
        None => match find(kind, name) {
            Some(property) => On::Property(property.name, property.holds),
            None => return Err(problem(&format!("there is no property named '{name}'"))),
        },
    };
    let text = |member: &str| match &filter[member] {
        Value::String(text) => Ok(text.clone()),
        Value::Null => Err(problem(&format!("{member} is required for this operator"))),
        _ => Err(problem(&format!("{member} must be a string"))),
    };
    let values = || match filter["values"].as_array() {
        Some(list) => list
            .iter()
            .map(|v| {
                v.as_str()
                    .map(str::to_owned)
                    .ok_or_else(|| problem("values must be strings"))
            })
            .collect(),
        None => Err(problem("values is required for this operator")),
    };
    let test = match filter["operator"].as_str().unwrap_or_default() {
        "EQ" => Test::In(true, vec![text("value")?]),
        "NEQ" => Test::In(false, vec![text("value")?]),
        "IN" => Test::In(true, values()?),
        "NOT_IN" => Test::In(false, values()?),
        "HAS_PROPERTY" => Test::Has(true),
        "NOT_HAS_PROPERTY" => Test::Has(false),
        "CONTAINS_TOKEN" => Test::Token(true, text("value")?),
        "NOT_CONTAINS_TOKEN" => Test::Token(false, text("value")?),
        "LT" => Test::Compare(Bound::Less, text("value")?),
        "LTE" => Test::Compare(Bound::LessOrEqual, text("value")?),
        "GT" => Test::Compare(Bound::Greater, text("value")?),
        "GTE" => Test::Compare(Bound::GreaterOrEqual, text("value")?),
        "BETWEEN" => Test::Between(text("value")?, text("highValue")?),
        other => return Err(problem(&format!("operator '{other}' is not known"))),
    };
    Ok(Filter { on, test })
}

fn problem(message: &str) -> Reply {
    fault::invalid(format!("There was a problem with the request: {message}"))
}

impl Filter {
    /// Whether the record meets the condition.
    pub(super) fn holds(&self, record: &Record, state: &State) -> bool {
        let (held, holds) = match self.on {
            On::Property(name, holds) => (record.value(name).into_iter().collect(), holds),
            On::Associated(kind) => (state.linked(record.kind, &record.id, kind), Holds::Text),
        };
        let any = |test: &dyn Fn(&str) -> bool| held.iter().any(|value| test(value));
        match &self.test {
            Test::Has(wanted) => held.is_empty() != *wanted,
            Test::In(wanted, values) => {
                any(&|held| {
                    values
                        .iter()
                        .any(|v| weigh(held, v, holds).is_some_and(|o| o.is_eq()))
                }) == *wanted
            }
            Test::Token(wanted, pattern) => any(&|held| token(held, pattern)) == *wanted,
            Test::Compare(bound, value) => any(&|held| within(held, *bound, value, holds)),
            Test::Between(low, high) => any(&|held| {
                within(held, Bound::GreaterOrEqual, low, holds)
                    && within(held, Bound::LessOrEqual, high, holds)
            }),
        }
    }
}

fn within(held: &str, bound: Bound, value: &str, holds: Holds) -> bool {
    weigh(held, value, holds).is_some_and(|order| match bound {
        Bound::Less => order.is_lt(),
        Bound::LessOrEqual => order.is_le(),
        Bound::Greater => order.is_gt(),
        Bound::GreaterOrEqual => order.is_ge(),
    })
}

/// Numbers as numbers, times as instants, the rest without regard to case.
fn weigh(held: &str, value: &str, holds: Holds) -> Option<std::cmp::Ordering> {
    match holds {
        Holds::Number => held.parse::<f64>().ok()?.partial_cmp(&value.parse().ok()?),
        Holds::Time => Some(instant(held)?.cmp(&instant(value)?)),
        Holds::Text | Holds::Email | Holds::Flag | Holds::OneOf(_) => {
            Some(held.to_lowercase().cmp(&value.to_lowercase()))
        }
    }
}

/// `peña` is a word of the text; `*dental*` stands anywhere in it.
fn token(held: &str, pattern: &str) -> bool {
    let (held, pattern) = (fold(held), fold(pattern));
    let core = pattern.trim_matches('*');
    let (open_left, open_right) = (pattern.starts_with('*'), pattern.ends_with('*'));
    let words = held.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '@' && c != '-');
    match (open_left, open_right) {
        (true, true) => held.contains(core),
        (true, false) => held.ends_with(core),
        (false, true) => {
            words.into_iter().any(|word| word.starts_with(core)) || held.starts_with(core)
        }
        (false, false) => {
            held == core
                || held
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| word == core)
                || words.into_iter().any(|word| word == core)
        }
    }
}
