//! What an operator does at the command line: users, connections, tokens, migrations.

use std::io::{BufRead, IsTerminal, stdin};

use anyhow::{Context, Result, anyhow, bail};
use clap::Subcommand;
use secrecy::{ExposeSecret, SecretString};

use crate::accounts::{self, AddConnectionError, NewConnection, SignUpError};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::crm::Provider;
use crate::store::Store;
use crate::value::{Effects, Role};

/// Commands on users.
#[derive(Subcommand)]
pub enum User {
    /// Adds a user with a workspace of their own. The password is read from a prompt or from
    /// standard input.
    Add {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// Joins the workspace of the user with this e-mail address instead.
        #[arg(long)]
        join: Option<String>,
        /// What the person is in the workspace that is joined: admin or member. Whoever gets a
        /// workspace of their own is its admin.
        #[arg(long, requires = "join")]
        role: Option<Role>,
    },
    /// Makes a person an admin or a member of their workspace.
    Role {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// What the person is from now on: admin or member.
        #[arg(long)]
        role: Role,
    },
    /// Sets a new password, read from a prompt or from standard input, and ends all sessions.
    Password {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
    },
    /// Shows or changes the workspace of a user.
    Workspace {
        /// A user of the workspace.
        #[arg(long)]
        email: String,
        /// Its name.
        #[arg(long)]
        name: Option<String>,
        /// The zone in which days and times are meant, such as America/New_York. The first CRM
        /// that is connected sets it.
        #[arg(long)]
        timezone: Option<String>,
        /// Its language: en or es.
        #[arg(long)]
        lang: Option<String>,
        /// Where its customers leave a review; empty for none.
        #[arg(long)]
        review_link: Option<String>,
        /// Whether changes of records are shown and wait for a yes too, as messages and deletions
        /// always do: yes or no.
        #[arg(long, value_enum)]
        confirm_writes: Option<YesOrNo>,
    },
}

/// A setting that is on or off.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum YesOrNo {
    /// On.
    Yes,
    /// Off.
    No,
}

/// Commands on CRM connections.
#[derive(Subcommand)]
pub enum Connection {
    /// Connects a CRM to a user's workspace. The key is read from a prompt or from standard input,
    /// and tried at the CRM before it is kept.
    Add {
        /// A user of the workspace.
        #[arg(long)]
        email: String,
        /// `gohighlevel` or `hubspot`.
        #[arg(long)]
        provider: Provider,
        /// GoHighLevel's location id.
        #[arg(long)]
        location_id: Option<String>,
        /// What to call it; the CRM's own name for the account when absent.
        #[arg(long)]
        label: Option<String>,
        /// The calendar to book when none is named: its name or id.
        #[arg(long)]
        calendar: Option<String>,
        /// Makes it the one that is used when none is named.
        #[arg(long)]
        default: bool,
    },
    /// Lists the connections of a user's workspace, keys masked.
    List {
        /// A user of the workspace.
        #[arg(long)]
        email: String,
    },
    /// Makes a connection the one that is used when none is named.
    Default {
        /// A user of the workspace.
        #[arg(long)]
        email: String,
        /// The connection's id.
        id: String,
    },
    /// Removes a connection and its key.
    Remove {
        /// A user of the workspace.
        #[arg(long)]
        email: String,
        /// The connection's id.
        id: String,
    },
}

/// Commands on personal access tokens.
#[derive(Subcommand)]
pub enum Token {
    /// Makes a token and prints it, once.
    Add {
        /// The user it belongs to.
        #[arg(long)]
        email: String,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// What it may do: read, write, send, delete, money, admin, separated by
        /// commas. It never does more than the user may.
        #[arg(long)]
        rights: String,
    },
    /// Lists a user's tokens.
    List {
        /// The user they belong to.
        #[arg(long)]
        email: String,
    },
    /// Revokes a token for ever.
    Revoke {
        /// The user it belongs to.
        #[arg(long)]
        email: String,
        /// The token's id.
        id: String,
    },
}

