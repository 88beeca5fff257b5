//! How the state learns of a correction: what the corrected statement says counts where the original stands.
//!
//! Kind, identifiers and streams are the same, so only what else the state remembers of an entry changes.

use super::evolve::{cut_step, recurs};
use super::{Correctable, Index, State, UNRECORDED};
use crate::money::Cents;
use crate::statement::{Body, EntryCorrected, LineKey, RequestMade, Statement, ViewSubmitted};

impl State {
    /// Remembers what a correction of this entry must leave alone.
    pub(super) fn note_correctable(&mut self, index: Index, statement: &Statement) {
        if let Some(what) = what(&statement.body).filter(|_| index != UNRECORDED) {
            let concerns = statement.concerns.clone();
            self.correctable.entry(index, || Correctable { what, concerns });
        }
    }

    /// Learns a correction.
    pub(super) fn corrected(&mut self, index: Index, body: &EntryCorrected) {
        if index != UNRECORDED {
            self.corrections.entry(index, || body.entry);
        }
        let same = self.correctable.get(&body.entry).map(|known| Some(&known.what))
            == Some(what(&body.corrected.body).as_ref());
        if same {
            self.restate(body.entry, &body.corrected.body);
        }
    }

    fn restate(&mut self, entry: Index, body: &Body) {
        if let Some((cut, step)) = cut_step(body)
            && let Some(cut) = self.cuts.get_mut(cut)
        {
            return cut.restate(entry, step);
        }
        match body {
            Body::BudgetAdopted(body) => {
                if let Some(budget) = self.budgets.get_mut(&(body.holder, body.year)) {
                    let lines: Vec<(&LineKey, Cents)> =
                        body.lines.iter().map(|line| (&line.key, line.amount)).collect();
                    budget.restate(entry, &lines);
                }
            }
            Body::BudgetAmended(body) => {
                if let Some(budget) = self.budgets.get_mut(&(body.holder, body.year)) {
                    let lines: Vec<(&LineKey, Cents)> =
                        body.lines.iter().map(|line| (&line.key, line.new)).collect();
                    budget.restate(entry, &lines);
                }
            }
            Body::ViewSubmitted(body) => self.view_restated(entry, body),
            Body::RequestMade(body) => self.request_restated(entry, body),
            Body::CommitmentMade(body) => {
                let known = self.commitments.get_mut(&body.commitment);
                if let Some(commitment) = known.filter(|known| known.entry == entry) {
                    commitment.recurring = recurs(body.recurrence);
                }
            }
            Body::ProposalMade(body) => {
                let known = self.proposals.get_mut(&body.proposal);
                if let Some(proposal) = known.filter(|known| known.made == Some(entry)) {
                    proposal.version.clone_from(&body.version);
                }
            }
            Body::CouncilDecided(body) => {
                let proposal = self.proposals.get_mut(&body.proposal);
                let decision = proposal.and_then(|proposal| proposal.decisions.get_mut(&body.council));
                if let Some(decision) = decision.filter(|decision| decision.entry == entry) {
                    decision.outcome = body.outcome;
                    decision.version.clone_from(&body.version);
                }
            }
            other => self.subsidy_restated(entry, other),
        }
    }

    fn view_restated(&mut self, entry: Index, body: &ViewSubmitted) {
        let Some(view) = self.views.get_mut(&body.view).filter(|view| view.entry == entry) else { return };
        view.addressee = body.addressee.organisation.clone();
        for item in &body.items {
            if let Some(known) = view.items.get_mut(&item.item) {
                known.recurring = recurs(item.recurrence);
            }
        }
    }

    fn request_restated(&mut self, entry: Index, body: &RequestMade) {
        let known = self.requests.get_mut(&body.request);
        if let Some(request) = known.filter(|known| known.entry == entry) {
            request.addressee = body.addressee.organisation.clone();
            request.recurring = recurs(body.recurrence);
        }
    }
}

/// Kind and identifiers of what may be corrected.
pub(crate) fn what(body: &Body) -> Option<String> {
    body.subject().map(|subject| format!("{} {subject}", body.kind()).trim_end().to_owned())
}
