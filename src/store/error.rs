//! What can go wrong with the database, by cause.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why the store did not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address names no database that we know.
    #[error("DATABASE_URL has to start with sqlite: or postgres:")]
    Address,
    /// The database cannot be opened; no password is in the text.
    #[error("the database {0} cannot be opened (set DATABASE_URL to change it)")]
    Open(String, #[source] Source),
    /// The tables cannot be brought to this version.
    #[error("the database could not be migrated")]
    Migrate(#[source] Source),
    /// It cannot be reached, or is too busy; trying again later may work.
    #[error("the database does not answer")]
    Unavailable(#[source] Source),
    /// Something unique is there already.
    #[error("there is such a row already")]
    Conflict(#[source] Source),
    /// What the row points to is not there, or belongs to somebody else.
    #[error("what the row belongs to is not there")]
    Missing,
    /// A kept value cannot be read.
    #[error("{table} {id}: {field} cannot be read")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row.
        id: String,
        /// The column.
        field: &'static str,
    },
    /// The database refused the statement: our fault.
    #[error("the database refused a statement")]
    Refused(#[source] Source),
}

impl From<DbErr> for Error {
    fn from(fault: DbErr) -> Error {
        match fault.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => return Error::Conflict(fault.into()),
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => return Error::Missing,
            _ => {}
        }
        if is_passing(&fault) {
            Error::Unavailable(fault.into())
        } else {
            Error::Refused(fault.into())
        }
    }
}

fn is_passing(fault: &DbErr) -> bool {
    let (DbErr::Conn(cause) | DbErr::Exec(cause) | DbErr::Query(cause)) = fault else {
        return matches!(fault, DbErr::ConnectionAcquire(_));
    };
    let RuntimeErr::SqlxError(cause) = cause else {
        return false;
    };
    match &**cause {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // SQLite: busy (5), locked (6), full (13), with their extended forms, which keep the first
        // code in the low byte. Postgres: serialisation, deadlock, too many connections, shutdown.
        sqlx::Error::Database(cause) => cause.code().is_some_and(|code| {
            let sqlite = code.parse::<u32>().ok().filter(|_| code.len() < 5);
            sqlite.is_some_and(|code| matches!(code & 0xff, 5 | 6 | 13))
                || matches!(
                    code.as_ref(),
                    "40001" | "40P01" | "53300" | "57P01" | "57P03"
                )
        }),
        _ => false,
    }
}
