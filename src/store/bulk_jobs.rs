//! Bulk jobs: one change for many contacts, from the preview to the last row.
//!
//! Of all processes one works on a job: it holds a lease, which it renews while it works. When it
//! dies, the lease runs out and another process goes on with the rows that are left.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value;

use super::bulk_rows::{self, NewRow};
use super::{Error, Store, whole};
use crate::secrets::random_id;

pub(super) use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bulk_jobs")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub tenant_id: String,
        pub user_id: String,
        pub connection_id: String,
        pub operation: String,
        pub args: String,
        pub total: i64,
        pub state: String,
        pub reason: Option<String>,
        pub worker: Option<String>,
        pub lease_until: Option<DateTimeUtc>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One change for many contacts.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// 128 random bits in hex.
    pub id: String,
    /// The tenant's id.
    pub tenant: String,
    /// The user who asked for it.
    pub user: String,
    /// The connection it runs on.
    pub connection: String,
    /// The bulk operation's name.
    pub operation: String,
    /// The resolved arguments that are the same for each contact.
    pub args: Value,
    /// How many contacts it is for, those left out included.
    pub total: u64,
    /// How far it is.
    pub state: State,
    /// Why it stopped by itself: a stable code.
    pub reason: Option<String>,
    /// When it was shown.
    pub created_at: DateTime<Utc>,
    /// The last change of state.
    pub updated_at: DateTime<Utc>,
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Shown and not confirmed: nothing has run.
    Shown,
    /// Some process works on it, or will.
    Running,
    /// Nobody works on it until it is resumed.
    Paused,
    /// Stopped for ever.
    Cancelled,
    /// No row is left.
    Done,
}

impl State {
    const ALL: [State; 5] = [
        State::Shown,
        State::Running,
        State::Paused,
        State::Cancelled,
        State::Done,
    ];

    /// The word in the database and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Shown => "shown",
            State::Running => "running",
            State::Paused => "paused",
            State::Cancelled => "cancelled",
            State::Done => "done",
        }
    }
}

/// What a new job consists of.
#[derive(Debug, Clone, Copy)]
pub struct NewJob<'a> {
    /// The connection it will run on.
    pub connection: &'a str,
    /// The bulk operation's name.
    pub operation: &'a str,
    /// The resolved arguments that are the same for each contact.
    pub args: &'a Value,
    /// The contacts, in the order in which they are worked off.
    pub rows: &'a [NewRow],
}

/// Keeps a job with its rows. Nothing runs yet.
pub async fn insert(
    store: &Store,
    tenant: &str,
    user: &str,
    new: NewJob<'_>,
    now: DateTime<Utc>,
) -> Result<Job, Error> {
    let row = Model {
        id: random_id(),
        tenant_id: tenant.to_owned(),
        user_id: user.to_owned(),
        connection_id: new.connection.to_owned(),
        operation: new.operation.to_owned(),
        args: new.args.to_string(),
        total: i64::try_from(new.rows.len()).unwrap_or(i64::MAX),
        state: State::Shown.as_str().to_owned(),
        reason: None,
        worker: None,
        lease_until: None,
        created_at: now,
        updated_at: now,
    };
    let transaction = store.begin().await?;
    Entity::insert(whole::<ActiveModel>(row.clone()))
        .exec_without_returning(&transaction)
        .await?;
    bulk_rows::insert(&transaction, tenant, &row.id, new.rows).await?;
    transaction.commit().await?;
    plain(row)
}

/// The job of that id, when it is the user's.
pub async fn get(store: &Store, tenant: &str, user: &str, id: &str) -> Result<Option<Job>, Error> {
    let found = Entity::find_by_id(id)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user));
    found.one(store.db()).await?.map(plain).transpose()
}

/// The user's jobs that were confirmed and are in one of these states, newest first.
pub async fn of(
    store: &Store,
    tenant: &str,
    user: &str,
    states: &[State],
    limit: u64,
) -> Result<Vec<Job>, Error> {
    let found = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::State.is_in(words(states)))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(limit);
    let rows = found.all(store.db()).await?;
    rows.into_iter().map(plain).collect()
}

/// Changes the state of a job that is in one of the states `from`, for its user. Answers whether it
/// was. Whoever works on it finds out before the next row, and keeps its lease until its calls have
/// ended, so that nobody else takes them for lost.
pub async fn change(
    store: &Store,
    tenant: &str,
    id: &str,
    from: &[State],
    to: State,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        state: Set(to.as_str().to_owned()),
        reason: Set(None),
        updated_at: Set(now),
        ..ActiveModel::default()
    };
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Id.eq(id))
        .filter(Column::State.is_in(words(from)))
        .exec(store.db())
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Ends a worker's work on a job, which still runs: it is done, or stopped for a reason. Answers
/// whether it was the worker's to end.
pub async fn end(
    store: &Store,
    job: &Job,
    worker: &str,
    to: State,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        state: Set(to.as_str().to_owned()),
        reason: Set(reason.map(str::to_owned)),
        updated_at: Set(now),
        ..ActiveModel::default()
    };
    let ended = Entity::update_many()
        .set(change)
        .filter(mine(&job.tenant, &job.id, worker))
        .exec(store.db())
        .await?;
    Ok(ended.rows_affected == 1)
}

