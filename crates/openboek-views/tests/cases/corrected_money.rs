//! Corrections of subsidies, ceilings, contributions, drafts, accounts, reserves and funding: published as, restated as; the figure of
//! the paragraph is the corrected one, with both entries behind it, and an earlier stand stays what it was.

use openboek_rules::statement::*;
use openboek_rules::{
    Amount, CeilingId, Certainty, ContributionId, Counting, DecisionStatus, Figure, Flow, Gross, Horizon,
    Organ, Pillar, ReserveId, Stream, SubsidyId, Taakveld,
};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table};

const DALFSEN: &str = "GM0148";
const KAMPEN: &str = "GM0166";
const SHOWN: [&str; 4] = ["corrected-entry", "corrected-figure", "published-as", "restated-as"];

fn ledger() -> Ledger {
    let mut ledger = Ledger::default();
    let members = [(DALFSEN, "Dalfsen"), (KAMPEN, "Kampen")];
    ledger.say(&["region"], founded("Samen", LegalForm::PublicBody, &members));
    ledger
}

fn executive() -> openboek_rules::Act {
    act(DALFSEN, Organ::Executive, "2024-12-01")
}

/// Given what is recorded first, a statement and its correction: the table of corrections, and the one cell that both are behind.
struct Case {
    first: Vec<Body>,
    wrong: Body,
    right: Body,
    /// The rows of the table of corrections, without the number of the correction.
    corrections: &'static str,
    figure: (TableId, &'static str, &'static str),
    /// As it is shown before and after.
    says: (&'static str, &'static str),
}

impl Case {
    fn check(self) {
        let both: &[&str] = &[DALFSEN, "region"];
        let mut ledger = ledger();
        for body in self.first {
            ledger.say(both, body);
        }
        let kind = self.wrong.kind();
        let entry = ledger.say(both, self.wrong);
        let before = ledger.size();
        let published = ledger.paragraph(DALFSEN, 2025, ledger.stand(before, "2025-02-01"));
        let mut concerns: Vec<Stream> = both.iter().map(|code| Stream::new(code).unwrap()).collect();
        concerns.sort_unstable();
        let correction = EntryCorrected {
            act: act(DALFSEN, Organ::Clerk, "2025-01-20"),
            entry,
            mistake: Mistake::WrongAmount,
            reason: text("Verkeerd overgenomen"),
            corrected: Box::new(Statement { concerns, body: self.right }),
        };
        let correction = ledger.say(both, Body::EntryCorrected(correction));
        let shown = ledger.paragraph(DALFSEN, 2025, ledger.now("2025-02-01"));
        let printed = table(&shown, TableId::Corrections, &SHOWN);
        let rows: Vec<String> = printed
            .lines()
            .map(|line| line.split_once(" | ").unwrap().1.replacen(&entry.to_string(), "E", 1))
            .collect();
        same(&rows.join("\n"), self.corrections);
        let (of, row, column) = self.figure;
        assert_eq!(at(&published, of, row, column), self.says.0, "{kind} as published");
        assert_eq!(at(&shown, of, row, column), self.says.1, "{kind} as restated");
        let sources = &cell(&shown, of, row, column).sources;
        assert!(sources.contains(&entry) && sources.contains(&correction), "{kind}: {sources:?}");
        assert_eq!(ledger.paragraph(DALFSEN, 2025, ledger.stand(before, "2025-02-01")), published, "{kind}");
    }
}

fn subsidy() -> SubsidyId {
    SubsidyId::new("S-1").unwrap()
}

fn terms_of(amount: i64, shares: &[(i64, i64)]) -> SubsidyTerms {
    let part = |(of, amount): &(i64, i64)| SubsidyYear { year: year(*of), amount: exact(*amount) };
    SubsidyTerms {
        amount: exact(amount),
        per_year: shares.iter().map(part).collect(),
        partners: vec![],
        borne_by: vec![],
    }
}

