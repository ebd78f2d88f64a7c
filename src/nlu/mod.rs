//! Reads sentences: what was meant, and which values were named.

pub mod date;
