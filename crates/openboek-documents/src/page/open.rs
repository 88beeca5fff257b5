//! The page of everything that is still unanswered, late or unknown in an arrangement, holder by holder, each line with the entry behind it.

use std::collections::BTreeSet;

use askama::Template;

use super::{Link, Words, render};
use crate::lang::Lang;
use crate::sheet::{Question, Sheet};

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenPage {
    /// Language.
    pub lang: Lang,
    /// Name of the arrangement, as recorded.
    pub arrangement: String,
    /// The line on the moment it shows ([`crate::stand_line`]).
    pub stand: String,
    /// What is open, holder by holder; those with nothing open are in [`OpenPage::done`].
    pub holders: Vec<OpenHolder>,
    /// Names of those with nothing open.
    pub done: Vec<String>,
    /// How many paragraphs were not looked at, since there are too many.
    pub left_out: usize,
    /// The list of all paragraphs.
    pub home: String,
    /// This page at the newest moment; `None` when this is it.
    pub latest: Option<String>,
    /// This very page, for ever.
    pub permanent: String,
    /// The page of an entry, without the position and with what comes behind it.
    pub entry: (String, String),
    /// This page in the other language.
    pub other_language: Option<Link>,
}

/// What is open of a municipality or the region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenHolder {
    /// Its name as recorded.
    pub name: String,
    /// Its newest paragraph.
    pub url: String,
    /// The questions with their answers; an answer is about one thing.
    pub questions: Vec<Question>,
    seen: BTreeSet<String>,
}

impl OpenHolder {
    /// A holder of whom nothing is known to be open.
    #[must_use]
    pub fn new(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self { name: name.into(), url: url.into(), ..Self::default() }
    }

    /// Adds what is open by a paragraph. What stands in the paragraphs of several years is told once: begin with the newest.
    pub fn add(&mut self, sheet: &Sheet) {
        for mut question in sheet.open() {
            question.answers.retain(|answer| self.seen.insert(answer.anchor.clone()));
            match self.questions.iter_mut().find(|known| known.question == question.question) {
                Some(known) => known.answers.append(&mut question.answers),
                None if question.answers.is_empty() => {}
                None => self.questions.push(question),
            }
        }
    }

    fn count(&self) -> usize {
        self.questions.iter().map(|question| question.answers.len()).sum()
    }
}

#[derive(Template)]
#[template(path = "open.html")]
struct Page<'a> {
    w: Words,
    page: &'a OpenPage,
}

/// The page.
#[must_use]
pub fn open_page(page: &OpenPage) -> String {
    render(&Page { w: Words(page.lang), page })
}
