//! Writing a message as YAML with comments.
//!
//! Two kinds of comment: `# ` explains, `#~ ` is a line that may be switched on by taking the two signs and the blank away.

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

use super::sample::{self, In};
use openboek_wire::Comments;

/// Widest comment line, in characters.
const WIDTH: usize = 130;

/// Writes one template.
pub(super) struct Writer<'a> {
    comments: &'a Comments,
    text: String,
    /// Whether what is written now is switched off.
    off: bool,
    /// Which template it is.
    template: In<'a>,
}

impl<'a> Writer<'a> {
    /// Begins.
    pub(super) const fn new(comments: &'a Comments, template: In<'a>) -> Self {
        Self { comments, text: String::new(), off: false, template }
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Explains, on as many lines as it takes.
    pub(super) fn comment(&mut self, indent: usize, words: &str) {
        let mut line = String::new();
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            if !line.is_empty() && indent + line.chars().count() + word.chars().count() + 3 > WIDTH {
                self.text.push_str(&format!("{:indent$}# {line}\n", ""));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            self.text.push_str(&format!("{:indent$}# {line}\n", ""));
        }
    }

    /// One line of YAML.
    pub(super) fn line(&mut self, indent: usize, words: &str) {
        let off = if self.off { "#~ " } else { "" };
        self.text.push_str(&format!("{:indent$}{off}{words}\n", ""));
    }

    /// The fields of a message.
    pub(super) fn fields(&mut self, indent: usize, message: &MessageDescriptor) {
        let mut told: Vec<String> = Vec::new();
        for field in message.fields() {
            match field.containing_oneof().filter(|oneof| !oneof.is_synthetic()) {
                None => self.field(indent, &field),
                Some(oneof) if told.iter().any(|name| name == oneof.name()) => {}
                Some(oneof) => {
                    told.push(oneof.name().to_owned());
                    self.alternatives(indent, &oneof.fields().collect::<Vec<_>>());
                }
            }
        }
    }

    /// The alternatives of a choice between fields: the first as an example, the others named.
    fn alternatives(&mut self, indent: usize, fields: &[FieldDescriptor]) {
        // A statement inside a correction: the other kinds have templates of their own.
        if let Some(example) = fields.iter().find(|field| field.name() == "cut_adopted") {
            self.field(indent, example);
            self.comment(
                indent,
                "Or the fields of another kind, as `openboek record --template KIND` prints them.",
            );
            return;
        }
        let Some((first, others)) = fields.split_first() else { return };
        self.field(indent, first);
        if others.is_empty() {
            return;
        }
        self.comment(indent, &format!("Or, instead of {}:", first.name()));
        for other in others {
            let example = flow(other, self.template);
            let words = self.words(other);
            self.comment(indent, &format!("  {}: {example}   ({words})", other.name()));
        }
    }

    fn field(&mut self, indent: usize, field: &FieldDescriptor) {
        let words = self.words(field).to_owned();
        self.comment(indent, &words);
        if let Some(choices) = sample::choices(field) {
            self.comment(indent, &format!("One of: {choices}."));
        }
        let was_off = self.off;
        self.off |= is_optional(field, &words);
        self.example(indent, field);
        self.off = was_off;
    }

    fn example(&mut self, indent: usize, field: &FieldDescriptor) {
        let name = field.name();
        match (field.kind(), field.is_list()) {
            (Kind::Message(message), _) if message.fields().len() == 0 => {
                self.line(indent, &format!("{name}: {{}}"))
            }
            (Kind::Message(message), false) => {
                self.line(indent, &format!("{name}:"));
                self.fields(indent + 2, &message);
            }
            (Kind::Message(message), true) => {
                self.line(indent, &format!("{name}:"));
                self.line(indent + 2, "-");
                self.fields(indent + 4, &message);
            }
            (_, true) => {
                let value = sample::value(field, self.template);
                self.line(indent, &format!("{name}: [{value}]"));
            }
            (_, false) => {
                let value = sample::value(field, self.template);
                self.line(indent, &format!("{name}: {value}"));
            }
        }
    }

    fn words(&self, field: &FieldDescriptor) -> &'a str {
        self.comments.whole(field.parent_file().name(), field.path())
    }
}

/// Whether a field may be left out: its comment says so, or it is a list that may be empty. A determination without an amount is the
/// undoing of one: the example is an ordinary one.
pub(crate) fn is_optional(field: &FieldDescriptor, words: &str) -> bool {
    if (field.parent_message().name(), field.name()) == ("SubsidyDetermined", "terms") {
        return false;
    }
    words.contains("Optional") || (field.is_list() && words.contains("0 to "))
}

/// A value on one line.
fn flow(field: &FieldDescriptor, template: In<'_>) -> String {
    let one = match field.kind() {
        Kind::Message(message) => {
            let mut told: Vec<String> = Vec::new();
            let mut parts = Vec::new();
            for field in message.fields() {
                if let Some(oneof) = field.containing_oneof().filter(|oneof| !oneof.is_synthetic()) {
                    if told.iter().any(|name| name == oneof.name()) {
                        continue;
                    }
                    told.push(oneof.name().to_owned());
                }
                parts.push(format!("{}: {}", field.name(), flow(&field, template)));
            }
            if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
        }
        _ => sample::value(field, template),
    };
    if field.is_list() { format!("[{one}]") } else { one }
}
