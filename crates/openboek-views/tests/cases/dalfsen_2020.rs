//! De Kern answers the college of Dalfsen (2020): a percentage without a base, an announcement that is no decision, a late
//! reaction that is recorded all the same.

use openboek_rules::statement::{
    AnswerOutcome, Body, BudgetLineIndicated, CutAmended, CutAnnounced, CutTerms, DocumentRegistered,
    LegalForm, OrganisationKind, ReactionReceived, Recurrence, RequestAnswered, RequestMade,
};
use openboek_rules::{
    Act, Certainty, Counting, DocumentRef, Figure, Flow, Gross, Horizon, Organ, Pillar, ReactionId,
    Reference, RequestItemId,
};
use openboek_views::model::{RowRole, TableId};

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, cell, same, table};

const DALFSEN: &str = "GM0148";
const WORKING_AREA: [(&str, &str); 5] = [
    ("GM0148", "Dalfsen"),
    ("GM0166", "Kampen"),
    ("GM0180", "Staphorst"),
    ("GM1708", "Steenwijkerland"),
    ("GM1896", "Zwartewaterland"),
];

fn letter() -> Act {
    let number = Reference::Assigned(text("DOC/20/406214"));
    paper(DALFSEN, Organ::Executive, "2020", "Brief aan De Kern over het preventiebeleid", number)
}

fn letter_reference() -> DocumentRef {
    letter().documents.remove(0)
}

fn reaction() -> Act {
    paper("de-kern", Organ::Recipient, "2020-07/2020-12", "Reactie van De Kern", Reference::None)
}

/// Everything that the letter and the reaction say.
pub fn recorded() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(&["region"], founded("Regio IJsselland", LegalForm::Informal, &WORKING_AREA));
    let codes = WORKING_AREA.map(|(code, _)| code);
    let by = act("de-kern", Organ::Recipient, "2020");
    ledger.say(&["region"], registered(by, "de-kern", "De Kern", OrganisationKind::Provider, &codes));
    ledger.say(
        &[DALFSEN],
        Body::DocumentRegistered(DocumentRegistered {
            act: letter(),
            document: openboek_rules::DocumentId::new("DOC-20-406214").unwrap(),
            reference: letter_reference(),
            addressee: Some((org("de-kern"), Some(Organ::Recipient))),
        }),
    );
    ledger.say(
        &[DALFSEN],
        Body::CutAnnounced(CutAnnounced {
            act: letter(),
            terms: CutTerms {
                years_inferred: true,
                ..terms(
                    "DAL-5",
                    "preventiebeleid (totaal)",
                    percent(-500, "totaal budget voor het preventiebeleid"),
                    years(2021, 2024),
                    Certainty::Announced,
                )
            },
            condition: None,
        }),
    );
    ledger.say(
        &[DALFSEN],
        Body::ReactionReceived(ReactionReceived {
            act: reaction(),
            reaction: ReactionId::new("reactie-de-kern").unwrap(),
            addressee: to(DALFSEN, Organ::Executive),
            answers: Some(letter_reference()),
            cut: Some(cut("DAL-5")),
            late: true,
            deadline: date("XXXX"),
            claims: vec![
                text("Manifest Sociaal offensief tegen tweedeling steden"),
                text("Bijna 85 % van de hulpvragers kan na een interventie zelfstandig verder"),
                text("De inzet van sociaalwerkers voorkomt duurdere maatwerkvoorzieningen"),
            ],
        }),
    );
    ledger.say(
        &[DALFSEN],
        Body::RequestMade(RequestMade {
            act: reaction(),
            request: RequestItemId::new("R1").unwrap(),
            addressee: to(DALFSEN, Organ::Executive),
            text: text("Gesprek over anders inzetten van budgetten en van de sociaalwerkers (AMW)"),
            due: date("XXXX"),
            recurrence: Recurrence::Once,
            reaction: Some(ReactionId::new("reactie-de-kern").unwrap()),
        }),
    );
    ledger
}

