//! Running what was shown, once somebody said yes.

use super::advance::{End, Service, remember};
use super::answer::Answer;
use super::memory::State;
use super::outcome::Outcome;
use super::plan::Plan;
use super::reply::Words;
use super::turn::Turn;
use super::{Copilot, Error};
use crate::operations::find;
use crate::secrets::fingerprint;
use crate::store::plans::{self, Taken};
use crate::value::Actor;

impl Copilot {
    /// Runs the plan of a token: every door but the chat comes here. A caller that names a `tool`
    /// runs a plan of that operation only.
    ///
    /// # Errors
    /// [`Error::PlanUsed`], [`Error::PlanExpired`] and [`Error::ConversationChanged`] tell the
    /// rightful owner what became of it; anybody else gets [`Error::Unknown`].
    pub async fn confirm(
        &self,
        actor: &Actor,
        token: &str,
        tool: Option<&str>,
    ) -> Result<Answer, Error> {
        let (copilot, actor) = (self.clone(), actor.clone());
        let (token, tool) = (token.to_owned(), tool.map(str::to_owned));
        Copilot::finish(async move { copilot.run_confirmed(&actor, &token, tool.as_deref()).await })
            .await
    }

    async fn run_confirmed(
        &self,
        actor: &Actor,
        token: &str,
        tool: Option<&str>,
    ) -> Result<Answer, Error> {
        let begun = std::time::Instant::now();
        let token_hash = fingerprint(token);
        if let Some(tool) = tool {
            let now = self.clock.now();
            let open =
                plans::peek(&self.store, &actor.tenant, &actor.user, &token_hash, now).await?;
            let plan = open
                .map(|kept| serde_json::from_value::<Plan>(kept.plan))
                .transpose()?;
            if plan.is_some_and(|plan| plan.steps.iter().any(|step| step.operation != tool)) {
                return Err(Error::Unknown("plan"));
            }
        }
        let kept = match plans::take(
            &self.store,
            &actor.tenant,
            &actor.user,
            &token_hash,
            self.clock.now(),
        )
        .await?
        {
            Taken::Taken(kept) => kept,
            Taken::Used => return Err(Error::PlanUsed),
            Taken::Expired => return Err(Error::PlanExpired),
            Taken::Cancelled => return Err(Error::ConversationChanged),
            Taken::Unknown => return Err(Error::Unknown("plan")),
        };
        let plan: Plan = serde_json::from_value(kept.plan.clone())?;
        let locale = self.locale(actor, None, None).await?;
        let mut turn = self.turn(actor, Some(&plan.connection), locale).await?;
        let service = Service {
            actor,
            conversation: kept.conversation.as_deref(),
        };
        let end = self
            .run_plan(service, &mut turn, &mut State::default(), &plan, &kept.hash)
            .await?;
        let words = turn.words();
        let mut answer = Answer::of(
            &words,
            None,
            &end.before,
            &end.outcome,
            serde_json::Value::Null,
        );
        answer.timed(super::run::timing(begun, 0, &turn));
        Ok(answer)
    }

    /// Drops the plan of a token.
    ///
    /// # Errors
    /// As [`Copilot::confirm`].
    pub async fn cancel(&self, actor: &Actor, token: &str) -> Result<Answer, Error> {
        let token_hash = fingerprint(token);
        let now = self.clock.now();
        match plans::cancel(&self.store, &actor.tenant, &actor.user, &token_hash, now).await? {
            Taken::Taken(kept) => {
                let plan: Plan = serde_json::from_value(kept.plan.clone())?;
                let locale = self.locale(actor, None, None).await?;
                let grammar = self.grammars.current(locale.lang);
                let words = Words::of(&grammar, locale);
                let operation = plan.steps.into_iter().next().map(|step| step.operation);
                let outcome = Outcome::Cancelled(operation.into_iter().collect());
                Ok(Answer::of(
                    &words,
                    None,
                    &[],
                    &outcome,
                    serde_json::Value::Null,
                ))
            }
            Taken::Used => Err(Error::PlanUsed),
            Taken::Expired => Err(Error::PlanExpired),
            Taken::Cancelled => Err(Error::ConversationChanged),
            Taken::Unknown => Err(Error::Unknown("plan")),
        }
    }

    /// Performs the steps of a plan that was confirmed. A plan whose hash is not the one that was
    /// shown does not run.
    pub(super) async fn run_plan(
        &self,
        service: Service<'_>,
        turn: &mut Turn,
        state: &mut State,
        plan: &Plan,
        hash: &str,
    ) -> Result<End, Error> {
        if plan.hash() != hash
            || plan.tenant != service.actor.tenant
            || plan.connection != turn.connection
        {
            return Err(Error::ConversationChanged);
        }
        let mut before = Vec::new();
        for step in &plan.steps {
            // Rights may have been taken away since the preview.
            let refusal =
                find(&step.operation).and_then(|row| super::advance::refusal(service.actor, row));
            if let Some(refusal) = refusal {
                return Ok(End {
                    before,
                    ..End::from(Outcome::Refused(refusal))
                });
            }
            if let Some(replaced) = &step.replaces {
                match self.make_room(service, turn, state, replaced).await? {
                    Ok(undone) => before.extend(undone),
                    Err(halt) => {
                        return Ok(End {
                            before,
                            ..End::from(*halt)
                        });
                    }
                }
            }
            match self.performer(service, turn, None).perform(step).await? {
                Ok(done) => {
                    remember(turn, state, &done);
                    before.push(done);
                }
                Err(failure) => {
                    return Ok(End {
                        before,
                        ..End::from(Outcome::Failed(failure))
                    });
                }
            }
        }
        Ok(End::from(Outcome::Done(before)))
    }
}
