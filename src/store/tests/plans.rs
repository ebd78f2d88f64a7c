use futures_util::future::join_all;
use serde_json::{Value, json};

use super::super::plans::{self, NewPlan, Taken};
use super::*;

async fn open(store: &Store, user: &User, token: &str, conversation: Option<&str>) -> Value {
    let plan = json!({"steps": [{"operation": "delete_contact"}]});
    let new = NewPlan {
        token_fingerprint: token,
        hash: "h",
        plan: &plan,
        door: "chat",
        conversation,
        expires_at: later(15),
    };
    let kept = plans::insert(store, &user.tenant, &user.id, new, now()).await;
    assert_eq!(kept.unwrap().plan, plan);
    plan
}

#[tokio::test]
async fn a_plan_is_taken_once_however_many_ask() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let plan = open(store, &ours, "t", None).await;
        let take = |user: &User| {
            let (tenant, user) = (user.tenant.clone(), user.id.clone());
            async move {
                plans::take(store, &tenant, &user, "t", later(1))
                    .await
                    .unwrap()
            }
        };
        assert_eq!(take(&theirs).await, Taken::Unknown, "not theirs");
        let peek = plans::peek(store, &ours.tenant, &ours.id, "t", now()).await;
        assert_eq!(peek.unwrap().unwrap().plan, plan);
        let taken = join_all((0..10).map(|_| take(&ours))).await;
        let (won, lost): (Vec<_>, Vec<_>) = taken
            .into_iter()
            .partition(|taken| matches!(taken, Taken::Taken(_)));
        assert_eq!(won.len(), 1);
        assert!(lost.iter().all(|lost| *lost == Taken::Used));
        assert!(matches!(&won[0], Taken::Taken(kept) if kept.plan == plan && kept.hash == "h"));
        let peek = plans::peek(store, &ours.tenant, &ours.id, "t", now()).await;
        assert_eq!(peek.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_plan_expires_and_can_be_cancelled() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        for token in ["late", "dropped", "in chat", "elsewhere"] {
            let conversation = (token == "in chat").then_some("conversation");
            open(store, &ours, token, conversation).await;
        }
        open(store, &theirs, "theirs", Some("conversation")).await;
        let (tenant, user) = (&ours.tenant, &ours.id);
        let take =
            async |token: &str, at| plans::take(store, tenant, user, token, at).await.unwrap();
        assert_eq!(take("late", later(15)).await, Taken::Expired);
        assert_eq!(take("no such", now()).await, Taken::Unknown);
        let cancel = async |token: &str| {
            plans::cancel(store, tenant, user, token, now())
                .await
                .unwrap()
        };
        assert!(matches!(cancel("dropped").await, Taken::Taken(_)));
        assert_eq!(cancel("dropped").await, Taken::Cancelled);
        assert_eq!(take("dropped", now()).await, Taken::Cancelled);
        let ended = plans::cancel_of_conversation(store, tenant, user, "conversation").await;
        assert_eq!(ended.unwrap(), 1);
        assert_eq!(take("in chat", now()).await, Taken::Cancelled);
        assert!(matches!(take("elsewhere", now()).await, Taken::Taken(_)));
        // The late one is still open by its state.
        assert_eq!(plans::cancel_of_tenant(store, tenant).await.unwrap(), 1);
        let other = plans::take(store, &theirs.tenant, &theirs.id, "theirs", now()).await;
        assert!(
            matches!(other.unwrap(), Taken::Taken(_)),
            "ours do not touch theirs"
        );
        assert_eq!(plans::sweep(store, later(15)).await.unwrap(), 0);
        assert_eq!(plans::sweep(store, later(16)).await.unwrap(), 5);
    })
    .await;
}
