//! A budget from draft to accounts: what was proposed, sent for views, changed in reserves, realised and adopted as accounts.

use crate::act::Act;
use crate::date::UncertainDate;
use crate::id::{MunicipalityCode, ReserveId, Stream};
use crate::money::Cents;
use crate::statement::{BudgetLine, Nature};
use crate::text::Text;
use crate::year::{BudgetYear, YearSpan};

/// A draft of a budget (*ontwerpbegroting*) is there. A later draft of the same budget takes its place; the adopted budget takes
/// the place of every draft (GW art. 190, Wgr art. 34b).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetDrafted {
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

/// A draft budget, or a draft amendment of one, goes to councils for their formal views (*zienswijzen*; Wgr art. 35).
///
/// Only that the document went out, to whom and until when. What the councils answer are statements of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetSentForViews {
    /// Who, when, on what paper. The date is the day it was sent.
    pub act: Act,
    /// Whose budget.
    pub holder: Stream,
    /// The budget year T.
    pub year: BudgetYear,
    /// The municipalities whose councils it went to, 1 to 400, each once.
    pub to: Vec<MunicipalityCode>,
    /// Until when a view may be given.
    pub until: UncertainDate,
}

/// Money is put into a reserve or taken out of it: below the line, after the balance of income and expenditure (BBV art. 17).
///
/// It is a decision about the budget of its year. What really went in and out is in the actuals and the accounts, on 0.10.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReserveChanged {
    /// Who, when, on what paper.
    pub act: Act,
    /// Whose reserve.
    pub holder: Stream,
    /// The year whose result it changes.
    pub year: BudgetYear,
    /// The reserve, one identifier for all its years.
    pub reserve: ReserveId,
    /// Its name ("Reserve sociaal domein").
    pub name: Text,
    /// Added (*toevoeging*), zero or more.
    pub added: Cents,
    /// Withdrawn (*onttrekking*), zero or more.
    pub withdrawn: Cents,
    /// Incidental, but for a few listed exceptions (domain 2.3).
    pub nature: Nature,
    /// Whether the lines of the budget on 0.10 hold it already; then it only names the reserve and is not counted again.
    pub in_lines: bool,
    /// The reserve's balance on 1 January, where the paper prints it.
    pub opening: Option<Cents>,
    /// The reserve's balance on 31 December, where the paper prints it.
    pub closing: Option<Cents>,
    /// Explanation.
    pub explanation: Option<Text>,
}

/// What was realised of a year so far (*realisatie*). A later report takes the place of an earlier one; the amounts are from
/// 1 January on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActualsReported {
    /// Who, when, on what paper.
    pub act: Act,
    /// Whose.
    pub holder: Stream,
    /// The year.
    pub year: BudgetYear,
    /// Up to when it was booked (30 June, 31 December).
    pub through: UncertainDate,
    /// 1 to 2,000 lines, each key once, all of the year itself.
    pub lines: Vec<BudgetLine>,
    /// The amounts are rounded to this in the source: 100,000 cents for a budget in thousands of euros; positive. `None` when the
    /// source states them exactly.
    pub rounded_to: Option<Cents>,
}

/// The accounts of a year are adopted (*jaarrekening vastgesteld*; GW art. 198).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountsAdopted {
    /// Who, when, on what paper.
    pub act: Act,
    /// Whose.
    pub holder: Stream,
    /// The year.
    pub year: BudgetYear,
    /// 1 to 2,000 lines, each key once, all of the year itself.
    pub lines: Vec<BudgetLine>,
    /// The amounts are rounded to this in the source: 100,000 cents for a budget in thousands of euros; positive. `None` when the
    /// source states them exactly.
    pub rounded_to: Option<Cents>,
}

impl BudgetDrafted {
    /// The budget year and the years of its lines.
    #[must_use]
    pub fn touched_years(&self) -> YearSpan {
        let years = self.lines.iter().map(|line| YearSpan::one(line.key.year));
        years.fold(YearSpan::one(self.year), YearSpan::union)
    }
}
