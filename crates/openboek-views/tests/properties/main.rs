//! Whatever was recorded: parts make totals, folding is folding, and a second way of counting gives the same budget.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

mod accounts;
mod balance;
mod found_in;
mod history;
mod places;
#[path = "../support/mod.rs"]
mod support;
mod totals;

use std::collections::BTreeMap;

use openboek_rules::statement::{Body, LineKey, Side};
use openboek_rules::{BudgetYear, Stream};
use openboek_views::View;
use openboek_views::compare::{apply, compare};
use openboek_views::model::{TableId, Value};
use proptest::prelude::*;

use history::{HOLDER, history};
use support::Ledger;
use support::print::{at, counted_at};

const YEARS: std::ops::RangeInclusive<i64> = 2022..=2029;

/// Amounts by taakveld and whether they are income.
type Sums = BTreeMap<(String, bool), i64>;

/// Gross amounts of a year by taakveld and side, from the plain list of statements: the last "new" of every line.
fn naive(ledger: &Ledger, holder: Stream, year: i64) -> Option<(Sums, &'static str)> {
    let year = BudgetYear::new(year).unwrap();
    let mut lines: Option<BTreeMap<LineKey, i64>> = None;
    let ledger = &history::course::restated(ledger);
    let draft = accounts::draft(ledger, holder, year);
    for event in &ledger.events {
        match &event.statement.body {
            Body::BudgetAdopted(body) if body.holder == holder && body.year == year => {
                lines = Some(body.lines.iter().map(|line| (line.key.clone(), line.amount.get())).collect());
            }
            Body::BudgetAmended(body) if body.holder == holder && body.year == year => {
                let lines = lines.as_mut().unwrap();
                lines.extend(body.lines.iter().map(|line| (line.key.clone(), line.new.get())));
            }
            _ => {}
        }
    }
    let certainty = if lines.is_some() { "decided" } else { "proposed" };
    let mut sums = accounts::reserves(ledger, holder, year);
    for (key, amount) in lines.or(draft)?.into_iter().filter(|(key, _)| key.year == year) {
        *sums.entry((key.taakveld.to_string(), key.side == Side::Income)).or_default() += amount;
    }
    Some((sums, certainty))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn parts_make_totals_in_every_table(ledger in history()) {
        for holder in [HOLDER, "GM0166", "region"] {
            for year in YEARS {
                totals::check(&ledger.paragraph(holder, year, ledger.now("2025-01-01")));
            }
        }
    }

    #[test]
    fn a_second_way_of_counting_gives_the_same_budget(ledger in history()) {
        for holder in [HOLDER, "region"] {
            for year in YEARS {
                let shown = ledger.paragraph(holder, year, ledger.now("2025-01-01"));
                let expected = naive(&ledger, Stream::new(holder).unwrap(), year);
                prop_assert_eq!(shown.table(TableId::BudgetByTaakveld).is_some(), expected.is_some());
                let Some((expected, certainty)) = expected else {
                    prop_assert_eq!(at(&shown, TableId::KeyFigures, "balance", "value"), "n.n.b. (1); reason-no-budget");
                    continue;
                };
                for ((code, income), amount) in &expected {
                    let column = if *income { "income" } else { "expenditure" };
                    prop_assert_eq!(counted_at(&shown, TableId::BudgetByTaakveld, code, column), format!("{amount} ({certainty})"));
                }
                let of = |income| {
                    let lines = expected.iter().filter(|((code, side), _)| code != "0.10" && *side == income);
                    lines.map(|(_, amount)| amount).sum::<i64>()
                };
                if !expected.is_empty() {
                    let balance = counted_at(&shown, TableId::BudgetByTaakveld, "total", "balance");
                    let all_reserves = expected.keys().all(|(code, _)| code == "0.10");
                    let wanted = if all_reserves { "–".to_owned() } else { format!("{} ({certainty})", of(true) - of(false)) };
                    prop_assert_eq!(balance, wanted);
                }
            }
        }
    }

    #[test]
    fn folding_one_by_one_is_folding_from_scratch(ledger in history()) {
        let now = ledger.now("2025-01-01");
        let mut growing = View::new(Stream::new(HOLDER).unwrap());
        for event in ledger.of(HOLDER, now) {
            growing.apply(event);
            if growing.restart().is_some() {
                // A correction counts in the place of an entry before it: the fold begins again.
                growing = ledger.view(HOLDER, ledger.stand(event.index + 1, "2025-01-01"));
            }
            prop_assert_eq!(&growing, &ledger.view(HOLDER, ledger.stand(event.index + 1, "2025-01-01")));
        }
        prop_assert_eq!(growing, ledger.view(HOLDER, now));
    }

    #[test]
    fn an_earlier_stand_does_not_know_later_entries(ledger in history(), part in 0u64..100) {
        let cut = part % (ledger.size() + 1);
        let mut shorter = ledger.clone();
        shorter.events.truncate(usize::try_from(cut).unwrap());
        let at = ledger.stand(cut, "2025-01-01");
        for year in YEARS {
            let shown = ledger.paragraph(HOLDER, year, at);
            prop_assert_eq!(&shown, &shorter.paragraph(HOLDER, year, at));
            let latest = shown.figures().flat_map(|(_, cell)| &cell.sources).max();
            prop_assert!(latest.is_none_or(|latest| *latest < cut));
        }
    }

    #[test]
    fn a_view_of_any_choice_of_events_never_fails(ledger in history(), keep in proptest::collection::vec(any::<bool>(), 100)) {
        let mut view = View::new(Stream::new(HOLDER).unwrap());
        for (event, _) in ledger.events.iter().zip(keep).filter(|(_, keep)| *keep) {
            view.apply(event);
        }
        let moment = openboek_views::Moment {
            size: ledger.size(),
            as_decided_on: None,
            reference_day: "2025-01-01".parse().unwrap(),
        };
        for year in YEARS {
            totals::check(&view.paragraph("ledger.example.nl/test", BudgetYear::new(year).unwrap(), moment.clone()));
        }
    }

    /// After corrections every table says what it would have said if every entry had been right at once; only the corrections
    /// themselves and the entries behind a figure tell them apart.
    #[test]
    fn a_correction_counts_in_the_place_of_the_original(ledger in history()) {
        let as_it_should_be = history::course::restated(&ledger);
        for year in YEARS {
            let at = ledger.now("2025-01-01");
            let said = |ledger: &Ledger| {
                let shown = ledger.paragraph(HOLDER, year, at);
                let tables = shown.tables().filter(|table| !matches!(table.id, TableId::Corrections | TableId::Documents));
                let values = |row: &openboek_views::model::Row| {
                    let values = row.cells.iter().map(|cell| cell.value.clone()).collect::<Vec<_>>();
                    (row.id.clone(), row.name.clone(), values)
                };
                tables.map(|table| (table.id, table.rows.iter().map(values).collect::<Vec<_>>())).collect::<Vec<_>>()
            };
            prop_assert_eq!(said(&ledger), said(&as_it_should_be));
        }
    }

    #[test]
    fn an_unknown_part_is_never_lost(ledger in history()) {
        for year in YEARS {
            let shown = ledger.paragraph(HOLDER, year, ledger.now("2025-01-01"));
            let Some(lanes) = shown.table(TableId::CutLanes) else { continue };
            let effect = &support::print::cell(&shown, TableId::KeyFigures, "cuts-effect", "value").value;
            let unknown = lanes.rows.iter().filter(|row| row.role == openboek_views::model::RowRole::Item).any(|row| {
                let cell = lanes.cell(&row.id, &year.to_string()).unwrap();
                totals::Parts::of(&cell.value).unknown > 0
            });
            let says = matches!(effect, Value::Sum(sum) if sum.unknown_parts > 0);
            prop_assert_eq!(unknown, says);
        }
    }
}

