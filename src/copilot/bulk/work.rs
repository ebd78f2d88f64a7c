//! Doing the rows of jobs, one after the other, a few at a time.
//!
//! A row is marked before its call and settled after it. A process that dies in between leaves it
//! marked: who takes the job over does it again where that does no harm, and otherwise says that
//! its end is not known.

use std::collections::HashMap;
use std::future::ready;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::copilot::{Copilot, Error};
use crate::crm::{self, CrmProxy};
use crate::operations::bulk::each_of;
use crate::operations::{Operation, find};
use crate::secrets::random_id;
use crate::store::bulk_jobs::{self, Job, State};
use crate::store::bulk_rows::{self, Row, State as RowState};
use crate::value::Effect;

/// How long a job is a worker's without being renewed.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// How often it is renewed.
const RENEWAL: Duration = Duration::from_secs(8);
/// How often a process looks for jobs that another one left behind.
const LOOK: Duration = Duration::from_secs(10);
/// Rows read at a time.
const ROWS: u64 = 50;
/// Calls of one job under way at a time: few, so that people who type come between them.
const AT_ONCE: usize = 4;
/// After so many calls in a row whose end is not known, a job stops by itself.
const UNSURE: usize = 5;
/// How often a contact is tried, where doing it twice is as good as once.
const TRIES: usize = 3;

