//! Random tokens and ids, and the fingerprints under which tokens are kept.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A new bearer secret of 256 random bits: shown once, kept only as its [`fingerprint`].
#[derive(Debug)]
pub struct Token {
    /// What its owner gets to see, once.
    pub secret: SecretString,
    /// What the database keeps.
    pub fingerprint: String,
}

impl Token {
    /// A personal access token, `cct_` and 43 characters. The prefix lets secret scanners and
    /// people tell what a leaked string is.
    pub fn access() -> Token {
        Token::with_prefix("cct_")
    }

    /// A plan token, `plan_` and 43 characters.
    pub fn plan() -> Token {
        Token::with_prefix("plan_")
    }

    fn with_prefix(prefix: &str) -> Token {
        let bits = Zeroizing::new(random_bytes::<32>());
        let text = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bits.as_slice()));
        Token {
            fingerprint: fingerprint(&text),
            secret: SecretString::from(text),
        }
    }
}

/// SHA-256 as 64 hex digits: under which a token, a session id or a request is kept. Only for what
/// has enough randomness of its own, or is no secret; passwords have
/// [`hash_password`](super::hash_password).
pub fn fingerprint(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// 128 random bits as 32 hex digits: the id of a row, a conversation, a request.
pub fn random_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// Whether two texts are equal, in a time that does not tell where they differ.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// [`same`], for secrets.
pub fn same_secret(one: &SecretString, other: &SecretString) -> bool {
    same(one.expose_secret(), other.expose_secret())
}

/// A key as people may see it: enough to tell two apart, never enough to use.
///
/// ```
/// use secrecy::SecretString;
/// use crm_copilot::secrets::masked;
/// let key = SecretString::from("pit-0d5c1c2e-9f1b-4a53-8a44-2c1a7bd0ab12");
/// assert_eq!(masked(&key), "pit-…ab12");
/// assert_eq!(masked(&SecretString::from("short")), "…");
/// ```
pub fn masked(secret: &SecretString) -> String {
    let text = secret.expose_secret();
    if text.len() < 16 || !text.is_ascii() {
        return "…".to_owned();
    }
    format!("{}…{}", &text[..4], &text[text.len() - 4..])
}

pub(super) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_random_and_their_debug_shows_nothing() {
        let one = Token::access();
        let text = one.secret.expose_secret();
        assert!(text.starts_with("cct_"));
        assert_eq!(text.len(), 47);
        assert_eq!(one.fingerprint, fingerprint(text));
        assert!(!format!("{one:?}").contains(text));
        assert!(!same_secret(&one.secret, &Token::access().secret));
        assert_eq!(random_id().len(), 32);
        assert_ne!(random_id(), random_id());
    }

    #[test]
    fn fingerprints_are_sha_256() {
        assert_eq!(
            fingerprint("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd"));
        assert!(!same("abc", "abcd"));
    }
}
