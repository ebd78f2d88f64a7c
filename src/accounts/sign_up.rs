//! New tenants and users.

use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};

use super::sign_in::{folded, network_of};
use super::{Accounts, Error, Fault, Role, User};
use crate::secrets::{fingerprint, hash_password};
use crate::store::{self, WebSessions, users::NewUser};
use crate::value;

const LONGEST_NAME: usize = 100;
const PASSWORD: std::ops::RangeInclusive<usize> = LEAST_PASSWORD..=200;
/// Shortest password, in characters.
pub const LEAST_PASSWORD: usize = 10;
/// Most attempts at a new account from one address within the window of sign-in attempts.
const SIGN_UPS: u64 = 20;
/// What our intents can read.
const LANGUAGES: [&str; 2] = ["en", "es"];

/// Why an account was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// Fields that have to be put right.
    #[error("{} field(s) have to be put right", .0.len())]
    Invalid(Vec<Fault>),
    /// Too many new accounts from this address.
    #[error("too many new accounts from this address")]
    TooMany {
        /// How long until the next one is looked at.
        retry_after: TimeDelta,
    },
    /// We failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl Accounts {
    /// [`Accounts::sign_up`] from a network address, within the limit of new accounts for each; the
    /// new tenant speaks this language (`en`, `es`).
    pub async fn sign_up_from(
        &self,
        address: &str,
        email: &str,
        password: &SecretString,
        name: &str,
        lang: &str,
    ) -> Result<User, SignUpError> {
        let network = fingerprint(&format!("sign-up {}", network_of(address)));
        match self.attempt(&network, SIGN_UPS).await? {
            Ok(_) => {
                let user = self.sign_up(email, password, name).await?;
                let tenant = self.tenant(&user.tenant).await?;
                let (name, timezone) = (&tenant.name, &tenant.timezone);
                self.set_tenant(&tenant.id, name, timezone, lang).await?;
                Ok(user)
            }
            Err(retry_after) => Err(SignUpError::TooMany { retry_after }),
        }
    }

    /// Makes a tenant and its administrator. The tenant is named after the person until somebody renames
    /// it.
    pub async fn sign_up(
        &self,
        email: &str,
        password: &SecretString,
        name: &str,
    ) -> Result<User, SignUpError> {
        self.new_user(None, Role::Admin, email, password, name)
            .await
    }

    /// Adds a person to a tenant.
    pub async fn add_member(
        &self,
        tenant: &str,
        role: Role,
        email: &str,
        password: &SecretString,
        name: &str,
    ) -> Result<User, SignUpError> {
        self.new_user(Some(tenant), role, email, password, name)
            .await
    }

    /// Makes a person another role's, from the next request on.
    ///
    /// # Errors
    /// [`SignUpError::Invalid`] when the tenant would be left without an administrator.
    pub async fn set_role(&self, tenant: &str, user: &str, role: Role) -> Result<(), SignUpError> {
        let people = store::users::of(&self.store, tenant).await;
        let mut others = people
            .map_err(Error::from)?
            .into_iter()
            .filter(|one| one.id != user);
        if role != Role::Admin && !others.any(|one| one.role == Role::Admin) {
            let detail =
                "Nobody else is an administrator of this workspace. Make somebody one first.";
            return Err(SignUpError::Invalid(vec![Fault::of(
                "role",
                "role_last",
                detail,
            )]));
        }
        let changed = store::users::set_role(&self.store, tenant, user, role).await;
        if changed.map_err(Error::from)? {
            Ok(())
        } else {
            Err(Error::Missing("user").into())
        }
    }

    /// Replaces a user's password and ends all the user's sessions, the caller's included: whoever
    /// knew the old one is out.
    pub async fn set_password(
        &self,
        tenant: &str,
        user: &str,
        password: &SecretString,
    ) -> Result<(), SignUpError> {
        if let Some(fault) = password_fault(password) {
            return Err(SignUpError::Invalid(vec![fault]));
        }
        let hash = self.hash(password).await?;
        let changed = store::users::set_password(&self.store, tenant, user, &hash).await;
        if !changed.map_err(Error::from)? {
            return Err(Error::Missing("user").into());
        }
        let now = self.clock.now();
        let sessions = WebSessions::new(self.store.clone(), move || now);
        let ended = sessions.sign_out_everywhere(user).await;
        ended.map_err(Error::from)?;
        Ok(())
    }

    async fn new_user(
        &self,
        tenant: Option<&str>,
        role: Role,
        email: &str,
        password: &SecretString,
        name: &str,
    ) -> Result<User, SignUpError> {
        let (email, name) = check_user(email, password, name).map_err(SignUpError::Invalid)?;
        let hash = self.hash(password).await?;
        let new = NewUser {
            email: &email,
            password_hash: &hash,
            name,
            role,
        };
        let now = self.clock.now();
        let made = match tenant {
            Some(tenant) => store::users::create(&self.store, tenant, new, now).await,
            None => store::users::create_with_tenant(&self.store, name, new, now)
                .await
                .map(|(_, user)| user),
        };
        made.map_err(|fault| match fault {
            store::Error::Conflict(_) => SignUpError::Invalid(vec![Fault::of(
                "email",
                "email_taken",
                "There is an account with this e-mail address already. Sign in instead.",
            )]),
            store::Error::Missing => Error::Missing("tenant").into(),
            fault => Error::from(fault).into(),
        })
    }

    pub(super) async fn hash(&self, password: &SecretString) -> Result<SecretString, Error> {
        let _turn = self.hashing.acquire().await;
        Ok(hash_password(password).await?)
    }
}

/// The e-mail address as it is kept and the name without white space around it, or what is wrong
/// with which field: all of it, not only the first.
fn check_user<'a>(
    email: &str,
    password: &SecretString,
    name: &'a str,
) -> Result<(String, &'a str), Vec<Fault>> {
    let mut faults = Vec::new();
    let name = name.trim();
    if name.is_empty() {
        faults.push(Fault::of("name", "name_missing", "Say what to call you."));
    } else if name.chars().count() > LONGEST_NAME {
        faults.push(Fault::of(
            "name",
            "name_long",
            "Use at most 100 characters.",
        ));
    }
    let address = value::email(email).filter(|address| address.len() <= 254);
    if address.is_none() {
        let detail = "Give an e-mail address such as sam@example.com.";
        faults.push(Fault::of("email", "email_form", detail));
    }
    faults.extend(password_fault(password));
    match address {
        Some(address) if faults.is_empty() => Ok((folded(&address), name)),
        _ => Err(faults),
    }
}

fn password_fault(password: &SecretString) -> Option<Fault> {
    let length = password.expose_secret().chars().count();
    if PASSWORD.contains(&length) {
        return None;
    }
    let (code, detail) = if length > *PASSWORD.end() {
        ("password_long", "Use at most 200 characters.")
    } else {
        ("password_short", "Use at least 10 characters.")
    };
    Some(Fault::of("password", code, detail))
}

/// What is wrong with a tenant's settings.
pub(super) fn check_tenant(name: &str, timezone: &str, lang: &str) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    let length = name.trim().chars().count();
    if !(1..=LONGEST_NAME).contains(&length) {
        faults.push(Fault::of("name", "name_length", "Use 1 to 100 characters."));
    }
    if timezone.parse::<chrono_tz::Tz>().is_err() {
        let detail = "Give a time zone such as America/New_York.";
        faults.push(Fault::of("timezone", "timezone_form", detail));
    }
    if !LANGUAGES.contains(&lang) {
        faults.push(Fault::of("lang", "lang_unknown", "Choose en or es."));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}
