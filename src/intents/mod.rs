//! stand-in
use crate::value::Kind;
use serde_json::{Map, Value};
use std::sync::Arc;
pub struct Context {
    pub lang: crate::nlu::date::Lang,
    pub now: crate::nlu::date::Now,
}
pub struct Clause {
    pub intent: String,
    pub slots: Map<String, Value>,
    pub pronoun: Option<String>,
}
pub enum RefusalKind {
    Negation,
    Question,
    Condition,
    Past,
    Remark,
}
pub struct Refusal {
    pub kind: RefusalKind,
    pub intent: String,
}
pub struct Reading {
    pub clauses: Vec<Clause>,
    pub refusal: Option<Refusal>,
    pub connection: Option<String>,
}
impl Reading {
    pub fn json(&self) -> Value {
        Value::Null
    }
}
pub struct Example {
    pub text: String,
}
pub struct Grammar;
impl Grammar {
    pub fn read(&self, _t: &str, _c: &Context) -> Reading {
        Reading {
            clauses: vec![],
            refusal: None,
            connection: None,
        }
    }
    pub fn read_answer(&self, _t: &str, _k: Kind, _c: &Context) -> Option<Value> {
        None
    }
    pub fn ask(&self, _o: &str, _p: &str) -> Option<&str> {
        None
    }
    pub fn done(&self, _o: &str) -> Option<&str> {
        None
    }
    pub fn reply(&self, _k: &str) -> Option<&str> {
        None
    }
    pub fn examples(&self, _o: &str) -> &[Example] {
        &[]
    }
}
pub struct Grammars;
impl Grammars {
    pub fn current(&self, _l: crate::nlu::date::Lang) -> Arc<Grammar> {
        Arc::new(Grammar)
    }
}
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct Faults;
impl Grammars {
    pub fn embedded() -> Result<Grammars, Faults> {
        Ok(Grammars)
    }
    pub fn of_folder(_: &std::path::Path) -> Result<Grammars, Faults> {
        Ok(Grammars)
    }
}
pub mod lines {
    use super::*;
    pub fn sentence(_: &Grammars, _l: &str) -> Value {
        Value::Null
    }
    pub fn dates(_l: &str) -> Value {
        Value::Null
    }
    pub fn why(_: &Grammars, _l: &str) -> String {
        String::new()
    }
}
