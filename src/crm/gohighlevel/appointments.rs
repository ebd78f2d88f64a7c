//! The appointments of a contact, or of all calendars in a range of time.

use chrono::{LocalResult, NaiveDateTime, SecondsFormat, TimeDelta, TimeZone};
use chrono_tz::Tz;
use futures_util::{FutureExt, StreamExt, TryStreamExt, future::BoxFuture, stream};
use serde_json::{Value, json};

use super::{
    calendars::{CALENDARS, EVENTS, OF_CONTACT},
    location,
};
use crate::crm::{
    Error, convert,
    line::Line,
    record::{first_text, items, text, time},
    records::{Appointment, Instant, Record},
    rows::Request,
};

/// How many calendars are asked at the same time; the vendor allows 100 requests in ten seconds.
const AT_ONCE: usize = 4;

pub(super) fn preview(args: &Value) -> Vec<(&'static Request, Value)> {
    let mut asked = args.clone();
    if text(args, "/contact").is_some() {
        let zone = text(args, "/timezone")
            .is_none()
            .then(|| (&location::GET, args.clone()));
        return zone.into_iter().chain([(&OF_CONTACT, asked)]).collect();
    }
    let mut calls: Vec<(&'static Request, Value)> = Vec::new();
    if text(args, "/calendar").is_none() {
        calls.push((&CALENDARS, args.clone()));
        asked["calendar"] = json!("{calendarId}");
    }
    calls.push((&EVENTS, asked));
    calls
}

/// By contact, filtered by time here; or by calendar, for which start and end are needed.
pub(super) fn find<'a>(line: &'a Line, args: &'a Value) -> BoxFuture<'a, Result<Value, Error>> {
    async move {
        let mut found = if text(args, "/contact").is_some() {
            of_contact(line, args).await?
        } else if text(args, "/calendar").is_some() {
            items(line.call(&EVENTS, args).await?)
        } else {
            of_all_calendars(line, args).await?
        };
        found.sort_by_key(|appointment| start(appointment).unwrap_or(i64::MAX));
        Ok(json!({ "appointments": found }))
    }
    .boxed()
}

async fn of_contact(line: &Line, args: &Value) -> Result<Vec<Value>, Error> {
    let mut asked = args.clone();
    if text(args, "/timezone").is_none() {
        let location = line.call(&location::GET, args).await?;
        asked["timezone"] = json!(text(&location, "/timezone"));
    }
    let moment = |name| convert::moment_arg(args, name);
    let (after, before) = (moment("start")?, moment("end")?);
    let calendar = text(args, "/calendar");
    let mut found = items(line.call(&OF_CONTACT, &asked).await?);
    found.retain(|appointment| {
        let start = start(appointment);
        after.is_none_or(|after| start.is_some_and(|at| at >= after.timestamp_millis()))
            && before.is_none_or(|before| start.is_some_and(|at| at < before.timestamp_millis()))
            && calendar
                .as_ref()
                .is_none_or(|calendar| appointment["calendar"] == calendar.as_str())
    });
    Ok(found)
}

async fn of_all_calendars(line: &Line, args: &Value) -> Result<Vec<Value>, Error> {
    let calendars = items(line.call(&CALENDARS, args).await?["calendars"].take());
    let mut asked = Vec::new();
    for calendar in calendars {
        let mut one = args.clone();
        one["calendar"] = calendar["id"].clone();
        asked.push(one);
    }
    let pages =
        stream::iter(asked).map(|asked| async move { line.call(&EVENTS, &asked).await.map(items) });
    let pages: Vec<Vec<Value>> = pages.buffered(AT_ONCE).try_collect().await?;
    Ok(pages.into_iter().flatten().collect())
}

fn start(appointment: &Value) -> Option<i64> {
    convert::moment(appointment, "start")
        .ok()
        .flatten()
        .map(|at| at.timestamp_millis())
}

/// Our record of an appointment. `zone` is for times without an offset, as the list of a contact gives them.
pub(super) fn appointment(event: &Value, zone: Option<Tz>) -> Option<Value> {
    let time = |pointer| {
        time(event, pointer).or_else(|| Instant::read(&local(&text(event, pointer)?, zone?)?))
    };
    Appointment {
        id: text(event, "/id")?,
        title: text(event, "/title"),
        contact: text(event, "/contactId"),
        calendar: text(event, "/calendarId"),
        start: time("/startTime"),
        end: time("/endTime"),
        status: first_text(
            event,
            &["/appointmentStatus", "/appoinmentStatus", "/status"],
        ),
    }
    .of(event)
}

/// A local time, such as `2026-03-08 14:00:00`, with its offset. In the hour that the clock repeats the first one is
/// meant; a time that the clock skips is moved on by an hour.
fn local(text: &str, zone: Tz) -> Option<String> {
    let naive = NaiveDateTime::parse_from_str(&text.replace('T', " "), "%Y-%m-%d %H:%M:%S").ok()?;
    let at = match zone.from_local_datetime(&naive) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at,
        LocalResult::None => zone
            .from_local_datetime(&(naive + TimeDelta::hours(1)))
            .earliest()?,
    };
    Some(at.to_rfc3339_opts(SecondsFormat::Secs, true))
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn gives_local_times_the_offset_of_their_day() {
        let check = |text, expected| {
            assert_eq!(
                local(text, chrono_tz::America::New_York).as_deref(),
                expected
            )
        };
        check("2026-01-16 11:00:00", Some("2026-01-16T11:00:00-05:00"));
        check("2026-07-16 11:00:00", Some("2026-07-16T11:00:00-04:00"));
        check("2026-11-01 01:30:00", Some("2026-11-01T01:30:00-04:00"));
        check("2026-03-08 02:30:00", Some("2026-03-08T03:30:00-04:00"));
        check("soon", None);
    }
}
