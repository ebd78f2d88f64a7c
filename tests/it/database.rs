//! A database for one test: SQLite in the test's folder, or a new one on the PostgreSQL server
//! that `TEST_DATABASE_URL` names.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{Connection, Executor, PgConnection};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// The address of an empty database.
pub async fn fresh(folder: &Path) -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "tells the tests where to run, not the product"
    )]
    let Ok(server) = std::env::var("TEST_DATABASE_URL") else {
        return format!("sqlite://{}?mode=rwc", folder.join("test.db").display());
    };
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("it_{}_{number}", std::process::id());
    let mut connection = PgConnection::connect(&server).await.unwrap();
    let drop = format!("DROP DATABASE IF EXISTS {name}");
    connection.execute(sqlx::AssertSqlSafe(drop)).await.unwrap();
    connection
        .execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .await
        .unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    format!("{base}/{name}")
}
