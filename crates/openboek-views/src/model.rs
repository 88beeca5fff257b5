//! The paragraph as a model: sections, tables, rows and cells with typed values. HTML, plain text, CSV, JSON and gRPC are
//! renderings of this one model, so they cannot disagree.
//!
//! Nothing here is in a language: headings, column names and states are keys ([`SectionId`], [`TableId`], [`ColumnId`],
//! [`Label`]) that the documents crate puts into words. Text that came from a statement stays as it was recorded.

use openboek_rules::amount::{Amount, Sum};
use openboek_rules::law::Term;
use openboek_rules::{BasisPoints, BudgetYear, Cents, Certainty, Stream, UncertainDate, YearSpan};

/// Position of an entry in the log.
pub type Position = u64;

/// Name and version of what computes paragraphs; the output of a version for one input never changes (log-format 2.3).
pub const PROJECTOR: &str = "openboek-paragraph/1";

/// The moment a paragraph shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Number of entries of the log it was computed from: the "stand". Entries at this position and later are not in it.
    pub size: u64,
    /// Only acts that may have been taken by this day are shown; `None` shows all that was recorded.
    pub as_decided_on: Option<jiff::civil::Date>,
    /// The day on which open days are counted and planned dates expire: `as_decided_on`, else the day (in Europe/Amsterdam) of the
    /// moment asked for or of the last entry. Given by the caller, never read from a clock here.
    pub reference_day: jiff::civil::Date,
}

/// The head of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Origin of the log.
    pub origin: String,
    /// Name of the arrangement, as recorded.
    pub arrangement: String,
    /// Whose paragraph: a municipality, or the region as a whole.
    pub holder: Stream,
    /// Name of the holder as recorded; empty for an unknown one.
    pub holder_name: String,
    /// Budget year.
    pub year: BudgetYear,
    /// The moment.
    pub moment: Moment,
}

/// A paragraph sociaal domein.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its head.
    pub head: Head,
    /// Its sections in the order people ask; sections without content are left out.
    pub sections: Vec<Section>,
}

/// Which section (design, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionId {
    /// *In één oogopslag*: the figures that matter.
    AtAGlance,
    /// *Waar komt het geld vandaan, waar gaat het heen*: budget per taakveld and family.
    IncomeAndExpenditure,
    /// *Ramingen uit nota's*: indicated figures per pillar.
    Indications,
    /// *Subsidies*: ceilings, awards, determinations, payments.
    Subsidies,
    /// *Bezuinigingen en taakstellingen*.
    Cuts,
    /// *Begrotingswijzigingen*.
    Amendments,
    /// *Zienswijzen, vragen en antwoorden*.
    Voices,
    /// *Gezamenlijke voorstellen*.
    JointProposals,
    /// *Voortgang van de visie en experimenten*.
    Learning,
    /// *Nog onbekende bedragen*: every unknown with its reason and promised date.
    Unknowns,
    /// *Signalen*: what the law says about the facts, with the date sums.
    Signals,
    /// *Inkomsten naar herkomst*: kinds of money with what binds them, and the circulars that overwrote each other.
    Funding,
    /// *Regionale samenwerking*: the share in the region, its key and inputs, what was paid and settled.
    Region,
    /// *Bronnen*: documents.
    Sources,
}

/// Which table of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableId {
    /// Key figures, one a row.
    KeyFigures,
    /// Budget per taakveld: income, expenditure, balance per year.
    BudgetByTaakveld,
    /// Budget per family.
    BudgetByFamily,
    /// Budget per family for the budget year and the three after it, as recorded in the budget of the year.
    MultiYear,
    /// Whether money for the social domain stays there: in = out + change of the reserve + returned to general means, the
    /// last printed even when it is 0 (domain 1.4, R6).
    MeansInAndOut,
    /// Sums of indicated figures per pillar: income, expenditure, future means, unknown.
    IndicationsByPillar,
    /// All indicated figures, one a row, with certainty.
    IndicatedFigures,
    /// Checks between indicated figures (computed against stated).
    IndicationChecks,
    /// Reductions announced on money from outside.
    Reductions,
    /// Ceilings of subsidies: amount, awarded under it, left.
    Ceilings,
    /// Subsidies: recipient, awarded, determined, paid, balance, standing.
    Subsidies,
    /// Recipients of subsidies.
    SubsidyRecipients,
    /// Shares of partners and municipalities in subsidies.
    SubsidyShares,
    /// Commitment, expense and cash of subsidies per year.
    SubsidyLedgers,
    /// Notices that subsidy will stop or go down, with the year in between.
    Notices,
    /// Objections to decisions on subsidies.
    Objections,
    /// One lane per cut: an amount per year and a status.
    CutLanes,
    /// Parts of divided cuts.
    CutParts,
    /// Per cut and year: imposed, amended and shifted against realised, withdrawn, suspended and open.
    CutBalance,
    /// Corrected entries: what was published beside what it was restated as.
    Corrections,
    /// What happened to the cuts, in order.
    CutHistory,
    /// Budget amendments: old, mutation, new.
    AmendmentLines,
    /// Formal views: items, answered, days open.
    Views,
    /// Items of formal views with their answers.
    ViewItems,
    /// Reactions of recipients.
    Reactions,
    /// Requests with their answers.
    Requests,
    /// Commitments.
    Commitments,
    /// Joint proposals with their joint state.
    Proposals,
    /// Per proposal and council: hearings, planned decision, decision.
    ProposalCouncils,
    /// Visions and policies.
    Visions,
    /// Progress reports.
    Progress,
    /// Experiments.
    Experiments,
    /// Indicators.
    Indicators,
    /// From the balance of income and expenditure, through reserves, to the result and the structural balance, per year
    /// (domain 2.2).
    ResultChain,
    /// Budget per taakveld over the years; a year of another code list only where a code is certainly the same.
    MultiYearByTaakveld,
    /// The budget beside what was realised in the same year, per taakveld.
    BudgetAndActuals,
    /// The budget beside what was realised in the same year, per family.
    BudgetAndActualsByFamily,
    /// The budget per family: structural and incidental.
    BudgetByNature,
    /// The budget per programme, for lines whose programme was recorded.
    BudgetByProgramme,
    /// Gross expenditure, own contributions and what is left, per family.
    OwnContributions,
    /// Reserves per year: what was there, what goes in and out, what is left.
    Reserves,
    /// Lines that are incidental for longer than three years.
    LongIncidental,
    /// What belongs to the social domain here, with its part of the budget.
    Scope,
    /// The budget from draft to accounts, one stage a row.
    BudgetStages,
    /// Unknown amounts.
    UnknownAmounts,
    /// Signals: rule, what it is about, start + term = last day, when it was done.
    Signals,
    /// Funding by source: earmark, certainty and circular.
    FundingSources,
    /// Contributions to the region: regional amount, key, own part, advances, settlement.
    Contributions,
    /// Per contribution and member: by key, as allocated, rounding, advances, settlement.
    ContributionShares,
    /// Components of the allocation keys.
    AllocationKeys,
    /// The value of each member in a key.
    KeyValues,
    /// What the region says a member owes beside what the member's own papers say.
    ContributionMirror,
    /// Papers of the region's budget cycle: when they were sent, and to whom.
    RegionCycle,
    /// Members that left and arrangements that follow each other.
    RegionChanges,
    /// Documents referred to.
    Documents,
}

