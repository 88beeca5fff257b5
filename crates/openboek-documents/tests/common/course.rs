//! What becomes of cuts, promises and proposals, and corrections: what their pages must say.

use openboek_rules::statement::*;
use openboek_rules::*;

use crate::{Case, act, addressee, cents, month, org, span, t, year};

fn cut() -> CutId {
    CutId::new("SV-20").unwrap()
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = cuts();
    cases.extend([
        (
            Body::ViewDeclined(ViewDeclined {
                act: act(),
                view: ViewId::new("ZW-2").unwrap(),
                addressee: addressee(),
                subject: t("Ontwerpbegroting 2022"),
            }),
            vec!["Geen zienswijze", "ZW-2", "Ontwerpbegroting 2022"],
        ),
        (
            Body::ViewAnswered(ViewAnswered {
                act: act(),
                view: ViewId::new("ZW-1").unwrap(),
                answers: vec![ItemAnswer {
                    item: ItemId::new("R3").unwrap(),
                    outcome: AnswerOutcome::Declined,
                    reasons: None,
                }],
            }),
            vec!["R3 (niet overgenomen): zonder motivering"],
        ),
        (
            Body::CommitmentMade(CommitmentMade {
                act: act(),
                commitment: CommitmentId::new("T-2").unwrap(),
                text: t("Een overzicht"),
                with: vec![org("de-kern")],
                due: month(),
                recurrence: Recurrence::Quarterly,
            }),
            vec!["T-2", "elk kwartaal"],
        ),
        (
            Body::CommitmentFulfilled(CommitmentFulfilled {
                act: act(),
                commitment: CommitmentId::new("T-2").unwrap(),
                text: t("Het overzicht is verstuurd"),
            }),
            vec!["T-2", "Het overzicht is verstuurd"],
        ),
        (
            Body::ProposalConverged(ProposalConverged {
                act: act(),
                proposal: ProposalId::new("JP-LZ").unwrap(),
                version: t("versie juni"),
            }),
            vec!["JP-LZ", "versie juni"],
        ),
        (
            Body::IndicatorMeasured(IndicatorMeasured {
                act: act(),
                indicator: IndicatorId::new("woonservice").unwrap(),
                year: year(2015),
                value: BasisPoints::new(6_800),
                words: Some(t("bijna zeventig procent")),
            }),
            vec!["woonservice", "2015", "68 %", "bijna zeventig procent"],
        ),
        (
            Body::EntryCorrected(EntryCorrected {
                act: act(),
                entry: 17,
                mistake: Mistake::WrongAmount,
                reason: t("Cijfers verwisseld"),
                corrected: Box::new(Statement {
                    concerns: vec![Stream::Region],
                    body: Body::CutAmended(CutAmended {
                        act: act(),
                        cut: cut(),
                        amount: Amount::Exact(cents(-4_875_000)),
                        years: Some(span()),
                        reason: None,
                    }),
                }),
            }),
            vec![
                "Vastlegging gecorrigeerd",
                "17",
                "verkeerd bedrag",
                "Cijfers verwisseld",
                "Bezuiniging gewijzigd",
                "SV-20",
                "€ -48.750,00",
                "2021 t/m 2024",
            ],
        ),
    ]);
    cases
}

fn cuts() -> Vec<Case> {
    let part = Extent::Partial(Amount::Exact(cents(-250)));
    vec![
        (
            Body::CutResumed(CutResumed {
                act: act(),
                cut: cut(),
                years: YearSpan::one(year(2021)),
                extent: Extent::Full,
            }),
            vec!["SV-20", "2021", "geheel"],
        ),
        (
            Body::CutWithdrawn(CutWithdrawn {
                act: act(),
                cut: cut(),
                years: None,
                extent: part,
                reason: Some(t("De tekorten zijn lager")),
            }),
            vec!["SV-20", "alle jaren van de bezuiniging", "€ -2,50", "De tekorten zijn lager"],
        ),
        (
            Body::CutRealised(CutRealised {
                act: act(),
                cut: cut(),
                year: year(2022),
                amount: Amount::Exact(cents(-3_000_000)),
                means: Some(t("sportcombinatiefunctionaris stopt")),
            }),
            vec!["SV-20", "2022", "€ -30.000,00", "sportcombinatiefunctionaris stopt"],
        ),
        (
            Body::CutShifted(CutShifted {
                act: act(),
                cut: cut(),
                from_year: year(2022),
                to_year: year(2023),
                amount: Amount::Exact(cents(-100)),
                reason: Some(t("Het contract loopt nog")),
            }),
            vec!["SV-20", "2022", "2023", "€ -1,00", "Het contract loopt nog"],
        ),
    ]
}
