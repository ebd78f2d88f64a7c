//! What a stranger, a user and another tenant get at each door.

mod api;
mod isolation;
mod mcp;
