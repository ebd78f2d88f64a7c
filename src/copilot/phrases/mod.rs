//! What a tenant teaches: phrases of its own, live at once, each change a version.
//!
//! A phrase is tried beside everything else that is understood before it is kept. Its version is
//! looked up with every message, so that every instance hears it from then on.

mod live;
mod told;

use std::sync::Arc;

use serde_json::{Value, json};

pub(super) use live::Packs;
pub(super) use told::way_to_teach;
use told::{labelled, praise, shown, told};

use super::reply::Words;
use super::reply::show::Locale;
use super::{Copilot, Error};
use crate::intents::{Heard, Phrase, PhraseFault};
use crate::nlu::date::Lang;
use crate::operations::find;
use crate::operations::schema::Fault;
use crate::secrets::random_id;
use crate::store::packs::{self, NewPack};
use crate::store::users;
use crate::value::{Actor, Effect};

/// Most phrases of a tenant.
const MOST: usize = 200;
/// Most versions listed.
const LISTED: u64 = 100;
/// How often a change is tried again when somebody else changes the phrases meanwhile.
const TRIES: usize = 3;

/// What is taught: a template, what it means, and a sentence of it.
#[derive(Debug, Clone, Default)]
pub struct Lesson {
    /// The template.
    pub say: String,
    /// The operation that it means.
    pub operation: String,
    /// `en` or `es`; the tenant's when absent.
    pub lang: Option<String>,
    /// A whole sentence of it.
    pub example: Option<String>,
}

/// A tenant's live phrases.
struct Live {
    version: i64,
    phrases: Vec<Phrase>,
}

impl Copilot {
    /// The tenant's live phrases with what each does, and whether it is still heard.
    pub async fn phrases(&self, actor: &Actor) -> Result<Value, Error> {
        let locale = self.locale(actor, None, None).await?;
        let live = self.live(&actor.tenant).await?;
        self.list(&live, locale)
    }

    fn list(&self, live: &Live, locale: Locale) -> Result<Value, Error> {
        let said = self.grammars.current(locale.lang);
        let words = Words::of(&said, locale);
        let mut list = Vec::new();
        for lang in Lang::ALL {
            let grammar = self.grammars.current(lang);
            let phrases = in_lang(&live.phrases, lang.code());
            let pack = Arc::new(grammar.pack(live.version, &phrases).0);
            list.extend(phrases.iter().map(|phrase| {
                let mut shown = shown(&words, phrase);
                shown["heard"] = json!(grammar.hears(phrase, &pack));
                shown
            }));
        }
        Ok(json!({"version": live.version, "phrases": list, "most": MOST}))
    }

    /// What a phrase would do, without keeping it: `works`, and either the sentence that was tried
    /// with its slots, or why it does not.
    ///
    /// # Errors
    /// [`Error::RightMissing`] for whoever may not teach, [`Error::Invalid`] for a language that
    /// does not exist.
    pub async fn try_lesson(
        &self,
        actor: &Actor,
        lesson: Lesson,
        replaces: Option<&str>,
    ) -> Result<Value, Error> {
        may_teach(actor)?;
        let locale = self.locale(actor, None, None).await?;
        let phrase = self.phrase(actor, lesson, random_id()).await?;
        let mut live = self.live(&actor.tenant).await?;
        live.phrases
            .retain(|known| Some(known.id.as_str()) != replaces);
        let said = self.grammars.current(locale.lang);
        let words = Words::of(&said, locale);
        Ok(match self.heard(&phrase, live.phrases).await? {
            Ok(heard) => {
                let row = find(&phrase.operation);
                json!({
                    "works": true,
                    "sentence": heard.sentence,
                    "slots": labelled(&words, &phrase, &heard),
                    "known": heard.is_known,
                    "does": words.verb(&phrase.operation),
                    "confirmed": row.is_some_and(|row| row.is_confirmed()),
                    "detail": praise(&words, &phrase, &heard),
                })
            }
            Err(fault) => {
                let (field, detail) = told(&words, &fault);
                json!({"works": false, "field": field, "detail": detail})
            }
        })
    }

