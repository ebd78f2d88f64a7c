//! What holds for any date and any text.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use proptest::prelude::*;

use super::super::token::Tokens;
use super::super::{Found, Lang, Now, forms, read, read_tokens};

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "february",
    "March",
    "april",
    "May",
    "june",
    "july",
    "AUGUST",
    "september",
    "october",
    "november",
    "december",
];

/// Days of forty years, with leap days, ends of years and changes of clocks among them.
fn days() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day");
    (0..14_610_u64).prop_map(move |n| first + Days::new(n))
}

fn times() -> impl Strategy<Value = (u32, u32)> {
    (0..24_u32, 0..60_u32)
}

fn only(text: &str, now: NaiveDateTime) -> Option<(NaiveDateTime, bool, bool)> {
    only_in(Lang::En, text, now)
}

fn only_in(lang: Lang, text: &str, now: NaiveDateTime) -> Option<(NaiveDateTime, bool, bool)> {
    let now = Now {
        local: now,
        zone: chrono_tz::America::New_York,
    };
    match read(text, lang, &now).as_slice() {
        [Found::When(w)] if w.span == (0..text.len()) => {
            Some((w.start, w.has_time, w.conflict.is_some()))
        }
        _ => None,
    }
}

pub(super) fn ordinal(n: u32) -> String {
    let end = match (n % 10, n / 10) {
        (1, t) if t != 1 => "st",
        (2, t) if t != 1 => "nd",
        (3, t) if t != 1 => "rd",
        _ => "th",
    };
    format!("{n}{end}")
}

fn said_clock(hour: u32, minute: u32, form: u8) -> String {
    let half = if hour < 12 { "am" } else { "pm" };
    let dial = (hour + 11) % 12 + 1;
    match form % 3 {
        0 => format!("{dial}:{minute:02}{half}"),
        1 => format!("{hour:02}:{minute:02}"),
        _ => format!("{dial}:{minute:02} {}.m.", &half[..1]),
    }
}

