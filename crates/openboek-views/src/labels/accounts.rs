//! Words of a budget on its way from draft to accounts.

use crate::model::Label;

labels! { OF_ACCOUNTS:
    /// Row: *waar de cijfers van een jaar vandaan komen*.
    FIGURES_FROM = "figures-from";
    /// *Jaarrekening*.
    FIGURES_ACCOUNTS = "figures-accounts";
    /// *Realisatie tot dan toe*.
    FIGURES_ACTUALS = "figures-actuals";
    /// *Begroting na wijziging*.
    FIGURES_AMENDED = "figures-amended";
    /// *Vastgestelde begroting*.
    FIGURES_ADOPTED = "figures-adopted";
    /// *Ontwerpbegroting*.
    FIGURES_DRAFT = "figures-draft";
    /// *Meerjarenraming*.
    FIGURES_ESTIMATE = "figures-estimate";
    /// Row: *codelijst van het jaar*.
    CODE_LIST = "code-list";
    /// *Andere codelijst: alleen te vergelijken per groep*.
    COMPARE_BY_FAMILY = "compare-by-family";
    /// *Andere codelijst: niet te vergelijken*.
    COMPARE_NOT = "compare-not";
    /// *Onttrekkingen aan reserves*.
    RESERVES_WITHDRAWN = "reserves-withdrawn";
    /// *Toevoegingen aan reserves*.
    RESERVES_ADDED = "reserves-added";
    /// *Correctie voor incidentele baten en lasten*, to be added.
    INCIDENTAL_CORRECTION = "incidental-correction";
    /// *Structureel saldo*.
    STRUCTURAL_BALANCE = "structural-balance";
    /// *Verschil tussen alle baten en alle lasten in Iv3* (0.10 and 0.11 with them); must be 0.
    SIDES_DIFFERENCE = "sides-difference";
    /// Column: *baten, gerealiseerd*.
    INCOME_REALISED = "income-realised";
    /// Column: *lasten, gerealiseerd*.
    EXPENDITURE_REALISED = "expenditure-realised";
    /// Column: *verschil in saldo: voordelig is plus*.
    BALANCE_DIFFERENCE = "balance-difference";
    /// Column: *structurele baten*.
    STRUCTURAL_INCOME = "structural-income";
    /// Column: *structurele lasten*.
    STRUCTURAL_EXPENDITURE = "structural-expenditure";
    /// Row: *geen programma vermeld*.
    NO_PROGRAMME = "no-programme";
    /// Column: *bruto lasten*.
    EXPENDITURE_GROSS = "expenditure-gross";
    /// Column: *eigen bijdragen*.
    OWN_CONTRIBUTIONS = "own-contributions-income";
    /// Column: *netto*.
    EXPENDITURE_NET = "expenditure-net";
    /// Column: *stand begin*.
    RESERVE_OPENING = "reserve-opening";
    /// Column: *stand eind, berekend*.
    RESERVE_CLOSING = "reserve-closing";
    /// Column: *stand eind volgens de bron*.
    RESERVE_CLOSING_PRINTED = "reserve-closing-printed";
    /// *Reserve komt onder nul*.
    RESERVE_NEGATIVE = "reserve-negative";
    /// *Bron wijkt af van de berekening*.
    RESERVE_DIFFERS = "reserve-differs";
    /// *Staat al in de begrotingsregels op 0.10*.
    RESERVE_IN_LINES = "reserve-in-lines";
    /// *Langer dan drie jaar incidenteel*.
    INCIDENTAL_LONG = "incidental-long";
    /// *Ontwerpbegroting gemaakt*.
    STAGE_DRAFTED = "stage-drafted";
    /// *Voor zienswijze verzonden*.
    STAGE_SENT = "stage-sent";
    /// *Begroting vastgesteld*.
    STAGE_ADOPTED = "stage-adopted";
    /// *Begroting gewijzigd*.
    STAGE_AMENDED = "stage-amended";
    /// *Realisatie gemeld*.
    STAGE_REPORTED = "stage-reported";
    /// *Jaarrekening vastgesteld*.
    STAGE_CLOSED = "stage-closed";
    /// *Taakveld*, as what a signal is about.
    ABOUT_TAAKVELD = "about-taakveld";
    /// The rule of Iv3, by its code: an amount on a code that has ended.
    IV3_CODE = "iv3-code";
    /// *Afgerond in de bron op*.
    ROUNDED_TO = "rounded-to";
    /// *Totaal sociaal domein*.
    TOTAL_SOCIAL_DOMAIN = "total-social-domain";
    /// Column: *saldo gerealiseerd*.
    ACTUAL_BALANCE = "actual-balance";
    /// Column: *deel van het taakveld*.
    SCOPE_SHARE = "scope-share";
    /// *Geen afbakening vastgelegd: alle regels van de begroting staan hier*.
    SCOPE_UNDECIDED = "scope-undecided";
    /// Column: *cijfers tot en met*.
    THROUGH = "through";
}
