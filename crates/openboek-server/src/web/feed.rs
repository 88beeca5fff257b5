//! Feeds: new entries of an arrangement, of a municipality or the region, of one thing. Only what is published is in them, so that every
//! entry has its proof.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_documents::feed::{ATOM, Feed, FeedEntry, FeedOf, atom, follow};
use openboek_documents::{Follow, Lang, Link};
use openboek_engine::DecodedEntry;
use openboek_proof::entry::Entry;
use openboek_proof::hash::event_hash;
use openboek_rules::Stream;
use openboek_rules::statement::{Statement, Thing, ThingKind};
use openboek_store::LogName;

use super::address::{self, ATOM_ENDING, EVERYTHING};
use super::entry::position;
use super::figure::names;
use super::moment::{lang_of, value_of};
use super::respond::{Page, answer};
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};
use crate::limits::{FEED_ENTRIES, FEED_LOOKS};
use crate::pages::Pages;

/// What a feed is asked of.
enum Asked {
    Everything,
    Holder(Stream),
    Thing(Thing),
}

/// `/{arrangement}/nieuws/{holder}.atom`, or `alles.atom`.
pub(super) async fn of_holder(
    State(context): State<Context>,
    Path((arrangement, file)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    let asked = file.strip_suffix(ATOM_ENDING).and_then(|name| match name {
        EVERYTHING => Some(Asked::Everything),
        code => Stream::new(code).ok().map(Asked::Holder),
    });
    respond(context, arrangement, asked, &uri).await
}

/// `/{arrangement}/nieuws/{kind}/{thing}.atom`
pub(super) async fn of_thing(
    State(context): State<Context>,
    Path((arrangement, folder, file)): Path<(String, String, String)>,
    uri: Uri,
) -> Response {
    let kind = ThingKind::ALL.iter().copied().find(|kind| address::folder(*kind) == folder);
    let thing = kind.zip(file.strip_suffix(ATOM_ENDING).map(str::to_owned));
    respond(context, arrangement, thing.map(Asked::Thing), &uri).await
}

async fn respond(context: Context, arrangement: String, asked: Option<Asked>, uri: &Uri) -> Response {
    let lang = lang_of(uri.query());
    let before = value_of(uri.query(), "voor");
    let page = context.blocking(move |shared| {
        let missing = || Problem::new(Reason::NoSuchPage);
        let asked = asked.ok_or_else(missing)?;
        let before = before.map(|text| position(&text).ok_or_else(missing)).transpose()?;
        let feed = feed(shared, &arrangement, &asked, before, lang)?;
        Ok(Page::file(ATOM, atom(&feed)))
    });
    answer(page.await.map_err(|problem| (problem, lang)))
}

fn feed(
    shared: &Shared,
    arrangement: &str,
    asked: &Asked,
    before: Option<u64>,
    lang: Lang,
) -> Result<Feed, Problem> {
    let log = shared.log(arrangement)?;
    let published = shared.engine.heads_now(arrangement)?.published_size;
    let first = shared.engine.entry(arrangement, 0)?.filter(|_| published > 0);
    let first = first.ok_or_else(|| Problem::new(Reason::NothingRecorded))?;
    let (of, name, page, streams) = about(shared, arrangement, asked, lang)?;
    let found = Looking { shared, log: &log, streams }
        .back(before.map_or(published, |at| at.min(published)), asked)?;
    if before.is_none() && found.entries.is_empty() && found.next.is_none() {
        // Not even a first entry: there is no such thing.
        return Err(Problem::new(Reason::NoSuchPage));
    }
    let names = names(shared, arrangement);
    let at = |path: String| format!("{}{path}", shared.public_url.as_deref().unwrap_or_default());
    let page_of = |before| at(address::feed(arrangement, &name, before, lang));
    let entries = found.entries.into_iter().filter_map(|entry| one(arrangement, entry, lang, &at)).collect();
    Ok(Feed {
        lang,
        of,
        arrangement: names.get("region").cloned().unwrap_or_else(|| arrangement.to_owned()),
        origin: first.entry.origin().to_string(),
        since_ms: first.entry.recorded().unix_ms(),
        this: page_of(before),
        first: page_of(None),
        next: found.next.map(|next| page_of(Some(next))),
        page: at(page),
        name,
        names,
        entries,
    })
}

/// What the feed is about, its name, the page it belongs to, and the streams it is in (none for the whole log).
type About = (FeedOf, String, String, Vec<Option<Stream>>);

fn about(shared: &Shared, arrangement: &str, asked: &Asked, lang: Lang) -> Result<About, Problem> {
    let ending = address::ending(lang);
    let home = format!("/{arrangement}{ending}");
    Ok(match asked {
        Asked::Everything => (FeedOf::Arrangement, address::feed_of_holder(None), home, vec![None]),
        Asked::Thing(thing) => {
            (FeedOf::Thing(thing.clone()), address::feed_of_thing(thing), home, vec![None])
        }
        Asked::Holder(holder) => {
            let all = shared.engine.holders(arrangement)?;
            let found = all.into_iter().find(|(stream, _)| stream == holder);
            let (_, name) = found.ok_or_else(|| Problem::new(Reason::NoSuchPage))?;
            // What concerns the whole region concerns every member, as in the paragraph.
            let mut streams = vec![Some(*holder), Some(Stream::Region)];
            streams.dedup();
            let page = format!("/{arrangement}/{holder}{ending}");
            (FeedOf::Holder(name), address::feed_of_holder(Some(*holder)), page, streams)
        }
    })
}

/// Going back through a log for the entries of a feed.
struct Looking<'a> {
    shared: &'a Shared,
    log: &'a LogName,
    streams: Vec<Option<Stream>>,
}

