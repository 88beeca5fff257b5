//! Fields of a form, and their HTML.

use askama::Template;

use super::words::said;
use crate::lang::Lang;

/// A field, or fields that belong together. Names are paths as the interface has them: `cut_suspended.years.first`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Something to write or choose.
    Entrance(Entrance),
    /// Fields under one heading.
    Group {
        /// Its path.
        name: String,
        /// Its heading.
        label: String,
        /// Whether it may stay empty: then it is folded, unless something is in it.
        optional: bool,
        /// Whether something is in it, or is wrong with it.
        open: bool,
        /// What is wrong with it as a whole.
        problems: Vec<String>,
        /// Its fields.
        fields: Vec<Field>,
    },
    /// The same fields, as often as needed.
    List {
        /// Its path; items are `path[0]`, `path[1]`.
        name: String,
        /// Its heading.
        label: String,
        /// Whether it may stay empty.
        optional: bool,
        /// Whether something is in it, or is wrong with it.
        open: bool,
        /// What is wrong with it as a whole.
        problems: Vec<String>,
        /// Its items.
        items: Vec<Item>,
        /// Why there cannot be more; `None` when there can.
        full: Option<String>,
    },
    /// One of several: the fields of the one that is chosen are shown.
    OneOf {
        /// The name its choice is sent under.
        name: String,
        /// Its question.
        label: String,
        /// What is wrong with it as a whole.
        problems: Vec<String>,
        /// The alternatives with their fields.
        alternatives: Vec<(Choice, Vec<Field>)>,
    },
    /// Any number of fixed values.
    Boxes {
        /// The name they are sent under.
        name: String,
        /// Its question.
        label: String,
        /// What is wrong with it.
        problems: Vec<String>,
        /// The values.
        choices: Vec<Choice>,
    },
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its heading: "Stukken 2"; for an item of one field that is its label too.
    pub label: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A value to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// Its name for people.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// Something to write or choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrance {
    /// Its path.
    pub name: String,
    /// What it asks.
    pub label: String,
    /// A word on how to write it.
    pub hint: Option<String>,
    /// Whether it may stay empty.
    pub optional: bool,
    /// What is written there.
    pub value: String,
    /// How it is written.
    pub shape: Shape,
    /// Name of the button beside it that shows the form again with more in it; `None` without one.
    pub more: Option<String>,
    /// What is wrong with it.
    pub problems: Vec<String>,
}

/// How something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// On one line; the name of a list of values to choose from, where there is one.
    Line(Option<&'static str>),
    /// On several lines: text of people.
    Text,
    /// Digits.
    Number,
    /// One of fixed values.
    Select(Vec<Choice>),
    /// Yes or no.
    Tick,
}

/// The identifier of a field in the page, of letters, digits, `-` and `_`.
#[must_use]
pub fn field_id(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    format!("f-{}", name.chars().map(letter).collect::<String>())
}

#[derive(Template)]
#[template(path = "desk/field.html")]
struct View<'a> {
    lang: Lang,
    field: &'a Field,
}

impl View<'_> {
    fn id(&self, name: &str) -> String {
        field_id(name)
    }

    fn said(&self, key: &str) -> String {
        said(key, self.lang, &[])
    }

    fn add_to(&self, label: &str) -> String {
        said("add-to", self.lang, &[label])
    }

    fn inner(&self, fields: &[Field]) -> String {
        html(fields, self.lang)
    }

    /// The attributes by which a browser knows that something is wrong, and where more is told. Identifiers have no letters that need escaping.
    fn marks(&self, entrance: &Entrance) -> String {
        let invalid = if entrance.problems.is_empty() { "" } else { " aria-invalid=\"true\"" };
        match self.described(entrance) {
            described if described.is_empty() => invalid.to_owned(),
            described => format!("{invalid} aria-describedby=\"{described}\""),
        }
    }

    /// What a field refers to that tells more of it: its hint and what is wrong.
    fn described(&self, entrance: &Entrance) -> String {
        let id = field_id(&entrance.name);
        let hint = entrance.hint.as_ref().map(|_| format!("{id}-h"));
        let wrong = (!entrance.problems.is_empty()).then(|| format!("{id}-e"));
        hint.into_iter().chain(wrong).collect::<Vec<_>>().join(" ")
    }
}

/// Fields as HTML.
pub(super) fn html(fields: &[Field], lang: Lang) -> String {
    // A template cannot fail on text in memory; a field that is missing would be seen by every test.
    fields.iter().map(|field| View { lang, field }.render().unwrap_or_default()).collect()
}
