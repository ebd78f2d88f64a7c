//! Open plans of every door: what waits for a yes. A plan is taken once, by its owner, in time.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::Value;

use super::{Error, Store, whole};
use crate::secrets::random_id;

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "plans")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub tenant_id: String,
        pub user_id: String,
        pub token_hash: String,
        pub hash: String,
        pub plan: String,
        pub door: String,
        pub conversation_id: Option<String>,
        pub state: String,
        pub expires_at: DateTimeUtc,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

const OPEN: &str = "open";
const USED: &str = "used";
const CANCELLED: &str = "cancelled";

/// A plan that waits or waited for its confirmation.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// 128 random bits in hex; the actions of this plan are keyed by it. Not the token.
    pub id: String,
    /// The hash of what was shown, to compare with what would run.
    pub hash: String,
    /// The steps, as the door that asked wrote them.
    pub plan: Value,
    /// The door that asked: `chat`, `api`, `mcp`.
    pub door: String,
    /// The conversation that asked, if one did.
    pub conversation: Option<String>,
    /// From then on it cannot be confirmed.
    pub expires_at: DateTime<Utc>,
}

/// What a new plan consists of.
#[derive(Debug, Clone, Copy)]
pub struct NewPlan<'a> {
    /// The fingerprint of the token that will confirm it.
    pub token_fingerprint: &'a str,
    /// The hash of what is shown.
    pub hash: &'a str,
    /// The steps.
    pub plan: &'a Value,
    /// The door that asks.
    pub door: &'a str,
    /// The conversation that asks, if one does.
    pub conversation: Option<&'a str>,
    /// From then on it cannot be confirmed.
    pub expires_at: DateTime<Utc>,
}

/// What became of a token that somebody presented.
#[derive(Debug, Clone, PartialEq)]
pub enum Taken {
    /// The plan is the caller's, now and never again.
    Taken(Plan),
    /// It was confirmed before.
    Used,
    /// It was cancelled before.
    Cancelled,
    /// Its time is over.
    Expired,
    /// There is no such plan of this user.
    Unknown,
}

/// Keeps a plan of a user until it is confirmed, cancelled or expired.
pub async fn insert(
    store: &Store,
    tenant: &str,
    user: &str,
    new: NewPlan<'_>,
    now: DateTime<Utc>,
) -> Result<Plan, Error> {
    let row = Model {
        id: random_id(),
        tenant_id: tenant.to_owned(),
        user_id: user.to_owned(),
        token_hash: new.token_fingerprint.to_owned(),
        hash: new.hash.to_owned(),
        plan: new.plan.to_string(),
        door: new.door.to_owned(),
        conversation_id: new.conversation.map(str::to_owned),
        state: OPEN.to_owned(),
        expires_at: new.expires_at,
        created_at: now,
    };
    let insert = whole::<ActiveModel>(row.clone());
    Entity::insert(insert)
        .exec_without_returning(store.db())
        .await?;
    plain(row)
}

/// Looks at an open plan without taking it: to show it again, or to check a right first.
pub async fn peek(
    store: &Store,
    tenant: &str,
    user: &str,
    token_fingerprint: &str,
    now: DateTime<Utc>,
) -> Result<Option<Plan>, Error> {
    let open = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::TokenHash.eq(token_fingerprint))
        .filter(Column::State.eq(OPEN))
        .filter(Column::ExpiresAt.gt(now));
    open.one(store.db()).await?.map(plain).transpose()
}

/// Takes a plan in order to run it. One statement decides, so of many callers one gets it.
pub async fn take(
    store: &Store,
    tenant: &str,
    user: &str,
    token_fingerprint: &str,
    now: DateTime<Utc>,
) -> Result<Taken, Error> {
    end(store, tenant, user, token_fingerprint, USED, now).await
}

/// Cancels a plan: answers [`Taken::Taken`] with the plan that now never runs, or why it was not
/// open.
pub async fn cancel(
    store: &Store,
    tenant: &str,
    user: &str,
    token_fingerprint: &str,
    now: DateTime<Utc>,
) -> Result<Taken, Error> {
    end(store, tenant, user, token_fingerprint, CANCELLED, now).await
}

/// Cancels the open plans of a conversation of this user. Answers how many there were.
pub async fn cancel_of_conversation(
    store: &Store,
    tenant: &str,
    user: &str,
    conversation: &str,
) -> Result<u64, Error> {
    let done = Entity::update_many()
        .set(state(CANCELLED))
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::ConversationId.eq(conversation))
        .filter(Column::State.eq(OPEN))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected)
}

/// Cancels every open plan of a tenant: when a connection they were made for is removed.
pub async fn cancel_of_tenant(store: &Store, tenant: &str) -> Result<u64, Error> {
    let done = Entity::update_many()
        .set(state(CANCELLED))
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::State.eq(OPEN))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected)
}

/// Removes the plans that expired before then; until then a late token is told why it fails.
/// Answers how many there were.
pub async fn sweep(store: &Store, before: DateTime<Utc>) -> Result<u64, Error> {
    let old = Entity::delete_many().filter(Column::ExpiresAt.lt(before));
    Ok(old.exec(store.db()).await?.rows_affected)
}

async fn end(
    store: &Store,
    tenant: &str,
    user: &str,
    token_fingerprint: &str,
    to: &str,
    now: DateTime<Utc>,
) -> Result<Taken, Error> {
    let mut ended = Entity::update_many()
        .set(state(to))
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::TokenHash.eq(token_fingerprint))
        .filter(Column::State.eq(OPEN))
        .filter(Column::ExpiresAt.gt(now))
        .exec_with_returning(store.db())
        .await?;
    if let Some(row) = ended.pop() {
        return Ok(Taken::Taken(plain(row)?));
    }
    let there = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::TokenHash.eq(token_fingerprint));
    let Some(row) = there.one(store.db()).await? else {
        return Ok(Taken::Unknown);
    };
    match row.state.as_str() {
        USED => Ok(Taken::Used),
        CANCELLED => Ok(Taken::Cancelled),
        OPEN => Ok(Taken::Expired),
        _ => Err(corrupt(row.id, "state")),
    }
}

fn state(to: &str) -> ActiveModel {
    ActiveModel {
        state: Set(to.to_owned()),
        ..ActiveModel::default()
    }
}

fn plain(row: Model) -> Result<Plan, Error> {
    let plan = serde_json::from_str(&row.plan).map_err(|_| corrupt(row.id.clone(), "plan"))?;
    Ok(Plan {
        id: row.id,
        hash: row.hash,
        plan,
        door: row.door,
        conversation: row.conversation_id,
        expires_at: row.expires_at,
    })
}

fn corrupt(id: String, field: &'static str) -> Error {
    Error::Corrupt {
        table: "plans",
        id,
        field,
    }
}
