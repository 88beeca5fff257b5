//! Real figures: what Dalfsen told CBS about 2023, imported from the file of all municipalities, beside what the source says of it.

use std::io::Read;
use std::path::PathBuf;

use openboek_import::iv3::{Report, Settings, plan};
use openboek_import::{Source, history};
use openboek_rules::statement::LegalForm;
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table};

const TOWN: &str = "GM0148";

/// Imports a file of the folder with real public data; `false` when it is not there.
fn import(ledger: &mut Ledger, file: &str, report: Report) -> bool {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/iv3").join(file);
    let Ok(packed) = std::fs::read(&path) else {
        println!("the real data ({}) is not there: nothing was tried", path.display());
        return false;
    };
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
    let held = history::held(ledger.events.iter().map(|event| (event.index, event.statement.clone())));
    let source = Source { name: file, bytes: &bytes };
    for proposal in plan(source, &Settings::new(year(2023), report), &held).proposals {
        ledger.say(&[TOWN], proposal.statement.body);
    }
    true
}

/// `ca. 245200000 (decided)` as 2452; a zero and what is not there stay as they are.
fn thousands(printed: &str) -> String {
    let word = |word: &str| {
        let amount = word.strip_prefix("ca. ").unwrap_or(word);
        let amount = amount.split(' ').next().unwrap_or(amount);
        match amount.parse::<i64>() {
            Ok(cents) if cents % 100_000 == 0 => (cents / 100_000).to_string(),
            _ => word.to_owned(),
        }
    };
    let line = |line: &str| line.split('|').map(|cell| word(cell.trim())).collect::<Vec<_>>().join(" | ");
    printed.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Domain 9: budget 2023 beside accounts 2023, all 24 codes of the social domain, the sums and the families, in thousands of euros.
#[test]
fn dalfsen_budget_beside_accounts_of_2023() {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("Regio IJsselland", LegalForm::Informal, &[(TOWN, "Dalfsen")]));
    let there = import(&mut ledger, "2023_begroting.csv.gz", Report::Budget)
        && import(&mut ledger, "2023_jaarrekening.csv.gz", Report::Accounts);
    if !there {
        return;
    }
    let shown = ledger.paragraph(TOWN, 2023, ledger.now("2024-08-01"));
    let by_code = table(&shown, TableId::BudgetAndActuals, &["expenditure", "expenditure-realised"]);
    let social: Vec<&str> = by_code.lines().filter(|line| line.starts_with("6.")).collect();
    same(
        &thousands(&social.join("\n")),
        "6.1 | 2452 | 6575
         6.2 | 2007 | 1869
         6.3 | 6067 | 7982
         6.4 | 3749 | 4305
         6.5 | 639 | 791
         6.6 | 971 | 1149
         6.71 | 0 | 0
         6.71a | 2212 | 2423
         6.71b | 2106 | 2246
         6.71c | 421 | 241
         6.71d | 0 | 0
         6.72 | 0 | 17
         6.72a | 3254 | 1842
         6.72b | 46 | 791
         6.72c | 234 | 392
         6.72d | 285 | 93
         6.73a | 426 | 338
         6.73b | 76 | 5
         6.73c | 182 | 1741
         6.74a | 2085 | 2020
         6.74b | 410 | 644
         6.74c | 76 | 136
         6.81 | 0 | 0
         6.81a | 0 | 31
         6.81b | 37 | 40
         6.82 | 0 | 0
         6.82a | 466 | 337
         6.82b | 30 | 39",
    );
    assert_eq!(thousands(&at(&shown, TableId::BudgetAndActuals, "6.81a", "income-realised")), "2215");
    let columns = ["expenditure", "expenditure-realised", "balance", "actual-balance"];
    let by_family = thousands(&table(&shown, TableId::BudgetAndActualsByFamily, &columns));
    let of = |row: &str| by_family.lines().find(|line| line.starts_with(row)).unwrap_or_default().to_owned();
    assert_eq!(of("social-domain"), "social-domain | 28231 | 36047 | -23256 | -20353");
    assert!(of("youth").starts_with("youth | 7570 | 8395 |"), "{by_family}");
    // The code that is forbidden counts, and the paragraph says that it is there; what is rounded says so.
    let signal = "iv3-code:taakveld:6.72";
    assert_eq!(at(&shown, TableId::Signals, signal, "status"), "signal-noted");
    assert_eq!(cell(&shown, TableId::Signals, signal, "status").sources, [2], "the accounts, not the budget");
    for column in ["expenditure", "expenditure-realised"] {
        assert_eq!(at(&shown, TableId::BudgetAndActuals, "rounded-to", column), "100000");
    }
}
