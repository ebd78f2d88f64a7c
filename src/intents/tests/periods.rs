//! What a direction ("before", "after", "since") makes of a period, and what of a time, a length or an
//! amount cannot be acted on.

use serde_json::{Value, json};

use super::{intents, read};
use crate::nlu::date::Lang;

/// Reads a sentence and compares its intent and its slots of time.
fn check(lang: Lang, text: &str, intent: &str, when: Value, end: Value) {
    let reading = read(lang, text);
    assert_eq!(intents(&reading), intent, "in {text:?}");
    let slots = &reading.clauses[0].slots;
    let slot = |name: &str| slots.get(name).cloned().unwrap_or_default();
    assert_eq!((slot("when"), slot("when_end")), (when, end), "in {text:?}");
}

#[test]
fn a_direction_shapes_the_period_of_what_is_to_come() {
    let tasks = |text, when, end| check(Lang::En, text, "list_tasks", when, end);
    tasks("tasks due before friday", json!(null), json!("2025-03-14"));
    tasks("tasks due by friday", json!(null), json!("2025-03-15"));
    tasks("tasks due until friday", json!(null), json!("2025-03-15"));
    tasks(
        "tasks due after friday",
        json!("2025-03-15"),
        json!("2026-03-15"),
    );
    tasks("tasks from yesterday", json!("2025-03-11"), json!(null));
    tasks("tasks due friday", json!("2025-03-14"), json!(null));
    let appointments = |text, when, end| check(Lang::En, text, "list_appointments", when, end);
    appointments(
        "appointments after 3pm tomorrow",
        json!("2025-03-13T15:00"),
        json!("2025-03-14T00:00"),
    );
    appointments(
        "appointments before noon tomorrow",
        json!("2025-03-13T00:00"),
        json!("2025-03-13T12:00"),
    );
    appointments(
        "appointments from next week",
        json!("2025-03-17"),
        json!("2025-03-24"),
    );
    let citas = |text, when, end| check(Lang::Es, text, "list_appointments", when, end);
    citas("citas antes del viernes", json!(null), json!("2025-03-14"));
    citas(
        "citas después del viernes",
        json!("2025-03-15"),
        json!("2026-03-15"),
    );
}

#[test]
fn a_direction_shapes_the_period_of_what_has_been() {
    let added = |text, when, end| check(Lang::En, text, "search_contacts", when, end);
    added(
        "contacts added before friday",
        json!(null),
        json!("2025-03-07"),
    );
    added(
        "contacts added since monday",
        json!("2025-03-10"),
        json!("2025-03-13"),
    );
    check(
        Lang::En,
        "payments after march 1",
        "list_transactions",
        json!("2025-03-02"),
        json!("2025-03-13"),
    );
}

#[test]
fn a_deadline_stays_the_day_that_was_named() {
    for text in [
        "remind me to call bob before friday",
        "remind me to call bob by friday",
    ] {
        check(
            Lang::En,
            text,
            "create_task",
            json!("2025-03-14"),
            json!(null),
        );
    }
}

#[test]
fn what_contradicts_itself_is_asked_for() {
    for (lang, text, said) in [
        (
            Lang::En,
            "book jane tuesday the 24th at 3pm",
            "tuesday the 24th at 3pm",
        ),
        (
            Lang::Es,
            "agenda con ana el martes 24 a las 3pm",
            "martes 24 a las 3pm",
        ),
        (
            Lang::En,
            "book jane tomorrow from 5 to 3",
            "tomorrow from 5 to 3",
        ),
        (Lang::En, "remind me to call jane in -3 days", "in -3 days"),
    ] {
        let reading = read(lang, text);
        let clause = &reading.clauses[0];
        let unusable = clause
            .unusable
            .as_ref()
            .map(|unusable| unusable.text.as_str());
        assert!(!clause.slots.contains_key("when"), "in {text:?}");
        assert_eq!(unusable, Some(said), "in {text:?}");
    }
}

#[test]
fn what_is_no_amount_or_length_fits_no_parameter() {
    use crate::operations::schema::canonical;
    use crate::value::Kind;
    for (lang, text, contact, slot, kind) in [
        (
            Lang::En,
            "create a deal for bob for 7 to 8k",
            "bob",
            "amount",
            Kind::Money,
        ),
        (
            Lang::En,
            "create a deal for bob for 7k, no, 8k",
            "bob",
            "amount",
            Kind::Money,
        ),
        (
            Lang::En,
            "create a deal for bob for less than 7k",
            "bob",
            "amount",
            Kind::Money,
        ),
        (
            Lang::En,
            "create a deal for bob for -500",
            "bob",
            "amount",
            Kind::Money,
        ),
        (
            Lang::Es,
            "crea una oportunidad para ana por menos de 7k",
            "ana",
            "amount",
            Kind::Money,
        ),
        (
            Lang::En,
            "book jane tomorrow at 3pm for -30 minutes",
            "jane",
            "duration_minutes",
            Kind::Minutes,
        ),
    ] {
        let reading = read(lang, text);
        let slots = &reading.clauses[0].slots;
        let said = slots
            .get(slot)
            .unwrap_or_else(|| panic!("no {slot} in {text:?}"));
        assert!(canonical(kind, said).is_err(), "{said} in {text:?}");
        assert_eq!(slots["contact"], contact, "in {text:?}");
    }
}

#[test]
fn a_zone_is_no_part_of_a_name() {
    let reading = read(Lang::En, "book marcus bell tomorrow at 3pm pst");
    let slots = &reading.clauses[0].slots;
    assert_eq!(slots["contact"], "marcus bell");
    assert_eq!(slots["when"], "2025-03-13T18:00");
}

#[test]
fn how_far_an_appointment_moves_is_no_time_to_move_it_to() {
    for (lang, text) in [
        (Lang::En, "shift bob's appointment an hour later"),
        (Lang::En, "push bob's appointment back 30 minutes"),
        (Lang::Es, "aplaza la cita de ana una semana"),
    ] {
        let reading = read(lang, text);
        let clause = &reading.clauses[0];
        assert_eq!(clause.intent, "reschedule_appointment", "{text}");
        assert!(!clause.slots.contains_key("when"), "{text}");
        assert!(!clause.slots.contains_key("duration_minutes"), "{text}");
    }
    let moved = read(
        Lang::En,
        "move bob's appointment to friday at 2 for 45 minutes",
    );
    assert_eq!(moved.clauses[0].slots["duration_minutes"], 45);
}
