//! Which thing with a name of its own a statement is about: what a reader follows.

use super::{Body, Subject};

/// A kind of thing that statements name again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThingKind {
    /// A cut (*bezuiniging, taakstelling*).
    Cut,
    /// A formal view of a council (*zienswijze*).
    View,
    /// A reaction of a recipient or another party.
    Reaction,
    /// A request (*verzoek*).
    Request,
    /// A promise (*toezegging*).
    Commitment,
    /// A joint proposal.
    Proposal,
    /// A subsidy.
    Subsidy,
    /// A contribution to the region.
    Contribution,
    /// A vision.
    Vision,
    /// A policy.
    Policy,
    /// An experiment.
    Experiment,
    /// An indicator.
    Indicator,
}

impl ThingKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Cut,
        Self::View,
        Self::Reaction,
        Self::Request,
        Self::Commitment,
        Self::Proposal,
        Self::Subsidy,
        Self::Contribution,
        Self::Vision,
        Self::Policy,
        Self::Experiment,
        Self::Indicator,
    ];

    /// Permanent key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Cut => "cut",
            Self::View => "view",
            Self::Reaction => "reaction",
            Self::Request => "request",
            Self::Commitment => "commitment",
            Self::Proposal => "proposal",
            Self::Subsidy => "subsidy",
            Self::Contribution => "contribution",
            Self::Vision => "vision",
            Self::Policy => "policy",
            Self::Experiment => "experiment",
            Self::Indicator => "indicator",
        }
    }
}

/// A thing by its kind and identifier: cut `SV-20`.
pub type Thing = (ThingKind, String);

impl Body {
    /// The things a statement is about: first its own subject, then what it touches. A correction is about what it corrects. Empty for
    /// statements about an arrangement, a budget or money that has no name of its own.
    #[must_use]
    pub fn things(&self) -> Vec<Thing> {
        self.voices().or_else(|| self.cuts()).unwrap_or_else(|| self.others())
    }

    fn cuts(&self) -> Option<Vec<Thing>> {
        let cut = match self {
            Self::CutAnnounced(b) => return Some(of_terms(&b.terms)),
            Self::CutAdopted(b) => return Some(of_terms(&b.terms)),
            Self::CutConditioned(b) => {
                let proposal = b.condition.proposal.iter().map(|id| named(ThingKind::Proposal, id));
                return Some(std::iter::once(named(ThingKind::Cut, &b.cut)).chain(proposal).collect());
            }
            Self::CutSuspended(b) => &b.cut,
            Self::CutResumed(b) => &b.cut,
            Self::CutAmended(b) => &b.cut,
            Self::CutShifted(b) => &b.cut,
            Self::CutAllocated(b) => &b.cut,
            Self::CutRealised(b) => &b.cut,
            Self::CutWithdrawn(b) => &b.cut,
            _ => return None,
        };
        Some(vec![named(ThingKind::Cut, cut)])
    }

    fn voices(&self) -> Option<Vec<Thing>> {
        Some(match self {
            Self::ReactionReceived(b) => {
                let cut = b.cut.iter().map(|id| named(ThingKind::Cut, id));
                std::iter::once(named(ThingKind::Reaction, &b.reaction)).chain(cut).collect()
            }
            Self::RequestMade(b) => {
                let reaction = b.reaction.iter().map(|id| named(ThingKind::Reaction, id));
                std::iter::once(named(ThingKind::Request, &b.request)).chain(reaction).collect()
            }
            Self::RequestAnswered(b) => vec![named(ThingKind::Request, &b.request)],
            Self::ViewSubmitted(b) => vec![named(ThingKind::View, &b.view)],
            Self::ViewDeclined(b) => vec![named(ThingKind::View, &b.view)],
            Self::ViewAnswered(b) => vec![named(ThingKind::View, &b.view)],
            Self::CommitmentMade(b) => vec![named(ThingKind::Commitment, &b.commitment)],
            Self::CommitmentFulfilled(b) => vec![named(ThingKind::Commitment, &b.commitment)],
            Self::ProposalMandated(b) => vec![named(ThingKind::Proposal, &b.proposal)],
            Self::ProposalMade(b) => vec![named(ThingKind::Proposal, &b.proposal)],
            Self::HearingScheduled(b) => vec![named(ThingKind::Proposal, &b.proposal)],
            Self::DecisionScheduled(b) => vec![named(ThingKind::Proposal, &b.proposal)],
            Self::CouncilDecided(b) => vec![named(ThingKind::Proposal, &b.proposal)],
            Self::ProposalConverged(b) => vec![named(ThingKind::Proposal, &b.proposal)],
            Self::DecisionHeldOver(b) => vec![match &b.subject {
                Subject::Cut(cut) => named(ThingKind::Cut, cut),
                Subject::Proposal(proposal) => named(ThingKind::Proposal, proposal),
            }],
            _ => return None,
        })
    }

    fn others(&self) -> Vec<Thing> {
        let subsidy = match self {
            Self::EntryCorrected(b) => return b.corrected.body.things(),
            Self::ContributionAllocated(b) => return vec![named(ThingKind::Contribution, &b.contribution)],
            Self::ContributionAdvanced(b) => return vec![named(ThingKind::Contribution, &b.contribution)],
            Self::ContributionSettled(b) => return vec![named(ThingKind::Contribution, &b.contribution)],
            Self::VisionShared(b) => return vec![named(ThingKind::Vision, &b.vision)],
            Self::ProgressReported(b) => {
                return b.vision.iter().map(|id| named(ThingKind::Vision, id)).collect();
            }
            Self::PolicyAdopted(b) => return vec![named(ThingKind::Policy, &b.policy)],
            Self::ExperimentStarted(b) => return vec![named(ThingKind::Experiment, &b.experiment)],
            Self::ExperimentConcluded(b) => return vec![named(ThingKind::Experiment, &b.experiment)],
            Self::IndicatorSet(b) => return vec![named(ThingKind::Indicator, &b.indicator)],
            Self::IndicatorMeasured(b) => return vec![named(ThingKind::Indicator, &b.indicator)],
            Self::SubsidyApplied(b) => &b.subsidy,
            Self::SubsidyAwarded(b) => &b.subsidy,
            Self::SubsidyRefused(b) => &b.subsidy,
            Self::SubsidyAmended(b) => &b.subsidy,
            Self::AdvancePaid(b) => &b.subsidy,
            Self::SubsidyPaid(b) => &b.subsidy,
            Self::PaymentSuspended(b) => &b.subsidy,
            Self::SubsidyDetermined(b) => &b.subsidy,
            Self::SubsidyWithdrawn(b) => &b.subsidy,
            Self::RecoveryDecided(b) => &b.subsidy,
            Self::SubsidyListed(b) => &b.subsidy,
            Self::SubsidyUnlisted(b) => &b.subsidy,
            Self::NoticeGiven(b) => &b.subsidy,
            Self::ObjectionFiled(b) => &b.subsidy,
            _ => return Vec::new(),
        };
        vec![named(ThingKind::Subsidy, subsidy)]
    }
}

fn of_terms(terms: &super::CutTerms) -> Vec<Thing> {
    std::iter::once(&terms.cut).chain(&terms.concretises).map(|cut| named(ThingKind::Cut, cut)).collect()
}

fn named(kind: ThingKind, id: &impl ToString) -> Thing {
    (kind, id.to_string())
}
