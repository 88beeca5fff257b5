//! From what was filled in to a statement: the tree that a statement file would give, and from there on the same way.

use openboek_audit::Lang;
use openboek_documents::desk::said;
use openboek_import::decimal;
use openboek_wire::v1;
use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};

use super::values::{Values, choice_name, join};
use super::{Form, documents_lang};
use crate::file::{self, Entry, Node, Value};
use crate::template::{Names, names};

/// Something that is wrong: the path of a field, and what, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The path as the form has it; empty for what is about no field.
    pub(super) path: String,
    /// What is wrong.
    pub(super) text: String,
}

/// The statement of a form whose values are tidied.
///
/// # Errors
/// Everything that is wrong with how it is written. Whether it may be recorded is the ledger's to say.
pub(super) fn statement(form: &Form, values: &Values, lang: Lang) -> Result<v1::Statement, Vec<Wrong>> {
    let mut reader = Reader { values, lang, wrong: Vec::new() };
    let mut entries =
        vec![entry(form.kind.field, reader.message(&form.message, form.kind.field).unwrap_or_else(empty))];
    let concerns = values.all("concerns").iter().map(|code| scalar(code.clone())).collect();
    entries.push(entry("concerns", node(Value::List(concerns))));
    let mut wrong = reader.wrong;
    match file::statement(&node(Value::Map(entries))) {
        Ok(statement) if wrong.is_empty() => Ok(statement),
        Ok(_) => Err(wrong),
        Err(faults) => {
            let told =
                faults.into_iter().map(|fault| Wrong { text: fault.problem.text(lang), path: fault.path });
            wrong.extend(told);
            Err(wrong)
        }
    }
}

struct Reader<'a> {
    values: &'a Values,
    lang: Lang,
    wrong: Vec<Wrong>,
}

impl Reader<'_> {
    /// A message as far as it is filled in; `None` when nothing is.
    fn message(&mut self, message: &MessageDescriptor, path: &str) -> Option<Node> {
        let mut entries = Vec::new();
        for field in message.fields() {
            let at = join(path, field.name());
            let node = match field.containing_oneof().filter(|oneof| !oneof.is_synthetic()) {
                Some(oneof) if self.values.one(&choice_name(path, &oneof)) != field.name() => None,
                Some(_) => self.field(&field, &at).or_else(|| self.chosen(&field, &at)),
                None => self.field(&field, &at),
            };
            entries.extend(node.map(|node| entry(field.name(), node)));
        }
        (!entries.is_empty()).then(|| node(Value::Map(entries)))
    }

    /// What was chosen is said, also when nothing was written with it.
    fn chosen(&mut self, field: &FieldDescriptor, path: &str) -> Option<Node> {
        if matches!(field.kind(), Kind::Message(_)) {
            return Some(empty());
        }
        if self.wrong.iter().all(|wrong| wrong.path != path) {
            let text = said("missing", documents_lang(self.lang), &[]);
            self.wrong.push(Wrong { path: path.to_owned(), text });
        }
        None
    }

    fn field(&mut self, field: &FieldDescriptor, path: &str) -> Option<Node> {
        if !field.is_list() {
            return self.value(field, path);
        }
        let is_message = matches!(field.kind(), Kind::Message(_));
        // An item in which nothing can be read keeps its place: what is wrong is told by number.
        let items = (0..self.values.items(path)).filter_map(|item| {
            self.value(field, &format!("{path}[{item}]")).or_else(|| is_message.then(empty))
        });
        let items: Vec<Node> = items.collect();
        (!items.is_empty()).then(|| node(Value::List(items)))
    }

    fn value(&mut self, field: &FieldDescriptor, path: &str) -> Option<Node> {
        if let Kind::Message(message) = field.kind() {
            return self.message(&message, path);
        }
        let written = self.values.one(path);
        if written.is_empty() {
            return None;
        }
        let read = match Written::of(field) {
            Written::Money => money(written, self.lang).ok_or("bad-money"),
            Written::Percent => percent(written, self.lang).ok_or("bad-percent"),
            Written::Date => Ok(date(written, self.lang)),
            Written::Number => whole(written, &field.kind()).ok_or("bad-number"),
            Written::Plain => Ok(written.to_owned()),
        };
        match read {
            Ok(text) => Some(scalar(text)),
            Err(key) => {
                let text = said(key, documents_lang(self.lang), &[]);
                self.wrong.push(Wrong { path: path.to_owned(), text });
                None
            }
        }
    }
}

/// How people write what a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Cents, as euros.
    Money,
    /// Basis points, as percent.
    Percent,
    /// A date.
    Date,
    /// A whole number.
    Number,
    /// As it is.
    Plain,
}

