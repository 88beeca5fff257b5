//! Words of what members do together, and of money from outside.

use crate::model::Label;

labels! { OF_REGION:
    // Regionale samenwerking.
    /// Column: *regionaal bedrag*.
    REGIONAL_AMOUNT = "regional-amount";
    /// Column: *verdeelsleutel*.
    ALLOCATION_KEY = "allocation-key";
    /// *Versie* (of a key, before its number).
    KEY_VERSION = "key-version";
    /// *Zonder verdeelsleutel*.
    NO_KEY = "no-key";
    /// Column: *eigen deel*.
    OWN_PART = "own-part";
    /// Column: *voorschot betaald*.
    ADVANCED = "advanced";
    /// Column: *definitief* (after settlement).
    FINAL_PART = "final-part";
    /// Column: *afrekening* (final less allocated).
    SETTLEMENT = "settlement";
    /// Column: *nog te betalen* (negative: to be returned).
    STILL_TO_PAY = "still-to-pay";
    /// Column: *volgens de sleutel*.
    BY_KEY = "by-key";
    /// Column: *verdeeld*.
    ALLOCATED_PART = "allocated-part";
    /// Column: *verschil*.
    DIFFERENCE = "difference";
    /// Column: *ieder apart afgerond* (need not make the whole).
    HALF_UP = "half-up";
    /// Column: *gewicht*.
    WEIGHT = "weight";
    /// Column: *peildatum*.
    REFERENCE_DATE = "reference-date";
    /// Column: *gemeten in*.
    KEY_BASIS = "key-basis";
    /// Column: *aantal*.
    KEY_VALUE = "key-value";
    /// Column: *aandeel*.
    KEY_SHARE = "key-share";
    /// Column: *uit welk stuk*.
    SOURCE_DOCUMENT = "source-document";
    /// Column: *afronding*.
    ROUNDING_RULE = "rounding-rule";
    /// Column: *wat wordt verdeeld*.
    LEADING_LEVEL = "leading-level";
    /// Column: *volgens de regio*.
    ACCORDING_TO_REGION = "according-to-region";
    /// Column: *volgens de gemeente*.
    ACCORDING_TO_MEMBER = "according-to-member";
    /// *De gemeente heeft zelf geen bedrag vastgelegd*.
    MIRROR_MISSING = "mirror-missing";
    /// Column: *gaat in of eindigt op*.
    EFFECTIVE = "effective";
    /// Column: *met voorlopige jaarrekening*.
    PROVISIONAL_ACCOUNTS = "provisional-accounts";
    /// Basis: *inwoners*.
    BASIS_INHABITANTS = "basis-inhabitants";
    /// Basis: *jongeren in gespecialiseerde zorg*.
    BASIS_YOUNG_PEOPLE_IN_CARE = "basis-young-people-in-care";
    /// Basis: *aandeel in een uitkering, in centen*.
    BASIS_FUNDING_SHARE = "basis-funding-share";
    /// Basis: *cliënten*.
    BASIS_CLIENTS = "basis-clients";
    /// Basis: *gemiddeld aantal cliënten*.
    BASIS_AVERAGE_CLIENTS = "basis-average-clients";
    /// Basis: *werkelijk gebruik*.
    BASIS_ACTUAL_USE = "basis-actual-use";
    /// Basis: *vast bedrag, in centen*.
    BASIS_FIXED_AMOUNT = "basis-fixed-amount";
    /// Basis: *gelijke delen*.
    BASIS_EQUAL_PARTS = "basis-equal-parts";
    /// Basis: *anders*.
    BASIS_OTHER = "basis-other";
    /// *Naar beneden; de centen die over zijn naar de grootste resten, bij gelijke resten naar de laagste gemeentecode*.
    ROUNDING_LARGEST_REMAINDER_BY_CODE = "rounding-largest-remainder-by-code";
    /// *Het geheel*.
    LEADING_WHOLE = "leading-whole";
    /// *Elk deel apart*.
    LEADING_PARTS = "leading-parts";
    /// *Na de jaarrekening*.
    SETTLED_ACCOUNTS = "settled-accounts";
    /// *Verbeterd aantal in de sleutel*.
    SETTLED_CORRECTED_INPUT = "settled-corrected-input";
    /// *Om een andere reden*.
    SETTLED_OTHER = "settled-other";
    /// *Uitgetreden*.
    MEMBER_LEFT = "member-left";
    /// *Opgegaan in* …
    MERGED_INTO = "merged-into";
    /// *Opgevolgd door*.
    SUCCEEDED_BY = "succeeded-by";
    /// *Volgt op*.
    SUCCEEDS = "succeeds";
    /// *Kaders naar de raden gestuurd*.
    FRAMEWORK_SENT = "framework-sent";
    /// *Begroting naar de toezichthouder*.
    SUPERVISED_BUDGET = "supervised-budget";
    /// *Begrotingswijziging naar de toezichthouder*.
    SUPERVISED_AMENDMENT = "supervised-amendment";
    /// *Jaarrekening naar de toezichthouder*.
    SUPERVISED_ACCOUNTS = "supervised-accounts";

    // Inkomsten naar herkomst.
    /// Column: *soort geld*.
    MONEY_KIND = "money-kind";
    /// Column: *waaraan gebonden*.
    EARMARK = "earmark";
    /// Column: *SiSa-code*.
    SISA = "sisa";
    /// Column: *circulaire*.
    CIRCULAR = "circular";
    /// Column: *verschil met het vorige cijfer*.
    CHANGE = "change";
    /// *Vervangen door* …
    COUNTING_SUPERSEDED = "counting-superseded";
    /// *Algemene uitkering*.
    MONEY_GENERAL_GRANT = "money-general-grant";
    /// *Integratie-uitkering*.
    MONEY_INTEGRATION_GRANT = "money-integration-grant";
    /// *Decentralisatie-uitkering*.
    MONEY_DECENTRALISATION_GRANT = "money-decentralisation-grant";
    /// *Specifieke uitkering*.
    MONEY_SPECIFIC_GRANT = "money-specific-grant";
    /// *Gebundelde uitkering*.
    MONEY_SOCIAL_ASSISTANCE_BUDGET = "money-social-assistance-budget";
    /// *Eigen bijdragen*.
    MONEY_OWN_CONTRIBUTIONS = "money-own-contributions";
    /// *Provinciale subsidie*.
    MONEY_PROVINCIAL_SUBSIDY = "money-provincial-subsidy";
    /// *Van een andere gemeente*.
    MONEY_OTHER_MUNICIPALITY = "money-other-municipality";
    /// *Reserve*.
    MONEY_RESERVE = "money-reserve";
    /// *Vrij*.
    EARMARK_FREE = "earmark-free";
    /// *Vrij, met een cluster genoemd*.
    EARMARK_INDICATIVE_CLUSTER = "earmark-indicative-cluster";
    /// *Door de eigen raad bestemd*.
    EARMARK_COUNCIL_RING_FENCED = "earmark-council-ring-fenced";
    /// *Wettelijk gebonden*.
    EARMARK_STATUTORY = "earmark-statutory";

    // Rules of the Wgr, by their codes.
    /// Framework to the councils in time.
    WGR_34B = "wgr-34b";
    /// Draft budget to the councils in time.
    WGR_35 = "wgr-35";
    /// Budget to the supervisor in two weeks.
    WGR_34_BUDGET_WEEKS = "wgr-34-budget-weeks";
    /// Budget to the supervisor before the day.
    WGR_34_BUDGET_DAY = "wgr-34-budget-day";
    /// Accounts to the supervisor in two weeks.
    WGR_34_ACCOUNTS_WEEKS = "wgr-34-accounts-weeks";
    /// Accounts to the supervisor before the day.
    WGR_34_ACCOUNTS_DAY = "wgr-34-accounts-day";
    /// A reasoned answer to each view.
    WGR_35_ANSWER = "wgr-35-answer";
    /// A view within its time.
    WGR_35_VIEW = "wgr-35-view";
}
