//! What there may be to say about the files of a circular.

use crate::finding::{Both, Kind, Severity};

macro_rules! kinds {
    ($($name:ident = $code:literal, $severity:ident, $nl:literal, $en:literal, $advice_nl:literal, $advice_en:literal;)*) => {
        $(pub(super) static $name: Kind = Kind {
            code: $code,
            severity: Severity::$severity,
            what: Both { nl: $nl, en: $en },
            advice: Both { nl: $advice_nl, en: $advice_en },
        };)*

        /// Everything an import of a circular may say.
        pub const KINDS: &[&Kind] = &[$(&$name,)*];
    };
}

kinds! {
    HEADING = "circular-heading", Unusable,
        "Dit bestand heeft niet de kop die hier hoort.",
        "This file does not have the heading that belongs here.",
        "Kijk of de bestanden met gewichten, volumina en SIUDU niet verwisseld zijn.",
        "See whether the files with weights, volumes and SIUDU were swapped.";
    FACTOR = "circular-factor", Unusable,
        "Het bestand met uitkeringsfactoren heeft geen factor voor deze circulaire en dit jaar.",
        "The file with factors has no factor for this circular and this year.",
        "Geef de uitkeringsfactor zelf op, of gebruik een bestand waar hij in staat.",
        "Give the factor yourself, or use a file that has it.";
    TWICE = "circular-twice", Unusable,
        "Dezelfde maatstaf, kolom of gemeente staat er twee keer in, dus niet duidelijk is welke geldt.",
        "The same criterion, column or municipality is there twice, so it is not clear which one holds.",
        "Haal de dubbele weg, of vraag de maker van het bestand welke klopt.",
        "Remove the double one, or ask who made the file which one is right.";
    UNMATCHED = "circular-unmatched", Unusable,
        "Een maatstaf met een gewicht voor het sociaal domein heeft geen aantallen, of andersom: de bedragen zijn dan niet te berekenen.",
        "A criterion with a weight for the social domain has no volumes, or the other way round: the amounts cannot be computed.",
        "Kijk of de bestanden van dezelfde circulaire en hetzelfde jaar zijn.",
        "See whether the files are of the same circular and the same year.";
    WEIGHT = "circular-weight", Unusable,
        "Een gewicht is leeg of geen getal. Leeg is niet nul.",
        "A weight is empty or not a number. Empty is not zero.",
        "Verbeter het gewicht in het bestand.",
        "Mend the weight in the file.";
    CELL = "circular-cell", LeftOut,
        "Een aantal of bedrag is leeg of geen getal. Leeg is niet nul: de bedragen van deze gemeente zijn niet te berekenen.",
        "A volume or amount is empty or not a number. Empty is not zero: the amounts of this municipality cannot be computed.",
        "Verbeter de cel in het bestand en importeer het opnieuw.",
        "Mend the cell in the file and import it again.";
    CODE = "circular-code", LeftOut,
        "De gemeentecode is geen getal van 1 tot en met 9999.",
        "The code of the municipality is not a number from 1 to 9999.",
        "Verbeter de code, als deze gemeente meedoet.",
        "Mend the code, if this municipality takes part.";
    MISSING = "circular-municipality-missing", LeftOut,
        "Een gemeente die gevraagd is, staat niet in dit bestand.",
        "A municipality that was asked for is not in this file.",
        "Kijk of de gemeente in het jaar van het bestand al, of nog, bestond.",
        "See whether the municipality existed in the year of the file.";
    TOO_LARGE = "circular-too-large", LeftOut,
        "Een berekend bedrag is te groot om geld te zijn.",
        "A computed amount is too large to be money.",
        "Kijk of de uitkeringsfactor, de gewichten en de aantallen kloppen.",
        "See whether the factor, the weights and the volumes are right.";
    NOBODY = "circular-nobody", Unusable,
        "Er is niet gezegd voor welke gemeenten, en het grootboek kent nog geen leden.",
        "It was not said for which municipalities, and the ledger knows no members yet.",
        "Richt eerst de samenwerking op, of noem de gemeenten.",
        "Found the arrangement first, or name the municipalities.";
    DASH = "circular-dash", Noted,
        "Een streepje in een cel is gelezen als nul: zo schrijven deze bestanden een nul.",
        "A dash in a cell was read as zero: that is how these files write a nought.",
        "U hoeft niets te doen.",
        "Nothing needs to be done.";
    UNUSED = "circular-column-unused", Noted,
        "Een kolom met bedragen heeft geen gewicht en telt in geen enkel cluster mee.",
        "A column with amounts has no weight and counts in no cluster.",
        "Weet u dat dit geld voor het sociaal domein is? Leg het dan zelf vast.",
        "If you know that this money is for the social domain, record it yourself.";
    WEIGHT_TOTAL = "circular-weight-total", Noted,
        "De gewichten van de clusters zijn samen niet het totaal dat het bestand noemt. Er is met de gewichten van de clusters gerekend.",
        "The weights of the clusters do not make the total that the file gives. The weights of the clusters were used.",
        "U hoeft niets te doen: meestal is het afronding.",
        "Nothing needs to be done: it is rounding as a rule.";
    SUM = "circular-rounded-sum", Noted,
        "De som van de afgeronde bedragen is een cent anders dan de afgeronde som. Vastgelegd zijn de afgeronde bedragen per cluster.",
        "The sum of the rounded amounts is not the rounded sum. The rounded amounts per cluster are what is recorded.",
        "U hoeft niets te doen.",
        "Nothing needs to be done.";
    OLDER = "circular-older", Noted,
        "Er is al een nieuwere circulaire over dit jaar vastgelegd. Deze oudere komt erbij als wat hij is, en telt niet mee.",
        "A newer circular about this year is recorded already. This older one is added as what it is, and does not count.",
        "U hoeft niets te doen: het bedrag van de nieuwste circulaire blijft gelden.",
        "Nothing needs to be done: the amount of the newest circular stays in force.";
    OTHER_FIGURE = "circular-other-figure", Noted,
        "Het grootboek heeft al een ander cijfer voor dit geld in dit jaar, dat niet uit een geïmporteerde circulaire komt. Nu tellen beide mee.",
        "The ledger has another figure for this money in this year, not from an imported circular. Both count now.",
        "Kijk of het om hetzelfde geld gaat, en laat dan een van de twee vervallen.",
        "See whether it is the same money, and then let one of the two lapse.";
    WITHOUT_SIUDU = "circular-published-without-siudu", Noted,
        "Het gepubliceerde bedrag laat de suppletie-, integratie- en decentralisatie-uitkeringen (SIUDU) weg.",
        "The published amount leaves out the SIUDU part: supplements, integration and decentralisation grants.",
        "Vergelijk gepubliceerde bedragen pas met andere nadat dit deel erbij is geteld.",
        "Compare published amounts with others only after adding that part.";
    PUBLISHED = "circular-published-differs", Noted,
        "Het gepubliceerde bedrag is anders dan wat uit gewichten, aantallen en SIUDU volgt.",
        "The published amount is not what follows from weights, volumes and SIUDU.",
        "Kijk of het resultaatbestand van dezelfde circulaire en hetzelfde jaar is.",
        "See whether the file with results is of the same circular and the same year.";
}
