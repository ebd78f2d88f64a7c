//! `read`: the chat's own reader on JSON lines, without database, key or network.

use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Value, json};

use crate::intents::{Grammars, answer_date_line, answer_line, explain_line};

/// How `read` reads.
#[derive(Args)]
pub struct Options {
    /// Reads dates, times, durations and recurrences only.
    #[arg(long, conflicts_with = "why")]
    dates: bool,
    /// Explains each reading to people: template, spans, runner-up, the deciding word.
    #[arg(long)]
    why: bool,
}

/// Answers each line in order. Nothing but answers goes to standard output.
pub(super) fn run(options: &Options) -> Result<()> {
    let grammars = Grammars::embedded().context("the intents folder has faults")?;
    // So that no line's time has that of compiling in it.
    grammars
        .compile()
        .context("the intents folder has faults")?;
    let mut out = stdout().lock();
    for line in stdin().lock().split(b'\n') {
        let line = line.context("standard input cannot be read")?;
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches('\r');
        if options.why {
            writeln!(out, "{}", explain_line(&grammars, line))?;
            continue;
        }
        let begun = Instant::now();
        let mut answer: Value = if options.dates {
            answer_date_line(line)
        } else {
            answer_line(&grammars, line)
        };
        if answer.get("error").is_none() {
            answer["us"] = json!(u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
        }
        writeln!(out, "{answer}")?;
    }
    out.flush().context("standard output cannot be written")
}