/// Which column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnId {
    /// An amount for one budget year.
    Year(BudgetYear),
    /// Any other column, by key.
    Named(Label),
}

/// Role of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowRole {
    /// One thing.
    Item,
    /// A sum of rows above it in the same table.
    Total,
    /// For information, not in a sum.
    Memo,
}

/// One section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which.
    pub id: SectionId,
    /// Its tables.
    pub tables: Vec<Table>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Which.
    pub id: TableId,
    /// Columns after the row's name, in order.
    pub columns: Vec<ColumnId>,
    /// Rows, in order.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Permanent identifier within the table (`SV-20`, `R1`, `6.711`): part of a figure's address.
    pub id: String,
    /// Its name for readers.
    pub name: Words,
    /// Its role.
    pub role: RowRole,
    /// One cell per column.
    pub cells: Vec<Cell>,
}

/// Words: a key that the documents crate translates, or text from a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// A key.
    Label(Label),
    /// Recorded text.
    Text(String),
}

/// One cell with the entries it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Value.
    pub value: Value,
    /// Positions of the entries behind it, ascending, each once. Empty for [`Value::None`] and for what is said about an
    /// absence: a count of zero, a sum of no parts, an amount that nothing recorded gives.
    pub sources: Vec<Position>,
}

/// A typed value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing belongs here: prints as "–". Never used for an unknown.
    None,
    /// One amount with its qualifier, and how sure it is.
    Amount(Amount, Option<Certainty>),
    /// An amount that stands but is (partly) suspended; with the extent in words or as an amount (`None`: all of it).
    Suspended {
        /// What the cut came to before suspension.
        amount: Amount,
        /// The suspended part; `None` when all of it is suspended.
        extent: Option<Amount>,
    },
    /// A sum that carries its unknowns.
    Sum(Sum),
    /// A percentage.
    Percent(BasisPoints),
    /// A share computed here, kept as the two amounts so that nothing is rounded: prints as a percentage with six decimals
    /// ("0,097778 %"). The whole is never zero.
    Ratio {
        /// The part.
        part: Cents,
        /// The whole.
        whole: Cents,
    },
    /// A number of things.
    Count(u64),
    /// So many of so many.
    Of {
        /// Done.
        done: u64,
        /// In all.
        total: u64,
    },
    /// A number of days.
    Days(i64),
    /// A date as far as known.
    Date(UncertainDate),
    /// A term of the law: what is added to a start to come to a last day.
    Term(Term),
    /// Budget years; `inferred` when the source does not state them.
    Years {
        /// Which.
        span: YearSpan,
        /// Not stated in so many words.
        inferred: bool,
    },
    /// Recorded text.
    Text(String),
    /// A state or kind, by key.
    Label(Label),
    /// A state with something it refers to ("besloten", "voor 2021 grotendeels opgeschort"): printed after each other.
    Phrase(Vec<Value>),
    /// Several values, printed one under the other.
    List(Vec<Value>),
}

/// A word or phrase by key; the documents crate has Dutch and English for each. Keys are kebab-case and permanent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(pub &'static str);

impl Label {
    /// The key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.0
    }
}

/// The permanent address of a figure: table, row, column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// Key of the table.
    pub table: String,
    /// Identifier of the row.
    pub row: String,
    /// Key of the column: a year or a label.
    pub column: String,
}
