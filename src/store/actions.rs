//! Everything that was done to a CRM, written before the call: audit, guard against doing a step
//! twice, and the source of undo.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde_json::Value;

use super::{Error, Store, whole};
use crate::secrets::random_id;

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "actions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub tenant_id: String,
        pub user_id: String,
        pub position: i64,
        pub key: String,
        pub operation: String,
        pub connection_id: Option<String>,
        pub args: String,
        pub before: Option<String>,
        pub state: String,
        pub answer: Option<String>,
        pub error_code: Option<String>,
        pub undoes: Option<String>,
        pub undone_by: Option<String>,
        pub conversation_id: Option<String>,
        pub channel: String,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One step, from its plan to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// 128 random bits in hex.
    pub id: String,
    /// The tenant's id.
    pub tenant: String,
    /// The user's id.
    pub user: String,
    /// The message or plan and the step's place in it: unique in the tenant.
    pub key: String,
    /// The operation's name.
    pub operation: String,
    /// The connection it was done with.
    pub connection: Option<String>,
    /// The resolved arguments.
    pub args: Value,
    /// The record as it was, for undo.
    pub before: Option<Value>,
    /// How far it came.
    pub state: State,
    /// What the CRM answered.
    pub answer: Option<Value>,
    /// Why it failed.
    pub error_code: Option<String>,
    /// The action that this one took back.
    pub undoes: Option<String>,
    /// The action that took this one back.
    pub undone_by: Option<String>,
    /// The conversation it was said in.
    pub conversation: Option<String>,
    /// The door: `chat`, `api`, `mcp`.
    pub channel: String,
    /// UTC, to the microsecond.
    pub created_at: DateTime<Utc>,
    /// The last change of state.
    pub updated_at: DateTime<Utc>,
}

/// How far a step came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Written down, not yet tried.
    Planned,
    /// The call is out; whoever finds it so later cannot know what the CRM did.
    Sent,
    /// The CRM did it.
    Done,
    /// It certainly did not happen.
    Failed,
    /// It may have happened.
    Unknown,
}

impl State {
    /// The word in the database and the API.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Sent => "sent",
            State::Done => "done",
            State::Failed => "failed",
            State::Unknown => "unknown",
        }
    }
}

/// What a new step consists of.
#[derive(Debug, Clone, Copy)]
pub struct NewAction<'a> {
    /// The message or plan and the step's place in it.
    pub key: &'a str,
    /// The operation's name.
    pub operation: &'a str,
    /// The connection it is done with.
    pub connection: Option<&'a str>,
    /// The resolved arguments.
    pub args: &'a Value,
    /// The record as it is, for undo.
    pub before: Option<&'a Value>,
    /// The action that this one takes back.
    pub undoes: Option<&'a str>,
    /// The conversation it was said in.
    pub conversation: Option<&'a str>,
    /// The door.
    pub channel: &'a str,
}

/// What became of the wish to do a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Planned {
    /// It is written down and the caller's to do.
    New(Action),
    /// It was written down before, by whoever does or did it.
    Existing(Action),
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End<'a> {
    /// The CRM did it and answered this.
    Done(&'a Value),
    /// It certainly did not happen, for this code.
    Failed(&'a str),
    /// It may have happened; this code says what went wrong.
    Unknown(&'a str),
}

/// Writes a step down before it is done. Of all callers with the same key, one gets
/// [`Planned::New`].
pub async fn plan(
    store: &Store,
    tenant: &str,
    user: &str,
    new: NewAction<'_>,
    now: DateTime<Utc>,
) -> Result<Planned, Error> {
    let last = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Position)
        .one(store.db())
        .await?;
    let text = |value: &str| value.to_owned();
    let row = Model {
        id: random_id(),
        tenant_id: text(tenant),
        user_id: text(user),
        // Orders the steps of one instant. Two callers may get the same: they did not wait for
        // each other, so there is no order to keep.
        position: last.map_or(0, |last| last.position) + 1,
        key: text(new.key),
        operation: text(new.operation),
        connection_id: new.connection.map(text),
        args: new.args.to_string(),
        before: new.before.map(Value::to_string),
        state: text(State::Planned.as_str()),
        answer: None,
        error_code: None,
        undoes: new.undoes.map(text),
        undone_by: None,
        conversation_id: new.conversation.map(text),
        channel: text(new.channel),
        created_at: now,
        updated_at: now,
    };
    let unique = [Column::TenantId, Column::Key];
    let inserted = Entity::insert(whole::<ActiveModel>(row.clone()))
        .on_conflict(OnConflict::columns(unique).do_nothing().to_owned())
        .exec_without_returning(store.db())
        .await?;
    if inserted == 1 {
        return Ok(Planned::New(plain(row)?));
    }
    let existing = by_key(store, tenant, new.key).await?;
    Ok(Planned::Existing(existing.ok_or(Error::Missing)?))
}

/// Notes that the call goes out now. Answers whether the step was planned: if not, somebody else
/// is at it, and the caller must not call.
pub async fn set_sent(
    store: &Store,
    tenant: &str,
    id: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        state: Set(State::Sent.as_str().to_owned()),
        updated_at: Set(now),
        ..ActiveModel::default()
    };
    let planned = Condition::all().add(Column::State.eq(State::Planned.as_str()));
    update(store, tenant, id, planned, change).await
}

