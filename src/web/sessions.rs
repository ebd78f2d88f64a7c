//! Sessions of people: who is signed in with this browser, and until when.
//!
//! The times are ours and not the session layer's, which would read the system's clock and would
//! move the end of a session only when something in it changes.

use chrono::{DateTime, TimeDelta, Utc};
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::{Expiry, Session};

use super::Error;
use crate::store::WebSessions;

/// How long a session lives without a request.
const IDLE: TimeDelta = TimeDelta::hours(12);
/// How long a session lives at most: after that the password is asked for again.
const LONGEST: TimeDelta = TimeDelta::days(7);
/// Requests closer together than this do not each write to the database.
const NOTED: TimeDelta = TimeDelta::minutes(10);

/// When the user signed in, in seconds since 1970.
const SINCE: &str = "since";
/// The last request that was noted, in seconds since 1970.
const SEEN: &str = "seen";

/// Starts the session of a user who has just proved who they are. It gets a new id, so that one
/// planted in the browser before is worth nothing.
pub(super) async fn begin(session: &Session, user: &str, now: DateTime<Utc>) -> Result<(), Error> {
    session.cycle_id().await?;
    session.insert(WebSessions::USER, user).await?;
    session.insert(SINCE, now.timestamp()).await?;
    keep(session, now, now).await
}

/// The id of the signed-in user. A request now and then moves the end of the session.
pub(super) async fn user(session: &Session, now: DateTime<Utc>) -> Result<Option<String>, Error> {
    let Some(user) = session.get::<String>(WebSessions::USER).await? else {
        return Ok(None);
    };
    let since = moment(session, SINCE).await?;
    let seen = moment(session, SEEN).await?;
    let (Some(since), Some(seen)) = (since, seen) else {
        return Ok(None);
    };
    if now - seen >= NOTED {
        keep(session, since, now).await?;
    }
    Ok(Some(user))
}

/// Ends a session, in the browser and in the database.
pub(super) async fn end(session: &Session) -> Result<(), Error> {
    Ok(session.flush().await?)
}

async fn keep(session: &Session, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Error> {
    session.insert(SEEN, now.timestamp()).await?;
    let until = (now + IDLE).min(since + LONGEST).timestamp();
    let until = OffsetDateTime::from_unix_timestamp(until)
        .map_err(|fault| Error::Internal(fault.to_string()))?;
    session.set_expiry(Some(Expiry::AtDateTime(until)));
    Ok(())
}

async fn moment(session: &Session, key: &str) -> Result<Option<DateTime<Utc>>, Error> {
    let seconds = session.get::<i64>(key).await?;
    Ok(seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)))
}
