//! Values as people read them, by language.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Timelike};
use chrono_tz::Tz;
use serde_json::Value;

use crate::nlu::date::Lang;
use crate::operations::schema::local_time;
use crate::value::phone;

/// How the values of one turn are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Locale {
    /// The language.
    pub lang: Lang,
    /// The zone that times are told in.
    pub zone: Tz,
    /// Whether this is another zone than the tenant's, so that every time says it.
    pub is_away: bool,
}

impl Locale {
    /// `Friday, March 13, 2026 at 2:00 PM`, `viernes 13 de marzo de 2026 a las 14:00`: weekday, date
    /// and time; with the zone where it is not the tenant's, and where the clocks show this time
    /// twice.
    pub fn moment(self, instant: DateTime<Tz>) -> String {
        let local = instant.naive_local();
        let is_twice = matches!(
            instant.timezone().from_local_datetime(&local),
            LocalResult::Ambiguous(..)
        );
        let shown = self.day_and_time(local);
        if self.is_away || is_twice {
            format!("{shown} {}", zone(instant))
        } else {
            shown
        }
    }

    /// `Friday, March 13, 2026`, `viernes 13 de marzo de 2026`.
    pub fn day(self, day: NaiveDate) -> String {
        let (weekday, month) = (
            day.weekday().num_days_from_monday() as usize,
            day.month0() as usize,
        );
        let (number, year) = (day.day(), day.year());
        match self.lang {
            Lang::En => day.format("%A, %B %-d, %Y").to_string(),
            Lang::Es => format!(
                "{} {number} de {} de {year}",
                WEEKDAYS_ES[weekday], MONTHS_ES[month]
            ),
        }
    }

    /// A period of whole days as its first and last day; one day as that day.
    pub fn period(self, from: DateTime<Tz>, to: DateTime<Tz>) -> String {
        let first = from.date_naive();
        let last = (to - chrono::TimeDelta::seconds(1)).date_naive();
        if last == first {
            return self.day(last);
        }
        let (first, last) = (self.day(first), self.day(last));
        match self.lang {
            Lang::En => format!("{first} to {last}"),
            Lang::Es => format!("{first} a {last}"),
        }
    }

    /// The canonical form of a day or wall-clock time, for people.
    pub fn form(self, said: &str) -> String {
        if let Ok(date) = NaiveDate::parse_from_str(said, "%Y-%m-%d") {
            return self.day(date);
        }
        match local_time(said) {
            Some(local) => self.day_and_time(local),
            None => said.to_owned(),
        }
    }

    fn day_and_time(self, local: NaiveDateTime) -> String {
        let day = self.day(local.date());
        match self.lang {
            Lang::En => format!("{day} at {}", local.format("%-I:%M %p")),
            Lang::Es => {
                let article = if local.hour() == 1 { "la" } else { "las" };
                format!("{day} a {article} {}:{:02}", local.hour(), local.minute())
            }
        }
    }

    /// `45 minutes`, `1 hour 30 minutes`; `45 minutos`, `1 hora y 30 minutos`.
    pub fn minutes(self, count: i64) -> String {
        let (hour, minute, and) = match self.lang {
            Lang::En => ("hour", "minute", " "),
            Lang::Es => ("hora", "minuto", " y "),
        };
        let part = |n: i64, unit: &str| match n {
            0 => None,
            1 => Some(format!("1 {unit}")),
            _ => Some(format!("{n} {unit}s")),
        };
        let parts = [part(count / 60, hour), part(count % 60, minute)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(and)
    }

    /// `$7,000`, `$99.50`; in Spanish `$7.000`, `$99,50`; with another currency's code: `7,000 EUR`.
    pub fn money(self, amount: &str, currency: Option<&str>) -> String {
        let (between, point) = match self.lang {
            Lang::En => (',', '.'),
            Lang::Es => ('.', ','),
        };
        let (sign, amount) = match amount.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", amount),
        };
        let (whole, cents) = amount.split_once('.').unwrap_or((amount, ""));
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(between);
            }
            grouped.push(digit);
        }
        if !cents.trim_end_matches('0').is_empty() {
            grouped.push_str(&format!("{point}{cents:0<2}"));
        }
        match currency {
            None | Some("USD") => format!("{sign}${grouped}"),
            Some(code) => format!("{sign}{grouped} {code}"),
        }
    }
}

/// From Monday on.
const WEEKDAYS_ES: [&str; 7] = [
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
];
const MONTHS_ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// `EDT`; where a zone has no letters, its offset: `UTC-03`.
fn zone(instant: DateTime<Tz>) -> String {
    let name = instant.format("%Z").to_string();
    match name.starts_with(['+', '-']) {
        true => format!("UTC{name}"),
        false => name,
    }
}

/// The longest JSON that is shown, in characters. Whoever wants all of it reads the data.
const JSON: usize = 1_000;

