//! What is offered while a sentence is being typed.

use super::{GRAMMAR, context, intents, read};
use crate::intents::{Names, Suggestion};
use crate::operations::Operation;
use crate::value::{Effect, Kind, Resource};

fn names() -> Names {
    let mut names = Names::default();
    let mut add = |kind, known: &[&str]| names.add(kind, known.iter().map(|n| (*n).to_owned()));
    let contacts = ["Rosa Delgado", "John Smith", "José Peña", "Robert Will"];
    add(Kind::Ref(Resource::Contact), &contacts);
    add(Kind::Ref(Resource::Opportunity), &["Roof repair"]);
    add(Kind::Ref(Resource::Stage), &["Qualified", "Proposal sent"]);
    add(Kind::Ref(Resource::Workflow), &["New lead nurture"]);
    add(Kind::Tags, &["vip", "hot lead"]);
    names
}

fn complete(typed: &str) -> Vec<Suggestion> {
    GRAMMAR.complete(typed, &context(), &|_| true, &names())
}

#[test]
fn explore() {
    for typed in [
        "b",
        "book ",
        "book an app",
        "book appointment with ",
        "book appointment with ro",
        "book a call with rosa delgado ",
        "book a call with rosa delgado tomorrow at",
        "schedule",
        "text ",
        "text r",
        "text rosa",
        "text rosa delgado",
        "can you tag ro",
        "tag rosa delgado as ",
        "tag rosa as h",
        "move ro",
        "move roof repair to q",
        "add ",
        "add rosa delgado to the ",
        "add r",
        "remind me to ",
        "create ",
        "create contact ",
        "find ",
        "who is ",
        "show ",
        "l",
        "list ",
        "change ro",
        "change rosa's ",
        "jose p",
        "send ",
        "delete ",
        "email ",
        "cancel ",
        "what ",
        "note on ",
        "don't ",
        "put robert will in",
        "hel",
        "un",
    ] {
        let t = std::time::Instant::now();
        let found = complete(typed);
        println!("{typed:?} {:?}", t.elapsed());
        for one in found {
            println!("    {:?}  {}", one.text, one.intent);
        }
    }
}
