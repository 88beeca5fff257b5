//! Which column says what: found by the headings, never by position.

use std::collections::BTreeMap;

use super::findings::{HEADING_TWICE, HEADINGS};
use crate::finding::{Finding, Place};
use crate::table::{Row, Table};

/// What a column of a register can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The number of the dossier; becomes the identifier of the subsidy. Required.
    Dossier,
    /// Who receives. Required.
    Recipient,
    /// The regulation or scheme.
    Regulation,
    /// The policy area.
    PolicyArea,
    /// The part of the organisation that handles it.
    Unit,
    /// For what: the name of the project.
    Activities,
    /// Once or periodic.
    Periodicity,
    /// The amount asked.
    Asked,
    /// The amount awarded. Required.
    Awarded,
    /// The amount of the final determination.
    Determined,
    /// The year or years. Required.
    Years,
    /// Whether the register (still) lists it: only in our own exports.
    Listed,
}

impl Field {
    /// All of them, in the order in which an export writes them.
    pub const ALL: [Self; 12] = [
        Self::Dossier,
        Self::Recipient,
        Self::Regulation,
        Self::PolicyArea,
        Self::Unit,
        Self::Activities,
        Self::Periodicity,
        Self::Asked,
        Self::Awarded,
        Self::Determined,
        Self::Years,
        Self::Listed,
    ];

    /// Without these a row says nothing that can be recorded.
    const REQUIRED: [Self; 4] = [Self::Dossier, Self::Recipient, Self::Awarded, Self::Years];

    /// The heading of Amsterdam's register, where it has the column; what an export writes.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Dossier => "DOSSIERNUMMER",
            Self::Recipient => "AANVRAGER",
            Self::Regulation => "REGELINGNAAM",
            Self::PolicyArea => "BELEIDSTERREIN",
            Self::Unit => "ORGANISATIEONDERDEEL",
            Self::Activities => "PROJECT_NAAM",
            Self::Periodicity => "TYPE_PERIODICITEIT",
            Self::Asked => "BEDRAG_AANGEVRAAGD",
            Self::Awarded => "BEDRAG_VERLEEND",
            Self::Determined => "BEDRAG_VASTGESTELD",
            Self::Years => "SUBSIDIEJAAR",
            Self::Listed => "IN_REGISTER",
        }
    }

    /// Other headings that registers of Dutch municipalities use for it.
    const fn others(self) -> &'static [&'static str] {
        match self {
            Self::Dossier => {
                &["dossier", "dossiernr", "zaaknummer", "kenmerk", "nummer", "beschikkingsnummer"]
            }
            Self::Recipient => &[
                "ontvanger",
                "subsidieontvanger",
                "naam ontvanger",
                "naam aanvrager",
                "organisatie",
                "instelling",
            ],
            Self::Regulation => &["regeling", "naam regeling", "subsidieregeling", "verordening"],
            Self::PolicyArea => &["beleidsveld", "programma", "thema"],
            Self::Unit => &["afdeling", "directie", "organisatie-eenheid"],
            Self::Activities => {
                &["project", "projectnaam", "activiteit", "activiteiten", "omschrijving", "doel", "waarvoor"]
            }
            Self::Periodicity => &["periodiciteit", "soort subsidie", "soort", "eenmalig of periodiek"],
            Self::Asked => &["aangevraagd", "aangevraagd bedrag", "gevraagd bedrag", "gevraagd"],
            Self::Awarded => {
                &["verleend", "verleend bedrag", "toegekend", "toegekend bedrag", "bedrag verlening"]
            }
            Self::Determined => {
                &["vastgesteld", "vastgesteld bedrag", "bedrag vaststelling", "definitief bedrag"]
            }
            Self::Years => &["jaar", "subsidie jaar", "boekjaar", "periode"],
            Self::Listed => &[],
        }
    }
}

/// The headings that are recognised. Case, blanks and signs do not count: `Bedrag verleend` is `BEDRAG_VERLEEND`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    known: BTreeMap<String, Field>,
}

impl Default for Columns {
    /// Amsterdam's headings, and those that other registers use often.
    fn default() -> Self {
        let mut known = BTreeMap::new();
        for field in Field::ALL {
            for heading in field.others().iter().chain([&field.heading()]) {
                known.insert(bare(heading), field);
            }
        }
        Self { known }
    }
}

impl Columns {
    /// The same with one more heading, which goes before what it meant until now.
    #[must_use]
    pub fn with(mut self, heading: &str, field: Field) -> Self {
        self.known.insert(bare(heading), field);
        self
    }

    fn field(&self, heading: &str) -> Option<Field> {
        self.known.get(&bare(heading)).copied()
    }
}

/// Letters and digits in lower case.
fn bare(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where the headings stand, and which column says what.
pub(super) struct Layout {
    /// The place of the row of headings in the table.
    pub(super) at: usize,
    /// How many cells it has.
    pub(super) width: usize,
    places: BTreeMap<Field, (usize, String)>,
}

impl Layout {
    /// In which rows headings are looked for.
    const FIRST_ROWS: usize = 20;

    /// Finds the headings in the first table that has them, with the place of that table.
    pub(super) fn find(file: &str, tables: &[Table], columns: &Columns) -> Result<(usize, Self), Finding> {
        let mut seen = String::new();
        for (number, table) in tables.iter().enumerate() {
            for (at, row) in table.rows.iter().take(Self::FIRST_ROWS).enumerate() {
                let layout = Self::of(at, row, columns).map_err(|twice| {
                    let place = Place::row(file, table.sheet.as_deref(), row.number);
                    Finding::new(HEADING_TWICE, place, &twice, "")
                })?;
                if let Some(layout) = layout {
                    return Ok((number, layout));
                }
                if seen.is_empty() {
                    seen = row.cells.iter().map(|cell| cell.shown()).collect::<Vec<_>>().join(", ");
                }
            }
        }
        let expected: Vec<&str> = Field::REQUIRED.iter().map(|field| field.heading()).collect();
        let place = Place { file: file.to_owned(), ..Place::default() };
        Err(Finding::new(HEADINGS, place, &seen, &expected.join(", ")))
    }

    /// The layout when this is the row of headings; an error when two columns say the same.
    fn of(at: usize, row: &Row, columns: &Columns) -> Result<Option<Self>, String> {
        let (mut places, mut twice) = (BTreeMap::new(), None);
        for (place, cell) in row.cells.iter().enumerate() {
            let heading = cell.shown().trim().to_owned();
            let Some(field) = columns.field(&heading) else { continue };
            if let Some((_, other)) = places.get(&field) {
                twice = Some(format!("{other}, {heading}"));
            } else {
                places.insert(field, (place, heading));
            }
        }
        if Field::REQUIRED.iter().any(|field| !places.contains_key(field)) {
            return Ok(None);
        }
        twice.map_or(Ok(Some(Self { at, width: row.cells.len(), places })), Err)
    }

    /// Where a field stands in a row.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.places.get(&field).map(|(place, _)| *place)
    }

    /// The heading of a field in this file.
    pub(super) fn heading(&self, field: Field) -> Option<String> {
        self.places.get(&field).map(|(_, heading)| heading.clone())
    }
}
