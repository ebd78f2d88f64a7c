//! Who asks, and what they sent.

mod body;
mod identity;

pub use body::Body;
pub use identity::{Signed, SignedIn, identify, identify_by_token};
