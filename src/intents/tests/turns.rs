//! Sentences about what was said before.

use super::{context, grammar};
use crate::intents::{Again, Sureness};
use crate::nlu::date::Lang;
use crate::operations;

/// What a correction is read as: its slots, its old value, its new one, and whether it is "other".
fn check(text: &str, slots: &str, old: &str, said: &str, is_other: bool) {
    check_in(Lang::En, text, slots, old, said, is_other);
}

fn check_in(lang: Lang, text: &str, slots: &str, old: &str, said: &str, is_other: bool) {
    let read = grammar(lang).amendment(text, &context(lang));
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
fn corrections_in_spanish_say_what_is_to_be_what() {
    let check = |text: &str, slots: &str, old: &str, said: &str, is_other: bool| {
        check_in(Lang::Es, text, slots, old, said, is_other);
    };
    for (text, said) in [
        ("no, el viernes", "el viernes"),
        ("ponlo a las 3", "a las 3"),
        ("ponla para el lunes", "lunes"),
        ("mejor a las 4", "a las 4"),
        ("a las 4 mejor", "a las 4"),
        ("mejor el jueves", "jueves"),
        ("quise decir jane", "jane"),
        ("Perdón, quise decir Jane Doe", "Jane Doe"),
        ("que sea a las 3", "a las 3"),
        ("sí pero a las 4", "a las 4"),
        ("sí, pero el viernes", "viernes"),
        ("por 45 minutos", "por 45 minutos"),
        ("cámbialo al martes", "martes"),
        ("cámbiala para mañana", "mañana"),
        ("muévelo al jueves a las 11", "jueves a las 11"),
        ("pásala a las 5", "a las 5"),
        ("ponelo a las 3", "a las 3"),
        ("espera, mejor el sábado", "sábado"),
        ("no, mejor con ana", "ana"),
    ] {
        check(text, "", "", said, false);
    }
    check("el otro john", "", "", "john", true);
    check("no, el otro john", "", "", "john", true);
    check("mejor el otro", "", "", "", true);
    check("no, la otra", "", "", "", true);
    check("no hot sino warm", "", "hot", "warm", false);
    check("no cocina, baño", "", "cocina", "baño", false);
    check(
        "no el viernes sino el sábado",
        "",
        "viernes",
        "sábado",
        false,
    );
    check("warm en vez de hot", "", "hot", "warm", false);
    check("cambia hot por warm", "", "hot", "warm", false);
    check("la hora es a las 10", "when", "", "a las 10", false);
    check("la hora debe ser las 10", "when", "", "las 10", false);
    let text = "cambia el mensaje a: ¡Llego tarde, perdón!";
    check(text, "message note", "", "¡Llego tarde, perdón!", false);
    for text in [
        "que diga nos vemos pronto",
        "mejor que diga nos vemos pronto",
        "haz que diga nos vemos pronto",
        "pon nos vemos pronto en su lugar",
    ] {
        check(text, "message note", "", "nos vemos pronto", false);
    }
    for text in ["sí", "déjame pensar", "john", "hola qué tal", ""] {
        let read = grammar(Lang::Es).amendment(text, &context(Lang::Es));
        assert_eq!(read, None, "{text}");
    }
    let begun = grammar(Lang::Es).amendment("no, borra a jane", &context(Lang::Es));
    assert_eq!(begun.map(|read| read.sureness), Some(Sureness::Begun));
}

#[test]
fn moves_in_spanish_are_told_apart() {
    let (grammar, context) = (grammar(Lang::Es), context(Lang::Es));
    for text in [
        "salta eso",
        "sáltalo",
        "Sáltate esa pregunta, por favor",
        "omítelo",
        "déjalo en blanco",
        "sin eso",
        "no hace falta",
    ] {
        assert!(grammar.skips(text, &context), "{text}");
    }
    for text in [
        "atrás",
        "vuelve atrás",
        "volvé atrás",
        "un paso atrás",
        "la pregunta anterior",
        "vuelve a la pregunta anterior",
    ] {
        assert!(grammar.goes_back(text, &context), "{text}");
    }
    for text in ["contéstale a jane", "salta la reunión con jane", "john"] {
        assert!(!grammar.skips(text, &context), "{text}");
        assert!(!grammar.goes_back(text, &context), "{text}");
    }
    let for_ana = Again {
        contact: Some("Ana".to_owned()),
        is_pronoun: false,
    };
    for text in [
        "lo mismo para Ana",
        "y lo mismo para Ana",
        "haz lo mismo con Ana",
        "hacé lo mismo con Ana",
        "y Ana también",
        "y a Ana también",
        "también para Ana",
        "igual para Ana",
    ] {
        let read = grammar.again(text, &context);
        assert_eq!(read, Some(for_ana.clone()), "{text}");
    }
    for text in ["¿lo mismo para ana?", "no hagas lo mismo con ana", "ana"] {
        assert_eq!(grammar.again(text, &context), None, "{text}");
    }
    for text in ["etiquétalo también", "agenda a Ana también"] {
        assert!(grammar.says_too(text, &context), "{text}");
    }
    let rest = grammar.without_same_time("agenda a Ana a la misma hora el viernes", &context);
    assert_eq!(rest.as_deref(), Some("agenda a Ana el viernes"));
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
