//! A proxy to an account at a sandbox CRM of its own.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use crm_copilot::crm::{self, Credentials, CrmProxy, Home, Http, Limits, Provider};
use crm_copilot::sandbox::{self, Running, Settings};
use secrecy::SecretString;
use tempfile::TempDir;

/// Saturday 21 November 2026, 10:00 in New York.
pub const NOW: &str = "2026-11-21T15:00:00Z";

/// One account of one vendor, and what stands behind it.
pub struct Account {
    pub proxy: Arc<dyn CrmProxy>,
    pub running: Running,
    _folder: TempDir,
}

impl Account {
    pub async fn new(provider: Provider, limits: Limits) -> Account {
        let folder = TempDir::new().unwrap();
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let settings = Settings {
            folder: folder.path().to_owned(),
            now,
            clock: Arc::new(move || now),
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
            proxy: crm::connect(http, credentials),
            running,
            _folder: folder,
        }
    }
}
