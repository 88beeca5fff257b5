//! What becomes of cuts, promises and proposals, and corrections, in words.

use openboek_rules::statement::{
    CommitmentFulfilled, CutRealised, CutResumed, CutShifted, CutWithdrawn, EntryCorrected, Extent,
    IndicatorMeasured, ProposalConverged, ViewDeclined,
};

use super::{Facts, kind};
use crate::codes;

fn extent(facts: &mut Facts<'_>, extent: &Extent) {
    match extent {
        Extent::Full => facts.word("field-how-much", "suspended-fully"),
        Extent::Partial(part) => facts.amount("field-how-much", part),
    }
}

pub(super) fn resumed(facts: &mut Facts<'_>, said: &CutResumed) {
    facts.add("field-cut", said.cut.as_str());
    facts.years("field-years", said.years, false);
    extent(facts, &said.extent);
}

pub(super) fn withdrawn(facts: &mut Facts<'_>, said: &CutWithdrawn) {
    facts.add("field-cut", said.cut.as_str());
    match said.years {
        Some(years) => facts.years("field-years", years, false),
        None => facts.word("field-years", "field-all-years"),
    }
    extent(facts, &said.extent);
    facts.text("field-reasons", said.reason.as_ref());
}

pub(super) fn realised(facts: &mut Facts<'_>, said: &CutRealised) {
    facts.add("field-cut", said.cut.as_str());
    facts.add("field-year", said.year.to_string());
    facts.amount("field-amount", &said.amount);
    facts.text("field-means", said.means.as_ref());
}

pub(super) fn shifted(facts: &mut Facts<'_>, said: &CutShifted) {
    facts.add("field-cut", said.cut.as_str());
    facts.add("field-from-year", said.from_year.to_string());
    facts.add("field-to-year", said.to_year.to_string());
    facts.amount("field-amount", &said.amount);
    facts.text("field-reasons", said.reason.as_ref());
}

pub(super) fn view_declined(facts: &mut Facts<'_>, said: &ViewDeclined) {
    facts.add("field-view", said.view.as_str());
    facts.add("field-to", facts.of_organ(&said.addressee.organisation, said.addressee.organ));
    facts.text("field-subject", Some(&said.subject));
}

pub(super) fn fulfilled(facts: &mut Facts<'_>, said: &CommitmentFulfilled) {
    facts.add("field-commitment", said.commitment.as_str());
    facts.text("field-kept-by", Some(&said.text));
}

pub(super) fn converged(facts: &mut Facts<'_>, said: &ProposalConverged) {
    facts.add("field-proposal", said.proposal.as_str());
    facts.text("field-version", Some(&said.version));
}

pub(super) fn measured(facts: &mut Facts<'_>, said: &IndicatorMeasured) {
    facts.add("field-indicator", said.indicator.as_str());
    facts.add("field-year", said.year.to_string());
    facts.percent("field-measured", said.value);
    facts.text("field-in-words", said.words.as_ref());
}

/// The correction, and then the whole statement as it should have been.
pub(super) fn corrected(facts: &mut Facts<'_>, said: &EntryCorrected) {
    facts.add("field-corrected-entry", said.entry.to_string());
    facts.word("field-mistake", &format!("mistake-{}", codes::mistake(said.mistake)));
    facts.text("field-reasons", Some(&said.reason));
    let corrected = &said.corrected;
    facts.add("field-corrected-to", kind(corrected.body.kind(), facts.lang));
    let act = corrected.body.act();
    facts.add("field-by", facts.of_organ(&act.organisation, act.organ));
    facts.date("field-decided", &act.date);
    super::body(facts, &corrected.body);
    super::papers(facts, act);
}
