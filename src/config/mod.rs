//! Every setting, read once. A row of [`SETTINGS`] is its documentation; `.env.example`,
//! `render.yaml` and the README are compared with that table.
//!
//! All faults are reported together, and no fault repeats a secret.

mod read;
mod settings;

use std::net::IpAddr;
use std::path::PathBuf;

use secrecy::SecretString;

use read::Reader;
pub use settings::{Kind, SETTINGS, Setting};

/// The settings of this process.
///
/// ```
/// use crm_copilot::config::Config;
/// let faults = Config::read(|_| None).unwrap_err();
/// assert!(faults.to_string().contains("APP_ENCRYPTION_KEY"));
/// let key = "4c1f9a0e77d25b3866e0a9d41b8f53c27a64d8e1905bf23c8817d6ea40f95b2d";
/// let config = Config::read(|name| (name == "APP_ENCRYPTION_KEY").then(|| key.to_owned())).unwrap();
/// assert_eq!((config.port, config.is_https()), (3000, false));
/// ```
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to listen on.
    pub host: IpAddr,
    /// The port to listen on; 0 lets the system choose.
    pub port: u16,
    /// `sqlite:` or `postgres:`; may hold a password.
    pub database_url: SecretString,
    /// Seals CRM keys: 64 hex digits.
    pub encryption_key: SecretString,
    /// Keys that sealed before; they only open.
    pub old_encryption_keys: Vec<SecretString>,
    /// Where GoHighLevel is, without a slash at the end.
    pub ghl_base_url: String,
    /// Where HubSpot is, without a slash at the end.
    pub hubspot_base_url: String,
    /// How people reach this server, without a slash at the end.
    pub public_url: Option<String>,
    /// How many proxies stand in front of this server, each of which adds an `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// A folder whose intents are used instead of the embedded ones.
    pub intents_dir: Option<PathBuf>,
    /// What is logged: `info`, `crm_copilot=debug,warn`, …
    pub log_level: String,
    /// How it is logged.
    pub log_format: LogFormat,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line, for machines.
    Json,
    /// For people.
    Text,
}

/// Everything that is wrong with the settings, each with the variable's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the settings have faults: {}", .0.join("; "))]
pub struct Faults(pub Vec<String>);

impl Config {
    /// The settings of the environment.
    pub fn from_env() -> Result<Config, Faults> {
        Config::from_env_or(&[])
    }

    /// The settings of the environment, and where it says nothing, these: what a command brings
    /// along itself, such as the key and database of `demo`.
    pub fn from_env_or(own: &[(&str, String)]) -> Result<Config, Faults> {
        Config::read(|name| {
            #[expect(clippy::disallowed_methods, reason = "this is the one place")]
            let set = std::env::var(name).ok();
            let set = set.filter(|value| !value.trim().is_empty());
            set.or_else(|| {
                own.iter()
                    .find(|(n, _)| *n == name)
                    .map(|(_, value)| value.clone())
            })
        })
    }

