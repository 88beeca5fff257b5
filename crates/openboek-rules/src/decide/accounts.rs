//! Rules of a budget's way from draft to accounts. That a term was missed, or that a reserve goes below zero, is a fact to show.

use super::budget::{codes, fits, holder, lines, not_adopted_yet, rounded, sums};
use super::check::{Check, at};
use crate::id::Stream;
use crate::money::Cents;
use crate::refusal::{Refusal, RefusalCode};
use crate::statement::{
    AccountsAdopted, ActualsReported, BudgetDrafted, BudgetLine, BudgetSentForViews, ReserveChanged,
};
use crate::year::BudgetYear;

/// A draft comes before the adoption: after it there is nothing left to draft.
pub(super) fn drafted(check: &mut Check<'_>, body: &BudgetDrafted) {
    holder(check, body.holder);
    not_adopted_yet(check, body.holder, body.year);
    lines(check, body.year, body.lines.iter().map(|line| &line.key));
    sums(check, &body.lines);
    rounded(check, body.rounded_to);
}

/// Members are asked, each once, and each can read that it was asked. An adopted budget may go out too: its amendments are drafted.
pub(super) fn sent_for_views(check: &mut Check<'_>, body: &BudgetSentForViews) {
    holder(check, body.holder);
    check.listed_once("body.to", body.to.iter().map(ToString::to_string));
    let everybody = check.statement.concerns.contains(&Stream::Region);
    for (place, council) in body.to.iter().enumerate() {
        if check.member(*council, format!("body.to[{place}]")) && !everybody {
            check.concerns(Stream::Municipality(*council));
        }
    }
}

/// What goes in and what comes out are two amounts, neither of them negative.
pub(super) fn reserve_changed(check: &mut Check<'_>, body: &ReserveChanged) {
    holder(check, body.holder);
    for (field, amount) in [("body.added_cents", body.added), ("body.withdrawn_cents", body.withdrawn)] {
        if amount < Cents::ZERO {
            let refusal = Refusal::new(RefusalCode::ReserveAmountNegative, field);
            check.refuse(refusal.with("reserve", body.reserve.as_str()).with("amount", amount));
        }
    }
    let size = i128::from(body.added.size().get()) + i128::from(body.withdrawn.size().get());
    fits(check, size, "body.withdrawn_cents");
}

/// Actuals may be reported again and again, also late; a budget of the year need not be in this ledger.
pub(super) fn actuals_reported(check: &mut Check<'_>, body: &ActualsReported) {
    holder(check, body.holder);
    realised(check, body.year, &body.lines);
    rounded(check, body.rounded_to);
}

/// Accounts are adopted once.
pub(super) fn adopted(check: &mut Check<'_>, body: &AccountsAdopted) {
    holder(check, body.holder);
    if let Some(entry) = check.state.accounts.get(&(body.holder, body.year)).copied() {
        let refusal = Refusal::new(RefusalCode::AccountsExist, "body.year").with("year", body.year);
        check.refuse(refusal.with("holder", body.holder).with("entry", at(entry)));
    }
    realised(check, body.year, &body.lines);
    rounded(check, body.rounded_to);
}

/// Lines of one year only, in the code list of that year.
fn realised(check: &mut Check<'_>, year: BudgetYear, lines: &[BudgetLine]) {
    codes(check, year, lines.iter().map(|line| &line.key));
    for (place, line) in lines.iter().enumerate().filter(|(_, line)| line.key.year != year) {
        let field = format!("body.lines[{place}].key.year");
        let refusal = Refusal::new(RefusalCode::YearOfOtherAccounts, field);
        check.refuse(refusal.with("named", line.key.year).with("year", year));
    }
    sums(check, lines);
}
