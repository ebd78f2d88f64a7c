//! Passwords, hashed with Argon2id at the least cost OWASP advises: 19 MiB, two passes, one lane.
//!
//! Hashing takes tens of milliseconds and is CPU-bound: it runs on tokio's blocking threads.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// The hash could not be computed: the machine has no memory or no randomness to give.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct PasswordHashError(String);

/// Verified in place of the hash of a user who does not exist, so that both refusals cost the same.
/// No password has this hash: it is no output of the function, only of its form and cost.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$\
    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes a password for keeping, as a PHC string with its own random salt.
pub async fn hash_password(password: &SecretString) -> Result<SecretString, PasswordHashError> {
    let password = password.clone();
    tokio::task::spawn_blocking(move || hash(&password).map(SecretString::from))
        .await
        .map_err(|stopped| PasswordHashError(stopped.to_string()))?
}

/// Whether the password is the one that was hashed. With no hash (there is no such user) it does
/// the same work and answers no.
pub async fn verify_password(password: &SecretString, hash: Option<&SecretString>) -> bool {
    let password = password.clone();
    let hash = hash.cloned();
    tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let kept = match &hash {
            Some(hash) => hash.expose_secret(),
            None => NOBODY,
        };
        matches(&password, kept) && known
    })
    .await
    .unwrap_or(false)
}

/// Whether a kept hash is weaker than what [`hash_password`] makes today, so that the next
/// successful sign-in should replace it.
pub fn needs_rehash(hash: &SecretString) -> bool {
    let Ok(kept) = PasswordHash::new(hash.expose_secret()) else {
        return true;
    };
    let Ok(params) = Params::try_from(&kept) else {
        return true;
    };
    kept.algorithm != Algorithm::Argon2id.ident()
        || params.m_cost() < MEMORY_KIB
        || params.t_cost() < PASSES
}

fn hasher() -> Result<Argon2<'static>, PasswordHashError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|fault| PasswordHashError(fault.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &SecretString) -> Result<String, PasswordHashError> {
    hasher()?
        .hash_password(password.expose_secret().as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|fault| PasswordHashError(fault.to_string()))
}

fn matches(password: &SecretString, kept: &str) -> bool {
    let Ok(kept) = PasswordHash::new(kept) else {
        return false;
    };
    // The kept hash says its own cost; the hasher's applies only to new ones.
    Argon2::default()
        .verify_password(password.expose_secret().as_bytes(), &kept)
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[tokio::test]
    async fn verifies_only_the_password_that_was_hashed() {
        let kept = hash_password(&secret("correct horse")).await.unwrap();
        assert!(
            kept.expose_secret()
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
        assert!(verify_password(&secret("correct horse"), Some(&kept)).await);
        assert!(!verify_password(&secret("Correct horse"), Some(&kept)).await);
        assert!(!verify_password(&secret("nobody has this password"), None).await);
        assert!(!needs_rehash(&secret(NOBODY)), "it costs what others cost");
        assert!(!verify_password(&secret("x"), Some(&secret("not a hash"))).await);
    }

    #[tokio::test]
    async fn salts_each_hash_and_notices_weak_ones() {
        let one = hash_password(&secret("correct horse")).await.unwrap();
        let two = hash_password(&secret("correct horse")).await.unwrap();
        assert_ne!(one.expose_secret(), two.expose_secret());
        assert!(!needs_rehash(&one));
        let weak = Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            Params::new(64, 1, 1, None).unwrap(),
        );
        let weak = weak.hash_password(b"correct horse").unwrap().to_string();
        assert!(needs_rehash(&SecretString::from(weak.clone())));
        assert!(verify_password(&secret("correct horse"), Some(&SecretString::from(weak))).await);
    }
}
