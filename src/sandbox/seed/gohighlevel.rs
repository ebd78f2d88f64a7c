//! The sample data as GoHighLevel keeps it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::super::gohighlevel::{
    Calendar, Channel, Contact, Conversation, Direction, Event, Location, Message, Note,
    Opportunity, Pipeline, Stage, State, Task,
};
use super::super::ids::{seeded, seeded_uuid};
use super::activities::{NOTES, TASKS};
use super::appointments::{CALENDARS, EVENTS};
use super::deals::{DEALS, PIPELINES};
use super::people::PEOPLE;
use super::settings::CUSTOM_VALUES;
use super::talks::{Over, TALKS, Talk};
use super::{BUSINESS, ZONE, ago, at};

/// The whole location.
pub(in super::super) fn state(now: DateTime<Utc>) -> State {
    State {
        location: location(),
        contacts: (0..PEOPLE.len()).map(|row| contact(row, now)).collect(),
        notes: (0..NOTES.len()).map(|row| note(row, now)).collect(),
        tasks: (0..TASKS.len()).map(|row| task(row, now)).collect(),
        pipelines: (0..PIPELINES.len()).map(pipeline).collect(),
        opportunities: (0..DEALS.len()).map(|row| opportunity(row, now)).collect(),
        calendars: (0..CALENDARS.len()).map(calendar).collect(),
        events: (0..EVENTS.len()).map(|row| event(row, now)).collect(),
        conversations: (0..TALKS.len()).map(|row| conversation(row, now)).collect(),
        messages: (0..TALKS.len())
            .flat_map(|row| messages(row, now))
            .collect(),
        edition: 1,
        workflows: Vec::new(),
        campaigns: Vec::new(),
        enrolments: Vec::new(),
        users: Vec::new(),
        custom_fields: Vec::new(),
        social_accounts: Vec::new(),
        posts: Vec::new(),
        orders: Vec::new(),
    }
}

fn user() -> String {
    seeded("user", 0)
}

