//! One message of a conversation, from start to end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::answer::{Answer, Timing};
use super::memory::State;
use super::outcome::{Missed, Outcome};
use super::phrases::way_to_teach;
use super::reply::Words;
use super::{Copilot, Error};
use crate::store::conversations;
use crate::store::messages::{self, Claim};
use crate::value::{Actor, Effect};

/// A message as a door got it.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// What was said.
    pub text: String,
    /// The conversation; a new one when absent.
    pub session: Option<String>,
    /// The sender's name for this message: a repeat gets the first answer.
    pub message_id: Option<String>,
    /// The CRM connection to use.
    pub connection: Option<String>,
    /// `en` or `es`; the tenant's when absent.
    pub lang: Option<String>,
    /// An IANA zone; the tenant's when absent.
    pub timezone: Option<String>,
}

/// How long a second delivery waits for the first one's answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it looks.
const LOOK: Duration = Duration::from_millis(40);
/// Longest title of a conversation, in characters of its first message.
const TITLE: usize = 60;

impl Copilot {
    /// Answers a message.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a conversation that is not this user's, [`Error::Invalid`] for a
    /// language or zone that does not exist, [`Error::Busy`] when the first delivery of the same
    /// message is still at work after half a minute.
    pub async fn say(&self, actor: &Actor, message: Message) -> Result<Answer, Error> {
        let (copilot, actor) = (self.clone(), actor.clone());
        Copilot::finish(async move { copilot.turn_of(&actor, message).await }).await
    }

    async fn turn_of(&self, actor: &Actor, message: Message) -> Result<Answer, Error> {
        let begun = Instant::now();
        let (lang, timezone) = (message.lang.as_deref(), message.timezone.as_deref());
        let locale = self.locale(actor, lang, timezone).await?;
        let (conversation, is_new) = match &message.session {
            Some(id) => {
                let found = conversations::get(&self.store, &actor.tenant, &actor.user, id).await?;
                (found.ok_or(Error::Unknown("conversation"))?.id, false)
            }
            None => {
                let now = self.clock.now();
                let new = conversations::create(&self.store, &actor.tenant, &actor.user, None, now)
                    .await?;
                (new.id, true)
            }
        };
        let row = match self.claim(actor, &conversation, &message).await {
            Ok(Ok(row)) => row,
            Ok(Err(first)) => {
                self.discard(actor, &conversation, is_new).await?;
                return Ok(first);
            }
            Err(error) => {
                self.discard(actor, &conversation, is_new).await?;
                return Err(error);
            }
        };
        // A message taken over from a process that died belongs to the conversation it began.
        let conversation = row.conversation;

        let _turn = self.busy.enter(&conversation).await;
        let kept =
            conversations::get(&self.store, &actor.tenant, &actor.user, &conversation).await?;
        let kept = kept.ok_or(Error::Unknown("conversation"))?;
        let (mut state, lost) = State::read(&kept.state);

        let grammar = self.grammars.current(locale.lang);
        let zone = locale.zone;
        let local = self.clock.now().with_timezone(&zone).naive_local();
        let context = crate::intents::Context {
            lang: locale.lang,
            now: crate::nlu::date::Now { local, zone },
            pack: self.pack(&actor.tenant, &grammar).await?,
        };
        let reading_begun = Instant::now();
        let reading = grammar.read(&message.text, &context);
        let read_us = micros(reading_begun);

        let heard = super::hear::Heard {
            actor,
            conversation: &conversation,
            key: &row.id,
            text: &message.text,
            connection: message.connection.as_deref(),
            locale,
            grammar: &grammar,
            context: &context,
            reading: &reading,
        };
        let (end, crm_us) = self.hear(&heard, &mut state).await?;

        let words = Words::of(&grammar, locale);
        let mut answer = Answer::of(
            &words,
            Some(&conversation),
            &end.before,
            &end.outcome,
            reading.json(),
        );
        if matches!(end.outcome, Outcome::NotUnderstood(Missed::Unknown))
            && actor.allowed.contains(Effect::Admin)
            && let Some(way) = way_to_teach(&words, &message.text)
        {
            answer.offer(way);
        }
        if let Some(first) = &end.first {
            answer.preface(first);
        }
        if let Some(still) = &end.still {
            answer.goes_on(&words, still);
        }
        if lost {
            answer.preface(&words.say("state_lost", &[]));
        }
        answer.timed(Timing {
            read_us,
            total_us: micros(begun),
            crm_us,
        });
        let now = self.clock.now();
        let (tenant, user, version) = (&actor.tenant, &actor.user, kept.state_version);
        let text = state.write()?;
        let saved = conversations::save_state(
            &self.store,
            tenant,
            user,
            &conversation,
            &text,
            version,
            now,
        )
        .await?;
        if !saved && state.open.is_some() {
            // Another instance answered another message of this conversation meanwhile; a question
            // that nobody remembers must not be asked.
            let outcome = Outcome::Failed(super::outcome::Failure::of("conversation_changed"));
            answer = Answer::of(
                &words,
                Some(&conversation),
                &end.before,
                &outcome,
                reading.json(),
            );
        }
        messages::answer(&self.store, tenant, &row.id, answer.json(), now).await?;
        if kept.title.is_empty() {
            let title = title(&message.text);
            conversations::set_title(&self.store, tenant, user, &conversation, &title).await?;
        }
        Ok(answer)
    }

