//! A second, plain model of what accepted statements may say; shares nothing with the rules but the types of statements.

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::statement::{Body, LineKey};
use openboek_rules::{BudgetYear, Cents, CutId, Statement, Stream};

/// What the auditor has seen so far.
#[derive(Default)]
pub(crate) struct Auditor {
    streams: BTreeSet<Stream>,
    created: BTreeSet<String>,
    adopted: BTreeSet<CutId>,
    known_cuts: BTreeSet<CutId>,
    amounts: BTreeMap<(Stream, BudgetYear, LineKey), i64>,
    amendments: BTreeMap<(Stream, BudgetYear), u32>,
}

impl Auditor {
    /// Checks the next accepted statement.
    pub(crate) fn check(&mut self, statement: &Statement) -> Result<(), String> {
        self.streams(statement)?;
        if let Some(thing) = Self::creates(statement)
            && !self.created.insert(thing.clone())
        {
            return Err(format!("{thing} is created twice"));
        }
        self.budgets(&statement.body)?;
        self.cuts(&statement.body)
    }

    /// What a statement creates, by kind and name; `None` when it may be said again.
    pub(crate) fn creates(statement: &Statement) -> Option<String> {
        let body = &statement.body;
        let name = match body {
            Body::ArrangementFounded(_) => String::new(),
            Body::MemberJoined(body) => body.member.code.to_string(),
            Body::OrganisationRegistered(body) => body.organisation.to_string(),
            Body::DocumentRegistered(body) => body.document.to_string(),
            Body::BudgetAdopted(body) => format!("{} {}", body.holder, body.year),
            Body::BudgetAmended(body) => format!("{} {} {}", body.holder, body.year, body.number),
            Body::CutAnnounced(body) => body.terms.cut.to_string(),
            Body::CutAdopted(body) => body.terms.cut.to_string(),
            Body::ReactionReceived(body) => body.reaction.to_string(),
            Body::ViewSubmitted(body) => body.view.to_string(),
            Body::RequestMade(body) => body.request.to_string(),
            Body::CommitmentMade(body) => body.commitment.to_string(),
            Body::ProposalMandated(body) => body.proposal.to_string(),
            Body::ProposalMade(body) => body.proposal.to_string(),
            Body::VisionShared(body) => body.vision.to_string(),
            Body::PolicyAdopted(body) => format!("{} {}", body.policy, body.decided),
            Body::ExperimentStarted(body) => format!("{} {}", body.experiment, body.started),
            Body::ExperimentConcluded(body) => body.experiment.to_string(),
            Body::IndicatorSet(body) => body.indicator.to_string(),
            Body::AccountsAdopted(body) => format!("{} {}", body.holder, body.year),
            Body::SubsidyApplied(body) => body.subsidy.to_string(),
            Body::NoticeGiven(body) => body.notice.to_string(),
            Body::ObjectionFiled(body) => body.objection.to_string(),
            Body::ObjectionDecided(body) => body.objection.to_string(),
            _ => return None,
        };
        Some(format!("{} {name}", body.kind()))
    }

    fn streams(&mut self, statement: &Statement) -> Result<(), String> {
        if self.streams.is_empty() {
            self.streams.insert(Stream::Region);
        }
        if let Some(stream) = statement.concerns.iter().find(|stream| !self.streams.contains(stream)) {
            return Err(format!("{stream} is not open"));
        }
        for code in statement.opens() {
            if !self.streams.insert(Stream::Municipality(code)) {
                return Err(format!("{code} opens twice"));
            }
        }
        Ok(())
    }

    fn budgets(&mut self, body: &Body) -> Result<(), String> {
        match body {
            Body::BudgetAdopted(body) => {
                self.amendments.insert((body.holder, body.year), 0);
                for line in &body.lines {
                    let key = (body.holder, body.year, line.key.clone());
                    if self.amounts.insert(key, line.amount.get()).is_some() {
                        return Err("a line is adopted twice".to_owned());
                    }
                }
            }
            Body::BudgetAmended(body) => {
                let number =
                    self.amendments.get_mut(&(body.holder, body.year)).ok_or("no budget to amend")?;
                *number += 1;
                if *number != body.number {
                    return Err(format!("amendment {} instead of {number}", body.number));
                }
                for line in &body.lines {
                    let stands = self.amounts.entry((body.holder, body.year, line.key.clone())).or_default();
                    if *stands != line.old.get() || *stands + line.mutation.get() != line.new.get() {
                        return Err(format!("{stands} stands, but {line:?}"));
                    }
                    *stands += line.mutation.get();
                }
            }
            Body::BudgetDrafted(body) if self.amendments.contains_key(&(body.holder, body.year)) => {
                return Err("a budget is drafted after it was adopted".to_owned());
            }
            Body::ReserveChanged(body) if body.added.get() < 0 || body.withdrawn.get() < 0 => {
                return Err("a reserve is changed by less than nothing".to_owned());
            }
            Body::ActualsReported(body) if body.lines.iter().any(|line| line.key.year != body.year) => {
                return Err("actuals of another year".to_owned());
            }
            _ => return Ok(()),
        }
        let size: i128 = self.amounts.values().map(|amount| i128::from(*amount).abs()).sum();
        // Each budget can be summed; there are at most 20 of them here.
        if size > 20 * i128::from(Cents::MAX_SIZE) { Err("too large".to_owned()) } else { Ok(()) }
    }

    fn cuts(&mut self, body: &Body) -> Result<(), String> {
        let (known, adopted) = (&mut self.known_cuts, &mut self.adopted);
        let must = |so: bool, what: &str| if so { Ok(()) } else { Err(what.to_owned()) };
        match body {
            Body::CutAnnounced(body) => must(known.insert(body.terms.cut.clone()), "announced when known"),
            Body::CutAdopted(body) => {
                known.insert(body.terms.cut.clone());
                must(adopted.insert(body.terms.cut.clone()), "adopted twice")
            }
            Body::CutSuspended(body) => must(adopted.contains(&body.cut), "suspended before it was adopted"),
            Body::CutAmended(body) => must(known.contains(&body.cut), "an unknown cut is amended"),
            Body::CutAllocated(body) => {
                must(known.contains(&body.cut), "an unknown cut is divided")?;
                let exact = |amount: &openboek_rules::Amount| match amount {
                    openboek_rules::Amount::Exact(cents) => Some(i128::from(cents.get())),
                    _ => None,
                };
                let sum: Option<i128> = body.parts.iter().map(|part| exact(&part.amount)).sum();
                match (sum, body.total.as_ref().and_then(exact)) {
                    (Some(sum), Some(total)) => must(sum == total, "the parts do not make the total"),
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }
}