/// Notes how a step ended. Answers whether it had not ended yet.
pub async fn finish(
    store: &Store,
    tenant: &str,
    id: &str,
    end: End<'_>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let (state, answer, code) = match end {
        End::Done(answer) => (State::Done, Some(answer.to_string()), None),
        End::Failed(code) => (State::Failed, None, Some(code.to_owned())),
        End::Unknown(code) => (State::Unknown, None, Some(code.to_owned())),
    };
    let change = ActiveModel {
        state: Set(state.as_str().to_owned()),
        answer: Set(answer),
        error_code: Set(code),
        updated_at: Set(now),
        ..ActiveModel::default()
    };
    let open = [State::Planned.as_str(), State::Sent.as_str()];
    let open = Condition::all().add(Column::State.is_in(open));
    update(store, tenant, id, open, change).await
}

/// Notes which action took another back. Answers whether it was done and nobody had before.
pub async fn mark_undone(
    store: &Store,
    tenant: &str,
    id: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        undone_by: Set(Some(by.to_owned())),
        updated_at: Set(now),
        ..ActiveModel::default()
    };
    let whole = Condition::all()
        .add(Column::State.eq(State::Done.as_str()))
        .add(Column::UndoneBy.is_null());
    update(store, tenant, id, whole, change).await
}

/// Lets an action that failed, without any effect, be tried once more. Answers whether it may.
pub async fn try_again(
    store: &Store,
    tenant: &str,
    id: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        state: Set(State::Planned.as_str().to_owned()),
        error_code: Set(None),
        updated_at: Set(now),
        ..ActiveModel::default()
    };
    let failed = Condition::all().add(Column::State.eq(State::Failed.as_str()));
    update(store, tenant, id, failed, change).await
}

/// The action with that key in the tenant.
pub async fn by_key(store: &Store, tenant: &str, key: &str) -> Result<Option<Action>, Error> {
    let found = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Key.eq(key));
    found.one(store.db()).await?.map(plain).transpose()
}

/// The action of that id in the tenant.
pub async fn get(store: &Store, tenant: &str, id: &str) -> Result<Option<Action>, Error> {
    let found = Entity::find_by_id(id).filter(Column::TenantId.eq(tenant));
    found.one(store.db()).await?.map(plain).transpose()
}

/// The latest step of a user's conversation that "undo" means: begun, one of
/// `operations`, not itself an undo, not taken back.
pub async fn last_of(
    store: &Store,
    tenant: &str,
    user: &str,
    conversation: &str,
    operations: &[&str],
) -> Result<Option<Action>, Error> {
    let last = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::ConversationId.eq(conversation))
        .filter(Column::State.ne(State::Planned.as_str()))
        .filter(Column::Operation.is_in(operations.iter().copied()))
        .filter(Column::Undoes.is_null())
        .filter(Column::UndoneBy.is_null())
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Position);
    last.one(store.db()).await?.map(plain).transpose()
}

/// Most actions that [`done_since`] gives back.
const LATEST: u64 = 50;

/// The latest actions of these operations that were done on a connection and not taken back, newest
/// first.
pub async fn done_since(
    store: &Store,
    tenant: &str,
    connection: &str,
    operations: &[&str],
    since: DateTime<Utc>,
) -> Result<Vec<Action>, Error> {
    let done = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::CreatedAt.gte(since))
        .filter(Column::ConnectionId.eq(connection))
        .filter(Column::Operation.is_in(operations.iter().copied()))
        .filter(Column::State.eq(State::Done.as_str()))
        .filter(Column::UndoneBy.is_null())
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Position)
        .limit(LATEST);
    let rows = done.all(store.db()).await?;
    rows.into_iter().map(plain).collect()
}

/// The actions of a tenant, newest first.
pub async fn of(store: &Store, tenant: &str, limit: u64) -> Result<Vec<Action>, Error> {
    let newest = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Position)
        .limit(limit);
    newest
        .all(store.db())
        .await?
        .into_iter()
        .map(plain)
        .collect()
}

async fn update(
    store: &Store,
    tenant: &str,
    id: &str,
    only: Condition,
    change: ActiveModel,
) -> Result<bool, Error> {
    let done = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Id.eq(id))
        .filter(only)
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}

fn plain(row: Model) -> Result<Action, Error> {
    let id = row.id.clone();
    let corrupt = |field| Error::Corrupt {
        table: "actions",
        id: id.clone(),
        field,
    };
    let json = |text: Option<String>, field| {
        let value = text.map(|text| serde_json::from_str::<Value>(&text));
        value.transpose().map_err(|_| corrupt(field))
    };
    let state = [
        State::Planned,
        State::Sent,
        State::Done,
        State::Failed,
        State::Unknown,
    ]
    .into_iter()
    .find(|state| state.as_str() == row.state)
    .ok_or_else(|| corrupt("state"))?;
    Ok(Action {
        args: json(Some(row.args), "args")?.unwrap_or_default(),
        before: json(row.before, "before")?,
        answer: json(row.answer, "answer")?,
        state,
        id: row.id,
        tenant: row.tenant_id,
        user: row.user_id,
        key: row.key,
        operation: row.operation,
        connection: row.connection_id,
        error_code: row.error_code,
        undoes: row.undoes,
        undone_by: row.undone_by,
        conversation: row.conversation_id,
        channel: row.channel,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
