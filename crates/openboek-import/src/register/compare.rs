//! What a register says beside what the ledger holds: each difference is a statement of its own.

use std::collections::BTreeSet;

use openboek_rules::statement::{
    AmendmentGround, DeterminationGround, ExpenseRule, OrganisationKind, OrganisationRegistered,
    SubsidyAmended, SubsidyApplied, SubsidyAwarded, SubsidyBasis, SubsidyDetermined, SubsidyListed,
    SubsidyRecipient, SubsidyTerms, SubsidyUnlisted,
};
use openboek_rules::{
    Act, Amount, Body, Cents, Organ, OrganisationId, Statement, Stream, SubsidyId, Text, UncertainDate,
};

use super::Settings;
use super::findings::*;
use super::held::{Known, Ledger};
use super::read::{Dossier, Money, Who};
use super::text::{bare, fitting, pseudonym, slug, with_digest};
use crate::finding::Kind;
use crate::plan::{Outcome, Proposal};
use crate::source::Source;

/// Why a dossier is left out: the kind of finding, what was found, what was expected.
pub(super) type LeftOut = (&'static Kind, String, String);

/// Makes the statements of one register.
pub(super) struct Compare<'a> {
    pub(super) settings: &'a Settings,
    pub(super) source: Source<'a>,
    digest: [u8; 32],
    pub(super) ledger: Ledger,
    ids: BTreeSet<OrganisationId>,
    /// When what is new was decided: between the stand before this one and this one, as far as the register is kept up to date.
    decided: UncertainDate,
    /// Why an amount is another: what the register shows, since it names no reason.
    reason: Option<Text>,
    pub(super) proposals: Vec<Proposal>,
    /// Rows in which a masked person got a name.
    pub(super) unmasked: Vec<u64>,
    /// Rows of masked persons whose project was not taken over.
    pub(super) projects: Vec<u64>,
}

/// An amount in a statement and whether the register says so too. A most is the amount once it is awarded.
fn says(held: &Amount, said: Cents) -> bool {
    matches!(held, Amount::Exact(cents) | Amount::AtMost(cents) if *cents == said)
}

fn whole(amount: Amount) -> SubsidyTerms {
    SubsidyTerms { amount, per_year: Vec::new(), partners: Vec::new(), borne_by: Vec::new() }
}

/// Whether an amount is fixed otherwise than awarded, as far as both are known.
fn differs(award: Option<&Amount>, fixed: &Amount) -> bool {
    let Amount::Exact(fixed) = fixed else { return false };
    award.is_some_and(|award| award.between().0.is_some() && !says(award, *fixed))
}

fn unknown(reason: &str) -> Option<Amount> {
    Some(Amount::Unknown { reason: Text::new(reason).ok()?, promised: None })
}

impl<'a> Compare<'a> {
    pub(super) fn new(settings: &'a Settings, source: Source<'a>, ledger: Ledger) -> Self {
        let before = ledger.stands.get(&settings.key()).copied().filter(|before| *before < settings.stand);
        let decided = before.map_or(UncertainDate::Unknown, |before| {
            let [before, stand] = [before, settings.stand].map(|day| Box::new(UncertainDate::Day(day)));
            UncertainDate::Between(before, stand)
        });
        let reason = before.map_or_else(
            || "verschil met wat was vastgelegd; het register noemt geen reden".to_owned(),
            |before| format!("verschil met het register van {before}; het register noemt geen reden"),
        );
        let ids = ledger.names.keys().cloned().collect();
        Self {
            settings,
            source,
            digest: source.digest(),
            ledger,
            ids,
            decided,
            reason: Text::new(&reason).ok(),
            proposals: Vec::new(),
            unmasked: Vec::new(),
            projects: Vec::new(),
        }
    }

    /// Makes the statements of a dossier, or says why it is left out.
    pub(super) fn dossier(&mut self, said: &Dossier) -> Result<Outcome, LeftOut> {
        let before = self.proposals.len();
        match self.ledger.subsidies.get(&said.subsidy).cloned() {
            None => self.first_seen(said),
            Some(known) => self.again(said, &known)?,
        }
        Ok(if self.proposals.len() == before { Outcome::Unchanged } else { Outcome::Recorded })
    }

