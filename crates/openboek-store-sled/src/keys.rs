//! Where everything lies in the one tree: a kind, the log's number, and what tells values of a kind apart.
//!
//! All numbers are big-endian, so that the order of keys is the order of positions.
//!
//! | key | value |
//! |---|---|
//! | `f` | the format of this data, [`FORMAT`] |
//! | `g` | number of the newest record of the journal that is in the database (8) |
//! | `l` name | number of the log (4 bytes), description |
//! | `h` log | head: size (8), published size (8), whether there is a checkpoint (1) |
//! | `c` log | the newest checkpoint; long value |
//! | `e` log index | a *block*: the entry of that index and those that follow it, with salts and payloads, packed; long value |
//! | `r` log index | a *heap*: requests (16) with first index (8), count (4), digest of the body (32), of entries from that index on; long value |
//! | `q` log run (8) request (16) | a chunk of a run of requests, sorted: that request and those that follow it, as in a heap |
//! | `b` log run (8) | the filter of a run; long value |
//! | `s` log stream (6) revision (8) | positions (8 each) of the stream's entries from that revision on: a *run* |
//! | `t` log level (1) number (8) | the tile's hashes; long value |
//! | `k` log stream (6) | head of the stream's tree: size (8), hashes (32 each) |
//! | `x` key part (2) | the further parts, from 1, of the long value under `key` |

use openboek_store::{LogName, StreamCode};

/// What stands under `f`. Data with another format is not opened.
pub(crate) const FORMAT: &[u8] = b"openboek-store-sled/4";

pub(crate) type Key = Vec<u8>;

/// The number of a log inside this store: shorter than its name, never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct LogNumber(pub(crate) u32);

fn key(kind: u8, log: LogNumber, rest: &[&[u8]]) -> Key {
    let mut key = Vec::with_capacity(5 + rest.iter().map(|r| r.len()).sum::<usize>());
    key.push(kind);
    key.extend_from_slice(&log.0.to_be_bytes());
    for part in rest {
        key.extend_from_slice(part);
    }
    key
}

pub(crate) fn format() -> Key {
    vec![b'f']
}

pub(crate) fn group() -> Key {
    vec![b'g']
}

/// All keys of logs begin so.
pub(crate) fn logs_prefix() -> Key {
    vec![b'l']
}

pub(crate) fn log(name: &LogName) -> Key {
    [b"l", name.as_str().as_bytes()].concat()
}

/// The name in a key made by [`log`].
pub(crate) fn log_name(key: &[u8]) -> Option<LogName> {
    std::str::from_utf8(key.strip_prefix(b"l")?).ok().and_then(LogName::new)
}

pub(crate) fn head(log: LogNumber) -> Key {
    key(b'h', log, &[])
}

pub(crate) fn checkpoint(log: LogNumber) -> Key {
    key(b'c', log, &[])
}

/// The block that begins with this entry.
pub(crate) fn entry(log: LogNumber, index: u64) -> Key {
    key(b'e', log, &[&index.to_be_bytes()])
}

/// After every block of the log.
pub(crate) fn after_entries(log: LogNumber) -> Key {
    key(b'e', log, &[&[0xff; 9]])
}

/// The heap of requests whose first entry is this one.
pub(crate) fn heap(log: LogNumber, index: u64) -> Key {
    key(b'r', log, &[&index.to_be_bytes()])
}

/// The chunk of a run of requests that begins with this one.
pub(crate) fn chunk(log: LogNumber, run: u64, request: &[u8; 16]) -> Key {
    key(b'q', log, &[&run.to_be_bytes(), request])
}

pub(crate) fn filter(log: LogNumber, run: u64) -> Key {
    key(b'b', log, &[&run.to_be_bytes()])
}

/// All keys made by [`filter`] for the log begin so.
pub(crate) fn filters_prefix(log: LogNumber) -> Key {
    key(b'b', log, &[])
}

/// The number in a key made by [`heap`] or [`filter`].
pub(crate) fn run_number(key: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(key.get(5..)?.try_into().ok()?))
}

/// The first key behind another.
pub(crate) fn after(key: &[u8]) -> Key {
    [key, &[0]].concat()
}

pub(crate) fn run(log: LogNumber, stream: StreamCode, revision: u64) -> Key {
    key(b's', log, &[stream.as_bytes(), &revision.to_be_bytes()])
}

/// Before every run of the log.
pub(crate) fn first_run(log: LogNumber) -> Key {
    key(b's', log, &[])
}

