//! Opening a connection: from a tenant and a word to a proxy that can be used.

use std::sync::Arc;

use super::connections::{FIELD, info, provider};
use super::{Accounts, ConnectionInfo, Error};
use crate::crm::{self, Credentials, CrmProxy, Home};
use crate::secrets::Place;
use crate::store::{self, connections::Connection};

impl Accounts {
    /// A connection with its opened key. `which` is an id or a provider's name; none is the
    /// default. [`Error::NotConnected`] when the tenant has no such connection.
    pub async fn open_connection(
        &self,
        tenant: &str,
        which: Option<&str>,
    ) -> Result<(ConnectionInfo, Credentials), Error> {
        let row = self.find(tenant, which).await?;
        let credentials = self.open(&row).await?;
        Ok((info(&row)?, credentials))
    }

    /// A connection with its proxy, `which` as in [`open_connection`](Self::open_connection). The
    /// proxy is kept for 30 minutes after its last use and for 12 hours at most.
    pub async fn proxy(
        &self,
        tenant: &str,
        which: Option<&str>,
    ) -> Result<(ConnectionInfo, Arc<dyn CrmProxy>), Error> {
        let row = self.find(tenant, which).await?;
        let now = self.clock.now();
        if let Some(proxy) = self.proxies.get(&row.id, row.updated_at, now) {
            return Ok((info(&row)?, proxy));
        }
        let proxy = crm::connect(self.http.clone(), self.open(&row).await?);
        self.proxies.put(&row.id, row.updated_at, &proxy, now);
        Ok((info(&row)?, proxy))
    }

    async fn find(&self, tenant: &str, which: Option<&str>) -> Result<Connection, Error> {
        // In the order of preference: the default first, then the oldest.
        let all = store::connections::of(&self.store, tenant).await?;
        let which = which.map(str::trim).filter(|which| !which.is_empty());
        let fits = |row: &Connection| match which {
            None => row.is_default,
            Some(which) => row.id == which || row.provider.eq_ignore_ascii_case(which),
        };
        all.into_iter().find(fits).ok_or(Error::NotConnected)
    }

    async fn open(&self, row: &Connection) -> Result<Credentials, Error> {
        let place = Place {
            tenant: &row.tenant_id,
            record: &row.id,
            field: FIELD,
        };
        let opened = self.keyring.open(&row.sealed_token, place);
        let token = opened.map_err(|source| Error::Sealed {
            connection: row.id.clone(),
            source,
        })?;
        if !self.keyring.is_current(&row.sealed_token) {
            // Retires the old key one connection at a time, as they are used.
            let sealed = self.seal(&row.tenant_id, &row.id, &token)?;
            store::connections::reseal(&self.store, &row.tenant_id, row, &sealed).await?;
        }
        let provider = provider(row)?;
        let base_url = row.base_url.as_deref();
        Ok(Credentials {
            provider,
            token,
            location_id: row.location_id.clone(),
            base_url: base_url.unwrap_or(self.base_urls.of(provider)).to_owned(),
            home: Home {
                country: row.country.clone(),
                currency: row.currency.clone(),
            },
        })
    }
}
