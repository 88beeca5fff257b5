//! The real files of all municipalities, when they are there: totals to the last digit, and every known defect once, by name.

use std::io::Read;
use std::path::PathBuf;

use openboek_rules::Body;
use openboek_rules::statement::{BudgetLine, Side};

use super::{Ledger, findings, settings};
use crate::iv3::Report;
use crate::municipality;
use crate::plan::{Outcome, Plan};

/// The folder with real public data, beside the project; `None` when it is not there.
fn data() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/iv3");
    if !folder.is_dir() {
        println!("the real data ({}) is not there: nothing was tried", folder.display());
        return None;
    }
    Some(folder)
}

fn unpacked(path: PathBuf) -> Vec<u8> {
    let mut bytes = Vec::new();
    let packed = std::fs::read(path).unwrap();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
    bytes
}

const FILES: [(&str, i64, Report); 3] = [
    ("2023_begroting", 2023, Report::Budget),
    ("2023_jaarrekening", 2023, Report::Accounts),
    ("2024_begroting", 2024, Report::Budget),
];

fn lines(body: &Body) -> &[BudgetLine] {
    match body {
        Body::BudgetAdopted(body) => &body.lines,
        Body::AccountsAdopted(body) => &body.lines,
        other => panic!("{}", other.kind()),
    }
}

/// A sum over a side of some lines in thousands of euros.
fn thousands<'a>(
    lines: impl Iterator<Item = &'a BudgetLine>,
    side: Side,
    wanted: impl Fn(&str) -> bool,
) -> i64 {
    let of = lines.filter(|line| line.key.side == side && wanted(line.key.taakveld.as_str()));
    let cents: i64 = of.map(|line| line.amount.get()).sum();
    assert_eq!(cents % 100_000, 0);
    cents / 100_000
}

fn defects(file: &str, plan: &Plan) {
    let said = findings(plan);
    let once = |words: &str| assert_eq!(said.matches(words).count(), 1, "{file}: {words}");
    match file {
        "2023_begroting" => {
            once("Sliedrecht: baten € 83.193.000, lasten € 69.019.000");
            once("| Staphorst: 0.11 baten € -130.000");
            once("| Zwartewaterland: 0.11 lasten €");
            once("| Hardenberg: 0.11 baten € 6.136.000; lasten € 10.780.000");
        }
        "2023_jaarrekening" => once("| Dalfsen: 6.72 lasten € 17.000 | 2023-2024"),
        _ => {
            once("| Hardenberg: 0.11 baten € 13.450.000; lasten € 12.267.000");
            once("| Ommen: 0.11 baten € 6.399.000; lasten € 5.959.000");
        }
    }
    // Nothing is wrong that was not known to be: everybody is known, all codes are, the rows add up to the country.
    for never in
        ["iv3-unknown", "iv3-total-differs", "iv3-no-delivery", "iv3-twice", "iv3-no-amount", "iv3-partial"]
    {
        assert!(!said.contains(never), "{file}: {never}");
    }
    assert_eq!(said.matches("iv3-unbalanced").count(), usize::from(file == "2023_begroting"), "{file}");
    // One finding for a municipality and kind, or for a label.
    let mut all: Vec<&str> = said.lines().collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), said.lines().count());
}

#[test]
fn the_whole_country_comes_in_to_the_last_digit() {
    let Some(folder) = data() else { return };
    let control = std::fs::read_to_string(folder.join("control_totals.csv")).unwrap();
    let mut ledger = Ledger::founded(municipality::all());
    for (file, year, report) in FILES {
        let bytes = unpacked(folder.join(format!("{file}.csv.gz")));
        let settings = settings(year, report);
        let plan = ledger.import(&format!("{file}.csv"), &bytes, &settings);
        assert_eq!(plan.proposals.len(), 342, "{file}");
        let tally = plan.tally();
        assert_eq!(tally.values().sum::<usize>(), 24_354, "{file}: every row once");
        assert_eq!(tally.get(&Outcome::Recorded), Some(&(342 * 71)), "{file}");
        assert_eq!(tally.get(&Outcome::NotAsked), Some(&71), "{file}: the country is a check");
        defects(file, &plan);
        let bodies: Vec<&Body> = plan.proposals.iter().map(|proposal| &proposal.statement.body).collect();
        for row in control.lines().skip(1).filter(|row| row.starts_with(&format!("{file},"))) {
            check(row, &bodies);
        }
        let again = ledger.plan(&format!("{file}.csv"), &bytes, &settings);
        assert!(again.proposals.is_empty(), "{file}: again");
        assert_eq!(again.tally().get(&Outcome::Unchanged), Some(&(342 * 71)), "{file}");
        // The file of some municipalities says the same.
        let some = std::fs::read(folder.join(format!("{file}.seed-municipalities.csv"))).unwrap();
        let plan = ledger.plan("some.csv", &some, &settings);
        assert!(plan.proposals.is_empty() && findings(&plan).contains("iv3-partial"), "{file}");
    }
}

/// A row of the control totals: `file,municipality,rows,baten,lasten,h6 baten,h6 lasten,0.7 baten,0.10 b,0.10 l,0.11 b,0.11 l`.
fn check(row: &str, bodies: &[&Body]) {
    let columns: Vec<&str> = row.split(',').collect();
    let holder = municipality::code_of(columns[1]);
    let all = || {
        let wanted = bodies.iter().filter(move |body| {
            holder.is_none_or(|code| body.act().organisation.municipality() == Some(code))
        });
        wanted.flat_map(|body| lines(body))
    };
    let social = |code: &str| code.starts_with("6.");
    let computed = [
        thousands(all(), Side::Income, |_| true),
        thousands(all(), Side::Expenditure, |_| true),
        thousands(all(), Side::Income, social),
        thousands(all(), Side::Expenditure, social),
        thousands(all(), Side::Income, |code| code == "0.7"),
        thousands(all(), Side::Income, |code| code == "0.10"),
        thousands(all(), Side::Expenditure, |code| code == "0.10"),
        thousands(all(), Side::Income, |code| code == "0.11"),
        thousands(all(), Side::Expenditure, |code| code == "0.11"),
    ];
    let stated: Vec<i64> = columns[3..].iter().map(|text| text.parse().unwrap()).collect();
    assert_eq!(computed.as_slice(), stated, "{row}");
}
