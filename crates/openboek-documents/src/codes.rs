//! Permanent keys for the closed lists of the rules: in JSON and CSV they are the machine's word, in the catalogues they name
//! the words people read.

use openboek_rules::act::{DecisionStatus, Organ};
use openboek_rules::figure::{Flow, Gross, Horizon, Pillar};
use openboek_rules::statement::{
    AnswerOutcome, CouncilOutcome, ExperimentResult, ItemKind, LegalForm, Mistake, Nature, OrganisationKind,
    Recurrence, Side,
};
use openboek_rules::statement::{
    Earmark, KeyBasis, LeadingLevel, MoneyKind, Rounding, SettlementReason, Succession, SupervisedPaper,
};
use openboek_rules::{Amount, Bound, Certainty};

macro_rules! codes {
    ($($(#[$doc:meta])* $function:ident, $all:ident, $type:ident: $($variant:ident => $key:literal,)*;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub(crate) const fn $function(value: $type) -> &'static str {
            match value {$( $type::$variant => $key, )*}
        }

        /// All keys of the list.
        #[cfg(test)]
        pub(crate) const $all: &[&str] = &[$($key),*];
    )*};
}

codes! {
    /// How sure a figure is.
    certainty, CERTAINTIES, Certainty:
        RoughEstimate => "rough-estimate", Estimate => "estimate", Announced => "announced", Circular => "circular",
        Proposed => "proposed", Decided => "decided", Granted => "granted", Realised => "realised",
        AdoptedAccounts => "adopted-accounts", Supervised => "supervised",;
    /// Organ or role.
    organ, ORGANS, Organ:
        Council => "council", Executive => "executive", Mayor => "mayor", Alderman => "alderman", Clerk => "clerk",
        GeneralBoard => "general-board", ExecutiveBoard => "executive-board", Service => "service",
        ProvincialExecutive => "provincial-executive", Province => "province", Minister => "minister",
        Recipient => "recipient", RecipientCoalition => "recipient-coalition",;
    /// Where a decision stands.
    status, STATUSES, DecisionStatus:
        Intention => "intention", Proposed => "proposed", Adopted => "adopted", Rejected => "rejected",
        HeldOver => "held-over",;
    /// Pillar of the social domain.
    pillar, PILLARS, Pillar:
        Participation => "participation", Wmo => "wmo", Youth => "youth",
        SocialInfrastructure => "social-infrastructure", GeneralMeans => "general-means", General => "general",;
    /// Side of a figure.
    flow, FLOWS, Flow:
        Income => "income", Expenditure => "expenditure", Balance => "balance", Means => "means", Macro => "macro",
        Tariff => "tariff", Context => "context",;
    /// Gross or net.
    gross, GROSSES, Gross: Gross => "gross", Net => "net", Unsaid => "gross-unsaid",;
    /// Now or later.
    horizon, HORIZONS, Horizon: Present => "present", Future => "future",;
    /// Side of a budget line.
    side, SIDES, Side: Income => "income", Expenditure => "expenditure",;
    /// Structural or incidental.
    nature, NATURES, Nature: Structural => "structural", Incidental => "incidental",;
    /// Legal form of an arrangement.
    legal_form, LEGAL_FORMS, LegalForm:
        PublicBody => "public-body", OperationalManagementBody => "operational-management-body",
        JointOrgan => "joint-organ", CentralMunicipality => "central-municipality",
        AgreementOnly => "agreement-only", Informal => "informal", SingleMunicipality => "single-municipality",;
    /// Kind of an organisation.
    organisation_kind, ORGANISATION_KINDS, OrganisationKind:
        Provider => "provider", Coalition => "coalition", Municipality => "municipality", Province => "province",
        NationalGovernment => "national-government", JointBody => "joint-body", Other => "other",;
    /// Once or again and again.
    recurrence, RECURRENCES, Recurrence:
        Once => "once", Yearly => "yearly", EachBudget => "each-budget", Quarterly => "quarterly",;
    /// What kind of mistake is corrected.
    mistake, MISTAKES, Mistake:
        TypingError => "typing-error", WrongAmount => "wrong-amount", WrongDate => "wrong-date",
        WrongClassification => "wrong-classification", Omission => "omission", Other => "other",;
    /// Kind of an item in a formal view.
    item_kind, ITEM_KINDS, ItemKind:
        Request => "request", Condition => "condition", Criterion => "criterion", Priority => "priority",
        Principle => "principle", Concern => "concern", Remark => "remark",;
    /// What became of an item or request.
    answer, ANSWERS, AnswerOutcome:
        Accepted => "accepted", PartlyAccepted => "partly-accepted", Declined => "declined", Noted => "noted",;
    /// What a council decided.
    council_outcome, COUNCIL_OUTCOMES, CouncilOutcome:
        Adopted => "adopted", AdoptedAmended => "adopted-amended", Rejected => "rejected",;
    /// How an experiment ended.
    experiment_result, EXPERIMENT_RESULTS, ExperimentResult:
        Succeeded => "succeeded", Failed => "failed", Mixed => "mixed",;
    /// What the values of a key count.
    key_basis, KEY_BASES, KeyBasis:
        Inhabitants => "inhabitants", YoungPeopleInCare => "young-people-in-care",
        FundingShare => "funding-share", Clients => "clients", AverageClients => "average-clients",
        ActualUse => "actual-use", FixedAmount => "fixed-amount", EqualParts => "equal-parts", Other => "other",;
    /// How the last cents are given.
    rounding, ROUNDINGS, Rounding: LargestRemainderByCode => "largest-remainder-by-code",;
    /// What is divided when a regional amount has parts.
    leading, LEADING_LEVELS, LeadingLevel: Whole => "whole", Parts => "parts",;
    /// Why a contribution is settled.
    settlement, SETTLEMENTS, SettlementReason:
        Accounts => "accounts", CorrectedInput => "corrected-input", Other => "other",;
    /// A paper for the supervisor.
    supervised, SUPERVISED, SupervisedPaper:
        Budget => "budget", Amendment => "amendment", Accounts => "accounts",;
    /// Which arrangement comes after which.
    succession, SUCCESSIONS, Succession: SucceededBy => "succeeded-by", Succeeds => "succeeds",;
    /// Kind of money.
    money_kind, MONEY_KINDS, MoneyKind:
        GeneralGrant => "general-grant", IntegrationGrant => "integration-grant",
        DecentralisationGrant => "decentralisation-grant", SpecificGrant => "specific-grant",
        SocialAssistanceBudget => "social-assistance-budget", OwnContributions => "own-contributions",
        ProvincialSubsidy => "provincial-subsidy", OtherMunicipality => "other-municipality",
        Reserve => "reserve",;
    /// How firmly money is bound.
    earmark, EARMARKS, Earmark:
        Free => "free", IndicativeCluster => "indicative-cluster", CouncilRingFenced => "council-ring-fenced",
        Statutory => "statutory",;
    /// How a percentage binds.
    bound, BOUNDS, Bound: Exactly => "exactly", AtLeast => "at-least", AtMost => "at-most",;
}

