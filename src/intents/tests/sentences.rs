//! Sentences that stand in no file of `intents/`: the rules have to carry them.

use serde_json::Value;

use super::{GRAMMARS, check, grammar};
use crate::intents::{answer_line, why};
use crate::nlu::date::Lang;
use crate::value::{Kind, Resource};

fn read(text: &str) -> super::Reading {
    super::read(Lang::En, text)
}

#[test]
fn sentences_of_every_kind_are_read_as_meant() {
    let faults = super::faults(Lang::En, include_str!("sentences.txt"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn content_is_content() {
    let says = |text: &str, slot: &str, content: &str| {
        let reading = read(text);
        assert_eq!(
            reading
                .clauses
                .first()
                .and_then(|clause| clause.slots.get(slot))
                .and_then(Value::as_str),
            Some(content),
            "{text}"
        );
        assert!(!reading.clauses[0].slots.contains_key("when"), "{text}");
    };
    says(
        "text wanda: Do NOT delete this, see you friday at 2",
        "message",
        "Do NOT delete this, see you friday at 2",
    );
    says(
        "Text Wanda that reads: “If in doubt, stay”",
        "message",
        "If in doubt, stay",
    );
    says(
        "note on hector: cancel everything tomorrow",
        "note",
        "cancel everything tomorrow",
    );
    says(
        "email leroy saying don't call me before 9am",
        "message",
        "don't call me before 9am",
    );
}

#[test]
fn a_pronoun_means_the_contact_of_the_clause_before() {
    let reading = read("add Wanda Pickett wanda@pickett.co and tag her as golf");
    assert_eq!(reading.clauses[1].slots["contact"], "Wanda Pickett");
    assert_eq!(reading.clauses[1].pronoun, None);
    let reading = read("tag her as golf");
    assert_eq!(reading.clauses[0].pronoun.as_deref(), Some("her"));
    assert!(!reading.clauses[0].slots.contains_key("contact"));
}

#[test]
fn slips_in_command_words_are_told_and_names_are_left_alone() {
    let reading = read("serch for jessca");
    assert_eq!(reading.clauses[0].slots["contact"], "jessca");
    assert_eq!(
        (
            reading.corrected[0].typed.as_str(),
            reading.corrected[0].read.as_str()
        ),
        ("serch", "search")
    );
    assert_eq!(
        read("delete contcat Wanda Pickett").clauses[0].slots["contact"],
        "Wanda Pickett"
    );
    assert!(read("find hector").corrected.is_empty());
}

#[test]
fn a_name_may_begin_with_a_number() {
    let contact = |text: &str| read(text).clauses[0].slots["contact"].clone();
    assert_eq!(
        contact("create a deal for 5 Star Plumbing worth 7k"),
        "5 Star Plumbing"
    );
    assert_eq!(contact("tag 24 Hour Gym as vip"), "24 Hour Gym");
    assert_eq!(contact("text 3M saying hi"), "3M");
    // Of what is read without, nothing changes.
    let reading = read("create a deal for Wanda for 3K");
    assert_eq!(reading.clauses[0].slots["amount"], 3_000);
    let reading = read("book Wanda tomorrow at 3 Please");
    assert_eq!(reading.clauses[0].slots["when"], "2025-03-13T15:00");
}

#[test]
fn a_sign_inside_a_tag_joins_no_two() {
    let tags = |text: &str| read(text).clauses[0].slots["tags"].clone();
    assert_eq!(tags("tag Wanda as r&d"), serde_json::json!(["r&d"]));
    assert_eq!(
        tags("tag Wanda as vip & hot lead"),
        serde_json::json!(["vip", "hot lead"])
    );
}

#[test]
fn spans_show_where_a_slot_was_typed() {
    let text = "Tag  José Núñez’s account? no: tag José Núñez as VIP";
    let _ = read(text);
    let text = "please tag José Núñez as VIP";
    let reading = read(text);
    let span = reading.clauses[0]
        .spans
        .iter()
        .find(|span| span.slot == "contact")
        .unwrap();
    assert_eq!(&text[span.start..span.end], "José Núñez");
    assert_eq!(reading.clauses[0].slots["tags"][0], "vip");
}

#[test]
fn answers_to_questions_are_values_of_their_kind() {
    let answer = |text: &str, kind: Kind| {
        grammar(Lang::En)
            .read_answer(text, kind, &super::context(Lang::En))
            .map(|value| value.to_string())
    };
    let contact = Kind::Ref(Resource::Contact);
    assert_eq!(
        answer("for Mrs. Pickett", contact).as_deref(),
        Some("\"Pickett\"")
    );
    assert_eq!(
        answer("it's hector ruiz", contact).as_deref(),
        Some("\"hector ruiz\"")
    );
    assert_eq!(
        answer("tomorrow at 2pm", Kind::Moment).as_deref(),
        Some("\"2025-03-13T14:00\"")
    );
    assert_eq!(answer("the blue one", Kind::Moment), None);
    assert_eq!(
        answer("wanda at pickett dot com", Kind::Email).as_deref(),
        Some("\"wanda@pickett.com\"")
    );
    assert_eq!(answer("nothing", Kind::Email), None);
    assert_eq!(answer("12k", Kind::Money).as_deref(), Some("12000"));
    assert_eq!(
        answer("golf and #renewal", Kind::Tags).as_deref(),
        Some("[\"golf\",\"renewal\"]")
    );
    assert_eq!(answer("half an hour", Kind::Minutes).as_deref(), Some("30"));
    assert_eq!(
        answer("Do not call.", Kind::Text).as_deref(),
        Some("\"Do not call.\"")
    );
    assert_eq!(answer("  ", Kind::Text), None);
}

#[test]
fn moving_from_one_day_to_another_names_both() {
    let slots = |text: &str| {
        let clause = read(text).clauses.remove(0);
        assert_eq!(clause.intent, "reschedule_appointment", "{text}");
        let slot = |name: &str| clause.slots.get(name).cloned().unwrap_or_default();
        (slot("old_when"), slot("when"))
    };
    let (old, new) = slots("move my meeting with wanda from monday to wednesday at 10");
    assert_eq!((old, new), ("2025-03-17".into(), "2025-03-19T10:00".into()));
    let (old, new) = slots("move my meeting with wanda from monday to wednesday");
    assert_eq!((old, new), ("2025-03-17".into(), "2025-03-19".into()));
    let (old, new) = slots("move my meeting with wanda to friday from 2 to 3pm");
    assert_eq!((old, new), (Value::Null, "2025-03-14T14:00".into()));
}

#[test]
fn the_line_protocol_answers_every_line() {
    let line = r#"{"id":"7","text":"add Wanda Pickett wanda@pickett.co and tag her as golf","lang":"en","reference":"2025-03-12T09:00"}"#;
    let answer = answer_line(&GRAMMARS, line);
    assert_eq!(answer["id"], "7");
    assert_eq!(answer["intent"], "create_contact");
    assert_eq!(answer["intents"][1], "add_tags");
    assert_eq!(answer["slots"]["tags"][0], "golf");
    assert!(answer_line(&GRAMMARS, "")["error"].is_string());
    let answer = answer_line(&GRAMMARS, r#"{"id":"8","text":"hi"}"#);
    assert_eq!(answer["id"], "8");
    assert!(answer["error"].is_string());
}

#[test]
fn the_reason_of_a_reading_can_be_shown() {
    let shown = why(
        &grammar(Lang::En),
        "tag wanda as golf",
        &super::context(Lang::En),
    );
    assert!(
        shown.contains("add_tags") && shown.contains("decided by: tag as"),
        "{shown}"
    );
    check("good morning", "out_of_scope");
}
