//! What there can be to say about an own spreadsheet.

use crate::finding::kinds;

kinds! {
    /// The kinds of finding about an own spreadsheet.
    NO_SHEET = Unusable "sheet-not-found" {
        nl: "Het blad dat de indeling noemt, staat niet in het bestand.",
            "Noem in de indeling (sheet) een blad dat er is.";
        en: "The sheet that the mapping names is not in the file.",
            "Name a sheet in the mapping (sheet) that is there." }
    NO_COLUMN = Unusable "sheet-column-not-found" {
        nl: "Een kolom die de indeling noemt, staat niet in de kopregel, of staat er twee keer.",
            "Kijk in de indeling of header de regel met de koppen is. Schrijf de kop over, of noem de kolom met haar letter.";
        en: "A column that the mapping names is not in the row of headings, or is there twice.",
            "See whether header in the mapping is the row with the headings. Copy the heading, or name the column by its letter." }
    NO_LINES = Unusable "sheet-no-lines" {
        nl: "Het blad heeft geen enkele regel die is vast te leggen.",
            "Kijk of de indeling bij dit bestand hoort.";
        en: "The sheet has no line at all that can be recorded.",
            "See whether the mapping belongs to this file." }
    TOO_MANY_LINES = Unusable "sheet-too-many-lines" {
        nl: "Het blad heeft meer regels dan in één begroting of jaarrekening passen.",
            "Tel regels van hetzelfde taakveld op, of laat het programma weg uit de indeling.";
        en: "The sheet has more lines than fit in one budget or one set of accounts.",
            "Add up lines of the same taakveld, or leave the programme out of the mapping." }
    NOT_ADOPTED = Unusable "sheet-budget-not-adopted" {
        nl: "Een wijziging verandert een begroting die al is vastgesteld. Die staat niet in het grootboek.",
            "Leg eerst de vastgestelde begroting van dit jaar vast.";
        en: "An amendment changes a budget that was adopted before. That is not in the ledger.",
            "First record the adopted budget of this year." }
    INCOMPLETE = Unusable "sheet-correction-incomplete" {
        nl: "Dit bestand verbetert cijfers die al zijn vastgelegd, en een rij is niet te lezen. Zonder die rij zou een cijfer verdwijnen.",
            "Herstel eerst elke rij die niet te lezen is.";
        en: "This file corrects figures that were recorded before, and a row cannot be read. Without it a figure would disappear.",
            "First mend every row that cannot be read." }
    NOT_CORRECTABLE = Unusable "sheet-not-correctable" {
        nl: "Het grootboek heeft hier al andere cijfers, en die zijn niet met een correctie te vervangen.",
            "Vergelijk het bestand met wat is vastgelegd.";
        en: "The ledger holds other figures here, and a correction cannot replace those.",
            "Compare the file with what was recorded." }
    NO_CODE = LeftOut "sheet-no-code" {
        nl: "De rij heeft een bedrag en geen taakveld.",
            "Vul in elke rij het taakveld in, ook onder samengevoegde cellen.";
        en: "The row has an amount and no taakveld.",
            "Fill in the taakveld in every row, under merged cells too." }
    UNKNOWN_CODE = LeftOut "sheet-unknown-code" {
        nl: "Dit taakveld staat niet in de lijst van het begrotingsjaar.",
            "Gebruik de code van de lijst van dat jaar.";
        en: "This taakveld is not in the list of the budget year.",
            "Use the code of that year's list." }
    CODE_IS_NUMBER = LeftOut "sheet-code-is-number" {
        nl: "Het taakveld staat er als getal. Dan is 6.1 hetzelfde als 6.10, en hier zijn dat twee codes.",
            "Maak van de kolom tekst en vul de code opnieuw in.";
        en: "The taakveld is a number there. Then 6.1 is the same as 6.10, and here those are two codes.",
            "Make the column text and fill in the code anew." }
    CODE_IS_DATE = LeftOut "sheet-code-is-date" {
        nl: "Het rekenprogramma heeft van het taakveld een datum gemaakt: van 6.1 werd het 6 januari.",
            "Maak van de kolom tekst en vul de code opnieuw in.";
        en: "The spreadsheet program made a date of the taakveld: 6.1 became 6 January.",
            "Make the column text and fill in the code anew." }
    FORMULA_ERROR = LeftOut "sheet-formula-error" {
        nl: "Een formule geeft hier een fout in plaats van een waarde.",
            "Herstel de formule. Heeft nog geen programma het bestand doorgerekend? Open het en sla het opnieuw op.";
        en: "A formula gives an error here instead of a value.",
            "Mend the formula. If no program has calculated the file yet, open it and save it anew." }
    DATE_AS_TEXT = LeftOut "sheet-date" {
        nl: "Hier staat een datum waar iets anders hoort.",
            "Kijk of de kolom klopt. Een datum als tekst telt niet als jaar en niet als bedrag.";
        en: "A date stands here where something else belongs.",
            "See whether the column is right. A date as text counts neither as a year nor as an amount." }
    NO_AMOUNT = LeftOut "sheet-no-amount" {
        nl: "Dit is geen bedrag in de schrijfwijze die de indeling noemt.",
            "Kijk naar punten en komma’s, en naar numbers in de indeling.";
        en: "This is no amount in the notation that the mapping names.",
            "Look at points and commas, and at numbers in the mapping." }
    UNKNOWN_AMOUNT = LeftOut "sheet-unknown-amount" {
        nl: "Het bedrag is niet bekend. Onbekend is niet nul, en een begrotingsregel heeft een bedrag.",
            "Leg het bedrag vast als het bekend is, of als losse begrotingspost (budget-line-indicated).";
        en: "The amount is unknown. Unknown is not zero, and a line of a budget has an amount.",
            "Record the amount when it is known, or as a single budget item (budget-line-indicated)." }
    PARTS_OF_A_CENT = LeftOut "sheet-parts-of-a-cent" {
        nl: "Het bedrag heeft delen van een cent, of is te groot.",
            "Rond het bedrag in het bestand zelf af, of kijk of de eenheid (unit) klopt.";
        en: "The amount has parts of a cent, or is too large.",
            "Round the amount in the file itself, or see whether the unit is right." }
    BAD_WORD = LeftOut "sheet-word" {
        nl: "Dit woord of getal hoort niet in deze kolom.",
            "Gebruik een van de woorden die hier kunnen.";
        en: "This word or number does not belong in this column.",
            "Use one of the words that can stand here." }
    TWICE = LeftOut "sheet-line-twice" {
        nl: "Deze regel staat er meer dan een keer. Welke geldt, weten wij niet.",
            "Tel de regels op, of geef ze een eigen programma.";
        en: "This line is there more than once. Which one holds, we do not know.",
            "Add the lines up, or give each a programme of its own." }
    ACCOUNTS_YEAR = LeftOut "sheet-other-year" {
        nl: "Het jaar past niet: een begroting gaat over haar jaar en drie jaren erna, cijfers achteraf over één jaar.",
            "Kijk of het jaar klopt, of importeer die rijen apart.";
        en: "The year does not fit: a budget is about its year and three years after it, figures afterwards about one year.",
            "See whether the year is right, or import those rows apart." }
    TOTAL = Noted "sheet-total" {
        nl: "Dit is een rij met een totaal. Een totaal wordt uitgerekend en niet vastgelegd.",
            "Hier is niets te doen.";
        en: "This is a row with a total. A total is computed and not recorded.",
            "There is nothing to do here." }
    THOUSANDS = Noted "sheet-thousands" {
        nl: "De bedragen staan in duizenden euro’s. Ze zijn op die eenheid afgerond in de bron.",
            "Totalen kunnen daardoor afwijken. Liever precies? Importeer het bestand in hele euro’s.";
        en: "The amounts are in thousands of euros. They are rounded to that unit in the source.",
            "Totals may differ because of that. To be exact, import the file in whole euros." }
    ABSENT = Noted "sheet-line-absent" {
        nl: "Deze begrotingsregel staat in het grootboek en niet in het bestand. Een wijziging laat haar zoals ze is.",
            "Moet de regel nul worden? Zet haar dan met 0 in het bestand.";
        en: "This line of the budget is in the ledger and not in the file. An amendment leaves it as it is.",
            "If the line should become zero, put it in the file with 0." }
}
