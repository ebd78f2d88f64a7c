//! CRM connections: tried, sealed, kept, replaced, removed.

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::{Accounts, Error, Fault};
use crate::crm::{self, Credentials, Home, Provider};
use crate::secrets::{Place, masked, random_id};
use crate::store::{self, connections::Connection};

/// The column that sealed keys are bound to.
pub(super) const FIELD: &str = "token";

/// What a new connection consists of.
#[derive(Debug, Clone)]
pub struct NewConnection {
    /// Whose CRM.
    pub provider: Provider,
    /// The key.
    pub token: SecretString,
    /// GoHighLevel's location; HubSpot has none.
    pub location_id: Option<String>,
    /// What to call it; none: the vendor's name for the account.
    pub label: Option<String>,
    /// Where the CRM is, when it is not where the settings say. For sandboxes; a door must not
    /// take it from a visitor, who could make us call addresses of our own network.
    pub base_url: Option<String>,
    /// The name or id of the calendar that is booked when none was named. None: the CRM's own
    /// default, or the user is asked.
    pub calendar: Option<String>,
    /// Whether it becomes the tenant's default. The first one does anyhow.
    pub is_default: bool,
}

/// A connection, without its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionInfo {
    /// 128 random bits in hex.
    pub id: String,
    /// Whose CRM.
    pub provider: Provider,
    /// What people call it.
    pub label: String,
    /// The key as people may see it: `pit-…ab12`.
    pub masked_token: String,
    /// GoHighLevel's location.
    pub location_id: Option<String>,
    /// The calendar that is booked when none was named.
    pub calendar: Option<String>,
    /// Whether it is used when none was named.
    pub is_default: bool,
    /// When the CRM last accepted the key.
    pub validated_at: Option<DateTime<Utc>>,
    /// The code of what the CRM said when it last refused the key.
    pub validation_error: Option<String>,
}

