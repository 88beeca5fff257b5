//! Corrections: what was recorded stays; the corrected statement counts in its place from the correction on.

use super::{Body, DeterminationGround, Statement, Subject, WithdrawnPart};
use crate::act::{Act, DecisionStatus};
use crate::text::Text;

/// What kind of mistake is corrected. A wrong stream or identifier is none of these: who read a statement must read what becomes
/// of it, and a name stands for one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Mistake {
    /// *Typefout*.
    TypingError,
    /// *Verkeerd bedrag*.
    WrongAmount,
    /// *Verkeerde datum of verkeerd jaar*.
    WrongDate,
    /// *Verkeerd ingedeeld*: taakveld, pillar, side.
    WrongClassification,
    /// *Iets vergeten*.
    Omission,
    /// Something else; the reason says what.
    Other,
}

/// A recorded statement is corrected. The entry that was wrong stays as it is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryCorrected {
    /// Who corrects, when, on what paper.
    pub act: Act,
    /// Position of the statement as it was first recorded; also when an earlier correction is corrected.
    pub entry: u64,
    /// What kind of mistake.
    pub mistake: Mistake,
    /// What was wrong.
    pub reason: Text,
    /// The statement as it should have been, whole: same kind, same identifiers, same streams.
    pub corrected: Box<Statement>,
}

