use futures_util::future::join_all;
use serde_json::json;

use super::super::actions::{self, Action, End, NewAction, Planned, State};
use super::*;

async fn plan(store: &Store, user: &User, key: &str, undoes: Option<&str>) -> Planned {
    let args = json!({"contact": "c1", "tags": ["vip"]});
    let new = NewAction {
        key,
        operation: "add_tags",
        connection: Some("c"),
        args: &args,
        before: Some(&json!({"tags": []})),
        undoes,
        conversation: Some("conversation"),
        channel: "chat",
    };
    actions::plan(store, &user.tenant, &user.id, new, now())
        .await
        .unwrap()
}

async fn done(store: &Store, user: &User, key: &str, undoes: Option<&str>) -> Action {
    let Planned::New(action) = plan(store, user, key, undoes).await else {
        panic!("{key} is new");
    };
    let answer = json!({"tags": ["vip"]});
    let end = End::Done(&answer);
    let finished = actions::finish(store, &user.tenant, &action.id, end, later(1));
    assert!(finished.await.unwrap());
    action
}

#[tokio::test]
async fn a_step_is_planned_sent_and_finished_once() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let planned = join_all((0..10).map(|_| plan(store, &ours, "m1#0", None))).await;
        let mut new = planned.iter().filter_map(|planned| match planned {
            Planned::New(action) => Some(action),
            Planned::Existing(_) => None,
        });
        let action = new.next().unwrap();
        assert_eq!(new.next(), None);
        assert_eq!(action.state, State::Planned);
        assert!(matches!(
            plan(store, &theirs, "m1#0", None).await,
            Planned::New(_)
        ));

        let sent = actions::set_sent(store, &theirs.tenant, &action.id, now()).await;
        assert!(!sent.unwrap(), "not theirs");
        let tenant = ours.tenant.as_str();
        let sending = (0..10).map(|_| actions::set_sent(store, tenant, &action.id, now()));
        let sent = join_all(sending).await;
        assert_eq!(
            sent.into_iter()
                .filter(|sent| *sent.as_ref().unwrap())
                .count(),
            1
        );
        let end = End::Unknown("crm_timeout");
        assert!(
            actions::finish(store, tenant, &action.id, end, later(1))
                .await
                .unwrap()
        );
        let end = End::Failed("crm_invalid");
        assert!(
            !actions::finish(store, tenant, &action.id, end, later(2))
                .await
                .unwrap()
        );
        let Planned::Existing(read) = plan(store, &ours, "m1#0", None).await else {
            panic!("it is there");
        };
        assert_eq!(read.state, State::Unknown);
        assert_eq!(read.error_code.as_deref(), Some("crm_timeout"));
        assert_eq!(read.args, json!({"contact": "c1", "tags": ["vip"]}));
        assert_eq!(read.before, Some(json!({"tags": []})));
        assert_eq!((read.created_at, read.updated_at), (now(), later(1)));
    })
    .await;
}

#[tokio::test]
async fn undo_means_the_latest_whole_step_and_only_once() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let (tenant, user) = (ours.tenant.as_str(), ours.id.as_str());
        let undoable = ["add_tags"];
        let last = async || {
            actions::last_of(store, tenant, user, "conversation", &undoable)
                .await
                .unwrap()
                .map(|action| action.key)
        };
        let first = done(store, &ours, "m1#0", None).await;
        let second = done(store, &ours, "m1#1", None).await;
        plan(store, &ours, "m2#0", None).await;
        done(store, &theirs, "m9#0", None).await;
        assert_eq!(last().await.as_deref(), Some("m1#1"));
        let undo = done(store, &ours, "undo#1", Some(&second.id)).await;
        let marking =
            (0..10).map(|_| actions::mark_undone(store, tenant, &second.id, &undo.id, later(2)));
        let marked = join_all(marking).await;
        assert_eq!(
            marked
                .into_iter()
                .filter(|one| *one.as_ref().unwrap())
                .count(),
            1
        );
        assert_eq!(last().await.as_deref(), Some("m1#0"), "not the undo itself");
        let strange = actions::mark_undone(store, &theirs.tenant, &first.id, "x", now());
        assert!(!strange.await.unwrap());
        let none = actions::last_of(store, tenant, user, "conversation", &[]).await;
        assert_eq!(none.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_audit_is_the_tenants_own_newest_first() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        for key in ["m1#0", "m1#1", "m1#2"] {
            done(store, &ours, key, None).await;
        }
        let other = done(store, &theirs, "m1#0", None).await;
        let all = actions::of(store, &ours.tenant, 2).await.unwrap();
        let keys: Vec<_> = all.iter().map(|action| action.key.as_str()).collect();
        assert_eq!(keys, ["m1#2", "m1#1"]);
        let strange = actions::get(store, &ours.tenant, &other.id).await.unwrap();
        assert_eq!(strange, None);
        let own = actions::get(store, &theirs.tenant, &other.id)
            .await
            .unwrap();
        assert_eq!(own.unwrap().state, State::Done);
        let none = actions::by_key(store, &ours.tenant, "m7#0").await.unwrap();
        assert_eq!(none, None);
    })
    .await;
}
