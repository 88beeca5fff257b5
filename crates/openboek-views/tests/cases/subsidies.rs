//! Subsidies: the table of three amounts per year, ceilings, shares, the notice of Awb 4:51 worked out, and every signal with the
//! date sums of the domain paper (6.2, 6.3).

use openboek_rules::law::Length;
use openboek_rules::statement::*;
use openboek_rules::{
    Act, Amount, CeilingId, Cents, NoticeId, ObjectionId, Organ, Pseudonym, Stream, SubsidyId, Taakveld,
};
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, same, table};

const TOWN: &str = "GM0505";

fn subsidy(id: &str) -> SubsidyId {
    SubsidyId::new(id).unwrap()
}

fn by(organisation: &str, on: &str) -> Act {
    let organ = if organisation.starts_with("GM") { Organ::Executive } else { Organ::Recipient };
    act(organisation, organ, on)
}

fn whole(amount: Amount) -> SubsidyTerms {
    SubsidyTerms { amount, per_year: Vec::new(), partners: Vec::new(), borne_by: Vec::new() }
}

fn share(organisation: &str, amount: i64) -> SubsidyShare {
    SubsidyShare { organisation: org(organisation), amount: exact(amount) }
}

/// Town with two members and three recipients.
fn town() -> Ledger {
    let mut ledger = Ledger::default();
    let members = [(TOWN, "Dordrecht"), ("GM0482", "Alblasserdam")];
    ledger.say(&["region"], founded("Drechtsteden", LegalForm::PublicBody, &members));
    for (id, name) in [("de-kern", "De Kern"), ("welzijn", "Welzijn")] {
        let by = act("region", Organ::ExecutiveBoard, "2015");
        ledger.say(&["region"], registered(by, id, name, OrganisationKind::Provider, &[TOWN, "GM0482"]));
    }
    ledger
}

fn application(id: &str, on: &str, first: i64, last: i64) -> SubsidyApplied {
    SubsidyApplied {
        act: by("de-kern", on),
        subsidy: subsidy(id),
        recipient: SubsidyRecipient::Organisation(org("de-kern")),
        activities: text("welzijnswerk"),
        years: years(first, last),
        amount: exact(11_000_000),
        received: date(on),
        decide_by: date("XXXX"),
        per_financial_year: false,
        regulation: None,
    }
}

fn award(id: &str, on: &str, first: i64, last: i64, amount: i64) -> SubsidyAwarded {
    SubsidyAwarded {
        act: by(TOWN, on),
        subsidy: subsidy(id),
        recipient: SubsidyRecipient::Organisation(org("de-kern")),
        activities: text("welzijnswerk"),
        years: years(first, last),
        terms: whole(exact(amount)),
        ceiling: None,
        exception: None,
        basis: SubsidyBasis::Regulation,
        regulation: None,
        expense: ExpenseRule::Performed,
        budget_reservation: false,
        per_financial_year: false,
        notified: date("XXXX"),
    }
}

fn advance(id: &str, on: &str, amount: i64) -> Body {
    Body::AdvancePaid(AdvancePaid { act: by(TOWN, on), subsidy: subsidy(id), amount: exact(amount) })
}

fn paid(id: &str, on: &str, amount: i64, direction: PaymentDirection) -> Body {
    Body::SubsidyPaid(SubsidyPaid {
        act: by(TOWN, on),
        subsidy: subsidy(id),
        amount: exact(amount),
        direction,
    })
}

fn fixing(id: &str, on: &str, amount: i64, ground: Option<DeterminationGround>) -> SubsidyDetermined {
    SubsidyDetermined {
        act: by(TOWN, on),
        subsidy: subsidy(id),
        terms: Some(whole(exact(amount))),
        ground,
        reason: None,
        notified: date("XXXX"),
    }
}

fn ceiling(amount: i64) -> Body {
    Body::CeilingSet(CeilingSet {
        act: act(TOWN, Organ::Council, "2020-06-01"),
        ceiling: CeilingId::new("P-1").unwrap(),
        holder: Stream::Municipality(gm(TOWN)),
        name: text("sociale basis 2021"),
        years: years(2021, 2021),
        amount: exact(amount),
        regulation: None,
        distribution: None,
        published: date("2020-06-10"),
    })
}

