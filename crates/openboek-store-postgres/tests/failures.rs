//! What the suite cannot ask: a server that is set up wrongly, dies, is cut off in a COMMIT, or holds damaged rows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[path = "failures/claims.rs"]
mod claims;
#[path = "failures/standby.rs"]
mod standby;

use std::thread;
use std::time::Duration;

use openboek_store::{Append, AppendError, LogName, NewEntry, Store, StoreError, StoredPayload, StreamCode};
use openboek_store_postgres::cluster::Cluster;
use openboek_store_postgres::{DatabaseTrouble, PostgresOptions, PostgresStore, SchemaFault};

fn log() -> LogName {
    LogName::new("drechtsteden").unwrap()
}

fn open(url: &str) -> PostgresStore {
    let store = PostgresStore::open(url, &PostgresOptions::default()).unwrap();
    store.create_log(&log(), b"a log").unwrap();
    store
}

fn batch(position: u64) -> Append {
    let payload = Some(StoredPayload { salt: [7; 32], bytes: b"payload".to_vec() });
    let streams = vec![(StreamCode::REGION, position)];
    let entry = NewEntry { entry: position.to_be_bytes().to_vec(), payload, streams };
    Append { expected_size: position, entries: vec![entry], ..Append::default() }
}

/// Waits until a backend of a database runs a COMMIT, then does something to it.
fn to_the_commit(cluster: &Cluster, url: &str, what: &str) {
    let sql = format!(
        "SELECT {what}(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
            AND query LIKE '%COMMIT' AND pid <> pg_backend_pid()"
    );
    for _ in 0..300 {
        if !cluster.query(url, &sql).is_empty() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("no COMMIT came");
}

/// Doing each migration again, whatever is there, gives the same schema, and nothing is left to do.
#[test]
fn a_migration_applied_twice_changes_nothing() {
    let cluster = Cluster::start();
    let (url, options) = (cluster.database(), PostgresOptions::default());
    let planned = PostgresStore::plan(&url, &options).unwrap();
    assert!(!planned.is_empty());
    let unwilling = PostgresOptions { migrate: false, ..PostgresOptions::default() };
    let missing = DatabaseTrouble::Schema(SchemaFault::Missing);
    assert_eq!(PostgresStore::open(&url, &unwilling).err(), Some(missing));
    assert_eq!(PostgresStore::migrate(&url, &options).unwrap(), planned);
    let dump = |url: &str| cluster.dump(url);
    let once = dump(&url);
    assert!(once.contains("CREATE TABLE openboek.entry"), "{once}");
    for migration in &planned {
        cluster.execute(&url, migration.sql);
    }
    assert_eq!(dump(&url), once);
    assert_eq!(PostgresStore::plan(&url, &options).unwrap(), vec![]);
    assert_eq!(PostgresStore::migrate(&url, &options).unwrap(), vec![]);
    drop(PostgresStore::open(&url, &unwilling).unwrap());
    cluster.execute(&url, "UPDATE openboek.migration SET digest = 'another'");
    let edited = DatabaseTrouble::Schema(SchemaFault::Edited("1 (logs)".to_owned()));
    assert_eq!(PostgresStore::open(&url, &options).err(), Some(edited));
}

/// A database of each earlier version, with entries in it, becomes the same as a fresh one and keeps what it held.
#[test]
fn every_earlier_version_is_brought_up_to_the_schema_of_a_fresh_database() {
    let cluster = Cluster::start();
    let options = PostgresOptions::default();
    let unwilling = PostgresOptions { migrate: false, ..PostgresOptions::default() };
    let fresh = cluster.database();
    let all = PostgresStore::migrate(&fresh, &options).unwrap();
    for version in 1..all.len() {
        let url = cluster.database();
        PostgresStore::migrate(&url, &options).unwrap();
        // A fresh database without what came later is one of that version: the migrations before it are applied by hand.
        cluster.execute(&url, "DROP SCHEMA openboek CASCADE; CREATE SCHEMA openboek");
        cluster.execute(
            &url,
            "CREATE TABLE openboek.migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL,
                applied_at TIMESTAMPTZ NOT NULL DEFAULT now())",
        );
        for migration in &all[..version] {
            cluster.execute(&url, migration.sql);
            let (number, name, digest) = (migration.number, migration.name, migration.digest());
            cluster.execute(
                &url,
                &format!("INSERT INTO openboek.migration VALUES ({number}, '{name}', '{digest}')"),
            );
        }
        cluster.execute(&url, "INSERT INTO openboek.log VALUES ('oud', 'a log', 'x'); INSERT INTO openboek.head VALUES ('oud', 0, 'x')");
        let older = format!("{} ({})", all[version].number, all[version].name);
        let older = DatabaseTrouble::Schema(SchemaFault::Older(older));
        assert_eq!(PostgresStore::open(&url, &unwilling).err(), Some(older));
        assert_eq!(PostgresStore::plan(&url, &options).unwrap(), all[version..]);
        assert_eq!(PostgresStore::migrate(&url, &options).unwrap(), all[version..]);
        assert_eq!(cluster.dump(&url), cluster.dump(&fresh));
        assert_eq!(cluster.query(&url, "SELECT arrangement FROM openboek.head"), ["oud"]);
    }
    // What a later version did is none of this one's business.
    cluster.execute(&fresh, "INSERT INTO openboek.migration VALUES (999, 'later', 'x')");
    let newer = DatabaseTrouble::Schema(SchemaFault::Newer("999 (later)".to_owned()));
    for answer in [PostgresStore::open(&fresh, &options).err(), PostgresStore::plan(&fresh, &options).err()] {
        assert_eq!(answer, Some(newer.clone()));
    }
}

