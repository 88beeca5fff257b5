//! What the state remembers of the facts that later statements refer to.

use std::collections::{BTreeMap, BTreeSet};

use super::Index;
use crate::id::{ItemId, MunicipalityCode, OrganisationId, Stream};
use crate::statement::CouncilOutcome;
use crate::text::Text;

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
    /// The last joint statement that the texts adopted until then are one, with that text.
    pub(crate) converged: Option<(Index, Text)>,
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
            .filter_map(|(council, decision)| match (decision.outcome, self.text_of(decision)) {
                (CouncilOutcome::Rejected, _) => None,
                (_, Some(version)) => Some((Some(version), None)),
                (CouncilOutcome::Adopted, None) => Some((self.version.as_ref(), None)),
                (CouncilOutcome::AdoptedAmended, None) => Some((None, Some(*council))),
            })
            .collect();
        texts.len() > 1
    }

    /// The version that a decision stands for: the one that a later joint statement gave it, else the one it named.
    fn text_of<'a>(&'a self, decision: &'a Decision) -> Option<&'a Text> {
        let joint = self.converged.as_ref().filter(|(at, _)| decision.entry <= *at).map(|(_, text)| text);
        joint.or(decision.version.as_ref())
    }
}

/// A promise.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Commitment {
    /// The entry that recorded it.
    pub(crate) entry: Index,
    /// The streams it is in.
    pub(crate) streams: BTreeSet<Stream>,
    /// Whether it is kept again and again.
    pub(crate) recurring: bool,
    /// The entry that said last that it was kept.
    pub(crate) fulfilled: Option<Index>,
}

/// What a correction must leave alone of an entry.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Correctable {
    /// Its kind and identifiers: `cut-adopted SV-20`.
    pub(crate) what: String,
    /// The streams it concerns.
    pub(crate) concerns: Vec<Stream>,
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
