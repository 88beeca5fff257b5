//! Voices: formal views, reactions, requests, commitments, and what was answered.

use crate::act::{Act, DocumentRef, Organ};
use crate::date::UncertainDate;
use crate::id::{CommitmentId, CutId, ItemId, OrganisationId, ReactionId, RequestItemId, ViewId};
use crate::text::Text;

/// To whom something is addressed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Addressee {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its organ.
    pub organ: Organ,
}

/// Whether something is asked once or again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Recurrence {
    /// Once.
    Once,
    /// Every year: due twelve months after it was asked, unless another date is agreed (product rule).
    Yearly,
    /// In every budget.
    EachBudget,
    /// Every quarter: due three months after it was asked, unless another date is agreed (product rule).
    Quarterly,
}

/// A recipient's letter or mail about a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReactionReceived {
    /// Who reacts, when.
    pub act: Act,
    /// Its identifier.
    pub reaction: ReactionId,
    /// To whom.
    pub addressee: Addressee,
    /// The letter it answers.
    pub answers: Option<DocumentRef>,
    /// The cut it is about.
    pub cut: Option<CutId>,
    /// Whether it came after the closing date. A late reaction is recorded all the same.
    pub late: bool,
    /// The closing date.
    pub deadline: UncertainDate,
    /// What the sender claims, at most 50; claims of the sender, not figures of the municipality.
    pub claims: Vec<Text>,
}

/// Kind of an item in a formal view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum ItemKind {
    /// *Verzoek*.
    Request,
    /// *Voorwaarde*.
    Condition,
    /// *Toetspunt*.
    Criterion,
    /// *Prioriteit*.
    Priority,
    /// *Uitgangspunt*.
    Principle,
    /// *Zorg*: said, no answer asked.
    Concern,
    /// *Opmerking*: said, no answer asked.
    Remark,
}

impl ItemKind {
    /// Whether an item of this kind asks for an answer.
    #[must_use]
    pub const fn asks(self) -> bool {
        !matches!(self, Self::Concern | Self::Remark)
    }
}

/// One item of a formal view, with an answer of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct ViewItem {
    /// Identifier within the view.
    pub item: ItemId,
    /// Kind.
    pub kind: ItemKind,
    /// What it says.
    pub text: Text,
    /// Once or again and again.
    pub recurrence: Recurrence,
}

/// A council gives its formal view (*zienswijze*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewSubmitted {
    /// Which council, when.
    pub act: Act,
    /// Its identifier.
    pub view: ViewId,
    /// To whom.
    pub addressee: Addressee,
    /// On what.
    pub subject: Text,
    /// Whether the law asks the addressee for a reasoned answer (Wgr art. 35, on draft budgets since 1 July 2022).
    pub statutory: bool,
    /// 1 to 200 items, each identifier once.
    pub items: Vec<ViewItem>,
}

/// What became of an item or a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum AnswerOutcome {
    /// *Overgenomen*.
    Accepted,
    /// *Deels overgenomen*.
    PartlyAccepted,
    /// *Niet overgenomen*.
    Declined,
    /// *Voor kennisgeving aangenomen*.
    Noted,
}

/// The answer to one item.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct ItemAnswer {
    /// Which item.
    pub item: ItemId,
    /// Outcome.
    pub outcome: AnswerOutcome,
    /// The reasons; `None` for an answer that gives none, which is shown as such.
    pub reasons: Option<Text>,
}

/// The addressee answers items of a formal view, with reasons or without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewAnswered {
    /// Who answers, when.
    pub act: Act,
    /// Which view.
    pub view: ViewId,
    /// 1 to 200 answers, each item once.
    pub answers: Vec<ItemAnswer>,
}

/// Somebody asks something of an organ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestMade {
    /// Who asks, when.
    pub act: Act,
    /// Its identifier.
    pub request: RequestItemId,
    /// Of whom.
    pub addressee: Addressee,
    /// What.
    pub text: Text,
    /// By when an answer is asked or agreed.
    pub due: UncertainDate,
    /// Once or again and again.
    pub recurrence: Recurrence,
    /// The reaction it was made in.
    pub reaction: Option<ReactionId>,
}

/// A request is answered, with reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestAnswered {
    /// Who answers, when.
    pub act: Act,
    /// Which request.
    pub request: RequestItemId,
    /// Outcome.
    pub outcome: AnswerOutcome,
    /// The reasons.
    pub reasons: Text,
}

/// A promise (*toezegging*) or agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitmentMade {
    /// Who promises, when.
    pub act: Act,
    /// Its identifier.
    pub commitment: CommitmentId,
    /// What.
    pub text: Text,
    /// With whom; at most 100.
    pub with: Vec<OrganisationId>,
    /// By when.
    pub due: UncertainDate,
    /// Once or again and again.
    pub recurrence: Recurrence,
}
