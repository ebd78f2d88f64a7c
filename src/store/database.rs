//! Opening the database, bringing its tables to this version, and its transactions.

use std::path::Path;
use std::time::Duration;

use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection,
    DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sqlx::migrate::Migrator;
use sqlx::postgres::PgSslMode;
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

use super::Error;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// How long a statement waits for another's write, or for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database, cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    db: DatabaseConnection,
}

impl Store {
    /// Opens the database at `sqlite:PATH` or `postgres:…`. The folder of a SQLite file that may be
    /// created is created too, for its owner only.
    pub async fn open(url: &str) -> Result<Store, Error> {
        let mut options = ConnectOptions::new(url);
        options
            .sqlx_logging(false)
            .record_stmt_in_spans(false)
            .acquire_timeout(PATIENCE)
            .connect_timeout(PATIENCE);
        if url.starts_with("sqlite:") {
            make_folder(url).map_err(|fault| Error::Open(shown(url), fault.into()))?;
            options.max_connections(8).map_sqlx_sqlite_opts(|options| {
                options
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Normal)
                    .busy_timeout(PATIENCE)
                    .foreign_keys(true)
            });
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            options
                .max_connections(16)
                .map_sqlx_postgres_opts(|options| {
                    let checked = matches!(
                        options.get_ssl_mode(),
                        PgSslMode::VerifyCa | PgSslMode::VerifyFull
                    );
                    if crosses_the_internet(options.get_host()) && !checked {
                        options.ssl_mode(PgSslMode::VerifyFull)
                    } else {
                        options
                    }
                });
        } else {
            return Err(Error::Address);
        }
        let db = Database::connect(options)
            .await
            .map_err(|fault| Error::Open(shown(url), fault.into()))?;
        Ok(Store { db })
    }

    /// Brings the tables to this version. Runs once, whatever starts at the same time.
    pub async fn migrate(&self) -> Result<(), Error> {
        let done = match self.db.get_database_backend() {
            DbBackend::Postgres => MIGRATIONS.run(self.db.get_postgres_connection_pool()).await,
            _ => MIGRATIONS.run(self.db.get_sqlite_connection_pool()).await,
        };
        done.map_err(|fault| Error::Migrate(fault.into()))
    }

    /// Takes back the migrations after `version` (a migration's time, or 0 for all).
    pub async fn migrate_down_to(&self, version: i64) -> Result<(), Error> {
        let done = match self.db.get_database_backend() {
            DbBackend::Postgres => {
                let pool = self.db.get_postgres_connection_pool();
                MIGRATIONS.undo(pool, version).await
            }
            _ => {
                let pool = self.db.get_sqlite_connection_pool();
                MIGRATIONS.undo(pool, version).await
            }
        };
        done.map_err(|fault| Error::Migrate(fault.into()))
    }

    /// Whether the database answers and its tables are there.
    pub async fn ping(&self) -> Result<(), Error> {
        self.db
            .execute_unprepared("SELECT 1 FROM tenants LIMIT 1")
            .await?;
        Ok(())
    }

    /// Waits for what runs and closes the connections. SQLite folds its log back into the file.
    pub async fn close(&self) -> Result<(), Error> {
        Ok(self.db.close_by_ref().await?)
    }

    pub(super) fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// A transaction that will write. SQLite takes the write lock at once: a transaction that reads
    /// first and writes later would fail, not wait, when another has written in between.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        let sqlite = self.db.get_database_backend() == DbBackend::Sqlite;
        let options = TransactionOptions {
            sqlite_transaction_mode: sqlite.then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.db.begin_with_options(options).await?)
    }
}

/// A row with every column set, for an insert.
pub(super) fn whole<A: ActiveModelTrait>(row: <A::Entity as EntityTrait>::Model) -> A
where
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    row.into_active_model().reset_all()
}

fn make_folder(url: &str) -> std::io::Result<()> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let folder = Path::new(path)
        .parent()
        .filter(|f| !f.as_os_str().is_empty());
    let Some(folder) = folder.filter(|_| query.contains("mode=rwc")) else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Whether a connection to that host leaves the machine and its private network, so that the
/// server's certificate has to be checked. Names without a dot are those of a private network.
fn crosses_the_internet(host: &str) -> bool {
    if host.starts_with('/') {
        return false;
    }
    match host.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(ip)) => !(ip.is_loopback() || ip.is_private()),
        Ok(std::net::IpAddr::V6(ip)) => !(ip.is_loopback() || ip.is_unique_local()),
        Err(_) => host.contains('.') && !host.ends_with(".internal") && !host.ends_with(".local"),
    }
}

/// The address as it may be shown: without user and password.
fn shown(url: &str) -> String {
    let (scheme, rest) = url.split_once("//").unwrap_or(("", url));
    let (_, rest) = rest.rsplit_once('@').unwrap_or(("", rest));
    let rest = rest.split('?').next().unwrap_or(rest);
    let slashes = if scheme.is_empty() { "" } else { "//" };
    format!("{scheme}{slashes}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_checked_on_the_internet() {
        for far in ["db.example.com", "34.1.2.3", "[2001:db8::1]"] {
            assert!(crosses_the_internet(far), "{far}");
        }
        let near = "localhost 127.0.0.1 10.0.0.2 ::1 dpg-abc-a db.internal /run/postgresql";
        for near in near.split(' ') {
            assert!(!crosses_the_internet(near), "{near}");
        }
    }

    #[test]
    fn shows_no_password() {
        let shown_url = shown("postgres://me:s3cret@db.example.com/crm?sslmode=require");
        assert_eq!(shown_url, "postgres://db.example.com/crm");
        assert_eq!(
            shown("sqlite://data/crm.db?mode=rwc"),
            "sqlite://data/crm.db"
        );
        assert_eq!(shown("sqlite:crm.db"), "sqlite:crm.db");
    }
}
