//! stand-in
use chrono::{DateTime, Utc};
use std::{path::PathBuf, sync::Arc};
pub struct Settings {
    pub folder: PathBuf,
    pub clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    pub ghl_port: u16,
    pub hubspot_port: u16,
}
pub struct Connection {
    pub url: String,
    pub token: String,
    pub location_id: Option<String>,
}
pub struct Running {
    pub gohighlevel: Connection,
    pub hubspot: Connection,
    pub log_url: String,
}
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct Error;
impl Running {
    pub async fn stop(self) {}
}
pub async fn start(_s: Settings) -> Result<Running, Error> {
    Err(Error)
}
/// The calendar of the sample data that is free tomorrow at 14:00.
pub const MAIN_CALENDAR: &str = "Main calendar";
