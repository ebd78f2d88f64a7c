use chrono::TimeDelta;
use secrecy::ExposeSecret;

use super::*;
use crate::crm;

fn gohighlevel(key: &str) -> NewConnection {
    NewConnection {
        provider: Provider::GoHighLevel,
        token: SecretString::from(key),
        location_id: Some(" loc1 ".to_owned()),
        label: None,
        base_url: None,
        calendar: None,
        is_default: false,
    }
}

fn hubspot() -> NewConnection {
    NewConnection {
        provider: Provider::HubSpot,
        location_id: None,
        ..gohighlevel("pat-na1-0d5c1c2e-9f1b-4a53-8a44-2c1a7bd0cd34")
    }
}

/// Keeps a connection without asking a CRM.
async fn keep(house: &House, tenant: &str, new: &NewConnection) -> ConnectionInfo {
    house
        .accounts
        .keep(tenant, new, "x".to_owned(), None)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_key_is_tried_before_it_is_kept_and_sealed_while_it_is() {
    let house = House::new().await;
    house.with_location().await;
    let user = house.user("sam@example.com").await;
    let added = house
        .accounts
        .add_connection(&user.tenant, &gohighlevel(&format!(" {KEY}\n")))
        .await;
    let added = added.unwrap();
    assert_eq!(added.label, "Sunny Dental");
    assert_eq!(added.masked_token, "pit-…ab12");
    assert_eq!(added.location_id.as_deref(), Some("loc1"));
    assert_eq!(added.validated_at, Some(house.clock.now()));
    assert!(added.is_default, "the first one is");
    let tenant = house.accounts.tenant(&user.tenant).await.unwrap();
    assert_eq!(
        tenant.timezone, "America/Denver",
        "the account's zone is taken over"
    );
    let listed = house.accounts.connections(&user.tenant).await.unwrap();
    assert_eq!(listed, std::slice::from_ref(&added));

    let kept = store::connections::get(&house.store, &user.tenant, &added.id)
        .await
        .unwrap();
    let kept = kept.unwrap();
    assert!(!format!("{kept:?}").contains(KEY));
    let (_, credentials) = house
        .accounts
        .open_connection(&user.tenant, None)
        .await
        .unwrap();
    assert_eq!(credentials.token.expose_secret(), KEY);
    assert_eq!(credentials.base_url, house.crm.uri());
    let home = (
        credentials.home.country.as_deref(),
        credentials.home.currency.as_deref(),
    );
    assert_eq!(
        home,
        (Some("CA"), Some("CAD")),
        "what its records are read with"
    );
}

#[tokio::test]
async fn a_key_that_the_crm_refuses_is_not_kept() {
    let house = House::new().await;
    let user = house.user("sam@example.com").await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(401))
        .mount(&house.crm)
        .await;
    let refused = house
        .accounts
        .add_connection(&user.tenant, &gohighlevel(KEY))
        .await;
    assert!(matches!(
        refused,
        Err(AddConnectionError::Refused(crm::Error::Unauthorized))
    ));
    let incomplete = NewConnection {
        location_id: Some(" ".to_owned()),
        ..gohighlevel("two words")
    };
    let Err(AddConnectionError::Invalid(faults)) = house
        .accounts
        .add_connection(&user.tenant, &incomplete)
        .await
    else {
        panic!("two fields are wrong");
    };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field).collect();
    assert_eq!(fields, ["token", "location_id"]);
    assert_eq!(house.accounts.connections(&user.tenant).await.unwrap(), []);
}

#[tokio::test]
async fn a_connection_is_found_by_id_by_provider_or_as_default_in_its_tenant_only() {
    let house = House::new().await;
    let (ours, theirs) = (
        house.user("a@example.com").await,
        house.user("b@example.com").await,
    );
    let first = keep(&house, &ours.tenant, &gohighlevel(KEY)).await;
    let second = keep(&house, &ours.tenant, &hubspot()).await;
    let find = async |tenant: &str, which: Option<&str>| {
        let found = house.accounts.proxy(tenant, which).await;
        found.map(|(info, proxy)| (info.id, proxy.provider())).ok()
    };
    let (ghl, hub) = (
        Some((first.id.clone(), Provider::GoHighLevel)),
        Some((second.id.clone(), Provider::HubSpot)),
    );
    assert_eq!(find(&ours.tenant, None).await, ghl);
    assert_eq!(find(&ours.tenant, Some("hubspot")).await, hub);
    assert_eq!(find(&ours.tenant, Some("HubSpot")).await, hub);
    assert_eq!(find(&ours.tenant, Some(&second.id)).await, hub);
    assert_eq!(find(&ours.tenant, Some("salesforce")).await, None);
    for which in [None, Some("hubspot"), Some(second.id.as_str())] {
        assert_eq!(find(&theirs.tenant, which).await, None);
        let none = house.accounts.open_connection(&theirs.tenant, which).await;
        assert!(matches!(none, Err(Error::NotConnected)));
    }
    let strange = house
        .accounts
        .set_default_connection(&theirs.tenant, &second.id)
        .await;
    assert!(matches!(strange, Err(Error::NotConnected)));
    house
        .accounts
        .set_default_connection(&ours.tenant, &second.id)
        .await
        .unwrap();
    assert_eq!(find(&ours.tenant, None).await, hub);
    let strange = house
        .accounts
        .remove_connection(&theirs.tenant, &second.id)
        .await;
    assert!(matches!(strange, Err(Error::NotConnected)));
    house
        .accounts
        .remove_connection(&ours.tenant, &second.id)
        .await
        .unwrap();
    assert_eq!(find(&ours.tenant, Some(&second.id)).await, None);
    assert_eq!(find(&ours.tenant, None).await, ghl);
}

