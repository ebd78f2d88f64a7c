//! Sealing at rest: AES-256-GCM with a random nonce, bound to the place where the text is kept.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::tokens::random_bytes;

const VERSION: &str = "v1";
const NONCE_BYTES: usize = 12;

/// The keys that seal and open: one seals, all open, so that a key can be replaced while what the
/// old one sealed stays readable.
///
/// ```
/// use secrecy::{ExposeSecret, SecretString};
/// use crm_copilot::secrets::{Keyring, Place};
/// let keyring = Keyring::new(&Keyring::generate(), &[]).unwrap();
/// let place = Place { tenant: "t1", record: "c1", field: "token" };
/// let sealed = keyring.seal(&SecretString::from("pit-secret"), place).unwrap();
/// assert_eq!(keyring.open(&sealed, place).unwrap().expose_secret(), "pit-secret");
/// let elsewhere = Place { tenant: "t2", ..place };
/// assert!(keyring.open(&sealed, elsewhere).is_err());
/// ```
pub struct Keyring {
    current: Key,
    old: Vec<Key>,
}

struct Key {
    id: String,
    cipher: Aes256Gcm,
}

/// Where a sealed text is kept. It opens nowhere else: a row copied to another tenant, record or
/// field is refused.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The tenant's id.
    pub tenant: &'a str,
    /// The row's id.
    pub record: &'a str,
    /// The column.
    pub field: &'a str,
}

/// A key is not 64 hex digits.
#[derive(Debug, thiserror::Error)]
#[error("an encryption key has to be 64 hex digits")]
pub struct KeyError;

/// Why a sealed text does not open. It says nothing about the text.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OpenError {
    /// Not something this version seals.
    #[error("the sealed text has a form that this version does not know")]
    Form,
    /// Sealed with a key that is not on the ring.
    #[error("the text was sealed with the key {0}, which is not among the encryption keys")]
    UnknownKey(String),
    /// Changed since, or moved from another place.
    #[error("the sealed text was changed or moved")]
    Forged,
}

impl Keyring {
    /// A ring of the key that seals and those that still open; each 64 hex digits.
    pub fn new(current: &SecretString, old: &[SecretString]) -> Result<Keyring, KeyError> {
        Ok(Keyring {
            current: Key::new(current)?,
            old: old.iter().map(Key::new).collect::<Result<_, _>>()?,
        })
    }

    /// A new random key: 64 hex digits.
    pub fn generate() -> SecretString {
        let bytes = Zeroizing::new(random_bytes::<32>());
        let mut hex = String::with_capacity(64);
        for byte in bytes.iter() {
            for half in [byte >> 4, byte & 15] {
                hex.push(char::from_digit(half.into(), 16).unwrap_or('0'));
            }
        }
        SecretString::from(hex)
    }

    /// Seals a text for its place: `v1.KEY.NONCE.CIPHERTEXT`, the last two in base64url.
    pub fn seal(&self, text: &SecretString, place: Place<'_>) -> Result<String, OpenError> {
        let nonce = random_bytes::<NONCE_BYTES>();
        let payload = Payload {
            msg: text.expose_secret().as_bytes(),
            aad: &associated(&self.current.id, place),
        };
        let sealed = self
            .current
            .cipher
            .encrypt(&Nonce::from(nonce), payload)
            .map_err(|_| OpenError::Form)?;
        Ok(format!(
            "{VERSION}.{}.{}.{}",
            self.current.id,
            URL_SAFE_NO_PAD.encode(nonce),
            URL_SAFE_NO_PAD.encode(sealed)
        ))
    }

    /// Opens what was sealed for this place with any key of the ring.
    pub fn open(&self, sealed: &str, place: Place<'_>) -> Result<SecretString, OpenError> {
        let mut parts = sealed.split('.');
        let (Some(VERSION), Some(id), Some(nonce), Some(text), None) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return Err(OpenError::Form);
        };
        let key = self
            .key(id)
            .ok_or_else(|| OpenError::UnknownKey(id.to_owned()))?;
        let nonce: [u8; NONCE_BYTES] = URL_SAFE_NO_PAD
            .decode(nonce)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(OpenError::Form)?;
        let text = URL_SAFE_NO_PAD.decode(text).map_err(|_| OpenError::Form)?;
        let payload = Payload {
            msg: &text,
            aad: &associated(id, place),
        };
        let opened = key
            .cipher
            .decrypt(&Nonce::from(nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| OpenError::Forged)?;
        let opened = std::str::from_utf8(&opened).map_err(|_| OpenError::Form)?;
        Ok(SecretString::from(opened))
    }

    /// Whether a sealed text was sealed with the current key; if not, sealing it again retires the
    /// old one.
    pub fn is_current(&self, sealed: &str) -> bool {
        sealed.split('.').nth(1) == Some(&self.current.id)
    }

