//! A budget from draft to accounts: the result chain, reserves, actuals, programmes and own contributions, with figures as printed.

use openboek_rules::statement::{
    AccountsAdopted, ActualsReported, AmendedLine, Body, BudgetAdopted, BudgetAmended, BudgetDrafted,
    BudgetLine, BudgetSentForViews, LegalForm, LineKey, Nature, ReserveChanged, Side,
};
use openboek_rules::{Amount, Category, Organ, ReserveId, Stream, Taakveld};
use openboek_views::model::{TableId, Value};

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table};

const TOWN: &str = "GM0148";

/// `6.711 2025 baten structureel 3.4.2 (Zorg) = 800` in thousands of euros.
pub(crate) fn line(words: &str) -> BudgetLine {
    let (key, amount) = words.split_once(" = ").unwrap();
    let (key, programme) = match key.split_once(" (") {
        Some((key, programme)) => (key, Some(text(programme.trim_end_matches(')')))),
        None => (key, None),
    };
    let parts: Vec<&str> = key.split(' ').collect();
    let key = LineKey {
        taakveld: Taakveld::new(parts[0]).unwrap(),
        year: year(parts[1].parse().unwrap()),
        side: if parts[2] == "baten" { Side::Income } else { Side::Expenditure },
        nature: if parts[3] == "incidenteel" { Nature::Incidental } else { Nature::Structural },
        category: parts.get(4).map(|category| Category::new(category).unwrap()),
        programme,
    };
    let thousands: i64 = amount.replace('.', "").parse().unwrap();
    BudgetLine { key, amount: cents(thousands * 100_000), explanation: None }
}

pub(crate) fn lines(words: &str) -> Vec<BudgetLine> {
    words.lines().map(str::trim).filter(|words| !words.is_empty()).map(line).collect()
}

pub(crate) fn town() -> Ledger {
    let mut ledger = Ledger::default();
    let members = [(TOWN, "Dalfsen"), ("GM0166", "Kampen"), ("GM0193", "Zwolle")];
    ledger.say(&["region"], founded("Regio IJsselland", LegalForm::Informal, &members));
    ledger
}

fn here() -> Stream {
    Stream::new(TOWN).unwrap()
}

pub(crate) fn adopt(ledger: &mut Ledger, of: i64, words: &str) -> u64 {
    let act = act(TOWN, Organ::Council, &format!("{}-11-11", of - 1));
    let body = BudgetAdopted { act, holder: here(), year: year(of), lines: lines(words), rounded_to: None };
    ledger.say(&[TOWN], Body::BudgetAdopted(body))
}

pub(crate) fn close(ledger: &mut Ledger, of: i64, words: &str) -> u64 {
    let act = act(TOWN, Organ::Council, &format!("{}-07-05", of + 1));
    let body = AccountsAdopted { act, holder: here(), year: year(of), lines: lines(words), rounded_to: None };
    ledger.say(&[TOWN], Body::AccountsAdopted(body))
}

fn draft(ledger: &mut Ledger, of: i64, on: &str, words: &str) -> u64 {
    let act = act(TOWN, Organ::Executive, on);
    let body = BudgetDrafted { act, holder: here(), year: year(of), lines: lines(words), rounded_to: None };
    ledger.say(&[TOWN], Body::BudgetDrafted(body))
}

fn report(ledger: &mut Ledger, of: i64, through: &str, words: &str) -> u64 {
    let act = act(TOWN, Organ::Executive, "2025-09-16");
    let through = date(through);
    let body = ActualsReported {
        act,
        holder: here(),
        year: year(of),
        through,
        lines: lines(words),
        rounded_to: None,
    };
    ledger.say(&[TOWN], Body::ActualsReported(body))
}

/// A change of a reserve in thousands of euros.
fn change(of: i64, added: i64, withdrawn: i64) -> ReserveChanged {
    ReserveChanged {
        act: act(TOWN, Organ::Council, &format!("{}-11-11", of - 1)),
        holder: here(),
        year: year(of),
        reserve: ReserveId::new("sociaal-domein").unwrap(),
        name: text("Reserve sociaal domein"),
        added: cents(added * 100_000),
        withdrawn: cents(withdrawn * 100_000),
        nature: Nature::Incidental,
        in_lines: false,
        opening: None,
        closing: None,
        explanation: None,
    }
}

