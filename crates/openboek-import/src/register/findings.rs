//! What there can be to say about a register.

use crate::finding::kinds;

kinds! {
    /// The kinds of finding about subsidy registers.
    HEADINGS = Unusable "register-headings" {
        nl: "De kolommen zijn niet te herkennen aan hun kop.",
            "Geef de koppen op die het register gebruikt, of pas de koppen in het bestand aan.";
        en: "The columns cannot be recognised by their headings.",
            "Give the headings that the register uses, or change those in the file." }
    HEADING_TWICE = Unusable "register-heading-twice" {
        nl: "Twee kolommen lijken hetzelfde te zeggen.",
            "Geef een van de twee een andere kop, of haal hem weg.";
        en: "Two columns seem to say the same.",
            "Give one of the two another heading, or remove it." }
    OLDER = Unusable "register-older" {
        nl: "Dit register is ouder dan het register dat al is vastgelegd. Van nieuw naar oud kloppen de verschillen niet.",
            "Leg registers vast in de volgorde van hun datum. Klopt de datum van het bestand niet, geef dan de goede.";
        en: "This register is older than the one that is recorded. From new to old the differences are not right.",
            "Record registers in the order of their dates. If the date of the file is wrong, give the right one." }
    FOOTER_MISSING = Noted "register-footer-missing" {
        nl: "De laatste regel met het aantal rijen ontbreekt. Het bestand kan afgebroken zijn.",
            "Kijk of het bestand compleet is. Zolang dat niet zeker is, wordt niet vastgelegd dat subsidies uit het register zijn verdwenen.";
        en: "The last line with the number of rows is missing. The file may have been cut off.",
            "Look whether the file is complete. As long as that is not certain, it is not recorded that subsidies are gone from the register." }
    FOOTER_DIFFERS = Noted "register-footer-differs" {
        nl: "Het aantal rijen onderaan is een ander aantal dan er staan.",
            "Zoek de rijen die ontbreken of dubbel zijn. Tot dan wordt niet vastgelegd dat subsidies uit het register zijn verdwenen.";
        en: "The number of rows at the bottom is not the number that stand there.",
            "Look for the rows that are missing or double. Until then it is not recorded that subsidies are gone from the register." }
    CELLS = LeftOut "register-cells" {
        nl: "De rij heeft niet even veel cellen als de koppen.",
            "Kijk of er een aanhalingsteken of scheidingsteken te veel of te weinig staat.";
        en: "The row does not have as many cells as there are headings.",
            "Look whether a quotation mark or separator is missing or too many." }
    NO_DOSSIER = LeftOut "register-no-dossier" {
        nl: "De rij heeft geen dossiernummer.",
            "Zonder nummer is niet te zien om welke subsidie het gaat. Vul het in.";
        en: "The row has no dossier number.",
            "Without a number nobody can tell which subsidy it is. Fill it in." }
    DOSSIER_TWICE = LeftOut "register-dossier-twice" {
        nl: "Dit dossiernummer staat al in een eerdere rij.",
            "Kijk welke rij de goede is. De eerste is gelezen.";
        en: "This dossier number stands in an earlier row too.",
            "Look which row is right. The first was read." }
    DOSSIER_TAKEN = LeftOut "register-dossier-taken" {
        nl: "Dit dossiernummer is in het grootboek een subsidie van een andere gever.",
            "Geef een voorvoegsel op voor de dossiernummers van dit register.";
        en: "In the ledger this dossier number is a subsidy of another giver.",
            "Give a prefix for the dossier numbers of this register." }
    AMOUNT = LeftOut "register-amount" {
        nl: "Hier staat geen bedrag in hele centen.",
            "Vul een bedrag in, of NULL als er nog niet is besloten.";
        en: "This is no amount in whole cents.",
            "Fill in an amount, or NULL when nothing has been decided." }
    AMOUNT_NEGATIVE = LeftOut "register-amount-negative" {
        nl: "Een bedrag van een subsidie is lager dan nul.",
            "Kijk in het register wat er is bedoeld.";
        en: "An amount of a subsidy is below zero.",
            "Look in the register what was meant." }
    YEAR = LeftOut "register-year" {
        nl: "Hier staat geen subsidiejaar.",
            "Vul een jaar in (2020) of een reeks van jaren (2020-2022).";
        en: "This is no year of a subsidy.",
            "Fill in a year (2020) or a span of years (2020-2022)." }
    AWARD_GONE = LeftOut "register-award-gone" {
        nl: "Er was subsidie verleend, en nu staat er dat nog niet is besloten.",
            "Leg zelf vast wat er is gebeurd: de verlening is ingetrokken, of er stond een fout in het register.";
        en: "A subsidy was awarded, and now it says that nothing has been decided.",
            "Record yourself what happened: the award was withdrawn, or there was a mistake in the register." }
    AWARD_LATE = LeftOut "register-award-late" {
        nl: "De subsidie was vastgesteld zonder verlening, en nu noemt het register een verlening van een ander bedrag.",
            "Leg zelf vast wat er is gebeurd: de vaststelling is gewijzigd, of er stond een fout in het register.";
        en: "The subsidy was determined without an award, and now the register names an award of another amount.",
            "Record yourself what happened: the determination was changed, or there was a mistake in the register." }
    CLOSED = LeftOut "register-closed" {
        nl: "De subsidie is geweigerd of ingetrokken, maar het register noemt een bedrag.",
            "Kijk wat er klopt. Is een bezwaar gegrond, leg dat dan eerst vast.";
        en: "The subsidy was refused or withdrawn, but the register names an amount.",
            "Look what is right. If an objection was upheld, record that first." }
    NO_RECIPIENT = Noted "register-no-recipient" {
        nl: "Er staat niet wie de subsidie krijgt.",
            "Vul de ontvanger in. Tot dan blijft staan wat al was vastgelegd, of \"niet vermeld\".";
        en: "It does not say who receives the subsidy.",
            "Fill in the recipient. Until then what was recorded stays, or \"not stated\"." }
    UNMASKED = Noted "register-unmasked" {
        nl: "De ontvanger was een afgeschermde persoon en heeft nu een naam. De naam is niet overgenomen.",
            "Is de ontvanger nu een organisatie, leg dat dan zelf vast. Staat er een persoon, meld dat dan aan wie het register maakt.";
        en: "The recipient was a masked person and now has a name. The name was not taken over.",
            "If the recipient is an organisation now, record that yourself. If it is a person, tell whoever makes the register." }
    PERSON_PROJECTS = Noted "register-person-projects" {
        nl: "Bij afgeschermde personen is de omschrijving van het project niet overgenomen: daar kan een naam in staan. Er staat de regeling.",
            "U hoeft niets te doen.";
        en: "For masked persons the description of the project was not taken over: it may hold a name. The regulation stands there.",
            "There is nothing to do." }
    PERIODICITY = Noted "register-periodicity" {
        nl: "Hier staat niet of de subsidie eenmalig of periodiek is.",
            "De rest van de rij is gelezen. Vul eenmalig of periodiek in.";
        en: "This does not say whether the subsidy is once or periodic.",
            "The rest of the row was read. Fill in eenmalig or periodiek." }
    CHARACTERS = Noted "register-characters" {
        nl: "In sommige cellen staan onzichtbare stuurtekens op de plaats van leestekens. Ze zijn als leesteken gelezen.",
            "Kijk of namen goed staan. Sla het bestand op als UTF-8.";
        en: "In some cells invisible control characters stand in the place of punctuation. They were read as punctuation.",
            "Look whether names are right. Save the file as UTF-8." }
    TEXT_LONG = Noted "register-text-long" {
        nl: "Deze tekst is langer dan past. Het begin is gelezen.",
            "Kort de tekst in.";
        en: "This text is longer than fits. Its beginning was read.",
            "Shorten the text." }
    VANISH_WITHHELD = Noted "register-vanish-withheld" {
        nl: "Deze subsidies staan niet in het bestand, maar het bestand is niet heel. Er is niet vastgelegd dat ze zijn verdwenen.",
            "Herstel het bestand en importeer het opnieuw.";
        en: "These subsidies are not in the file, but the file is not whole. It was not recorded that they are gone.",
            "Mend the file and import it again." }
}
