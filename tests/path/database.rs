//! `openboek serve` and `openboek migrate` over PostgreSQL: what a database must be before a server starts, what is said when it is not, that a
//! password is never said, and two servers over one database.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use openboek_engine::{KeyRing, Outside};
use openboek_store_postgres::cluster::Cluster;
use openboek_store_postgres::{PostgresOptions, PostgresStore};
use openboek_tests::program::{Served, path};
use openboek_tests::say;
use openboek_wire::v1;
use tonic::Status;
use tonic_types::StatusExt as _;

use crate::fixture::{Fixture, MEMBERS, REGION};

/// One server for all tests of this binary.
pub(crate) static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

const PASSWORD: &str = "geheim-en-lang";

/// Runs the program over a database until it ends by itself; the address comes from the surroundings, as `--help` advises.
fn run(arguments: &[&str], database: &str) -> Output {
    let program = path("openboek").unwrap();
    let run = Command::new(program).args(arguments).env("OPENBOEK_STORE", database).output();
    run.unwrap()
}

/// Standard error and output, in which no password may stand.
fn said(output: &Output) -> String {
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains(PASSWORD), "{said}");
    said
}

/// Tries to serve; what is said instead, after the exit status and code were looked at, in both languages.
fn refused(database: &str, status: i32, code: &str, dutch: &str, english: &str) {
    let keys = tempfile::tempdir().unwrap();
    let keys = keys.path().to_str().unwrap();
    for (lang, words) in [("nl", dutch), ("en", english)] {
        let free = ["--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", "--json"];
        let words_of_serve = ["serve", "--keys", keys, "--host", "ledger.example.nl", "--lang", lang];
        let output = run(&[&words_of_serve[..], &free[..]].concat(), database);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(status), "{code}: {said}");
        assert!(said.contains(code) && said.contains(words), "{code}, {words}: {said}");
    }
}

#[test]
fn a_database_that_cannot_be_used_is_refused_with_a_code_and_the_next_step() {
    let address = |host: &str| format!("postgres://jan:{PASSWORD}@{host}/openboek");
    refused(
        &address("127.0.0.1:1"),
        3,
        "database-unreachable",
        "Kijk of PostgreSQL daar draait",
        "takes connections",
    );
    refused(&address("db.example.nl"), 2, "database-over-network", "ssh -L", "ssh -L");
    refused(
        &(address("localhost") + "?sslmode=require"),
        2,
        "database-tls",
        "Laat sslmode weg",
        "Leave sslmode out",
    );
    refused(&(address("localhost") + "?onbekend=1"), 2, "database-address", "%40", "%40");
    refused(&format!("mysql://jan:{PASSWORD}@localhost/x"), 2, "store-unknown", "postgres://", "postgres://");
    refused(&CLUSTER.url("nergens"), 3, "database-missing", "createdb", "createdb");

    // Not made ready, ready, of a version to come.
    let with_password = CLUSTER.database().replace("openboek@", &format!("openboek:{PASSWORD}@"));
    refused(&with_password, 3, "database-empty", "openboek migrate", "openboek migrate");
    let plan = run(&["migrate", "--plan"], &with_password);
    assert!(plan.status.success() && said(&plan).contains("CREATE TABLE"), "{plan:?}");
    refused(&with_password, 3, "database-empty", "--plan", "--plan");
    let (once, twice) =
        (run(&["migrate"], &with_password), run(&["migrate", "--lang", "nl"], &with_password));
    assert!(once.status.success() && said(&once).contains("0001_logs"), "{once:?}");
    assert!(twice.status.success() && said(&twice).contains("niets te doen"), "{twice:?}");
    CLUSTER.execute(
        &with_password,
        "INSERT INTO openboek.migration (number, name, digest) VALUES (999, 'later', 'x')",
    );
    refused(&with_password, 3, "database-newer", "nieuwere", "newer program");

    let no_keys = run(&["serve", "--host", "ledger.example.nl", "--lang", "en"], &with_password);
    assert_eq!(no_keys.status.code(), Some(2));
    assert!(said(&no_keys).contains("keys-not-named"), "{no_keys:?}");
}

/// The real program, with what it says and logs, asked and stopped.
#[tokio::test(flavor = "multi_thread")]
async fn the_program_serves_what_it_recorded_after_a_stop() {
    let (database, folder) = (CLUSTER.database(), tempfile::tempdir().unwrap());
    assert!(run(&["migrate"], &database).status.success());
    let serve = || Served::start_over(&database, folder.path()).unwrap();
    let server = serve();
    let channel = server.connect().await.unwrap();
    let mut client = v1::arrangement_service_client::ArrangementServiceClient::new(channel);
    client.create_arrangement(say::founding(REGION, &MEMBERS)).await.unwrap();
    assert!(folder.path().join(format!("{REGION}.key")).is_file());
    assert!(server.stop().unwrap().success());
    let server = serve();
    let channel = server.connect().await.unwrap();
    let mut client = v1::arrangement_service_client::ArrangementServiceClient::new(channel);
    let request = v1::GetArrangementRequest { arrangement: REGION.into() };
    assert!(client.get_arrangement(request).await.unwrap().into_inner().arrangement.unwrap().size > 0);
    assert!(server.stop().unwrap().success());
}

