//! What can be said: one type per kind of decision or fact, named in the past tense after what happened.
//!
//! A [`Statement`] says which streams it concerns and carries a [`Body`]. Every body begins with an [`Act`]: who said
//! it, when, on what paper. The log's `statement` line writes the body's kind and version ([`Body::kind`], [`Body::VERSION`]).

mod about;
mod accounts;
mod arrangement;
mod budget;
mod correction;
mod cut;
mod cut_course;
mod dispute;
mod follow_up;
mod funding;
mod inhabitants;
mod joint;
mod learning;
mod records;
mod region;
mod scope;
mod subsidy;
mod voice;

pub use about::{Thing, ThingKind};
pub use accounts::*;
pub use arrangement::*;
pub use budget::*;
pub use correction::*;
pub use cut::*;
pub use cut_course::*;
pub use dispute::*;
pub use follow_up::*;
pub use funding::*;
pub use inhabitants::*;
pub use joint::*;
pub use learning::*;
pub use records::*;
pub use region::*;
pub use scope::*;
pub use subsidy::*;
pub use voice::*;

use crate::act::Act;
use crate::id::{MunicipalityCode, Stream};
use crate::year::YearSpan;

/// One statement: a fact with the streams it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The streams it concerns, sorted, each once, at least one. A fact that concerns several councils is in the stream of each.
    pub concerns: Vec<Stream>,
    /// What is said.
    pub body: Body,
}

impl Statement {
    /// The municipalities whose streams exist from this statement on and did not before: sorted, each once. The log's `opens`
    /// line.
    #[must_use]
    pub fn opens(&self) -> Vec<MunicipalityCode> {
        let mut codes: Vec<MunicipalityCode> = match &self.body {
            Body::ArrangementFounded(body) => body.members.iter().map(|member| member.code).collect(),
            Body::MemberJoined(body) => vec![body.member.code],
            _ => Vec::new(),
        };
        codes.sort_unstable();
        codes.dedup();
        codes
    }
}

macro_rules! bodies {
    ($($(#[$doc:meta])* $variant:ident => $kind:literal, $years:expr;)*) => {
        /// What a statement says.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Body {$(
            $(#[$doc])*
            $variant($variant),
        )*}

        impl Body {
            /// The kind in kebab-case, as in the log: `cut-suspended`.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self {$( Self::$variant(_) => $kind, )*}
            }

            /// Every kind there is, in the order of the groups.
            pub const KINDS: &'static [&'static str] = &[$($kind,)*];

            /// Who acted, when, on what paper.
            #[must_use]
            pub const fn act(&self) -> &Act {
                match self {$( Self::$variant(body) => &body.act, )*}
            }

            /// The budget years it touches; `None` for facts without one. The log's `years` line.
            #[must_use]
            pub fn years(&self) -> Option<YearSpan> {
                match self {$( Self::$variant(body) => ($years)(body), )*}
            }
        }
    };
}

impl Body {
    /// Schema version of every kind so far.
    pub const VERSION: u32 = 1;
}

