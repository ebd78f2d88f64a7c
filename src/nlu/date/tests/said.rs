//! What is said in words is read back, in both languages: on days when clocks change, on leap days
//! and at the ends of years.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Weekday};
use proptest::prelude::*;

use super::super::{Found, Lang, Now, When, read};
use super::properties::{MONTHS, SPANISH_DAYS, SPANISH_MONTHS, ordinal, spanish};

const ZONE: chrono_tz::Tz = chrono_tz::America::New_York;

/// Days on which something changes, and their neighbours: clocks in March and November, the end of
/// February, the end of the year; and any day.
fn days() -> impl Strategy<Value = NaiveDate> {
    let change = (2008..2036_i32, 0..4_u8, -1..2_i64).prop_map(|(year, which, beside)| {
        let day = match which {
            0 => NaiveDate::from_weekday_of_month_opt(year, 3, Weekday::Sun, 2),
            1 => NaiveDate::from_weekday_of_month_opt(year, 11, Weekday::Sun, 1),
            2 => NaiveDate::from_ymd_opt(year, 3, 1).and_then(|day| day.pred_opt()),
            _ => NaiveDate::from_ymd_opt(year, 12, 31),
        };
        day.expect("a day") + TimeDelta::days(beside)
    });
    let first = NaiveDate::from_ymd_opt(2008, 1, 1).expect("a day");
    let any = (0..10_000_u64).prop_map(move |n| first + Days::new(n));
    prop_oneof![2 => change, 1 => any]
}

/// A moment of speaking: an hour that every day has.
fn moments() -> impl Strategy<Value = NaiveDateTime> {
    (days(), 3..24_u32, 0..60_u32)
        .prop_map(|(day, hour, minute)| day.and_hms_opt(hour, minute, 0).expect("a time"))
}

fn midnight(day: NaiveDate) -> NaiveDateTime {
    day.and_hms_opt(0, 0, 0).expect("a time")
}

/// The one point or period that is said.
fn when(text: &str, lang: Lang, now: NaiveDateTime) -> Result<When, TestCaseError> {
    let found = read(
        text,
        lang,
        &Now {
            local: now,
            zone: ZONE,
        },
    );
    match found.as_slice() {
        [Found::When(when)] => Ok(when.clone()),
        _ => Err(TestCaseError::fail(format!("{text}: {found:?}"))),
    }
}

/// The one length that is said, in seconds.
fn seconds(text: &str, lang: Lang) -> Result<i64, TestCaseError> {
    let local = midnight(NaiveDate::from_ymd_opt(2025, 3, 9).expect("a day"));
    match read(text, lang, &Now { local, zone: ZONE }).as_slice() {
        [Found::Length(length)] => Ok(length.seconds),
        found => Err(TestCaseError::fail(format!("{text}: {found:?}"))),
    }
}

/// What clocks show so much later: clocks that change on the way are counted in.
fn after(now: NaiveDateTime, minutes: i64) -> NaiveDateTime {
    let here = ZONE.from_local_datetime(&now).single().expect("one moment");
    (here + TimeDelta::minutes(minutes)).naive_local()
}

/// A number below 100 as it is said in English.
fn english(n: u32) -> String {
    const SMALL: &str = "zero one two three four five six seven eight nine ten eleven twelve \
        thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
    const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";
    let small = |n: u32| SMALL.split_whitespace().nth(n as usize).expect("a word");
    if n < 20 {
        return small(n).to_owned();
    }
    let tens = TENS.split_whitespace().nth(n as usize / 10 - 2);
    let tens = tens.expect("a word");
    match n % 10 {
        0 => tens.to_owned(),
        rest => format!("{tens} {}", small(rest)),
    }
}

