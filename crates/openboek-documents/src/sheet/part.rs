//! One value of a cell: for people and for programs at once.

use openboek_rules::amount::Promise;
use openboek_rules::law::{Length, Term};
use openboek_rules::{Amount, Base, Certainty, FigureId, Sum};
use openboek_views::model::Value;

use super::datum::{Datum, Fields};
use crate::clean::clean;
use crate::codes;
use crate::form::{self, Form};
use crate::words::word;

/// Kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nothing belongs here.
    None,
    /// An amount.
    Amount,
    /// A suspended amount.
    Suspended,
    /// A sum.
    Sum,
    /// A percentage.
    Percent,
    /// A share of two amounts.
    Ratio,
    /// A number of things.
    Count,
    /// So many of so many.
    Of,
    /// A number of days.
    Days,
    /// A date.
    Date,
    /// A term of the law.
    Term,
    /// Budget years.
    Years,
    /// Recorded text.
    Text,
    /// A state or kind.
    Label,
    /// Values printed after each other.
    Phrase,
    /// Values printed under each other.
    List,
}

impl Kind {
    /// The permanent key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Amount => "amount",
            Self::Suspended => "suspended",
            Self::Sum => "sum",
            Self::Percent => "percent",
            Self::Ratio => "ratio",
            Self::Count => "count",
            Self::Of => "of",
            Self::Days => "days",
            Self::Date => "date",
            Self::Term => "term",
            Self::Years => "years",
            Self::Text => "text",
            Self::Label => "label",
            Self::Phrase => "phrase",
            Self::List => "list",
        }
    }

    /// Whether a column of these is a column of numbers.
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        matches!(
            self,
            Self::Amount
                | Self::Suspended
                | Self::Sum
                | Self::Percent
                | Self::Ratio
                | Self::Count
                | Self::Of
                | Self::Days
        )
    }
}

/// A value in words and in fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What kind of value.
    pub kind: Kind,
    /// For people, without the word on certainty.
    pub text: String,
    /// How sure it is, in a word.
    pub note: Option<String>,
    /// For programs, without the kind.
    pub fields: Fields,
    /// The items of a list or phrase.
    pub items: Vec<Part>,
}

impl Part {
    /// Whether it belongs in a column of numbers: it is one, or it begins with one ("n.n.b., er is geen begroting vastgelegd").
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        match (self.kind, self.items.first()) {
            (Kind::Phrase, Some(first)) => first.is_numeric(),
            (kind, _) => kind.is_numeric(),
        }
    }

    /// The words with the note: "ca. € 2.500.000 (raming)".
    #[must_use]
    pub fn full(&self) -> String {
        match &self.note {
            Some(note) => format!("{} ({note})", self.text),
            None => self.text.clone(),
        }
    }

    /// The one field of this name in the value or its items; `None` when there are several or none.
    #[must_use]
    pub fn single(&self, name: &str) -> Option<&str> {
        let mut found = Vec::new();
        self.collect(name, &mut found);
        match found.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    fn collect<'a>(&'a self, name: &str, found: &mut Vec<&'a str>) {
        found.extend(self.fields.text(name));
        for item in &self.items {
            item.collect(name, found);
        }
    }

    /// Puts a value into words and fields.
    #[must_use]
    pub fn of(value: &Value, form: Form) -> Self {
        let lang = form.lang;
        let plain = |kind, text, fields| Self { kind, text, note: None, fields, items: Vec::new() };
        match value {
            Value::None => plain(Kind::None, form::NOTHING.to_owned(), Fields::default()),
            Value::Amount(amount, certainty) => Self::of_amount(amount, *certainty, form),
            Value::Suspended { amount, extent } => plain(
                Kind::Suspended,
                clean(&form::suspended(amount, extent.as_ref(), form)),
                Fields::default().with("amount", amount_fields(amount)).with(
                    "extent",
                    extent.as_ref().map_or(Datum::Null, |extent| amount_fields(extent).into()),
                ),
            ),
            Value::Sum(sum) => plain(Kind::Sum, form::sum(sum, form), sum_fields(sum)),
            Value::Percent(points) => plain(
                Kind::Percent,
                form::percent(*points, lang),
                Fields::default().with("basis_points", i64::from(points.get())),
            ),
            Value::Ratio { part, whole } => plain(
                Kind::Ratio,
                form::ratio(*part, *whole, lang),
                Fields::default().with("part", part.get().to_string()).with("whole", whole.get().to_string()),
            ),
            Value::Count(number) => {
                plain(Kind::Count, form::count(*number, lang), Fields::default().with("count", *number))
            }
            Value::Of { done, total } => plain(
                Kind::Of,
                crate::words::filled(
                    "form-of",
                    lang,
                    &[&form::count(*done, lang), &form::count(*total, lang)],
                ),
                Fields::default().with("done", *done).with("total", *total),
            ),
            Value::Days(number) => {
                plain(Kind::Days, form::days(*number, lang), Fields::default().with("days", *number))
            }
            Value::Date(date) => {
                plain(Kind::Date, form::date(date, lang), Fields::default().with("date", date.to_string()))
            }
            Value::Term(term) => plain(Kind::Term, form::term(*term, lang), term_fields(*term)),
            Value::Years { span, inferred } => plain(
                Kind::Years,
                form::years(*span, *inferred, lang),
                Fields::default()
                    .with("first", u64::from(span.first().get()))
                    .with("last", u64::from(span.last().get()))
                    .with("inferred", *inferred),
            ),
            Value::Text(text) => plain(Kind::Text, clean(text), Fields::default().with("words", clean(text))),
            Value::Label(label) => plain(
                Kind::Label,
                word(*label, lang).into_owned(),
                Fields::default().with("label", label.key()),
            ),
            Value::Phrase(values) => Self::of_many(Kind::Phrase, values, form),
            Value::List(values) => Self::of_many(Kind::List, values, form),
        }
    }

    fn of_amount(amount: &Amount, certainty: Option<Certainty>, form: Form) -> Self {
        Self {
            kind: Kind::Amount,
            text: clean(&form::amount(amount, form)),
            note: certainty.map(|certainty| form::certainty(certainty, form)),
            fields: amount_fields(amount).with_some("certainty", certainty.map(codes::certainty)),
            items: Vec::new(),
        }
    }

    fn of_many(kind: Kind, values: &[Value], form: Form) -> Self {
        let items: Vec<Self> = values.iter().map(|value| Self::of(value, form)).collect();
        let text = if kind == Kind::List {
            items.iter().map(Self::full).collect::<Vec<_>>().join("; ")
        } else {
            phrase(&items)
        };
        Self { kind, text, note: None, fields: Fields::default(), items }
    }
}