    fn first_seen(&mut self, said: &Dossier) {
        let recipient = self.recipient(said);
        let Some(activities) = self.activities(said) else { return };
        let Some(asked) = asked(said.asked).or_else(|| unknown("staat niet in het register")) else { return };
        let applicant = match &recipient {
            SubsidyRecipient::Organisation(id) => (id.clone(), Organ::Recipient),
            SubsidyRecipient::Person(_) | SubsidyRecipient::Unsaid => self.giver(),
        };
        let act = self.act(applicant, UncertainDate::Unknown, Some(said.row));
        let applied = SubsidyApplied {
            act,
            subsidy: said.subsidy.clone(),
            recipient: recipient.clone(),
            activities: activities.clone(),
            years: said.years,
            amount: asked,
            received: UncertainDate::Unknown,
            decide_by: UncertainDate::Unknown,
            per_financial_year: false,
            regulation: said.regulation.clone(),
        };
        self.propose(said.row, Body::SubsidyApplied(applied), &format!("{}: aangevraagd", said.subsidy));
        if said.listed == Some(true) {
            let mut listed = self.listing(said);
            listed.policy_area.clone_from(&said.policy_area);
            listed.unit.clone_from(&said.unit);
            listed.periodicity = said.periodicity;
            self.propose(
                said.row,
                Body::SubsidyListed(listed),
                &format!("{}: in het register", said.subsidy),
            );
        }
        self.award(said, recipient, activities, said.awarded);
        if let Some(fixed) = decided(said.determined) {
            let differs = differs(decided(said.awarded).as_ref(), &fixed);
            self.determine(said, Some(fixed), differs.then_some(DeterminationGround::Unsaid), None);
        }
    }

