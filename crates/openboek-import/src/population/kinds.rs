//! What there may be to say about a file with numbers per municipality.

use crate::finding::{Both, Kind, Severity};

macro_rules! kinds {
    ($($name:ident = $code:literal, $severity:ident, $nl:literal, $en:literal, $advice_nl:literal, $advice_en:literal;)*) => {
        $(pub(super) static $name: Kind = Kind {
            code: $code,
            severity: Severity::$severity,
            what: Both { nl: $nl, en: $en },
            advice: Both { nl: $advice_nl, en: $advice_en },
        };)*

        /// Everything an import of numbers per municipality may say.
        pub const KINDS: &[&Kind] = &[$(&$name,)*];
    };
}

kinds! {
    HEADING = "key-input-heading", Unusable,
        "Het bestand heeft geen kop met een kolom voor de gemeente en de kolom met aantallen.",
        "The file has no heading with a column for the municipality and the column with numbers.",
        "Noem de kolommen zoals ze in de eerste regel van het bestand staan.",
        "Name the columns as the first line of the file has them.";
    NOBODY = "key-input-nobody", Unusable,
        "Het grootboek kent nog geen leden, dus niet duidelijk is van welke gemeenten de aantallen nodig zijn.",
        "The ledger knows no members yet, so it is not clear whose numbers are needed.",
        "Richt eerst de samenwerking op, met haar leden.",
        "Found the arrangement first, with its members.";
    TWICE = "key-input-twice", Unusable,
        "Dezelfde gemeente staat er twee keer in, dus niet duidelijk is welk aantal geldt.",
        "The same municipality is there twice, so it is not clear which number holds.",
        "Haal een van de twee regels weg.",
        "Remove one of the two lines.";
    NOT_WHOLE = "key-input-not-whole", LeftOut,
        "Een aantal is leeg of geen heel getal. Leeg is niet nul.",
        "A number is empty or not a whole number. Empty is not zero.",
        "Verbeter het aantal in het bestand en importeer het opnieuw.",
        "Mend the number in the file and import it again.";
    MISSING = "key-input-member-missing", LeftOut,
        "Een lid van de samenwerking staat niet in het bestand.",
        "A member of the arrangement is not in the file.",
        "Kijk of de gemeente er met een andere naam in staat, en gebruik dan haar code.",
        "See whether the municipality is there by another name, and use its code then.";
    INCOMPLETE = "key-input-incomplete", Noted,
        "De verdeelsleutel is niet voorgesteld, omdat niet van elk lid een aantal bekend is.",
        "The allocation key is not proposed, because not every member has a number.",
        "Vul het bestand aan en importeer het opnieuw.",
        "Complete the file and import it again.";
    NOTHING = "key-input-nothing-to-divide", Unusable,
        "Alle aantallen zijn nul, of de gewichten zijn samen geen 100 %. Daarmee valt niets te verdelen.",
        "All numbers are zero, or the weights do not make 100 %. Nothing can be divided by that.",
        "Kijk of het de goede kolom is, en of de gewichten samen 100 % zijn.",
        "See whether it is the right column, and whether the weights make 100 %.";
    DECIDED = "key-input-decided", LeftOut,
        "Met het oude aantal is al een bijdrage vastgesteld. Een verbeterd aantal verandert die verdeling niet.",
        "A contribution was adopted with the old number. A better number does not change that allocation.",
        "Leg het verschil vast als afrekening van de bijdrage, met een nieuwe versie van de sleutel.",
        "Record the difference as a settlement of the contribution, with a new version of the key.";
}
