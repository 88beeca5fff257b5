//! Subsidies (Awb title 4.2): ceilings, applications, awards, and the money that moves.

use crate::act::Act;
use crate::amount::Amount;
use crate::date::UncertainDate;
use crate::id::{CeilingId, OrganisationId, Stream, SubsidyId};
use crate::pseudonym::Pseudonym;
use crate::text::Text;
use crate::year::{BudgetYear, YearSpan};

/// A ceiling (*subsidieplafond*, Awb 4:22) is set; the same ceiling again is raised or lowered to the new amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CeilingSet {
    /// Who, when, on what paper.
    pub act: Act,
    /// Its identifier.
    pub ceiling: CeilingId,
    /// Whose subsidies it limits.
    pub holder: Stream,
    /// What it is for ("sociale basis 2021").
    pub name: Text,
    /// The period, in budget years.
    pub years: YearSpan,
    /// The most that may be awarded under it in the period.
    pub amount: Amount,
    /// The regulation it belongs to.
    pub regulation: Option<Text>,
    /// How it is divided: in order of receipt, by tender (Awb 4:26).
    pub distribution: Option<Text>,
    /// When it was published; it should be before the period begins (Awb 4:27).
    pub published: UncertainDate,
}

/// Who receives a subsidy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum SubsidyRecipient {
    /// An organisation; of a coalition the one that leads it.
    Organisation(OrganisationId),
    /// A natural person, by a sealed pseudonym only.
    Person(Pseudonym),
    /// The source does not say who: a register with an empty cell.
    Unsaid,
}

/// A part of a subsidy for one organisation: a partner of a coalition, or a municipality that bears it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct SubsidyShare {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Its part.
    pub amount: Amount,
}

/// A part of a subsidy for one budget year.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct SubsidyYear {
    /// Which year.
    pub year: BudgetYear,
    /// Its part.
    pub amount: Amount,
}

/// What a subsidy comes to. Each list that is not empty makes the whole to the cent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct SubsidyTerms {
    /// The whole; "at most" when only the way to compute it and the maximum are given (Awb 4:31 lid 2).
    pub amount: Amount,
    /// The parts of the years, each year once, at most 20; empty when the source does not divide it.
    pub per_year: Vec<SubsidyYear>,
    /// The parts of a coalition's partners, the leading one too, each once, at most 200; empty when there is no coalition.
    pub partners: Vec<SubsidyShare>,
    /// The parts that municipalities bear, each once, at most 400; empty when the giver bears all of it.
    pub borne_by: Vec<SubsidyShare>,
}

/// Somebody applies for a subsidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyApplied {
    /// Who applied, or for a natural person the body that received it; when; on what paper.
    pub act: Act,
    /// Its identifier, for all that follows.
    pub subsidy: SubsidyId,
    /// Who applies.
    pub recipient: SubsidyRecipient,
    /// For what activities.
    pub activities: Text,
    /// For which budget years.
    pub years: YearSpan,
    /// The amount asked.
    pub amount: Amount,
    /// When it came in, which starts the term to decide.
    pub received: UncertainDate,
    /// The last day to decide by the regulation; unknown when the term of Awb 4:13 holds.
    pub decide_by: UncertainDate,
    /// Whether it is a subsidy per financial year, for which Awb 4:60 and 4:74 hold (afdeling 4.2.8).
    pub per_financial_year: bool,
    /// The regulation it is asked under.
    pub regulation: Option<Text>,
}

/// The legal basis of a subsidy (Awb 4:23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum SubsidyBasis {
    /// A regulation (lid 1), such as the *Algemene subsidieverordening*.
    Regulation,
    /// Awaiting a regulation, at most one year (lid 3 a).
    AwaitingRegulation,
    /// A programme of the European Union (lid 3 b).
    EuropeanProgramme,
    /// *Begrotingssubsidie*: the budget names recipient and maximum (lid 3 c).
    BudgetItem,
    /// Incidental, at most four years (lid 3 d).
    Incidental,
    /// The source does not say.
    Unsaid,
}

