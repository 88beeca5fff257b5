//! Two bundles of one log side by side, of whatever moments and councils: everything that both show must be the same.
//!
//! Each may hold on its own and yet belong to another history: an operator who tells two people two things signs twice. Whoever lays
//! the two beside each other has both signatures in hand.

use super::ReaderConfig;
use super::bundle::{Checked, check};
use super::keys::LogKeys;
use super::reason::{Code, Missing, Reason};
use crate::bundle::{BundlePath, BundleSource};
use crate::entry::{Entry, Seal, SealedStream};
use crate::hash::stream_leaf;
use crate::tree::Frontier;

/// What the other bundle is called in a reason.
const OTHER: &str = "the bundle beside it";

/// Checks another bundle by the keys of the first and compares the two. Gives the size of the other when a proof joins them; notes as
/// missing that none does.
///
/// # Errors
/// The first thing in which they contradict each other, or what is wrong with the other alone.
pub(super) fn compare(
    ours: &Checked,
    other: &dyn BundleSource,
    config: &ReaderConfig<'_>,
    missing: &mut Missing,
) -> Result<Option<u64>, Reason> {
    let mut of_other = Missing::default();
    let theirs = check(other, &reader(ours, other, config), &mut of_other).map_err(Reason::beside)?;
    if let Some(reason) = of_other.first() {
        missing.note(reason.beside());
    }
    let Some(theirs) = theirs else {
        return Ok(None);
    };
    for (one, two) in [(ours, &theirs), (&theirs, ours)] {
        check_heads(one, two)?;
        check_entries(one, two)?;
        check_seals(one, two)?;
    }
    let (older, newer) = if theirs.head.size <= ours.head.size { (&theirs, ours) } else { (ours, &theirs) };
    if newer.root_at(older.head.size).is_none() {
        missing.note(Reason::new(Code::NotJoined, OTHER).with(older.head.size));
        return Ok(None);
    }
    Ok(Some(theirs.head.size))
}

/// The reader of the other bundle: the same log and the same keys; it may be old, and nothing joins it but the first.
fn reader<'a>(ours: &Checked, other: &dyn BundleSource, config: &ReaderConfig<'a>) -> ReaderConfig<'a> {
    ReaderConfig {
        expected_origin: Some(ours.head.origin.clone()),
        log_keys: ours.log_keys.as_ref().map(|keys| signer_of(keys, other)),
        policy: config.policy.clone(),
        authors: config.authors.clone(),
        ..ReaderConfig::at(config.now_ms)
    }
}

/// The keys of the log, with that one as the current key which the other bundle names: it may be from before the change of a key.
fn signer_of(keys: &LogKeys, other: &dyn BundleSource) -> LogKeys {
    let path = BundlePath::LogKeys;
    let listed =
        other.read(&path.to_string(), path.limit()).ok().and_then(|bytes| LogKeys::parse(&bytes).ok());
    let named = listed.and_then(|listed| keys.all().find(|key| **key == listed.current).cloned());
    let Some(current) = named else {
        return keys.clone();
    };
    LogKeys { retired: keys.all().filter(|key| **key != current).cloned().collect(), current }
}

fn split(place: impl std::fmt::Display, detail: impl std::fmt::Display) -> Result<(), Reason> {
    Err(Reason::new(Code::SplitView, place).with(detail))
}

/// Each signed head of the other has the root that this one shows for that size, as far as it does.
fn check_heads(one: &Checked, other: &Checked) -> Result<(), Reason> {
    for head in [Some(&other.head), other.previous.as_ref()].into_iter().flatten() {
        if one.root_at(head.size).is_some_and(|root| root != head.root) {
            return split(BundlePath::Checkpoint, head.size);
        }
    }
    Ok(())
}

/// Each entry of the other that this one should have is here, and is the same.
fn check_entries(one: &Checked, other: &Checked) -> Result<(), Reason> {
    for entry in other.entries.list.iter().filter(|entry| entry.index < one.head.size) {
        let place = BundlePath::Entry(entry.index);
        match one.entries.get(entry.index) {
            Some(same) if same.leaf == entry.leaf => {}
            Some(_) => return split(place, "two entries at one place"),
            None if one.entries.unread || one.entries.unknown.contains(&entry.index) => {}
            None if entry.entry.streams().iter().any(|stream| one.streams.contains(&stream.code)) => {
                return split(place, "in one of the two only");
            }
            None => {}
        }
    }
    Ok(())
}

/// What the seals of the other say about the streams of this one is what their entries give.
fn check_seals(one: &Checked, other: &Checked) -> Result<(), Reason> {
    if one.entries.unread || !one.entries.unknown.is_empty() {
        return Ok(());
    }
    for entry in &other.entries.list {
        let Entry::Seal(seal) = &entry.entry else { continue };
        for line in seal.streams.iter().filter(|line| one.streams.contains(&line.code)) {
            if !fits(one, seal, line) {
                return split(BundlePath::Entry(seal.index), line.code);
            }
        }
    }
    Ok(())
}

/// Whether the line of a stream in a seal fits the entries of that stream, of which all under this bundle's head are here.
fn fits(one: &Checked, seal: &Seal, line: &SealedStream) -> bool {
    let mut tree = Frontier::new();
    let of_stream = |entry: &&super::VerifiedEntry| {
        entry.index < seal.index && entry.entry.streams().iter().any(|stream| stream.code == line.code)
    };
    for entry in one.entries.list.iter().filter(of_stream) {
        tree.push(stream_leaf(entry.index, entry.leaf));
    }
    // Under a seal beyond this bundle's head the stream may have more entries than are here.
    let more = seal.index >= one.head.size && tree.size() < line.size;
    more || (tree.size() == line.size && tree.root() == line.root)
}
