//! What follows: no view, answers without reasons, promises kept, terms that were missed, texts that came together, values
//! measured beside their targets.

use openboek_rules::statement::{
    AnswerOutcome, Body, CommitmentFulfilled, CommitmentMade, CouncilDecided, CouncilOutcome,
    IndicatorMeasured, IndicatorSet, ItemAnswer, ItemKind, LegalForm, ProposalConverged, ProposalMade,
    Recurrence, ViewAnswered, ViewDeclined, ViewItem, ViewSubmitted,
};
use openboek_rules::{BasisPoints, CommitmentId, IndicatorId, ItemId, Organ, ProposalId, ViewId};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, same, table};

const LOCHEM: &str = "GM0262";
const ZUTPHEN: &str = "GM0301";

fn region() -> Ledger {
    let mut ledger = Ledger::default();
    let members = [(LOCHEM, "Lochem"), (ZUTPHEN, "Zutphen")];
    ledger.say(&["region"], founded("Regio", LegalForm::Informal, &members));
    ledger
}

#[test]
fn no_view_is_an_answer_and_stands_beside_the_views() {
    let mut ledger = region();
    let declined = ViewDeclined {
        act: act(LOCHEM, Organ::Council, "2024-06-10"),
        view: ViewId::new("ZW-LOC").unwrap(),
        addressee: to("region", Organ::ExecutiveBoard),
        subject: text("Ontwerpbegroting 2025"),
    };
    ledger.say(&[LOCHEM, "region"], Body::ViewDeclined(declined));
    for holder in [LOCHEM, "region"] {
        let shown = ledger.paragraph(holder, 2024, ledger.now("2024-09-01"));
        same(
            &table(
                &shown,
                TableId::Views,
                &["date", "items", "answered-of", "status", "days-open", "statutory"],
            ),
            "ZW-LOC | 2024-06-10 | – | – | no-view | – | –",
        );
        // Nothing was asked, so nothing is open.
        assert_eq!(at(&shown, TableId::KeyFigures, "open-requests", "value"), "0");
    }
}

/// Seed 003: nine items, answered one by one; an answer that gives no reasons says so.
#[test]
fn an_answer_without_reasons_is_shown_as_such() {
    let mut ledger = region();
    let item = |id: &str, recurrence| ViewItem {
        item: ItemId::new(id).unwrap(),
        kind: ItemKind::Request,
        text: text(id),
        recurrence,
    };
    let view = ViewSubmitted {
        act: act(LOCHEM, Organ::Council, "2020-01-16"),
        view: ViewId::new("ZW").unwrap(),
        addressee: to("region", Organ::ExecutiveBoard),
        subject: text("de visie"),
        statutory: true,
        items: vec![
            item("R2", Recurrence::Once),
            item("R3", Recurrence::Yearly),
            item("R9", Recurrence::Once),
        ],
    };
    ledger.say(&[LOCHEM, "region"], Body::ViewSubmitted(view));
    let answer = |id: &str, reasons: Option<&str>| ItemAnswer {
        item: ItemId::new(id).unwrap(),
        outcome: AnswerOutcome::Accepted,
        reasons: reasons.map(text),
    };
    let answered = ViewAnswered {
        act: act("region", Organ::ExecutiveBoard, "2020-09-01"),
        view: ViewId::new("ZW").unwrap(),
        answers: vec![answer("R2", Some("Ook mislukte proeven worden gemeld")), answer("R9", None)],
    };
    ledger.say(&[LOCHEM, "region"], Body::ViewAnswered(answered));
    let shown = ledger.paragraph(LOCHEM, 2020, ledger.now("2023-03-01"));
    // The yearly update was due on 16 January of 2021, 2022 and 2023, and comes next in 2024.
    same(
        &table(&shown, TableId::ViewItems, &["status", "reasons", "due", "missed", "next-due"]),
        "ZW:R2 | answered; answer-accepted; 2020-09-01 | Ook mislukte proeven worden gemeld | – | – | –
         ZW:R3 | overdue | – | 2021-01-16 | 3 | 2024-01-16
         ZW:R9 | answered; answer-accepted; 2020-09-01 | without-reasons | – | – | –",
    );
}

fn promise(ledger: &mut Ledger, id: &str, on: &str, due: &str, recurrence: Recurrence) {
    let made = CommitmentMade {
        act: act(LOCHEM, Organ::Executive, on),
        commitment: CommitmentId::new(id).unwrap(),
        text: text("Overzicht van de wachttijden"),
        with: vec![],
        due: date(due),
        recurrence,
    };
    ledger.say(&[LOCHEM], Body::CommitmentMade(made));
}

fn keep(ledger: &mut Ledger, id: &str, on: &str) {
    let kept = CommitmentFulfilled {
        act: act(LOCHEM, Organ::Executive, on),
        commitment: CommitmentId::new(id).unwrap(),
        text: text("Overzicht verstuurd"),
    };
    ledger.say(&[LOCHEM], Body::CommitmentFulfilled(kept));
}

