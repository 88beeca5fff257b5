//! Rules of founding, joining and registering.

use super::check::Check;
use crate::id::Stream;
use crate::refusal::{Refusal, RefusalCode};
use crate::statement::{ArrangementFounded, MemberJoined, OrganisationKind, OrganisationRegistered};

pub(super) fn founded(check: &mut Check<'_>, body: &ArrangementFounded) {
    check.listed_once("body.members", body.members.iter().map(|member| member.code.to_string()));
}

pub(super) fn joined(check: &mut Check<'_>, body: &MemberJoined) {
    check.concerns(Stream::Region);
    let code = body.member.code;
    if let Some(entry) = check.state.members.get(&code) {
        check.exists(
            RefusalCode::AlreadyMember,
            "body.member.code",
            "municipality",
            code.to_string(),
            *entry,
        );
    }
}

pub(super) fn registered(check: &mut Check<'_>, body: &OrganisationRegistered) {
    let id = &body.organisation;
    if check.state.knows_organisation(id) {
        let refusal = Refusal::new(RefusalCode::OrganisationExists, "body.organisation");
        check.refuse(refusal.with("organisation", id));
    }
    if id.municipality().is_some() && body.kind != OrganisationKind::Municipality {
        let refusal = Refusal::new(RefusalCode::OrganisationKindWrong, "body.kind");
        check.refuse(refusal.with("organisation", id));
    }
    check.listed_once("body.works_in", body.works_in.iter().map(ToString::to_string));
    check.listed_once("body.partners", body.partners.iter().map(ToString::to_string));
    for (place, partner) in body.partners.iter().enumerate() {
        check.organisation(partner, format!("body.partners[{place}]"));
    }
}
