//! What became of a cut, as a sum that adds up: the division of Stichtse Vecht of 2021 (−30.000, −87.150 and −47.850 make
//! −165.000), and what could become of it afterwards.

use openboek_rules::statement::{
    Body, Condition, CutAdopted, CutAmended, CutAnnounced, CutRealised, CutResumed, CutShifted, CutSuspended,
    CutWithdrawn, Extent, LegalForm, ProposalMade,
};
use openboek_rules::{Act, Amount, Certainty, Organ, ProposalId};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, same, table};

const SV: &str = "GM1904";
const YEARS: [&str; 4] = ["2022", "2023", "2024", "2025"];

fn by(on: &str) -> Act {
    act(SV, Organ::Council, on)
}

/// A cut of € 165.000 a year, 2022 to 2025.
fn adopted(amount: Amount) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(
        &["region"],
        founded("Stichtse Vecht", LegalForm::SingleMunicipality, &[(SV, "Stichtse Vecht")]),
    );
    let terms = terms("SV-20", "sociale basis", amount, years(2022, 2025), Certainty::Decided);
    ledger.say(&[SV], Body::CutAdopted(CutAdopted { act: by("2021-07-06"), terms }));
    ledger
}

fn realised(ledger: &mut Ledger, of: i64, amount: Amount, means: &str) {
    let body = CutRealised {
        act: by("2022-12-31"),
        cut: cut("SV-20"),
        year: year(of),
        amount,
        means: Some(text(means)),
    };
    ledger.say(&[SV], Body::CutRealised(body));
}

fn shifted(ledger: &mut Ledger, from: i64, to: i64, cents: i64) {
    let body = CutShifted {
        act: by("2022-06-01"),
        cut: cut("SV-20"),
        from_year: year(from),
        to_year: year(to),
        amount: exact(cents),
        reason: Some(text("Het contract loopt nog")),
    };
    ledger.say(&[SV], Body::CutShifted(body));
}

fn suspended(ledger: &mut Ledger, of: i64, extent: Extent) {
    let body = CutSuspended { act: by("2022-09-01"), cut: cut("SV-20"), years: years(of, of), extent };
    ledger.say(&[SV], Body::CutSuspended(body));
}

fn withdrawn(ledger: &mut Ledger, of: Option<i64>, extent: Extent) {
    let years = of.map(|of| years(of, of));
    let body = CutWithdrawn { act: by("2022-11-01"), cut: cut("SV-20"), years, extent, reason: None };
    ledger.say(&[SV], Body::CutWithdrawn(body));
}

fn sums(ledger: &Ledger) -> String {
    table(&ledger.paragraph(SV, 2022, ledger.now("2023-01-31")), TableId::CutBalance, &YEARS)
}

#[test]
fn a_cut_adds_up_row_by_row() {
    let mut ledger = adopted(exact(-16_500_000));
    // Kwadraad's part moves a year, the sports co-ordinator stops, a part of 2024 is withdrawn and all of 2025 suspended.
    shifted(&mut ledger, 2022, 2023, -4_785_000);
    realised(&mut ledger, 2022, exact(-3_000_000), "sportcombinatiefunctionaris stopt");
    realised(&mut ledger, 2022, exact(-8_000_000), "Welzijn: minder uren");
    withdrawn(&mut ledger, Some(2024), Extent::Partial(exact(-6_500_000)));
    suspended(&mut ledger, 2025, Extent::Full);
    same(
        &sums(&ledger),
        "SV-20           | –         | –         | –         | –
         SV-20:imposed   | -16500000 (decided) | -16500000 (decided) | -16500000 (decided) | -16500000 (decided)
         SV-20:amended   | 0         | 0         | 0         | 0
         SV-20:shifted   | 4785000   | -4785000  | 0         | 0
         SV-20:realised  | -11000000 | 0         | 0         | 0
         SV-20:withdrawn | 0         | 0         | -6500000  | 0
         SV-20:suspended | 0         | 0         | 0         | -16500000
         SV-20:open      | -715000   | -21285000 | -10000000 | 0
         SV-20:total     | -11715000 | -21285000 | -16500000 | -16500000",
    );
    // What counts in the budget: what stands and is not suspended.
    let shown = ledger.paragraph(SV, 2022, ledger.now("2023-01-31"));
    same(
        &table(&shown, TableId::CutLanes, &YEARS),
        "SV-20 | -11715000 (decided) | -21285000 (decided) | -10000000 (decided) | -16500000 (decided) opgeschort: geheel
         total | -11715000 | -21285000 | -10000000 | 0"
            .replace("-16500000 (decided) opgeschort: geheel", "-16500000 opgeschort: geheel")
            .as_str(),
    );
    assert!(
        at(&shown, TableId::CutHistory, "3", "explanation").contains("sportcombinatiefunctionaris stopt")
    );
    assert_eq!(
        at(&shown, TableId::CutHistory, "2", "explanation"),
        "cut-shifted-to; 2023; Het contract loopt nog"
    );
    assert_eq!(
        at(&shown, TableId::CutLanes, "SV-20", "status"),
        "decided; cut-withdrawn; 2024; -6500000; suspended; 2025; suspended-fully"
    );
}

