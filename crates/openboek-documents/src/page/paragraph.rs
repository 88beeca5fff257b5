//! The page of a paragraph.

use askama::Template;
use openboek_views::model::Paragraph;

use super::{Follow, Link, Words, render};
use crate::chart::Charts;
use crate::lang::Lang;
use crate::sheet::{Provenance, Question, Sheet};

/// Addresses on the page of a paragraph, given by the server; relative or beginning with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The list of all paragraphs.
    pub home: String,
    /// The page of an entry, without the position that is put behind it.
    pub entry_base: String,
    /// The explanation of a figure at this moment, without the figure's address that is put behind it (safe in a path or query).
    pub figure_base: String,
    /// This paragraph at the newest moment; `None` when this is it.
    pub latest: Option<String>,
    /// The page that checks the bundle of this paragraph in the browser.
    pub check: Option<String>,
    /// The page of what is different from another year, moment or municipality.
    pub compare: Option<String>,
    /// The page of what changed since this moment; `None` at the newest.
    pub since: Option<String>,
    /// The page of everything that is still open in the arrangement.
    pub open: Option<String>,
    /// This very page, for ever.
    pub permanent: String,
    /// Other moments.
    pub moments: Vec<Link>,
    /// Other years.
    pub years: Vec<Link>,
    /// Other forms of this page.
    pub downloads: Vec<Link>,
    /// Ways to stay informed.
    pub follow: Vec<Follow>,
    /// This page in the other language, with its text in that language.
    pub other_language: Option<Link>,
}

impl Links {
    /// The addresses that a file needs that is opened elsewhere, with the address of the reading room before them
    /// (`https://openboek.example.nl`, without a slash at the end; empty when it is not known).
    #[must_use]
    pub fn at(&self, reading_room: &str) -> Self {
        let at = |path: &str| format!("{reading_room}{path}");
        Self {
            entry_base: at(&self.entry_base),
            figure_base: at(&self.figure_base),
            permanent: at(&self.permanent),
            ..Self::default()
        }
    }
}

#[derive(Template)]
#[template(path = "paragraph.html")]
struct Page<'a> {
    w: Words,
    sheet: &'a Sheet,
    links: &'a Links,
    brief: Vec<Question>,
    charts: Charts,
    hash: Option<&'a str>,
    last_entry: Option<u64>,
}

/// The paragraph as a complete web page.
#[must_use]
pub fn html_page(paragraph: &Paragraph, provenance: &Provenance, links: &Links, lang: Lang) -> String {
    html_of_sheet(&Sheet::new(paragraph, provenance, lang), links)
}

/// The same from a sheet.
#[must_use]
pub fn html_of_sheet(sheet: &Sheet, links: &Links) -> String {
    let hash = sheet.stand.fields.text("last_event_hash");
    render(&Page {
        w: Words(sheet.lang),
        sheet,
        links,
        brief: sheet.brief(),
        charts: Charts::of(sheet),
        hash,
        last_entry: sheet.stand.last_entry,
    })
}
