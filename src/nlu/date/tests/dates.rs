//! Single days.

use super::{check, check_at};

#[test]
fn days_around_today() {
    check("tomorow", "2025-03-13");
    check("the day after tomorrow", "2025-03-14");
    check("the day before yesterday at 4", "2025-03-10 16:00");
    check("9am today", "2025-03-12 09:00");
    check("tonight", "2025-03-12 18:00..2025-03-13 00:00");
    check("last night", "2025-03-11 20:00..2025-03-12 00:00");
}

#[test]
fn weekdays() {
    check("saturday", "2025-03-15");
    check("wednesday", "2025-03-19");
    check("wednesday at 3pm", "2025-03-12 15:00");
    check("wednesday at 8am", "2025-03-19 08:00");
    check("this monday", "2025-03-17");
    check("next thursday", "2025-03-20");
    check("last wednesday", "2025-03-05");
    check("thurs 4pm", "2025-03-13 16:00");
    check("friday next week at 2", "2025-03-21 14:00");
    check("next week on tuesday", "2025-03-18");
    check("the monday after next", "2025-03-24");
    check("next wednesday around eleven", "2025-03-19 11:00");
    check("by end of day friday", "2025-03-14 by");
    check("two thursdays from now", "2025-03-20");
    check("mon, wed and fri", "2025-03-17; 2025-03-19; 2025-03-14");
}

#[test]
fn month_and_day() {
    check("june 3rd", "2025-06-03");
    check("the 21st of january", "2026-01-21");
    check("oct. 9, 2027", "2027-10-09");
    check("9-oct-27", "2027-10-09");
    check("march 12", "2025-03-12");
    check("twenty second of august at noon", "2025-08-22 12:00");
    check("february 29", "2028-02-29");
    check("april first nineteen ninety nine", "1999-04-01");
    check("thu oct 2 11:00:09 2025", "2025-10-02 11:00:09");
    check("last may 5", "2024-05-05");
}

#[test]
fn dates_in_digits() {
    check("7/4", "2025-07-04");
    check("due 12/31/25", "2025-12-31");
    check("31/12/2025", "2025-12-31");
    check("2026-02-28 13:45", "2026-02-28 13:45");
    check("2026/2/8", "2026-02-08");
    check("2025-06-01T12:00:00Z", "2025-06-01 08:00:00");
    check("3.14.2026", "2026-03-14");
}

#[test]
fn day_of_the_month() {
    check("on the 20th", "2025-03-20");
    check("on the 5th at 4 pm", "2025-04-05 16:00");
    check("by the 31st", "2025-03-31 by");
    check_at("2025-04-02T09:00:00", "on the 31st", "2025-05-31");
    check("the 2nd of next month", "2025-04-02");
    check("saturday the 22nd", "2025-03-22");
}

#[test]
fn nth_weekday() {
    check("first tuesday of next month", "2025-04-01");
    check("the last friday in may", "2025-05-30");
    check("third monday of january 2027", "2027-01-18");
    check("the last day of the month", "2025-03-31");
    check("end of next week", "2025-03-21");
}

#[test]
fn distance_in_days() {
    check("in ten days", "2025-03-22");
    check("3 weeks ago", "2025-02-19");
    check("a month from friday", "2025-04-14");
    check("two days before june 1", "2025-05-30");
    check("in 2 weeks at 9am", "2025-03-26 09:00");
    check("friday in two weeks", "2025-03-28");
    check_at("2024-02-29T09:00:00", "in one year", "2025-02-28");
    check_at("2025-01-31T09:00:00", "in a month", "2025-02-28");
}

#[test]
fn directions() {
    check("before friday noon", "2025-03-14 12:00 before");
    check("no later than june 4", "2025-06-04 by");
    check("until tomorrow at 6", "2025-03-13 18:00 until");
    check("since monday", "2025-03-10 since");
    check("since february", "2025-02-01..2025-03-01 since");
    check("starting next tuesday", "2025-03-18 from");
    check("4pm or later", "2025-03-12 16:00 from");
}

#[test]
fn what_does_not_fit_is_told() {
    check("friday june 4th", "2025-06-04 is no Fri");
    check("monday, 5/13", "2025-05-13 is no Mon");
    check("tuesday 5/13", "2025-05-13");
    check("june 31", "2025-06-30 has no 31");
    check("30 february 2026", "2026-02-28 has no 30");
}

#[test]
fn a_weekday_that_the_day_of_the_month_is_not_soon_is_told() {
    check("saturday the 22nd", "2025-03-22");
    check("monday the 24th at 3pm", "2025-03-24 15:00");
    check("tuesday the 24th", "2025-03-24 is no Tue");
    check("monday the 5th", "2025-04-05 is no Mon");
    check("the fifth friday of december", "2025-12-31 has no 33");
    check("the fourth friday of december at 3pm", "2025-12-26 15:00");
    check("the 31st of next month", "2025-04-30 has no 31");
}

#[test]
fn a_week_after_a_day_is_said_behind_it() {
    check("friday week", "2025-03-21");
    check("friday week at 3pm", "2025-03-21 15:00");
    check("tomorrow week", "2025-03-20");
    check("friday next week", "2025-03-21");
}

#[test]
fn a_day_of_the_month_stands_alone_behind_its_article() {
    check("on the 31st", "2025-03-31");
    check("call jane the 31st", "2025-03-31");
    assert_eq!(super::spans("call jane the 31st"), ["the 31st"]);
    check("open the 2nd", "");
    check("31/12", "2025-12-31");
    check("12/31", "2025-12-31");
}

#[test]
fn what_leads_back_where_it_says_ahead_is_told() {
    check("in -3 days", "2025-03-09 leads back");
    check("in minus 3 days", "2025-03-09 leads back");
    check("in -30 minutes", "2025-03-12 08:30 leads back");
    check("for -30 minutes", "-1800s");
    check("for minus 30 minutes", "-1800s");
    check(
        "tomorrow from 5 to 3",
        "2025-03-13 17:00..2025-03-14 03:00 leads back",
    );
    check("tomorrow from 9 to 5", "2025-03-13 09:00..2025-03-13 17:00");
    check(
        "tomorrow from 10pm to 2am",
        "2025-03-13 22:00..2025-03-14 02:00",
    );
    check("in 0 minutes", "2025-03-12 09:00");
}
