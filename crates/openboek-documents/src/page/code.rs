//! The page behind a code: what happened, what it means, what to do; and the list of all codes.

use askama::Template;
use openboek_rules::{Explanation, PageSubject};

use super::{Link, Words, render};
use crate::lang::Lang;

/// What the page of a code shows.
#[derive(Clone, Debug)]
pub struct CodeExplained<'a> {
    /// Language.
    pub lang: Lang,
    /// The code: `unknown-cut`.
    pub code: &'a str,
    /// What it is about: the headings depend on it.
    pub subject: PageSubject,
    /// What there is to say, in that language.
    pub explanation: &'a Explanation,
    /// The list of all paragraphs.
    pub home: String,
    /// The list of all codes.
    pub all: String,
    /// The same page in the other language.
    pub other_language: Link,
}

#[derive(Template)]
#[template(path = "code.html")]
struct Page<'a> {
    w: Words,
    page: &'a CodeExplained<'a>,
    title: String,
    /// Keys of the three headings.
    heads: [&'static str; 3],
}

/// The page of a code.
#[must_use]
pub fn code_page(page: &CodeExplained<'_>) -> String {
    let w = Words(page.lang);
    let heads = match page.subject {
        PageSubject::Trouble => ["ui-code-happened", "ui-code-means", "ui-code-next"],
        PageSubject::Rule => ["ui-rule-says", "ui-rule-means", "ui-code-next"],
    };
    render(&Page { w, page, title: w.filled("ui-code-title", page.code), heads })
}

/// The list of all codes.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// Language.
    pub lang: Lang,
    /// A link to the page of each code.
    pub codes: Vec<Link>,
    /// The list of all paragraphs.
    pub home: String,
    /// The same list in the other language.
    pub other_language: Link,
}

#[derive(Template)]
#[template(path = "codes.html")]
struct List<'a> {
    w: Words,
    page: &'a CodeList,
}

/// The page that lists all codes.
#[must_use]
pub fn code_list_page(page: &CodeList) -> String {
    render(&List { w: Words(page.lang), page })
}
