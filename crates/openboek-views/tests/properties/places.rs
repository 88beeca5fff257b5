//! Every kind of statement has a place in the paragraph it concerns: a table with a cell that comes from it, or a name that readers
//! see. A new kind without a row here fails.

use std::collections::BTreeSet;

use openboek_rules::statement::*;
use openboek_rules::{
    BasisPoints, Certainty, CommitmentId, Counting, DocumentId, DocumentRef, Figure, Flow, Gross, Horizon,
    IndicatorId, Organ, Pillar, PolicyId, ProposalId, ReactionId, Reference, Taakveld, ViewId, VisionId,
};
use openboek_views::model::{Paragraph, TableId};

use crate::found_in::{PLACES, Place};
use crate::history::{HOLDER, of_seed};
use crate::support::Ledger;
use crate::support::build::*;
use crate::support::print::cell_text;

const OTHER: &str = "GM0166";
const JOINED: &str = "GM0193";
const HOLDERS: [&str; 4] = [HOLDER, OTHER, JOINED, "region"];

#[test]
fn every_kind_of_statement_has_a_place() {
    let kinds: Vec<&str> = PLACES.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, Body::KINDS, "a place for every kind");
    let by_hand = by_hand();
    let mut found: BTreeSet<(&str, TableId)> = BTreeSet::new();
    let drawn: Vec<Ledger> = (0..300).map(of_seed).collect();
    for ledger in drawn.iter().chain([&by_hand]) {
        for shown in paragraphs(ledger) {
            let cells = shown.tables().flat_map(|table| {
                table.rows.iter().flat_map(|row| &row.cells).map(|cell| (table.id, &cell.sources))
            });
            for (table, sources) in cells {
                let kind = |at: &u64| ledger.events[usize::try_from(*at).unwrap()].statement.body.kind();
                found.extend(sources.iter().map(|at| (kind(at), table)));
            }
        }
    }
    let names = names(&paragraphs(&by_hand).collect::<Vec<_>>());
    let missing: Vec<&str> = PLACES
        .iter()
        .filter(|(kind, place)| match place {
            Place::In(table) => !found.contains(&(*kind, *table)),
            Place::Name(name) => !names.contains(*name),
        })
        .map(|(kind, _)| *kind)
        .collect();
    assert!(missing.is_empty(), "no place for {missing:?}");
}

fn paragraphs(ledger: &Ledger) -> impl Iterator<Item = Paragraph> {
    let all = HOLDERS.into_iter().flat_map(|holder| (2023..=2026).map(move |year| (holder, year)));
    all.map(|(holder, year)| ledger.paragraph(holder, year, ledger.now("2025-01-01")))
}

/// What readers see of names: in the heads and, as a whole or after a comma, in cells.
fn names(shown: &[Paragraph]) -> BTreeSet<String> {
    let heads =
        shown.iter().flat_map(|shown| [shown.head.arrangement.clone(), shown.head.holder_name.clone()]);
    let cells = shown.iter().flat_map(Paragraph::figures).map(|(_, cell)| cell_text(cell));
    let parts = cells.flat_map(|text| text.split("; ").map(str::to_owned).collect::<Vec<_>>());
    heads.chain(parts).collect()
}

fn paper_of(title: &str) -> DocumentRef {
    DocumentRef {
        organisation: Some(org(HOLDER)),
        title: text(title),
        reference: Reference::None,
        date: date("2024-02-01"),
        place: None,
        digest: None,
    }
}

fn money(id: &str) -> Figure {
    Figure {
        figure: figure(id),
        description: text("Gemeentefonds"),
        pillar: Pillar::General,
        flow: Flow::Income,
        gross: Gross::Unsaid,
        horizon: Horizon::Present,
        amount: exact(1_000),
        certainty: Certainty::Circular,
        years: Some(years(2024, 2024)),
        counting: Counting::Counted,
        taakveld: None,
        source: None,
    }
}

