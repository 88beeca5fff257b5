//! The page of what is different between two paragraphs: of two moments, two budget years or two municipalities.

use askama::Template;

use super::{Link, Words, render};
use crate::lang::Lang;

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ComparePage {
    /// Language.
    pub lang: Lang,
    /// The paragraph: "Dordrecht (GM0505) 2021".
    pub title: String,
    /// What is different, when something was chosen to compare with.
    pub found: Option<Found>,
    /// What one can compare with: a heading, and a link each.
    pub choices: Vec<(String, Vec<Link>)>,
    /// The list of all paragraphs.
    pub home: String,
    /// The paragraph.
    pub paragraph: String,
    /// This page in the other language.
    pub other_language: Option<Link>,
}

/// What is different.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The paragraph compared with, and the line on its moment.
    pub before: (String, String),
    /// The paragraph, and the line on its moment.
    pub after: (String, String),
    /// Sentences on tables that came or are gone.
    pub frames: Vec<String>,
    /// Name of a table, and its sentences.
    pub tables: Vec<(String, Vec<String>)>,
    /// How many figures read the same and come from other entries.
    pub same: usize,
    /// How many sentences there was no room for.
    pub more: usize,
    /// The entries behind it.
    pub causes: Vec<Link>,
}

impl Found {
    fn is_nothing(&self) -> bool {
        self.frames.is_empty() && self.tables.is_empty()
    }
}

#[derive(Template)]
#[template(path = "compare.html")]
struct Page<'a> {
    w: Words,
    page: &'a ComparePage,
}

/// The page.
#[must_use]
pub fn compare_page(page: &ComparePage) -> String {
    render(&Page { w: Words(page.lang), page })
}
