use super::super::access_tokens::{self, NewToken};
use super::super::{replays, replays::Replay, sign_in_attempts};
use super::*;
use crate::value::{Effect, Effects};

fn token(fingerprint: &str) -> NewToken<'_> {
    NewToken {
        name: "laptop",
        fingerprint,
        effects: Effects::of(&[Effect::Read]),
        expires_at: Some(later(60)),
    }
}

#[tokio::test]
async fn a_token_opens_its_tenant_until_it_expires_or_is_revoked() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let create = access_tokens::create(store, &ours.tenant, &ours.id, token("f1"), now());
        let kept = create.await.unwrap();
        let by = async |at| {
            access_tokens::by_fingerprint(store, "f1", at)
                .await
                .unwrap()
        };
        let found = by(now()).await.unwrap();
        assert_eq!(found, kept);
        assert_eq!((&found.tenant, &found.user), (&ours.tenant, &ours.id));
        assert!(!found.effects.contains(Effect::Write));
        assert_eq!(by(later(60)).await, None, "expired");
        access_tokens::used(store, &found, later(1)).await.unwrap();
        assert_eq!(by(later(1)).await.unwrap().last_used_at, Some(later(1)));

        let strange = access_tokens::revoke(store, &theirs.tenant, &theirs.id, &kept.id, now());
        assert!(!strange.await.unwrap());
        assert!(by(now()).await.is_some());
        let revoke = || access_tokens::revoke(store, &ours.tenant, &ours.id, &kept.id, now());
        assert!(revoke().await.unwrap());
        assert!(!revoke().await.unwrap());
        assert_eq!(by(now()).await, None);
        let list = access_tokens::of(store, &ours.tenant, &ours.id)
            .await
            .unwrap();
        assert_eq!(list.len(), 1);
        let list = access_tokens::of(store, &theirs.tenant, &theirs.id).await;
        assert_eq!(list.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_token_needs_a_user_of_that_very_tenant() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let mixed = access_tokens::create(store, &ours.tenant, &theirs.id, token("f2"), now());
        assert!(matches!(mixed.await, Err(super::super::Error::Missing)));
    })
    .await;
}

#[tokio::test]
async fn attempts_are_counted_by_subject_and_time() {
    on_each_database(async |store| {
        for minute in 0..4 {
            let at = later(minute);
            sign_in_attempts::record(store, "a", at).await.unwrap();
        }
        let other = sign_in_attempts::record(store, "b", now()).await.unwrap();
        let lately = sign_in_attempts::since(store, "a", later(1)).await.unwrap();
        assert_eq!((lately.count, lately.first), (2, Some(later(2))));
        sign_in_attempts::withdraw(store, &other).await.unwrap();
        let none = sign_in_attempts::since(store, "b", later(-1))
            .await
            .unwrap();
        assert_eq!((none.count, none.first), (0, None));
        assert_eq!(sign_in_attempts::sweep(store, later(1)).await.unwrap(), 1);
        sign_in_attempts::forget(store, "a").await.unwrap();
        let none = sign_in_attempts::since(store, "a", later(-1))
            .await
            .unwrap();
        assert_eq!(none.count, 0);
    })
    .await;
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let claim = async |user: &User, request: &str| {
            replays::claim(store, &user.tenant, &user.id, "key", request, now())
                .await
                .unwrap()
        };
        assert_eq!(claim(&ours, "r").await, Replay::Claimed);
        assert_eq!(claim(&ours, "r").await, Replay::InProgress);
        assert_eq!(claim(&theirs, "r").await, Replay::Claimed);
        assert_eq!(claim(&ours, "other").await, Replay::Different);
        let finish = replays::finish(store, &ours.tenant, &ours.id, "key", 200, "{}");
        finish.await.unwrap();
        let answered = Replay::Answered {
            status: 200,
            body: "{}".to_owned(),
        };
        assert_eq!(claim(&ours, "r").await, answered);
        replays::release(store, &ours.tenant, &ours.id, "key")
            .await
            .unwrap();
        assert_eq!(claim(&ours, "r").await, answered, "what ran stays");
        assert_eq!(claim(&theirs, "r").await, Replay::InProgress);
        replays::release(store, &theirs.tenant, &theirs.id, "key")
            .await
            .unwrap();
        assert_eq!(claim(&theirs, "r").await, Replay::Claimed);
        // Whoever took it in has died: after its lease one other goes on with it.
        let late = async || {
            let at = later(3);
            replays::claim(store, &theirs.tenant, &theirs.id, "key", "r", at).await
        };
        assert_eq!(late().await.unwrap(), Replay::Claimed);
        assert_eq!(late().await.unwrap(), Replay::InProgress);
        assert_eq!(replays::sweep(store, later(4)).await.unwrap(), 2);
    })
    .await;
}
