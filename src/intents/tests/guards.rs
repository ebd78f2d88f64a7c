//! What is named and not done.

use crate::intents::RefusalKind;
use crate::nlu::date::Lang;

fn read(text: &str) -> super::Reading {
    super::read(Lang::En, text)
}

fn refused(text: &str, kind: RefusalKind, intent: &str) {
    super::refused(Lang::En, text, kind, intent);
}

#[test]
fn negations_are_refused() {
    refused(
        "don't delete wanda",
        RefusalKind::Negation,
        "delete_contact",
    );
    refused(
        "please do not text hector: hi",
        RefusalKind::Negation,
        "send_sms",
    );
    refused(
        "wait, never tag leroy as cold",
        RefusalKind::Negation,
        "add_tags",
    );
    refused(
        "i don't want to book denise tomorrow at 3pm",
        RefusalKind::Negation,
        "book_appointment",
    );
    assert_eq!(
        read("don't delete wanda").refusal.unwrap().slots["contact"],
        "wanda"
    );
}

#[test]
fn questions_about_an_action_are_refused() {
    refused("should i text wanda?", RefusalKind::Question, "send_sms");
    refused(
        "is it ok to delete hector",
        RefusalKind::Question,
        "delete_contact",
    );
    refused(
        "what happens if i delete leroy?",
        RefusalKind::Question,
        "delete_contact",
    );
    refused("delete wanda?", RefusalKind::Question, "delete_contact");
}

#[test]
fn conditions_the_past_and_quotations_are_refused() {
    refused(
        "if wanda calls, text her the address",
        RefusalKind::Condition,
        "send_sms",
    );
    refused(
        "delete hector if he does not pay",
        RefusalKind::Condition,
        "delete_contact",
    );
    refused("i already texted wanda", RefusalKind::Past, "send_sms");
    refused("\"delete wanda\"", RefusalKind::Remark, "delete_contact");
}

#[test]
fn a_polite_request_is_no_question_and_forgetting_no_negation() {
    for text in [
        "can you delete wanda?",
        "could you please delete wanda",
        "would you mind deleting wanda?",
    ] {
        assert_eq!(super::intents(&read(text)), "delete_contact", "{text}");
    }
    super::check("don't forget to text wanda", "create_task");
}
