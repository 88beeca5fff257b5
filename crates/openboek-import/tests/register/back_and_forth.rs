//! A register out of the ledger, and back: nothing new.

use openboek_import::register::{Numbers, write};
use openboek_rules::statement::*;
use openboek_rules::{
    Amount, Body, BudgetYear, Cents, Pseudonym, Statement, Stream, SubsidyId, Text, UncertainDate, YearSpan,
};
use proptest::prelude::*;

use crate::fixture::*;

/// One subsidy of a random ledger.
#[derive(Clone, Debug)]
struct Drawn {
    recipient: u8,
    activities: Text,
    regulation: Option<Text>,
    years: (i64, i64),
    asked: Option<Amount>,
    awarded: Option<Amount>,
    determined: Option<Amount>,
    withdrawn: bool,
    listed: Option<bool>,
    area: Option<Text>,
    periodicity: Option<Periodicity>,
}

fn words() -> impl Strategy<Value = Text> {
    let formulas = "[=+@'\\-]{1,2}[a-z0-9(),;\"]{0,8}";
    let any = prop_oneof!["\\PC{1,24}", formulas, "[a-z]{1,5}  [a-z]{1,5}", "[\",;]{1,3}x"];
    any.prop_filter_map("a text", |text| Text::new(text.trim()).ok())
}

fn amount() -> impl Strategy<Value = Amount> {
    let exact = (0i64..=Cents::MAX_SIZE).prop_map(|cents| Amount::Exact(Cents::new(cents).unwrap()));
    let small = (0i64..500).prop_map(|cents| Amount::Exact(Cents::new(cents).unwrap()));
    let most = (0i64..500_000).prop_map(|cents| Amount::AtMost(Cents::new(cents).unwrap()));
    let unknown = Just(Amount::Unknown { reason: text("n.n.b."), promised: None });
    prop_oneof![4 => exact, 2 => small, 1 => most, 1 => unknown]
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let listed = prop_oneof![Just(None), Just(Some(true)), Just(Some(false))];
    let periodicity =
        prop_oneof![Just(None), Just(Some(Periodicity::Once)), Just(Some(Periodicity::Periodic))];
    let amounts = (prop::option::of(amount()), prop::option::of(amount()), prop::option::of(amount()));
    let texts = (words(), prop::option::of(words()), prop::option::of(words()));
    (0u8..4, texts, (2015i64..2020, 0i64..3), amounts, any::<bool>(), listed, periodicity).prop_map(
        |(
            recipient,
            (activities, regulation, area),
            (first, more),
            (asked, awarded, determined),
            withdrawn,
            listed,
            periodicity,
        )| {
            let years = (first, first + more);
            Drawn {
                recipient,
                activities,
                regulation,
                years,
                asked,
                awarded,
                determined,
                withdrawn,
                listed,
                area,
                periodicity,
            }
        },
    )
}

fn terms(amount: &Amount) -> SubsidyTerms {
    SubsidyTerms { amount: amount.clone(), per_year: Vec::new(), partners: Vec::new(), borne_by: Vec::new() }
}

