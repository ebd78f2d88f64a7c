//! `serve`: the server on real CRMs.

use anyhow::Result;

use crate::app::{App, listen, start_log};
use crate::clock::Clock;
use crate::config::Config;

/// Serves until told to stop.
pub(super) async fn run(config: Config) -> Result<()> {
    start_log(&config);
    let listener = listen(&config).await?;
    let address = listener.local_addr()?;
    let origin = config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    let app = App::build(&config, Clock::system(), &origin, "production").await?;
    tracing::info!(%address, "serving");
    println!("crm-copilot serves on http://{address}");
    app.serve(listener).await
}
