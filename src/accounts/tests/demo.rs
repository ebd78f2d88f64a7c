use std::path::Path;

use secrecy::ExposeSecret;
use serde_json::Value;

use super::super::demo::{self, Demo, Sandbox};
use super::*;
use crate::value::{Channel, Effects};

fn sandboxes(port: u16) -> [Sandbox; 2] {
    let sandbox = |provider: Provider, location: Option<&str>| Sandbox {
        provider,
        url: format!("http://127.0.0.1:{port}/{}", provider.as_str()),
        token: SecretString::from(format!("{}-key-of-{port}", provider.as_str())),
        location_id: location.map(str::to_owned),
    };
    [
        sandbox(Provider::GoHighLevel, Some("loc1")),
        sandbox(Provider::HubSpot, None),
    ]
}

async fn prepare(house: &House, port: u16) -> Demo {
    house
        .accounts
        .prepare_demo(&house.folder, &sandboxes(port))
        .await
        .unwrap()
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn the_owner_stays_and_the_sandboxes_move_between_starts() {
    let house = House::new().await;
    let first = prepare(&house, 4001).await;
    let again = prepare(&house, 4002).await;
    assert_eq!(first.user.id, again.user.id);
    assert_eq!(
        first.password.expose_secret(),
        again.password.expose_secret()
    );
    assert_eq!(first.token.expose_secret(), again.token.expose_secret());
    let ids = |demo: &Demo| -> Vec<String> {
        demo.connections
            .iter()
            .map(|(info, _)| info.id.clone())
            .collect()
    };
    assert_eq!(ids(&first), ids(&again));
    let listed = house.accounts.connections(&again.tenant.id).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert!(listed[0].is_default && listed[0].provider == Provider::GoHighLevel);
    let (_, hubspot) = house
        .accounts
        .open_connection(&again.tenant.id, Some("hubspot"))
        .await
        .unwrap();
    assert_eq!(hubspot.base_url, "http://127.0.0.1:4002/hubspot");
    assert_eq!(hubspot.token.expose_secret(), "hubspot-key-of-4002");

    let signed_in = house
        .accounts
        .sign_in(demo::EMAIL, &again.password, "127.0.0.1");
    assert_eq!(signed_in.await.unwrap().id, again.user.id);
    let token = again.token.expose_secret();
    let actor = house
        .accounts
        .actor_by_token(token, Channel::Api)
        .await
        .unwrap();
    assert_eq!(actor.unwrap().allowed, Effects::all());
}

#[tokio::test]
async fn what_was_lost_is_made_anew() {
    let house = House::new().await;
    let first = prepare(&house, 4001).await;
    std::fs::remove_file(house.folder.join("demo-owner.json")).unwrap();
    let second = prepare(&house, 4001).await;
    assert_eq!(first.user.id, second.user.id);
    assert_ne!(
        first.password.expose_secret(),
        second.password.expose_secret()
    );
    let signed_in = house
        .accounts
        .sign_in(demo::EMAIL, &second.password, "127.0.0.1");
    assert!(signed_in.await.is_ok());
    let tokens = house
        .accounts
        .tokens(&second.tenant.id, &second.user.id)
        .await
        .unwrap();
    for token in tokens {
        let revoked = house
            .accounts
            .revoke_token(&token.tenant, &token.user, &token.id);
        assert!(revoked.await.unwrap());
    }
    let third = prepare(&house, 4001).await;
    let token = third.token.expose_secret();
    let actor = house
        .accounts
        .actor_by_token(token, Channel::Api)
        .await
        .unwrap();
    assert!(actor.is_some());
    let fourth = prepare(&house, 4001).await;
    assert_eq!(token, fourth.token.expose_secret());
}

#[tokio::test]
async fn demo_json_is_complete_and_private() {
    let house = House::new().await;
    let demo = prepare(&house, 4001).await;
    let log = "http://127.0.0.1:4001/log";
    let path = demo
        .write(&house.folder, "http://127.0.0.1:3000", log)
        .unwrap();
    demo.write(&house.folder, "http://127.0.0.1:3000", log)
        .unwrap();
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let keys: Vec<_> = written
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    for key in "url email password token timezone tenant connections sandbox_log".split(' ') {
        assert!(keys.contains(&key), "{key}");
    }
    assert_eq!(written["timezone"], "America/New_York");
    assert_eq!(written["tenant"], demo.tenant.id.as_str());
    let gohighlevel = &written["connections"]["gohighlevel"];
    assert_eq!(
        gohighlevel["sandbox_url"],
        "http://127.0.0.1:4001/gohighlevel"
    );
    assert_eq!(gohighlevel["sandbox_token"], "gohighlevel-key-of-4001");
    assert_eq!(gohighlevel["location_id"], "loc1");
    assert_eq!(gohighlevel["id"], demo.connections[0].0.id.as_str());
    assert!(
        written["connections"]["hubspot"]
            .get("location_id")
            .is_none()
    );
    let left = std::fs::read_dir(&house.folder).unwrap();
    let drafts = left.filter(|file| {
        file.as_ref()
            .unwrap()
            .path()
            .extension()
            .is_some_and(|e| e == "new")
    });
    assert_eq!(drafts.count(), 0);
    #[cfg(unix)]
    for file in ["demo.json", "demo-owner.json"] {
        assert_eq!(mode(&house.folder.join(file)), 0o600, "{file}");
    }
}

#[test]
fn the_encryption_key_is_made_once() {
    let folder = std::env::temp_dir().join(format!("crm-copilot-{}", random_id()));
    let data = folder.join("data");
    let key = demo::encryption_key(&data).unwrap();
    assert!(Keyring::new(&key, &[]).is_ok());
    let again = demo::encryption_key(&data).unwrap();
    assert_eq!(key.expose_secret(), again.expose_secret());
    #[cfg(unix)]
    {
        assert_eq!(mode(&data.join("encryption.key")), 0o600);
        assert_eq!(mode(&data), 0o700);
    }
    std::fs::remove_dir_all(folder).unwrap();
}
