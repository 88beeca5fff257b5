//! Lochem and Zutphen (March 2013): one text, two councils with calendars of their own, one of them with two possible days.

use openboek_rules::statement::{
    Body, CouncilDecided, CouncilOutcome, DecisionHeldOver, DecisionScheduled, ExperimentConcluded,
    ExperimentResult, ExperimentStarted, FundingIndicated, FundingRole, HearingScheduled, LegalForm,
    OrganisationKind, ProposalMade, Subject,
};
use openboek_rules::{
    Act, Amount, Certainty, Counting, ExperimentId, Figure, Flow, Gross, Horizon, Organ, Pillar, ProposalId,
    Reference,
};
use openboek_views::Paragraph;
use openboek_views::model::TableId;

use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::{at, same, table};

const LOCHEM: &str = "GM0262";
const ZUTPHEN: &str = "GM0301";
const BOTH: [&str; 2] = [LOCHEM, ZUTPHEN];

fn news(organisation: &str, organ: Organ) -> Act {
    paper(organisation, organ, "2013-03-14", "Gezamenlijke visie Lochem en Zutphen", Reference::None)
}

fn proposal() -> ProposalId {
    ProposalId::new("JP-LZ").unwrap()
}

fn hearing(council: &str, meeting: &str, on: &str) -> Body {
    Body::HearingScheduled(HearingScheduled {
        act: news(council, Organ::Council),
        proposal: proposal(),
        council: gm(council),
        meeting: text(meeting),
        on: date(on),
    })
}

fn scheduled(council: &str, on: &str) -> Body {
    let act = news(council, Organ::Council);
    Body::DecisionScheduled(DecisionScheduled {
        act,
        proposal: proposal(),
        council: gm(council),
        on: date(on),
    })
}

fn decided(council: &str, on: &str, outcome: CouncilOutcome, version: Option<&str>) -> Body {
    Body::CouncilDecided(CouncilDecided {
        act: act(council, Organ::Council, on),
        proposal: proposal(),
        council: gm(council),
        outcome,
        version: version.map(text),
    })
}

fn heavy_cut() -> Body {
    let figure = Figure {
        figure: figure("LZ-1"),
        description: text("Bezuiniging bij de overdracht van taken aan de gemeenten"),
        pillar: Pillar::General,
        flow: Flow::Means,
        gross: Gross::Unsaid,
        horizon: Horizon::Future,
        amount: Amount::Qualitative(text("forse bezuiniging")),
        certainty: Certainty::Announced,
        years: None,
        counting: Counting::Memo,
        taakveld: None,
        source: None,
    };
    let act = act("rijk", Organ::Minister, "XXXX");
    Body::FundingIndicated(FundingIndicated {
        act,
        figure,
        role: FundingRole::ReductionOf(Vec::new()),
        money: None,
    })
}

/// What the news item of 14 March 2013 says.
pub fn recorded() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.say(
        &["region"],
        founded(
            "Samenwerking Lochem en Zutphen",
            LegalForm::Informal,
            &[(LOCHEM, "Lochem"), (ZUTPHEN, "Zutphen")],
        ),
    );
    let by = act("region", Organ::Executive, "2013-03-14");
    ledger.say(&["region"], registered(by, "rijk", "Rijk", OrganisationKind::NationalGovernment, &[]));
    ledger.say(
        &BOTH,
        Body::ProposalMade(ProposalMade {
            act: news("region", Organ::Executive),
            proposal: proposal(),
            title: text("Bouwen op de kracht van de lokale samenleving"),
            councils: BOTH.map(gm).to_vec(),
            version: None,
        }),
    );
    for body in [
        hearing(LOCHEM, "Ronde Tafel", "2013-03-25"),
        scheduled(LOCHEM, "2013-04-08"),
        hearing(ZUTPHEN, "Forum", "2013-04-08"),
        hearing(ZUTPHEN, "Forum", "2013-04-22"),
        scheduled(ZUTPHEN, "[2013-04-22,2013-05-08]"),
        heavy_cut(),
        Body::ExperimentStarted(ExperimentStarted {
            act: news("region", Organ::Executive),
            experiment: ExperimentId::new("proefprojecten-lz").unwrap(),
            title: text("Proefprojecten om ervaring op te doen"),
            started: false,
            amount: unknown("Aantal en kosten staan niet in het bericht"),
        }),
    ] {
        ledger.say(&BOTH, body);
    }
    ledger
}

