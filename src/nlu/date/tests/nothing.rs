//! What looks like a time and is none.

use super::check;

#[test]
fn numbers_that_are_not_times() {
    for text in [
        "call 813 555 0123",
        "call (813) 555-0123",
        "+1-813-555-0123",
        "7275551234",
        "text me at 813 555 0123",
        "version 4.2.11",
        "v2.0",
        "room 12",
        "stage 3",
        "25k",
        "$12",
        "$1,200.50",
        "deal at $ 11",
        "15%",
        "a 16:9 screen",
        "4/13/5/6",
        "id 8f3a-12-2024",
        "INV-2024-03",
        "ssn 321-54-9876",
        "ip 10.0.0.12",
        "top 10 contacts",
        "#5",
        "jo12@mail2.example.com",
        "https://example.com/2025/03/12",
        "12 main street",
        "at 1600 pine avenue",
        "at 5 stars",
        "valued at 1500",
        "score 3 to 2",
        "1 adult",
        "3 of 5",
    ] {
        check(text, "");
    }
}

#[test]
fn dates_no_calendar_has() {
    for text in [
        "31/31",
        "2/30/2025",
        "2025-13-01",
        "0/0/0000",
        "2025-02-29",
        "00-00-0000",
        "at 25:00",
        "10:75",
        "june 32",
    ] {
        check(text, "");
    }
}

#[test]
fn words_that_are_not_times() {
    for text in [
        "you may call jane",
        "may i help",
        "this may fail",
        "we march on",
        "call april",
        "text june about it",
        "is jan here",
        "i sat down",
        "the sun is out",
        "they wed",
        "mon ami",
        "saturnine",
        "a second opinion",
        "the second deal",
        "for the second time",
        "second line",
        "good morning",
        "have a nice day",
        "day by day",
        "in them",
        "at a few",
        "the first one",
        "monetary",
        "decide",
        "octopus",
        "let us march",
        "half of them",
        "next contact",
        "last name",
        "Now, show me the deals",
    ] {
        check(text, "");
    }
}

#[test]
fn beyond_all_calendars() {
    for text in [
        "in 99999999999 years",
        "in 9999999 years",
        "9999999 days ago",
        "in 999999999 hours",
        "year 0",
        "in 4000000 weeks",
        "next 9999999 years",
        "9999999 fridays from now",
    ] {
        check(text, "");
    }
}
