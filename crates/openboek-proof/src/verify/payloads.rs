//! Payloads against the commitments in their entries, and signatures of authors.

use super::VerifiedEntry;
use super::files::{Files, read_lines};
use super::keys::Keys;
use super::reason::{Code, Missing, Reason};
use crate::bundle::BundlePath;
use crate::entry::{Entry, Event, SignatureError};
use crate::hash::payload_commitment;
use crate::text::{Fault, FormatError, parse_number};
use std::collections::BTreeSet;

/// What was found of the payloads.
#[derive(Default)]
pub(super) struct Payloads {
    /// How many match.
    pub(super) matching: u64,
    /// Events whose payload an erasure removed.
    pub(super) erased: Vec<u64>,
    /// Events whose payload is withheld.
    pub(super) withheld: Vec<u64>,
}

/// The event in an entry.
pub(super) fn event(entry: &VerifiedEntry) -> Option<&Event> {
    match &entry.entry {
        Entry::Event(event) => Some(event),
        _ => None,
    }
}

/// The events that erasures name.
pub(super) fn erased<'a>(entries: impl IntoIterator<Item = &'a VerifiedEntry>) -> BTreeSet<u64> {
    let events = entries.into_iter().filter_map(event);
    events.filter_map(|event| event.statement.erases).collect()
}

/// Splits a payload file into salt and payload and checks them; gives the payload.
pub(super) fn open_payload(event: &Event, file: &[u8]) -> Option<Vec<u8>> {
    let (salt, payload) = file.split_first_chunk::<32>()?;
    let expected = &event.statement.payload;
    let fits = u32::try_from(payload.len()) == Ok(expected.length)
        && payload_commitment(salt, payload) == expected.commitment;
    fits.then(|| payload.to_vec())
}

/// Checks every payload of a bundle: it matches, or an erasure removed it, or it is listed as withheld. `unknown` are entries
/// of a later kind, which may have payloads too.
pub(super) fn check_payloads(
    files: &Files<'_>,
    entries: &mut [VerifiedEntry],
    unknown: &BTreeSet<u64>,
    missing: &mut Missing,
) -> Result<Payloads, Reason> {
    let erased = erased(entries.iter());
    let withheld = read_withheld(files, missing)?;
    let events = entries.iter().filter(|entry| event(entry).is_some());
    let events: BTreeSet<u64> = events.map(|entry| entry.index).collect();
    check_files(files, &events, unknown)?;
    for index in &withheld {
        let known = events.contains(index) || unknown.contains(index);
        if !known || erased.contains(index) {
            return Err(Reason::new(Code::Withheld, BundlePath::Withheld).with(index));
        }
    }
    let mut found = Payloads::default();
    for entry in entries.iter_mut() {
        let index = entry.index;
        let Some(event) = event(entry) else { continue };
        let path = BundlePath::Payload(index);
        let Some(file) = files.read(&path, missing)? else {
            match (erased.contains(&index), withheld.contains(&index)) {
                (true, _) => found.erased.push(index),
                (_, true) => found.withheld.push(index),
                _ => missing.note(Reason::new(Code::PayloadMissing, path)),
            }
            continue;
        };
        if erased.contains(&index) {
            return Err(Reason::new(Code::PayloadErased, path));
        }
        if withheld.contains(&index) {
            return Err(Reason::new(Code::Withheld, BundlePath::Withheld).with(index));
        }
        let payload = open_payload(event, &file);
        entry.payload = Some(payload.ok_or(Reason::new(Code::PayloadDiffers, path))?);
        found.matching += 1;
    }
    Ok(found)
}

/// Every payload file is that of an event in the bundle.
fn check_files(files: &Files<'_>, events: &BTreeSet<u64>, unknown: &BTreeSet<u64>) -> Result<(), Reason> {
    for path in files.paths() {
        match path {
            BundlePath::Payload(index) if !events.contains(index) && !unknown.contains(index) => {
                return Err(Reason::new(Code::UnknownFile, path));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads `withheld`: indexes, one a line, ascending; the file is absent when there are none.
fn read_withheld(files: &Files<'_>, missing: &mut Missing) -> Result<BTreeSet<u64>, Reason> {
    let place = BundlePath::Withheld;
    let Some(bytes) = files.read(&place, missing)? else {
        return Ok(BTreeSet::new());
    };
    let mut withheld = BTreeSet::new();
    for (number, line) in read_lines(&place, &bytes)?.into_iter().enumerate() {
        let wrong = |fault| Reason::format(&place, &FormatError::at(number + 1, fault));
        let index = parse_number(line).ok_or(wrong(Fault::Number))?;
        if withheld.last().is_some_and(|last| *last >= index) {
            return Err(wrong(Fault::Lines));
        }
        withheld.insert(index);
    }
    if withheld.is_empty() {
        return Err(Reason::new(Code::Lines, place));
    }
    Ok(withheld)
}

/// Checks every signature of an author; gives how many hold.
pub(super) fn check_signatures(
    entries: &[VerifiedEntry],
    keys: &Keys,
    missing: &mut Missing,
) -> Result<u64, Reason> {
    let mut holding = 0;
    for event in entries.iter().filter_map(event) {
        holding += u64::from(check_signature(event, keys, missing)?);
    }
    Ok(holding)
}

/// Whether an event carries a signature that holds. A key that is not known is noted.
pub(super) fn check_signature(event: &Event, keys: &Keys, missing: &mut Missing) -> Result<bool, Reason> {
    let place = BundlePath::Entry(event.index);
    match event.check_signature(&keys.authors) {
        Ok(()) => Ok(true),
        Err(SignatureError::Unsigned) => Ok(false),
        Err(SignatureError::Fails) => Err(Reason::new(Code::AuthorSignatureFails, place)),
        Err(SignatureError::UnknownKey) => {
            let reason = Reason::new(Code::AuthorKeyMissing, place);
            missing.note(reason.with(&event.statement.actor));
            Ok(false)
        }
    }
}

/// The bundle's `authors` names only actors who signed something in it.
pub(super) fn check_listed_authors(entries: &[VerifiedEntry], keys: &Keys) -> Result<(), Reason> {
    let mut signed = BTreeSet::new();
    for event in entries.iter().filter_map(event) {
        if event.signature.is_some() {
            signed.insert(event.statement.actor.as_str());
        }
    }
    match keys.listed_authors.iter().find(|name| !signed.contains(name.as_str())) {
        Some(name) => Err(Reason::new(Code::AuthorUnneeded, BundlePath::Authors).with(name)),
        None => Ok(()),
    }
}