    /// Adds a phrase, or puts it in the place of another one, and answers it with the new version.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Invalid`] with the reason why the phrase is not taken up;
    /// [`Error::Unknown`] for a phrase to replace that is not there; [`Error::Busy`] when others
    /// keep changing the phrases.
    pub async fn teach(
        &self,
        actor: &Actor,
        lesson: Lesson,
        replaces: Option<&str>,
    ) -> Result<Value, Error> {
        may_teach(actor)?;
        let locale = self.locale(actor, None, None).await?;
        let id = replaces.map_or_else(random_id, str::to_owned);
        let phrase = self.phrase(actor, lesson, id).await?;
        for _ in 0..TRIES {
            let live = self.live(&actor.tenant).await?;
            let mut phrases = live.phrases;
            let place = phrases.iter().position(|known| known.id == phrase.id);
            if place.is_none() && replaces.is_some() {
                return Err(Error::Unknown("phrase"));
            }
            let mut others = phrases.clone();
            others.retain(|known| known.id != phrase.id);
            if others.len() >= MOST {
                let words = [("most", MOST.to_string())];
                return Err(self.refused(locale, "say", "phrase_too_many", &words));
            }
            if let Err(fault) = self.heard(&phrase, others).await? {
                let grammar = self.grammars.current(locale.lang);
                let (field, detail) = told(&Words::of(&grammar, locale), &fault);
                return Err(Error::Invalid(vec![Fault::of(field, &detail)]));
            }
            let change = match place {
                Some(place) => {
                    phrases[place] = phrase.clone();
                    "changed"
                }
                None => {
                    phrases.push(phrase.clone());
                    "added"
                }
            };
            let about = phrase.say.as_str();
            if let Some(version) = self
                .keep(actor, live.version, &phrases, change, about)
                .await?
            {
                let grammar = self.grammars.current(locale.lang);
                let shown = shown(&Words::of(&grammar, locale), &phrase);
                return Ok(json!({"version": version, "phrase": shown}));
            }
        }
        Err(Error::Busy)
    }

    /// Removes a phrase, and answers the new version.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Unknown`] for one that is not there; [`Error::Busy`].
    pub async fn unteach(&self, actor: &Actor, id: &str) -> Result<Value, Error> {
        may_teach(actor)?;
        for _ in 0..TRIES {
            let Live {
                version,
                mut phrases,
            } = self.live(&actor.tenant).await?;
            let place = phrases.iter().position(|known| known.id == id);
            let gone = phrases.remove(place.ok_or(Error::Unknown("phrase"))?);
            let kept = self.keep(actor, version, &phrases, "removed", &gone.say);
            if let Some(version) = kept.await? {
                return Ok(json!({"version": version}));
            }
        }
        Err(Error::Busy)
    }

    /// Takes up the phrases of an earlier version again, as a new one. What is not live is tried
    /// again: what is built in may have changed since.
    ///
    /// # Errors
    /// [`Error::RightMissing`]; [`Error::Unknown`] for a version that is not there;
    /// [`Error::Invalid`] when one of its phrases is no longer taken up; [`Error::Busy`].
    pub async fn revert(&self, actor: &Actor, version: i64) -> Result<Value, Error> {
        may_teach(actor)?;
        let locale = self.locale(actor, None, None).await?;
        let wanted = match version {
            // Before the first phrase there was none.
            0 => Vec::new(),
            _ => {
                let kept = packs::get(&self.store, &actor.tenant, version).await?;
                read(&kept.ok_or(Error::Unknown("version"))?.phrases)?
            }
        };
        for _ in 0..TRIES {
            let live = self.live(&actor.tenant).await?;
            for phrase in wanted
                .iter()
                .filter(|phrase| !live.phrases.contains(phrase))
            {
                let mut others = wanted.clone();
                others.retain(|other| other != phrase);
                if let Err(fault) = self.heard(phrase, others).await? {
                    let grammar = self.grammars.current(locale.lang);
                    let (_, detail) = told(&Words::of(&grammar, locale), &fault);
                    let values = [("say", phrase.say.clone()), ("detail", detail)];
                    return Err(self.refused(locale, "version", "phrase_revert", &values));
                }
            }
            let about = version.to_string();
            let kept = self.keep(actor, live.version, &wanted, "reverted", &about);
            if let Some(version) = kept.await? {
                let live = Live {
                    version,
                    phrases: wanted,
                };
                return self.list(&live, locale);
            }
        }
        Err(Error::Busy)
    }

