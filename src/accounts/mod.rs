//! Who may come in and what they are connected to: tenants, users, sign-in, access tokens, and CRM
//! connections with their keys.
//!
//! A CRM key is tried at its CRM before it is kept, sealed while it is kept, and opened only into
//! a proxy. A stranger gets the same answer in the same time whether an account exists or not.

mod connections;
pub mod demo;
mod fault;
mod open;
mod private_file;
mod proxies;
mod sign_in;
mod sign_up;
#[cfg(test)]
mod tests;
mod tokens;

use chrono::TimeDelta;
use tokio::sync::Semaphore;

pub use connections::{AddConnectionError, ConnectionInfo, NewConnection};
pub use fault::{Error, Fault};
pub use sign_in::SignInError;
pub use sign_up::{LEAST_PASSWORD, SignUpError};
pub use tokens::NewAccessToken;

pub use crate::store::access_tokens::AccessToken;
pub use crate::store::tenants::Tenant;
pub use crate::store::users::User;
pub use crate::value::Role;

use crate::clock::Clock;
use crate::crm::{Http, Provider};
use crate::secrets::Keyring;
use crate::store::{self, Store, WebSessions};
use proxies::Proxies;

/// Where the CRMs are, for connections that say nothing else; without a slash at the end.
#[derive(Debug, Clone)]
pub struct BaseUrls {
    /// GoHighLevel's API.
    pub gohighlevel: String,
    /// HubSpot's API.
    pub hubspot: String,
}

impl BaseUrls {
    fn of(&self, provider: Provider) -> &str {
        match provider {
            Provider::GoHighLevel => &self.gohighlevel,
            Provider::HubSpot => &self.hubspot,
        }
    }
}

/// The accounts of this installation: one per process, shared by the doors.
pub struct Accounts {
    store: Store,
    keyring: Keyring,
    clock: Clock,
    http: Http,
    base_urls: BaseUrls,
    proxies: Proxies,
    /// One password hash takes 19 MiB: as many at a time as there are processors, the rest wait.
    hashing: Semaphore,
}

impl Accounts {
    /// Put together once, at start.
    pub fn new(
        store: Store,
        keyring: Keyring,
        clock: Clock,
        http: Http,
        base_urls: BaseUrls,
    ) -> Accounts {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Accounts {
            store,
            keyring,
            clock,
            http,
            base_urls,
            proxies: Proxies::default(),
            hashing: Semaphore::new(processors),
        }
    }

    /// The tenant's settings. [`Error::Missing`] when there is none of that id.
    pub async fn tenant(&self, tenant: &str) -> Result<Tenant, Error> {
        let found = store::tenants::get(&self.store, tenant).await?;
        found.ok_or(Error::Missing("tenant"))
    }

    /// Changes a tenant's name, zone (an IANA name) and language (`en`, `es`).
    pub async fn set_tenant(
        &self,
        tenant: &str,
        name: &str,
        timezone: &str,
        lang: &str,
    ) -> Result<(), SignUpError> {
        sign_up::check_tenant(name, timezone, lang).map_err(SignUpError::Invalid)?;
        let changed = store::tenants::update(&self.store, tenant, name.trim(), timezone, lang);
        if changed.await.map_err(Error::from)? {
            Ok(())
        } else {
            Err(Error::Missing("tenant").into())
        }
    }

    /// Changes where a tenant's customers leave a review: an https address, or none.
    ///
    /// # Errors
    /// [`SignUpError::Invalid`] for anything else.
    pub async fn set_review_link(
        &self,
        tenant: &str,
        link: Option<&str>,
    ) -> Result<(), SignUpError> {
        if link.is_some_and(|link| !crate::value::is_web_address(link)) {
            let detail = "not an https address, such as https://g.page/r/your-business/review";
            return Err(SignUpError::Invalid(vec![Fault::of(
                "review_link",
                "review_link_form",
                detail,
            )]));
        }
        let changed = store::tenants::set_review_link(&self.store, tenant, link);
        if changed.await.map_err(Error::from)? {
            Ok(())
        } else {
            Err(Error::Missing("tenant").into())
        }
    }

    /// Says whether changes of a tenant's records wait for a yes too, as messages and deletions do.
    pub async fn set_confirm_writes(&self, tenant: &str, confirm: bool) -> Result<(), Error> {
        match store::tenants::set_confirm_writes(&self.store, tenant, confirm).await? {
            true => Ok(()),
            false => Err(Error::Missing("tenant")),
        }
    }

    /// The user of a session, with the tenant.
    pub async fn user(&self, id: &str) -> Result<Option<User>, Error> {
        Ok(store::users::of_session(&self.store, id).await?)
    }

    /// The user who signs in with that e-mail address: for the command line.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<User>, Error> {
        let email = sign_in::folded(email);
        let found = store::users::signing_in(&self.store, &email).await?;
        Ok(found.map(|(user, _)| user))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.store.ping().await?)
    }

    /// Removes what is over: sessions, attempts, plans, kept answers, idle proxies. To be called
    /// now and then.
    pub async fn sweep(&self) -> Result<(), Error> {
        let now = self.clock.now();
        let yesterday = now - TimeDelta::days(1);
        self.proxies.sweep(now);
        let sessions = WebSessions::new(self.store.clone(), move || now);
        sessions.sweep().await?;
        store::sign_in_attempts::sweep(&self.store, yesterday).await?;
        store::plans::sweep(&self.store, yesterday).await?;
        store::bulk_jobs::sweep(&self.store, yesterday).await?;
        store::replays::sweep(&self.store, yesterday).await?;
        Ok(())
    }
}