/// Qualifier of an amount.
#[must_use]
pub(crate) const fn qualifier(amount: &Amount) -> &'static str {
    match amount {
        Amount::Exact(_) => "exact",
        Amount::About { .. } => "about",
        Amount::AtMost(_) => "at-most",
        Amount::LessThan(_) => "less-than",
        Amount::AtLeast(_) => "at-least",
        Amount::Range { .. } => "range",
        Amount::PercentOf { .. } => "percent-of",
        Amount::Qualitative(_) => "qualitative",
        Amount::Unknown { .. } => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;
    use crate::words::find;

    #[test]
    fn every_key_has_words_in_both_languages() {
        let lists = [
            ("certainty-", CERTAINTIES),
            ("organ-", ORGANS),
            ("status-", STATUSES),
            ("pillar-", PILLARS),
            ("flow-", FLOWS),
            ("", GROSSES),
            ("horizon-", HORIZONS),
            ("flow-", SIDES),
            ("", NATURES),
            ("legal-", LEGAL_FORMS),
            ("organisation-", ORGANISATION_KINDS),
            ("", RECURRENCES),
            ("mistake-", MISTAKES),
            ("item-", ITEM_KINDS),
            ("answer-", ANSWERS),
            ("council-", COUNCIL_OUTCOMES),
            ("experiment-", EXPERIMENT_RESULTS),
            ("basis-", KEY_BASES),
            ("rounding-", ROUNDINGS),
            ("leading-", LEADING_LEVELS),
            ("settled-", SETTLEMENTS),
            ("supervised-", SUPERVISED),
            ("", SUCCESSIONS),
            ("money-", MONEY_KINDS),
            ("earmark-", EARMARKS),
        ];
        for (prefix, keys) in lists {
            for key in keys {
                for lang in Lang::ALL {
                    assert!(find(&format!("{prefix}{key}"), lang).is_some(), "{prefix}{key} {lang:?}");
                }
            }
        }
        assert_eq!(BOUNDS.len(), 3);
    }
}
