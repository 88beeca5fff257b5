//! Joint proposals: one text, several councils, each with its own calendar.

use std::collections::BTreeMap;

use openboek_rules::statement::{
    CouncilDecided, CouncilOutcome, DecisionHeldOver, DecisionScheduled, HearingScheduled, ProposalConverged,
    ProposalMade, ProposalMandated,
};
use openboek_rules::{MunicipalityCode, OrganisationId, ProposalId, Text, UncertainDate};

use super::Said;
use super::shelf::{Shelf, Shown};

/// The task to make a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Mandate {
    pub(crate) said: Said,
    pub(crate) subject: Text,
    pub(crate) parties: Vec<OrganisationId>,
    pub(crate) due: UncertainDate,
    pub(crate) treated_with: Option<Text>,
    pub(crate) fallback: Option<Text>,
}

/// The proposal itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Made {
    pub(crate) said: Said,
    pub(crate) title: Text,
    pub(crate) councils: Vec<MunicipalityCode>,
    pub(crate) version: Option<Text>,
}

/// A council's decision.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Decision {
    pub(crate) said: Said,
    pub(crate) outcome: CouncilOutcome,
    pub(crate) version: Option<Text>,
}

/// What one council does with a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Council {
    /// Planned hearings: entry, meeting, date.
    pub(crate) hearings: Vec<(Said, Text, UncertainDate)>,
    /// Planned decisions; a new date replaces the one before.
    pub(crate) planned: Vec<(Said, UncertainDate)>,
    /// Decisions; a new one replaces the one before.
    pub(crate) decisions: Vec<Decision>,
}

/// A joint proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Proposal {
    pub(crate) mandate: Option<Mandate>,
    pub(crate) made: Option<Made>,
    pub(crate) councils: BTreeMap<MunicipalityCode, Council>,
    /// Until when the decision is held over; a later decision ends it.
    pub(crate) held: Option<(Said, UncertainDate)>,
    /// The joint statement that the texts adopted until then are one, with that text.
    pub(crate) converged: Option<(Said, Text)>,
}

impl Proposal {
    /// The councils that must decide, each with what it did; in the order of the proposal.
    pub(crate) fn deciding(&self) -> Vec<(MunicipalityCode, Option<&Council>)> {
        let councils = self.made.iter().flat_map(|made| &made.councils);
        councils.map(|code| (*code, self.councils.get(code))).collect()
    }

    /// The first entry about it.
    pub(crate) fn first(&self) -> Option<&Said> {
        self.mandate
            .as_ref()
            .map(|mandate| &mandate.said)
            .or_else(|| self.made.as_ref().map(|made| &made.said))
    }

    fn shown(&self) -> Shown {
        let councils = self.deciding();
        let last: Vec<Option<&Decision>> =
            councils.iter().map(|(_, council)| council.and_then(|c| c.decisions.last())).collect();
        let settled = self.made.is_some() && last.iter().all(Option::is_some);
        let until = last.into_iter().flatten().map(|decision| decision.said.last_year());
        let until = until.max().flatten().filter(|_| settled).map(|year| year + 1);
        Shown { from: self.first().map_or(0, Said::first_year), until }
    }
}

/// All joint proposals. One is shown from the year it was mandated or made until the year after the last council decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Joint {
    proposals: BTreeMap<ProposalId, Proposal>,
    years: Shelf<ProposalId>,
}

impl Joint {
    pub(crate) fn mandated(&mut self, said: Said, body: &ProposalMandated, ours: bool) {
        let mandate = Mandate {
            said,
            subject: body.subject.clone(),
            parties: body.parties.clone(),
            due: body.due.clone(),
            treated_with: body.treated_with.clone(),
            fallback: body.fallback.clone(),
        };
        self.open(&body.proposal, ours, |proposal| proposal.mandate = Some(mandate));
    }

    pub(crate) fn made(&mut self, said: Said, body: &ProposalMade, ours: bool) {
        let made = Made {
            said,
            title: body.title.clone(),
            councils: body.councils.clone(),
            version: body.version.clone(),
        };
        self.open(&body.proposal, ours, |proposal| proposal.made = Some(made));
    }

    pub(crate) fn hearing(&mut self, said: Said, body: &HearingScheduled) {
        let hearing = (said, body.meeting.clone(), body.on.clone());
        self.at_council(&body.proposal, body.council, |council| council.hearings.push(hearing));
    }

    pub(crate) fn scheduled(&mut self, said: Said, body: &DecisionScheduled) {
        let plan = (said, body.on.clone());
        self.at_council(&body.proposal, body.council, |council| council.planned.push(plan));
    }

    pub(crate) fn decided(&mut self, said: Said, body: &CouncilDecided) {
        let decision = Decision { said, outcome: body.outcome, version: body.version.clone() };
        self.at_council(&body.proposal, body.council, |council| council.decisions.push(decision));
        self.open(&body.proposal, false, |proposal| proposal.held = None);
    }

    pub(crate) fn converged(&mut self, said: Said, body: &ProposalConverged) {
        let converged = (said, body.version.clone());
        self.open(&body.proposal, false, |proposal| proposal.converged = Some(converged));
    }

    pub(crate) fn held_over(&mut self, said: Said, id: &ProposalId, body: &DecisionHeldOver) {
        let held = (said, body.until.clone());
        self.open(id, false, |proposal| proposal.held = Some(held));
    }

    pub(crate) fn get(&self, id: &ProposalId) -> Option<&Proposal> {
        self.proposals.get(id)
    }

    pub(crate) fn in_year(&self, year: u16) -> Vec<(&ProposalId, &Proposal)> {
        let ids = self.years.in_year(year);
        let mut found: Vec<_> = ids.into_iter().filter_map(|id| self.proposals.get_key_value(id)).collect();
        found.sort_by_key(|(_, proposal)| proposal.first().map(|said| said.at));
        found
    }

    fn at_council(&mut self, id: &ProposalId, code: MunicipalityCode, change: impl FnOnce(&mut Council)) {
        self.open(id, false, |proposal| change(proposal.councils.entry(code).or_default()));
    }

    /// Changes a proposal; only an act of our own may begin one.
    fn open(&mut self, id: &ProposalId, begin: bool, change: impl FnOnce(&mut Proposal)) {
        if begin {
            self.proposals.entry(id.clone()).or_default();
        }
        let Some(proposal) = self.proposals.get_mut(id) else { return };
        change(proposal);
        self.years.put(id, proposal.shown());
    }
}
