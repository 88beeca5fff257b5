//! Subscriptions: resuming, signs of life, bounds, slow readers.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop a test that cannot go on")]

mod common;

use std::time::Duration;

use common::{audit, config, connect, ledger, promise, reason, start, start_with};
use openboek_server::{Config, Limits};
use openboek_wire::v1;
use openboek_wire::v1::subscribe_entries_response::Event;
use tonic::Code;
use tonic_types::StatusExt as _;

/// Reads events until so many entries came.
async fn read(stream: &mut tonic::Streaming<v1::SubscribeEntriesResponse>, count: usize) -> Vec<String> {
    let (mut seen, mut entries) = (Vec::new(), 0);
    while entries < count {
        match stream.message().await.unwrap().unwrap().event.unwrap() {
            Event::Entry(entry) => {
                entries += 1;
                seen.push(entry.index.to_string());
            }
            Event::CaughtUp(caught_up) => seen.push(format!("caught up at {}", caught_up.size)),
            Event::Heartbeat(_) => seen.push("heartbeat".to_owned()),
        }
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_resumes_without_gap_and_tells_when_it_is_caught_up() {
    let (server, channel) = start().await;
    ledger(&channel).record(promise("GM0505", 1)).await.unwrap();
    let size = audit(&channel)
        .get_checkpoint(v1::GetCheckpointRequest { arrangement: "delta".into() })
        .await
        .unwrap()
        .into_inner()
        .size;
    let subscribe = |from, stream: &str| v1::SubscribeEntriesRequest {
        arrangement: "delta".into(),
        from,
        stream: stream.to_owned(),
        include_payloads: true,
    };
    let mut first = audit(&channel).subscribe_entries(subscribe(0, "")).await.unwrap().into_inner();
    let begin = read(&mut first, 2).await;
    assert_eq!(begin, ["0", "1"]);
    drop(first);
    let mut second = audit(&channel).subscribe_entries(subscribe(2, "")).await.unwrap().into_inner();
    let mut only = audit(&channel).subscribe_entries(subscribe(2, "GM0482")).await.unwrap().into_inner();
    let rest = read(&mut second, usize::try_from(size).unwrap() - 2).await;
    assert_eq!(rest, (2..size).map(|index| index.to_string()).collect::<Vec<_>>());
    let recorded = ledger(&channel).record(promise("GM0482", 2)).await.unwrap().into_inner();
    let index = recorded.entries[0].index;
    assert_eq!(index, size);
    // The new entry and its seal; before them the word that the old ones were all.
    let news = read(&mut second, 2).await;
    assert_eq!(news, [format!("caught up at {size}"), index.to_string(), (index + 1).to_string()]);
    // One stream: its first entry, without the seal; the payload is there.
    let only_news = read(&mut only, 1).await;
    assert_eq!(only_news, [format!("caught up at {size}"), index.to_string()]);
    // A subscription beyond the end waits for what comes.
    let mut later = audit(&channel).subscribe_entries(subscribe(index + 3, "")).await.unwrap().into_inner();
    ledger(&channel).record(promise("GM0505", 3)).await.unwrap();
    ledger(&channel).record(promise("GM0505", 4)).await.unwrap();
    let seen = read(&mut later, 1).await;
    assert_eq!(seen.last(), Some(&(index + 3).to_string()), "{seen:?}");
    let request = v1::SubscribeEntriesRequest {
        arrangement: "delta".into(),
        stream: "gm0505".into(),
        ..Default::default()
    };
    assert_eq!(reason(&audit(&channel).subscribe_entries(request).await.unwrap_err()), "bad-stream");
    server.shutdown().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn subscribers_get_signs_of_life_are_bounded_and_told_that_the_server_stops() {
    let limits = Limits { heartbeat: Duration::from_millis(50), subscriptions: 2, ..Limits::default() };
    let (server, channel) = start_with(Config { limits, ..config() }).await;
    ledger(&channel).record(promise("GM0505", 1)).await.unwrap();
    let request =
        || v1::SubscribeEntriesRequest { arrangement: "delta".into(), from: 1_000, ..Default::default() };
    let mut stream = audit(&channel).subscribe_entries(request()).await.unwrap().into_inner();
    let mut other = audit(&channel).subscribe_entries(request()).await.unwrap().into_inner();
    let third = audit(&channel).subscribe_entries(request()).await.unwrap_err();
    assert_eq!((third.code(), reason(&third).as_str()), (Code::ResourceExhausted, "too-many-subscriptions"));
    assert!(third.get_details_retry_info().is_some());
    let mut heartbeats = 0;
    while heartbeats < 3 {
        match stream.message().await.unwrap().unwrap().event.unwrap() {
            Event::Heartbeat(beat) => {
                assert_eq!(beat.at_ms, common::NOVEMBER_2020);
                heartbeats += 1;
            }
            Event::CaughtUp(_) => assert_eq!(heartbeats, 0),
            Event::Entry(entry) => panic!("{}", entry.index),
        }
    }
    let stopping = tokio::spawn(server.shutdown());
    let status = loop {
        match other.message().await {
            Ok(message) => assert!(message.is_some()),
            Err(status) => break status,
        }
    };
    assert_eq!((status.code(), reason(&status).as_str()), (Code::Unavailable, "stopping"));
    while stream.message().await.is_ok() {}
    stopping.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_is_too_slow_is_cut_off_and_told_where_to_go_on() {
    let limits = Limits { slow_reader: Duration::from_millis(300), ..Limits::default() };
    let (server, channel) = start_with(Config { limits, ..config() }).await;
    // More payload bytes than windows and buffers hold.
    let text = "x".repeat(4_000);
    for batch in 0..40 {
        let statements = (0..100).map(|place| {
            let mut statement = promise("GM0505", 1_000 + batch * 100 + place).statements.remove(0);
            if let Some(v1::statement::Body::CommitmentMade(promise)) = &mut statement.body {
                promise.text.clone_from(&text);
            }
            statement
        });
        let command = v1::RecordRequest { statements: statements.collect(), ..promise("GM0505", batch + 1) };
        ledger(&channel).record(v1::RecordRequest { wait_for: 1, ..command }).await.unwrap();
    }
    ledger(&channel).record(promise("GM0505", 900)).await.unwrap();
    let slow = connect(server.grpc_addr()).await;
    let request = v1::SubscribeEntriesRequest {
        arrangement: "delta".into(),
        include_payloads: true,
        ..Default::default()
    };
    let mut stream = audit(&slow).subscribe_entries(request).await.unwrap().into_inner();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut next = 0;
    let status = loop {
        match stream.message().await {
            Ok(Some(message)) => {
                if let Some(Event::Entry(entry)) = message.event {
                    assert_eq!(entry.index, next);
                    next += 1;
                }
            }
            Ok(None) => panic!("ended without a word after {next}"),
            Err(status) => break status,
        }
    };
    let info = status.get_details_error_info().unwrap();
    assert_eq!((status.code(), info.reason.as_str()), (Code::ResourceExhausted, "reader-too-slow"));
    assert_eq!(info.metadata["next_from"], next.to_string());
    assert!(next > 0 && next < 4_000, "{next}");
    server.shutdown().await.unwrap();
}

fn watch(from_size: u64) -> v1::WatchParagraphsRequest {
    v1::WatchParagraphsRequest { arrangement: "delta".into(), from_size, ..Default::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn watchers_get_signs_of_life_are_bounded_and_told_that_the_server_stops() {
    use v1::watch_paragraphs_response::Event;
    let limits = Limits { heartbeat: Duration::from_millis(50), ..Limits::default() };
    let (server, channel) = start_with(Config { limits, ..config() }).await;
    ledger(&channel).record(promise("GM0505", 1)).await.unwrap();
    let mut paragraphs = v1::paragraph_service_client::ParagraphServiceClient::new(channel.clone());
    let mut streams = Vec::new();
    for _ in 0..openboek_server::limits::WATCHES {
        streams.push(paragraphs.watch_paragraphs(watch(0)).await.unwrap().into_inner());
    }
    let more = paragraphs.watch_paragraphs(watch(0)).await.unwrap_err();
    assert_eq!((more.code(), reason(&more).as_str()), (Code::ResourceExhausted, "too-many-subscriptions"));
    // Who goes away makes room.
    drop(streams.pop());
    let mut again = paragraphs.watch_paragraphs(watch(0)).await;
    while again.is_err() {
        tokio::time::sleep(Duration::from_millis(20)).await;
        again = paragraphs.watch_paragraphs(watch(0)).await;
    }
    let mut stream = again.unwrap().into_inner();
    let (mut heartbeats, mut caught_up) = (0, None);
    while heartbeats < 3 {
        match stream.message().await.unwrap().unwrap().event.unwrap() {
            Event::Heartbeat(beat) => {
                assert_eq!((beat.at_ms, Some(beat.size)), (common::NOVEMBER_2020, caught_up));
                heartbeats += 1;
            }
            Event::CaughtUp(up) => caught_up = Some(up.size),
            Event::Changed(_) => panic!("nothing was recorded since"),
        }
    }
    let stopping = tokio::spawn(server.shutdown());
    let status = loop {
        match stream.message().await {
            Ok(message) => assert!(message.is_some()),
            Err(status) => break status,
        }
    };
    assert_eq!((status.code(), reason(&status).as_str()), (Code::Unavailable, "stopping"));
    let next_from = &status.get_details_error_info().unwrap().metadata["next_from"];
    assert_eq!(Some(next_from), caught_up.map(|size| size.to_string()).as_ref());
    drop(streams);
    stopping.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watcher_that_is_too_slow_is_cut_off_and_told_where_to_go_on() {
    use v1::watch_paragraphs_response::Event;
    let limits = Limits { slow_reader: Duration::from_millis(300), ..Limits::default() };
    let (server, channel) = start_with(Config { limits, ..config() }).await;
    let text = "x".repeat(800);
    let begin =
        ledger(&channel).record(promise("GM0505", 1)).await.unwrap().into_inner().published_size.unwrap();
    let slow = connect(server.grpc_addr()).await;
    let mut paragraphs =
        v1::paragraph_service_client::ParagraphServiceClient::new(slow).max_decoding_message_size(64 << 20);
    let mut stream = paragraphs.watch_paragraphs(watch(begin)).await.unwrap().into_inner();
    // Beside it one who reads: when that one was told of a batch, the server has had the time to tell the slow one too. Where readers get
    // little of the processor, batches would else be told together, and few messages are left lying by nobody.
    let mut reader = v1::paragraph_service_client::ParagraphServiceClient::new(channel.clone())
        .max_decoding_message_size(64 << 20);
    let mut read = reader.watch_paragraphs(watch(begin)).await.unwrap().into_inner();
    // More than windows and buffers hold: each batch changes the paragraph of a year by some ten kilobytes, and all together fit in one message.
    let mut sizes = vec![begin];
    for batch in 0..30 {
        let statements = (0..40).map(|place| {
            let mut statement = promise("GM0505", 1_000 + batch * 100 + place).statements.remove(0);
            if let Some(v1::statement::Body::CommitmentMade(promise)) = &mut statement.body {
                promise.text.clone_from(&text);
            }
            statement
        });
        let command = v1::RecordRequest { statements: statements.collect(), ..promise("GM0505", batch + 10) };
        let size = ledger(&channel).record(command).await.unwrap().into_inner().published_size.unwrap();
        sizes.push(size);
        let mut told = 0;
        while told < size {
            if let Event::CaughtUp(up) = read.message().await.unwrap().unwrap().event.unwrap() {
                told = up.size;
            }
        }
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut known = begin;
    let status = loop {
        match stream.message().await {
            Ok(Some(message)) => match message.event.unwrap() {
                Event::CaughtUp(up) => known = up.size,
                Event::Changed(_) | Event::Heartbeat(_) => {}
            },
            Ok(None) => panic!("ended without a word"),
            Err(status) => break status,
        }
    };
    let info = status.get_details_error_info().unwrap();
    assert_eq!((status.code(), info.reason.as_str()), (Code::ResourceExhausted, "reader-too-slow"));
    assert_eq!(info.metadata["next_from"], known.to_string());
    assert!(known < *sizes.last().unwrap(), "{known} of {sizes:?}");
    server.shutdown().await.unwrap();
}
