use sea_orm::Statement;

use super::super::Error;
use super::*;

#[tokio::test]
async fn migrates_up_down_and_up_again() {
    on_each_database(async |store| {
        store.ping().await.unwrap();
        store.migrate().await.unwrap();
        store.migrate_down_to(0).await.unwrap();
        assert!(store.ping().await.is_err(), "the tables are gone");
        store.migrate().await.unwrap();
        store.ping().await.unwrap();
        owner(store, "sam@example.com").await;
    })
    .await;
}

#[tokio::test]
async fn whoever_owned_a_tenant_administers_it_and_the_way_back_is_open() {
    /// The version before owners became administrators.
    const BEFORE: i64 = 20_260_901_121_000;
    on_each_database(async |store| {
        let owner = owner(store, "sam@example.com").await;
        let later = now() + chrono::TimeDelta::seconds(1);
        let new = NewUser {
            email: "mia@example.com",
            password_hash: &SecretString::from("x"),
            name: "Mia",
            role: Role::Member,
        };
        let member = users::create(store, &owner.tenant, new, later)
            .await
            .unwrap();
        store.migrate_down_to(BEFORE).await.unwrap();
        let old = "SELECT 1 FROM users WHERE role = 'owner' AND email = 'sam@example.com'";
        let old = Statement::from_string(store.db().get_database_backend(), old);
        assert!(store.db().query_one_raw(old).await.unwrap().is_some());
        store.migrate().await.unwrap();
        assert_eq!(
            users::of(store, &owner.tenant).await.unwrap(),
            [owner, member],
            "nobody is lost, and each is what they were"
        );
    })
    .await;
}

#[tokio::test]
async fn sqlite_is_opened_for_many_readers_and_keeps_its_rules() {
    on_each_database(async |store| {
        if store.db().get_database_backend() != sea_orm::DbBackend::Sqlite {
            return;
        }
        let pool = store.db().get_sqlite_connection_pool();
        let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
            .fetch_one(pool)
            .await
            .unwrap();
        assert_eq!(mode, "wal");
        let keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys")
            .fetch_one(pool)
            .await
            .unwrap();
        assert_eq!(keys, 1);
    })
    .await;
}

#[tokio::test]
async fn says_which_setting_to_change_when_it_cannot_open() {
    let other = Store::open("mysql://localhost/x").await.unwrap_err();
    assert!(matches!(other, Error::Address));
    let missing = Store::open("sqlite:///nowhere/at/all.db")
        .await
        .unwrap_err();
    assert!(matches!(missing, Error::Open(..)));
    assert!(missing.to_string().contains("DATABASE_URL"));
    let refused = Store::open("postgres://me:s3cret@127.0.0.1:none/crm").await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("DATABASE_URL") && !refused.contains("s3cret"));
}
