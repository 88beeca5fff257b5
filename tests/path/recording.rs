//! Recording: positions, revisions, idempotence, atomicity, and callers that go away.

use openboek_tests::say;
use openboek_wire::v1;

use crate::fixture::{Fixture, REGION};

#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_recorded_as_a_whole_with_positions_and_revisions() {
    let fixture = Fixture::with_region().await;
    let mut command = say::command(
        REGION,
        vec![
            say::commitment("GM0505", "T1", "Wij zorgen voor een plan."),
            say::commitment("GM0482", "T2", "Wij ook."),
            say::commitment("GM0505", "T3", "En nog een."),
        ],
    );
    command.wait_for = v1::WaitFor::Published.into();
    let answer = fixture.ledger().record(command).await.unwrap().into_inner();
    let first = answer.entries[0].index;
    let places: Vec<_> = answer
        .entries
        .iter()
        .map(|e| (e.index - first, e.kind.as_str(), e.revisions[0].stream.as_str(), e.revisions[0].revision))
        .collect();
    assert_eq!(
        places,
        [
            (0, "commitment-made", "GM0505", 0),
            (1, "commitment-made", "GM0482", 0),
            (2, "commitment-made", "GM0505", 1)
        ]
    );
    assert!(answer.published_size.unwrap() > first + 2, "published covers it");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_atomic_command_nothing_is_recorded_when_one_statement_is_refused() {
    let fixture = Fixture::with_region().await;
    let before = fixture.events().await;
    let command = say::command(
        REGION,
        vec![
            say::commitment("GM0505", "T1", "Wij zorgen voor een plan."),
            say::commitment("GM0505", "T1", "Dezelfde nog eens."),
        ],
    );
    assert!(fixture.ledger().record(command).await.is_err());
    assert_eq!(fixture.events().await, before);
    // The identifier of the refused command is still free.
    let command = say::command(REGION, vec![say::commitment("GM0505", "T1", "Wij zorgen voor een plan.")]);
    fixture.ledger().record(command).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_command_many_times_at_once_is_recorded_once() {
    let fixture = Fixture::with_region().await;
    let command = say::command(REGION, vec![say::commitment("GM0505", "T1", "Wij zorgen voor een plan.")]);
    let tasks: Vec<_> = (0..32)
        .map(|_| {
            let (mut ledger, command) = (fixture.ledger(), command.clone());
            tokio::spawn(async move { ledger.record(command).await.unwrap().into_inner() })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|a| !a.repeated_request).count(), 1);
    assert!(answers.windows(2).all(|w| w[0].entries == w[1].entries));
    let recorded = fixture
        .events()
        .await
        .iter()
        .filter(|e| String::from_utf8_lossy(e).contains("commitment-made"))
        .count();
    assert_eq!(recorded, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_leaves_all_or_nothing() {
    let fixture = Fixture::with_region().await;
    for round in 0..40_u64 {
        let statements =
            (0..3).map(|n| say::commitment("GM0505", &format!("T{round}-{n}"), "Wij zorgen.")).collect();
        let (mut ledger, command) = (fixture.ledger(), say::command(REGION, statements));
        let call = tokio::spawn(async move { ledger.record(command).await });
        tokio::time::sleep(std::time::Duration::from_micros(round * 37)).await;
        call.abort();
    }
    // A later command goes through the same writer, so by its answer all earlier ones are decided.
    let last = say::command(REGION, vec![say::commitment("GM0505", "laatste", "Klaar.")]);
    fixture.ledger().record(last).await.unwrap();
    let events = fixture.events().await;
    let mut per_request = std::collections::BTreeMap::<String, usize>::new();
    for event in events.iter().map(|e| String::from_utf8_lossy(e).into_owned()) {
        let request = event.lines().find_map(|l| l.strip_prefix("request ")).unwrap().to_owned();
        *per_request.entry(request).or_default() += 1;
    }
    assert!(per_request.values().all(|count| *count == 1 || *count == 3), "{per_request:?}");
}
