//! Random bodies of what becomes of cuts, promises and proposals, and of corrections.

use openboek_rules::statement::*;
use openboek_rules::{Amount, BasisPoints, CommitmentId, IndicatorId, Statement, Stream, ViewId, YearSpan};

use crate::any::{Any, text};

impl Any<'_> {
    /// A body of one of these kinds; `None` for a kind of another group.
    pub(crate) fn follow_up(&mut self, kind: &str) -> Option<Body> {
        Some(match kind {
            "cut-resumed" => Body::CutResumed(CutResumed {
                act: self.act(),
                cut: self.cut_id(),
                years: YearSpan::one(self.year()),
                extent: self.extent(),
            }),
            "cut-withdrawn" => Body::CutWithdrawn(CutWithdrawn {
                act: self.act(),
                cut: self.cut_id(),
                years: self.maybe(Self::years),
                extent: self.extent(),
                reason: None,
            }),
            "cut-realised" => Body::CutRealised(CutRealised {
                act: self.act(),
                cut: self.cut_id(),
                year: self.year(),
                amount: self.amount(),
                means: None,
            }),
            "cut-shifted" => Body::CutShifted(CutShifted {
                act: self.act(),
                cut: self.cut_id(),
                from_year: self.year(),
                to_year: self.year(),
                amount: self.amount(),
                reason: None,
            }),
            "view-declined" => Body::ViewDeclined(ViewDeclined {
                act: self.act(),
                view: self.id(ViewId::new, "Z"),
                addressee: self.addressee(),
                subject: text("de begroting"),
            }),
            "commitment-fulfilled" => Body::CommitmentFulfilled(CommitmentFulfilled {
                act: self.act(),
                commitment: self.id(CommitmentId::new, "T"),
                text: text("het is gedaan"),
            }),
            "proposal-converged" => Body::ProposalConverged(ProposalConverged {
                act: self.act(),
                proposal: self.proposal_id(),
                version: text(self.of(&["maart", "juni"])),
            }),
            "indicator-measured" => Body::IndicatorMeasured(IndicatorMeasured {
                act: self.act(),
                indicator: self.id(IndicatorId::new, "I"),
                year: self.year(),
                value: self.maybe(|any| BasisPoints::new(any.of(&[-100, 7_000])).unwrap()),
                words: None,
            }),
            "entry-corrected" => Body::EntryCorrected(EntryCorrected {
                act: self.act(),
                entry: u64::try_from(self.below(60)).unwrap(),
                mistake: self.of(&[Mistake::TypingError, Mistake::WrongAmount]),
                reason: text("een typefout"),
                corrected: Box::new(self.statement()),
            }),
            _ => return None,
        })
    }

    fn extent(&mut self) -> Extent {
        self.maybe(Self::amount).map_or(Extent::Full, Extent::Partial)
    }
}

/// A correction that is about an entry of this history, with another amount or a note; other statements as they are.
pub(crate) fn aimed(statement: &Statement, history: &[Statement]) -> Statement {
    let mut aimed = statement.clone();
    if matches!(aimed.body, Body::ProposalConverged(_)) {
        // Every council that must decide reads of it.
        aimed.concerns = vec![Stream::Region];
    }
    if let Body::CouncilDecided(decision) = &aimed.body {
        aimed.concerns = vec![Stream::Municipality(decision.council)];
    }
    let Body::EntryCorrected(correction) = &mut aimed.body else { return aimed };
    let place = usize::try_from(correction.entry).unwrap() % history.len().max(1);
    let Some(original) = history.get(place) else { return aimed };
    correction.entry = u64::try_from(place).unwrap();
    aimed.concerns.clone_from(&original.concerns);
    // Now and then the random one, so that refusals are met too.
    if correction.mistake == Mistake::TypingError || original.body.kind() != correction.corrected.body.kind()
    {
        *correction.corrected = original.clone();
        change(&mut correction.corrected.body);
    }
    aimed
}

fn change(body: &mut Body) {
    let cents = |amount: i64| openboek_rules::Cents::new(amount).unwrap();
    match body {
        Body::BudgetAdopted(body) => {
            if let Some(line) = body.lines.first_mut() {
                line.amount = cents(12_300);
            }
        }
        Body::BudgetAmended(body) => {
            if let Some(line) = body.lines.last_mut() {
                line.mutation = line.mutation.negated();
                line.new = line.old.checked_add(line.mutation).unwrap_or(line.new);
            }
        }
        Body::CutAdopted(body) => body.terms.structural = !body.terms.structural,
        Body::CutAmended(body) => body.years = None,
        Body::CutSuspended(body) => body.years = YearSpan::one(body.years.first()),
        Body::CutWithdrawn(body) => body.extent = Extent::Full,
        Body::CouncilDecided(body) => body.version = Some(text("mei")),
        Body::CommitmentMade(body) => body.recurrence = Recurrence::Quarterly,
        Body::RequestMade(body) => body.recurrence = Recurrence::Once,
        Body::BudgetDrafted(BudgetDrafted { lines, .. })
        | Body::AccountsAdopted(AccountsAdopted { lines, .. }) => {
            if let Some(line) = lines.first_mut() {
                line.amount = cents(12_300);
            }
        }
        other => change_money(other, Amount::Exact(cents(5_000))),
    }
}

/// Other amounts and years of subsidies and contributions.
fn change_money(body: &mut Body, amount: Amount) {
    let undivided = |amount: Amount| SubsidyTerms {
        amount,
        per_year: Vec::new(),
        partners: Vec::new(),
        borne_by: Vec::new(),
    };
    match body {
        Body::CeilingSet(body) => body.amount = amount,
        Body::SubsidyApplied(body) => body.years = YearSpan::one(body.years.first()),
        Body::SubsidyAwarded(body) => {
            body.terms = undivided(amount);
            body.years = YearSpan::one(body.years.last());
        }
        Body::SubsidyAmended(body) => body.terms = undivided(amount),
        Body::SubsidyDetermined(body) if body.terms.is_some() => body.terms = Some(undivided(amount)),
        Body::AdvancePaid(body) => body.amount = amount,
        Body::SubsidyPaid(body) => {
            body.amount = amount;
            body.direction = PaymentDirection::ToRecipient;
        }
        Body::ContributionAllocated(body) => body.key = None,
        Body::FundingGranted(body) => body.figure.amount = amount,
        _ => {}
    }
}

/// The history as it should have been: every entry as its last correction says, at its own place; `None` for corrections.
pub(crate) fn restated(history: &[Statement]) -> Vec<Option<Statement>> {
    let mut restated: Vec<Option<Statement>> = history.iter().cloned().map(Some).collect();
    for (place, statement) in history.iter().enumerate() {
        if let Body::EntryCorrected(correction) = &statement.body {
            restated[usize::try_from(correction.entry).unwrap()] = Some((*correction.corrected).clone());
            restated[place] = None;
        }
    }
    restated
}
