//! Answers kept by `Idempotency-Key`, so that a repeated request gets the first answer.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::{Error, Store, whole};
use crate::secrets::same;

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "replays")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub request_hash: String,
        pub status: Option<i64>,
        pub body: Option<String>,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What to do about a request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replay {
    /// Run it, then [`finish`] it.
    Claimed,
    /// The first one is still running.
    InProgress,
    /// It ran: this is the first answer.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The JSON body.
        body: String,
    },
    /// The key was used for another request.
    Different,
}

/// How long a request may be worked on before it counts as abandoned.
const LEASE: chrono::TimeDelta = chrono::TimeDelta::minutes(2);

/// Takes a request in. Of all callers with the same key, one gets [`Replay::Claimed`].
pub async fn claim(
    store: &Store,
    tenant: &str,
    user: &str,
    key: &str,
    request_fingerprint: &str,
    now: DateTime<Utc>,
) -> Result<Replay, Error> {
    let row = Model {
        tenant_id: tenant.to_owned(),
        user_id: user.to_owned(),
        key: key.to_owned(),
        request_hash: request_fingerprint.to_owned(),
        status: None,
        body: None,
        created_at: now,
    };
    let unique = [Column::TenantId, Column::UserId, Column::Key];
    let inserted = Entity::insert(whole::<ActiveModel>(row))
        .on_conflict(OnConflict::columns(unique).do_nothing().to_owned())
        .exec_without_returning(store.db())
        .await?;
    if inserted == 1 {
        return Ok(Replay::Claimed);
    }
    let first = Entity::find().filter(of(tenant, user, key));
    let first = first.one(store.db()).await?.ok_or(Error::Missing)?;
    if !same(&first.request_hash, request_fingerprint) {
        return Ok(Replay::Different);
    }
    let Some(status) = first.status else {
        if first.created_at + LEASE > now {
            return Ok(Replay::InProgress);
        }
        // Whoever took it in has died. Of those who find that out, one goes on with it; what it had
        // sent already is not sent again, because its steps have keys of their own.
        let taken = Entity::update_many()
            .set(ActiveModel {
                created_at: Set(now),
                ..ActiveModel::default()
            })
            .filter(of(tenant, user, key))
            .filter(Column::Status.is_null())
            .filter(Column::CreatedAt.eq(first.created_at))
            .exec(store.db())
            .await?;
        return Ok(match taken.rows_affected {
            1 => Replay::Claimed,
            _ => Replay::InProgress,
        });
    };
    let corrupt = |field| Error::Corrupt {
        table: "replays",
        id: key.to_owned(),
        field,
    };
    Ok(Replay::Answered {
        status: u16::try_from(status).map_err(|_| corrupt("status"))?,
        body: first.body.ok_or_else(|| corrupt("body"))?,
    })
}

/// Keeps the answer of a claimed request.
pub async fn finish(
    store: &Store,
    tenant: &str,
    user: &str,
    key: &str,
    status: u16,
    body: &str,
) -> Result<(), Error> {
    let change = ActiveModel {
        status: Set(Some(i64::from(status))),
        body: Set(Some(body.to_owned())),
        ..ActiveModel::default()
    };
    Entity::update_many()
        .set(change)
        .filter(of(tenant, user, key))
        .filter(Column::Status.is_null())
        .exec(store.db())
        .await?;
    Ok(())
}

/// Gives back a claimed request that did nothing, so that its key may be tried again.
pub async fn release(store: &Store, tenant: &str, user: &str, key: &str) -> Result<(), Error> {
    Entity::delete_many()
        .filter(of(tenant, user, key))
        .filter(Column::Status.is_null())
        .exec(store.db())
        .await?;
    Ok(())
}

/// Removes the answers from before then. Answers how many there were.
pub async fn sweep(store: &Store, before: DateTime<Utc>) -> Result<u64, Error> {
    let old = Entity::delete_many().filter(Column::CreatedAt.lt(before));
    Ok(old.exec(store.db()).await?.rows_affected)
}

fn of(tenant: &str, user: &str, key: &str) -> Condition {
    Condition::all()
        .add(Column::TenantId.eq(tenant))
        .add(Column::UserId.eq(user))
        .add(Column::Key.eq(key))
}