/// A server that would forget is refused, also when it becomes so under an open store.
#[test]
fn settings_that_forget_are_refused() {
    let cluster = Cluster::start();
    let url = cluster.database();
    let store = open(&url);
    store.append(&log(), &batch(0)).unwrap();
    let table = [
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        // A standby would not have what is answered, or not on disk.
        ("synchronous_commit", "local"),
        ("synchronous_commit", "remote_write"),
    ];
    for (setting, value) in table {
        cluster.execute(&url, &format!("ALTER SYSTEM SET {setting} = {value}"));
        cluster.execute(&url, "SELECT pg_reload_conf()");
        thread::sleep(Duration::from_millis(500));
        match PostgresStore::open(&url, &PostgresOptions::default()) {
            Err(DatabaseTrouble::Unfit(reason)) => assert!(reason.contains(setting), "{reason}"),
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("opened with {setting} = {value}"),
        }
        assert!(
            matches!(store.append(&log(), &batch(1)), Err(AppendError::NotRecorded(_))),
            "{setting} = {value}"
        );
        cluster.execute(&url, &format!("ALTER SYSTEM RESET {setting}"));
        cluster.execute(&url, "SELECT pg_reload_conf()");
        thread::sleep(Duration::from_millis(500));
    }
    store.append(&log(), &batch(1)).unwrap();
}

/// A COMMIT whose connection is ended: unknown, and the next head tells.
#[test]
fn a_connection_lost_in_a_commit_is_unknown() {
    let cluster = Cluster::start();
    let url = cluster.database();
    let store = open(&url);
    cluster.execute(
        &url,
        "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER wait AFTER UPDATE ON openboek.head DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION wait()",
    );
    thread::scope(|scope| {
        let appending = scope.spawn(|| store.append(&log(), &batch(0)));
        to_the_commit(&cluster, &url, "pg_terminate_backend");
        let answer = appending.join().unwrap();
        assert!(matches!(answer, Err(AppendError::Unknown(_))), "{answer:?}");
    });
    assert_eq!(store.head(&log()).unwrap().size, 0);
    cluster.execute(&url, "DROP TRIGGER wait ON openboek.head");
    store.append(&log(), &batch(0)).unwrap();
    assert_eq!(store.head(&log()).unwrap().size, 1);
}

