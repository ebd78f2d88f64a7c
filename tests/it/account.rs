//! A proxy to an account at a sandbox CRM of its own.

use std::sync::Arc;

use crm_copilot::clock::Clock;
use crm_copilot::crm::{self, Credentials, CrmProxy, Home, Http, Limits, Provider};
use crm_copilot::sandbox::{self, Running, Settings};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::app::sandbox_client;

/// Saturday 21 November 2026, 10:00 in New York.
pub const NOW: &str = "2026-11-21T15:00:00Z";

/// One account of one vendor, and what stands behind it.
pub struct Account {
    pub proxy: Arc<dyn CrmProxy>,
    pub running: Running,
    /// The sandbox's.
    pub clock: Clock,
    http: Http,
    credentials: Credentials,
    _folder: TempDir,
}

impl Account {
    pub async fn new(provider: Provider, limits: Limits) -> Account {
        let folder = TempDir::new().unwrap();
        let clock = Clock::fixed(NOW.parse().unwrap());
        let now = clock.now();
        let time = clock.clone();
        let settings = Settings {
            folder: folder.path().to_owned(),
            now,
            clock: Arc::new(move || time.now()),
            ghl_port: 0,
            hubspot_port: 0,
        };
        let running = sandbox::start(settings).await.unwrap();
        let (url, token, location_id) = match provider {
            Provider::GoHighLevel => (
                &running.ghl.url,
                &running.ghl.token,
                Some(running.ghl.location_id.clone()),
            ),
            Provider::HubSpot => (&running.hubspot.url, &running.hubspot.token, None),
        };
        let credentials = Credentials {
            provider,
            token: SecretString::from(token.as_str()),
            location_id,
            base_url: url.clone(),
            home: Home::default(),
        };
        let http = Http::with_limits(move || now, limits).unwrap();
        Account {
            proxy: crm::connect(http.clone(), credentials.clone()),
            running,
            clock,
            http,
            credentials,
            _folder: folder,
        }
    }

    /// Another proxy to the same account, as another conversation has it.
    pub fn another_proxy(&self) -> Arc<dyn CrmProxy> {
        crm::connect(self.http.clone(), self.credentials.clone())
    }

    /// Adds a rule to the sandbox's faults, for this vendor.
    pub async fn fault(&self, mut rule: Value) {
        rule["vendor"] = json!(self.proxy.provider().as_str());
        let set = sandbox_client()
            .post(&self.running.faults_url)
            .json(&json!([rule]));
        assert!(set.send().await.unwrap().status().is_success());
    }

    /// What the sandbox was asked, oldest first.
    pub async fn log(&self) -> Vec<Value> {
        let log = sandbox_client()
            .get(&self.running.log_url)
            .send()
            .await
            .unwrap();
        log.json().await.unwrap()
    }
}
