//! Times of day, lengths, and distances of hours.

use super::{check, check_at};

#[test]
fn clock_in_digits() {
    check("ring ada 4:20pm", "2025-03-12 16:20");
    check("at 16.45 pm", "2025-03-12 16:45");
    check("11 p.m.", "2025-03-12 23:00");
    check("7:05:09 a.m.", "2025-03-13 07:05:09");
    check("sharp at 1145", "2025-03-12 11:45");
    check("6p", "2025-03-12 18:00");
    check("08:15", "2025-03-13 08:15");
}

#[test]
fn clock_in_words() {
    check("at quarter to four", "2025-03-12 15:45");
    check("half past ten", "2025-03-12 10:30");
    check("twenty past 8 in the evening", "2025-03-12 20:20");
    check("twelve minutes after 3", "2025-03-12 15:12");
    check("six fifty pm", "2025-03-12 18:50");
    check("eleven o'clock", "2025-03-12 11:00");
    check("meet for three forty five", "2025-03-12 15:45");
    check("at noon", "2025-03-12 12:00");
    check("mid-afternoon", "2025-03-12 15:00");
}

#[test]
fn unsaid_half_of_the_day_is_the_working_one() {
    check("at 6", "2025-03-12 18:00");
    check("at 7", "2025-03-13 07:00");
    check("at 12", "2025-03-12 12:00");
    check("tomorrow at 11:15", "2025-03-13 11:15");
    check("tomorrow at 1:15", "2025-03-13 13:15");
    check("tomorrow at 01:15", "2025-03-13 01:15");
}

#[test]
fn part_of_the_day_settles_the_hour() {
    check("tonight at 7", "2025-03-12 19:00");
    check("5 in the morning", "2025-03-13 05:00");
    check("in the evening at 11", "2025-03-12 23:00");
    check("friday morning, 6:30", "2025-03-14 06:30");
    check("tonight at midnight", "2025-03-13 00:00");
    check(
        "7 to 9 thursday evening",
        "2025-03-13 19:00..2025-03-13 21:00",
    );
}

#[test]
fn distance_in_hours_and_minutes() {
    check("in 25 minutes", "2025-03-12 09:25");
    check("an hour from now", "2025-03-12 10:00");
    check("two and a half hours ago", "2025-03-12 06:30");
    check("in 1h 20m", "2025-03-12 10:20");
    check("now + 90 min", "2025-03-12 10:30");
    check("45 seconds from now", "2025-03-12 09:00:45");
    check("half an hour before 4pm", "2025-03-12 15:30");
}

#[test]
fn hours_are_counted_in_the_zone() {
    // Clocks go from 2 to 3 on 9 March and from 2 back to 1 on 2 November 2025.
    check_at("2025-03-09T01:30:00", "in 1 hour", "2025-03-09 03:30");
    check_at("2025-03-08T12:00:00", "in 24 hours", "2025-03-09 13:00");
    check_at("2025-03-08T12:00:00", "in 1 day", "2025-03-09");
    check_at("2025-11-01T22:00:00", "in 5 hours", "2025-11-02 02:00");
    // A time that is skipped is given as it was said.
    check_at(
        "2025-03-08T12:00:00",
        "tomorrow at 2:30 am",
        "2025-03-09 02:30",
    );
}

#[test]
fn lengths() {
    check("an hour and a half", "5400s");
    check("90-minute call", "5400s");
    check("three quarters of an hour", "2700s");
    check("1h45", "6300s");
    check("2 days and 3 hours", "183600s");
    check("half a day", "43200s");
    check("a couple of weeks", "1209600s");
    check("twenty-five mins", "1500s");
    check("0.25 hours", "900s");
    check("should last two hours", "7200s");
}

#[test]
fn ranges_within_a_day() {
    check("2-3:30pm", "2025-03-12 14:00..2025-03-12 15:30");
    check(
        "tomorrow from 10 to 1",
        "2025-03-13 10:00..2025-03-13 13:00",
    );
    check(
        "between 4 and 6pm on friday",
        "2025-03-14 16:00..2025-03-14 18:00",
    );
    check("10pm to 2am", "2025-03-12 22:00..2025-03-13 02:00");
    check("noon till 3", "2025-03-12 12:00..2025-03-12 15:00");
}

#[test]
fn appointment_with_a_length() {
    check(
        "set up a call with omar next monday at 10:30 for 20 minutes",
        "2025-03-17 10:30; 1200s",
    );
}

#[test]
fn a_time_beyond_the_hour_is_tomorrow() {
    check_at("2025-12-31T18:00:00", "at 5pm", "2026-01-01 17:00");
    check_at("2025-12-31T16:00:00", "at 5pm", "2025-12-31 17:00");
}

#[test]
fn the_small_hours_of_a_night_are_on_the_next_day() {
    check("tomorrow night at 1am", "2025-03-14 01:00");
    check("tomorrow at 1am", "2025-03-13 01:00");
    check("friday night at 11", "2025-03-14 23:00");
    check("friday night at 2", "2025-03-15 02:00");
    check("tonight at 1am", "2025-03-13 01:00");
    check_at("2025-03-12T00:30:00", "tonight at 1am", "2025-03-12 01:00");
}

#[test]
fn a_zone_behind_a_time_is_that_of_its_clock() {
    check("tomorrow at 3pm est", "2025-03-13 15:00");
    check("tomorrow at 3pm pacific time", "2025-03-13 18:00");
    check("tomorrow at 3pm Pacific", "2025-03-13 18:00");
    check("at 3 cst tomorrow", "2025-03-13 16:00");
    check("3-4pm pst tomorrow", "2025-03-13 18:00..2025-03-13 19:00");
    check("tomorrow at 3pm london time", "2025-03-13 11:00");
    check("tomorrow at 3 new york time", "2025-03-13 15:00");
    check("tomorrow at 15:00 utc", "2025-03-13 11:00");
    check("tomorrow at 15:00 (gmt+2)", "2025-03-13 09:00");
    check(
        "tomorrow morning pacific time",
        "2025-03-13 09:00..2025-03-13 15:00",
    );
    // It is noon in New York, and 9 in the morning in Los Angeles: the coming ten is an hour away.
    check_at("2025-03-12T12:00:00", "at 10am pst", "2025-03-12 13:00");
    assert_eq!(
        super::spans("book jane at 3pm est tomorrow"),
        ["at 3pm est tomorrow"]
    );
    for unread in ["3pm ist", "3pm somewhere time", "3pm central park"] {
        check(unread, "2025-03-12 15:00");
    }
    check("at 3 central park", "");
}

#[test]
fn the_longest_that_a_length_may_be_is_said_with_it() {
    for said in [
        "max 20 minutes",
        "maximum 20 minutes",
        "no more than 20 minutes",
        "not more than 20 minutes",
        "at most 20 minutes",
        "up to 20 minutes",
        "20 minutes max",
        "20 minutes at most",
    ] {
        let text = format!("see jane doe {said}");
        check(&text, "1200s");
        assert_eq!(super::spans(&text), [said]);
    }
    // A customer of that name.
    assert_eq!(super::spans("meet with max 20 minutes"), ["20 minutes"]);
    assert_eq!(
        super::spans("text max 20 minutes before"),
        ["20 minutes before"]
    );
}
