//! The figures that matter per inhabitant: by whom they are divided, and what cannot be divided.

use openboek_rules::statement::{
    Body, InhabitantCount, InhabitantsCounted, LegalForm, Member, MemberJoined, MemberLeft,
};
use openboek_rules::{Organ, RefusalCode};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell};

fn counted(on: &str, counts: &[(&str, u64)]) -> Body {
    let count = |(code, inhabitants): &(&str, u64)| InhabitantCount {
        municipality: gm(code),
        inhabitants: *inhabitants,
    };
    Body::InhabitantsCounted(InhabitantsCounted {
        act: act("region", Organ::ExecutiveBoard, "2025-03-01"),
        reference_date: date(on),
        counts: counts.iter().map(count).collect(),
    })
}

fn lochem_zutphen() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(
        &["region"],
        founded("Samen", LegalForm::Informal, &[("GM0262", "Lochem"), ("GM0301", "Zutphen")]),
    );
    ledger
}

/// The row of a holder's paragraph; "" when the paragraph has none.
fn inhabitants(ledger: &Ledger, holder: &str, of: i64) -> String {
    let shown = ledger.paragraph(holder, of, ledger.now("2026-06-01"));
    let table = shown.table(TableId::KeyFigures).unwrap();
    if table.cell("inhabitants", "value").is_none() {
        return String::new();
    }
    let read = |row| at(&shown, TableId::KeyFigures, row, "value");
    format!("{} on {}", read("inhabitants"), read("inhabitants-on"))
}

/// The last count that is not later than the first day of the budget year, also when it was recorded first; one whose day is not known
/// is of no year.
#[test]
fn a_budget_year_has_the_last_count_before_it() {
    let mut ledger = lochem_zutphen();
    for (on, number) in [("2025-01-01", 34_314), ("2023-01-01", 33_900), ("2024", 34_000), ("XXXX", 1)] {
        ledger.say(&["region"], counted(on, &[("GM0262", number)]));
    }
    // "2024" may be any day of that year, so it is of 2025 only, where a better one is known.
    let table = [
        (2022, ""),
        (2023, "33900 on 2023-01-01"),
        (2024, "33900 on 2023-01-01"),
        (2025, "34314 on 2025-01-01"),
        (2027, "34314 on 2025-01-01"),
    ];
    for (of, expected) in table {
        assert_eq!(inhabitants(&ledger, "GM0262", of), expected, "{of}");
    }
    assert_eq!(inhabitants(&ledger, "GM0301", 2025), "", "the other one was not counted");
    let again = ledger.offer(&["GM0262"], counted("2025-01-01", &[("GM0262", 34_315)])).unwrap_err();
    assert_eq!(again[0].code, RefusalCode::InhabitantsExist);
}

/// Of the region: all who are members on the first day of the year, counted on one day, or nothing.
#[test]
fn the_region_is_all_of_its_members() {
    let mut ledger = lochem_zutphen();
    ledger.say(&["region"], counted("2024-01-01", &[("GM0262", 34_000), ("GM0301", 49_000)]));
    ledger.say(&["region"], counted("2025-01-01", &[("GM0262", 34_314)]));
    assert_eq!(inhabitants(&ledger, "region", 2025), "83000 on 2024-01-01");
    ledger.say(&["region"], counted("2025-01-01", &[("GM0301", 49_038)]));
    assert_eq!(inhabitants(&ledger, "region", 2025), "83352 on 2025-01-01");
    let board = || act("region", Organ::GeneralBoard, "2025-06-01");
    ledger.say(
        &["region"],
        Body::MemberJoined(MemberJoined {
            act: board(),
            member: Member { code: gm("GM0285"), name: text("Voorst") },
            from: date("2026-01-01"),
        }),
    );
    // Voorst is no member yet in 2025, and lacks in 2026.
    assert_eq!(inhabitants(&ledger, "region", 2025), "83352 on 2025-01-01");
    assert_eq!(inhabitants(&ledger, "region", 2026), "");
    ledger.say(
        &["region"],
        Body::MemberLeft(MemberLeft {
            act: board(),
            municipality: gm("GM0285"),
            until: date("2026-12-31"),
            merged_into: Vec::new(),
            terms: None,
        }),
    );
    assert_eq!(inhabitants(&ledger, "region", 2027), "83352 on 2025-01-01");
    let shown = ledger.paragraph("region", 2025, ledger.now("2026-06-01"));
    assert_eq!(cell(&shown, TableId::KeyFigures, "inhabitants", "value").sources, [2, 3]);
}

/// Without a budget there is nothing to divide, and by nobody nothing is divided: that is no zero.
#[test]
fn what_cannot_be_divided_is_left_blank() {
    let mut ledger = lochem_zutphen();
    ledger.say(&["region"], counted("2025-01-01", &[("GM0262", 34_314), ("GM0301", 0)]));
    for holder in ["GM0262", "GM0301"] {
        let shown = ledger.paragraph(holder, 2025, ledger.now("2025-06-01"));
        for row in ["expenditure", "income", "balance", "cuts-effect", "open-requests"] {
            assert_eq!(at(&shown, TableId::KeyFigures, row, "per-inhabitant"), "–", "{holder} {row}");
        }
    }
}

/// A cut of a known amount, and one of which nothing is known.
#[test]
fn cuts_per_inhabitant_keep_their_unknowns() {
    use openboek_rules::Certainty;
    use openboek_rules::statement::CutAdopted;
    let mut ledger = lochem_zutphen();
    ledger.say(&["region"], counted("2025-01-01", &[("GM0262", 34_314)]));
    for (id, amount) in [("C1", exact(-3_431_417)), ("C2", unknown("n.n.b."))] {
        let adopted = CutAdopted {
            act: act("GM0262", Organ::Council, "2024-11-01"),
            terms: terms(id, "Welzijn", amount, years(2025, 2025), Certainty::Decided),
        };
        ledger.say(&["GM0262"], Body::CutAdopted(adopted));
    }
    let shown = ledger.paragraph("GM0262", 2025, ledger.now("2025-06-01"));
    // −34.314,17 over 34.314 is −1,0000049…: one euro each.
    assert_eq!(at(&shown, TableId::KeyFigures, "cuts-effect", "value"), "-3431417 + n.n.b. (1)");
    assert_eq!(at(&shown, TableId::KeyFigures, "cuts-effect", "per-inhabitant"), "-100 + n.n.b. (1)");
}