/// A time in English words.
fn english_clock(hour: u32, minute: u32) -> String {
    let part = match hour {
        0..=11 => "in the morning",
        12..=17 => "in the afternoon",
        _ => "in the evening",
    };
    let dial = |hour: u32| english((hour + 11) % 12 + 1);
    match minute {
        0 => format!("{} {part}", dial(hour)),
        15 => format!("quarter past {} {part}", dial(hour)),
        30 => format!("half past {} {part}", dial(hour)),
        45 if hour % 12 != 11 => format!("quarter to {} {part}", dial(hour + 1)),
        5 | 10 | 20 | 25 => format!("{} past {} {part}", english(minute), dial(hour)),
        _ => {
            let half = if hour < 12 { "am" } else { "pm" };
            let minutes = match minute {
                1..=9 => format!("oh {}", english(minute)),
                _ => english(minute),
            };
            format!("{} {minutes} {half}", dial(hour))
        }
    }
}

/// A time in Spanish words, with its article.
fn spanish_clock(hour: u32, minute: u32) -> String {
    let part = match hour {
        0..=5 => "de la madrugada",
        6..=11 => "de la mañana",
        12..=19 => "de la tarde",
        _ => "de la noche",
    };
    let said = |hour: u32| match (hour + 11) % 12 + 1 {
        1 => "la una".to_owned(),
        dial => format!("las {}", spanish(dial)),
    };
    match minute {
        0 => format!("{} {part}", said(hour)),
        15 => format!("{} y cuarto {part}", said(hour)),
        30 => format!("{} y media {part}", said(hour)),
        45 if hour % 12 != 11 => format!("{} menos cuarto {part}", said(hour + 1)),
        40 | 50 | 55 if hour % 12 != 11 => {
            format!("{} menos {} {part}", said(hour + 1), spanish(60 - minute))
        }
        _ => format!("{} y {} {part}", said(hour), spanish(minute)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_day_and_time_in_words_are_read_back(now in moments(), day in days(), hour in 1..23_u32, minute in 0..60_u32) {
        let month = day.month0() as usize;
        let said = format!("{} {} {} at {}", MONTHS[month], ordinal(day.day()), day.year(), english_clock(hour, minute));
        let read = when(&said, Lang::En, now)?;
        prop_assert_eq!(read.start, day.and_hms_opt(hour, minute, 0).expect("a time"), "{}", said);
        let said = format!("el {} de {} de {} a {}", day.day(), SPANISH_MONTHS[month], day.year(), spanish_clock(hour, minute));
        let read = when(&said, Lang::Es, now)?;
        prop_assert_eq!(read.start, day.and_hms_opt(hour, minute, 0).expect("a time"), "{}", said);
    }

    #[test]
    fn a_time_tomorrow_is_on_the_next_day(now in moments(), hour in 6..23_u32, minute in 0..60_u32) {
        let expected = (now.date() + Days::new(1)).and_hms_opt(hour, minute, 0).expect("a time");
        for (said, lang) in [
            (format!("tomorrow at {}", english_clock(hour, minute)), Lang::En),
            (format!("mañana a {}", spanish_clock(hour, minute)), Lang::Es),
        ] {
            prop_assert_eq!(when(&said, lang, now)?.start, expected, "{}", said);
        }
    }

    #[test]
    fn a_weekday_of_next_week_is_in_the_next_monday_to_sunday(now in moments(), which in 0..7_u64) {
        let monday = now.date() - Days::new(u64::from(now.weekday().num_days_from_monday()));
        let expected = midnight(monday + Days::new(7 + which));
        let name = SPANISH_DAYS[which as usize];
        for (said, lang) in [
            (format!("next {}", expected.format("%A")), Lang::En),
            (format!("{} of next week", expected.format("%A")), Lang::En),
            (format!("el {name} que viene"), Lang::Es),
            (format!("el próximo {name}"), Lang::Es),
            (format!("{name} de la semana que viene"), Lang::Es),
        ] {
            prop_assert_eq!(when(&said, lang, now)?.start, expected, "{}", said);
        }
    }

    #[test]
    fn hours_and_minutes_ahead_count_changes_of_the_clock(now in moments(), hours in 2..30_u32, half: bool, minutes in 2..90_u32) {
        let far = i64::from(hours) * 60 + if half { 30 } else { 0 };
        let and = |text: &'static str| if half { text } else { "" };
        for (said, lang, minutes) in [
            (format!("in {}{} hours", english(hours), and(" and a half")), Lang::En, far),
            (format!("in {} minutes", english(minutes)), Lang::En, i64::from(minutes)),
            (format!("{} hours ago", hours), Lang::En, -i64::from(hours) * 60),
            (format!("en {} horas{}", hours, and(" y media")), Lang::Es, far),
            (format!("dentro de {minutes} minutos"), Lang::Es, i64::from(minutes)),
            (format!("hace {} horas", hours), Lang::Es, -i64::from(hours) * 60),
        ] {
            let read = when(&said, lang, now)?;
            prop_assert_eq!((read.start, read.has_time), (after(now, minutes), true), "{}", said);
        }
    }

    #[test]
    fn weeks_and_months_are_counted_on_the_calendar(now in moments(), count in 2..30_u32) {
        let weeks = Days::new(u64::from(count) * 7);
        let months = Months::new(count);
        let day = now.date();
        for (said, lang, expected) in [
            (format!("in {} weeks", english(count)), Lang::En, day + weeks),
            (format!("{} weeks ago", english(count)), Lang::En, day - weeks),
            (format!("in {count} months"), Lang::En, day + months),
            (format!("{count} months ago"), Lang::En, day - months),
            (format!("en {count} semanas"), Lang::Es, day + weeks),
            (format!("hace {count} semanas"), Lang::Es, day - weeks),
            (format!("dentro de {count} meses"), Lang::Es, day + months),
            (format!("hace {count} meses"), Lang::Es, day - months),
        ] {
            prop_assert_eq!(when(&said, lang, now)?.start.date(), expected, "{}", said);
        }
    }

    #[test]
    fn ranges_of_days_end_with_their_last_day(now in moments(), first in days(), length in 1..40_u64) {
        let last = first + Days::new(length);
        let (from, to) = (first.month0() as usize, last.month0() as usize);
        let mut said = vec![
            (format!("from {} {} {} to {} {} {}", MONTHS[from], first.day(), first.year(), MONTHS[to], last.day(), last.year()), Lang::En),
            (format!("del {} de {} de {} al {} de {} de {}", first.day(), SPANISH_MONTHS[from], first.year(), last.day(), SPANISH_MONTHS[to], last.year()), Lang::Es),
        ];
        if from == to && first.year() == last.year() {
            said.push((format!("{} {} to {}, {}", MONTHS[from], first.day(), last.day(), first.year()), Lang::En));
            said.push((format!("del {} al {} de {} de {}", first.day(), last.day(), SPANISH_MONTHS[from], first.year()), Lang::Es));
        }
        for (said, lang) in said {
            let read = when(&said, lang, now)?;
            let expected = (midnight(first), Some(midnight(last + Days::new(1))));
            prop_assert_eq!((read.start, read.end), expected, "{}", said);
        }
    }

    #[test]
    fn ranges_of_times_lie_on_one_day(day in days(), from in 1..10_u32, length in 1..3_u32, half: bool) {
        let now = day.and_hms_opt(0, 30, 0).expect("a time") - Days::new(3);
        let to = from + length;
        let minutes = if half { 30 } else { 0 };
        let at = |hour: u32, minute: u32| day.and_hms_opt(hour + 12, minute, 0).expect("a time");
        let date = format!("{}/{}/{}", day.month(), day.day(), day.year());
        let spanish_date = format!("{}/{}/{}", day.day(), day.month(), day.year());
        let start_minute = format!(":{minutes:02}");
        for (said, lang) in [
            (format!("{date} from {from}{start_minute}pm to {to}pm"), Lang::En),
            (format!("{date} between {from}{start_minute} and {to}pm"), Lang::En),
            (format!("el {spanish_date} de {from}{start_minute} a {to} de la tarde"), Lang::Es),
            (format!("el {spanish_date} entre las {from}{start_minute} y las {to} de la tarde"), Lang::Es),
        ] {
            let read = when(&said, lang, now)?;
            prop_assert_eq!((read.start, read.end), (at(from, minutes), Some(at(to, 0))), "{}", said);
        }
    }

    #[test]
    fn lengths_are_read_back(hours in 2..24_u32, minutes in 2..60_u32, weeks in 2..50_u32) {
        let (h, m) = (i64::from(hours) * 3600, i64::from(minutes) * 60);
        let week = 7 * 86_400;
        for (said, lang, expected) in [
            (format!("{} hours", english(hours)), Lang::En, h),
            (format!("{} and a half hours", english(hours)), Lang::En, h + 1800),
            (format!("{hours} hours and {minutes} minutes"), Lang::En, h + m),
            (format!("{} minutes", english(minutes)), Lang::En, m),
            (format!("{weeks} weeks"), Lang::En, i64::from(weeks) * week),
            (format!("{hours} horas"), Lang::Es, h),
            (format!("{hours} horas y media"), Lang::Es, h + 1800),
            (format!("{hours} horas y {minutes} minutos"), Lang::Es, h + m),
            (format!("{minutes} minutos"), Lang::Es, m),
            (format!("{weeks} semanas"), Lang::Es, i64::from(weeks) * week),
        ] {
            prop_assert_eq!(seconds(&said, lang)?, expected, "{}", said);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A zone behind a time is as far from the tenant's as its clock is.
    #[test]
    fn a_time_in_another_zone_is_the_same_instant(now in moments(), day in days(), hour in 0..24_u32, minute in 0..60_u32, which in 0..5_usize) {
        let (said, zone) = [
            ("pst", chrono_tz::America::Los_Angeles),
            ("utc", chrono_tz::UTC),
            ("london time", chrono_tz::Europe::London),
            ("tokyo time", chrono_tz::Asia::Tokyo),
            ("kolkata time", chrono_tz::Asia::Kolkata),
        ][which];
        let text = format!("{} {hour:02}:{minute:02} {said}", day.format("%Y-%m-%d"));
        let there = day.and_hms_opt(hour, minute, 0).and_then(|at| at.and_local_timezone(zone).single());
        prop_assume!(there.is_some());
        let here = there.map(|at| at.with_timezone(&chrono_tz::America::New_York).naive_local());
        prop_assert_eq!(Some(when(&text, Lang::En, now)?.start), here);
    }

    /// A weekday beside a day of the month is never months away: it fits or it is told.
    #[test]
    fn a_weekday_and_a_day_of_the_month_fit_or_are_told(now in moments(), which in 0..7_u8, day in 1..=28_u32) {
        let weekday = Weekday::try_from(which).expect("a weekday");
        let text = format!("{weekday:?} the {}", ordinal(day));
        let read = when(&text, Lang::En, now)?;
        prop_assert_eq!(read.start.day(), day);
        prop_assert_eq!(read.conflict.is_none(), read.start.weekday() == weekday);
        prop_assert!((read.start.date() - now.date()).num_days().abs() <= 31);
    }
}

#[test]
fn minutes_below_ten_and_ranges_from_the_first_are_read() {
    super::check("tomorrow at four oh five pm", "2025-03-13 16:05");
    super::check("oh five people came", "");
    let now = "2025-03-12T09:00:00".parse().expect("a time");
    let read = when("del 1 al 15 de abril", Lang::Es, now).expect("a range");
    let day = |day| midnight(NaiveDate::from_ymd_opt(2025, 4, day).expect("a day"));
    assert_eq!((read.start, read.end), (day(1), Some(day(16))));
    let read = when("a la 1 de la tarde", Lang::Es, now).expect("a time");
    assert_eq!(read.start.to_string(), "2025-03-12 13:00:00");
}
