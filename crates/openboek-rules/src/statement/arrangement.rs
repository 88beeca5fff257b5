//! Arrangements and their members.

use crate::act::Act;
use crate::date::UncertainDate;
use crate::id::{MunicipalityCode, OrganisationId};
use crate::text::Text;

/// Legal form of an arrangement (Wgr art. 8; domain 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum LegalForm {
    /// *Openbaar lichaam*.
    PublicBody,
    /// *Bedrijfsvoeringsorganisatie*.
    OperationalManagementBody,
    /// *Gemeenschappelijk orgaan*.
    JointOrgan,
    /// *Centrumgemeente*.
    CentralMunicipality,
    /// *Regeling zonder meer*.
    AgreementOnly,
    /// Co-operation without an arrangement under the Wgr.
    Informal,
    /// One municipality with its partners.
    SingleMunicipality,
}

impl LegalForm {
    /// Whether it has a budget of its own that goes to the supervisor (Wgr art. 34; domain 5.1).
    #[must_use]
    pub const fn has_budget_duties(self) -> bool {
        matches!(self, Self::PublicBody | Self::OperationalManagementBody | Self::JointOrgan)
    }
}

/// A member municipality with its name at the time.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Member {
    /// CBS code.
    pub code: MunicipalityCode,
    /// Name.
    pub name: Text,
}

/// The first statement of a log; it opens the streams of the members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrangementFounded {
    /// Who, when, on what paper.
    pub act: Act,
    /// Name of the arrangement.
    pub name: Text,
    /// Legal form.
    pub form: LegalForm,
    /// The first members, 1 to 699, each code once.
    pub members: Vec<Member>,
}

/// A municipality becomes a member; it opens its stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberJoined {
    /// Who, when, on what paper.
    pub act: Act,
    /// The new member.
    pub member: Member,
    /// First day of membership.
    pub from: UncertainDate,
}

/// Kind of an organisation. Natural persons are no organisations and have no place here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum OrganisationKind {
    /// A foundation, association or company that may receive subsidy.
    Provider,
    /// A coalition of providers.
    Coalition,
    /// A municipality that is no member.
    Municipality,
    /// A province.
    Province,
    /// *Rijk*.
    NationalGovernment,
    /// A joint body.
    JointBody,
    /// Anything else, an advisory council for example.
    Other,
}

/// An organisation gets an identifier, so that its name is spelled one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationRegistered {
    /// Who, when, on what paper.
    pub act: Act,
    /// Its identifier in this ledger.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: Text,
    /// Its kind.
    pub kind: OrganisationKind,
    /// Municipalities it works in, also outside the arrangement; sorted, at most 400.
    pub works_in: Vec<MunicipalityCode>,
    /// For a coalition: who belongs to it; at most 100.
    pub partners: Vec<OrganisationId>,
}
