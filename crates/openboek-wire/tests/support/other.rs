//! Arrangements, documents and learning.

use super::{ORGANS, act, document, exact};
use crate::support::source::Source;
use openboek_rules::id::{DocumentId, ExperimentId, IndicatorId, OrganisationId, PolicyId, VisionId};
use openboek_rules::statement::*;

pub(super) fn arrangement(s: &mut Source) -> Vec<Body> {
    let mut works_in = s.list(0, &["GM0310", "GM1904"], Source::code);
    works_in.sort_unstable();
    let forms = [
        LegalForm::PublicBody,
        LegalForm::OperationalManagementBody,
        LegalForm::JointOrgan,
        LegalForm::CentralMunicipality,
        LegalForm::AgreementOnly,
        LegalForm::Informal,
        LegalForm::SingleMunicipality,
    ];
    let kinds = [
        OrganisationKind::Coalition,
        OrganisationKind::Provider,
        OrganisationKind::Municipality,
        OrganisationKind::Province,
        OrganisationKind::NationalGovernment,
        OrganisationKind::JointBody,
        OrganisationKind::Other,
    ];
    vec![
        Body::ArrangementFounded(ArrangementFounded {
            act: act(s),
            name: s.text("Regio Drechtsteden"),
            form: s.one_of(&forms),
            members: s.list(1, &[("GM0505", "Dordrecht"), ("GM0642", "Zwijndrecht")], member),
        }),
        Body::MemberJoined(MemberJoined {
            act: act(s),
            member: member(s, ("GM0523", "Hardinxveld-Giessendam")),
            from: s.date("2018-01-01"),
        }),
        Body::OrganisationRegistered(OrganisationRegistered {
            act: act(s),
            organisation: s.id("vitale-coalitie", OrganisationId::new),
            name: s.text("Vitale Coalitie"),
            kind: s.one_of(&kinds),
            works_in,
            partners: s.list(0, &["kwadraad", "jeugd-punt"], |s, id| s.id(id, OrganisationId::new)),
        }),
        Body::DocumentRegistered(DocumentRegistered {
            act: act(s),
            document: s.id("kadernota-2022", DocumentId::new),
            reference: document(s, "Kadernota 2022"),
            addressee: s.opt(|s| (s.id("de-kern", OrganisationId::new), s.opt(|s| s.one_of(ORGANS)))),
        }),
    ]
}

fn member(s: &mut Source, (code, name): (&str, &str)) -> Member {
    Member { code: s.code(code), name: s.text(name) }
}

pub(super) fn learning(s: &mut Source) -> Vec<Body> {
    vec![
        Body::VisionShared(VisionShared {
            act: act(s),
            vision: s.id("visie-sociaal-domein", VisionId::new),
            title: s.text("Visie op het sociaal domein"),
            with: s.list(0, &["GM0505", "GM0642"], |s, id| s.id(id, OrganisationId::new)),
        }),
        Body::PolicyAdopted(PolicyAdopted {
            act: act(s),
            policy: s.id("aanpak-sociale-basis", PolicyId::new),
            title: s.text("Aanpak van het gezamenlijke voorstel"),
            decided: s.flag(true),
        }),
        Body::ProgressReported(ProgressReported {
            act: act(s),
            vision: s.opt(|s| s.id("visie-sociaal-domein", VisionId::new)),
            text: s.text("De wijkteams werken nu in alle kernen."),
        }),
        Body::ExperimentStarted(ExperimentStarted {
            act: act(s),
            experiment: s.id("proef-een-gezin-een-plan", ExperimentId::new),
            title: s.text("Eén gezin, één plan"),
            started: s.flag(true),
            amount: s.amount(&exact(5_000_000)),
        }),
        Body::ExperimentConcluded(ExperimentConcluded {
            act: act(s),
            experiment: s.id("proef-een-gezin-een-plan", ExperimentId::new),
            result: s.one_of(&[
                ExperimentResult::Failed,
                ExperimentResult::Succeeded,
                ExperimentResult::Mixed,
            ]),
            lesson: s.text("Zonder eigen budget kon de regisseur niets beslissen."),
        }),
        Body::IndicatorSet(IndicatorSet {
            act: act(s),
            indicator: s.id("klanten-met-plan", IndicatorId::new),
            description: s.text("Deel van de klanten met een plan"),
            required: s.opt(|s| s.points(5_000)),
            target: s.opt(|s| s.points(7_500)),
            words: s.opt(|s| s.text("bijna 100 %")),
            year: s.opt(|s| s.year(2021)),
        }),
    ]
}
