//! A recorded statement in words, fact by fact: what the page of an entry shows.

mod accounts;
mod budget;
mod course;
mod cut;
mod funding;
mod other;
mod region;
mod subsidy;
mod voice;

use std::collections::BTreeMap;

use openboek_rules::act::DocumentRef;
use openboek_rules::statement::{Body, Statement};
use openboek_rules::{
    Act, Amount, BasisPoints, Organ, OrganisationId, Reference, Stream, Text, UncertainDate, YearSpan,
};

use crate::clean::clean;
use crate::codes;
use crate::form::{self, Form};
use crate::lang::Lang;
use crate::words::{by_key, filled};

/// Names of organisations and municipalities by their identifier (`de-kern`, `GM0505`, `region`).
pub type Names = BTreeMap<String, String>;

/// One fact of a statement: a name and one or more values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// What was said; never empty.
    pub values: Vec<String>,
}

/// The statement in words: who, when, on what paper, and then what was said. Everything that was recorded is in it.
#[must_use]
pub fn statement_facts(statement: &Statement, names: &Names, lang: Lang) -> Vec<Fact> {
    let mut facts = Facts::new(names, lang);
    facts.add("field-kind", kind(statement.body.kind(), lang));
    let concerns: Vec<String> = statement.concerns.iter().map(|stream| facts.stream(*stream)).collect();
    facts.add_all("field-concerns", concerns);
    let act = statement.body.act();
    facts.add("field-by", facts.of_organ(&act.organisation, act.organ));
    facts.date("field-decided", &act.date);
    body(&mut facts, &statement.body);
    papers(&mut facts, act);
    facts.list
}

/// What a kind of statement is called: "bezuiniging opgeschort" for `cut-suspended`.
#[must_use]
pub fn kind(kind: &str, lang: Lang) -> String {
    by_key(&format!("kind-{kind}"), lang).into_owned()
}

/// Who acted: "gemeenteraad van Stichtse Vecht (GM1904)".
pub(crate) fn organ_of(act: &Act, names: &Names, lang: Lang) -> String {
    Facts::new(names, lang).of_organ(&act.organisation, act.organ)
}

fn papers(facts: &mut Facts<'_>, act: &Act) {
    let documents: Vec<String> = act.documents.iter().map(|document| facts.document(document)).collect();
    facts.add_all("field-documents", documents);
    facts.add_all("field-legal-basis", act.legal_basis.iter().map(|basis| clean(basis.as_str())).collect());
    facts.text("field-note", act.note.as_ref());
}

