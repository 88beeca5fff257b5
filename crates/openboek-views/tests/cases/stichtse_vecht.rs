//! Stichtse Vecht and the Vitale Coalitie (2020-2021): decided, largely suspended for one year, conditional on a proposal, then
//! amended and divided.

use openboek_rules::statement::{
    Bearer, Body, CommitmentMade, Condition, CutAdopted, CutAllocated, CutAmended, CutAnnounced, CutPart,
    CutSuspended, CutTerms, Extent, LegalForm, OrganisationKind, PolicyAdopted, ProposalMandated,
};
use openboek_rules::{
    Act, Amount, Certainty, CommitmentId, CutId, DecisionStatus, Organ, Pillar, PolicyId, ProposalId,
    Reference,
};
use openboek_views::model::{RowRole, TableId};

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table};

const SV: &str = "GM1904";
const PARTNERS: [(&str, &str); 6] = [
    ("bibliotheek-avv", "Bibliotheek Angstel, Vecht en Venen"),
    ("kwadraad", "Kwadraad maatschappelijk werk"),
    ("handjehelpen", "Handjehelpen"),
    ("welzijn-sv", "Welzijn Stichtse Vecht"),
    ("leef", "Leef"),
    ("jeugd-punt", "Jeugd-Punt"),
];

fn council(on: &str, title: &str) -> Act {
    paper(SV, Organ::Council, on, title, Reference::None)
}

fn cut_20(adopted_on: &str) -> CutAdopted {
    CutAdopted {
        act: council(adopted_on, "Kadernota 2020"),
        terms: CutTerms {
            structural: true,
            ..terms(
                "SV-20",
                "sociale basis (subsidies preventie, welzijn, media)",
                percent(-2000, "kosten van de sociale basis"),
                years(2021, 2024),
                Certainty::Decided,
            )
        },
    }
}

fn cut_22() -> CutAnnounced {
    CutAnnounced {
        act: act(SV, Organ::Executive, "2020-11-11/.."),
        terms: CutTerms {
            years_inferred: true,
            structural: true,
            concretises: Some(cut("SV-20")),
            ..terms(
                "SV-22",
                "sociale basis (uitkomst van het gezamenlijke voorstel)",
                promised(
                    "Het gezamenlijke voorstel moet het bedrag uitwijzen",
                    "Voorstel Vitale Coalitie",
                    "2021-04",
                ),
                years(2022, 2024),
                Certainty::Announced,
            )
        },
        condition: Some(Condition {
            text: text("Uitkomst van het gezamenlijke voorstel"),
            proposal: Some(ProposalId::new("VC-22").unwrap()),
            due: date("2021-04"),
            fallback: Some(text("Als het samen niet lukt, maakt de gemeente zelf de keuzes")),
        }),
    }
}

/// What was known on 30 November 2020.
pub fn recorded() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(
        &["region"],
        founded("Stichtse Vecht en partners", LegalForm::SingleMunicipality, &[(SV, "Stichtse Vecht")]),
    );
    for (id, name) in PARTNERS {
        let by = act(SV, Organ::Clerk, "2020");
        ledger.say(&[SV], registered(by, id, name, OrganisationKind::Provider, &[]));
    }
    let by = act(SV, Organ::Clerk, "2020");
    ledger.say(&[SV], registered(by, "vitale-coalitie", "Vitale Coalitie", OrganisationKind::Coalition, &[]));
    ledger.say(&[SV], Body::CutAdopted(cut_20("2020")));
    ledger.say(
        &[SV],
        Body::CutSuspended(CutSuspended {
            act: council("2020-11-11", "Behandeling begroting 2021"),
            cut: cut("SV-20"),
            years: years(2021, 2021),
            extent: Extent::Partial(Amount::Qualitative(text("grotendeels"))),
        }),
    );
    ledger.say(
        &[SV],
        Body::ProposalMandated(ProposalMandated {
            act: council("2020-11-11", "Behandeling begroting 2021"),
            proposal: ProposalId::new("VC-22").unwrap(),
            subject: text("Gezamenlijk voorstel voor een stevige sociale basis, tegen lagere kosten"),
            parties: std::iter::once(SV).chain(PARTNERS.map(|(id, _)| id)).map(org).collect(),
            due: date("2021-04"),
            treated_with: Some(text("begroting 2022")),
            fallback: Some(text("Als het samen niet lukt, maakt de gemeente zelf de keuzes")),
        }),
    );
    ledger.say(
        &[SV],
        Body::PolicyAdopted(PolicyAdopted {
            act: act(SV, Organ::Executive, "2020-11-11/.."),
            policy: PolicyId::new("aanpak-voorstel-vc").unwrap(),
            title: text("Aanpak voor het voorstel met de Vitale Coalitie"),
            decided: true,
        }),
    );
    ledger.say(
        &[SV],
        Body::CommitmentMade(CommitmentMade {
            act: act(SV, Organ::Alderman, "2020-11-11/.."),
            commitment: CommitmentId::new("afspraken-vc").unwrap(),
            text: text("Afspraken over het maken van het voorstel, onder regie van de gemeente"),
            with: vec![org("vitale-coalitie")],
            due: date("2021-04"),
            recurrence: openboek_rules::statement::Recurrence::Once,
        }),
    );
    ledger.say(&[SV], Body::CutAnnounced(cut_22()));
    ledger
}

