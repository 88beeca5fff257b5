//! What stands beside a subsidy: the notice that it will stop or go down, and objections.

use crate::act::Act;
use crate::amount::Amount;
use crate::date::UncertainDate;
use crate::id::{NoticeId, ObjectionId, SubsidyId};
use crate::law::Length;
use crate::text::Text;
use crate::year::BudgetYear;

/// A recipient of three years or more is told that the subsidy will stop or go down (Awb 4:51).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeGiven {
    /// Who, when, on what paper.
    pub act: Act,
    /// Its identifier.
    pub notice: NoticeId,
    /// The subsidy of the last year that is not touched.
    pub subsidy: SubsidyId,
    /// The first budget year with less or no subsidy.
    pub from: BudgetYear,
    /// What a whole year came to until then.
    pub yearly: Amount,
    /// What a whole year comes to from then on; zero when it stops.
    pub lowered: Amount,
    /// The reasonable term, which the body chooses each time.
    pub term: Length,
    /// When the recipient was notified, which starts the term; unknown when it is the day of the act.
    pub notified: UncertainDate,
    /// Why: the changed circumstances or views.
    pub reason: Text,
}

/// Which decision an objection is against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum ObjectedDecision {
    /// The award.
    Award,
    /// The refusal.
    Refusal,
    /// A change of the award.
    Amendment,
    /// The final determination.
    Determination,
    /// The withdrawal.
    Withdrawal,
    /// The recovery.
    Recovery,
}

/// Somebody objects (*bezwaar*, Awb 6:4) to a decision on a subsidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionFiled {
    /// Who objected, or for a natural person the body that received it; when; on what paper.
    pub act: Act,
    /// Its identifier.
    pub objection: ObjectionId,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// Against which decision.
    pub against: ObjectedDecision,
    /// Why.
    pub reason: Option<Text>,
}

/// How an objection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum ObjectionOutcome {
    /// *Gegrond*.
    Upheld,
    /// *Deels gegrond*.
    PartlyUpheld,
    /// *Ongegrond*.
    Dismissed,
    /// *Niet-ontvankelijk*.
    Inadmissible,
    /// Withdrawn by who objected.
    Withdrawn,
}

impl ObjectionOutcome {
    /// Whether the decision that was objected to has to be taken again.
    #[must_use]
    pub const fn reopens(self) -> bool {
        matches!(self, Self::Upheld | Self::PartlyUpheld)
    }
}

/// An objection is decided (Awb 7:11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionDecided {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which objection.
    pub objection: ObjectionId,
    /// How it ended.
    pub outcome: ObjectionOutcome,
    /// Why.
    pub reasons: Text,
}
