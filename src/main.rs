//! The command line; everything else is in the library.

use std::process::ExitCode;

use clap::Parser;
use crm_copilot::command::{Command, run};

/// Runs your CRM in plain words.
#[derive(Parser)]
#[command(name = "crm-copilot", version, about)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let Line { command } = Line::parse();
    match run(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One sentence for people: the error with its causes, no backtrace.
            eprintln!("crm-copilot: {error:#}");
            ExitCode::from(1)
        }
    }
}
