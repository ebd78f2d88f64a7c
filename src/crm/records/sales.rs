//! Deals, and the stages they go through.

use serde::Serialize;

use super::{Amount, Instant, Record};

/// A deal.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Opportunity {
    pub id: String,
    pub title: Option<String>,
    pub amount: Option<Amount>,
    /// ISO 4217 code of the amount: the deal's own, else the account's.
    pub currency: Option<String>,
    /// `open`, `won`, `lost` or `abandoned`.
    pub status: Option<String>,
    pub contact: Option<String>,
    pub contact_name: Option<String>,
    pub pipeline: Option<String>,
    pub stage: Option<String>,
    pub created: Option<Instant>,
    /// When it was won, lost or abandoned; none while it is open.
    pub closed: Option<Instant>,
}

/// A row of stages.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Pipeline {
    pub id: String,
    pub name: Option<String>,
    pub stages: Vec<Stage>,
}

/// A step of a pipeline.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Stage {
    pub id: String,
    pub name: Option<String>,
}

impl Record for Opportunity {}
impl Record for Pipeline {}