/// Amounts in thousands, without how sure they are.
fn thousands(printed: &str) -> String {
    let short = |word: &str| match word.parse::<i64>() {
        Ok(cents) if cents != 0 && cents % 100_000 == 0 => (cents / 100_000).to_string(),
        _ => word.to_owned(),
    };
    let line = |line: &str| line.split(' ').map(short).collect::<Vec<_>>().join(" ");
    let plain: Vec<String> = printed.lines().map(line).collect();
    ["decided", "realised", "proposed", "adoptedaccounts"]
        .iter()
        .fold(plain.join("\n"), |text, sure| text.replace(&format!(" ({sure})"), ""))
}

/// The Commissie BBV's example of 2019 to 2022 (x € 1.000): the printed correction for incidental amounts is added.
#[test]
fn from_the_balance_through_the_reserves_to_the_structural_balance() {
    let mut ledger = town();
    // Income and expenditure so that the balance is −1.460 / −1.500 / −1.690 / −1.335; of it incidental what the correction undoes.
    adopt(
        &mut ledger,
        2019,
        "6.1 2019 baten structureel = 20.000
         6.1 2019 lasten structureel = 21.610
         6.1 2019 baten incidenteel = 400
         6.1 2019 lasten incidenteel = 250
         0.10 2019 baten structureel = 1.660
         6.1 2020 baten structureel = 20.000
         6.1 2020 lasten structureel = 21.600
         6.1 2020 baten incidenteel = 100
         0.10 2020 baten structureel = 1.700
         0.10 2020 lasten structureel = 70
         6.1 2021 baten structureel = 20.000
         6.1 2021 lasten structureel = 21.490
         6.1 2021 lasten incidenteel = 200
         0.10 2021 baten structureel = 1.500
         6.1 2022 baten structureel = 20.000
         6.1 2022 lasten structureel = 21.275
         6.1 2022 lasten incidenteel = 60
         0.10 2022 baten structureel = 1.240
         0.10 2022 baten incidenteel = 10",
    );
    let shown = ledger.paragraph(TOWN, 2019, ledger.now("2018-12-01"));
    same(
        &thousands(&table(&shown, TableId::ResultChain, &["2019", "2020", "2021", "2022"])),
        "income                | 20400 | 20100 | 20000 | 20000
         expenditure           | 21860 | 21600 | 21690 | 21335
         balance               | -1460 | -1500 | -1690 | -1335
         reserves-withdrawn    | 1660  | 1700  | 1500  | 1250
         reserves-added        | –     | 70    | –     | –
         result                | 200   | 130   | -190  | -85
         incidental-correction | -150  | -100  | 200   | 50
         structural-balance    | 50    | 30    | 10    | -35
         figures-from          | figures-adopted | figures-estimate | figures-estimate | figures-estimate",
    );
}

/// Dalfsen, budget 2020: the structural balance before and after the council's amendments, in euros.
#[test]
fn the_effect_of_amendments_on_the_structural_balance() {
    let years = [2020, 2021, 2022, 2023];
    let before = [-2_562_200, -2_486_700, -2_908_900, -2_506_900];
    let effect = [-302_814, -300_938, -295_069, -423_269];
    let after = ["-286501400", "-278763800", "-320396900", "-293016900"];
    let key = |of: i64| LineKey { year: year(of), ..line("6.1 2020 lasten structureel = 0").key };
    let mut ledger = town();
    let body = BudgetAdopted {
        act: act(TOWN, Organ::Council, "2019-11-11"),
        holder: here(),
        year: year(2020),
        lines: years
            .iter()
            .zip(before)
            .map(|(of, balance)| BudgetLine {
                key: key(*of),
                amount: cents(-balance * 100),
                explanation: None,
            })
            .collect(),
        rounded_to: None,
    };
    ledger.say(&[TOWN], Body::BudgetAdopted(body));
    let amended = BudgetAmended {
        act: act(TOWN, Organ::Council, "2019-11-11"),
        holder: here(),
        year: year(2020),
        number: 1,
        lines: years
            .iter()
            .zip(before.iter().zip(effect))
            .map(|(of, (balance, effect))| AmendedLine {
                key: key(*of),
                old: cents(-balance * 100),
                mutation: cents(-effect * 100),
                new: cents(-(balance + effect) * 100),
                explanation: None,
            })
            .collect(),
    };
    ledger.say(&[TOWN], Body::BudgetAmended(amended));
    let shown = ledger.paragraph(TOWN, 2020, ledger.now("2019-12-01"));
    for (of, after) in years.iter().zip(after) {
        let found = at(&shown, TableId::ResultChain, "structural-balance", &of.to_string());
        assert_eq!(found, format!("{after} (decided)"));
    }
    assert_eq!(at(&shown, TableId::ResultChain, "figures-from", "2020"), "figures-amended");
}