fn award(terms: SubsidyTerms) -> Body {
    Body::SubsidyAwarded(SubsidyAwarded {
        act: executive(),
        subsidy: subsidy(),
        recipient: SubsidyRecipient::Organisation(org(KAMPEN)),
        activities: text("welzijnswerk"),
        years: years(2025, 2026),
        terms,
        ceiling: Some(CeilingId::new("P-1").unwrap()),
        exception: None,
        basis: SubsidyBasis::Regulation,
        regulation: None,
        expense: ExpenseRule::Awarded,
        budget_reservation: false,
        per_financial_year: false,
        notified: date("2024-12-01"),
    })
}

fn ceiling(amount: i64) -> Body {
    Body::CeilingSet(CeilingSet {
        act: executive(),
        ceiling: CeilingId::new("P-1").unwrap(),
        holder: Stream::new(DALFSEN).unwrap(),
        name: text("sociale basis"),
        years: years(2025, 2026),
        amount: exact(amount),
        regulation: None,
        distribution: None,
        published: date("2024-11-01"),
    })
}

fn advance(amount: i64) -> Body {
    Body::AdvancePaid(AdvancePaid { act: executive(), subsidy: subsidy(), amount: exact(amount) })
}

fn determined(amount: i64) -> Body {
    Body::SubsidyDetermined(SubsidyDetermined {
        act: executive(),
        subsidy: subsidy(),
        terms: Some(terms_of(amount, &[])),
        ground: Some(DeterminationGround::ActivitiesNotDone),
        reason: None,
        notified: date("2025-01-10"),
    })
}

/// € 120.000 was meant, € 210.000 was typed: the award, its years, the room under the ceiling, what is due.
#[test]
fn subsidies_and_ceilings() {
    let first = || vec![ceiling(30_000_000)];
    let awarded = || vec![ceiling(30_000_000), award(terms_of(12_000_000, &[]))];
    let cases = [
        Case {
            first: vec![],
            wrong: ceiling(3_000_000),
            right: ceiling(30_000_000),
            corrections: "E | P-1 | 3000000 | 30000000",
            figure: (TableId::Ceilings, "P-1", "left"),
            says: ("3000000", "30000000"),
        },
        Case {
            first: first(),
            wrong: award(terms_of(21_000_000, &[(2025, 11_000_000), (2026, 10_000_000)])),
            right: award(terms_of(12_000_000, &[(2025, 6_000_000), (2026, 6_000_000)])),
            corrections: "E | S-1 | 21000000 | 12000000
                          E | S-1; 2025 | 11000000 | 6000000
                          E | S-1; 2026 | 10000000 | 6000000",
            figure: (TableId::Ceilings, "P-1", "left"),
            says: ("9000000", "18000000"),
        },
        Case {
            first: first(),
            wrong: award(terms_of(21_000_000, &[(2025, 11_000_000), (2026, 10_000_000)])),
            right: award(terms_of(21_000_000, &[(2025, 10_000_000), (2026, 11_000_000)])),
            corrections: "E | S-1; 2025 | 11000000 | 10000000
                          E | S-1; 2026 | 10000000 | 11000000",
            figure: (TableId::SubsidyLedgers, "S-1:expense", "2026"),
            says: ("10000000", "11000000"),
        },
        Case {
            first: awarded(),
            wrong: advance(22_500),
            right: advance(2_250_000),
            corrections: "E | S-1 | 22500 | 2250000",
            figure: (TableId::Subsidies, "S-1", "paid"),
            says: ("22500", "2250000"),
        },
        Case {
            first: awarded(),
            wrong: determined(5_800_000),
            right: determined(8_500_000),
            corrections: "E | S-1 | 5800000 | 8500000",
            figure: (TableId::Subsidies, "S-1", "subsidy-balance"),
            says: ("5800000", "8500000"),
        },
    ];
    cases.into_iter().for_each(Case::check);
}

fn contribution() -> ContributionId {
    ContributionId::new("B-25").unwrap()
}

