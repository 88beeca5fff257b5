//! Why a value cannot be a value at all, whatever the state of the ledger: the caller's mistake, never a rule's refusal.

mod texts;

/// Stable codes of malformed input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MalformedCode {
    /// A required field is not there.
    Missing,
    /// Text is empty where it must say something.
    Empty,
    /// Text is longer than allowed.
    TooLong,
    /// Text holds control characters.
    ControlCharacter,
    /// An identifier holds other characters than allowed.
    BadIdentifier,
    /// Not `region` or `GM` and four digits.
    BadStream,
    /// Not a date in the supported part of EDTF (ISO 8601-2).
    BadDate,
    /// A year outside 1990 to 2100.
    BadYear,
    /// The last year lies before the first.
    BadYearSpan,
    /// An enumeration value this version does not know.
    UnknownEnumValue,
    /// A number outside what is allowed here.
    OutOfRange,
    /// A UUID that is none.
    BadUuid,
    /// More elements than allowed.
    TooMany,
    /// Fewer elements than needed.
    TooFew,
    /// The same thing is said twice.
    Duplicate,
    /// No statement is given.
    NoStatement,
    /// The message is larger than allowed.
    TooLarge,
}

impl MalformedCode {
    /// Every code.
    pub const ALL: &'static [Self] = &[
        Self::Missing,
        Self::Empty,
        Self::TooLong,
        Self::ControlCharacter,
        Self::BadIdentifier,
        Self::BadStream,
        Self::BadDate,
        Self::BadYear,
        Self::BadYearSpan,
        Self::UnknownEnumValue,
        Self::OutOfRange,
        Self::BadUuid,
        Self::TooMany,
        Self::TooFew,
        Self::Duplicate,
        Self::NoStatement,
        Self::TooLarge,
    ];

    /// The code as printed, in kebab-case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::ControlCharacter => "control-character",
            Self::BadIdentifier => "bad-identifier",
            Self::BadStream => "bad-stream",
            Self::BadDate => "bad-date",
            Self::BadYear => "bad-year",
            Self::BadYearSpan => "bad-year-span",
            Self::UnknownEnumValue => "unknown-enum-value",
            Self::OutOfRange => "out-of-range",
            Self::BadUuid => "bad-uuid",
            Self::TooMany => "too-many",
            Self::TooFew => "too-few",
            Self::Duplicate => "duplicate",
            Self::NoStatement => "no-statement",
            Self::TooLarge => "too-large",
        }
    }
}

/// One malformed field. `field` is the path in the request (`statements[0].cut_adopted.act.date`), filled in by whoever
/// knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// Path of the field.
    pub field: String,
    /// What is wrong.
    pub code: MalformedCode,
    /// What was found, shortened, safe to print (no control characters).
    pub found: String,
}

impl Malformed {
    /// A malformed value whose field is not known yet.
    #[must_use]
    pub fn new(code: MalformedCode, found: &str) -> Self {
        let found: String =
            found.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(80).collect();
        Self { field: String::new(), code, found }
    }

    /// The same, at a field. Paths nest from the inside out: `at("date")` then `at("act")` gives `act.date`.
    #[must_use]
    pub fn at(mut self, field: &str) -> Self {
        if self.field.is_empty() {
            field.clone_into(&mut self.field);
        } else if self.field.starts_with('[') {
            self.field = format!("{field}{}", self.field);
        } else {
            self.field = format!("{field}.{}", self.field);
        }
        self
    }
}