/// Raalte, budget 2024 (x € 1.000): the pillars of four years and their totals, as families and as programmes.
#[test]
fn pillars_make_the_printed_totals() {
    let mut ledger = town();
    let rows = [
        ("6.6", "Wmo", [11_978, 11_977, 11_771, 11_771]),
        ("6.72a", "Jeugd", [12_746, 11_728, 10_667, 10_532]),
        ("6.5", "Participatie", [13_397, 13_186, 13_004, 12_756]),
    ];
    let words: Vec<String> = rows
        .iter()
        .flat_map(|(code, programme, amounts)| {
            let years = amounts.iter().zip(2024..);
            years.map(move |(amount, of)| format!("{code} {of} lasten structureel ({programme}) = {amount}"))
        })
        .collect();
    adopt(&mut ledger, 2024, &words.join("\n"));
    let shown = ledger.paragraph(TOWN, 2024, ledger.now("2023-12-01"));
    let printed = thousands(&table(&shown, TableId::MultiYear, &["2024", "2025", "2026", "2027"]));
    same(
        &printed.lines().take(5).collect::<Vec<_>>().join("\n"),
        "participation:expenditure | 13397 | 13186 | 13004 | 12756
         wmo:expenditure           | 11978 | 11977 | 11771 | 11771
         youth:expenditure         | 12746 | 11728 | 10667 | 10532
         total:income              | –     | –     | –     | –
         total:expenditure         | 38121 | 36891 | 35442 | 35059",
    );
    same(
        &thousands(&table(
            &shown,
            TableId::BudgetByProgramme,
            &["income", "expenditure", "balance", "reserves-withdrawn", "reserves-added", "result"],
        )),
        "Jeugd        | – | 12746 | -12746 | – | – | -12746
         Participatie | – | 13397 | -13397 | – | – | -13397
         Wmo          | – | 11978 | -11978 | – | – | -11978
         :total       | – | 38121 | -38121 | – | – | -38121",
    );
}

/// Etten-Leur (x € 1.000): a reserve as a closed system over five years; the last printed balance differs by rounding, and the reserve
/// goes below zero. Both are shown, neither is refused.
#[test]
fn a_reserve_year_by_year_as_the_source_prints_it() {
    let mut ledger = town();
    let printed = [
        (2018, 2_904, 699, 2_083, 1_520),
        (2019, 1_520, 592, 2_150, -38),
        (2020, -38, 1_594, 1_981, -425),
        (2021, -425, 1_940, 1_802, -287),
        (2022, -287, 2_035, 1_598, 151),
    ];
    for (of, opening, added, withdrawn, closing) in printed {
        let thousand = |amount: i64| Some(cents(amount * 100_000));
        let (opening, closing) = (thousand(opening), thousand(closing));
        let body = ReserveChanged { opening, closing, ..change(of, added, withdrawn) };
        ledger.say(&[TOWN], Body::ReserveChanged(body));
    }
    let shown = ledger.paragraph(TOWN, 2020, ledger.now("2019-12-01"));
    let columns = [
        "reserve-opening",
        "reserves-added",
        "reserves-withdrawn",
        "reserve-closing",
        "reserve-closing-printed",
        "explanation",
    ];
    same(
        &thousands(&table(&shown, TableId::Reserves, &columns)),
        "sociaal-domein:2018 | 2904 | 699  | 2083 | 1520 | 1520 | –
         sociaal-domein:2019 | 1520 | 592  | 2150 | -38  | -38  | reserve-negative
         sociaal-domein:2020 | -38  | 1594 | 1981 | -425 | -425 | reserve-negative
         sociaal-domein:2021 | -425 | 1940 | 1802 | -287 | -287 | reserve-negative
         sociaal-domein:2022 | -287 | 2035 | 1598 | 150  | 151  | reserve-differs",
    );
}

