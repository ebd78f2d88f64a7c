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
            &format!("/contacts/search?x={}", sandbox.running.ghl.token),
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
        (&json!("POST"), &json!("/contacts/search?x=••••"))
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

#[tokio::test]
async fn has_every_change_on_disk_before_it_answers() {
    let sandbox = Sandbox::new().await;
    let body = json!({ "locationId": sandbox.location(), "firstName": "Wilma" });
    let (_, made) = sandbox.ghl("POST", "/contacts/", body).await;
    let file = sandbox.folder.0.join("gohighlevel.json");
    let kept = std::fs::read_to_string(&file).expect("state");
    assert!(kept.contains(id(&made["contact"])));
    assert!(!file.with_extension("json.new").exists());
}

#[tokio::test]
async fn makes_a_contact_once_when_asked_ten_times_at_once() {
    let sandbox = Sandbox::new().await;
    let body = json!({ "locationId": sandbox.location(), "email": "wilma@example.com" });
    let calls = (0..10).map(|_| sandbox.ghl("POST", "/contacts/", body.clone()));
    let answers = futures_util::future::join_all(calls).await;
    assert_eq!(
        answers.iter().filter(|(status, _)| *status == 201).count(),
        1
    );
    assert_eq!(
        answers.iter().filter(|(status, _)| *status == 400).count(),
        9
    );
}

#[tokio::test]
async fn leaves_the_state_alone_when_a_call_is_refused() {
    let sandbox = Sandbox::new().await;
    let file = sandbox.folder.0.join("hubspot.json");
    let before = std::fs::read(&file).expect("state");
    let body = json!({ "properties": { "email": "zoe.whitaker@example.org" }, "associations": [] });
    let (status, _) = sandbox
        .hubspot("POST", "/crm/objects/2026-09/contacts", body)
        .await;
    assert_eq!(status, 409);
    assert!(before == std::fs::read(&file).expect("state"));
}

#[tokio::test]
async fn keeps_the_last_thousand_requests() {
    let sandbox = Sandbox::new().await;
    for number in 0..1_005 {
        sandbox.hubspot_with(&format!("/{number}"), &[]).await;
    }
    let log = sandbox.log().await;
    assert_eq!(log.len(), 1_000);
    assert_eq!(
        (&log[0]["path"], &log[999]["path"]),
        (&json!("/5"), &json!("/1004"))
    );
}

#[tokio::test]
async fn stops_listening_when_it_is_dropped() {
    let Sandbox { running, .. } = Sandbox::new().await;
    let port = running
        .ghl
        .url
        .rsplit(':')
        .next()
        .and_then(|port| port.parse::<u16>().ok());
    let port = port.expect("a port");
    drop(running);
    for _ in 0..10_000 {
        tokio::task::yield_now().await;
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return;
        }
    }
    panic!("the port is still taken");
}

#[tokio::test]
async fn says_which_file_it_cannot_read() {
    let folder = Folder::new();
    std::fs::create_dir_all(&folder.0).expect("a folder");
    std::fs::write(folder.0.join("hubspot.json"), "{").expect("a file");
    let now = NOW.parse().expect("a time");
    let clock: super::super::Clock = std::sync::Arc::new(move || now);
    let settings = super::super::Settings {
        folder: folder.0.clone(),
        now,
        clock,
        ghl_port: 0,
        hubspot_port: 0,
    };
    let error = super::super::start(settings)
        .await
        .expect_err("the file is broken");
    assert!(error.to_string().contains("hubspot.json"), "{error}");
}