fn location() -> Location {
    Location {
        id: seeded("location", 0),
        company_id: seeded("company", 0),
        name: BUSINESS.to_owned(),
        timezone: ZONE,
        email: "office@bayshorehome.example".to_owned(),
        phone: "+18135550100".to_owned(),
        address: "410 Bayshore Blvd".to_owned(),
        city: "Tampa".to_owned(),
        state: "FL".to_owned(),
        postal_code: "33606".to_owned(),
        website: "https://bayshorehome.example".to_owned(),
        user_id: user(),
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn contact(row: usize, now: DateTime<Utc>) -> Contact {
    let person = &PEOPLE[row];
    let added = ago(now, person.days, row);
    let mut contact = Contact::new(seeded("contact", row), added);
    contact.first_name = some(person.first);
    contact.last_name = some(person.last);
    contact.email = some(person.email);
    contact.phone = some(person.phone);
    contact.company = some(person.company);
    contact.tags = person.tags.iter().map(ToString::to_string).collect();
    let more = [
        ("city", json!(person.city)),
        ("state", json!(person.state)),
        ("country", json!("US")),
        (
            "source",
            json!(if row.is_multiple_of(3) {
                "Referral"
            } else {
                "Website"
            }),
        ),
        (
            "type",
            json!(if person.tags.contains(&"customer") {
                "customer"
            } else {
                "lead"
            }),
        ),
    ];
    contact.more = more
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    let custom: Vec<Value> = CUSTOM_VALUES
        .iter()
        .filter(|(person, ..)| *person == row)
        .map(|(_, field, value)| json!({ "id": seeded("custom field", *field), "value": value }))
        .collect();
    if !custom.is_empty() {
        contact
            .more
            .insert("customFields".to_owned(), json!(custom));
    }
    contact
}

fn note(row: usize, now: DateTime<Utc>) -> Note {
    let remark = &NOTES[row];
    Note {
        id: seeded("note", row),
        contact: seeded("contact", remark.person),
        body: remark.text.to_owned(),
        title: None,
        color: None,
        pinned: false,
        user: Some(user()),
        added: ago(now, remark.days, row),
    }
}

fn task(row: usize, now: DateTime<Utc>) -> Task {
    let todo = &TASKS[row];
    Task {
        id: seeded("task", row),
        contact: seeded("contact", todo.person),
        title: todo.title.to_owned(),
        body: None,
        due: at(now, todo.days, todo.hour, 0),
        completed: todo.done,
        assigned_to: Some(user()),
    }
}

fn stage_id(pipeline: usize, stage: usize) -> String {
    seeded_uuid("stage", pipeline * 100 + stage)
}

fn pipeline(row: usize) -> Pipeline {
    let line = &PIPELINES[row];
    let stages = line.stages.iter().enumerate();
    Pipeline {
        id: seeded("pipeline", row),
        name: line.name.to_owned(),
        stages: stages
            .map(|(at, (name, _))| Stage {
                id: stage_id(row, at),
                name: (*name).to_owned(),
            })
            .collect(),
    }
}

fn opportunity(row: usize, now: DateTime<Utc>) -> Opportunity {
    let deal = &DEALS[row];
    let created = ago(now, deal.days, row);
    let (_, closes) = PIPELINES[deal.pipeline].stages[deal.stage];
    let status = match closes {
        None => "open",
        Some(true) => "won",
        Some(false) => "lost",
    };
    Opportunity {
        id: seeded("opportunity", row),
        name: deal.name.to_owned(),
        contact: seeded("contact", deal.person),
        pipeline: seeded("pipeline", deal.pipeline),
        stage: stage_id(deal.pipeline, deal.stage),
        status: status.to_owned(),
        value: json!(deal.dollars),
        assigned_to: Some(user()),
        custom_fields: json!([]),
        created,
        updated: created,
        stage_changed: created,
        status_changed: created,
    }
}

fn calendar(row: usize) -> Calendar {
    let book = &CALENDARS[row];
    Calendar {
        id: seeded("calendar", row),
        name: book.name.to_owned(),
        description: book.about.to_owned(),
        slug: book.slug.to_owned(),
        active: book.active,
        slot_minutes: book.minutes,
        user: user(),
    }
}

fn event(row: usize, now: DateTime<Utc>) -> Event {
    let booked = &EVENTS[row];
    let start = at(now, booked.days, booked.hour, booked.minute);
    let added = ago(now, 12, row);
    Event {
        id: seeded("event", row),
        calendar: seeded("calendar", booked.calendar),
        contact: seeded("contact", booked.person),
        title: booked.title.to_owned(),
        start,
        end: start + TimeDelta::minutes(CALENDARS[booked.calendar].minutes),
        status: booked.status.to_owned(),
        user: user(),
        address: None,
        description: None,
        added,
        updated: added,
    }
}

fn started(talk: &Talk, now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::hours(talk.lines.first().map_or(0, |line| line.hours))
}

fn conversation(row: usize, now: DateTime<Utc>) -> Conversation {
    let talk = &TALKS[row];
    Conversation {
        id: seeded("conversation", row),
        contact: seeded("contact", talk.person),
        unread: talk.unread,
        starred: row == 0,
        added: started(talk, now),
    }
}

fn messages(row: usize, now: DateTime<Utc>) -> impl Iterator<Item = Message> {
    let talk = &TALKS[row];
    talk.lines
        .iter()
        .enumerate()
        .map(move |(at, line)| Message {
            id: seeded("message", row * 100 + at),
            conversation: seeded("conversation", row),
            contact: seeded("contact", talk.person),
            channel: if talk.over == Over::Email {
                Channel::Email
            } else {
                Channel::Sms
            },
            direction: if line.theirs {
                Direction::Inbound
            } else {
                Direction::Outbound
            },
            subject: some(talk.subject),
            body: line.text.to_owned(),
            status: "delivered".to_owned(),
            added: now - TimeDelta::hours(line.hours),
            scheduled: None,
            email: (talk.over == Over::Email).then(|| seeded("email", row * 100 + at)),
        })
}