fn part(organisation: &str, amount: i64, words: Option<&str>) -> CutPart {
    CutPart {
        bearer: Bearer::Organisation(org(organisation)),
        amount: exact(amount),
        explanation: words.map(text),
    }
}

/// The Kadernota 2022: 20 % becomes 5 %, and it is divided.
pub fn divided() -> Ledger {
    let mut ledger = recorded();
    ledger.say(
        &[SV],
        Body::CutAmended(CutAmended {
            act: council("2021", "Kadernota 2022"),
            cut: cut("SV-20"),
            amount: percent(-500, "kosten van de sociale basis"),
            years: Some(years(2022, 2025)),
            reason: Some(text("De bezuiniging van 20 % wordt 5 %")),
        }),
    );
    ledger.say(
        &[SV],
        Body::CutAllocated(CutAllocated {
            act: council("2021", "Kadernota 2022"),
            cut: cut("SV-20"),
            years: years(2022, 2025),
            status: DecisionStatus::Adopted,
            parts: vec![
                part("jeugd-punt", -3_000_000, Some("De sportcombinatiefunctionaris stopt")),
                part("welzijn-sv", -8_715_000, None),
                part("kwadraad", -4_785_000, None),
                part("bibliotheek-avv", 0, Some("Geen bezuiniging")),
            ],
            total: None,
        }),
    );
    ledger
}

const LANES: [&str; 6] = ["2021", "2022", "2023", "2024", "status", "counting"];

#[test]
fn as_known_on_30_november_2020() {
    let ledger = recorded();
    let shown = ledger.paragraph(SV, 2021, ledger.decided("2020-11-30"));
    same(
        &table(&shown, TableId::CutLanes, &LANES),
        "SV-20 | -20,00 %, grondslag n.n.b. opgeschort: \"grotendeels\" \
               | -20,00 %, grondslag n.n.b. (decided) | -20,00 %, grondslag n.n.b. (decided) \
               | -20,00 %, grondslag n.n.b. (decided) \
               | decided; goes-on; suspended; 2021; \"grotendeels\" | counted
         SV-22 | – | n.n.b. (announced) | n.n.b. (announced) | n.n.b. (announced) \
               | intention; organ-executive; goes-on; conditional; 2021-04 | not-counted-concretises; SV-20
         total | n.n.b. (1) | n.n.b. (1) | n.n.b. (1) | n.n.b. (1) | – | –",
    );
}

#[test]
fn the_suspended_year_is_not_zero() {
    let ledger = recorded();
    let shown = ledger.paragraph(SV, 2021, ledger.decided("2020-11-30"));
    assert_eq!(at(&shown, TableId::KeyFigures, "cuts-effect", "value"), "n.n.b. (1)");
    assert_eq!(at(&shown, TableId::CutLanes, "total", "2021"), "n.n.b. (1)");
    // Adopted by the council, then suspended by it: both entries are behind the figure.
    assert_eq!(cell(&shown, TableId::CutLanes, "SV-20", "2021").sources, [8, 9]);
    same(
        &table(&shown, TableId::UnknownAmounts, &["reason", "years", "promised-document", "expected", "status"]),
        "cut:SV-20 | reason-base-unknown | 2021-2024 | – | – | open
         cut:SV-22 | Het gezamenlijke voorstel moet het bedrag uitwijzen | 2022-2024 | Voorstel Vitale Coalitie \
                   | 2021-04 | open",
    );
}

