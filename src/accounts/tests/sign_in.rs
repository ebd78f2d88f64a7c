use std::collections::HashMap;

use ::time::OffsetDateTime;
use chrono::TimeDelta;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::SessionStore;

use super::*;
use crate::store::access_tokens;
use crate::value::{Channel, Effect, Effects};

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

async fn try_in(house: &House, email: &str, password: &str, from: &str) -> &'static str {
    match house.accounts.sign_in(email, &secret(password), from).await {
        Ok(_) => "in",
        Err(SignInError::Refused) => "refused",
        Err(SignInError::TooMany { .. }) => "too many",
        Err(SignInError::Failed(fault)) => panic!("{fault}"),
    }
}

#[tokio::test]
async fn signs_in_whoever_signed_up_and_nobody_else() {
    let house = House::new().await;
    let user = house.user(" Sam.Lee@Example.com ").await;
    assert_eq!(
        (user.email.as_str(), user.role),
        ("sam.lee@example.com", Role::Admin)
    );
    let tenant = house.accounts.tenant(&user.tenant).await.unwrap();
    assert_eq!((tenant.name.as_str(), tenant.lang.as_str()), ("Sam", "en"));

    let home = "203.0.113.7";
    assert_eq!(
        try_in(&house, "SAM.LEE@example.com ", "correct horse", home).await,
        "in"
    );
    assert_eq!(
        try_in(&house, "sam.lee@example.com", "Correct horse", home).await,
        "refused"
    );
    assert_eq!(
        try_in(&house, "nobody@example.com", "correct horse", home).await,
        "refused"
    );
    let found = house.accounts.user(&user.id).await.unwrap().unwrap();
    assert_eq!(found.last_login_at, Some(house.clock.now()));
    assert!(house.accounts.user("nobody").await.unwrap().is_none());
}

#[tokio::test]
async fn names_every_field_that_has_to_be_put_right() {
    let house = House::new().await;
    let faults = async |email: &str, password: &str, name: &str| match house
        .accounts
        .sign_up(email, &secret(password), name)
        .await
    {
        Err(SignUpError::Invalid(faults)) => faults
            .iter()
            .map(|fault| fault.field)
            .collect::<Vec<_>>()
            .join(" "),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        faults("sam at example", "short", " ").await,
        "name email password"
    );
    assert_eq!(
        faults("sam@example.com", &"x".repeat(201), "Sam").await,
        "password"
    );
    assert_eq!(
        faults("sam@example.com", "correct horse", &"x".repeat(101)).await,
        "name"
    );
    house.user("sam@example.com").await;
    assert_eq!(
        faults("SAM@example.com", "correct horse", "Sam").await,
        "email"
    );
    let password = secret("correct horse");
    let member = house.accounts.add_member(
        "no such tenant",
        Role::Member,
        "m@example.com",
        &password,
        "M",
    );
    assert!(matches!(
        member.await,
        Err(SignUpError::Failed(Error::Missing("tenant")))
    ));
}

#[tokio::test]
async fn an_account_is_closed_for_a_while_after_ten_failures() {
    let house = House::new().await;
    house.user("sam@example.com").await;
    // Unknown accounts are counted alike, or the limit would tell which exist.
    for email in ["sam@example.com", "nobody@example.com"] {
        for n in 0..10 {
            let from = format!("203.0.113.{n}");
            assert_eq!(
                try_in(&house, email, "wrong password", &from).await,
                "refused"
            );
            house.clock.advance(TimeDelta::seconds(1));
        }
        assert_eq!(
            try_in(&house, email, "correct horse", "198.51.100.1").await,
            "too many"
        );
    }
    let wait = house
        .accounts
        .sign_in("sam@example.com", &secret("x"), "198.51.100.1")
        .await;
    let Err(SignInError::TooMany { retry_after }) = wait else {
        panic!("still closed");
    };
    assert!(retry_after > TimeDelta::minutes(14) && retry_after < TimeDelta::minutes(15));
    // Knocking in between does not prolong it.
    house.clock.advance(retry_after);
    assert_eq!(
        try_in(&house, "sam@example.com", "correct horse", "198.51.100.1").await,
        "in"
    );
    // And a success forgets the failures.
    for _ in 0..10 {
        assert_eq!(
            try_in(&house, "sam@example.com", "wrong", "198.51.100.1").await,
            "refused"
        );
    }
}

#[tokio::test]
async fn an_address_is_closed_for_a_while_after_many_failures() {
    let house = House::new().await;
    house.user("sam@example.com").await;
    let subject = crate::secrets::fingerprint("address 203.0.113.7");
    for _ in 0..100 {
        let now = house.clock.now();
        store::sign_in_attempts::record(&house.store, &subject, now)
            .await
            .unwrap();
    }
    assert_eq!(
        try_in(&house, "sam@example.com", "correct horse", "203.0.113.7").await,
        "too many"
    );
    assert_eq!(
        try_in(&house, "sam@example.com", "correct horse", "203.0.113.8").await,
        "in"
    );
    house.clock.advance(TimeDelta::minutes(15));
    assert_eq!(
        try_in(&house, "sam@example.com", "correct horse", "203.0.113.7").await,
        "in"
    );
}

