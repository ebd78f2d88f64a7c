//! What a user, a stranger, another tenant and a peer see: one binary for all of it.

mod account;
mod app;
mod bulk;
mod burst;
mod corpus;
mod database;
mod dialogues;
mod documents;
mod doors;
mod faults;
mod lookups;
mod prism;
mod proxies;
mod replies;
mod tidy;
