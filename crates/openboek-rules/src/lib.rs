//! What may be recorded in an Openboek ledger: statements, amounts, dates, state, `decide`, `evolve` and refusals.
//!
//! Everything here is pure. There is no input or output, no clock, no randomness, no async and no wire format: time and identity
//! are arguments, and the same state and statement always give the same answer.
//!
//! Reading order: [`statement`] (what can be said) → [`state`] (what has been said) → [`decide`](decide()) (may this be said
//! now?) → [`refusal`] (why not).

pub mod act;
pub mod allocation;
pub mod amount;
pub mod category;
pub mod date;
pub mod decide;
pub mod explain;
pub mod figure;
pub mod id;
pub mod law;
pub mod malformed;
pub mod money;
pub mod pseudonym;
pub mod refusal;
pub mod state;
pub mod statement;
pub mod taakveld;
pub mod text;
pub mod year;

pub use act::{Act, Certainty, DecisionStatus, DocumentRef, Organ, Reference};
pub use amount::{Amount, Base, Bound, Sum};
pub use category::Category;
pub use date::UncertainDate;
pub use decide::{decide, decide_all};
pub use explain::{CodePage, Explanation, PageSubject};
pub use figure::{Counting, Figure, Flow, Gross, Horizon, Pillar};
pub use id::ReserveId;
pub use id::{AllocationKeyId, ContributionId};
pub use id::{CeilingId, NoticeId, ObjectionId, SubsidyId};
pub use id::{
    CommitmentId, CutId, DocumentId, ExperimentId, FigureId, IndicatorId, ItemId, MunicipalityCode,
    OrganisationId, PolicyId, ProposalId, ReactionId, RequestItemId, Stream, ViewId, VisionId,
};
pub use malformed::{Malformed, MalformedCode};
pub use money::{BasisPoints, Cents};
pub use pseudonym::Pseudonym;
pub use refusal::{Refusal, RefusalCode};
pub use state::State;
pub use statement::{Body, Statement};
pub use taakveld::{CodeList, Taakveld};
pub use text::Text;
pub use year::{BudgetYear, YearSpan};
