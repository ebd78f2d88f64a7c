//! Arguments for every operation: all that can be given, and as few as must be.

use serde_json::{Value, json};

use super::Provider;

/// A message that is an e-mail; every other one in a mock is a text.
pub(super) const EMAIL: &str = "email1";

/// Several sets of arguments, which together make every call of the operation's row.
pub(super) fn of(provider: Provider, operation: &str) -> Vec<Value> {
    let hubspot = provider == Provider::HubSpot;
    let (contact, start, end) = (
        if hubspot {
            "512"
        } else {
            "ocQHyuzHvysMo5N5VsXc"
        },
        "2026-12-01T14:00:00-05:00",
        "2026-12-01T14:30:00-05:00",
    );
    let name = json!({
        "name": "Jane Doe", "email": "jane.doe@example.com", "phone": "(727) 555-1234", "company": "Doe & Co"
    });
    match operation {
        "search_contacts" => {
            let mut wide = json!({
                "query": "john", "limit": 5, "created_after": "2026-10-01T00:00:00-04:00",
                "created_before": "2026-11-01T00:00:00-04:00", "missing": "phone"
            });
            if !hubspot {
                wide["tag"] = json!("vip");
            }
            let cursor = if hubspot {
                json!("40")
            } else {
                json!("[1790000000000,\"ocQHyuzHvysMo5N5VsXc\"]")
            };
            vec![
                json!({}),
                wide,
                json!({ "cursor": cursor, "missing": "company" }),
            ]
        }
        "call_api" => vec![
            json!({ "method": "GET", "path": "/contacts/?limit=1" }),
            json!({ "method": "POST", "path": "/contacts/", "body": { "name": "Jane Doe" } }),
        ],
        "trigger_inbound_webhook" => vec![json!({
            "url": "https://services.leadconnectorhq.com/hooks/ve9EPM428h8vShlRW1KT/webhook-trigger/24958858-a0b0-4ffc-bf6b-3436911c71e2",
            "payload": { "email": "john@example.com" },
        })],
        "get_contact" | "delete_contact" => vec![json!({ "contact": contact })],
        "create_contact" | "upsert_contact" => {
            let mut tagged = name.clone();
            tagged["tags"] = json!(["hot-lead", "vip"]);
            let least = json!({ "email": "jane.doe@example.com" });
            vec![least, name, tagged]
        }
        "update_contact" => {
            let mut all = name;
            all["contact"] = json!(contact);
            let cleared = json!({ "contact": contact, "name": null, "email": null, "phone": null, "company": null });
            vec![all, cleared, json!({ "contact": contact, "name": "Cher" })]
        }
        "add_tags" | "remove_tags" => {
            vec![json!({ "contact": contact, "tags": ["vip", "hot-lead"] })]
        }
        "list_opportunities" => vec![
            json!({}),
            json!({ "contact": contact, "pipeline": "p1", "stage": "s1", "status": "open", "query": "roof", "limit": 5, "cursor": "2" }),
            json!({ "start": start, "end": end }),
            json!({ "contact": contact, "pipeline": "p1", "stage": "s1", "status": "lost", "period_of": "closed", "start": start, "end": end }),
            json!({ "period_of": "closed", "end": end }),
        ],
        "get_opportunity" | "delete_opportunity" => {
            vec![json!({ "opportunity": "yWQobCRIhRguQtD2llvk" })]
        }
        "create_opportunity" => vec![
            json!({ "title": "Roof", "contact": contact, "pipeline": "p1", "stage": "s1" }),
            json!({ "title": "Roof", "contact": contact, "pipeline": "p1", "stage": "s1", "amount": "5000.50", "status": "open" }),
        ],
        "move_opportunity_stage" => {
            vec![json!({ "opportunity": "o1", "pipeline": "p1", "stage": "s2" })]
        }
        "list_pipelines" => vec![json!({}), json!({ "pipeline": "p1" })],
        "list_calendars" | "get_location" | "list_tags" | "list_custom_fields"
        | "list_workflows" | "list_campaigns" | "list_users" => {
            vec![json!({})]
        }
        "list_free_slots" => vec![
            json!({ "calendar": "c1", "start": start, "end": end, "timezone": "America/New_York" }),
        ],
        "book_appointment" => vec![
            json!({ "calendar": "c1", "contact": contact, "start": start, "end": end }),
            json!({ "calendar": "c1", "contact": contact, "start": start, "end": end, "title": "Demo call" }),
        ],
        "list_appointments" => vec![
            json!({ "start": start, "end": end }),
            json!({ "calendar": "c1", "start": start, "end": end }),
            json!({ "contact": contact }),
            json!({ "contact": contact, "timezone": "America/New_York" }),
        ],
        "create_task" => vec![json!({ "contact": contact, "title": "Call back", "due": start })],
        "list_tasks" => vec![
            json!({}),
            json!({ "contact": contact }),
            json!({ "status": "open", "due_after": start, "due_before": end, "limit": 5 }),
        ],
        "update_task" => vec![
            json!({ "contact": contact, "task": "t1", "title": "Call back", "due": start }),
            json!({ "contact": contact, "task": "t1", "title": "Call back" }),
        ],
        "delete_task" | "complete_task" | "reopen_task" => {
            vec![json!({ "contact": contact, "task": "t1" })]
        }
        "create_note" => vec![json!({ "contact": contact, "note": "Asked for a quote" })],
        "list_notes" => vec![
            json!({ "contact": contact }),
            json!({ "contact": contact, "limit": 5 }),
        ],
        "update_note" => {
            vec![json!({ "contact": contact, "note_id": "n1", "note": "Quote sent" })]
        }
        "delete_note" => vec![json!({ "contact": contact, "note_id": "n1" })],
        "send_sms" => vec![json!({ "contact": contact, "message": "Running late" })],
        "schedule_sms" => {
            vec![json!({ "contact": contact, "message": "Running late", "start": start })]
        }
        "send_email" => vec![json!({ "contact": contact, "message": "a < b" })],
        "schedule_email" => vec![
            json!({ "contact": contact, "subject": "Your quote", "message": "Hi\nJane", "start": start }),
        ],
        other => later(other, hubspot, contact, start, end),
    }
}

