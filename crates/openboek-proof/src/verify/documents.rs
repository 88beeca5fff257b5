//! Documents and their receipts: the same digest, and on request computed again.

use super::files::Files;
use super::payloads::event;
use super::reason::{Code, Missing, Reason};
use super::{DocumentReport, ReaderConfig, ReceiptReport, VerifiedEntry};
use crate::bundle::BundlePath;
use crate::entry::{Basis, DocumentName, Entry, JSON, Receipt, StreamCode};
use crate::hash::DocumentDigest;
use std::collections::BTreeMap;

/// The receipts among the entries, and the newest of each document.
pub(super) struct Receipts<'a> {
    all: Vec<&'a Receipt>,
    newest: BTreeMap<&'a DocumentName, u64>,
}

impl<'a> Receipts<'a> {
    /// Finds the receipts among entries in the order of the log.
    pub(super) fn find(entries: &'a [VerifiedEntry]) -> Self {
        Self::new(entries.iter().filter_map(|entry| match &entry.entry {
            Entry::Receipt(receipt) => Some(receipt),
            _ => None,
        }))
    }

    /// Takes receipts in the order of the log.
    pub(super) fn new(receipts: impl Iterator<Item = &'a Receipt>) -> Self {
        let all: Vec<&Receipt> = receipts.collect();
        let newest = all.iter().map(|receipt| (&receipt.document, receipt.index)).collect();
        Self { all, newest }
    }

    /// Whether a later receipt replaces this one.
    fn is_superseded(&self, receipt: &Receipt) -> bool {
        self.newest.get(&receipt.document) != Some(&receipt.index)
    }

    /// Checks that every file under `documents/` is an output of a receipt.
    pub(super) fn check_documents(
        &self,
        files: &Files<'_>,
        missing: &mut Missing,
    ) -> Result<Vec<DocumentReport>, Reason> {
        let mut reports = Vec::new();
        for path in files.paths() {
            let BundlePath::Document(name) = path else {
                continue;
            };
            if let Some(bytes) = files.read(path, missing)? {
                let report = self.match_document(name, &bytes);
                reports.push(report.ok_or(Reason::new(Code::DocumentUnknown, path))?);
            }
        }
        Ok(reports)
    }

    /// The newest receipt with an output of this length and digest.
    fn match_document(&self, name: &str, bytes: &[u8]) -> Option<DocumentReport> {
        let digest = DocumentDigest::of(bytes);
        let length = u64::try_from(bytes.len()).ok()?;
        self.all.iter().rev().find_map(|receipt| {
            let fits = |output: &&crate::entry::Output| output.digest == digest && output.length == length;
            let output = receipt.outputs.iter().find(fits)?;
            Some(DocumentReport {
                name: name.to_owned(),
                receipt: receipt.index,
                media_type: output.media_type.to_string(),
                superseded: self.is_superseded(receipt),
            })
        })
    }

    /// Reports on every receipt; computes its JSON again where the reader asks for that and every payload is there.
    pub(super) fn check_receipts(
        &self,
        config: &ReaderConfig<'_>,
        entries: &[VerifiedEntry],
    ) -> Result<Vec<ReceiptReport>, Reason> {
        let report = |receipt: &&Receipt| {
            Ok(ReceiptReport {
                index: receipt.index,
                document: receipt.document.clone(),
                superseded: self.is_superseded(receipt),
                computed_again: compute_again(config, receipt, entries)?,
            })
        };
        self.all.iter().map(report).collect()
    }
}

/// Whether the JSON output was computed again and had the same digest.
fn compute_again(
    config: &ReaderConfig<'_>,
    receipt: &Receipt,
    entries: &[VerifiedEntry],
) -> Result<bool, Reason> {
    let Some(recompute) = config.recompute else {
        return Ok(false);
    };
    let Some(input) = input_of(receipt, entries) else {
        return Ok(false);
    };
    let Some(output) = recompute(receipt, &input) else {
        return Ok(false);
    };
    let expected = receipt.output(JSON);
    let same = expected.is_some_and(|expected| {
        u64::try_from(output.len()) == Ok(expected.length) && DocumentDigest::of(&output) == expected.digest
    });
    if same { Ok(true) } else { Err(Reason::new(Code::DocumentDiffers, BundlePath::Entry(receipt.index))) }
}

/// The entries of the receipt's stream and of `region` up to its basis; `None` when the payload of one is not there.
fn input_of<'a>(receipt: &Receipt, entries: &'a [VerifiedEntry]) -> Option<Vec<&'a VerifiedEntry>> {
    let Basis { size, .. } = receipt.basis;
    let about = [receipt.stream.code, StreamCode::Region];
    let belongs = |entry: &&VerifiedEntry| {
        let streams = entry.entry.streams();
        entry.index < size && streams.iter().any(|stream| about.contains(&stream.code))
    };
    let input: Vec<&VerifiedEntry> = entries.iter().filter(belongs).collect();
    let complete = |entry: &&VerifiedEntry| event(entry).is_none() || entry.payload.is_some();
    input.iter().all(complete).then_some(input)
}
