//! The page of what was looked for: kind by kind, each with where it lives and the entry behind it; and the box to look with.

use askama::Template;
use openboek_rules::statement::{Body, Statement, Thing};

use super::{Link, Words, render};
use crate::clean::clean;
use crate::describe::{Names, kind};
use crate::form;
use crate::lang::Lang;
#[cfg(doc)]
use crate::search::Group;
use crate::search::{BadQuery, Excerpt, QUERY_LETTERS, QUERY_WORDS};
use crate::words::{by_key, filled};

/// The style of the box and of what was found, beside [`super::STYLE`].
pub const SEARCH_STYLE: &str = include_str!("../../assets/search.css");

/// The box to look with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchForm {
    /// Where the question goes.
    pub action: String,
    /// What the box is called: "Zoeken in Stichtse Vecht".
    pub label: String,
    /// What was asked.
    pub asked: String,
    /// Wishes of the reader that go along: language and moment, by name.
    pub kept: Vec<(&'static str, String)>,
}

impl SearchForm {
    /// A box for one arrangement by its name, or for all.
    #[must_use]
    pub fn new(arrangement: Option<&str>, action: String, lang: Lang) -> Self {
        let kept = match lang {
            Lang::Nl => Vec::new(),
            Lang::En => vec![("lang", lang.code().to_owned())],
        };
        Self { action, label: label(arrangement, lang), asked: String::new(), kept }
    }
}

fn label(arrangement: Option<&str>, lang: Lang) -> String {
    arrangement.map_or_else(
        || by_key("search-label-all", lang).into_owned(),
        |name| filled("search-label", lang, &[name]),
    )
}

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchPage {
    /// Language.
    pub lang: Lang,
    /// Name of the arrangement that is looked in; `None` for all.
    pub arrangement: Option<String>,
    /// The box, with what was asked in it.
    pub form: SearchForm,
    /// Why it is nothing that can be looked for; the page of a question that was not asked yet has none.
    pub bad: Option<BadQuery>,
    /// The line on the moment it shows ([`crate::stand_line`]).
    pub stand: Option<String>,
    /// This page at the newest moment; `None` when this is it.
    pub latest: Option<String>,
    /// What was found, ledger by ledger; ledgers with nothing are left out.
    pub ledgers: Vec<SearchedLedger>,
    /// The list of all paragraphs.
    pub home: String,
    /// This page in the other language.
    pub other_language: Option<Link>,
}

/// What was found in a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchedLedger {
    /// Name of the arrangement.
    pub name: String,
    /// Its page.
    pub url: String,
    /// From which entry on it was looked, when not from the first.
    pub from: Option<u64>,
    /// What was found, kind by kind.
    pub groups: Vec<SearchGroup>,
}

/// Key of municipalities and the region.
pub const HOLDERS: &str = "holders";
/// Key of entries by their position.
pub const ENTRIES: &str = "entries";

/// What was found of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchGroup {
    /// "Bezuinigingen (3)".
    pub heading: String,
    /// What is shown.
    pub hits: Vec<SearchHit>,
    /// How much there is in all.
    pub count: usize,
    /// That there is more than is shown, in a sentence.
    pub more: Option<String>,
}

impl SearchGroup {
    /// A group by the key of its kind ([`Group::key`], [`HOLDERS`] or [`ENTRIES`]).
    #[must_use]
    pub fn new(key: &str, count: usize, hits: Vec<SearchHit>, lang: Lang) -> Self {
        let name = by_key(&format!("search-group-{key}"), lang);
        let left_out = count.saturating_sub(hits.len());
        Self {
            heading: format!("{name} ({})", number(count, lang)),
            more: (left_out > 0).then(|| filled("search-left-out", lang, &[&number(left_out, lang)])),
            count,
            hits,
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchHit {
    /// Its name, with where it lives.
    pub link: Link,
    /// What happened to it: "bezuiniging opgeschort".
    pub kind: Option<String>,
    /// What fits in it.
    pub excerpt: Option<Excerpt>,
    /// Whose it is and when it was decided.
    pub about: String,
    /// The entry it was found in.
    pub entry: Option<Link>,
    /// How many other entries about it fit.
    pub others: usize,
}

impl SearchHit {
    /// A hit in a statement. `place` is where it lives, when that is not the page of the entry.
    #[must_use]
    pub fn new(statement: &Statement, names: &Names, entry: Link, place: Option<String>, lang: Lang) -> Self {
        let said = kind(statement.body.kind(), lang);
        let (name, said) = match (crate::search::subject(statement), &statement.body) {
            (Some(thing), _) => (named(&thing, lang), Some(said)),
            (None, Body::OrganisationRegistered(b)) => (clean(b.name.as_str()), Some(said)),
            (None, Body::DocumentRegistered(b)) => (clean(b.reference.title.as_str()), Some(said)),
            (None, _) => (capital(&said), None),
        };
        let whose = statement.concerns.iter().map(|stream| {
            let code = stream.to_string();
            names.get(&code).map_or(code, |name| clean(name))
        });
        let mut about: Vec<String> = vec![whose.collect::<Vec<_>>().join(", ")];
        about.push(form::date(&statement.body.act().date, lang));
        Self {
            link: Link::new(name, place.unwrap_or_else(|| entry.url.clone())),
            kind: said,
            excerpt: None,
            about: about.join(" · "),
            entry: Some(entry),
            others: 0,
        }
    }
}

fn number(count: usize, lang: Lang) -> String {
    form::count(u64::try_from(count).unwrap_or(u64::MAX), lang)
}

/// "Bezuiniging SV-20".
fn named((kind, id): &Thing, lang: Lang) -> String {
    capital(&format!("{} {id}", by_key(&format!("thing-{}", kind.key()), lang)))
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    w: Words,
    page: &'a SearchPage,
    title: String,
    /// How it went, and what to do about it.
    said: Vec<String>,
}

/// How a search went, in sentences.
fn said(page: &SearchPage) -> Vec<String> {
    let lang = page.lang;
    let count: usize = page.ledgers.iter().flat_map(|ledger| &ledger.groups).map(|group| group.count).sum();
    match page.bad {
        Some(BadQuery::TooLong) => {
            let (letters, words) = (QUERY_LETTERS.to_string(), QUERY_WORDS.to_string());
            vec![filled("search-too-long", lang, &[&letters, &words])]
        }
        Some(BadQuery::Empty) => vec![by_key("search-empty", lang).into_owned()],
        None if page.form.asked.trim().is_empty() => Vec::new(),
        None if count == 0 => vec![
            filled("search-nothing", lang, &[&page.form.asked]),
            by_key("search-nothing-hint", lang).into_owned(),
        ],
        None => vec![filled("search-count", lang, &[&page.form.asked, &number(count, lang)])],
    }
}

/// The page.
#[must_use]
pub fn search_page(page: &SearchPage) -> String {
    let title = match &page.arrangement {
        Some(name) => filled("search-title", page.lang, &[name]),
        None => by_key("search-title-all", page.lang).into_owned(),
    };
    render(&Page { w: Words(page.lang), page, title, said: said(page) })
}
