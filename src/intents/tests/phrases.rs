//! What a tenant teaches, beside the folders.

use std::sync::Arc;

use super::{context, grammar, intents};
use crate::intents::{Heard, Phrase, PhraseFault, Reading, RefusalKind};
use crate::nlu::date::Lang;

fn phrase(lang: Lang, operation: &str, say: &str) -> Phrase {
    Phrase {
        id: say.to_owned(),
        lang: lang.code().to_owned(),
        operation: operation.to_owned(),
        say: say.to_owned(),
        example: String::new(),
    }
}

fn tried(operation: &str, say: &str) -> Result<Heard, PhraseFault> {
    grammar(Lang::En).try_phrase(&phrase(Lang::En, operation, say), &[])
}

/// A sentence as the tenant's people say it who taught this.
fn read_with(lang: Lang, operation: &str, say: &str, text: &str) -> Reading {
    let (grammar, taught) = (grammar(lang), phrase(lang, operation, say));
    grammar.try_phrase(&taught, &[]).unwrap();
    let (pack, faults) = grammar.pack(7, &[taught]);
    assert_eq!(faults, []);
    let mut context = context(lang);
    context.pack = Some(Arc::new(pack));
    grammar.read(text, &context)
}

#[test]
fn a_taught_sentence_is_read_with_its_slots_and_says_where_it_comes_from() {
    let reading = read_with(
        Lang::En,
        "send_sms",
        "Buzz {contact}: {message}",
        "please buzz Rosa Delgado: running late",
    );
    let clause = &reading.clauses[0];
    assert_eq!(clause.intent, "send_sms");
    assert_eq!(clause.slots["contact"], "Rosa Delgado");
    assert_eq!(clause.slots["message"], "running late");
    assert_eq!(reading.json()["pack"], 7);
    let reading = read_with(
        Lang::Es,
        "create_task",
        "anótame {title} [por favor]",
        "anótame comprar café mañana a las 10",
    );
    assert_eq!(intents(&reading), "create_task");
    assert_eq!(reading.clauses[0].slots["when"], "2025-03-13T10:00");
}

#[test]
fn guards_stand_before_what_was_taught() {
    let read = |text: &str| read_with(Lang::En, "delete_contact", "zap {contact}", text);
    assert_eq!(intents(&read("zap rosa delgado")), "delete_contact");
    for (text, kind) in [
        ("don't zap rosa delgado", RefusalKind::Negation),
        ("zap rosa delgado?", RefusalKind::Question),
        (
            "zap rosa delgado if she does not pay",
            RefusalKind::Condition,
        ),
        ("should i zap rosa delgado", RefusalKind::Question),
    ] {
        let reading = read(text);
        assert_eq!(intents(&reading), "out_of_scope", "{text}");
        let refusal = reading
            .refusal
            .unwrap_or_else(|| panic!("{text}: not refused"));
        assert_eq!(
            (refusal.kind, refusal.intent.as_str()),
            (kind, "delete_contact"),
            "{text}"
        );
    }
}

#[test]
fn what_is_not_a_phrase_is_refused_by_cause() {
    let fault = |operation: &str, say: &str| tried(operation, say).unwrap_err();
    assert!(matches!(
        fault("send_sms", "buzz {contact"),
        PhraseFault::Template(_)
    ));
    assert!(matches!(
        fault("send_sms", "buzz <nobody> {contact}"),
        PhraseFault::Template(_)
    ));
    assert_eq!(fault("send_sms", "  "), PhraseFault::Length);
    assert_eq!(fault("send_sms", &"buzz ".repeat(100)), PhraseFault::Length);
    for name in ["confirm", "undo", "fly_to_moon", "call_api"] {
        assert_eq!(
            fault(name, "buzz"),
            PhraseFault::NoOperation(name.to_owned())
        );
    }
    assert!(matches!(
        fault("send_sms", "buzz {contact} at {stage}"),
        PhraseFault::NoSlot { slot, known, .. } if slot == "stage" && known.contains(&"{contact}".to_owned())
    ));
    for say in [
        "{contact}",
        "{contact} {message}",
        "[buzz] {contact}",
        "{contact} and {message}",
    ] {
        assert_eq!(fault("send_sms", say), PhraseFault::NoWord, "{say}");
    }
    assert!(matches!(
        fault("send_sms", "the {contact}"),
        PhraseFault::Takes { .. }
    ));
}

#[test]
fn what_means_something_else_is_refused_with_the_sentence() {
    let fault = |operation: &str, say: &str| tried(operation, say).unwrap_err();
    let says = |fault: PhraseFault| match fault {
        PhraseFault::Says { sentence, intent } => (sentence, intent.unwrap_or_default()),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        says(fault("send_sms", "delete {contact}")),
        (
            "delete Rosa Delgado".to_owned(),
            "delete_contact".to_owned()
        )
    );
    assert_eq!(says(fault("list_tasks", "go ahead")).1, "confirm");
    assert_eq!(
        says(fault("list_tasks", "never mind that")).0,
        "never mind that"
    );
    assert_eq!(says(fault("list_tasks", "the second one")).1, "");
    // One of its ways is enough.
    assert_eq!(
        says(fault("send_sms", "(buzz|delete) {contact}")).1,
        "delete_contact"
    );
    assert!(matches!(
        fault("create_note", "i took {note}"),
        PhraseFault::Takes { sentence, intent, never: true } if sentence == "i took note of that" && intent == "create_note"
    ));
    assert!(matches!(
        fault("delete_contact", "do not zap {contact}"),
        PhraseFault::Guarded {
            kind: RefusalKind::Negation,
            ..
        } | PhraseFault::Unheard { .. }
    ));
}

#[test]
fn a_phrase_does_not_take_another_ones_sentences() {
    let grammar = grammar(Lang::En);
    let first = phrase(Lang::En, "delete_contact", "zap {contact} now");
    assert!(grammar.try_phrase(&first, &[]).is_ok());
    let second = phrase(Lang::En, "create_task", "zap rosa delgado now");
    let fault = grammar.try_phrase(&second, std::slice::from_ref(&first));
    assert!(
        matches!(&fault, Err(PhraseFault::Says { intent: Some(intent), .. }) if intent == "delete_contact"),
        "{fault:?}"
    );
    let third = phrase(Lang::En, "create_task", "zap rosa {title}");
    let fault = grammar.try_phrase(&third, std::slice::from_ref(&first));
    assert!(fault.is_err(), "{fault:?}");
    let other = phrase(Lang::En, "create_task", "jot up {title}");
    assert!(grammar.try_phrase(&other, &[first]).is_ok());
}

#[test]
fn whatever_is_written_as_a_template_is_answered() {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        "|",
        "<",
        ">",
        ":",
        "=",
        "#",
        "{contact}",
        "zap",
        "ñandú",
        " ",
        "\u{8}",
        "{title={_}}",
        "0",
    ];
    let mut seed = 7_usize;
    for _ in 0..2_000 {
        let mut say = String::new();
        for _ in 0..seed % 7 + 1 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            say.push_str(pieces[(seed >> 33) % pieces.len()]);
        }
        let taught = phrase(Lang::En, "create_task", &say);
        let (_, faults) = grammar(Lang::En).pack(1, std::slice::from_ref(&taught));
        assert!(faults.len() <= 1, "{say}");
    }
}
