//! Ids and tokens in the vendors' shapes.
//!
//! New records get random ids; the sample data gets the same ones every time ([`seeded`]).

use rand::RngExt;

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Twenty letters and digits, as GoHighLevel names its records.
pub(super) fn ghl() -> String {
    let mut rng = rand::rng();
    (0..20)
        .map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())]))
        .collect()
}

/// Eleven decimal digits, as HubSpot names its records.
pub(super) fn hubspot() -> String {
    rand::rng()
        .random_range(20_000_000_000_u64..90_000_000_000)
        .to_string()
}

/// A UUID of version 4: correlation ids, trace ids, the variable part of a token.
pub(super) fn uuid() -> String {
    uuid::Builder::from_random_bytes(rand::rng().random())
        .into_uuid()
        .to_string()
}

/// The same twenty letters and digits for the same kind and number, in every run.
pub(super) fn seeded(kind: &str, number: usize) -> String {
    let mut state = mixed(kind, number);
    (0..20)
        .map(|_| {
            state = next(state);
            // 62 values: the remainder of a u64 by 62 always fits a usize.
            char::from(ALPHABET[usize::try_from(state % 62).unwrap_or_default()])
        })
        .collect()
}

/// The same UUID for the same kind and number, in every run: GoHighLevel's stage ids.
pub(super) fn seeded_uuid(kind: &str, number: usize) -> String {
    let first = next(mixed(kind, number));
    let bytes = (u128::from(first) << 64 | u128::from(next(first))).to_be_bytes();
    uuid::Builder::from_random_bytes(bytes)
        .into_uuid()
        .to_string()
}

fn mixed(kind: &str, number: usize) -> u64 {
    kind.bytes()
        .chain(number.to_be_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// One step of splitmix64: spreads neighbouring numbers over the whole range.
fn next(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Twenty-four hexadecimal digits, as GoHighLevel names posts, orders and transactions.
pub(super) fn object() -> String {
    hexadecimal(&rand::rng().random())
}

/// The same twenty-four hexadecimal digits for the same kind and number, in every run.
pub(super) fn seeded_object(kind: &str, number: usize) -> String {
    let first = next(mixed(kind, number));
    let bytes = u128::from(first) << 64 | u128::from(next(first));
    let mut twelve = [0; 12];
    twelve.copy_from_slice(&bytes.to_be_bytes()[..12]);
    hexadecimal(&twelve)
}

fn hexadecimal(bytes: &[u8; 12]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