/// When a subsidy becomes an expense in the accounts (*last*; notitie Subsidies, domain 2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum ExpenseRule {
    /// *Exploitatiesubsidie* without conditions: in the years the decision is for.
    Awarded,
    /// *Exploitatiesubsidie* with conditions: in the years the recipient meets them; known at the final determination.
    Performed,
    /// *Investeringssubsidie*: by the choice of the giver (BBV art. 61); not derived here.
    Investment,
}

/// Why more may be awarded than a ceiling allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum CeilingException {
    /// The rest of a reasonable term (Awb 4:51 lid 2).
    ReasonableTerm,
    /// A court ordered it, or an objection led to it (Awb 4:25 lid 3).
    CourtOrder,
}

/// A subsidy is awarded (*verleend*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyAwarded {
    /// Who, when, on what paper.
    pub act: Act,
    /// Its identifier, of the application if there was one.
    pub subsidy: SubsidyId,
    /// Who receives it.
    pub recipient: SubsidyRecipient,
    /// For what activities.
    pub activities: Text,
    /// For which budget years.
    pub years: YearSpan,
    /// What it comes to.
    pub terms: SubsidyTerms,
    /// The ceiling it counts under.
    pub ceiling: Option<CeilingId>,
    /// Why it may go above the ceiling, when it does.
    pub exception: Option<CeilingException>,
    /// The legal basis.
    pub basis: SubsidyBasis,
    /// The regulation, by name.
    pub regulation: Option<Text>,
    /// When it becomes an expense.
    pub expense: ExpenseRule,
    /// Whether it is awarded on condition that the budget of its first year, not adopted yet, makes the means available (Awb 4:34).
    pub budget_reservation: bool,
    /// Whether it is a subsidy per financial year, for which Awb 4:60 and 4:74 hold (afdeling 4.2.8).
    pub per_financial_year: bool,
    /// When the recipient was notified (Awb 3:41), which starts terms; unknown when that is not recorded.
    pub notified: UncertainDate,
}

/// An application is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyRefused {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// Why.
    pub reason: Text,
    /// The ceiling that was reached, when that is why (Awb 4:25 lid 2).
    pub ceiling: Option<CeilingId>,
    /// When the applicant was notified.
    pub notified: UncertainDate,
}

/// Why an award is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum AmendmentGround {
    /// The budget reservation is invoked (Awb 4:34).
    BudgetReservation,
    /// To the recipient's disadvantage, also with effect in the past (Awb 4:48).
    Fault,
    /// Incorrect, or changed circumstances or views; from then on, with a reasonable term (Awb 4:50).
    Circumstances,
    /// The recipient asked for it, or it is to its advantage.
    Request,
    /// After an objection.
    Objection,
    /// A court ordered it.
    Court,
    /// A mistake is put right.
    Correction,
    /// The source shows that the award was changed, not why or how: two stands of a register.
    Unsaid,
}

impl AmendmentGround {
    /// Whether an award may be changed on this ground after the subsidy was closed or fixed: real registers show it.
    #[must_use]
    pub const fn reopens(self) -> bool {
        matches!(self, Self::Objection | Self::Court | Self::Correction | Self::Unsaid)
    }
}

/// An award is raised or lowered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyAmended {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// What it comes to now.
    pub terms: SubsidyTerms,
    /// On what ground.
    pub ground: AmendmentGround,
    /// Whether it works back to before the decision.
    pub retroactive: bool,
    /// Why.
    pub reason: Option<Text>,
    /// When the recipient was notified.
    pub notified: UncertainDate,
}

/// An advance (*voorschot*, Awb 4:95) is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdvancePaid {
    /// Who paid, when.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// How much.
    pub amount: Amount,
}

/// Which way money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum PaymentDirection {
    /// To the recipient.
    ToRecipient,
    /// Back from the recipient, or set off with another subsidy.
    FromRecipient,
}

/// Subsidy is paid, other than as an advance; or comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyPaid {
    /// Who paid, when.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// How much; positive either way.
    pub amount: Amount,
    /// Which way.
    pub direction: PaymentDirection,
}

/// Payment is suspended after a serious suspicion (Awb 4:56), or resumed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentSuspended {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// Whether payment is resumed (true) or suspended (false).
    pub resumed: bool,
    /// Why.
    pub reason: Option<Text>,
    /// When the recipient was notified, which starts the 13 weeks.
    pub notified: UncertainDate,
}