/// Status per council, days still planned and gone by, and the joint state, in one line.
fn states(shown: &Paragraph) -> String {
    let council =
        |code: &str, column: &str| at(shown, TableId::ProposalCouncils, &format!("JP-LZ:{code}"), column);
    let line = |code| {
        format!(
            "{} [{}] ({})",
            council(code, "status"),
            council(code, "planned"),
            council(code, "alternative-expired")
        )
    };
    format!(
        "{} | {} | {}",
        line(LOCHEM),
        line(ZUTPHEN),
        at(shown, TableId::Proposals, "JP-LZ", "joint-state")
    )
}

#[test]
fn the_state_of_the_joint_proposal_over_time() {
    use CouncilOutcome::{Adopted, AdoptedAmended, Rejected};
    let lochem = || decided(LOCHEM, "2013-04-08", Adopted, None);
    let amended = || decided(ZUTPHEN, "2013-05-08", AdoptedAmended, Some("met amendement"));
    let rows: [(&str, Vec<Body>, &str); 6] = [
        (
            "2013-03-14",
            vec![],
            "scheduled [2013-04-08] (–) | scheduled [[2013-04-22,2013-05-08]] (–) | pending; 0 van 2",
        ),
        (
            "2013-04-08",
            vec![lochem()],
            "council-adopted [2013-04-08] (–) | scheduled [[2013-04-22,2013-05-08]] (–) | pending; 1 van 2",
        ),
        (
            "2013-04-22",
            vec![lochem()],
            "council-adopted [2013-04-08] (–) | scheduled [2013-05-08] (2013-04-22) | pending; 1 van 2",
        ),
        (
            "2013-05-08",
            vec![lochem(), amended()],
            "council-adopted [2013-04-08] (–) | council-adopted-amended [[2013-04-22,2013-05-08]] (–) \
             | adopted-versions-differ",
        ),
        (
            "2013-05-08",
            vec![lochem(), decided(ZUTPHEN, "2013-05-08", Rejected, None)],
            "council-adopted [2013-04-08] (–) | council-rejected [[2013-04-22,2013-05-08]] (–) | rejected-jointly",
        ),
        (
            "2013-06-10",
            vec![lochem(), amended(), decided(LOCHEM, "2013-06-10", AdoptedAmended, Some("met amendement"))],
            "council-adopted-amended [2013-04-08] (–) | council-adopted-amended [[2013-04-22,2013-05-08]] (–) \
             | adopted-jointly",
        ),
    ];
    for (day, decisions, expected) in rows {
        let mut ledger = recorded();
        for decision in decisions {
            ledger.say(&BOTH, decision);
        }
        for holder in BOTH {
            assert_eq!(
                states(&ledger.paragraph(holder, 2013, ledger.decided(day))),
                expected,
                "{holder} {day}"
            );
        }
    }
}

#[test]
fn both_councils_adopt_the_same_text() {
    let mut ledger = recorded();
    ledger.say(&BOTH, decided(LOCHEM, "2013-04-08", CouncilOutcome::Adopted, None));
    ledger.say(&BOTH, decided(ZUTPHEN, "2013-04-22", CouncilOutcome::Adopted, None));
    let shown = ledger.paragraph(LOCHEM, 2013, ledger.now("2013-05-01"));
    assert_eq!(at(&shown, TableId::Proposals, "JP-LZ", "joint-state"), "adopted-jointly");
    assert_eq!(at(&shown, TableId::KeyFigures, "open-proposals", "value"), "0");
    // As decided on 21 April only Lochem had: the same ledger, an earlier day.
    let then = ledger.paragraph(LOCHEM, 2013, ledger.decided("2013-04-21"));
    assert_eq!(at(&then, TableId::Proposals, "JP-LZ", "joint-state"), "pending; 1 van 2");
}

