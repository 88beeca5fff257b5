//! The files of a bundle: which are there, whether they belong, and whether they are as `b3sums` says.

use super::reason::{Code, Missing, Reason};
use crate::bundle::{BundlePath, BundleSource, SourceFault};
use crate::hash::Blake3Hash;
use crate::text::{Fault, FormatError, decode_hex, file_lines};
use std::collections::BTreeMap;

/// The files of a bundle.
pub(super) struct Files<'a> {
    source: &'a dyn BundleSource,
    present: BTreeMap<String, BundlePath>,
}

impl<'a> Files<'a> {
    /// Lists the files; one that section 6 does not name is refused, dotted names aside.
    pub(super) fn list(source: &'a dyn BundleSource) -> Result<Self, Reason> {
        let mut present = BTreeMap::new();
        for path in source.paths().map_err(|error| Reason::source(&error))? {
            if crate::bundle::is_dotted(&path) {
                continue;
            }
            let parsed = BundlePath::parse(&path).ok_or(Reason::new(Code::UnknownFile, &path))?;
            present.insert(path, parsed);
        }
        Ok(Self { source, present })
    }

    /// The files of a static log, of which there is no list.
    pub(super) fn unlisted(source: &'a dyn BundleSource) -> Self {
        let present = BTreeMap::new();
        Self { source, present }
    }

    /// Notes every file that a bundle must have and that is not there.
    pub(super) fn require(&self, missing: &mut Missing) {
        for path in BundlePath::REQUIRED {
            if !self.present.contains_key(&path.to_string()) {
                missing.note(Reason::new(Code::FileMissing, path));
            }
        }
    }

    /// The paths that are there, in the order of their bytes.
    pub(super) fn paths(&self) -> impl Iterator<Item = &BundlePath> {
        self.present.values()
    }

    /// Reads a file that may be absent; what cannot be read is noted as missing.
    pub(super) fn read(&self, path: &BundlePath, missing: &mut Missing) -> Result<Option<Vec<u8>>, Reason> {
        self.read_path(&path.to_string(), path.limit(), missing)
    }

    /// Reads a file, by its path, that may be absent and have at most `limit` bytes.
    pub(super) fn read_path(
        &self,
        path: &str,
        limit: usize,
        missing: &mut Missing,
    ) -> Result<Option<Vec<u8>>, Reason> {
        match self.source.read(path, limit) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.fault == SourceFault::Missing => Ok(None),
            Err(error) => {
                missing.sort(Reason::source(&error))?;
                Ok(None)
            }
        }
    }

    /// Checks that `b3sums` lists every other file once, sorted, with its sum.
    pub(super) fn check_sums(&self, missing: &mut Missing) -> Result<(), Reason> {
        let Some(sums) = self.read(&BundlePath::Sums, missing)? else {
            return self.check_sizes(missing);
        };
        let listed = parse_sums(&sums)?;
        for (path, parsed) in &self.present {
            let Some(bytes) = self.read(parsed, missing)? else {
                continue;
            };
            if *parsed == BundlePath::Sums {
                continue;
            }
            match listed.get(path) {
                Some(sum) if *sum == Blake3Hash::of(&bytes) => {}
                Some(_) => return Err(Reason::new(Code::SumsDiffer, path)),
                None => return Err(Reason::new(Code::SumsIncomplete, path)),
            }
        }
        for path in listed.keys() {
            // It lists every other file, so not itself; and nothing that no bundle has.
            if BundlePath::parse(path).is_none_or(|parsed| parsed == BundlePath::Sums) {
                return Err(Reason::new(Code::SumsIncomplete, path));
            }
            if !self.present.contains_key(path) {
                missing.note(Reason::new(Code::FileMissing, path));
            }
        }
        Ok(())
    }

    /// Without `b3sums`: reads every file once, so that one that is too large is found.
    fn check_sizes(&self, missing: &mut Missing) -> Result<(), Reason> {
        for path in self.present.values() {
            self.read(path, missing)?;
        }
        Ok(())
    }
}

/// Parses `b3sums`: 64 digits, two spaces, a path; sorted by path, each once.
fn parse_sums(bytes: &[u8]) -> Result<BTreeMap<String, Blake3Hash>, Reason> {
    let place = BundlePath::Sums;
    let mut sums = BTreeMap::new();
    for (number, line) in read_lines(&place, bytes)?.into_iter().enumerate() {
        let wrong = |fault| Reason::format(&place, &FormatError::at(number + 1, fault));
        let (sum, path) = line.split_once("  ").ok_or(wrong(Fault::Lines))?;
        let sum = decode_hex(sum).ok_or(wrong(Fault::Value("b3sums")))?;
        let last = sums.last_key_value().map(|(path, _): (&String, _)| path.as_str());
        if last.is_some_and(|last| last >= path) {
            return Err(wrong(Fault::Lines));
        }
        sums.insert(path.to_owned(), Blake3Hash(sum));
    }
    Ok(sums)
}

/// The lines of a file, or why it is not one of lines.
pub(super) fn read_lines<'a>(
    place: &impl std::fmt::Display,
    bytes: &'a [u8],
) -> Result<Vec<&'a str>, Reason> {
    file_lines(bytes, false).map_err(|error| Reason::format(place, &error))
}
