//! From the tree of a file to protobuf messages, by the descriptors that the messages come with: the protobuf JSON mapping, with two
//! allowances for people. Names of choices may be written without their prefix (`council` for `ORGAN_COUNCIL`), and digests as
//! `b3:` and hexadecimal digits.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value as Json};

use super::fault::{Fault, Problem, Shape};
use super::node::{Node, Value};

/// What is found on the way: the faults so far, and where in the file we are.
#[derive(Default)]
pub(crate) struct Converter {
    /// Everything that is wrong.
    pub(crate) faults: Vec<Fault>,
    path: Vec<String>,
}

impl Converter {
    /// Goes on at a path of the file.
    pub(crate) fn at(path: &str) -> Self {
        Self { faults: Vec::new(), path: vec![path.to_owned()] }
    }

    /// A message in the protobuf JSON mapping. What is wrong goes to `faults`, and its field is left out.
    pub(crate) fn message(&mut self, node: &Node, message: &MessageDescriptor) -> Json {
        let Value::Map(entries) = &node.value else {
            self.expected(node, Shape::Map);
            return Json::Null;
        };
        let mut json = Map::new();
        let mut alternatives: Vec<(String, String)> = Vec::new();
        for entry in entries {
            let Some(field) = field(message, &entry.key) else {
                let known = message.fields().map(|field| field.name().to_owned()).collect();
                self.inside(&entry.key, |this| {
                    this.fault(entry.line, Problem::UnknownKey { key: entry.key.clone(), known });
                });
                continue;
            };
            if matches!(entry.node.value, Value::Null) {
                continue;
            }
            self.inside(field.name(), |this| {
                if let Some(oneof) = field.containing_oneof().filter(|oneof| !oneof.is_synthetic()) {
                    match alternatives.iter().find(|(name, _)| name == oneof.name()) {
                        Some((_, first)) => {
                            let problem =
                                Problem::OnlyOneOf { first: first.clone(), second: field.name().to_owned() };
                            this.fault(entry.line, problem);
                        }
                        None => alternatives.push((oneof.name().to_owned(), field.name().to_owned())),
                    }
                }
                let value = this.field(&entry.node, &field);
                json.insert(field.name().to_owned(), value);
            });
        }
        Json::Object(json)
    }

    fn field(&mut self, node: &Node, field: &FieldDescriptor) -> Json {
        if !field.is_list() {
            return self.value(node, &field.kind());
        }
        let Value::List(items) = &node.value else {
            self.expected(node, Shape::List);
            return Json::Null;
        };
        let mut json = Vec::with_capacity(items.len());
        for (number, item) in items.iter().enumerate() {
            self.inside(&format!("[{number}]"), |this| json.push(this.value(item, &field.kind())));
        }
        Json::Array(json)
    }

    fn value(&mut self, node: &Node, kind: &Kind) -> Json {
        if let Kind::Message(message) = kind {
            return self.message(node, message);
        }
        let Value::Scalar(text) = &node.value else {
            self.expected(node, shape(kind));
            return Json::Null;
        };
        let json = match kind {
            Kind::String => Some(Json::from(text.as_str())),
            Kind::Bool => text.parse().ok().map(|value: bool| Json::from(value)),
            Kind::Enum(choice) => return self.choice(node, text, choice),
            Kind::Bytes => bytes(text).map(Json::from),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => {
                text.parse().ok().map(|value: i32| Json::from(value))
            }
            Kind::Uint32 | Kind::Fixed32 => text.parse().ok().map(|value: u32| Json::from(value)),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => {
                text.parse().ok().map(|value: i64| Json::from(value))
            }
            Kind::Uint64 | Kind::Fixed64 => text.parse().ok().map(|value: u64| Json::from(value)),
            // No statement has a floating-point field: money is whole cents.
            Kind::Double | Kind::Float | Kind::Message(_) => None,
        };
        json.unwrap_or_else(|| {
            self.expected(node, shape(kind));
            Json::Null
        })
    }

    fn choice(&mut self, node: &Node, text: &str, choice: &EnumDescriptor) -> Json {
        let prefix = prefix(choice);
        let written = text.replace('-', "_");
        let found = choice.values().find(|value| {
            let name = value.name();
            value.number() != 0 && (name == text || short(name, &prefix) == written)
        });
        if let Some(value) = found {
            return Json::from(value.name());
        }
        let known = choice
            .values()
            .filter(|value| value.number() != 0)
            .map(|value| short(value.name(), &prefix))
            .collect();
        self.fault(node.line, Problem::UnknownName { found: text.to_owned(), known });
        Json::Null
    }

    fn inside(&mut self, step: &str, work: impl FnOnce(&mut Self)) {
        self.path.push(step.to_owned());
        work(self);
        self.path.pop();
    }

    fn expected(&mut self, node: &Node, shape: Shape) {
        let found = match &node.value {
            Value::Null => "null".to_owned(),
            Value::Scalar(text) => format!("`{}`", text.chars().take(60).collect::<String>()),
            Value::List(_) => "[...]".to_owned(),
            Value::Map(_) => "{...}".to_owned(),
        };
        self.fault(node.line, Problem::Expected { shape, found });
    }

    fn fault(&mut self, line: usize, problem: Problem) {
        let mut path = String::new();
        for step in &self.path {
            if !path.is_empty() && !step.starts_with('[') {
                path.push('.');
            }
            path.push_str(step);
        }
        self.faults.push(Fault { line, path, problem });
    }
}

/// The field a key names: by its name in the .proto file, or by its JSON name.
pub(crate) fn field(message: &MessageDescriptor, key: &str) -> Option<FieldDescriptor> {
    message.get_field_by_name(key).or_else(|| message.get_field_by_json_name(key))
}

/// The common prefix of the names of a choice: `ORGAN_` of `ORGAN_UNSPECIFIED`.
pub(crate) fn prefix(choice: &EnumDescriptor) -> String {
    choice.default_value().name().trim_end_matches("UNSPECIFIED").to_owned()
}

/// The name of a choice as people write it: `council` for `ORGAN_COUNCIL`.
pub(crate) fn short(name: &str, prefix: &str) -> String {
    name.strip_prefix(prefix).unwrap_or(name).to_ascii_lowercase()
}

const fn shape(kind: &Kind) -> Shape {
    match kind {
        Kind::Message(_) => Shape::Map,
        Kind::Bool => Shape::Bool,
        Kind::Bytes => Shape::Bytes,
        Kind::String | Kind::Enum(_) => Shape::Text,
        _ => Shape::Integer,
    }
}

/// Bytes as base64, from base64 or from `b3:` and hexadecimal digits.
fn bytes(text: &str) -> Option<String> {
    let Some(digits) = text.strip_prefix("b3:") else {
        return STANDARD.decode(text).ok().map(|_| text.to_owned());
    };
    if digits.len() != 64 || !digits.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> =
        (0..32).map(|n| u8::from_str_radix(digits.get(2 * n..2 * n + 2)?, 16).ok()).collect();
    bytes.map(|bytes| STANDARD.encode(bytes))
}