fn shares(dalfsen: i64, kampen: i64) -> Vec<MemberShare> {
    let share = |(code, amount)| MemberShare { municipality: gm(code), amount: cents(amount) };
    [(DALFSEN, dalfsen), (KAMPEN, kampen)].into_iter().map(share).collect()
}

fn board() -> openboek_rules::Act {
    act("region", Organ::GeneralBoard, "2024-07-01")
}

fn allocated(dalfsen: i64, kampen: i64) -> Body {
    Body::ContributionAllocated(ContributionAllocated {
        act: board(),
        contribution: contribution(),
        description: text("Bijdrage"),
        year: year(2025),
        status: DecisionStatus::Adopted,
        total: cents(dalfsen + kampen),
        parts: Vec::new(),
        key: None,
        shares: shares(dalfsen, kampen),
    })
}

fn settled(dalfsen: i64, kampen: i64) -> Body {
    Body::ContributionSettled(ContributionSettled {
        act: board(),
        contribution: contribution(),
        reason: SettlementReason::Accounts,
        explanation: None,
        total: cents(dalfsen + kampen),
        key: None,
        shares: shares(dalfsen, kampen),
    })
}

fn advanced(dalfsen: i64) -> Body {
    let shares = vec![MemberShare { municipality: gm(DALFSEN), amount: cents(dalfsen) }];
    Body::ContributionAdvanced(ContributionAdvanced {
        act: board(),
        contribution: contribution(),
        term: 1,
        shares,
    })
}

#[test]
fn contributions() {
    let cases = [
        Case {
            first: vec![],
            wrong: allocated(6_000, 4_000),
            right: allocated(4_000, 6_000),
            corrections: "E | B-25; Dalfsen | 6000 | 4000
                          E | B-25; Kampen | 4000 | 6000",
            figure: (TableId::Contributions, "B-25", "own-part"),
            says: ("6000 (decided)", "4000 (decided)"),
        },
        Case {
            first: vec![allocated(6_000, 4_000)],
            wrong: advanced(30),
            right: advanced(3_000),
            corrections: "E | B-25; Dalfsen | 30 | 3000",
            figure: (TableId::Contributions, "B-25", "still-to-pay"),
            says: ("5970", "3000"),
        },
        Case {
            first: vec![allocated(6_000, 4_000)],
            wrong: settled(5_500, 3_500),
            right: settled(5_400, 3_500),
            corrections: "E | B-25 | 9000 | 8900
                          E | B-25; Dalfsen | 5500 | 5400",
            figure: (TableId::Contributions, "B-25", "settlement"),
            says: ("-500", "-600"),
        },
    ];
    cases.into_iter().for_each(Case::check);
}

fn line(amount: i64) -> Vec<BudgetLine> {
    let key = LineKey {
        taakveld: Taakveld::new("6.1").unwrap(),
        year: year(2025),
        side: Side::Expenditure,
        nature: Nature::Structural,
        category: None,
        programme: None,
    };
    vec![BudgetLine { key, amount: cents(amount), explanation: None }]
}

fn drafted(amount: i64) -> Body {
    let holder = Stream::new(DALFSEN).unwrap();
    Body::BudgetDrafted(BudgetDrafted { act: executive(), holder, year: year(2025), lines: line(amount) })
}

fn adopted(amount: i64) -> Body {
    let (act, holder) = (act(DALFSEN, Organ::Council, "2024-11-07"), Stream::new(DALFSEN).unwrap());
    Body::BudgetAdopted(BudgetAdopted { act, holder, year: year(2025), lines: line(amount) })
}

fn accounts(amount: i64) -> Body {
    let holder = Stream::new(DALFSEN).unwrap();
    Body::AccountsAdopted(AccountsAdopted { act: executive(), holder, year: year(2025), lines: line(amount) })
}