    /// Removes the conversation of a repeated delivery: the first one has its own.
    async fn discard(&self, actor: &Actor, conversation: &str, is_new: bool) -> Result<(), Error> {
        if is_new {
            conversations::delete(&self.store, &actor.tenant, &actor.user, conversation).await?;
        }
        Ok(())
    }

    /// Makes this delivery the one that works on the message, or gives the first one's answer.
    async fn claim(
        &self,
        actor: &Actor,
        conversation: &str,
        message: &Message,
    ) -> Result<Result<messages::Message, Answer>, Error> {
        let waiting_since = Instant::now();
        let key = message.message_id.as_deref();
        loop {
            let (tenant, user, now) = (&actor.tenant, &actor.user, self.clock.now());
            match messages::claim(
                &self.store,
                tenant,
                user,
                key,
                conversation,
                &message.text,
                now,
            )
            .await?
            {
                Claim::Claimed { message, .. } => return Ok(Ok(message)),
                Claim::Answered(first) => {
                    return Ok(Err(Answer::kept(first.answer.unwrap_or_default())));
                }
                Claim::InProgress(_) if waiting_since.elapsed() > PATIENCE => {
                    return Err(Error::Busy);
                }
                Claim::InProgress(_) => tokio::time::sleep(LOOK).await,
            }
        }
    }
}

fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// One message of a conversation at a time within this process; across processes the state's
/// version decides.
#[derive(Default)]
pub(super) struct Busy(Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>);

/// A conversation's turn, until dropped.
pub(super) struct Entered<'a> {
    busy: &'a Busy,
    conversation: String,
    guard: Option<tokio::sync::OwnedMutexGuard<()>>,
}

impl Busy {
    async fn enter(&self, conversation: &str) -> Entered<'_> {
        let lock = {
            let mut all = self
                .0
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            Arc::clone(all.entry(conversation.to_owned()).or_default())
        };
        let guard = Some(lock.lock_owned().await);
        Entered {
            busy: self,
            conversation: conversation.to_owned(),
            guard,
        }
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        let mut all = self
            .busy
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        drop(self.guard.take());
        // Ours and the map's: nobody else waits for it.
        if all
            .get(&self.conversation)
            .is_some_and(|lock| Arc::strong_count(lock) == 1)
        {
            all.remove(&self.conversation);
        }
    }
}

/// A message as the title of its conversation; what is cut off is shown to be.
fn title(message: &str) -> String {
    let message = message.trim();
    match message.char_indices().nth(TITLE) {
        Some((end, _)) => format!("{}…", message[..end].trim_end()),
        None => message.to_owned(),
    }
}
