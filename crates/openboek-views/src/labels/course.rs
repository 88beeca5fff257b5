//! What becomes of cuts and promises, and corrections.

use crate::model::Label;

labels! { OF_COURSE:
    /// Status and history: *hervat*.
    CUT_RESUMED = "cut-resumed";
    /// Status and history: *ingetrokken*.
    CUT_WITHDRAWN = "cut-withdrawn";
    /// History: *gerealiseerd*.
    CUT_REALISED = "cut-realised";
    /// History: *verschoven*.
    CUT_SHIFTED = "cut-shifted";
    /// History, before a year: *naar*.
    CUT_SHIFTED_TO = "cut-shifted-to";
    /// *Termijn voorbij; dan geldt:* (before the fallback of a condition).
    FALLBACK_DUE = "fallback-due";
    /// *Het voorstel waarop werd gewacht is gedaan*.
    CONDITION_PROPOSAL_MADE = "condition-proposal-made";
    /// Sum of a cut: *opgelegd*.
    BALANCE_IMPOSED = "balance-imposed";
    /// Sum of a cut: *gewijzigd*.
    BALANCE_AMENDED = "balance-amended";
    /// Sum of a cut: *verschoven tussen jaren*.
    BALANCE_SHIFTED = "balance-shifted";
    /// Sum of a cut: *gerealiseerd*.
    BALANCE_REALISED = "balance-realised";
    /// Sum of a cut: *ingetrokken*.
    BALANCE_WITHDRAWN = "balance-withdrawn";
    /// Sum of a cut: *opgeschort*.
    BALANCE_SUSPENDED = "balance-suspended";
    /// Sum of a cut: *nog te realiseren*.
    BALANCE_OPEN = "balance-open";
    /// Sum of a cut: *samen: opgelegd, gewijzigd en verschoven*.
    BALANCE_TOTAL = "balance-total";
    /// *Geen zienswijze*: the council says that it gives none.
    NO_VIEW = "no-view";
    /// *Beantwoord zonder motivering*.
    WITHOUT_REASONS = "without-reasons";
    /// *Nagekomen*.
    FULFILLED = "fulfilled";
    /// Column: *hoe nagekomen*.
    KEPT_BY = "kept-by";
    /// Column: *gemiste termijnen*.
    MISSED = "missed";
    /// Column: *eerstvolgende termijn*.
    NEXT_DUE = "next-due";
    /// *De teksten zijn weer gelijk* (after a version, before a date).
    TEXTS_CONVERGED = "texts-converged";
    /// Column: *gemeten*.
    MEASURED = "measured";
    /// Column: *gemeten over*.
    MEASURED_FOR = "measured-for";
    /// Column: *gecorrigeerd nummer*.
    CORRECTED_ENTRY = "corrected-entry";
    /// Column: *welk cijfer*.
    CORRECTED_FIGURE = "corrected-figure";
    /// Column: *gepubliceerd als*.
    PUBLISHED_AS = "published-as";
    /// Column: *hersteld als*.
    RESTATED_AS = "restated-as";
    /// Column: *soort fout*.
    MISTAKE = "mistake";
    /// *Geen cijfer: tekst, jaar of datum*.
    NO_FIGURE = "no-figure";
    /// *Typefout*.
    MISTAKE_TYPING_ERROR = "mistake-typing-error";
    /// *Verkeerd bedrag*.
    MISTAKE_WRONG_AMOUNT = "mistake-wrong-amount";
    /// *Verkeerde datum of verkeerd jaar*.
    MISTAKE_WRONG_DATE = "mistake-wrong-date";
    /// *Verkeerd ingedeeld*.
    MISTAKE_WRONG_CLASSIFICATION = "mistake-wrong-classification";
    /// *Iets vergeten*.
    MISTAKE_OMISSION = "mistake-omission";
    /// *Iets anders*.
    MISTAKE_OTHER = "mistake-other";
    /// *Elk kwartaal*.
    QUARTERLY = "quarterly";
    /// *Een deel is hervat, ingetrokken of verschoven, maar niet met een bedrag*.
    REASON_COURSE_UNKNOWN = "reason-course-unknown";
}