#[test]
fn the_savings_table_shows_a_percentage_without_an_amount() {
    let ledger = recorded();
    let shown = ledger.paragraph(DALFSEN, 2021, ledger.now("2020-12-31"));
    same(
        &table(
            &shown,
            TableId::CutLanes,
            &["measure", "years", "2021", "2022", "2023", "2024", "status", "counting"],
        ),
        "DAL-5 | -5,00 %, grondslag n.n.b. (announced) | 2021-2024 (afgeleid) \
           | -5,00 %, grondslag n.n.b. (announced) | -5,00 %, grondslag n.n.b. (announced) \
           | -5,00 %, grondslag n.n.b. (announced) | -5,00 %, grondslag n.n.b. (announced) \
           | intention; organ-executive | not-counted-undecided
         total | – | – | 0 | 0 | 0 | 0 | – | –",
    );
    assert_eq!(at(&shown, TableId::CutLanes, "DAL-5", "reference"), "DOC/20/406214");
    let table = shown.table(TableId::CutLanes).unwrap();
    assert_eq!(table.rows[0].role, RowRole::Memo, "an announcement is in no sum");
}

#[test]
fn budget_totals_do_not_change_and_the_measure_is_listed_without_an_amount() {
    let ledger = recorded();
    let shown = ledger.paragraph(DALFSEN, 2021, ledger.now("2020-12-31"));
    same(
        &table(&shown, TableId::KeyFigures, &["value"]),
        "expenditure       | n.n.b. (1); reason-no-budget
         income            | n.n.b. (1); reason-no-budget
         balance           | n.n.b. (1); reason-no-budget
         cuts-effect       | 0
         cuts-announced    | n.n.b. (1)
         cuts-unquantified | 1
         unknown-amounts   | 1
         open-requests     | 1
         open-proposals    | 0",
    );
    same(
        &table(&shown, TableId::UnknownAmounts, &["kind", "reason", "years", "status"]),
        "cut:DAL-5 | unknown-cut | reason-base-unknown | 2021-2024 | open",
    );
}

#[test]
fn the_reaction_came_late_and_asks_for_a_conversation_that_is_open() {
    let ledger = recorded();
    let shown = ledger.paragraph(DALFSEN, 2021, ledger.now("2020-12-31"));
    same(
        &table(
            &shown,
            TableId::Reactions,
            &["from", "about", "answers", "timeliness", "deadline", "answered-of", "status"],
        ),
        "reactie-de-kern | De Kern; organ-recipient | DAL-5 | DOC/20/406214 | late | XXXX | 0 van 1 | open",
    );
    same(
        &table(&shown, TableId::Requests, &["from", "to", "status", "reaction"]),
        "R1 | De Kern; organ-recipient | Dalfsen; organ-executive | open | reactie-de-kern",
    );
    assert_eq!(
        at(&shown, TableId::Reactions, "reactie-de-kern", "works-in"),
        "Dalfsen / Kampen / Staphorst / Steenwijkerland / Zwartewaterland"
    );
    assert_eq!(at(&shown, TableId::Documents, "DOC-20-406214", "addressee"), "De Kern; organ-recipient");
}

#[test]
fn nothing_of_it_is_in_the_other_municipalities_paragraphs() {
    let ledger = recorded();
    for (code, _) in &WORKING_AREA[1..] {
        let shown = ledger.paragraph(code, 2021, ledger.now("2020-12-31"));
        for id in [TableId::CutLanes, TableId::Reactions, TableId::Requests, TableId::UnknownAmounts] {
            assert!(shown.table(id).is_none(), "{code} {}", id.key());
        }
        assert_eq!(at(&shown, TableId::KeyFigures, "cuts-effect", "value"), "–");
    }
}

