//! CRM connections of tenants. The key is sealed before it comes here and opened after it leaves.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{Error, Store, whole};

pub use entity::Model as Connection;
use entity::{ActiveModel, Column, Entity};

mod entity {
    use sea_orm::entity::prelude::*;

    /// A connection as it is kept.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "connections")]
    pub struct Model {
        /// 128 random bits in hex, made by the caller: the sealing is bound to it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        /// The tenant's id.
        pub tenant_id: String,
        /// `gohighlevel`, `hubspot`.
        pub provider: String,
        /// What people call it.
        pub label: String,
        /// The CRM key, sealed for this tenant, this id and the field `token`.
        pub sealed_token: String,
        /// The CRM key as people may see it: `pit-…ab12`.
        pub masked_token: String,
        /// GoHighLevel's location.
        pub location_id: Option<String>,
        /// Where the CRM is, when it is not where the settings say (a sandbox).
        pub base_url: Option<String>,
        /// The name or id of the calendar that is booked when none was named.
        pub calendar: Option<String>,
        /// Whether it is used when none was named. One per tenant.
        pub is_default: bool,
        /// UTC, to the microsecond.
        pub created_at: DateTimeUtc,
        /// The last change of anything here.
        pub updated_at: DateTimeUtc,
        /// When the CRM last accepted the key.
        pub validated_at: Option<DateTimeUtc>,
        /// The code of what the CRM said when it last refused the key.
        pub validation_error: Option<String>,
        /// The account's country, an ISO 3166-1 code, as far as the CRM told.
        pub country: Option<String>,
        /// The account's currency, an ISO 4217 code, as far as the CRM told.
        pub currency: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a connection. It becomes the default when it says so (and the old default ends), or when
/// it is the tenant's first.
pub async fn add(store: &Store, mut connection: Connection) -> Result<Connection, Error> {
    let transaction = store.begin().await?;
    let tenant = connection.tenant_id.as_str();
    if connection.is_default {
        Entity::update_many()
            .set(default(false))
            .filter(Column::TenantId.eq(tenant))
            .filter(Column::IsDefault.eq(true))
            .exec(&transaction)
            .await?;
    } else {
        let has_default = Entity::find()
            .filter(Column::TenantId.eq(tenant))
            .filter(Column::IsDefault.eq(true))
            .one(&transaction)
            .await?;
        connection.is_default = has_default.is_none();
    }
    let insert = whole::<ActiveModel>(connection.clone());
    Entity::insert(insert)
        .exec_without_returning(&transaction)
        .await?;
    transaction.commit().await?;
    Ok(connection)
}

/// The connections of a tenant: the default first, then oldest first.
pub async fn of(store: &Store, tenant: &str) -> Result<Vec<Connection>, Error> {
    let theirs = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .order_by_desc(Column::IsDefault)
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id);
    Ok(theirs.all(store.db()).await?)
}

/// The connection of that id in that tenant.
pub async fn get(store: &Store, tenant: &str, id: &str) -> Result<Option<Connection>, Error> {
    let found = Entity::find_by_id(id).filter(Column::TenantId.eq(tenant));
    Ok(found.one(store.db()).await?)
}

/// Makes a connection the tenant's default. Answers whether the tenant has it.
pub async fn set_default(
    store: &Store,
    tenant: &str,
    id: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let transaction = store.begin().await?;
    Entity::update_many()
        .set(default(false))
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::IsDefault.eq(true))
        .exec(&transaction)
        .await?;
    let mut change = default(true);
    change.updated_at = Set(now);
    let done = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Id.eq(id))
        .exec(&transaction)
        .await?;
    if done.rows_affected == 0 {
        // The old default stays.
        transaction.rollback().await?;
        return Ok(false);
    }
    transaction.commit().await?;
    Ok(true)
}

/// Replaces the key, location, label and address of a connection with those given. Answers
/// whether the tenant has it.
pub async fn replace(
    store: &Store,
    tenant: &str,
    connection: &Connection,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let given = connection.clone();
    let change = ActiveModel {
        label: Set(given.label),
        sealed_token: Set(given.sealed_token),
        masked_token: Set(given.masked_token),
        location_id: Set(given.location_id),
        base_url: Set(given.base_url),
        calendar: Set(given.calendar),
        country: Set(given.country),
        currency: Set(given.currency),
        validated_at: Set(given.validated_at),
        validation_error: Set(given.validation_error),
        updated_at: Set(now),
        ..ActiveModel::default()
    };
    update(store, tenant, &connection.id, change).await
}

/// Replaces the sealed text of a key that itself stays the same; not if it was changed meanwhile.
pub async fn reseal(
    store: &Store,
    tenant: &str,
    read: &Connection,
    sealed_token: &str,
) -> Result<(), Error> {
    let change = ActiveModel {
        sealed_token: Set(sealed_token.to_owned()),
        ..ActiveModel::default()
    };
    Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Id.eq(&read.id))
        .filter(Column::SealedToken.eq(&read.sealed_token))
        .exec(store.db())
        .await?;
    Ok(())
}

/// Notes whether the CRM accepted the key: no `refusal` means it did. Answers whether the tenant
/// has the connection.
pub async fn set_validation(
    store: &Store,
    tenant: &str,
    id: &str,
    refusal: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let mut change = ActiveModel {
        validation_error: Set(refusal.map(str::to_owned)),
        ..ActiveModel::default()
    };
    if refusal.is_none() {
        change.validated_at = Set(Some(now));
    }
    update(store, tenant, id, change).await
}

/// Deletes a connection and its sealed key; another one becomes the default, the oldest first.
/// Answers the connection as it was, without its key.
pub async fn delete(
    store: &Store,
    tenant: &str,
    id: &str,
    now: DateTime<Utc>,
) -> Result<Option<Connection>, Error> {
    let transaction = store.begin().await?;
    let gone = Entity::delete_many()
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Id.eq(id))
        .exec_with_returning(&transaction)
        .await?
        .pop();
    let heir = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .one(&transaction)
        .await?;
    if let (
        Some(Connection {
            is_default: true, ..
        }),
        Some(heir),
    ) = (&gone, heir)
    {
        let mut change = default(true);
        change.updated_at = Set(now);
        Entity::update_many()
            .set(change)
            .filter(Column::Id.eq(heir.id))
            .exec(&transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(gone.map(|connection| Connection {
        sealed_token: String::new(),
        ..connection
    }))
}

async fn update(store: &Store, tenant: &str, id: &str, change: ActiveModel) -> Result<bool, Error> {
    let done = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Id.eq(id))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}

fn default(is_default: bool) -> ActiveModel {
    ActiveModel {
        is_default: Set(is_default),
        ..ActiveModel::default()
    }
}