#[test]
fn a_balance_that_nobody_gave_is_not_known_and_a_known_one_is_carried_on() {
    let mut ledger = town();
    ledger.say(&[TOWN], Body::ReserveChanged(change(2024, 5, 0)));
    let opening = Some(cents(10_000_000));
    ledger.say(&[TOWN], Body::ReserveChanged(ReserveChanged { opening, ..change(2025, 0, 30) }));
    ledger.say(&[TOWN], Body::ReserveChanged(ReserveChanged { in_lines: true, ..change(2025, 7, 0) }));
    ledger.say(&[TOWN], Body::ReserveChanged(change(2026, 1, 0)));
    ledger.say(&[TOWN], Body::ReserveChanged(change(2028, 1, 0)));
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-12-01"));
    let columns =
        ["reserve-opening", "reserves-added", "reserves-withdrawn", "reserve-closing", "explanation"];
    same(
        &thousands(&table(&shown, TableId::Reserves, &columns)),
        "sociaal-domein:2024 | n.n.b. (1) | 5 | 0  | n.n.b. (1) | –
         sociaal-domein:2025 | 100        | 7 | 30 | 77         | reserve-in-lines
         sociaal-domein:2026 | 77         | 1 | 0  | 78         | –
         sociaal-domein:2028 | n.n.b. (1) | 1 | 0  | n.n.b. (1) | –",
    );
}

/// A separate change of a reserve is below the line, once: not again when the lines on 0.10 hold it.
#[test]
fn a_change_of_a_reserve_is_counted_once_and_below_the_line() {
    let mut ledger = town();
    adopt(&mut ledger, 2025, "6.1 2025 lasten structureel = 900\n0.10 2025 baten incidenteel = 100");
    ledger.say(&[TOWN], Body::ReserveChanged(ReserveChanged { in_lines: true, ..change(2025, 0, 100) }));
    ledger.say(&[TOWN], Body::ReserveChanged(change(2025, 20, 50)));
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-12-01"));
    same(
        &thousands(&table(
            &shown,
            TableId::BudgetByTaakveld,
            &["income-adopted", "expenditure-adopted", "income", "expenditure", "balance"],
        )),
        "6.1    | –   | 900 | –   | 900 | -900
         total  | –   | 900 | –   | 900 | -900
         0.10   | 100 | –   | 150 | 20  | 130
         result | 100 | 900 | 150 | 920 | -770",
    );
    assert_eq!(cell(&shown, TableId::BudgetByTaakveld, "0.10", "income").sources, [1, 3]);
    assert_eq!(cell(&shown, TableId::ResultChain, "reserves-withdrawn", "2025").sources, [1, 3]);
    let chain = |row: &str| thousands(&at(&shown, TableId::ResultChain, row, "2025"));
    assert_eq!(chain("balance"), "-900");
    assert_eq!(chain("result"), "-770");
    // Withdrawn 150 and added 20, all incidental: without them the result would be −900.
    assert_eq!(chain("incidental-correction"), "-130");
    assert_eq!(chain("structural-balance"), "-900");
    let kept = |row: &str| thousands(&at(&shown, TableId::MeansInAndOut, row, "value"));
    assert_eq!(kept("reserve-mutation"), "-130");
}

