//! What the state remembers of the facts that later statements refer to.

use std::collections::{BTreeMap, BTreeSet};

use super::{Index, SharedMap};
use crate::id::{CutId, ItemId, MunicipalityCode, OrganisationId, Stream};
use crate::money::Cents;
use crate::statement::{CouncilOutcome, LineKey};
use crate::text::Text;
use crate::year::YearSpan;

/// An adopted budget as its amendments left it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Budget {
    /// The entry that adopted it.
    pub(crate) entry: Index,
    /// Number of the last amendment; 0 before the first.
    pub(crate) amendments: u32,
    /// The amounts that stand. A line that was never named has none, which an amendment writes as an old amount of 0.
    pub(crate) lines: SharedMap<LineKey, Cents>,
    /// The sum of the sizes of the lines, so that no sum over the budget can be too large.
    pub(crate) size: i128,
}

/// A cut.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Cut {
    /// The entry that recorded it first.
    pub(crate) entry: Index,
    /// The streams it is in.
    pub(crate) streams: BTreeSet<Stream>,
    /// Its years, with those that amendments added.
    pub(crate) years: YearSpan,
    /// Whether it goes on after the last year.
    pub(crate) structural: bool,
    /// The entry that adopted it; `None` while it is only announced.
    pub(crate) adopted: Option<Index>,
    /// The cut it makes concrete.
    pub(crate) concretises: Option<CutId>,
}

impl Cut {
    /// Whether the cut is about all these years.
    pub(crate) fn covers(&self, years: YearSpan) -> bool {
        self.years.first() <= years.first() && (self.structural || years.last() <= self.years.last())
    }
}

/// A formal view.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct View {
    /// The entry that recorded it.
    pub(crate) entry: Index,
    /// The streams it is in.
    pub(crate) streams: BTreeSet<Stream>,
    /// Who must answer.
    pub(crate) addressee: OrganisationId,
    /// Its items.
    pub(crate) items: BTreeMap<ItemId, Item>,
}

/// An item of a formal view.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Item {
    /// Whether it is asked again and again, so that it may be answered again.
    pub(crate) recurring: bool,
    /// The entry that answered it last.
    pub(crate) answered: Option<Index>,
}

/// A request.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Request {
    /// The entry that recorded it.
    pub(crate) entry: Index,
    /// The streams it is in.
    pub(crate) streams: BTreeSet<Stream>,
    /// Who must answer.
    pub(crate) addressee: OrganisationId,
    /// Whether it is asked again and again, so that it may be answered again.
    pub(crate) recurring: bool,
    /// The entry that answered it last.
    pub(crate) answered: Option<Index>,
}

/// A joint proposal, mandated or made.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Proposal {
    /// The entry that recorded it first.
    pub(crate) entry: Index,
    /// The entry that put it before the councils; `None` while it is only mandated.
    pub(crate) made: Option<Index>,
    /// The councils that must decide.
    pub(crate) councils: BTreeSet<MunicipalityCode>,
    /// The name of the text as it was made.
    pub(crate) version: Option<Text>,
    /// The last decision of each council.
    pub(crate) decisions: BTreeMap<MunicipalityCode, Decision>,
}

/// A council's decision on a proposal.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Decision {
    /// The entry that recorded it.
    pub(crate) entry: Index,
    /// What.
    pub(crate) outcome: CouncilOutcome,
    /// The version adopted, when it has a name.
    pub(crate) version: Option<Text>,
}

impl Proposal {
    /// Whether councils adopted different texts. Adopted as proposed is the proposal's own text, or the version that was named;
    /// adopted with changes is the version that was named, or a text of that council alone. Rejections have no text.
    pub(crate) fn texts_differ(&self) -> bool {
        let texts: BTreeSet<(Option<&Text>, Option<MunicipalityCode>)> = self
            .decisions
            .iter()
            .filter_map(|(council, decision)| match (decision.outcome, &decision.version) {
                (CouncilOutcome::Rejected, _) => None,
                (_, Some(version)) => Some((Some(version), None)),
                (CouncilOutcome::Adopted, None) => Some((self.version.as_ref(), None)),
                (CouncilOutcome::AdoptedAmended, None) => Some((None, Some(*council))),
            })
            .collect();
        texts.len() > 1
    }
}

/// A policy or a paper about it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Policy {
    /// The entry of its last stage.
    pub(crate) entry: Index,
    /// Whether it was decided, not only discussed.
    pub(crate) decided: bool,
}

/// An experiment.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Experiment {
    /// The entry of its last stage before the end.
    pub(crate) entry: Index,
    /// The streams it is in.
    pub(crate) streams: BTreeSet<Stream>,
    /// Whether it has started, not only been planned.
    pub(crate) started: bool,
    /// The entry that concluded it.
    pub(crate) concluded: Option<Index>,
}
