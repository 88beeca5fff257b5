//! Cases: ranges, limits and order of what is read.

use super::Fresh;
use super::sample::{ALL, Script, open_with_log, payload, region_entry, stream};
use crate::contract::{Append, NewEntry, StreamCode};

/// `limit` and `max_bytes` hold, and one entry always comes through.
pub fn entries_obey_limit_and_bytes(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let entry = |n: usize| NewEntry {
        entry: vec![b'e'; 100],
        // 32 bytes of salt and 68 of payload: 200 bytes in all, but for the entries without.
        payload: (n % 10 != 9).then(|| payload(&[b'p'; 68])),
        streams: vec![],
    };
    let batch = Append { entries: (0..30).map(entry).collect(), ..Append::default() };
    store.append(&log, &batch).unwrap();
    let indexes = |from, limit, max_bytes| -> Vec<u64> {
        store.entries(&log, from, limit, max_bytes).unwrap().iter().map(|e| e.index).collect()
    };
    assert_eq!(indexes(0, ALL, ALL), (0..30).collect::<Vec<_>>());
    assert_eq!(indexes(28, ALL, ALL), vec![28, 29]);
    assert_eq!(indexes(3, 4, ALL), vec![3, 4, 5, 6]);
    assert_eq!(indexes(3, 0, ALL), Vec::<u64>::new());
    assert_eq!(indexes(30, 5, ALL), Vec::<u64>::new());
    assert_eq!(indexes(u64::MAX, 5, ALL), Vec::<u64>::new());
    assert_eq!(indexes(0, ALL, 0), vec![0], "at least one");
    let some = indexes(0, ALL, 1000);
    assert!((4..=6).contains(&some.len()), "about 1000 bytes are about 5 entries, not {}", some.len());
    assert_eq!(indexes(9, ALL, 100), vec![9], "one without payload");
}

/// Each entry alone, in any order, and none beyond the end.
pub fn entries_are_read_one_by_one(fresh: Fresh<'_>) {
    let (_medium, store, log) = open_with_log(fresh);
    let mut script = Script::default();
    store.append(&log, &script.batch(50)).unwrap();
    for expected in script.entries.iter().rev() {
        assert_eq!(store.entry(&log, expected.index).unwrap().as_ref(), Some(expected));
        let range = store.entries(&log, expected.index, 1, ALL).unwrap();
        assert_eq!(range, std::slice::from_ref(expected));
    }
    assert_eq!(store.entry(&log, 50).unwrap(), None);
    assert_eq!(store.entry(&log, u64::MAX).unwrap(), None);
}

/// A stream that grew in batches of many sizes, read from any revision in pages of any size.
pub fn streams_are_read_in_pages(fresh: Fresh<'_>) {
    let (medium, store, log) = open_with_log(fresh);
    let mut expected = Vec::new();
    let mut size = 0;
    for count in [1_u64, 1, 5, 2, 40, 1, 3, 300] {
        let mut entries = Vec::new();
        for n in 0..count {
            expected.push(size + 2 * n);
            entries.push(region_entry(b"in", expected.len() as u64 - 1));
            entries.push(NewEntry { entry: b"out".to_vec(), payload: None, streams: vec![] });
        }
        store.append(&log, &Append { expected_size: size, entries, ..Append::default() }).unwrap();
        size += 2 * count;
    }
    let check = |store: &dyn crate::Store| {
        for from in 0..=expected.len() {
            for limit in [0, 1, 2, 7, 1000, ALL] {
                let page: Vec<_> = expected[from..].iter().take(limit).copied().collect();
                let found = store.stream(&log, StreamCode::REGION, from as u64, limit).unwrap();
                assert_eq!(found, page, "from {from}, limit {limit}");
            }
        }
        assert_eq!(store.stream(&log, StreamCode::REGION, u64::MAX, 9).unwrap(), Vec::<u64>::new());
        assert_eq!(store.stream(&log, stream("GM0001"), 0, 9).unwrap(), Vec::<u64>::new());
        assert_eq!(store.stream(&log, stream("GM9999"), 0, 9).unwrap(), Vec::<u64>::new());
    };
    check(&*store);
    store.close().unwrap();
    check(&*medium.open().unwrap());
}