/// Gross expenditure stays gross: what people pay themselves stands beside it.
#[test]
fn own_contributions_stand_apart() {
    let mut ledger = town();
    adopt(
        &mut ledger,
        2025,
        "6.711 2025 lasten structureel 3.4.1 = 2.500
         6.711 2025 baten structureel 3.4.2 = 350
         6.711 2025 baten structureel 4.3.1 = 40
         6.712 2025 lasten structureel 3.4.1 = 600
         6.751 2025 lasten structureel = 800",
    );
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-12-01"));
    let columns = ["expenditure-gross", "own-contributions-income", "expenditure-net"];
    same(
        &thousands(&table(&shown, TableId::OwnContributions, &columns)),
        "wmo   | 3100 | 350 | 2750
         total | 3100 | 350 | 2750",
    );
    // In the budget itself nothing is netted.
    same(
        &thousands(&table(&shown, TableId::BudgetByFamily, &["income", "expenditure"])),
        "wmo   | 390 | 3100
         youth | –   | 800
         total | 390 | 3900",
    );
    assert_eq!(cell(&shown, TableId::OwnContributions, "wmo", "expenditure-net").sources, [1]);
}

/// 2015-2016 had functies of their own for them.
#[test]
fn own_contributions_of_2016_were_functies() {
    let mut ledger = town();
    adopt(&mut ledger, 2016, "661 2016 lasten structureel = 900\n667 2016 baten structureel = 120");
    let shown = ledger.paragraph(TOWN, 2016, ledger.now("2015-12-01"));
    same(
        &thousands(&table(
            &shown,
            TableId::OwnContributions,
            &["expenditure-gross", "own-contributions-income", "expenditure-net"],
        )),
        "wmo   | 900 | 120 | 780
         total | 900 | 120 | 780",
    );
}

#[test]
fn a_draft_holds_until_the_budget_is_adopted() {
    let mut ledger = town();
    draft(&mut ledger, 2025, "2024-10-01", "6.1 2025 lasten structureel = 920");
    // An earlier draft that is recorded later does not take its place.
    draft(&mut ledger, 2025, "2024-09-01", "6.1 2025 lasten structureel = 950");
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-10-02"));
    assert_eq!(at(&shown, TableId::KeyFigures, "expenditure", "value"), "92000000 (proposed)");
    assert_eq!(at(&shown, TableId::ResultChain, "figures-from", "2025"), "figures-draft");
    adopt(&mut ledger, 2025, "6.1 2025 lasten structureel = 910");
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-12-01"));
    assert_eq!(at(&shown, TableId::KeyFigures, "expenditure", "value"), "91000000 (decided)");
    let before = ledger.paragraph(TOWN, 2025, ledger.decided("2024-09-15"));
    assert_eq!(at(&before, TableId::KeyFigures, "expenditure", "value"), "95000000 (proposed)");
}

#[test]
fn the_budget_beside_what_was_realised() {
    let mut ledger = town();
    adopt(
        &mut ledger,
        2025,
        "6.1 2025 lasten structureel = 900
         6.3 2025 lasten structureel = 5.000
         6.3 2025 baten structureel = 4.000
         0.10 2025 baten incidenteel = 100",
    );
    report(&mut ledger, 2025, "2025-06-30", "6.3 2025 lasten structureel = 2.400");
    let columns = ["income", "income-realised", "expenditure", "expenditure-realised", "balance-difference"];
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2025-10-01"));
    same(
        &thousands(&table(&shown, TableId::BudgetAndActuals, &columns)),
        "6.1    | –    | – | 900  | –    | 900
         6.3    | 4000 | – | 5000 | 2400 | -1400
         total  | 4000 | – | 5900 | 2400 | -500
         0.10   | 100  | – | –    | –    | -100
         result | 4100 | – | 5900 | 2400 | -600",
    );
    assert_eq!(at(&shown, TableId::BudgetAndActuals, "6.3", "expenditure-realised"), "240000000 (realised)");
    // The report over nine months takes the place of that over six, also when that is recorded once more.
    report(&mut ledger, 2025, "2025-09-30", "6.3 2025 lasten structureel = 3.600");
    report(&mut ledger, 2025, "2025-06-30", "6.3 2025 lasten structureel = 2.410");
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2025-10-01"));
    let realised = at(&shown, TableId::BudgetAndActuals, "6.3", "expenditure-realised");
    assert_eq!(realised, "360000000 (realised)");
    // The accounts take the place of every report.
    close(
        &mut ledger,
        2025,
        "6.1 2025 lasten structureel = 880
         6.3 2025 lasten structureel = 5.200
         6.3 2025 baten structureel = 4.150
         0.10 2025 baten incidenteel = 100
         0.11 2025 baten structureel = 1.830",
    );
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2026-08-01"));
    same(
        &thousands(&table(&shown, TableId::BudgetAndActuals, &columns)),
        "6.1    | –    | –    | 900  | 880  | 20
         6.3    | 4000 | 4150 | 5000 | 5200 | -50
         total  | 4000 | 4150 | 5900 | 6080 | -30
         0.10   | 100  | 100  | –    | –    | 0
         result | 4100 | 4250 | 5900 | 6080 | -30
         0.11   | –    | 1830 | –    | –    | 1830",
    );
}

