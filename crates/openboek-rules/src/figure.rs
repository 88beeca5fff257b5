//! A single figure from a document: what it is, how it counts.

use crate::act::Certainty;
use crate::amount::Amount;
use crate::id::FigureId;
use crate::taakveld::Taakveld;
use crate::text::Text;
use crate::year::YearSpan;

/// The pillar of the social domain a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Pillar {
    /// *Participatie* (with income support, as the 2013 papers group it).
    Participation,
    /// *Wmo*.
    Wmo,
    /// *Jeugd*.
    Youth,
    /// *Sociale basis*.
    SocialInfrastructure,
    /// *Gemeentefonds*, general means.
    GeneralMeans,
    /// Outside the pillars, or all of them.
    General,
}

/// Which side of the budget a figure is on. Never netted (BBV art. 2 lid 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Flow {
    /// *Baten*.
    Income,
    /// *Lasten*.
    Expenditure,
    /// *Saldo*: a difference the source prints.
    Balance,
    /// Means available for a task, whatever side: *budget*.
    Means,
    /// A national total (*macrobudget*), not the municipality's money.
    Macro,
    /// A price or contribution per case.
    Tariff,
    /// Context only.
    Context,
}

/// Gross or net of own contributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Gross {
    /// *Bruto*.
    Gross,
    /// *Netto*.
    Net,
    /// The source does not say, or it makes no difference.
    Unsaid,
}

/// Whether a figure is about now or about after the plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Horizon {
    /// The present arrangement.
    Present,
    /// After the announced changes.
    Future,
}

/// Whether a figure is counted in a sum, and if not, why not. Figures are never added without an explicit statement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Counting {
    /// Counted.
    Counted,
    /// Another scenario for a figure that is counted ("zou kunnen dalen tot …").
    AlternativeTo(FigureId),
    /// Computed from other figures: counting it would count them twice.
    DerivedFrom(Vec<FigureId>),
    /// Counted only under a condition ("bij een brede definitie van de Wmo").
    OnlyIf(Text),
    /// May overlap with another figure.
    MayOverlap(FigureId),
    /// For information.
    Memo,
}

/// One figure of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Figure {
    /// Its identifier, unique wherever it is read: in the streams the statement concerns and in `region`.
    pub figure: FigureId,
    /// What it is, in the words of the source.
    pub description: Text,
    /// Its pillar.
    pub pillar: Pillar,
    /// Its side.
    pub flow: Flow,
    /// Gross or net.
    pub gross: Gross,
    /// Now or later.
    pub horizon: Horizon,
    /// How much.
    pub amount: Amount,
    /// How sure.
    pub certainty: Certainty,
    /// The budget years it is about; `None` when the source names none.
    pub years: Option<YearSpan>,
    /// Whether it counts.
    pub counting: Counting,
    /// Its taakveld by the code list of `years`, when known.
    pub taakveld: Option<Taakveld>,
    /// The kind of money or who pays, in words ("Gemeentefonds", "eigen bijdragen").
    pub source: Option<Text>,
}
