//! The grammars of all languages, and how a changed folder is taken up.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use super::files::Faults;
use super::grammar::Grammar;
use super::reading::Context;
use crate::nlu::date::{Lang, Now};

/// Every language's grammar. A message is read with the grammar that was current when it came; a
/// changed folder is compiled as a whole and then swapped in.
pub struct Grammars {
    english: Mutex<Arc<Grammar>>,
    spanish: Mutex<Arc<Grammar>>,
    folder: Option<Folder>,
}

/// A folder that is looked at again before each message, for whoever writes intents.
struct Folder {
    path: PathBuf,
    seen: Mutex<Option<SystemTime>>,
}

impl Grammars {
    /// The intents that are built in.
    ///
    /// # Errors
    /// All faults of the folder, with file and line.
    pub fn embedded() -> Result<Grammars, Faults> {
        Grammars::loaded(&Grammar::load_embedded, None)
    }

    /// The intents of a folder; a changed file is taken up by the next message.
    ///
    /// # Errors
    /// All faults of the folder, with file and line.
    pub fn of_folder(path: &Path) -> Result<Grammars, Faults> {
        let folder = Folder {
            path: path.to_owned(),
            seen: Mutex::new(newest(path)),
        };
        Grammars::loaded(&|lang| Grammar::load_dir(path, lang), Some(folder))
    }

    fn loaded(
        load: &(dyn Fn(Lang) -> Result<Grammar, Faults> + Sync),
        folder: Option<Folder>,
    ) -> Result<Grammars, Faults> {
        let [english, spanish] = each(load)?;
        Ok(Grammars {
            english: Mutex::new(Arc::new(english)),
            spanish: Mutex::new(Arc::new(spanish)),
            folder,
        })
    }

    /// The grammar to read a message of this language with.
    pub fn current(&self, lang: Lang) -> Arc<Grammar> {
        if let Some(folder) = &self.folder {
            self.take_up(folder);
        }
        Arc::clone(&lock(self.of(lang)))
    }

    fn of(&self, lang: Lang) -> &Mutex<Arc<Grammar>> {
        match lang {
            Lang::En => &self.english,
            Lang::Es => &self.spanish,
        }
    }

    /// Compiles every template of every language.
    ///
    /// # Errors
    /// The templates that are too large.
    pub fn compile(&self) -> Result<(), Faults> {
        Lang::ALL
            .into_iter()
            .try_for_each(|lang| self.current(lang).compile())
    }

    /// Compiles every template and reads every example once, so that no user waits for it.
    pub fn warm_up(&self, now: DateTime<Utc>) {
        for lang in Lang::ALL {
            let grammar = self.current(lang);
            if let Err(faults) = grammar.compile() {
                tracing::error!(%faults, "some templates cannot be compiled");
            }
            let context = Context {
                lang,
                now: Now {
                    local: now.naive_utc(),
                    zone: chrono_tz::UTC,
                },
                pack: None,
            };
            for operation in crate::operations::all() {
                for example in grammar.examples(operation.name) {
                    grammar.read(&example.text, &context);
                }
            }
            grammar.skeletons();
        }
    }

    /// Compiles a folder that has changed. One with faults is logged and not taken up: what worked
    /// goes on working.
    fn take_up(&self, folder: &Folder) {
        let mut seen = lock(&folder.seen);
        let now = newest(&folder.path);
        if *seen == now {
            return;
        }
        *seen = now;
        match each(&|lang| Grammar::load_dir(&folder.path, lang)) {
            Ok([english, spanish]) => {
                *lock(&self.english) = Arc::new(english);
                *lock(&self.spanish) = Arc::new(spanish);
                tracing::info!("took up the changed intents");
            }
            Err(faults) => {
                tracing::error!(%faults, "the changed intents have faults and are not taken up")
            }
        }
    }
}

/// The grammars of all languages, or the faults of all.
///
/// They are loaded side by side: it is most of the time that starting takes.
fn each(load: &(dyn Fn(Lang) -> Result<Grammar, Faults> + Sync)) -> Result<[Grammar; 2], Faults> {
    let (english, spanish) = std::thread::scope(|scope| {
        let english = scope.spawn(|| load(Lang::En));
        let spanish = load(Lang::Es);
        let english = english
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (english, spanish)
    });
    match (english, spanish) {
        (Ok(english), Ok(spanish)) => Ok([english, spanish]),
        (english, spanish) => {
            let faults = [english.err(), spanish.err()].into_iter().flatten();
            Err(Faults(faults.flat_map(|faults| faults.0).collect()))
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// When anything in a folder last changed.
fn newest(path: &Path) -> Option<SystemTime> {
    let own = std::fs::metadata(path)
        .and_then(|data| data.modified())
        .ok();
    let inner = std::fs::read_dir(path).ok().into_iter().flatten().flatten();
    let each = inner.filter_map(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => newest(&entry.path()),
        _ => entry.metadata().and_then(|data| data.modified()).ok(),
    });
    each.chain(own).max()
}
