use super::super::connections::{self, Connection};
use super::super::{Error, tenants};
use super::*;

fn connection(tenant: &str, id: &str, is_default: bool) -> Connection {
    Connection {
        id: id.to_owned(),
        tenant_id: tenant.to_owned(),
        provider: "gohighlevel".to_owned(),
        label: "Main".to_owned(),
        sealed_token: "v1.sealed".to_owned(),
        masked_token: "pit-…ab12".to_owned(),
        location_id: Some("loc".to_owned()),
        base_url: None,
        calendar: None,
        is_default,
        created_at: now(),
        updated_at: now(),
        validated_at: Some(now()),
        country: Some("US".to_owned()),
        currency: Some("USD".to_owned()),
        validation_error: None,
    }
}

async fn ids(store: &Store, tenant: &str) -> Vec<(String, bool)> {
    let all = connections::of(store, tenant).await.unwrap();
    all.into_iter().map(|c| (c.id, c.is_default)).collect()
}

#[tokio::test]
async fn a_tenant_has_one_default_and_sees_only_its_own() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        for (id, is_default) in [("c1", false), ("c2", false), ("c3", true)] {
            let new = connection(&ours.tenant, id, is_default);
            let kept = connections::add(store, new).await.unwrap();
            assert_eq!(kept.is_default, id != "c2", "the first is, c3 says so");
        }
        let new = connection(&theirs.tenant, "d1", false);
        connections::add(store, new).await.unwrap();
        let own = |list: &[(&str, bool)]| -> Vec<_> {
            list.iter()
                .map(|(id, is)| ((*id).to_owned(), *is))
                .collect()
        };
        let expected = own(&[("c3", true), ("c1", false), ("c2", false)]);
        assert_eq!(ids(store, &ours.tenant).await, expected);
        assert!(
            !connections::set_default(store, &ours.tenant, "d1", now())
                .await
                .unwrap()
        );
        assert_eq!(
            ids(store, &ours.tenant).await,
            expected,
            "the old one stays"
        );
        assert!(
            connections::set_default(store, &ours.tenant, "c2", now())
                .await
                .unwrap()
        );
        let expected = own(&[("c2", true), ("c1", false), ("c3", false)]);
        assert_eq!(ids(store, &ours.tenant).await, expected);
        assert_eq!(ids(store, &theirs.tenant).await, own(&[("d1", true)]));
        let strange = connections::get(store, &theirs.tenant, "c1").await.unwrap();
        assert_eq!(strange, None);
        assert!(tenants::get(store, &ours.tenant).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn deleting_takes_the_key_away_and_finds_a_new_default() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        for id in ["c1", "c2"] {
            let new = connection(&ours.tenant, id, false);
            connections::add(store, new).await.unwrap();
        }
        let strange = connections::delete(store, &theirs.tenant, "c1", now()).await;
        assert_eq!(strange.unwrap(), None);
        let gone = connections::delete(store, &ours.tenant, "c1", now()).await;
        let gone = gone.unwrap().unwrap();
        assert_eq!((gone.id.as_str(), gone.sealed_token.as_str()), ("c1", ""));
        assert_eq!(ids(store, &ours.tenant).await, [("c2".to_owned(), true)]);
        let again = connections::delete(store, &ours.tenant, "c1", now()).await;
        assert_eq!(again.unwrap(), None);
        connections::delete(store, &ours.tenant, "c2", now())
            .await
            .unwrap();
        assert_eq!(ids(store, &ours.tenant).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_replaced_and_its_check_noted() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let new = connection(&ours.tenant, "c1", true);
        let mut kept = connections::add(store, new).await.unwrap();
        kept.sealed_token = "v1.other".to_owned();
        kept.base_url = Some("http://127.0.0.1:4001".to_owned());
        let replace = |tenant: String, kept: Connection| async move {
            connections::replace(store, &tenant, &kept, later(1))
                .await
                .unwrap()
        };
        assert!(!replace(theirs.tenant.clone(), kept.clone()).await);
        assert!(replace(ours.tenant.clone(), kept.clone()).await);
        let refused = Some("crm_unauthorized");
        let noted = connections::set_validation(store, &ours.tenant, "c1", refused, later(2));
        assert!(noted.await.unwrap());
        let read = connections::get(store, &ours.tenant, "c1")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(read.sealed_token, "v1.other");
        assert_eq!(read.updated_at, later(1));
        assert_eq!(read.validated_at, Some(now()), "when it last worked");
        assert_eq!(read.validation_error.as_deref(), refused);
        let noted = connections::set_validation(store, &ours.tenant, "c1", None, later(3));
        assert!(noted.await.unwrap());
        let read = connections::get(store, &ours.tenant, "c1")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (read.validated_at, read.validation_error),
            (Some(later(3)), None)
        );
    })
    .await;
}

#[tokio::test]
async fn many_new_defaults_at_once_leave_one() {
    on_each_database(async |store| {
        let (ours, _) = two(store).await;
        let adding = (0..10).map(|n| {
            let new = connection(&ours.tenant, &format!("c{n}"), true);
            connections::add(store, new)
        });
        for added in futures_util::future::join_all(adding).await {
            // Postgres may refuse one that lost the race; it never keeps two defaults.
            assert!(
                matches!(added, Ok(_) | Err(Error::Conflict(_))),
                "{added:?}"
            );
        }
        let defaults = ids(store, &ours.tenant).await;
        let defaults = defaults.iter().filter(|(_, is_default)| *is_default);
        assert_eq!(defaults.count(), 1);
    })
    .await;
}
