//! The zip around a workbook. Its own statements about sizes are not believed: what is unpacked is counted.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::findings::{Fault, LOCKED, NO_WORKBOOK};
use super::limits::{self, Budget};

/// A workbook's parts.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        if bytes.len() > limits::FILE {
            return Err(limits::too_large(bytes.len(), limits::FILE, "bytes"));
        }
        if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
            // The container of an old XLS, and of an XLSX with a password.
            return Err(Fault::new(
                NO_WORKBOOK,
                "een oude werkmap (XLS), of een met een wachtwoord",
                "XLSX of ODS",
            ));
        }
        if !bytes.starts_with(b"PK") {
            return Err(Fault::new(NO_WORKBOOK, "geen zip", "XLSX of ODS"));
        }
        let zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| Fault::damaged(&format!("zip: {error}")))?;
        if zip.len() > limits::PARTS {
            return Err(limits::too_large(zip.len(), limits::PARTS, "onderdelen"));
        }
        Ok(Self { zip })
    }

    /// Whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The text of a part; `None` when there is none of this name.
    pub(crate) fn part(&mut self, name: &str, budget: &mut Budget) -> Result<Option<String>, Fault> {
        let Some(at) = self.zip.index_for_name(name) else { return Ok(None) };
        if self.zip.by_index_raw(at).is_ok_and(|file| file.encrypted()) {
            return Err(Fault::new(LOCKED, name, ""));
        }
        let file = self.zip.by_index(at).map_err(|error| Fault::damaged(&format!("{name}: {error}")))?;
        let most = budget.unpackable();
        let mut bytes = Vec::new();
        // One byte more than is allowed shows that there is more, without unpacking it.
        let read = file.take(most as u64 + 1).read_to_end(&mut bytes);
        budget.unpacked(bytes.len())?;
        read.map_err(|error| Fault::damaged(&format!("{name}: {error}")))?;
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        String::from_utf8(bytes).map(Some).map_err(|_| Fault::damaged(&format!("{name}: geen UTF-8")))
    }

    /// The text of a part that has to be there.
    pub(crate) fn required(&mut self, name: &str, budget: &mut Budget) -> Result<String, Fault> {
        self.part(name, budget)?.ok_or_else(|| Fault::damaged(&format!("{name} ontbreekt")))
    }
}
