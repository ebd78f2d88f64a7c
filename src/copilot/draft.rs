//! A clause on its way to becoming a step: what was said so far, and what it was found to mean.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::when;
use crate::intents::{Clause, StandsFor, Unusable};
use crate::operations::{Need, Operation, Param, find, schema};
use crate::value::Kind;

/// What was said of one operation, kept between turns until nothing is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The operation's name.
    pub operation: String,
    /// Arguments by parameter name, as said, in canonical form.
    pub args: schema::Args,
    /// Which record each reference was found to mean.
    pub found: BTreeMap<String, Found>,
    /// A time that was said and cannot be acted on.
    #[serde(default)]
    pub unusable: Option<Unusable>,
    /// Parameters that were said and whose value does not fit their kind.
    #[serde(default)]
    pub unfit: Vec<String>,
    /// The parameter that was named without a value: "change ana's phone".
    #[serde(default)]
    pub named: Option<String>,
    /// Ids of contacts that are not meant: "the other john".
    #[serde(default)]
    pub ruled_out: Vec<String>,
    /// Slots of a move whose time was said without a day, which is the appointment's own then.
    #[serde(default)]
    pub dayless: Vec<String>,
    /// A pronoun that stands for the contact, when one was used.
    pub pronoun: Option<String>,
    /// What that pronoun may stand for.
    #[serde(default)]
    pub stands_for: StandsFor,
    /// The user said yes to it already.
    #[serde(default)]
    pub agreed: bool,
    /// The id of the action that it takes the place of, which is taken back before.
    #[serde(default)]
    pub replaces: Option<String>,
    /// It corrects what was done, so that it is shown before it runs.
    #[serde(default)]
    pub corrects: bool,
    /// The key of the step it becomes.
    pub key: String,
}

/// A record that a reference was found to mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The CRM's id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The record as the CRM answered it.
    pub record: Value,
}

impl Draft {
    /// A draft of an operation with arguments that were checked already.
    pub fn new(operation: &Operation, args: schema::Args, key: String) -> Draft {
        Draft {
            operation: operation.name.to_owned(),
            args,
            found: BTreeMap::new(),
            unusable: None,
            unfit: Vec::new(),
            named: None,
            ruled_out: Vec::new(),
            dayless: Vec::new(),
            pronoun: None,
            stands_for: StandsFor::Person,
            agreed: false,
            replaces: None,
            corrects: false,
            key,
        }
    }

    /// A draft of a clause of a message.
    pub fn of_clause(operation: &Operation, clause: &Clause, key: String) -> Draft {
        let mut draft = Draft::new(operation, fill(operation, &clause.slots), key);
        draft.pronoun = clause.pronoun.clone();
        draft.stands_for = clause.stands_for;
        draft.unusable = clause.unusable.clone();
        draft.dayless = clause.dayless.clone();
        draft.unfit = unfit(operation, &clause.slots, &draft.args);
        if let Some((from, until)) = clause.part.filter(|_| draft.is_due()) {
            let due = when::due(from, until).format("%Y-%m-%dT%H:%M");
            draft.args.insert("when".to_owned(), json!(due.to_string()));
        }
        draft
    }

    /// The row of the table; `None` when a state kept by an older version names an operation that
    /// no longer exists.
    pub fn row(&self) -> Option<&'static Operation> {
        find(&self.operation)
    }

    /// Whether its time is the end of something, by which it is due, rather than a beginning.
    pub fn is_due(&self) -> bool {
        matches!(self.operation.as_str(), "create_task" | "update_task")
    }

    /// Whether the time of a slot was said without a day.
    pub fn is_dayless(&self, slot: &str) -> bool {
        self.dayless.iter().any(|name| name == slot)
    }

    /// The argument as text, when it is one.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.args.get(name).and_then(Value::as_str)
    }
}

/// Puts the slots of a sentence into the parameters of an operation. A slot that is a parameter
/// fills it; any other fills the parameter that lists it in `said_as`, if nothing else did.
/// A value that does not fit its kind is left out, so that it is asked for.
pub fn fill(operation: &Operation, slots: &Map<String, Value>) -> schema::Args {
    let mut args = schema::Args::new();
    for param in operation.params {
        if let Some(value) = slots.get(param.name).and_then(|value| fit(param, value)) {
            args.insert(param.name.to_owned(), value);
        }
    }
    for param in operation
        .params
        .iter()
        .filter(|param| !slots.contains_key(param.name))
    {
        let mut said_as = param
            .said_as
            .iter()
            .filter(|slot| operation.param(slot).is_none());
        let said = said_as.find_map(|slot| slots.get(*slot));
        if let Some(value) = said.and_then(|value| fit(param, value)) {
            args.insert(param.name.to_owned(), value);
        }
    }
    if operation.param("created_before").is_some() {
        whole_day(slots, &mut args);
    }
    args
}

