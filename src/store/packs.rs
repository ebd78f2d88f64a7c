//! What tenants have taught: every version of each tenant's phrases.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Error, Store, whole};

pub use entity::Model as Pack;
use entity::{ActiveModel, Column, Entity};

mod entity {
    use sea_orm::entity::prelude::*;

    /// One version of a tenant's phrases.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "packs")]
    pub struct Model {
        /// Whose it is.
        #[sea_orm(primary_key, auto_increment = false)]
        pub tenant_id: String,
        /// From 1 on; the newest is live.
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i64,
        /// All its phrases, as JSON.
        pub phrases: String,
        /// What was done to the version before: `added`, `changed`, `removed`, `reverted`.
        pub change: String,
        /// The phrase it was done to, or the version that was taken up again.
        pub about: String,
        /// Who did it.
        pub user_id: String,
        /// UTC, to the microsecond.
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a new version consists of.
#[derive(Debug, Clone, Copy)]
pub struct NewPack<'a> {
    /// All its phrases, as JSON.
    pub phrases: &'a str,
    /// What was done: `added`, `changed`, `removed`, `reverted`.
    pub change: &'a str,
    /// The phrase it was done to, or the version that is taken up again.
    pub about: &'a str,
}

/// The number of a tenant's live version; 0 before the first. Asked with every message.
pub async fn version(store: &Store, tenant: &str) -> Result<i64, Error> {
    let newest: Option<i64> = Entity::find()
        .select_only()
        .column(Column::Version)
        .filter(Column::TenantId.eq(tenant))
        .order_by_desc(Column::Version)
        .limit(1)
        .into_tuple()
        .one(store.db())
        .await?;
    Ok(newest.unwrap_or(0))
}

/// One version of a tenant's phrases.
pub async fn get(store: &Store, tenant: &str, version: i64) -> Result<Option<Pack>, Error> {
    let key = (tenant.to_owned(), version);
    Ok(Entity::find_by_id(key).one(store.db()).await?)
}

/// The tenant's live version; none before the first.
pub async fn newest(store: &Store, tenant: &str) -> Result<Option<Pack>, Error> {
    Ok(of(store, tenant, 1).await?.pop())
}

/// The tenant's versions, the newest first, at most `limit`.
pub async fn of(store: &Store, tenant: &str, limit: u64) -> Result<Vec<Pack>, Error> {
    let newest = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .order_by_desc(Column::Version)
        .limit(limit);
    Ok(newest.all(store.db()).await?)
}

/// Adds the version after `base`. `None` when somebody else was faster: what was checked is no
/// longer what it would be added to.
pub async fn add(
    store: &Store,
    tenant: &str,
    base: i64,
    user: &str,
    new: NewPack<'_>,
    now: DateTime<Utc>,
) -> Result<Option<Pack>, Error> {
    let row = Pack {
        tenant_id: tenant.to_owned(),
        version: base + 1,
        phrases: new.phrases.to_owned(),
        change: new.change.to_owned(),
        about: new.about.to_owned(),
        user_id: user.to_owned(),
        created_at: now,
    };
    let insert = whole::<ActiveModel>(row.clone());
    match Entity::insert(insert)
        .exec_without_returning(store.db())
        .await
        .map_err(Error::from)
    {
        Ok(_) => Ok(Some(row)),
        Err(Error::Conflict(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
