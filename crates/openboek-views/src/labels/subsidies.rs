//! Words of subsidies, notices and objections.

use crate::model::Label;

labels! { OF_SUBSIDIES:
    // Subsidies.
    /// Column: *ontvanger*.
    RECIPIENT = "recipient";
    /// Column: *gevraagd*.
    ASKED = "asked";
    /// Column: *verleend*.
    AWARDED = "awarded";
    /// Column: *vastgesteld*.
    DETERMINED = "determined";
    /// Column: *betaald*.
    PAID = "paid";
    /// Column: *nog te betalen* (negative: to recover).
    SUBSIDY_BALANCE = "subsidy-balance";
    /// Column: *deel van deze gemeente*.
    OWN_SHARE = "own-share";
    /// Column: *gever*.
    GIVEN_BY = "given-by";
    /// Column: *verleend boven het plafond, met reden*.
    AWARDED_ABOVE = "awarded-above";
    /// Column: *nog over*.
    LEFT = "left";
    /// Column: *gepubliceerd*.
    PUBLISHED = "published";
    /// Column: *regeling*.
    REGULATION = "regulation";
    /// *Nog niet*.
    NOT_YET = "not-yet";
    /// Column: *soort* of amount.
    LEDGER = "ledger";
    /// *Verplichting*.
    LEDGER_COMMITMENT = "ledger-commitment";
    /// *Last*.
    LEDGER_EXPENSE = "ledger-expense";
    /// *Kas*.
    LEDGER_CASH = "ledger-cash";
    /// Column: *andere jaren*.
    OTHER_YEARS = "other-years";
    /// Kind of an unknown amount: *subsidie*.
    UNKNOWN_SUBSIDY = "unknown-subsidy";
    /// *Partner van de coalitie*.
    SHARE_PARTNER = "share-partner";
    /// *Gemeente die meebetaalt*.
    SHARE_MUNICIPALITY = "share-municipality";
    /// Column: *aantal subsidies*.
    SUBSIDIES = "subsidies";
    /// *Natuurlijke persoon*.
    NATURAL_PERSON = "natural-person";
    /// *Aangevraagd*.
    SUBSIDY_APPLIED = "subsidy-applied";
    /// *Verleend*.
    SUBSIDY_AWARDED = "subsidy-awarded";
    /// *Verleend onder voorbehoud van de begroting*.
    SUBSIDY_AWARDED_RESERVED = "subsidy-awarded-reserved";
    /// *Geweigerd*.
    SUBSIDY_REFUSED = "subsidy-refused";
    /// *Ingetrokken*.
    SUBSIDY_WITHDRAWN = "subsidy-withdrawn";
    /// *Vastgesteld*.
    SUBSIDY_DETERMINED = "subsidy-determined";
    /// *Weer niet vastgesteld*.
    SUBSIDY_UNDECIDED_AGAIN = "subsidy-undecided-again";
    /// *Teruggevorderd*.
    SUBSIDY_RECOVERY = "subsidy-recovery";
    /// *Niet meer in het register sinds* (a date).
    SUBSIDY_UNLISTED = "subsidy-unlisted";
    /// *Reden onbekend*.
    REASON_UNKNOWN = "reason-unknown";
    /// *Niet vermeld* (recipient).
    RECIPIENT_UNSAID = "recipient-unsaid";
    /// *Opgeschort* (payment).
    PAYMENT_SUSPENDED = "payment-suspended";
    /// Column: *dagen op het oude bedrag*.
    OLD_DAYS = "old-days";
    /// Column: *deel op het oude bedrag*.
    OLD_PART = "old-part";
    /// Column: *deel op het nieuwe bedrag*.
    NEW_PART = "new-part";
    /// Column: *samen in dat jaar*.
    YEAR_TOTAL = "year-total";
    /// Column: *besparing in dat jaar*.
    SAVING = "saving";
    /// Column: *termijn tot en met*.
    TERM_ENDS = "term-ends";
    /// Column: *uitkomst*.
    OUTCOME = "outcome";
    /// Column: *tegen*.
    AGAINST = "against";
    /// Column: *per jaar tot dan toe*.
    YEARLY_OLD = "yearly-old";
    /// Column: *per jaar daarna*.
    YEARLY_NEW = "yearly-new";
    /// *De verlening*.
    AGAINST_AWARD = "against-award";
    /// *De weigering*.
    AGAINST_REFUSAL = "against-refusal";
    /// *De wijziging*.
    AGAINST_AMENDMENT = "against-amendment";
    /// *De vaststelling*.
    AGAINST_DETERMINATION = "against-determination";
    /// *De intrekking*.
    AGAINST_WITHDRAWAL = "against-withdrawal";
    /// *De terugvordering*.
    AGAINST_RECOVERY = "against-recovery";
    /// *Gegrond*.
    OBJECTION_UPHELD = "objection-upheld";
    /// *Deels gegrond*.
    OBJECTION_PARTLY_UPHELD = "objection-partly-upheld";
    /// *Ongegrond*.
    OBJECTION_DISMISSED = "objection-dismissed";
    /// *Niet-ontvankelijk*.
    OBJECTION_INADMISSIBLE = "objection-inadmissible";
    /// *Ingetrokken*.
    OBJECTION_WITHDRAWN = "objection-withdrawn";
}