    fn key(&self, id: &str) -> Option<&Key> {
        std::iter::once(&self.current)
            .chain(&self.old)
            .find(|key| key.id == id)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let old: Vec<_> = self.old.iter().map(|key| &key.id).collect();
        f.debug_struct("Keyring")
            .field("current", &self.current.id)
            .field("old", &old)
            .finish_non_exhaustive()
    }
}

impl Key {
    fn new(hex: &SecretString) -> Result<Key, KeyError> {
        let digits = hex.expose_secret().as_bytes();
        let mut bytes = Zeroizing::new([0; 32]);
        if digits.len() != 2 * bytes.len() {
            return Err(KeyError);
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |at: usize| char::from(pair[at]).to_digit(16).ok_or(KeyError);
            *byte = u8::try_from(digit(0)? << 4 | digit(1)?).map_err(|_| KeyError)?;
        }
        // The id names the key without telling it: 32 bits of a hash that serves nothing else.
        let mut hash = Sha256::new_with_prefix(b"crm-copilot key id");
        hash.update(bytes.as_slice());
        let id = hash.finalize();
        Ok(Key {
            id: format!("{:02x}{:02x}{:02x}{:02x}", id[0], id[1], id[2], id[3]),
            cipher: Aes256Gcm::new_from_slice(bytes.as_slice()).map_err(|_| KeyError)?,
        })
    }
}

/// Each part with its length before it, so that no two places give the same bytes.
fn associated(key: &str, place: Place<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in [VERSION, key, place.tenant, place.record, place.field] {
        bytes.extend((part.len() as u64).to_be_bytes());
        bytes.extend(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place {
        tenant: "tenant",
        record: "connection",
        field: "token",
    };

    fn sealed_by(keyring: &Keyring) -> String {
        keyring
            .seal(&SecretString::from("pit-secret"), PLACE)
            .unwrap()
    }

    #[test]
    fn opens_only_where_it_was_sealed() {
        let keyring = Keyring::new(&Keyring::generate(), &[]).unwrap();
        let sealed = sealed_by(&keyring);
        assert!(sealed.starts_with("v1."));
        assert_ne!(
            sealed,
            sealed_by(&keyring),
            "each sealing has its own nonce"
        );
        let opened = keyring.open(&sealed, PLACE).unwrap();
        assert_eq!(opened.expose_secret(), "pit-secret");
        for place in [
            Place {
                tenant: "other",
                ..PLACE
            },
            Place {
                record: "other",
                ..PLACE
            },
            Place {
                field: "other",
                ..PLACE
            },
            // The same letters, cut elsewhere.
            Place {
                tenant: "tenantc",
                record: "onnection",
                ..PLACE
            },
        ] {
            assert_eq!(keyring.open(&sealed, place).unwrap_err(), OpenError::Forged);
        }
    }

    #[test]
    fn refuses_what_was_changed() {
        let keyring = Keyring::new(&Keyring::generate(), &[]).unwrap();
        let sealed = sealed_by(&keyring);
        for at in 0..sealed.len() {
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(keyring.open(&changed, PLACE).is_err(), "changed at {at}");
        }
        for broken in ["", "v1", "v1.a.b", "v2.a.b.c", "v1....", "plain text"] {
            assert!(keyring.open(broken, PLACE).is_err());
        }
    }

    #[test]
    fn an_old_key_still_opens_and_is_told_apart() {
        let (old, new) = (Keyring::generate(), Keyring::generate());
        let sealed = sealed_by(&Keyring::new(&old, &[]).unwrap());
        let rotated = Keyring::new(&new, std::slice::from_ref(&old)).unwrap();
        assert_eq!(
            rotated.open(&sealed, PLACE).unwrap().expose_secret(),
            "pit-secret"
        );
        assert!(!rotated.is_current(&sealed));
        assert!(rotated.is_current(&sealed_by(&rotated)));
        let forgotten = Keyring::new(&new, &[]).unwrap();
        let refused = forgotten.open(&sealed, PLACE).unwrap_err();
        assert!(matches!(refused, OpenError::UnknownKey(_)));
    }

    #[test]
    fn keys_are_64_hex_digits_and_never_shown() {
        let key = Keyring::generate();
        assert_eq!(key.expose_secret().len(), 64);
        let shown = format!("{:?}", Keyring::new(&key, &[]).unwrap());
        assert!(!shown.contains(key.expose_secret()));
        for bad in ["", "abc", &"g".repeat(64), &"a".repeat(63), &"é".repeat(32)] {
            assert!(Keyring::new(&SecretString::from(bad.to_owned()), &[]).is_err());
        }
    }
}
