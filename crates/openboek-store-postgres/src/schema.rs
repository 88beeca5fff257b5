//! The schema, and the migrations that lead to it: each in a folder of its own, idempotent, and never edited after a release.

use tokio_postgres::Client;

use crate::connection::{check_server, within};
use crate::failure::{Failure, SchemaFault};
use crate::options::PostgresOptions;
use crate::route::Route;

/// One step of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its number, from 1 without gaps.
    pub number: i32,
    /// The name of its folder, behind the number.
    pub name: &'static str,
    /// What it does. Doing it twice changes nothing.
    pub sql: &'static str,
}

/// All of them, in order.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "logs", sql: include_str!("../migrations/0001_logs/up.sql") },
    Migration { number: 2, name: "writers", sql: include_str!("../migrations/0002_writers/up.sql") },
];

impl Migration {
    /// BLAKE3 of what it does, in hexadecimal: recorded when it is applied, so that an edited migration is noticed.
    #[must_use]
    pub fn digest(&self) -> String {
        blake3::hash(self.sql.as_bytes()).to_hex().to_string()
    }
}

/// Where the applied migrations are written down. Kept apart from them, since it must be there first.
const RECORD: &str = "CREATE SCHEMA IF NOT EXISTS openboek;
CREATE TABLE IF NOT EXISTS openboek.migration (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
)";

/// Makes openings of several processes take turns; the number means nothing else.
const TAKE_TURNS: &str = "SELECT pg_advisory_xact_lock(7305794020175)";

/// The migrations that are not applied yet.
pub(crate) async fn plan(route: &Route, options: &PostgresOptions) -> Result<Vec<Migration>, Failure> {
    let client = route.connect().await?.client;
    within("reading the migrations", options.answer_time, async {
        check_server(&client).await?;
        pending(&client).await
    })
    .await
}

/// That nothing is to be applied.
pub(crate) async fn check(route: &Route, options: &PostgresOptions) -> Result<(), Failure> {
    let pending = plan(route, options).await?;
    match pending.first() {
        None => Ok(()),
        Some(_) if pending.len() == MIGRATIONS.len() => Err(Failure::Schema(SchemaFault::Missing)),
        Some(first) => Err(Failure::Schema(SchemaFault::Older(format!("{} ({})", first.number, first.name)))),
    }
}

/// Applies what is not applied yet, all or nothing, and returns it. A migration may take as long as it needs.
pub(crate) async fn migrate(route: &Route) -> Result<Vec<Migration>, Failure> {
    let mut client = route.connect().await?.client;
    check_server(&client).await?;
    // Without rights to change anything, nothing is tried when nothing is to be done.
    if pending(&client).await?.is_empty() {
        return Ok(Vec::new());
    }
    let transaction = client.transaction().await?;
    transaction.batch_execute(TAKE_TURNS).await?;
    transaction.batch_execute(RECORD).await?;
    let pending = pending(transaction.client()).await?;
    for migration in &pending {
        transaction.batch_execute(migration.sql).await?;
        transaction
            .execute(
                "INSERT INTO openboek.migration (number, name, digest) VALUES ($1, $2, $3)",
                &[&migration.number, &migration.name, &migration.digest()],
            )
            .await?;
        tracing::info!(number = migration.number, name = migration.name, "migration applied");
    }
    transaction.commit().await?;
    Ok(pending)
}

async fn pending(client: &Client) -> Result<Vec<Migration>, Failure> {
    let there = client.query_one("SELECT to_regclass('openboek.migration') IS NOT NULL", &[]).await?;
    if !there.try_get::<_, bool>(0)? {
        return Ok(MIGRATIONS.to_vec());
    }
    let rows =
        client.query("SELECT number, name, digest FROM openboek.migration ORDER BY number", &[]).await?;
    let mut left = MIGRATIONS.iter();
    for row in rows {
        let (number, name, digest): (i32, &str, &str) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        match left.next() {
            Some(known) if known.number == number && known.digest() == digest => {}
            Some(known) if known.number == number => {
                return Err(Failure::Schema(SchemaFault::Edited(format!("{number} ({name})"))));
            }
            _ => return Err(Failure::Schema(SchemaFault::Newer(format!("{number} ({name})")))),
        }
    }
    Ok(left.copied().collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]

    use super::MIGRATIONS;

    /// A migration that was released stands here with its digest for ever. A new one adds a line; no line is ever changed.
    #[test]
    fn migrations_are_never_edited() {
        let released = include_str!("../migrations/digests.txt");
        let expected: Vec<_> = released.lines().filter(|line| !line.starts_with('#')).collect();
        let found: Vec<_> =
            MIGRATIONS.iter().map(|m| format!("{} {:04}_{}", m.digest(), m.number, m.name)).collect();
        assert_eq!(found, expected);
        for (number, migration) in (1..).zip(MIGRATIONS) {
            assert_eq!(migration.number, number, "without gaps");
        }
    }

    #[test]
    fn every_folder_is_in_the_list() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
        let mut names: Vec<_> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
        names.sort();
        let listed: Vec<_> = MIGRATIONS.iter().map(|m| format!("{:04}_{}", m.number, m.name)).collect();
        assert_eq!(names, listed);
    }
}