    /// The settings of any source: tests give a closure over a list.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Config, Faults> {
        let mut reader = Reader::new(&get);
        // Read all, so that all faults are found; then take them, or say what is wrong.
        let host = reader.host();
        let port = reader.parsed("PORT", "a port from 0 to 65535");
        let database_url = reader.database_url();
        let encryption_key = reader.encryption_key();
        let old_encryption_keys = reader.old_encryption_keys();
        let ghl_base_url = reader.base_url("GHL_BASE_URL");
        let hubspot_base_url = reader.base_url("HUBSPOT_BASE_URL");
        let public_url = reader.base_url("PUBLIC_URL");
        let trusted_proxies = reader.parsed("TRUSTED_PROXIES", "a whole number");
        let intents_dir = reader.text("INTENTS_DIR").map(PathBuf::from);
        let log_level = reader.text("LOG_LEVEL");
        let log_format = reader.log_format();
        let faults = reader.faults();
        let read = || {
            Some(Config {
                host: host?,
                port: port?,
                database_url: database_url?,
                encryption_key: encryption_key?,
                old_encryption_keys,
                ghl_base_url: ghl_base_url?,
                hubspot_base_url: hubspot_base_url?,
                public_url,
                trusted_proxies: trusted_proxies?,
                intents_dir,
                log_level: log_level?,
                log_format: log_format?,
            })
        };
        match read().filter(|_| faults.0.is_empty()) {
            Some(config) => Ok(config),
            None => Err(faults),
        }
    }

    /// Whether people reach this server by HTTPS, so that cookies are marked Secure.
    pub fn is_https(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const KEY: &str = "4c1f9a0e77d25b3866e0a9d41b8f53c27a64d8e1905bf23c8817d6ea40f95b2d";

    fn read(set: &[(&str, &str)]) -> Result<Config, Faults> {
        Config::read(|name| {
            let found = set.iter().find(|(n, _)| *n == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn takes_the_defaults_of_the_table() {
        let config = read(&[("APP_ENCRYPTION_KEY", KEY)]).unwrap();
        assert_eq!(config.host.to_string(), "127.0.0.1");
        assert_eq!(config.ghl_base_url, "https://services.leadconnectorhq.com");
        assert_eq!(config.log_format, LogFormat::Json);
        assert!(config.public_url.is_none() && !config.is_https());
        assert!(!format!("{config:?}").contains(KEY));
    }

    #[test]
    fn reports_every_fault_at_once_and_no_secret() {
        let faults = read(&[
            ("HOST", "everywhere"),
            ("PORT", "70000"),
            ("DATABASE_URL", "mysql://root:s3cret@db/x"),
            ("APP_ENCRYPTION_KEY", "s3cret"),
            ("GHL_BASE_URL", "ftp://user:s3cret@example.com"),
            ("LOG_FORMAT", "xml"),
        ]);
        let Faults(faults) = faults.unwrap_err();
        let named: Vec<_> = faults.iter().filter_map(|f| f.split(' ').next()).collect();
        let expected = "HOST PORT DATABASE_URL APP_ENCRYPTION_KEY GHL_BASE_URL LOG_FORMAT";
        assert_eq!(named.join(" "), expected);
        assert!(!faults.concat().contains("s3cret"));
    }

    #[test]
    fn refuses_keys_that_are_no_secret() {
        let pattern = "0123456789abcdef".repeat(4);
        let bad = [
            &"0".repeat(64),
            &"ab".repeat(32),
            &"deadBEEF".repeat(8),
            &KEY[..62],
            &pattern,
            "change-me",
        ];
        for key in bad {
            assert!(read(&[("APP_ENCRYPTION_KEY", key)]).is_err(), "{key}");
        }
    }

    #[test]
    fn knows_the_other_name_of_the_key_and_the_old_keys() {
        let other = KEY.replace('4', "5");
        let old = format!("{KEY}, {other},");
        let config = read(&[
            ("INTEGRATION_ENCRYPTION_KEY", KEY),
            ("APP_ENCRYPTION_KEYS_OLD", &old),
            ("PUBLIC_URL", "https://crm.example.com/"),
            ("HOST", "localhost"),
        ]);
        let config = config.unwrap();
        assert_eq!(config.encryption_key.expose_secret(), KEY);
        assert_eq!(config.old_encryption_keys.len(), 2);
        assert!(config.is_https() && config.host.is_loopback());
        assert_eq!(
            config.public_url.as_deref(),
            Some("https://crm.example.com")
        );
    }

    #[test]
    fn the_example_file_lists_every_setting_with_its_default() {
        let example = include_str!("../../.env.example");
        let listed: Vec<_> = example
            .lines()
            .filter_map(|line| line.trim_start_matches("# ").split_once('='))
            .collect();
        let expected: Vec<_> = SETTINGS
            .iter()
            .map(|setting| (setting.name, setting.default.unwrap_or_default()))
            .collect();
        assert_eq!(listed, expected);
        for setting in SETTINGS {
            assert!(example.contains(setting.meaning), "{}", setting.name);
        }
    }
}