/// Why a final determination differs from the award, or from an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum DeterminationGround {
    /// The activities were not, or not all, done (Awb 4:46 lid 2 a).
    ActivitiesNotDone,
    /// Obligations were not met (Awb 4:46 lid 2 b).
    ObligationsNotMet,
    /// Incorrect or incomplete information was given (Awb 4:46 lid 2 c).
    IncorrectInformation,
    /// The award was incorrect and the recipient should have known (Awb 4:46 lid 2 d).
    AwardIncorrect,
    /// An earlier determination is changed within five years (Awb 4:49).
    ChangedAfterwards,
    /// After an objection.
    Objection,
    /// A court ordered it.
    Court,
    /// A mistake is put right.
    Correction,
    /// The source shows that it differs, not why or how: a register. The law asks for a ground, so it becomes a signal.
    Unsaid,
}

impl DeterminationGround {
    /// Whether a subsidy may be fixed once more, and above its award, on this ground: real registers show it (domain 6.2).
    #[must_use]
    pub const fn may_come_later(self) -> bool {
        matches!(
            self,
            Self::ChangedAfterwards | Self::Objection | Self::Court | Self::Correction | Self::Unsaid
        )
    }
}

/// A subsidy is fixed (*vastgesteld*, Awb 4:42), fixed otherwise, or is undecided again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyDetermined {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// What it is fixed at; `None` when the determination is undone and the subsidy is undecided again. The parts of the years
    /// say in which years it was performed.
    pub terms: Option<SubsidyTerms>,
    /// On what ground it differs.
    pub ground: Option<DeterminationGround>,
    /// Why.
    pub reason: Option<Text>,
    /// When the recipient was notified, which starts terms.
    pub notified: UncertainDate,
}

/// What is withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum WithdrawnPart {
    /// The application, by the applicant.
    Application,
    /// The award (Awb 4:48, 4:50).
    Award,
    /// The final determination (Awb 4:49).
    Determination,
}

/// An application, award or determination is withdrawn. Nothing is due of the subsidy afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyWithdrawn {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// What of it.
    pub part: WithdrawnPart,
    /// Whether it works back to before the decision.
    pub retroactive: bool,
    /// Why.
    pub reason: Text,
    /// When the recipient was notified.
    pub notified: UncertainDate,
}

/// What was paid too much is claimed back (Awb 4:57).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryDecided {
    /// Who, when, on what paper.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// How much.
    pub amount: Amount,
    /// Why.
    pub reason: Option<Text>,
    /// When the recipient was notified.
    pub notified: UncertainDate,
}

/// Whether a subsidy is given once or again and again, in a register's own words. That Awb afdeling 4.2.8 holds does not follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Periodicity {
    /// *Eenmalig*.
    Once,
    /// *Periodiek*.
    Periodic,
}

/// A register of subsidies lists a subsidy: for the first time, with other particulars, or again after it was gone.
///
/// A register shows what stands, not the decisions behind it. What is left out is as it was; amounts awarded and fixed have statements
/// of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyListed {
    /// Who keeps the register; the day of its stand; the file.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// The register, by name.
    pub register: Text,
    /// Who receives it now; a name that is spelled otherwise is another organisation here, since the register does not say why.
    pub recipient: Option<SubsidyRecipient>,
    /// For what activities.
    pub activities: Option<Text>,
    /// The regulation.
    pub regulation: Option<Text>,
    /// For which budget years.
    pub years: Option<YearSpan>,
    /// The amount asked.
    pub asked: Option<Amount>,
    /// The policy area (*beleidsterrein*) as the register words it.
    pub policy_area: Option<Text>,
    /// The part of the organisation that handles it (*organisatieonderdeel*).
    pub unit: Option<Text>,
    /// Once or periodic.
    pub periodicity: Option<Periodicity>,
}

/// A register no longer lists a subsidy. That is no withdrawal: the row may come back, and until a decision says otherwise the
/// subsidy counts as it did (domain 11: erasure, a mistake and an outage look the same).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyUnlisted {
    /// Who keeps the register; the day of the stand that lacks it; the file.
    pub act: Act,
    /// Which subsidy.
    pub subsidy: SubsidyId,
    /// The register, by name.
    pub register: Text,
    /// Why, when somebody knows.
    pub reason: Option<Text>,
}
