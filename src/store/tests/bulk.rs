use serde_json::json;

use super::super::bulk_jobs::{self, Job, NewJob, State};
use super::super::bulk_rows::{self, NewRow, State as RowState};
use super::*;

async fn kept(store: &Store, user: &User, contacts: usize) -> Job {
    let rows: Vec<NewRow> = (0..contacts)
        .map(|number| NewRow {
            contact: format!("c{number}"),
            name: format!("Contact {number}"),
            skipped: (number == 1).then_some("no_phone"),
        })
        .collect();
    let new = NewJob {
        connection: "connection",
        operation: "bulk_add_tags",
        args: &json!({"tags": ["a"]}),
        rows: &rows,
    };
    let job = bulk_jobs::insert(store, &user.tenant, &user.id, new, now());
    job.await.unwrap()
}

async fn moved(store: &Store, job: &Job, from: State, to: State) -> bool {
    bulk_jobs::change(store, &job.tenant, &job.id, &[from], to, now())
        .await
        .unwrap()
}

#[tokio::test]
async fn one_worker_has_a_job_until_its_lease_runs_out() {
    on_each_database(async |store| {
        let (ours, theirs) = two(store).await;
        let job = kept(store, &ours, 3).await;
        let claim =
            async |worker, at, until| bulk_jobs::claim(store, worker, at, until).await.unwrap();
        assert_eq!(claim("a", now(), later(1)).await, [], "not confirmed");
        assert!(moved(store, &job, State::Shown, State::Running).await);
        assert!(!moved(store, &job, State::Shown, State::Running).await);
        assert_eq!(claim("a", now(), later(1)).await.len(), 1);
        assert_eq!(claim("b", now(), later(1)).await, []);
        assert!(bulk_rows::set_sent(store, &job, 0, "a").await.unwrap());
        assert!(
            !bulk_rows::set_sent(store, &job, 0, "a").await.unwrap(),
            "once"
        );
        assert!(
            !bulk_rows::set_sent(store, &job, 2, "b").await.unwrap(),
            "not its own"
        );
        let renew = async |worker| {
            bulk_jobs::renew(store, &job, worker, later(3))
                .await
                .unwrap()
        };
        assert!(renew("a").await && !renew("b").await);
        assert_eq!(claim("b", later(2), later(9)).await, []);
        assert_eq!(claim("b", later(4), later(9)).await.len(), 1);
        assert!(!renew("a").await);
        assert!(bulk_rows::set_sent(store, &job, 2, "b").await.unwrap());
        // Paused, no further row goes out; the job is its worker's until that gives it back.
        assert!(moved(store, &job, State::Running, State::Paused).await);
        assert!(!bulk_rows::set_sent(store, &job, 1, "b").await.unwrap());
        let end = bulk_jobs::end(store, &job, "b", State::Done, None, now());
        assert!(!end.await.unwrap(), "it is paused");
        assert!(!bulk_jobs::release(store, &job, "a").await.unwrap());
        assert!(bulk_jobs::release(store, &job, "b").await.unwrap());
        assert_eq!(claim("c", later(99), later(100)).await, []);
        let foreign = bulk_jobs::get(store, &theirs.tenant, &theirs.id, &job.id);
        assert_eq!(foreign.await.unwrap(), None);
        let all = [State::Paused];
        let found = bulk_jobs::of(store, &ours.tenant, &ours.id, &all, 9)
            .await
            .unwrap();
        assert_eq!(found.len(), 1);
        let found = bulk_jobs::of(store, &theirs.tenant, &theirs.id, &all, 9)
            .await
            .unwrap();
        assert_eq!(found, []);
    })
    .await;
}

#[tokio::test]
async fn rows_are_settled_counted_and_read_in_order() {
    on_each_database(async |store| {
        let (ours, _) = two(store).await;
        let job = kept(store, &ours, 1100).await;
        moved(store, &job, State::Shown, State::Running).await;
        bulk_jobs::claim(store, "a", now(), later(1)).await.unwrap();
        let next = bulk_rows::next(store, &job, 2).await.unwrap();
        let places: Vec<i64> = next.iter().map(|row| row.position).collect();
        assert_eq!(places, [0, 2], "1 is left out");
        for place in [0, 2, 3] {
            assert!(bulk_rows::set_sent(store, &job, place, "a").await.unwrap());
        }
        let failed = (RowState::Failed, Some("crm_invalid"));
        bulk_rows::finish(store, &job, 2, failed.0, failed.1)
            .await
            .unwrap();
        // What is settled stays so.
        bulk_rows::finish(store, &job, 2, RowState::Done, None)
            .await
            .unwrap();
        let settled = bulk_rows::settle(store, &job, RowState::Unknown, Some("crm_timeout"));
        assert_eq!(settled.await.unwrap(), 2);
        let mut counted = bulk_rows::count(store, &job).await.unwrap();
        counted.sort_by_key(|(state, _)| state.as_str());
        let expected = [
            (RowState::Failed, 1),
            (RowState::Planned, 1096),
            (RowState::Skipped, 1),
            (RowState::Unknown, 2),
        ];
        assert_eq!(counted, expected);
        let page = bulk_rows::from(store, &job, 2, 1).await.unwrap();
        assert_eq!(
            (page[0].position, page[0].code.as_deref()),
            (2, Some("crm_invalid"))
        );
        // What was never confirmed is removed, with its rows.
        let shown = kept(store, &ours, 2).await;
        assert_eq!(bulk_jobs::sweep(store, later(1)).await.unwrap(), 1);
        assert_eq!(bulk_rows::next(store, &shown, 9).await.unwrap(), []);
    })
    .await;
}
