//! Joint proposals: one text, several councils, each with its own calendar.

use crate::act::Act;
use crate::date::UncertainDate;
use crate::id::{MunicipalityCode, OrganisationId, ProposalId};
use crate::text::Text;

/// A council gives the task to make a joint proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalMandated {
    /// Which council, when.
    pub act: Act,
    /// The proposal that is to come.
    pub proposal: ProposalId,
    /// What it is to be about.
    pub subject: Text,
    /// Who makes it; 1 to 100.
    pub parties: Vec<OrganisationId>,
    /// When it must be ready.
    pub due: UncertainDate,
    /// With which paper it will be treated ("begroting 2022").
    pub treated_with: Option<Text>,
    /// What happens if the parties do not succeed.
    pub fallback: Option<Text>,
}

/// A proposal is put before one or more councils.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalMade {
    /// Who, when.
    pub act: Act,
    /// Its identifier.
    pub proposal: ProposalId,
    /// Its title.
    pub title: Text,
    /// The councils that must decide; 1 to 400, each once.
    pub councils: Vec<MunicipalityCode>,
    /// The version of the text ("ontwerp maart 2013").
    pub version: Option<Text>,
}

/// A council plans to discuss a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HearingScheduled {
    /// Who, when.
    pub act: Act,
    /// Which proposal.
    pub proposal: ProposalId,
    /// Which council.
    pub council: MunicipalityCode,
    /// Name of the meeting ("Ronde Tafel").
    pub meeting: Text,
    /// When.
    pub on: UncertainDate,
}

/// A council plans its decision; a new date replaces the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionScheduled {
    /// Who, when.
    pub act: Act,
    /// Which proposal.
    pub proposal: ProposalId,
    /// Which council.
    pub council: MunicipalityCode,
    /// When; may be one of several days.
    pub on: UncertainDate,
}

/// What a council decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum CouncilOutcome {
    /// Adopted as proposed.
    Adopted,
    /// Adopted with changes: the councils' texts now differ.
    AdoptedAmended,
    /// Rejected.
    Rejected,
}

/// A council decides on a joint proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilDecided {
    /// Who, when.
    pub act: Act,
    /// Which proposal.
    pub proposal: ProposalId,
    /// Which council.
    pub council: MunicipalityCode,
    /// What.
    pub outcome: CouncilOutcome,
    /// The version adopted, when it has a name.
    pub version: Option<Text>,
}
