//! The codes of all refusals, in their order of precedence.

macro_rules! codes {
    ($($variant:ident => $code:literal, $when:literal;)*) => {
        /// Why a statement is refused. The order of the variants is the order of precedence: refusals of one statement are
        /// reported in it. `REFUSALS.md` is the page for people.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RefusalCode {$(
            #[doc = $when]
            $variant,
        )*}

        impl RefusalCode {
            /// Every code, in order of precedence.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as printed, in kebab-case; never changes.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {$( Self::$variant => $code, )*}
            }

            /// When it is given, in one English sentence.
            #[must_use]
            pub const fn when(self) -> &'static str {
                match self {$( Self::$variant => $when, )*}
            }
        }
    };
}

codes! {
    // The ledger as a whole.
    NotFounded => "not-founded", "The ledger is empty and the statement does not found the arrangement.";
    AlreadyFounded => "already-founded", "The arrangement of this ledger is founded already.";
    RegionOnly => "region-only", "The founding concerns another stream than `region`, or not `region`.";
    // Streams and members.
    UnknownMunicipality => "unknown-municipality", "A municipality that is named or concerned is no member, so it has no stream.";
    AlreadyMember => "already-member", "A municipality joins that is a member already.";
    StreamMissing => "stream-missing", "The statement does not concern a stream that it is about.";
    // Organisations.
    UnknownOrganisation => "unknown-organisation", "An organisation is no member, not `region` and not registered.";
    OrganisationExists => "organisation-exists", "An organisation is registered whose identifier is in use.";
    OrganisationKindWrong => "organisation-kind-wrong", "A municipality code is registered for an organisation that is no municipality.";
    ListedTwice => "listed-twice", "A list names the same one twice.";
    // What may be created once exists already.
    DocumentExists => "document-exists", "The document, or the reference number of that organisation, is registered already.";
    FigureExists => "figure-exists", "The figure's identifier is in use in a stream where it would be read.";
    BudgetExists => "budget-exists", "The budget of this holder and year is adopted already.";
    AccountsExist => "accounts-exist", "The accounts of this holder and year are adopted already.";
    CutExists => "cut-exists", "A cut is announced whose identifier is in use.";
    CutAlreadyAdopted => "cut-already-adopted", "A cut is adopted that is adopted already.";
    ReactionExists => "reaction-exists", "The reaction's identifier is in use.";
    ViewExists => "view-exists", "The formal view's identifier is in use.";
    RequestExists => "request-exists", "The request's identifier is in use.";
    CommitmentExists => "commitment-exists", "The commitment's identifier is in use.";
    ProposalExists => "proposal-exists", "The proposal is mandated or made already.";
    VisionExists => "vision-exists", "The vision's identifier is in use.";
    PolicyExists => "policy-exists", "The policy is at this stage, or further, already.";
    ExperimentExists => "experiment-exists", "The experiment is at this stage, or further, already.";
    IndicatorExists => "indicator-exists", "The indicator's identifier is in use.";
    ContributionExists => "contribution-exists", "A contribution is allocated that is adopted already.";
    AdvanceExists => "advance-exists", "That term of the advance on a contribution is recorded for the member already.";
    InhabitantsExist => "inhabitants-exist", "The inhabitants of the municipality on that day are recorded already.";
    SuccessionExists => "succession-exists", "The arrangement that comes after this one, or came before it, is recorded already.";
    // What is referred to does not exist.
    UnknownFigure => "unknown-figure", "A figure that is referred to is in none of the statement's streams and not in `region`.";
    BudgetNotAdopted => "budget-not-adopted", "A budget is amended that is not adopted.";
    UnknownCut => "unknown-cut", "A cut that is referred to is neither announced nor adopted.";
    UnknownReaction => "unknown-reaction", "A reaction that is referred to is not recorded.";
    UnknownView => "unknown-view", "A formal view that is answered is not recorded.";
    UnknownItem => "unknown-item", "An item is answered that the formal view does not have.";
    UnknownRequest => "unknown-request", "A request is answered that is not recorded.";
    UnknownProposal => "unknown-proposal", "A proposal that is referred to is neither mandated nor made.";
    UnknownVision => "unknown-vision", "A vision that is referred to is not shared.";
    UnknownExperiment => "unknown-experiment", "An experiment is concluded that is not recorded.";
    UnknownKey => "unknown-key", "A version of an allocation key is used that is not set.";
    UnknownContribution => "unknown-contribution", "A contribution that is referred to is not allocated.";
    UnknownCommitment => "unknown-commitment", "A promise is said to be kept that is not recorded.";
    UnknownIndicator => "unknown-indicator", "An indicator is measured that was not set.";
    EntryNotCorrectable => "entry-not-correctable", "The entry that is corrected is not recorded, or of a kind that cannot be corrected.";
    // What exists is not in a state for this.
    CutNotAdopted => "cut-not-adopted", "A cut is suspended, shifted or realised that is only announced.";
    YearsOutsideCut => "years-outside-cut", "A suspension, division, shift, withdrawal or realisation names years that the cut does not have.";
    CutCircle => "cut-circle", "A cut makes itself concrete, directly or through other cuts.";
    ProposalNotMade => "proposal-not-made", "A council decides on a proposal that is only mandated.";
    CouncilNotAsked => "council-not-asked", "A council plans or decides on a proposal that is not put before it.";
    CouncilAlreadyDecided => "council-already-decided", "A council decides again while the councils' texts do not differ.";
    NotTheAddressee => "not-the-addressee", "A view or request is answered by another organisation than it was addressed to.";
    ItemAlreadyAnswered => "item-already-answered", "An item that was asked once is answered again.";
    RequestAlreadyAnswered => "request-already-answered", "A request that was made once is answered again.";
    ExperimentAlreadyConcluded => "experiment-already-concluded", "An experiment is concluded twice.";
    AlreadyLeft => "already-left", "A member leaves that left already.";
    KeyNotForYear => "key-not-for-year", "The version of the allocation key is not for the year of the contribution.";
    ContributionNotAdopted => "contribution-not-adopted", "A contribution is settled that is only proposed.";
    FigureSuperseded => "figure-superseded", "A figure is superseded that another one took the place of already.";
    CutWithdrawn => "cut-withdrawn", "A cut is suspended, resumed, shifted or withdrawn that was withdrawn wholly.";
    CutNotSuspended => "cut-not-suspended", "A cut is resumed for a year in which it is not suspended.";
    CommitmentAlreadyFulfilled => "commitment-already-fulfilled", "A promise that was made once is kept twice.";
    TextsDoNotDiffer => "texts-do-not-differ", "Texts of councils are said to be one again that do not differ.";
    CorrectionOfCorrection => "correction-of-correction", "A correction is corrected instead of the entry it corrects.";
    CorrectionDiffers => "correction-differs", "A corrected statement has another kind, other identifiers or other streams than the entry.";
    // The statement says something twice.
    ItemTwice => "item-twice", "The statement has the same item twice.";
    BearerTwice => "bearer-twice", "The division names the same bearer twice.";
    LineTwice => "line-twice", "The statement has the same budget line twice.";
    // Years and code lists.
    YearOutsideBudget => "year-outside-budget", "A line's year is not the budget year or one of the three after it.";
    YearOfOtherAccounts => "year-of-other-accounts", "A line of actuals or accounts is for another year than theirs.";
    NoCodeList => "no-code-list", "There is no list of taakvelden for the budget year.";
    TaakveldNotInList => "taakveld-not-in-list", "The code is not in the list of taakvelden of its year.";
    ShiftWithinYear => "shift-within-year", "A cut is shifted to the year it is shifted from.";
    // Amounts and sums.
    RangeReversed => "range-reversed", "The lower end of a range is above its upper end.";
    GranularityNotPositive => "granularity-not-positive", "The granularity of an amount that is not exact is zero or negative.";
    CutAmountPositive => "cut-amount-positive", "The amount or percentage of a cut is positive.";
    ShareOutOfRange => "share-out-of-range", "A part of a taakveld is not between 0.01 and 100 percent.";
    ReserveAmountNegative => "reserve-amount-negative", "An amount added to a reserve or withdrawn from it is negative.";
    AmendmentNumberGap => "amendment-number-gap", "An amendment's number is not the next one.";
    AmendmentOldDiffers => "amendment-old-differs", "A line's old amount is not the amount that stands.";
    AmendmentDoesNotAddUp => "amendment-does-not-add-up", "A line's old amount and mutation do not make its new amount.";
    KeyVersionGap => "key-version-gap", "The version of an allocation key is not the next one.";
    KeyWeightsWrong => "key-weights-wrong", "The weights of a key's components do not make 100 %, or one of them is not positive.";
    KeyWithoutValues => "key-without-values", "All values of a key's component are zero.";
    SharesDoNotAddUp => "shares-do-not-add-up", "The shares or parts of a contribution do not make the regional amount to the cent.";
    LineChangedSince => "line-changed-since", "A correction changes the amount of a budget line that was amended since.";
    PartsDoNotAddUp => "parts-do-not-add-up", "The parts of a division certainly do not make its stated total.";
    AmountTooLarge => "amount-too-large", "A sum is larger than the ledger can hold (2^53 - 1 cents).";
    // Subsidies.
    SubsidyExists => "subsidy-exists", "A subsidy is applied for whose identifier is in use.";
    SubsidyAlreadyAwarded => "subsidy-already-awarded", "A subsidy is awarded, refused or its application withdrawn after it was awarded or determined.";
    NoticeExists => "notice-exists", "The notice's identifier is in use.";
    ObjectionExists => "objection-exists", "The objection's identifier is in use.";
    UnknownCeiling => "unknown-ceiling", "A ceiling that is referred to is not recorded.";
    UnknownSubsidy => "unknown-subsidy", "A subsidy that is referred to is neither applied for nor awarded.";
    UnknownObjection => "unknown-objection", "An objection is decided that is not recorded.";
    CeilingDiffers => "ceiling-differs", "A ceiling is set again for another holder or other years.";
    RecipientDiffers => "recipient-differs", "A subsidy is awarded to another than applied for it.";
    SubsidyNotAwarded => "subsidy-not-awarded", "Something follows that needs an award, but the subsidy is only applied for.";
    SubsidyNotDetermined => "subsidy-not-determined", "A final determination is undone or withdrawn that is not there.";
    SubsidyAlreadyDetermined => "subsidy-already-determined", "Something follows on a final determination that can only come before it.";
    SubsidyClosed => "subsidy-closed", "Something follows on a refusal or withdrawal, and no objection was upheld.";
    PaymentNotSuspended => "payment-not-suspended", "Payment is resumed that was not suspended.";
    SubsidyNotListed => "subsidy-not-listed", "A subsidy is gone from a register that does not list it.";
    ObjectionAlreadyDecided => "objection-already-decided", "An objection is decided that is decided already.";
    YearOutsideSubsidy => "year-outside-subsidy", "A part is for a year that the subsidy does not have.";
    SubsidyAmountNegative => "subsidy-amount-negative", "An amount of a subsidy, ceiling or payment is below zero.";
    DeterminedAboveAward => "determined-above-award", "A subsidy is first determined above its award.";
    RepaidAbovePaid => "repaid-above-paid", "More comes back from a recipient than was paid.";
}