/// Why a connection was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddConnectionError {
    /// Fields that have to be put right.
    #[error("{} field(s) have to be put right", .0.len())]
    Invalid(Vec<Fault>),
    /// The CRM did not accept the key, or did not answer.
    #[error("the connection was not added: {0}")]
    Refused(#[from] crm::Error),
    /// We failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl Accounts {
    /// Asks the CRM whose account the key opens; keeps nothing.
    pub async fn test_connection(
        &self,
        new: &NewConnection,
    ) -> Result<crm::Account, AddConnectionError> {
        let credentials = self
            .credentials_of(new)
            .map_err(AddConnectionError::Invalid)?;
        let proxy = crm::connect(self.http.clone(), credentials);
        let account = proxy.verify().await?;
        if let Some(calendar) = &new.calendar {
            let listed = proxy.perform("list_calendars", &json!({})).await?;
            let all = listed["calendars"].as_array().cloned().unwrap_or_default();
            let is_it = |known: &Value| known["id"] == **calendar || known["name"] == **calendar;
            if !all.iter().any(is_it) {
                let detail = "No calendar of this account has this name or id.";
                let fault = Fault::of("calendar", "calendar_missing", detail);
                return Err(AddConnectionError::Invalid(vec![fault]));
            }
        }
        Ok(account)
    }

    /// Tries a key at its CRM, and when it is accepted keeps it sealed.
    pub async fn add_connection(
        &self,
        tenant: &str,
        new: &NewConnection,
    ) -> Result<ConnectionInfo, AddConnectionError> {
        let new = &trimmed(new);
        let account = self.test_connection(new).await?;
        let label = new
            .label
            .as_deref()
            .map(str::trim)
            .filter(|label| !label.is_empty());
        let label = label.unwrap_or(&account.name).to_owned();
        self.adopt_zone(tenant, &account).await?;
        Ok(self.keep(tenant, new, label, Some(&account)).await?)
    }

    /// A tenant's first CRM account decides the zone in which its days and times are meant.
    async fn adopt_zone(&self, tenant: &str, account: &crm::Account) -> Result<(), Error> {
        let is_first = store::connections::of(&self.store, tenant)
            .await?
            .is_empty();
        let zone = account.timezone.as_deref();
        let Some(zone) = zone.filter(|zone| is_first && zone.parse::<chrono_tz::Tz>().is_ok())
        else {
            return Ok(());
        };
        let known = self.tenant(tenant).await?;
        store::tenants::update(&self.store, tenant, &known.name, zone, &known.lang).await?;
        Ok(())
    }

    /// Keeps a key without asking the CRM; `account` is what the CRM told of it, if it was asked.
    pub(super) async fn keep(
        &self,
        tenant: &str,
        new: &NewConnection,
        label: String,
        account: Option<&crm::Account>,
    ) -> Result<ConnectionInfo, Error> {
        let now = self.clock.now();
        let home = account
            .map(|account| account.home.clone())
            .unwrap_or_default();
        let id = random_id();
        let connection = Connection {
            sealed_token: self.seal(tenant, &id, &new.token)?,
            id,
            tenant_id: tenant.to_owned(),
            provider: new.provider.as_str().to_owned(),
            label,
            masked_token: masked(&new.token),
            location_id: new.location_id.clone(),
            base_url: new.base_url.clone(),
            calendar: new.calendar.clone(),
            is_default: new.is_default,
            created_at: now,
            updated_at: now,
            validated_at: account.map(|_| now),
            validation_error: None,
            country: home.country,
            currency: home.currency,
        };
        info(&store::connections::add(&self.store, connection).await?)
    }

    /// Gives a kept connection another key, location and address, without asking the CRM.
    pub(super) async fn replace(
        &self,
        tenant: &str,
        kept: Connection,
        new: &NewConnection,
    ) -> Result<ConnectionInfo, Error> {
        let kept = Connection {
            sealed_token: self.seal(tenant, &kept.id, &new.token)?,
            masked_token: masked(&new.token),
            location_id: new.location_id.clone(),
            base_url: new.base_url.clone(),
            calendar: new.calendar.clone(),
            validation_error: None,
            ..kept
        };
        let now = self.clock.now();
        store::connections::replace(&self.store, tenant, &kept, now).await?;
        self.proxies.drop(&kept.id);
        info(&kept)
    }

    /// A tenant's connections: the default first, then oldest first.
    pub async fn connections(&self, tenant: &str) -> Result<Vec<ConnectionInfo>, Error> {
        let all = store::connections::of(&self.store, tenant).await?;
        all.iter().map(info).collect()
    }

    /// Makes a connection the tenant's default.
    pub async fn set_default_connection(&self, tenant: &str, id: &str) -> Result<(), Error> {
        let now = self.clock.now();
        if store::connections::set_default(&self.store, tenant, id, now).await? {
            Ok(())
        } else {
            Err(Error::NotConnected)
        }
    }

    /// Removes a connection: the sealed key is deleted, its proxy dropped, and what waited for a
    /// yes in this tenant is cancelled, because it may have been meant for this connection. Bulk jobs
    /// that run on it are paused.
    pub async fn remove_connection(&self, tenant: &str, id: &str) -> Result<ConnectionInfo, Error> {
        let now = self.clock.now();
        let gone = store::connections::delete(&self.store, tenant, id, now).await?;
        let gone = gone.ok_or(Error::NotConnected)?;
        self.proxies.drop(id);
        store::plans::cancel_of_tenant(&self.store, tenant).await?;
        let reason = "not_connected";
        store::bulk_jobs::pause_of_connection(&self.store, tenant, id, reason, now).await?;
        info(&gone)
    }

    /// Notes that the CRM refused a connection's key, with the code of the refusal; its proxy is
    /// dropped, so that a new key is taken up at once.
    pub async fn note_refusal(&self, tenant: &str, id: &str, code: &str) -> Result<(), Error> {
        let now = self.clock.now();
        store::connections::set_validation(&self.store, tenant, id, Some(code), now).await?;
        self.proxies.drop(id);
        Ok(())
    }

    pub(super) fn seal(
        &self,
        tenant: &str,
        id: &str,
        token: &SecretString,
    ) -> Result<String, Error> {
        let place = Place {
            tenant,
            record: id,
            field: FIELD,
        };
        self.keyring
            .seal(token, place)
            .map_err(|source| Error::Sealed {
                connection: id.to_owned(),
                source,
            })
    }

    fn credentials_of(&self, new: &NewConnection) -> Result<Credentials, Vec<Fault>> {
        let mut faults = Vec::new();
        let new = trimmed(new);
        let token = new.token.expose_secret();
        // What cannot stand in a header is no key.
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            faults.push(Fault::of(
                "token",
                "token_missing",
                "Paste the key as the CRM shows it.",
            ));
        }
        if new.provider == Provider::GoHighLevel && new.location_id.is_none() {
            let detail = "Give the location id, as Settings > Business Profile shows it.";
            faults.push(Fault::of("location_id", "location_id_missing", detail));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let base_url = new.base_url.as_deref();
        Ok(Credentials {
            provider: new.provider,
            token: new.token.clone(),
            location_id: new.location_id.clone(),
            base_url: base_url
                .unwrap_or(self.base_urls.of(new.provider))
                .to_owned(),
            home: Home::default(),
        })
    }
}

/// Without what copying and pasting adds.
fn trimmed(new: &NewConnection) -> NewConnection {
    let location_id = new.location_id.as_deref().map(str::trim);
    NewConnection {
        token: SecretString::from(new.token.expose_secret().trim()),
        location_id: location_id.filter(|id| !id.is_empty()).map(str::to_owned),
        ..new.clone()
    }
}

pub(super) fn info(row: &Connection) -> Result<ConnectionInfo, Error> {
    Ok(ConnectionInfo {
        id: row.id.clone(),
        provider: provider(row)?,
        label: row.label.clone(),
        masked_token: row.masked_token.clone(),
        location_id: row.location_id.clone(),
        calendar: row.calendar.clone(),
        is_default: row.is_default,
        validated_at: row.validated_at,
        validation_error: row.validation_error.clone(),
    })
}

pub(super) fn provider(row: &Connection) -> Result<Provider, Error> {
    row.provider.parse().map_err(|_| {
        Error::Store(store::Error::Corrupt {
            table: "connections",
            id: row.id.clone(),
            field: "provider",
        })
    })
}
