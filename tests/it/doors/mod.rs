//! What a stranger, a user and another tenant get at each door.

mod administrator;
mod api;
mod browser;
mod isolation;
mod mcp;
mod pages;
mod phrases;
mod sessions;
mod suggestions;
