//! The sample data as HubSpot keeps it.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use super::super::hubspot::{
    Kind, Link, List, MeetingLink, Member, Owner, PLAIN_TASK, Pipeline, Portal, Record, Stage,
    State,
};
use super::activities::{NOTES, TASKS};
use super::appointments::{CALENDARS, EVENTS};
use super::deals::{DEALS, PIPELINES};
use super::people::PEOPLE;
use super::{ZONE, ago, at};

/// The whole account.
pub(in super::super) fn state(now: DateTime<Utc>) -> State {
    let mut state = State {
        portal: Portal {
            id: 48_120_377,
            timezone: ZONE,
            currency: "USD".to_owned(),
        },
        owners: vec![owner(now)],
        meeting_links: (0..CALENDARS.len())
            .filter_map(|row| meeting_link(row, now))
            .collect(),
        pipelines: (0..PIPELINES.len()).map(|row| pipeline(row, now)).collect(),
        records: (0..PEOPLE.len()).map(|row| contact(row, now)).collect(),
        links: Vec::new(),
        lists: lists(now),
        edition: 1,
        flows: Vec::new(),
        campaigns: Vec::new(),
        threads: Vec::new(),
    };
    let deals = (0..DEALS.len()).map(|row| (deal(row, now), DEALS[row].person));
    let tasks = (0..TASKS.len()).map(|row| (task(row, now), TASKS[row].person));
    let notes = (0..NOTES.len()).map(|row| (note(row, now), NOTES[row].person));
    let meetings = (0..EVENTS.len()).map(|row| (meeting(row, now), EVENTS[row].person));
    for (record, person) in deals.chain(tasks).chain(notes).chain(meetings) {
        state.links.push(Link {
            from: (record.kind, record.id.clone()),
            to: (Kind::Contacts, id(Kind::Contacts, person)),
        });
        state.records.push(record);
    }
    state
}

const OWNER: &str = "41629779";

fn owner(now: DateTime<Utc>) -> Owner {
    Owner {
        id: OWNER.to_owned(),
        user_id: 9_586_504,
        email: "office@bayshorehome.example".to_owned(),
        first_name: "Dana".to_owned(),
        last_name: "Bayshore".to_owned(),
        created: now - TimeDelta::days(400),
    }
}

/// A range of numbers for each kind, so that no two records share one.
pub(super) fn id(kind: Kind, row: usize) -> String {
    let base = match kind {
        Kind::Contacts => 10_400_000_101,
        Kind::Deals => 11_700_000_301,
        Kind::Tasks => 12_800_000_501,
        Kind::Notes => 13_100_000_701,
        Kind::Communications => 15_200_000_203,
        Kind::Orders => 16_300_000_409,
        Kind::CommercePayments => 17_600_000_607,
        _ => 14_500_000_901,
    };
    (base + 13 * u64::try_from(row).unwrap_or_default()).to_string()
}

/// A record of one of the tables, owned by the one owner. Empty values are left out.
pub(super) fn record(
    kind: Kind,
    row: usize,
    created: DateTime<Utc>,
    values: &[(&str, &str)],
) -> Record {
    let mut record = Record::new(kind, id(kind, row), created);
    let given = values.iter().filter(|(_, value)| !value.is_empty());
    record.values = given
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    record
        .values
        .insert("hubspot_owner_id".to_owned(), OWNER.to_owned());
    record
}

/// `2026-11-21T14:00:00.000Z`.
pub(super) fn stamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn contact(row: usize, now: DateTime<Utc>) -> Record {
    let person = &PEOPLE[row];
    let customer = person.tags.contains(&"customer");
    let values = [
        ("firstname", person.first),
        ("lastname", person.last),
        ("email", person.email),
        ("phone", person.phone),
        ("company", person.company),
        ("city", person.city),
        ("state", person.state),
        ("country", "United States"),
        ("lifecyclestage", if customer { "customer" } else { "lead" }),
    ];
    record(Kind::Contacts, row, ago(now, person.days, row), &values)
}

/// One list per tag, in the order in which the tags first appear.
fn lists(now: DateTime<Utc>) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for (row, person) in PEOPLE.iter().enumerate() {
        let member = Member {
            id: id(Kind::Contacts, row),
            since: ago(now, person.days, row),
        };
        for tag in person.tags {
            match lists.iter_mut().find(|list| list.name == *tag) {
                Some(list) => list.members.push(member.clone()),
                None => lists.push(List {
                    id: (21 + lists.len()).to_string(),
                    name: (*tag).to_owned(),
                    processing: "MANUAL".to_owned(),
                    members: vec![member.clone()],
                    created: now - TimeDelta::days(365),
                }),
            }
        }
    }
    lists
}