fn bodies(number: usize, drawn: &Drawn) -> Vec<Body> {
    let subsidy = SubsidyId::new(&format!("S-{number}")).unwrap();
    let recipient = match drawn.recipient {
        0 => SubsidyRecipient::Organisation(org("een")),
        1 => SubsidyRecipient::Organisation(org("twee")),
        2 => SubsidyRecipient::Person(Pseudonym::new(&format!("p-{number:016x}")).unwrap()),
        _ => SubsidyRecipient::Unsaid,
    };
    let year = |year| BudgetYear::new(year).unwrap();
    let years = YearSpan::new(year(drawn.years.0), year(drawn.years.1)).unwrap();
    let (activities, regulation, unknown) =
        (drawn.activities.clone(), drawn.regulation.clone(), UncertainDate::Unknown);
    let mut bodies = Vec::new();
    if drawn.asked.is_some() || drawn.awarded.is_none() {
        bodies.push(Body::SubsidyApplied(SubsidyApplied {
            act: act(TOWN),
            subsidy: subsidy.clone(),
            recipient: recipient.clone(),
            activities: activities.clone(),
            years,
            amount: drawn.asked.clone().unwrap_or(Amount::Unknown { reason: text("pm"), promised: None }),
            received: unknown.clone(),
            decide_by: unknown.clone(),
            per_financial_year: true,
            regulation: regulation.clone(),
        }));
    }
    if let Some(awarded) = &drawn.awarded {
        bodies.push(Body::SubsidyAwarded(SubsidyAwarded {
            act: act(TOWN),
            subsidy: subsidy.clone(),
            recipient,
            activities,
            years,
            terms: terms(awarded),
            ceiling: None,
            exception: None,
            basis: SubsidyBasis::Unsaid,
            regulation,
            expense: ExpenseRule::Performed,
            budget_reservation: false,
            per_financial_year: false,
            notified: unknown.clone(),
        }));
    }
    if let Some(determined) = &drawn.determined {
        let (terms, ground) = (Some(terms(determined)), Some(DeterminationGround::Unsaid));
        let (reason, notified) = (None, unknown.clone());
        bodies.push(Body::SubsidyDetermined(SubsidyDetermined {
            act: act(TOWN),
            subsidy: subsidy.clone(),
            terms,
            ground,
            reason,
            notified,
        }));
    }
    if drawn.withdrawn {
        let part = match (&drawn.awarded, &drawn.determined) {
            (_, Some(_)) => WithdrawnPart::Determination,
            (Some(_), None) => WithdrawnPart::Award,
            (None, None) => WithdrawnPart::Application,
        };
        let (retroactive, reason, notified) = (false, text("op verzoek"), unknown);
        bodies.push(Body::SubsidyWithdrawn(SubsidyWithdrawn {
            act: act(TOWN),
            subsidy: subsidy.clone(),
            part,
            retroactive,
            reason,
            notified,
        }));
    }
    if drawn.listed.is_some() {
        bodies.push(Body::SubsidyListed(SubsidyListed {
            act: act(TOWN),
            subsidy: subsidy.clone(),
            register: text("Subsidieregister"),
            recipient: None,
            activities: None,
            regulation: None,
            years: None,
            asked: None,
            policy_area: drawn.area.clone(),
            unit: None,
            periodicity: drawn.periodicity,
        }));
    }
    if drawn.listed == Some(false) {
        let (register, reason) = (text("Subsidieregister"), None);
        bodies.push(Body::SubsidyUnlisted(SubsidyUnlisted { act: act(TOWN), subsidy, register, reason }));
    }
    bodies
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn importing_an_export_records_nothing_new(
        names in [words(), words()],
        drawn in proptest::collection::vec(drawn(), 0..6),
        (separator, dutch) in (prop::sample::select(&b",;\t"[..]), any::<bool>()),
    ) {
        let mut ledger = Ledger::founded();
        for (id, name) in ["een", "twee"].into_iter().zip(names) {
            let (kind, works_in, partners) = (OrganisationKind::Provider, Vec::new(), Vec::new());
            let body = OrganisationRegistered { act: act(TOWN), organisation: org(id), name, kind, works_in, partners };
            ledger.say(Statement { concerns: vec![Stream::Region], body: Body::OrganisationRegistered(body) });
        }
        for body in drawn.iter().enumerate().flat_map(|(number, drawn)| bodies(number, drawn)) {
            ledger.say(Statement { concerns: vec![town()], body });
        }
        let mut settings = stand("2024-01-01");
        settings.separator = Some(separator);
        settings.numbers = if dutch { Numbers::Dutch } else { Numbers::English };
        let csv = write(&ledger.held(), &settings);
        let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(csv.as_bytes());
        for record in reader.records() {
            let record = record.unwrap();
            prop_assert_eq!(record.len(), 12);
            prop_assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{:?}", record);
        }
        let plan = ledger.plan(&csv, &settings);
        prop_assert!(plan.proposals.is_empty(), "{}\n{:?}", csv, said(&plan));
        prop_assert!(!plan.leaves_out() && !plan.is_unusable(), "{}\n{:?}", csv, plan.findings);
        prop_assert_eq!(write(&ledger.held(), &settings), csv);
    }
}

#[test]
fn an_export_reads_as_a_register_and_holds_no_formula() {
    let mut ledger = Ledger::founded();
    ledger.import(
        &register(
            "S-1 | =HYPERLINK(0) | +regeling | -10 meter taart | 10.00 | 10.00 | 9.00
             S-2 | (Particulier) | regeling | feest van Piet | 5.00 | NULL | NULL",
        ),
        &stand("2019-06-11"),
    );
    let csv = write(&ledger.held(), &stand("2019-06-11"));
    assert_eq!(
        csv,
        "DOSSIERNUMMER,AANVRAGER,REGELINGNAAM,BELEIDSTERREIN,ORGANISATIEONDERDEEL,PROJECT_NAAM,TYPE_PERIODICITEIT,BEDRAG_AANGEVRAAGD,BEDRAG_VERLEEND,BEDRAG_VASTGESTELD,SUBSIDIEJAAR,IN_REGISTER\n\
         S-1,'=HYPERLINK(0),'+regeling,Welzijn en Zorg,\"Onderwijs, Jeugd en Zorg\",'-10 meter taart,Eenmalig,10.00,10.00,9.00,2019,ja\n\
         S-2,(Particulier),regeling,Welzijn en Zorg,\"Onderwijs, Jeugd en Zorg\",regeling,Eenmalig,5.00,NULL,NULL,2019,ja\n"
    );
}
