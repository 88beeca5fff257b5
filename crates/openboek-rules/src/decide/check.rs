//! What all rules share: collecting violations, and the questions that every kind of statement asks.

use std::collections::BTreeSet;

use crate::act::DocumentRef;
use crate::amount::{Amount, Base};
use crate::id::{FigureId, MunicipalityCode, OrganisationId, Stream};
use crate::money::Cents;
use crate::refusal::{Refusal, RefusalCode, Value};
use crate::state::{Index, State, UNRECORDED};
use crate::statement::{Body, Statement};

/// The violations of one statement as they are found.
pub(super) struct Check<'a> {
    pub(super) state: &'a State,
    pub(super) statement: &'a Statement,
    refusals: Vec<Refusal>,
}

impl<'a> Check<'a> {
    pub(super) const fn new(state: &'a State, statement: &'a Statement) -> Self {
        Self { state, statement, refusals: Vec::new() }
    }

    /// The answer: in order of precedence, nothing twice.
    pub(super) fn finish(mut self) -> Result<(), Vec<Refusal>> {
        self.refusals.sort_by_key(|refusal| refusal.code);
        self.refusals.dedup();
        if self.refusals.is_empty() { Ok(()) } else { Err(self.refusals) }
    }

    /// What was found so far, as it was found.
    pub(super) fn found(self) -> Vec<Refusal> {
        self.refusals
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        self.refusals.push(refusal);
    }

    /// Whether the arrangement is founded as this statement needs it. If not, nothing else can be judged.
    pub(super) fn ledger(&mut self) -> bool {
        let founds = matches!(self.statement.body, Body::ArrangementFounded(_));
        match (self.state.founded, founds) {
            (None, false) => self.refuse(Refusal::new(RefusalCode::NotFounded, "body")),
            (Some(entry), true) => {
                self.refuse(Refusal::new(RefusalCode::AlreadyFounded, "body").with("entry", at(entry)));
            }
            (None, true) | (Some(_), false) => return true,
        }
        false
    }

    /// Every concerned stream is open; the founding, which opens them, concerns `region` alone.
    pub(super) fn streams(&mut self) {
        if matches!(self.statement.body, Body::ArrangementFounded(_)) {
            if self.statement.concerns != [Stream::Region] {
                self.refuse(Refusal::new(RefusalCode::RegionOnly, "concerns"));
            }
            return;
        }
        for (place, stream) in self.statement.concerns.iter().enumerate() {
            if let Some(municipality) = stream.municipality() {
                self.member(municipality, format!("concerns[{place}]"));
            }
        }
    }

    /// The organisations of the act are known.
    pub(super) fn act(&mut self) {
        let act = self.statement.body.act();
        if !self.knows(&act.organisation) && !self.introduces(&act.organisation) {
            self.unknown_organisation(&act.organisation, "body.act.organisation".to_owned());
        }
        for (place, document) in act.documents.iter().enumerate() {
            self.document(document, &format!("body.act.documents[{place}]"));
        }
    }

    /// The maker of a document, when it is named, is known.
    pub(super) fn document(&mut self, document: &DocumentRef, field: &str) {
        if let Some(organisation) = &document.organisation
            && !self.knows(organisation)
            && !self.introduces(organisation)
        {
            self.unknown_organisation(organisation, format!("{field}.organisation"));
        }
    }

    /// An organisation that the statement refers to is known.
    pub(super) fn organisation(&mut self, organisation: &OrganisationId, field: impl Into<String>) {
        if !self.knows(organisation) {
            self.unknown_organisation(organisation, field.into());
        }
    }

    fn knows(&self, organisation: &OrganisationId) -> bool {
        self.state.knows_organisation(organisation)
    }

    /// Whether this very statement makes the organisation known: it may act in it.
    fn introduces(&self, organisation: &OrganisationId) -> bool {
        match &self.statement.body {
            Body::ArrangementFounded(body) => {
                body.members.iter().any(|member| organisation.municipality() == Some(member.code))
            }
            Body::MemberJoined(body) => organisation.municipality() == Some(body.member.code),
            Body::OrganisationRegistered(body) => body.organisation == *organisation,
            _ => false,
        }
    }

    fn unknown_organisation(&mut self, organisation: &OrganisationId, field: String) {
        let refusal = Refusal::new(RefusalCode::UnknownOrganisation, field);
        self.refuse(refusal.with("organisation", organisation));
    }

