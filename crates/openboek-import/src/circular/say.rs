//! The statements that the amounts of a circular give rise to.

use openboek_rules::statement::{
    Body, EntryCorrected, FundingIndicated, FundingRole, FundingSource, FundingSuperseded, Mistake,
    OrganisationKind, OrganisationRegistered, Statement,
};
use openboek_rules::{
    Act, Amount, Cents, Certainty, Counting, DocumentRef, Figure, FigureId, Flow, Gross, Horizon, Organ,
    OrganisationId, Stream, Text, YearSpan,
};

use super::Settings;
use super::name::Name;
use crate::history::Held;
use crate::source::Source;

/// Text that is certainly good: our own words with names and numbers in them.
fn text(words: &str) -> Option<Text> {
    Text::new(words).ok()
}

/// What all statements about one municipality have in common.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    pub(super) act: Act,
    circular: Text,
}

impl Paper {
    /// The minister's act with the files as its papers; `places` are the rows of the municipality.
    pub(super) fn new(
        weights: Source<'_>,
        settings: &Settings<'_>,
        places: [Option<u64>; 2],
    ) -> Option<Self> {
        let circular = settings.circular.name();
        let document = |source: Source<'_>, what: &str, row: Option<u64>| -> Option<DocumentRef> {
            let title = text(&format!("{what}, {circular} over {}", settings.year))?;
            let place = row.and_then(|row| text(&format!("rij {row}")));
            Some(source.document(title, Some(settings.giver.clone()), settings.circular.date(), place))
        };
        let [volumes, siudu] = places;
        let documents = vec![
            document(weights, "Gewichten", None)?,
            document(settings.volumes, "Volumina", volumes)?,
            document(settings.siudu, "Suppletie-, integratie- en decentralisatie-uitkeringen", siudu)?,
        ];
        let factor = settings.factor.to_plain_string().replace('.', ",");
        let act = Act {
            organisation: settings.giver.clone(),
            organ: Organ::Minister,
            date: settings.circular.date(),
            documents,
            legal_basis: Vec::new(),
            note: text(&format!("Berekend met uitkeringsfactor {factor}")),
        };
        Some(Self { act, circular: text(&circular)? })
    }

    /// Adds a remark to the act.
    pub(super) fn remark(&mut self, remark: &str) {
        let note =
            self.act.note.as_ref().map_or_else(|| remark.to_owned(), |note| format!("{note}. {remark}"));
        self.act.note = text(&note).or_else(|| self.act.note.take());
    }

    fn figure(&self, name: Name, amount: Cents, counting: Counting) -> Option<Figure> {
        Some(Figure {
            figure: name.id()?,
            description: text(name.line.description())?,
            pillar: name.line.pillar(),
            flow: Flow::Income,
            gross: Gross::Unsaid,
            horizon: Horizon::Present,
            amount: Amount::Exact(amount),
            certainty: Certainty::Circular,
            years: Some(YearSpan::one(name.year)),
            counting,
            taakveld: None,
            source: text("Gemeentefonds"),
        })
    }

    fn source(&self, name: Name) -> FundingSource {
        let (kind, earmark) = name.line.money();
        FundingSource { kind, earmark, sisa: None, circular: Some(self.circular.clone()) }
    }

    /// The first circular about a year; or, when a newer one stands already, a figure that does not count.
    pub(super) fn indicated(&self, name: Name, amount: Cents, counting: Counting) -> Option<Statement> {
        let body = Body::FundingIndicated(FundingIndicated {
            act: self.act.clone(),
            figure: self.figure(name, amount, counting)?,
            role: FundingRole::Own,
            money: Some(self.source(name)),
        });
        Some(of_municipality(name, body))
    }

    /// A next circular.
    pub(super) fn superseded(&self, name: Name, amount: Cents, supersedes: FigureId) -> Option<Statement> {
        let body = Body::FundingSuperseded(FundingSuperseded {
            act: self.act.clone(),
            figure: self.figure(name, amount, Counting::Counted)?,
            role: FundingRole::Own,
            source: self.source(name),
            supersedes,
        });
        Some(of_municipality(name, body))
    }

    /// The file says another amount than it did: the statement as it should have been, with the files it is from now.
    pub(super) fn corrected(&self, held: &Held, amount: Cents, reason: &str) -> Option<Statement> {
        let mut corrected = held.statement.clone();
        let (act, figure) = match &mut corrected.body {
            Body::FundingIndicated(body) => (&mut body.act, &mut body.figure),
            Body::FundingSuperseded(body) => (&mut body.act, &mut body.figure),
            _ => return None,
        };
        act.clone_from(&self.act);
        figure.amount = Amount::Exact(amount);
        let concerns = corrected.concerns.clone();
        let body = Body::EntryCorrected(EntryCorrected {
            act: self.act.clone(),
            entry: held.index,
            mistake: Mistake::WrongAmount,
            reason: text(reason)?,
            corrected: Box::new(corrected),
        });
        Some(Statement { concerns, body })
    }

    /// Who gives the money, when the ledger does not know it yet.
    pub(super) fn giver(&self, giver: &OrganisationId) -> Option<Statement> {
        let body = Body::OrganisationRegistered(OrganisationRegistered {
            act: self.act.clone(),
            organisation: giver.clone(),
            name: text("Rijk")?,
            kind: OrganisationKind::NationalGovernment,
            works_in: Vec::new(),
            partners: Vec::new(),
        });
        Some(Statement { concerns: vec![Stream::Region], body })
    }
}

fn of_municipality(name: Name, body: Body) -> Statement {
    Statement { concerns: vec![Stream::Municipality(name.municipality)], body }
}

/// `€ 6.973.626,14`: for people.
pub(super) fn euros(amount: Cents) -> String {
    let size = amount.get().unsigned_abs();
    let digits = (size / 100).to_string();
    let mut whole = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            whole.push('.');
        }
        whole.push(digit);
    }
    let minus = if amount.get() < 0 { "-" } else { "" };
    format!("€ {minus}{whole},{:02}", size % 100)
}
