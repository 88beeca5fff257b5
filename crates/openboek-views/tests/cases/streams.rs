//! What a view takes in: own stream and region, in order, once, and without ever failing on what it does not know.

use openboek_rules::statement::{
    Body, CouncilDecided, CouncilOutcome, CutAdopted, CutSuspended, Extent, LegalForm, RequestAnswered,
    Statement,
};
use openboek_rules::{Certainty, Organ, ProposalId, RequestItemId, Stream};
use openboek_views::model::{Anchor, TableId};
use openboek_views::{RecordedEvent, View, is_known_by};

use crate::support::Ledger;
use crate::support::build::*;

const A: &str = "GM0148";
const B: &str = "GM0166";

fn cut_of(holder: &str, id: &str, on: &str) -> Body {
    let terms = terms(id, "welzijn", exact(-100), years(2021, 2021), Certainty::Decided);
    Body::CutAdopted(CutAdopted { act: act(holder, Organ::Council, on), terms })
}

fn ledger() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("Regio", LegalForm::Informal, &[(A, "Dalfsen"), (B, "Kampen")]));
    ledger.say(&[A], cut_of(A, "own", "2020-05-01"));
    ledger.say(&[B, "region"], cut_of(B, "others", "2020-05-01"));
    ledger.say(&[A, "region"], cut_of("region", "regional", "2020-05-01"));
    ledger
}

fn lanes(ledger: &Ledger, holder: &str) -> Vec<String> {
    let shown = ledger.paragraph(holder, 2021, ledger.now("2020-06-01"));
    let rows = shown.table(TableId::CutLanes).map(|table| table.rows.clone()).unwrap_or_default();
    rows.into_iter().map(|row| row.id).filter(|id| id != "total").collect()
}

#[test]
fn a_members_own_cut_is_not_its_neighbours() {
    let ledger = ledger();
    assert_eq!(lanes(&ledger, A), ["own", "regional", "regional:GM0148"]);
    assert_eq!(lanes(&ledger, B), ["others", "regional", "regional:GM0166"]);
    assert_eq!(lanes(&ledger, "region"), ["others", "regional"]);
}

#[test]
fn applying_again_or_out_of_order_changes_nothing() {
    let ledger = ledger();
    let mut view = ledger.view(A, ledger.now("2020-06-01"));
    let before = view.clone();
    ledger.of(A, ledger.now("2020-06-01")).into_iter().for_each(|event| view.apply(event));
    assert_eq!(view, before);
    assert_eq!(view.size(), 4);
    assert_eq!(view.last_recorded_at_ms(), Some(1_600_000_000_003));
}

#[test]
fn references_outside_the_moment_are_skipped() {
    let strangers = [
        Body::CutSuspended(CutSuspended {
            act: act(A, Organ::Council, "2020-05-01"),
            cut: cut("never"),
            years: years(2021, 2021),
            extent: Extent::Full,
        }),
        Body::CouncilDecided(CouncilDecided {
            act: act(A, Organ::Council, "2020-05-01"),
            proposal: ProposalId::new("never").unwrap(),
            council: gm(A),
            outcome: CouncilOutcome::Adopted,
            version: None,
        }),
        Body::RequestAnswered(RequestAnswered {
            act: act(A, Organ::Executive, "2020-05-01"),
            request: RequestItemId::new("never").unwrap(),
            outcome: openboek_rules::statement::AnswerOutcome::Noted,
            reasons: text("Geen"),
        }),
    ];
    let mut view = View::new(Stream::new(A).unwrap());
    for (index, body) in (0..).zip(strangers) {
        let statement = Statement { concerns: vec![Stream::new(A).unwrap()], body };
        view.apply(&RecordedEvent { index, recorded_at_ms: 0, statement });
    }
    let moment =
        openboek_views::Moment { size: 3, as_decided_on: None, reference_day: "2020-06-01".parse().unwrap() };
    let shown = view.paragraph("ledger.example.nl/test", year(2021), moment);
    assert!(shown.table(TableId::CutLanes).is_none() && shown.table(TableId::Proposals).is_none());
}

#[test]
fn a_figure_is_found_by_its_permanent_address() {
    let ledger = ledger();
    let shown = ledger.paragraph(A, 2021, ledger.now("2020-06-01"));
    let anchor = Anchor { table: "cut-lanes".into(), row: "own".into(), column: "2021".into() };
    assert_eq!(shown.cell(&anchor).unwrap().sources, [1]);
    assert_eq!(View::lookup(&shown, &anchor), shown.cell(&anchor));
    assert_eq!(View::lookup(&shown, &Anchor { column: "1999".into(), ..anchor }), None);
    for (anchor, cell) in shown.figures() {
        assert_eq!(shown.cell(&anchor), Some(cell), "{anchor:?}");
    }
}

#[test]
fn an_act_of_unknown_date_may_always_have_been_taken() {
    let known = |on: &str, day: &str| {
        let statement = Statement { concerns: vec![Stream::Region], body: cut_of("region", "x", on) };
        is_known_by(&statement, day.parse().unwrap())
    };
    assert!(known("XXXX", "1990-01-01"));
    assert!(known("2020", "2020-01-01") && !known("2020", "2019-12-31"));
    assert!(known("2020-11-11", "2020-11-11") && !known("2020-11-11", "2020-11-10"));
}

#[test]
fn years_are_those_of_figures_and_of_what_was_said() {
    let ledger = ledger();
    let view = ledger.view(A, ledger.now("2020-06-01"));
    assert_eq!(view.years(), [year(2021)]);
    let years: Vec<u16> = crate::lochem_zutphen::recorded()
        .view("GM0262", crate::lochem_zutphen::recorded().now("2013-03-20"))
        .years()
        .into_iter()
        .map(openboek_rules::BudgetYear::get)
        .collect();
    assert_eq!(years, [2013]);
}