/// The beginning of a long text.
pub(super) fn shortened(text: &str) -> String {
    match text.char_indices().nth(JSON) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A JSON value as bare text.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// `(727) 555-1234` for a number of North America, E.164 elsewhere.
pub(crate) fn number(said: &str) -> String {
    let Some(e164) = phone(said) else {
        return said.to_owned();
    };
    match e164.strip_prefix("+1").filter(|rest| rest.len() == 10) {
        Some(rest) => format!("({}) {}-{}", &rest[..3], &rest[3..6], &rest[6..]),
        None => e164,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::America::{New_York, Sao_Paulo};

    fn locale(lang: Lang) -> Locale {
        Locale {
            lang,
            zone: New_York,
            is_away: false,
        }
    }

    fn check(shown: impl Fn(Locale) -> String, english: &str, spanish: &str) {
        assert_eq!(shown(locale(Lang::En)), english);
        assert_eq!(shown(locale(Lang::Es)), spanish);
    }

    fn at(zone: Tz, month: u32, day: u32, hour: u32) -> DateTime<Tz> {
        let local = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let local = local.and_hms_opt(hour, 5, 0).unwrap();
        zone.from_local_datetime(&local).latest().unwrap()
    }

    #[test]
    fn amounts_are_grouped() {
        check(|l| l.money("7000", None), "$7,000", "$7.000");
        check(
            |l| l.money("1234567.5", None),
            "$1,234,567.50",
            "$1.234.567,50",
        );
        check(|l| l.money("120.00", Some("EUR")), "120 EUR", "120 EUR");
        check(|l| l.money("-150.25", None), "-$150.25", "-$150,25");
    }

    #[test]
    fn a_moment_says_weekday_date_and_time() {
        check(
            |l| l.moment(at(New_York, 3, 5, 14)),
            "Thursday, March 5, 2026 at 2:05 PM",
            "jueves 5 de marzo de 2026 a las 14:05",
        );
        check(
            |l| l.moment(at(New_York, 12, 13, 0)),
            "Sunday, December 13, 2026 at 12:05 AM",
            "domingo 13 de diciembre de 2026 a las 0:05",
        );
        check(
            |l| l.form("2026-03-07T09:30"),
            "Saturday, March 7, 2026 at 9:30 AM",
            "sábado 7 de marzo de 2026 a las 9:30",
        );
        check(
            |l| l.form("2026-08-12"),
            "Wednesday, August 12, 2026",
            "miércoles 12 de agosto de 2026",
        );
    }

    #[test]
    fn the_zone_is_said_where_it_could_be_mistaken() {
        let away = |l: Locale| Locale { is_away: true, ..l };
        check(
            |l| away(l).moment(at(New_York, 7, 1, 9)),
            "Wednesday, July 1, 2026 at 9:05 AM EDT",
            "miércoles 1 de julio de 2026 a las 9:05 EDT",
        );
        check(
            |l| away(l).moment(at(Sao_Paulo, 7, 1, 9)),
            "Wednesday, July 1, 2026 at 9:05 AM UTC-03",
            "miércoles 1 de julio de 2026 a las 9:05 UTC-03",
        );
        // The clocks show 1:05 twice that night.
        check(
            |l| l.moment(at(New_York, 11, 1, 1)),
            "Sunday, November 1, 2026 at 1:05 AM EST",
            "domingo 1 de noviembre de 2026 a la 1:05 EST",
        );
    }

    #[test]
    fn a_period_is_its_first_and_last_day() {
        let day = |day| at(New_York, 3, day, 0) - chrono::TimeDelta::minutes(5);
        check(
            |l| l.period(day(4), day(5)),
            "Wednesday, March 4, 2026",
            "miércoles 4 de marzo de 2026",
        );
        check(
            |l| l.period(day(2), day(7)),
            "Monday, March 2, 2026 to Friday, March 6, 2026",
            "lunes 2 de marzo de 2026 a viernes 6 de marzo de 2026",
        );
    }

    #[test]
    fn long_json_is_cut_between_two_characters() {
        let long = serde_json::json!({"name": "é".repeat(2_000)}).to_string();
        let shown = shortened(&long);
        assert_eq!(shown.chars().count(), JSON + 1);
        assert!(shown.starts_with(r#"{"name":"éé"#) && shown.ends_with("é…"));
        assert_eq!(shortened("[1]"), "[1]");
    }

    #[test]
    fn lengths_and_numbers_read_as_people_say_them() {
        check(
            |l| l.minutes(90),
            "1 hour 30 minutes",
            "1 hora y 30 minutos",
        );
        check(|l| l.minutes(60), "1 hour", "1 hora");
        check(|l| l.minutes(45), "45 minutes", "45 minutos");
        assert_eq!(number("+17275551234"), "(727) 555-1234");
        assert_eq!(number("+442079460958"), "+442079460958");
    }
}
