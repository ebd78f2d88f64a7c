//! What is offered while a sentence is being typed.

use super::{context, grammar, intents, read};
use crate::intents::{Names, Suggestion};
use crate::nlu::date::Lang;
use crate::operations::{self, Operation};
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

fn offered(typed: &str, allows: &dyn Fn(&Operation) -> bool, names: &Names) -> Vec<Suggestion> {
    grammar(Lang::En).complete(typed, &context(Lang::En), allows, names)
}

/// A sentence that has to be among those offered, as its intent.
fn check(typed: &str, text: &str, intent: &str) {
    let found = offered(typed, &|_| true, &names());
    let is_it = |one: &Suggestion| one.text.trim_end() == text && one.intent == intent;
    assert!(found.iter().any(is_it), "{typed}: {found:#?}");
}

#[test]
fn a_beginning_becomes_a_sentence_with_names_of_the_crm() {
    let book = "book_appointment";
    check(
        "b",
        "book an appointment with Rosa Delgado tomorrow at 3pm",
        book,
    );
    check(
        "book an app",
        "book an appointment with John Smith tomorrow at 3pm",
        book,
    );
    check(
        "Book appointment with ",
        "Book appointment with Rosa Delgado tomorrow at 3pm",
        book,
    );
    check(
        "remind me to ",
        "remind me to call Rosa Delgado tomorrow at 10am",
        "create_task",
    );
    check(
        "move roof repair to ",
        "move roof repair to Proposal sent",
        "move_opportunity_stage",
    );
    check(
        "list deals ",
        "list deals for Rosa Delgado",
        "list_opportunities",
    );
    check("hel", "help", "help");
    check("und", "undo", "undo");
}

#[test]
fn what_was_typed_stays_as_typed_and_the_name_at_the_cursor_is_ended() {
    let book = "book a call with jos";
    check(
        book,
        "book a call with josé Peña tomorrow at 3pm",
        "book_appointment",
    );
    check("text r", "text rosa Delgado:", "send_sms");
    check("TEXT JOHN ", "TEXT JOHN Smith:", "send_sms");
    check(
        "can you tag rosa delgado as h",
        "can you tag rosa delgado as hot lead",
        "add_tags",
    );
    check(
        "move roof repair to q",
        "move roof repair to qualified",
        "move_opportunity_stage",
    );
}

#[test]
fn a_time_is_written_out() {
    let said = "book a call with rosa delgado";
    let booked = "book a call with rosa delgado tomorrow at 3pm";
    for typed in [" ", " tom", " tomorrow at"] {
        check(&format!("{said}{typed}"), booked, "book_appointment");
    }
}

#[test]
fn content_is_left_to_the_user() {
    for typed in ["text rosa delgado", "note on ros"] {
        let found = offered(typed, &|_| true, &names());
        assert!(!found.is_empty(), "{typed}");
        for one in found {
            assert!(one.text.ends_with(' '), "{one:?}");
        }
    }
}

#[test]
fn nothing_is_offered_for_nothing_for_talk_and_for_what_is_said_already() {
    let full = "book an appointment with rosa delgado tomorrow at 3pm";
    let long = "book ".repeat(100);
    for typed in [
        "",
        "  ",
        "how many keys does a xyl",
        full,
        long.as_str(),
        "\u{a0}\u{3000}",
    ] {
        assert_eq!(offered(typed, &|_| true, &names()), [], "{typed}");
    }
}

#[test]
fn without_names_no_sentence_invents_one() {
    for typed in [
        "text ",
        "tag ",
        "delete contact ",
        "book an appointment with ",
        "ros",
    ] {
        for one in offered(typed, &|_| true, &Names::default()) {
            let reading = read(Lang::En, &one.text);
            let slots = &reading.clauses[0].slots;
            assert!(!slots.contains_key("contact"), "{typed}: {one:?}");
        }
    }
}

#[test]
fn only_what_is_allowed_is_offered() {
    let reads = |row: &Operation| row.effect == Effect::Read;
    for typed in ["b", "a", "s", "l", "d", "show ", "delete "] {
        for one in offered(typed, &reads, &names()) {
            let row = operations::find(&one.intent);
            assert!(row.is_none_or(reads), "{typed}: {one:?}");
        }
    }
}

/// Every beginning of every example: what is offered begins as typed, is read as what it says, and
/// no other message comes of it.
#[test]
fn whatever_is_offered_works() {
    let names = names();
    let mut count = 0;
    for intent in grammar(Lang::En).operations() {
        for example in grammar(Lang::En).examples(intent) {
            let text = &example.text;
            for (end, _) in text.char_indices().step_by(5).skip(1) {
                let typed = &text[..end];
                let found = offered(typed, &|_| true, &names);
                assert!(found.len() <= 8, "{typed}");
                for one in &found {
                    assert!(one.text.starts_with(typed), "{typed}: {one:?}");
                    assert_ne!(one.text.trim_end(), typed.trim_end());
                    assert_eq!(
                        intents(&read(Lang::En, &one.text)),
                        one.intent,
                        "{typed}: {one:?}"
                    );
                }
                count += found.len();
            }
        }
    }
    assert!(count > 1_000, "only {count} sentences were offered");
}

#[test]
fn any_text_is_taken() {
    for typed in [
        "🙂",
        "text 🙂🙂 ",
        "'s",
        ": : :",
        "é",
        "tag \u{301}",
        "book\u{2003}a",
        "text jane:\u{3000}",
    ] {
        offered(typed, &|_| true, &names());
    }
}