pub(super) const SPANISH_MONTHS: [&str; 12] = [
    "enero",
    "Febrero",
    "marzo",
    "ABRIL",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

pub(super) const SPANISH_DAYS: [&str; 7] = [
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "Sabado",
    "domingo",
];

/// A number up to 9999 as it is said in Spanish.
pub(super) fn spanish(n: u32) -> String {
    const SMALL: [&str; 30] = [
        "cero",
        "uno",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciséis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
        "veintiuno",
        "veintidós",
        "veintitrés",
        "veinticuatro",
        "veinticinco",
        "veintiséis",
        "veintisiete",
        "veintiocho",
        "veintinueve",
    ];
    const TENS: [&str; 10] = [
        "",
        "",
        "",
        "treinta",
        "cuarenta",
        "cincuenta",
        "sesenta",
        "setenta",
        "ochenta",
        "noventa",
    ];
    const HUNDREDS: [&str; 10] = [
        "",
        "ciento",
        "doscientos",
        "trescientos",
        "cuatrocientos",
        "quinientos",
        "seiscientos",
        "setecientos",
        "ochocientos",
        "novecientos",
    ];
    match n {
        0..=29 => SMALL[n as usize].to_owned(),
        30..=99 if n.is_multiple_of(10) => TENS[n as usize / 10].to_owned(),
        30..=99 => format!("{} y {}", TENS[n as usize / 10], SMALL[n as usize % 10]),
        100 => "cien".to_owned(),
        101..=999 if n.is_multiple_of(100) => HUNDREDS[n as usize / 100].to_owned(),
        101..=999 => format!("{} {}", HUNDREDS[n as usize / 100], spanish(n % 100)),
        _ => {
            let thousands = if n < 2000 {
                "mil".to_owned()
            } else {
                format!("{} mil", spanish(n / 1000))
            };
            if n.is_multiple_of(1000) {
                thousands
            } else {
                format!("{thousands} {}", spanish(n % 1000))
            }
        }
    }
}

/// A time as it is said in Spanish, with the part of the day.
fn spanish_clock(hour: u32, minute: u32, form: u8) -> String {
    let part = match hour {
        0..=5 => "de la madrugada",
        6..=11 => "de la mañana",
        12 => "del mediodía",
        13..=19 => "de la tarde",
        _ => "de la noche",
    };
    let dial = (hour + 11) % 12 + 1;
    let article = |hour: u32| if hour == 1 { "la" } else { "las" };
    let said_hour = |hour: u32| {
        if hour == 1 {
            "una".to_owned()
        } else {
            spanish(hour)
        }
    };
    match form % 4 {
        0 => format!("{} {dial}:{minute:02} {part}", article(dial)),
        1 => format!("las {hour:02}:{minute:02}"),
        2 => {
            let minutes = match minute {
                0 => String::new(),
                15 => " y cuarto".to_owned(),
                30 => " y media".to_owned(),
                n => format!(" y {}", spanish(n)),
            };
            format!("{} {}{minutes} {part}", article(dial), said_hour(dial))
        }
        _ => {
            let half = if hour < 12 { "a. m." } else { "p. m." };
            format!("{} {dial}:{minute:02} {half}", article(dial))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_full_date_in_spanish_is_read_back(day in days(), now in days(), form in 0..6_u8) {
        let (y, m, d, name) = (day.year(), day.month(), day.day(), SPANISH_MONTHS[day.month0() as usize]);
        let text = match form {
            0 => format!("{d} de {name} de {y}"),
            1 => format!("{d} de {name} del {y}"),
            2 => format!("{} de {name} de {}", spanish(d), spanish(y as u32)),
            3 => format!("{d}/{m}/{y}"),
            4 => format!("{name} {d}, {y}"),
            _ => format!("{} {d} de {name} de {y}", SPANISH_DAYS[day.weekday().num_days_from_monday() as usize]),
        };
        let now = now.and_hms_opt(9, 0, 0).expect("a time");
        prop_assert_eq!(only_in(Lang::Es, &text, now), Some((day.and_hms_opt(0, 0, 0).expect("a time"), false, false)), "{}", text);
    }

    #[test]
    fn a_date_with_a_time_in_spanish_is_read_back(day in days(), (hour, minute) in times(), form in 0..4_u8, turned: bool) {
        let clock = spanish_clock(hour, minute, form);
        let date = format!("{} de {} de {}", day.day(), SPANISH_MONTHS[day.month0() as usize], day.year());
        let text = if turned { format!("{clock} del {date}") } else { format!("{date} a {clock}") };
        let now = NaiveDate::from_ymd_opt(2025, 3, 12).and_then(|d| d.and_hms_opt(9, 0, 0)).expect("a time");
        let read = read(&text, Lang::Es, &Now { local: now, zone: chrono_tz::America::New_York });
        let [Found::When(when)] = read.as_slice() else {
            return Err(TestCaseError::fail(format!("{text}: {read:?}")));
        };
        prop_assert_eq!((when.start, when.has_time), (day.and_hms_opt(hour, minute, 0).expect("a time"), true), "{}", text);
    }

    #[test]
    fn a_spanish_date_without_a_year_is_the_coming_one(day in days(), now in days()) {
        let text = format!("{} de {}", day.day(), SPANISH_MONTHS[day.month0() as usize]);
        let (start, _, conflict) = only_in(Lang::Es, &text, now.and_hms_opt(23, 30, 0).expect("a time")).expect("a date");
        prop_assert!(!conflict && start.date() >= now && start.date() < now + Days::new(8 * 366));
        prop_assert_eq!((start.month(), start.day()), (day.month(), day.day()));
    }

    #[test]
    fn a_spanish_weekday_is_within_the_coming_week(now in days(), which in 0..7_u64, (hour, _) in times()) {
        let weekday = (now + Days::new(which)).weekday();
        let text = SPANISH_DAYS[weekday.num_days_from_monday() as usize];
        let (start, ..) = only_in(Lang::Es, text, now.and_hms_opt(hour, 0, 0).expect("a time")).expect("a day");
        let ahead = (start.date() - now).num_days();
        prop_assert!(start.weekday() == weekday && (1..=7).contains(&ahead), "{} days", ahead);
    }

    #[test]
    fn spanish_distances_are_counted_on_the_calendar(now in days(), count in 1..400_u32, words: bool, (hour, minute) in times()) {
        let at = now.and_hms_opt(hour, minute, 0).expect("a time");
        let said = match (words, count) {
            (true, 2..) if count % 10 != 1 || count == 11 => spanish(count),
            _ => count.to_string(),
        };
        let ahead = only_in(Lang::Es, &format!("en {said} días"), at).expect("a day").0;
        let back = only_in(Lang::Es, &format!("hace {said} dias"), at).expect("a day").0;
        let days = Days::new(u64::from(count));
        prop_assert_eq!((ahead.date(), back.date()), (now + days, now - days));
    }

    #[test]
    fn a_spanish_time_alone_is_the_next_one(now in days(), (hour, minute) in times(), (h, m) in times(), form in 0..4_u8) {
        let at = now.and_hms_opt(hour, minute, 0).expect("a time");
        let text = format!("a {}", spanish_clock(h, m, form));
        let (start, ..) = only_in(Lang::Es, &text, at).ok_or_else(|| TestCaseError::fail(text.clone()))?;
        prop_assert!(start > at && start <= at + Days::new(1), "{}: {}", text, start);
        prop_assert_eq!((start.hour(), start.minute()), (h, m), "{}", text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_full_date_is_read_back(day in days(), now in days(), form in 0..6_u8) {
        let (y, m, d, name) = (day.year(), day.month(), day.day(), MONTHS[day.month0() as usize]);
        let text = match form {
            0 => format!("{name} {d}, {y}"),
            1 => format!("{name} {} {y}", ordinal(d)),
            2 => format!("the {} of {name} {y}", ordinal(d)).split_off(4),
            3 => format!("{m}/{d}/{y}"),
            4 => day.format("%Y-%m-%d").to_string(),
            _ => format!("{}, {d} {name} {y}", day.format("%A")),
        };
        let now = now.and_hms_opt(9, 0, 0).expect("a time");
        prop_assert_eq!(only(&text, now), Some((day.and_hms_opt(0, 0, 0).expect("a time"), false, false)), "{}", text);
    }

    #[test]
    fn a_date_with_a_time_is_read_back(day in days(), (hour, minute) in times(), form in 0..3_u8, turned: bool) {
        let clock = said_clock(hour, minute, form);
        let date = format!("{} {} {}", MONTHS[day.month0() as usize], day.day(), day.year());
        let text = if turned { format!("{clock} on {date}") } else { format!("{date} at {clock}") };
        let now = NaiveDate::from_ymd_opt(2025, 3, 12).and_then(|d| d.and_hms_opt(9, 0, 0)).expect("a time");
        prop_assert_eq!(only(&text, now), Some((day.and_hms_opt(hour, minute, 0).expect("a time"), true, false)), "{}", text);
    }

    #[test]
    fn a_date_without_a_year_is_the_coming_one(day in days(), now in days()) {
        let text = format!("{} {}", MONTHS[day.month0() as usize], ordinal(day.day()));
        let (start, _, conflict) = only(&text, now.and_hms_opt(23, 30, 0).expect("a time")).expect("a date");
        prop_assert!(!conflict && start.date() >= now && start.date() < now + Days::new(8 * 366));
        prop_assert_eq!((start.month(), start.day()), (day.month(), day.day()));
    }

    #[test]
    fn a_weekday_is_within_the_coming_week(now in days(), which in 0..7_u64, (hour, _) in times()) {
        let weekday = (now + Days::new(which)).weekday();
        let text = (now + Days::new(which)).format("%A").to_string();
        let (start, ..) = only(&text, now.and_hms_opt(hour, 0, 0).expect("a time")).expect("a day");
        prop_assert_eq!(start.weekday(), weekday);
        let ahead = (start.date() - now).num_days();
        prop_assert!((1..=7).contains(&ahead), "{} days", ahead);
    }

    #[test]
    fn days_ahead_and_back_are_counted_on_the_calendar(now in days(), count in 1..400_u64, (hour, minute) in times()) {
        let at = now.and_hms_opt(hour, minute, 0).expect("a time");
        let ahead = only(&format!("in {count} days"), at).expect("a day").0;
        let back = only(&format!("{count} days ago"), at).expect("a day").0;
        prop_assert_eq!((ahead.date(), back.date()), (now + Days::new(count), now - Days::new(count)));
    }

    #[test]
    fn a_time_alone_is_the_next_one(now in days(), (hour, minute) in times(), (h, m) in times()) {
        let at = now.and_hms_opt(hour, minute, 0).expect("a time");
        let (start, ..) = only(&said_clock(h, m, 0), at).expect("a time");
        prop_assert!(start > at && start <= at + Days::new(1));
        prop_assert_eq!((start.hour(), start.minute()), (h, m));
    }

    #[test]
    fn no_text_panics_or_tears_a_character(text in any::<String>()) {
        sound(&text, Lang::En)?;
        sound(&text, Lang::Es)?;
    }

    #[test]
    fn no_mix_of_words_of_time_panics(words in proptest::collection::vec(word(), 0..14)) {
        sound(&words.concat(), Lang::En)?;
    }

    #[test]
    fn no_mix_of_spanish_words_of_time_panics(words in proptest::collection::vec(spanish_word(), 0..14)) {
        sound(&words.concat(), Lang::Es)?;
    }
}

/// Words, numbers and marks that the forms look for.
const KNOWN: &str = "next last this the of week friday sun may march 31 30 29 feb 0 99 2025 9999 999999999 \
    99999999999 at on in from to - / : . , pm a.m. half past quarter minus max most up est utc pacific standard time three twenty hundred \
    thousand second first st th every other day days months years century hours ago before \
    after between and a tonight morning noon midnight now today tomorrow until since by end \
    rest later + ' ’ é \u{301} \u{200b} 한 T Z @ $";

/// The same in Spanish.
const KNOWN_SPANISH: &str = "próximo pasado última este la el las los del al de a y o semana viernes mar dom mayo \
    marzo julio 31 30 29 0 99 2025 9999 999999999 99999999999 en desde hasta entre para por - / : . , pm a.m. media \
    cuarto menos tres veinte cien mil segundo primer cada todos otro día días mes años siglo horas hace antes después \
    que viene fin mañana noche mediodía medianoche ahora hoy pasado hora central méxico utc máximo no más ayer finales resto tarde h º é \u{301} \u{200b} \
    한 T Z @ $";

fn word() -> impl Strategy<Value = String> {
    one_of(KNOWN)
}

fn spanish_word() -> impl Strategy<Value = String> {
    one_of(KNOWN_SPANISH)
}

/// One of the words, glued to the one before or apart.
fn one_of(words: &'static str) -> impl Strategy<Value = String> {
    (
        proptest::sample::select(
            words
                .split(' ')
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>(),
        ),
        any::<bool>(),
    )
        .prop_map(|(word, apart)| {
            if apart {
                format!(" {word}")
            } else {
                word.to_owned()
            }
        })
}

/// Spans lie on characters, in order, without overlap, and ends do not come before starts.
fn sound(text: &str, lang: Lang) -> Result<(), TestCaseError> {
    let at = NaiveDate::from_ymd_opt(2025, 3, 9)
        .and_then(|d| d.and_hms_opt(2, 30, 0))
        .expect("a time");
    let mut free = 0;
    for found in read(
        text,
        lang,
        &Now {
            local: at,
            zone: chrono_tz::America::New_York,
        },
    ) {
        let span = match found {
            Found::Length(length) => length.span,
            Found::When(when) => {
                prop_assert!(when.lead >= free && when.lead <= when.span.start);
                prop_assert!(
                    when.end.is_none_or(|end| end >= when.start),
                    "{:?} in {:?}",
                    when,
                    text
                );
                when.span
            }
        };
        prop_assert!(span.start >= free && span.start < span.end);
        prop_assert!(text.get(span.clone()).is_some());
        free = span.end;
    }
    Ok(())
}

/// How many tokens are looked at to read a text.
fn work(text: &str, lang: Lang) -> usize {
    let now = Now {
        local: "2025-03-12T09:00:00".parse().expect("a time"),
        zone: chrono_tz::America::New_York,
    };
    let cx = forms::Context {
        t: Tokens::new(text, lang),
        now: &now,
    };
    let found = read_tokens(&cx);
    assert!(found.len() <= text.len(), "{text:.20}");
    cx.t.looked.get()
}

#[test]
fn long_texts_take_linear_work() {
    let english = [
        "monday, ",
        "1/",
        "3 ",
        "twenty ",
        "next ",
        "in ",
        "the ",
        "5-",
        "may 5 to ",
        "2025-01-01T",
        "é",
        "and ",
        "1:",
        "a1",
        "from 2 to ",
        "every ",
        "half past ",
        "max ",
        "no more than ",
        "minus ",
        "-1 ",
        "3pm utc+",
        "3pm est ",
        "friday week ",
        "up to ",
    ];
    let spanish = [
        "lunes, ",
        "1/",
        "3 ",
        "veinte ",
        "próximo ",
        "en ",
        "la ",
        "5-",
        "del ",
        "5 de ",
        "a las ",
        "y ",
        "tan pronto ",
        "mil ",
        "los ",
        "de 2 a ",
        "cada ",
        "menos ",
        "hora de ",
        "a las 3 hora ",
        "de hoy en ",
        "máximo ",
        "-1 ",
    ];
    let pieces = english.map(|piece| (piece, Lang::En)).into_iter();
    for (piece, lang) in pieces.chain(spanish.map(|piece| (piece, Lang::Es))) {
        let of = |bytes: usize| work(&piece.repeat(bytes / piece.len()), lang);
        let (short, long) = (of(10_000), of(100_000));
        assert!(
            long <= 11 * short,
            "{piece:?}: {short} looks for 10,000 bytes, {long} for 100,000"
        );
    }
}
