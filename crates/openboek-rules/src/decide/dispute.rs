//! Rules of notices and objections.

use super::check::Check;
use super::subsidy::{amount, known, was_decided};
use crate::refusal::RefusalCode;
use crate::state::State;
use crate::statement::{NoticeGiven, ObjectionDecided, ObjectionFiled};

pub(super) fn notice_given(check: &mut Check<'_>, body: &NoticeGiven) {
    if let Some(entry) = check.state.notices.get(&body.notice) {
        check.exists(RefusalCode::NoticeExists, "body.notice", "notice", body.notice.as_str(), *entry);
    }
    amount(check, &body.yearly, "body.yearly");
    amount(check, &body.lowered, "body.lowered");
    let Some(subsidy) = known(check, &body.subsidy) else { return };
    was_decided(check, &body.subsidy, subsidy);
}

pub(super) fn objection_filed(check: &mut Check<'_>, body: &ObjectionFiled) {
    if let Some(objection) = check.state.objections.get(&body.objection) {
        let id = body.objection.as_str();
        check.exists(RefusalCode::ObjectionExists, "body.objection", "objection", id, objection.entry);
    }
    known(check, &body.subsidy);
}

pub(super) fn objection_decided(check: &mut Check<'_>, body: &ObjectionDecided) {
    let state: &State = check.state;
    let id = body.objection.as_str();
    let Some(objection) = state.objections.get(&body.objection) else {
        check.unknown(RefusalCode::UnknownObjection, "body.objection", "objection", id);
        return;
    };
    if let Some(subsidy) = state.subsidies.get(&objection.subsidy) {
        check.reaches(&subsidy.streams);
    }
    if let Some(entry) = objection.decided {
        check.exists(RefusalCode::ObjectionAlreadyDecided, "body.objection", "objection", id, entry);
    }
}
