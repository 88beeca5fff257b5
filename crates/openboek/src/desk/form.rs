//! The form of a kind of statement: its fields as the interface describes them, with what was filled in.

use openboek_audit::Lang;
use openboek_documents::desk::{Choice, Entrance, Field, Item, Shape, choice_label, field_label, said};
use openboek_wire::Comments;
use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, OneofDescriptor};

use super::correct::ENTRY;
use super::read::{Written, Wrong};
use super::values::{MOST_ITEMS, Values, choice_name, is_below, join};
use super::{Form, documents_lang};
use crate::file::{prefix, short};
use crate::template::{Names, is_optional, names};

/// From this many alternatives on, a choice is made in a list, and the fields come when it is made.
const MANY: usize = 12;

/// Name of the list of codes to choose from.
pub(super) const CODES: &str = "codes";

/// What fields are made of.
pub(super) struct Builder<'a> {
    pub(super) values: &'a Values,
    pub(super) wrong: &'a [Wrong],
    /// The list that gets one item more.
    pub(super) more: &'a str,
    /// Members and the region: code and name.
    pub(super) members: &'a [(String, String)],
    pub(super) comments: &'a Comments,
    pub(super) lang: Lang,
    /// Whether amounts are those of a cut.
    pub(super) cuts: bool,
}

