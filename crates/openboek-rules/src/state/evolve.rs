//! How the state learns: one function per kind of statement that later statements depend on.
//!
//! Evolving never refuses and never fails: what was recorded once is a fact, also when the rules of today would refuse it. Where
//! two facts clash, the later one counts and the first entry stays the one that refusals name.

use std::collections::BTreeSet;

use super::{
    Budget, Cut, Decision, Experiment, Index, Item, Policy, Proposal, Request, SharedMap, State, View,
};
use crate::act::Reference;
use crate::figure::Figure;
use crate::id::Stream;
use crate::money::Cents;
use crate::statement::{
    Body, BudgetAdopted, BudgetAmended, CouncilDecided, CutTerms, DocumentRegistered, LineKey, ProposalMade,
    Recurrence, RequestMade, Statement, ViewAnswered, ViewSubmitted,
};

impl State {
    /// Learns a recorded statement; `index` is its position in the log.
    ///
    /// Never fails and tolerates anything. Costs O(log n) for each thing the statement names.
    pub fn evolve(&mut self, index: u64, statement: &Statement) {
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
            Body::CutAmended(body) => {
                if let (Some(cut), Some(years)) = (self.cuts.get_mut(&body.cut), body.years) {
                    cut.years = cut.years.union(years);
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
            Body::CommitmentMade(body) => note(&mut self.commitments, body.commitment.clone(), index),
            Body::ProposalMandated(body) => {
                self.proposals
                    .entry(body.proposal.clone(), || Proposal { entry: index, ..Proposal::default() });
            }
            Body::ProposalMade(body) => self.proposal_made(index, body),
            Body::CouncilDecided(body) => self.council_decided(index, body),
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
            | Body::NoticeGiven(_)
            | Body::ObjectionFiled(_)
            | Body::ObjectionDecided(_) => self.learn_subsidy(index, statement),
            Body::AllocationKeySet(body) => self.key_set(body),
            Body::ContributionAllocated(body) => self.contribution_allocated(index, body),
            Body::ContributionAdvanced(body) => self.contribution_advanced(index, body),
            Body::MemberLeft(body) => note(&mut self.left, body.municipality, index),
            Body::ArrangementSucceeded(body) => note(&mut self.successions, body.succession, index),
            Body::FundingSuperseded(body) => {
                self.figure_supersedes(index, &statement.concerns, &body.figure, Some(&body.supersedes));
            }
            Body::FundingGranted(body) => {
                self.figure_supersedes(index, &statement.concerns, &body.figure, body.supersedes.as_ref());
            }
            // Nothing that may be recorded later depends on these.
            Body::RecoveryDecided(_) => {}
            Body::ContributionSettled(_) | Body::FrameworkSent(_) | Body::BudgetSentToSupervisor(_) => {}
            Body::CutSuspended(_)
            | Body::CutConditioned(_)
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
        let first = || Budget { entry: index, amendments: 0, lines: SharedMap::default(), size: 0 };
        let budget = self.budgets.entry((body.holder, body.year), first);
        for line in &body.lines {
            budget.set(&line.key, line.amount);
        }
    }

    fn budget_amended(&mut self, index: Index, body: &BudgetAmended) {
        let first = || Budget { entry: index, amendments: 0, lines: SharedMap::default(), size: 0 };
        let budget = self.budgets.entry((body.holder, body.year), first);
        budget.amendments = body.number;
        for line in &body.lines {
            budget.set(&line.key, line.new);
        }
    }

    fn cut_told(&mut self, index: Index, streams: BTreeSet<Stream>, terms: &CutTerms, adopts: bool) {
        let first = || Cut {
            entry: index,
            streams: BTreeSet::new(),
            years: terms.years,
            structural: terms.structural,
            adopted: None,
            concretises: None,
        };
        let cut = self.cuts.entry(terms.cut.clone(), first);
        cut.streams.extend(streams);
        cut.years = terms.years;
        cut.structural = terms.structural;
        cut.concretises.clone_from(&terms.concretises);
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

impl Budget {
    fn set(&mut self, key: &LineKey, amount: Cents) {
        let stands = self.lines.entry(key.clone(), || Cents::ZERO);
        self.size += i128::from(amount.size().get()) - i128::from(stands.size().get());
        *stands = amount;
    }
}

/// Notes that something exists; the first entry that said so stays.
fn note<K: Ord + Clone>(known: &mut SharedMap<K, Index>, key: K, index: Index) {
    known.entry(key, || index);
}

const fn recurs(recurrence: Recurrence) -> bool {
    !matches!(recurrence, Recurrence::Once)
}
