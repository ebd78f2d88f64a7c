//! Messages and their answers. A message is claimed before anything is done about it, so that one
//! delivered many times is answered once.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;

use super::{Error, Store, conversations, whole};
use crate::secrets::random_id;

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "messages")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub tenant_id: String,
        pub user_id: String,
        pub conversation_id: String,
        pub seq: i64,
        pub message_key: Option<String>,
        pub text: String,
        pub answer: Option<String>,
        pub status: String,
        pub created_at: DateTimeUtc,
        pub claimed_at: DateTimeUtc,
        pub answered_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// After this long without an answer, whoever worked on a message is taken to be gone.
pub const ABANDONED_AFTER: TimeDelta = TimeDelta::minutes(2);

const PENDING: &str = "pending";
const ANSWERED: &str = "answered";

/// A message of a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// 128 random bits in hex; the actions of this message are keyed by it.
    pub id: String,
    /// The conversation's id.
    pub conversation: String,
    /// Its place in the conversation, from 1; some may be missing.
    pub seq: i64,
    /// What the sender calls it.
    pub key: Option<String>,
    /// What was said.
    pub text: String,
    /// What was answered; none yet while it is worked on.
    pub answer: Option<Value>,
    /// UTC, to the microsecond.
    pub created_at: DateTime<Utc>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
}

/// Whose turn a message is.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// The caller's: it works on the message and answers it. `again` when somebody began before
    /// and did not finish; the actions with this message's id tell how far they came.
    Claimed {
        /// The message.
        message: Message,
        /// Whether somebody began before.
        again: bool,
    },
    /// Somebody's who is working on it.
    InProgress(Message),
    /// Nobody's: it has its answer.
    Answered(Message),
}

/// Takes in a message. Of all callers with the same key, one gets it; without a key each is a new
/// message. [`Error::Missing`] when the conversation is not this user's.
pub async fn claim(
    store: &Store,
    tenant: &str,
    user: &str,
    key: Option<&str>,
    conversation: &str,
    text: &str,
    now: DateTime<Utc>,
) -> Result<Claim, Error> {
    if let Some(message) = find(store, tenant, user, key).await? {
        return known(store, tenant, message, now).await;
    }
    let transaction = store.begin().await?;
    let seq = conversations::next_seq(&transaction, tenant, user, conversation, now).await?;
    let row = Model {
        id: random_id(),
        tenant_id: tenant.to_owned(),
        user_id: user.to_owned(),
        conversation_id: conversation.to_owned(),
        seq: seq.ok_or(Error::Missing)?,
        message_key: key.map(str::to_owned),
        text: text.to_owned(),
        answer: None,
        status: PENDING.to_owned(),
        created_at: now,
        claimed_at: now,
        answered_at: None,
    };
    let unique = [Column::TenantId, Column::UserId, Column::MessageKey];
    let inserted = Entity::insert(whole::<ActiveModel>(row.clone()))
        .on_conflict(OnConflict::columns(unique).do_nothing().to_owned())
        .exec_without_returning(&transaction)
        .await?;
    if inserted == 1 {
        transaction.commit().await?;
        let message = plain(row)?;
        return Ok(Claim::Claimed {
            message,
            again: false,
        });
    }
    transaction.rollback().await?;
    let winner = find(store, tenant, user, key).await?;
    known(store, tenant, winner.ok_or(Error::Missing)?, now).await
}

/// Keeps the answer of a claimed message. Answers whether it had none.
pub async fn answer(
    store: &Store,
    tenant: &str,
    id: &str,
    answer: &Value,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        answer: Set(Some(answer.to_string())),
        status: Set(ANSWERED.to_owned()),
        answered_at: Set(Some(now)),
        ..ActiveModel::default()
    };
    let done = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Id.eq(id))
        .filter(Column::Status.eq(PENDING))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// The messages of a conversation of this user, in order.
pub async fn history(
    store: &Store,
    tenant: &str,
    user: &str,
    conversation: &str,
) -> Result<Vec<Message>, Error> {
    let all = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::ConversationId.eq(conversation))
        .order_by_asc(Column::Seq);
    all.all(store.db()).await?.into_iter().map(plain).collect()
}

async fn find(
    store: &Store,
    tenant: &str,
    user: &str,
    key: Option<&str>,
) -> Result<Option<Model>, Error> {
    let Some(key) = key else { return Ok(None) };
    let found = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::MessageKey.eq(key));
    Ok(found.one(store.db()).await?)
}

/// What to do about a message that was taken in before.
async fn known(
    store: &Store,
    tenant: &str,
    row: Model,
    now: DateTime<Utc>,
) -> Result<Claim, Error> {
    if row.status == ANSWERED {
        return Ok(Claim::Answered(plain(row)?));
    }
    if now - row.claimed_at < ABANDONED_AFTER {
        return Ok(Claim::InProgress(plain(row)?));
    }
    // Of several who find it abandoned, one takes it over.
    let change = ActiveModel {
        claimed_at: Set(now),
        ..ActiveModel::default()
    };
    let done = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Id.eq(&row.id))
        .filter(Column::Status.eq(PENDING))
        .filter(Column::ClaimedAt.eq(row.claimed_at))
        .exec(store.db())
        .await?;
    let message = plain(row)?;
    Ok(if done.rows_affected == 1 {
        Claim::Claimed {
            message,
            again: true,
        }
    } else {
        Claim::InProgress(message)
    })
}

fn plain(row: Model) -> Result<Message, Error> {
    let answer = row.answer.map(|json| serde_json::from_str(&json));
    let answer = answer.transpose().map_err(|_| Error::Corrupt {
        table: "messages",
        id: row.id.clone(),
        field: "answer",
    })?;
    Ok(Message {
        id: row.id,
        conversation: row.conversation_id,
        seq: row.seq,
        key: row.message_key,
        text: row.text,
        answer,
        created_at: row.created_at,
        answered_at: row.answered_at,
    })
}
