//! What becomes of cuts and promises, and corrections.

use super::{act, exact};
use crate::support::source::Source;
use openboek_rules::act::Organ;
use openboek_rules::id::{CommitmentId, CutId, IndicatorId, OrganisationId, ProposalId, Stream, ViewId};
use openboek_rules::statement::*;
use openboek_rules::{Amount, Text};

const MISTAKES: &[Mistake] = &[
    Mistake::WrongAmount,
    Mistake::TypingError,
    Mistake::WrongDate,
    Mistake::WrongClassification,
    Mistake::Omission,
    Mistake::Other,
];

pub(super) fn bodies(s: &mut Source) -> Vec<Body> {
    let mut bodies = cuts(s);
    bodies.extend([
        Body::ViewDeclined(ViewDeclined {
            act: act(s),
            view: s.id("zienswijze-2022", ViewId::new),
            addressee: Addressee {
                organisation: s.id("region", OrganisationId::new),
                organ: s.one_of(&[Organ::ExecutiveBoard, Organ::GeneralBoard]),
            },
            subject: s.text("Ontwerpbegroting 2022"),
        }),
        Body::CommitmentFulfilled(CommitmentFulfilled {
            act: act(s),
            commitment: s.id("toezegging-1", CommitmentId::new),
            text: s.text("Het overzicht is verstuurd."),
        }),
        Body::ProposalConverged(ProposalConverged {
            act: act(s),
            proposal: s.id("JP-SB", ProposalId::new),
            version: s.text("juni 2013"),
        }),
        Body::IndicatorMeasured(IndicatorMeasured {
            act: act(s),
            indicator: s.id("woonservicegebied", IndicatorId::new),
            year: s.year(2015),
            value: s.opt(|s| s.points(6_800)),
            words: s.opt(|s| s.text("bijna 70 %")),
        }),
        correction(s),
    ]);
    bodies
}

fn cuts(s: &mut Source) -> Vec<Body> {
    let words = Amount::Qualitative(Text::new("de helft").unwrap());
    let extents = [Extent::Partial(s.amount(&words)), Extent::Full];
    vec![
        Body::CutResumed(CutResumed {
            act: act(s),
            cut: s.id("SV-20", CutId::new),
            years: s.span(2021, 2021),
            extent: s.one_of(&extents),
        }),
        Body::CutWithdrawn(CutWithdrawn {
            act: act(s),
            cut: s.id("SV-20", CutId::new),
            years: s.opt(|s| s.span(2023, 2024)),
            extent: s.one_of(&extents),
            reason: s.opt(|s| s.text("De tekorten zijn lager.")),
        }),
        Body::CutRealised(CutRealised {
            act: act(s),
            cut: s.id("SV-20", CutId::new),
            year: s.year(2022),
            amount: s.amount(&exact(-3_000_000)),
            means: s.opt(|s| s.text("sportcombinatiefunctionaris stopt")),
        }),
        Body::CutShifted(CutShifted {
            act: act(s),
            cut: s.id("SV-20", CutId::new),
            from_year: s.year(2022),
            to_year: s.year(2023),
            amount: s.amount(&exact(-4_785_000)),
            reason: s.opt(|s| s.text("Het contract loopt tot 2023.")),
        }),
    ]
}

fn correction(s: &mut Source) -> Body {
    let corrected = CutShifted {
        act: act(s),
        cut: s.id("SV-20", CutId::new),
        from_year: s.year(2022),
        to_year: s.year(2023),
        amount: s.amount(&exact(-4_875_000)),
        reason: None,
    };
    Body::EntryCorrected(EntryCorrected {
        act: act(s),
        entry: u64::from(s.number(17)),
        mistake: s.one_of(MISTAKES),
        reason: s.text("Cijfers verwisseld."),
        corrected: Box::new(Statement {
            concerns: vec![Stream::Municipality(s.code("GM1904"))],
            body: Body::CutShifted(corrected),
        }),
    })
}
