//! Starting, stopping, keeping, logging.

use serde_json::{Value, json};

use super::harness::{Folder, NOW, Sandbox, id};

#[tokio::test]
async fn keeps_data_and_tokens_across_a_restart() {
    let sandbox = Sandbox::new().await;
    let token = sandbox.running.ghl.token.clone();
    assert!(token.starts_with("pit-") && token.len() == 40, "{token}");
    assert!(sandbox.running.hubspot.token.starts_with("pat-na1-"));
    let body = json!({ "locationId": sandbox.location(), "firstName": "Wilma", "email": "wilma@example.com" });
    let (status, made) = sandbox.ghl("POST", "/contacts/", body).await;
    assert_eq!(status, 201, "{made}");

    let sandbox = sandbox.restarted_after(3).await;
    assert_eq!(sandbox.running.ghl.token, token);
    let path = format!("/contacts/{}", id(&made["contact"]));
    let (status, kept) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!((status, &kept["contact"]), (200, &made["contact"]));
}

#[cfg(unix)]
#[tokio::test]
async fn hides_the_tokens_from_other_users_of_the_machine() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new().await;
    let file = sandbox.folder.0.join("credentials.json");
    let mode = std::fs::metadata(file)
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn makes_the_same_sample_data_for_the_same_now() {
    let now = NOW.parse().expect("a time");
    let [one, two] = [Sandbox::new().await, Sandbox::at(Folder::new(), now).await];
    for file in ["gohighlevel.json", "hubspot.json"] {
        let read = |sandbox: &Sandbox| std::fs::read(sandbox.folder.0.join(file)).expect("state");
        assert!(read(&one) == read(&two), "{file} differs");
    }
}

#[tokio::test]
async fn logs_both_vendors_newest_last_without_tokens_and_without_the_log() {
    let sandbox = Sandbox::new().await;
    let path = format!("/locations/{}", sandbox.location());
    sandbox.ghl("GET", &path, Value::Null).await;
    sandbox
        .ghl(
            "POST",
            "/contacts/search?x=1",
            json!({ "query": sandbox.running.ghl.token }),
        )
        .await;
    sandbox.hubspot("GET", "/nowhere", Value::Null).await;
    sandbox.log().await;
    let log = sandbox.log().await;
    assert_eq!(log.len(), 3, "{log:?}");
    assert_eq!(log[0]["path"], path);
    assert_eq!(log[0]["vendor"], "gohighlevel");
    assert_eq!(log[0]["time"], "2026-11-21T15:00:00.000Z");
    assert_eq!(
        (&log[0]["status"], &log[0]["body"]),
        (&json!(200), &Value::Null)
    );
    assert_eq!(
        (&log[1]["method"], &log[1]["path"]),
        (&json!("POST"), &json!("/contacts/search?x=1"))
    );
    assert_eq!(
        (&log[1]["status"], &log[1]["body"]),
        (&json!(422), &json!({ "query": "••••" }))
    );
    assert_eq!(
        (&log[2]["vendor"], &log[2]["status"]),
        (&json!("hubspot"), &json!(404))
    );
}

#[tokio::test]
async fn says_which_port_is_taken() {
    use super::super::{Settings, start};
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let folder = Folder::new();
    let now = NOW.parse().expect("a time");
    let clock: super::super::Clock = std::sync::Arc::new(move || now);
    let settings = Settings {
        folder: folder.0.clone(),
        now,
        clock,
        ghl_port: port,
        hubspot_port: 0,
    };
    let error = start(settings).await.expect_err("the port is taken");
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}
