//! One vendor's records: in memory for reading, in one JSON file for keeping.

use std::collections::VecDeque;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Error;

/// A value that is on disk before any change of it is answered.
pub(super) struct Store<T> {
    held: Mutex<Held<T>>,
    file: PathBuf,
}

/// The state, and what it was a while ago.
struct Held<T> {
    state: T,
    /// Earlier states, oldest first, each with the time at which it was replaced.
    past: VecDeque<(DateTime<Utc>, T)>,
}

/// How many earlier states are kept.
const PAST: usize = 64;

/// Why a change did not happen.
pub(super) enum Refused<E> {
    /// The change itself was refused; nothing is different.
    Change(E),
    /// The file could not be written; nothing is different.
    Disk(std::io::Error),
}

impl<T: Clone + Serialize + DeserializeOwned> Store<T> {
    /// Reads the file, or writes what `seed` makes when there is none.
    pub(super) fn open(file: PathBuf, seed: impl FnOnce() -> T) -> Result<Self, Error> {
        let state = match fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|source| Error::Damaged {
                path: file.clone(),
                source,
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let state = seed();
                replace(&file, &state).map_err(|source| Error::Folder {
                    path: file.clone(),
                    source,
                })?;
                state
            }
            Err(source) => return Err(Error::Folder { path: file, source }),
        };
        Ok(Self {
            held: Mutex::new(Held {
                state,
                past: VecDeque::new(),
            }),
            file,
        })
    }

    /// Adds what the state of an earlier release lacks, and keeps it if there was anything.
    pub(super) fn renew(&self, add: impl FnOnce(&mut T) -> bool) -> Result<(), std::io::Error> {
        let mut held = self.lock();
        let mut next = held.state.clone();
        if add(&mut next) {
            replace(&self.file, &next)?;
            held.state = next;
        }
        Ok(())
    }

    /// Looks at the state.
    pub(super) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.lock().state)
    }

    /// Looks at the state as it was; further back than what is kept, at the oldest.
    pub(super) fn read_as_of<R>(&self, time: DateTime<Utc>, look: impl FnOnce(&T) -> R) -> R {
        let held = self.lock();
        let mut past = held.past.iter();
        match past.find(|(replaced, _)| *replaced > time) {
            Some((_, state)) => look(state),
            None => look(&held.state),
        }
    }

    /// Changes a copy, writes it, and only then lets it be the state.
    pub(super) fn change<R, E>(
        &self,
        now: DateTime<Utc>,
        change: impl FnOnce(&mut T) -> Result<R, E>,
    ) -> Result<R, Refused<E>> {
        let mut held = self.lock();
        let mut next = held.state.clone();
        let answer = change(&mut next).map_err(Refused::Change)?;
        replace(&self.file, &next).map_err(Refused::Disk)?;
        let before = std::mem::replace(&mut held.state, next);
        if held.past.len() == PAST {
            held.past.pop_front();
        }
        held.past.push_back((now, before));
        Ok(answer)
    }

    /// A panic in a handler leaves the state whole, because changes are made on a copy.
    fn lock(&self) -> MutexGuard<'_, Held<T>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes a neighbouring file and renames it, so that a crash leaves the old or the new state.
fn replace(file: &Path, state: &impl Serialize) -> std::io::Result<()> {
    let fresh = file.with_extension("json.new");
    let mut out = fs::File::create(&fresh)?;
    out.write_all(&serde_json::to_vec(state)?)?;
    out.sync_all()?;
    fs::rename(&fresh, file)
}
