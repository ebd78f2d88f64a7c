//! What is found in a sentence, one line a case, and what holds for any sentence.

mod dates;
mod nothing;
mod periods;
mod properties;
mod said;
mod spanish;
mod times;

use super::{Conflict, Found, Grain, Lang, Modifier, Now, read};

/// A Wednesday morning in a week without a change of clocks.
const NOW: &str = "2025-03-12T09:00:00";

fn now(local: &str) -> Now {
    Now {
        local: local.parse().expect("a local time"),
        zone: chrono_tz::America::New_York,
    }
}

/// Reads `text` at [`NOW`] and compares a short form of all that was found.
///
/// A time is `2025-03-13 14:00`, a day without one `2025-03-13`, an end follows after `..`, a length is
/// `1800s`; modifier, repetition and conflict follow as words; expressions are joined by `; `.
fn check(text: &str, expected: &str) {
    check_at(NOW, text, expected);
}

fn check_at(local: &str, text: &str, expected: &str) {
    let found = read(text, Lang::En, &now(local));
    let short: Vec<String> = found.iter().map(short).collect();
    assert_eq!(short.join("; "), expected, "in {text:?}");
}

fn short(found: &Found) -> String {
    let when = match found {
        Found::Length(length) => return format!("{}s", length.seconds),
        Found::When(when) => when,
    };
    let time = |at: chrono::NaiveDateTime| {
        let seconds = when.grain == Grain::Second;
        let form = match when.has_time {
            true if seconds => "%Y-%m-%d %H:%M:%S",
            true => "%Y-%m-%d %H:%M",
            false => "%Y-%m-%d",
        };
        at.format(form).to_string()
    };
    let mut short = time(when.start);
    if let Some(end) = when.end {
        short += &format!("..{}", time(end));
    }
    if let Some(modifier) = when.modifier {
        short += match modifier {
            Modifier::Before => " before",
            Modifier::After => " after",
            Modifier::Since => " since",
            Modifier::Until => " until",
            Modifier::By => " by",
            Modifier::From => " from",
            Modifier::Through => " through",
        };
    }
    if let Some(repeats) = &when.recurrence {
        short += &format!(" every {} {:?}", repeats.every, repeats.unit);
        for weekday in &repeats.weekdays {
            short += &format!(" {weekday}");
        }
    }
    match when.conflict {
        Some(Conflict::Weekday { said }) => short += &format!(" is no {said}"),
        Some(Conflict::NoSuchDay { day }) => short += &format!(" has no {day}"),
        Some(Conflict::Backwards) => short += " leads back",
        None => {}
    }
    short
}

/// The words of each expression, by their spans.
fn spans(text: &str) -> Vec<&str> {
    let span = |found: &Found| match found {
        Found::When(when) => when.span.clone(),
        Found::Length(length) => length.span.clone(),
    };
    read(text, Lang::En, &now(NOW))
        .iter()
        .map(|f| &text[span(f)])
        .collect()
}

#[test]
fn spans_cover_the_expression_and_its_direction() {
    assert_eq!(
        spans("book jane on friday at 3pm for 45 minutes please"),
        ["friday at 3pm", "45 minutes"]
    );
    assert_eq!(spans("finish it by next tuesday, ok?"), ["by next tuesday"]);
    assert_eq!(spans("¿café? in 2 hours — ok"), ["in 2 hours"]);
    assert_eq!(
        spans("see john’s note from may 5th to the 9th"),
        ["from may 5th to the 9th"]
    );
}

#[test]
fn lead_tells_where_the_words_in_front_start() {
    let text = "remind me on friday";
    let found = read(text, Lang::En, &now(NOW));
    let Some(Found::When(when)) = found.first() else {
        panic!("no date in {text:?}")
    };
    assert_eq!(
        (&text[when.span.clone()], &text[when.lead..]),
        ("friday", "on friday")
    );
}

#[test]
fn has_time_and_has_date_say_what_was_said() {
    let said = |text: &str| match read(text, Lang::En, &now(NOW)).first() {
        Some(Found::When(when)) => (when.has_date, when.has_time),
        _ => panic!("no date in {text:?}"),
    };
    assert_eq!(said("at 5pm"), (false, true));
    assert_eq!(said("tomorrow"), (true, false));
    assert_eq!(said("tomorrow at 5pm"), (true, true));
    assert_eq!(said("in 20 minutes"), (true, true));
    assert_eq!(said("in 20 days"), (true, false));
}
