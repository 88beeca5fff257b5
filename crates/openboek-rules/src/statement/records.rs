//! Record keeping.

use crate::act::{Act, DocumentRef, Organ};
use crate::id::{DocumentId, OrganisationId};

/// A document exists: sent, received or published. The document itself stays outside the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRegistered {
    /// Who made it, when.
    pub act: Act,
    /// Its identifier in this ledger.
    pub document: DocumentId,
    /// Title, reference number, date.
    pub reference: DocumentRef,
    /// To whom it was sent; with the organ, when known.
    pub addressee: Option<(OrganisationId, Option<Organ>)>,
}