impl Body {
    /// What a statement is about, by the identifiers that a correction must leave alone; `None` for kinds that cannot be
    /// corrected: memberships and registrations on which other entries are built, documents, and corrections themselves.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        Some(match self {
            Self::FundingIndicated(b) => b.figure.figure.to_string(),
            Self::BudgetLineIndicated(b) => b.figure.figure.to_string(),
            Self::BudgetAdopted(b) => format!("{} {}", b.holder, b.year),
            Self::BudgetAmended(b) => format!("{} {} {}", b.holder, b.year, b.number),
            Self::CutAnnounced(b) => b.terms.cut.to_string(),
            Self::CutAdopted(b) => b.terms.cut.to_string(),
            Self::CutSuspended(b) => b.cut.to_string(),
            Self::CutResumed(b) => b.cut.to_string(),
            Self::CutAmended(b) => b.cut.to_string(),
            Self::CutShifted(b) => b.cut.to_string(),
            Self::CutConditioned(b) => b.cut.to_string(),
            Self::CutAllocated(b) => b.cut.to_string(),
            Self::CutRealised(b) => b.cut.to_string(),
            Self::CutWithdrawn(b) => b.cut.to_string(),
            Self::DecisionHeldOver(b) => match &b.subject {
                Subject::Cut(cut) => format!("cut {cut}"),
                Subject::Proposal(proposal) => format!("proposal {proposal}"),
            },
            Self::ReactionReceived(b) => b.reaction.to_string(),
            Self::ViewSubmitted(b) => format!("{} {}", b.view, names(b.items.iter().map(|item| &item.item))),
            Self::ViewDeclined(b) => b.view.to_string(),
            Self::ViewAnswered(b) => format!("{} {}", b.view, names(b.answers.iter().map(|a| &a.item))),
            Self::RequestMade(b) => b.request.to_string(),
            Self::RequestAnswered(b) => b.request.to_string(),
            Self::CommitmentMade(b) => b.commitment.to_string(),
            Self::CommitmentFulfilled(b) => b.commitment.to_string(),
            Self::ProposalMandated(b) => b.proposal.to_string(),
            Self::ProposalMade(b) => format!("{} {}", b.proposal, names(&b.councils)),
            Self::HearingScheduled(b) => format!("{} {}", b.proposal, b.council),
            Self::DecisionScheduled(b) => format!("{} {}", b.proposal, b.council),
            Self::CouncilDecided(b) => format!("{} {}", b.proposal, b.council),
            Self::VisionShared(b) => b.vision.to_string(),
            Self::PolicyAdopted(b) => format!("{} {}", b.policy, step(b.decided, "decided")),
            Self::ProgressReported(b) => b.vision.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::ExperimentStarted(b) => format!("{} {}", b.experiment, step(b.started, "started")),
            Self::ExperimentConcluded(b) => b.experiment.to_string(),
            Self::IndicatorSet(b) => b.indicator.to_string(),
            Self::IndicatorMeasured(b) => format!("{} {}", b.indicator, b.year),
            other => return other.subject_of_funds().or_else(|| other.subject_of_subsidy()),
        })
    }

    /// Of funding, of a budget's way from draft to accounts, and of the region. A contribution keeps its year and whether it was adopted, a
    /// payment its term and its members: what came later was judged by them.
    fn subject_of_funds(&self) -> Option<String> {
        Some(match self {
            Self::FundingSuperseded(b) => format!("{} {}", b.figure.figure, b.supersedes),
            Self::FundingGranted(b) => match &b.supersedes {
                Some(earlier) => format!("{} {earlier}", b.figure.figure),
                None => b.figure.figure.to_string(),
            },
            Self::BudgetDrafted(b) => format!("{} {}", b.holder, b.year),
            Self::BudgetSentForViews(b) => format!("{} {}", b.holder, b.year),
            Self::ReserveChanged(b) => format!("{} {} {}", b.holder, b.year, b.reserve),
            Self::ActualsReported(b) => format!("{} {}", b.holder, b.year),
            Self::AccountsAdopted(b) => format!("{} {}", b.holder, b.year),
            Self::ContributionAllocated(b) => {
                let status = step(b.status == DecisionStatus::Adopted, "adopted");
                format!("{} {} {status}", b.contribution, b.year)
            }
            Self::ContributionAdvanced(b) => {
                let members = names(b.shares.iter().map(|share| share.municipality));
                format!("{} {} {members}", b.contribution, b.term)
            }
            Self::ContributionSettled(b) => b.contribution.to_string(),
            Self::FrameworkSent(b) => b.year.to_string(),
            Self::BudgetSentToSupervisor(b) => b.year.to_string(),
            Self::InhabitantsCounted(b) => {
                format!("{} {}", b.reference_date, names(b.counts.iter().map(|count| count.municipality)))
            }
            _ => return None,
        })
    }

    /// Of subsidies. Which step it was stays: what may follow depends on it. Amounts, years, dates and words may be put right.
    fn subject_of_subsidy(&self) -> Option<String> {
        Some(match self {
            Self::CeilingSet(b) => b.ceiling.to_string(),
            Self::SubsidyApplied(b) => b.subsidy.to_string(),
            Self::SubsidyAwarded(b) => b.subsidy.to_string(),
            Self::SubsidyRefused(b) => b.subsidy.to_string(),
            Self::SubsidyAmended(b) => format!("{}{}", b.subsidy, again(b.ground.reopens())),
            Self::AdvancePaid(b) => b.subsidy.to_string(),
            Self::SubsidyPaid(b) => b.subsidy.to_string(),
            Self::PaymentSuspended(b) => {
                format!("{} {}", b.subsidy, if b.resumed { "resumed" } else { "suspended" })
            }
            Self::SubsidyDetermined(b) => match (&b.terms, b.ground) {
                (None, _) => format!("{} undecided", b.subsidy),
                (Some(_), ground) => {
                    format!("{}{}", b.subsidy, again(ground.is_some_and(DeterminationGround::may_come_later)))
                }
            },
            Self::SubsidyWithdrawn(b) => {
                let part = match b.part {
                    WithdrawnPart::Application => "application",
                    WithdrawnPart::Award => "award",
                    WithdrawnPart::Determination => "determination",
                };
                format!("{} {part}", b.subsidy)
            }
            Self::RecoveryDecided(b) => b.subsidy.to_string(),
            Self::NoticeGiven(b) => format!("{} {}", b.notice, b.subsidy),
            Self::ObjectionFiled(b) => format!("{} {}", b.objection, b.subsidy),
            Self::ObjectionDecided(b) => format!("{}{}", b.objection, again(b.outcome.reopens())),
            _ => return None,
        })
    }
}

/// Marks a decision that may come after the subsidy was closed or fixed.
const fn again(reopens: bool) -> &'static str {
    if reopens { " again" } else { "" }
}

fn names<T: ToString>(names: impl IntoIterator<Item = T>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
    names.sort_unstable();
    names.join(" ")
}

const fn step(last: bool, name: &str) -> &str {
    if last { name } else { "planned" }
}
