//! Sentences about what was said before.

use super::{context, grammar};
use crate::intents::{Again, Sureness};
use crate::nlu::date::Lang;
use crate::operations;

/// What a correction is read as: its slots, its old value, its new one, and whether it is "other".
fn check(text: &str, slots: &str, old: &str, said: &str, is_other: bool) {
    let read = grammar(Lang::En).amendment(text, &context(Lang::En));
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
    check("yes but at 4", "", "", "at 4", false);
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
        assert_eq!(
            grammar(Lang::En).amendment(text, &context(Lang::En)),
            None,
            "{text}"
        );
    }
    let begun = grammar(Lang::En).amendment("no, delete jane", &context(Lang::En));
    assert_eq!(begun.map(|read| read.sureness), Some(Sureness::Begun));
}

#[test]
fn moves_between_questions_are_told_apart() {
    let context = context(Lang::En);
    for text in ["skip", "skip it", "Skip this one, please", "leave it blank"] {
        assert!(grammar(Lang::En).skips(text, &context), "{text}");
    }
    for text in ["back", "go back", "one step back", "previous question"] {
        assert!(grammar(Lang::En).goes_back(text, &context), "{text}");
    }
    for text in ["text me back", "skip the meeting with jane", "john"] {
        assert!(!grammar(Lang::En).skips(text, &context), "{text}");
        assert!(!grammar(Lang::En).goes_back(text, &context), "{text}");
    }
    let for_ana = Again {
        contact: Some("Ana".to_owned()),
        is_pronoun: false,
    };
    for text in ["same for Ana", "and do the same for Ana", "and Ana too"] {
        assert_eq!(
            grammar(Lang::En).again(text, &context),
            Some(for_ana.clone()),
            "{text}"
        );
    }
    for text in ["same for ana?", "don't do the same for ana", "ana"] {
        assert_eq!(grammar(Lang::En).again(text, &context), None, "{text}");
    }
}

#[test]
fn every_word_for_a_slot_is_a_parameter_of_some_operation() {
    let words = [Lang::En, Lang::Es].map(|lang| grammar(lang).turns.slot_words.clone());
    for slots in words.iter().flat_map(|words| words.values()) {
        for slot in slots.split(' ') {
            let known = operations::all().any(|row| row.param(slot).is_some());
            assert!(known, "{slot}");
        }
    }
}
