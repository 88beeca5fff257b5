//! What there may be to say about a file with numbers per municipality.

use crate::finding::kinds;

kinds! {
    /// Everything an import of numbers per municipality may say.
    HEADING = Unusable "key-input-heading" {
        nl: "Het bestand heeft geen kop met een kolom voor de gemeente en de kolom met aantallen.",
            "Noem de kolommen zoals ze in de eerste regel van het bestand staan.";
        en: "The file has no heading with a column for the municipality and the column with numbers.",
            "Name the columns as the first line of the file has them." }
    NOBODY = Unusable "key-input-nobody" {
        nl: "Het grootboek kent nog geen leden, dus niet duidelijk is van welke gemeenten de aantallen nodig zijn.",
            "Richt eerst de samenwerking op, met haar leden.";
        en: "The ledger knows no members yet, so it is not clear whose numbers are needed.",
            "Found the arrangement first, with its members." }
    TWICE = Unusable "key-input-twice" {
        nl: "Dezelfde gemeente staat er twee keer in, dus niet duidelijk is welk aantal geldt.",
            "Haal een van de twee regels weg.";
        en: "The same municipality is there twice, so it is not clear which number holds.",
            "Remove one of the two lines." }
    NOT_WHOLE = LeftOut "key-input-not-whole" {
        nl: "Een aantal is leeg of geen heel getal. Leeg is niet nul.",
            "Verbeter het aantal in het bestand en importeer het opnieuw.";
        en: "A number is empty or not a whole number. Empty is not zero.",
            "Mend the number in the file and import it again." }
    MISSING = LeftOut "key-input-member-missing" {
        nl: "Een lid van de samenwerking staat niet in het bestand.",
            "Kijk of de gemeente er met een andere naam in staat, en gebruik dan haar code.";
        en: "A member of the arrangement is not in the file.",
            "See whether the municipality is there by another name, and use its code then." }
    INCOMPLETE = Noted "key-input-incomplete" {
        nl: "De verdeelsleutel is niet voorgesteld, omdat niet van elk lid een aantal bekend is.",
            "Vul het bestand aan en importeer het opnieuw.";
        en: "The allocation key is not proposed, because not every member has a number.",
            "Complete the file and import it again." }
    NOTHING = Unusable "key-input-nothing-to-divide" {
        nl: "Alle aantallen zijn nul, of de gewichten zijn samen geen 100 %. Daarmee valt niets te verdelen.",
            "Kijk of het de goede kolom is, en of de gewichten samen 100 % zijn.";
        en: "All numbers are zero, or the weights do not make 100 %. Nothing can be divided by that.",
            "See whether it is the right column, and whether the weights make 100 %." }
    DECIDED = LeftOut "key-input-decided" {
        nl: "Met het oude aantal is al een bijdrage vastgesteld. Een verbeterd aantal verandert die verdeling niet.",
            "Leg het verschil vast als afrekening van de bijdrage, met een nieuwe versie van de sleutel.";
        en: "A contribution was adopted with the old number. A better number does not change that allocation.",
            "Record the difference as a settlement of the contribution, with a new version of the key." }
}
