//! Rules of funding that is followed in time: what takes the place of what.

use super::check::{Check, at};
use super::figure::{figure, role};
use crate::id::{FigureId, Stream};
use crate::refusal::{Refusal, RefusalCode};
use crate::statement::{FundingGranted, FundingSuperseded};

pub(super) fn superseded(check: &mut Check<'_>, body: &FundingSuperseded) {
    figure(check, &body.figure);
    role(check, &body.role);
    supersedes(check, &body.supersedes);
}

pub(super) fn granted(check: &mut Check<'_>, body: &FundingGranted) {
    figure(check, &body.figure);
    if let Some(earlier) = &body.supersedes {
        supersedes(check, earlier);
    }
}

/// The earlier figure is known and still counts. Where it is the region's, everybody who reads it reads what takes its place.
fn supersedes(check: &mut Check<'_>, earlier: &FigureId) {
    check.figure(earlier, "body.supersedes");
    let regional = check.state.figures.get(earlier).is_some_and(|streams| streams.contains(&Stream::Region));
    if regional {
        check.concerns(Stream::Region);
    }
    let concerns = [Stream::Region].into_iter().chain(check.statement.concerns.iter().copied());
    let found =
        concerns.into_iter().find_map(|stream| check.state.superseded.get(&(earlier.clone(), stream)));
    if let Some(entry) = found {
        let refusal = Refusal::new(RefusalCode::FigureSuperseded, "body.supersedes");
        check.refuse(refusal.with("figure", earlier.as_str()).with("entry", at(*entry)));
    }
}
