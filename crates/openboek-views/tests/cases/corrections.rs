//! Corrections: published as, restated as; an earlier stand stays what it was, to the last cell.

use openboek_rules::statement::{
    Body, BudgetAdopted, BudgetAmended, BudgetLine, BudgetLineIndicated, CutAdopted, EntryCorrected,
    LegalForm, LineKey, Mistake, Nature, Side, Statement,
};
use openboek_rules::{
    Amount, Certainty, Counting, Figure, Flow, Gross, Horizon, Organ, Pillar, Stream, Taakveld,
};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table};

const DALFSEN: &str = "GM0148";

fn founded_ledger() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("Dalfsen", LegalForm::SingleMunicipality, &[(DALFSEN, "Dalfsen")]));
    ledger
}

fn correct(ledger: &mut Ledger, entry: u64, on: &str, mistake: Mistake, body: Body) -> u64 {
    let concerns = vec![Stream::new(DALFSEN).unwrap()];
    let correction = EntryCorrected {
        act: act(DALFSEN, Organ::Clerk, on),
        entry,
        mistake,
        reason: text("Cijfers verwisseld bij het invoeren"),
        corrected: Box::new(Statement { concerns, body }),
    };
    ledger.say(&[DALFSEN], Body::EntryCorrected(correction))
}

fn key(code: &str) -> LineKey {
    LineKey {
        taakveld: Taakveld::new(code).unwrap(),
        year: year(2025),
        side: Side::Expenditure,
        nature: Nature::Structural,
        category: None,
        programme: None,
    }
}

fn budget(lines: &[(&str, i64)]) -> Body {
    Body::BudgetAdopted(BudgetAdopted {
        act: act(DALFSEN, Organ::Council, "2024-11-07"),
        holder: Stream::new(DALFSEN).unwrap(),
        year: year(2025),
        lines: lines
            .iter()
            .map(|(code, amount)| BudgetLine { key: key(code), amount: cents(*amount), explanation: None })
            .collect(),
        rounded_to: None,
    })
}

const CORRECTED: [&str; 6] =
    ["corrected-entry", "corrected-figure", "published-as", "restated-as", "mistake", "date"];

#[test]
fn a_budget_line_is_published_as_and_restated_as() {
    let mut ledger = founded_ledger();
    let entry = ledger.say(&[DALFSEN], budget(&[("6.1", 81_000_000), ("6.3", 5_000_000)]));
    let before = ledger.size();
    let published = ledger.paragraph(DALFSEN, 2025, ledger.stand(before, "2024-12-01"));
    let corrected = budget(&[("6.1", 18_000_000), ("6.3", 5_000_000)]);
    let correction = correct(&mut ledger, entry, "2024-12-02", Mistake::WrongAmount, corrected);
    let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2024-12-03"));
    same(
        &table(&shown, TableId::Corrections, &CORRECTED),
        "2:1 | 1 | 6.1; 2025; flow-expenditure; structural | 81000000 | 18000000 | mistake-wrong-amount | 2024-12-02",
    );
    assert_eq!(at(&shown, TableId::BudgetByTaakveld, "6.1", "expenditure"), "18000000 (decided)");
    assert_eq!(at(&shown, TableId::BudgetByTaakveld, "total", "expenditure"), "23000000 (decided)");
    // One click from the figure to both: the entry as it was recorded, and its correction.
    assert_eq!(cell(&shown, TableId::BudgetByTaakveld, "6.1", "expenditure").sources, [entry, correction]);
    // The earlier stand is what it was, to the last cell.
    assert_eq!(ledger.paragraph(DALFSEN, 2025, ledger.stand(before, "2024-12-01")), published);
    assert_eq!(at(&published, TableId::BudgetByTaakveld, "6.1", "expenditure"), "81000000 (decided)");
    assert!(published.table(TableId::Corrections).is_none());
}

#[test]
fn amendments_after_a_correction_begin_from_the_corrected_amount() {
    let mut ledger = founded_ledger();
    let entry = ledger.say(&[DALFSEN], budget(&[("6.1", 81_000_000)]));
    correct(&mut ledger, entry, "2024-12-02", Mistake::TypingError, budget(&[("6.1", 18_000_000)]));
    let line = openboek_rules::statement::AmendedLine {
        key: key("6.1"),
        old: cents(18_000_000),
        mutation: cents(-1_000_000),
        new: cents(17_000_000),
        explanation: None,
    };
    let amended = BudgetAmended {
        act: act(DALFSEN, Organ::Council, "2025-03-01"),
        holder: Stream::new(DALFSEN).unwrap(),
        year: year(2025),
        number: 1,
        lines: vec![line],
    };
    ledger.say(&[DALFSEN], Body::BudgetAmended(amended));
    let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2025-04-01"));
    assert_eq!(at(&shown, TableId::BudgetByTaakveld, "6.1", "expenditure"), "17000000 (decided)");
}