/// Pauses the jobs of a connection that is removed.
pub async fn pause_of_connection(
    store: &Store,
    tenant: &str,
    connection: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<u64, Error> {
    let change = ActiveModel {
        state: Set(State::Paused.as_str().to_owned()),
        reason: Set(Some(reason.to_owned())),
        updated_at: Set(now),
        ..ActiveModel::default()
    };
    let paused = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::ConnectionId.eq(connection))
        .filter(Column::State.eq(State::Running.as_str()))
        .exec(store.db())
        .await?;
    Ok(paused.rows_affected)
}

/// Takes the jobs that nobody works on, of every tenant: a worker serves them all, and acts for each
/// in the name of its own tenant and user. Besides those that run these are jobs that were stopped
/// while their worker died: somebody has to settle its calls.
pub async fn claim(
    store: &Store,
    worker: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Job>, Error> {
    let is_new = Condition::all()
        .add(Column::State.eq(State::Running.as_str()))
        .add(Column::LeaseUntil.is_null());
    let free = Condition::any().add(is_new).add(Column::LeaseUntil.lt(now));
    let found = Entity::find().filter(free.clone()).all(store.db()).await?;
    let mut claimed = Vec::new();
    for row in found {
        let change = ActiveModel {
            worker: Set(Some(worker.to_owned())),
            lease_until: Set(Some(until)),
            ..ActiveModel::default()
        };
        let taken = Entity::update_many()
            .set(change)
            .filter(Column::Id.eq(&row.id))
            .filter(free.clone())
            .exec(store.db())
            .await?;
        if taken.rows_affected == 1 {
            claimed.push(plain(row)?);
        }
    }
    Ok(claimed)
}

/// Keeps a job for longer. Answers whether it still is the worker's.
pub async fn renew(
    store: &Store,
    job: &Job,
    worker: &str,
    until: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        lease_until: Set(Some(until)),
        ..ActiveModel::default()
    };
    held(store, job, worker, change).await
}

/// Gives a job back once its last call has ended, whatever its state.
pub async fn release(store: &Store, job: &Job, worker: &str) -> Result<bool, Error> {
    let change = ActiveModel {
        worker: Set(None),
        lease_until: Set(None),
        ..ActiveModel::default()
    };
    held(store, job, worker, change).await
}

async fn held(store: &Store, job: &Job, worker: &str, change: ActiveModel) -> Result<bool, Error> {
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(&job.tenant))
        .filter(Column::Id.eq(&job.id))
        .filter(Column::Worker.eq(worker))
        .exec(store.db())
        .await?;
    Ok(changed.rows_affected == 1)
}

/// The condition that a job runs and is this worker's.
pub(super) fn mine(tenant: &str, id: &str, worker: &str) -> Condition {
    Condition::all()
        .add(Column::TenantId.eq(tenant))
        .add(Column::Id.eq(id))
        .add(Column::State.eq(State::Running.as_str()))
        .add(Column::Worker.eq(worker))
}

/// Removes what was shown before that moment and never confirmed.
pub async fn sweep(store: &Store, before: DateTime<Utc>) -> Result<u64, Error> {
    let old = Entity::delete_many()
        .filter(Column::State.eq(State::Shown.as_str()))
        .filter(Column::CreatedAt.lt(before));
    Ok(old.exec(store.db()).await?.rows_affected)
}

fn words(states: &[State]) -> Vec<&'static str> {
    states.iter().map(|state| state.as_str()).collect()
}

fn plain(row: Model) -> Result<Job, Error> {
    let state = State::ALL
        .into_iter()
        .find(|state| state.as_str() == row.state);
    let corrupt = |id: &str, field| Error::Corrupt {
        table: "bulk_jobs",
        id: id.to_owned(),
        field,
    };
    let state = state.ok_or_else(|| corrupt(&row.id, "state"))?;
    let args = serde_json::from_str(&row.args).map_err(|_| corrupt(&row.id, "args"))?;
    Ok(Job {
        id: row.id,
        tenant: row.tenant_id,
        user: row.user_id,
        connection: row.connection_id,
        operation: row.operation,
        args,
        total: u64::try_from(row.total).unwrap_or_default(),
        state,
        reason: row.reason,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