/// A COMMIT cut off while it waits for a standby: PostgreSQL says it is done, with a warning; the store says unknown.
#[test]
fn a_commit_that_no_standby_has_is_unknown() {
    let cluster = Cluster::start();
    let url = cluster.database();
    let store = open(&url);
    cluster.execute(&url, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    cluster.execute(&url, "SELECT pg_reload_conf()");
    thread::sleep(Duration::from_millis(500));
    thread::scope(|scope| {
        let appending = scope.spawn(|| store.append(&log(), &batch(0)));
        to_the_commit(&cluster, &url, "pg_cancel_backend");
        let answer = appending.join().unwrap();
        assert!(matches!(answer, Err(AppendError::Unknown(_))), "{answer:?}");
    });
    cluster.execute(&url, "ALTER SYSTEM RESET synchronous_standby_names");
    cluster.execute(&url, "SELECT pg_reload_conf()");
    thread::sleep(Duration::from_millis(500));
    assert_eq!(store.head(&log()).unwrap().size, 1);
}

/// The server dies and comes back: what was answered is there, and the same store goes on.
#[test]
fn a_server_that_dies_loses_nothing_that_was_answered() {
    let cluster = Cluster::start();
    let store = open(&cluster.database());
    let mut size = 0;
    for _ in 0..3 {
        for _ in 0..20 {
            store.append(&log(), &batch(size)).unwrap();
            size += 1;
        }
        cluster.crash();
        assert!(matches!(store.append(&log(), &batch(size)), Err(AppendError::NotRecorded(_))));
        assert!(matches!(store.head(&log()), Err(StoreError::Io(_))));
        cluster.start_again();
        assert_eq!(store.head(&log()).unwrap().size, size);
        let entries = store.entries(&log(), 0, usize::MAX, usize::MAX).unwrap();
        assert_eq!(u64::try_from(entries.len()).unwrap(), size);
    }
}

/// Whatever changed behind the store's back is named, and what was recorded does not let itself be changed at all.
#[test]
fn damaged_rows_are_named() {
    let cluster = Cluster::start();
    let url = cluster.database();
    let store = open(&url);
    for position in 0..4 {
        store.append(&log(), &batch(position)).unwrap();
    }
    for table in ["entry", "stream_position", "request", "log"] {
        cluster.execute(
            &url,
            &format!(
                "DO $$ BEGIN DELETE FROM openboek.{table}; RAISE 'deleted from {table}';
                EXCEPTION WHEN restrict_violation THEN NULL; END $$"
            ),
        );
    }
    let behind = |sql: &str| cluster.execute(&url, &format!("SET session_replication_role = replica; {sql}"));
    let damaged =
        |found: Result<(), StoreError>| assert!(matches!(found, Err(StoreError::Damaged(_))), "{found:?}");
    behind("UPDATE openboek.entry SET payload = 'q' WHERE position = 1");
    assert!(store.entry(&log(), 0).is_ok());
    damaged(store.entry(&log(), 1).map(drop));
    behind("DELETE FROM openboek.entry WHERE position = 2");
    damaged(store.entry(&log(), 2).map(drop));
    behind("DELETE FROM openboek.entry WHERE position = 3");
    damaged(store.entries(&log(), 3, 9, 9).map(drop));
    behind("DELETE FROM openboek.stream_position WHERE revision = 1");
    damaged(store.stream(&log(), StreamCode::REGION, 0, 9).map(drop));
    behind("UPDATE openboek.head SET size = 3");
    damaged(store.head(&log()).map(drop));
    assert!(matches!(store.append(&log(), &batch(3)), Err(AppendError::NotRecorded(_))));
}
