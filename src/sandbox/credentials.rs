//! The two tokens: made once, kept in the folder, readable by the owner only.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Error, ids};

/// What a client must send as its bearer token.
#[derive(Serialize, Deserialize)]
pub(super) struct Credentials {
    pub gohighlevel: String,
    pub hubspot: String,
}

/// Reads `credentials.json` in the folder, or makes both.
pub(super) fn load_or_make(folder: &Path) -> Result<Credentials, Error> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| Error::Folder { path, source }
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let path = folder.join("credentials.json");
    match fs::read(&path) {
        Ok(bytes) => {
            serde_json::from_slice(&bytes).map_err(|source| Error::Damaged { path, source })
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let made = Credentials {
                gohighlevel: format!("pit-{}", ids::uuid()),
                hubspot: format!("pat-na1-{}", ids::uuid()),
            };
            write(&path, &made).map_err(failed(&path))?;
            Ok(made)
        }
        Err(error) => Err(failed(&path)(error)),
    }
}

fn write(path: &Path, credentials: &Credentials) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(serde_json::to_string_pretty(credentials)?.as_bytes())?;
    file.sync_all()
}
