//! Reading settings one by one, collecting faults.

use std::net::IpAddr;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{Faults, LogFormat, SETTINGS};

/// Keys that stand in documents and examples. Whoever copies one shares it with everybody.
const SAMPLE_KEYS: [&str; 3] = [
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
];

/// Where settings come from, and what was wrong with them so far.
pub(super) struct Reader<'a> {
    get: &'a dyn Fn(&str) -> Option<String>,
    faults: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(get: &'a dyn Fn(&str) -> Option<String>) -> Self {
        let faults = Vec::new();
        Reader { get, faults }
    }

    pub(super) fn faults(self) -> Faults {
        Faults(self.faults)
    }

    /// The value that was set, or the default of its row.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let row = SETTINGS.iter().find(|setting| setting.name == name);
        let set = (self.get)(name).map(|value| value.trim().to_owned());
        set.filter(|value| !value.is_empty())
            .or_else(|| row?.default.map(str::to_owned))
    }

    /// A value that has to be `what`.
    pub(super) fn parsed<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        let text = self.text(name)?;
        let value = text.parse().ok();
        if value.is_none() {
            self.fault(name, &format!("is \"{text}\", not {what}"));
        }
        value
    }

    /// Where to listen; `localhost` is what people type.
    pub(super) fn host(&mut self) -> Option<IpAddr> {
        match self.text("HOST")?.as_str() {
            "localhost" => Some(IpAddr::from([127, 0, 0, 1])),
            _ => self.parsed("HOST", "an IP address"),
        }
    }

    /// A web address, without a slash at the end.
    pub(super) fn base_url(&mut self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        let is_web = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        if Url::parse(&text).ok().filter(is_web).is_none() {
            // Not repeated: it may hold a password.
            self.fault(name, "is not an http or https address");
            return None;
        }
        Some(text.trim_end_matches('/').to_owned())
    }

    pub(super) fn database_url(&mut self) -> Option<SecretString> {
        let text = self.text("DATABASE_URL")?;
        let known = ["sqlite:", "postgres:", "postgresql:"];
        if !known.iter().any(|scheme| text.starts_with(scheme)) {
            self.fault("DATABASE_URL", "has to start with sqlite: or postgres:");
            return None;
        }
        Some(SecretString::from(text))
    }

    /// The key that seals, under either of its names.
    pub(super) fn encryption_key(&mut self) -> Option<SecretString> {
        const NAMES: [&str; 2] = ["APP_ENCRYPTION_KEY", "INTEGRATION_ENCRYPTION_KEY"];
        let found = NAMES
            .iter()
            .find_map(|name| Some((*name, self.text(name)?)));
        let Some((name, text)) = found else {
            self.fault(NAMES[0], "is missing; `crm-copilot keygen` prints one");
            return None;
        };
        self.key(name, text)
    }

    pub(super) fn old_encryption_keys(&mut self) -> Vec<SecretString> {
        const NAME: &str = "APP_ENCRYPTION_KEYS_OLD";
        let text = SecretString::from(self.text(NAME).unwrap_or_default());
        let keys = text.expose_secret().split(',').map(str::trim);
        keys.filter(|key| !key.is_empty())
            .filter_map(|key| self.key(NAME, key.to_owned()))
            .collect()
    }

    pub(super) fn log_format(&mut self) -> Option<LogFormat> {
        match self.text("LOG_FORMAT")?.as_str() {
            "json" => Some(LogFormat::Json),
            "text" => Some(LogFormat::Text),
            other => {
                let fault = format!("is \"{other}\", not json or text");
                self.fault("LOG_FORMAT", &fault);
                None
            }
        }
    }

    fn key(&mut self, name: &str, text: String) -> Option<SecretString> {
        let hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !hex {
            self.fault(
                name,
                "has to be 64 hex digits; `crm-copilot keygen` prints them",
            );
            return None;
        }
        let lower = text.to_ascii_lowercase();
        let is_even = (1..=8).any(|step| lower.as_bytes()[step..] == lower.as_bytes()[..64 - step]);
        if is_even || SAMPLE_KEYS.contains(&lower.as_str()) {
            let fault = "is a sample or a pattern, not a key; `crm-copilot keygen` prints one";
            self.fault(name, fault);
            return None;
        }
        Some(SecretString::from(text))
    }

    fn fault(&mut self, name: &str, fault: &str) {
        self.faults.push(format!("{name} {fault}"));
    }
}
