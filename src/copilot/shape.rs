//! What the answer of an operation looks like: the list in it, and the members that people see.

use crate::value::Kind;

/// A column of a table, or a line of a card: the word that names it, where the value is, its kind.
pub(super) type Column = (&'static str, &'static str, Kind);

/// The answer of an operation.
pub(super) struct Shape {
    /// The member that holds the records; none when the answer is one record.
    pub list: Option<&'static str>,
    /// What is shown of each.
    pub columns: &'static [Column],
}

const CONTACT: &[Column] = &[
    ("name", "/name", Kind::Line),
    ("email", "/email", Kind::Email),
    ("phone", "/phone", Kind::Phone),
    ("company", "/company", Kind::Line),
    ("tags", "/tags", Kind::Tags),
];
const DEAL: &[Column] = &[
    ("title", "/title", Kind::Line),
    ("contact", "/contact_name", Kind::Line),
    ("amount", "/amount", Kind::Money),
    ("status", "/status", Kind::Line),
];
const PIPELINE: &[Column] = &[
    ("name", "/name", Kind::Line),
    ("stages", "/stages", Kind::Line),
];
const NAME: &[Column] = &[("name", "/name", Kind::Line)];
const NAME_AND_STATUS: &[Column] = &[
    ("name", "/name", Kind::Line),
    ("status", "/status", Kind::Line),
];
const SLOT: &[Column] = &[("start", "", Kind::Moment)];
const APPOINTMENT: &[Column] = &[
    ("title", "/title", Kind::Line),
    ("start", "/start", Kind::Moment),
    ("status", "/status", Kind::Line),
];
const TASK: &[Column] = &[
    ("title", "/title", Kind::Line),
    ("due", "/due", Kind::Moment),
];
const NOTE: &[Column] = &[
    ("at", "/created", Kind::Moment),
    ("note", "/note", Kind::Text),
];
const CONVERSATION: &[Column] = &[
    ("name", "/contact_name", Kind::Line),
    ("message", "/last_message", Kind::Text),
    ("at", "/last_at", Kind::Moment),
    ("unread", "/unread", Kind::Line),
];
const MESSAGE: &[Column] = &[
    ("at", "/at", Kind::Moment),
    ("direction", "/direction", Kind::Line),
    ("channel", "/channel", Kind::Line),
    ("message", "/message", Kind::Text),
];
const ACCOUNT: &[Column] = &[
    ("name", "/name", Kind::Line),
    ("platform", "/platform", Kind::Line),
];
const POST: &[Column] = &[
    ("message", "/message", Kind::Text),
    ("at", "/at", Kind::Moment),
    ("status", "/status", Kind::Line),
];
const LOCATION: &[Column] = &[
    ("name", "/name", Kind::Line),
    ("timezone", "/timezone", Kind::Line),
    ("email", "/email", Kind::Email),
    ("phone", "/phone", Kind::Phone),
    ("currency", "/currency", Kind::Line),
];
const USER: &[Column] = &[
    ("name", "/name", Kind::Line),
    ("email", "/email", Kind::Email),
];
const FIELD: &[Column] = &[("name", "/name", Kind::Line), ("type", "/type", Kind::Line)];
const PAYMENT: &[Column] = &[
    ("name", "/contact_name", Kind::Line),
    ("amount", "/amount", Kind::Money),
    ("status", "/status", Kind::Line),
    ("at", "/created", Kind::Moment),
];
const ORDER: &[Column] = &[
    ("status", "/status", Kind::Line),
    ("amount", "/amount", Kind::Money),
    ("at", "/created", Kind::Moment),
];
const HTTP_ANSWER: &[Column] = &[
    ("http_status", "/status", Kind::Line),
    ("body", "/body", Kind::Json),
];
const FIGURES: &[Column] = &[
    ("contacts", "/contacts", Kind::Line),
    ("new_contacts", "/new_contacts", Kind::Line),
    ("open_opportunities", "/open_opportunities", Kind::Line),
    (
        "open_opportunities_amount",
        "/open_opportunities_amount",
        Kind::Money,
    ),
    ("appointments", "/appointments", Kind::Line),
    ("tasks_due", "/tasks_due", Kind::Line),
];

const JOB: &[Column] = &[
    ("operation", "/operation", Kind::Line),
    ("state", "/state", Kind::Line),
    ("total", "/total", Kind::Line),
    ("done", "/done", Kind::Line),
    ("failed", "/failed", Kind::Line),
    ("skipped", "/skipped", Kind::Line),
    ("unknown", "/unknown", Kind::Line),
    ("planned", "/planned", Kind::Line),
    ("reason", "/reason", Kind::Line),
    ("created", "/created", Kind::Moment),
];

/// The shape of an operation's answer. Where the sentence says it all, there are no columns.
pub(super) fn of(operation: &str) -> Shape {
    let (list, columns) = match operation {
        "search_contacts" => (Some("contacts"), CONTACT),
        "get_contact"
        | "create_contact"
        | "update_contact"
        | "upsert_contact"
        | "set_custom_field"
        | "set_do_not_disturb"
        | "clear_do_not_disturb" => (None, CONTACT),
        "list_opportunities" => (Some("opportunities"), DEAL),
        "get_opportunity"
        | "create_opportunity"
        | "update_opportunity"
        | "move_opportunity_stage" => (None, DEAL),
        "list_pipelines" => (Some("pipelines"), PIPELINE),
        "list_calendars" => (Some("calendars"), NAME),
        "list_free_slots" => (Some("slots"), SLOT),
        "list_appointments" => (Some("appointments"), APPOINTMENT),
        "book_appointment" | "reschedule_appointment" | "cancel_appointment" => (None, APPOINTMENT),
        "list_tasks" => (Some("tasks"), TASK),
        "create_task" | "update_task" | "complete_task" | "reopen_task" => (None, TASK),
        "list_notes" => (Some("notes"), NOTE),
        "list_workflows" => (Some("workflows"), NAME_AND_STATUS),
        "list_campaigns" => (Some("campaigns"), NAME_AND_STATUS),
        "list_conversations" => (Some("conversations"), CONVERSATION),
        "get_messages" => (Some("messages"), MESSAGE),
        "list_social_accounts" => (Some("accounts"), ACCOUNT),
        "list_social_posts" => (Some("posts"), POST),
        "get_social_post" | "create_social_post" | "update_social_post" => (None, POST),
        "get_location" => (None, LOCATION),
        "list_users" => (Some("users"), USER),
        "list_tags" => (Some("tags"), NAME),
        "list_custom_fields" => (Some("fields"), FIELD),
        "list_transactions" => (Some("transactions"), PAYMENT),
        "get_order" => (None, ORDER),
        "call_api" | "trigger_inbound_webhook" => (None, HTTP_ANSWER),
        "view_dashboard" => (None, FIGURES),
        "list_bulk_jobs" => (Some("jobs"), JOB),
        _ => (None, [].as_slice()),
    };
    Shape { list, columns }
}
