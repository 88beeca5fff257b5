//! A standby that takes over: what is written to afterwards, what never again, and what is said when something is lost.

use std::time::Duration;

use openboek_store::{AppendError, Store, StoreError};
use openboek_store_postgres::cluster::Cluster;
use openboek_store_postgres::{PostgresOptions, PostgresStore};

use super::{batch, log};

/// Waits for no standby longer than this.
const ANSWER: Duration = Duration::from_millis(1_500);

fn open(url: &str) -> PostgresStore {
    let options =
        PostgresOptions { answer_time: ANSWER, lease_time: Duration::from_millis(100), ..Default::default() };
    let store = PostgresStore::open(url, &options).unwrap();
    store.create_log(&log(), b"a log").unwrap();
    store
}

fn not_recorded(answer: Result<(), AppendError>, words: &str) {
    match answer {
        Err(AppendError::NotRecorded(why)) => assert!(why.contains(words), "{why}"),
        other => panic!("{other:?}"),
    }
}

/// The standby is promoted while the old primary still runs: two servers take writes. What the old one took is unknown, for nobody has it but
/// itself; the next append goes to the new one, and the old one is never asked again.
#[test]
fn a_primary_that_was_replaced_is_never_written_to_again() {
    let old = Cluster::start();
    let database = old.database();
    let new = old.synchronous_standby();
    let name = database.split(['/', '?']).nth(3).unwrap();
    let both = old.url_with(&new, name);
    let store = open(&both);
    for position in 0..3 {
        store.append(&log(), &batch(position)).unwrap();
    }
    new.promote();
    let answer = store.append(&log(), &batch(3));
    assert!(matches!(answer, Err(AppendError::Unknown(_))), "{answer:?}");
    assert_eq!(store.head(&log()).unwrap().size, 3, "the new primary has all that was answered, and no more");
    store.append(&log(), &batch(3)).unwrap();
    store.append(&log(), &batch(4)).unwrap();
    // Who starts now sees both, and takes the new one.
    assert_eq!(open(&both).head(&log()).unwrap().size, 5);

    // The old one alone is refused, for reading too; when the new one is back the store goes on by itself.
    new.crash();
    not_recorded(store.append(&log(), &batch(5)), "timeline 1");
    let read = store.head(&log());
    assert!(matches!(&read, Err(StoreError::Io(why)) if why.contains("pg_rewind")), "{read:?}");
    // Who starts now cannot know. What keeps it from answering is that no standby of the old one is there any more.
    let unknowing =
        PostgresStore::open(&both, &PostgresOptions { answer_time: ANSWER, ..Default::default() });
    assert!(unknowing.is_err(), "opened on a primary that has no standby");
    new.start_again();
    store.append(&log(), &batch(5)).unwrap();
    assert_eq!(new.query(&new.url(name), "SELECT size FROM openboek.head"), ["6"]);
    assert_eq!(old.query(&old.url(name), "SELECT max(size) FROM openboek.head"), ["3"]);
}

/// A standby that nobody waited for takes over and lacks the end: who saw more refuses to go on as if nothing had been there.
#[test]
fn a_log_that_became_shorter_is_refused() {
    let (old, options) = (Cluster::start(), PostgresOptions::default());
    let database = old.database();
    let name = database.split(['/', '?']).nth(3).unwrap();
    let new = old.standby();
    let store = PostgresStore::open(&old.url_with(&new, name), &options).unwrap();
    store.create_log(&log(), b"a log").unwrap();
    store.append(&log(), &batch(0)).unwrap();
    for _ in 0..100 {
        let received = "SELECT 1 FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()";
        if old.query(&database, received) == ["1"] {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    new.crash();
    store.append(&log(), &batch(1)).unwrap();
    old.perish();
    new.start_again();
    new.promote();
    let read = store.head(&log());
    assert!(
        matches!(&read, Err(StoreError::Damaged(why)) if why.contains("1 entries and had 2")),
        "{read:?}"
    );
    not_recorded(store.append(&log(), &batch(2)), "1 entries and had 2");
    not_recorded(store.append(&log(), &batch(1)), "1 entries and had 2");
    assert_eq!(new.query(&new.url(name), "SELECT size FROM openboek.head"), ["1"]);
}