bodies! {
    /// An arrangement begins.
    ArrangementFounded => "arrangement-founded", |_: &ArrangementFounded| None;
    /// A municipality becomes a member.
    MemberJoined => "member-joined", |_: &MemberJoined| None;
    /// An organisation other than a member is named.
    OrganisationRegistered => "organisation-registered", |_: &OrganisationRegistered| None;
    /// A document exists.
    DocumentRegistered => "document-registered", |_: &DocumentRegistered| None;
    /// Money from outside is indicated.
    FundingIndicated => "funding-indicated", |b: &FundingIndicated| b.figure.years;
    /// A line of the own budget is indicated.
    BudgetLineIndicated => "budget-line-indicated", |b: &BudgetLineIndicated| b.figure.years;
    /// A budget is adopted.
    BudgetAdopted => "budget-adopted", |b: &BudgetAdopted| Some(b.touched_years());
    /// A budget is amended.
    BudgetAmended => "budget-amended", |b: &BudgetAmended| Some(b.touched_years());
    /// A cut is announced.
    CutAnnounced => "cut-announced", |b: &CutAnnounced| Some(b.terms.years);
    /// A cut is adopted.
    CutAdopted => "cut-adopted", |b: &CutAdopted| Some(b.terms.years);
    /// A cut is suspended for some years.
    CutSuspended => "cut-suspended", |b: &CutSuspended| Some(b.years);
    /// A cut's amount or years are changed.
    CutAmended => "cut-amended", |b: &CutAmended| b.years;
    /// A cut is made conditional.
    CutConditioned => "cut-conditioned", |_: &CutConditioned| None;
    /// A cut is divided.
    CutAllocated => "cut-allocated", |b: &CutAllocated| Some(b.years);
    /// A decision is held over.
    DecisionHeldOver => "decision-held-over", |_: &DecisionHeldOver| None;
    /// A recipient reacts.
    ReactionReceived => "reaction-received", |_: &ReactionReceived| None;
    /// A council submits a formal view.
    ViewSubmitted => "view-submitted", |_: &ViewSubmitted| None;
    /// A board answers a formal view.
    ViewAnswered => "view-answered", |_: &ViewAnswered| None;
    /// Somebody asks something of an organ.
    RequestMade => "request-made", |_: &RequestMade| None;
    /// A request is answered.
    RequestAnswered => "request-answered", |_: &RequestAnswered| None;
    /// A promise is made.
    CommitmentMade => "commitment-made", |_: &CommitmentMade| None;
    /// A council mandates a joint proposal.
    ProposalMandated => "proposal-mandated", |_: &ProposalMandated| None;
    /// A joint proposal is made.
    ProposalMade => "proposal-made", |_: &ProposalMade| None;
    /// A council plans a hearing.
    HearingScheduled => "hearing-scheduled", |_: &HearingScheduled| None;
    /// A council plans its decision.
    DecisionScheduled => "decision-scheduled", |_: &DecisionScheduled| None;
    /// A council decides on a joint proposal.
    CouncilDecided => "council-decided", |_: &CouncilDecided| None;
    /// A vision is shared.
    VisionShared => "vision-shared", |_: &VisionShared| None;
    /// A policy is adopted.
    PolicyAdopted => "policy-adopted", |_: &PolicyAdopted| None;
    /// Progress is reported.
    ProgressReported => "progress-reported", |_: &ProgressReported| None;
    /// An experiment starts or is planned.
    ExperimentStarted => "experiment-started", |_: &ExperimentStarted| None;
    /// An experiment is concluded, failed ones too.
    ExperimentConcluded => "experiment-concluded", |_: &ExperimentConcluded| None;
    /// An indicator gets a target.
    IndicatorSet => "indicator-set", |b: &IndicatorSet| b.year.map(YearSpan::one);
    /// A budget is drafted.
    BudgetDrafted => "budget-drafted", |b: &BudgetDrafted| Some(b.touched_years());
    /// A draft budget goes to councils for their views.
    BudgetSentForViews => "budget-sent-for-views", |b: &BudgetSentForViews| Some(YearSpan::one(b.year));
    /// Money goes into a reserve or out of it.
    ReserveChanged => "reserve-changed", |b: &ReserveChanged| Some(YearSpan::one(b.year));
    /// What was realised of a year is reported.
    ActualsReported => "actuals-reported", |b: &ActualsReported| Some(YearSpan::one(b.year));
    /// The accounts of a year are adopted.
    AccountsAdopted => "accounts-adopted", |b: &AccountsAdopted| Some(YearSpan::one(b.year));
    /// A ceiling of subsidies is set, raised or lowered.
    CeilingSet => "ceiling-set", |b: &CeilingSet| Some(b.years);
    /// Somebody applies for a subsidy.
    SubsidyApplied => "subsidy-applied", |b: &SubsidyApplied| Some(b.years);
    /// A subsidy is awarded.
    SubsidyAwarded => "subsidy-awarded", |b: &SubsidyAwarded| Some(b.years);
    /// An application is refused.
    SubsidyRefused => "subsidy-refused", |_: &SubsidyRefused| None;
    /// An award is raised or lowered.
    SubsidyAmended => "subsidy-amended", |_: &SubsidyAmended| None;
    /// An advance is paid.
    AdvancePaid => "advance-paid", |_: &AdvancePaid| None;
    /// Subsidy is paid or comes back.
    SubsidyPaid => "subsidy-paid", |_: &SubsidyPaid| None;
    /// Payment is suspended or resumed.
    PaymentSuspended => "payment-suspended", |_: &PaymentSuspended| None;
    /// A subsidy is fixed, fixed otherwise, or undecided again.
    SubsidyDetermined => "subsidy-determined", |_: &SubsidyDetermined| None;
    /// An application, award or determination is withdrawn.
    SubsidyWithdrawn => "subsidy-withdrawn", |_: &SubsidyWithdrawn| None;
    /// What was paid too much is claimed back.
    RecoveryDecided => "recovery-decided", |_: &RecoveryDecided| None;
    /// A register lists a subsidy, for the first time, otherwise or again.
    SubsidyListed => "subsidy-listed", |b: &SubsidyListed| b.years;
    /// A register no longer lists a subsidy.
    SubsidyUnlisted => "subsidy-unlisted", |_: &SubsidyUnlisted| None;
    /// A recipient is told that the subsidy will stop or go down.
    NoticeGiven => "notice-given", |b: &NoticeGiven| Some(YearSpan::one(b.from));
    /// Somebody objects to a decision on a subsidy.
    ObjectionFiled => "objection-filed", |_: &ObjectionFiled| None;
    /// An objection is decided.
    ObjectionDecided => "objection-decided", |_: &ObjectionDecided| None;
    /// A version of an allocation key is set.
    AllocationKeySet => "allocation-key-set", |b: &AllocationKeySet| Some(b.years);
    /// A regional amount is divided over the members.
    ContributionAllocated => "contribution-allocated", |b: &ContributionAllocated| Some(YearSpan::one(b.year));
    /// A term of an advance on a contribution is paid.
    ContributionAdvanced => "contribution-advanced", |_: &ContributionAdvanced| None;
    /// A contribution is settled.
    ContributionSettled => "contribution-settled", |_: &ContributionSettled| None;
    /// The framework of a budget is sent to the councils.
    FrameworkSent => "framework-sent", |b: &FrameworkSent| Some(YearSpan::one(b.year));
    /// A budget or the accounts go to the supervisor.
    BudgetSentToSupervisor => "budget-sent-to-supervisor", |b: &BudgetSentToSupervisor| Some(YearSpan::one(b.year));
    /// A member leaves.
    MemberLeft => "member-left", |_: &MemberLeft| None;
    /// One arrangement takes the place of another.
    ArrangementSucceeded => "arrangement-succeeded", |_: &ArrangementSucceeded| None;
    /// A next circular gives another amount.
    FundingSuperseded => "funding-superseded", |b: &FundingSuperseded| b.figure.years;
    /// Money is granted.
    FundingGranted => "funding-granted", |b: &FundingGranted| b.figure.years;
    /// A municipality decides what belongs to its social domain.
    ScopeDefined => "scope-defined", |b: &ScopeDefined| Some(b.years);
    /// A suspended cut goes on.
    CutResumed => "cut-resumed", |b: &CutResumed| Some(b.years);
    /// A cut is withdrawn, wholly or a part.
    CutWithdrawn => "cut-withdrawn", |b: &CutWithdrawn| b.years;
    /// A cut is realised in a year.
    CutRealised => "cut-realised", |b: &CutRealised| Some(YearSpan::one(b.year));
    /// A part of a cut moves to another year.
    CutShifted => "cut-shifted", |b: &CutShifted| Some(YearSpan::one(b.from_year).union(YearSpan::one(b.to_year)));
    /// A council gives no formal view.
    ViewDeclined => "view-declined", |_: &ViewDeclined| None;
    /// A promise is kept.
    CommitmentFulfilled => "commitment-fulfilled", |_: &CommitmentFulfilled| None;
    /// The councils' texts are one again.
    ProposalConverged => "proposal-converged", |_: &ProposalConverged| None;
    /// An indicator is measured.
    IndicatorMeasured => "indicator-measured", |b: &IndicatorMeasured| Some(YearSpan::one(b.year));
    /// A recorded statement is corrected.
    EntryCorrected => "entry-corrected", |b: &EntryCorrected| b.corrected.body.years();
    /// The inhabitants of municipalities are counted.
    InhabitantsCounted => "inhabitants-counted", |_: &InhabitantsCounted| None;
}