/// The realised result as it is booked: with 0.10 and 0.11 both sides are equal, or the difference is printed.
/// Figures of Iv3 are in thousands of euros: every amount of it is "about", a sum is as coarse as its parts together, and each table
/// says so. What an amendment brings is as exact as the amendment.
#[test]
fn figures_that_are_rounded_in_their_source_stay_rounded() {
    let mut ledger = town();
    let thousand = Some(cents(100_000));
    let by = |on: &str| act(TOWN, Organ::Council, on);
    let of_budget = lines(
        "6.1 2023 lasten structureel = 2.452
         6.72a 2023 lasten structureel = 3.254
         6.3 2023 baten structureel = 4.000
         0.7 2023 baten structureel = 49.083",
    );
    let (holder, of) = (here(), year(2023));
    let adopted =
        BudgetAdopted { act: by("2022-11"), holder, year: of, lines: of_budget, rounded_to: thousand };
    let adopted = ledger.say(&[TOWN], Body::BudgetAdopted(adopted));
    let of_accounts = lines("6.1 2023 lasten structureel = 6.575");
    let accounts =
        AccountsAdopted { act: by("2024-07"), holder, year: of, lines: of_accounts, rounded_to: None };
    ledger.say(&[TOWN], Body::AccountsAdopted(accounts));
    let shown = ledger.paragraph(TOWN, 2023, ledger.now("2024-08-01"));
    same(
        &table(&shown, TableId::BudgetByTaakveld, &["income", "expenditure", "balance"]),
        "0.7        | ca. 4908300000 (decided) | – | ca. 4908300000 (decided)
         6.1        | – | ca. 245200000 (decided) | ca. -245200000 (decided)
         6.3        | ca. 400000000 (decided)  | – | ca. 400000000 (decided)
         6.72a      | – | ca. 325400000 (decided) | ca. -325400000 (decided)
         total      | ca. 5308300000 (decided) | ca. 570600000 (decided) | ca. 4737700000 (decided)
         rounded-to | 100000 | 100000 | 100000",
    );
    same(
        &table(
            &shown,
            TableId::BudgetAndActuals,
            &["expenditure", "expenditure-realised", "balance-difference"],
        ),
        "0.7        | – | – | ca. -4908300000 (decided)
         6.1        | ca. 245200000 (decided) | 657500000 (adoptedaccounts) | ca. -412300000 (decided)
         6.3        | – | – | ca. -400000000 (decided)
         6.72a      | ca. 325400000 (decided) | – | ca. 325400000 (decided)
         total      | ca. 570600000 (decided) | 657500000 (adoptedaccounts) | ca. -5395200000 (decided)
         rounded-to | 100000 | – | 100000",
    );
    // A sum is as coarse as its parts together.
    let granularity = |row, column| match cell(&shown, TableId::BudgetByTaakveld, row, column).value {
        Value::Amount(Amount::About { granularity, .. }, _) => granularity.get(),
        _ => 0,
    };
    let found = ["6.1", "total"].map(|row| (granularity(row, "expenditure"), granularity(row, "balance")));
    assert_eq!(found, [(100_000, 100_000), (200_000, 400_000)]);
    assert_eq!(at(&shown, TableId::KeyFigures, "rounded-to", "value"), "100000");
    assert_eq!(at(&shown, TableId::ResultChain, "rounded-to", "2023"), "100000");
    assert_eq!(cell(&shown, TableId::MeansInAndOut, "rounded-to", "value").sources, [adopted]);
    let amended = BudgetAmended {
        act: by("2023-06"),
        holder,
        year: of,
        number: 1,
        lines: vec![
            AmendedLine {
                key: line("6.5 2023 lasten structureel = 0").key,
                old: cents(0),
                mutation: cents(12_345),
                new: cents(12_345),
                explanation: None,
            },
            AmendedLine {
                key: line("6.1 2023 lasten structureel = 0").key,
                old: cents(245_200_000),
                mutation: cents(1_050),
                new: cents(245_201_050),
                explanation: None,
            },
        ],
    };
    ledger.say(&[TOWN], Body::BudgetAmended(amended));
    let shown = ledger.paragraph(TOWN, 2023, ledger.now("2024-08-01"));
    let now = |code| at(&shown, TableId::BudgetByTaakveld, code, "expenditure");
    assert_eq!(now("6.5"), "12345 (decided)");
    assert_eq!(now("6.1"), "ca. 245201050 (decided)");
    // The next year sees it beside its own, which is exact.
    adopt(&mut ledger, 2024, "6.1 2024 lasten structureel = 2.500");
    let next = ledger.paragraph(TOWN, 2024, ledger.now("2024-08-01"));
    assert_eq!(at(&next, TableId::MultiYearByTaakveld, "rounded-to", "2023"), "100000");
    assert_eq!(at(&next, TableId::MultiYearByTaakveld, "rounded-to", "2024"), "–");
    assert!(next.table(TableId::BudgetByTaakveld).unwrap().cell("rounded-to", "income").is_none());
}

