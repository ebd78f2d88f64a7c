//! The zone a time of day is told in: "3pm est", "noon pacific time", "9am london time", "a las 3 hora de
//! madrid", "15:00 utc+2".
//!
//! A short form that several zones go by and a place that no zone is named after are not read.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono_tz::{America, Europe, TZ_VARIANTS, Tz};

use super::super::Lang;
use super::super::token::Tokens;
use super::super::words::{Key, Unit};

/// No name of a place has more words.
const MOST_WORDS: usize = 3;

/// A zone said right behind a time of day, and the token after it.
pub(in super::super) fn behind(t: &Tokens, i: usize) -> Option<(Tz, usize)> {
    let j = t.skip_mark(t.skip_mark(i, ","), "(");
    let (zone, next) = short(t, j).or_else(|| match t.lang {
        Lang::En => place_time(t, j),
        Lang::Es => hour_of(t, j),
    })?;
    let closed = j > i && t.is_mark(j - 1, "(");
    Some((zone, if closed { t.skip_mark(next, ")") } else { next }))
}

/// "est", "utc", "gmt-3", "eastern", "pacific standard time"
fn short(t: &Tokens, i: usize) -> Option<(Tz, usize)> {
    // Of "la tarde, este lunes" no word is a zone: in Spanish those of a country need their "hora".
    let (zone, is_area) = t
        .zone(i)
        .filter(|(_, is_area)| t.lang == Lang::En || !is_area)?;
    let signed = t.is_mark(i + 1, "+-") && t.glued(i + 1) && t.glued(i + 2);
    if let Some((hours, 1..=2)) = t.digits(i + 2).filter(|_| signed) {
        // Zones of half an hour have no such name; half of one is not read.
        if t.is_mark(i + 3, ":") && t.glued(i + 3) {
            return None;
        }
        // The database names zones by the sign that the sun has: "Etc/GMT+3" is three hours behind.
        let sign = if t.is_mark(i + 1, "+") { '-' } else { '+' };
        let name = format!("Etc/GMT{sign}{hours}");
        return Some((name.parse().ok().filter(|_| zone == Tz::UTC)?, i + 3));
    }
    let worded = t.skip_text(i + 1, &["standard", "daylight"]);
    let next = t.skip(worded, &[Key::Time]);
    if next > worded {
        return Some((zone, next));
    }
    // "3pm central park" has no zone in it
    (!is_area || t.ends(i + 1)).then_some((zone, i + 1))
}

/// "london time", "new york time"
fn place_time(t: &Tokens, i: usize) -> Option<(Tz, usize)> {
    let (zone, next) = place(t, i)?;
    t.is(next, Key::Time).then_some((zone, next + 1))
}

/// "hora de méxico", "hora del este", "hora central"
fn hour_of(t: &Tokens, i: usize) -> Option<(Tz, usize)> {
    // "a las 3 hora central": the hour of the clock has taken the word already
    let before = i
        .checked_sub(1)
        .filter(|at| t.unit(*at) == Some(Unit::Hour));
    let hour = if t.unit(i) == Some(Unit::Hour) {
        Some(i)
    } else {
        before
    }?;
    if !t.is_text(hour, "hora") {
        return None;
    }
    let of = t.skip(hour + 1, &[Key::Of]);
    let the = t.skip(of, &[Key::The]);
    t.zone(the)
        .map(|(zone, _)| (zone, the + 1))
        .or_else(|| place(t, the).filter(|_| of > hour + 1))
}

/// A place that a zone is named after, the longest name first.
fn place(t: &Tokens, i: usize) -> Option<(Tz, usize)> {
    (1..=MOST_WORDS).rev().find_map(|count| {
        let words: Option<Vec<String>> = (i..i + count).map(|at| t.word(at)).collect();
        let zone = PLACES.get(words?.join(" ").as_str())?;
        Some((*zone, i + count))
    })
}

/// Countries with one clock, or one that nearly all of its people live by, and places that Spanish calls
/// otherwise than the time zone database.
const NAMED: &[(&str, Tz)] = &[
    ("mexico", America::Mexico_City),
    ("ciudad de mexico", America::Mexico_City),
    ("colombia", America::Bogota),
    ("argentina", America::Argentina::Buenos_Aires),
    ("chile", America::Santiago),
    ("peru", America::Lima),
    ("venezuela", America::Caracas),
    ("ecuador", America::Guayaquil),
    ("uruguay", America::Montevideo),
    ("paraguay", America::Asuncion),
    ("spain", Europe::Madrid),
    ("espana", Europe::Madrid),
    ("uk", Europe::London),
    ("londres", Europe::London),
    ("nueva york", America::New_York),
];

/// The areas under which the time zone database names cities; under the others ("US", "Brazil", "Etc") it
/// keeps the names of before, such as "Brazil/East".
const AREAS: &[&str] = &[
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
];

/// Names of before in those areas, of parts of Australia.
const PARTS: &[&str] = &["North", "South", "West", "ACT", "LHI", "NSW", "Victoria"];

/// Zones by the places they are named after, in lower case without accents.
static PLACES: LazyLock<HashMap<String, Tz>> = LazyLock::new(|| {
    let mut places = HashMap::new();
    for zone in TZ_VARIANTS {
        let Some((area, city)) = zone.name().split_once('/') else {
            continue;
        };
        let city = city.rsplit_once('/').map_or(city, |(_, city)| city);
        if AREAS.contains(&area) && !PARTS.contains(&city) {
            let said = city.replace('_', " ").to_lowercase();
            places.entry(said).or_insert(zone);
        }
    }
    places.extend(NAMED.iter().map(|(said, zone)| ((*said).to_owned(), *zone)));
    places
});