impl Written {
    /// By the names that the interface keeps to.
    pub(super) fn of(field: &FieldDescriptor) -> Self {
        match (field.kind(), field.name()) {
            (Kind::Int64, name) if name == "cents" || name.ends_with("_cents") => Self::Money,
            (Kind::Int32, name) if name.ends_with("_basis_points") => Self::Percent,
            (Kind::String, _) if names(field) == Names::Date => Self::Date,
            (Kind::String | Kind::Bytes | Kind::Bool | Kind::Enum(_) | Kind::Message(_), _) => Self::Plain,
            _ => Self::Number,
        }
    }
}

fn number(text: &str, lang: Lang) -> Option<bigdecimal::BigDecimal> {
    match lang {
        Lang::Nl => decimal::dutch(text),
        Lang::En => decimal::english(text),
    }
}

/// Cents of an amount in euros.
fn money(text: &str, lang: Lang) -> Option<String> {
    let number = number(text.trim_end_matches('€').trim_end(), lang)?;
    // Who writes three decimals means something else: 600,000 is no six hundred.
    (number.as_bigint_and_exponent().1 <= 2).then_some(())?;
    Some(decimal::cents(&number)?.get().to_string())
}

/// Basis points of a percentage: both have two digits behind the whole.
fn percent(text: &str, lang: Lang) -> Option<String> {
    let points = money(text.trim_end_matches('%').trim_end(), lang)?;
    points.parse::<i32>().ok().map(|points| points.to_string())
}

/// A whole number that fits its field.
fn whole(text: &str, kind: &Kind) -> Option<String> {
    match kind {
        Kind::Int32 => text.parse::<i32>().ok().map(|number| number.to_string()),
        Kind::Uint32 => text.parse::<u32>().ok().map(|number| number.to_string()),
        Kind::Uint64 => text.parse::<u64>().ok().map(|number| number.to_string()),
        _ => text.parse::<i64>().ok().map(|number| number.to_string()),
    }
}

/// A day as the Dutch write it, `1-2-2021` or `1/2/2021`, in the order of ISO 8601. Everything else stays as it is: in English the month may stand
/// first between strokes.
fn date(text: &str, lang: Lang) -> String {
    let mark = if lang == Lang::Nl && !text.contains('-') { '/' } else { '-' };
    let parts: Vec<&str> = text.split(mark).collect();
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    match parts[..] {
        [day, month, year] if digits(day, 2) && digits(month, 2) && year.len() == 4 && digits(year, 4) => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => text.to_owned(),
    }
}

fn node(value: Value) -> Node {
    Node { line: 1, value }
}

fn scalar(text: String) -> Node {
    node(Value::Scalar(text))
}

fn empty() -> Node {
    node(Value::Map(Vec::new()))
}

fn entry(key: &str, node: Node) -> Entry {
    Entry { key: key.to_owned(), line: 1, node }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them_and_never_guessed() {
        let table = [
            ("600.000", Some("60000000")),
            ("-1.234,56", Some("-123456")),
            ("€ 2.500.000,-", Some("250000000")),
            ("5 €", Some("500")),
            ("0", Some("0")),
            ("1.23", None),
            ("1,234", None),
            ("600,000", None),
            ("1.000,000", None),
            ("zes ton", None),
        ];
        for (written, cents) in table {
            assert_eq!(money(written, Lang::Nl).as_deref(), cents, "{written}");
        }
        assert_eq!(money("1,234.56", Lang::En).as_deref(), Some("123456"));
        assert_eq!(money("600.000", Lang::En), None);
        for (written, points) in
            [("-20", Some("-2000")), ("12,5 %", Some("1250")), ("0,001", None), ("-30.000.000", None)]
        {
            assert_eq!(percent(written, Lang::Nl).as_deref(), points, "{written}");
        }
    }

    #[test]
    fn a_dutch_day_is_put_in_order_and_nothing_else_is() {
        let table = [
            ("1-2-2021", "2021-02-01"),
            ("11-11-2020", "2020-11-11"),
            ("31-02-2021", "2021-02-31"),
            ("2020-11-11", "2020-11-11"),
            ("2020-11-11/..", "2020-11-11/.."),
            ("11-2020", "11-2020"),
            ("XXXX", "XXXX"),
            ("1/2/2021", "2021-02-01"),
            ("1/2021", "1/2021"),
            ("2020/2021", "2020/2021"),
        ];
        for (written, read) in table {
            assert_eq!(date(written, Lang::Nl), read, "{written}");
        }
        assert_eq!(
            (date("1/2/2021", Lang::En), date("1-2-2021", Lang::En)),
            ("1/2/2021".into(), "2021-02-01".into())
        );
    }
}
