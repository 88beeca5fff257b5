//! The paragraph with everything put into words, once. JSON, CSV, plain text and HTML are walks over a [`Sheet`], so they cannot
//! disagree.

mod brief;
mod build;
mod datum;
mod part;
mod stand;

pub use brief::{Answer, Question};
pub use datum::{Datum, Fields};
pub use part::{Kind, Part};
pub(crate) use stand::short_hash;
pub use stand::{Provenance, ReceiptNote, Stand};

use openboek_views::model::RowRole;

use crate::lang::Lang;
use crate::words::Term;

/// A paragraph in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The language of the words.
    pub lang: Lang,
    /// "Paragraaf sociaal domein 2021, Dordrecht".
    pub title: String,
    /// Facts about the page as name and value: arrangement, municipality, year.
    pub head: Vec<(String, String)>,
    /// The head for programs.
    pub head_fields: Fields,
    /// The moment it shows and how to check it.
    pub stand: Stand,
    /// The sections.
    pub sections: Vec<SheetSection>,
}

/// A section in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetSection {
    /// Permanent key.
    pub key: &'static str,
    /// Heading.
    pub heading: String,
    /// One sentence on what the section shows.
    pub intro: Option<String>,
    /// Hard words that stand here for the first time on the page.
    pub terms: Vec<&'static Term>,
    /// Tables.
    pub tables: Vec<SheetTable>,
}

/// A table in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetTable {
    /// Permanent key.
    pub key: &'static str,
    /// Caption.
    pub caption: String,
    /// How sure the amounts are, when it is the same for all that say it: then it is said once and not in every cell.
    pub certainty: Option<String>,
    /// Name of the column that names the rows.
    pub row_heading: String,
    /// Columns after the row's name.
    pub columns: Vec<SheetColumn>,
    /// Rows.
    pub rows: Vec<SheetRow>,
}

/// A column in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetColumn {
    /// Permanent key: a year or a label.
    pub key: String,
    /// Name.
    pub name: String,
    /// Whether it holds numbers only: right aligned.
    pub numeric: bool,
    /// Whether it is an amount for a budget year.
    pub is_year: bool,
    /// Whether nothing stands in it: pages leave it out. A year is never left out, since nothing in a year says something.
    pub blank: bool,
}

/// A row in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// Permanent identifier within the table.
    pub id: String,
    /// The identifier where readers use it too: `SV-20`, `R1`, `6.711`.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// Name for programs: `{"label": key}` or `{"words": recorded text}`.
    pub name_fields: Fields,
    /// Role.
    pub role: RowRole,
    /// What the role means, where the name does not say it.
    pub note: Option<String>,
    /// One cell per column.
    pub cells: Vec<SheetCell>,
}

/// A cell in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetCell {
    /// Permanent address in the page: `<table>.<row>.<column>`.
    pub anchor: String,
    /// What stands in it.
    pub part: Part,
    /// Positions of the entries behind it.
    pub sources: Vec<u64>,
}

impl SheetCell {
    /// What stands under each other in the cell: the items of a list, else the one value. Nothing belongs in an empty cell.
    #[must_use]
    pub fn lines(&self) -> &[Part] {
        match self.part.kind {
            Kind::List => &self.part.items,
            Kind::None => &[],
            _ => std::slice::from_ref(&self.part),
        }
    }
}
