//! Visions, policy, progress, experiments and indicators: what is tried and what is learned, failures included.

use crate::act::Act;
use crate::amount::Amount;
use crate::id::{ExperimentId, IndicatorId, OrganisationId, PolicyId, VisionId};
use crate::money::BasisPoints;
use crate::text::Text;
use crate::year::BudgetYear;

/// A vision is shared with councils or the public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisionShared {
    /// Who, when.
    pub act: Act,
    /// Its identifier.
    pub vision: VisionId,
    /// Its title.
    pub title: Text,
    /// With whom; at most 400.
    pub with: Vec<OrganisationId>,
}

/// A policy, course or approach is adopted, or a paper discussed without a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyAdopted {
    /// Who, when.
    pub act: Act,
    /// Its identifier.
    pub policy: PolicyId,
    /// Its title.
    pub title: Text,
    /// Whether a decision was taken; `false` for a paper that was only discussed (*oriënterend en opiniërend*).
    pub decided: bool,
}

/// Progress on a vision or policy is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressReported {
    /// Who, when.
    pub act: Act,
    /// On which vision.
    pub vision: Option<VisionId>,
    /// What was reported.
    pub text: Text,
}

/// An experiment (*proefproject*) starts or is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExperimentStarted {
    /// Who, when.
    pub act: Act,
    /// Its identifier.
    pub experiment: ExperimentId,
    /// Its title.
    pub title: Text,
    /// Whether it has started; `false` when it is planned.
    pub started: bool,
    /// What it costs.
    pub amount: Amount,
}

/// How an experiment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum ExperimentResult {
    /// *Gelukt*.
    Succeeded,
    /// *Mislukt*.
    Failed,
    /// *Deels gelukt*.
    Mixed,
}

/// An experiment is concluded, with what was learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExperimentConcluded {
    /// Who, when.
    pub act: Act,
    /// Which one.
    pub experiment: ExperimentId,
    /// How it ended.
    pub result: ExperimentResult,
    /// The lesson.
    pub lesson: Text,
}

/// An indicator gets a target, or a statement in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorSet {
    /// Who, when.
    pub act: Act,
    /// Its identifier.
    pub indicator: IndicatorId,
    /// What it measures.
    pub description: Text,
    /// The level that others ask ("provincie: ten minste 50 %").
    pub required: Option<BasisPoints>,
    /// The own target.
    pub target: Option<BasisPoints>,
    /// In words, when there is no number ("bijna 100 %").
    pub words: Option<Text>,
    /// The year of the target.
    pub year: Option<BudgetYear>,
}
