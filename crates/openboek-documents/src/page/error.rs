//! What went wrong, in plain words.

use askama::Template;

use super::{Words, render};
use crate::lang::Lang;
use crate::words::find;

/// An error as a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorPage {
    /// Language.
    pub lang: Lang,
    /// HTTP status code.
    pub status: u16,
    /// What exactly, in the page's language.
    pub detail: Option<String>,
    /// The list of all paragraphs.
    pub home: String,
}

#[derive(Template)]
#[template(path = "error.html")]
struct Page<'a> {
    w: Words,
    page: &'a ErrorPage,
    key: String,
    number: String,
}

/// The page of an error.
#[must_use]
pub fn error_page(page: &ErrorPage) -> String {
    let key = format!("ui-error-{}", page.status);
    let key = if find(&key, page.lang).is_some() { key } else { "ui-error-other".to_owned() };
    render(&Page { w: Words(page.lang), page, key, number: page.status.to_string() })
}
