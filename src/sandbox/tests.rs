//! The stand-ins over real HTTP, each rule of the vendors' contracts by itself.

mod faults;
mod gohighlevel;
mod harness;
mod hubspot;
mod replay;
mod running;
