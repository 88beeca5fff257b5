//! How the state learns: one function per kind of statement that later statements depend on.
//!
//! Evolving never refuses and never fails: what was recorded once is a fact, also when the rules of today would refuse it. Where
//! two facts clash, the later one counts and the first entry stays the one that refusals name.

use std::collections::BTreeSet;

use super::{
    Budget, Commitment, Cut, Decision, Experiment, Index, Item, Policy, Proposal, Request, SharedMap, State,
    Step, View,
};
use crate::act::Reference;
use crate::figure::Figure;
use crate::id::{CutId, Stream};
use crate::statement::{
    Body, BudgetAdopted, BudgetAmended, CommitmentMade, CouncilDecided, CutTerms, DocumentRegistered,
    ProposalMade, Recurrence, RequestMade, Statement, ViewAnswered, ViewDeclined, ViewSubmitted,
};
use crate::year::YearSpan;

impl State {
    /// Learns a recorded statement; `index` is its position in the log.
    ///
    /// Never fails and tolerates anything. Costs O(log n) for each thing the statement names.
    pub fn evolve(&mut self, index: u64, statement: &Statement) {
        self.note_correctable(index, statement);
        let streams = || statement.concerns.iter().copied().collect::<BTreeSet<Stream>>();
        match &statement.body {
            Body::ArrangementFounded(body) => {
                self.founded.get_or_insert(index);
                for member in &body.members {
                    self.members.entry(member.code, || index);
                }
            }
            Body::MemberJoined(body) => note(&mut self.members, body.member.code, index),
            Body::OrganisationRegistered(body) => {
                note(&mut self.organisations, body.organisation.clone(), index)
            }
            Body::DocumentRegistered(body) => self.document_registered(index, body),
            Body::FundingIndicated(body) => self.figure_indicated(index, &statement.concerns, &body.figure),
            Body::BudgetLineIndicated(body) => {
                self.figure_indicated(index, &statement.concerns, &body.figure)
            }
            Body::BudgetAdopted(body) => self.budget_adopted(index, body),
            Body::BudgetAmended(body) => self.budget_amended(index, body),
            Body::CutAnnounced(body) => self.cut_told(index, streams(), &body.terms, false),
            Body::CutAdopted(body) => self.cut_told(index, streams(), &body.terms, true),
            Body::CutAmended(_)
            | Body::CutSuspended(_)
            | Body::CutResumed(_)
            | Body::CutShifted(_)
            | Body::CutWithdrawn(_) => {
                if let Some((cut, step)) = cut_step(&statement.body)
                    && let Some(cut) = self.cuts.get_mut(cut)
                {
                    cut.step(index, step);
                }
            }
            Body::ReactionReceived(body) => note(&mut self.reactions, body.reaction.clone(), index),
            Body::ViewSubmitted(body) => self.view_submitted(index, streams(), body),
            Body::ViewAnswered(body) => self.view_answered(index, body),
            Body::RequestMade(body) => self.request_made(index, streams(), body),
            Body::RequestAnswered(body) => {
                if let Some(request) = self.requests.get_mut(&body.request) {
                    request.answered = Some(index);
                }
            }
            Body::ViewDeclined(body) => self.view_declined(index, streams(), body),
            Body::CommitmentMade(body) => self.commitment_made(index, streams(), body),
            Body::CommitmentFulfilled(body) => {
                if let Some(commitment) = self.commitments.get_mut(&body.commitment) {
                    commitment.fulfilled = Some(index);
                }
            }
            Body::ProposalMandated(body) => {
                self.proposals
                    .entry(body.proposal.clone(), || Proposal { entry: index, ..Proposal::default() });
            }
            Body::ProposalMade(body) => self.proposal_made(index, body),
            Body::CouncilDecided(body) => self.council_decided(index, body),
            Body::ProposalConverged(body) => {
                if let Some(proposal) = self.proposals.get_mut(&body.proposal) {
                    proposal.converged = Some((index, body.version.clone()));
                }
            }
            Body::VisionShared(body) => note(&mut self.visions, body.vision.clone(), index),
            Body::PolicyAdopted(body) => {
                let policy =
                    self.policies.entry(body.policy.clone(), || Policy { entry: index, decided: false });
                if body.decided && !policy.decided {
                    *policy = Policy { entry: index, decided: true };
                }
            }
            Body::ExperimentStarted(body) => {
                let first =
                    || Experiment { entry: index, streams: streams(), started: false, concluded: None };
                let experiment = self.experiments.entry(body.experiment.clone(), first);
                experiment.streams.extend(streams());
                if body.started && !experiment.started {
                    (experiment.entry, experiment.started) = (index, true);
                }
            }
            Body::ExperimentConcluded(body) => {
                if let Some(experiment) = self.experiments.get_mut(&body.experiment) {
                    experiment.concluded.get_or_insert(index);
                }
            }
            Body::IndicatorSet(body) => note(&mut self.indicators, body.indicator.clone(), index),
            Body::AccountsAdopted(body) => note(&mut self.accounts, (body.holder, body.year), index),
            Body::CeilingSet(_)
            | Body::SubsidyApplied(_)
            | Body::SubsidyAwarded(_)
            | Body::SubsidyRefused(_)
            | Body::SubsidyAmended(_)
            | Body::AdvancePaid(_)
            | Body::SubsidyPaid(_)
            | Body::PaymentSuspended(_)
            | Body::SubsidyDetermined(_)
            | Body::SubsidyWithdrawn(_)
            | Body::SubsidyListed(_)
            | Body::SubsidyUnlisted(_)
            | Body::NoticeGiven(_)
            | Body::ObjectionFiled(_)
            | Body::ObjectionDecided(_) => self.learn_subsidy(index, statement),
            Body::AllocationKeySet(body) => self.key_set(body),
            Body::ContributionAllocated(body) => self.contribution_allocated(index, body),
            Body::ContributionAdvanced(body) => self.contribution_advanced(index, body),
            Body::InhabitantsCounted(body) => {
                for count in &body.counts {
                    note(&mut self.inhabitants, (body.reference_date.clone(), count.municipality), index);
                }
            }
            Body::MemberLeft(body) => note(&mut self.left, body.municipality, index),
            Body::ArrangementSucceeded(body) => note(&mut self.successions, body.succession, index),
            Body::FundingSuperseded(body) => {
                self.figure_supersedes(index, &statement.concerns, &body.figure, Some(&body.supersedes));
            }
            Body::FundingGranted(body) => {
                self.figure_supersedes(index, &statement.concerns, &body.figure, body.supersedes.as_ref());
            }
            Body::EntryCorrected(body) => self.corrected(index, body),
            // Nothing that may be recorded later depends on these.
            Body::RecoveryDecided(_) => {}
            Body::ContributionSettled(_) | Body::FrameworkSent(_) | Body::BudgetSentToSupervisor(_) => {}
            Body::CutConditioned(_)
            | Body::CutRealised(_)
            | Body::CutAllocated(_)
            | Body::DecisionHeldOver(_)
            | Body::HearingScheduled(_)
            | Body::DecisionScheduled(_)
            | Body::ProgressReported(_)
            | Body::BudgetDrafted(_)
            | Body::BudgetSentForViews(_)
            | Body::ReserveChanged(_)
            | Body::ActualsReported(_)
            | Body::ScopeDefined(_) => {}
            Body::IndicatorMeasured(_) => {}
        }
    }