/// HubSpot's first pipeline is named `default` and has stages with words for ids.
fn pipeline(row: usize, now: DateTime<Utc>) -> Pipeline {
    let line = &PIPELINES[row];
    let open = line
        .stages
        .iter()
        .filter(|(_, closes)| closes.is_none())
        .count();
    let stages = line
        .stages
        .iter()
        .enumerate()
        .map(|(at, (label, closes))| Stage {
            id: stage_id(row, at),
            label: (*label).to_owned(),
            closes: *closes,
            probability: match closes {
                Some(true) => "1.0".to_owned(),
                Some(false) => "0.0".to_owned(),
                None => format!("0.{}", (at + 1) * 9 / (open + 1)),
            },
        });
    Pipeline {
        id: pipeline_id(row),
        label: line.name.to_owned(),
        stages: stages.collect(),
        created: now - TimeDelta::days(400),
    }
}

fn pipeline_id(row: usize) -> String {
    if row == 0 {
        "default".to_owned()
    } else {
        (86_021_400 + row).to_string()
    }
}

fn stage_id(pipeline: usize, stage: usize) -> String {
    const FIRST: [&str; 6] = [
        "appointmentscheduled",
        "qualifiedtobuy",
        "presentationscheduled",
        "contractsent",
        "closedwon",
        "closedlost",
    ];
    match (pipeline, FIRST.get(stage)) {
        (0, Some(id)) => (*id).to_owned(),
        _ => (168_442_500 + pipeline * 100 + stage).to_string(),
    }
}

fn deal(row: usize, now: DateTime<Utc>) -> Record {
    let deal = &DEALS[row];
    let created = ago(now, deal.days, row);
    let (_, closes) = PIPELINES[deal.pipeline].stages[deal.stage];
    let close = if closes.is_some() {
        created + TimeDelta::days(1)
    } else {
        now + TimeDelta::days(30)
    };
    let values = [
        ("dealname", deal.name),
        ("amount", &deal.dollars.to_string()),
        ("pipeline", &pipeline_id(deal.pipeline)),
        ("dealstage", &stage_id(deal.pipeline, deal.stage)),
        ("closedate", &stamp(close)),
        ("hs_is_closed", &closes.is_some().to_string()),
        ("hs_is_closed_won", &(closes == Some(true)).to_string()),
    ];
    record(Kind::Deals, row, created, &values)
}

fn task(row: usize, now: DateTime<Utc>) -> Record {
    let todo = &TASKS[row];
    let due = at(now, todo.days, todo.hour, 0);
    let values = [
        ("hs_task_subject", todo.title),
        ("hs_timestamp", &stamp(due)),
        (
            "hs_task_status",
            if todo.done {
                "COMPLETED"
            } else {
                "NOT_STARTED"
            },
        ),
        ("hs_task_priority", "NONE"),
        ("hs_task_type", PLAIN_TASK),
        (
            "hs_task_completion_date",
            &if todo.done { stamp(due) } else { String::new() },
        ),
    ];
    record(Kind::Tasks, row, due.min(now) - TimeDelta::days(7), &values)
}

fn note(row: usize, now: DateTime<Utc>) -> Record {
    let remark = &NOTES[row];
    let made = ago(now, remark.days, row);
    record(
        Kind::Notes,
        row,
        made,
        &[
            ("hs_note_body", remark.text),
            ("hs_timestamp", &stamp(made)),
        ],
    )
}

fn meeting(row: usize, now: DateTime<Utc>) -> Record {
    let booked = &EVENTS[row];
    let start = at(now, booked.days, booked.hour, booked.minute);
    let end = start + TimeDelta::minutes(CALENDARS[booked.calendar].minutes);
    let outcome = match booked.status {
        "cancelled" => "CANCELED",
        "noshow" => "NO_SHOW",
        "showed" => "COMPLETED",
        _ => "SCHEDULED",
    };
    let values = [
        ("hs_meeting_title", booked.title),
        ("hs_timestamp", &stamp(start)),
        ("hs_meeting_start_time", &stamp(start)),
        ("hs_meeting_end_time", &stamp(end)),
        ("hs_meeting_outcome", outcome),
    ];
    record(Kind::Meetings, row, ago(now, 12, row), &values)
}

fn meeting_link(row: usize, now: DateTime<Utc>) -> Option<MeetingLink> {
    let book = &CALENDARS[row];
    book.active.then(|| MeetingLink {
        id: (77 + row).to_string(),
        name: book.name.to_owned(),
        slug: format!("bayshore/{}", book.slug),
        default: row == 0,
        created: now - TimeDelta::days(300),
    })
}