/// Domain 6.3: awarded € 100.000,00 for 2021 with conditions, four advances, fixed at € 85.000,00, the rest came back.
fn three_amounts() -> Ledger {
    let mut ledger = town();
    ledger.say(&[TOWN], Body::SubsidyAwarded(award("S-1", "2020-12-01", 2021, 2021, 10_000_000)));
    for on in ["2021-01-15", "2021-04-15", "2021-07-15", "2021-10-15"] {
        ledger.say(&[TOWN], advance("S-1", on, 2_250_000));
    }
    let ground = Some(DeterminationGround::ActivitiesNotDone);
    ledger.say(&[TOWN], Body::SubsidyDetermined(fixing("S-1", "2022-05-10", 8_500_000, ground)));
    ledger.say(&[TOWN], paid("S-1", "2022-06-15", 500_000, PaymentDirection::FromRecipient));
    ledger
}

#[test]
fn commitment_expense_and_cash_are_three_amounts_a_year() {
    let ledger = three_amounts();
    let shown = ledger.paragraph(TOWN, 2021, ledger.now("2022-12-31"));
    same(
        &table(&shown, TableId::SubsidyLedgers, &["2020", "2021", "2022", "2023", "other-years", "total"]),
        "S-1:commitment   | 10000000 | 0       | -1500000 | 0 | 0 | 8500000
         S-1:expense      | 0        | 8500000 | 0        | 0 | 0 | 8500000
         S-1:cash         | 0        | 9000000 | -500000  | 0 | 0 | 8500000
         total:commitment | 10000000 | 0       | -1500000 | 0 | 0 | 8500000
         total:expense    | 0        | 8500000 | 0        | 0 | 0 | 8500000
         total:cash       | 0        | 9000000 | -500000  | 0 | 0 | 8500000",
    );
}

#[test]
fn before_the_determination_the_expense_is_unknown_and_never_zero() {
    let ledger = three_amounts();
    let shown = ledger.paragraph(TOWN, 2021, ledger.decided("2021-12-31"));
    same(
        &table(&shown, TableId::SubsidyLedgers, &["2020", "2021", "2022", "total"]),
        "S-1:commitment   | 10000000 | 0          | 0 | 10000000
         S-1:expense      | 0        | n.n.b. (1) | 0 | n.n.b. (1)
         S-1:cash         | 0        | 9000000    | 0 | 9000000
         total:commitment | 10000000 | 0          | 0 | 10000000
         total:expense    | 0        | n.n.b. (1) | 0 | n.n.b. (1)
         total:cash       | 0        | 9000000    | 0 | 9000000",
    );
}

#[test]
fn the_register_says_what_is_awarded_determined_paid_and_to_be_recovered() {
    let ledger = three_amounts();
    let columns = ["recipient", "awarded", "determined", "paid", "subsidy-balance", "status"];
    // 31 December 2021; 31 May 2022, before the money came back; the end of 2022.
    let shown = |on| table(&ledger.paragraph(TOWN, 2021, ledger.decided(on)), TableId::Subsidies, &columns);
    same(
        &shown("2021-12-31"),
        "S-1 | De Kern | 10000000 (granted) | not-yet | 9000000 | – | subsidy-awarded
         total | – | 10000000 | – | 9000000 | – | –",
    );
    same(
        &shown("2022-05-31"),
        "S-1 | De Kern | 10000000 (granted) | 8500000 (granted) | 9000000 | -500000 | subsidy-determined
         total | – | 10000000 | 8500000 | 9000000 | -500000 | –",
    );
    same(
        &shown("2022-12-31"),
        "S-1 | De Kern | 10000000 (granted) | 8500000 (granted) | 8500000 | 0 | subsidy-determined
         total | – | 10000000 | 8500000 | 8500000 | 0 | –",
    );
}