async fn app(config: &Config) -> Result<App> {
    App::build(config, Clock::system(), "http://127.0.0.1", "production").await
}

/// Brings the database to this version.
pub(super) async fn migrate(config: Config) -> Result<()> {
    let store = Store::open(config.database_url.expose_secret()).await?;
    store.migrate().await?;
    println!("The database is up to date.");
    Ok(())
}

/// Adds a user, or changes one.
pub(super) async fn user(config: Config, command: User) -> Result<()> {
    let app = app(&config).await?;
    let (email, name, join, role) = match command {
        User::Add {
            email,
            name,
            join,
            role,
        } => (email, name, join, role),
        User::Role { email, role } => {
            let user = user_of(&app, &email).await?;
            refused(app.accounts.set_role(&user.tenant, &user.id, role).await)?;
            println!("{}: {}", user.email, role.as_str());
            return Ok(());
        }
        User::Password { email } => {
            let user = user_of(&app, &email).await?;
            let password = secret("New password: ")?;
            let changed = app.accounts.set_password(&user.tenant, &user.id, &password);
            refused(changed.await)?;
            println!("Changed. {} is signed out everywhere.", user.email);
            return Ok(());
        }
        User::Workspace {
            email,
            name,
            timezone,
            lang,
            review_link,
            confirm_writes,
        } => {
            let user = user_of(&app, &email).await?;
            let known = app.accounts.tenant(&user.tenant).await?;
            let name = name.unwrap_or(known.name);
            let timezone = timezone.unwrap_or(known.timezone);
            let lang = lang.unwrap_or(known.lang);
            let changed = app
                .accounts
                .set_tenant(&user.tenant, &name, &timezone, &lang);
            refused(changed.await)?;
            if let Some(link) = review_link {
                let link = Some(link.trim()).filter(|link| !link.is_empty());
                refused(app.accounts.set_review_link(&user.tenant, link).await)?;
            }
            let confirms = match confirm_writes {
                Some(choice) => {
                    let confirms = choice == YesOrNo::Yes;
                    app.accounts
                        .set_confirm_writes(&user.tenant, confirms)
                        .await?;
                    confirms
                }
                None => known.confirm_writes,
            };
            let writes = if confirms { "confirmed" } else { "run at once" };
            println!("{name}: {timezone}, {lang}, changes are {writes}");
            return Ok(());
        }
    };
    let password = secret("Password: ")?;
    let made = match join {
        None => app.accounts.sign_up(&email, &password, &name).await,
        Some(other) => {
            let tenant = user_of(&app, &other).await?.tenant;
            app.accounts
                .add_member(
                    &tenant,
                    role.unwrap_or(Role::Member),
                    &email,
                    &password,
                    &name,
                )
                .await
        }
    };
    println!("Added {}.", refused(made)?.email);
    Ok(())
}

/// The faults of what was typed, as one sentence.
fn refused<T>(outcome: Result<T, SignUpError>) -> Result<T> {
    match outcome {
        Err(SignUpError::Invalid(faults)) => bail!(sentences(&faults)),
        other => Ok(other?),
    }
}

