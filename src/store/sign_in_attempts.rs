//! Sign-ins that failed lately, by subject: a fingerprint of an account or of a network address.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::{Error, Store, whole};
use crate::secrets::random_id;

use entity::{ActiveModel, Column, Entity, Model};

mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_attempts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub subject: String,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a subject did in a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// How many attempts.
    pub count: u64,
    /// When the first of them was made; it leaves the stretch first.
    pub first: Option<DateTime<Utc>>,
}

/// Notes an attempt. Answers its id, to [`withdraw`] it with.
pub async fn record(store: &Store, subject: &str, now: DateTime<Utc>) -> Result<String, Error> {
    let id = random_id();
    let row = Model {
        id: id.clone(),
        subject: subject.to_owned(),
        at: now,
    };
    let insert = whole::<ActiveModel>(row);
    Entity::insert(insert)
        .exec_without_returning(store.db())
        .await?;
    Ok(id)
}

/// Takes back an attempt that was not let through, so that knocking does not prolong the wait.
pub async fn withdraw(store: &Store, id: &str) -> Result<(), Error> {
    Entity::delete_by_id(id).exec(store.db()).await?;
    Ok(())
}

/// The attempts of a subject since then.
pub async fn since(store: &Store, subject: &str, since: DateTime<Utc>) -> Result<Attempts, Error> {
    let lately = Entity::find()
        .filter(Column::Subject.eq(subject))
        .filter(Column::At.gt(since));
    let first = lately
        .clone()
        .order_by_asc(Column::At)
        .one(store.db())
        .await?;
    Ok(Attempts {
        count: lately.count(store.db()).await?,
        first: first.map(|row| row.at),
    })
}

/// Forgets the attempts of a subject, after a successful sign-in.
pub async fn forget(store: &Store, subject: &str) -> Result<(), Error> {
    let theirs = Entity::delete_many().filter(Column::Subject.eq(subject));
    theirs.exec(store.db()).await?;
    Ok(())
}

/// Removes the attempts before then. Answers how many there were.
pub async fn sweep(store: &Store, before: DateTime<Utc>) -> Result<u64, Error> {
    let old = Entity::delete_many().filter(Column::At.lt(before));
    Ok(old.exec(store.db()).await?.rows_affected)
}
