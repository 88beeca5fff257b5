//! Several openings of one database: who may append, when another may, and that nobody who lost a log ever gets in between.

use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use openboek_store::{AppendError, Store};
use openboek_store_postgres::cluster::Cluster;
use openboek_store_postgres::{DatabaseTrouble, PostgresOptions, PostgresStore};

use super::{batch, log, open, to_the_commit};

/// One server for all cases in which it stays up.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

const LEASE: Duration = Duration::from_millis(400);

fn short(url: &str) -> PostgresStore {
    let options = PostgresOptions { lease_time: LEASE, ..PostgresOptions::default() };
    let store = PostgresStore::open(url, &options).unwrap();
    store.create_log(&log(), b"a log").unwrap();
    store
}

/// For how long the log is another's.
fn held(answer: Result<(), AppendError>) -> Duration {
    match answer {
        Err(AppendError::Held { retry_after_ms }) => Duration::from_millis(retry_after_ms),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_opening_at_a_time_appends_and_another_takes_over_when_its_claim_lapses() {
    let url = CLUSTER.database();
    let (first, second) = (short(&url), short(&url));
    first.append(&log(), &batch(0)).unwrap();
    // Refused at the right position too, and told for how long; reading is for everybody.
    let wait = held(second.append(&log(), &batch(1)));
    assert!(wait > Duration::ZERO && wait <= LEASE, "{wait:?}");
    assert!(held(second.claim(&log()).map(drop)) <= LEASE);
    assert_eq!(second.head(&log()).unwrap().size, 1);
    assert_eq!(second.extents().unwrap()[0].size, 1);
    // An append renews the claim; so does claiming again.
    thread::sleep(wait / 2);
    first.append(&log(), &batch(1)).unwrap();
    thread::sleep(LEASE * 3 / 4);
    assert_eq!(first.claim(&log()), Ok(2));
    assert!(held(second.append(&log(), &batch(2))) > LEASE / 4);
    // It lapses, and the other has it from its first append on: the first cannot append, at the right position or the wrong one.
    thread::sleep(LEASE + Duration::from_millis(50));
    second.append(&log(), &batch(2)).unwrap();
    for position in [2, 3] {
        assert!(held(first.append(&log(), &batch(position))) <= LEASE);
    }
    // A claim alone takes over too.
    thread::sleep(LEASE + Duration::from_millis(50));
    assert_eq!(first.claim(&log()), Ok(3));
    held(second.append(&log(), &batch(3)));
    // One that slept through it all, and believes itself alone: fenced by position.
    thread::sleep(LEASE + Duration::from_millis(50));
    assert!(matches!(second.append(&log(), &batch(2)), Err(AppendError::Refused(_))));
    assert_eq!(second.head(&log()).unwrap().size, 3);
}

#[test]
fn who_closes_gives_its_claims_back_and_who_dies_does_not() {
    let url = CLUSTER.database();
    let (closed, dropped) = (open(&url), open(&url));
    closed.append(&log(), &batch(0)).unwrap();
    closed.close().unwrap();
    dropped.append(&log(), &batch(1)).unwrap();
    drop(dropped);
    let next = open(&url);
    assert!(held(next.append(&log(), &batch(2))) > Duration::from_secs(3));
}

/// An append that has not ended keeps a claim from being taken, however long ago it began; what is told then is what it left.
#[test]
fn a_claim_waits_for_an_append_under_way() {
    let url = CLUSTER.database();
    let (slow, next) = (short(&url), short(&url));
    slow.append(&log(), &batch(0)).unwrap();
    CLUSTER.execute(
        &url,
        "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.size <> OLD.size THEN PERFORM pg_sleep(1.2); END IF; RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER wait AFTER UPDATE ON openboek.head DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION wait()",
    );
    thread::scope(|scope| {
        let appending = scope.spawn(|| slow.append(&log(), &batch(1)));
        to_the_commit(&CLUSTER, &url, "abs");
        thread::sleep(LEASE);
        assert_eq!(next.claim(&log()), Ok(2), "after the append, with what it recorded");
        appending.join().unwrap().unwrap();
    });
    held(slow.append(&log(), &batch(2)));
}

/// Two openings that append as fast as they can, each as if it were alone, with a claim that lapses at once: every position once.
#[test]
fn no_position_is_ever_won_twice() {
    let url = CLUSTER.database();
    let lease = Duration::from_millis(3);
    let options = PostgresOptions { lease_time: lease, ..PostgresOptions::default() };
    let stores: Vec<_> = (0..3).map(|_| PostgresStore::open(&url, &options).unwrap()).collect();
    stores[0].create_log(&log(), b"a log").unwrap();
    let until = Instant::now() + Duration::from_secs(1);
    let won: Vec<Vec<u64>> = thread::scope(|scope| {
        let threads: Vec<_> = stores
            .iter()
            .map(|store| {
                scope.spawn(move || {
                    let mut won = Vec::new();
                    while Instant::now() < until {
                        let size = store.head(&log()).unwrap().size;
                        if store.append(&log(), &batch(size)).is_ok() {
                            won.push(size);
                            // Its claim lapses meanwhile: the next position is another's.
                            thread::sleep(lease * 2);
                        }
                    }
                    won
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(won.iter().filter(|won| !won.is_empty()).count() > 1, "one had it all: this run shows nothing");
    let mut all = won.concat();
    all.sort_unstable();
    assert_eq!(all, (0..stores[0].head(&log()).unwrap().size).collect::<Vec<_>>());
}

/// A caller that forgot to leave its runtime waits, and does not panic.
#[tokio::test]
async fn calls_from_asynchronous_code_only_wait() {
    let url = CLUSTER.database();
    let store = open(&url);
    store.append(&log(), &batch(0)).unwrap();
    assert_eq!(store.entries(&log(), 0, 9, 999).unwrap().len(), 1);
    store.close().unwrap();
    assert!(PostgresStore::plan(&url, &PostgresOptions::default()).unwrap().is_empty());
}

#[test]
fn what_keeps_a_database_from_opening_is_told_apart() {
    let cluster = Cluster::start();
    let options = PostgresOptions { connect_time: Duration::from_millis(500), ..PostgresOptions::default() };
    let trouble = |url: &str| PostgresStore::open(url, &options).err().unwrap();
    let folder = cluster.socket().parent().unwrap().display().to_string();
    assert!(matches!(trouble("postgres://a:geheim@127.0.0.1:1/x"), DatabaseTrouble::Unreachable(_)));
    assert!(matches!(trouble(&cluster.url("nergens")), DatabaseTrouble::NoDatabase(_)));
    assert!(matches!(
        trouble(&format!("postgres://niemand:geheim@/postgres?host={folder}")),
        DatabaseTrouble::Denied(_)
    ));
    let url = cluster.database();
    cluster.execute(&url, "CREATE ROLE reader LOGIN");
    let reader = url.replace("openboek@", "reader:geheim@");
    assert!(matches!(trouble(&reader), DatabaseTrouble::Denied(_)), "no right to make the schema");
    cluster.crash();
    assert!(matches!(trouble(&url), DatabaseTrouble::Unreachable(_)));
    cluster.start_again();
    for url in ["postgres://a:geheim@127.0.0.1:1/x", &reader] {
        let told = trouble(url);
        assert!(!format!("{told} {told:?}").contains("geheim"), "{told:?}");
    }
}
