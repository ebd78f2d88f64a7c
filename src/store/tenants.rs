//! Tenants: whose data everything is.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::{Error, Store, whole};
use crate::secrets::random_id;

pub use entity::Model as Tenant;
use entity::{ActiveModel, Column, Entity};

mod entity {
    use sea_orm::entity::prelude::*;

    /// A tenant as it is kept.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tenants")]
    pub struct Model {
        /// 128 random bits in hex.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// The name people gave it.
        pub name: String,
        /// The IANA name of its time zone. It wins over the zone of a CRM location.
        pub timezone: String,
        /// The language of its chat: `en`, `es`.
        pub lang: String,
        /// Where its customers leave a review.
        pub review_link: Option<String>,
        /// Whether changes of records wait for a yes too.
        pub confirm_writes: bool,
        /// UTC, to the microsecond.
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The zone of a tenant that has said nothing else.
pub const DEFAULT_TIMEZONE: &str = "America/New_York";
/// The language of a tenant that has said nothing else.
pub const DEFAULT_LANG: &str = "en";

/// Adds a tenant with the default zone and language.
pub async fn create(store: &Store, name: &str, now: DateTime<Utc>) -> Result<Tenant, Error> {
    insert(store.db(), name, now).await
}

/// [`create`], as a part of a transaction.
pub(super) async fn insert(
    db: &impl ConnectionTrait,
    name: &str,
    now: DateTime<Utc>,
) -> Result<Tenant, Error> {
    let row = Tenant {
        id: random_id(),
        name: name.to_owned(),
        timezone: DEFAULT_TIMEZONE.to_owned(),
        lang: DEFAULT_LANG.to_owned(),
        review_link: None,
        confirm_writes: false,
        created_at: now,
    };
    let insert = whole::<ActiveModel>(row.clone());
    Entity::insert(insert).exec_without_returning(db).await?;
    Ok(row)
}

/// The tenant of that id.
pub async fn get(store: &Store, tenant: &str) -> Result<Option<Tenant>, Error> {
    Ok(Entity::find_by_id(tenant).one(store.db()).await?)
}

/// Every tenant, oldest first: for sweeps and the command line, never for a door.
pub async fn all(store: &Store) -> Result<Vec<Tenant>, Error> {
    let oldest = Entity::find()
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id);
    Ok(oldest.all(store.db()).await?)
}

/// Changes a tenant's name, zone and language. The zone has to be an IANA name: the caller has
/// checked it. Answers whether there is such a tenant.
pub async fn update(
    store: &Store,
    tenant: &str,
    name: &str,
    timezone: &str,
    lang: &str,
) -> Result<bool, Error> {
    let change = ActiveModel {
        name: Set(name.to_owned()),
        timezone: Set(timezone.to_owned()),
        lang: Set(lang.to_owned()),
        ..ActiveModel::default()
    };
    change_one(store, tenant, change).await
}

/// Says whether changes of records wait for a yes too. Answers whether there is such a tenant.
pub async fn set_confirm_writes(
    store: &Store,
    tenant: &str,
    confirm_writes: bool,
) -> Result<bool, Error> {
    let change = ActiveModel {
        confirm_writes: Set(confirm_writes),
        ..ActiveModel::default()
    };
    change_one(store, tenant, change).await
}

async fn change_one(store: &Store, tenant: &str, change: ActiveModel) -> Result<bool, Error> {
    let done = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(tenant))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Changes where a tenant's customers leave a review. Answers whether there is such a tenant.
pub async fn set_review_link(
    store: &Store,
    tenant: &str,
    link: Option<&str>,
) -> Result<bool, Error> {
    let change = ActiveModel {
        review_link: Set(link.map(str::to_owned)),
        ..ActiveModel::default()
    };
    let done = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(tenant))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}
