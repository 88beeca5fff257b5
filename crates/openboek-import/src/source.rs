//! The file that is imported.

use openboek_rules::{DocumentRef, OrganisationId, Reference, Text, UncertainDate};

/// A file as it was given.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl Source<'_> {
    /// BLAKE3-256 of the bytes, as `b3sum` computes it.
    #[must_use]
    pub fn digest(&self) -> [u8; 32] {
        *blake3::hash(self.bytes).as_bytes()
    }

    /// The file as a document behind a statement, with its digest and a place in it ("regel 12").
    #[must_use]
    pub fn document(
        &self,
        title: Text,
        organisation: Option<OrganisationId>,
        date: UncertainDate,
        place: Option<Text>,
    ) -> DocumentRef {
        self.document_of(self.digest(), title, organisation, date, place)
    }

    /// The same with the digest computed before, for files that give rise to thousands of statements.
    pub(crate) fn document_of(
        &self,
        digest: [u8; 32],
        title: Text,
        organisation: Option<OrganisationId>,
        date: UncertainDate,
        place: Option<Text>,
    ) -> DocumentRef {
        DocumentRef { organisation, title, reference: Reference::None, date, place, digest: Some(digest) }
    }
}
