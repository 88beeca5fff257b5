//! The first page: arrangements, municipalities, years.

use askama::Template;

use super::{Follow, Link, SearchForm, Words, render};
use crate::lang::Lang;

/// What the first page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexPage {
    /// Language.
    pub lang: Lang,
    /// The box to look with; none where nothing is recorded.
    pub search: Option<SearchForm>,
    /// Arrangements in the order to show.
    pub arrangements: Vec<IndexArrangement>,
    /// Where else one can go: the page that checks, the list of codes.
    pub more: Vec<Link>,
    /// This page in the other language.
    pub other_language: Option<Link>,
}

/// An arrangement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexArrangement {
    /// Name as recorded.
    pub name: String,
    /// The page of it alone.
    pub url: String,
    /// Origin of its log.
    pub origin: String,
    /// A line on its newest moment ([`crate::stand_line`]).
    pub stand: Option<String>,
    /// The page of everything that is still open.
    pub open: Option<Link>,
    /// Ways to stay informed.
    pub follow: Vec<Follow>,
    /// Whose paragraphs there are.
    pub holders: Vec<IndexHolder>,
}

/// A municipality, or the region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexHolder {
    /// Name as recorded.
    pub name: String,
    /// The paragraph of its newest year.
    pub url: String,
    /// One link a budget year.
    pub years: Vec<Link>,
}

#[derive(Template)]
#[template(path = "index.html")]
struct Page<'a> {
    w: Words,
    page: &'a IndexPage,
}

/// The first page.
#[must_use]
pub fn index_page(page: &IndexPage) -> String {
    render(&Page { w: Words(page.lang), page })
}