#[test]
fn an_expense_without_conditions_falls_in_the_years_of_the_award() {
    let mut ledger = town();
    let mut stated = award("S-1", "2020-12-01", 2021, 2022, 10_000_000);
    stated.expense = ExpenseRule::Awarded;
    stated.terms.per_year = vec![
        SubsidyYear { year: year(2021), amount: exact(4_000_000) },
        SubsidyYear { year: year(2022), amount: exact(6_000_000) },
    ];
    let mut undivided = award("S-2", "2020-12-01", 2021, 2022, 2_000_000);
    undivided.expense = ExpenseRule::Awarded;
    ledger.say(&[TOWN], Body::SubsidyAwarded(stated));
    ledger.say(&[TOWN], Body::SubsidyAwarded(undivided));
    let shown = ledger.paragraph(TOWN, 2021, ledger.now("2021-12-31"));
    let of = |row: &str, column: &str| at(&shown, TableId::SubsidyLedgers, row, column);
    assert_eq!((of("S-1:expense", "2021"), of("S-1:expense", "2022")), ("4000000".into(), "6000000".into()));
    assert_eq!(
        (of("S-2:expense", "2021"), of("S-2:expense", "2022")),
        ("n.n.b. (1)".into(), "n.n.b. (1)".into())
    );
    assert_eq!(of("total:expense", "2021"), "4000000 + n.n.b. (1)");
}

#[test]
fn a_ceiling_says_what_is_left_and_what_may_go_above_it() {
    let mut ledger = town();
    ledger.say(&[TOWN], ceiling(9_000_000));
    for (id, amount, exception) in [
        ("S-1", 6_000_000, None),
        ("S-2", 4_000_000, None),
        ("S-3", 500_000, Some(CeilingException::ReasonableTerm)),
    ] {
        let mut body = award(id, "2020-12-01", 2021, 2021, amount);
        body.ceiling = Some(CeilingId::new("P-1").unwrap());
        body.exception = exception;
        ledger.say(&[TOWN], Body::SubsidyAwarded(body));
    }
    let columns = ["amount", "awarded", "left", "awarded-above", "published"];
    let shown = ledger.paragraph(TOWN, 2021, ledger.now("2020-12-31"));
    same(
        &table(&shown, TableId::Ceilings, &columns),
        "P-1 | 9000000 (decided) | 10000000 | -1000000 | 500000 | 2020-06-10",
    );
    let row = "awb-4-25:ceiling:P-1";
    assert_eq!(at(&shown, TableId::Signals, row, "status"), "signal-noted");
    // Withdrawn: it no longer counts. Raised: the same ceiling, another amount.
    ledger.say(
        &[TOWN],
        Body::SubsidyWithdrawn(SubsidyWithdrawn {
            act: by(TOWN, "2021-01-10"),
            subsidy: subsidy("S-2"),
            part: WithdrawnPart::Award,
            retroactive: true,
            reason: text("op verzoek"),
            notified: date("XXXX"),
        }),
    );
    ledger.say(&[TOWN], ceiling(9_500_000));
    let shown = ledger.paragraph(TOWN, 2021, ledger.now("2021-01-31"));
    same(
        &table(&shown, TableId::Ceilings, &columns),
        "P-1 | 9500000 (decided) | 6000000 | 3500000 | 500000 | 2020-06-10",
    );
    assert!(shown.table(TableId::Signals).is_none_or(|signals| signals.rows.iter().all(|r| r.id != row)));
}

#[test]
fn a_coalition_and_the_municipalities_that_pay_have_their_shares() {
    let mut ledger = town();
    let mut body = award("S-1", "2020-12-01", 2021, 2021, 10_000_000);
    body.terms.partners = vec![share("de-kern", 6_000_001), share("welzijn", 3_999_999)];
    body.terms.borne_by = vec![share("GM0482", 3_333_333), share(TOWN, 6_666_667)];
    ledger.say(&[TOWN, "GM0482"], Body::SubsidyAwarded(body));
    let giver = ledger.paragraph(TOWN, 2021, ledger.now("2020-12-31"));
    same(
        &table(&giver, TableId::SubsidyShares, &["kind", "awarded"]),
        "S-1:partner:de-kern | share-partner | 6000001 (granted)
         S-1:partner:welzijn | share-partner | 3999999 (granted)
         S-1:municipality:GM0482 | share-municipality | 3333333 (granted)
         S-1:municipality:GM0505 | share-municipality | 6666667 (granted)",
    );
    same(
        &table(&giver, TableId::SubsidyRecipients, &["works-in", "subsidies", "awarded"]),
        "de-kern | Dordrecht / Alblasserdam | 1 | 10000000",
    );
    // The other municipality reads it, with its own part; the money is not in its totals.
    let other = ledger.paragraph("GM0482", 2021, ledger.now("2020-12-31"));
    same(
        &table(&other, TableId::Subsidies, &["awarded", "own-share", "given-by"]),
        "S-1 | 10000000 (granted) | 3333333 (granted) | Dordrecht",
    );
    assert_eq!(at(&other, TableId::SubsidyLedgers, "total:commitment", "total"), "0");
}

