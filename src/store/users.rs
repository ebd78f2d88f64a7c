//! Users: people of a tenant who sign in with e-mail and password.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use secrecy::{ExposeSecret, SecretString};

use super::tenants::{self, Tenant};
use super::{Error, Store, whole};
use crate::secrets::random_id;
use crate::value::Role;

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "users")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub tenant_id: String,
        pub email: String,
        pub password_hash: String,
        pub name: String,
        pub role: String,
        pub created_at: DateTimeUtc,
        pub last_login_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A user, without the password's hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// 128 random bits in hex.
    pub id: String,
    /// The tenant of this user.
    pub tenant: String,
    /// In lower case, unique among all tenants.
    pub email: String,
    /// What to call the person.
    pub name: String,
    /// What the person may do in the tenant.
    pub role: Role,
    /// UTC, to the microsecond.
    pub created_at: DateTime<Utc>,
    /// The last successful sign-in.
    pub last_login_at: Option<DateTime<Utc>>,
}

/// What a new user consists of.
#[derive(Debug)]
pub struct NewUser<'a> {
    /// In lower case.
    pub email: &'a str,
    /// A PHC string.
    pub password_hash: &'a SecretString,
    /// What to call the person.
    pub name: &'a str,
    /// What the person may do.
    pub role: Role,
}

/// Adds a user to a tenant. [`Error::Conflict`] when the e-mail address is taken.
pub async fn create(
    store: &Store,
    tenant: &str,
    new: NewUser<'_>,
    now: DateTime<Utc>,
) -> Result<User, Error> {
    let row = row(tenant, &new, now);
    let insert = whole::<ActiveModel>(row.clone());
    Entity::insert(insert)
        .exec_without_returning(store.db())
        .await?;
    plain(row)
}

/// Adds a tenant and its administrator, both or neither. [`Error::Conflict`] when the e-mail address is
/// taken.
pub async fn create_with_tenant(
    store: &Store,
    tenant_name: &str,
    new: NewUser<'_>,
    now: DateTime<Utc>,
) -> Result<(Tenant, User), Error> {
    let transaction = store.begin().await?;
    let tenant = tenants::insert(&transaction, tenant_name, now).await?;
    let row = row(&tenant.id, &new, now);
    let insert = whole::<ActiveModel>(row.clone());
    Entity::insert(insert)
        .exec_without_returning(&transaction)
        .await?;
    transaction.commit().await?;
    Ok((tenant, plain(row)?))
}

/// The user of that id in that tenant.
pub async fn get(store: &Store, tenant: &str, user: &str) -> Result<Option<User>, Error> {
    let found = Entity::find_by_id(user).filter(Column::TenantId.eq(tenant));
    found.one(store.db()).await?.map(plain).transpose()
}

/// The users of a tenant, oldest first.
pub async fn of(store: &Store, tenant: &str) -> Result<Vec<User>, Error> {
    let all = Entity::find()
        .filter(Column::TenantId.eq(tenant))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id);
    all.all(store.db()).await?.into_iter().map(plain).collect()
}

/// The user who signs in with that e-mail address, and the hash to check the password against.
/// Only for signing in: it is the one query on users that knows no tenant yet.
pub async fn signing_in(store: &Store, email: &str) -> Result<Option<(User, SecretString)>, Error> {
    let found = Entity::find().filter(Column::Email.eq(email));
    let Some(row) = found.one(store.db()).await? else {
        return Ok(None);
    };
    let hash = SecretString::from(row.password_hash.clone());
    Ok(Some((plain(row)?, hash)))
}

/// The user of a session, whose id came from our own session row. Only for doors, which then know
/// the tenant.
pub async fn of_session(store: &Store, user: &str) -> Result<Option<User>, Error> {
    let found = Entity::find_by_id(user).one(store.db()).await?;
    found.map(plain).transpose()
}

/// Notes a successful sign-in, and replaces the password's hash when a stronger one was made.
pub async fn signed_in(
    store: &Store,
    tenant: &str,
    user: &str,
    rehashed: Option<&SecretString>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut change = ActiveModel {
        last_login_at: Set(Some(now)),
        ..ActiveModel::default()
    };
    if let Some(hash) = rehashed {
        change.password_hash = Set(hash.expose_secret().to_owned());
    }
    update(store, tenant, user, change).await.map(drop)
}

/// Replaces a user's password. Answers whether there is such a user.
pub async fn set_password(
    store: &Store,
    tenant: &str,
    user: &str,
    hash: &SecretString,
) -> Result<bool, Error> {
    let change = ActiveModel {
        password_hash: Set(hash.expose_secret().to_owned()),
        ..ActiveModel::default()
    };
    update(store, tenant, user, change).await
}

/// Makes a user another role's. Answers whether there is such a user.
pub async fn set_role(store: &Store, tenant: &str, user: &str, role: Role) -> Result<bool, Error> {
    let change = ActiveModel {
        role: Set(role.as_str().to_owned()),
        ..ActiveModel::default()
    };
    update(store, tenant, user, change).await
}

async fn update(
    store: &Store,
    tenant: &str,
    user: &str,
    change: ActiveModel,
) -> Result<bool, Error> {
    let done = Entity::update_many()
        .set(change)
        .filter(Column::TenantId.eq(tenant))
        .filter(Column::Id.eq(user))
        .exec(store.db())
        .await?;
    Ok(done.rows_affected == 1)
}

fn row(tenant: &str, new: &NewUser<'_>, now: DateTime<Utc>) -> Model {
    Model {
        id: random_id(),
        tenant_id: tenant.to_owned(),
        email: new.email.to_owned(),
        password_hash: new.password_hash.expose_secret().to_owned(),
        name: new.name.to_owned(),
        role: new.role.as_str().to_owned(),
        created_at: now,
        last_login_at: None,
    }
}

fn plain(row: Model) -> Result<User, Error> {
    let Ok(role) = row.role.parse::<Role>() else {
        return Err(Error::Corrupt {
            table: "users",
            id: row.id,
            field: "role",
        });
    };
    Ok(User {
        id: row.id,
        tenant: row.tenant_id,
        email: row.email,
        name: row.name,
        role,
        created_at: row.created_at,
        last_login_at: row.last_login_at,
    })
}