/// A state with what it refers to reads as one ("opgeschort 2021"); after that comes a comma: "besloten, opgeschort 2021,
/// „grotendeels”".
fn phrase(items: &[Part]) -> String {
    let mut out = String::new();
    let mut before = None;
    for item in items {
        match before {
            None => {}
            Some(Kind::Label) if item.kind != Kind::Label => out.push(' '),
            Some(_) => out.push_str(", "),
        }
        out.push_str(&item.full());
        before = Some(item.kind);
    }
    out
}

fn amount_fields(amount: &Amount) -> Fields {
    let fields = Fields::default().with("qualifier", codes::qualifier(amount));
    let cents = |cents: &openboek_rules::Cents| cents.get().to_string();
    match amount {
        Amount::Exact(value) | Amount::AtMost(value) | Amount::LessThan(value) | Amount::AtLeast(value) => {
            fields.with("cents", cents(value))
        }
        Amount::About { cents: value, granularity } => {
            fields.with("cents", cents(value)).with("granularity", cents(granularity))
        }
        Amount::Range { low, high } => fields.with("low", cents(low)).with("high", cents(high)),
        Amount::PercentOf { share, base, bound } => {
            let fields =
                fields.with("basis_points", i64::from(share.get())).with("bound", codes::bound(*bound));
            match base {
                Base::Unknown(words) => fields
                    .with("base", Datum::Null)
                    .with_some("base_words", words.as_ref().map(|words| clean(words.as_str()))),
                Base::Figures(figures) => {
                    let list: Vec<Datum> = figures.iter().map(FigureId::as_str).map(Datum::from).collect();
                    fields.with("base", list)
                }
            }
        }
        Amount::Qualitative(words) => fields.with("words", clean(words.as_str())),
        Amount::Unknown { reason, promised } => fields
            .with("reason", clean(reason.as_str()))
            .with_some("promised", promised.as_ref().map(promise_fields)),
    }
}

fn term_fields(term: Term) -> Fields {
    let length = |direction: &str, length: Length| {
        let unit = match length {
            Length::Days(_) => "days",
            Length::Weeks(_) => "weeks",
            Length::Months(_) => "months",
            Length::Years(_) => "years",
        };
        let count = u32::from(length.count());
        Fields::default().with("direction", direction).with("unit", unit).with("length", count)
    };
    match term {
        Term::After(after) | Term::Chosen(after) => length("after", after),
        Term::Before(before) => length("before", before),
        Term::Fixed { years, month, day } => Fields::default()
            .with("direction", "on")
            .with("years", i64::from(years))
            .with("month", i64::from(month))
            .with("day", i64::from(day)),
        Term::Decided | Term::None => Fields::default(),
    }
}

fn promise_fields(promise: &Promise) -> Fields {
    Fields::default()
        .with("document", clean(promise.document.as_str()))
        .with("expected", promise.expected.to_string())
}

/// A sum without any known part has no cents: a program may not read its zero as an amount.
fn sum_fields(sum: &Sum) -> Fields {
    let qualifier = match sum {
        _ if sum.is_empty() => "empty",
        _ if sum.is_unknown() => "unknown",
        _ if sum.unknown_parts > 0 => "with-unknown",
        _ if sum.about_parts > 0 => "about",
        _ => "exact",
    };
    Fields::default()
        .with("qualifier", qualifier)
        .with_some("cents", (sum.known_parts > 0).then(|| sum.known.get().to_string()))
        .with("known_parts", sum.known_parts)
        .with("about_parts", sum.about_parts)
        .with("unknown_parts", sum.unknown_parts)
}