/// What the random histories do not hold, recorded once each.
fn by_hand() -> Ledger {
    let mut ledger = Ledger::default();
    let members = [(HOLDER, "Dalfsen"), (OTHER, "Kampen")];
    ledger.say(&["region"], founded("Samen in het oosten", LegalForm::PublicBody, &members));
    for body in arrangement() {
        ledger.say(&["region"], body);
    }
    let ours = [voices(), funds(), learning()].concat();
    for body in ours {
        ledger.say(&[HOLDER], body);
    }
    for (councils, body) in joint() {
        ledger.say(councils, body);
    }
    ledger
}

fn arrangement() -> Vec<Body> {
    let board = || act("region", Organ::GeneralBoard, "2024-01-10");
    vec![
        Body::MemberJoined(MemberJoined {
            act: board(),
            member: Member { code: gm(JOINED), name: text("Zwolle") },
            from: date("2024-01-01"),
        }),
        Body::InhabitantsCounted(InhabitantsCounted {
            act: board(),
            reference_date: date("2024-01-01"),
            counts: [HOLDER, OTHER, JOINED]
                .map(|code| InhabitantCount { municipality: gm(code), inhabitants: 30_051 })
                .to_vec(),
        }),
        registered(board(), "de-kern", "De Kern", OrganisationKind::Provider, &[HOLDER]),
        Body::MemberLeft(MemberLeft {
            act: board(),
            municipality: gm(JOINED),
            until: date("2024-12-31"),
            merged_into: Vec::new(),
            terms: None,
        }),
        Body::ArrangementSucceeded(ArrangementSucceeded {
            act: board(),
            succession: Succession::SucceededBy,
            other: text("GR Sociaal"),
            other_log: None,
            from: date("2025-01-01"),
        }),
    ]
}

fn voices() -> Vec<Body> {
    let executive = || act(HOLDER, Organ::Executive, "2024-03-01");
    let commitment = || CommitmentId::new("T-1").unwrap();
    vec![
        Body::DocumentRegistered(DocumentRegistered {
            act: executive(),
            document: DocumentId::new("brief-1").unwrap(),
            reference: paper_of("Brief aan de partners"),
            addressee: Some((org("de-kern"), Some(Organ::Recipient))),
        }),
        Body::ReactionReceived(ReactionReceived {
            act: act("de-kern", Organ::Recipient, "2024-03-15"),
            reaction: ReactionId::new("RE-1").unwrap(),
            addressee: to(HOLDER, Organ::Executive),
            answers: None,
            cut: None,
            late: false,
            deadline: date("2024-04"),
            claims: vec![text("Preventie voorkomt duurdere hulp")],
        }),
        Body::CommitmentMade(CommitmentMade {
            act: executive(),
            commitment: commitment(),
            text: text("Een overzicht"),
            with: vec![org("de-kern")],
            due: date("2024-06"),
            recurrence: Recurrence::Once,
        }),
        Body::CommitmentFulfilled(CommitmentFulfilled {
            act: executive(),
            commitment: commitment(),
            text: text("Het overzicht is verstuurd"),
        }),
        Body::ViewDeclined(ViewDeclined {
            act: act(HOLDER, Organ::Council, "2024-05-01"),
            view: ViewId::new("ZW-2").unwrap(),
            addressee: to("region", Organ::ExecutiveBoard),
            subject: text("Ontwerpbegroting 2025"),
        }),
    ]
}

