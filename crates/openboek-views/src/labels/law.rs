//! Words of signals, and the rules of the Awb by their codes.

use crate::model::Label;

labels! { OF_LAW:
    // Signals.
    /// Column: *artikel*.
    ARTICLE = "article";
    /// Column: *begint op* (the day that starts a term).
    TERM_START = "term-start";
    /// Column: *termijn*.
    TERM = "term";
    /// Column: *laatste dag*.
    LAST_DAY = "last-day";
    /// Column: *gedaan op*.
    MET_ON = "met-on";
    /// Column: *dagen te laat*.
    DAYS_OVER = "days-over";
    /// *Schuift op naar een werkdag* (Algemene termijnenwet).
    TERM_EXTENDED = "term-extended";
    /// *Loopt nog*.
    SIGNAL_OPEN = "signal-open";
    /// *Op tijd*.
    SIGNAL_MET = "signal-met";
    /// *Te laat gedaan*.
    SIGNAL_MET_LATE = "signal-met-late";
    /// *Termijn voorbij*.
    SIGNAL_PASSED = "signal-passed";
    /// *Niet te bepalen*: the dates are not known well enough.
    SIGNAL_UNCLEAR = "signal-unclear";
    /// *Let op*: not a term.
    SIGNAL_NOTED = "signal-noted";
    /// *Subsidie*.
    ABOUT_SUBSIDY = "about-subsidy";
    /// *Subsidieplafond*.
    ABOUT_CEILING = "about-ceiling";
    /// *Aankondiging*.
    ABOUT_NOTICE = "about-notice";
    /// *Bezwaar*.
    ABOUT_OBJECTION = "about-objection";
    /// *Begroting*.
    ABOUT_BUDGET = "about-budget";
    /// *Zienswijze*.
    ABOUT_VIEW = "about-view";

    // Rules of the Awb, by their codes.
    /// Decide on an application in time.
    AWB_4_13 = "awb-4-13";
    /// A legal basis for a subsidy.
    AWB_4_23 = "awb-4-23";
    /// Not above the ceiling.
    AWB_4_25 = "awb-4-25";
    /// Invoke the budget reservation in time.
    AWB_4_34 = "awb-4-34";
    /// A ground for fixing lower.
    AWB_4_46 = "awb-4-46";
    /// Change a final determination in time.
    AWB_4_49 = "awb-4-49";
    /// A reasonable term before ending a long subsidy.
    AWB_4_51 = "awb-4-51";
    /// The end of a suspension of payment.
    AWB_4_56 = "awb-4-56";
    /// Recover in time.
    AWB_4_57 = "awb-4-57";
    /// Apply before the financial year.
    AWB_4_60 = "awb-4-60";
    /// Account after the financial year.
    AWB_4_74 = "awb-4-74";
    /// Pay in time.
    AWB_4_87 = "awb-4-87";
    /// Object in time.
    AWB_6_7 = "awb-6-7";
}