#[tokio::test]
async fn a_proxy_is_kept_while_it_is_used_and_dropped_on_change() {
    let house = House::new().await;
    let user = house.user("sam@example.com").await;
    let kept = keep(&house, &user.tenant, &gohighlevel(KEY)).await;
    let proxy = async || house.accounts.proxy(&user.tenant, None).await.unwrap().1;
    let first = proxy().await;
    for _ in 0..24 {
        house.clock.advance(TimeDelta::minutes(29));
        assert!(std::sync::Arc::ptr_eq(&first, &proxy().await));
    }
    house.clock.advance(TimeDelta::minutes(25));
    let second = proxy().await;
    assert!(!std::sync::Arc::ptr_eq(&first, &second), "12 hours old");
    house.clock.advance(TimeDelta::minutes(30));
    let third = proxy().await;
    assert!(!std::sync::Arc::ptr_eq(&second, &third), "30 minutes idle");
    let refused = house
        .accounts
        .note_refusal(&user.tenant, &kept.id, "crm_unauthorized");
    refused.await.unwrap();
    let fourth = proxy().await;
    assert!(
        !std::sync::Arc::ptr_eq(&third, &fourth),
        "its key was refused"
    );
    let listed = house.accounts.connections(&user.tenant).await.unwrap();
    assert_eq!(
        listed[0].validation_error.as_deref(),
        Some("crm_unauthorized")
    );
    // Another instance of the server changes the row: this one notices.
    let mut row = store::connections::get(&house.store, &user.tenant, &kept.id)
        .await
        .unwrap()
        .unwrap();
    row.location_id = Some("loc2".to_owned());
    house.clock.advance(TimeDelta::seconds(1));
    let now = house.clock.now();
    store::connections::replace(&house.store, &user.tenant, &row, now)
        .await
        .unwrap();
    assert!(!std::sync::Arc::ptr_eq(&fourth, &proxy().await));
}

#[tokio::test]
async fn a_sealed_key_moved_to_another_row_does_not_open() {
    let house = House::new().await;
    let (ours, theirs) = (
        house.user("a@example.com").await,
        house.user("b@example.com").await,
    );
    let secret = keep(&house, &ours.tenant, &gohighlevel(KEY)).await;
    let own = keep(&house, &theirs.tenant, &hubspot()).await;
    let stolen = store::connections::get(&house.store, &ours.tenant, &secret.id)
        .await
        .unwrap();
    let own_row = store::connections::get(&house.store, &theirs.tenant, &own.id)
        .await
        .unwrap();
    let moved = store::connections::Connection {
        sealed_token: stolen.unwrap().sealed_token,
        ..own_row.unwrap()
    };
    let now = house.clock.now();
    store::connections::replace(&house.store, &theirs.tenant, &moved, now)
        .await
        .unwrap();
    let opened = house.accounts.open_connection(&theirs.tenant, None).await;
    assert!(matches!(opened, Err(Error::Sealed { .. })));
}

#[tokio::test]
async fn keys_rotate_as_connections_are_used() {
    let house = House::new().await;
    let user = house.user("sam@example.com").await;
    keep(&house, &user.tenant, &gohighlevel(KEY)).await;
    let new = Keyring::generate();
    let rotated = House::at(house.folder.clone(), new.clone(), vec![house.key.clone()]).await;
    let (_, credentials) = rotated
        .accounts
        .open_connection(&user.tenant, None)
        .await
        .unwrap();
    assert_eq!(credentials.token.expose_secret(), KEY);
    // The old key is not needed any more.
    let after = House::at(house.folder.clone(), new, Vec::new()).await;
    let (_, credentials) = after
        .accounts
        .open_connection(&user.tenant, None)
        .await
        .unwrap();
    assert_eq!(credentials.token.expose_secret(), KEY);
    let before = house.accounts.open_connection(&user.tenant, None).await;
    let told = before.unwrap_err().to_string();
    assert!(told.contains("APP_ENCRYPTION_KEYS_OLD") && !told.contains(KEY));
}