/// A page of a feed: entries, and below which position older ones may be.
struct Found {
    entries: Vec<DecodedEntry>,
    next: Option<u64>,
}

impl Looking<'_> {
    /// The newest entries below a position. Of a thing no more than so many entries of the log are looked at.
    fn back(&self, below: u64, asked: &Asked) -> Result<Found, Problem> {
        let (mut entries, mut at, mut looks) = (Vec::new(), below, 0);
        while looks < FEED_LOOKS {
            let positions = self.positions(at)?;
            if positions.is_empty() {
                return Ok(Found { entries, next: None });
            }
            for position in positions {
                (at, looks) = (position, looks + 1);
                let decoded = self.shared.engine.entry(self.log.as_str(), position)?;
                entries.extend(decoded.filter(|decoded| belongs(decoded, asked)));
                if entries.len() == FEED_ENTRIES {
                    return Ok(Found { entries, next: (at > 0).then_some(at) });
                }
            }
        }
        Ok(Found { entries, next: (at > 0).then_some(at) })
    }

    /// Positions below one, the last first, of all streams together.
    fn positions(&self, below: u64) -> Result<Vec<u64>, Problem> {
        let mut all = Vec::new();
        for stream in &self.streams {
            let pages = Pages { store: &*self.shared.store, log: self.log, stream: *stream };
            all.extend(pages.back(below, FEED_ENTRIES)?);
        }
        all.sort_unstable_by(|a, b| b.cmp(a));
        all.dedup();
        // Of each stream so many are known, so of all together only so many are.
        all.truncate(FEED_ENTRIES);
        Ok(all)
    }
}

/// Events only: seals and receipts tell readers nothing new.
fn belongs(decoded: &DecodedEntry, asked: &Asked) -> bool {
    let is_about = |thing| decoded.statement.as_ref().is_some_and(|said| said.body.things().contains(thing));
    match (&decoded.entry, asked) {
        (Entry::Event(_), Asked::Thing(thing)) => is_about(thing),
        (Entry::Event(_), _) => true,
        _ => false,
    }
}

fn one(
    arrangement: &str,
    decoded: DecodedEntry,
    lang: Lang,
    at: &impl Fn(String) -> String,
) -> Option<FeedEntry> {
    let Entry::Event(event) = &decoded.entry else { return None };
    let position = decoded.stored.index;
    let proof = match lang {
        Lang::Nl => "Bewijs",
        Lang::En => "Proof",
    };
    Some(FeedEntry {
        position,
        event_hash: event_hash(&decoded.stored.entry).to_string(),
        recorded_at_ms: event.recorded.unix_ms(),
        kind: event.statement.kind.name().to_owned(),
        page: at(address::entry(arrangement, position, lang)),
        proof: Link::new(proof, at(format!("/{arrangement}/boeking/{position}.bewijs"))),
        statement: decoded.statement.map(Box::new),
    })
}

fn followed(arrangement: &str, name: &str, of: Option<&Thing>, lang: Lang) -> Follow {
    Follow::new(Link::new(follow(of, lang), address::feed(arrangement, name, None, lang)), ATOM)
}

/// How to follow a municipality or the region; everything when none is given.
pub(super) fn follow_holder(arrangement: &str, holder: Option<Stream>, lang: Lang) -> Vec<Follow> {
    let feed = followed(arrangement, &address::feed_of_holder(holder), None, lang);
    std::iter::once(feed)
        .chain(holder.map(|holder| super::agenda::follow(arrangement, holder, lang)))
        .collect()
}

/// How to follow what a statement is about.
pub(super) fn follow_things(arrangement: &str, statement: Option<&Statement>, lang: Lang) -> Vec<Follow> {
    let things = statement.iter().flat_map(|statement| statement.body.things());
    things.map(|of| followed(arrangement, &address::feed_of_thing(&of), Some(&of), lang)).collect()
}
