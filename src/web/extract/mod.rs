//! Who asks, and what they sent.

mod body;
mod identity;
mod visitor;

pub use body::Body;
pub use identity::{Signed, SignedIn, identify, identify_by_token};
pub use visitor::Visitor;
