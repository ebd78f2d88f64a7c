//! What people of a workspace are, and what their tokens allow.

use secrecy::ExposeSecret;

use super::*;
use crate::value::{Channel, Effect, Effects};

#[tokio::test]
async fn a_token_never_allows_more_than_its_person_may() {
    let house = House::new().await;
    let admin = house.user("sam@example.com").await;
    let password = SecretString::from("correct horse");
    let member = house
        .accounts
        .add_member(
            &admin.tenant,
            Role::Member,
            "mia@example.com",
            &password,
            "Mia",
        )
        .await
        .unwrap();
    assert_eq!((admin.role, member.role), (Role::Admin, Role::Member));
    let token = async |user: &User, effects: Effects| {
        let made = house
            .accounts
            .create_token(&user.tenant, &user.id, "t", effects, None);
        made.await.unwrap().secret.expose_secret().to_owned()
    };
    let allowed = async |token: &str| {
        let actor = house.accounts.actor_by_token(token, Channel::Api).await;
        actor.unwrap().unwrap().allowed.to_words()
    };
    let theirs = token(&member, Effects::all()).await;
    assert_eq!(allowed(&theirs).await, "read,write,send,delete,money");
    let ours = token(&admin, Effects::all()).await;
    assert_eq!(allowed(&ours).await, "read,write,send,delete,money,admin");
    let narrow = token(&admin, Effects::of(&[Effect::Read])).await;
    assert_eq!(allowed(&narrow).await, "read");

    let accounts = &house.accounts;
    accounts
        .set_role(&admin.tenant, &member.id, Role::Admin)
        .await
        .unwrap();
    assert!(
        allowed(&theirs).await.ends_with("admin"),
        "from the next request on"
    );
    accounts
        .set_role(&admin.tenant, &admin.id, Role::Member)
        .await
        .unwrap();
    assert!(!allowed(&ours).await.contains("admin"));
}

#[tokio::test]
async fn a_workspace_keeps_an_administrator() {
    let house = House::new().await;
    let admin = house.user("sam@example.com").await;
    let stranger = house.user("other@example.com").await;
    let last = house
        .accounts
        .set_role(&admin.tenant, &admin.id, Role::Member)
        .await;
    assert!(matches!(last, Err(SignUpError::Invalid(faults)) if faults[0].field == "role"));
    let foreign = house
        .accounts
        .set_role(&admin.tenant, &stranger.id, Role::Admin)
        .await;
    assert!(matches!(
        foreign,
        Err(SignUpError::Failed(Error::Missing("user")))
    ));
}
