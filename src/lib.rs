//! crm-copilot: run your CRM in plain words.

pub mod crm;
