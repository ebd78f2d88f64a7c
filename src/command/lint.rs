//! `lint`: what is wrong with a folder of intents, beyond what loading tells.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use chrono::NaiveDate;

use crate::intents::{Context, Grammars};
use crate::nlu::date::{Lang, Now};

/// Prints the faults of every language of a folder, or of the built-in intents.
///
/// # Errors
/// The folder has faults.
pub(super) fn run(folder: Option<PathBuf>) -> Result<()> {
    let grammars = match folder {
        Some(folder) => Grammars::of_folder(&folder),
        None => Grammars::embedded(),
    }?;
    // Any moment will do: a template does not win by the time of day.
    let local = NaiveDate::from_ymd_opt(2026, 3, 4).and_then(|day| day.and_hms_opt(9, 0, 0));
    let now = Now {
        local: local.context("a day that every calendar has")?,
        zone: chrono_tz::UTC,
    };
    let faults: Vec<_> = [Lang::En, Lang::Es]
        .into_iter()
        .flat_map(|lang| {
            grammars.current(lang).lint(&Context {
                lang,
                now,
                pack: None,
            })
        })
        .collect();
    for fault in &faults {
        println!("{}: {}", fault.file, fault.detail);
    }
    match faults.len() {
        0 => Ok(()),
        count => bail!("{count} faults"),
    }
}
