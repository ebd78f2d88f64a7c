//! The contacts of bulk jobs, each with how far it is.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Query,
};

use super::bulk_jobs::{self, Job};
use super::{Error, Store, whole};

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "bulk_rows")]
    pub struct Model {
        pub tenant_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub job_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i64,
        pub contact_id: String,
        pub contact_name: String,
        pub state: String,
        pub code: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Rows of one INSERT: both databases limit the number of values in a statement.
const AT_ONCE: usize = 500;

/// One contact of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// From 0 on.
    pub position: i64,
    /// The CRM's id.
    pub contact: String,
    /// What people call the contact.
    pub name: String,
    /// How far it is.
    pub state: State,
    /// Why it was left out or failed: a stable code.
    pub code: Option<String>,
}

/// How far a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// To be done.
    Planned,
    /// The call is out; whoever finds it so later cannot know what the CRM did.
    Sent,
    /// The CRM did it.
    Done,
    /// It certainly did not happen.
    Failed,
    /// Left out from the start: there is nowhere to send it, or the contact does not want it.
    Skipped,
    /// It may have happened.
    Unknown,
}

impl State {
    /// Every state, in the order in which they are told.
    pub const ALL: [State; 6] = [
        State::Planned,
        State::Sent,
        State::Done,
        State::Failed,
        State::Skipped,
        State::Unknown,
    ];

    /// The word in the database, the API and the result file.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Sent => "sent",
            State::Done => "done",
            State::Failed => "failed",
            State::Skipped => "skipped",
            State::Unknown => "unknown",
        }
    }
}

/// A contact for a new job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRow {
    /// The CRM's id.
    pub contact: String,
    /// What people call the contact.
    pub name: String,
    /// The code for which it is left out, when it is.
    pub skipped: Option<&'static str>,
}

/// Keeps the contacts of a new job, in order.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    tenant: &str,
    job: &str,
    rows: &[NewRow],
) -> Result<(), Error> {
    let models = (0_i64..).zip(rows).map(|(position, row)| {
        let state = match row.skipped {
            Some(_) => State::Skipped,
            None => State::Planned,
        };
        whole::<ActiveModel>(Model {
            tenant_id: tenant.to_owned(),
            job_id: job.to_owned(),
            position,
            contact_id: row.contact.clone(),
            contact_name: row.name.clone(),
            state: state.as_str().to_owned(),
            code: row.skipped.map(str::to_owned),
        })
    });
    let models: Vec<ActiveModel> = models.collect();
    for some in models.chunks(AT_ONCE) {
        Entity::insert_many(some.to_vec())
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// The next contacts to be done.
pub async fn next(store: &Store, job: &Job, limit: u64) -> Result<Vec<Row>, Error> {
    let planned = Entity::find()
        .filter(Column::TenantId.eq(&job.tenant))
        .filter(Column::JobId.eq(&job.id))
        .filter(Column::State.eq(State::Planned.as_str()))
        .order_by_asc(Column::Position)
        .limit(limit);
    let rows = planned.all(store.db()).await?;
    rows.into_iter().map(plain).collect()
}

/// Contacts of a job in order, from a position on.
pub async fn from(store: &Store, job: &Job, position: i64, limit: u64) -> Result<Vec<Row>, Error> {
    let some = Entity::find()
        .filter(Column::TenantId.eq(&job.tenant))
        .filter(Column::JobId.eq(&job.id))
        .filter(Column::Position.gte(position))
        .order_by_asc(Column::Position)
        .limit(limit);
    let rows = some.all(store.db()).await?;
    rows.into_iter().map(plain).collect()
}

/// Notes that the call for a contact goes out now. Answers whether it may: the row is still to be
/// done, and the job still runs and is this worker's. One statement decides.
pub async fn set_sent(
    store: &Store,
    job: &Job,
    position: i64,
    worker: &str,
) -> Result<bool, Error> {
    let running = Query::select()
        .column(bulk_jobs::Column::Id)
        .from(bulk_jobs::Entity)
        .cond_where(bulk_jobs::mine(&job.tenant, &job.id, worker))
        .to_owned();
    let change = ActiveModel {
        state: Set(State::Sent.as_str().to_owned()),
        ..ActiveModel::default()
    };
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(&job.tenant))
        .filter(Column::JobId.in_subquery(running))
        .filter(Column::Position.eq(position))
        .filter(Column::State.eq(State::Planned.as_str()))
        .exec(store.db())
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Notes how the call for a contact ended.
pub async fn finish(
    store: &Store,
    job: &Job,
    position: i64,
    state: State,
    code: Option<&str>,
) -> Result<(), Error> {
    let change = ActiveModel {
        state: Set(state.as_str().to_owned()),
        code: Set(code.map(str::to_owned)),
        ..ActiveModel::default()
    };
    Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(&job.tenant))
        .filter(Column::JobId.eq(&job.id))
        .filter(Column::Position.eq(position))
        .filter(Column::State.eq(State::Sent.as_str()))
        .exec(store.db())
        .await?;
    Ok(())
}

/// Settles the calls whose end nobody learnt, because the process that made them died: they are to
/// be done again where that does no harm, else their end is not known.
pub async fn settle(
    store: &Store,
    job: &Job,
    state: State,
    code: Option<&str>,
) -> Result<u64, Error> {
    let change = ActiveModel {
        state: Set(state.as_str().to_owned()),
        code: Set(code.map(str::to_owned)),
        ..ActiveModel::default()
    };
    let changed = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(&job.tenant))
        .filter(Column::JobId.eq(&job.id))
        .filter(Column::State.eq(State::Sent.as_str()))
        .exec(store.db())
        .await?;
    Ok(changed.rows_affected)
}

/// How many contacts of a job are in each state that occurs.
pub async fn count(store: &Store, job: &Job) -> Result<Vec<(State, u64)>, Error> {
    let counted: Vec<(String, i64)> = Entity::find()
        .select_only()
        .column(Column::State)
        .column_as(Column::Position.count(), "number")
        .filter(Column::TenantId.eq(&job.tenant))
        .filter(Column::JobId.eq(&job.id))
        .group_by(Column::State)
        .into_tuple()
        .all(store.db())
        .await?;
    let counted = counted.into_iter().map(|(word, number)| {
        let state = state_of(&job.id, &word)?;
        Ok((state, u64::try_from(number).unwrap_or_default()))
    });
    counted.collect()
}

fn state_of(job: &str, word: &str) -> Result<State, Error> {
    let state = State::ALL.into_iter().find(|state| state.as_str() == word);
    state.ok_or_else(|| Error::Corrupt {
        table: "bulk_rows",
        id: job.to_owned(),
        field: "state",
    })
}

fn plain(row: Model) -> Result<Row, Error> {
    Ok(Row {
        position: row.position,
        contact: row.contact_id,
        name: row.contact_name,
        state: state_of(&row.job_id, &row.state)?,
        code: row.code,
    })
}
