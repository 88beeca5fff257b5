//! What becomes of a cut (*bezuiniging*) after its decision: resumed, withdrawn, realised, shifted to another year.

use super::Extent;
use crate::act::Act;
use crate::amount::Amount;
use crate::id::CutId;
use crate::text::Text;
use crate::year::{BudgetYear, YearSpan};

/// A suspended cut goes on (*hervat*) for some of its years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutResumed {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which cut.
    pub cut: CutId,
    /// For which years; each of them is suspended.
    pub years: YearSpan,
    /// How much of it: all that is suspended, or a part. A percentage is one of the cut.
    pub extent: Extent,
}

/// A cut is withdrawn (*ingetrokken*): wholly or a part, for all its years or for some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutWithdrawn {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which cut.
    pub cut: CutId,
    /// For which years; `None` for all years of the cut.
    pub years: Option<YearSpan>,
    /// How much of it: all that was not realised, or a part. A percentage is one of the cut.
    pub extent: Extent,
    /// Why.
    pub reason: Option<Text>,
}

/// A cut, or a part of it, is realised (*gerealiseerd*) in a year. What was said before for the same year stays: amounts add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutRealised {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which cut.
    pub cut: CutId,
    /// In which budget year.
    pub year: BudgetYear,
    /// How much; negative where it is a number, as the cut is.
    pub amount: Amount,
    /// With what it was realised ("sportcombinatiefunctionaris stopt").
    pub means: Option<Text>,
}

/// A part of a cut moves from one year to another (*verschoven*): what leaves the one year comes in the other, so the sum over
/// the years stays the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutShifted {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which cut.
    pub cut: CutId,
    /// The year it leaves; one of the cut's.
    pub from_year: BudgetYear,
    /// The year it moves to; may be one that the cut did not have.
    pub to_year: BudgetYear,
    /// How much; negative where it is a number, as the cut is.
    pub amount: Amount,
    /// Why.
    pub reason: Option<Text>,
}