fn body(facts: &mut Facts<'_>, body: &Body) {
    match body {
        Body::ArrangementFounded(b) => other::arrangement_founded(facts, b),
        Body::MemberJoined(b) => other::member_joined(facts, b),
        Body::OrganisationRegistered(b) => other::organisation_registered(facts, b),
        Body::DocumentRegistered(b) => other::document_registered(facts, b),
        Body::FundingIndicated(b) => budget::funding_indicated(facts, b),
        Body::BudgetLineIndicated(b) => budget::line_indicated(facts, b),
        Body::BudgetAdopted(b) => budget::adopted(facts, b),
        Body::BudgetAmended(b) => budget::amended(facts, b),
        Body::CutAnnounced(b) => cut::announced(facts, b),
        Body::CutAdopted(b) => cut::terms(facts, &b.terms),
        Body::CutSuspended(b) => cut::suspended(facts, b),
        Body::CutAmended(b) => cut::amended(facts, b),
        Body::CutConditioned(b) => cut::conditioned(facts, b),
        Body::CutAllocated(b) => cut::allocated(facts, b),
        Body::DecisionHeldOver(b) => cut::held_over(facts, b),
        Body::ReactionReceived(b) => voice::reaction(facts, b),
        Body::ViewSubmitted(b) => voice::view(facts, b),
        Body::ViewAnswered(b) => voice::view_answered(facts, b),
        Body::RequestMade(b) => voice::request(facts, b),
        Body::RequestAnswered(b) => voice::request_answered(facts, b),
        Body::CommitmentMade(b) => voice::commitment(facts, b),
        Body::ProposalMandated(b) => other::proposal_mandated(facts, b),
        Body::ProposalMade(b) => other::proposal_made(facts, b),
        Body::HearingScheduled(b) => other::hearing(facts, b),
        Body::DecisionScheduled(b) => other::decision(facts, b),
        Body::CouncilDecided(b) => other::council_decided(facts, b),
        Body::VisionShared(b) => other::vision(facts, b),
        Body::PolicyAdopted(b) => other::policy(facts, b),
        Body::ProgressReported(b) => other::progress(facts, b),
        Body::ExperimentStarted(b) => other::experiment(facts, b),
        Body::ExperimentConcluded(b) => other::experiment_concluded(facts, b),
        Body::IndicatorSet(b) => other::indicator(facts, b),
        Body::BudgetDrafted(b) => accounts::drafted(facts, b),
        Body::BudgetSentForViews(b) => accounts::sent_for_views(facts, b),
        Body::ReserveChanged(b) => accounts::reserve_changed(facts, b),
        Body::ActualsReported(b) => accounts::actuals_reported(facts, b),
        Body::AccountsAdopted(b) => accounts::adopted(facts, b),
        Body::CeilingSet(b) => subsidy::ceiling(facts, b),
        Body::SubsidyApplied(b) => subsidy::applied(facts, b),
        Body::SubsidyAwarded(b) => subsidy::awarded(facts, b),
        Body::SubsidyRefused(b) => subsidy::refused(facts, b),
        Body::SubsidyAmended(b) => subsidy::amended(facts, b),
        Body::AdvancePaid(b) => subsidy::advance(facts, b),
        Body::SubsidyPaid(b) => subsidy::paid(facts, b),
        Body::PaymentSuspended(b) => subsidy::suspended(facts, b),
        Body::SubsidyDetermined(b) => subsidy::determined(facts, b),
        Body::SubsidyWithdrawn(b) => subsidy::withdrawn(facts, b),
        Body::RecoveryDecided(b) => subsidy::recovery(facts, b),
        Body::SubsidyListed(b) => subsidy::listed(facts, b),
        Body::SubsidyUnlisted(b) => subsidy::unlisted(facts, b),
        Body::NoticeGiven(b) => subsidy::notice(facts, b),
        Body::ObjectionFiled(b) => subsidy::objection(facts, b),
        Body::ObjectionDecided(b) => subsidy::objection_decided(facts, b),
        Body::AllocationKeySet(b) => region::key_set(facts, b),
        Body::ContributionAllocated(b) => region::allocated(facts, b),
        Body::ContributionAdvanced(b) => region::advanced(facts, b),
        Body::InhabitantsCounted(b) => region::counted(facts, b),
        Body::ContributionSettled(b) => region::settled(facts, b),
        Body::FrameworkSent(b) => region::framework(facts, b),
        Body::BudgetSentToSupervisor(b) => region::supervised(facts, b),
        Body::MemberLeft(b) => region::left(facts, b),
        Body::ArrangementSucceeded(b) => region::succeeded(facts, b),
        Body::FundingSuperseded(b) => funding::superseded(facts, b),
        Body::FundingGranted(b) => funding::granted(facts, b),
        Body::ScopeDefined(b) => accounts::scope_defined(facts, b),
        Body::CutResumed(b) => course::resumed(facts, b),
        Body::CutWithdrawn(b) => course::withdrawn(facts, b),
        Body::CutRealised(b) => course::realised(facts, b),
        Body::CutShifted(b) => course::shifted(facts, b),
        Body::ViewDeclined(b) => course::view_declined(facts, b),
        Body::CommitmentFulfilled(b) => course::fulfilled(facts, b),
        Body::ProposalConverged(b) => course::converged(facts, b),
        Body::IndicatorMeasured(b) => course::measured(facts, b),
        Body::EntryCorrected(b) => course::corrected(facts, b),
    }
}