#[test]
fn an_answer_closes_the_request_and_the_reaction_with_it() {
    let mut ledger = recorded();
    let answered = ledger.say(
        &[DALFSEN],
        Body::RequestAnswered(RequestAnswered {
            act: act(DALFSEN, Organ::Executive, "2021-02-01"),
            request: RequestItemId::new("R1").unwrap(),
            outcome: AnswerOutcome::Accepted,
            reasons: text("Het gesprek is gevoerd"),
        }),
    );
    let shown = ledger.paragraph(DALFSEN, 2021, ledger.now("2021-03-01"));
    assert_eq!(at(&shown, TableId::Requests, "R1", "status"), "answered; answer-accepted; 2021-02-01");
    assert_eq!(at(&shown, TableId::Requests, "R1", "days-open"), "–");
    assert_eq!(at(&shown, TableId::Reactions, "reactie-de-kern", "status"), "answered");
    assert_eq!(at(&shown, TableId::KeyFigures, "open-requests", "value"), "0");
    assert!(cell(&shown, TableId::Requests, "R1", "status").sources.contains(&answered));
    // Before the answer it was open: the earlier stand says so still.
    let before = ledger.paragraph(DALFSEN, 2021, ledger.decided("2021-01-31"));
    assert_eq!(at(&before, TableId::Requests, "R1", "status"), "open");
    // Settled things go after the year that follows; open ones stay.
    assert!(ledger.paragraph(DALFSEN, 2023, ledger.now("2023-01-01")).table(TableId::Requests).is_none());
    assert!(
        recorded().paragraph(DALFSEN, 2023, recorded().now("2023-01-01")).table(TableId::Requests).is_some()
    );
}

/// The base becomes known: an amended cut is a share of a figure of the ledger.
fn with_base(base: i64) -> (Ledger, u64) {
    let mut ledger = recorded();
    let before = ledger.size();
    let figure_of_base = Figure {
        figure: figure("preventie-2021"),
        description: text("Totaal budget voor het preventiebeleid"),
        pillar: Pillar::SocialInfrastructure,
        flow: Flow::Expenditure,
        gross: Gross::Unsaid,
        horizon: Horizon::Present,
        amount: exact(base),
        certainty: Certainty::Decided,
        years: Some(years(2021, 2021)),
        counting: Counting::Counted,
        taakveld: None,
        source: None,
    };
    let act = act(DALFSEN, Organ::Executive, "2021-01-15");
    ledger.say(
        &[DALFSEN],
        Body::BudgetLineIndicated(BudgetLineIndicated {
            act: act.clone(),
            figure: figure_of_base,
            contribution: None,
        }),
    );
    ledger.say(
        &[DALFSEN],
        Body::CutAmended(CutAmended {
            act,
            cut: cut("DAL-5"),
            amount: percent_of(-500, &["preventie-2021"]),
            years: None,
            reason: Some(text("De grondslag is bekend geworden")),
        }),
    );
    (ledger, before)
}

#[test]
fn a_base_that_becomes_known_gives_the_amount_from_then_on() {
    // base, five per cent of it rounded half away from zero
    for (base, amount) in [
        (80_000_000, "-4000000"),
        (123_456_789, "-6172839"),
        (123_456_790, "-6172840"),
        (123_456_770, "-6172839"),
    ] {
        let (ledger, before) = with_base(base);
        let now = ledger.paragraph(DALFSEN, 2021, ledger.now("2021-02-01"));
        assert_eq!(at(&now, TableId::CutLanes, "DAL-5", "2021"), format!("{amount} (announced)"));
        assert_eq!(
            at(&now, TableId::CutLanes, "DAL-5", "measure"),
            "-5,00 %, van preventie-2021 (announced)"
        );
        assert_eq!(at(&now, TableId::KeyFigures, "cuts-announced", "value"), amount);
        assert_eq!(at(&now, TableId::KeyFigures, "cuts-effect", "value"), "0", "still no decision");
        assert_eq!(at(&now, TableId::KeyFigures, "cuts-unquantified", "value"), "0");
        // Cut, base and amendment are the entries behind the amount.
        assert_eq!(cell(&now, TableId::CutLanes, "DAL-5", "2021").sources, [3, before, before + 1]);
        for earlier in [ledger.stand(before, "2021-02-01"), ledger.decided("2021-01-14")] {
            let then = ledger.paragraph(DALFSEN, 2021, earlier);
            assert_eq!(
                at(&then, TableId::CutLanes, "DAL-5", "2021"),
                "-5,00 %, grondslag n.n.b. (announced)"
            );
        }
    }
}
