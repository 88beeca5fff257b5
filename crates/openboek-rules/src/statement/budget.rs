//! Funding and budgets.

use super::FundingSource;
use crate::act::Act;
use crate::category::Category;
use crate::figure::Figure;
use crate::id::{ContributionId, FigureId, Stream};
use crate::money::Cents;
use crate::taakveld::Taakveld;
use crate::text::Text;
use crate::year::{BudgetYear, YearSpan};

/// What an indicated funding figure is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum FundingRole {
    /// An amount for the municipality itself.
    Own,
    /// A national total.
    MacroBudget,
    /// The municipality's share of a national total.
    ShareOf(FigureId),
    /// A reduction; of a figure, or of one of several when the source leaves it open, or of something not in the ledger.
    ReductionOf(Vec<FigureId>),
    /// For context.
    Context,
}

/// Money from outside, as far as a document indicates it. Not a decision of the receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundingIndicated {
    /// Who, when, on what paper.
    pub act: Act,
    /// The figure.
    pub figure: Figure,
    /// What it is.
    pub role: FundingRole,
    /// Where the money comes from and what binds it, when the document says so.
    pub money: Option<FundingSource>,
}

/// A line of the own budget, as far as a document indicates it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetLineIndicated {
    /// Who, when, on what paper.
    pub act: Act,
    /// The figure.
    pub figure: Figure,
    /// The contribution to the region that the line is about: what a member's own paper says of it (the mirror check).
    pub contribution: Option<ContributionId>,
}

/// *Baten* or *lasten*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Side {
    /// *Baten*.
    Income,
    /// *Lasten*.
    Expenditure,
}

/// *Structureel* or *incidenteel*; belongs to the line and year, not to the programme (domain 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Nature {
    /// *Structureel*: the rule.
    Structural,
    /// *Incidenteel*: the exception.
    Incidental,
}

/// What tells one budget line from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct LineKey {
    /// Taakveld, by the code list of the budget's year.
    pub taakveld: Taakveld,
    /// The year the amount is for: the budget's year or one of the three after it.
    pub year: BudgetYear,
    /// Side.
    pub side: Side,
    /// Nature.
    pub nature: Nature,
    /// Economic category (Iv3), where the paper splits the taakveld so far: own contributions (3.4.2) stand apart that way.
    pub category: Option<Category>,
    /// The programme of the budget it is in (BBV art. 8), where it was recorded.
    pub programme: Option<Text>,
}

/// A line of an adopted budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetLine {
    /// Which line.
    pub key: LineKey,
    /// Gross amount.
    pub amount: Cents,
    /// Explanation.
    pub explanation: Option<Text>,
}

/// The budget of a municipality or of the arrangement is adopted (*primitieve begroting*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetAdopted {
    /// Who, when, on what paper.
    pub act: Act,
    /// Whose budget.
    pub holder: Stream,
    /// The budget year T.
    pub year: BudgetYear,
    /// 1 to 2,000 lines, each key once, for the years T to T+3.
    pub lines: Vec<BudgetLine>,
    /// The amounts are rounded to this in the source: 100,000 cents for a budget in thousands of euros; positive. `None` when the
    /// source states them exactly.
    pub rounded_to: Option<Cents>,
}

/// One line of a budget amendment: old + mutation = new, or the statement is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendedLine {
    /// Which line.
    pub key: LineKey,
    /// The amount before.
    pub old: Cents,
    /// The change.
    pub mutation: Cents,
    /// The amount after.
    pub new: Cents,
    /// Explanation.
    pub explanation: Option<Text>,
}

/// A numbered amendment of a budget (*begrotingswijziging*; BBV art. 18, GW art. 192).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetAmended {
    /// Who, when, on what paper.
    pub act: Act,
    /// Whose budget.
    pub holder: Stream,
    /// The budget year T.
    pub year: BudgetYear,
    /// The amendment's number for that year: 1, 2, 3 … without gaps.
    pub number: u32,
    /// 1 to 2,000 lines, each key once.
    pub lines: Vec<AmendedLine>,
}

fn span(year: BudgetYear, lines: impl Iterator<Item = BudgetYear>) -> YearSpan {
    lines.map(YearSpan::one).fold(YearSpan::one(year), YearSpan::union)
}

impl BudgetAdopted {
    /// The budget year and the years of its lines.
    #[must_use]
    pub fn touched_years(&self) -> YearSpan {
        span(self.year, self.lines.iter().map(|line| line.key.year))
    }
}

impl BudgetAmended {
    /// The budget year and the years of its lines.
    #[must_use]
    pub fn touched_years(&self) -> YearSpan {
        span(self.year, self.lines.iter().map(|line| line.key.year))
    }
}