/// Dalfsen really published 17 thousand on 6.72 in its accounts of 2023: it counts for youth, and the paragraph says what is odd.
#[test]
fn an_amount_on_a_forbidden_code_counts_and_gets_a_signal() {
    let mut ledger = town();
    let adopted = adopt(
        &mut ledger,
        2023,
        "6.72 2023 lasten structureel = 0
         6.72a 2023 lasten structureel = 3.254
         6.81 2023 lasten structureel = 5",
    );
    let closed = close(
        &mut ledger,
        2023,
        "6.72 2023 lasten structureel = 17
         6.72a 2023 lasten structureel = 1.842",
    );
    let shown = ledger.paragraph(TOWN, 2023, ledger.now("2024-08-01"));
    let columns =
        ["expenditure", "expenditure-realised", "balance", "balance-realised", "balance-difference"];
    let columns = columns.map(|column| if column == "balance-realised" { "actual-balance" } else { column });
    same(
        &thousands(&table(&shown, TableId::BudgetAndActualsByFamily, &columns)),
        "wmo           | 5    | –    | -5    | –     | 5
         youth         | 3254 | 1859 | -3254 | -1859 | 1395
         social-domain | 3259 | 1859 | -3259 | -1859 | 1400
         total         | 3259 | 1859 | -3259 | -1859 | 1400",
    );
    assert_eq!(
        at(&shown, TableId::BudgetAndActuals, "6.72", "expenditure-realised"),
        "1700000 (adoptedaccounts)"
    );
    same(
        &table(&shown, TableId::Signals, &["article", "about", "status"]),
        "iv3-code:taakveld:6.72 | Regeling informatie voor derden, bijlage taakvelden | about-taakveld; 6.72 | signal-noted
         iv3-code:taakveld:6.81 | Regeling informatie voor derden, bijlage taakvelden | about-taakveld; 6.81 | signal-noted",
    );
    // A zero is no use of a code: the budget is not behind the signal of 6.72.
    assert_eq!(cell(&shown, TableId::Signals, "iv3-code:taakveld:6.72", "status").sources, [closed]);
    assert_eq!(cell(&shown, TableId::Signals, "iv3-code:taakveld:6.81", "status").sources, [adopted]);
}

