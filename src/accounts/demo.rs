//! What `demo` sets up: an owner who can sign in at once, connected to the sandbox CRMs.
//!
//! Everything is found again at the next start, and whatever was lost is made anew: the files
//! without the database, or the database without the files.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value, json};

use super::{Accounts, ConnectionInfo, Error, NewConnection, Role, Tenant, User, private_file};
use crate::crm::Provider;
use crate::secrets::{Keyring, Token, fingerprint, verify_password};
use crate::store::{self, access_tokens::NewToken, users::NewUser};
use crate::value::Effects;

/// The e-mail address of the demo owner.
pub const EMAIL: &str = "demo@example.com";

const KEY_FILE: &str = "encryption.key";
const OWNER_FILE: &str = "demo-owner.json";
const DEMO_FILE: &str = "demo.json";

/// A sandbox CRM that is running.
#[derive(Debug, Clone)]
pub struct Sandbox {
    /// Whose stand-in it is.
    pub provider: Provider,
    /// Where it listens, without a slash at the end.
    pub url: String,
    /// The key that it accepts.
    pub token: SecretString,
    /// GoHighLevel's location.
    pub location_id: Option<String>,
    /// The calendar that is booked when none was named.
    pub calendar: Option<String>,
}

/// What the demo consists of.
#[derive(Debug)]
pub struct Demo {
    /// The owner.
    pub user: User,
    /// The owner's password.
    pub password: SecretString,
    /// A personal access token of the owner with every right.
    pub token: SecretString,
    /// The owner's tenant.
    pub tenant: Tenant,
    /// The sandboxes, each with its connection.
    pub connections: Vec<(ConnectionInfo, Sandbox)>,
}

/// The encryption key of a data folder, made at the first call and kept in a file with mode 0600.
pub fn encryption_key(data: &Path) -> Result<SecretString, Error> {
    let path = data.join(KEY_FILE);
    let kept = private_file::read(&path).map_err(|fault| file(&path, fault))?;
    if let Some(key) = kept {
        return Ok(SecretString::from(key.trim()));
    }
    let key = Keyring::generate();
    let written = private_file::write(&path, &format!("{}\n", key.expose_secret()));
    written.map_err(|fault| file(&path, fault))?;
    Ok(key)
}

impl Accounts {
    /// Makes or finds the owner, the token and the connections, whose addresses and keys change
    /// with each start of the sandboxes. The first sandbox becomes the default of a new tenant.
    pub async fn prepare_demo(&self, data: &Path, sandboxes: &[Sandbox]) -> Result<Demo, Error> {
        let path = data.join(OWNER_FILE);
        let kept = private_file::read(&path).map_err(|fault| file(&path, fault))?;
        let mut owner = kept
            .as_deref()
            .and_then(Owner::read)
            .unwrap_or_else(Owner::new);
        let user = self.demo_user(&owner.password).await?;
        if !self.has_demo_token(&user, &owner.token).await? {
            owner.token = Token::access().secret;
            self.keep_demo_token(&user, &owner.token).await?;
        }
        let text = owner.to_json();
        if kept.as_deref() != Some(&text) {
            private_file::write(&path, &text).map_err(|fault| file(&path, fault))?;
        }
        let mut connections = Vec::new();
        for sandbox in sandboxes {
            let info = self.demo_connection(&user.tenant, sandbox).await?;
            connections.push((info, sandbox.clone()));
        }
        Ok(Demo {
            tenant: self.tenant(&user.tenant).await?,
            user,
            password: owner.password,
            token: owner.token,
            connections,
        })
    }

    /// The owner, with this password.
    async fn demo_user(&self, password: &SecretString) -> Result<User, Error> {
        let Some((user, hash)) = store::users::signing_in(&self.store, EMAIL).await? else {
            let new = NewUser {
                email: EMAIL,
                password_hash: &self.hash(password).await?,
                name: "Demo",
                role: Role::Admin,
            };
            let now = self.clock.now();
            let made = store::users::create_with_tenant(&self.store, "Demo", new, now).await?;
            return Ok(made.1);
        };
        if !verify_password(password, Some(&hash)).await {
            let hash = self.hash(password).await?;
            store::users::set_password(&self.store, &user.tenant, &user.id, &hash).await?;
        }
        Ok(user)
    }

