//! What there may be to say about the files of a circular.

use crate::finding::kinds;

kinds! {
    /// Everything an import of a circular may say.
    HEADING = Unusable "circular-heading" {
        nl: "Dit bestand heeft niet de kop die hier hoort.",
            "Kijk of de bestanden met gewichten, volumina en SIUDU niet verwisseld zijn.";
        en: "This file does not have the heading that belongs here.",
            "See whether the files with weights, volumes and SIUDU were swapped." }
    FACTOR = Unusable "circular-factor" {
        nl: "Het bestand met uitkeringsfactoren heeft geen factor voor deze circulaire en dit jaar.",
            "Geef de uitkeringsfactor zelf op, of gebruik een bestand waar hij in staat.";
        en: "The file with factors has no factor for this circular and this year.",
            "Give the factor yourself, or use a file that has it." }
    TWICE = Unusable "circular-twice" {
        nl: "Dezelfde maatstaf, kolom of gemeente staat er twee keer in, dus niet duidelijk is welke geldt.",
            "Haal de dubbele weg, of vraag de maker van het bestand welke klopt.";
        en: "The same criterion, column or municipality is there twice, so it is not clear which one holds.",
            "Remove the double one, or ask who made the file which one is right." }
    UNMATCHED = Unusable "circular-unmatched" {
        nl: "Een maatstaf met een gewicht voor het sociaal domein heeft geen aantallen, of andersom: de bedragen zijn dan niet te berekenen.",
            "Kijk of de bestanden van dezelfde circulaire en hetzelfde jaar zijn.";
        en: "A criterion with a weight for the social domain has no volumes, or the other way round: the amounts cannot be computed.",
            "See whether the files are of the same circular and the same year." }
    WEIGHT = Unusable "circular-weight" {
        nl: "Een gewicht is leeg of geen getal. Leeg is niet nul.",
            "Verbeter het gewicht in het bestand.";
        en: "A weight is empty or not a number. Empty is not zero.",
            "Mend the weight in the file." }
    CELL = LeftOut "circular-cell" {
        nl: "Een aantal of bedrag is leeg of geen getal. Leeg is niet nul: de bedragen van deze gemeente zijn niet te berekenen.",
            "Verbeter de cel in het bestand en importeer het opnieuw.";
        en: "A volume or amount is empty or not a number. Empty is not zero: the amounts of this municipality cannot be computed.",
            "Mend the cell in the file and import it again." }
    CODE = LeftOut "circular-code" {
        nl: "De gemeentecode is geen getal van 1 tot en met 9999.",
            "Verbeter de code, als deze gemeente meedoet.";
        en: "The code of the municipality is not a number from 1 to 9999.",
            "Mend the code, if this municipality takes part." }
    MISSING = LeftOut "circular-municipality-missing" {
        nl: "Een gemeente die gevraagd is, staat niet in dit bestand.",
            "Kijk of de gemeente in het jaar van het bestand al, of nog, bestond.";
        en: "A municipality that was asked for is not in this file.",
            "See whether the municipality existed in the year of the file." }
    TOO_LARGE = LeftOut "circular-too-large" {
        nl: "Een berekend bedrag is te groot om geld te zijn.",
            "Kijk of de uitkeringsfactor, de gewichten en de aantallen kloppen.";
        en: "A computed amount is too large to be money.",
            "See whether the factor, the weights and the volumes are right." }
    NOBODY = Unusable "circular-nobody" {
        nl: "Er is niet gezegd voor welke gemeenten, en het grootboek kent nog geen leden.",
            "Richt eerst de samenwerking op, of noem de gemeenten.";
        en: "It was not said for which municipalities, and the ledger knows no members yet.",
            "Found the arrangement first, or name the municipalities." }
    DASH = Noted "circular-dash" {
        nl: "Een streepje in een cel is gelezen als nul: zo schrijven deze bestanden een nul.",
            "U hoeft niets te doen.";
        en: "A dash in a cell was read as zero: that is how these files write a nought.",
            "Nothing needs to be done." }
    UNUSED = Noted "circular-column-unused" {
        nl: "Een kolom met bedragen heeft geen gewicht en telt in geen enkel cluster mee.",
            "Weet u dat dit geld voor het sociaal domein is? Leg het dan zelf vast.";
        en: "A column with amounts has no weight and counts in no cluster.",
            "If you know that this money is for the social domain, record it yourself." }
    WEIGHT_TOTAL = Noted "circular-weight-total" {
        nl: "De gewichten van de clusters zijn samen niet het totaal dat het bestand noemt. Er is met de gewichten van de clusters gerekend.",
            "U hoeft niets te doen: meestal is het afronding.";
        en: "The weights of the clusters do not make the total that the file gives. The weights of the clusters were used.",
            "Nothing needs to be done: it is rounding as a rule." }
    SUM = Noted "circular-rounded-sum" {
        nl: "De som van de afgeronde bedragen is een cent anders dan de afgeronde som. Vastgelegd zijn de afgeronde bedragen per cluster.",
            "U hoeft niets te doen.";
        en: "The sum of the rounded amounts is not the rounded sum. The rounded amounts per cluster are what is recorded.",
            "Nothing needs to be done." }
    OLDER = Noted "circular-older" {
        nl: "Er is al een nieuwere circulaire over dit jaar vastgelegd. Deze oudere komt erbij als wat hij is, en telt niet mee.",
            "U hoeft niets te doen: het bedrag van de nieuwste circulaire blijft gelden.";
        en: "A newer circular about this year is recorded already. This older one is added as what it is, and does not count.",
            "Nothing needs to be done: the amount of the newest circular stays in force." }
    OTHER_FIGURE = Noted "circular-other-figure" {
        nl: "Het grootboek heeft al een ander cijfer voor dit geld in dit jaar, dat niet uit een geïmporteerde circulaire komt. Nu tellen beide mee.",
            "Kijk of het om hetzelfde geld gaat, en laat dan een van de twee vervallen.";
        en: "The ledger has another figure for this money in this year, not from an imported circular. Both count now.",
            "See whether it is the same money, and then let one of the two lapse." }
    WITHOUT_SIUDU = Noted "circular-published-without-siudu" {
        nl: "Het gepubliceerde bedrag laat de suppletie-, integratie- en decentralisatie-uitkeringen (SIUDU) weg.",
            "Vergelijk gepubliceerde bedragen pas met andere nadat dit deel erbij is geteld.";
        en: "The published amount leaves out the SIUDU part: supplements, integration and decentralisation grants.",
            "Compare published amounts with others only after adding that part." }
    PUBLISHED = Noted "circular-published-differs" {
        nl: "Het gepubliceerde bedrag is anders dan wat uit gewichten, aantallen en SIUDU volgt.",
            "Kijk of het resultaatbestand van dezelfde circulaire en hetzelfde jaar is.";
        en: "The published amount is not what follows from weights, volumes and SIUDU.",
            "See whether the file with results is of the same circular and the same year." }
}