fn reserve(withdrawn: i64) -> Body {
    Body::ReserveChanged(ReserveChanged {
        act: executive(),
        holder: Stream::new(DALFSEN).unwrap(),
        year: year(2025),
        reserve: ReserveId::new("RSD").unwrap(),
        name: text("Reserve sociaal domein"),
        added: cents(0),
        withdrawn: cents(withdrawn),
        nature: Nature::Incidental,
        in_lines: false,
        opening: None,
        closing: None,
        explanation: None,
    })
}

#[test]
fn drafts_accounts_and_reserves() {
    let cases = [
        Case {
            first: vec![],
            wrong: drafted(81_000),
            right: drafted(18_000),
            corrections: "E | 6.1; 2025; flow-expenditure; structural | 81000 | 18000",
            figure: (TableId::BudgetByTaakveld, "6.1", "expenditure"),
            says: ("81000 (proposed)", "18000 (proposed)"),
        },
        Case {
            first: vec![adopted(20_000)],
            wrong: accounts(81_000),
            right: accounts(18_000),
            corrections: "E | 6.1; 2025; flow-expenditure; structural | 81000 | 18000",
            figure: (TableId::BudgetAndActuals, "6.1", "balance-difference"),
            says: ("-61000", "2000"),
        },
        Case {
            first: vec![adopted(20_000)],
            wrong: reserve(500),
            right: reserve(5_000),
            corrections: "E | RSD; reserves-withdrawn | 500 | 5000",
            figure: (TableId::MeansInAndOut, "reserve-mutation", "value"),
            says: ("-500 (decided)", "-5000 (decided)"),
        },
    ];
    cases.into_iter().for_each(Case::check);
}

fn money(id: &str, amount: Amount) -> Figure {
    Figure {
        figure: figure(id),
        description: text("Algemene uitkering"),
        pillar: Pillar::General,
        flow: Flow::Income,
        gross: Gross::Unsaid,
        horizon: Horizon::Present,
        amount,
        certainty: Certainty::Circular,
        years: Some(years(2025, 2025)),
        counting: Counting::Counted,
        taakveld: None,
        source: None,
    }
}

fn source(kind: MoneyKind, earmark: Earmark) -> FundingSource {
    FundingSource { kind, earmark, sisa: None, circular: None }
}

fn indicated(amount: i64) -> Body {
    Body::FundingIndicated(FundingIndicated {
        act: executive(),
        figure: money("M25", exact(amount)),
        role: FundingRole::Own,
        money: Some(source(MoneyKind::GeneralGrant, Earmark::Free)),
    })
}

fn superseded(amount: i64) -> Body {
    Body::FundingSuperseded(FundingSuperseded {
        act: executive(),
        figure: money("S25", exact(amount)),
        role: FundingRole::Own,
        source: source(MoneyKind::GeneralGrant, Earmark::Free),
        supersedes: figure("M25"),
    })
}

fn granted(amount: i64) -> Body {
    Body::FundingGranted(FundingGranted {
        act: executive(),
        figure: money("G25", exact(amount)),
        source: source(MoneyKind::SpecificGrant, Earmark::Statutory),
        supersedes: None,
    })
}

#[test]
fn funding_of_all_kinds() {
    let cases = [
        Case {
            first: vec![],
            wrong: indicated(9_000),
            right: indicated(90_000),
            corrections: "E | M25 | 9000 | 90000",
            figure: (TableId::FundingSources, "total", "amount"),
            says: ("9000", "90000"),
        },
        Case {
            first: vec![indicated(9_000)],
            wrong: superseded(8_000),
            right: superseded(80_000),
            corrections: "E | S25 | 8000 | 80000",
            figure: (TableId::FundingSources, "S25", "change"),
            says: ("-1000", "71000"),
        },
        Case {
            first: vec![indicated(9_000)],
            wrong: granted(700),
            right: granted(7_000),
            corrections: "E | G25 | 700 | 7000",
            figure: (TableId::FundingSources, "total:earmark-statutory", "amount"),
            says: ("700", "7000"),
        },
    ];
    cases.into_iter().for_each(Case::check);
}
