//! What deciding needs to know of everything recorded so far, and nothing more: no texts, no amounts but those of budget lines.

mod budget;
mod correct;
mod cut;
mod evolve;
mod facts;
mod money;
mod region;
mod shared_map;
mod subsidies;

pub(crate) use budget::{Budget, Line};
pub(crate) use correct::what;
pub(crate) use cut::{Cut, Step};
pub(crate) use facts::{
    Commitment, Correctable, Decision, Experiment, Item, Policy, Proposal, Request, View,
};
pub(crate) use money::Fault;
pub(crate) use region::{Contribution, Key};
pub(crate) use shared_map::SharedMap;
pub(crate) use subsidies::{Ceiling, Objection, Stage, Subsidy, subsidy_of, years_of};

use crate::date::UncertainDate;
use crate::id::{AllocationKeyId, ContributionId};
use crate::id::{CeilingId, NoticeId, ObjectionId, SubsidyId};
use crate::id::{
    CommitmentId, CutId, DocumentId, ExperimentId, FigureId, IndicatorId, MunicipalityCode, OrganisationId,
    PolicyId, ProposalId, ReactionId, RequestItemId, Stream, ViewId, VisionId,
};
use crate::statement::Succession;
use crate::text::Text;
use crate::year::BudgetYear;

/// The position of an entry in the log.
pub(crate) type Index = u64;

/// Stands for the position of a statement in a command that is still being decided; no log is that long.
pub(crate) const UNRECORDED: Index = Index::MAX;

/// The state of one arrangement's ledger, as far as [`decide`](crate::decide()) asks about it.
///
/// It comes from folding every statement over [`State::default`] with [`State::evolve`] in the order of the log. A clone is cheap
/// and shares what both hold. Facts remember the entry that recorded them, so that a refusal can name it.
#[derive(Clone, Default, Debug, PartialEq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct State {
    pub(crate) founded: Option<Index>,
    pub(crate) members: SharedMap<MunicipalityCode, Index>,
    /// Registered ones only: members and `region` are known without.
    pub(crate) organisations: SharedMap<OrganisationId, Index>,
    pub(crate) documents: SharedMap<DocumentId, Index>,
    /// Assigned reference numbers, unique per organisation. Placeholders are not in it.
    pub(crate) references: SharedMap<(OrganisationId, Text), Index>,
    /// In which streams a figure is, and since when.
    pub(crate) figures: SharedMap<FigureId, SharedMap<Stream, Index>>,
    pub(crate) budgets: SharedMap<(Stream, BudgetYear), Budget>,
    pub(crate) cuts: SharedMap<CutId, Cut>,
    pub(crate) reactions: SharedMap<ReactionId, Index>,
    pub(crate) views: SharedMap<ViewId, View>,
    pub(crate) requests: SharedMap<RequestItemId, Request>,
    pub(crate) commitments: SharedMap<CommitmentId, Commitment>,
    pub(crate) proposals: SharedMap<ProposalId, Proposal>,
    pub(crate) visions: SharedMap<VisionId, Index>,
    pub(crate) policies: SharedMap<PolicyId, Policy>,
    pub(crate) experiments: SharedMap<ExperimentId, Experiment>,
    pub(crate) indicators: SharedMap<IndicatorId, Index>,
    /// Accounts that are adopted, and since when.
    pub(crate) accounts: SharedMap<(Stream, BudgetYear), Index>,
    pub(crate) ceilings: SharedMap<CeilingId, Ceiling>,
    pub(crate) subsidies: SharedMap<SubsidyId, Subsidy>,
    pub(crate) notices: SharedMap<NoticeId, Index>,
    pub(crate) objections: SharedMap<ObjectionId, Objection>,
    /// Members that left; they stay members of the ledger, with an open stream.
    pub(crate) left: SharedMap<MunicipalityCode, Index>,
    pub(crate) successions: SharedMap<Succession, Index>,
    pub(crate) keys: SharedMap<AllocationKeyId, Key>,
    pub(crate) contributions: SharedMap<ContributionId, Contribution>,
    /// Counted inhabitants, by the day they were counted on.
    pub(crate) inhabitants: SharedMap<(UncertainDate, MunicipalityCode), Index>,
    /// Figures that another one took the place of, in the streams of the statement that said so.
    pub(crate) superseded: SharedMap<(FigureId, Stream), Index>,
    /// The entries that may be corrected.
    pub(crate) correctable: SharedMap<Index, Correctable>,
    /// The corrections, with the entry that each corrects.
    pub(crate) corrections: SharedMap<Index, Index>,
}

impl State {
    /// Whether the arrangement has been founded.
    #[must_use]
    pub const fn is_founded(&self) -> bool {
        self.founded.is_some()
    }

    /// Whether a municipality is a member, so that its stream is open.
    #[must_use]
    pub fn is_member(&self, municipality: MunicipalityCode) -> bool {
        self.members.contains(&municipality)
    }

    /// Whether a stream is open: `region` from the founding on, a municipality's from its membership on.
    #[must_use]
    pub fn is_open(&self, stream: Stream) -> bool {
        match stream {
            Stream::Region => self.is_founded(),
            Stream::Municipality(code) => self.is_member(code),
        }
    }

    /// The members in the order of their codes.
    pub fn members(&self) -> impl Iterator<Item = MunicipalityCode> {
        self.members.iter().map(|(code, _)| *code)
    }

    /// Whether an identifier stands for a known organisation: a member, `region` or a registered one.
    #[must_use]
    pub fn knows_organisation(&self, organisation: &OrganisationId) -> bool {
        organisation.is_region()
            || organisation.municipality().is_some_and(|code| self.is_member(code))
            || self.organisations.contains(organisation)
    }
}
