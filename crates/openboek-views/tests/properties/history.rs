//! Random histories that the real rules accept: what they refuse is left out.

#[path = "course.rs"]
pub mod course;
#[path = "drawn.rs"]
mod drawn;

#[path = "subsidies.rs"]
mod subsidies;

use openboek_rules::statement::*;
use openboek_rules::{
    Act, Amount, Base, BasisPoints, Bound, Category, Certainty, Counting, DecisionStatus, ExperimentId,
    Figure, Flow, Gross, Horizon, ItemId, Organ, Pillar, ProposalId, RequestItemId, Stream, Taakveld, ViewId,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::support::Ledger;
use crate::support::build::*;

pub const HOLDER: &str = "GM0148";
const OTHER: &str = "GM0166";
/// A member from somewhere in the history on.
const JOINING: &str = "GM0193";
/// In the code lists of 2023 and of 2025; 0.10 is below the line.
const CODES: [&str; 6] = ["6.1", "6.3", "6.5", "5.6", "0.7", "0.10"];

#[path = "history/region.rs"]
mod region;

/// Numbers from which one statement is made; what they mean depends on the kind.
#[derive(Clone, Debug)]
pub struct Draw {
    pub kind: u8,
    who: u8,
    pub id: u8,
    pub other: u8,
    pub year: i64,
    pub amount: i64,
    pub flags: u8,
    pub month: u8,
    pub lines: Vec<(u8, u8, bool, bool, i64)>,
}

fn draw() -> impl Strategy<Value = Draw> {
    let line = (0u8..6, 0u8..4, any::<bool>(), any::<bool>(), 0i64..1_000_000_000);
    let lines = proptest::collection::vec(line, 1..6);
    let small = (0u8..46, 0u8..4, 0u8..3, 0u8..4);
    (small, 2023i64..2026, 0i64..900_000_000, any::<u8>(), 1u8..13, lines).prop_map(
        |((kind, who, id, other), year, amount, flags, month, lines)| Draw {
            kind,
            who,
            id,
            other,
            year,
            amount,
            flags,
            month,
            lines,
        },
    )
}

/// Up to two hundred statements after the founding, as far as the rules accept them.
pub fn history() -> impl Strategy<Value = Ledger> {
    proptest::collection::vec(draw(), 0..200).prop_map(|draws| {
        let mut book = Book::default();
        let members = [(HOLDER, "Dalfsen"), (OTHER, "Kampen")];
        book.offer(&["region"], founded("Regio", LegalForm::Informal, &members));
        draws.iter().for_each(|draw| book.take(draw));
        book.0
    })
}

/// The history of a seed, the same on every machine.
#[allow(dead_code, reason = "each test binary uses its own part")]
pub fn of_seed(seed: u64) -> Ledger {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    history().new_tree(&mut runner).unwrap().current()
}

/// The book that a history is written into.
#[derive(Default)]
struct Book(Ledger);

impl Book {
    fn offer(&mut self, concerns: &[&str], body: Body) {
        // A refusal is a statement that is not in this history.
        let _ = self.0.offer(concerns, body);
    }

    fn take(&mut self, draw: &Draw) {
        let (holder, concerns): (&str, &[&str]) = match draw.who {
            // Refused as long as it has not joined.
            1 if draw.id == 2 => (JOINING, &[JOINING, "region"]),
            0 | 1 => (HOLDER, &[HOLDER]),
            2 => (OTHER, &[OTHER, "region"]),
            _ => ("region", &["region"]),
        };
        let act = act(holder, Organ::Council, &format!("2024-{:02}", draw.month));
        let body = match draw.kind {
            0 => adopted(act, holder, draw),
            1 | 2 | 16 | 17 => self.amended(act, holder, draw),
            3..=8 => cut_body(act, draw),
            9..=11 => voice(act, holder, draw),
            13 if draw.other > 1 => return self.offer(&[JOINING, "region"], joined(act)),
            12 | 13 => joint(act, holder, draw),
            14 => figure_body(act, draw),
            18..=24 => drawn::body(act, holder, draw),
            25..=29 => region::body(act, draw),
            kind if subsidies::KINDS.contains(&kind) => subsidies::body(act, holder, draw),
            42 if draw.other == 0 => return self.resume(act, draw),
            42 | 43 => course::course(act, &cut_id(draw.id), any_amount(draw), draw),
            44 | 45 => return self.correct(act, draw),
            _ => experiment(act, draw),
        };
        self.offer(concerns, body);
    }

    /// The last suspension ends, wholly or in part.
    fn resume(&mut self, act: Act, draw: &Draw) {
        let last = self.0.events.iter().rev().find_map(|event| match &event.statement.body {
            Body::CutSuspended(body) => Some((event.statement.concerns.clone(), body.clone())),
            _ => None,
        });
        let Some((concerns, CutSuspended { cut, years, .. })) = last else { return };
        let extent = if draw.flags & 1 == 0 { Extent::Full } else { Extent::Partial(any_amount(draw)) };
        let concerns: Vec<String> = concerns.iter().map(Stream::to_string).collect();
        let body = Body::CutResumed(CutResumed { act, cut, years, extent });
        self.offer(&concerns.iter().map(String::as_str).collect::<Vec<_>>(), body);
    }

    fn correct(&mut self, act: Act, draw: &Draw) {
        if let Some((concerns, body)) = course::correction(&self.0, act, draw) {
            self.offer(&concerns.iter().map(String::as_str).collect::<Vec<_>>(), body);
        }
    }

    /// An amendment that the rules accept: its old amounts are those that stand.
    fn amended(&self, act: Act, holder: &str, draw: &Draw) -> Body {
        let (stream, of) = (Stream::new(holder).unwrap(), year(draw.year));
        let mut number = 1;
        let mut lines: Vec<AmendedLine> = Vec::new();
        for line in &draw.lines {
            let key = key(draw.year, line);
            if lines.iter().any(|known| known.key == key) {
                continue;
            }
            let mut old = cents(0);
            number = 1;
            for event in &course::restated(&self.0).events {
                match &event.statement.body {
                    Body::BudgetAdopted(b) if b.holder == stream && b.year == of => {
                        old = b.lines.iter().find(|l| l.key == key).map_or(old, |l| l.amount);
                    }
                    Body::BudgetAmended(b) if b.holder == stream && b.year == of => {
                        old = b.lines.iter().find(|l| l.key == key).map_or(old, |l| l.new);
                        number += 1;
                    }
                    _ => {}
                }
            }
            let mutation = cents(line.4 - 500_000_000);
            lines.push(AmendedLine {
                key,
                old,
                mutation,
                new: old.checked_add(mutation).unwrap(),
                explanation: None,
            });
        }
        Body::BudgetAmended(BudgetAmended { act, holder: stream, year: of, number, lines })
    }
}

pub(crate) fn key(of: i64, (code, ahead, income, incidental, _): &(u8, u8, bool, bool, i64)) -> LineKey {
    LineKey {
        taakveld: Taakveld::new(CODES[usize::from(*code)]).unwrap(),
        year: year(of + i64::from(*ahead)),
        side: if *income { Side::Income } else { Side::Expenditure },
        nature: if *incidental { Nature::Incidental } else { Nature::Structural },
        category: (*code == 2 && *income).then(|| Category::new("3.4.2").unwrap()),
        programme: (*code < 3).then(|| text(if *code == 0 { "Samen" } else { "Werk" })),
    }
}

fn adopted(act: Act, holder: &str, draw: &Draw) -> Body {
    let mut lines: Vec<BudgetLine> = Vec::new();
    for line in &draw.lines {
        let key = key(draw.year, line);
        if lines.iter().all(|known| known.key != key) {
            lines.push(BudgetLine { key, amount: cents(line.4), explanation: None });
        }
    }
    Body::BudgetAdopted(BudgetAdopted {
        act,
        holder: Stream::new(holder).unwrap(),
        year: year(draw.year),
        lines,
    })
}

fn joined(act: Act) -> Body {
    let member = Member { code: gm(JOINING), name: text("Zwolle") };
    Body::MemberJoined(MemberJoined { act, member, from: date("2024-07-01") })
}

/// An amount of one of the kinds there are; negative, as a cut is.
fn any_amount(draw: &Draw) -> Amount {
    match draw.flags % 7 {
        0 | 1 => exact(-draw.amount),
        2 => about(-draw.amount, 1000),
        3 => Amount::AtMost(cents(-draw.amount)),
        4 => Amount::Unknown { reason: text("n.n.b."), promised: None },
        5 => Amount::Qualitative(text("fors")),
        _ => Amount::PercentOf {
            share: BasisPoints::new(-500).unwrap(),
            base: if draw.flags > 100 { Base::Figures(vec![figure("F0")]) } else { Base::Unknown(None) },
            bound: Bound::Exactly,
        },
    }
}

fn cut_id(n: u8) -> String {
    format!("cut-{n}")
}

fn cut_body(act: Act, draw: &Draw) -> Body {
    let id = cut(&cut_id(draw.id));
    let span = years(draw.year, draw.year + i64::from(draw.other % 3));
    let terms = CutTerms {
        structural: draw.flags & 8 != 0,
        concretises: (draw.flags & 16 != 0).then(|| cut(&cut_id(draw.other))),
        ..terms(&cut_id(draw.id), "welzijn", any_amount(draw), span, Certainty::Decided)
    };
    match draw.kind {
        3 => Body::CutAnnounced(CutAnnounced { act, terms, condition: None }),
        4 | 5 => Body::CutAdopted(CutAdopted { act, terms }),
        6 => {
            let extent = if draw.flags & 1 == 0 { Extent::Full } else { Extent::Partial(any_amount(draw)) };
            Body::CutSuspended(CutSuspended { act, cut: id, years: years(draw.year, draw.year), extent })
        }
        7 => {
            let span = (draw.flags & 32 != 0).then_some(span);
            Body::CutAmended(CutAmended { act, cut: id, amount: any_amount(draw), years: span, reason: None })
        }
        _ => divided(act, draw),
    }
}

fn divided(act: Act, draw: &Draw) -> Body {
    let amount = |n: usize| {
        let cents_of_part = draw.lines.get(n).map_or(0, |line| -line.4);
        if draw.flags & 64 == 0 { exact(cents_of_part) } else { any_amount(draw) }
    };
    let bearers =
        [Bearer::Municipality(gm(HOLDER)), Bearer::Municipality(gm(OTHER)), Bearer::Theme(text("welzijn"))];
    let parts = bearers.into_iter().enumerate().skip(usize::from(draw.other % 3));
    let parts = parts.map(|(n, bearer)| CutPart { bearer, amount: amount(n), explanation: None }).collect();
    let status = if draw.flags & 2 == 0 { DecisionStatus::Adopted } else { DecisionStatus::Proposed };
    let span = years(draw.year, draw.year + 1);
    let cut = cut(&cut_id(draw.id));
    if draw.flags & 4 != 0 && draw.flags & 1 != 0 {
        let until = date("2025-12");
        return Body::DecisionHeldOver(DecisionHeldOver {
            act,
            subject: Subject::Cut(cut),
            until,
            reason: None,
        });
    }
    Body::CutAllocated(CutAllocated { act, cut, years: span, status, parts, total: None })
}

fn voice(act: Act, holder: &str, draw: &Draw) -> Body {
    let item = |n: u8| ItemId::new(&format!("R{n}")).unwrap();
    let view = ViewId::new(&format!("view-{}", draw.id)).unwrap();
    let request = RequestItemId::new(&format!("request-{}", draw.id)).unwrap();
    let outcome = AnswerOutcome::Accepted;
    match (draw.kind, draw.flags & 1) {
        (9, _) => Body::ViewSubmitted(ViewSubmitted {
            act,
            view,
            addressee: to(holder, Organ::Executive),
            subject: text("Begroting"),
            statutory: false,
            items: (0..=draw.other)
                .map(|n| ViewItem {
                    item: item(n),
                    kind: if n == 2 { ItemKind::Concern } else { ItemKind::Request },
                    text: text("Graag"),
                    recurrence: if n == 1 { Recurrence::Yearly } else { Recurrence::Once },
                })
                .collect(),
        }),
        (10, _) => {
            let answers = vec![ItemAnswer { item: item(draw.other), outcome, reasons: Some(text("Ja")) }];
            Body::ViewAnswered(ViewAnswered { act, view, answers })
        }
        (_, 0) => Body::RequestMade(RequestMade {
            act,
            request,
            addressee: to(holder, Organ::Executive),
            text: text("Graag een gesprek"),
            due: date("2024-12"),
            recurrence: Recurrence::Once,
            reaction: None,
        }),
        _ => Body::RequestAnswered(RequestAnswered { act, request, outcome, reasons: text("Goed") }),
    }
}

fn joint(act: Act, holder: &str, draw: &Draw) -> Body {
    let proposal = ProposalId::new(&format!("proposal-{}", draw.id)).unwrap();
    let council = gm(if holder == "region" { HOLDER } else { holder });
    match draw.flags % 3 {
        0 => Body::ProposalMade(ProposalMade {
            act,
            proposal,
            title: text("Visie"),
            councils: vec![council],
            version: None,
        }),
        1 => {
            let on = date("[2024-06-01,2024-07-01]");
            Body::DecisionScheduled(DecisionScheduled { act, proposal, council, on })
        }
        _ => {
            let outcome = CouncilOutcome::Adopted;
            Body::CouncilDecided(CouncilDecided { act, proposal, council, outcome, version: None })
        }
    }
}

fn figure_body(act: Act, draw: &Draw) -> Body {
    let flows = [Flow::Income, Flow::Expenditure, Flow::Means, Flow::Macro];
    let figure = Figure {
        figure: figure(&format!("F{}", draw.id)),
        description: text("Bedrag"),
        pillar: Pillar::Wmo,
        flow: flows[usize::from(draw.other)],
        gross: Gross::Gross,
        horizon: Horizon::Present,
        amount: any_amount(draw),
        certainty: Certainty::Estimate,
        years: (draw.flags & 8 != 0).then(|| years(draw.year, draw.year + 1)),
        counting: if draw.flags & 16 == 0 { Counting::Counted } else { Counting::MayOverlap(figure("F1")) },
        taakveld: None,
        source: None,
    };
    Body::BudgetLineIndicated(BudgetLineIndicated { act, figure, contribution: None })
}

fn experiment(act: Act, draw: &Draw) -> Body {
    let experiment = ExperimentId::new(&format!("proef-{}", draw.id)).unwrap();
    if draw.flags & 1 == 0 {
        let amount = any_amount(draw);
        Body::ExperimentStarted(ExperimentStarted {
            act,
            experiment,
            title: text("Proef"),
            started: true,
            amount,
        })
    } else {
        let (result, lesson) = (ExperimentResult::Failed, text("Te klein"));
        Body::ExperimentConcluded(ExperimentConcluded { act, experiment, result, lesson })
    }
}