#[tokio::test]
async fn attempts_sent_at_the_same_time_are_all_counted() {
    let house = House::new().await;
    house.user("sam@example.com").await;
    let guesses = (0..30).map(|_| try_in(&house, "sam@example.com", "a guess", "203.0.113.7"));
    let looked_at = futures_util::future::join_all(guesses).await;
    assert!(looked_at.iter().filter(|said| **said == "refused").count() <= 10);
}

#[tokio::test]
async fn a_token_brings_its_owner_with_its_rights_through_any_door() {
    let house = House::new().await;
    let (ours, theirs) = (
        house.user("a@example.com").await,
        house.user("b@example.com").await,
    );
    let rights = Effects::of(&[Effect::Read, Effect::Write]);
    let made = house
        .accounts
        .create_token(&ours.tenant, &ours.id, " laptop ", rights, None);
    let made = made.await.unwrap();
    assert_eq!(made.token.name, "laptop");
    let secret = secrecy::ExposeSecret::expose_secret(&made.secret).to_owned();
    let by = async |bearer: &str| {
        house
            .accounts
            .actor_by_token(bearer, Channel::Mcp)
            .await
            .unwrap()
    };
    let actor = by(&secret).await.unwrap();
    assert_eq!((&actor.tenant, &actor.user), (&ours.tenant, &ours.id));
    assert_eq!((actor.channel, actor.allowed), (Channel::Mcp, rights));
    assert_eq!(by("").await, None);
    assert_eq!(by(&secret[4..]).await, None);
    assert_eq!(by(&format!("{secret}x")).await, None);
    let mixed = house
        .accounts
        .create_token(&ours.tenant, &theirs.id, "x", rights, None);
    assert!(matches!(mixed.await, Err(Error::Missing("user"))));

    let kept = access_tokens::of(&house.store, &ours.tenant, &ours.id)
        .await
        .unwrap();
    assert!(!format!("{kept:?}").contains(&secret));
    let revoke = house
        .accounts
        .revoke_token(&theirs.tenant, &theirs.id, &made.token.id);
    assert!(!revoke.await.unwrap());
    let revoke = house
        .accounts
        .revoke_token(&ours.tenant, &ours.id, &made.token.id);
    assert!(revoke.await.unwrap());
    assert_eq!(by(&secret).await, None);
    let soon = house.clock.now() + TimeDelta::days(30);
    let made = house
        .accounts
        .create_token(&ours.tenant, &ours.id, "month", rights, Some(soon));
    let made = made.await.unwrap();
    let secret = secrecy::ExposeSecret::expose_secret(&made.secret).to_owned();
    assert!(by(&secret).await.is_some());
    house.clock.advance(TimeDelta::days(30));
    assert_eq!(by(&secret).await, None);
    house.accounts.sweep().await.unwrap();
}

#[tokio::test]
async fn a_tenants_settings_are_checked() {
    let house = House::new().await;
    let user = house.user("sam@example.com").await;
    let set = async |name: &str, zone: &str, lang: &str| match house
        .accounts
        .set_tenant(&user.tenant, name, zone, lang)
        .await
    {
        Ok(()) => String::new(),
        Err(SignUpError::Invalid(faults)) => faults
            .iter()
            .map(|fault| fault.field)
            .collect::<Vec<_>>()
            .join(" "),
        Err(fault) => panic!("{fault}"),
    };
    assert_eq!(set("", "Mars/Base", "de").await, "name timezone lang");
    assert_eq!(set("Ours", "Europe/Madrid", "es").await, "");
    let tenant = house.accounts.tenant(&user.tenant).await.unwrap();
    assert_eq!(tenant.timezone, "Europe/Madrid");
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let house = House::new().await;
    let user = house.user("sam@example.com").await;
    let now = house.clock.now();
    let sessions = WebSessions::new(house.store.clone(), move || now);
    let id = serde_json::json!(user.id);
    let mut session = Record {
        id: Id::default(),
        data: HashMap::from([(WebSessions::USER.to_owned(), id)]),
        expiry_date: OffsetDateTime::from_unix_timestamp(now.timestamp() + 60).unwrap(),
    };
    sessions.create(&mut session).await.unwrap();
    let change = async |password: &str| {
        let password = secret(password);
        let changed = house
            .accounts
            .set_password(&user.tenant, &user.id, &password);
        changed.await.is_ok()
    };
    assert!(!change("short").await);
    assert!(sessions.load(&session.id).await.unwrap().is_some());
    assert!(change("a longer password").await);
    assert!(sessions.load(&session.id).await.unwrap().is_none());
    assert_eq!(
        try_in(
            &house,
            "sam@example.com",
            "a longer password",
            "203.0.113.7"
        )
        .await,
        "in"
    );
    assert_eq!(
        try_in(&house, "sam@example.com", "correct horse", "203.0.113.7").await,
        "refused"
    );
}

#[tokio::test]
async fn new_accounts_from_one_address_are_limited() {
    let house = House::new().await;
    let sign_up = async |number: usize| {
        let email = format!("sam{number}@example.com");
        let short = secret("x");
        let made = house
            .accounts
            .sign_up_from("203.0.113.9", &email, &short, "Sam", "en");
        matches!(made.await, Err(SignUpError::TooMany { .. }))
    };
    for number in 0..20 {
        assert!(!sign_up(number).await, "{number}");
    }
    assert!(sign_up(20).await);
}