#[test]
fn what_is_shifted_beyond_the_last_year_makes_a_year() {
    let mut ledger = adopted(exact(-16_500_000));
    shifted(&mut ledger, 2025, 2027, -16_500_000);
    let shown = ledger.paragraph(SV, 2024, ledger.now("2023-01-31"));
    same(
        &table(&shown, TableId::CutLanes, &["2024", "2025", "2026", "2027"]),
        "SV-20 | -16500000 (decided) | 0 (decided) | – | -16500000 (decided)
         total | -16500000 | 0 | 0 | -16500000",
    );
    assert_eq!(at(&shown, TableId::CutBalance, "SV-20:imposed", "2027"), "–");
    assert_eq!(at(&shown, TableId::CutBalance, "SV-20:total", "2027"), "-16500000");
}

#[test]
fn a_suspension_ends_wholly_or_in_part() {
    let mut ledger = adopted(exact(-16_500_000));
    suspended(&mut ledger, 2022, Extent::Full);
    suspended(&mut ledger, 2023, Extent::Full);
    let resumed = |of, extent| {
        Body::CutResumed(CutResumed {
            act: by("2022-10-01"),
            cut: cut("SV-20"),
            years: years(of, of),
            extent,
        })
    };
    ledger.say(&[SV], resumed(2022, Extent::Full));
    ledger.say(&[SV], resumed(2023, Extent::Partial(exact(-6_500_000))));
    let shown = ledger.paragraph(SV, 2022, ledger.now("2023-01-31"));
    same(
        &table(&shown, TableId::CutLanes, &["2022", "2023", "status"]),
        "SV-20 | -16500000 (decided) | -16500000 opgeschort: -10000000 | decided; suspended; 2022; suspended-fully; suspended; \
         2023; suspended-fully; cut-resumed; 2022; suspended-fully; cut-resumed; 2023; -6500000
         total | -16500000 | -6500000 | –",
    );
    assert_eq!(at(&shown, TableId::CutBalance, "SV-20:suspended", "2023"), "-10000000");
    assert_eq!(at(&shown, TableId::CutBalance, "SV-20:open", "2023"), "-6500000");
}

#[test]
fn a_withdrawn_cut_keeps_what_was_realised() {
    let mut ledger = adopted(exact(-16_500_000));
    realised(&mut ledger, 2022, exact(-3_000_000), "sportcombinatiefunctionaris stopt");
    withdrawn(&mut ledger, None, Extent::Full);
    same(
        &sums(&ledger),
        "SV-20           | –         | –         | –         | –
         SV-20:imposed   | -16500000 (decided) | -16500000 (decided) | -16500000 (decided) | -16500000 (decided)
         SV-20:amended   | 0         | 0         | 0         | 0
         SV-20:shifted   | 0         | 0         | 0         | 0
         SV-20:realised  | -3000000  | 0         | 0         | 0
         SV-20:withdrawn | -13500000 | -16500000 | -16500000 | -16500000
         SV-20:suspended | 0         | 0         | 0         | 0
         SV-20:open      | 0         | 0         | 0         | 0
         SV-20:total     | -16500000 | -16500000 | -16500000 | -16500000",
    );
}

