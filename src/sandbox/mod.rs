//! Stand-ins for the CRMs: GoHighLevel and HubSpot served over real HTTP on loopback.
//!
//! They hold believable data, keep what is changed across restarts, and check what the vendors
//! check; a request that breaks a vendor's contract gets that vendor's error, not an answer.
//!
//! Invariants: nothing here uses another room, so this is a second, independent reading of the
//! vendors' published contracts. Nothing here reads the clock except through [`Settings::clock`].
//! Nothing listens on any address but 127.0.0.1. A change is on disk before it is answered.
//! Search lag, limits and faults on demand are off until a rule at [`Running::faults_url`] asks
//! for them; they are a layer between a vendor's router and the log, so that the log shows them.

mod credentials;
mod faults;
mod gohighlevel;
mod hubspot;
mod ids;
mod log;
mod request;
mod seed;
mod server;
mod store;
mod text;

#[cfg(test)]
mod tests;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;

use faults::Vendor;

/// The name of the GoHighLevel calendar of the sample data that is free every day at 14:00.
pub const MAIN_CALENDAR: &str = "Main calendar";

/// Where the present time comes from.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// What the sandbox needs to start.
///
/// ```no_run
/// # async fn example(clock: crm_copilot::sandbox::Clock) -> Result<(), crm_copilot::sandbox::Error> {
/// use crm_copilot::sandbox::{self, Settings};
/// let running = sandbox::start(Settings {
///     folder: "./data/sandbox".into(),
///     now: clock(),
///     clock,
///     ghl_port: 0,
///     hubspot_port: 0,
/// })
/// .await?;
/// println!("{}", running.ghl.url);
/// running.stop().await;
/// # Ok(())
/// # }
/// ```
pub struct Settings {
    /// Where state and credentials are kept; made when it is missing.
    pub folder: PathBuf,
    /// What the sample data is dated relative to, the first time only.
    pub now: DateTime<Utc>,
    /// Read once for each request.
    pub clock: Clock,
    /// Port of the GoHighLevel stand-in; 0 takes any free one.
    pub ghl_port: u16,
    /// Port of the HubSpot stand-in; 0 takes any free one.
    pub hubspot_port: u16,
}

/// Where the GoHighLevel stand-in listens and what it accepts.
#[derive(Clone)]
pub struct Connection {
    /// Base address without a trailing slash, `http://127.0.0.1:PORT`.
    pub url: String,
    /// Private integration token (`pit-…`); the same as long as the folder stays.
    pub token: String,
    /// The one location the token may use.
    pub location_id: String,
}

/// Where the HubSpot stand-in listens and what it accepts.
#[derive(Clone)]
pub struct HubSpotConnection {
    /// Base address without a trailing slash, `http://127.0.0.1:PORT`.
    pub url: String,
    /// Private app token (`pat-na1-…`); the same as long as the folder stays.
    pub token: String,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("url", &self.url)
            .field("location_id", &self.location_id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for HubSpotConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HubSpotConnection")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// Both stand-ins, listening. Dropping it stops them without waiting; [`Running::stop`] waits.
#[derive(Debug)]
pub struct Running {
    /// The GoHighLevel stand-in.
    pub ghl: Connection,
    /// The HubSpot stand-in.
    pub hubspot: HubSpotConnection,
    /// `GET` answers a JSON list of the last 1,000 requests of both vendors, newest last:
    /// `{"time","vendor","method","path","status","body"}`. Tokens never appear in it.
    /// A request that a fault decided about has `"fault"` too, the kind of the rule.
    pub log_url: String,
    /// `POST` adds a JSON list of rules for faults, `GET` lists them, `DELETE` forgets them:
    /// `{"kind", "vendor"?, "method"?, "path_prefix"?, "times"?}`, where `kind` is `latency`
    /// (`ms`), `status` (`code`, `headers`), `rate_limited` (`daily`), `drop_before`,
    /// `drop_after`, `expired_token`, `wrong_scope`, `search_lag` (`seconds`) or `limits`.
    pub faults_url: String,
    stop: CancellationToken,
    servers: Vec<tokio::task::JoinHandle<()>>,
}

impl Running {
    /// Stops listening, lets the requests under way finish, and returns when both are down.
    pub async fn stop(mut self) {
        self.stop.cancel();
        for server in std::mem::take(&mut self.servers) {
            // A server task only fails by panicking, and then it is down as well.
            let _ = server.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is taken, or may not be used.
    #[error("the {vendor} sandbox cannot listen on 127.0.0.1:{port}")]
    Listen {
        /// `GoHighLevel` or `HubSpot`.
        vendor: &'static str,
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder or a file in it cannot be read or written.
    #[error("the sandbox cannot use {}", path.display())]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of an earlier run cannot be understood.
    #[error("the sandbox cannot read its own file {}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

/// Starts both stand-ins on 127.0.0.1, filling them with sample data the first time.
///
/// # Errors
/// A port that is taken, a folder that cannot be written, a state file that cannot be read.
pub async fn start(settings: Settings) -> Result<Running, Error> {
    let Settings {
        folder,
        now,
        clock,
        ghl_port,
        hubspot_port,
    } = settings;
    let credentials = credentials::load_or_make(&folder)?;
    let ghl_store = store::Store::open(folder.join("gohighlevel.json"), || {
        seed::gohighlevel::state(now)
    })?;
    let hubspot_store =
        store::Store::open(folder.join("hubspot.json"), || seed::hubspot::state(now))?;
    ghl_store
        .renew(|state| seed::renewed::gohighlevel(state, now))
        .map_err(|source| Error::Folder {
            path: folder.join("gohighlevel.json"),
            source,
        })?;
    hubspot_store
        .renew(|state| seed::renewed::hubspot::add(state, now))
        .map_err(|source| Error::Folder {
            path: folder.join("hubspot.json"),
            source,
        })?;
    let location_id = ghl_store.read(|state: &gohighlevel::State| state.location.id.clone());

    let log = log::Log::new([credentials.gohighlevel.clone(), credentials.hubspot.clone()]);
    let ghl_router = gohighlevel::router(ghl_store, credentials.gohighlevel.clone(), &clock);
    let hubspot_router = hubspot::router(hubspot_store, credentials.hubspot.clone(), &clock);

    let faults = Arc::new(faults::Faults::default());
    let ghl_router = faults::around(ghl_router, Vendor::GoHighLevel, &faults, &clock);
    let hubspot_router = faults::around(hubspot_router, Vendor::HubSpot, &faults, &clock);

    let stop = CancellationToken::new();
    let (ghl_listener, ghl_url) = server::bind("GoHighLevel", ghl_port).await?;
    let (hubspot_listener, hubspot_url) = server::bind("HubSpot", hubspot_port).await?;
    let servers = vec![
        server::listen(
            ghl_listener,
            log::recorded(ghl_router, "gohighlevel", &log, &clock)
                .merge(log::reader(&log))
                .merge(faults::switches(&faults)),
            &stop,
        ),
        server::listen(
            hubspot_listener,
            log::recorded(hubspot_router, "hubspot", &log, &clock),
            &stop,
        ),
    ];
    Ok(Running {
        log_url: format!("{ghl_url}{}", log::PATH),
        faults_url: format!("{ghl_url}{}", faults::PATH),
        ghl: Connection {
            url: ghl_url,
            token: credentials.gohighlevel,
            location_id,
        },
        hubspot: HubSpotConnection {
            url: hubspot_url,
            token: credentials.hubspot,
        },
        stop,
        servers,
    })
}
