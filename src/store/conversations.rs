//! Conversations: the state that a chat remembers between two messages, saved by compare-and-swap.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::Value;

use super::{Error, Store, whole};
use crate::secrets::random_id;

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "conversations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub tenant_id: String,
        pub user_id: String,
        pub title: String,
        pub state: String,
        pub state_version: i64,
        pub last_seq: i64,
        pub connection_id: Option<String>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A conversation of one user.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversation {
    /// 128 random bits in hex; bound to tenant and user, so knowing it is not enough.
    pub id: String,
    /// The tenant's id.
    pub tenant: String,
    /// The user's id.
    pub user: String,
    /// What the list of conversations shows.
    pub title: String,
    /// What the chat remembers. Its form is the chat's business; what is no JSON reads as null.
    pub state: Value,
    /// Counts the changes of the state, from 0.
    pub state_version: i64,
    /// The CRM connection it speaks to; none: the tenant's default.
    pub connection: Option<String>,
    /// UTC, to the microsecond.
    pub created_at: DateTime<Utc>,
    /// The last message or change of state.
    pub updated_at: DateTime<Utc>,
}

/// Starts a conversation with an empty state (null).
pub async fn create(
    store: &Store,
    tenant: &str,
    user: &str,
    connection: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Conversation, Error> {
    let row = Model {
        id: random_id(),
        tenant_id: tenant.to_owned(),
        user_id: user.to_owned(),
        title: String::new(),
        state: "null".to_owned(),
        state_version: 0,
        last_seq: 0,
        connection_id: connection.map(str::to_owned),
        created_at: now,
        updated_at: now,
    };
    let insert = whole::<ActiveModel>(row.clone());
    Entity::insert(insert)
        .exec_without_returning(store.db())
        .await?;
    Ok(plain(row))
}

/// The conversation of that id, when it is this user's.
pub async fn get(
    store: &Store,
    tenant: &str,
    user: &str,
    id: &str,
) -> Result<Option<Conversation>, Error> {
    let found = Entity::find_by_id(id)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user));
    Ok(found.one(store.db()).await?.map(plain))
}

/// A user's conversations, the one last spoken in first.
pub async fn of(
    store: &Store,
    tenant: &str,
    user: &str,
    limit: u64,
) -> Result<Vec<Conversation>, Error> {
    let theirs = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .order_by_desc(Column::UpdatedAt)
        .order_by_desc(Column::Id)
        .limit(limit);
    Ok(theirs
        .all(store.db())
        .await?
        .into_iter()
        .map(plain)
        .collect())
}

/// Saves the state if nobody has since `expected_version` was read. Answers whether it was saved.
pub async fn save_state(
    store: &Store,
    tenant: &str,
    user: &str,
    id: &str,
    state: &Value,
    expected_version: i64,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        state: Set(state.to_string()),
        state_version: Set(expected_version + 1),
        updated_at: Set(now),
        ..ActiveModel::default()
    };
    let done = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::Id.eq(id))
        .filter(Column::StateVersion.eq(expected_version))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Names a conversation. Answers whether it is this user's.
pub async fn set_title(
    store: &Store,
    tenant: &str,
    user: &str,
    id: &str,
    title: &str,
) -> Result<bool, Error> {
    let change = ActiveModel {
        title: Set(title.to_owned()),
        ..ActiveModel::default()
    };
    update(store, tenant, user, id, change).await
}

/// Chooses the connection a conversation speaks to; none: the tenant's default. Answers whether
/// the conversation is this user's. That the connection is this tenant's is the caller's to check.
pub async fn set_connection(
    store: &Store,
    tenant: &str,
    user: &str,
    id: &str,
    connection: Option<&str>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        connection_id: Set(connection.map(str::to_owned)),
        ..ActiveModel::default()
    };
    update(store, tenant, user, id, change).await
}

/// Deletes a conversation and its messages. Answers whether it was this user's.
pub async fn delete(store: &Store, tenant: &str, user: &str, id: &str) -> Result<bool, Error> {
    let done = Entity::delete_many()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::Id.eq(id))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Takes the next place for a message in a conversation, within the caller's transaction; the row
/// stays locked until it ends. None when the conversation is not this user's.
pub(super) async fn next_seq(
    db: &impl ConnectionTrait,
    tenant: &str,
    user: &str,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Option<i64>, Error> {
    let mut changed = Entity::update_many()
        .col_expr(Column::LastSeq, Expr::col(Column::LastSeq).add(1_i64))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::Id.eq(id))
        .exec_with_returning(db)
        .await?;
    Ok(changed.pop().map(|row| row.last_seq))
}

async fn update(
    store: &Store,
    tenant: &str,
    user: &str,
    id: &str,
    change: ActiveModel,
) -> Result<bool, Error> {
    let done = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::Id.eq(id))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}

fn plain(row: Model) -> Conversation {
    Conversation {
        id: row.id,
        tenant: row.tenant_id,
        user: row.user_id,
        title: row.title,
        state: serde_json::from_str(&row.state).unwrap_or(Value::Null),
        state_version: row.state_version,
        connection: row.connection_id,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