#[test]
fn an_award_without_an_amount_is_unknown_and_listed() {
    let mut ledger = town();
    let mut body = award("S-1", "2020-12-01", 2021, 2021, 0);
    body.terms = whole(promised("nog te berekenen", "tarievenbesluit", "2021-03"));
    ledger.say(&[TOWN], Body::SubsidyAwarded(body));
    ledger.say(&[TOWN], Body::SubsidyAwarded(award("S-2", "2020-12-01", 2021, 2021, 500_000)));
    let shown = ledger.paragraph(TOWN, 2021, ledger.now("2020-12-31"));
    same(
        &table(
            &shown,
            TableId::UnknownAmounts,
            &["kind", "reason", "promised-document", "expected", "status"],
        ),
        "subsidy:S-1 | unknown-subsidy | nog te berekenen | tarievenbesluit | 2021-03 | open",
    );
    assert_eq!(at(&shown, TableId::Subsidies, "total", "awarded"), "500000 + n.n.b. (1)");
    assert_eq!(at(&shown, TableId::SubsidyLedgers, "total:commitment", "2020"), "500000 + n.n.b. (1)");
}

#[test]
fn a_person_is_a_pseudonym_and_nothing_else() {
    let mut ledger = town();
    let mut body = award("S-1", "2020-12-01", 2021, 2021, 950_000);
    body.recipient = SubsidyRecipient::Person(Pseudonym::new("p-0123456789abcdef").unwrap());
    ledger.say(&[TOWN], Body::SubsidyAwarded(body));
    let shown = ledger.paragraph(TOWN, 2021, ledger.now("2020-12-31"));
    assert_eq!(at(&shown, TableId::Subsidies, "S-1", "recipient"), "natural-person; p-0123456789abcdef");
}

#[test]
fn a_late_notice_leaves_the_old_amount_until_the_end_of_the_term() {
    // Domain 6.2: € 120.000,00 a year, 20 % less from 2021, notice on 20 October 2020, a term of 6 months.
    let mut ledger = town();
    ledger.say(&[TOWN], Body::SubsidyAwarded(award("S-1", "2019-12-01", 2018, 2020, 36_000_000)));
    let notice = |id: &str, on: &str, term| {
        Body::NoticeGiven(NoticeGiven {
            act: by(TOWN, on),
            notice: NoticeId::new(id).unwrap(),
            subsidy: subsidy("S-1"),
            from: year(2021),
            yearly: exact(12_000_000),
            lowered: exact(9_600_000),
            term,
            notified: date("XXXX"),
            reason: text("bezuiniging"),
        })
    };
    ledger.say(&[TOWN], notice("N-late", "2020-10-20", Length::Months(6)));
    ledger.say(&[TOWN], notice("N-in-time", "2020-05-20", Length::Months(6)));
    ledger.say(&[TOWN], notice("N-long", "2020-10-20", Length::Years(2)));
    let shown = ledger.paragraph(TOWN, 2021, ledger.now("2020-12-31"));
    let columns = ["term", "term-ends", "old-days", "old-part", "new-part", "year-total", "saving"];
    same(
        &table(&shown, TableId::Notices, &columns),
        "N-late    | + 6 maanden | 2021-04-20 | 110 dagen | 3616438  | 6706849 | 10323287 | 1676713
         N-in-time | + 6 maanden | 2020-11-20 | 0 dagen   | 0        | 9600000 | 9600000  | 2400000
         N-long    | + 2 jaar    | 2022-10-20 | 365 dagen | 12000000 | 0       | 12000000 | 0",
    );
    let of = |id: &str, start: &str| {
        at(&shown, TableId::Signals, &format!("awb-4-51:notice:{id}:{start}"), "status")
    };
    assert_eq!(of("N-late", "2020-10-20"), "signal-noted");
    assert_eq!(of("N-in-time", "2020-05-20"), "signal-met");
}

