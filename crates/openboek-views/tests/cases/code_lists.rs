//! Years in different code lists beside each other: by code only where it is certain, else by family, else not at all (domain 3.7).

use openboek_views::model::TableId;

use super::accounts::{adopt, close, town};
use crate::support::print::{at, same, table};

const TOWN: &str = "GM0148";

fn plain(printed: &str) -> String {
    ["decided", "adoptedaccounts"]
        .iter()
        .fold(printed.to_owned(), |text, sure| text.replace(&format!(" ({sure})"), ""))
        .replace("00000 ", " ")
        .replace("00000\n", "\n")
}

const OF_2023: &str = "6.2 2023 lasten structureel = 210
     6.3 2023 lasten structureel = 5.200
     6.71a 2023 lasten structureel = 2.300
     6.72a 2023 lasten structureel = 700
     6.81a 2023 lasten structureel = 90
     7.1 2023 lasten structureel = 33";
const OF_2024: &str = "6.2 2024 lasten structureel = 220
     6.3 2024 lasten structureel = 5.300
     6.71a 2024 lasten structureel = 2.400
     6.72a 2024 lasten structureel = 800
     6.81a 2024 lasten structureel = 95
     7.1 2024 lasten structureel = 34";
const OF_2025: &str = "6.21 2025 lasten structureel = 100
     6.23 2025 lasten structureel = 130
     6.3 2025 lasten structureel = 5.400
     6.711 2025 lasten structureel = 2.500
     6.751 2025 lasten structureel = 900
     6.811 2025 lasten structureel = 99
     7.1 2025 lasten structureel = 35
     6.711 2026 lasten structureel = 2.600";

#[test]
fn a_budget_of_2025_beside_years_of_the_list_before_it() {
    let mut ledger = town();
    close(&mut ledger, 2023, OF_2023);
    adopt(&mut ledger, 2024, OF_2024);
    adopt(&mut ledger, 2025, OF_2025);
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-12-01"));
    // Per family every year is there.
    same(
        &plain(&table(&shown, TableId::MultiYear, &["2023", "2024", "2025", "2026"])),
        "access:expenditure  | 210  | 220  | 230  | –
         income:expenditure  | 5200 | 5300 | 5400 | –
         wmo:expenditure     | 2390 | 2495 | 2599 | 2600
         youth:expenditure   | 700  | 800  | 900  | –
         other:expenditure   | 33   | 34   | 35   | –
         total:income        | –    | –    | –    | –
         total:expenditure   | 8533 | 8849 | 9164 | 2600
         balance             | -8533 | -8849 | -9164 | -2600
         figures-from        | figures-accounts | figures-adopted | figures-adopted | figures-estimate
         code-list           | 2023-2024; compare-by-family | 2023-2024; compare-by-family | 2025-2026 | 2025-2026",
    );
    // Per taakveld only what is certainly the same work; no euro of an older year is left out.
    same(
        &plain(&table(&shown, TableId::MultiYearByTaakveld, &["2023", "2024", "2025", "2026"])),
        "6.21:expenditure  | compare-by-family | compare-by-family | 100 | –
         6.23:expenditure  | compare-by-family | compare-by-family | 130 | –
         6.3:expenditure   | 5200 | 5300 | 5400 | –
         6.711:expenditure | compare-by-family | compare-by-family | 2500 | 2600
         6.751:expenditure | compare-by-family | compare-by-family | 900 | –
         6.811:expenditure | 90   | 95   | 99   | –
         7.1:expenditure   | 33   | 34   | 35   | –
         6.2:expenditure   | 210  | 220  | compare-by-family | compare-by-family
         6.71a:expenditure | 2300 | 2400 | compare-by-family | compare-by-family
         6.72a:expenditure | 700  | 800  | compare-by-family | compare-by-family
         figures-from      | figures-accounts | figures-adopted | figures-adopted | figures-estimate
         code-list         | 2023-2024; compare-by-family | 2023-2024; compare-by-family | 2025-2026 | 2025-2026",
    );
}

#[test]
fn functies_of_2016_do_not_compare_by_family_either() {
    let mut ledger = town();
    close(
        &mut ledger,
        2016,
        "610 2016 lasten structureel = 4.000
         613 2016 lasten structureel = 50
         614 2016 lasten structureel = 300
         661 2016 lasten structureel = 900
         672 2016 lasten structureel = 400",
    );
    adopt(&mut ledger, 2018, "6.3 2018 lasten structureel = 4.500\n6.6 2018 lasten structureel = 1.000");
    let shown = ledger.paragraph(TOWN, 2018, ledger.now("2017-12-01"));
    // 6.3 is 610, 613 and 614 together, for certain; 6.6 also took over budgets of persons, so it is not 661.
    same(
        &plain(&table(&shown, TableId::MultiYearByTaakveld, &["2016", "2018"])),
        "6.3:expenditure | 4350 | 4500
         6.6:expenditure | compare-not | 1000
         661:expenditure | 900 | compare-not
         672:expenditure | 400 | compare-not
         figures-from    | figures-accounts | figures-adopted
         code-list       | 2015-2016; compare-not | 2017-2022",
    );
    assert_eq!(at(&shown, TableId::MultiYear, "code-list", "2016"), "2015-2016; compare-not");
}

#[test]
fn years_of_one_list_need_no_remark() {
    let mut ledger = town();
    adopt(&mut ledger, 2023, OF_2023);
    adopt(&mut ledger, 2024, OF_2024);
    let shown = ledger.paragraph(TOWN, 2024, ledger.now("2023-12-01"));
    for id in [TableId::MultiYear, TableId::MultiYearByTaakveld] {
        assert!(shown.table(id).unwrap().rows.iter().all(|row| row.id != "code-list"));
    }
    assert_eq!(at(&shown, TableId::MultiYearByTaakveld, "6.71a:expenditure", "2023"), "230000000 (decided)");
}
