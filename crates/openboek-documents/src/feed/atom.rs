//! A feed as Atom (RFC 4287), page by page (RFC 5005, section 3).

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Feed, FeedEntry, tag};
use crate::describe::{self, Fact};
use crate::words::by_key;

/// Media type.
pub const ATOM: &str = "application/atom+xml; charset=utf-8";

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// XML into memory, which cannot fail.
type Xml = Writer<Vec<u8>>;
type Done = std::io::Result<()>;

/// Writes a feed.
#[must_use]
pub fn atom(feed: &Feed) -> Vec<u8> {
    written(feed).unwrap_or_default()
}

fn written(feed: &Feed) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root = xml.create_element("feed");
    let root = root.with_attributes([("xmlns", NAMESPACE), ("xml:lang", feed.lang.code())]);
    root.write_inner_content(|xml| head(xml, feed))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn head(xml: &mut Xml, feed: &Feed) -> Done {
    text(xml, "id", &tag(&feed.origin, feed.since_ms, &feed.name))?;
    text(xml, "title", &feed.title())?;
    text(xml, "subtitle", &by_key("feed-subtitle", feed.lang))?;
    // Nothing happened yet when there are no entries: then it is as old as its log.
    let updated = feed.entries.first().map_or(feed.since_ms, |entry| entry.recorded_at_ms);
    text(xml, "updated", &moment(updated))?;
    person(xml, &crate::clean::clean(&feed.arrangement))?;
    link(xml, "self", Some("application/atom+xml"), &feed.this)?;
    link(xml, "alternate", Some("text/html"), &feed.page)?;
    link(xml, "first", None, &feed.first)?;
    if let Some(next) = &feed.next {
        link(xml, "next", None, next)?;
    }
    text(xml, "generator", "Openboek")?;
    feed.entries.iter().try_for_each(|entry| one(xml, feed, entry))
}

fn one(xml: &mut Xml, feed: &Feed, entry: &FeedEntry) -> Done {
    let (lang, recorded) = (feed.lang, moment(entry.recorded_at_ms));
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &tag(&feed.origin, feed.since_ms, &format!("boeking/{}", entry.position)))?;
        text(xml, "title", &entry.title(lang))?;
        text(xml, "updated", &recorded)?;
        text(xml, "published", &recorded)?;
        if let Some(statement) = &entry.statement {
            person(xml, &describe::organ_of(statement.body.act(), &feed.names, lang))?;
        }
        let category = xml.create_element("category");
        let label = describe::kind(&entry.kind, lang);
        category.with_attributes([("term", entry.kind.as_str()), ("label", &label)]).write_empty()?;
        link(xml, "alternate", Some("text/html"), &entry.page)?;
        let proof = xml.create_element("link").with_attribute(("rel", "related"));
        proof
            .with_attributes([
                ("type", "text/plain"),
                ("href", &entry.proof.url),
                ("title", &entry.proof.text),
            ])
            .write_empty()?;
        text(xml, "summary", &entry.summary(&feed.names, lang))?;
        content(xml, feed, entry)
    })?;
    Ok(())
}

/// Everything that was recorded, as on the page of the entry, and its hash.
fn content(xml: &mut Xml, feed: &Feed, entry: &FeedEntry) -> Done {
    let mut facts = entry
        .statement
        .iter()
        .fold(Vec::new(), |_, statement| describe::statement_facts(statement, &feed.names, feed.lang));
    facts.push(Fact {
        name: by_key("ui-entry-hash", feed.lang).into_owned(),
        values: vec![entry.event_hash.clone()],
    });
    xml.create_element("content").with_attribute(("type", "xhtml")).write_inner_content(|xml| {
        xml.create_element("div").with_attribute(("xmlns", XHTML)).write_inner_content(|xml| {
            xml.create_element("dl").write_inner_content(|xml| {
                facts.iter().try_for_each(|fact| {
                    text(xml, "dt", &fact.name)?;
                    fact.values.iter().try_for_each(|value| text(xml, "dd", value))
                })
            })?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, text: &str) -> Done {
    xml.create_element(name).write_text_content(BytesText::new(text))?;
    Ok(())
}

fn person(xml: &mut Xml, name: &str) -> Done {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, media_type: Option<&str>, href: &str) -> Done {
    let link = xml.create_element("link").with_attribute(("rel", rel));
    let link = media_type.into_iter().fold(link, |link, of| link.with_attribute(("type", of)));
    link.with_attribute(("href", href)).write_empty()?;
    Ok(())
}

/// RFC 3339, in UTC; a moment beyond the calendar is its end.
fn moment(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::MAX).to_string()
}
