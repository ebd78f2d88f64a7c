//! Who asks, and what they sent.

mod body;
mod fields;
mod identity;
mod spoken;
mod visitor;

pub use body::Body;
pub use fields::Fields;
pub use identity::{Signed, SignedIn, actor_of, identify, identify_by_token, user_of};
pub use spoken::{LANGUAGE, Spoken};
pub use visitor::Visitor;
