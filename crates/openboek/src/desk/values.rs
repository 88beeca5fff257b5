//! What was filled in: names of fields with their values, as they were sent.

use std::collections::BTreeMap;

use prost_reflect::{Kind, MessageDescriptor, OneofDescriptor};

/// Most items of one list in a form. Larger ones come from a file.
pub(super) const MOST_ITEMS: usize = 200;

/// Values by the name of their field: its path, as `cut_suspended.years.first`. What is blank is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Values(BTreeMap<String, Vec<String>>);

impl Values {
    /// Takes the values of a form, without blanks around them. A line break in a text becomes a blank: texts in the ledger have none.
    pub(super) fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut values = Self::default();
        for (name, value) in pairs {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            if !value.is_empty() {
                values.0.entry(name).or_default().push(value);
            }
        }
        values
    }

    /// The value of a field; empty when there is none.
    pub(super) fn one(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// All values of a field that may have several.
    pub(super) fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Every name with every value, to be sent along again.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (String, String)> {
        self.0.iter().flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone())))
    }

    /// Takes a value out, which does not belong to the statement.
    pub(super) fn take(&mut self, name: &str) -> String {
        self.0.remove(name).and_then(|values| values.into_iter().next()).unwrap_or_default()
    }

    /// One value more of a field that may have several.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        self.0.entry(name.to_owned()).or_default().push(value.to_owned());
    }

    /// Sets a value that is not there yet.
    pub(super) fn preset(&mut self, name: &str, value: &str) {
        self.0.entry(name.to_owned()).or_insert_with(|| vec![value.to_owned()]);
    }

    /// How many items of a list have something in them, counted to the last one.
    pub(super) fn items(&self, path: &str) -> usize {
        let begin = format!("{path}[");
        let numbers = self.0.range(begin.clone()..).take_while(|(name, _)| name.starts_with(&begin));
        let number = |name: &str| name[begin.len()..].split(']').next()?.parse::<usize>().ok();
        let last = numbers.filter_map(|(name, _)| number(name)).filter(|number| *number < MOST_ITEMS).max();
        last.map_or(0, |last| last + 1)
    }

    /// Whether anything is filled in at a path or below it.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.0
            .range(path.to_owned()..)
            .take_while(|(name, _)| name.starts_with(path))
            .any(|(name, _)| is_below(path, name))
    }

    /// The same without items in which nothing is filled in, so that a list has no gaps, and without what belongs to alternatives that
    /// were not chosen.
    pub(super) fn tidied(&self, message: &MessageDescriptor, path: &str) -> Self {
        let mut tidy = Self::default();
        self.tidy(message, path, path, &mut tidy);
        tidy
    }

    fn tidy(&self, message: &MessageDescriptor, from: &str, to: &str, tidy: &mut Self) {
        for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
            let chosen = self.one(&choice_name(from, &oneof));
            if !chosen.is_empty() {
                tidy.preset(&choice_name(to, &oneof), chosen);
            }
        }
        for field in message.fields() {
            if let Some(oneof) = field.containing_oneof().filter(|oneof| !oneof.is_synthetic())
                && self.one(&choice_name(from, &oneof)) != field.name()
            {
                continue;
            }
            let (from, to) = (join(from, field.name()), join(to, field.name()));
            if !field.is_list() {
                self.tidy_value(&field.kind(), &from, &to, tidy);
                continue;
            }
            let kept = (0..self.items(&from)).filter(|item| self.holds(&format!("{from}[{item}]")));
            for (place, item) in kept.enumerate() {
                self.tidy_value(&field.kind(), &format!("{from}[{item}]"), &format!("{to}[{place}]"), tidy);
            }
            if let Some(boxes) = self.0.get(&from) {
                tidy.0.insert(to, boxes.clone());
            }
        }
    }

    fn tidy_value(&self, kind: &Kind, from: &str, to: &str, tidy: &mut Self) {
        match kind {
            Kind::Message(message) => self.tidy(message, from, to, tidy),
            _ => {
                if let Some(values) = self.0.get(from) {
                    tidy.0.insert(to.to_owned(), values.clone());
                }
            }
        }
    }
}

/// The name under which the choice between alternatives is sent.
pub(super) fn choice_name(path: &str, oneof: &OneofDescriptor) -> String {
    join(path, &format!("?{}", oneof.name()))
}

/// Whether a name is that of a path or of something in it.
pub(super) fn is_below(path: &str, name: &str) -> bool {
    name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// A path with one step more.
pub(super) fn join(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        Values::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn statement() -> MessageDescriptor {
        openboek_wire::descriptors().unwrap().get_message_by_name("openboek.v1.CutSuspended").unwrap()
    }

    #[test]
    fn blanks_are_nothing_and_lines_become_one() {
        let values = values(&[("a", "  een\r\n twee "), ("b", " \n "), ("c[0]", "x"), ("c[3].d", "y")]);
        assert_eq!(
            (values.one("a"), values.one("b"), values.items("c"), values.items("d")),
            ("een twee", "", 4, 0)
        );
        assert!(values.holds("c") && values.holds("c[3]") && !values.holds("c[1]") && !values.holds("aa"));
    }

    #[test]
    fn gaps_in_lists_close_and_what_was_not_chosen_is_let_go() {
        let given = values(&[
            ("x.act.documents[1].title", "Brief"),
            ("x.act.documents[1].?reference", "assigned"),
            ("x.act.documents[1].assigned", "DOC/1"),
            ("x.act.documents[1].not_assigned", "xxxx"),
            ("x.act.documents[4].title", "Nota"),
            ("x.?extent", "partial"),
            ("x.partial.?kind", "qualitative"),
            ("x.partial.qualitative", "grotendeels"),
            ("x.partial.exact_cents", "12"),
            ("x.unknown_field", "z"),
        ]);
        let tidy = given.tidied(&statement(), "x");
        let expected = values(&[
            ("x.act.documents[0].title", "Brief"),
            ("x.act.documents[0].?reference", "assigned"),
            ("x.act.documents[0].assigned", "DOC/1"),
            ("x.act.documents[1].title", "Nota"),
            ("x.?extent", "partial"),
            ("x.partial.?kind", "qualitative"),
            ("x.partial.qualitative", "grotendeels"),
        ]);
        assert_eq!(tidy, expected);
        assert_eq!(tidy.tidied(&statement(), "x"), expected);
    }
}
