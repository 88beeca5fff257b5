//! Who said it, when, on what paper, and how sure it is.

use crate::date::UncertainDate;
use crate::id::OrganisationId;
use crate::text::Text;

/// The organ of an organisation that acted (*bestuursorgaan*), or the role it acted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Organ {
    /// *Raad*.
    Council,
    /// *College van B&W*.
    Executive,
    /// *Burgemeester*.
    Mayor,
    /// *Wethouder*.
    Alderman,
    /// *Griffier*.
    Clerk,
    /// *Algemeen bestuur* of an arrangement (the Drechtraad too).
    GeneralBoard,
    /// *Dagelijks bestuur* of an arrangement (the Drechtstedenbestuur too).
    ExecutiveBoard,
    /// An executing service of an arrangement (the Sociale Dienst Drechtsteden).
    Service,
    /// *Gedeputeerde Staten*.
    ProvincialExecutive,
    /// *Provincie* as a giver of money.
    Province,
    /// *Minister*, *Rijk*.
    Minister,
    /// A recipient of subsidy.
    Recipient,
    /// A coalition of recipients.
    RecipientCoalition,
}

/// How sure a figure is (*mate van zekerheid*), ordered from weak to strong (domain 0.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Certainty {
    /// *Ruwe schatting*.
    RoughEstimate,
    /// *Raming*.
    Estimate,
    /// *Aangekondigd*: coalition agreement, letter.
    Announced,
    /// Funding circular.
    Circular,
    /// *Ontwerp*, *raadsvoorstel*.
    Proposed,
    /// *Vastgesteld* by the council or the general board.
    Decided,
    /// *Beschikking*.
    Granted,
    /// *Geboekt*.
    Realised,
    /// *Jaarrekening vastgesteld*.
    AdoptedAccounts,
    /// Approved by the financial supervisor.
    Supervised,
}

/// Where a decision stands (domain 0.3); a state, not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum DecisionStatus {
    /// *Voornemen*.
    Intention,
    /// *Voorgesteld*.
    Proposed,
    /// *Vastgesteld*.
    Adopted,
    /// *Verworpen*.
    Rejected,
    /// *Aangehouden*.
    HeldOver,
}

/// The reference number (*kenmerk*) an organisation gave a document. Unique per organisation, not globally.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Reference {
    /// A real number: `DOC/20/406214`.
    Assigned(Text),
    /// A placeholder stood where the number belongs ("xxxx"); never an identifier.
    NotAssigned(Text),
    /// The source shows none.
    None,
}

/// A document behind a statement. The document itself stays outside the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct DocumentRef {
    /// Who made it, when known.
    pub organisation: Option<OrganisationId>,
    /// Its title.
    pub title: Text,
    /// Its reference number.
    pub reference: Reference,
    /// Its date.
    pub date: UncertainDate,
    /// Page, line or section in it.
    pub place: Option<Text>,
    /// BLAKE3-256 of the document's bytes in lower-case hex, when somebody computed it.
    pub digest: Option<[u8; 32]>,
}

/// What every statement says: which organ of which organisation acted, when, and on what paper.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Act {
    /// The organisation that acted.
    pub organisation: OrganisationId,
    /// Its organ.
    pub organ: Organ,
    /// When it acted (*datum van het besluit*), as far as known.
    pub date: UncertainDate,
    /// The papers, at most 50.
    pub documents: Vec<DocumentRef>,
    /// Legal basis where known ("art. 4:51 Awb"), at most 20.
    pub legal_basis: Vec<Text>,
    /// A remark of the clerk.
    pub note: Option<Text>,
}