/// The news item does not say what was decided; that is what the ledger says, years later too.
#[test]
fn planned_and_outcome_not_recorded_years_later() {
    let ledger = recorded();
    let nothing = "outcome-not-recorded [2013-04-08] (–) | outcome-not-recorded [2013-05-08] (2013-04-22) \
                   | pending; 0 van 2; outcome-not-recorded";
    for (year, day) in [(2013, "2013-05-09"), (2014, "2014-06-01"), (2021, "2021-01-01")] {
        assert_eq!(states(&ledger.paragraph(LOCHEM, year, ledger.now(day))), nothing, "{year}");
    }
    // On a live page the last possible day itself is not over.
    assert!(
        states(&ledger.paragraph(ZUTPHEN, 2013, ledger.now("2013-05-08"))).contains("scheduled [2013-05-08]")
    );
    assert!(
        states(&ledger.paragraph(ZUTPHEN, 2013, ledger.now("2013-04-22")))
            .contains("scheduled [[2013-04-22,2013-05-08]]")
    );
}

#[test]
fn hearings_amounts_and_pilots() {
    let ledger = recorded();
    let shown = ledger.paragraph(ZUTPHEN, 2013, ledger.now("2013-03-20"));
    same(
        &table(&shown, TableId::ProposalCouncils, &["hearings"]),
        "JP-LZ:GM0262 | Ronde Tafel; 2013-03-25
         JP-LZ:GM0301 | Forum; 2013-04-08 / Forum; 2013-04-22",
    );
    same(&table(&shown, TableId::Reductions, &["reduction"]), "LZ-1 | \"forse bezuiniging\" (announced)");
    same(
        &table(&shown, TableId::Experiments, &["status", "amount"]),
        "proefprojecten-lz | experiment-planned | n.n.b.",
    );
    same(
        &table(&shown, TableId::UnknownAmounts, &["kind", "reason"]),
        "figure:LZ-1 | unknown-figure | forse bezuiniging
         experiment:proefprojecten-lz | unknown-experiment | Aantal en kosten staan niet in het bericht",
    );
}

#[test]
fn a_failed_experiment_is_shown_with_its_lesson() {
    let mut ledger = recorded();
    let experiment = || ExperimentId::new("proefprojecten-lz").unwrap();
    ledger.say(
        &BOTH,
        Body::ExperimentConcluded(ExperimentConcluded {
            act: act("region", Organ::Executive, "2014-09-01"),
            experiment: experiment(),
            result: ExperimentResult::Failed,
            lesson: text("Te weinig deelnemers"),
        }),
    );
    let shown = ledger.paragraph(ZUTPHEN, 2014, ledger.now("2014-10-01"));
    same(
        &table(&shown, TableId::Experiments, &["status", "date", "lesson"]),
        "proefprojecten-lz | experiment-failed | 2014-09-01 | Te weinig deelnemers",
    );
    assert!(ledger.paragraph(ZUTPHEN, 2016, ledger.now("2016-01-01")).table(TableId::Experiments).is_none());
}

/// Two changed texts without a name cannot be shown to be the same.
#[test]
fn two_changed_texts_without_a_name_differ() {
    let mut ledger = recorded();
    ledger.say(&BOTH, decided(LOCHEM, "2013-04-08", CouncilOutcome::AdoptedAmended, None));
    ledger.say(&BOTH, decided(ZUTPHEN, "2013-04-22", CouncilOutcome::AdoptedAmended, None));
    let shown = ledger.paragraph(LOCHEM, 2013, ledger.now("2013-05-01"));
    assert_eq!(at(&shown, TableId::Proposals, "JP-LZ", "joint-state"), "adopted-versions-differ");
    assert_eq!(at(&shown, TableId::KeyFigures, "open-proposals", "value"), "1");
}

#[test]
fn a_decision_that_was_put_off_is_taken_in_the_end() {
    let mut ledger = recorded();
    ledger.say(
        &BOTH,
        Body::DecisionHeldOver(DecisionHeldOver {
            act: act(LOCHEM, Organ::Council, "2013-04-08"),
            subject: Subject::Proposal(proposal()),
            until: date("2013-05"),
            reason: None,
        }),
    );
    let state = |ledger: &Ledger| {
        at(
            &ledger.paragraph(LOCHEM, 2013, ledger.now("2013-04-08")),
            TableId::Proposals,
            "JP-LZ",
            "joint-state",
        )
    };
    assert_eq!(state(&ledger), "pending; 0 van 2; held-over-until; 2013-05");
    ledger.say(&BOTH, decided(LOCHEM, "2013-05-13", CouncilOutcome::Adopted, None));
    assert_eq!(state(&ledger), "pending; 1 van 2");
}
