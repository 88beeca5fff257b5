//! What readers subscribe to: new entries as an Atom feed, dates as a calendar. They tell what a page tells; like a page they make no address
//! and read no clock.

mod agenda;
mod atom;
mod cloud_event;
mod ical;

use openboek_rules::statement::{Statement, Thing};

pub use agenda::{Agenda, AgendaDay};
pub use atom::{ATOM, atom};
pub use cloud_event::{CLOUD_EVENTS, CloudEvent, EventSaid};
pub use ical::{Calendar, ICALENDAR, icalendar};

use crate::clean::clean;
use crate::describe::{self, Names};
use crate::form;
use crate::lang::Lang;
use crate::page::Link;
use crate::words::{by_key, filled};

/// What a feed is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedOf {
    /// Everything in the ledger.
    Arrangement,
    /// One municipality or the region, by name.
    Holder(String),
    /// One thing: cut `SV-20`.
    Thing(Thing),
}

/// Entries to follow, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Language.
    pub lang: Lang,
    /// What it is about.
    pub of: FeedOf,
    /// Name of the arrangement, as recorded.
    pub arrangement: String,
    /// Origin of the log: `ledger.example.nl/stichtse-vecht`.
    pub origin: String,
    /// When the first entry of the log was recorded, in milliseconds since 1970 (UTC): it makes the names of entries permanent.
    pub since_ms: i64,
    /// What tells this feed from others of the same log: `nieuws/GM1904`.
    pub name: String,
    /// Address of this page of the feed.
    pub this: String,
    /// Address of its first page, with the newest entries.
    pub first: String,
    /// Address of the next page, with older entries.
    pub next: Option<String>,
    /// The page for readers that it belongs to.
    pub page: String,
    /// Names of organisations.
    pub names: Names,
    /// The entries.
    pub entries: Vec<FeedEntry>,
}

/// One entry of a feed: an event of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEntry {
    /// Position.
    pub position: u64,
    /// Event hash, `b3:` and 64 hex digits.
    pub event_hash: String,
    /// Time of recording in milliseconds since 1970 (UTC).
    pub recorded_at_ms: i64,
    /// Kind of statement: `cut-suspended`.
    pub kind: String,
    /// What it says; `None` when the payload was erased or may not be read.
    pub statement: Option<Box<Statement>>,
    /// The page of the entry.
    pub page: String,
    /// Its proof.
    pub proof: Link,
}

/// Permanent name of something in a log as a `tag:` URI (RFC 4151): it stays when the reading room moves. The day of the first entry says
/// whose host it was then.
pub(crate) fn tag(origin: &str, since_ms: i64, name: &str) -> String {
    let (host, arrangement) = origin.split_once('/').unwrap_or((origin, ""));
    let moment = jiff::Timestamp::from_millisecond(since_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let day = moment.to_zoned(jiff::tz::TimeZone::UTC).date();
    format!("tag:{host},{day}:{arrangement}/{name}")
}

/// "bezuiniging SV-20".
fn thing((kind, id): &Thing, lang: Lang) -> String {
    format!("{} {id}", by_key(&format!("thing-{}", kind.key()), lang))
}

impl Feed {
    fn title(&self) -> String {
        let arrangement = clean(&self.arrangement);
        match &self.of {
            FeedOf::Arrangement => filled("feed-title", self.lang, &[&arrangement]),
            FeedOf::Holder(name) => filled("feed-title", self.lang, &[&clean(name)]),
            FeedOf::Thing(of) => {
                filled("feed-title-thing", self.lang, &[&thing(of, self.lang), &arrangement])
            }
        }
    }
}

impl FeedEntry {
    /// "Bezuiniging opgeschort: bezuiniging SV-20".
    fn title(&self, lang: Lang) -> String {
        let kind = capital(&describe::kind(&self.kind, lang));
        let things = self.statement.iter().flat_map(|statement| statement.body.things());
        let things: Vec<String> = things.map(|of| thing(&of, lang)).collect();
        if things.is_empty() { kind } else { format!("{kind}: {}", things.join(", ")) }
    }

    /// Who said it and when, in two sentences; that it cannot be read when it cannot.
    fn summary(&self, names: &Names, lang: Lang) -> String {
        let Some(statement) = &self.statement else { return by_key("ui-entry-erased", lang).into_owned() };
        let act = statement.body.act();
        let by = describe::organ_of(act, names, lang);
        filled("feed-summary", lang, &[&by, &form::date(&act.date, lang), &self.position.to_string()])
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a link to a feed is called, on the page it belongs to; the thing is named where the page is not about it alone.
#[must_use]
pub fn follow(of: Option<&Thing>, lang: Lang) -> String {
    match of {
        None => by_key("feed-follow", lang).into_owned(),
        Some(of) => filled("feed-follow-of", lang, &[&thing(of, lang)]),
    }
}
