//! What there can be to say about Iv3 figures.

use crate::finding::kinds;

kinds! {
    /// The kinds of finding about Iv3 figures.
    NO_COLUMN = Unusable "iv3-no-column" {
        nl: "Een kolom die er moet zijn, staat niet in de kopregel.",
            "Het bestand moet de kolommen Gemeenten, Taakveld, Baten en Lasten hebben.";
        en: "A column that must be there is not in the row of headings.",
            "The file must have the columns Gemeenten, Taakveld, Baten and Lasten." }
    NOT_JSON = Unusable "iv3-not-json" {
        nl: "Het bestand is geen Iv3-levering in JSON.",
            "Vraag het bestand opnieuw op bij wie het heeft gemaakt.";
        en: "The file is no Iv3 delivery in JSON.",
            "Ask whoever made the file for it again." }
    OTHER_YEAR = Unusable "iv3-other-year" {
        nl: "Het bestand is van een ander jaar of een andere periode dan gevraagd.",
            "Noem het jaar en het soort verslag van het bestand.";
        en: "The file is of another year or period than was asked for.",
            "Name the year and the kind of report of the file." }
    NO_LIST = Unusable "iv3-no-code-list" {
        nl: "Voor dit jaar is er geen lijst met taakvelden.",
            "De lijsten beginnen in 2015.";
        en: "There is no list of taakvelden for this year.",
            "The lists begin in 2015." }
    TOO_MANY_LINES = LeftOut "iv3-too-many-lines" {
        nl: "Deze gemeente heeft meer regels dan in één begroting of jaarrekening passen.",
            "Kijk of het bestand van één jaar is.";
        en: "This municipality has more lines than fit in one budget or one set of accounts.",
            "See whether the file is of one year." }
    UNKNOWN_MUNICIPALITY = LeftOut "iv3-unknown-municipality" {
        nl: "Deze naam is geen gemeente die hier bekend is.",
            "Vul de code van de gemeente in, of laat de naam toevoegen aan de lijst van gemeenten.";
        en: "This name is no municipality that is known here.",
            "Fill in the code of the municipality, or have the name added to the list of municipalities." }
    UNKNOWN_CODE = LeftOut "iv3-unknown-code" {
        nl: "Deze code staat niet in de lijst van dit jaar.",
            "Kijk of het jaar klopt. Een code die in geen lijst staat, kan niet worden vastgelegd.";
        en: "This code is not in the list of this year.",
            "See whether the year is right. A code that is in no list cannot be recorded." }
    NO_AMOUNT = LeftOut "iv3-no-amount" {
        nl: "Hier staat geen bedrag.",
            "Herstel het bedrag in het bestand.";
        en: "There is no amount here.",
            "Mend the amount in the file." }
    TWICE = LeftOut "iv3-twice" {
        nl: "Deze regel staat er twee keer. Welke van de twee geldt, is niet te zeggen.",
            "Laat één van de twee staan.";
        en: "This line is there twice. Which of the two holds cannot be said.",
            "Leave one of the two." }
    AMENDED_SINCE = LeftOut "iv3-amended-since" {
        nl: "Dit bedrag is anders dan vastgelegd, maar de raad heeft het sindsdien gewijzigd. Daarom blijft staan wat er stond.",
            "Kijk of de wijziging nog klopt, en leg anders een correctie van de wijziging vast.";
        en: "This amount differs from what was recorded, but the council has amended it since. So what stood there stays.",
            "See whether the amendment is still right; if not, record a correction of the amendment." }
    BROKEN_ROW = LeftOut "iv3-broken-row" {
        nl: "Deze rij heeft niet alle cellen.",
            "Herstel de rij in het bestand.";
        en: "This row does not have all its cells.",
            "Mend the row in the file." }
    FORBIDDEN_CODE = Noted "iv3-forbidden-code" {
        nl: "Deze gemeente heeft bedragen op een code die in dit jaar niet meer mag. Ze worden vastgelegd zoals ze zijn gepubliceerd.",
            "U hoeft niets te doen. De paragraaf laat er een signaal van zien.";
        en: "This municipality has amounts on a code that is not allowed in this year. They are recorded as they were published.",
            "There is nothing to do. The paragraph shows a signal." }
    NO_DELIVERY = Noted "iv3-no-delivery" {
        nl: "Deze gemeente heeft hier niets geleverd (-99998 of leeg). Dat is onbekend en geen nul: er wordt niets van vastgelegd.",
            "Importeer het bestand opnieuw als de gemeente alsnog levert.";
        en: "This municipality delivered nothing here (-99998 or empty). That is unknown and no zero: nothing of it is recorded.",
            "Import the file again when the municipality delivers after all." }
    UNBALANCED = Noted "iv3-unbalanced" {
        nl: "Baten en lasten van deze gemeente zijn niet gelijk, en het verschil is te groot om door afronding te komen.",
            "De cijfers worden vastgelegd zoals ze zijn. Vraag de gemeente waar het verschil vandaan komt.";
        en: "Income and expenditure of this municipality are not equal, and the difference is too large to come from rounding.",
            "The figures are recorded as they are. Ask the municipality where the difference comes from." }
    ROUNDING = Noted "iv3-rounding" {
        nl: "Bij een aantal gemeenten zijn baten en lasten door afronding niet precies gelijk.",
            "U hoeft niets te doen. De cijfers worden vastgelegd zoals ze zijn.";
        en: "For a number of municipalities income and expenditure are not quite equal because of rounding.",
            "There is nothing to do. The figures are recorded as they are." }
    NEGATIVE = Noted "iv3-negative" {
        nl: "Deze gemeente heeft bedragen onder nul.",
            "Ze worden vastgelegd zoals ze zijn. Vraag de gemeente waar ze vandaan komen als dat niet duidelijk is.";
        en: "This municipality has amounts below zero.",
            "They are recorded as they are. Ask the municipality where they come from when that is not clear." }
    BOTH_RESULTS = Noted "iv3-both-results" {
        nl: "Deze gemeente heeft op 0.11 (het resultaat) baten en lasten tegelijk.",
            "De cijfers worden vastgelegd zoals ze zijn.";
        en: "This municipality has both income and expenditure on 0.11 (the result).",
            "The figures are recorded as they are." }
    LABEL_CUT = Noted "iv3-label-cut" {
        nl: "Het opschrift van dit taakveld is afgekapt. De code ervoor telt.",
            "U hoeft niets te doen.";
        en: "The label of this taakveld is cut off. The code before it counts.",
            "There is nothing to do." }
    PADDED = Noted "iv3-padded" {
        nl: "Er staan spaties achter deze code of dit opschrift. Ze tellen niet.",
            "U hoeft niets te doen.";
        en: "There are blanks after this code or label. They do not count.",
            "There is nothing to do." }
    CATEGORY_COLUMN = Noted "iv3-category-column" {
        nl: "Deze kolom is een deel van de baten of lasten. Ze wordt niet vastgelegd, want dan zou ze dubbel tellen.",
            "U hoeft niets te doen. Wilt u categorieën vastleggen, importeer dan de JSON-levering.";
        en: "This column is a part of the income or expenditure. It is not recorded, since it would count twice.",
            "There is nothing to do. To record categories, import the delivery in JSON." }
    ALL_STRUCTURAL = Noted "iv3-all-structural" {
        nl: "Iv3 zegt niet wat incidenteel is. Alles wordt vastgelegd als structureel, en mutaties van reserves als incidenteel.",
            "Gebruik het structurele saldo van deze cijfers niet.";
        en: "Iv3 does not say what is incidental. All is recorded as structural, and changes of reserves as incidental.",
            "Do not use the structural balance of these figures." }
    TOTAL_DIFFERS = Noted "iv3-total-differs" {
        nl: "De gemeenten in het bestand zijn samen niet de regel Nederland.",
            "Vraag het bestand opnieuw op: er kan een rij ontbreken of een bedrag zijn veranderd.";
        en: "The municipalities in the file do not add up to the row Nederland.",
            "Ask for the file again: a row may be missing or an amount may have been changed." }
    PARTIAL = Noted "iv3-partial" {
        nl: "Het bestand heeft niet alle gemeenten. De regel Nederland is daarom niet te controleren.",
            "U hoeft niets te doen.";
        en: "The file does not hold all municipalities, so the row Nederland cannot be checked.",
            "There is nothing to do." }
    NO_MEMBERS = Noted "iv3-no-members" {
        nl: "Een aantal gemeenten in het bestand is geen lid. Hun rijen worden niet vastgelegd.",
            "U hoeft niets te doen.";
        en: "A number of municipalities in the file are no members. Their rows are not recorded.",
            "There is nothing to do." }
    MEMBER_ABSENT = Noted "iv3-member-absent" {
        nl: "Dit lid staat niet in het bestand.",
            "Zoek het bestand waar deze gemeente wel in staat, als haar cijfers nodig zijn.";
        en: "This member is not in the file.",
            "Find the file that does have this municipality, when its figures are needed." }
}
