//! Values said in each language.

use std::ops::Range;

use super::super::date::{Lang, Now};
use super::{Seen, find};

/// Reads a folded text and compares a short form of all values.
fn check(lang: Lang, text: &str, expected: &str) {
    let mut words: Vec<Range<usize>> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        // a sign is a mark of its own
        let bare = word.trim_start_matches('-');
        let start = bare.as_ptr() as usize - text.as_ptr() as usize;
        words.push(start..start + bare.len());
    }
    let now = Now {
        local: "2025-03-12T09:00:00".parse().expect("a local time"),
        zone: chrono_tz::America::New_York,
    };
    let short: Vec<String> = find(text, &words, lang, &now)
        .iter()
        .map(|(range, seen)| {
            let said = match seen {
                Seen::Email(text) | Seen::Phone(text) => text.clone(),
                Seen::Money(amount) => format!("money {amount}"),
                Seen::Number(number) => format!("number {number}"),
                Seen::Vague(_) => "vague".to_owned(),
                Seen::When(when) => when.start.to_string(),
                Seen::Length(seconds) => format!("{seconds}s"),
            };
            format!("{said} <{}>", &text[range.clone()])
        })
        .collect();
    assert_eq!(short.join("; "), expected, "in {text:?}");
}

#[test]
fn spanish_amounts_in_words() {
    let check = |text, expected| check(Lang::Es, text, expected);
    check("por dos mil dolares", "money 2000 <dos mil dolares>");
    check("veinticinco mil", "number 25000 <veinticinco mil>");
    check("ochocientos pesos", "money 800 <ochocientos pesos>");
    check("mil quinientos", "number 1500 <mil quinientos>");
    check("ciento veinte mil", "number 120000 <ciento veinte mil>");
    check("treinta y dos mil", "number 32000 <treinta y dos mil>");
    check("dos millones", "number 2000000 <dos millones>");
    check(
        "tres mil doscientos cuarenta y cinco euros",
        "money 3245 <tres mil doscientos cuarenta y cinco euros>",
    );
    check("una cita", "");
}

#[test]
fn spanish_amounts_in_digits() {
    let check = |text, expected| check(Lang::Es, text, expected);
    check("2 mil", "money 2000 <2 mil>");
    check("por 7k", "money 7000 <7k>");
    check("son 1.500,50 euros", "money 1500.5 <1.500,50 euros>");
    check("son 1,500.50 pesos", "money 1500.5 <1,500.50 pesos>");
    check("$1.500", "money 1500 <$1.500>");
    check("2.5 millones", "money 2500000 <2.5 millones>");
    check("2,5 mil", "money 2500 <2,5 mil>");
    check("1.250.000 pesos", "money 1250000 <1.250.000 pesos>");
    check("por 2000", "number 2000 <2000>");
    check("version 3.2.1", "");
}

#[test]
fn spanish_addresses_in_words() {
    let check = |text: &str, expected: &str| check(Lang::Es, text, expected);
    check(
        "a juan arroba gmail punto com",
        "juan@gmail.com <juan arroba gmail punto com>",
    );
    check(
        "es ana punto ruiz guion bajo 2 arroba correo punto com punto mx",
        "ana.ruiz_2@correo.com.mx <ana punto ruiz guion bajo 2 arroba correo punto com punto mx>",
    );
    check(
        "su numero es cinco cinco uno dos tres cuatro cinco seis siete ocho",
        "5512345678 <cinco cinco uno dos tres cuatro cinco seis siete ocho>",
    );
    check("llama al 612 345 678", "612 345 678 <612 345 678>");
    for said in [
        "55 1234 5678",
        "+52 55 1234 5678",
        "+34 612 34 56 78",
        "91 123 45 67",
        "011 4123-4567",
        "11 2345-6789",
        "+54 9 11 2345 6789",
    ] {
        let expected = format!("{said} <{said}>");
        check(&format!("quien es {said}"), &expected);
    }
}

#[test]
fn english_stays_english() {
    let check = |text, expected| check(Lang::En, text, expected);
    check("two mil", "number 2000000 <two mil>");
    check(
        "two thousand five hundred dollars",
        "money 2500 <two thousand five hundred dollars>",
    );
    check("$1,500.50", "money 1500.5 <$1,500.50>");
    check(
        "john dot smith at gmail dot com",
        "john.smith@gmail.com <john dot smith at gmail dot com>",
    );
    check("juan arroba gmail punto com", "");
}

#[test]
fn months_that_are_names_need_a_word_that_dates_them() {
    check(Lang::Es, "llama a julio", "");
    check(Lang::Es, "en julio", "2025-07-01 00:00:00 <en julio>");
    check(Lang::Es, "publica ahora", "");
}

#[test]
fn a_comma_before_other_than_three_digits_is_a_decimal_mark() {
    for lang in Lang::ALL {
        check(lang, "por 1,5k", "money 1500 <1,5k>");
        check(lang, "$1,500", "money 1500 <$1,500>");
    }
    check(Lang::Es, "por 1.500", "number 1500 <1.500>");
    check(Lang::En, "for 1.5k", "money 1500 <1.5k>");
    check(Lang::En, "for 12,50", "number 12.5 <12,50>");
}

#[test]
fn a_range_a_bound_or_a_choice_is_no_amount() {
    let check = |lang, lead: &str, said: &str| {
        check(lang, &format!("{lead} {said}"), &format!("vague <{said}>"));
    };
    for said in [
        "7 to 8k",
        "7k or 8k",
        "$7k to $8k",
        "less than 7k",
        "more than $500",
        "between 7k and 8k",
        "at least 500",
        "7-8k",
        "500 or 600",
        "-500",
        "-5k",
        "-$500",
        "minus 5k",
        "minus 50",
    ] {
        check(Lang::En, "for", said);
    }
    for said in [
        "menos de 7k",
        "7k o 8k",
        "7 a 8k",
        "mas de 500 pesos",
        "entre 7k y 8k",
        "-500",
        "menos 5k",
    ] {
        check(Lang::Es, "por", said);
    }
}

#[test]
fn two_amounts_that_are_no_choice_stay_two() {
    check(
        Lang::En,
        "from 5k to 7k",
        "money 5000 <5k>; money 7000 <7k>",
    );
    check(Lang::Es, "de 5k a 7k", "money 5000 <5k>; money 7000 <7k>");
    check(Lang::En, "up to 9500", "number 9500 <9500>");
    check(Lang::En, "7k and 8k", "money 7000 <7k>; money 8000 <8k>");
}

#[test]
fn many_values_are_found_in_order_and_apart() {
    let text = "5k at 3pm ana@example.com ".repeat(400);
    let words: Vec<Range<usize>> = text
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            start..start + word.len()
        })
        .collect();
    let now = Now {
        local: "2025-03-12T09:00:00".parse().expect("a local time"),
        zone: chrono_tz::America::New_York,
    };
    let found = find(&text, &words, Lang::En, &now);
    assert_eq!(found.len(), 1200);
    assert!(found.is_sorted_by(|a, b| a.0.end <= b.0.start));
}

#[test]
fn an_address_in_words_has_no_endless_host() {
    let text = format!("ana at x{}", " dot com".repeat(30));
    check(
        Lang::En,
        &text,
        "ana@x.com.com.com.com.com.com.com <ana at x dot com dot com dot com dot com dot com dot com dot com>",
    );
}
