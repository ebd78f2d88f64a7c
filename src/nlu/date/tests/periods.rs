//! Periods, ranges of days, and what repeats.

use super::{Found, Lang, NOW, check, check_at, now, read};

#[test]
fn calendar_periods() {
    check("this week", "2025-03-10..2025-03-17");
    check("next month", "2025-04-01..2025-05-01");
    check("last year", "2024-01-01..2025-01-01");
    check("this coming weekend", "2025-03-15..2025-03-17");
    check("next weekend", "2025-03-22..2025-03-24");
    check("the weekend", "2025-03-15..2025-03-17");
    check("deals closed in q2", "2025-04-01..2025-07-01");
    check("november", "2025-11-01..2025-12-01");
    check("in may", "2025-05-01..2025-06-01");
    check("august 2026", "2026-08-01..2026-09-01");
    check("during 2023", "2023-01-01..2024-01-01");
    check("the week of june 4", "2025-06-02..2025-06-09");
    check("the second week of april", "2025-04-07..2025-04-14");
    check("rest of the month", "2025-03-12..2025-04-01");
    check("the week after next", "2025-03-24..2025-03-31");
}

#[test]
fn counted_periods_roll_from_now() {
    check("next 4 days", "2025-03-12..2025-03-16");
    check("the last three months", "2024-12-12..2025-03-12");
    check("past 12 hours", "2025-03-11 21:00..2025-03-12 09:00");
}

#[test]
fn what_lies_ahead_has_a_reading_that_looks_back() {
    let latest = |text: &str| {
        let found = read(text, Lang::En, &now(NOW));
        let Some(Found::When(when)) = found.first() else {
            panic!("nothing in {text:?}");
        };
        when.latest.map(|latest| {
            let end = latest.end.map(|end| format!("..{}", end.date()));
            format!("{}{}", latest.start.date(), end.unwrap_or_default())
        })
    };
    for (text, expected) in [
        ("on friday", Some("2025-03-07")),
        ("on wednesday", Some("2025-03-12")),
        ("november", Some("2024-11-01..2024-12-01")),
        ("december 3", Some("2024-12-03")),
        ("the 20th", Some("2025-02-20")),
        ("the weekend", Some("2025-03-08..2025-03-10")),
        (
            "between january 5 and january 20",
            Some("2025-01-05..2025-01-21"),
        ),
        ("yesterday", None),
        ("last week", None),
        ("april 2, 2026", None),
    ] {
        assert_eq!(latest(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn parts_of_a_day() {
    check("this afternoon", "2025-03-12 12:00..2025-03-12 18:00");
    check("monday evening", "2025-03-17 18:00..2025-03-18 00:00");
    check("tomorrow morning", "2025-03-13 06:00..2025-03-13 12:00");
}

#[test]
fn ranges_of_days() {
    check("june 3 to 7", "2025-06-03..2025-06-08");
    check("from the 3rd to the 7th of june", "2025-06-03..2025-06-08");
    check("dec 28 - jan 3", "2025-12-28..2026-01-04");
    check("thursday through sunday", "2025-03-13..2025-03-17");
    check("between 4/1 and 4/15/2026", "2026-04-01..2026-04-16");
    check("oct-dec 2025", "2025-10-01..2026-01-01");
    check("from 2019 to 2021", "2019-01-01..2022-01-01");
    check(
        "from june 3 at 9am to june 5 at 5pm",
        "2025-06-03 09:00..2025-06-05 17:00",
    );
    check_at(
        "2025-05-20T09:00:00",
        "april to june",
        "2025-04-01..2025-07-01",
    );
}

#[test]
fn repetitions() {
    check("every day at 8am", "2025-03-13 08:00 every 1 Day");
    check("each 2 weeks", "2025-03-12 every 2 Week");
    check(
        "every tuesday and thursday at 3",
        "2025-03-18 15:00 every 1 Week Tue Thu",
    );
    check("on fridays at 4", "2025-03-14 16:00 every 1 Week Fri");
    check("every other month", "2025-03-12 every 2 Month");
    check(
        "every weekday",
        "2025-03-12 every 1 Week Mon Tue Wed Thu Fri",
    );
    check("every month on the 5th", "2025-04-05 every 1 Month");
    check("annually", "2025-03-12 every 1 Year");
}
