use futures_util::future::join_all;
use serde_json::json;

use super::super::messages::{self, Claim};
use super::super::{Error, conversations};
use super::*;

async fn conversation(store: &Store, user: &User) -> String {
    let new = conversations::create(store, &user.tenant, &user.id, None, now());
    new.await.unwrap().id
}

#[tokio::test]
async fn a_message_delivered_many_times_at_once_is_claimed_once() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let chats = [
            conversation(store, &ours).await,
            conversation(store, &ours).await,
        ];
        // Also when a client says the same key in two conversations.
        let deliveries = (0..10).map(|n| {
            let (tenant, user) = (&ours.tenant, &ours.id);
            messages::claim(store, tenant, user, Some("k"), &chats[n % 2], "hi", now())
        });
        let claims = join_all(deliveries).await;
        let mut ids = Vec::new();
        for claim in &claims {
            match claim.as_ref().unwrap() {
                Claim::Claimed { message, again } => {
                    assert!(!again);
                    ids.push(&message.id);
                }
                Claim::InProgress(_) => {}
                Claim::Answered(_) => panic!("nobody has answered"),
            }
        }
        assert_eq!(ids.len(), 1);
        let answer = json!({"outcome": "done"});
        let answered = messages::answer(store, &ours.tenant, ids[0], &answer, later(1));
        assert!(answered.await.unwrap());
        let second = json!({"outcome": "failed"});
        let again = messages::answer(store, &ours.tenant, ids[0], &second, later(1));
        assert!(!again.await.unwrap(), "the first answer stays");
        let late = messages::claim(
            store,
            &ours.tenant,
            &ours.id,
            Some("k"),
            &chats[0],
            "hi",
            later(9),
        );
        let Claim::Answered(message) = late.await.unwrap() else {
            panic!("it has its answer");
        };
        assert_eq!(message.answer, Some(answer));
        // The same key of another user is another message.
        let chat = conversation(store, &theirs).await;
        let other = messages::claim(
            store,
            &theirs.tenant,
            &theirs.id,
            Some("k"),
            &chat,
            "hi",
            now(),
        );
        assert!(matches!(
            other.await.unwrap(),
            Claim::Claimed { again: false, .. }
        ));
    })
    .await;
}

#[tokio::test]
async fn an_abandoned_message_is_taken_over_by_one() {
    on_each_database(async |store| {
        let (ours, _) = two(store).await;
        let chat = conversation(store, &ours).await;
        let claim = |at| messages::claim(store, &ours.tenant, &ours.id, Some("k"), &chat, "hi", at);
        let first = claim(now()).await.unwrap();
        assert!(matches!(first, Claim::Claimed { again: false, .. }));
        assert!(matches!(
            claim(later(1)).await.unwrap(),
            Claim::InProgress(_)
        ));
        let late = join_all((0..10).map(|_| claim(later(3)))).await;
        let taken = late
            .into_iter()
            .filter(|claim| matches!(claim.as_ref().unwrap(), Claim::Claimed { again: true, .. }));
        assert_eq!(taken.count(), 1);
    })
    .await;
}

#[tokio::test]
async fn messages_keep_their_order_and_their_owner() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let chat = conversation(store, &ours).await;
        let (tenant, user) = (&ours.tenant, &ours.id);
        let texts: Vec<_> = (0..10).map(|n| format!("message {n}")).collect();
        for text in &texts[..5] {
            let claim = messages::claim(store, tenant, user, None, &chat, text, now());
            claim.await.unwrap();
        }
        let rest = texts[5..]
            .iter()
            .map(|text| messages::claim(store, tenant, user, None, &chat, text, now()));
        for claim in join_all(rest).await {
            assert!(matches!(claim.unwrap(), Claim::Claimed { .. }));
        }
        let history = messages::history(store, tenant, user, &chat).await.unwrap();
        let said: Vec<_> = history
            .iter()
            .map(|message| message.text.as_str())
            .collect();
        assert_eq!(said[..5], texts[..5]);
        assert_eq!(said.len(), 10);
        assert!(history.is_sorted_by(|a, b| a.seq < b.seq));

        let strange = messages::claim(
            store,
            &theirs.tenant,
            &theirs.id,
            None,
            &chat,
            "let me in",
            now(),
        );
        assert!(matches!(strange.await, Err(Error::Missing)));
        let strange = messages::history(store, &theirs.tenant, &theirs.id, &chat).await;
        assert_eq!(strange.unwrap(), []);
        let (id, answer) = (&history[0].id, json!(1));
        let strange = messages::answer(store, &theirs.tenant, id, &answer, now());
        assert!(!strange.await.unwrap());
        conversations::delete(store, tenant, user, &chat)
            .await
            .unwrap();
        let gone = messages::history(store, tenant, user, &chat).await.unwrap();
        assert_eq!(gone, []);
    })
    .await;
}