/// The histories that the properties are tried on hold what they are about.
#[test]
fn histories_hold_every_kind_that_matters() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..400 {
        let ledger = history().new_tree(&mut runner).unwrap().current();
        for event in &ledger.events {
            *seen.entry(event.statement.body.kind()).or_default() += 1;
        }
    }
    for kind in [
        "budget-adopted",
        "budget-amended",
        "cut-adopted",
        "cut-announced",
        "cut-suspended",
        "cut-resumed",
        "cut-withdrawn",
        "cut-realised",
        "cut-shifted",
        "entry-corrected",
        "cut-amended",
        "cut-allocated",
        "decision-held-over",
        "view-submitted",
        "view-answered",
        "request-made",
        "request-answered",
        "proposal-made",
        "decision-scheduled",
        "council-decided",
        "budget-line-indicated",
        "experiment-started",
        "experiment-concluded",
        "budget-drafted",
        "budget-sent-for-views",
        "reserve-changed",
        "actuals-reported",
        "accounts-adopted",
        "allocation-key-set",
        "contribution-allocated",
        "contribution-advanced",
        "contribution-settled",
        "member-joined",
        "funding-superseded",
        "funding-indicated",
        "funding-granted",
        "framework-sent",
        "budget-sent-to-supervisor",
        "ceiling-set",
        "subsidy-applied",
        "subsidy-awarded",
        "subsidy-amended",
        "advance-paid",
        "subsidy-paid",
        "payment-suspended",
        "subsidy-determined",
        "subsidy-withdrawn",
        "notice-given",
        "objection-filed",
    ] {
        assert!(seen.get(kind).is_some_and(|count| *count >= 10), "{kind}: {seen:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_comparison_makes_the_one_paragraph_from_the_other(ledger in history(), part in 0u64..100, later in 0i64..3) {
        let cut = part % (ledger.size() + 1);
        let (then, now) = (ledger.stand(cut, "2024-06-01"), ledger.now("2025-01-01"));
        for holder in [HOLDER, "GM0166", "region"] {
            for year in YEARS {
                let before = ledger.paragraph(holder, year, then);
                let others = [(holder, year), (holder, year + later), (HOLDER, year)];
                for after in others.map(|(holder, year)| ledger.paragraph(holder, year, now)) {
                    let found = compare(&before, &after);
                    prop_assert_eq!(&apply(&before, &found), &after);
                    prop_assert_eq!(apply(&after, &compare(&after, &before)), before.clone());
                    let same_year = before.head.year == after.head.year;
                    // Of two years the year columns stand beside each other: other names for the same cells are no difference.
                    prop_assert!(found.is_empty() || before.sections != after.sections);
                    prop_assert!(!same_year || found.is_empty() == (before.sections == after.sections));
                    for difference in &found.differences {
                        prop_assert_ne!(&difference.before, &difference.after);
                        prop_assert_eq!(after.cell(&difference.anchor()).filter(|cell| cell.value != Value::None), difference.after.as_ref());
                        if same_year {
                            prop_assert_eq!(before.cell(&difference.anchor()).filter(|cell| cell.value != Value::None), difference.before.as_ref());
                        }
                    }
                }
                prop_assert!(compare(&before, &before).is_empty());
            }
        }
    }

    #[test]
    fn a_change_in_cents_leads_from_the_one_amount_to_the_other(ledger in history(), part in 0u64..100) {
        let before = ledger.paragraph(HOLDER, 2025, ledger.stand(part % (ledger.size() + 1), "2025-01-01"));
        let after = ledger.paragraph(HOLDER, 2025, ledger.now("2025-01-01"));
        for difference in compare(&before, &after).differences {
            let [old, new] = [&difference.before, &difference.after].map(|cell| cell.as_ref().and_then(|cell| exact(&cell.value)));
            prop_assert_eq!(difference.change.map(|change| change.get()), old.zip(new).map(|(old, new)| new - old));
            let sources = |cell: &Option<openboek_views::Cell>| cell.clone().map(|cell| cell.sources).unwrap_or_default();
            let (old, new) = (sources(&difference.before), sources(&difference.after));
            prop_assert!(difference.added.iter().all(|at| new.contains(at) && !old.contains(at)));
            prop_assert!(difference.dropped.iter().all(|at| old.contains(at) && !new.contains(at)));
            let kept = new.iter().filter(|at| old.contains(at)).count();
            prop_assert_eq!((kept + difference.added.len(), kept + difference.dropped.len()), (new.len(), old.len()));
        }
    }
}

/// The cents of what is exact, counted here in its own way.
fn exact(value: &Value) -> Option<i64> {
    match value {
        Value::Amount(openboek_rules::Amount::Exact(cents), _) => Some(cents.get()),
        Value::Sum(sum) if (sum.about_parts, sum.unknown_parts) == (0, 0) && !sum.is_empty() => {
            Some(sum.known.get())
        }
        _ => None,
    }
}