/// 20 % of an unknown base, largely suspended: nobody knows how much, and nothing prints as zero that is not known to be zero.
#[test]
fn what_is_not_known_stays_unknown() {
    let mut ledger = adopted(percent(-2000, "kosten van de sociale basis"));
    suspended(&mut ledger, 2022, Extent::Partial(Amount::Qualitative(text("grotendeels"))));
    realised(&mut ledger, 2023, unknown("n.n.b."), "minder inkoop");
    let amended = CutAmended {
        act: by("2022-12-01"),
        cut: cut("SV-20"),
        amount: exact(-16_500_000),
        years: Some(years(2024, 2025)),
        reason: None,
    };
    ledger.say(&[SV], Body::CutAmended(amended));
    let unknown_base = "-20,00 %, grondslag n.n.b. (decided)";
    same(
        &sums(&ledger),
        &"SV-20          | – | – | – | –
         SV-20:imposed   | P | P | P | P
         SV-20:amended   | 0 | 0 | n.n.b. (1) | n.n.b. (1)
         SV-20:shifted   | 0 | 0 | 0 | 0
         SV-20:realised  | 0 | n.n.b. (1) | 0 | 0
         SV-20:withdrawn | 0 | 0 | 0 | 0
         SV-20:suspended | n.n.b. (1) | 0 | 0 | 0
         SV-20:open      | n.n.b. (1) | n.n.b. (1) | -16500000 | -16500000
         SV-20:total     | n.n.b. (1) | n.n.b. (1) | -16500000 | -16500000"
            .replace("| P", &format!("| {unknown_base}")),
    );
}

/// A condition with a date and a fallback: when the date has passed without the proposal, the fallback is what is due.
#[test]
fn a_condition_that_is_not_met_falls_due() {
    let mut ledger = adopted(exact(-16_500_000));
    let condition = Condition {
        text: text("uitkomst van het voorstel"),
        proposal: Some(ProposalId::new("VC-22").unwrap()),
        due: date("2022-04"),
        fallback: Some(text("de gemeente kiest zelf")),
    };
    let mandated = openboek_rules::statement::ProposalMandated {
        act: by("2021-11-11"),
        proposal: ProposalId::new("VC-22").unwrap(),
        subject: text("gezamenlijk voorstel"),
        parties: vec![org(SV)],
        due: date("2022-04"),
        treated_with: None,
        fallback: None,
    };
    ledger.say(&[SV], Body::ProposalMandated(mandated));
    let terms = terms("SV-22", "sociale basis", unknown("n.n.b."), years(2022, 2025), Certainty::Announced);
    let announced = CutAnnounced { act: by("2021-11-11"), terms, condition: Some(condition) };
    ledger.say(&[SV], Body::CutAnnounced(announced));
    let status = |ledger: &Ledger, day: &str| {
        at(&ledger.paragraph(SV, 2022, ledger.now(day)), TableId::CutLanes, "SV-22", "status")
    };
    let before = "intention; organ-council; conditional; 2022-04";
    assert_eq!(status(&ledger, "2022-04-30"), before);
    assert_eq!(
        status(&ledger, "2022-05-01"),
        format!("{before}; overdue; fallback-due; de gemeente kiest zelf")
    );
    let made = ProposalMade {
        act: by("2022-04-20"),
        proposal: ProposalId::new("VC-22").unwrap(),
        title: text("voorstel"),
        councils: vec![gm(SV)],
        version: None,
    };
    ledger.say(&[SV], Body::ProposalMade(made));
    assert_eq!(status(&ledger, "2022-05-01"), format!("{before}; condition-proposal-made"));
}
