//! Reads what becomes of cuts and promises, and corrections.

use openboek_rules::act::Act;
use openboek_rules::statement::*;
use openboek_rules::{CommitmentId, IndicatorId, Statement, Stream, ViewId};

use crate::statements::{addressee, body, cut, proposal};
use crate::words::*;

/// Reads one body; `None` when the kind is of another group.
pub(crate) fn read(kind: &str, act: Act, f: &Fields<'_>) -> Read<Option<Body>> {
    Ok(Some(match kind {
        "cut-resumed" => Body::CutResumed(CutResumed {
            act,
            cut: cut(f)?,
            years: years(f.or("years", "2021"))?,
            extent: extent(f)?,
        }),
        "cut-withdrawn" => Body::CutWithdrawn(CutWithdrawn {
            act,
            cut: cut(f)?,
            years: f.get("years").map(years).transpose()?,
            extent: extent(f)?,
            reason: optional_text(f.get("reason"))?,
        }),
        "cut-realised" => Body::CutRealised(CutRealised {
            act,
            cut: cut(f)?,
            year: year(f.or("year", "2021"))?,
            amount: amount(f.or("amount", "unknown n.n.b."))?,
            means: optional_text(f.get("means"))?,
        }),
        "cut-shifted" => Body::CutShifted(CutShifted {
            act,
            cut: cut(f)?,
            from_year: year(f.or("from", "2021"))?,
            to_year: year(f.or("to", "2022"))?,
            amount: amount(f.or("amount", "unknown n.n.b."))?,
            reason: optional_text(f.get("reason"))?,
        }),
        "view-declined" => Body::ViewDeclined(ViewDeclined {
            act,
            view: id(ViewId::new, f.or("view", "Z1"))?,
            addressee: addressee(f)?,
            subject: text(f.or("subject", "de begroting"))?,
        }),
        "commitment-fulfilled" => Body::CommitmentFulfilled(CommitmentFulfilled {
            act,
            commitment: id(CommitmentId::new, f.or("commitment", "T1"))?,
            text: text(f.or("text", "het is gedaan"))?,
        }),
        "proposal-converged" => Body::ProposalConverged(ProposalConverged {
            act,
            proposal: proposal(f)?,
            version: text(f.or("version", "juni"))?,
        }),
        "indicator-measured" => Body::IndicatorMeasured(IndicatorMeasured {
            act,
            indicator: id(IndicatorId::new, f.or("indicator", "I1"))?,
            year: year(f.or("year", "2015"))?,
            value: None,
            words: optional_text(f.get("words"))?,
        }),
        "entry-corrected" => corrected(act, f)?,
        _ => return Ok(None),
    }))
}

/// `entry 3; of GM0505; is budget-adopted; …`: the fields of the corrected statement stand beside those of the correction, and
/// the act is the same.
fn corrected(act: Act, f: &Fields<'_>) -> Read<Body> {
    let mut concerns = ids(Stream::new, &f.or("of", "GM0505").split(' ').collect::<Vec<_>>())?;
    concerns.sort_unstable();
    let inner = body(f.or("is", "cut-adopted"), act.clone(), f)?;
    Ok(Body::EntryCorrected(EntryCorrected {
        act,
        entry: f.or("entry", "0").parse().map_err(|_| "no number")?,
        mistake: Mistake::TypingError,
        reason: text(f.or("because", "een typefout"))?,
        corrected: Box::new(Statement { concerns, body: inner }),
    }))
}

fn extent(f: &Fields<'_>) -> Read<Extent> {
    Ok(match f.or("extent", "full") {
        "full" => Extent::Full,
        part => Extent::Partial(amount(part)?),
    })
}
