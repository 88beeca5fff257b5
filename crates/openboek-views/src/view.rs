//! The fold: from recorded events to what a paragraph is projected from.

use std::collections::BTreeSet;

use jiff::civil::Date;
use openboek_rules::statement::{Body, FundingRole, Statement, Subject};
use openboek_rules::{BudgetYear, OrganisationId, Stream, YearSpan};

use crate::model::{Anchor, Cell, Moment, Paragraph};
use crate::state::books::{self, Books};
use crate::state::budgets::Budgets;
use crate::state::corrections::{Corrections, Pending};
use crate::state::cuts::Cuts;
use crate::state::figures::Figures;
use crate::state::inhabitants::Inhabitants;
use crate::state::joint::Joint;
use crate::state::learning::Learning;
use crate::state::names::Names;
use crate::state::papers::Papers;
use crate::state::region::Region;
use crate::state::scopes::Scopes;
use crate::state::subsidies::Subsidies;
use crate::state::voices::Voices;
use crate::state::{Said, year_of};

/// An event as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its position in the log.
    pub index: u64,
    /// When the server recorded it, in milliseconds since 1970-01-01 UTC.
    pub recorded_at_ms: i64,
    /// What was said.
    pub statement: Statement,
}

/// Everything a holder's paragraphs are projected from, at one moment.
///
/// A view shows exactly the events it was given. For an earlier stand, fold the entries up to that size; for "as decided on" a
/// day, fold only the events that [`is_known_by`] that day. Folding is tolerant: what refers to something outside the moment is
/// skipped, never an error.
///
/// A member's view takes in its own stream and `region`. What another member did, or had done to it, does not begin anything in
/// this view unless the statement names the holder among those it concerns; what is said later about a thing the view knows
/// always counts.
///
/// What the paragraph of budget year T shows:
///
/// - budgets and amendments of T, with their estimates for T+1 to T+3;
/// - cuts that say something about T to T+3; a structural cut also after its last year;
/// - figures whose years touch T to T+3; a figure without years from the year of its document until three years after it;
/// - ceilings of T; subsidies from their first act or year until the year after they were refused, withdrawn or paid as fixed;
/// - views, reactions, requests, promises, proposals and experiments from the year they were said, for as long as they are
///   open, and until the year after they were settled.
///
/// So a paragraph costs what it shows, however long the log is.
///
/// Memory: the view keeps what its paragraphs can show. A budget line keeps the position of its adoption and of each of its
/// amendments, 8 bytes each and never shortened, since every figure carries all entries it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct View {
    pub(crate) holder: Stream,
    size: u64,
    last_recorded_at_ms: Option<i64>,
    years: BTreeSet<BudgetYear>,
    pub(crate) names: Names,
    pub(crate) budgets: Budgets,
    pub(crate) books: Books,
    pub(crate) scopes: Scopes,
    pub(crate) figures: Figures,
    pub(crate) cuts: Cuts,
    pub(crate) voices: Voices,
    pub(crate) joint: Joint,
    pub(crate) learning: Learning,
    pub(crate) subsidies: Subsidies,
    pub(crate) papers: Papers,
    pub(crate) region: Region,
    pub(crate) inhabitants: Inhabitants,
    pub(crate) corrections: Corrections,
    #[cfg_attr(feature = "snapshot", serde(skip))]
    pending: Pending,
}

/// Whether a statement belongs to a moment with `as_decided_on` that day: its act may have been taken by then. An act of unknown
/// date always may.
#[must_use]
pub fn is_known_by(statement: &Statement, day: Date) -> bool {
    statement.body.act().date.may_be_by(day)
}

impl View {
    /// An empty view for a municipality or for the region as a whole.
    #[must_use]
    pub fn new(holder: Stream) -> Self {
        Self {
            holder,
            size: 0,
            last_recorded_at_ms: None,
            years: BTreeSet::new(),
            names: Names::default(),
            budgets: Budgets::default(),
            books: Books::default(),
            scopes: Scopes::default(),
            figures: Figures::default(),
            cuts: Cuts::default(),
            voices: Voices::default(),
            joint: Joint::default(),
            learning: Learning::default(),
            subsidies: Subsidies::default(),
            papers: Papers::default(),
            region: Region::default(),
            inhabitants: Inhabitants::default(),
            corrections: Corrections::default(),
            pending: Pending::default(),
        }
    }

    /// Whose view it is.
    #[must_use]
    pub const fn holder(&self) -> Stream {
        self.holder
    }

