//! Short names for the values that statements are made of.

use openboek_rules::amount::Promise;
use openboek_rules::statement::{
    Addressee, ArrangementFounded, Body, CutTerms, LegalForm, Member, OrganisationKind,
    OrganisationRegistered,
};
use openboek_rules::{
    Act, Amount, Base, BasisPoints, Bound, BudgetYear, Cents, Certainty, CutId, DocumentRef, FigureId,
    MunicipalityCode, Organ, OrganisationId, Pillar, Reference, Text, UncertainDate, YearSpan,
};

pub fn text(words: &str) -> Text {
    Text::new(words).unwrap()
}

pub fn org(id: &str) -> OrganisationId {
    OrganisationId::new(id).unwrap()
}

pub fn gm(code: &str) -> MunicipalityCode {
    MunicipalityCode::new(code).unwrap()
}

pub fn date(edtf: &str) -> UncertainDate {
    UncertainDate::parse(edtf).unwrap()
}

pub fn year(year: i64) -> BudgetYear {
    BudgetYear::new(year).unwrap()
}

pub fn years(first: i64, last: i64) -> YearSpan {
    YearSpan::new(year(first), year(last)).unwrap()
}

pub fn cents(cents: i64) -> Cents {
    Cents::new(cents).unwrap()
}

pub fn figure(id: &str) -> FigureId {
    FigureId::new(id).unwrap()
}

pub fn cut(id: &str) -> CutId {
    CutId::new(id).unwrap()
}

pub fn act(organisation: &str, organ: Organ, on: &str) -> Act {
    Act {
        organisation: org(organisation),
        organ,
        date: date(on),
        documents: Vec::new(),
        legal_basis: Vec::new(),
        note: None,
    }
}

/// An act with a paper of the same organisation and date.
pub fn paper(organisation: &str, organ: Organ, on: &str, title: &str, reference: Reference) -> Act {
    let document = DocumentRef {
        organisation: Some(org(organisation)),
        title: text(title),
        reference,
        date: date(on),
        place: None,
        digest: None,
    };
    Act { documents: vec![document], ..act(organisation, organ, on) }
}

pub fn exact(amount: i64) -> Amount {
    Amount::Exact(cents(amount))
}

pub fn about(amount: i64, granularity: i64) -> Amount {
    Amount::About { cents: cents(amount), granularity: cents(granularity) }
}

pub fn unknown(reason: &str) -> Amount {
    Amount::Unknown { reason: text(reason), promised: None }
}

pub fn promised(reason: &str, document: &str, expected: &str) -> Amount {
    let promised = Some(Promise { document: text(document), expected: date(expected) });
    Amount::Unknown { reason: text(reason), promised }
}

/// A percentage, in hundredths of a percent, of a base that the source gives in words only.
pub fn percent(points: i32, base: &str) -> Amount {
    let share = BasisPoints::new(points).unwrap();
    Amount::PercentOf { share, base: Base::Unknown(Some(text(base))), bound: Bound::Exactly }
}

pub fn percent_of(points: i32, of: &[&str]) -> Amount {
    let share = BasisPoints::new(points).unwrap();
    let base = Base::Figures(of.iter().map(|id| figure(id)).collect());
    Amount::PercentOf { share, base, bound: Bound::Exactly }
}

pub fn to(organisation: &str, organ: Organ) -> Addressee {
    Addressee { organisation: org(organisation), organ }
}

pub fn founded(name: &str, form: LegalForm, members: &[(&str, &str)]) -> Body {
    let members = members.iter().map(|(code, name)| Member { code: gm(code), name: text(name) }).collect();
    Body::ArrangementFounded(ArrangementFounded {
        act: act("region", Organ::GeneralBoard, "XXXX"),
        name: text(name),
        form,
        members,
    })
}

pub fn registered(by: Act, id: &str, name: &str, kind: OrganisationKind, works_in: &[&str]) -> Body {
    Body::OrganisationRegistered(OrganisationRegistered {
        act: by,
        organisation: org(id),
        name: text(name),
        kind,
        works_in: works_in.iter().map(|code| gm(code)).collect(),
        partners: Vec::new(),
    })
}

/// Terms of a cut that is not structural, with stated years.
pub fn terms(id: &str, scope: &str, amount: Amount, span: YearSpan, certainty: Certainty) -> CutTerms {
    CutTerms {
        cut: cut(id),
        scope: text(scope),
        pillar: Pillar::SocialInfrastructure,
        amount,
        years: span,
        years_inferred: false,
        structural: false,
        certainty,
        concretises: None,
    }
}
