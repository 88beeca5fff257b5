//! YAML as a tree in which every value knows its line, and every scalar keeps its text as it was written.
//!
//! A scalar is not guessed to be a number or a date here: the field it stands in says what it is. So `taakveld: 6.60` stays `6.60`,
//! and `date: 2020` is a date. JSON is YAML, so the same reader takes both.

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::fault::{Fault, Problem};

/// Largest file, in bytes: a thousand times the size of a well-filled one.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Deepest nesting; statements need about eight.
const MAX_DEPTH: usize = 32;

/// One value with the place where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Line, from 1.
    pub(crate) line: usize,
    /// What stands there.
    pub(crate) value: Value,
}

/// What a value is in YAML.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// Nothing: `~`, `null` or an empty place.
    Null,
    /// A scalar as it was written.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// The key's line.
    pub(crate) line: usize,
    /// The value.
    pub(crate) node: Node,
}

impl Node {
    /// The value under a key; `None` when there is none or this is no map.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The entries of a map; empty for anything else.
    pub(crate) fn entries(&self) -> &[Entry] {
        if let Value::Map(entries) = &self.value { entries } else { &[] }
    }

    /// Adds a value under a key when this is a map that does not have it.
    pub(crate) fn fill(&mut self, key: &str, node: &Self) {
        if let Value::Map(entries) = &mut self.value
            && entries.iter().all(|entry| entry.key != key)
        {
            entries.push(Entry { key: key.to_owned(), line: node.line, node: node.clone() });
        }
    }

    /// The line of what a path names (`cut_suspended.act.documents[0].title`), or of the nearest thing around it that is there.
    pub(crate) fn line_of(&self, path: &str) -> usize {
        let mut node = self;
        for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
            let next = match step.strip_suffix(']') {
                Some(number) => number.parse().ok().and_then(|number: usize| match &node.value {
                    Value::List(items) => items.get(number),
                    _ => None,
                }),
                None => node.get(step),
            };
            let Some(next) = next else { break };
            node = next;
        }
        node.line
    }
}

/// Reads one YAML document.
///
/// # Errors
/// A fault with its line when the text is no YAML, or uses what statement files do not need: several documents, anchors and aliases,
/// tags, keys that are no text, a key twice.
pub(crate) fn parse(text: &str) -> Result<Node, Fault> {
    if text.len() > MAX_BYTES {
        return Err(Fault::at_line(1, Problem::FileTooLarge { bytes: MAX_BYTES }));
    }
    let mut reader = Reader { parser: Parser::new_from_str(text), line: 1 };
    reader.document()
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    line: usize,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<Node, Fault> {
        loop {
            let (event, _) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) => {}
                Event::StreamEnd => return Err(self.fault(Problem::EmptyFile)),
                first => {
                    let node = self.node(first, 0)?;
                    self.end()?;
                    return Ok(node);
                }
            }
        }
    }

    fn end(&mut self) -> Result<(), Fault> {
        loop {
            match self.next()?.0 {
                Event::DocumentEnd => {}
                Event::StreamEnd => return Ok(()),
                _ => return Err(self.fault(Problem::SeveralDocuments)),
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Fault> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                self.line = span.start.line();
                Ok((event, span))
            }
            Some(Err(error)) => {
                self.line = error.marker().line();
                Err(self.fault(Problem::NotYaml { reason: error.info().to_owned() }))
            }
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn fault(&self, problem: Problem) -> Fault {
        Fault::at_line(self.line.max(1), problem)
    }

    fn node(&mut self, event: Event<'a>, depth: usize) -> Result<Node, Fault> {
        if depth > MAX_DEPTH {
            return Err(self.fault(Problem::TooDeep { levels: MAX_DEPTH }));
        }
        let line = self.line;
        let value = match event {
            Event::Scalar(text, style, 0, None) => scalar(text.into_owned(), style),
            Event::SequenceStart(0, None) => self.list(depth)?,
            Event::MappingStart(0, None) => self.map(depth)?,
            _ => return Err(self.fault(Problem::AnchorOrTag)),
        };
        Ok(Node { line, value })
    }

    fn list(&mut self, depth: usize) -> Result<Value, Fault> {
        let mut items = Vec::new();
        loop {
            match self.next()?.0 {
                Event::SequenceEnd => return Ok(Value::List(items)),
                event => items.push(self.node(event, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Fault> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let event = self.next()?.0;
            let line = self.line;
            let key = match event {
                Event::MappingEnd => return Ok(Value::Map(entries)),
                Event::Scalar(text, _, 0, None) => text.into_owned(),
                _ => return Err(self.fault(Problem::KeyNoText)),
            };
            if entries.iter().any(|entry| entry.key == key) {
                return Err(self.fault(Problem::KeyTwice { key }));
            }
            let event = self.next()?.0;
            let node = self.node(event, depth + 1)?;
            entries.push(Entry { key, line, node });
        }
    }
}

fn scalar(text: String, style: ScalarStyle) -> Value {
    let null = style == ScalarStyle::Plain && matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL");
    if null { Value::Null } else { Value::Scalar(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(node: Option<&Node>) -> Option<&str> {
        match &node?.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn scalars_keep_the_text_they_had() {
        let node = parse("taakveld: 6.60\ndate: 2020\non: 2013-04-08\nempty:\nquoted: \"\"\n").unwrap();
        assert_eq!(text(node.get("taakveld")), Some("6.60"));
        assert_eq!(text(node.get("date")), Some("2020"));
        assert_eq!(text(node.get("on")), Some("2013-04-08"));
        assert!(matches!(node.get("empty").unwrap().value, Value::Null));
        assert_eq!(text(node.get("quoted")), Some(""));
    }

    #[test]
    fn json_is_read_too() {
        let node = parse("{\"a\": [1, {\"b\": null}], \"c\": true}").unwrap();
        assert_eq!(text(node.get("c")), Some("true"));
        assert!(matches!(&node.get("a").unwrap().value, Value::List(items) if items.len() == 2));
    }

    #[test]
    fn a_path_leads_to_its_line_or_to_what_is_around_it() {
        let node = parse("a:\n  b:\n    - c: 1\n    - c: 2\n").unwrap();
        assert_eq!(node.line_of("a.b[1].c"), 4);
        assert_eq!(node.line_of("a.b[1].missing"), 4);
        assert_eq!(node.line_of("a.b[7].c"), 3);
        assert_eq!(node.line_of(""), 1);
    }

    #[test]
    fn what_statement_files_do_not_need_is_a_fault_with_its_line() {
        let cases = [
            ("a: 1\na: 2\n", 2),
            ("a: &x 1\nb: *x\n", 1),
            ("a: !tag 1\n", 1),
            ("a: 1\n---\nb: 2\n", 2),
            ("a: 1\n b: 2\n", 2),
            ("? [a]\n: 1\n", 1),
            ("", 1),
        ];
        for (text, line) in cases {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.line, line, "{text:?}: {fault:?}");
        }
        let deep = format!("{}{}", "[".repeat(40), "]".repeat(40));
        assert!(matches!(parse(&deep).unwrap_err().problem, Problem::TooDeep { .. }));
    }
}
