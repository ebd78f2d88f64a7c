//! The same for HubSpot.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::super::hubspot::{Campaign, Entry, Flow, Kind, Link, Record, State, Thread};
use super::super::super::ids::{seeded_object, seeded_uuid};
use super::super::ago;
use super::super::hubspot::{id, record, stamp};
use super::super::people::PEOPLE;
use super::super::programs::{CAMPAIGNS, WORKFLOWS};
use super::super::sales::{SALES, Sale};
use super::super::talks::{Over, TALKS, Talk};

/// Adds what the account does not have yet; says whether there was anything to add.
pub(in super::super::super) fn add(state: &mut State, now: DateTime<Utc>) -> bool {
    const EDITION: u32 = 2;
    if state.edition >= EDITION {
        return false;
    }
    state.edition = EDITION;
    state.flows = flows(now);
    state.campaigns = CAMPAIGNS
        .iter()
        .enumerate()
        .map(|(row, plan)| Campaign {
            id: seeded_uuid("marketing campaign", row),
            name: plan.name.to_owned(),
            status: if plan.published {
                "in_progress"
            } else {
                "planned"
            }
            .to_owned(),
            created: now - TimeDelta::days(plan.days),
        })
        .collect();
    let talks = TALKS.iter().enumerate();
    state.threads = talks
        .clone()
        .filter_map(|(row, talk)| Some((row, talk, channel(talk)?)))
        .map(|(row, talk, channel)| thread(row, talk, channel, now))
        .collect();
    let texts = talks
        .filter(|(_, talk)| channel(talk).is_none())
        .flat_map(|(row, talk)| communications(row, talk, now));
    let sales = SALES.iter().enumerate();
    let orders = sales
        .clone()
        .map(|(row, sale)| (order(row, sale, now), sale.person));
    let payments = sales
        .filter(|(_, sale)| sale.paid)
        .map(|(row, sale)| (payment(row, sale, now), sale.person));
    for (record, person) in texts.chain(orders).chain(payments) {
        state.links.push(Link {
            from: (record.kind, record.id.clone()),
            to: (Kind::Contacts, id(Kind::Contacts, person)),
        });
        state.records.push(record);
    }
    true
}

/// Those of the other vendor, and one that is not about contacts.
fn flows(now: DateTime<Utc>) -> Vec<Flow> {
    let flow = |row: usize, name: &str, enabled: bool, object_type: &str, days: i64| Flow {
        id: (178_401_220 + row * 17).to_string(),
        name: name.to_owned(),
        enabled,
        object_type: object_type.to_owned(),
        created: now - TimeDelta::days(days),
        contacts: BTreeSet::new(),
    };
    let mut flows: Vec<Flow> = WORKFLOWS
        .iter()
        .enumerate()
        .map(|(row, plan)| flow(row, plan.name, plan.published, "0-1", plan.days))
        .collect();
    flows.push(flow(9, "Move stale deals", true, "0-3", 90));
    flows
}

/// E-mails come in over one account, and one person wrote in the chat of the website; text
/// messages are not in the inbox.
fn channel(talk: &Talk) -> Option<(&'static str, &'static str)> {
    match (talk.over, talk.person) {
        (Over::Email, _) => Some(("1002", "81")),
        (Over::Sms, 12) => Some(("1000", "55")),
        (Over::Sms, _) => None,
    }
}

fn thread(row: usize, talk: &Talk, channel: (&str, &str), now: DateTime<Utc>) -> Thread {
    let contact = id(Kind::Contacts, talk.person);
    let messages: Vec<Entry> = talk
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| Entry {
            id: seeded_object("inbox message", row * 100 + at),
            comment: false,
            text: line.text.to_owned(),
            incoming: line.theirs,
            sender: if line.theirs {
                format!("V-{contact}")
            } else {
                "A-9586504".to_owned()
            },
            at: now - TimeDelta::hours(line.hours),
        })
        .collect();
    Thread {
        id: (8_001_440_211_u64 + 31 * row as u64).to_string(),
        contact,
        open: talk.unread > 0,
        channel: channel.0.to_owned(),
        channel_account: channel.1.to_owned(),
        subject: (!talk.subject.is_empty()).then(|| talk.subject.to_owned()),
        created: messages.first().map_or(now, |entry| entry.at),
        messages,
    }
}

fn communications(
    row: usize,
    talk: &'static Talk,
    now: DateTime<Utc>,
) -> impl Iterator<Item = (Record, usize)> {
    talk.lines.iter().enumerate().map(move |(at, line)| {
        let sent = now - TimeDelta::hours(line.hours);
        let values = [
            ("hs_communication_channel_type", "SMS"),
            ("hs_communication_logged_from", "CRM"),
            ("hs_communication_body", line.text),
            ("hs_timestamp", &stamp(sent)),
        ];
        let record = record(Kind::Communications, row * 20 + at, sent, &values);
        (record, talk.person)
    })
}

fn order(row: usize, sale: &Sale, now: DateTime<Utc>) -> Record {
    let total = (sale.quantity * sale.price).to_string();
    let values = [
        ("hs_order_name", sale.product),
        ("hs_currency_code", "USD"),
        ("hs_total_price", total.as_str()),
        (
            "hs_fulfillment_status",
            if sale.paid {
                "fulfilled"
            } else {
                "unfulfilled"
            },
        ),
    ];
    record(Kind::Orders, row, ago(now, sale.days, row), &values)
}

fn payment(row: usize, sale: &Sale, now: DateTime<Utc>) -> Record {
    let paid = ago(now, sale.days, row);
    let total = (sale.quantity * sale.price).to_string();
    let values = [
        ("hs_initial_amount", total.as_str()),
        ("hs_currency_code", "USD"),
        ("hs_latest_status", "succeeded"),
        ("hs_initiated_date", &stamp(paid)),
        ("hs_customer_email", PEOPLE[sale.person].email),
        ("hs_payment_method_type", "card"),
    ];
    record(Kind::CommercePayments, row, paid, &values)
}
