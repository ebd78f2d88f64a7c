//! Messages beside what is open: no answer to it, an interruption, a yes with more behind it.
//!
//! What is open stays open where nothing else is to be done, and is said back; where something else
//! is, the reply says that what was open was not done.

use super::advance::End;
use super::correct::swaps;
use super::corrected::reader;
use super::hear::{Heard, Move};
use super::memory::{Open, State};
use super::outcome::Outcome;
use super::reply::{Words, verbs};
use super::stepped::asked_again;
use super::{Copilot, Error};
use crate::intents::{Context, Doubt, Sureness};
use crate::operations::find;
use crate::value::{Effect, Kind, words};

/// What is open said again, with why the message does not answer it; `None` when it may.
pub(super) fn doubted(heard: &Heard<'_>, open: &Open) -> Option<End> {
    let key = match doubt(heard, open)? {
        Doubt::Hesitates => "doubt_hesitates",
        Doubt::Asks => "doubt_asks",
        Doubt::Denies => "doubt_denies",
        Doubt::Either => "doubt_either",
        Doubt::Depends => "doubt_depends",
    };
    Some(End {
        first: Some(Words::of(heard.grammar, heard.locale).say(key, &[])),
        ..End::from(asked_again(open))
    })
}

/// Why a message does not answer what is open.
fn doubt(heard: &Heard<'_>, open: &Open) -> Option<Doubt> {
    let (grammar, text, context) = (heard.grammar, heard.text, heard.context);
    let row = open.draft().row();
    let asked = row
        .zip(open.asked())
        .and_then(|(row, slot)| row.param(slot));
    match heard.dialogue() {
        // "not now" puts off what was asked, and refuses what was shown.
        Some(Move::Deny) if asked.is_some() && grammar.hesitates(text, context) => {
            return Some(Doubt::Hesitates);
        }
        Some(_) => return None,
        None => {}
    }
    let is_text = asked.is_some_and(|param| param.kind == Kind::Text);
    if grammar.signs(text).1 && !is_text {
        return Some(Doubt::Denies);
    }
    if !heard.commands().is_empty() {
        return None;
    }
    let Some(asked) = asked else {
        let changed = grammar.after_agreement(text, context);
        let taken_back = changed.and_then(|rest| {
            let is_refused = grammar.read(&rest, context).refusal.is_some();
            let doubt = grammar.doubt(&rest, Kind::Name, context);
            doubt.or(is_refused.then_some(Doubt::Denies))
        });
        let hesitates = grammar.hesitates(text, context);
        return taken_back.or(hesitates.then_some(Doubt::Hesitates));
    };
    if let Open::Choose { choices, .. } = open
        && !grammar.asks(text, context)
        && choices
            .iter()
            .any(|choice| words(&choice.label) == words(text))
    {
        return None;
    }
    // "i'm not sure" is worded as if it put one thing in the place of another.
    if grammar.hesitates(text, context) {
        return Some(Doubt::Hesitates);
    }
    if is_text {
        return grammar.doubt(text, asked.kind, context);
    }
    let kind = match open {
        // Whoever chooses names one that is there.
        Open::Choose { .. } if matches!(asked.kind, Kind::Ref(_)) => Kind::Name,
        _ => asked.kind,
    };
    let amendment = grammar.amendment(text, context);
    let said = match &amendment {
        Some(amendment) if !amendment.slots.is_empty() => return None,
        Some(amendment) if amendment.instead_of.is_some() => {
            match swaps(&reader(heard), open.draft(), open.asked(), amendment) {
                true => amendment.said.as_str(),
                false => text,
            }
        }
        Some(amendment) if !amendment.is_other => amendment.said.as_str(),
        _ => text,
    };
    grammar.doubt(said, kind, context)
}

