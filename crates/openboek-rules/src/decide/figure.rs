//! Rules of single figures: funding and budget lines as far as a document indicates them.

use super::budget::not_in_list;
use super::check::{Check, at};
use crate::figure::{Counting, Figure};
use crate::id::Stream;
use crate::refusal::{Refusal, RefusalCode};
use crate::statement::{BudgetLineIndicated, FundingIndicated, FundingRole};
use crate::taakveld::CodeList;

pub(super) fn funding_indicated(check: &mut Check<'_>, body: &FundingIndicated) {
    figure(check, &body.figure);
    role(check, &body.role);
}

/// The figures exist that the role of a funding figure refers to.
pub(super) fn role(check: &mut Check<'_>, role: &FundingRole) {
    match role {
        FundingRole::ShareOf(whole) => check.figure(whole, "body.role.share_of"),
        FundingRole::ReductionOf(figures) => check.figures(figures, "body.role.reduction_of.figures"),
        FundingRole::Own | FundingRole::MacroBudget | FundingRole::Context => {}
    }
}

pub(super) fn budget_line_indicated(check: &mut Check<'_>, body: &BudgetLineIndicated) {
    figure(check, &body.figure);
    if let Some(contribution) = &body.contribution {
        super::region::known(check, contribution, "body.contribution");
    }
}

pub(super) fn figure(check: &mut Check<'_>, figure: &Figure) {
    unique(check, figure);
    check.amount(&figure.amount, "body.figure.amount");
    match &figure.counting {
        Counting::AlternativeTo(other) => check.figure(other, "body.figure.counting.alternative_to"),
        Counting::MayOverlap(other) => check.figure(other, "body.figure.counting.may_overlap"),
        Counting::DerivedFrom(others) => check.figures(others, "body.figure.counting.derived_from.figures"),
        Counting::Counted | Counting::OnlyIf(_) | Counting::Memo => {}
    }
    taakveld(check, figure);
}

/// A name must mean one figure wherever it is read: no other figure of that name may be in the statement's streams or in
/// `region`; and a figure of the region, which everybody reads, may have no namesake in any stream.
fn unique(check: &mut Check<'_>, figure: &Figure) {
    let Some(known) = check.state.figures.get(&figure.figure) else { return };
    let concerns = &check.statement.concerns;
    let found = if concerns.contains(&Stream::Region) {
        known.iter().next()
    } else {
        [Stream::Region]
            .iter()
            .chain(concerns)
            .find_map(|stream| known.get(stream).map(|entry| (stream, entry)))
    };
    if let Some((stream, entry)) = found {
        let refusal = Refusal::new(RefusalCode::FigureExists, "body.figure.figure");
        let refusal = refusal.with("figure", figure.figure.as_str()).with("entry", at(*entry));
        check.refuse(refusal.with("stream", *stream));
    }
}

/// A taakveld is a code of the list of the figure's first year, as a budget uses the list of its own year for all its years.
/// Where the year or its list is not known (before 2015), the code cannot be judged.
fn taakveld(check: &mut Check<'_>, figure: &Figure) {
    let (Some(taakveld), Some(years)) = (&figure.taakveld, figure.years) else { return };
    if let Some(list) = CodeList::of(years.first())
        && list.name_of(taakveld).is_none()
    {
        check.refuse(not_in_list(taakveld, list, years.first(), "body.figure.taakveld".to_owned()));
    }
}
