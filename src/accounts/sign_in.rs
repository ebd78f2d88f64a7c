//! Signing in with e-mail and password, within limits.

use std::net::{IpAddr, Ipv6Addr};

use chrono::TimeDelta;
use secrecy::SecretString;

use super::{Accounts, Error, User};
use crate::secrets::{fingerprint, needs_rehash, verify_password};
use crate::store;

/// The stretch of time in which attempts are counted.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failed attempts on one account in that time: guessing one password.
const PER_ACCOUNT: u64 = 10;
/// Failed attempts from one network address in that time: trying one password on many accounts.
/// Larger, because an office shares an address.
const PER_ADDRESS: u64 = 100;

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The e-mail address or the password is wrong; which of them is not said.
    #[error("the e-mail address or the password is wrong")]
    Refused,
    /// Too many attempts on this account or from this address.
    #[error("too many attempts")]
    TooMany {
        /// How long until the next attempt is looked at.
        retry_after: TimeDelta,
    },
    /// We failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for SignInError {
    fn from(fault: store::Error) -> Self {
        SignInError::Failed(fault.into())
    }
}

impl Accounts {
    /// The user with that e-mail address and password. `address` is the visitor's IP address.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &SecretString,
        address: &str,
    ) -> Result<User, SignInError> {
        let email = folded(email);
        let account = fingerprint(&format!("account {email}"));
        let network = fingerprint(&format!("address {}", network_of(address)));
        let late = |retry_after| SignInError::TooMany { retry_after };
        self.attempt(&account, PER_ACCOUNT).await?.map_err(late)?;
        let visit = self.attempt(&network, PER_ADDRESS).await?.map_err(late)?;

        let found = store::users::signing_in(&self.store, &email).await?;
        let (user, hash) = found.unzip();
        let is_right = {
            let _turn = self.hashing.acquire().await;
            verify_password(password, hash.as_ref()).await
        };
        let (Some(user), Some(hash), true) = (user, hash, is_right) else {
            return Err(SignInError::Refused);
        };

        store::sign_in_attempts::forget(&self.store, &account).await?;
        store::sign_in_attempts::withdraw(&self.store, &visit).await?;
        let stronger = if needs_rehash(&hash) {
            Some(self.hash(password).await?)
        } else {
            None
        };
        let now = self.clock.now();
        let noted =
            store::users::signed_in(&self.store, &user.tenant, &user.id, stronger.as_ref(), now);
        noted.await?;
        Ok(User {
            last_login_at: Some(now),
            ..user
        })
    }

    /// Notes an attempt before the password is looked at, so that attempts sent at the same time
    /// are all counted; one too many is taken back, so that knocking does not prolong the wait.
    /// Answers the attempt's id, or how long to wait.
    pub(super) async fn attempt(
        &self,
        subject: &str,
        limit: u64,
    ) -> Result<Result<String, TimeDelta>, Error> {
        let now = self.clock.now();
        let attempt = store::sign_in_attempts::record(&self.store, subject, now).await?;
        let lately = store::sign_in_attempts::since(&self.store, subject, now - WINDOW).await?;
        if lately.count <= limit {
            return Ok(Ok(attempt));
        }
        store::sign_in_attempts::withdraw(&self.store, &attempt).await?;
        let first = lately.first.unwrap_or(now);
        Ok(Err((first + WINDOW - now).max(TimeDelta::seconds(1))))
    }
}

/// An e-mail address as accounts compare it. Some servers tell letters apart by case; people who
/// sign in do not.
pub(super) fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

/// What counts as one visitor: an IPv4 address, or the 64 bits of an IPv6 address that one
/// customer gets.
pub(super) fn network_of(address: &str) -> String {
    match address.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => {
            let network = u128::from(ip) & !u128::from(u64::MAX);
            Ipv6Addr::from(network).to_string()
        }
        Ok(ip) => ip.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::network_of;

    #[test]
    fn one_visitor_is_one_network() {
        assert_eq!(network_of("203.0.113.7"), "203.0.113.7");
        assert_eq!(network_of("::ffff:203.0.113.7"), "203.0.113.7");
        assert_eq!(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network_of("unknown"), "unknown");
    }
}
