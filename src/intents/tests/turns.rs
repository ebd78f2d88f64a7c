//! Sentences about what was said before.

use super::{GRAMMAR, context};
use crate::intents::{Again, Sureness};
use crate::operations;

/// What a correction is read as: its slots, its old value, its new one, and whether it is "other".
fn check(text: &str, slots: &str, old: &str, said: &str, is_other: bool) {
    let read = GRAMMAR.amendment(text, &context());
    let read = read.unwrap_or_else(|| panic!("{text}: no correction"));
    assert_eq!(read.slots.join(" "), slots, "{text}");
    assert_eq!(read.instead_of.as_deref().unwrap_or(""), old, "{text}");
    assert_eq!(
        (read.said.as_str(), read.is_other),
        (said, is_other),
        "{text}"
    );
}

#[test]
fn corrections_say_what_is_to_be_what() {
    check("no, friday", "", "", "friday", false);
    check("make it 3pm", "", "", "3pm", false);
    check("at 4 instead", "", "", "at 4", false);
    check("actually the other john", "", "", "john", true);
    check("no, the other one", "", "", "", true);
    check("i meant jane", "", "", "jane", false);
    check("No wait, I meant Jane Doe", "", "", "Jane Doe", false);
    check("for 45 minutes", "", "", "for 45 minutes", false);
    check("not hot, warm", "", "hot", "warm", false);
    check(
        "not john carter, john smith",
        "",
        "john carter",
        "john smith",
        false,
    );
    check("warm instead of hot", "", "hot", "warm", false);
    check(
        "no not friday but saturday",
        "",
        "friday",
        "saturday",
        false,
    );
    check("yes but at 4", "", "", "4", false);
    let text = "change the message to: I'm late, sorry!";
    check(text, "message note", "", "I'm late, sorry!", false);
    check("the time should be 3pm", "when", "", "3pm", false);
    check(
        "make it say see you soon",
        "message note",
        "",
        "see you soon",
        false,
    );
}

#[test]
fn what_corrects_nothing_is_no_correction() {
    for text in ["yes", "let me think", "john", "hello there", ""] {
        assert_eq!(GRAMMAR.amendment(text, &context()), None, "{text}");
    }
    let begun = GRAMMAR.amendment("no, delete jane", &context());
    assert_eq!(begun.map(|read| read.sureness), Some(Sureness::Begun));
}

#[test]
fn moves_between_questions_are_told_apart() {
    let context = context();
    for text in ["skip", "skip it", "Skip this one, please", "leave it blank"] {
        assert!(GRAMMAR.skips(text, &context), "{text}");
    }
    for text in ["back", "go back", "one step back", "previous question"] {
        assert!(GRAMMAR.goes_back(text, &context), "{text}");
    }
    for text in ["text me back", "skip the meeting with jane", "john"] {
        assert!(!GRAMMAR.skips(text, &context), "{text}");
        assert!(!GRAMMAR.goes_back(text, &context), "{text}");
    }
    let for_ana = Again {
        contact: Some("Ana".to_owned()),
        is_pronoun: false,
    };
    for text in ["same for Ana", "and do the same for Ana", "and Ana too"] {
        assert_eq!(
            GRAMMAR.again(text, &context),
            Some(for_ana.clone()),
            "{text}"
        );
    }
    for text in ["same for ana?", "don't do the same for ana", "ana"] {
        assert_eq!(GRAMMAR.again(text, &context), None, "{text}");
    }
}

#[test]
fn every_word_for_a_slot_is_a_parameter_of_some_operation() {
    for slots in GRAMMAR.turns.slot_words.values() {
        for slot in slots.split(' ') {
            let known = operations::all().any(|row| row.param(slot).is_some());
            assert!(known, "{slot}");
        }
    }
}

#[test]
fn every_word_for_a_topic_is_a_topic_and_every_topic_has_a_word() {
    let words = &GRAMMAR.lists["topic"];
    for topic in words.values() {
        assert!(operations::on_topic(topic).next().is_some(), "{topic}");
    }
    for topic in operations::topics() {
        assert!(words.values().any(|named| named == topic), "{topic}");
    }
}
