//! `demo`: everything on this machine, with sandbox CRMs that real HTTP calls are made to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use secrecy::{ExposeSecret, SecretString};

use crate::accounts::demo::{Sandbox, encryption_key};
use crate::app::{App, listen, start_log};
use crate::clock::Clock;
use crate::config::Config;
use crate::crm::Provider;
use crate::sandbox;

/// Prepares the folder, starts the sandboxes and the server, and prints how to sign in.
pub(super) async fn run(data: PathBuf) -> Result<()> {
    prepare(&data)?;
    let _lock = lock(&data)?;
    let key = encryption_key(&data)?;
    let database = data.join("crm-copilot.db");
    let config = Config::from_env_or(&[
        ("APP_ENCRYPTION_KEY", key.expose_secret().to_owned()),
        (
            "DATABASE_URL",
            format!("sqlite://{}?mode=rwc", database.display()),
        ),
        ("LOG_FORMAT", "text".to_owned()),
        ("LOG_LEVEL", "warn".to_owned()),
    ])?;
    start_log(&config);
    let listener = listen(&config).await?;
    let address = listener.local_addr()?;
    let url = format!("http://{address}");

    let clock = Clock::system();
    let time = clock.clone();
    let settings = sandbox::Settings {
        folder: data.join("sandbox"),
        now: clock.now(),
        clock: Arc::new(move || time.now()),
        ghl_port: 0,
        hubspot_port: 0,
    };
    let sandboxes = sandbox::start(settings)
        .await
        .context("the sandbox CRMs cannot start")?;
    let app = App::build(&config, clock, &url, "demo").await?;
    let gohighlevel = Sandbox {
        provider: Provider::GoHighLevel,
        url: sandboxes.ghl.url.clone(),
        token: SecretString::from(sandboxes.ghl.token.as_str()),
        location_id: Some(sandboxes.ghl.location_id.clone()),
        calendar: Some(sandbox::MAIN_CALENDAR.to_owned()),
    };
    let hubspot = Sandbox {
        provider: Provider::HubSpot,
        url: sandboxes.hubspot.url.clone(),
        token: SecretString::from(sandboxes.hubspot.token.as_str()),
        location_id: None,
        calendar: None,
    };
    let demo = app
        .accounts
        .prepare_demo(&data, &[gohighlevel, hubspot])
        .await?;
    demo.write(&data, &url, &sandboxes.log_url)?;

    println!("crm-copilot demo: {url}");
    println!("  e-mail:   {}", demo.user.email);
    println!("  password: {}", demo.password.expose_secret());
    println!(
        "The sample CRMs are on this machine; {} holds everything. Ctrl+C stops.",
        data.display()
    );
    app.serve(listener).await?;
    sandboxes.stop().await;
    Ok(())
}

/// Keeps a second demo out of the folder for as long as the file is open.
fn lock(data: &Path) -> Result<std::fs::File> {
    let path = data.join("lock");
    let file = std::fs::File::create(&path)
        .with_context(|| format!("{} cannot be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => bail!(
            "another demo is running in {}; stop it, or choose another folder with --data",
            data.display()
        ),
        Err(std::fs::TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("{} cannot be locked", path.display()))
        }
    }
}

/// The data folder, readable by its owner only.
fn prepare(data: &Path) -> Result<()> {
    let made = std::fs::create_dir_all(data);
    made.with_context(|| {
        format!(
            "{} cannot be made; choose another folder with --data",
            data.display()
        )
    })?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let own = std::fs::Permissions::from_mode(0o700);
        let set = std::fs::set_permissions(data, own);
        set.with_context(|| {
            format!(
                "{} is not yours; choose another folder with --data",
                data.display()
            )
        })?;
    }
    Ok(())
}
