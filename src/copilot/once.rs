//! Calls that carry an idempotency key: the first answer is kept, and a repeat gets it.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::answer::Answer;
use super::{Call, Copilot, Error};
use crate::operations::schema::Fault;
use crate::secrets::fingerprint;
use crate::store::replays::{self, Replay};
use crate::value::Actor;

/// How long a repeat waits for the first one's answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(40);

impl Copilot {
    /// Runs a call, or gives the answer of the first call under the same key.
    ///
    /// # Errors
    /// As [`Copilot::run`]; [`Error::Invalid`] when the key was used for a different call, and
    /// [`Error::Busy`] when the first one is still at work after half a minute.
    pub async fn run_once(&self, actor: &Actor, call: Call) -> Result<Answer, Error> {
        let (copilot, actor) = (self.clone(), actor.clone());
        Copilot::finish(async move { copilot.run_first(&actor, call).await }).await
    }

    async fn run_first(&self, actor: &Actor, call: Call) -> Result<Answer, Error> {
        let Some(key) = call.key.clone() else {
            return self.run(actor, call).await;
        };
        let request = fingerprint(&format!(
            "{} {}",
            call.operation,
            Value::Object(call.args.clone())
        ));
        let (tenant, user) = (&actor.tenant, &actor.user);
        let since = Instant::now();
        loop {
            match replays::claim(&self.store, tenant, user, &key, &request, self.clock.now())
                .await?
            {
                Replay::Claimed => break,
                Replay::Answered { body, .. } => {
                    return Ok(Answer::kept(serde_json::from_str(&body)?));
                }
                Replay::Different => {
                    let detail = "this key was used for a different call";
                    return Err(Error::Invalid(vec![Fault::of("Idempotency-Key", detail)]));
                }
                Replay::InProgress if since.elapsed() > PATIENCE => return Err(Error::Busy),
                Replay::InProgress => tokio::time::sleep(LOOK).await,
            }
        }
        // The step's key names the user as well: keys of two users never meet.
        let call = Call {
            key: Some(format!("{user}:{key}")),
            ..call
        };
        match self.run(actor, call).await {
            Ok(answer) => {
                replays::finish(
                    &self.store,
                    tenant,
                    user,
                    &key,
                    200,
                    &answer.json().to_string(),
                )
                .await?;
                Ok(answer)
            }
            Err(error) => {
                // Nothing was done: the key may be tried again.
                replays::release(&self.store, tenant, user, &key).await?;
                Err(error)
            }
        }
    }
}
