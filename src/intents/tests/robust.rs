//! Whatever is typed: no panic, spans on character boundaries, time in step with length.

use std::time::Instant;

use proptest::prelude::*;

use super::read;
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

#[test]
fn a_hundred_thousand_characters_take_no_longer_than_a_moment() {
    let once = "text jane and tag her as vip, then book john tomorrow at 2pm if it rains ";
    for text in [
        once.repeat(1_400),
        "a ".repeat(50_000),
        "don't ".repeat(16_000),
        "1 ".repeat(9_000),
        "and ".repeat(4_500),
        "mándale a ana de la cruz que si no llega mañana a las 3 ya no venga y ".repeat(1_300),
        "de ".repeat(6_000),
    ] {
        let start = Instant::now();
        sound(&text);
        assert!(
            start.elapsed().as_secs() < 20,
            "{} bytes took {:?}",
            text.len(),
            start.elapsed()
        );
    }
}
