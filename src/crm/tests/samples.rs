//! Arguments for every operation: all that can be given, and as few as must be.

use serde_json::{Value, json};

use crate::crm::Provider;

/// Several sets of arguments, which together make every call of the operation's row.
pub(super) fn of(provider: Provider, operation: &str) -> Vec<Value> {
    let hubspot = provider == Provider::HubSpot;
    let (contact, start, end) = (
        "ocQHyuzHvysMo5N5VsXc",
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
        "get_contact" | "delete_contact" => vec![json!({ "contact": contact })],
        "create_contact" => {
            let mut tagged = name.clone();
            tagged["tags"] = json!(["hot-lead", "vip"]);
            vec![json!({}), name, tagged]
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
        "list_pipelines" | "list_calendars" | "get_location" => vec![json!({})],
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
        "delete_task" => vec![json!({ "contact": contact, "task": "t1" })],
        "create_note" => vec![json!({ "contact": contact, "note": "Asked for a quote" })],
        "delete_note" => vec![json!({ "contact": contact, "note_id": "n1" })],
        "send_sms" => vec![json!({ "contact": contact, "message": "Running late" })],
        "send_email" => vec![
            json!({ "contact": contact, "message": "a < b" }),
            json!({ "contact": contact, "subject": "Your quote", "message": "Hi\nJane" }),
        ],
        other => panic!("no sample arguments for {other}: add some"),
    }
}
