//! Reading a file of settings: field by field, and everything that is wrong with it at once.

use super::fault::{Fault, Problem, Shape};
use super::node::{Node, Value};

/// What was found wrong so far.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// In the order of the file's fields, as they are read.
    pub(crate) faults: Vec<Fault>,
}

impl Settings {
    /// One of a few words.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        node: &Node,
        path: &str,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let text = self.text(node, path, key)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let at = node.get(key).unwrap_or(node);
        found.or_else(|| self.name(at, &format!("{path}{key}"), &text, &known))
    }

    /// The text under a key; nothing when there is none.
    pub(crate) fn text(&mut self, node: &Node, path: &str, key: &str) -> Option<String> {
        let value = node.get(key)?;
        let text = scalar(value).map(str::to_owned);
        if text.is_none() && !matches!(value.value, Value::Null) {
            self.expected(value, &format!("{path}{key}"), Shape::Text);
        }
        text
    }

    /// Only these keys may be there.
    pub(crate) fn keys(&mut self, node: &Node, path: &str, known: &[&str]) {
        if !matches!(node.value, Value::Map(_)) {
            self.expected(node, path.trim_end_matches('.'), Shape::Map);
        }
        for entry in node.entries().iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let known = known.iter().map(|key| (*key).to_owned()).collect();
            let problem = Problem::UnknownKey { key: entry.key.clone(), known };
            self.faults.push(Fault { line: entry.line, path: format!("{path}{}", entry.key), problem });
        }
    }

    /// A key that must be there is not. Nothing comes of it.
    pub(crate) fn missing<T>(&mut self, node: &Node, key: &'static str) -> Option<T> {
        self.faults.push(Fault {
            line: node.line,
            path: key.to_owned(),
            problem: Problem::MissingKey { key },
        });
        None
    }

    /// A name that is none of those that may be there. Nothing comes of it.
    pub(crate) fn name<T>(&mut self, node: &Node, path: &str, found: &str, known: &[&str]) -> Option<T> {
        let known = known.iter().map(|word| (*word).to_owned()).collect();
        let problem = Problem::UnknownName { found: found.to_owned(), known };
        self.faults.push(Fault { line: node.line, path: path.to_owned(), problem });
        None
    }

    /// A value of another shape than is needed.
    pub(crate) fn expected(&mut self, node: &Node, path: &str, shape: Shape) {
        let found = scalar(node).map_or_else(|| "…".to_owned(), |text| format!("`{text}`"));
        let problem = Problem::Expected { shape, found };
        self.faults.push(Fault { line: node.line, path: path.to_owned(), problem });
    }

    /// Something else, in Dutch and in English.
    pub(crate) fn said(&mut self, node: &Node, path: &str, dutch: String, english: String) {
        let problem = Problem::Said { dutch, english };
        self.faults.push(Fault { line: node.line, path: path.to_owned(), problem });
    }
}

/// The text of a scalar.
pub(crate) fn scalar(node: &Node) -> Option<&str> {
    if let Value::Scalar(text) = &node.value { Some(text) } else { None }
}