#[test]
fn of_the_two_cuts_for_2022_only_one_is_counted() {
    let ledger = recorded();
    let shown = ledger.paragraph(SV, 2022, ledger.decided("2020-11-30"));
    assert_eq!(
        at(&shown, TableId::KeyFigures, "cuts-effect", "value"),
        "n.n.b. (1)",
        "SV-20 and not SV-22 as well"
    );
    assert_eq!(at(&shown, TableId::KeyFigures, "cuts-announced", "value"), "–");
    let roles: Vec<RowRole> =
        shown.table(TableId::CutLanes).unwrap().rows.iter().map(|row| row.role).collect();
    assert_eq!(roles, [RowRole::Item, RowRole::Memo, RowRole::Total]);
    // If the council adopts the outcome, that is counted and SV-20 no longer is.
    let mut ledger = recorded();
    let terms = CutTerms { amount: exact(-20_000_000), certainty: Certainty::Decided, ..cut_22().terms };
    ledger.say(&[SV], Body::CutAdopted(CutAdopted { act: council("2021-06-01", "Kadernota 2022"), terms }));
    let shown = ledger.paragraph(SV, 2021, ledger.now("2021-06-30"));
    same(
        &table(&shown, TableId::CutLanes, &["2021", "2022", "counting"]),
        "SV-20 | -20,00 %, grondslag n.n.b. opgeschort: \"grotendeels\" \
               | -20,00 %, grondslag n.n.b. (decided); counted-in; SV-22 | counted
         SV-22 | – | -20000000 (decided) | counted
         total | n.n.b. (1) | -20000000 | –",
    );
}

#[test]
fn as_known_after_the_division() {
    let ledger = divided();
    let shown = ledger.paragraph(SV, 2022, ledger.now("2021-07-31"));
    same(
        &table(&shown, TableId::CutLanes, &["measure", "years", "2022", "2023", "2024", "2025", "status"]),
        "SV-20 | -5,00 %, grondslag n.n.b. (decided) | 2021-2025 | -16500000 (decided) | -16500000 (decided) \
               | -16500000 (decided) | -16500000 (decided) \
               | decided; goes-on; suspended; 2021; \"grotendeels\"; allocated
         SV-22 | n.n.b. (announced) | 2022-2024 (afgeleid) | n.n.b. (announced) | n.n.b. (announced) \
               | n.n.b. (announced) | n.n.b. (announced) \
               | intention; organ-executive; goes-on; conditional; 2021-04; overdue; fallback-due; Als het samen niet lukt, maakt de gemeente zelf de keuzes
         total | – | – | -16500000 | -16500000 | -16500000 | -16500000 | –",
    );
    same(
        &table(&shown, TableId::CutParts, &["amount", "years", "status"]),
        "SV-20:15:jeugd-punt      | -3000000  | 2022-2025 | status-adopted
         SV-20:15:welzijn-sv      | -8715000  | 2022-2025 | status-adopted
         SV-20:15:kwadraad        | -4785000  | 2022-2025 | status-adopted
         SV-20:15:bibliotheek-avv | 0         | 2022-2025 | status-adopted; no-cut
         SV-20:15:total           | -16500000 | 2022-2025 | status-adopted",
    );
    assert_eq!(at(&shown, TableId::KeyFigures, "cuts-effect", "value"), "-16500000");
    // It is structural: a year that no decision names has the amount of the last one that does.
    let later = ledger.paragraph(SV, 2027, ledger.now("2027-01-01"));
    assert_eq!(at(&later, TableId::CutLanes, "SV-20", "2030"), "-16500000 (decided)");
}

#[test]
fn what_was_known_before_the_division_can_still_be_shown() {
    let before = recorded();
    let after = divided();
    let then = before.paragraph(SV, 2021, before.now("2020-11-30"));
    let again = after.paragraph(SV, 2021, after.stand(before.size(), "2020-11-30"));
    assert_eq!(then, again);
    assert_eq!(
        at(&after.paragraph(SV, 2022, after.decided("2020-12-31")), TableId::CutLanes, "SV-20", "2022"),
        "-20,00 %, grondslag n.n.b. (decided)"
    );
}

#[test]
fn the_history_of_the_cut_is_told_in_order() {
    let ledger = divided();
    let shown = ledger.paragraph(SV, 2022, ledger.now("2021-07-31"));
    same(
        &table(&shown, TableId::CutHistory, &["date", "cut", "event", "amount", "years", "explanation"]),
        "8  | 2020          | SV-20 | cut-adopted   | -20,00 %, grondslag n.n.b. (decided) | 2021-2024 | –
         9  | 2020-11-11    | SV-20 | cut-suspended | \"grotendeels\" | 2021 | –
         13 | 2020-11-11/.. | SV-22 | cut-announced | n.n.b. (announced) | 2022-2024 | Uitkomst van het gezamenlijke voorstel
         14 | 2021          | SV-20 | cut-amended   | -5,00 %, grondslag n.n.b. (decided) | 2022-2025 | De bezuiniging van 20 % wordt 5 %
         15 | 2021          | SV-20 | cut-allocated | -16500000 | 2022-2025 | status-adopted",
    );
}