    async fn has_demo_token(&self, user: &User, token: &SecretString) -> Result<bool, Error> {
        let kept = fingerprint(token.expose_secret());
        let now = self.clock.now();
        let found = store::access_tokens::by_fingerprint(&self.store, &kept, now).await?;
        Ok(found.is_some_and(|found| found.user == user.id && found.effects == Effects::all()))
    }

    async fn keep_demo_token(&self, user: &User, token: &SecretString) -> Result<(), Error> {
        let kept = fingerprint(token.expose_secret());
        let new = NewToken {
            name: "demo",
            fingerprint: &kept,
            effects: Effects::all(),
            expires_at: None,
        };
        let now = self.clock.now();
        store::access_tokens::create(&self.store, &user.tenant, &user.id, new, now).await?;
        Ok(())
    }

    /// The connection to a sandbox: the one of an earlier start, told where the sandbox is now, or
    /// a new one. Connections to the vendors themselves, which have no address of their own, are
    /// left alone.
    async fn demo_connection(
        &self,
        tenant: &str,
        sandbox: &Sandbox,
    ) -> Result<ConnectionInfo, Error> {
        let new = NewConnection {
            provider: sandbox.provider,
            token: sandbox.token.clone(),
            location_id: sandbox.location_id.clone(),
            label: None,
            base_url: Some(sandbox.url.clone()),
            calendar: sandbox.calendar.clone(),
            is_default: false,
        };
        let label = format!("{} sandbox", sandbox.provider.label());
        let all = store::connections::of(&self.store, tenant).await?;
        let earlier = all.into_iter().find(|connection| {
            connection.provider == sandbox.provider.as_str() && connection.base_url.is_some()
        });
        match earlier {
            Some(earlier) => self.replace(tenant, earlier, &new).await,
            None => self.keep(tenant, &new, label, None).await,
        }
    }
}

impl Demo {
    /// Writes `demo.json` into the data folder for scripts: complete, with mode 0600. `url` is
    /// where the server listens, `sandbox_log` where the sandboxes tell what they saw.
    pub fn write(&self, data: &Path, url: &str, sandbox_log: &str) -> Result<PathBuf, Error> {
        let mut connections = Map::new();
        for (info, sandbox) in &self.connections {
            let mut entry = json!({
                "id": info.id,
                "sandbox_url": sandbox.url,
                "sandbox_token": sandbox.token.expose_secret(),
            });
            if let Some(location) = &sandbox.location_id {
                entry["location_id"] = json!(location);
            }
            connections.insert(sandbox.provider.as_str().to_owned(), entry);
        }
        let text = json!({
            "url": url,
            "email": self.user.email,
            "password": self.password.expose_secret(),
            "token": self.token.expose_secret(),
            "timezone": self.tenant.timezone,
            "tenant": self.tenant.id,
            "connections": connections,
            "sandbox_log": sandbox_log,
        });
        let path = data.join(DEMO_FILE);
        let written = private_file::write(&path, &format!("{text:#}\n"));
        written.map_err(|fault| file(&path, fault))?;
        Ok(path)
    }
}

/// What the owner knows; kept beside the database, which cannot give it back.
struct Owner {
    password: SecretString,
    token: SecretString,
}

impl Owner {
    fn new() -> Owner {
        // Easier to type than a token's 43 characters, with 128 random bits as good.
        let password = crate::secrets::random_id();
        Owner {
            password: SecretString::from(password),
            token: Token::access().secret,
        }
    }

    fn read(text: &str) -> Option<Owner> {
        let kept: Value = serde_json::from_str(text).ok()?;
        let secret = |name: &str| kept[name].as_str().map(SecretString::from);
        Some(Owner {
            password: secret("password")?,
            token: secret("token")?,
        })
    }

    fn to_json(&self) -> String {
        let kept = json!({
            "email": EMAIL,
            "password": self.password.expose_secret(),
            "token": self.token.expose_secret(),
        });
        format!("{kept:#}\n")
    }
}

fn file(path: &Path, fault: std::io::Error) -> Error {
    Error::File(path.display().to_string(), fault)
}
