//! What there can be to say about the form of a file.

use crate::finding::{Finding, Kind, Place, Severity, kinds};

kinds! {
    /// The kinds of finding about the form of a file.
    TOO_LARGE = Unusable "table-too-large" {
        nl: "Het bestand is groter dan wij lezen, of pakt uit tot iets veel groters.",
            "Splits het bestand. Haal lege of herhaalde rijen weg die tot de onderkant van het blad doorlopen.";
        en: "The file is larger than we read, or unpacks to something much larger.",
            "Split the file. Remove empty or repeated rows that run to the bottom of the sheet." }
    UNREADABLE = Unusable "table-unreadable" {
        nl: "Het bestand is beschadigd: de inhoud klopt niet met de vorm ervan.",
            "Open het in een rekenprogramma, sla het opnieuw op als XLSX, ODS of CSV en importeer dat.";
        en: "The file is damaged: its content does not fit its form.",
            "Open it in a spreadsheet program, save it anew as XLSX, ODS or CSV, and import that." }
    LOCKED = Unusable "table-locked" {
        nl: "Het bestand is met een wachtwoord versleuteld.",
            "Sla het op zonder wachtwoord en importeer dat.";
        en: "The file is encrypted with a password.",
            "Save it without a password and import that." }
    NO_WORKBOOK = Unusable "table-no-workbook" {
        nl: "Het bestand is geen werkmap die wij lezen.",
            "Sla het op als XLSX of ODS. Een oude XLS en een XLSB lezen wij niet.";
        en: "The file is not a workbook we read.",
            "Save it as XLSX or ODS. We do not read an old XLS or an XLSB." }
    NO_TEXT = Unusable "table-no-text" {
        nl: "Het bestand is geen tekst.",
            "Geef een CSV. Is het een werkmap, geef het bestand dan als XLSX of ODS op.";
        en: "The file is not text.",
            "Give a CSV. If it is a workbook, give it as XLSX or ODS." }
    ENCODING = Noted "table-encoding" {
        nl: "Sommige regels zijn geen UTF-8. Ze zijn als Windows-1252 gelezen.",
            "Kijk of namen met é, ë en € goed staan. Sla het bestand op als UTF-8.";
        en: "Some lines are not UTF-8. They were read as Windows-1252.",
            "Look whether names with é, ë and € are right. Save the file as UTF-8." }
    MANY_LINES = Noted "table-many-lines" {
        nl: "Een cel loopt over meer dan één regel.",
            "Kijk of de cel echt zo hoort. Mist er een aanhalingsteken, herstel dat dan.";
        en: "A cell runs over more than one line.",
            "Look whether the cell should be like that. If a quotation mark is missing, mend it." }
    QUOTING = LeftOut "table-quoting" {
        nl: "Een aanhalingsteken opent een cel en sluit die niet. De regel is niet in cellen te verdelen.",
            "Herstel de aanhalingstekens op deze regel. De regels erna zijn gewoon gelezen.";
        en: "A quotation mark opens a cell and does not close it. The line cannot be divided into cells.",
            "Mend the quotation marks on this line. The lines after it were read as usual." }
    HIDDEN_SHEET = Noted "table-hidden-sheet" {
        nl: "Dit blad is verborgen.",
            "Kijk of het blad mee moet doen.";
        en: "This sheet is hidden.",
            "Look whether the sheet should count." }
    HIDDEN_ROWS = Noted "table-hidden-rows" {
        nl: "Er zijn verborgen rijen. Ze zijn gewoon gelezen.",
            "Kijk of ze mee moeten doen. Een filter verbergt ook rijen.";
        en: "There are hidden rows. They were read as usual.",
            "Look whether they should count. A filter hides rows too." }
    HIDDEN_COLUMNS = Noted "table-hidden-columns" {
        nl: "Er zijn verborgen kolommen. Ze zijn gewoon gelezen.",
            "Kijk of ze mee moeten doen.";
        en: "There are hidden columns. They were read as usual.",
            "Look whether they should count." }
    MERGED = Noted "table-merged" {
        nl: "Er zijn cellen samengevoegd. De waarde staat alleen in de eerste cel; de andere tellen als leeg.",
            "Splits de cellen en vul de waarde in elke rij in waar die geldt.";
        en: "Cells are merged. The value stands in the first cell only; the others count as empty.",
            "Split the cells and fill in the value in each row where it holds." }
    MERGED_VALUE = Noted "table-merged-value" {
        nl: "Onder samengevoegde cellen staat nog een waarde die niemand ziet. Die is niet gelezen.",
            "Splits de cellen en kijk wat er hoort te staan.";
        en: "Under merged cells there is another value, which nobody sees. It was not read.",
            "Split the cells and look what should stand there." }
    MORE = Noted "table-more" {
        nl: "Er is meer van dit soort te melden dan hier staat.",
            "Herstel het bestand eerst op de plaatsen die wel genoemd zijn.";
        en: "There is more of this kind to report than is listed.",
            "First mend the file in the places that are named." }
}

/// Why a file cannot be read, before its name is known.
#[derive(Debug)]
pub(crate) struct Fault {
    kind: &'static Kind,
    sheet: Option<String>,
    row: Option<u64>,
    found: String,
    expected: String,
}

impl Fault {
    pub(crate) fn new(kind: &'static Kind, found: &str, expected: &str) -> Self {
        Self { kind, sheet: None, row: None, found: found.to_owned(), expected: expected.to_owned() }
    }

    /// A part of a workbook that is not what it should be.
    pub(crate) fn damaged(found: &str) -> Self {
        Self::new(UNREADABLE, found, "")
    }

    /// In this sheet, unless a place is known already.
    pub(crate) fn in_sheet(mut self, sheet: &str) -> Self {
        self.sheet.get_or_insert_with(|| sheet.to_owned());
        self
    }

    /// In this row, unless a place is known already.
    pub(crate) fn in_row(mut self, row: u64) -> Self {
        self.row.get_or_insert(row);
        self
    }

    pub(crate) fn into_finding(self, file: &str) -> Finding {
        let place = Place { file: file.to_owned(), sheet: self.sheet, row: self.row, column: None };
        Finding::new(self.kind, place, &self.found, &self.expected)
    }
}

/// Findings up to [`super::limits::FINDINGS`], and how many more there were.
#[derive(Debug)]
pub(crate) struct Findings<'a> {
    file: &'a str,
    list: Vec<Finding>,
    more: usize,
}

impl<'a> Findings<'a> {
    pub(crate) const fn new(file: &'a str) -> Self {
        Self { file, list: Vec::new(), more: 0 }
    }

    pub(crate) fn add(&mut self, kind: &'static Kind, place: Place, found: &str, expected: &str) {
        // What leaves a row out is never cut off: the row would be left out without a reason.
        if self.list.len() < super::limits::FINDINGS || kind.severity == Severity::LeftOut {
            self.list.push(Finding::new(kind, place, found, expected));
        } else {
            self.more += 1;
        }
    }

    /// Adds a finding about a sheet, perhaps at a row or column.
    pub(crate) fn at(
        &mut self,
        kind: &'static Kind,
        sheet: &str,
        row: Option<u64>,
        column: Option<String>,
        found: &str,
    ) {
        let place = Place { file: self.file.to_owned(), sheet: Some(sheet.to_owned()), row, column };
        self.add(kind, place, found, "");
    }

    pub(crate) fn finish(mut self) -> Vec<Finding> {
        if self.more > 0 {
            let place = Place { file: self.file.to_owned(), ..Place::default() };
            self.list.push(Finding::new(MORE, place, &format!("nog {}", self.more), ""));
        }
        self.list
    }
}
