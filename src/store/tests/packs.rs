use super::super::packs::{self, NewPack};
use super::*;

async fn add(store: &Store, user: &User, base: i64, phrases: &str) -> Option<i64> {
    let new = NewPack {
        phrases,
        change: "added",
        about: "ring {contact}",
    };
    let kept = packs::add(store, &user.tenant, base, &user.id, new, now()).await;
    kept.unwrap().map(|kept| kept.version)
}

#[tokio::test]
async fn each_change_is_a_version_and_none_is_lost() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let tenant = &ours.tenant;
        assert_eq!(packs::version(store, tenant).await.unwrap(), 0);
        assert_eq!(packs::newest(store, tenant).await.unwrap(), None);
        assert_eq!(add(store, &ours, 0, "[1]").await, Some(1));
        assert_eq!(add(store, &ours, 1, "[1,2]").await, Some(2));
        assert_eq!(packs::version(store, tenant).await.unwrap(), 2);
        let newest = packs::newest(store, tenant).await.unwrap().unwrap();
        assert_eq!((newest.version, newest.phrases.as_str()), (2, "[1,2]"));
        let first = packs::get(store, tenant, 1).await.unwrap().unwrap();
        assert_eq!(first.phrases, "[1]", "the one before is still there");
        let all = packs::of(store, tenant, 10).await.unwrap();
        let numbers: Vec<i64> = all.iter().map(|one| one.version).collect();
        assert_eq!(numbers, [2, 1]);
        assert_eq!(packs::version(store, &theirs.tenant).await.unwrap(), 0);
        assert_eq!(packs::get(store, &theirs.tenant, 1).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_change_the_same_version_one_has_to_look_again() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        assert_eq!(add(store, &ours, 0, "[1]").await, Some(1));
        assert_eq!(add(store, &ours, 0, "[2]").await, None);
        let newest = packs::newest(store, &ours.tenant).await.unwrap().unwrap();
        assert_eq!(newest.phrases, "[1]");
        assert_eq!(add(store, &theirs, 0, "[3]").await, Some(1), "their own");
    })
    .await;
}
