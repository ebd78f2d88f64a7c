//! What the sample data gained after its first release.
//!
//! A folder of an earlier release lacks these kinds of records; they are added when it is opened,
//! once, without touching what is there. A fresh folder gets them in the same way.

pub(in super::super) mod hubspot;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::super::gohighlevel::{self, Account, CustomField, Order, Post, Program, User};
use super::super::ids::{seeded, seeded_object, seeded_uuid};
use super::programs::{self, Plan};
use super::sales::{SALES, Sale};
use super::settings::{self, Colleague, Extra};
use super::social::{PAGES, POSTS, Page, Words};
use super::{ago, at};

/// Adds what the location does not have yet; says whether there was anything to add.
pub(in super::super) fn gohighlevel(state: &mut gohighlevel::State, now: DateTime<Utc>) -> bool {
    const EDITION: u32 = 2;
    if state.edition >= EDITION {
        return false;
    }
    state.edition = EDITION;
    let workflows = programs::WORKFLOWS.iter().enumerate();
    state.workflows = workflows
        .map(|(row, plan)| program(seeded_uuid("workflow", row), plan, now))
        .collect();
    let campaigns = programs::CAMPAIGNS.iter().enumerate();
    state.campaigns = campaigns
        .map(|(row, plan)| program(seeded("campaign", row), plan, now))
        .collect();
    let users = settings::USERS.iter().enumerate();
    state.users = users.map(|(row, colleague)| user(row, colleague)).collect();
    let fields = settings::CUSTOM_FIELDS.iter().enumerate();
    state.custom_fields = fields.map(|(row, extra)| field(row, extra)).collect();
    let pages = PAGES.iter().enumerate();
    state.social_accounts = pages.map(|(row, page)| account(row, page, now)).collect();
    let posts = POSTS.iter().enumerate();
    state.posts = posts
        .map(|(row, words)| post(row, words, &state.social_accounts, now))
        .collect();
    let sales = SALES.iter().enumerate();
    state.orders = sales.map(|(row, sale)| order(row, sale, now)).collect();
    true
}

/// Three parts: the permission, the location, the page.
fn account(row: usize, page: &Page, now: DateTime<Utc>) -> Account {
    let profile = (102_884_017_553_201 + row * 7_310_099).to_string();
    let parts = [seeded("oauth", row), seeded("location", 0), profile.clone()];
    Account {
        id: parts.join("_"),
        profile,
        name: page.name.to_owned(),
        platform: page.platform.to_owned(),
        kind: page.kind.to_owned(),
        expires: now + TimeDelta::days(page.days),
    }
}

fn post(row: usize, words: &Words, accounts: &[Account], now: DateTime<Utc>) -> Post {
    let day = at(now, words.days, 9, 0);
    let created = day.min(now - TimeDelta::hours(1)) - TimeDelta::days(2);
    Post {
        id: seeded_object("post", row),
        accounts: vec![accounts[words.page].id.clone()],
        summary: words.text.to_owned(),
        media: json!([]),
        kind: "post".to_owned(),
        status: words.status.to_owned(),
        scheduled: (words.status != "draft").then_some(day),
        user: seeded("user", 0),
        tags: Vec::new(),
        created,
        updated: created,
    }
}

fn order(row: usize, sale: &Sale, now: DateTime<Utc>) -> Order {
    Order {
        id: seeded_object("order", row),
        transaction: seeded_object("transaction", row),
        contact: seeded("contact", sale.person),
        product: sale.product.to_owned(),
        quantity: sale.quantity,
        price: sale.price,
        paid: sale.paid,
        created: ago(now, sale.days, row),
    }
}

/// The first one is whom the location's records are assigned to.
fn user(row: usize, colleague: &Colleague) -> User {
    User {
        id: seeded("user", row),
        first_name: colleague.first.to_owned(),
        last_name: colleague.last.to_owned(),
        email: colleague.email.to_owned(),
        phone: colleague.phone.to_owned(),
        role: colleague.role.to_owned(),
    }
}

fn field(row: usize, extra: &Extra) -> CustomField {
    CustomField {
        id: seeded("custom field", row),
        name: extra.name.to_owned(),
        model: extra.model.to_owned(),
        key: extra.key.to_owned(),
        data_type: extra.data_type.to_owned(),
        options: extra.options.iter().map(ToString::to_string).collect(),
        position: u32::try_from(row).unwrap_or_default() * 50,
    }
}

fn program(id: String, plan: &Plan, now: DateTime<Utc>) -> Program {
    Program {
        id,
        name: plan.name.to_owned(),
        published: plan.published,
        version: 3,
        created: now - TimeDelta::days(plan.days),
    }
}
