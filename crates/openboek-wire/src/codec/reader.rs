//! Reads fields of a message and keeps everything that is malformed, each with its path.

use std::ops::RangeInclusive;

use openboek_rules::{BasisPoints, BudgetYear, Cents, Malformed, MalformedCode};

/// Most faults that are kept of one message; a caller with more has to send again anyway.
pub const MAX_FAULTS: usize = 100;

/// A value that the wire writes as text.
pub(crate) trait Word: Sized {
    /// Reads it.
    fn parse(text: &str) -> Result<Self, Malformed>;
    /// Writes what [`Word::parse`] reads.
    fn print(&self) -> String;
}

/// An enumeration; the wire writes its number.
pub(crate) trait Choice: Copy + Sized {
    /// The value of a number that is not 0; `None` when this version does not know it.
    fn from_number(number: i32) -> Option<Self>;
    /// The number.
    fn number(self) -> i32;
}

/// A value with a message, or a oneof, of its own.
pub(crate) trait Wire: Sized {
    /// The generated type.
    type Message;
    /// Reads it. `None` when something is malformed: then at least one fault is kept.
    fn read(message: &Self::Message, reader: &mut Reader) -> Option<Self>;
    /// Writes what [`Wire::read`] reads.
    fn write(&self) -> Self::Message;
}

/// Keeps the faults. Paths are made from the inside out and only when something is wrong.
#[derive(Default)]
pub(crate) struct Reader {
    faults: Vec<Malformed>,
}

