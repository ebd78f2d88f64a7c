//! Whatever is typed: no panic, spans on character boundaries, time in step with length.

use proptest::prelude::*;

use super::{context, read};
use crate::intents::Grammar;
use crate::intents::patterns::WORK;
use crate::nlu::date::Lang;

fn sound(text: &str) {
    let readings = [Lang::En, Lang::Es].map(|lang| read(lang, text));
    for clause in readings.iter().flat_map(|reading| &reading.clauses) {
        for span in &clause.spans {
            assert!(
                text.get(span.start..span.end).is_some(),
                "{text:?}: {span:?}"
            );
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in ".{0,200}") {
        sound(&text);
    }

    #[test]
    fn commands_in_any_order_are_read_without_a_panic(words in prop::collection::vec(
        prop::sample::select(vec![
            "text", "delete", "book", "Zoë’s", "and", "tag", "as", ":", ",", "don't", "tomorrow", "at", "2pm", "\u{1}", "\u{2}W0",
            "李雷", "jane@x.io", "$5k", "three", "hundred", "(727) 555-1234", "\"", "👍", "remind me to", "ﬁne", "e\u{301}", "?", "w/", "'s", "mándaselo", "bórrala", "de", "la", "cancelé", "¿", "señora",
        ]), 0..14)) {
        sound(&words.join(" "));
    }
}

#[test]
fn control_characters_are_no_placeholders() {
    let reading = read(Lang::En, "delete \u{2}E0 \u{1}jane");
    assert!(
        reading
            .clauses
            .iter()
            .all(|clause| !clause.slots.contains_key("email"))
    );
}

/// How many bytes templates look at to read a text of about this length, in both languages.
fn work(piece: &str, bytes: usize) -> usize {
    let text = piece.repeat(bytes / piece.len());
    let before = WORK.with(std::cell::Cell::get);
    sound(&text);
    WORK.with(std::cell::Cell::get) - before
}

#[test]
fn a_hundred_thousand_characters_take_no_more_than_linear_work() {
    for piece in [
        "text jane and tag her as vip, then book john tomorrow at 2pm if it rains ",
        "a ",
        "don't ",
        "1 ",
        "and ",
        "mándale a ana de la cruz que si no llega mañana a las 3 ya no venga y ",
        "de ",
    ] {
        // Both have more values than get a placeholder, so that the same words are left.
        let (short, long) = (work(piece, 6_000), work(piece, 18_000));
        assert!(
            3 * long <= 10 * short,
            "{piece}: {short} for 6,000 bytes, {long} for 18,000"
        );
        // What is longer than any message is not given to the templates at all.
        assert_eq!(work(piece, 100_000), 0, "{piece}");
    }
}

#[test]
fn reading_depends_on_nothing_that_was_read_or_loaded_before() {
    let sentences = [
        "text otto: the keys are ready",
        "serch contacts for ivan",
        "don't delete rosa",
        "mándale un sms a ofelia: hola",
        "agenda a otto mañana a las tres menos cuarto",
    ];
    let all = || {
        let langs = [Lang::Es, Lang::En].into_iter();
        langs
            .flat_map(|lang| sentences.map(|text| read(lang, text).json()))
            .collect::<Vec<_>>()
    };
    let first = all();
    for lang in [Lang::Es, Lang::En] {
        let other = Grammar::load_embedded(lang).unwrap_or_else(|faults| panic!("{faults}"));
        for (text, expected) in sentences
            .iter()
            .zip(&first[if lang == Lang::Es { 0 } else { 5 }..])
        {
            assert_eq!(&other.read(text, &context(lang)).json(), expected, "{text}");
        }
    }
    assert_eq!(all(), first);
}
