//! The table of settings.

/// One environment variable.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The variable.
    pub name: &'static str,
    /// What kind of value it takes.
    pub kind: Kind,
    /// The value when it is not set; none: it has to be set, or the thing is off.
    pub default: Option<&'static str>,
    /// What it does, for people.
    pub meaning: &'static str,
}

/// What kind of value a setting takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A network address.
    Address,
    /// A whole number.
    Number,
    /// A web or database address.
    Url,
    /// A folder.
    Path,
    /// One of the words in its meaning, or a word list.
    Word,
    /// Never shown, logged or kept in a file of the repository.
    Secret,
}

impl Kind {
    /// The word for it in documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Address => "address",
            Kind::Number => "number",
            Kind::Url => "URL",
            Kind::Path => "folder",
            Kind::Word => "word",
            Kind::Secret => "secret",
        }
    }
}

const fn setting(
    name: &'static str,
    kind: Kind,
    default: Option<&'static str>,
    meaning: &'static str,
) -> Setting {
    Setting {
        name,
        kind,
        default,
        meaning,
    }
}

/// Every setting there is.
///
/// ```
/// use crm_copilot::config::SETTINGS;
/// assert!(SETTINGS.iter().any(|setting| setting.name == "DATABASE_URL"));
/// ```
pub const SETTINGS: &[Setting] = &[
    setting(
        "HOST",
        Kind::Address,
        Some("127.0.0.1"),
        "The address to listen on; 0.0.0.0 for every network.",
    ),
    setting("PORT", Kind::Number, Some("3000"), "The port to listen on."),
    setting(
        "PUBLIC_URL",
        Kind::Url,
        None,
        "How people reach the server; with https, cookies are marked Secure.",
    ),
    setting(
        "TRUSTED_PROXIES",
        Kind::Number,
        Some("0"),
        "How many proxies stand in front and add X-Forwarded-For; decides which address sign-in limits count.",
    ),
    setting(
        "DATABASE_URL",
        Kind::Url,
        Some("sqlite://data/crm-copilot.db?mode=rwc"),
        "The database: a SQLite file, or postgres://user:password@host/name.",
    ),
    setting(
        "APP_ENCRYPTION_KEY",
        Kind::Secret,
        None,
        "Seals CRM keys at rest: 64 hex digits, as `crm-copilot keygen` prints them.",
    ),
    setting(
        "INTEGRATION_ENCRYPTION_KEY",
        Kind::Secret,
        None,
        "Another name for APP_ENCRYPTION_KEY, read when that one is not set.",
    ),
    setting(
        "APP_ENCRYPTION_KEYS_OLD",
        Kind::Secret,
        None,
        "Earlier keys, separated by commas; they still open what they sealed.",
    ),
    setting(
        "GHL_BASE_URL",
        Kind::Url,
        Some("https://services.leadconnectorhq.com"),
        "Where GoHighLevel's API is.",
    ),
    setting(
        "HUBSPOT_BASE_URL",
        Kind::Url,
        Some("https://api.hubapi.com"),
        "Where HubSpot's API is.",
    ),
    setting(
        "INTENTS_DIR",
        Kind::Path,
        None,
        "A folder of intents to use instead of the built-in ones; changes are taken up at once.",
    ),
    setting(
        "LOG_LEVEL",
        Kind::Word,
        Some("info"),
        "What is logged: error, warn, info, debug, trace, or a filter by module.",
    ),
    setting(
        "LOG_FORMAT",
        Kind::Word,
        Some("json"),
        "How it is logged: json or text.",
    ),
];
