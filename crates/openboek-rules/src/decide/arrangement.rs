//! Rules of founding, joining and registering.

use super::check::Check;
use crate::id::Stream;
use crate::refusal::{Refusal, RefusalCode};
use crate::statement::{
    ArrangementFounded, ArrangementSucceeded, MemberJoined, MemberLeft, OrganisationKind,
    OrganisationRegistered,
};

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

/// A member leaves once; its own readers and those of the region see it.
pub(super) fn left(check: &mut Check<'_>, body: &MemberLeft) {
    check.concerns(Stream::Region);
    let code = body.municipality;
    if check.member(code, "body.municipality")
        && let Some(entry) = check.state.left.get(&code)
    {
        let name = code.to_string();
        check.exists(RefusalCode::AlreadyLeft, "body.municipality", "municipality", name, *entry);
    }
    check.listed_once("body.merged_into", body.merged_into.iter().map(ToString::to_string));
}

/// An arrangement has one that came before and one that comes after.
pub(super) fn succeeded(check: &mut Check<'_>, body: &ArrangementSucceeded) {
    check.concerns(Stream::Region);
    if let Some(entry) = check.state.successions.get(&body.succession) {
        let other = body.other.as_str();
        check.exists(RefusalCode::SuccessionExists, "body.succession", "other", other, *entry);
    }
}
