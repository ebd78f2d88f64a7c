//! One change for many contacts: who is meant, what is shown, and what became of it.
//!
//! The contacts are looked up before the preview and kept as rows of a job, so that what was
//! confirmed is what runs. `work` does them one by one, in whichever process has the time.

mod prepare;
mod result;
mod work;

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::advance::Service;
use super::draft::{Draft, Found};
use super::outcome::{Ask, Choice, Outcome, Refusal, Why};
use super::plan::Step;
use super::turn::Turn;
use super::{Copilot, Error};
use crate::crm;
use crate::operations::bulk::{Control, control_of, each_of};
use crate::operations::{Operation, find};
use crate::store::bulk_jobs::{self, Job, State};
use crate::store::bulk_rows;
use crate::store::{self, Store};
use crate::value::Actor;

/// Rings when there may be work for the workers of this process.
pub(super) type Bell = Arc<Notify>;

/// Most jobs that are shown or chosen from.
const SHOWN: u64 = 10;

/// The states of a job in which a control does something.
fn fitting(control: Control) -> &'static [State] {
    match control {
        Control::List => &[State::Running, State::Paused, State::Cancelled, State::Done],
        Control::Pause => &[State::Running],
        Control::Resume => &[State::Paused],
        Control::Cancel => &[State::Running, State::Paused],
    }
}

/// A job as the API gives it.
async fn progress(store: &Store, job: &Job) -> Result<Value, store::Error> {
    let mut shown = json!({
        "id": job.id,
        "operation": job.operation,
        "state": job.state.as_str(),
        "reason": job.reason,
        "total": job.total,
        "created": job.created_at.to_rfc3339(),
        "updated": job.updated_at.to_rfc3339(),
        "result": format!("/api/bulk-jobs/{}/result.csv", job.id),
    });
    for state in bulk_rows::State::ALL {
        shown[state.as_str()] = json!(0);
    }
    for (state, number) in bulk_rows::count(store, job).await? {
        shown[state.as_str()] = json!(number);
    }
    Ok(shown)
}

impl Copilot {
    /// How far a job of this user is: its state, and how many contacts are in which state.
    ///
    /// # Errors
    /// [`Error::Unknown`] when it is not this user's.
    pub async fn bulk_job(&self, actor: &Actor, id: &str) -> Result<Value, Error> {
        let job = bulk_jobs::get(&self.store, &actor.tenant, &actor.user, id).await?;
        let job = job.ok_or(Error::Unknown("bulk job"))?;
        Ok(progress(&self.store, &job).await?)
    }

    /// Which job a control means: the one named, or the only one that it fits.
    pub(super) async fn find_job(
        &self,
        service: Service<'_>,
        turn: &Turn,
        row: &Operation,
        draft: &mut Draft,
    ) -> Result<Result<(), Box<Outcome>>, Error> {
        let Some(control) = control_of(row.name).filter(|control| *control != Control::List) else {
            return Ok(Ok(()));
        };
        if draft.found.contains_key("job") {
            return Ok(Ok(()));
        }
        let actor = service.actor;
        let (tenant, user) = (&actor.tenant, &actor.user);
        let mut jobs = bulk_jobs::of(&self.store, tenant, user, fitting(control), SHOWN).await?;
        let said = draft.text("job").map(str::to_owned);
        if let Some(said) = &said {
            jobs.retain(|job| job.id == *said);
        }
        if jobs.is_empty() {
            return Ok(Err(Box::new(match said {
                None => Outcome::Refused(Refusal::NoSuchJob(row.name.to_owned())),
                Some(said) => Outcome::Ask(Ask {
                    operation: row.name.to_owned(),
                    slot: "job".to_owned(),
                    why: Why::NotFound {
                        said,
                        creatable: false,
                    },
                }),
            })));
        }
        let mut found = Vec::new();
        for job in &jobs {
            let record = progress(&self.store, job).await?;
            found.push(Found {
                id: job.id.clone(),
                name: turn.words().verb(&job.operation),
                record,
            });
        }
        match <[Found; 1]>::try_from(found) {
            Ok([only]) => {
                draft.found.insert("job".to_owned(), only);
                Ok(Ok(()))
            }
            Err(several) => Ok(Err(Box::new(Outcome::Choose {
                operation: row.name.to_owned(),
                slot: "job".to_owned(),
                said: String::new(),
                choices: several.into_iter().enumerate().map(choice).collect(),
            }))),
        }
    }
}

fn choice((index, found): (usize, Found)) -> Choice {
    let number = |name: &str| found.record[name].as_u64().unwrap_or_default();
    Choice {
        number: index + 1,
        detail: format!("{}/{}", number("done"), number("total")),
        label: found.name,
        id: found.id,
        record: found.record,
    }
}

/// The right that a step lacks: who lets a job go on needs the right to what it does.
pub(super) async fn lacking(
    store: &Store,
    actor: &Actor,
    step: &Step,
) -> Result<Option<&'static str>, store::Error> {
    if control_of(&step.operation) != Some(Control::Resume) {
        return Ok(None);
    }
    let id = step.args["job"].as_str().unwrap_or_default();
    let job = bulk_jobs::get(store, &actor.tenant, &actor.user, id).await?;
    let does = job.and_then(|job| find(&job.operation));
    let right = does
        .map(|row| row.effect)
        .filter(|right| !actor.allowed.contains(*right));
    Ok(right.map(crate::value::Effect::as_str))
}

/// Starts, shows, pauses, resumes or cancels a job; `None` for every other operation. What the
/// rooms below call a CRM's answer is the job here.
pub(super) async fn perform(
    store: &Store,
    bell: &Bell,
    now: chrono::DateTime<chrono::Utc>,
    actor: &Actor,
    operation: &str,
    args: &Value,
) -> Result<Option<Result<Value, crm::Error>>, store::Error> {
    let (from, to): (&[State], State) = match (each_of(operation), control_of(operation)) {
        (Some(_), _) => (&[State::Shown], State::Running),
        (_, Some(Control::List)) => {
            return list(store, actor, args).await.map(|list| Some(Ok(list)));
        }
        (_, Some(control)) => {
            let to = match control {
                Control::Pause => State::Paused,
                Control::Cancel => State::Cancelled,
                Control::Resume | Control::List => State::Running,
            };
            (fitting(control), to)
        }
        (None, None) => return Ok(None),
    };
    let id = args["job"].as_str().unwrap_or_default();
    let Some(job) = bulk_jobs::get(store, &actor.tenant, &actor.user, id).await? else {
        return Ok(Some(Err(crm::Error::NotFound)));
    };
    let changed = bulk_jobs::change(store, &actor.tenant, id, from, to, now).await?;
    if !changed {
        return Ok(Some(Err(crm::Error::Conflict {
            message: format!("the job is {} now", job.state.as_str()),
        })));
    }
    if to == State::Running {
        bell.notify_waiters();
    }
    let job = Job {
        state: to,
        reason: None,
        updated_at: now,
        ..job
    };
    Ok(Some(Ok(progress(store, &job).await?)))
}

async fn list(store: &Store, actor: &Actor, args: &Value) -> Result<Value, store::Error> {
    let limit = args["limit"].as_u64().unwrap_or(SHOWN);
    let states = fitting(Control::List);
    let jobs = bulk_jobs::of(store, &actor.tenant, &actor.user, states, limit).await?;
    let mut shown = Vec::new();
    for job in &jobs {
        shown.push(progress(store, job).await?);
    }
    Ok(json!({"jobs": shown}))
}