    fn document_registered(&mut self, index: Index, body: &DocumentRegistered) {
        note(&mut self.documents, body.document.clone(), index);
        if let Reference::Assigned(reference) = &body.reference.reference {
            let maker = body.reference.organisation.as_ref().unwrap_or(&body.act.organisation);
            note(&mut self.references, (maker.clone(), reference.clone()), index);
        }
    }

    pub(super) fn figure_indicated(&mut self, index: Index, concerns: &[Stream], figure: &Figure) {
        let streams = self.figures.entry(figure.figure.clone(), SharedMap::default);
        for stream in concerns {
            note(streams, *stream, index);
        }
    }

    fn budget_adopted(&mut self, index: Index, body: &BudgetAdopted) {
        let budget = self.budgets.entry((body.holder, body.year), || Budget::new(index));
        for line in &body.lines {
            budget.set(index, &line.key, line.amount);
        }
    }

    fn budget_amended(&mut self, index: Index, body: &BudgetAmended) {
        let budget = self.budgets.entry((body.holder, body.year), || Budget::new(index));
        budget.amendments = body.number;
        for line in &body.lines {
            budget.set(index, &line.key, line.new);
        }
    }

    fn cut_told(&mut self, index: Index, streams: BTreeSet<Stream>, terms: &CutTerms, adopts: bool) {
        let cut = self.cuts.entry(terms.cut.clone(), || Cut::new(index));
        cut.streams.extend(streams);
        cut.step(index, Some(Step::terms(terms)));
        if adopts {
            cut.adopted.get_or_insert(index);
        }
    }

