//! The languages a document can be written in.

/// Language of headings, column names, states and the forms of numbers and dates. Recorded text stays as it was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Dutch: the language of councils.
    #[default]
    Nl,
    /// English, on request.
    En,
}

impl Lang {
    /// All languages there are.
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// BCP 47 code, for the `lang` attribute.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// One of two words.
    #[must_use]
    pub const fn pick<'a>(self, dutch: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Nl => dutch,
            Self::En => english,
        }
    }

    /// Language and country, for documents that keep both apart: money and dates follow the country.
    #[must_use]
    pub const fn region(self) -> &'static str {
        match self {
            Self::Nl => "nl-NL",
            Self::En => "en-GB",
        }
    }
}