/// The operations beyond those that every conversation needs.
fn later(operation: &str, hubspot: bool, contact: &str, start: &str, end: &str) -> Vec<Value> {
    match operation {
        "set_custom_field" => vec![
            json!({ "contact": contact, "field": "favourite_colour", "value": "blue" }),
            json!({ "contact": contact, "field": "favourite_colour", "value": ["blue", "red"] }),
            json!({ "contact": contact, "field": "favourite_colour", "value": null }),
        ],
        "update_opportunity" => vec![
            json!({ "opportunity": "o1", "title": "Roof", "amount": "12" }),
            json!({ "opportunity": "o1", "status": "won" }),
            json!({ "opportunity": "o1", "status": "open" }),
        ],
        "reschedule_appointment" => {
            vec![json!({ "appointment": "a1", "start": start, "end": end })]
        }
        "cancel_appointment" | "delete_appointment" => vec![json!({ "appointment": "a1" })],
        "add_to_workflow" if !hubspot => vec![
            json!({ "contact": contact, "workflow": "w1" }),
            json!({ "contact": contact, "workflow": "w1", "start": start }),
        ],
        "add_to_workflow" | "remove_from_workflow" => {
            vec![json!({ "contact": contact, "workflow": "w1" })]
        }
        "add_to_campaign" | "remove_from_campaign" => {
            vec![json!({ "contact": contact, "campaign": "k1" })]
        }
        "list_conversations" if hubspot => {
            vec![json!({}), json!({ "contact": contact, "status": "all" })]
        }
        "list_conversations" => vec![
            json!({}),
            json!({ "contact": contact, "status": "unread", "query": "roof", "limit": 5 }),
        ],
        "get_messages" => vec![json!({ "contact": contact, "limit": 5 })],
        "send_message" => vec![
            json!({ "conversation": "v1", "channel": "whatsapp", "message": "Hi" }),
            json!({ "conversation": "v1", "channel": "email", "message": "Hi", "subject": "Roof" }),
        ],
        "set_do_not_disturb" | "clear_do_not_disturb" => vec![
            json!({ "contact": "c1" }),
            json!({ "contact": "c1", "channel": "sms" }),
        ],
        "cancel_message" => vec![json!({ "message": "m1" }), json!({ "message": EMAIL })],
        "list_social_accounts" => vec![json!({}), json!({ "platform": "facebook" })],
        "create_social_post" => vec![
            json!({ "accounts": ["a1", "a2"], "message": "Open late", "user": "u1" }),
            json!({ "accounts": ["a1"], "message": "Open late", "user": "u1", "start": start }),
        ],
        "get_social_post" | "delete_social_post" => vec![json!({ "post": "p1" })],
        "list_social_posts" => vec![
            json!({ "start": start, "end": end }),
            json!({ "start": start, "end": end, "status": "scheduled", "accounts": ["a1", "a2"], "limit": 5, "cursor": "20" }),
        ],
        "update_social_post" => vec![
            json!({ "post": "p1", "message": "Open late", "user": "u1" }),
            json!({ "post": "p1", "message": "Open late", "start": start, "accounts": ["a1"], "user": "u1" }),
        ],
        "get_order" => vec![json!({ "order": "o1" })],
        "list_transactions" => vec![
            json!({}),
            json!({ "start": start, "end": end, "contact": contact, "limit": 5, "cursor": "20" }),
        ],
        other => panic!("no sample arguments for {other}: add some"),
    }
}