    /// A municipality that the statement names is a member.
    pub(super) fn member(&mut self, municipality: MunicipalityCode, field: impl Into<String>) -> bool {
        let known = self.state.is_member(municipality);
        if !known {
            let refusal = Refusal::new(RefusalCode::UnknownMunicipality, field);
            self.refuse(refusal.with("municipality", municipality.to_string()));
        }
        known
    }

    /// The statement concerns the stream it is about.
    pub(super) fn concerns(&mut self, stream: Stream) {
        if !self.statement.concerns.contains(&stream) {
            let refusal = Refusal::new(RefusalCode::StreamMissing, "concerns");
            self.refuse(refusal.with("stream", stream));
        }
    }

    /// A statement about something that is recorded reaches all who could read that: it concerns the same streams, or `region`,
    /// which is in everybody's view.
    pub(super) fn reaches(&mut self, streams: &BTreeSet<Stream>) {
        if !self.statement.concerns.contains(&Stream::Region) {
            for stream in streams {
                self.concerns(*stream);
            }
        }
    }

    /// A list names nobody twice. `names` are what the refusal calls them, in the list's order.
    pub(super) fn listed_once(&mut self, field: &str, names: impl IntoIterator<Item = String>) {
        self.once(RefusalCode::ListedTwice, "name", field, "", names);
    }

    /// The same with a code of its own; `inner` is the field of an element that is repeated (`.item`), or empty.
    pub(super) fn once(
        &mut self,
        code: RefusalCode,
        detail: &'static str,
        field: &str,
        inner: &str,
        names: impl IntoIterator<Item = String>,
    ) {
        let mut seen = BTreeSet::new();
        for (place, name) in names.into_iter().enumerate() {
            if seen.contains(&name) {
                self.refuse(Refusal::new(code, format!("{field}[{place}]{inner}")).with(detail, name));
            } else {
                seen.insert(name);
            }
        }
    }

    /// The figures exist that an amount is a percentage of, and what it says makes sense. Whether it does is the answer: with
    /// nonsense nothing can be computed.
    pub(super) fn amount(&mut self, amount: &Amount, field: &str) -> bool {
        match amount {
            Amount::About { granularity, .. } if *granularity <= Cents::ZERO => {
                let field = format!("{field}.about.granularity_cents");
                let refusal = Refusal::new(RefusalCode::GranularityNotPositive, field);
                self.refuse(refusal.with("granularity", *granularity));
                return false;
            }
            Amount::Range { low, high } if low > high => {
                let refusal = Refusal::new(RefusalCode::RangeReversed, format!("{field}.range"));
                self.refuse(refusal.with("low", *low).with("high", *high));
                return false;
            }
            Amount::PercentOf { base: Base::Figures(figures), .. } => {
                self.figures(figures, &format!("{field}.percent_of.figures.figures"));
            }
            _ => {}
        }
        true
    }

    /// A list of figures: each exists, none twice.
    pub(super) fn figures(&mut self, figures: &[FigureId], field: &str) {
        self.listed_once(field, figures.iter().map(ToString::to_string));
        for (place, figure) in figures.iter().enumerate() {
            self.figure(figure, format!("{field}[{place}]"));
        }
    }

    /// A figure that is referred to is in one of the statement's streams, or in `region`.
    pub(super) fn figure(&mut self, figure: &FigureId, field: impl Into<String>) {
        let known = self.state.figures.get(figure).is_some_and(|streams| {
            streams.contains(&Stream::Region)
                || self.statement.concerns.iter().any(|stream| streams.contains(stream))
        });
        if !known {
            self.refuse(Refusal::new(RefusalCode::UnknownFigure, field).with("figure", figure.as_str()));
        }
    }

    /// Something is created under an identifier that is in use since `entry`.
    pub(super) fn exists(
        &mut self,
        code: RefusalCode,
        field: &str,
        name: &'static str,
        id: impl Into<Value>,
        entry: Index,
    ) {
        self.refuse(Refusal::new(code, field).with(name, id).with("entry", at(entry)));
    }

    /// Something is referred to that is not recorded.
    pub(super) fn unknown(&mut self, code: RefusalCode, field: &str, name: &'static str, id: &str) {
        self.refuse(Refusal::new(code, field).with(name, id));
    }
}

/// How a refusal names an entry.
pub(super) const fn at(entry: Index) -> Value {
    Value::Entry(if entry == UNRECORDED { None } else { Some(entry) })
}
