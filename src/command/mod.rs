//! What the command line does, one file per command.

mod admin;
mod demo;
mod lint;
mod read;
mod serve;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Subcommand;

use crate::config::Config;
use crate::secrets::Keyring;

/// A command of the command line.
#[derive(Subcommand)]
pub enum Command {
    /// Runs everything with sample CRMs on this machine: no account, no key, no network.
    Demo {
        /// Where database, keys and sample data are kept.
        #[arg(long, default_value = "./data")]
        data: PathBuf,
    },
    /// Runs the server on real CRMs. Needs APP_ENCRYPTION_KEY.
    Serve,
    /// Brings the database to this version.
    Migrate,
    /// Prints a new key for APP_ENCRYPTION_KEY.
    Keygen,
    /// Users.
    #[command(subcommand)]
    User(admin::User),
    /// CRM connections.
    #[command(subcommand)]
    Connection(admin::Connection),
    /// Personal access tokens.
    #[command(subcommand)]
    Token(admin::Token),
    /// Reads sentences (JSON lines from standard input) without doing anything.
    Read(read::Options),
    /// Tells what is wrong with a folder of intents: templates that never win, sentences that two
    /// intents claim, slots that nothing fills.
    Lint {
        /// A folder in the form of `intents/`; the built-in intents when it is not given.
        folder: Option<PathBuf>,
    },
}

/// Runs a command.
///
/// # Errors
/// With a sentence for people that names what to change.
pub fn run(command: Command) -> Result<()> {
    match command {
        Command::Read(options) => read::run(&options),
        Command::Lint { folder } => lint::run(folder),
        Command::Keygen => {
            use secrecy::ExposeSecret;
            println!("{}", Keyring::generate().expose_secret());
            Ok(())
        }
        Command::Demo { data } => on_runtime(demo::run(data)),
        Command::Serve => on_runtime(serve::run(Config::from_env()?)),
        Command::Migrate => on_runtime(admin::migrate(Config::from_env()?)),
        Command::User(command) => on_runtime(admin::user(Config::from_env()?, command)),
        Command::Connection(command) => on_runtime(admin::connection(Config::from_env()?, command)),
        Command::Token(command) => on_runtime(admin::token(Config::from_env()?, command)),
    }
}

fn on_runtime(work: impl Future<Output = Result<()>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.context("the runtime cannot start")?.block_on(work)
}
