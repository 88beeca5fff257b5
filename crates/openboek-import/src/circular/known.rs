//! What the ledger holds about earlier circulars.

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::statement::{Body, FundingSource};
use openboek_rules::{
    Amount, BudgetYear, Cents, Counting, Figure, FigureId, MunicipalityCode, OrganisationId, Stream,
};

use super::name::{Circular, Line, Name};
use crate::history::Held;

/// What an amount of a circular is to what is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing<'a> {
    /// The ledger holds it.
    Held,
    /// The first about its year.
    First,
    /// It takes the place of an earlier circular's figure.
    After(FigureId),
    /// A newer circular was recorded before it.
    Older,
    /// The ledger holds this circular's figure with another amount: the file was corrected.
    Corrects(&'a Held),
}

/// A figure of a circular in the ledger.
#[derive(Clone, Debug)]
struct Recorded<'a> {
    held: &'a Held,
    figure: &'a Figure,
}

/// A fold of what is held, as far as circulars need it.
#[derive(Clone, Debug, Default)]
pub(super) struct Known<'a> {
    pub(super) members: BTreeMap<MunicipalityCode, &'a str>,
    organisations: BTreeSet<&'a OrganisationId>,
    chains: BTreeMap<(BudgetYear, Line, MunicipalityCode), BTreeMap<Circular, Recorded<'a>>>,
    superseded_by: BTreeMap<&'a FigureId, &'a FigureId>,
    others: Vec<(&'a Held, &'a Figure, &'a FundingSource)>,
}

impl<'a> Known<'a> {
    pub(super) fn of(held: &'a [Held]) -> Self {
        let mut known = Self::default();
        for held in held {
            known.take_in(held);
        }
        known
    }

    fn take_in(&mut self, held: &'a Held) {
        match &held.statement.body {
            Body::ArrangementFounded(body) => {
                self.members.extend(body.members.iter().map(|member| (member.code, member.name.as_str())));
            }
            Body::MemberJoined(body) => {
                self.members.insert(body.member.code, body.member.name.as_str());
            }
            Body::MemberLeft(body) => {
                self.members.remove(&body.municipality);
            }
            Body::OrganisationRegistered(body) => {
                self.organisations.insert(&body.organisation);
            }
            Body::FundingIndicated(body) => self.figure(held, &body.figure, body.money.as_ref(), None),
            Body::FundingSuperseded(body) => {
                self.figure(held, &body.figure, Some(&body.source), Some(&body.supersedes));
            }
            Body::FundingGranted(body) => {
                self.figure(held, &body.figure, Some(&body.source), body.supersedes.as_ref());
            }
            _ => {}
        }
    }

    fn figure(
        &mut self,
        held: &'a Held,
        figure: &'a Figure,
        money: Option<&'a FundingSource>,
        supersedes: Option<&'a FigureId>,
    ) {
        if let Some(earlier) = supersedes {
            self.superseded_by.insert(earlier, &figure.figure);
        }
        if let Some(name) = Name::read(&figure.figure) {
            let chain = self.chains.entry((name.year, name.line, name.municipality)).or_default();
            chain.insert(name.circular, Recorded { held, figure });
        } else if let Some(money) = money {
            self.others.push((held, figure, money));
        }
    }

    pub(super) fn knows(&self, organisation: &OrganisationId) -> bool {
        let member = organisation.municipality().is_some_and(|code| self.members.contains_key(&code));
        member || organisation.is_region() || self.organisations.contains(organisation)
    }

    /// Whether any circular said something of this before: a grant that comes to nothing is then said too.
    pub(super) fn follows(&self, name: Name) -> bool {
        self.chains.contains_key(&(name.year, name.line, name.municipality))
    }

    pub(super) fn standing(&self, name: Name, amount: Cents) -> Standing<'a> {
        let Some(chain) = self.chains.get(&(name.year, name.line, name.municipality)) else {
            return Standing::First;
        };
        if let Some(same) = chain.get(&name.circular) {
            let unchanged = same.figure.amount == Amount::Exact(amount);
            return if unchanged { Standing::Held } else { Standing::Corrects(same.held) };
        }
        let counts = |recorded: &&Recorded<'_>| recorded.figure.counting == Counting::Counted;
        match chain.iter().rev().find(|(_, recorded)| counts(recorded)) {
            Some((newest, _)) if *newest > name.circular => Standing::Older,
            Some((_, recorded)) => Standing::After(self.last(&recorded.figure.figure)),
            None => Standing::First,
        }
    }

    /// What stands in the place of a figure now: somebody may have replaced it by hand.
    fn last(&self, figure: &'a FigureId) -> FigureId {
        let mut last = figure;
        // As many steps as there are figures: a ring cannot be recorded, and would end here.
        for _ in 0..=self.superseded_by.len() {
            let Some(next) = self.superseded_by.get(last) else { break };
            last = next;
        }
        last.clone()
    }

    /// Another figure that counts for the same money, year and municipality, and that nothing of a circular replaced.
    pub(super) fn other(&self, name: Name) -> Option<&'a FigureId> {
        let (kind, _) = name.line.money();
        let ends_a_chain = |figure: &FigureId| {
            self.superseded_by
                .iter()
                .any(|(earlier, later)| *later == figure && Name::read(earlier).is_some())
        };
        let same = |(held, figure, money): &&(&'a Held, &'a Figure, &'a FundingSource)| {
            let concerns = &held.statement.concerns;
            let reads = concerns.contains(&Stream::Municipality(name.municipality));
            let years = figure.years.is_some_and(|years| years.contains(name.year));
            let counts =
                figure.counting == Counting::Counted && !self.superseded_by.contains_key(&figure.figure);
            let alike = money.kind == kind && figure.pillar == name.line.pillar();
            reads && years && counts && alike && !ends_a_chain(&figure.figure)
        };
        self.others.iter().find(same).map(|(_, figure, _)| &figure.figure)
    }
}
