//! One vendor's records: in memory for reading, in one JSON file for keeping.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Error;

/// A value that is on disk before any change of it is answered.
pub(super) struct Store<T> {
    state: Mutex<T>,
    file: PathBuf,
}

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
            state: Mutex::new(state),
            file,
        })
    }

    /// Looks at the state.
    pub(super) fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.lock())
    }

    /// Changes a copy, writes it, and only then lets it be the state.
    pub(super) fn change<R, E>(
        &self,
        change: impl FnOnce(&mut T) -> Result<R, E>,
    ) -> Result<R, Refused<E>> {
        let mut state = self.lock();
        let mut next = state.clone();
        let answer = change(&mut next).map_err(Refused::Change)?;
        replace(&self.file, &next).map_err(Refused::Disk)?;
        *state = next;
        Ok(answer)
    }

    /// A panic in a handler leaves the state whole, because changes are made on a copy.
    fn lock(&self) -> MutexGuard<'_, T> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