#[test]
fn an_objection_can_make_a_subsidy_undecided_and_then_higher() {
    let mut ledger = three_amounts();
    let objection = ObjectionId::new("B-1").unwrap();
    ledger.say(
        &[TOWN],
        Body::ObjectionFiled(ObjectionFiled {
            act: by("de-kern", "2022-06-01"),
            objection: objection.clone(),
            subsidy: subsidy("S-1"),
            against: ObjectedDecision::Determination,
            reason: None,
        }),
    );
    let open = ledger.paragraph(TOWN, 2022, ledger.now("2022-06-11"));
    same(
        &table(&open, TableId::Objections, &["against", "outcome", "days-open"]),
        "B-1 | against-determination | open | 10 dagen",
    );
    ledger.say(
        &[TOWN],
        Body::ObjectionDecided(ObjectionDecided {
            act: by(TOWN, "2022-08-01"),
            objection,
            outcome: ObjectionOutcome::Upheld,
            reasons: text("de motivering was te mager"),
        }),
    );
    let undone = SubsidyDetermined {
        terms: None,
        ..fixing("S-1", "2022-08-01", 0, Some(DeterminationGround::Objection))
    };
    ledger.say(&[TOWN], Body::SubsidyDetermined(undone));
    let columns = ["awarded", "determined", "status"];
    let shown = ledger.paragraph(TOWN, 2022, ledger.now("2022-08-02"));
    assert_eq!(at(&shown, TableId::Subsidies, "S-1", "status"), "subsidy-undecided-again");
    let again = fixing("S-1", "2022-09-01", 9_500_000, Some(DeterminationGround::Objection));
    ledger.say(&[TOWN], Body::SubsidyDetermined(again));
    let shown = ledger.paragraph(TOWN, 2022, ledger.now("2022-09-02"));
    same(
        &table(&shown, TableId::Subsidies, &columns),
        "S-1 | 10000000 (granted) | 9500000 (granted) | subsidy-determined
         total | 10000000 | 9500000 | –",
    );
    // Released, taken back, and released less: the sum is what is fixed now.
    assert_eq!(at(&shown, TableId::SubsidyLedgers, "S-1:commitment", "2022"), "-500000");
    assert_eq!(at(&shown, TableId::Signals, "awb-6-7:objection:B-1:2022-05-10", "status"), "signal-met");
}

