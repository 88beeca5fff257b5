//! The nine things that Dordrecht asked (domain 1.4): for each the section and the table that answer it, with a row that must be
//! there once what was asked has been recorded.

use openboek_rules::statement::{
    AmendedLine, AnswerOutcome, Body, BudgetAdopted, BudgetAmended, BudgetLine, CommitmentMade, Earmark,
    ExperimentConcluded, ExperimentResult, ExperimentStarted, FundingGranted, FundingSource, IndicatorSet,
    ItemAnswer, LineKey, MoneyKind, Nature, PolicyAdopted, ProgressReported, Recurrence, Side, ViewAnswered,
};
use openboek_rules::{
    BasisPoints, Certainty, CommitmentId, Counting, ExperimentId, Figure, Flow, Gross, Horizon, IndicatorId,
    ItemId, Organ, Pillar, PolicyId, Stream, Taakveld, ViewId, VisionId,
};
use openboek_views::model::{SectionId, TableId};

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell};

const DORDRECHT: &str = "GM0505";

fn key(of: i64, code: &str, side: Side) -> LineKey {
    let taakveld = Taakveld::new(code).unwrap();
    LineKey { taakveld, year: year(of), side, nature: Nature::Structural, category: None, programme: None }
}

/// € 1.000,00 comes in for the social domain and all of it goes out again.
fn budget(of: i64) -> Body {
    let lines = [("0.7", Side::Income, 100_000), ("6.71", Side::Expenditure, 100_000)];
    let line = |(code, side, amount)| BudgetLine {
        key: key(of, code, side),
        amount: cents(amount),
        explanation: None,
    };
    Body::BudgetAdopted(BudgetAdopted {
        act: act(DORDRECHT, Organ::Council, &format!("{}-11-12", of - 1)),
        holder: Stream::new(DORDRECHT).unwrap(),
        year: year(of),
        lines: lines.map(line).to_vec(),
        rounded_to: None,
    })
}

fn amendment() -> Body {
    let key = key(2020, "6.3", Side::Expenditure);
    let line =
        AmendedLine { key, old: cents(0), mutation: cents(20_000), new: cents(20_000), explanation: None };
    Body::BudgetAmended(BudgetAmended {
        act: act(DORDRECHT, Organ::Council, "2020-06-30"),
        holder: Stream::new(DORDRECHT).unwrap(),
        year: year(2020),
        number: 1,
        lines: vec![line],
    })
}

fn granted() -> Body {
    Body::FundingGranted(FundingGranted {
        act: act(DORDRECHT, Organ::Executive, "2020-02-01"),
        figure: Figure {
            figure: figure("AU-2020"),
            description: text("Algemene uitkering, deel sociaal domein"),
            pillar: Pillar::General,
            flow: Flow::Income,
            gross: Gross::Unsaid,
            horizon: Horizon::Present,
            amount: exact(100_000),
            certainty: Certainty::Granted,
            years: Some(years(2020, 2020)),
            counting: Counting::Counted,
            taakveld: None,
            source: None,
        },
        source: FundingSource {
            kind: MoneyKind::GeneralGrant,
            earmark: Earmark::Free,
            sisa: None,
            circular: None,
        },
        supersedes: None,
    })
}

fn experiment() -> [Body; 2] {
    let experiment = || ExperimentId::new("proef-1").unwrap();
    [
        Body::ExperimentStarted(ExperimentStarted {
            act: act(DORDRECHT, Organ::Executive, "2020-02-01"),
            experiment: experiment(),
            title: text("Samen koken"),
            started: true,
            amount: exact(5_000),
        }),
        Body::ExperimentConcluded(ExperimentConcluded {
            act: act(DORDRECHT, Organ::Executive, "2020-06-01"),
            experiment: experiment(),
            result: ExperimentResult::Failed,
            lesson: text("Te weinig deelnemers"),
        }),
    ]
}

/// What councils hear about the course: the yearly report, the plan for the district teams, and help with debts in a figure.
fn course() -> [Body; 4] {
    [
        Body::ProgressReported(ProgressReported {
            act: act("region", Organ::Service, "2020-11-20"),
            vision: Some(VisionId::new("visie-sociaal-domein").unwrap()),
            text: text("Jaarlijkse voortgang van de visie"),
        }),
        Body::PolicyAdopted(PolicyAdopted {
            act: act(DORDRECHT, Organ::Council, "2020-09-15"),
            policy: PolicyId::new("uitvoeringsplan-wijkteams").unwrap(),
            title: text("Uitvoeringsplan sociale wijkteams"),
            decided: true,
        }),
        Body::IndicatorSet(IndicatorSet {
            act: act(DORDRECHT, Organ::Council, "2020-09-15"),
            indicator: IndicatorId::new("schuldhulp-op-tijd").unwrap(),
            description: text("Aanvragen van schuldhulp die binnen vier weken een gesprek kregen"),
            required: None,
            target: Some(BasisPoints::new(9_000).unwrap()),
            words: None,
            year: Some(year(2020)),
        }),
        Body::CommitmentMade(CommitmentMade {
            act: act("region", Organ::ExecutiveBoard, "2020-09-01"),
            commitment: CommitmentId::new("T-1").unwrap(),
            text: text("De raden horen elk kwartaal waaraan het geld is besteed"),
            with: vec![org(DORDRECHT)],
            due: date("2020-12"),
            recurrence: Recurrence::Quarterly,
        }),
    ]
}

