//! Subscriptions: everything once, in order, and on from where one stopped.

use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::subscribe_entries_response::Event;

use crate::fixture::{Fixture, REGION};

async fn record(fixture: &Fixture, ids: std::ops::Range<u32>) {
    for id in ids {
        let command = say::command(REGION, vec![say::commitment("GM0505", &format!("T{id}"), "Wij zorgen.")]);
        fixture.ledger().record(command).await.unwrap();
    }
}

/// Reads entries until `count` events (seals aside) came by; gives their indexes and whether "caught up" was said.
async fn read(fixture: &Fixture, from: u64, count: usize) -> (Vec<u64>, Vec<u64>, bool) {
    let request = v1::SubscribeEntriesRequest { arrangement: REGION.into(), from, ..Default::default() };
    let mut stream = fixture.audit().subscribe_entries(request).await.unwrap().into_inner();
    let (mut all, mut events, mut caught_up) = (Vec::new(), Vec::new(), false);
    while events.len() < count {
        match stream.message().await.unwrap().unwrap().event.unwrap() {
            Event::Entry(entry) => {
                all.push(entry.index);
                if entry.entry.starts_with(b"openboek/entry/") {
                    events.push(entry.index);
                }
            }
            Event::CaughtUp(_) => caught_up = true,
            Event::Heartbeat(_) => {}
        }
    }
    (all, events, caught_up)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_gets_every_entry_once_and_goes_on_from_where_it_stopped() {
    let fixture = Fixture::with_region().await;
    record(&fixture, 0..5).await;
    let (all, events, _) = read(&fixture, 0, 6).await; // The founding, and five.
    assert_eq!(all, (0..=*all.last().unwrap()).collect::<Vec<_>>(), "no gaps, no doubles");
    let next = events.last().unwrap() + 1;
    let later = async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        record(&fixture, 5..8).await;
    };
    let ((rest, more, caught_up), ()) = tokio::join!(read(&fixture, next, 3), later);
    assert_eq!(rest.first(), Some(&next));
    assert_eq!(more.len(), 3);
    assert!(caught_up, "it is told when it has seen all there is");
}
