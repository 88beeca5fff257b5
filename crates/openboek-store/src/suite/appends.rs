//! Cases: what was appended is there, bit for bit.

use super::Fresh;
use super::sample::{ALL, Script, log, open_new, open_with_log, payload, region_entry, request_id, single};
use crate::contract::{
    Append, AppendError, DESCRIPTION_BYTES_MAX, ENTRY_BYTES_MAX, Head, NewEntry, PAYLOAD_BYTES_MAX,
    StoredEntry, StreamCode,
};

/// Promise 6 and 4: after `Ok` everything is there as given.
pub fn a_batch_is_read_back_bit_for_bit(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let mut script = Script::default();
    for count in [1, 2, 17, 1, 64] {
        store.append(&log, &script.batch(count)).unwrap();
        script.assert_all(&*store, &log);
    }
}

/// Entries and payloads are opaque bytes.
pub fn every_byte_value_is_kept(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let all: Vec<u8> = (0..=255).collect();
    let new = NewEntry { entry: all.clone(), payload: Some(payload(&all)), streams: vec![] };
    let batch = Append { entries: vec![new], ..Append::default() };
    store.append(&log, &batch).unwrap();
    let stored = StoredEntry { index: 0, entry: all.clone(), payload: Some(payload(&all)) };
    assert_eq!(store.entry(&log, 0).unwrap(), Some(stored));
}

/// The largest entry with the largest payload, several in one batch, also after reopening.
pub fn the_largest_values_are_kept(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    let noise = |seed: usize, len: usize| -> Vec<u8> {
        (0..len).map(|i| (i.wrapping_mul(31) ^ (i >> 8) ^ seed).to_le_bytes()[0]).collect()
    };
    let entries: Vec<_> = (0..3)
        .map(|n| NewEntry {
            entry: noise(n, ENTRY_BYTES_MAX - n),
            payload: Some(payload(&noise(n + 9, PAYLOAD_BYTES_MAX - n))),
            streams: vec![],
        })
        .collect();
    let batch = Append { entries: entries.clone(), ..Append::default() };
    store.append(&log, &batch).unwrap();
    let check = |store: &dyn crate::Store| {
        for (index, new) in (0..).zip(&entries) {
            let stored = store.entry(&log, index).unwrap().unwrap();
            assert!(stored.entry == new.entry && stored.payload == new.payload, "entry {index} differs");
        }
    };
    check(&*store);
    store.close().unwrap();
    check(&*medium.open().unwrap());
}

/// One batch of a thousand entries.
pub fn a_batch_of_many_entries_is_kept(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let mut script = Script::default();
    store.append(&log, &script.batch(1000)).unwrap();
    script.assert_all(&*store, &log);
}

/// An empty entry, an empty payload and no payload are three different things.
pub fn the_smallest_values_are_kept(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let bare = NewEntry { entry: vec![], payload: None, streams: vec![] };
    let empty = NewEntry { entry: vec![], payload: Some(payload(b"")), streams: vec![] };
    store.append(&log, &Append { entries: vec![bare, empty], ..Append::default() }).unwrap();
    let found = store.entries(&log, 0, ALL, ALL).unwrap();
    assert_eq!(found[0], StoredEntry { index: 0, entry: vec![], payload: None });
    assert_eq!(found[1], StoredEntry { index: 1, entry: vec![], payload: Some(payload(b"")) });
}

/// Several commands in one batch, each found by its own id.
pub fn requests_lead_back_to_their_entries(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let entries = (0..6).map(|n| region_entry(b"e", n)).collect();
    let requests = vec![super::sample::request(1, 0, 1), super::sample::request(2, 1, 4)];
    let batch = Append { entries, requests: requests.clone(), ..Append::default() };
    store.append(&log, &batch).unwrap();
    assert_eq!(store.request(&log, &request_id(1)).unwrap().as_ref(), Some(&requests[0]));
    assert_eq!(store.request(&log, &request_id(2)).unwrap().as_ref(), Some(&requests[1]));
    assert_eq!(store.request(&log, &request_id(3)).unwrap(), None);
}

/// A log without entries answers everything with nothing.
pub fn an_empty_log_holds_nothing(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    assert_eq!(store.head(&log).unwrap(), Head::default());
    assert_eq!(store.entries(&log, 0, ALL, ALL).unwrap(), vec![]);
    assert_eq!(store.entry(&log, 0).unwrap(), None);
    assert_eq!(store.stream(&log, StreamCode::REGION, 0, ALL).unwrap(), Vec::<u64>::new());
    assert_eq!(store.request(&log, &request_id(0)).unwrap(), None);
    assert_eq!(store.tile(&log, 0, 0).unwrap(), None);
    assert_eq!(store.stream_heads(&log).unwrap(), vec![]);
    assert_eq!(store.snapshot(&log, "state").unwrap(), None);
}

/// The same description changes nothing, another is refused; what is in the log stays.
pub fn creating_a_log_twice_changes_nothing(fresh: Fresh<'_>) {
    let (_medium, store) = open_new(fresh);
    let name = log("stichtse-vecht");
    let description = vec![0xa5; DESCRIPTION_BYTES_MAX];
    store.create_log(&name, &description).unwrap();
    store.append(&name, &single(0, b"first")).unwrap();
    store.create_log(&name, &description).unwrap();
    assert!(matches!(store.create_log(&name, b"another"), Err(AppendError::Refused(_))));
    assert_eq!(store.head(&name).unwrap().size, 1);
    assert_eq!(store.logs().unwrap(), vec![(name, description)]);
    let too_long = vec![0; DESCRIPTION_BYTES_MAX + 1];
    assert!(matches!(store.create_log(&log("b"), &too_long), Err(AppendError::Refused(_))));
    assert_eq!(store.logs().unwrap().len(), 1);
}

/// Sorted by name, whatever the order of creation.
pub fn logs_are_listed_by_name(fresh: Fresh<'_>) {
    let (medium, store) = open_new(fresh);
    assert_eq!(store.logs().unwrap(), vec![]);
    for name in ["zeeland", "a", "midden-holland", "a-b", "9"] {
        store.create_log(&log(name), name.as_bytes()).unwrap();
    }
    let expected: Vec<_> = ["9", "a", "a-b", "midden-holland", "zeeland"]
        .map(|name| (log(name), name.as_bytes().to_owned()))
        .into();
    assert_eq!(store.logs().unwrap(), expected);
    store.close().unwrap();
    assert_eq!(medium.open().unwrap().logs().unwrap(), expected);
}

/// Equal positions, requests, streams and snapshots of two logs are different things.
pub fn logs_do_not_mix(fresh: Fresh<'_>) {
    let (_medium, store) = open_new(fresh);
    let (a, b) = (log("a"), log("b"));
    store.create_log(&a, b"").unwrap();
    store.create_log(&b, b"").unwrap();
    let (mut script_a, mut script_b) = (Script::default(), Script::default());
    store.append(&a, &script_a.published(40)).unwrap();
    store.append(&b, &script_b.batch(7)).unwrap();
    store.append(&a, &script_a.batch(3)).unwrap();
    script_a.assert_all(&*store, &a);
    script_b.assert_all(&*store, &b);
    assert_eq!(store.tile(&b, 0, 0).unwrap(), None);
}
