//! The page of one entry: its bytes, its hash, what it says, and how to check it.

use askama::Template;
use openboek_rules::statement::Statement;

use super::{Follow, Link, ReceiptContent, Words, render};
use crate::describe::{Fact, Names, kind, statement_facts};
use crate::form;
use crate::lang::Lang;

/// What is known of an entry's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryContent {
    /// A statement that can be read.
    Statement(Box<Statement>),
    /// The payload was erased.
    Erased,
    /// The payload may not be read.
    Withheld,
    /// The payload is of a kind or version this program does not know.
    Unreadable,
    /// A seal.
    Seal,
    /// A receipt.
    Receipt(Box<ReceiptContent>),
}

/// What the page of an entry shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryPage {
    /// Language.
    pub lang: Lang,
    /// Origin of the log.
    pub origin: String,
    /// Position.
    pub position: u64,
    /// The bytes of the entry: printable ASCII.
    pub bytes: String,
    /// Event hash, `b3:` and 64 hex digits.
    pub event_hash: String,
    /// Time of recording in milliseconds since 1970 (UTC).
    pub recorded_at_ms: i64,
    /// Whether a signed checkpoint covers it.
    pub published: bool,
    /// What it says.
    pub content: EntryContent,
    /// Names of organisations.
    pub names: Names,
    /// The list of all paragraphs.
    pub home: String,
    /// Where the reader came from.
    pub back: Option<Link>,
    /// Ways to stay informed on what it is about.
    pub follow: Vec<Follow>,
    /// The raw bytes, a proof, the payload.
    pub downloads: Vec<Link>,
}

#[derive(Template)]
#[template(path = "entry.html")]
struct Page<'a> {
    w: Words,
    page: &'a EntryPage,
    title: String,
    recorded: String,
    state: &'static str,
    sentence: Option<&'static str>,
    facts: Vec<Fact>,
}

fn title(page: &EntryPage) -> String {
    let number = Words(page.lang).filled("ui-entry-title", &page.position.to_string());
    match &page.content {
        EntryContent::Statement(statement) => format!("{number}: {}", kind(statement.body.kind(), page.lang)),
        EntryContent::Receipt(receipt) => format!("{number}: {}", receipt.kind(page.lang)),
        _ => number,
    }
}

/// The page of an entry.
#[must_use]
pub fn entry_page(page: &EntryPage) -> String {
    let w = Words(page.lang);
    let (sentence, facts) = match &page.content {
        EntryContent::Statement(statement) => {
            // The title says the kind.
            (None, statement_facts(statement, &page.names, page.lang).into_iter().skip(1).collect())
        }
        EntryContent::Erased => (Some("ui-entry-erased"), Vec::new()),
        EntryContent::Withheld => (Some("ui-entry-withheld"), Vec::new()),
        EntryContent::Unreadable => (Some("ui-entry-unreadable"), Vec::new()),
        EntryContent::Seal => (Some("ui-entry-seal"), Vec::new()),
        EntryContent::Receipt(receipt) => (Some("ui-entry-receipt"), receipt.facts(page.lang)),
    };
    render(&Page {
        w,
        page,
        title: title(page),
        recorded: form::instant(page.recorded_at_ms, page.lang),
        state: if page.published { "ui-entry-published" } else { "ui-entry-not-published" },
        sentence,
        facts,
    })
}
