//! The account itself: who works in it, its payments, its social media.

use serde::Serialize;

use super::{Amount, Instant, Phone, Record};

/// The account.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Location {
    pub id: String,
    pub name: Option<String>,
    /// IANA name.
    pub timezone: Option<String>,
    pub email: Option<String>,
    pub phone: Option<Phone>,
    pub address: Option<String>,
    /// ISO 3166-1 code, such as `US`.
    pub country: Option<String>,
    /// ISO 4217 code.
    pub currency: Option<String>,
}

/// Somebody who works in the account.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct User {
    pub id: String,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<Phone>,
    pub roles: Vec<String>,
}

/// A payment.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Transaction {
    pub id: String,
    pub amount: Option<Amount>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    pub status: Option<String>,
    pub contact: Option<String>,
    pub contact_name: Option<String>,
    pub created: Option<Instant>,
}

/// An order.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct Order {
    pub id: String,
    pub status: Option<String>,
    pub amount: Option<Amount>,
    /// ISO 4217 code.
    pub currency: Option<String>,
    pub contact: Option<String>,
    pub created: Option<Instant>,
    /// `None` where the vendor keeps the lines elsewhere.
    pub items: Option<Vec<OrderItem>>,
}

/// One line of an order.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct OrderItem {
    pub name: Option<String>,
    pub quantity: Option<String>,
    pub amount: Option<Amount>,
}

/// An account at a social network that posts can go to.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct SocialAccount {
    pub id: String,
    pub name: Option<String>,
    pub platform: Option<String>,
    /// Whether it has to be connected again.
    pub expired: bool,
}

/// A post, out or planned.
#[derive(Debug, Serialize)]
pub(in crate::crm) struct SocialPost {
    pub id: String,
    pub message: Option<String>,
    pub status: Option<String>,
    /// When it goes or went out.
    pub at: Option<Instant>,
    /// The accounts it goes to, by id.
    pub accounts: Vec<String>,
}

impl Record for Location {}
impl Record for User {}
impl Record for Transaction {}
impl Record for Order {}
impl Record for SocialAccount {}
impl Record for SocialPost {}
