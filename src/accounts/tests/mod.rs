//! Accounts over a real database in a file, a fixed clock and a stand-in for the CRMs.

mod connections;
mod demo;
mod roles;
mod sign_in;

use std::path::PathBuf;

use secrecy::SecretString;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::*;
use crate::secrets::random_id;

const KEY: &str = "pit-0d5c1c2e-9f1b-4a53-8a44-2c1a7bd0ab12";

/// Accounts with everything below them. The folder goes when this does.
struct House {
    accounts: Accounts,
    store: Store,
    clock: Clock,
    crm: MockServer,
    folder: PathBuf,
    key: SecretString,
}

impl House {
    async fn new() -> House {
        let folder = std::env::temp_dir().join(format!("crm-copilot-{}", random_id()));
        House::at(folder, Keyring::generate(), Vec::new()).await
    }

    /// As after a restart, or with other keys.
    async fn at(folder: PathBuf, key: SecretString, old: Vec<SecretString>) -> House {
        let url = format!("sqlite://{}/test.db?mode=rwc", folder.display());
        let store = Store::open(&url).await.unwrap();
        store.migrate().await.unwrap();
        let clock = Clock::fixed("2026-03-04T14:00:00.123456Z".parse().unwrap());
        let crm = MockServer::start().await;
        let base_urls = BaseUrls {
            gohighlevel: crm.uri(),
            hubspot: crm.uri(),
        };
        let keyring = Keyring::new(&key, &old).unwrap();
        let http = Http::new({
            let clock = clock.clone();
            move || clock.now()
        });
        let http = http.unwrap();
        House {
            accounts: Accounts::new(store.clone(), keyring, clock.clone(), http, base_urls),
            store,
            clock,
            crm,
            folder,
            key,
        }
    }

    async fn user(&self, email: &str) -> User {
        let password = SecretString::from("correct horse");
        self.accounts
            .sign_up(email, &password, "Sam")
            .await
            .unwrap()
    }

    /// The CRM knows one location and one key.
    async fn with_location(&self) {
        Mock::given(method("GET"))
            .and(path("/locations/loc1"))
            .and(header("authorization", format!("Bearer {KEY}")))
            .respond_with(ResponseTemplate::new(200).set_body_json(serde_json::json!({
                "location": {"id": "loc1", "name": "Sunny Dental", "timezone": "America/Denver",
                    "country": "CA", "currency": "CAD"}
            })))
            .mount(&self.crm)
            .await;
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
