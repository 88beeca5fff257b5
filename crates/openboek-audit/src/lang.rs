//! The two languages of the programs: Dutch, unless English is asked for.

use std::ffi::OsString;

/// Name of the environment variable that chooses the language.
pub const LANG_VARIABLE: &str = "OPENBOEK_LANG";

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Lang {
    /// Dutch.
    #[default]
    Nl,
    /// English.
    En,
}

impl Lang {
    /// The language that a command line asks for, before it is parsed: the help is in that language too. `--lang` goes before the
    /// environment.
    #[must_use]
    pub fn of_arguments(arguments: &[OsString]) -> Self {
        let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
        while let Some(argument) = arguments.next() {
            let value = match argument.strip_prefix("--lang") {
                Some("") => arguments.next(),
                Some(value) => value.strip_prefix('='),
                None => continue,
            };
            if let Some(lang) = value.and_then(Self::of_word) {
                return lang;
            }
        }
        std::env::var(LANG_VARIABLE).ok().and_then(|value| Self::of_word(&value)).unwrap_or_default()
    }

    /// One of two words.
    #[must_use]
    pub const fn pick<'a>(self, dutch: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Nl => dutch,
            Self::En => english,
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        match word {
            "nl" => Some(Self::Nl),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_chooses() {
        let of = |words: &[&str]| Lang::of_arguments(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["verify", "x", "--lang", "en"]), Lang::En);
        assert_eq!(of(&["--lang=en", "verify"]), Lang::En);
        assert_eq!(of(&["--lang=nl"]), Lang::Nl);
        assert_eq!(of(&["--language", "en", "--lang=xx"]), Lang::Nl);
    }
}
