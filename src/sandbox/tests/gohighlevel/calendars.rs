//! Calendars, free slots and appointments.

use serde_json::{Value, json};

use super::super::harness::{Sandbox, id};

/// 22 November 2026, the day after the tests' present, in New York, as epoch milliseconds.
const TOMORROW: (i64, i64) = (1_795_323_600_000, 1_795_410_000_000);

async fn calendars(sandbox: &Sandbox) -> Vec<Value> {
    let path = format!("/calendars/?locationId={}", sandbox.location());
    let (status, answer) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(status, 200, "{answer}");
    answer["calendars"].as_array().expect("a list").clone()
}

async fn slots(sandbox: &Sandbox, calendar: &str, (from, until): (i64, i64)) -> (u16, Value) {
    let path = format!("/calendars/{calendar}/free-slots?startDate={from}&endDate={until}");
    sandbox.ghl("GET", &path, Value::Null).await
}

fn booking(sandbox: &Sandbox, calendar: &str, contact: &str, start: &str) -> Value {
    json!({ "calendarId": calendar, "locationId": sandbox.location(), "contactId": contact, "startTime": start })
}

const BOOK: &str = "/calendars/events/appointments";

#[tokio::test]
async fn has_one_default_calendar_that_a_reader_can_see() {
    let sandbox = Sandbox::new().await;
    let all = calendars(&sandbox).await;
    let active: Vec<&Value> = all.iter().filter(|c| c["isActive"] == true).collect();
    assert!(active.len() >= 3);
    assert_eq!(active[0]["name"], "Main calendar");
    assert_eq!(
        all.iter().filter(|c| c["name"] == "Main calendar").count(),
        1
    );
    let path = format!(
        "/calendars/?locationId={}&showDrafted=false",
        sandbox.location()
    );
    let (_, shown) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(
        shown["calendars"].as_array().map(Vec::len),
        Some(active.len())
    );
}

#[tokio::test]
async fn is_free_tomorrow_at_two_whatever_the_day() {
    let mut sandbox = Sandbox::new().await;
    // 16 steps of 25 days pass both changes of summer time.
    for step in 0..16 {
        let calendar = id(&calendars(&sandbox).await[0]).to_owned();
        let day = 86_400_000;
        let from = TOMORROW.0 + step * 25 * day - 3_600_000;
        let (status, free) = slots(&sandbox, &calendar, (from, from + day + 3_600_000)).await;
        assert_eq!(status, 200, "{free}");
        let starts: Vec<String> = free
            .as_object()
            .expect("a map")
            .values()
            .flat_map(|day| day["slots"].as_array().cloned().unwrap_or_default())
            .filter_map(|slot| slot.as_str().map(str::to_owned))
            .collect();
        let at_two = starts
            .iter()
            .find(|slot| slot.contains("T14:00:00"))
            .expect("14:00 is free");
        let half_past = at_two.replace("14:00", "14:30");
        assert!(starts.contains(&half_past), "an hour is free");
        sandbox = sandbox.restarted_after(25).await;
    }
}

#[tokio::test]
async fn leaves_out_what_is_booked_or_past() {
    let sandbox = Sandbox::new().await;
    let all = calendars(&sandbox).await;
    let (_, free) = slots(&sandbox, id(&all[0]), TOMORROW).await;
    let day = free["2026-11-22"]["slots"].as_array().expect("a list");
    assert_eq!(day[0], "2026-11-22T09:00:00-05:00");
    assert_eq!(
        day.last().and_then(Value::as_str),
        Some("2026-11-22T16:30:00-05:00")
    );
    assert!(
        !day.contains(&json!("2026-11-22T10:00:00-05:00")),
        "the sample appointment"
    );
    let (_, consultations) = slots(&sandbox, id(&all[1]), TOMORROW).await;
    let taken = consultations["2026-11-22"]["slots"]
        .as_array()
        .expect("a list");
    assert_eq!(taken.len(), 5, "{taken:?}");
    let today = (TOMORROW.0 - 86_400_000, TOMORROW.0);
    let (_, free) = slots(&sandbox, id(&all[0]), today).await;
    assert_eq!(
        free["2026-11-21"]["slots"][0], "2026-11-21T10:30:00-05:00",
        "it is ten now"
    );
    let (_, closed) = slots(&sandbox, id(&all[3]), TOMORROW).await;
    assert_eq!(
        closed.as_object().map(serde_json::Map::len),
        Some(1),
        "only a trace id: {closed}"
    );
}

