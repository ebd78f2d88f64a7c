use std::collections::HashMap;

use serde_json::json;
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::SessionStore;

use super::super::WebSessions;
use super::*;

fn record(user: Option<&str>, expires: DateTime<Utc>) -> Record {
    let user = user.map(|id| (WebSessions::USER.to_owned(), json!(id)));
    Record {
        id: Id::default(),
        data: HashMap::from_iter(user),
        expiry_date: OffsetDateTime::from_unix_timestamp(expires.timestamp()).unwrap(),
    }
}

#[tokio::test]
async fn keeps_a_session_until_it_expires_and_never_its_id() {
    on_each_database(async |store| {
        let sessions = WebSessions::new(store.clone(), now);
        let mut one = record(None, later(60));
        sessions.create(&mut one).await.unwrap();
        assert_eq!(sessions.load(&one.id).await.unwrap(), Some(one.clone()));
        one.data.insert("csrf".to_owned(), json!("x"));
        sessions.save(&one).await.unwrap();
        assert_eq!(sessions.load(&one.id).await.unwrap(), Some(one.clone()));

        let kept = sea_orm::Statement::from_string(
            store.db().get_database_backend(),
            "SELECT id_hash FROM web_sessions",
        );
        let kept = store.db().query_one_raw(kept).await.unwrap().unwrap();
        let kept: String = kept.try_get("", "id_hash").unwrap();
        assert_ne!(kept, one.id.to_string());

        let after = WebSessions::new(store.clone(), || later(61));
        assert_eq!(after.load(&one.id).await.unwrap(), None);
        assert_eq!(sessions.sweep().await.unwrap(), 0);
        assert_eq!(after.sweep().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_id_that_is_taken_is_replaced() {
    on_each_database(async |store| {
        let sessions = WebSessions::new(store.clone(), now);
        let mut one = record(None, later(60));
        sessions.create(&mut one).await.unwrap();
        let mut other = one.clone();
        sessions.create(&mut other).await.unwrap();
        assert_ne!(one.id, other.id);
        sessions.delete(&one.id).await.unwrap();
        assert_eq!(sessions.load(&one.id).await.unwrap(), None);
        assert!(sessions.load(&other.id).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn signing_out_everywhere_ends_the_users_sessions_for_good() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let sessions = WebSessions::new(store.clone(), now);
        let mut phone = record(Some(&ours.id), later(60));
        let mut laptop = record(None, later(60));
        let mut stranger = record(Some(&theirs.id), later(60));
        for session in [&mut phone, &mut laptop, &mut stranger] {
            sessions.create(session).await.unwrap();
        }
        // Signing in fills the user column of a session that began without one.
        let user = (WebSessions::USER.to_owned(), json!(ours.id));
        laptop.data.extend([user]);
        sessions.save(&laptop).await.unwrap();
        assert_eq!(sessions.sign_out_everywhere(&ours.id).await.unwrap(), 2);
        // A request that was still running does not bring it back.
        sessions.save(&phone).await.unwrap();
        assert_eq!(sessions.load(&phone.id).await.unwrap(), None);
        assert_eq!(sessions.load(&laptop.id).await.unwrap(), None);
        assert!(sessions.load(&stranger.id).await.unwrap().is_some());
    })
    .await;
}