/// After every run of the log.
pub(crate) fn after_runs(log: LogNumber) -> Key {
    key(b's', log, &[&[0xff]])
}

/// The stream and first revision in a key made by [`run`].
pub(crate) fn run_place(key: &[u8]) -> Option<(StreamCode, u64)> {
    let stream = std::str::from_utf8(key.get(5..11)?).ok().and_then(StreamCode::new)?;
    Some((stream, u64::from_be_bytes(key.get(11..)?.try_into().ok()?)))
}

pub(crate) fn tile(log: LogNumber, level: u8, number: u64) -> Key {
    key(b't', log, &[&[level], &number.to_be_bytes()])
}

pub(crate) fn stream_head(log: LogNumber, stream: StreamCode) -> Key {
    key(b'k', log, &[stream.as_bytes()])
}

/// All keys made by [`stream_head`] for the log begin so.
pub(crate) fn stream_heads_prefix(log: LogNumber) -> Key {
    key(b'k', log, &[])
}

/// The stream in a key made by [`stream_head`].
pub(crate) fn stream_head_place(key: &[u8]) -> Option<StreamCode> {
    std::str::from_utf8(key.get(5..)?).ok().and_then(StreamCode::new)
}

/// A further part of the long value under `key`; parts count from 1.
pub(crate) fn part(key: &[u8], part: u16) -> Key {
    [b"x", key, &part.to_be_bytes()].concat()
}

/// The index in a key made by [`entry`], or in that of a part of it.
pub(crate) fn entry_index(key: &[u8]) -> Option<u64> {
    let key = key.strip_prefix(b"x").unwrap_or(key);
    Some(u64::from_be_bytes(key.get(5..13)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The keys of format 4, for ever: what was written with them must be found again.
    #[test]
    fn keys_of_format_3_never_change() {
        let log_number = LogNumber(0x0102_0304);
        let region = StreamCode::REGION;
        let entry_key = entry(log_number, 0x0a0b);
        let table = [
            (format(), "66"),
            (group(), "67"),
            (log(&LogName::new("ab-1").unwrap()), "6c61622d31"),
            (head(log_number), "6801020304"),
            (checkpoint(log_number), "6301020304"),
            (entry_key.clone(), "65010203040000000000000a0b"),
            (heap(log_number, 258), "72010203040000000000000102"),
            (
                chunk(log_number, 258, &[0xee; 16]),
                "71010203040000000000000102eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
            ),
            (filter(log_number, 258), "62010203040000000000000102"),
            (run(log_number, region, 258), "7301020304726567696f6e0000000000000102"),
            (tile(log_number, 2, 1), "7401020304020000000000000001"),
            (stream_head(log_number, region), "6b01020304726567696f6e"),
            (part(&entry_key, 3), "7865010203040000000000000a0b0003"),
        ];
        for (key, expected) in table {
            assert_eq!(hex(&key), expected);
        }
    }

    #[test]
    fn keys_tell_their_place() {
        let log_number = LogNumber(7);
        let stream = StreamCode::new("GM1904").unwrap();
        assert_eq!(run_place(&run(log_number, stream, 12)), Some((stream, 12)));
        assert_eq!(run_place(&first_run(log_number)), None);
        assert_eq!(stream_head_place(&stream_head(log_number, stream)), Some(stream));
        assert_eq!(entry_index(&entry(log_number, 9)), Some(9));
        assert_eq!(run_number(&heap(log_number, 9)), Some(9));
        assert_eq!(run_number(&filter(log_number, 9)), Some(9));
        assert_eq!(entry_index(&part(&entry(log_number, 9), 1)), Some(9));
        let name = LogName::new("drechtsteden").unwrap();
        assert_eq!(log_name(&log(&name)), Some(name));
        assert_eq!(log_name(b"lUPPER"), None);
    }

    #[test]
    fn keys_lie_between_their_bounds() {
        let log_number = LogNumber(7);
        for stream in [StreamCode::REGION, StreamCode::new("GM0000").unwrap()] {
            let key = run(log_number, stream, u64::MAX);
            assert!(first_run(log_number) < key && key < after_runs(log_number));
        }
        assert!(after_runs(log_number) < first_run(LogNumber(8)));
        assert!(entry(log_number, u64::MAX) < after_entries(log_number));
        assert!(after_entries(log_number) < entry(LogNumber(8), 0));
    }
}