    fn again(&mut self, said: &Dossier, known: &Known) -> Result<(), LeftOut> {
        self.is_possible(said, known)?;
        let listed = self.relisted(said, known);
        let activities = listed.as_ref().and_then(|listed| listed.activities.clone());
        if let Some(listed) = listed {
            let words = match known.listed {
                Some(false) => "weer in het register",
                Some(true) => "andere gegevens",
                None => "in het register",
            };
            self.propose(said.row, Body::SubsidyListed(listed), &format!("{}: {words}", said.subsidy));
        }
        if known.closed {
            return Ok(());
        }
        match (&known.awarded, said.awarded) {
            // What was determined without an award needs none any more; one of another amount is left out (`is_possible`).
            (None, _) if known.determined.is_some() => {}
            (None, awarded) => {
                let recipient = self.same_recipient(said, known).unwrap_or_else(|| known.recipient.clone());
                self.award(said, recipient, activities.unwrap_or_else(|| known.activities.clone()), awarded);
            }
            (Some(held), Money::Exact(cents)) if !says(held, cents) => self.amend(said, held, cents),
            (Some(_), _) => {}
        }
        match (&known.determined, said.determined) {
            (None, fixed) => {
                let Some(fixed) = decided(fixed) else { return Ok(()) };
                let award = decided(said.awarded).or_else(|| known.awarded.clone());
                let differs = differs(award.as_ref(), &fixed);
                self.determine(said, Some(fixed), differs.then_some(DeterminationGround::Unsaid), None);
            }
            (Some(held), Money::Exact(cents)) if !says(held, cents) => {
                let fixed = Some(Amount::Exact(cents));
                self.determine(said, fixed, Some(DeterminationGround::Unsaid), Some(held));
            }
            (Some(held), Money::Undecided) => {
                self.determine(said, None, Some(DeterminationGround::Unsaid), Some(held));
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether the ledger can follow the register, or a person has to look.
    fn is_possible(&self, said: &Dossier, known: &Known) -> Result<(), LeftOut> {
        if let Some(giver) = known.giver.as_ref().filter(|giver| **giver != self.settings.giver) {
            let expected = self.ledger.name(&self.settings.giver).to_owned();
            return Err((DOSSIER_TAKEN, format!("{}: {}", said.subsidy, self.ledger.name(giver)), expected));
        }
        if known.closed {
            let amounts = [said.awarded, said.determined];
            let named =
                amounts.iter().find(|money| matches!(money, Money::Exact(cents) if *cents > Cents::ZERO));
            return named.map_or(Ok(()), |_| Err((CLOSED, said.subsidy.to_string(), "0 of NULL".to_owned())));
        }
        match (&known.awarded, said.awarded) {
            (Some(held), Money::Undecided) => {
                Err((AWARD_GONE, format!("{}: NULL", said.subsidy), shown(held)))
            }
            (None, Money::Exact(award)) => match &known.determined {
                Some(held) if !says(held, award) && said.determined != Money::Exact(award) => {
                    Err((AWARD_LATE, format!("{}: {}", said.subsidy, euros(award)), shown(held)))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn award(&mut self, said: &Dossier, recipient: SubsidyRecipient, activities: Text, awarded: Money) {
        let Some(amount) = decided(awarded) else { return };
        let summary = format!("{}: verleend {}", said.subsidy, shown(&amount));
        let body = SubsidyAwarded {
            act: self.decision(said.row),
            subsidy: said.subsidy.clone(),
            recipient,
            activities,
            years: said.years,
            terms: whole(amount),
            ceiling: None,
            exception: None,
            basis: SubsidyBasis::Unsaid,
            regulation: said.regulation.clone().or_else(|| self.regulation(&said.subsidy)),
            expense: ExpenseRule::Performed,
            budget_reservation: false,
            per_financial_year: false,
            notified: UncertainDate::Unknown,
        };
        self.propose(said.row, Body::SubsidyAwarded(body), &summary);
    }

    fn amend(&mut self, said: &Dossier, held: &Amount, cents: Cents) {
        let body = SubsidyAmended {
            act: self.decision(said.row),
            subsidy: said.subsidy.clone(),
            terms: whole(Amount::Exact(cents)),
            ground: AmendmentGround::Unsaid,
            retroactive: false,
            reason: self.reason.clone(),
            notified: UncertainDate::Unknown,
        };
        let raised = held.between().1.is_some_and(|held| held < i128::from(cents.get()));
        let word = if raised { "verhoogd" } else { "verlaagd" };
        let summary = format!("{}: verlening {word} van {} naar {}", said.subsidy, shown(held), euros(cents));
        self.propose(said.row, Body::SubsidyAmended(body), &summary);
    }

    fn determine(
        &mut self,
        said: &Dossier,
        fixed: Option<Amount>,
        ground: Option<DeterminationGround>,
        before: Option<&Amount>,
    ) {
        let summary = match (&fixed, before) {
            (Some(fixed), None) => format!("{}: vastgesteld op {}", said.subsidy, shown(fixed)),
            (Some(fixed), Some(held)) => {
                format!("{}: opnieuw vastgesteld, van {} naar {}", said.subsidy, shown(held), shown(fixed))
            }
            (None, _) => format!("{}: weer niet vastgesteld", said.subsidy),
        };
        let body = SubsidyDetermined {
            act: self.decision(said.row),
            subsidy: said.subsidy.clone(),
            terms: fixed.map(whole),
            ground,
            reason: before.and(self.reason.clone()),
            notified: UncertainDate::Unknown,
        };
        self.propose(said.row, Body::SubsidyDetermined(body), &summary);
    }

    /// The particulars that are otherwise, or that it is listed again; `None` when there is nothing to say.
    fn relisted(&mut self, said: &Dossier, known: &Known) -> Option<SubsidyListed> {
        if said.listed != Some(true) {
            return None;
        }
        fn otherwise<T: Clone + PartialEq>(said: Option<&T>, known: Option<&T>) -> Option<T> {
            said.filter(|said| known != Some(*said)).cloned()
        }
        fn text(said: Option<&Text>, known: Option<&Text>) -> Option<Text> {
            said.filter(|said| known.is_none_or(|known| bare(known.as_str()) != said.as_str())).cloned()
        }
        let recipient = self.same_recipient(said, known);
        let is_person = matches!(recipient.as_ref().unwrap_or(&known.recipient), SubsidyRecipient::Person(_));
        let activities = said.activities.as_ref().filter(|_| !is_person);
        let asked = match (&known.asked, said.asked) {
            (Some(held), Money::Exact(cents)) if says(held, cents) => None,
            (Some(held), Money::Undecided | Money::Unknown) if !matches!(held, Amount::Exact(_)) => None,
            (None, Money::Undecided) => None,
            (_, said) => asked(said),
        };
        let listed = SubsidyListed {
            recipient,
            activities: text(activities, Some(&known.activities)),
            regulation: text(said.regulation.as_ref(), known.regulation.as_ref()),
            years: otherwise(Some(&said.years), Some(&known.years)),
            asked,
            policy_area: text(said.policy_area.as_ref(), known.policy_area.as_ref()),
            unit: text(said.unit.as_ref(), known.unit.as_ref()),
            periodicity: otherwise(said.periodicity.as_ref(), known.periodicity.as_ref()),
            ..self.listing(said)
        };
        let is_news = known.listed != Some(true) || listed != self.listing(said);
        is_news.then_some(listed)
    }

    /// Who receives now, when that is another than the ledger holds. A masked person stays masked.
    fn same_recipient(&mut self, said: &Dossier, known: &Known) -> Option<SubsidyRecipient> {
        match (&said.who, &known.recipient) {
            (Who::Unsaid, _) | (Who::Masked, SubsidyRecipient::Person(_)) => None,
            (Who::Named(_), SubsidyRecipient::Person(_)) => {
                if self.unmasked.last() != Some(&said.row) {
                    self.unmasked.push(said.row);
                }
                None
            }
            (Who::Named(name), SubsidyRecipient::Organisation(id))
                if self.ledger.name(id) == name.as_str() =>
            {
                None
            }
            _ => Some(self.recipient(said)),
        }
    }

    /// The recipient of a row; an organisation that the ledger does not know by this name is registered first.
    fn recipient(&mut self, said: &Dossier) -> SubsidyRecipient {
        match &said.who {
            Who::Unsaid => SubsidyRecipient::Unsaid,
            Who::Masked => {
                pseudonym(&said.subsidy).map_or(SubsidyRecipient::Unsaid, SubsidyRecipient::Person)
            }
            Who::Named(name) => match self.organisation(name, said.row) {
                Some(id) => SubsidyRecipient::Organisation(id),
                None => SubsidyRecipient::Unsaid,
            },
        }
    }

    fn organisation(&mut self, name: &Text, row: u64) -> Option<OrganisationId> {
        if let Some(id) = self.ledger.by_name.get(name.as_str()) {
            return Some(id.clone());
        }
        let is_free = |id: &OrganisationId| !self.ids.contains(id) && !id.is_region();
        let short = slug(name.as_str());
        let plain = OrganisationId::new(&short).ok().filter(is_free);
        let id = plain.or_else(|| OrganisationId::new(&with_digest(name.as_str())).ok())?;
        self.ids.insert(id.clone());
        self.ledger.named(&id, name.as_str());
        let body = OrganisationRegistered {
            act: self.act(self.giver(), UncertainDate::Unknown, Some(row)),
            organisation: id.clone(),
            name: name.clone(),
            kind: OrganisationKind::Provider,
            works_in: Vec::new(),
            partners: Vec::new(),
        };
        let statement =
            Statement { concerns: vec![Stream::Region], body: Body::OrganisationRegistered(body) };
        self.proposals.push(Proposal {
            statement,
            rows: vec![row],
            summary: format!("Nieuwe organisatie: {name}"),
        });
        Some(id)
    }

    /// For what: the project, for a masked person the regulation, since the name of a project may hold a person's.
    fn activities(&mut self, said: &Dossier) -> Option<Text> {
        let is_person = said.who == Who::Masked;
        if is_person && said.activities.is_some() {
            self.projects.push(said.row);
        }
        let project = said.activities.as_ref().filter(|_| !is_person);
        let found = project.or(said.regulation.as_ref()).or(said.policy_area.as_ref());
        found.cloned().or_else(|| Text::new("staat niet in het register").ok())
    }

    /// A dossier that is gone from the register.
    pub(super) fn gone(&mut self, subsidy: &SubsidyId) {
        let body = SubsidyUnlisted {
            act: self.act(self.giver(), UncertainDate::Day(self.settings.stand), None),
            subsidy: subsidy.clone(),
            register: self.settings.register.clone(),
            reason: None,
        };
        let statement = Statement { concerns: vec![self.settings.stream], body: Body::SubsidyUnlisted(body) };
        let summary = format!("{subsidy}: niet meer in het register, reden onbekend");
        self.proposals.push(Proposal { statement, rows: Vec::new(), summary });
    }

    /// The regulation that the ledger holds.
    fn regulation(&self, subsidy: &SubsidyId) -> Option<Text> {
        self.ledger.subsidies.get(subsidy)?.regulation.clone()
    }

    fn listing(&self, said: &Dossier) -> SubsidyListed {
        SubsidyListed {
            act: self.act(self.giver(), UncertainDate::Day(self.settings.stand), Some(said.row)),
            subsidy: said.subsidy.clone(),
            register: self.settings.register.clone(),
            recipient: None,
            activities: None,
            regulation: None,
            years: None,
            asked: None,
            policy_area: None,
            unit: None,
            periodicity: None,
        }
    }

    fn giver(&self) -> (OrganisationId, Organ) {
        (self.settings.giver.clone(), self.settings.organ)
    }

    /// The act of a decision that the register shows.
    fn decision(&self, row: u64) -> Act {
        self.act(self.giver(), self.decided.clone(), Some(row))
    }

    fn act(
        &self,
        (organisation, organ): (OrganisationId, Organ),
        date: UncertainDate,
        row: Option<u64>,
    ) -> Act {
        let place = match row {
            Some(row) => format!("{}, regel {row}", self.source.name),
            None => self.source.name.to_owned(),
        };
        let stand = UncertainDate::Day(self.settings.stand);
        let place = fitting(&bare(&place)).0;
        let keeper = Some(self.settings.giver.clone());
        let document =
            self.source.document_of(self.digest, self.settings.register.clone(), keeper, stand, place);
        Act { organisation, organ, date, documents: vec![document], legal_basis: Vec::new(), note: None }
    }

    fn propose(&mut self, row: u64, body: Body, summary: &str) {
        let statement = Statement { concerns: vec![self.settings.stream], body };
        self.proposals.push(Proposal { statement, rows: vec![row], summary: summary.to_owned() });
    }
}

/// The amount of something that is decided, or asked.
fn decided(money: Money) -> Option<Amount> {
    match money {
        Money::Exact(cents) => Some(Amount::Exact(cents)),
        Money::Unknown => unknown("het register noemt geen bedrag"),
        Money::Undecided | Money::Unsaid => None,
    }
}

fn asked(money: Money) -> Option<Amount> {
    match money {
        Money::Undecided => unknown("nog niet ingevuld in het register"),
        other => decided(other),
    }
}

/// An amount for a summary: `€ 1.234,56`.
fn euros(cents: Cents) -> String {
    let whole = (cents.get() / 100).to_string();
    let mut grouped = String::with_capacity(whole.len() + 8);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    format!("€ {grouped},{:02}", cents.get() % 100)
}

fn shown(amount: &Amount) -> String {
    match amount {
        Amount::Exact(cents) => euros(*cents),
        Amount::AtMost(cents) => format!("ten hoogste {}", euros(*cents)),
        _ => "een bedrag dat niet vaststaat".to_owned(),
    }
}
