//! Values for programs: the fields of a figure in a fixed order.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A value for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Datum {
    /// Text. Amounts of cents are text too, so that no reader rounds them.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// Nothing, said so.
    Null,
    /// Several.
    List(Vec<Datum>),
    /// Named values, in this order.
    Map(Fields),
}

/// Named values in a fixed order, which is the order they are written in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(&'static str, Datum)>);

impl Fields {
    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Datum>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    /// Adds a value when there is one.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl Into<Datum>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The text of a field, if it is there and is text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).and_then(|(_, value)| match value {
            Datum::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The whole number of a field, if it is there and is one.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.0.iter().find(|(known, _)| *known == name).and_then(|(_, value)| match value {
            Datum::Number(number) => Some(*number),
            _ => None,
        })
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Datum {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Datum {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Datum {
    /// Positions and counts stay far below 2^63; one beyond it is written as text rather than wrongly.
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or_else(|_| Self::Text(number.to_string()), Self::Number)
    }
}

impl From<u32> for Datum {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<Fields> for Datum {
    fn from(fields: Fields) -> Self {
        Self::Map(fields)
    }
}

impl From<Vec<Datum>> for Datum {
    fn from(list: Vec<Datum>) -> Self {
        Self::List(list)
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Datum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Null => serializer.serialize_unit(),
            Self::List(list) => serializer.collect_seq(list),
            Self::Map(fields) => fields.serialize(serializer),
        }
    }
}