/// Every date vector of domain 6.2 as a signal: rule, start, term, last day, done on, state.
#[test]
fn every_term_is_a_signal_with_its_date_sum() {
    let mut ledger = town();
    // 4:34: the budget of 2021 is adopted on 11 November 2020.
    let line = BudgetLine {
        key: LineKey {
            taakveld: Taakveld::new("6.1").unwrap(),
            year: year(2021),
            side: Side::Expenditure,
            nature: Nature::Structural,
            category: None,
            programme: None,
        },
        amount: Cents::new(100_000_000).unwrap(),
        explanation: None,
    };
    ledger.say(
        &[TOWN],
        Body::BudgetAdopted(BudgetAdopted {
            act: act(TOWN, Organ::Council, "2020-11-11"),
            holder: Stream::Municipality(gm(TOWN)),
            year: year(2021),
            lines: vec![line],
            rounded_to: None,
        }),
    );
    let mut asked = application("S-1", "2020-10-01", 2021, 2021);
    asked.per_financial_year = true;
    ledger.say(&[TOWN], Body::SubsidyApplied(asked));
    let mut granted = award("S-1", "2020-11-30", 2021, 2021, 10_000_000);
    granted.budget_reservation = true;
    granted.per_financial_year = true;
    ledger.say(&[TOWN], Body::SubsidyAwarded(granted));
    // 4:56, 4:74, 4:87, 4:49 and 4:57 on a subsidy of 2019.
    let mut older = award("S-2", "2018-12-01", 2020, 2020, 10_000_000);
    older.per_financial_year = true;
    ledger.say(&[TOWN], Body::SubsidyAwarded(older));
    ledger.say(&[TOWN], advance("S-2", "2019-12-15", 9_000_000));
    ledger.say(
        &[TOWN],
        Body::PaymentSuspended(PaymentSuspended {
            act: by(TOWN, "2020-03-01"),
            subsidy: subsidy("S-2"),
            resumed: false,
            reason: None,
            notified: date("2020-03-02"),
        }),
    );
    let mut fixed = fixing("S-2", "2020-06-09", 8_000_000, None);
    fixed.notified = date("2020-06-10");
    ledger.say(&[TOWN], Body::SubsidyDetermined(fixed));
    ledger.say(&[TOWN], Body::SubsidyAwarded(award("S-3", "2019-12-01", 2020, 2020, 1_000_000)));
    let mut fixed = fixing("S-3", "2020-12-14", 1_000_000, None);
    fixed.notified = date("2020-12-15");
    ledger.say(&[TOWN], Body::SubsidyDetermined(fixed));
    ledger.say(&[TOWN], paid("S-3", "2021-01-27", 1_000_000, PaymentDirection::ToRecipient));
    let shown = ledger.paragraph(TOWN, 2021, ledger.now("2021-02-01"));
    let columns = ["article", "term-start", "term", "last-day", "met-on", "status", "days-over"];
    same(
        &table(&shown, TableId::Signals, &columns),
        "awb-4-34:subsidy:S-1:2020-11-11 | Awb art. 4:34 lid 3 | 2020-11-11 | + 4 weken | 2020-12-09 | – | signal-passed | 54 dagen
         awb-4-13:subsidy:S-1:2020-10-01 | Awb art. 4:13 lid 2 | 2020-10-01 | + 8 weken | 2020-11-26 | 2020-11-30 | signal-met-late | 4 dagen
         awb-4-56:subsidy:S-2:2020-03-02 | Awb art. 4:56 | 2020-03-02 | + 13 weken | 2020-06-01 | 2020-06-09 | signal-met-late | 8 dagen
         awb-4-87:subsidy:S-3:2020-12-15 | Awb art. 4:87 lid 1 | 2020-12-15 | + 6 weken | 2021-01-26 | 2021-01-27 | signal-met-late | 1 dagen
         awb-4-46:subsidy:S-2 | Awb art. 4:46 | – | – | – | – | signal-noted | –
         awb-4-74:subsidy:S-1:2021-12-31 | Awb art. 4:74 | 2021-12-31 | 06-30, jaar +1 | 2022-06-30 | – | signal-open | –
         awb-4-49:subsidy:S-2:2020-06-10 | Awb art. 4:49 lid 3 | 2020-06-10 | + 5 jaar | 2025-06-10 | – | signal-open | –
         awb-4-57:subsidy:S-2:2020-06-10 | Awb art. 4:57 lid 4 | 2020-06-10 | + 5 jaar | 2025-06-10 | – | signal-open | –
         awb-4-49:subsidy:S-3:2020-12-15 | Awb art. 4:49 lid 3 | 2020-12-15 | + 5 jaar | 2025-12-15 | – | signal-open | –
         awb-4-60:subsidy:S-1:2021-01-01 | Awb art. 4:60 | 2021-01-01 | − 13 weken | 2020-10-02 | 2020-10-01 | signal-met | –
         awb-4-74:subsidy:S-2:2020-12-31 | Awb art. 4:74 | 2020-12-31 | 06-30, jaar +1 | 2021-06-30 | 2020-06-09 | signal-met | –",
    );
}