#[test]
fn the_realised_result_and_the_two_sides_of_iv3() {
    let mut ledger = town();
    close(
        &mut ledger,
        2023,
        "6.1 2023 lasten structureel = 880
         6.3 2023 lasten structureel = 5.200
         6.3 2023 baten structureel = 4.150
         0.7 2023 baten structureel = 2.000
         0.10 2023 baten incidenteel = 100
         0.11 2023 lasten structureel = 170",
    );
    adopt(&mut ledger, 2025, "6.1 2025 lasten structureel = 900");
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-12-01"));
    same(
        &thousands(&table(&shown, TableId::ResultChain, &["2023", "2025"])),
        "income                | 6150 | –
         expenditure           | 6080 | 900
         balance               | 70   | -900
         reserves-withdrawn    | 100  | –
         reserves-added        | –    | –
         result                | 170  | -900
         incidental-correction | -100 | –
         structural-balance    | 70   | -900
         accounts-result       | 170  | –
         sides-difference      | 0    | –
         figures-from          | figures-accounts | figures-adopted",
    );
    let realised = at(&shown, TableId::ResultChain, "result", "2023");
    assert_eq!(realised, "17000000 (adoptedaccounts)");
}

#[test]
fn structural_and_incidental_per_family_and_what_lasts_too_long() {
    let mut ledger = town();
    adopt(
        &mut ledger,
        2025,
        "6.1 2025 lasten structureel = 500
         6.1 2025 lasten incidenteel = 40
         6.1 2026 lasten incidenteel = 40
         6.1 2027 lasten incidenteel = 40
         6.1 2028 lasten incidenteel = 40
         6.3 2025 lasten incidenteel = 10
         6.3 2026 lasten incidenteel = 10
         6.3 2027 lasten incidenteel = 10
         6.3 2025 baten structureel = 300
         0.10 2025 baten incidenteel = 50",
    );
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2024-12-01"));
    same(
        &thousands(&table(
            &shown,
            TableId::BudgetByNature,
            &["structural-income", "structural-expenditure", "incidental-income", "incidental-expenditure"],
        )),
        "social-infrastructure | –   | 500 | –  | 40
         income                | 300 | –   | –  | 10
         total                 | 300 | 500 | –  | 50
         reserves              | –   | –   | 50 | –",
    );
    // Three years is no more than a hint: only the line of four years gets a remark.
    same(
        &table(&shown, TableId::LongIncidental, &["side", "years", "explanation"]),
        "6.1:expenditure | flow-expenditure | 2025-2028 | incidental-long",
    );
}

#[test]
fn from_draft_to_accounts_stage_by_stage() {
    let mut ledger = town();
    let sent = BudgetSentForViews {
        act: act("region", Organ::ExecutiveBoard, "2024-04-10"),
        holder: Stream::Region,
        year: year(2025),
        to: vec![gm(TOWN), gm("GM0166")],
        until: date("2024-07-03"),
    };
    ledger.say(&["region"], Body::BudgetSentForViews(sent));
    draft(&mut ledger, 2025, "2024-10-01", "6.1 2025 lasten structureel = 920");
    adopt(&mut ledger, 2025, "6.1 2025 lasten structureel = 910");
    report(&mut ledger, 2025, "2025-06-30", "6.1 2025 lasten structureel = 400");
    close(&mut ledger, 2025, "6.1 2025 lasten structureel = 905");
    let shown = ledger.paragraph(TOWN, 2025, ledger.now("2026-08-01"));
    same(
        &table(&shown, TableId::BudgetStages, &["date", "by", "to", "due", "through"]),
        "drafted:2  | 2024-10-01 | Dalfsen; organ-executive | – | – | –
         sent:1     | 2024-04-10 | Regio IJsselland; organ-executive-board | Dalfsen / Kampen | 2024-07-03 | –
         adopted:3  | 2024-11-11 | Dalfsen; organ-council | – | – | –
         reported:4 | 2025-09-16 | Dalfsen; organ-executive | – | – | 2025-06-30
         closed:5   | 2026-07-05 | Dalfsen; organ-council | – | – | –",
    );
    // A council that was not asked does not see it; the region sees its own.
    let asked = |holder: &str| {
        let shown = ledger.paragraph(holder, 2025, ledger.now("2026-08-01"));
        shown.table(TableId::BudgetStages).is_some()
    };
    assert_eq!([TOWN, "GM0166", "GM0193", "region"].map(asked), [true, true, false, true]);
}
