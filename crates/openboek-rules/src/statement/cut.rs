//! Cuts (*bezuinigingen*, *taakstellingen*): announced, adopted, suspended, amended, made conditional, divided, held over.

use crate::act::{Act, Certainty, DecisionStatus};
use crate::amount::Amount;
use crate::date::UncertainDate;
use crate::figure::Pillar;
use crate::id::{CutId, MunicipalityCode, OrganisationId, ProposalId};
use crate::text::Text;
use crate::year::YearSpan;

/// What a cut comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct CutTerms {
    /// Its identifier.
    pub cut: CutId,
    /// What is cut ("preventiebeleid (totaal)").
    pub scope: Text,
    /// Pillar.
    pub pillar: Pillar,
    /// Amount for each of the years; negative where it is a number.
    pub amount: Amount,
    /// The budget years.
    pub years: YearSpan,
    /// Whether the years were inferred, not stated.
    pub years_inferred: bool,
    /// Whether it goes on after the last year.
    pub structural: bool,
    /// How sure.
    pub certainty: Certainty,
    /// The cut this one makes concrete: both are shown, one is counted.
    pub concretises: Option<CutId>,
}

/// A condition a cut depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Condition {
    /// The condition in words.
    pub text: Text,
    /// The proposal it waits for.
    pub proposal: Option<ProposalId>,
    /// When it must be met.
    pub due: UncertainDate,
    /// What happens if it is not met.
    pub fallback: Option<Text>,
}

/// An organ announces a cut: an intention, not a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutAnnounced {
    /// Who, when, on what paper.
    pub act: Act,
    /// What it comes to.
    pub terms: CutTerms,
    /// A condition, when it was announced with one.
    pub condition: Option<Condition>,
}

/// A council or general board adopts a cut, announced before or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutAdopted {
    /// Who, when, on what paper.
    pub act: Act,
    /// What it comes to.
    pub terms: CutTerms,
}

/// How much of a cut is suspended.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Extent {
    /// All of it.
    Full,
    /// A part: an amount, a percentage or words ("grotendeels"). What stays is not zero.
    Partial(Amount),
}

/// A cut is suspended (*opgeschort*) for some of its years. A suspension is no cancellation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutSuspended {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which cut.
    pub cut: CutId,
    /// For which years.
    pub years: YearSpan,
    /// How much of it.
    pub extent: Extent,
}

/// A cut's amount is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutAmended {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which cut.
    pub cut: CutId,
    /// The new amount for each year.
    pub amount: Amount,
    /// The years it holds for; `None` for all years of the cut.
    pub years: Option<YearSpan>,
    /// Why.
    pub reason: Option<Text>,
}

/// A cut is made conditional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutConditioned {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which cut.
    pub cut: CutId,
    /// On what.
    pub condition: Condition,
}

/// Who or what bears a part of a cut.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Bearer {
    /// A recipient.
    Organisation(OrganisationId),
    /// A member municipality.
    Municipality(MunicipalityCode),
    /// A task or theme, in words.
    Theme(Text),
}

/// A part of a divided cut.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct CutPart {
    /// Who or what bears it.
    pub bearer: Bearer,
    /// How much each year; an explicit zero says "no cut here".
    pub amount: Amount,
    /// Explanation.
    pub explanation: Option<Text>,
}

/// A cut is divided over recipients, municipalities or themes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutAllocated {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which cut.
    pub cut: CutId,
    /// For which years.
    pub years: YearSpan,
    /// Proposed or adopted.
    pub status: DecisionStatus,
    /// 1 to 1,000 parts, each bearer once.
    pub parts: Vec<CutPart>,
    /// The total the source prints, when it does: the parts must sum to it to the cent.
    pub total: Option<Amount>,
}

/// What a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Subject {
    /// A cut, or its proposed division.
    Cut(CutId),
    /// A joint proposal.
    Proposal(ProposalId),
}

/// A decision is held over (*aangehouden*, *uitgesteld*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionHeldOver {
    /// Who, when, on what paper.
    pub act: Act,
    /// On what.
    pub subject: Subject,
    /// Until when.
    pub until: UncertainDate,
    /// Why.
    pub reason: Option<Text>,
}