#[test]
fn a_term_of_the_regulation_goes_before_that_of_the_awb_and_an_exception_has_its_limit() {
    let mut ledger = town();
    let mut asked = application("S-1", "2020-10-01", 2021, 2021);
    asked.decide_by = date("2020-12-31");
    ledger.say(&[TOWN], Body::SubsidyApplied(asked));
    let mut granted = award("S-1", "2020-12-30", 2021, 2025, 10_000_000);
    granted.basis = SubsidyBasis::Incidental;
    ledger.say(&[TOWN], Body::SubsidyAwarded(granted));
    let shown = ledger.paragraph(TOWN, 2021, ledger.now("2021-02-01"));
    same(
        &table(&shown, TableId::Signals, &["last-day", "met-on", "status"]),
        "awb-4-23:subsidy:S-1 | – | – | signal-noted
         awb-4-13:subsidy:S-1:2020-10-01 | 2020-12-31 | 2020-12-30 | signal-met",
    );
}

fn listed(id: &str, on: &str, recipient: Option<SubsidyRecipient>, asked: Option<i64>) -> Body {
    Body::SubsidyListed(SubsidyListed {
        act: by(TOWN, on),
        subsidy: subsidy(id),
        register: text("subsidieregister"),
        recipient,
        activities: None,
        regulation: None,
        years: None,
        asked: asked.map(exact),
        policy_area: Some(text("Welzijn en Zorg")),
        unit: None,
        periodicity: Some(Periodicity::Once),
    })
}

fn unlisted(id: &str, on: &str) -> Body {
    let (act, subsidy, register) = (by(TOWN, on), subsidy(id), text("subsidieregister"));
    Body::SubsidyUnlisted(SubsidyUnlisted { act, subsidy, register, reason: None })
}

#[test]
fn gone_from_the_register_is_no_withdrawal_and_a_ground_it_does_not_name_is_a_signal() {
    let mut ledger = town();
    for id in ["S-1", "S-2", "S-3"] {
        let mut asked = application(id, "XXXX", 2020, 2020);
        if id == "S-2" {
            asked.recipient = SubsidyRecipient::Unsaid;
        }
        let mut given = award(id, "XXXX", 2020, 2020, 1_000_000);
        given.recipient = asked.recipient.clone();
        ledger.say(&[TOWN], Body::SubsidyApplied(asked));
        ledger.say(&[TOWN], Body::SubsidyAwarded(given));
        ledger.say(&[TOWN], listed(id, "2019-06-11", None, None));
    }
    ledger.say(
        &[TOWN],
        Body::SubsidyDetermined(fixing("S-2", "XXXX", 1_000_001, Some(DeterminationGround::Unsaid))),
    );
    ledger.say(&[TOWN], Body::SubsidyDetermined(fixing("S-3", "XXXX", 1_000_000, None)));
    ledger.say(&[TOWN], unlisted("S-1", "2019-07-29"));
    ledger.say(&[TOWN], unlisted("S-3", "2019-07-29"));
    let named = SubsidyRecipient::Organisation(org("welzijn"));
    ledger.say(&[TOWN], listed("S-3", "2019-11-04", Some(named), Some(12_345)));
    let shown = ledger.paragraph(TOWN, 2020, ledger.now("2020-03-09"));
    let columns = ["recipient", "asked", "awarded", "determined", "status"];
    same(
        &table(&shown, TableId::Subsidies, &columns),
        "S-1 | De Kern | 11000000 | 1000000 (granted) | not-yet | subsidy-awarded / subsidy-unlisted; 2019-07-29 / reason-unknown
         S-2 | recipient-unsaid | 11000000 | 1000000 (granted) | 1000001 (granted) | subsidy-determined
         S-3 | Welzijn | 12345 | 1000000 (granted) | 1000000 (granted) | subsidy-determined
         total | – | – | 3000000 | 2000001 | –",
    );
    same(
        &table(&shown, TableId::Signals, &["article", "status"]),
        "awb-4-46:subsidy:S-2 | Awb art. 4:46 | signal-noted",
    );
    // A subsidy of which no decision has a date begins when a register listed it, not in every year there ever was.
    let before = ledger.paragraph(TOWN, 2018, ledger.now("2020-03-09"));
    assert!(
        before.table(TableId::Subsidies).is_none_or(|table| table.rows.iter().all(|row| row.id != "S-2"))
    );
}