/// The doctor over a database: nothing wrong; then a row that was changed behind the store's back, and a key that is not there.
#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_checks_a_database() {
    let (database, keys) = (CLUSTER.database(), tempfile::tempdir().unwrap());
    let fixture = server(&database, keys.path()).await;
    fixture.arrangements().create_arrangement(say::founding(REGION, &MEMBERS)).await.unwrap();
    record(&fixture, &promise("T1")).await.unwrap();
    fixture.server.shutdown().await.unwrap();
    let folder = keys.path().to_str().unwrap().to_owned();
    let doctor = |keys: &str| run(&["doctor", "--keys", keys, "--lang", "en"], &database);

    let sound = doctor(&folder);
    let told = said(&sound);
    assert_eq!(sound.status.code(), Some(0), "{told}");
    assert!(told.contains("Nothing wrong: 1 ledgers, 3 entries"), "{told}");

    let elsewhere = tempfile::tempdir().unwrap();
    let without = doctor(elsewhere.path().to_str().unwrap());
    assert_eq!(without.status.code(), Some(1), "{}", said(&without));

    let change =
        "SET session_replication_role = replica; UPDATE openboek.entry SET payload = 'x' WHERE position = 1";
    CLUSTER.execute(&database, change);
    let damaged = doctor(&folder);
    let told = said(&damaged);
    assert_eq!(damaged.status.code(), Some(1), "{told}");
    assert!(told.contains("[entry-damaged]") && told.contains("entry 1"), "{told}");

    let unnamed = run(&["doctor", "--lang", "en"], &database);
    assert_eq!(unnamed.status.code(), Some(2));
    assert!(said(&unnamed).contains("keys-not-named"), "{unnamed:?}");
    let nothing = run(&["doctor", "--lang", "en"], "memory");
    assert_eq!(nothing.status.code(), Some(2));
    assert!(said(&nothing).contains("no-data"), "{nothing:?}");
}

async fn server(database: &str, keys: &Path) -> Fixture {
    let store = PostgresStore::open(database, &PostgresOptions::default()).unwrap();
    Fixture::over(Outside::new(Arc::new(store), KeyRing::Folder(keys.to_owned()))).await
}

fn promise(id: &str) -> v1::RecordRequest {
    let statements = vec![say::commitment(MEMBERS[0], id, "Wij zorgen voor een plan.")];
    v1::RecordRequest { wait_for: v1::WaitFor::Published.into(), ..say::command(REGION, statements) }
}

async fn record(fixture: &Fixture, request: &v1::RecordRequest) -> Result<v1::RecordResponse, Status> {
    Ok(fixture.ledger().record(request.clone()).await?.into_inner())
}

/// The code of a refusal and when to come back.
fn refusal(answer: Result<v1::RecordResponse, Status>) -> (String, Option<Duration>) {
    let status = answer.unwrap_err();
    let code = status.get_details_error_info().unwrap().reason;
    (code, status.get_details_retry_info().and_then(|info| info.retry_delay))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_over_one_database_one_writes_and_both_show_the_same() {
    let (database, keys) = (CLUSTER.database(), tempfile::tempdir().unwrap());
    let (first, second) = (server(&database, keys.path()).await, server(&database, keys.path()).await);
    first.arrangements().create_arrangement(say::founding(REGION, &MEMBERS)).await.unwrap();
    let kept = promise("T1");
    let answer = record(&first, &kept).await.unwrap();

    // The other shows it at once, repeats its answer, and takes nothing new.
    assert_eq!(first.events().await, second.events().await);
    let repeated = record(&second, &kept).await.unwrap();
    assert!(repeated.repeated_request);
    assert_eq!(repeated.entries, answer.entries);
    let next = promise("T2");
    let (code, retry) = refusal(record(&second, &next).await);
    assert_eq!(code, "written-elsewhere");
    assert!(
        retry.is_some_and(|retry| retry > Duration::ZERO && retry <= Duration::from_secs(5)),
        "{retry:?}"
    );
    assert_eq!(first.events().await.len(), 2, "nothing of what was refused");

    // When the first stops, the second goes on at once from what the first recorded.
    first.server.shutdown().await.unwrap();
    let taken = record(&second, &next).await.unwrap();
    assert!(!taken.repeated_request && taken.entries[0].index > answer.entries[0].index);
    let third = server(&database, keys.path()).await;
    assert_eq!(second.events().await, third.events().await);
    assert_eq!(third.events().await.len(), 3);
    second.server.shutdown().await.unwrap();

    // A key of its own would be the end of the log's one history: what needs it is refused.
    let other = tempfile::tempdir().unwrap();
    std::fs::write(other.path().join(format!("{REGION}.key")), [9; 32]).unwrap();
    let stranger = server(&database, other.path()).await;
    assert_eq!(refusal(record(&stranger, &promise("T3")).await).0, "key-missing");
    assert_eq!(third.events().await.len(), 3);
}
