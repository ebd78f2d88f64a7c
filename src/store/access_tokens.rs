//! Personal access tokens, kept only as fingerprints.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};

use super::{Error, Store, whole};
use crate::secrets::random_id;
use crate::value::Effects;

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "access_tokens")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub tenant_id: String,
        pub user_id: String,
        pub name: String,
        pub hash: String,
        pub effects: String,
        pub created_at: DateTimeUtc,
        pub last_used_at: Option<DateTimeUtc>,
        pub expires_at: Option<DateTimeUtc>,
        pub revoked_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An access token, without anything to use it with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// 128 random bits in hex; not the token.
    pub id: String,
    /// The tenant it opens.
    pub tenant: String,
    /// The user it stands for.
    pub user: String,
    /// What its owner calls it.
    pub name: String,
    /// What may be done with it.
    pub effects: Effects,
    /// UTC, to the microsecond.
    pub created_at: DateTime<Utc>,
    /// The last use, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// From then on it is refused; none: never.
    pub expires_at: Option<DateTime<Utc>>,
    /// Since when it is refused.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// What a new token consists of.
#[derive(Debug, Clone, Copy)]
pub struct NewToken<'a> {
    /// What its owner calls it.
    pub name: &'a str,
    /// The fingerprint of the secret.
    pub fingerprint: &'a str,
    /// What may be done with it.
    pub effects: Effects,
    /// From then on it is refused; none: never.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Keeps a new token of a user.
pub async fn create(
    store: &Store,
    tenant: &str,
    user: &str,
    new: NewToken<'_>,
    now: DateTime<Utc>,
) -> Result<AccessToken, Error> {
    let row = Model {
        id: random_id(),
        tenant_id: tenant.to_owned(),
        user_id: user.to_owned(),
        name: new.name.to_owned(),
        hash: new.fingerprint.to_owned(),
        effects: new.effects.to_words(),
        created_at: now,
        last_used_at: None,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    let insert = whole::<ActiveModel>(row.clone());
    Entity::insert(insert)
        .exec_without_returning(store.db())
        .await?;
    plain(row)
}

/// The token kept under that fingerprint, when it is neither revoked nor expired. Only for doors:
/// it is what tells them the tenant.
pub async fn by_fingerprint(
    store: &Store,
    fingerprint: &str,
    now: DateTime<Utc>,
) -> Result<Option<AccessToken>, Error> {
    let valid = Entity::find()
        .filter(Column::Hash.eq(fingerprint))
        .filter(Column::RevokedAt.is_null())
        .filter(
            Condition::any()
                .add(Column::ExpiresAt.is_null())
                .add(Column::ExpiresAt.gt(now)),
        );
    valid.one(store.db()).await?.map(plain).transpose()
}

/// Notes that a token was used; at most once a minute, so that reading costs no write.
pub async fn used(store: &Store, token: &AccessToken, now: DateTime<Utc>) -> Result<(), Error> {
    let recent = now - TimeDelta::minutes(1);
    if token.last_used_at.is_some_and(|at| at > recent) {
        return Ok(());
    }
    let change = ActiveModel {
        last_used_at: Set(Some(now)),
        ..ActiveModel::default()
    };
    Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(&token.tenant))
        .filter(Column::Id.eq(&token.id))
        .exec(store.db())
        .await?;
    Ok(())
}

/// The tokens of a user, newest first, revoked ones included.
pub async fn of(store: &Store, tenant: &str, user: &str) -> Result<Vec<AccessToken>, Error> {
    let theirs = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id);
    theirs
        .all(store.db())
        .await?
        .into_iter()
        .map(plain)
        .collect()
}

/// Revokes a user's token for ever. Answers whether it was valid until now.
pub async fn revoke(
    store: &Store,
    tenant: &str,
    user: &str,
    id: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        revoked_at: Set(Some(now)),
        ..ActiveModel::default()
    };
    let done = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::UserId.eq(user))
        .filter(Column::Id.eq(id))
        .filter(Column::RevokedAt.is_null())
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}

fn plain(row: Model) -> Result<AccessToken, Error> {
    let effects = Effects::from_words(&row.effects).map_err(|_| Error::Corrupt {
        table: "access_tokens",
        id: row.id.clone(),
        field: "effects",
    })?;
    Ok(AccessToken {
        id: row.id,
        tenant: row.tenant_id,
        user: row.user_id,
        name: row.name,
        effects,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
    })
}
