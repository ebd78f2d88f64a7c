//! Spanish sentences that stand in no file of `intents/es`, and what the language needs of its own.

use serde_json::Value;

use super::{GRAMMARS, faults, intents, refused};
use crate::intents::{RefusalKind, answer_line};
use crate::nlu::date::Lang;
use crate::value::{Kind, Resource};

fn read(text: &str) -> super::Reading {
    super::read(Lang::Es, text)
}

#[test]
fn sentences_of_every_kind_are_read_as_meant() {
    let faults = faults(Lang::Es, include_str!("sentences_es.txt"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn negations_are_refused() {
    let no = |text, intent| refused(Lang::Es, text, RefusalKind::Negation, intent);
    no("no borres a ramiro", "delete_contact");
    no("por favor no le mandes un sms a ramiro", "send_sms");
    no("nunca etiquetes a ofelia como frio", "add_tags");
    assert_eq!(
        read("no borres a ramiro").refusal.unwrap().slots["contact"],
        "ramiro"
    );
}

#[test]
fn questions_about_an_action_are_refused() {
    let asks = |text, intent| refused(Lang::Es, text, RefusalKind::Question, intent);
    asks("¿debería borrar a ramiro?", "delete_contact");
    asks("esta bien si borro a ramiro", "delete_contact");
    asks("¿qué pasa si elimino a ofelia?", "delete_contact");
    asks("¿borra a ramiro?", "delete_contact");
}

#[test]
fn conditions_the_past_and_quotations_are_refused() {
    let kind = |text, kind, intent| refused(Lang::Es, text, kind, intent);
    kind(
        "si ramiro no paga, bórralo",
        RefusalKind::Condition,
        "delete_contact",
    );
    kind(
        "elimina a ofelia en caso de que no pague",
        RefusalKind::Condition,
        "delete_contact",
    );
    kind("ya borré a ramiro", RefusalKind::Past, "delete_contact");
    kind(
        "ayer cancelé la cita de ofelia",
        RefusalKind::Past,
        "cancel_appointment",
    );
    kind(
        "he etiquetado a ofelia como vip",
        RefusalKind::Past,
        "add_tags",
    );
    kind("\"borra a ramiro\"", RefusalKind::Remark, "delete_contact");
}

#[test]
fn an_accent_tells_a_report_from_a_command() {
    assert_eq!(intents(&read("cancelé la cita de ofelia")), "out_of_scope");
    assert_eq!(
        intents(&read("cancele la cita de ofelia")),
        "cancel_appointment"
    );
    assert_eq!(intents(&read("borró a ramiro")), "out_of_scope");
    assert_eq!(intents(&read("borrá a ramiro")), "delete_contact");
}

#[test]
fn a_polite_request_is_no_question_and_forgetting_no_negation() {
    for text in [
        "¿puedes borrar a ramiro?",
        "¿me podrías borrar a ramiro por favor?",
        "quiero que borres a ramiro",
        "necesito borrar a ramiro",
        "hola, me borras a ramiro porfa",
        "¿te importaría borrar a ramiro?",
    ] {
        assert_eq!(intents(&read(text)), "delete_contact", "{text}");
    }
    for text in [
        "no olvides llamar a ramiro",
        "que no se me olvide llamar a ramiro",
        "no te olvides de recordarme llamar a ramiro",
    ] {
        assert_eq!(intents(&read(text)), "create_task", "{text}");
    }
}

#[test]
fn content_is_content() {
    let says = |text: &str, slot: &str, content: &str| {
        let reading = read(text);
        let clause = reading.clauses.first();
        let said = clause.and_then(|clause| clause.slots.get(slot));
        assert_eq!(said.and_then(Value::as_str), Some(content), "{text}");
    };
    says(
        "manda un sms a ramiro: NO borres esto, nos vemos el viernes",
        "message",
        "NO borres esto, nos vemos el viernes",
    );
    says(
        "mándale un correo a ofelia diciendo si puedes, llámame",
        "message",
        "si puedes, llámame",
    );
    says(
        "manda un sms a ramiro: ¿sigues interesado?",
        "message",
        "¿sigues interesado?",
    );
    says(
        "agrega una nota a ramiro: cancela todo mañana",
        "note",
        "cancela todo mañana",
    );
}

#[test]
fn a_pronoun_glued_to_a_verb_means_somebody_named_before() {
    let pronoun = |text: &str| {
        let reading = read(text);
        let clause = reading.clauses.first().cloned();
        clause.and_then(|clause| clause.pronoun)
    };
    assert_eq!(pronoun("bórralo").as_deref(), Some("lo"));
    assert_eq!(pronoun("etiquétala como vip").as_deref(), Some("la"));
    assert_eq!(pronoun("mándale un sms").as_deref(), Some("le"));
    assert_eq!(pronoun("mándale un sms a ofelia"), None);
    let reading = read("crea el contacto Ramiro Luna ramiro@luna.mx y mándale un sms: hola");
    assert_eq!(reading.clauses[1].slots["contact"], "Ramiro Luna");
    assert_eq!(reading.clauses[1].pronoun, None);
}

#[test]
fn names_have_small_words_and_titles() {
    let contact = |text: &str| {
        let reading = read(text);
        let clause = reading.clauses.first().cloned();
        clause.and_then(|clause| clause.slots.get("contact")?.as_str().map(str::to_owned))
    };
    for (text, name) in [
        ("cancela la cita de María de la Cruz", "María de la Cruz"),
        ("cancela la cita de maria de la cruz", "maria de la cruz"),
        ("borra a la señora Dolores Luna", "Dolores Luna"),
        ("borra al dr. Ramiro del Valle", "Ramiro del Valle"),
        ("borra a doña inés", "inés"),
        ("elimina a José Ortega y Luna", "José Ortega y Luna"),
    ] {
        assert_eq!(contact(text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn answers_to_questions_are_values_of_their_kind() {
    let answer = |text: &str, kind: Kind| {
        let context = super::context(Lang::Es);
        let value = super::grammar(Lang::Es).read_answer(text, kind, &context);
        value.map(|value| value.to_string())
    };
    let contact = Kind::Ref(Resource::Contact);
    assert_eq!(
        answer("para la señora Luna", contact).as_deref(),
        Some("\"Luna\"")
    );
    assert_eq!(answer("es ramiro", contact).as_deref(), Some("\"ramiro\""));
    assert_eq!(
        answer("golf y #renovación", Kind::Tags).as_deref(),
        Some("[\"golf\",\"renovación\"]")
    );
}

#[test]
fn each_line_is_read_in_its_own_language() {
    let intent = |text: &str, lang: &str| {
        let line = serde_json::json!({"id": 1, "text": text, "lang": lang, "reference": "2025-03-12T09:00"});
        answer_line(&GRAMMARS, &line.to_string())["intent"].clone()
    };
    assert_eq!(intent("borra a ramiro", "es"), "delete_contact");
    assert_eq!(intent("delete ramiro", "en"), "delete_contact");
    assert_eq!(intent("delete ramiro", "es"), "out_of_scope");
    assert_eq!(intent("borra a ramiro", "en"), "out_of_scope");
}
