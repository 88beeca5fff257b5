//! Voices and joint proposals.

use super::{ORGANS, act, document};
use crate::support::source::Source;
use openboek_rules::id::{
    CommitmentId, CutId, ItemId, OrganisationId, ProposalId, ReactionId, RequestItemId, ViewId,
};
use openboek_rules::statement::*;

const RECURRENCES: &[Recurrence] =
    &[Recurrence::Yearly, Recurrence::Once, Recurrence::EachBudget, Recurrence::Quarterly];

const OUTCOMES: &[AnswerOutcome] =
    &[AnswerOutcome::PartlyAccepted, AnswerOutcome::Accepted, AnswerOutcome::Declined, AnswerOutcome::Noted];

pub(super) fn bodies(s: &mut Source) -> Vec<Body> {
    let mut bodies = voices(s);
    bodies.extend(proposals(s));
    bodies
}

fn addressee(s: &mut Source) -> Addressee {
    Addressee { organisation: s.id("region", OrganisationId::new), organ: s.one_of(ORGANS) }
}

fn voices(s: &mut Source) -> Vec<Body> {
    let kinds = [
        ItemKind::Request,
        ItemKind::Condition,
        ItemKind::Criterion,
        ItemKind::Priority,
        ItemKind::Principle,
        ItemKind::Concern,
        ItemKind::Remark,
    ];
    vec![
        Body::ReactionReceived(ReactionReceived {
            act: act(s),
            reaction: s.id("reactie-1", ReactionId::new),
            addressee: addressee(s),
            answers: s.opt(|s| document(s, "Brief over de bezuiniging")),
            cut: s.opt(|s| s.id("DA-5", CutId::new)),
            late: s.flag(true),
            deadline: s.date("2020-10-15"),
            claims: s.list(0, &["Preventie bespaart zorg."], Source::text),
        }),
        Body::ViewSubmitted(ViewSubmitted {
            act: act(s),
            view: s.id("zienswijze-2021", ViewId::new),
            addressee: addressee(s),
            subject: s.text("Ontwerpbegroting 2021"),
            statutory: s.flag(true),
            items: s.list(1, &["R1", "R2"], |s, item| ViewItem {
                item: s.id(item, ItemId::new),
                kind: s.one_of(&kinds),
                text: s.text("Rapporteer elk jaar over de wachttijden."),
                recurrence: s.one_of(RECURRENCES),
            }),
        }),
        Body::ViewAnswered(ViewAnswered {
            act: act(s),
            view: s.id("zienswijze-2021", ViewId::new),
            answers: s.list(1, &["R1", "R2"], |s, item| ItemAnswer {
                item: s.id(item, ItemId::new),
                outcome: s.one_of(OUTCOMES),
                reasons: s.opt(|s| s.text("Dat kan vanaf het tweede kwartaal.")),
            }),
        }),
        Body::RequestMade(RequestMade {
            act: act(s),
            request: s.id("verzoek-1", RequestItemId::new),
            addressee: addressee(s),
            text: s.text("Geef inzicht in de kosten per cliënt."),
            due: s.date("2021"),
            recurrence: s.one_of(RECURRENCES),
            reaction: s.opt(|s| s.id("reactie-1", ReactionId::new)),
        }),
        Body::RequestAnswered(RequestAnswered {
            act: act(s),
            request: s.id("verzoek-1", RequestItemId::new),
            outcome: s.one_of(OUTCOMES),
            reasons: s.text("De kosten staan in bijlage 3."),
        }),
        Body::CommitmentMade(CommitmentMade {
            act: act(s),
            commitment: s.id("toezegging-1", CommitmentId::new),
            text: s.text("De raad krijgt elk kwartaal een overzicht."),
            with: s.list(0, &["vitale-coalitie"], |s, id| s.id(id, OrganisationId::new)),
            due: s.date("2020-11-11/.."),
            recurrence: s.one_of(&[Recurrence::Once, Recurrence::Quarterly, Recurrence::Yearly]),
        }),
    ]
}

fn proposals(s: &mut Source) -> Vec<Body> {
    let outcomes = [CouncilOutcome::AdoptedAmended, CouncilOutcome::Adopted, CouncilOutcome::Rejected];
    vec![
        Body::ProposalMandated(ProposalMandated {
            act: act(s),
            proposal: s.id("JP-SB", ProposalId::new),
            subject: s.text("Een sterke sociale basis met minder geld"),
            parties: s.list(1, &["GM1904", "vitale-coalitie"], |s, id| s.id(id, OrganisationId::new)),
            due: s.date("2021-04"),
            treated_with: s.opt(|s| s.text("begroting 2022")),
            fallback: s.opt(|s| s.text("dan doen wij dat als gemeente zelf")),
        }),
        Body::ProposalMade(ProposalMade {
            act: act(s),
            proposal: s.id("JP-SB", ProposalId::new),
            title: s.text("Gezamenlijk voorstel sociale basis"),
            councils: s.list(1, &["GM0505", "GM0642"], Source::code),
            version: s.opt(|s| s.text("ontwerp maart 2013")),
        }),
        Body::HearingScheduled(HearingScheduled {
            act: act(s),
            proposal: s.id("JP-SB", ProposalId::new),
            council: s.code("GM0505"),
            meeting: s.text("Ronde Tafel"),
            on: s.date("2013-04-09"),
        }),
        Body::DecisionScheduled(DecisionScheduled {
            act: act(s),
            proposal: s.id("JP-SB", ProposalId::new),
            council: s.code("GM0642"),
            on: s.date("[2013-04-22,2013-05-08]"),
        }),
        Body::CouncilDecided(CouncilDecided {
            act: act(s),
            proposal: s.id("JP-SB", ProposalId::new),
            council: s.code("GM0505"),
            outcome: s.one_of(&outcomes),
            version: s.opt(|s| s.text("ontwerp maart 2013")),
        }),
    ]
}