#[tokio::test]
async fn answers_slots_in_the_zone_that_was_asked_for() {
    let sandbox = Sandbox::new().await;
    let calendar = id(&calendars(&sandbox).await[0]).to_owned();
    let (from, until) = TOMORROW;
    let path =
        format!("/calendars/{calendar}/free-slots?startDate={from}&endDate={until}&timezone=");
    let (_, free) = sandbox
        .ghl("GET", &format!("{path}Europe/Berlin"), Value::Null)
        .await;
    assert_eq!(free["2026-11-22"]["slots"][0], "2026-11-22T15:00:00+01:00");
    assert_eq!(
        sandbox
            .ghl("GET", &format!("{path}Mars/Base"), Value::Null)
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn refuses_ranges_that_make_no_sense() {
    let sandbox = Sandbox::new().await;
    let calendar = id(&calendars(&sandbox).await[0]).to_owned();
    let (from, until) = TOMORROW;
    assert_eq!(slots(&sandbox, &calendar, (until, from)).await.0, 400);
    assert_eq!(
        slots(&sandbox, &calendar, (from, from + 32 * 86_400_000))
            .await
            .0,
        400
    );
    assert_eq!(
        slots(&sandbox, &calendar, (from, from + 31 * 86_400_000))
            .await
            .0,
        200
    );
    let path = format!("/calendars/{calendar}/free-slots?startDate=tomorrow&endDate={until}");
    assert_eq!(sandbox.ghl("GET", &path, Value::Null).await.0, 422);
}

#[tokio::test]
async fn books_moves_cancels_and_deletes_an_appointment() {
    let sandbox = Sandbox::new().await;
    let calendar = id(&calendars(&sandbox).await[0]).to_owned();
    let contact = id(&sandbox.find("Zoë").await).to_owned();
    let mut body = booking(&sandbox, &calendar, &contact, "2026-11-22T14:00:00-05:00");
    body["title"] = json!("Demo call");
    let (status, made) = sandbox.ghl("POST", BOOK, body.clone()).await;
    assert_eq!(
        (status, &made["title"]),
        (200, &json!("Demo call")),
        "{made}"
    );
    assert_eq!(
        made["endTime"], "2026-11-22T14:30:00-05:00",
        "one slot long"
    );
    let (status, taken) = sandbox.ghl("POST", BOOK, body.clone()).await;
    let message = "The slot you have selected is no longer available.";
    assert_eq!((status, &taken["message"]), (400, &json!(message)));
    body["ignoreFreeSlotValidation"] = json!(true);
    assert_eq!(sandbox.ghl("POST", BOOK, body).await.0, 200);

    let path = format!("{BOOK}/{}", id(&made));
    let moved = json!({ "startTime": "2026-11-23T19:30:00Z" });
    let (status, moved) = sandbox.ghl("PUT", &path, moved).await;
    assert_eq!(
        (status, &moved["startTime"]),
        (200, &json!("2026-11-23T14:30:00-05:00"))
    );
    assert_eq!(moved["endTime"], "2026-11-23T15:00:00-05:00");
    let (_, read) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(read["event"]["startTime"], moved["startTime"]);
    let (_, of_contact) = sandbox
        .ghl(
            "GET",
            &format!("/contacts/{contact}/appointments"),
            Value::Null,
        )
        .await;
    let events = of_contact["events"].as_array().expect("a list");
    assert_eq!(
        events[1]["startTime"], "2026-11-23 14:30:00",
        "no offset here"
    );

    let (_, cancelled) = sandbox
        .ghl("PUT", &path, json!({ "appointmentStatus": "cancelled" }))
        .await;
    assert_eq!(cancelled["appointmentStatus"], "cancelled");
    let again = booking(&sandbox, &calendar, &contact, "2026-11-23T14:30:00-05:00");
    assert_eq!(
        sandbox.ghl("POST", BOOK, again).await.0,
        200,
        "a cancelled one takes no time"
    );

    let path = format!("/calendars/events/{}", id(&made));
    assert_eq!(
        sandbox.ghl("DELETE", &path, Value::Null).await.0,
        422,
        "a body is mandatory"
    );
    let (status, gone) = sandbox.ghl("DELETE", &path, json!({})).await;
    assert_eq!((status, &gone["succeeded"]), (201, &json!(true)));
    assert_eq!(sandbox.ghl("DELETE", &path, json!({})).await.0, 400);
}

#[tokio::test]
async fn refuses_times_that_are_no_slot() {
    let sandbox = Sandbox::new().await;
    let all = calendars(&sandbox).await;
    let contact = id(&sandbox.find("Zoë").await).to_owned();
    for (calendar, start, expected) in [
        (0, "2026-11-22T14:15:00-05:00", 400),
        (0, "2026-11-22T08:30:00-05:00", 400),
        (0, "2026-11-22T17:00:00-05:00", 400),
        (0, "2026-11-20T14:00:00-05:00", 400),
        (0, "2026-11-22T14:00:00", 422),
        (0, "tomorrow", 422),
        (1, "2026-11-22T15:00:00-05:00", 400),
        (3, "2026-11-22T14:00:00-05:00", 400),
        (1, "2026-11-22T14:00:00-05:00", 200),
    ] {
        let body = booking(&sandbox, id(&all[calendar]), &contact, start);
        let (status, answer) = sandbox.ghl("POST", BOOK, body).await;
        assert_eq!(status, expected, "{calendar} {start}: {answer}");
    }
    let mut backwards = booking(&sandbox, id(&all[0]), &contact, "2026-11-22T14:00:00-05:00");
    backwards["endTime"] = json!("2026-11-22T13:00:00-05:00");
    assert_eq!(sandbox.ghl("POST", BOOK, backwards).await.0, 400);
}

#[tokio::test]
async fn lists_appointments_of_a_window() {
    let sandbox = Sandbox::new().await;
    let calendar = id(&calendars(&sandbox).await[0]).to_owned();
    let (from, until) = TOMORROW;
    let path = format!(
        "/calendars/events?locationId={}&startTime={from}&endTime={until}",
        sandbox.location()
    );
    let (status, answer) = sandbox.ghl("GET", &path, Value::Null).await;
    assert_eq!(
        (status, &answer["message"]),
        (
            422,
            &json!(["Either of userId, calendarId or groupId is required"])
        )
    );
    let (_, answer) = sandbox
        .ghl("GET", &format!("{path}&calendarId={calendar}"), Value::Null)
        .await;
    assert_eq!(
        answer["events"].as_array().map(Vec::len),
        Some(1),
        "{answer}"
    );
    assert_eq!(answer["events"][0]["title"], "Roof quote walkthrough");
    let user = answer["events"][0]["assignedUserId"]
        .as_str()
        .expect("a user");
    let (_, answer) = sandbox
        .ghl("GET", &format!("{path}&userId={user}"), Value::Null)
        .await;
    assert!(
        answer["events"].as_array().map(Vec::len) > Some(3),
        "all calendars: {answer}"
    );
}

#[tokio::test]
async fn seeds_no_appointment_that_touches_two_o_clock() {
    let sandbox = Sandbox::new().await;
    let (from, until) = (TOMORROW.0 - 30 * 86_400_000, TOMORROW.1 + 30 * 86_400_000);
    for calendar in calendars(&sandbox).await {
        let path = format!(
            "/calendars/events?locationId={}&startTime={from}&endTime={until}&calendarId={}",
            sandbox.location(),
            id(&calendar)
        );
        let (_, answer) = sandbox.ghl("GET", &path, Value::Null).await;
        for event in answer["events"].as_array().expect("a list") {
            let hour = |name: &str| event[name].as_str().expect("a time")[11..16].to_owned();
            assert!(
                *hour("endTime") <= *"14:00" || *hour("startTime") >= *"14:30",
                "{event}"
            );
        }
    }
}