    /// What was done to the tenant's phrases, the latest first.
    pub async fn phrase_versions(&self, actor: &Actor) -> Result<Value, Error> {
        let people = users::of(&self.store, &actor.tenant).await?;
        let by = |id: &str| people.iter().find(|user| user.id == id);
        let all = packs::of(&self.store, &actor.tenant, LISTED).await?;
        let mut list = Vec::new();
        for one in all {
            list.push(json!({
                "version": one.version,
                "change": one.change,
                "about": one.about,
                "by": by(&one.user_id).map(|user| &user.email),
                "at": one.created_at,
                "phrases": read(&one.phrases)?.len(),
                "live": list.is_empty(),
            }));
        }
        Ok(json!({"versions": list}))
    }

    /// The operations that a phrase may mean, by what they do, each with the slots that it may name.
    pub async fn teachable(&self, actor: &Actor) -> Result<Vec<Value>, Error> {
        let locale = self.locale(actor, None, None).await?;
        let grammar = self.grammars.current(locale.lang);
        let words = Words::of(&grammar, locale);
        let mut all: Vec<(String, Value)> = grammar
            .operations()
            .map(|name| {
                let slots = grammar.teachable(name).into_iter();
                let slots: Vec<Value> = slots
                    .map(|slot| json!({"name": slot, "label": words.label(slot)}))
                    .collect();
                let does = words.verb(name);
                (
                    does.clone(),
                    json!({"name": name, "does": does, "slots": slots}),
                )
            })
            .collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(all.into_iter().map(|(_, operation)| operation).collect())
    }

    async fn phrase(&self, actor: &Actor, lesson: Lesson, id: String) -> Result<Phrase, Error> {
        let locale = self.locale(actor, lesson.lang.as_deref(), None).await?;
        Ok(Phrase {
            id,
            lang: locale.lang.code().to_owned(),
            operation: lesson.operation,
            say: lesson.say.trim().to_owned(),
            example: lesson.example.unwrap_or_default().trim().to_owned(),
        })
    }

    /// Tries a phrase beside others. It is many readings, so that they do not hold up the messages
    /// of others.
    async fn heard(
        &self,
        phrase: &Phrase,
        others: Vec<Phrase>,
    ) -> Result<Result<Heard, PhraseFault>, Error> {
        let lang = Lang::from_code(&phrase.lang);
        let lang = lang.ok_or(Error::Unknown("language"))?;
        let (grammar, phrase) = (self.grammars.current(lang), phrase.clone());
        let work = move || {
            let others = in_lang(&others, &phrase.lang);
            grammar.try_phrase(&phrase, &others)
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(tried) => Ok(tried),
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    async fn live(&self, tenant: &str) -> Result<Live, Error> {
        let newest = packs::newest(&self.store, tenant).await?;
        Ok(match newest {
            Some(kept) => Live {
                version: kept.version,
                phrases: read(&kept.phrases)?,
            },
            None => Live {
                version: 0,
                phrases: Vec::new(),
            },
        })
    }

    async fn keep(
        &self,
        actor: &Actor,
        base: i64,
        phrases: &[Phrase],
        change: &str,
        about: &str,
    ) -> Result<Option<i64>, Error> {
        let text = serde_json::to_string(phrases)?;
        let new = NewPack {
            phrases: &text,
            change,
            about,
        };
        let (tenant, user, now) = (&actor.tenant, &actor.user, self.clock.now());
        let kept = packs::add(&self.store, tenant, base, user, new, now).await?;
        Ok(kept.map(|kept| kept.version))
    }

    fn refused(&self, locale: Locale, field: &str, key: &str, values: &[(&str, String)]) -> Error {
        let grammar = self.grammars.current(locale.lang);
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let detail = Words::of(&grammar, locale).say(key, &values);
        Error::Invalid(vec![Fault::of(field, &detail)])
    }
}

fn may_teach(actor: &Actor) -> Result<(), Error> {
    match actor.allowed.contains(Effect::Admin) {
        true => Ok(()),
        false => Err(Error::RightMissing(Effect::Admin.as_str())),
    }
}

fn read(kept: &str) -> Result<Vec<Phrase>, Error> {
    Ok(serde_json::from_str(kept)?)
}

fn in_lang(phrases: &[Phrase], lang: &str) -> Vec<Phrase> {
    let own = phrases.iter().filter(|phrase| phrase.lang == lang);
    own.cloned().collect()
}
