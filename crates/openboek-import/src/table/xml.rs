//! The few things we need of XML: elements, attributes and text, without document types and without entities of their own.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::findings::Fault;
use super::limits;

/// An element or the end of one. Text is read where it is wanted.
pub(crate) enum Node<'a> {
    /// An element begins.
    Start(BytesStart<'a>),
    /// An element ends.
    End,
    /// A piece of text.
    Text(Cow<'a, str>),
    /// The document ends.
    Eof,
}

/// A part of a workbook, read once from begin to end.
pub(crate) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
}

impl<'a> Xml<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader }
    }

    /// The next element, end or piece of text.
    pub(crate) fn next(&mut self) -> Result<Node<'a>, Fault> {
        loop {
            return Ok(match self.reader.read_event().map_err(damaged)? {
                Event::Start(element) => Node::Start(element),
                Event::End(_) => Node::End,
                Event::Text(text) => Node::Text(text.xml10_content().into_owned().into()),
                Event::CData(text) => Node::Text(text.xml10_content().into_owned().into()),
                Event::GeneralRef(reference) => Node::Text(character(&reference)?.to_string().into()),
                Event::Eof => Node::Eof,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                    continue;
                }
            });
        }
    }

    /// Goes on until the element that has just begun ends.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                Node::Start(_) => depth += 1,
                Node::End if depth == 0 => return Ok(()),
                Node::End => depth -= 1,
                Node::Text(_) => (),
                Node::Eof => return Err(Fault::damaged("het einde ontbreekt")),
            }
        }
    }

    /// The text of the element that has just begun, with what stands in elements in it.
    pub(crate) fn text(&mut self) -> Result<String, Fault> {
        let (mut depth, mut text) = (0_usize, String::new());
        loop {
            match self.next()? {
                Node::Start(_) => depth += 1,
                Node::End if depth == 0 => return Ok(text),
                Node::End => depth -= 1,
                Node::Text(piece) => add(&mut text, &piece)?,
                Node::Eof => return Err(Fault::damaged("het einde ontbreekt")),
            }
        }
    }
}

/// Adds text to a cell, within the limit of a cell.
pub(crate) fn add(text: &mut String, piece: &str) -> Result<(), Fault> {
    text.push_str(piece);
    if text.len() > limits::CELL {
        Err(limits::too_large(text.len(), limits::CELL, "bytes in één cel"))
    } else {
        Ok(())
    }
}

/// The value of an attribute by its full name.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    let Some(attribute) = element.try_get_attribute(name).map_err(damaged)? else { return Ok(None) };
    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(damaged)?;
    Ok(Some(value.into_owned()))
}

/// A number in an attribute; the default when there is none.
pub(crate) fn number<N: std::str::FromStr>(
    element: &BytesStart<'_>,
    name: &str,
    default: N,
) -> Result<N, Fault> {
    match attribute(element, name)? {
        None => Ok(default),
        Some(text) => text.trim().parse().map_err(|_| Fault::damaged(&format!("{name}=\"{text}\""))),
    }
}

/// Whether an attribute says yes.
pub(crate) fn flag(element: &BytesStart<'_>, name: &str) -> Result<bool, Fault> {
    Ok(attribute(element, name)?.is_some_and(|text| text == "1" || text == "true"))
}

fn character(reference: &BytesRef<'_>) -> Result<char, Fault> {
    if let Some(character) = reference.resolve_char_ref().map_err(damaged)? {
        return Ok(character);
    }
    match reference.as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(Fault::damaged(&format!("&{other};"))),
    }
}

fn damaged(error: impl std::fmt::Display) -> Fault {
    Fault::damaged(&format!("XML: {error}"))
}