impl Copilot {
    /// Another command while something is open. A look is answered and what is open stays;
    /// anything else takes its place, and the reply says so.
    pub(super) async fn interrupted(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<(End, u64), Error> {
        let is_look = |name: &str| find(name).is_some_and(|row| row.effect == Effect::Read);
        let commands = heard.commands();
        let operation = open.draft().operation.as_str();
        let refused = heard.reading.refusal.as_ref();
        let is_taken_back = refused.is_some_and(|refusal| refusal.intent == operation);
        let looks = commands.iter().all(|clause| is_look(&clause.intent)) && !is_taken_back;
        let later = state.queue.iter().map(|draft| draft.operation.as_str());
        let dropped: Vec<&str> = std::iter::once(operation).chain(later).collect();
        let language = Words::of(heard.grammar, heard.locale);
        let dropped = verbs(&language, dropped.into_iter());
        let queue = std::mem::take(&mut state.queue);
        if !looks {
            self.forget(heard, &open).await?;
        }
        let (mut end, crm_us) = self.afresh(heard, state).await?;
        if looks && state.open.is_none() {
            end.still = Some(asked_again(&open));
            state.open = Some(open);
            state.queue = queue;
            return Ok((end, crm_us));
        }
        if looks {
            self.forget(heard, &open).await?;
        }
        if !is_taken_back {
            end.first = Some(language.say("cancelled", &[("what", &dropped)]));
        }
        Ok((end, crm_us))
    }

    /// "yes and tag her as vip": what was shown, then the rest. `open` comes back when the message
    /// is no such thing.
    pub(super) async fn agreed_and_more(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<Result<(End, u64), Open>, Error> {
        let Some((token_hash, step, draft)) = open.plan() else {
            return Ok(Err(open));
        };
        let Some(rest) = heard.grammar.after_yes(heard.text, heard.context) else {
            return Ok(Err(open));
        };
        // "yes, send it and ..." is no yes to a deletion.
        let yes = words(heard.text.strip_suffix(rest.as_str()).unwrap_or(heard.text)).join(" ");
        if !heard.grammar.yes_means(&yes, &step.operation) {
            return Ok(Err(open));
        }
        let reading = heard.grammar.read(&rest, heard.context);
        let more = Heard {
            reading: &reading,
            text: &rest,
            ..*heard
        };
        let commands = more.commands();
        if commands.is_empty() || commands.len() != reading.clauses.len() {
            return Ok(Err(open));
        }
        let (mut end, mut crm_us) = self.confirmed(heard, state, token_hash, draft).await?;
        let done = match &mut end.outcome {
            Outcome::Done(done) if state.open.is_none() => std::mem::take(done),
            _ => {
                let left = commands.iter().map(|clause| clause.intent.as_str());
                let language = Words::of(heard.grammar, heard.locale);
                let what = verbs(&language, left);
                end.first = Some(language.say("left_out", &[("what", &what)]));
                return Ok(Ok((end, crm_us)));
            }
        };
        let (mut end, more_us) = self.afresh(&more, state).await?;
        crm_us += more_us;
        match &mut end.outcome {
            Outcome::Done(more) => more.splice(0..0, done).for_each(drop),
            _ => end.before.splice(0..0, done).for_each(drop),
        }
        Ok(Ok((end, crm_us)))
    }

    /// An answer that only the other language knows: a yes, a no, "cancel", a day and time. `open`
    /// comes back when the message is none.
    pub(super) async fn in_other_words(
        &self,
        heard: &Heard<'_>,
        state: &mut State,
        open: Open,
    ) -> Result<Result<(End, u64), Open>, Error> {
        let is_unread = heard.reading.clauses.is_empty() && heard.reading.refusal.is_none();
        let asked = open.draft().row().zip(open.asked());
        let asked = asked.and_then(|(row, slot)| Some(row.param(slot)?.kind));
        if !is_unread || matches!(asked, Some(Kind::Text | Kind::Line | Kind::Name)) {
            return Ok(Err(open));
        }
        let lang = heard.grammar.lang().other();
        let grammar = self.grammars.current(lang);
        let context = Context {
            lang,
            pack: None,
            ..heard.context.clone()
        };
        let reading = grammar.read(heard.text, &context);
        let other = Heard {
            grammar: &grammar,
            context: &context,
            reading: &reading,
            ..*heard
        };
        let operation = match &open {
            Open::Confirm { step, .. } => step.operation.as_str(),
            // "dale" and "vale" could be names.
            Open::Create { .. } if !heard.text.is_ascii() => "create_contact",
            _ => "",
        };
        let is_meant = !operation.is_empty() && other.means(operation);
        match (other.dialogue(), open) {
            (Some(Move::Confirm), open) if !is_meant => Ok(Err(open)),
            (
                Some(Move::Confirm),
                Open::Confirm {
                    token_hash, draft, ..
                },
            ) => Ok(Ok(self
                .confirmed(heard, state, &token_hash, &draft)
                .await?)),
            (
                Some(Move::Confirm),
                Open::Create {
                    draft,
                    name,
                    connection,
                    ..
                },
            ) => {
                let create = self.create_first(heard, state, draft, &name, &connection);
                Ok(Ok(create.await?))
            }
            (Some(Move::Deny | Move::Cancel), open) => {
                Ok(Ok(self.drop_open(heard, state, open).await?))
            }
            (Some(_), open) => Ok(Err(open)),
            (None, open) => {
                let said = grammar.amendment(heard.text, &context);
                let is_value = said.is_some_and(|said| said.sureness == Sureness::Bare);
                let is_own = heard.grammar.amendment(heard.text, heard.context).is_some();
                let doubt = grammar.doubt(heard.text, Kind::Moment, &context);
                if !is_value || is_own || doubt.is_some() {
                    return Ok(Err(open));
                }
                self.corrected(&other, state, open).await
            }
        }
    }
}
