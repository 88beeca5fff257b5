//! The region: keys, contributions of the members, and the papers of its budget cycle (Wgr; domain 5).

use crate::act::{Act, DecisionStatus, DocumentRef};
use crate::date::UncertainDate;
use crate::id::{AllocationKeyId, ContributionId, MunicipalityCode, OrganisationId};
use crate::money::{BasisPoints, Cents};
use crate::text::Text;
use crate::year::{BudgetYear, YearSpan};

/// What the values of a key count (domain 5.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum KeyBasis {
    /// *Inwoners op 1 januari*.
    Inhabitants,
    /// *Jongeren in gespecialiseerde zorg*.
    YoungPeopleInCare,
    /// *Aandeel in een uitkering* (an integration grant for example), in cents.
    FundingShare,
    /// *Cliënten* of one year.
    Clients,
    /// *Gemiddeld aantal cliënten* over several years.
    AverageClients,
    /// *Werkelijk gebruik* (*afrekenbasis*).
    ActualUse,
    /// *Vast bedrag* per member, in cents.
    FixedAmount,
    /// *Gelijke delen*.
    EqualParts,
    /// Anything else; the description of the component says what.
    Other,
}

/// How the cents that are left over are given. A fact of the key, so that an auditor divides in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Rounding {
    /// Round down; the cents that are left go to the largest remainders, ties to the lowest code (domain 5.3).
    LargestRemainderByCode,
}

/// What is divided when a regional amount has parts. The two ways can differ by a cent for a member (domain 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum LeadingLevel {
    /// The whole is divided.
    Whole,
    /// Each part is divided, and a member's parts are added.
    Parts,
}

/// The value of one member in a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct KeyValue {
    /// The member.
    pub municipality: MunicipalityCode,
    /// Its value: a number of people, or cents.
    pub value: u64,
}

/// One component of a key: what is counted, for how much it weighs, on which day, by which document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct KeyComponent {
    /// What the values count.
    pub basis: KeyBasis,
    /// In words, when the basis needs them.
    pub description: Option<Text>,
    /// Its weight in hundredths of a percent; the weights of a key make 10,000.
    pub weight: BasisPoints,
    /// The day or period the values are of.
    pub reference_date: UncertainDate,
    /// The document the values are from.
    pub source: DocumentRef,
    /// The value of each member, by code, 1 to 700, each once.
    pub values: Vec<KeyValue>,
}

/// A version of an allocation key (*verdeelsleutel*) is set, with its inputs.
///
/// A later version, also one with corrected values for the same years, never changes a contribution that was allocated: that leads
/// to a [`ContributionSettled`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct AllocationKeySet {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which key.
    pub key: AllocationKeyId,
    /// Its version: 1, 2, 3 … without gaps.
    pub version: u32,
    /// What it is for.
    pub description: Text,
    /// The budget years this version is for.
    pub years: YearSpan,
    /// 1 to 10 components.
    pub components: Vec<KeyComponent>,
    /// How the last cents are given.
    pub rounding: Rounding,
    /// What is divided when a regional amount has parts.
    pub leading: LeadingLevel,
}

/// A version of a key, as a contribution refers to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct KeyVersion {
    /// Which key.
    pub key: AllocationKeyId,
    /// Which version.
    pub version: u32,
}

/// A part of a regional amount: a programme or a task.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct RegionalPart {
    /// What it is.
    pub description: Text,
    /// How much.
    pub amount: Cents,
}

/// The amount of one member. Positive is to be paid to the region, negative is returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct MemberShare {
    /// The member.
    pub municipality: MunicipalityCode,
    /// Its amount.
    pub amount: Cents,
}