#[test]
fn the_mandate_and_the_agreements_wait_for_april_2021() {
    let ledger = recorded();
    let mandate = ["joint-state", "mandated-by", "due", "treated-with"];
    let shown = ledger.paragraph(SV, 2021, ledger.now("2021-04-30"));
    same(
        &table(&shown, TableId::Proposals, &mandate),
        "VC-22 | mandated | Stichtse Vecht; organ-council | 2021-04 | begroting 2022",
    );
    same(
        &table(&shown, TableId::Commitments, &["by", "with", "due", "status"]),
        "afspraken-vc | Stichtse Vecht; organ-alderman | Vitale Coalitie | 2021-04 | open",
    );
    let shown = ledger.paragraph(SV, 2021, ledger.now("2021-05-01"));
    assert_eq!(at(&shown, TableId::Proposals, "VC-22", "joint-state"), "mandated; overdue");
    assert_eq!(at(&shown, TableId::Commitments, "afspraken-vc", "status"), "overdue");
    assert_eq!(
        at(&shown, TableId::CutLanes, "SV-22", "condition"),
        "Uitkomst van het gezamenlijke voorstel; VC-22; 2021-04; fallback; \
         Als het samen niet lukt, maakt de gemeente zelf de keuzes"
    );
}

/// Suspensions with known extents leave a known rest.
#[test]
fn a_suspension_that_is_known_to_the_cent_leaves_a_known_rest() {
    let suspended = |extent: Extent| {
        let mut ledger = Ledger::default();
        let form = LegalForm::SingleMunicipality;
        ledger.say(&["region"], founded("Stichtse Vecht en partners", form, &[(SV, "Stichtse Vecht")]));
        let mut adopted = cut_20("2020");
        adopted.terms.amount = exact(-60_000_000);
        adopted.terms.pillar = Pillar::General;
        ledger.say(&[SV], Body::CutAdopted(adopted));
        let act = council("2020-11-11", "Behandeling begroting 2021");
        let cut = CutId::new("SV-20").unwrap();
        ledger.say(&[SV], Body::CutSuspended(CutSuspended { act, cut, years: years(2021, 2021), extent }));
        let shown = ledger.paragraph(SV, 2021, ledger.now("2020-12-01"));
        ["2021", "2022"].map(|year| at(&shown, TableId::CutLanes, "total", year))
    };
    assert_eq!(suspended(Extent::Full), ["0", "-60000000"]);
    assert_eq!(suspended(Extent::Partial(exact(-50_000_000))), ["-10000000", "-60000000"]);
    assert_eq!(suspended(Extent::Partial(percent(2500, "de bezuiniging"))), ["-45000000", "-60000000"]);
    assert_eq!(suspended(Extent::Partial(exact(-70_000_000))), ["n.n.b. (1)", "-60000000"]);
    assert_eq!(suspended(Extent::Partial(unknown("niet bekend"))), ["n.n.b. (1)", "-60000000"]);
}

/// A proposed division says what may come, not what the cut comes to.
#[test]
fn a_proposed_division_is_shown_and_not_counted() {
    let mut ledger = recorded();
    ledger.say(
        &[SV],
        Body::CutAllocated(CutAllocated {
            act: act(SV, Organ::Executive, "2021-04-20"),
            cut: cut("SV-20"),
            years: years(2022, 2022),
            status: DecisionStatus::Proposed,
            parts: vec![part("kwadraad", -4_785_000, None)],
            total: None,
        }),
    );
    let shown = ledger.paragraph(SV, 2022, ledger.now("2021-05-01"));
    assert_eq!(at(&shown, TableId::CutLanes, "SV-20", "2022"), "-20,00 %, grondslag n.n.b. (decided)");
    assert_eq!(at(&shown, TableId::CutLanes, "total", "2022"), "n.n.b. (1)");
    assert_eq!(at(&shown, TableId::CutParts, "SV-20:14:kwadraad", "status"), "status-proposed");
    assert!(at(&shown, TableId::CutLanes, "SV-20", "status").ends_with("allocation-proposed"));
}