    /// The next position to look at: one more than that of the last event applied; 0 for an empty view.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// When the last event applied was recorded.
    #[must_use]
    pub const fn last_recorded_at_ms(&self) -> Option<i64> {
        self.last_recorded_at_ms
    }

    /// The years a paragraph exists for: those of budgets, cuts and figures, and those in which something else was said.
    #[must_use]
    pub fn years(&self) -> Vec<BudgetYear> {
        self.years.iter().copied().collect()
    }

    /// Who has a paragraph: the members by code with their names, then the region with the arrangement's.
    #[must_use]
    pub fn holders(&self) -> Vec<(Stream, String)> {
        let members = self.names.members().map(|(code, name)| (Stream::Municipality(code), name.to_owned()));
        members.chain([(Stream::Region, self.names.arrangement())]).collect()
    }

    /// The paragraph of a budget year. `moment` must be the moment this view was folded for.
    #[must_use]
    pub fn paragraph(&self, origin: &str, year: BudgetYear, moment: Moment) -> Paragraph {
        crate::paragraph::build(self, origin, year, moment)
    }

    /// The figure at an address; the same as [`Paragraph::cell`].
    #[must_use]
    pub fn lookup<'a>(paragraph: &'a Paragraph, anchor: &Anchor) -> Option<&'a Cell> {
        paragraph.cell(anchor)
    }

    /// An empty view that knows the corrections this one met too late; `None` when this view is as it should be.
    ///
    /// A correction takes the place of an entry that was folded before, so whoever applies events must ask this after the last one
    /// and, while there is an answer, apply all events again to the new view. [`View::fold`] does so.
    #[must_use]
    pub fn restart(&self) -> Option<Self> {
        let pending = self.pending.again()?;
        Some(Self { pending, ..Self::new(self.holder) })
    }

    /// Folds the events that `apply_all` applies, as often as corrections ask for: once, or twice when there are any.
    ///
    /// # Errors
    /// Those of `apply_all`.
    pub fn fold<E>(holder: Stream, mut apply_all: impl FnMut(&mut Self) -> Result<(), E>) -> Result<Self, E> {
        let mut view = Self::new(holder);
        apply_all(&mut view)?;
        while let Some(again) = view.restart() {
            view = again;
            apply_all(&mut view)?;
        }
        Ok(view)
    }

    /// Takes in one event of the holder's own stream or of `region`. Events come in log order; one that was applied before, or
    /// that concerns neither stream, changes nothing.
    pub fn apply(&mut self, event: &RecordedEvent) {
        let statement = &event.statement;
        if event.index < self.size {
            return;
        }
        self.size = event.index + 1;
        self.last_recorded_at_ms = Some(event.recorded_at_ms);
        let concerns = &statement.concerns;
        if !concerns.contains(&self.holder) && !concerns.contains(&Stream::Region) {
            return;
        }
        if let Body::EntryCorrected(body) = &statement.body {
            self.papers.referred(event.index, &body.act);
            self.pending.met(event);
            return;
        }
        let restated = self.restated(event);
        let statement = restated.as_ref().unwrap_or(statement);
        let act = statement.body.act();
        let said = Said::new(event.index, act);
        let ours = self.is_ours(concerns, &act.organisation);
        self.papers.referred(event.index, act);
        if ours {
            self.note_years(&statement.body, &said);
        }
        self.take_in(said, statement, ours);
    }

    /// What the last correction of an entry says in its place; what each correction changed is noted.
    fn restated(&mut self, event: &RecordedEvent) -> Option<Statement> {
        let mut stands = None;
        for (correction, body) in self.pending.of(event.index) {
            let before = stands.as_ref().unwrap_or(&event.statement);
            self.corrections.note(correction, body, before);
            stands = Some((*body.corrected).clone());
        }
        stands
    }

    /// Whether a statement may begin something in this view.
    fn is_ours(&self, concerns: &[Stream], actor: &OrganisationId) -> bool {
        self.holder == Stream::Region || concerns.contains(&self.holder) || actor.municipality().is_none()
    }

    /// Whether a cut is the region's, seen from a member.
    fn is_regional(&self, concerns: &[Stream], actor: &OrganisationId) -> bool {
        self.holder != Stream::Region && (actor.is_region() || !concerns.contains(&self.holder))
    }

    fn note_years(&mut self, body: &Body, said: &Said) {
        let years = match body {
            Body::ArrangementFounded(_) | Body::MemberJoined(_) | Body::OrganisationRegistered(_) => None,
            // A count makes no paragraph: it is what the figures of one are divided by.
            Body::InhabitantsCounted(_) => None,
            Body::BudgetAdopted(b) => (b.holder == self.holder).then_some(YearSpan::one(b.year)),
            Body::BudgetAmended(b) => (b.holder == self.holder).then_some(YearSpan::one(b.year)),
            Body::BudgetDrafted(b) => (b.holder == self.holder).then_some(YearSpan::one(b.year)),
            Body::BudgetSentForViews(b) => books::concerns(b, self.holder).then_some(YearSpan::one(b.year)),
            Body::ReserveChanged(b) => (b.holder == self.holder).then_some(YearSpan::one(b.year)),
            Body::ScopeDefined(b) => (self.holder.municipality() == Some(b.municipality)).then_some(b.years),
            Body::ActualsReported(b) => (b.holder == self.holder).then_some(YearSpan::one(b.year)),
            Body::AccountsAdopted(b) => (b.holder == self.holder).then_some(YearSpan::one(b.year)),
            other => other.years().or_else(|| {
                let year = said.date.earliest().map(year_of)?;
                BudgetYear::new(i64::from(year)).ok().map(YearSpan::one)
            }),
        };
        self.years.extend(years.into_iter().flat_map(YearSpan::years));
    }

    fn take_in(&mut self, said: Said, statement: &Statement, ours: bool) {
        if let Body::BudgetAdopted(b) = &statement.body
            && b.holder == Stream::Region
        {
            self.region.budget_adopted(&said, b.year);
        }
        if let Body::BudgetSentForViews(b) = &statement.body
            && b.holder == Stream::Region
        {
            self.region.draft_sent(&said, b);
        }
        match &statement.body {
            Body::ArrangementFounded(b) => {
                self.names.founded(b);
                self.inhabitants.founded(b);
            }
            Body::MemberJoined(b) => {
                self.names.joined(b);
                self.inhabitants.joined(b);
            }
            Body::OrganisationRegistered(b) => self.names.registered(b),
            Body::BudgetAdopted(b) if b.holder == self.holder => self.budgets.adopted(said, b),
            Body::BudgetAmended(b) if b.holder == self.holder => self.budgets.amended(said, b),
            Body::BudgetDrafted(b) if b.holder == self.holder => self.books.drafted(said, b),
            Body::BudgetSentForViews(b) if books::concerns(b, self.holder) => self.books.sent(said, b),
            Body::ReserveChanged(b) if b.holder == self.holder => self.books.reserve_changed(said, b),
            Body::ActualsReported(b) if b.holder == self.holder => self.books.reported(said, b),
            Body::AccountsAdopted(b) if b.holder == self.holder => self.books.closed(said, b),
            Body::ScopeDefined(b) if self.holder.municipality() == Some(b.municipality) => {
                self.scopes.defined(said, b);
            }
            Body::CutAnnounced(_)
            | Body::CutAdopted(_)
            | Body::CutSuspended(_)
            | Body::CutAmended(_)
            | Body::CutConditioned(_)
            | Body::CutAllocated(_)
            | Body::CutResumed(_)
            | Body::CutWithdrawn(_)
            | Body::CutRealised(_)
            | Body::CutShifted(_)
            | Body::DecisionHeldOver(_) => self.take_in_cut(said, statement, ours),
            Body::ViewAnswered(b) => self.voices.answered(&said, b),
            Body::RequestAnswered(b) => self.voices.replied(said, b),
            Body::CommitmentFulfilled(b) => self.voices.fulfilled(said, b),
            Body::ProposalConverged(b) => self.joint.converged(said, b),
            Body::IndicatorMeasured(b) => self.learning.measured(said, b),
            Body::ProposalMandated(b) => self.joint.mandated(said, b, ours),
            Body::ProposalMade(b) => self.joint.made(said, b, ours),
            Body::HearingScheduled(b) => self.joint.hearing(said, b),
            Body::DecisionScheduled(b) => self.joint.scheduled(said, b),
            Body::CouncilDecided(b) => self.joint.decided(said, b),
            Body::ExperimentConcluded(b) => self.learning.concluded(said, b),
            body if is_of_subsidies(body) => self.subsidies.take_in(said, body, ours),
            Body::AllocationKeySet(b) => self.region.key_set(said, b),
            Body::ContributionAllocated(b) => self.region.allocated(said, b),
            Body::ContributionAdvanced(b) => self.region.advanced(said, b),
            Body::ContributionSettled(b) => self.region.settled(said, b),
            Body::FrameworkSent(b) => self.region.framework(said, b),
            Body::BudgetSentToSupervisor(b) => self.region.supervised(said, b),
            Body::MemberLeft(b) => {
                self.inhabitants.left(b);
                self.region.left(said, b);
            }
            Body::InhabitantsCounted(b) => self.inhabitants.counted(&said, b),
            Body::ArrangementSucceeded(b) => self.region.succeeded(said, b),
            _ if ours => self.begin(said, &statement.body),
            _ => {}
        }
    }

    fn take_in_cut(&mut self, said: Said, statement: &Statement, ours: bool) {
        let regional = self.is_regional(&statement.concerns, &said.organisation);
        match &statement.body {
            Body::CutAnnounced(b) => self.cuts.announced(said, b, regional, ours),
            Body::CutAdopted(b) => self.cuts.adopted(said, b, regional, ours),
            Body::CutSuspended(b) => self.cuts.suspended(said, b),
            Body::CutAmended(b) => self.cuts.amended(said, b),
            Body::CutConditioned(b) => self.cuts.conditioned(said, b),
            Body::CutAllocated(b) => self.cuts.allocated(said, b),
            Body::CutResumed(b) => self.cuts.resumed(said, b),
            Body::CutWithdrawn(b) => self.cuts.withdrawn(said, b),
            Body::CutRealised(b) => self.cuts.realised(said, b),
            Body::CutShifted(b) => self.cuts.shifted(said, b),
            Body::DecisionHeldOver(b) => match &b.subject {
                Subject::Cut(cut) => self.cuts.held_over(said, cut, b),
                Subject::Proposal(proposal) => self.joint.held_over(said, proposal, b),
            },
            _ => {}
        }
    }

    /// Statements that stand on their own.
    fn begin(&mut self, said: Said, body: &Body) {
        match body {
            Body::DocumentRegistered(b) => self.papers.registered(&said, b),
            Body::FundingIndicated(b) => {
                self.figures.indicated(said, &b.act, &b.figure, Some(b.role.clone()));
                self.figures.of_money(&b.figure.figure, b.money.as_ref(), None);
            }
            Body::FundingSuperseded(b) => {
                self.figures.indicated(said, &b.act, &b.figure, Some(b.role.clone()));
                self.figures.of_money(&b.figure.figure, Some(&b.source), Some(&b.supersedes));
            }
            Body::FundingGranted(b) => {
                self.figures.indicated(said, &b.act, &b.figure, Some(FundingRole::Own));
                self.figures.of_money(&b.figure.figure, Some(&b.source), b.supersedes.as_ref());
            }
            Body::BudgetLineIndicated(b) => {
                if let Some(contribution) = &b.contribution {
                    self.region.mirrored(&said, contribution, &b.figure);
                }
                self.figures.indicated(said, &b.act, &b.figure, None);
            }
            Body::ReactionReceived(b) => self.voices.reacted(said, b),
            Body::ViewSubmitted(b) => self.voices.submitted(said, b),
            Body::RequestMade(b) => self.voices.asked(said, b),
            Body::ViewDeclined(b) => self.voices.declined(said, b),
            Body::CommitmentMade(b) => self.voices.promised(said, b),
            Body::VisionShared(b) => self.learning.shared(said, b),
            Body::PolicyAdopted(b) => self.learning.adopted(said, b),
            Body::ProgressReported(b) => self.learning.reported(said, b),
            Body::ExperimentStarted(b) => self.learning.started(said, b),
            Body::IndicatorSet(b) => self.learning.indicator(said, b),
            _ => {}
        }
    }
}

/// Whether a statement is about subsidies, notices or objections.
const fn is_of_subsidies(body: &Body) -> bool {
    matches!(
        body,
        Body::CeilingSet(_)
            | Body::SubsidyApplied(_)
            | Body::SubsidyAwarded(_)
            | Body::SubsidyRefused(_)
            | Body::SubsidyAmended(_)
            | Body::AdvancePaid(_)
            | Body::SubsidyPaid(_)
            | Body::PaymentSuspended(_)
            | Body::SubsidyDetermined(_)
            | Body::SubsidyWithdrawn(_)
            | Body::RecoveryDecided(_)
            | Body::SubsidyListed(_)
            | Body::SubsidyUnlisted(_)
            | Body::NoticeGiven(_)
            | Body::ObjectionFiled(_)
            | Body::ObjectionDecided(_)
    )
}
