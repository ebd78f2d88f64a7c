//! Each table with two tenants, on SQLite in a file of its own and, when `TEST_DATABASE_URL` names
//! a Postgres server, on a fresh database there.

mod actions;
mod bulk;
mod connections;
mod conversations;
mod messages;
mod packs;
mod plans;
mod schema;
mod tenants_and_users;
mod tokens_and_attempts;
mod web_sessions;

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, Database};
use secrecy::SecretString;

use super::Store;
use super::users::{self, NewUser, User};
use crate::secrets::random_id;
use crate::value::Role;

/// An instant with microseconds, as the clock gives it.
fn now() -> DateTime<Utc> {
    "2026-03-04T14:00:00.123456Z".parse().unwrap()
}

fn later(minutes: i64) -> DateTime<Utc> {
    now() + TimeDelta::minutes(minutes)
}

/// Runs a test on every kind of database there is.
async fn on_each_database(test: impl AsyncFn(&Store)) {
    let file = std::env::temp_dir().join(format!("crm-copilot-{}", random_id()));
    let database = SqliteFile(file.join("nested").join("test.db"));
    let url = format!("sqlite://{}?mode=rwc", database.0.display());
    let store = Store::open(&url).await.unwrap();
    store.migrate().await.unwrap();
    test(&store).await;
    store.close().await.unwrap();
    drop(database);

    #[expect(
        clippy::disallowed_methods,
        reason = "a setting of the tests, not ours"
    )]
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        return;
    };
    let name = format!("t{}", random_id());
    let admin = Database::connect(&server).await.unwrap();
    let create = format!("CREATE DATABASE {name}");
    admin.execute_unprepared(&create).await.unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    let store = Store::open(&format!("{base}/{name}")).await.unwrap();
    store.migrate().await.unwrap();
    test(&store).await;
    store.close().await.unwrap();
    let remove = format!("DROP DATABASE {name}");
    admin.execute_unprepared(&remove).await.unwrap();
}

struct SqliteFile(PathBuf);

impl Drop for SqliteFile {
    fn drop(&mut self) {
        let folder = self.0.parent().and_then(|nested| nested.parent());
        let _ = std::fs::remove_dir_all(folder.unwrap());
    }
}

/// A new tenant with its owner.
async fn owner(store: &Store, email: &str) -> User {
    let new = NewUser {
        email,
        password_hash: &SecretString::from("$argon2id$…"),
        name: "Sam",
        role: Role::Admin,
    };
    let (_, user) = users::create_with_tenant(store, "A tenant", new, now())
        .await
        .unwrap();
    user
}

/// Two owners of two tenants.
async fn two(store: &Store) -> (User, User) {
    let ours = owner(store, "ours@example.com").await;
    let theirs = owner(store, "theirs@example.com").await;
    (ours, theirs)
}