impl Builder<'_> {
    /// All fields of a form: whom it concerns, and what the kind has.
    pub(super) fn form(&self, form: &Form) -> Vec<Field> {
        let chosen = self.values.all("concerns");
        let choice = |(code, name): &(String, String)| Choice {
            value: code.clone(),
            label: if name == code { code.clone() } else { format!("{name} ({code})") },
            chosen: chosen.contains(code),
        };
        let concerns = Field::Boxes {
            name: "concerns".to_owned(),
            label: field_label("Statement", "concerns", documents_lang(self.lang)),
            problems: self.at("concerns"),
            choices: self.members.iter().map(choice).collect(),
        };
        let mut fields = vec![concerns];
        fields.extend(self.fields(&form.message, form.kind.field));
        fields
    }

    fn fields(&self, message: &MessageDescriptor, path: &str) -> Vec<Field> {
        let mut fields = Vec::new();
        for field in message.fields() {
            match field.containing_oneof().filter(|oneof| !oneof.is_synthetic()) {
                None => fields.push(self.field(&field, path)),
                // All alternatives stand where the first does.
                Some(oneof) if oneof.fields().next().as_ref() == Some(&field) => {
                    fields.extend(self.alternatives(&oneof, path));
                }
                Some(_) => {}
            }
        }
        fields
    }

    fn field(&self, field: &FieldDescriptor, above: &str) -> Field {
        let path = join(above, field.name());
        let label = self.label(field);
        let optional = is_optional(field, self.words(field));
        if field.is_list() {
            return self.list(field, path, label, optional);
        }
        match field.kind() {
            Kind::Message(message) => Field::Group {
                open: self.is_open(&path),
                problems: self.at(&path),
                fields: self.fields(&message, &path),
                name: path,
                label,
                optional,
            },
            _ => Field::Entrance(self.entrance(field, path, label, optional)),
        }
    }

    fn list(&self, field: &FieldDescriptor, path: String, label: String, optional: bool) -> Field {
        let filled = self.values.items(&path);
        let count = (filled + usize::from(self.more == path)).clamp(1, MOST_ITEMS);
        let items = (0..count).map(|item| {
            let (at, label) = (format!("{path}[{item}]"), format!("{label} {}", item + 1));
            let fields = match field.kind() {
                Kind::Message(message) => self.fields(&message, &at),
                _ => vec![Field::Entrance(self.entrance(field, at, label.clone(), true))],
            };
            Item { label, fields }
        });
        Field::List {
            open: self.is_open(&path),
            problems: self.at(&path),
            items: items.collect(),
            full: (filled >= MOST_ITEMS)
                .then(|| said("more-from-file", documents_lang(self.lang), &[&MOST_ITEMS.to_string()])),
            name: path,
            label,
            optional,
        }
    }

    fn alternatives(&self, oneof: &OneofDescriptor, path: &str) -> Vec<Field> {
        let name = choice_name(path, oneof);
        let chosen = self.values.one(&name);
        let label = field_label(
            oneof.parent_message().name(),
            &format!("oneof_{}", oneof.name()),
            documents_lang(self.lang),
        );
        let choice = |field: &FieldDescriptor| Choice {
            value: field.name().to_owned(),
            label: self.label(field),
            chosen: field.name() == chosen,
        };
        // A correction is not corrected: what it said is said again.
        let fields: Vec<FieldDescriptor> =
            oneof.fields().filter(|field| field.name() != "entry_corrected").collect();
        let mut problems = self.at(&name);
        if fields.len() > MANY {
            let choices = fields.iter().map(choice).collect();
            problems.extend(self.at(path));
            let select = Entrance {
                name,
                label,
                hint: Some(said("show-fields-hint", documents_lang(self.lang), &[])),
                optional: false,
                value: chosen.to_owned(),
                shape: Shape::Select(choices),
                more: Some(said("show-fields", documents_lang(self.lang), &[])),
                problems,
            };
            let mut shown = vec![Field::Entrance(select)];
            shown.extend(
                fields.iter().filter(|field| field.name() == chosen).map(|field| self.field(field, path)),
            );
            return shown;
        }
        let of = |field: &FieldDescriptor| (choice(field), self.of_alternative(field, path));
        let mut alternatives: Vec<(Choice, Vec<Field>)> = fields.iter().map(of).collect();
        if !chosen.is_empty() {
            // A radio button that was pressed cannot be let go of otherwise.
            let label = said("none-of-these", documents_lang(self.lang), &[]);
            alternatives.push((Choice { value: String::new(), label, chosen: false }, Vec::new()));
        }
        vec![Field::OneOf { name, label, problems, alternatives }]
    }

    /// The fields of an alternative, without a heading of their own: the alternative's name is that.
    fn of_alternative(&self, field: &FieldDescriptor, above: &str) -> Vec<Field> {
        let path = join(above, field.name());
        match field.kind() {
            Kind::Message(message) if !field.is_list() => self.fields(&message, &path),
            _ => vec![self.field(field, above)],
        }
    }

    fn entrance(&self, field: &FieldDescriptor, path: String, label: String, optional: bool) -> Entrance {
        let shape = match field.kind() {
            Kind::Enum(choice) => Shape::Select(self.choices(&choice, self.values.one(&path))),
            Kind::Bool => Shape::Tick,
            Kind::String if names(field) == Names::Code => Shape::Line(Some(CODES)),
            Kind::String if names(field) == Names::Words => Shape::Text,
            Kind::String | Kind::Bytes => Shape::Line(None),
            _ => Shape::Number,
        };
        Entrance {
            label,
            hint: self.hint(field, &path),
            optional,
            value: self.values.one(&path).to_owned(),
            shape,
            more: (path == ENTRY).then(|| said("fetch-entry", documents_lang(self.lang), &[])),
            problems: self.at(&path),
            name: path,
        }
    }

    fn choices(&self, choice: &EnumDescriptor, chosen: &str) -> Vec<Choice> {
        let prefix = prefix(choice);
        let named =
            choice.values().filter(|value| value.number() != 0).map(|value| short(value.name(), &prefix));
        let choice = |value: String| Choice {
            label: choice_label(choice.name(), &value, documents_lang(self.lang)),
            chosen: value == chosen,
            value,
        };
        named.map(choice).collect()
    }

    fn hint(&self, field: &FieldDescriptor, path: &str) -> Option<String> {
        let key = match (Written::of(field), field.kind(), names(field)) {
            _ if path == ENTRY => "hint-entry",
            (Written::Money, ..) if self.cuts => "hint-money-cut",
            (Written::Money, ..) => "hint-money",
            (Written::Percent, ..) => "hint-percent",
            (Written::Date, ..) => "hint-date",
            (_, Kind::Bytes, _) => "hint-digest",
            (_, Kind::String, Names::Code) => "hint-code",
            (_, Kind::String, Names::Identifier) => "hint-identifier",
            _ => return None,
        };
        Some(said(key, documents_lang(self.lang), &[]))
    }

    fn label(&self, field: &FieldDescriptor) -> String {
        field_label(field.parent_message().name(), field.name(), documents_lang(self.lang))
    }

    fn words(&self, field: &FieldDescriptor) -> &str {
        self.comments.whole(field.parent_file().name(), field.path())
    }

    fn at(&self, path: &str) -> Vec<String> {
        self.wrong.iter().filter(|wrong| wrong.path == path).map(|wrong| wrong.text.clone()).collect()
    }

    /// Whether something is filled in or wrong at a path or below it.
    fn is_open(&self, path: &str) -> bool {
        let wrong = || self.wrong.iter().any(|wrong| is_below(path, &wrong.path));
        self.values.holds(path) || wrong() || is_below(path, self.more)
    }
}