/// Adds, lists or removes a connection.
pub(super) async fn connection(config: Config, command: Connection) -> Result<()> {
    let app = app(&config).await?;
    match command {
        Connection::Add {
            email,
            provider,
            location_id,
            label,
            calendar,
            default,
        } => {
            let tenant = user_of(&app, &email).await?.tenant;
            let token = secret(&format!("{} key: ", provider.label()))?;
            let new = NewConnection {
                provider,
                token,
                location_id,
                label,
                base_url: None,
                calendar,
                is_default: default,
            };
            match app.accounts.add_connection(&tenant, &new).await {
                Ok(info) => println!(
                    "Connected {} as {} ({}).",
                    provider.label(),
                    info.label,
                    info.id
                ),
                Err(AddConnectionError::Invalid(faults)) => bail!(sentences(&faults)),
                Err(AddConnectionError::Refused(error)) => {
                    bail!(
                        "{} was not connected, nothing was kept: {error}",
                        provider.label()
                    )
                }
                Err(AddConnectionError::Failed(error)) => return Err(error.into()),
            }
        }
        Connection::List { email } => {
            let tenant = user_of(&app, &email).await?.tenant;
            for info in app.accounts.connections(&tenant).await? {
                let mark = if info.is_default { " (default)" } else { "" };
                println!(
                    "{} {} {} {}{mark}",
                    info.id,
                    info.provider.as_str(),
                    info.masked_token,
                    info.label
                );
            }
        }
        Connection::Default { email, id } => {
            let tenant = user_of(&app, &email).await?.tenant;
            app.accounts.set_default_connection(&tenant, &id).await?;
            println!("{id} is used when none is named.");
        }
        Connection::Remove { email, id } => {
            let tenant = user_of(&app, &email).await?.tenant;
            let info = app.accounts.remove_connection(&tenant, &id).await?;
            println!("Removed {} ({}).", info.label, info.provider.label());
        }
    }
    Ok(())
}

/// Makes, lists or revokes tokens.
pub(super) async fn token(config: Config, command: Token) -> Result<()> {
    let (email, name, rights) = match command {
        Token::Add {
            email,
            name,
            rights,
        } => (email, name, rights),
        Token::List { email } => {
            let app = app(&config).await?;
            let user = user_of(&app, &email).await?;
            for token in app.accounts.tokens(&user.tenant, &user.id).await? {
                let state = if token.revoked_at.is_some() {
                    "revoked"
                } else {
                    "valid"
                };
                println!(
                    "{}  {state}  {}  {}",
                    token.id,
                    token.effects.to_words(),
                    token.name
                );
            }
            return Ok(());
        }
        Token::Revoke { email, id } => {
            let app = app(&config).await?;
            let user = user_of(&app, &email).await?;
            if !app
                .accounts
                .revoke_token(&user.tenant, &user.id, &id)
                .await?
            {
                bail!(
                    "{id} is no valid token of {}; `crm-copilot token list` shows them",
                    user.email
                );
            }
            println!("Revoked.");
            return Ok(());
        }
    };
    let effects = Effects::from_words(&rights).map_err(|word| {
        let known = Effects::all().to_words();
        anyhow!("--rights: `{word}` is not one of {known}")
    })?;
    let app = app(&config).await?;
    let user = user_of(&app, &email).await?;
    let made = app
        .accounts
        .create_token(&user.tenant, &user.id, &name, effects, None)
        .await?;
    println!("{}", made.secret.expose_secret());
    Ok(())
}

async fn user_of(app: &App, email: &str) -> Result<accounts::User> {
    let found = app.accounts.user_by_email(email).await?;
    found.with_context(|| {
        format!("nobody signs in as {email}; `crm-copilot user add` makes the account")
    })
}

fn sentences(faults: &[accounts::Fault]) -> String {
    let each: Vec<String> = faults
        .iter()
        .map(|fault| format!("{}: {}", fault.field, fault.detail))
        .collect();
    each.join(" ")
}

/// A secret from a prompt without echo, or the first line of standard input.
fn secret(prompt: &str) -> Result<SecretString> {
    let text = if stdin().is_terminal() {
        rpassword::prompt_password(prompt).context("the terminal cannot be read")?
    } else {
        let mut line = String::new();
        stdin()
            .lock()
            .read_line(&mut line)
            .context("standard input cannot be read")?;
        line.trim_end_matches(['\n', '\r']).to_owned()
    };
    if text.is_empty() {
        bail!("nothing was given at the prompt or on standard input");
    }
    Ok(SecretString::from(text))
}