/// Facts being collected.
struct Facts<'a> {
    names: &'a Names,
    lang: Lang,
    list: Vec<Fact>,
}

impl<'a> Facts<'a> {
    const fn new(names: &'a Names, lang: Lang) -> Self {
        Self { names, lang, list: Vec::new() }
    }

    const fn form(&self) -> Form {
        Form::new(self.lang)
    }

    fn add(&mut self, key: &str, value: impl Into<String>) {
        self.add_all(key, vec![value.into()]);
    }

    fn add_all(&mut self, key: &str, values: Vec<String>) {
        if !values.is_empty() {
            self.list.push(Fact { name: by_key(key, self.lang).into_owned(), values });
        }
    }

    fn id(&mut self, key: &str, id: Option<&str>) {
        if let Some(id) = id {
            self.add(key, id);
        }
    }

    fn text(&mut self, key: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.add(key, clean(text.as_str()));
        }
    }

    fn word(&mut self, key: &str, of: &str) {
        let value = by_key(of, self.lang).into_owned();
        self.add(key, value);
    }

    fn flag(&mut self, key: &str, flag: bool) {
        self.word(key, if flag { "yes" } else { "no" });
    }

    fn amount(&mut self, key: &str, amount: &Amount) {
        let value = clean(&form::amount(amount, self.form()));
        self.add(key, value);
    }

    fn date(&mut self, key: &str, date: &UncertainDate) {
        let value = form::date(date, self.lang);
        self.add(key, value);
    }

    fn years(&mut self, key: &str, years: YearSpan, inferred: bool) {
        let value = form::years(years, inferred, self.lang);
        self.add(key, value);
    }

    fn percent(&mut self, key: &str, points: Option<BasisPoints>) {
        if let Some(points) = points {
            let value = form::percent(points, self.lang);
            self.add(key, value);
        }
    }

    /// Name of an organisation with its identifier, or the identifier alone.
    fn organisation(&self, id: &str) -> String {
        match self.names.get(id) {
            Some(name) => format!("{} ({id})", clean(name)),
            None if id == "region" => by_key("head-region", self.lang).into_owned(),
            None => id.to_owned(),
        }
    }

    fn organisations<'b>(&mut self, key: &str, ids: impl IntoIterator<Item = &'b OrganisationId>) {
        let values = ids.into_iter().map(|id| self.organisation(id.as_str())).collect();
        self.add_all(key, values);
    }

    fn stream(&self, stream: Stream) -> String {
        self.organisation(&stream.to_string())
    }

    fn of_organ(&self, organisation: &OrganisationId, organ: Organ) -> String {
        let organ = by_key(&format!("organ-{}", codes::organ(organ)), self.lang);
        filled("field-organ-of", self.lang, &[&organ, &self.organisation(organisation.as_str())])
    }

    /// "Brief, DOC/20/406214, 16 januari 2020, blz. 2".
    fn document(&self, document: &DocumentRef) -> String {
        let mut parts = vec![clean(document.title.as_str())];
        parts.extend(document.organisation.as_ref().map(|id| self.organisation(id.as_str())));
        parts.extend(self.reference(&document.reference));
        if document.date != UncertainDate::Unknown {
            parts.push(form::date(&document.date, self.lang));
        }
        parts.extend(document.place.as_ref().map(|place| clean(place.as_str())));
        parts.extend(document.digest.map(|digest| format!("BLAKE3 {}", hex(&digest))));
        parts.join(", ")
    }

    fn reference(&self, reference: &Reference) -> Option<String> {
        match reference {
            Reference::Assigned(number) => {
                Some(filled("field-reference", self.lang, &[&clean(number.as_str())]))
            }
            Reference::NotAssigned(_) => Some(by_key("reference-not-assigned", self.lang).into_owned()),
            Reference::None => None,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
