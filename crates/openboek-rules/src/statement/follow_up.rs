//! What follows on voices, proposals and indicators: no view, promises kept, texts that came together, values measured.

use super::Addressee;
use crate::act::Act;
use crate::id::{CommitmentId, IndicatorId, ProposalId, ViewId};
use crate::money::BasisPoints;
use crate::text::Text;
use crate::year::BudgetYear;

/// A council says that it gives no formal view (*geen zienswijze*). That is an answer too, and not the same as silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewDeclined {
    /// Which council, when.
    pub act: Act,
    /// Its identifier.
    pub view: ViewId,
    /// To whom.
    pub addressee: Addressee,
    /// On what.
    pub subject: Text,
}

/// A promise (*toezegging*) is kept; of one for every year or quarter this is one instalment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentFulfilled {
    /// Who says so, when.
    pub act: Act,
    /// Which promise.
    pub commitment: CommitmentId,
    /// How it was kept.
    pub text: Text,
}

/// The texts that councils adopted of a joint proposal are one text again, by a joint statement and without new decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalConverged {
    /// Who says so, when, on what paper.
    pub act: Act,
    /// Which proposal.
    pub proposal: ProposalId,
    /// The version that holds for all councils that adopted the proposal.
    pub version: Text,
}

/// The value of an indicator in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorMeasured {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which indicator.
    pub indicator: IndicatorId,
    /// The year it was measured for.
    pub year: BudgetYear,
    /// The value; `None` when there are words only.
    pub value: Option<BasisPoints>,
    /// In words, when there is no number.
    pub words: Option<Text>,
}