/// Whether a job goes on after a row.
enum Next {
    /// With the next one.
    Row,
    /// The end of this one's call is not known, for this code.
    Unsure(&'static str),
    /// Not before somebody has looked at this code.
    Pause(&'static str),
    /// Not here: it was paused, cancelled or taken over.
    Leave,
}

impl Copilot {
    /// Works on bulk jobs until told to stop, and then ends the calls under way. One such task in
    /// each process.
    pub async fn work(&self, stop: CancellationToken) {
        let mut jobs = JoinSet::new();
        loop {
            let rung = self.bell.notified();
            let mut rung = std::pin::pin!(rung);
            // From here on the bell is heard, also while the database is asked.
            rung.as_mut().enable();
            self.take_up(&mut jobs, &stop).await;
            tokio::select! {
                () = stop.cancelled() => break,
                () = rung => {}
                () = tokio::time::sleep(LOOK) => {}
                Some(_) = jobs.join_next(), if !jobs.is_empty() => {}
            }
        }
        while jobs.join_next().await.is_some() {}
    }

    /// Does all jobs that run and that nobody works on, to their end.
    pub async fn work_off(&self) {
        let stop = CancellationToken::new();
        let mut jobs = JoinSet::new();
        self.take_up(&mut jobs, &stop).await;
        while jobs.join_next().await.is_some() {}
    }

    async fn take_up(&self, jobs: &mut JoinSet<()>, stop: &CancellationToken) {
        let worker = random_id();
        let now = self.clock.now();
        match bulk_jobs::claim(&self.store, &worker, now, now + LEASE).await {
            Ok(claimed) => {
                for job in claimed {
                    let (copilot, worker, stop) = (self.clone(), worker.clone(), stop.clone());
                    jobs.spawn(async move { copilot.keep_and_do(&job, &worker, &stop).await });
                }
            }
            Err(error) => tracing::warn!(%error, "bulk jobs cannot be read; it is tried again"),
        }
    }

    /// Does a job while its lease is renewed.
    async fn keep_and_do(&self, job: &Job, worker: &str, stop: &CancellationToken) {
        let renewing = async {
            loop {
                tokio::time::sleep(RENEWAL).await;
                let until = self.clock.now() + LEASE;
                match bulk_jobs::renew(&self.store, job, worker, until).await {
                    Ok(true) => {}
                    // The rows notice it themselves: each is marked only by who has the job.
                    Ok(false) => return std::future::pending().await,
                    Err(error) => tracing::warn!(%error, job = job.id, "a lease was not renewed"),
                }
            }
        };
        tokio::select! {
            done = self.do_job(job, worker, stop) => {
                if let Err(error) = done {
                    tracing::warn!(%error, job = job.id, "a bulk job stopped in the middle");
                    return; // The lease runs out, and then it is tried again.
                }
                if let Err(error) = bulk_jobs::release(&self.store, job, worker).await {
                    tracing::warn!(%error, job = job.id, "a bulk job was not given back");
                }
            }
            () = renewing => {}
        }
    }

    async fn do_job(&self, job: &Job, worker: &str, stop: &CancellationToken) -> Result<(), Error> {
        let end = async |to, reason| {
            bulk_jobs::end(&self.store, job, worker, to, reason, self.clock.now()).await
        };
        let Some((row, each)) = find(&job.operation).zip(each_of(&job.operation)) else {
            end(State::Paused, Some("unsupported_by_crm")).await?;
            return Ok(());
        };
        self.settle(job, each).await?;
        if job.state != State::Running {
            return Ok(());
        }
        let tries = Tries::default();
        let mut unsure = 0;
        loop {
            // Connections and rights may be taken away while a job runs.
            let proxy = match self.may_go_on(job, row).await? {
                Ok(proxy) => proxy,
                Err(code) => {
                    end(State::Paused, Some(code)).await?;
                    return Ok(());
                }
            };
            let rows = bulk_rows::next(&self.store, job, ROWS).await?;
            if rows.is_empty() {
                end(State::Done, None).await?;
                return Ok(());
            }
            let is_over = AtomicBool::new(false);
            let work = Work {
                job,
                each,
                proxy: proxy.as_ref(),
                worker,
                tries: &tries,
            };
            // What is under way is waited for: an answer that nobody reads would be lost.
            let mut calls = stream::iter(rows)
                .take_while(|_| ready(!stop.is_cancelled() && !is_over.load(Relaxed)))
                .map(|row| self.do_row(&work, row))
                .buffered(AT_ONCE);
            let mut stopped = None;
            while let Some(next) = calls.next().await {
                match next {
                    Ok(Next::Row) => unsure = 0,
                    Ok(Next::Unsure(code)) => {
                        unsure += 1;
                        if unsure >= UNSURE {
                            stopped = stopped.or(Some(Ok(Next::Pause(code))));
                        }
                    }
                    end => stopped = stopped.or(Some(end)),
                }
                is_over.store(stopped.is_some(), Relaxed);
            }
            match stopped.transpose()? {
                Some(Next::Pause(code)) => {
                    if code == "crm_unauthorized" {
                        self.accounts
                            .note_refusal(&job.tenant, &job.connection, code)
                            .await?;
                    }
                    end(State::Paused, Some(code)).await?;
                    return Ok(());
                }
                Some(_) => return Ok(()),
                None if stop.is_cancelled() => return Ok(()),
                None => {}
            }
        }
    }

    /// The proxy of a job, or the code for which it may not go on.
    async fn may_go_on(
        &self,
        job: &Job,
        row: &Operation,
    ) -> Result<Result<Arc<dyn CrmProxy>, &'static str>, Error> {
        let user = self.accounts.user(&job.user).await?;
        if !user.is_some_and(|user| user.role.rights().contains(row.effect)) {
            return Ok(Err("right_missing"));
        }
        let connection = Some(job.connection.as_str());
        match self.accounts.proxy(&job.tenant, connection).await {
            Ok((_, proxy)) => Ok(Ok(proxy)),
            Err(crate::accounts::Error::NotConnected) => Ok(Err("not_connected")),
            Err(error) => Err(error.into()),
        }
    }

    /// Settles what an earlier worker left behind.
    async fn settle(&self, job: &Job, each: &Operation) -> Result<(), Error> {
        let (state, code) = if is_harmless_twice(each) {
            (RowState::Planned, None)
        } else {
            (RowState::Unknown, Some("crm_timeout"))
        };
        bulk_rows::settle(&self.store, job, state, code).await?;
        Ok(())
    }

    async fn do_row(&self, work: &Work<'_>, row: Row) -> Result<Next, Error> {
        let (job, each) = (work.job, work.each);
        if !bulk_rows::set_sent(&self.store, job, row.position, work.worker).await? {
            return Ok(Next::Leave);
        }
        let mut args = job.args.clone();
        args["contact"] = json!(row.contact);
        let mut end = end_of(&work.proxy.perform(each.name, &args).await);
        if end.0 == RowState::Unknown && is_harmless_twice(each) && work.may_try(row.position) {
            end.0 = RowState::Planned;
        }
        let (state, code, next) = end;
        let code = code.filter(|_| state != RowState::Planned);
        bulk_rows::finish(&self.store, job, row.position, state, code).await?;
        Ok(next)
    }
}

/// How often contacts were tried in vain, by their place in the job.
type Tries = Mutex<HashMap<i64, usize>>;

/// What the rows of a job have in common.
struct Work<'a> {
    job: &'a Job,
    each: &'static Operation,
    proxy: &'a dyn CrmProxy,
    worker: &'a str,
    tries: &'a Tries,
}

impl Work<'_> {
    /// Whether a contact may be tried once more.
    fn may_try(&self, position: i64) -> bool {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let count = tries.entry(position).or_default();
        *count += 1;
        *count < TRIES
    }
}

/// Whether doing it twice is as good as once: tags and fields are then as they should be.
fn is_harmless_twice(each: &Operation) -> bool {
    each.effect == Effect::Write
}

/// What a call came to: the row's state, its code, and whether the job goes on.
fn end_of(answer: &Result<Value, crm::Error>) -> (RowState, Option<&'static str>, Next) {
    let Err(error) = answer else {
        return (RowState::Done, None, Next::Row);
    };
    let code = error.code();
    match (error.effect(), error) {
        (crm::Effect::Unknown, _) => (RowState::Unknown, Some(code), Next::Unsure(code)),
        // What stops one contact would stop all: it is kept to be done later.
        (
            crm::Effect::None,
            crm::Error::Unauthorized
            | crm::Error::WrongScope(_)
            | crm::Error::RateLimited { .. }
            | crm::Error::Unavailable { .. }
            | crm::Error::Timeout { .. },
        ) => (RowState::Planned, None, Next::Pause(code)),
        (crm::Effect::None, _) => (RowState::Failed, Some(code), Next::Row),
    }
}
