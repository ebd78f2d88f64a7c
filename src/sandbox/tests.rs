//! The stand-ins over real HTTP, each rule of the vendors' contracts by itself.

mod gohighlevel;
mod harness;
mod running;