fn answered() -> Body {
    Body::ViewAnswered(ViewAnswered {
        act: act("region", Organ::ExecutiveBoard, "2020-09-01"),
        view: ViewId::new("ZW-DOR").unwrap(),
        answers: vec![ItemAnswer {
            item: ItemId::new("R9").unwrap(),
            outcome: AnswerOutcome::Accepted,
            reasons: Some(text("Per punt, in de brief van 1 september")),
        }],
    })
}

fn recorded() -> Ledger {
    let mut ledger = super::drechtsteden::recorded();
    for body in [budget(2020), budget(2021), amendment(), granted()].into_iter().chain(experiment()) {
        ledger.say(&[DORDRECHT], body);
    }
    for body in course().into_iter().chain([answered()]) {
        ledger.say(&["region", DORDRECHT], body);
    }
    ledger
}

/// Item, what was asked, budget year, section, table, row, column, what stands there.
type Answered =
    (&'static str, &'static str, i64, SectionId, TableId, &'static str, &'static str, &'static str);

#[rustfmt::skip]
fn answers() -> [Answered; 15] {
    use SectionId::{Amendments, AtAGlance, Funding, IncomeAndExpenditure, Learning, Voices};
    [
        ("R1", "councils stay well informed", 2020, Voices, TableId::Commitments, "T-1", "recurrence", "quarterly"),
        ("R1", "… of every shift of money", 2020, Amendments, TableId::AmendmentLines, "1:6.3:2020:expenditure:structural", "mutation", "20000 (decided)"),
        ("R2", "failed experiments too", 2020, Learning, TableId::Experiments, "proef-1", "status", "experiment-failed"),
        ("R2", "… and what was learned", 2020, Learning, TableId::Experiments, "proef-1", "lesson", "Te weinig deelnemers"),
        ("R3", "progress of the vision, yearly", 2020, Learning, TableId::Progress, "13", "about", "Iedereen een zelfstandig en volwaardig bestaan"),
        ("R3", "… asked again every year", 2020, Voices, TableId::ViewItems, "ZW-DOR:R3", "recurrence", "yearly"),
        ("R4", "plans join the district teams", 2020, Learning, TableId::Visions, "policy:uitvoeringsplan-wijkteams", "kind", "policy-adopted"),
        ("R5", "priority for help with debts", 2020, Learning, TableId::Indicators, "schuldhulp-op-tijd", "target", "90,00 %"),
        ("R6", "money stays in the social domain", 2020, IncomeAndExpenditure, TableId::MeansInAndOut, "returned-to-general-means", "value", "-20000 (decided)"),
        ("R7", "transparency in all income", 2020, Funding, TableId::FundingSources, "AU-2020", "amount", "100000 (granted)"),
        ("R7", "… and all expenditure", 2020, IncomeAndExpenditure, TableId::BudgetByTaakveld, "6.71", "expenditure", "100000 (decided)"),
        ("R8", "a paragraph in the budget", 2020, AtAGlance, TableId::KeyFigures, "expenditure", "value", "120000 (decided)"),
        ("R8", "… of the coming years too", 2021, AtAGlance, TableId::KeyFigures, "expenditure", "value", "100000 (decided)"),
        ("R9", "a reaction to the view", 2020, Voices, TableId::ViewItems, "ZW-DOR:R9", "status", "answered; answer-accepted; 2020-09-01"),
        ("R9", "… with reasons", 2020, Voices, TableId::ViewItems, "ZW-DOR:R9", "reasons", "Per punt, in de brief van 1 september"),
    ]
}

#[test]
fn each_of_the_nine_items_has_its_section_with_content() {
    let ledger = recorded();
    for (item, asked, of, section, id, row, column, expected) in answers() {
        let shown = ledger.paragraph(DORDRECHT, of, ledger.now("2020-12-31"));
        let home = shown.sections.iter().find(|found| found.tables.iter().any(|table| table.id == id));
        assert_eq!(home.map(|found| found.id), Some(section), "{item}: {asked}");
        assert_eq!(at(&shown, id, row, column), expected, "{item}: {asked}");
        assert!(!cell(&shown, id, row, column).sources.is_empty(), "{item}: {asked}");
    }
    let mut items: Vec<&str> = answers().map(|answer| answer.0).to_vec();
    items.dedup();
    assert_eq!(items, ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"]);
}

/// Before anything of it was recorded the sections that answer are not there, or say that nothing is known: the rows above prove
/// something.
#[test]
fn nothing_answers_before_it_was_recorded() {
    let ledger = super::drechtsteden::recorded();
    for (item, asked, of, _, id, row, column, expected) in answers() {
        if asked == "… asked again every year" {
            continue;
        }
        let shown = ledger.paragraph(DORDRECHT, of, ledger.now("2020-12-31"));
        let found = shown.table(id).and_then(|table| table.cell(row, column));
        let text = found.map(crate::support::print::cell_text);
        assert_ne!(text.as_deref(), Some(expected), "{item}: {asked}");
    }
}
