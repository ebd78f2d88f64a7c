//! What lives as long as the process: put together once from the settings, served until it is told
//! to stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use secrecy::ExposeSecret;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::accounts::{Accounts, BaseUrls};
use crate::clock::Clock;
use crate::config::{Config, LogFormat};
use crate::copilot::Copilot;
use crate::crm::Http;
use crate::intents::Grammars;
use crate::mcp;
use crate::secrets::Keyring;
use crate::store::{Store, WebSessions};
use crate::web::{self, Web};

/// How often what is over is removed from the database.
const SWEEP: Duration = Duration::from_secs(300);
/// How long requests may go on after the process was told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(15);

/// Everything that serves. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// Users, tokens, connections.
    pub accounts: Arc<Accounts>,
    /// The conversation and the operations.
    pub copilot: Copilot,
    /// The time.
    pub clock: Clock,
    origin: String,
    trusted_proxies: usize,
    environment: &'static str,
}

impl App {
    /// Opens and migrates the database, and puts the rooms together. `origin` is how people reach
    /// the server, without a slash at the end; `environment` what `/health` says.
    ///
    /// # Errors
    /// With a sentence that names the setting to change.
    pub async fn build(
        config: &Config,
        clock: Clock,
        origin: &str,
        environment: &'static str,
    ) -> Result<App> {
        // Compiling the templates takes longer than opening the database; both go on at once.
        let folder = config.intents_dir.clone();
        let grammars = tokio::task::spawn_blocking(move || match &folder {
            Some(folder) => Grammars::of_folder(folder),
            None => Grammars::embedded(),
        });
        let store = Store::open(config.database_url.expose_secret()).await?;
        store.migrate().await?;
        let keyring = Keyring::new(&config.encryption_key, &config.old_encryption_keys)
            .context("APP_ENCRYPTION_KEY cannot be used")?;
        let time = clock.clone();
        let http = Http::new(move || time.now()).context("the HTTP client cannot start")?;
        let base_urls = BaseUrls {
            gohighlevel: config.ghl_base_url.clone(),
            hubspot: config.hubspot_base_url.clone(),
        };
        let accounts = Arc::new(Accounts::new(
            store.clone(),
            keyring,
            clock.clone(),
            http,
            base_urls,
        ));
        let grammars = grammars.await.context("the intents cannot be loaded")?;
        let grammars = Arc::new(
            grammars.context("the intents have faults (INTENTS_DIR names another folder)")?,
        );
        let copilot = Copilot::new(
            store.clone(),
            Arc::clone(&accounts),
            grammars,
            clock.clone(),
        );
        Ok(App {
            store,
            accounts,
            copilot,
            clock,
            origin: origin.to_owned(),
            trusted_proxies: config.trusted_proxies,
            environment,
        })
    }

    /// Every route with its layers.
    pub fn router(&self) -> Router {
        let time = self.clock.clone();
        let web = Web {
            copilot: self.copilot.clone(),
            accounts: Arc::clone(&self.accounts),
            sessions: WebSessions::new(self.store.clone(), move || time.now()),
            clock: self.clock.clone(),
            started: self.clock.now(),
            is_https: self.origin.starts_with("https://"),
            trusted_proxies: self.trusted_proxies,
            environment: self.environment,
        };
        let host = self
            .origin
            .split_once("://")
            .map_or(self.origin.as_str(), |(_, host)| host);
        let hosts = ["localhost", "127.0.0.1", "::1", host].map(str::to_owned);
        let mcp = mcp::service(
            self.copilot.clone(),
            hosts.to_vec(),
            vec![self.origin.clone()],
        );
        web::router(web, mcp)
    }

    /// Serves until the process is told to stop (SIGTERM, SIGINT), then lets running requests end.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(&self, listener: TcpListener) -> Result<()> {
        let stop = CancellationToken::new();
        let copilot = self.copilot.clone();
        tokio::task::spawn_blocking(move || copilot.warm_up());
        let sweeper = tokio::spawn(sweep(Arc::clone(&self.accounts), stop.clone()));
        let (copilot, ends) = (self.copilot.clone(), stop.clone());
        let worker = tokio::spawn(async move { copilot.work(ends).await });
        let told = stop.clone();
        let service = self
            .router()
            .into_make_service_with_connect_info::<SocketAddr>();
        let server = axum::serve(listener, service).with_graceful_shutdown(async move {
            stop_signal().await;
            tracing::info!("told to stop; finishing running requests");
            told.cancel();
        });
        let late = async {
            stop.cancelled().await;
            tokio::time::sleep(LAST_REQUESTS).await;
        };
        tokio::select! {
            served = server.into_future() => served.context("the server failed")?,
            () = late => tracing::warn!("some requests did not end in time"),
        }
        stop.cancel();
        sweeper.await.context("the sweeper failed")?;
        worker.await.context("the worker of bulk jobs failed")?;
        self.store.close().await?;
        Ok(())
    }
}

async fn sweep(accounts: Arc<Accounts>, stop: CancellationToken) {
    let mut tick = tokio::time::interval(SWEEP);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        if let Err(error) = accounts.sweep().await {
            tracing::warn!(%error, "sweeping failed; it is tried again");
        }
    }
}

async fn stop_signal() {
    tokio::select! {
        heard = tokio::signal::ctrl_c() => {
            if let Err(error) = heard {
                tracing::warn!(%error, "Ctrl+C cannot be heard");
                std::future::pending::<()>().await;
            }
        }
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be heard");
            std::future::pending().await
        }
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

/// Binds the address of the settings.
///
/// # Errors
/// With a sentence that names `HOST` and `PORT`.
pub async fn listen(config: &Config) -> Result<TcpListener> {
    let address = SocketAddr::new(config.host, config.port);
    let bound = TcpListener::bind(address).await;
    bound.with_context(|| {
        format!("{address} cannot be listened on; set PORT or HOST to another one")
    })
}

/// Starts the log on standard error: standard output is for answers.
pub fn start_log(config: &Config) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_new(&config.log_level).unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start in one process, as tests do, keeps the first log.
    let _ = match config.log_format {
        LogFormat::Json => log.json().try_init(),
        LogFormat::Text => log.try_init(),
    };
}
