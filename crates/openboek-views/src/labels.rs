//! Every word of a paragraph that is not recorded text, as a permanent key. The documents crate has Dutch and English for each
//! and proves it with [`ALL`]. The doc comments give the Dutch meaning.

use crate::model::Label;

macro_rules! labels {
    ($list:ident: $($(#[$doc:meta])* $name:ident = $key:literal;)*) => {
        $( $(#[$doc])* pub const $name: Label = Label($key); )*

        /// Every label of this file, in its order.
        pub(super) const $list: &[Label] = &[$($name,)*];
    };
}

mod accounts;
mod all;
mod course;
mod law;
mod organs;
mod region;
mod subsidies;
mod voices;

pub use accounts::*;
pub use all::ALL;
pub use course::*;
pub use law::*;
pub use organs::*;
pub use region::*;
pub use subsidies::*;
pub use voices::*;

labels! { SHARED:
    // Columns that several tables share.
    /// Column: *waarde*.
    VALUE = "value";
    /// Column: *vorig jaar*.
    PREVIOUS_YEAR = "previous-year";
    /// Column: *per inwoner*.
    PER_INHABITANT = "per-inhabitant";
    /// Column: *stand*, *status*.
    STATUS = "status";
    /// Column: *datum*.
    DATE = "date";
    /// Column: *door* (organisation and organ).
    BY = "by";
    /// Column: *aan*.
    TO = "to";
    /// Column: *van* (who asks or sends).
    FROM = "from";
    /// Column: *met* (with whom).
    WITH = "with";
    /// Column: *jaren*.
    YEARS = "years";
    /// Column: *kenmerk* (reference numbers of the papers).
    REFERENCE = "reference";
    /// Column: *soort*.
    KIND = "kind";
    /// Column: *bedrag*.
    AMOUNT = "amount";
    /// Column: *toelichting*.
    EXPLANATION = "explanation";
    /// Column: *vóór* (due date of an answer or a promise).
    DUE = "due";
    /// Column: *dagen open*.
    DAYS_OPEN = "days-open";
    /// Column: *motivering*.
    REASONS = "reasons";
    /// Column: *over* (subject of a statement: a cut, a vision).
    ABOUT = "about";

    // Rows of the key figures; some are columns too.
    /// *Baten*.
    INCOME = "income";
    /// *Lasten*.
    EXPENDITURE = "expenditure";
    /// *Saldo van baten en lasten*.
    BALANCE = "balance";
    /// *Resultaat na mutaties in reserves*.
    RESULT = "result";
    /// *Effect van vastgestelde bezuinigingen (geteld)*.
    CUTS_EFFECT = "cuts-effect";
    /// *Aangekondigde bezuinigingen (niet geteld)*.
    CUTS_ANNOUNCED = "cuts-announced";
    /// *Bezuinigingen zonder bekend bedrag*.
    CUTS_UNQUANTIFIED = "cuts-unquantified";
    /// *Nog onbekende bedragen*.
    UNKNOWN_AMOUNTS = "unknown-amounts";
    /// *Verzoeken en punten zonder antwoord*.
    OPEN_REQUESTS = "open-requests";
    /// *Gezamenlijke voorstellen zonder eindbesluit*.
    OPEN_PROPOSALS = "open-proposals";
    /// *Inwoners*.
    INHABITANTS = "inhabitants";
    /// *Inwoners geteld op* (reference date).
    INHABITANTS_ON = "inhabitants-on";

    // Budget tables.
    /// Column: *baten primitieve begroting* (before amendments).
    INCOME_ADOPTED = "income-adopted";
    /// Column: *lasten primitieve begroting*.
    EXPENDITURE_ADOPTED = "expenditure-adopted";
    /// Column: *saldo primitieve begroting*.
    BALANCE_ADOPTED = "balance-adopted";
    /// Row: *totaal*.
    TOTAL = "total";
    /// Row: *totaal baten*.
    TOTAL_INCOME = "total-income";
    /// Row: *totaal lasten*.
    TOTAL_EXPENDITURE = "total-expenditure";
    /// Row: *waarvan incidentele baten*.
    INCIDENTAL_INCOME = "incidental-income";
    /// Row: *waarvan incidentele lasten*.
    INCIDENTAL_EXPENDITURE = "incidental-expenditure";
    /// Row: *middelen in het sociaal domein (baten, zonder reserves)*.
    MEANS_IN = "means-in";
    /// Row: *besteed in het sociaal domein (lasten, zonder reserves)*.
    MEANS_OUT = "means-out";
    /// Row: *mutatie reserve* (added less withdrawn).
    RESERVE_MUTATION = "reserve-mutation";
    /// Row: *terug naar de algemene middelen* (negative: from the general means).
    RETURNED_TO_GENERAL_MEANS = "returned-to-general-means";
    /// Family: *Sociale basis*.
    FAMILY_SOCIAL_INFRASTRUCTURE = "family-social-infrastructure";
    /// Family: *Toegang*.
    FAMILY_ACCESS = "family-access";
    /// Family: *Inkomen*.
    FAMILY_INCOME = "family-income";
    /// Family: *Participatie*.
    FAMILY_PARTICIPATION = "family-participation";
    /// Family: *Wmo*.
    FAMILY_WMO = "family-wmo";
    /// Family: *Jeugd*.
    FAMILY_YOUTH = "family-youth";
    /// Family: *Overig (buiten hoofdstuk 6)*.
    FAMILY_OTHER = "family-other";
    /// Row: *Mutaties reserves*.
    RESERVES = "reserves";
    /// Row: *Resultaat van de rekening* (memo; not in a sum).
    ACCOUNTS_RESULT = "accounts-result";

    // Amendments.
    /// Column: *nummer van de wijziging*.
    NUMBER = "number";
    /// Column: *jaar*.
    YEAR = "year";
    /// Column: *baten of lasten*.
    SIDE = "side";
    /// Column: *structureel of incidenteel*.
    NATURE = "nature";
    /// Column: *oud bedrag*.
    OLD = "old";
    /// Column: *mutatie*.
    MUTATION = "mutation";
    /// Column: *nieuw bedrag*.
    NEW = "new";
    /// *Structureel*.
    STRUCTURAL = "structural";
    /// *Incidenteel*.
    INCIDENTAL = "incidental";

    // Indicated figures.
    /// Column: *baten als het lager uitvalt* (the other scenario).
    INCOME_VARIANT = "income-variant";
    /// Column: *lasten in de andere variant*.
    EXPENDITURE_VARIANT = "expenditure-variant";
    /// Column: *beschikbare middelen nu*.
    PRESENT_MEANS = "present-means";
    /// Column: *toekomstig budget*.
    FUTURE_MEANS = "future-means";
    /// Column: *toekomstig budget in de andere variant*.
    FUTURE_MEANS_VARIANT = "future-means-variant";
    /// Column: *landelijk budget* (macrobudget).
    MACRO = "macro";
    /// Column: *aantal onbekend*.
    UNKNOWN_COUNT = "unknown-count";
    /// Column: *onbekend* (what is unknown).
    UNKNOWN = "unknown";
    /// Column: *bruto of netto*.
    GROSS_OR_NET = "gross-or-net";
    /// Column: *nu of later*.
    HORIZON = "horizon";
    /// Column: *telt mee*.
    COUNTING = "counting";
    /// Column: *taakveld*.
    TAAKVELD = "taakveld";
    /// Column: *geldstroom*.
    MONEY_SOURCE = "money-source";
    /// Column: *plaats in het document*.
    PLACE = "place";
    /// Column: *pijler*.
    PILLAR = "pillar";
    /// Row: *ter informatie (niet meegeteld)*.
    MEMO = "memo";
    /// Pillar: *Participatie*.
    PILLAR_PARTICIPATION = "pillar-participation";
    /// Pillar: *Wmo*.
    PILLAR_WMO = "pillar-wmo";
    /// Pillar: *Jeugd*.
    PILLAR_YOUTH = "pillar-youth";
    /// Pillar: *Sociale basis*.
    PILLAR_SOCIAL_INFRASTRUCTURE = "pillar-social-infrastructure";
    /// Pillar: *Gemeentefonds, algemene middelen*.
    PILLAR_GENERAL_MEANS = "pillar-general-means";
    /// Pillar: *Algemeen*.
    PILLAR_GENERAL = "pillar-general";
    /// *Baten*.
    FLOW_INCOME = "flow-income";
    /// *Lasten*.
    FLOW_EXPENDITURE = "flow-expenditure";
    /// *Saldo*.
    FLOW_BALANCE = "flow-balance";
    /// *Middelen*.
    FLOW_MEANS = "flow-means";
    /// *Landelijk budget*.
    FLOW_MACRO = "flow-macro";
    /// *Tarief*.
    FLOW_TARIFF = "flow-tariff";
    /// *Achtergrond*.
    FLOW_CONTEXT = "flow-context";
    /// *Bruto*.
    GROSS = "gross";
    /// *Netto*.
    NET = "net";
    /// *Nu*.
    HORIZON_PRESENT = "horizon-present";
    /// *Na de plannen*.
    HORIZON_FUTURE = "horizon-future";
    /// *Telt mee*.
    COUNTED = "counted";
    /// *Andere variant van* …
    COUNTING_ALTERNATIVE = "counting-alternative";
    /// *Berekend uit* …
    COUNTING_DERIVED = "counting-derived";
    /// *Alleen als* …
    COUNTING_ONLY_IF = "counting-only-if";
    /// *Kan overlappen met* …; never added.
    COUNTING_OVERLAP = "counting-overlap";
    /// *Ter informatie*.
    COUNTING_MEMO = "counting-memo";
    /// *Korting, staat bij de kortingen*.
    COUNTING_REDUCTION = "counting-reduction";
    /// *Landelijk totaal, niet van de gemeente*.
    COUNTING_NATIONAL = "counting-national";
    /// Column: *korting*.
    REDUCTION = "reduction";
    /// Column: *korting op*.
    REDUCTION_OF = "reduction-of";
    /// *Grondslag niet bekend*.
    BASE_UNKNOWN = "base-unknown";

    // Checks between indicated figures.
    /// Column: *berekend*.
    COMPUTED = "computed";
    /// Column: *in de bron*.
    STATED = "stated";
    /// Column: *uitkomst*.
    VERDICT = "verdict";
    /// Column: *uitgaande van* (which figure was taken as base).
    BASE = "base";
    /// Row: *narekening van een bedrag uit andere bedragen*.
    CHECK_DERIVED = "check-derived";
    /// Row: *wat overblijft na de korting*.
    CHECK_REMAINDER = "check-remainder";
    /// Row: *omvang van de korting*.
    CHECK_REDUCTION = "check-reduction";
    /// Row: *omvang van de korting volgens het genoemde restant*.
    CHECK_REDUCTION_STATED = "check-reduction-stated";
    /// Row: *landelijk budget na de korting, als het genoemde budget dat van vóór de korting is*.
    CHECK_MACRO_AFTER = "check-macro-after";
    /// Row: *landelijk budget vóór de korting, als het genoemde budget dat van na de korting is*.
    CHECK_MACRO_BEFORE = "check-macro-before";
    /// Row: *aandeel in het landelijke budget*.
    CHECK_SHARE = "check-share";
    /// Row: *aandeel in het landelijke budget na de korting*.
    CHECK_SHARE_AFTER = "check-share-after";
    /// Row: *lasten na aftrek van eigen bijdragen*.
    CHECK_NET = "check-net";
    /// Row: *lasten zonder de post die kan overlappen*.
    CHECK_WITHOUT = "check-without";
    /// Row: *lasten zonder de post die kan overlappen, na aftrek van eigen bijdragen*.
    CHECK_NET_WITHOUT = "check-net-without";
    /// *Klopt met de bron*.
    AGREES = "agrees";
    /// *Klopt met de bron; dit moet de grondslag zijn*.
    AGREES_BASE_MEANT = "agrees-base-meant";
    /// *Wijkt af van de bron*.
    DIFFERS = "differs";
    /// *Wijkt af; dit was niet de grondslag*.
    DIFFERS_OTHER_BASE = "differs-other-base";
    /// *De bron noemt geen bedrag om mee te vergelijken*.
    NOTHING_STATED = "nothing-stated";
    /// *De bron zegt niet welk van de twee*.
    SOURCE_OPEN = "source-open";
    /// *De bron zegt het niet; dit ligt het dichtst bij het andere aandeel*.
    SOURCE_OPEN_NEAREST = "source-open-nearest";
    /// *Niet opgeteld: kan overlappen*.
    NOT_ADDED = "not-added";

    // Cuts.
    /// Column: *maatregel* (what was decided, in its own terms).
    MEASURE = "measure";
    /// Column: *concretiseert* (which cut it makes concrete).
    CONCRETISES = "concretises";
    /// Column: *van wie* (own or regional).
    LEVEL = "level";
    /// Column: *voorwaarde*.
    CONDITION = "condition";
    /// Column: *wat gebeurde er*.
    EVENT = "event";
    /// Column: *bezuiniging*.
    CUT = "cut";
    /// *Van de gemeente of regeling zelf*.
    LEVEL_OWN = "level-own";
    /// *Van de regio; het aandeel van de gemeente staat op een eigen regel*.
    LEVEL_REGIONAL = "level-regional";
    /// *Aandeel van de gemeente in een regionale bezuiniging*.
    LEVEL_SHARE = "level-share";
    /// *Aangekondigd (voornemen)*.
    INTENTION = "intention";
    /// *Besloten*.
    DECIDED = "decided";
    /// *Opgeschort*.
    SUSPENDED = "suspended";
    /// *Geheel* (extent of a suspension).
    SUSPENDED_FULLY = "suspended-fully";
    /// *Voorwaardelijk*.
    CONDITIONAL = "conditional";
    /// *Verdeling voorgesteld*.
    ALLOCATION_PROPOSED = "allocation-proposed";
    /// *Verdeeld*.
    ALLOCATED = "allocated";
    /// *Aangehouden tot* …
    HELD_OVER_UNTIL = "held-over-until";
    /// *Loopt door na het laatste jaar*.
    GOES_ON = "goes-on";
    /// *Nog niet verdeeld over de gemeenten*.
    NOT_YET_ALLOCATED = "not-yet-allocated";
    /// *Verdeling over de gemeenten voorgesteld, niet besloten*.
    SHARE_PROPOSED = "share-proposed";
    /// *Geteld bij* … (the cut that makes it concrete).
    COUNTED_IN = "counted-in";
    /// *Niet geteld: nog geen besluit*.
    NOT_COUNTED_UNDECIDED = "not-counted-undecided";
    /// *Niet geteld: staat al bij* …
    NOT_COUNTED_CONCRETISES = "not-counted-concretises";
    /// *Niet geteld: regionaal bedrag*.
    NOT_COUNTED_REGIONAL = "not-counted-regional";
    /// *Geen bezuiniging* (an explicit zero).
    NO_CUT = "no-cut";
    /// Status of a division: *voornemen*.
    STATUS_INTENTION = "status-intention";
    /// Status of a division: *voorgesteld*.
    STATUS_PROPOSED = "status-proposed";
    /// Status of a division: *vastgesteld*.
    STATUS_ADOPTED = "status-adopted";
    /// Status of a division: *verworpen*.
    STATUS_REJECTED = "status-rejected";
    /// Status of a division: *aangehouden*.
    STATUS_HELD_OVER = "status-held-over";
    /// Status of a division: *vervangen door een latere verdeling*.
    STATUS_SUPERSEDED = "status-superseded";
    /// History: *aangekondigd*.
    CUT_ANNOUNCED = "cut-announced";
    /// History: *vastgesteld*.
    CUT_ADOPTED = "cut-adopted";
    /// History: *opgeschort*.
    CUT_SUSPENDED = "cut-suspended";
    /// History: *bedrag gewijzigd*.
    CUT_AMENDED = "cut-amended";
    /// History: *voorwaarde gesteld*.
    CUT_CONDITIONED = "cut-conditioned";
    /// History: *verdeling voorgesteld of vastgesteld*.
    CUT_ALLOCATED = "cut-allocated";
    /// History: *besluit aangehouden*.
    DECISION_HELD_OVER = "decision-held-over";
    /// *Terugvaloptie: als het niet lukt* …
    FALLBACK = "fallback";

    // Unknown amounts.
    /// Column: *waarom onbekend*.
    REASON = "reason";
    /// Column: *toegezegd document*.
    PROMISED_DOCUMENT = "promised-document";
    /// Column: *verwacht*.
    EXPECTED = "expected";
    /// Kind of an unknown: *bedrag uit een nota*.
    UNKNOWN_FIGURE = "unknown-figure";
    /// Kind of an unknown: *bezuiniging*.
    UNKNOWN_CUT = "unknown-cut";
    /// Kind of an unknown: *aandeel in een regionale bezuiniging*.
    UNKNOWN_SHARE = "unknown-share";
    /// Kind of an unknown: *kosten van een experiment*.
    UNKNOWN_EXPERIMENT = "unknown-experiment";
    /// Reason: *het bedrag is nog niet bekend*.
    REASON_NOT_KNOWN = "reason-not-known";
    /// Reason: *de grondslag van het percentage is niet bekend*.
    REASON_BASE_UNKNOWN = "reason-base-unknown";
    /// Reason: *het percentage kan van verschillende bedragen zijn*.
    REASON_BASE_OPEN = "reason-base-open";
    /// Reason: *alleen in woorden genoemd*.
    REASON_WORDS_ONLY = "reason-words-only";
    /// Reason: *alleen een grens genoemd*.
    REASON_BOUND_ONLY = "reason-bound-only";
    /// Reason: *deels opgeschort; hoeveel overblijft is niet bekend*.
    REASON_SUSPENDED_PARTLY = "reason-suspended-partly";
    /// Reason: *nog niet verdeeld over de gemeenten*.
    REASON_NOT_ALLOCATED = "reason-not-allocated";
    /// Reason: *een deel van de verdeling is niet bekend*.
    REASON_PART_UNKNOWN = "reason-part-unknown";
    /// Reason: *er is geen begroting vastgelegd in dit register*.
    REASON_NO_BUDGET = "reason-no-budget";

    // Sources.
    /// Column: *van welke organisatie*.
    ORGANISATION = "organisation";
    /// Column: *geadresseerde*.
    ADDRESSEE = "addressee";
    /// Column: *vingerafdruk (BLAKE3)*.
    DIGEST = "digest";
    /// *Kenmerk nog niet ingevuld* (a placeholder stood there).
    REFERENCE_NOT_ASSIGNED = "reference-not-assigned";
    /// *Geen kenmerk*.
    REFERENCE_NONE = "reference-none";
}