/// The last correction counts, and each is shown beside what stood before it.
#[test]
fn a_cut_is_corrected_twice() {
    let mut ledger = founded_ledger();
    let adopted = |amount: Amount| {
        let terms = terms("PREV", "preventiebeleid", amount, years(2025, 2026), Certainty::Decided);
        Body::CutAdopted(CutAdopted { act: act(DALFSEN, Organ::Council, "2024-11-07"), terms })
    };
    let entry = ledger.say(&[DALFSEN], adopted(percent(-500, "preventiebeleid (totaal)")));
    correct(&mut ledger, entry, "2024-12-02", Mistake::Omission, adopted(exact(-4_000_000)));
    correct(&mut ledger, entry, "2024-12-03", Mistake::WrongAmount, adopted(exact(-6_172_839)));
    let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2024-12-04"));
    same(
        &table(&shown, TableId::Corrections, &CORRECTED),
        "2:1 | 1 | PREV | -5,00 %, grondslag n.n.b. | -4000000 | mistake-omission | 2024-12-02
         3:1 | 1 | PREV | -4000000 | -6172839 | mistake-wrong-amount | 2024-12-03",
    );
    same(
        &table(&shown, TableId::CutLanes, &["measure", "2025", "2026"]),
        "PREV  | -6172839 (decided) | -6172839 (decided) | -6172839 (decided)
         total | – | -6172839 | -6172839",
    );
    // As it stood between the two corrections, and as decided before the first.
    let between = ledger.paragraph(DALFSEN, 2025, ledger.stand(3, "2024-12-02"));
    assert_eq!(at(&between, TableId::CutLanes, "PREV", "2025"), "-4000000 (decided)");
    let decided = ledger.paragraph(DALFSEN, 2025, ledger.decided("2024-12-01"));
    assert_eq!(at(&decided, TableId::CutLanes, "PREV", "2025"), "-5,00 %, grondslag n.n.b. (decided)");
}

#[test]
fn an_indicated_figure_is_corrected_and_what_is_reckoned_from_it_follows() {
    let mut ledger = founded_ledger();
    let indicated = |amount: Amount, words: &str| {
        let figure = Figure {
            figure: figure("A18"),
            description: text(words),
            pillar: Pillar::SocialInfrastructure,
            flow: Flow::Expenditure,
            gross: Gross::Gross,
            horizon: Horizon::Present,
            amount,
            certainty: Certainty::Estimate,
            years: Some(years(2025, 2025)),
            counting: Counting::Counted,
            taakveld: None,
            source: None,
        };
        Body::BudgetLineIndicated(BudgetLineIndicated {
            contribution: None,
            act: act(DALFSEN, Organ::Executive, "2024-06"),
            figure,
        })
    };
    let entry = ledger.say(&[DALFSEN], indicated(exact(8_000_000), "welzijnswerk"));
    let terms =
        terms("PREV", "preventiebeleid", percent_of(-500, &["A18"]), years(2025, 2025), Certainty::Decided);
    let adopted = CutAdopted { act: act(DALFSEN, Organ::Council, "2024-11-07"), terms };
    ledger.say(&[DALFSEN], Body::CutAdopted(adopted));
    let lane = |ledger: &Ledger| {
        at(&ledger.paragraph(DALFSEN, 2025, ledger.now("2024-12-04")), TableId::CutLanes, "PREV", "2025")
    };
    assert_eq!(lane(&ledger), "-400000 (decided)");
    let corrected = indicated(exact(80_000_000), "welzijnswerk");
    correct(&mut ledger, entry, "2024-12-02", Mistake::WrongAmount, corrected);
    assert_eq!(lane(&ledger), "-4000000 (decided)");
    // A correction of words only changes no figure, and says so.
    let renamed = indicated(exact(80_000_000), "welzijn en maatschappelijk werk");
    correct(&mut ledger, entry, "2024-12-03", Mistake::TypingError, renamed);
    let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2024-12-04"));
    same(
        &table(&shown, TableId::Corrections, &CORRECTED),
        "3:1 | 1 | A18 | 8000000 | 80000000 | mistake-wrong-amount | 2024-12-02
         4:1 | 1 | no-figure | – | – | mistake-typing-error | 2024-12-03",
    );
}