    fn view_submitted(&mut self, index: Index, streams: BTreeSet<Stream>, body: &ViewSubmitted) {
        self.views.entry(body.view.clone(), || View {
            entry: index,
            streams,
            addressee: body.addressee.organisation.clone(),
            items: body
                .items
                .iter()
                .map(|item| (item.item.clone(), Item { recurring: recurs(item.recurrence), answered: None }))
                .collect(),
        });
    }

    fn view_declined(&mut self, index: Index, streams: BTreeSet<Stream>, body: &ViewDeclined) {
        let addressee = body.addressee.organisation.clone();
        let items = std::collections::BTreeMap::new();
        self.views.entry(body.view.clone(), || View { entry: index, streams, addressee, items });
    }

    fn commitment_made(&mut self, index: Index, streams: BTreeSet<Stream>, body: &CommitmentMade) {
        let recurring = recurs(body.recurrence);
        self.commitments.entry(body.commitment.clone(), || Commitment {
            entry: index,
            streams,
            recurring,
            fulfilled: None,
        });
    }

    fn view_answered(&mut self, index: Index, body: &ViewAnswered) {
        let Some(view) = self.views.get_mut(&body.view) else { return };
        for answer in &body.answers {
            if let Some(item) = view.items.get_mut(&answer.item) {
                item.answered = Some(index);
            }
        }
    }

    fn request_made(&mut self, index: Index, streams: BTreeSet<Stream>, body: &RequestMade) {
        self.requests.entry(body.request.clone(), || Request {
            entry: index,
            streams,
            addressee: body.addressee.organisation.clone(),
            recurring: recurs(body.recurrence),
            answered: None,
        });
    }

    fn proposal_made(&mut self, index: Index, body: &ProposalMade) {
        let first = || Proposal { entry: index, ..Proposal::default() };
        let proposal = self.proposals.entry(body.proposal.clone(), first);
        proposal.made.get_or_insert(index);
        proposal.councils.extend(body.councils.iter().copied());
        proposal.version.clone_from(&body.version);
    }

    fn council_decided(&mut self, index: Index, body: &CouncilDecided) {
        let first = || Proposal { entry: index, ..Proposal::default() };
        let decision = Decision { entry: index, outcome: body.outcome, version: body.version.clone() };
        self.proposals.entry(body.proposal.clone(), first).decisions.insert(body.council, decision);
    }
}

/// What a statement about a cut leaves behind for later statements.
pub(super) fn cut_step(body: &Body) -> Option<(&CutId, Option<Step>)> {
    Some(match body {
        Body::CutAnnounced(body) => (&body.terms.cut, Some(Step::terms(&body.terms))),
        Body::CutAdopted(body) => (&body.terms.cut, Some(Step::terms(&body.terms))),
        Body::CutAmended(body) => (&body.cut, body.years.map(Step::Years)),
        Body::CutShifted(body) => (&body.cut, Some(Step::Years(YearSpan::one(body.to_year)))),
        Body::CutSuspended(body) => (&body.cut, Some(Step::Suspended(body.years))),
        Body::CutResumed(body) => (&body.cut, Step::resumed(body.years, &body.extent)),
        Body::CutWithdrawn(body) => (&body.cut, Step::withdrawn(body.years, &body.extent)),
        _ => return None,
    })
}

/// Notes that something exists; the first entry that said so stays.
fn note<K: Ord + Clone>(known: &mut SharedMap<K, Index>, key: K, index: Index) {
    known.entry(key, || index);
}

pub(super) const fn recurs(recurrence: Recurrence) -> bool {
    !matches!(recurrence, Recurrence::Once)
}
