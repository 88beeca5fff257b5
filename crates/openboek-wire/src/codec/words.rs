//! Values that the wire writes as text, and enumerations.

use openboek_rules::act::{Certainty, DecisionStatus, Organ};
use openboek_rules::amount::Bound;
use openboek_rules::figure::{Flow, Gross, Horizon, Pillar};
use openboek_rules::id::*;
use openboek_rules::statement::{
    AmendmentGround, CeilingException, DeterminationGround, ExpenseRule, ObjectedDecision, ObjectionOutcome,
    PaymentDirection, Periodicity, SubsidyBasis, WithdrawnPart,
};
use openboek_rules::statement::{
    AnswerOutcome, CouncilOutcome, ExperimentResult, ItemKind, LegalForm, Mistake, Nature, OrganisationKind,
    Recurrence, Side,
};
use openboek_rules::statement::{
    Earmark, KeyBasis, LeadingLevel, MoneyKind, Rounding, SettlementReason, Succession, SupervisedPaper,
};
use openboek_rules::{Category, Malformed, Pseudonym, Taakveld, Text, UncertainDate};

use super::reader::{Choice, Word};
use crate::v1;

macro_rules! words {
    ($($name:ident)*) => {$(
        impl Word for $name {
            fn parse(text: &str) -> Result<Self, Malformed> {
                Self::new(text)
            }

            fn print(&self) -> String {
                self.as_str().to_owned()
            }
        }
    )*};
}

words! {
    OrganisationId CutId FigureId ViewId ItemId RequestItemId ReactionId CommitmentId ProposalId VisionId PolicyId ExperimentId
    IndicatorId DocumentId Taakveld Text
    ReserveId Category
    CeilingId SubsidyId NoticeId ObjectionId Pseudonym
    AllocationKeyId ContributionId
}

impl Word for MunicipalityCode {
    fn parse(text: &str) -> Result<Self, Malformed> {
        Self::new(text)
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl Word for Stream {
    fn parse(text: &str) -> Result<Self, Malformed> {
        Self::new(text)
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

impl Word for UncertainDate {
    fn parse(text: &str) -> Result<Self, Malformed> {
        Self::parse(text)
    }

    fn print(&self) -> String {
        self.to_string()
    }
}

macro_rules! choices {
    ($($name:ident { $($variant:ident)* })*) => {$(
        impl From<$name> for v1::$name {
            fn from(value: $name) -> Self {
                match value {$( $name::$variant => Self::$variant, )*}
            }
        }

        impl Choice for $name {
            fn from_number(number: i32) -> Option<Self> {
                match v1::$name::try_from(number).ok()? {
                    v1::$name::Unspecified => None,
                    $( v1::$name::$variant => Some(Self::$variant), )*
                }
            }

            fn number(self) -> i32 {
                v1::$name::from(self) as i32
            }
        }
    )*};
}

choices! {
    Organ {
        Council Executive Mayor Alderman Clerk GeneralBoard ExecutiveBoard Service ProvincialExecutive Province Minister Recipient
        RecipientCoalition
    }
    Certainty {
        RoughEstimate Estimate Announced Circular Proposed Decided Granted Realised AdoptedAccounts Supervised
    }
    DecisionStatus { Intention Proposed Adopted Rejected HeldOver }
    Bound { Exactly AtLeast AtMost }
    Pillar { Participation Wmo Youth SocialInfrastructure GeneralMeans General }
    Flow { Income Expenditure Balance Means Macro Tariff Context }
    Gross { Gross Net Unsaid }
    Horizon { Present Future }
    LegalForm {
        PublicBody OperationalManagementBody JointOrgan CentralMunicipality AgreementOnly Informal SingleMunicipality
    }
    OrganisationKind { Provider Coalition Municipality Province NationalGovernment JointBody Other }
    Side { Income Expenditure }
    Nature { Structural Incidental }
    Recurrence { Once Yearly EachBudget Quarterly }
    Mistake { TypingError WrongAmount WrongDate WrongClassification Omission Other }
    ItemKind { Request Condition Criterion Priority Principle Concern Remark }
    AnswerOutcome { Accepted PartlyAccepted Declined Noted }
    CouncilOutcome { Adopted AdoptedAmended Rejected }
    ExperimentResult { Succeeded Failed Mixed }
    SubsidyBasis { Regulation AwaitingRegulation EuropeanProgramme BudgetItem Incidental Unsaid }
    ExpenseRule { Awarded Performed Investment }
    CeilingException { ReasonableTerm CourtOrder }
    AmendmentGround { BudgetReservation Fault Circumstances Request Objection Court Correction Unsaid }
    PaymentDirection { ToRecipient FromRecipient }
    DeterminationGround {
        ActivitiesNotDone ObligationsNotMet IncorrectInformation AwardIncorrect ChangedAfterwards Objection Court Correction
        Unsaid
    }
    Periodicity { Once Periodic }
    WithdrawnPart { Application Award Determination }
    ObjectedDecision { Award Refusal Amendment Determination Withdrawal Recovery }
    ObjectionOutcome { Upheld PartlyUpheld Dismissed Inadmissible Withdrawn }
    KeyBasis {
        Inhabitants YoungPeopleInCare FundingShare Clients AverageClients ActualUse FixedAmount EqualParts Other
    }
    Rounding { LargestRemainderByCode }
    LeadingLevel { Whole Parts }
    SettlementReason { Accounts CorrectedInput Other }
    SupervisedPaper { Budget Amendment Accounts }
    Succession { SucceededBy Succeeds }
    MoneyKind {
        GeneralGrant IntegrationGrant DecentralisationGrant SpecificGrant SocialAssistanceBudget OwnContributions
        ProvincialSubsidy OtherMunicipality Reserve
    }
    Earmark { Free IndicativeCluster CouncilRingFenced Statutory }
}