#[test]
fn promises_are_kept_once_or_every_quarter_and_missed_terms_are_counted() {
    let mut ledger = region();
    promise(&mut ledger, "T1", "2024-01-10", "2024-06-30", Recurrence::Once);
    promise(&mut ledger, "T2", "2024-01-10", "XXXX", Recurrence::Quarterly);
    promise(&mut ledger, "T3", "2024-01-10", "2024-12-31", Recurrence::Yearly);
    keep(&mut ledger, "T1", "2024-06-15");
    keep(&mut ledger, "T2", "2024-04-05");
    let columns = ["due", "status", "kept-by", "missed", "next-due"];
    let shown =
        |day: &str| table(&ledger.paragraph(LOCHEM, 2024, ledger.now(day)), TableId::Commitments, &columns);
    // T2 was kept on 5 April: due again on 5 July, 5 October and 5 January.
    same(
        &shown("2024-07-05"),
        "T1 | 2024-06-30 | fulfilled; 2024-06-15 | Overzicht verstuurd | – | –
         T2 | 2024-07-05 | open | Overzicht verstuurd | 0 | 2024-07-05
         T3 | 2024-12-31 | open | – | 0 | 2024-12-31",
    );
    same(
        &shown("2025-01-06"),
        "T1 | 2024-06-30 | fulfilled; 2024-06-15 | Overzicht verstuurd | – | –
         T2 | 2024-07-05 | overdue | Overzicht verstuurd | 3 | 2025-04-05
         T3 | 2024-12-31 | overdue | – | 1 | 2025-12-31",
    );
    // What is kept once goes after the next year; what recurs stays.
    let later = ledger.paragraph(LOCHEM, 2026, ledger.now("2026-02-01"));
    assert!(later.table(TableId::Commitments).unwrap().rows.iter().all(|row| row.id != "T1"));
}

/// Seed 004: Zutphen adopts with changes on 8 May 2013; the texts differ until a joint statement makes them one.
#[test]
fn texts_that_differ_come_together_and_may_part_again() {
    let mut ledger = region();
    let both = [LOCHEM, ZUTPHEN];
    let proposal = || ProposalId::new("JP-LZ").unwrap();
    let made = ProposalMade {
        act: act(LOCHEM, Organ::Executive, "2013-03-14"),
        proposal: proposal(),
        title: text("Bouwen op de kracht van de lokale samenleving"),
        councils: both.map(gm).to_vec(),
        version: Some(text("maart 2013")),
    };
    ledger.say(&both, Body::ProposalMade(made));
    let decided = |council: &str, on: &str, outcome| {
        Body::CouncilDecided(CouncilDecided {
            act: act(council, Organ::Council, on),
            proposal: proposal(),
            council: gm(council),
            outcome,
            version: None,
        })
    };
    ledger.say(&both, decided(LOCHEM, "2013-04-08", CouncilOutcome::Adopted));
    ledger.say(&both, decided(ZUTPHEN, "2013-05-08", CouncilOutcome::AdoptedAmended));
    let state = |ledger: &Ledger| {
        let shown = ledger.paragraph(LOCHEM, 2013, ledger.now("2013-07-01"));
        table(&shown, TableId::Proposals, &["joint-state", "version"])
    };
    same(&state(&ledger), "JP-LZ | adopted-versions-differ | maart 2013");
    let converged = ProposalConverged {
        act: act(LOCHEM, Organ::Executive, "2013-06-03"),
        proposal: proposal(),
        version: text("juni 2013"),
    };
    ledger.say(&both, Body::ProposalConverged(converged));
    same(&state(&ledger), "JP-LZ | adopted-jointly | juni 2013; texts-converged; 2013-06-03");
}

/// Seed 002: the target of 70 % woonservicegebied in 2015; the value is hypothetical.
#[test]
fn a_measured_value_stands_beside_its_target() {
    let mut ledger = region();
    let set = IndicatorSet {
        act: act(LOCHEM, Organ::Executive, "2013"),
        indicator: IndicatorId::new("woonservicegebied").unwrap(),
        description: text("Ouderen in een woonservicegebied"),
        required: BasisPoints::new(5_000),
        target: BasisPoints::new(7_000),
        words: None,
        year: Some(year(2015)),
    };
    ledger.say(&[LOCHEM], Body::IndicatorSet(set));
    let columns = ["target", "years", "measured", "measured-for"];
    let shown = |ledger: &Ledger, of: i64| {
        table(&ledger.paragraph(LOCHEM, of, ledger.now("2016-06-01")), TableId::Indicators, &columns)
    };
    same(&shown(&ledger, 2015), "woonservicegebied | 70,00 % | 2015 | – | –");
    for (of, value, words) in [(2014, Some(6_100), None), (2015, Some(6_800), Some("bijna gehaald"))] {
        let measured = IndicatorMeasured {
            act: act(LOCHEM, Organ::Executive, "2016-03"),
            indicator: IndicatorId::new("woonservicegebied").unwrap(),
            year: year(of),
            value: value.and_then(BasisPoints::new),
            words: words.map(text),
        };
        ledger.say(&[LOCHEM], Body::IndicatorMeasured(measured));
    }
    same(&shown(&ledger, 2015), "woonservicegebied | 70,00 % | 2015 | 68,00 %; bijna gehaald | 2015");
    // It stays until the year after it was last measured.
    same(&shown(&ledger, 2016), "woonservicegebied | 70,00 % | 2015 | 68,00 %; bijna gehaald | 2015");
}