/// A regional amount is divided over the members (*bijdrage per gemeente*).
///
/// The shares make the regional amount to the cent, and so do its parts, or the statement is refused. That the shares are not what
/// the key gives is no reason to refuse (budgets print rounded shares): the paragraph shows the difference.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct ContributionAllocated {
    /// Who, when, on what paper.
    pub act: Act,
    /// Its identifier: one for every decision; an adopted one never changes.
    pub contribution: ContributionId,
    /// What it is for.
    pub description: Text,
    /// The budget year.
    pub year: BudgetYear,
    /// Proposed in a draft budget, or adopted.
    pub status: DecisionStatus,
    /// The regional amount.
    pub total: Cents,
    /// The parts of the regional amount, when it has them; at most 50.
    pub parts: Vec<RegionalPart>,
    /// The key that was used; `None` for amounts that were agreed without one.
    pub key: Option<KeyVersion>,
    /// 1 to 700 members, each once.
    pub shares: Vec<MemberShare>,
}

/// A term of an advance (*voorschot*) on a contribution is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct ContributionAdvanced {
    /// Who, when, on what paper.
    pub act: Act,
    /// On which contribution.
    pub contribution: ContributionId,
    /// Number of the term, from 1.
    pub term: u32,
    /// What each member paid, 1 to 700 members, each once.
    pub shares: Vec<MemberShare>,
}

/// Why a contribution is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum SettlementReason {
    /// The accounts are there: a surplus is returned, a deficit is collected.
    Accounts,
    /// A value of the key was corrected.
    CorrectedInput,
    /// Anything else.
    Other,
}

/// A contribution is settled (*afrekening*): what each member owes in the end. The allocation itself stays as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct ContributionSettled {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which contribution.
    pub contribution: ContributionId,
    /// Why.
    pub reason: SettlementReason,
    /// In words.
    pub explanation: Option<Text>,
    /// The regional amount in the end.
    pub total: Cents,
    /// The version of the key that was used, with the corrected values for example.
    pub key: Option<KeyVersion>,
    /// What each member owes in the end, before advances are taken off; 1 to 700 members, each once.
    pub shares: Vec<MemberShare>,
}

/// The general financial and policy framework (*algemene financiële en beleidsmatige kaders*) is sent to the councils (Wgr 34b, 58b).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameworkSent {
    /// Who, when it was sent, on what paper.
    pub act: Act,
    /// The budget year T it is for.
    pub year: BudgetYear,
    /// Whether the provisional accounts went with it, as the article asks.
    pub provisional_accounts: bool,
    /// The members whose councils it was sent to, 1 to 700, each once.
    pub to: Vec<MunicipalityCode>,
}

/// A paper that goes to the financial supervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum SupervisedPaper {
    /// The adopted budget of year T.
    Budget,
    /// An amendment of the budget of year T.
    Amendment,
    /// The adopted accounts of year T.
    Accounts,
}

/// A budget, amendment or the accounts of the arrangement go to the supervisor (Wgr 34, 58): Gedeputeerde Staten or the minister.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetSentToSupervisor {
    /// Who, when it was sent, on what paper.
    pub act: Act,
    /// The year T of the budget or the accounts.
    pub year: BudgetYear,
    /// What was sent.
    pub paper: SupervisedPaper,
    /// When the general board adopted it; the term of two weeks runs from there.
    pub adopted_on: UncertainDate,
    /// To whom.
    pub supervisor: OrganisationId,
}

/// A member leaves, or ends in a merger. Its stream stays: what it owes and what it is owed is still recorded there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct MemberLeft {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which member.
    pub municipality: MunicipalityCode,
    /// Last day of membership.
    pub until: UncertainDate,
    /// The codes that go on after a merger (*herindeling*), members or not; empty when it leaves of its own will. At most 10.
    pub merged_into: Vec<MunicipalityCode>,
    /// What was agreed (*uittreedsom*, unwinding), in words.
    pub terms: Option<Text>,
}

/// Which of the two arrangements this ledger is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Succession {
    /// The other one comes after this one.
    SucceededBy,
    /// The other one came before this one.
    Succeeds,
}

/// One arrangement takes the place of another: one region, two legal bodies in time (domain 5.4).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct ArrangementSucceeded {
    /// Who, when, on what paper.
    pub act: Act,
    /// Whether the other one comes after or came before.
    pub succession: Succession,
    /// Name of the other arrangement.
    pub other: Text,
    /// Origin of its log, when it has one.
    pub other_log: Option<Text>,
    /// First day of the arrangement that comes after.
    pub from: UncertainDate,
}
