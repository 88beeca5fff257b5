//! Rules of what becomes of a cut: only what is suspended resumes, a shift keeps the sum, withdrawn is withdrawn.

use super::check::Check;
use super::cut::{is_a_cut, is_adopted, known, not_withdrawn, within_years};
use crate::refusal::{Refusal, RefusalCode};
use crate::statement::{CutRealised, CutResumed, CutShifted, CutWithdrawn, Extent};
use crate::year::YearSpan;

pub(super) fn resumed(check: &mut Check<'_>, body: &CutResumed) {
    if let Some(cut) = known(check, &body.cut, "body.cut") {
        not_withdrawn(check, &body.cut, cut);
        if let Some(year) = body.years.years().find(|year| !cut.is_suspended(*year)) {
            let refusal = Refusal::new(RefusalCode::CutNotSuspended, "body.years");
            check.refuse(refusal.with("cut", body.cut.as_str()).with("year", year));
        }
    }
    extent(check, &body.extent);
}

pub(super) fn withdrawn(check: &mut Check<'_>, body: &CutWithdrawn) {
    if let Some(cut) = known(check, &body.cut, "body.cut") {
        not_withdrawn(check, &body.cut, cut);
        if let Some(years) = body.years {
            within_years(check, &body.cut, cut, years, "body.years");
        }
    }
    extent(check, &body.extent);
}

pub(super) fn realised(check: &mut Check<'_>, body: &CutRealised) {
    if let Some(cut) = known(check, &body.cut, "body.cut") {
        is_adopted(check, &body.cut, cut);
        within_years(check, &body.cut, cut, YearSpan::one(body.year), "body.year");
    }
    check.amount(&body.amount, "body.amount");
    is_a_cut(check, &body.cut, &body.amount, "body.amount");
}

/// What leaves one year comes in another, so the sum stays by itself; only a move within one year is none.
pub(super) fn shifted(check: &mut Check<'_>, body: &CutShifted) {
    if let Some(cut) = known(check, &body.cut, "body.cut") {
        is_adopted(check, &body.cut, cut);
        not_withdrawn(check, &body.cut, cut);
        within_years(check, &body.cut, cut, YearSpan::one(body.from_year), "body.from_year");
    }
    if body.from_year == body.to_year {
        let refusal = Refusal::new(RefusalCode::ShiftWithinYear, "body.to_year");
        check.refuse(refusal.with("cut", body.cut.as_str()).with("year", body.to_year));
    }
    check.amount(&body.amount, "body.amount");
    is_a_cut(check, &body.cut, &body.amount, "body.amount");
}

fn extent(check: &mut Check<'_>, extent: &Extent) {
    if let Extent::Partial(amount) = extent {
        check.amount(amount, "body.partial");
    }
}
