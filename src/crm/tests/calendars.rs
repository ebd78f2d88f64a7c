//! GoHighLevel's calendars: appointments from several requests, times with and without an offset.

use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path, query_param},
};

use super::{LOCATION, answering, credentials, lines, patient};
use crate::crm::{CrmProxy, Provider, connect};

const GHL: Provider = Provider::GoHighLevel;

async fn calendars() -> (MockServer, std::sync::Arc<dyn CrmProxy>) {
    let server = MockServer::start().await;
    let calendars = json!({ "calendars": [{ "id": "k1", "name": "A", "slotDuration": 1, "slotDurationUnit": "hours" }, { "id": "k2", "name": "B" }] });
    let mount = |at: &str, answer: Value| {
        Mock::given(method("GET"))
            .and(path(at))
            .respond_with(ResponseTemplate::new(200).set_body_json(answer))
    };
    mount("/calendars/", calendars).mount(&server).await;
    for (calendar, start) in [
        ("k1", "2026-12-02T09:00:00-05:00"),
        ("k2", "2026-12-01T09:00:00-05:00"),
    ] {
        let event = json!({ "id": format!("e-{calendar}"), "calendarId": calendar, "contactId": "c1", "title": "Call",
            "startTime": start, "endTime": start, "appointmentStatus": "confirmed" });
        let answer = ResponseTemplate::new(200).set_body_json(json!({ "events": [event] }));
        Mock::given(path("/calendars/events"))
            .and(query_param("calendarId", calendar))
            .respond_with(answer)
            .mount(&server)
            .await;
    }
    mount(
        &format!("/locations/{LOCATION}"),
        json!({ "location": { "id": LOCATION, "timezone": "America/New_York" } }),
    )
    .mount(&server)
    .await;
    let local = json!({ "id": "e9", "calendarId": "k1", "contactId": "c1", "startTime": "2026-12-03 15:00:00", "endTime": "2026-12-03 15:30:00" });
    mount("/contacts/c1/appointments", json!({ "events": [local] }))
        .mount(&server)
        .await;
    let crm = connect(patient(), credentials(GHL, &server.uri()));
    (server, crm)
}

#[tokio::test]
async fn lists_the_appointments_of_all_calendars_in_order() {
    let (server, crm) = calendars().await;
    let window =
        json!({ "start": "2026-12-01T00:00:00-05:00", "end": "2026-12-08T00:00:00-05:00" });
    let found = crm
        .perform("list_appointments", &window)
        .await
        .expect("appointments");
    let ids: Vec<_> = found["appointments"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|event| event["id"].clone())
        .collect();
    assert_eq!(ids, ["e-k2", "e-k1"]);
    let mut asked = lines(&server).await;
    asked.sort();
    let events = |calendar| {
        format!(
            "GET /calendars/events?locationId={LOCATION}&calendarId={calendar}&startTime=1796101200000&endTime=1796706000000"
        )
    };
    assert_eq!(
        asked,
        [
            format!("GET /calendars/?locationId={LOCATION}"),
            events("k1"),
            events("k2")
        ]
    );
    assert_eq!(
        crm.perform("list_appointments", &json!({}))
            .await
            .expect_err("no window")
            .code(),
        "invalid_argument"
    );
}

#[tokio::test]
async fn gives_the_appointments_of_a_contact_their_offset() {
    let (server, crm) = calendars().await;
    let found = crm
        .perform("list_appointments", &json!({ "contact": "c1" }))
        .await
        .expect("appointments");
    assert_eq!(
        found["appointments"][0]["start"],
        "2026-12-03T15:00:00-05:00"
    );
    assert_eq!(lines(&server).await.len(), 2, "the zone is asked for");
    let berlin =
        json!({ "contact": "c1", "timezone": "Europe/Berlin", "end": "2026-12-03T15:00:00+01:00" });
    let found = crm
        .perform("list_appointments", &berlin)
        .await
        .expect("appointments");
    assert_eq!(found["appointments"], json!([]));
}

#[tokio::test]
async fn lists_free_times_of_all_days() {
    let (server, crm) = answering(GHL, ResponseTemplate::new(200).set_body_json(json!({
        "2026-12-02": { "slots": ["2026-12-02T10:00:00-05:00"] }, "2026-12-01": { "slots": ["2026-12-01T10:00:00-05:00"] }, "traceId": "t"
    }))).await;
    let args = json!({ "calendar": "k1", "start": "2026-12-01T00:00:00-05:00", "end": "2026-12-03T00:00:00-05:00" });
    let found = crm.perform("list_free_slots", &args).await.expect("slots");
    assert_eq!(
        found,
        json!({ "slots": ["2026-12-01T10:00:00-05:00", "2026-12-02T10:00:00-05:00"] })
    );
    assert_eq!(
        lines(&server).await,
        ["GET /calendars/k1/free-slots?startDate=1796101200000&endDate=1796274000000"]
    );
    let long = json!({ "calendar": "k1", "start": "2026-12-01T00:00:00-05:00", "end": "2027-02-01T00:00:00-05:00" });
    assert_eq!(
        crm.perform("list_free_slots", &long)
            .await
            .expect_err("too long")
            .code(),
        "invalid_argument"
    );
}
