use serde_json::{Value, json};

use super::super::{Error, conversations};
use super::*;

#[tokio::test]
async fn a_conversation_is_its_users_alone() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let (tenant, user) = (ours.tenant.as_str(), ours.id.as_str());
        let one = conversations::create(store, tenant, user, None, now())
            .await
            .unwrap();
        assert_eq!((&one.state, one.state_version), (&Value::Null, 0));
        let get = async |tenant: &str, user: &str| {
            conversations::get(store, tenant, user, &one.id)
                .await
                .unwrap()
        };
        assert_eq!(get(tenant, user).await, Some(one.clone()));
        assert_eq!(get(&theirs.tenant, &theirs.id).await, None);
        assert_eq!(get(tenant, &theirs.id).await, None);
        assert_eq!(get(&theirs.tenant, user).await, None);
        let state = json!(1);
        let (t, u) = (theirs.tenant.as_str(), theirs.id.as_str());
        let save = conversations::save_state(store, t, u, &one.id, &state, 0, now());
        assert!(!save.await.unwrap());
        assert!(
            !conversations::set_title(store, t, u, &one.id, "x")
                .await
                .unwrap()
        );
        assert!(
            !conversations::set_connection(store, t, u, &one.id, None)
                .await
                .unwrap()
        );
        assert!(!conversations::delete(store, t, u, &one.id).await.unwrap());
        let mixed = conversations::create(store, tenant, u, None, now()).await;
        assert!(matches!(mixed, Err(Error::Missing)));
        assert!(
            conversations::delete(store, tenant, user, &one.id)
                .await
                .unwrap()
        );
        assert_eq!(get(tenant, user).await, None);
    })
    .await;
}

#[tokio::test]
async fn the_state_is_saved_by_whoever_read_it_last() {
    on_each_database(async |store| {
        let (ours, _) = two(store).await;
        let (tenant, user) = (ours.tenant.as_str(), ours.id.as_str());
        let one = conversations::create(store, tenant, user, None, now())
            .await
            .unwrap();
        let states: Vec<_> = (0..10).map(|n| json!({ "open": n })).collect();
        let saving = states.iter().map(|state| {
            conversations::save_state(store, tenant, user, &one.id, state, 0, later(1))
        });
        let saved = futures_util::future::join_all(saving).await;
        let winners = saved.into_iter().filter(|saved| *saved.as_ref().unwrap());
        assert_eq!(winners.count(), 1);
        let read = conversations::get(store, tenant, user, &one.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((read.state_version, read.updated_at), (1, later(1)));
        assert!(states.contains(&read.state));
    })
    .await;
}

#[tokio::test]
async fn lists_the_one_last_spoken_in_first() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let (tenant, user) = (ours.tenant.as_str(), ours.id.as_str());
        let old = conversations::create(store, tenant, user, Some("c1"), now())
            .await
            .unwrap();
        let new = conversations::create(store, tenant, user, None, later(1))
            .await
            .unwrap();
        conversations::create(store, &theirs.tenant, &theirs.id, None, now())
            .await
            .unwrap();
        let list = async |limit| -> Vec<String> {
            let all = conversations::of(store, tenant, user, limit).await.unwrap();
            all.into_iter()
                .map(|conversation| conversation.id)
                .collect()
        };
        assert_eq!(list(10).await, [new.id.clone(), old.id.clone()]);
        let state = json!(1);
        let save = conversations::save_state(store, tenant, user, &old.id, &state, 0, later(2));
        assert!(save.await.unwrap());
        assert_eq!(list(10).await, [old.id.clone(), new.id.clone()]);
        assert_eq!(list(1).await, std::slice::from_ref(&old.id));
        assert!(
            conversations::set_title(store, tenant, user, &old.id, "Jane")
                .await
                .unwrap()
        );
        assert!(
            conversations::set_connection(store, tenant, user, &old.id, None)
                .await
                .unwrap()
        );
        let read = conversations::get(store, tenant, user, &old.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((read.title.as_str(), read.connection), ("Jane", None));
    })
    .await;
}