fn funds() -> Vec<Body> {
    let source =
        FundingSource { kind: MoneyKind::GeneralGrant, earmark: Earmark::Free, sisa: None, circular: None };
    let council = || act(HOLDER, Organ::Council, "2024-03-01");
    let terms = terms("SV-1", "welzijn", exact(-100), years(2024, 2024), Certainty::Decided);
    let whole = BasisPoints::new(10_000).unwrap();
    vec![
        Body::FundingIndicated(FundingIndicated {
            act: council(),
            figure: money("M24"),
            role: FundingRole::Own,
            money: Some(source.clone()),
        }),
        Body::FundingGranted(FundingGranted {
            act: council(),
            figure: money("B24"),
            source,
            supersedes: Some(figure("M24")),
        }),
        Body::CutAdopted(CutAdopted { act: council(), terms }),
        Body::CutConditioned(CutConditioned {
            act: council(),
            cut: cut("SV-1"),
            condition: Condition {
                text: text("Na overleg"),
                proposal: None,
                due: date("2024-09"),
                fallback: None,
            },
        }),
        Body::ScopeDefined(ScopeDefined {
            act: council(),
            municipality: gm(HOLDER),
            years: years(2024, 2025),
            taakvelden: vec![ScopeShare { taakveld: Taakveld::new("6.1").unwrap(), share: whole }],
        }),
    ]
}

fn learning() -> Vec<Body> {
    let executive = || act(HOLDER, Organ::Executive, "2024-03-01");
    let indicator = || IndicatorId::new("woonservice").unwrap();
    let vision = || VisionId::new("visie-1").unwrap();
    vec![
        Body::VisionShared(VisionShared {
            act: executive(),
            vision: vision(),
            title: text("Een zelfstandig bestaan"),
            with: vec![org("de-kern")],
        }),
        Body::PolicyAdopted(PolicyAdopted {
            act: executive(),
            policy: PolicyId::new("nota-1").unwrap(),
            title: text("Nota over de drie taken"),
            decided: true,
        }),
        Body::ProgressReported(ProgressReported {
            act: executive(),
            vision: Some(vision()),
            text: text("Het gaat langzaam"),
        }),
        Body::IndicatorSet(IndicatorSet {
            act: executive(),
            indicator: indicator(),
            description: text("Inwoners in een woonservicegebied"),
            required: None,
            target: Some(BasisPoints::new(7_000).unwrap()),
            words: None,
            year: Some(year(2024)),
        }),
        Body::IndicatorMeasured(IndicatorMeasured {
            act: executive(),
            indicator: indicator(),
            year: year(2024),
            value: BasisPoints::new(6_800),
            words: None,
        }),
    ]
}

/// A proposal of two councils that adopt different texts, which become one again.
fn joint() -> Vec<(&'static [&'static str], Body)> {
    const BOTH: &[&str] = &[HOLDER, OTHER];
    let proposal = || ProposalId::new("JP-1").unwrap();
    let decided = |council: &str, version: &str| {
        Body::CouncilDecided(CouncilDecided {
            act: act(council, Organ::Council, "2024-06-01"),
            proposal: proposal(),
            council: gm(council),
            outcome: CouncilOutcome::AdoptedAmended,
            version: Some(text(version)),
        })
    };
    let council = || act(HOLDER, Organ::Council, "2024-04-01");
    vec![
        (
            BOTH,
            Body::ProposalMandated(ProposalMandated {
                act: council(),
                proposal: proposal(),
                subject: text("sociale basis"),
                parties: vec![org(OTHER)],
                due: date("2024-09"),
                treated_with: None,
                fallback: None,
            }),
        ),
        (
            BOTH,
            Body::ProposalMade(ProposalMade {
                act: council(),
                proposal: proposal(),
                title: text("Bouwen op de kracht"),
                councils: vec![gm(HOLDER), gm(OTHER)],
                version: Some(text("ontwerp")),
            }),
        ),
        (
            &[HOLDER],
            Body::HearingScheduled(HearingScheduled {
                act: council(),
                proposal: proposal(),
                council: gm(HOLDER),
                meeting: text("Ronde Tafel"),
                on: date("2024-05-01"),
            }),
        ),
        (BOTH, decided(HOLDER, "versie een")),
        (BOTH, decided(OTHER, "versie twee")),
        (
            BOTH,
            Body::ProposalConverged(ProposalConverged {
                act: act(HOLDER, Organ::Council, "2024-07-01"),
                proposal: proposal(),
                version: text("versie drie"),
            }),
        ),
    ]
}
