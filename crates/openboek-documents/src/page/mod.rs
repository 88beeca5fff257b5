//! Web pages: complete documents that need no script, no style from elsewhere and no network but their own address.

mod checker;
mod code;
mod compare;
mod entry;
mod error;
mod explain;
mod index;
mod open;
mod paragraph;
mod policy;
mod receipt;
mod search;

pub use checker::{CHECKER, checker_policy};
pub use code::{CodeExplained, CodeList, code_list_page, code_page};
pub use compare::{ComparePage, Found, compare_page};
pub use entry::{EntryContent, EntryPage, entry_page};
pub use error::{ErrorPage, error_page};
pub use explain::{EntryLine, ExplainPage, Explained, explain_page, explained_figure};
pub use index::{IndexArrangement, IndexHolder, IndexPage, index_page};
pub use open::{OpenHolder, OpenPage, open_page};
pub use paragraph::{Links, html_of_sheet, html_page};
pub(crate) use policy::policy_of;
pub use policy::{content_security_policy, search_policy};
pub use receipt::ReceiptContent;
pub use search::{
    ENTRIES, HOLDERS, SEARCH_STYLE, SearchForm, SearchGroup, SearchHit, SearchPage, SearchedLedger,
    search_page,
};

use std::borrow::Cow;

use openboek_views::model::RowRole;

use crate::lang::Lang;
use crate::sheet::{Part, SheetCell, SheetColumn, SheetRow, SheetTable};
use crate::words::{Term, by_key, filled};

/// The style sheet that is written into every page.
pub const STYLE: &str =
    concat!(include_str!("../../assets/page.css"), include_str!("../../assets/chart.css"));

/// A link, as the server gives it: documents make no addresses of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// Its text.
    pub text: String,
    /// Its address, relative or beginning with `/`.
    pub url: String,
}

impl Link {
    /// A link.
    pub fn new(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self { text: text.into(), url: url.into() }
    }
}

/// A way to stay informed: a link with what kind of file it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    /// The link.
    pub link: Link,
    /// Media type, without parameters.
    pub media_type: &'static str,
}

impl Follow {
    /// A link to a file of a media type, with or without parameters.
    #[must_use]
    pub fn new(link: Link, media_type: &'static str) -> Self {
        Self { link, media_type: media_type.split(';').next().unwrap_or(media_type) }
    }
}

/// The words of one language, for the templates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words(pub(crate) Lang);

impl Words {
    pub(crate) const fn lang(&self) -> &'static str {
        self.0.code()
    }

    const fn other_lang(&self) -> &'static str {
        match self.0 {
            Lang::Nl => Lang::En.code(),
            Lang::En => Lang::Nl.code(),
        }
    }

    pub(crate) fn get(&self, key: &str) -> Cow<'static, str> {
        by_key(key, self.0)
    }

    pub(crate) fn filled(&self, key: &str, argument: &str) -> String {
        filled(key, self.0, &[argument])
    }

    fn filled2(&self, key: &str, first: &str, second: &str) -> String {
        filled(key, self.0, &[first, second])
    }

    const fn term(&self, term: &Term) -> &'static str {
        term.word(self.0)
    }

    const fn meaning(&self, term: &Term) -> &'static str {
        term.definition(self.0)
    }

    fn explained(&self, terms: &[&'static Term]) -> String {
        let words: Vec<&str> = terms.iter().map(|term| term.word(self.0)).collect();
        filled("ui-words", self.0, &[&words.join(", ")])
    }
}

/// A table that may not fit a phone gets a box of its own that scrolls sideways, so that the page does not: three columns beside
/// the row's name, or two of numbers, which do not break.
fn is_wide(table: &SheetTable) -> bool {
    shown(table).count() >= 3 || shown(table).filter(|column| column.numeric).count() >= 2
}

/// From this many columns on, a row of a table is a card on a phone: its figures stand under each other with the name of the column
/// before each. The roles say that it is a table all the same, where a browser forgets it because of the layout.
const CARDS: usize = 3;

fn is_cards(table: &SheetTable) -> bool {
    shown(table).count() >= CARDS
}

/// From this many columns on, a sheet of A4 has no room for the table either.
const MANY: usize = 7;

fn is_many(table: &SheetTable) -> bool {
    shown(table).count() >= MANY
}

/// The columns that have something in them.
pub(crate) fn shown(table: &SheetTable) -> impl Iterator<Item = &SheetColumn> {
    table.columns.iter().filter(|column| !column.blank)
}

/// The cells in those columns.
pub(crate) fn cells<'a>(
    row: &'a SheetRow,
    table: &'a SheetTable,
) -> impl Iterator<Item = (&'a SheetCell, &'a SheetColumn)> {
    row.cells.iter().zip(&table.columns).filter(|(_, column)| !column.blank)
}

/// Longest text that is a link as a whole; behind a longer one stands a short link.
const SHORT: usize = 48;

fn is_short(part: &Part) -> bool {
    part.is_numeric() || part.text.chars().count() <= SHORT
}

fn row_class(row: &SheetRow, table: &SheetTable) -> &'static str {
    // Where all rows are for information, none needs to look different.
    let all_memo = || table.rows.iter().all(|row| row.role == RowRole::Memo);
    match row.role {
        RowRole::Item => "",
        RowRole::Total => " class=\"total\"",
        RowRole::Memo if all_memo() => "",
        RowRole::Memo => " class=\"memo\"",
    }
}

/// Whether a card leaves a cell out: nothing in a year says something, nothing in another column does not.
fn is_left_out(cell: &SheetCell, column: &SheetColumn) -> bool {
    cell.lines().is_empty() && !column.is_year
}

/// Only fixed class names come from here, so the templates write them unescaped. They say how much room a cell needs in a table
/// that scrolls, so that a word stays whole and a long text does not become a thread.
fn cell_class(cell: &SheetCell, column: &SheetColumn) -> &'static str {
    let longest = cell.lines().iter().map(|line| line.text.chars().count()).max();
    match (column.numeric, longest) {
        (true, None) if column.is_year => " class=\"num\"",
        (true, None) => " class=\"num blank\"",
        (false, None) if column.is_year => "",
        (false, None) => " class=\"blank\"",
        (true, Some(0..=SHORT_LINE)) => " class=\"num short\"",
        (true, Some(_)) => " class=\"num words\"",
        (false, Some(0..=SHORT_LINE)) => " class=\"short\"",
        (false, Some(0..=LONG_LINE)) => " class=\"words\"",
        (false, Some(_)) => " class=\"long\"",
    }
}

/// Longest text that is kept on one line in a table that scrolls.
const SHORT_LINE: usize = 24;
/// Longest text that needs a column of usual width.
const LONG_LINE: usize = 100;

/// Writes a page. A template cannot fail on text in memory; an empty page would be seen by every test.
pub(crate) fn render(template: &impl askama::Template) -> String {
    template.render().unwrap_or_default()
}
