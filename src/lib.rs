//! crm-copilot: see the rooms below.

pub mod sandbox;
