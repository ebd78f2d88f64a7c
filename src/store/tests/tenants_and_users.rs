use secrecy::ExposeSecret;

use super::super::{Error, tenants};
use super::*;

#[tokio::test]
async fn a_tenant_has_a_zone_a_language_and_an_owner() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        assert_ne!(ours.tenant, theirs.tenant);
        let tenant = tenants::get(store, &ours.tenant).await.unwrap().unwrap();
        assert_eq!(tenant.timezone, "America/New_York");
        assert_eq!(tenant.lang, "en");
        assert_eq!(tenant.created_at, now(), "instants come back as they went");
        let changed = tenants::update(store, &ours.tenant, "Ours", "Europe/Madrid", "es");
        assert!(changed.await.unwrap());
        let tenant = tenants::get(store, &ours.tenant).await.unwrap().unwrap();
        assert_eq!((tenant.name.as_str(), tenant.lang.as_str()), ("Ours", "es"));
        assert!(!tenant.confirm_writes);
        let changed = tenants::set_confirm_writes(store, &ours.tenant, true);
        assert!(changed.await.unwrap());
        let tenant = tenants::get(store, &ours.tenant).await.unwrap().unwrap();
        assert!(tenant.confirm_writes && tenant.lang == "es");
        let other = tenants::get(store, &theirs.tenant).await.unwrap().unwrap();
        assert_eq!(other.name, "A tenant");
        assert!(!other.confirm_writes);
        assert!(
            !tenants::update(store, "none", "x", "UTC", "en")
                .await
                .unwrap()
        );
        assert_eq!(tenants::all(store).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_email_address_belongs_to_one_user_and_a_clash_leaves_no_tenant() {
    on_each_database(async |store| {
        let (ours, _) = two(store).await;
        let new = NewUser {
            email: &ours.email,
            password_hash: &SecretString::from("x"),
            name: "Impostor",
            role: Role::Admin,
        };
        let clash = users::create_with_tenant(store, "Another", new, now()).await;
        assert!(matches!(clash, Err(Error::Conflict(_))));
        assert_eq!(tenants::all(store).await.unwrap().len(), 2);
        let nowhere = NewUser {
            email: "new@example.com",
            password_hash: &SecretString::from("x"),
            name: "New",
            role: Role::Member,
        };
        let missing = users::create(store, "no such tenant", nowhere, now()).await;
        assert!(matches!(missing, Err(Error::Missing)));
    })
    .await;
}

#[tokio::test]
async fn users_are_found_only_in_their_tenant() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let found = users::get(store, &ours.tenant, &ours.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&ours));
        let strange = users::get(store, &theirs.tenant, &ours.id).await.unwrap();
        assert_eq!(strange, None);
        let member = NewUser {
            email: "member@example.com",
            password_hash: &SecretString::from("x"),
            name: "Mel",
            role: Role::Member,
        };
        let member = users::create(store, &ours.tenant, member, later(1))
            .await
            .unwrap();
        assert_eq!(member.role, Role::Member);
        let all = users::of(store, &ours.tenant).await.unwrap();
        assert_eq!(all, [ours, member]);
        assert_eq!(users::of(store, &theirs.tenant).await.unwrap(), [theirs]);
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_is_noted_and_may_bring_a_new_hash() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let stronger = SecretString::from("$argon2id$stronger");
        let noted = users::signed_in(store, &ours.tenant, &ours.id, Some(&stronger), later(5));
        noted.await.unwrap();
        let (user, hash) = users::signing_in(store, "ours@example.com")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(user.last_login_at, Some(later(5)));
        assert_eq!(hash.expose_secret(), stronger.expose_secret());
        assert!(!format!("{user:?}").contains("argon2"));
        let strange = users::set_password(store, &theirs.tenant, &ours.id, &stronger);
        assert!(!strange.await.unwrap());
        let none = users::signing_in(store, "nobody@example.com")
            .await
            .unwrap();
        assert!(none.is_none());
        let session = users::of_session(store, &theirs.id).await.unwrap();
        assert_eq!(session, Some(theirs));
    })
    .await;
}