impl Reader {
    /// The value, or everything that is malformed, with paths that begin at `field`.
    pub(crate) fn finish<T>(self, field: &str, value: Option<T>) -> Result<T, Vec<Malformed>> {
        match value {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults.into_iter().map(|fault| at(fault, field)).collect()),
        }
    }

    /// Keeps a fault at a field of the present message; an empty `field` is the message itself.
    pub(crate) fn fault<T>(&mut self, field: &str, code: MalformedCode, found: &str) -> Option<T> {
        self.take(field, Err(Malformed::new(code, found)))
    }

    /// The value, or its fault kept.
    pub(crate) fn take<T>(&mut self, field: &str, value: Result<T, Malformed>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(fault) => {
                if self.faults.len() < MAX_FAULTS {
                    self.faults.push(at(fault, field));
                }
                None
            }
        }
    }

    /// Reads something inside `field`.
    pub(crate) fn inside<T>(&mut self, field: &str, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.faults.len();
        let value = read(self);
        if self.faults.len() > before {
            let inner = self.faults.split_off(before);
            self.faults.extend(inner.into_iter().map(|fault| at(fault, field)));
        }
        value
    }

    /// A required text; empty means that it is not there.
    pub(crate) fn word<T: Word>(&mut self, field: &str, text: &str) -> Option<T> {
        if text.is_empty() {
            return self.fault(field, MalformedCode::Missing, "");
        }
        self.take(field, T::parse(text))
    }

    /// An optional text; when it is there it may not be empty.
    pub(crate) fn word_opt<T: Word>(&mut self, field: &str, text: Option<&str>) -> Option<Option<T>> {
        match text {
            None => Some(None),
            Some("") => self.fault(field, MalformedCode::Empty, ""),
            Some(text) => self.take(field, T::parse(text)).map(Some),
        }
    }

    /// A list of texts, none of them empty.
    pub(crate) fn words<T: Word>(
        &mut self,
        field: &str,
        texts: &[String],
        count: RangeInclusive<usize>,
    ) -> Option<Vec<T>> {
        self.list(field, texts, count, |reader, text| match text.as_str() {
            "" => reader.fault("", MalformedCode::Empty, ""),
            text => reader.take("", T::parse(text)),
        })
    }

    /// A required message.
    pub(crate) fn part<T: Wire>(&mut self, field: &str, message: Option<&T::Message>) -> Option<T> {
        match message {
            None => self.fault(field, MalformedCode::Missing, ""),
            Some(message) => self.inside(field, |reader| T::read(message, reader)),
        }
    }

    /// An optional message.
    pub(crate) fn part_opt<T: Wire>(
        &mut self,
        field: &str,
        message: Option<&T::Message>,
    ) -> Option<Option<T>> {
        match message {
            None => Some(None),
            Some(message) => self.inside(field, |reader| T::read(message, reader)).map(Some),
        }
    }

    /// A list of messages.
    pub(crate) fn parts<T: Wire>(
        &mut self,
        field: &str,
        messages: &[T::Message],
        count: RangeInclusive<usize>,
    ) -> Option<Vec<T>> {
        self.list(field, messages, count, |reader, message| T::read(message, reader))
    }

    /// A oneof: when none is set the fault is at its name, else the paths name the alternative itself.
    pub(crate) fn one_of<T: Wire>(&mut self, name: &str, oneof: Option<&T::Message>) -> Option<T> {
        match oneof {
            None => self.fault(name, MalformedCode::Missing, ""),
            Some(alternative) => T::read(alternative, self),
        }
    }

    /// A list with a bounded number of elements. Every element is read, also after a malformed one.
    pub(crate) fn list<M, T>(
        &mut self,
        field: &str,
        elements: &[M],
        count: RangeInclusive<usize>,
        read: impl Fn(&mut Self, &M) -> Option<T>,
    ) -> Option<Vec<T>> {
        if elements.len() > *count.end() {
            return self.fault(field, MalformedCode::TooMany, &elements.len().to_string());
        }
        if elements.len() < *count.start() {
            return self.fault(field, MalformedCode::TooFew, &elements.len().to_string());
        }
        let mut values = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let before = self.faults.len();
            let value = read(self, element);
            if self.faults.len() > before {
                let inner = self.faults.split_off(before);
                let element = format!("{field}[{index}]");
                self.faults.extend(inner.into_iter().map(|fault| at(fault, &element)));
            }
            values.extend(value);
        }
        (values.len() == elements.len()).then_some(values)
    }

    /// A required value of an enumeration.
    pub(crate) fn choice<T: Choice>(&mut self, field: &str, number: i32) -> Option<T> {
        if number == 0 {
            return self.fault(field, MalformedCode::Missing, "");
        }
        match T::from_number(number) {
            Some(value) => Some(value),
            None => self.fault(field, MalformedCode::UnknownEnumValue, &number.to_string()),
        }
    }

    /// An optional value of an enumeration; 0 means that it is not there.
    pub(crate) fn choice_opt<T: Choice>(&mut self, field: &str, number: i32) -> Option<Option<T>> {
        if number == 0 { Some(None) } else { self.choice(field, number).map(Some) }
    }

    /// A required budget year; 0 means that it is not there.
    pub(crate) fn year(&mut self, field: &str, year: i32) -> Option<BudgetYear> {
        if year == 0 {
            return self.fault(field, MalformedCode::Missing, "");
        }
        self.take(field, BudgetYear::new(i64::from(year)))
    }

    /// A required number; 0 means that it is not there.
    pub(crate) fn number(&mut self, field: &str, number: u32) -> Option<u32> {
        if number == 0 { self.fault(field, MalformedCode::Missing, "") } else { Some(number) }
    }

    /// A required amount of cents, where 0 must be said.
    pub(crate) fn cents(&mut self, field: &str, cents: Option<i64>) -> Option<Cents> {
        let Some(cents) = cents else { return self.fault(field, MalformedCode::Missing, "") };
        match Cents::new(cents) {
            Some(cents) => Some(cents),
            None => self.fault(field, MalformedCode::OutOfRange, &cents.to_string()),
        }
    }

    /// An optional amount of cents.
    pub(crate) fn cents_opt(&mut self, field: &str, cents: Option<i64>) -> Option<Option<Cents>> {
        if cents.is_none() { Some(None) } else { self.cents(field, cents).map(Some) }
    }

    /// A required number of basis points, where 0 must be said.
    pub(crate) fn points(&mut self, field: &str, points: Option<i32>) -> Option<BasisPoints> {
        let Some(points) = points else { return self.fault(field, MalformedCode::Missing, "") };
        match BasisPoints::new(points) {
            Some(points) => Some(points),
            None => self.fault(field, MalformedCode::OutOfRange, &points.to_string()),
        }
    }

    /// An optional number of basis points.
    pub(crate) fn points_opt(&mut self, field: &str, points: Option<i32>) -> Option<Option<BasisPoints>> {
        if points.is_none() { Some(None) } else { self.points(field, points).map(Some) }
    }
}

/// The fault at a field; an empty name adds nothing.
fn at(fault: Malformed, field: &str) -> Malformed {
    if field.is_empty() { fault } else { fault.at(field) }
}
