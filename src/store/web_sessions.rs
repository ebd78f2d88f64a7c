//! Sessions of browsers, for tower-sessions: kept under a hash of their id, so that who reads the
//! database cannot take one over, with the user in a column, so that one statement signs a person
//! out everywhere.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, SessionStore};

use super::{Error, Store};
use crate::secrets::fingerprint;

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "web_sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id_hash: String,
        pub user_id: Option<String>,
        pub data: String,
        pub expires_at: DateTimeUtc,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The store that tower-sessions uses. Cheap to clone.
#[derive(Clone)]
pub struct WebSessions {
    store: Store,
    now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

impl WebSessions {
    /// The key of a session's data that names the signed-in user; it also fills the user column.
    pub const USER: &'static str = "user_id";

    /// Sessions in this database; `now` is the clock, which tower-sessions does not hand on.
    pub fn new(store: Store, now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        WebSessions {
            store,
            now: Arc::new(now),
        }
    }

    /// Ends every session of a user. Answers how many there were.
    pub async fn sign_out_everywhere(&self, user: &str) -> Result<u64, Error> {
        let theirs = Entity::delete_many().filter(Column::UserId.eq(user));
        Ok(theirs.exec(self.store.db()).await?.rows_affected)
    }

    /// Removes the sessions that have expired. Answers how many there were.
    pub async fn sweep(&self) -> Result<u64, Error> {
        let expired = Entity::delete_many().filter(Column::ExpiresAt.lte((self.now)()));
        Ok(expired.exec(self.store.db()).await?.rows_affected)
    }
}

impl fmt::Debug for WebSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSessions").finish_non_exhaustive()
    }
}

#[async_trait]
impl SessionStore for WebSessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        let mut insert = columns(record)?;
        insert.created_at = Set((self.now)());
        loop {
            insert.id_hash = Set(kept_under(&record.id));
            let done = Entity::insert(insert.clone())
                .exec_without_returning(self.store.db())
                .await
                .map_err(Error::from);
            match done {
                // Two equal ids of 128 random bits: the newcomer takes another.
                Err(Error::Conflict(_)) => record.id = Id::default(),
                done => return done.map(drop).map_err(failed),
            }
        }
    }

    /// Changes a session that is there. One that was ended meanwhile stays ended: a request in
    /// flight must not bring back a session that "sign out everywhere" has removed.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        Entity::update_many()
            .set(columns(record)?)
            .filter(Column::IdHash.eq(kept_under(&record.id)))
            .exec(self.store.db())
            .await
            .map(drop)
            .map_err(|fault| failed(fault.into()))
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let found = Entity::find_by_id(kept_under(id))
            .filter(Column::ExpiresAt.gt((self.now)()))
            .one(self.store.db())
            .await
            .map_err(|fault| failed(fault.into()))?;
        found.map(|row| record(*id, &row)).transpose()
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        Entity::delete_by_id(kept_under(id))
            .exec(self.store.db())
            .await
            .map(drop)
            .map_err(|fault| failed(fault.into()))
    }
}

fn kept_under(id: &Id) -> String {
    fingerprint(&id.to_string())
}

fn columns(record: &Record) -> session_store::Result<ActiveModel> {
    let data = serde_json::to_string(&record.data)
        .map_err(|fault| session_store::Error::Encode(fault.to_string()))?;
    let user = record.data.get(WebSessions::USER);
    let expires_at = DateTime::from_timestamp(
        record.expiry_date.unix_timestamp(),
        record.expiry_date.microsecond() * 1_000,
    );
    Ok(ActiveModel {
        user_id: Set(user.and_then(|id| id.as_str()).map(str::to_owned)),
        data: Set(data),
        expires_at: Set(expires_at.unwrap_or(DateTime::<Utc>::MAX_UTC)),
        ..ActiveModel::default()
    })
}

fn record(id: Id, row: &Model) -> session_store::Result<Record> {
    let broken = |fault: &dyn fmt::Display| session_store::Error::Decode(fault.to_string());
    let nanos = i128::from(row.expires_at.timestamp_micros()) * 1_000;
    Ok(Record {
        id,
        data: serde_json::from_str(&row.data).map_err(|fault| broken(&fault))?,
        expiry_date: OffsetDateTime::from_unix_timestamp_nanos(nanos)
            .map_err(|fault| broken(&fault))?,
    })
}

fn failed(fault: Error) -> session_store::Error {
    session_store::Error::Backend(fault.to_string())
}
