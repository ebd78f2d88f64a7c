//! Operations that are not offered in chat.

/// Operations that cannot be said in any language, each with the reason.
pub(super) const UNSAID: &[(&str, &str)] = &[
    (
        "get_contact",
        "`search_contacts` shows the one that is found",
    ),
    (
        "upsert_contact",
        "people say whether they add or change somebody",
    ),
    (
        "get_opportunity",
        "`list_opportunities` shows the one that is found",
    ),
    (
        "delete_appointment",
        "“delete the meeting” means to cancel it, which leaves a trace",
    ),
    ("reopen_task", "taking back “done” is what “undo” does"),
    (
        "update_task",
        "a task is told by words that a change of its title would change",
    ),
    (
        "update_note",
        "notes have no name by which they could be told",
    ),
    (
        "delete_note",
        "notes have no name by which they could be told",
    ),
    (
        "schedule_sms",
        "a message with a time is a plan for later that the chat does not keep yet",
    ),
    (
        "schedule_email",
        "a message with a time is a plan for later that the chat does not keep yet",
    ),
    (
        "cancel_message",
        "what was scheduled elsewhere has no name by which it could be told",
    ),
    (
        "send_message",
        "`send_sms` and `send_email` name the channel",
    ),
    (
        "get_social_post",
        "posts have no name by which they could be told",
    ),
    (
        "update_social_post",
        "posts have no name by which they could be told",
    ),
    (
        "delete_social_post",
        "posts have no name by which they could be told",
    ),
    ("list_users", "used to look up names"),
    ("list_tags", "used to look up names"),
    ("list_custom_fields", "used to look up names"),
    (
        "set_custom_field",
        "said of many contacts at once, as `bulk_set_custom_field`",
    ),
    ("get_order", "orders are told by their ids"),
    ("trigger_inbound_webhook", "its data are JSON"),
    ("call_api", "its arguments are a path and JSON"),
];