/// Contacts added "yesterday" are those of that day; the parameters are two ends of a period.
fn whole_day(slots: &Map<String, Value>, args: &mut schema::Args) {
    let said = |name: &str| slots.get(name).and_then(Value::as_str);
    let day = said("when").filter(|_| said("when_end").is_none());
    if let Some(day) = day.and_then(|day| day.parse::<chrono::NaiveDate>().ok())
        && let Some(next) = day.succ_opt()
    {
        args.entry("created_before".to_owned())
            .or_insert_with(|| Value::String(next.to_string()));
    }
}

/// The parameters that were named with a value that does not fit.
fn unfit(operation: &Operation, slots: &Map<String, Value>, args: &schema::Args) -> Vec<String> {
    let is_said = |param: &&Param| {
        let is_other = |slot: &&&str| operation.param(slot).is_none();
        let said_as = param.said_as.iter().filter(is_other);
        let mut named = std::iter::once(&param.name).chain(said_as);
        named.any(|slot| slots.contains_key(*slot))
    };
    let lost = operation
        .params
        .iter()
        .filter(|param| is_said(param) && !args.contains_key(param.name));
    lost.map(|param| param.name.to_owned()).collect()
}

fn fit(param: &Param, value: &Value) -> Option<Value> {
    let value = match (param.kind, value) {
        // One tag to look for, said as a list of tags. Of several, none is taken for the others.
        (Kind::Line, Value::Array(list)) => match list.as_slice() {
            [only] => only.clone(),
            _ => return None,
        },
        (_, value) => value.clone(),
    };
    schema::canonical(param.kind, &value).ok()
}

/// The parameter to ask for first, if the operation cannot run yet.
pub fn missing(operation: &'static Operation, args: &schema::Args) -> Option<&'static Param> {
    let given = |param: &Param| args.contains_key(param.name);
    let one_of = |param: &&Param| param.need == Need::OneOf;
    let group_is_empty = !operation.params.iter().filter(one_of).any(given);
    operation.params.iter().find(|param| match param.need {
        Need::Required => !given(param),
        Need::OneOf => group_is_empty,
        Need::Optional | Need::Chosen => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn filled(operation: &str, slots: Value) -> Value {
        let slots = slots.as_object().unwrap();
        Value::Object(fill(find(operation).unwrap(), slots))
    }

    #[test]
    fn an_address_that_only_identifies_becomes_the_reference() {
        let slots = json!({"email": "jane@example.com", "message": "hi"});
        let args = json!({"contact": "jane@example.com", "message": "hi"});
        assert_eq!(filled("send_sms", slots), args);
    }

    #[test]
    fn an_address_stays_a_value_where_the_operation_has_one() {
        let slots = json!({"contact": "jane", "email": "jane@example.com"});
        assert_eq!(filled("update_contact", slots.clone()), slots);
    }

    #[test]
    fn searching_takes_whatever_identifies() {
        let args = filled("search_contacts", json!({"phone": "813 555 0101"}));
        assert_eq!(args, json!({"query": "813 555 0101"}));
        assert_eq!(
            filled("search_contacts", json!({"when": "2026-03-03"})),
            json!({"created_after": "2026-03-03", "created_before": "2026-03-04"})
        );
        assert_eq!(
            filled("search_contacts", json!({"tags": ["vip"]})),
            json!({"tag": "vip"})
        );
        assert_eq!(
            filled("search_contacts", json!({"tags": ["vip", "lead"]})),
            json!({})
        );
    }

    #[test]
    fn the_first_missing_parameter_is_asked_for() {
        let row = find("send_sms").unwrap();
        let args = fill(row, json!({"message": "hi"}).as_object().unwrap());
        assert_eq!(missing(row, &args).map(|param| param.name), Some("contact"));
        let row = find("create_contact").unwrap();
        assert_eq!(
            missing(row, &schema::Args::new()).map(|param| param.name),
            Some("contact")
        );
    }
}
