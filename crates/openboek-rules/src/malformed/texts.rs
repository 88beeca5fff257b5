//! What people read when a value is malformed: what is wrong and what to write instead.

use super::{Malformed, MalformedCode};

impl Malformed {
    /// What is wrong with the field and what to write instead, in English.
    #[must_use]
    pub fn english(&self) -> String {
        let text = self.code.texts().0.replace("{found}", &self.found);
        if self.field.is_empty() { text } else { format!("Field {}: {text}", self.field) }
    }

    /// The same in plain Dutch.
    #[must_use]
    pub fn dutch(&self) -> String {
        let text = self.code.texts().1.replace("{found}", &self.found);
        if self.field.is_empty() { text } else { format!("Veld {}: {text}", self.field) }
    }
}

impl std::fmt::Display for Malformed {
    /// Code and the English text, for logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.english())
    }
}

impl MalformedCode {
    /// English and Dutch; `{found}` is what was found.
    pub(crate) const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Missing => (
                "something that is required is not there. Fill it in.",
                "hier ontbreekt iets dat verplicht is. Vul het in.",
            ),
            Self::Empty => (
                "there is no text here. Write one, or leave out a field that is optional.",
                "hier staat geen tekst. Vul een tekst in, of laat het veld weg als het niet verplicht is.",
            ),
            Self::TooLong => (
                "the text that begins with \"{found}\" is too long. Make it shorter.",
                "de tekst die begint met \"{found}\" is te lang. Maak de tekst korter.",
            ),
            Self::ControlCharacter => (
                "\"{found}\" has invisible characters, line breaks, or blanks at its ends. Remove them.",
                "in \"{found}\" staan onzichtbare tekens of regeleinden, of spaties aan het begin of eind. Haal die weg.",
            ),
            Self::BadIdentifier => (
                "\"{found}\" cannot be an identifier here. Use letters, digits, dots and hyphens, and begin with a letter or a digit; \
                 write a taakveld as 6.71a.",
                "\"{found}\" kan hier geen code zijn. Gebruik letters, cijfers, punten en streepjes, en begin met een letter of \
                 een cijfer. Schrijf een taakveld als 6.71a.",
            ),
            Self::BadStream => (
                "\"{found}\" is no code of a municipality. Write GM and four digits, such as GM0505, or region.",
                "\"{found}\" is geen gemeentecode. Schrijf GM en vier cijfers, bijvoorbeeld GM0505, of region.",
            ),
            Self::BadDate => (
                "\"{found}\" cannot be read as a date. Write 2020-11-11, 2021-04, 2019-23 (autumn), 2020, or XXXX when it is \
                 not known.",
                "\"{found}\" is niet te lezen als datum. Schrijf 2020-11-11, 2021-04, 2019-23 (najaar), 2020, of XXXX als de \
                 datum niet bekend is.",
            ),
            Self::BadYear => (
                "{found} cannot be a budget year. Write a year from 1990 to 2100.",
                "{found} kan geen begrotingsjaar zijn. Vul een jaar in van 1990 tot en met 2100.",
            ),
            Self::BadYearSpan => (
                "in {found} the last year lies before the first. Swap the years, or correct them.",
                "bij {found} ligt het laatste jaar voor het eerste. Wissel de jaren om, of verbeter ze.",
            ),
            Self::UnknownEnumValue => (
                "\"{found}\" is not one of the choices here. Choose one of the list.",
                "\"{found}\" hoort niet bij de keuzes. Kies er een uit de lijst.",
            ),
            Self::OutOfRange => (
                "the number {found} is too small or too large here. Check it.",
                "het getal {found} is hier te klein of te groot. Controleer het getal.",
            ),
            Self::BadUuid => (
                "\"{found}\" is not a request number (UUID). Let your program make a new one.",
                "\"{found}\" is geen geldig aanvraagnummer (UUID). Laat uw programma een nieuw nummer maken.",
            ),
            Self::TooMany => (
                "there is more here than fits in one statement ({found}). Divide it over several.",
                "hier staat meer dan in één vastlegging past ({found}). Verdeel het over meer vastleggingen.",
            ),
            Self::TooFew => (
                "there must be at least one here. Add it.",
                "hier moet er ten minste één staan. Voeg die toe.",
            ),
            Self::Duplicate => (
                "\"{found}\" is here twice. Keep it once.",
                "\"{found}\" staat hier twee keer. Laat het één keer staan.",
            ),
            Self::NoStatement => (
                "it is not said what must be recorded. Choose a kind of statement.",
                "er staat niet wat er moet worden vastgelegd. Kies een soort vastlegging.",
            ),
            Self::TooLarge => (
                "this is too large to be recorded at once ({found}). Divide it over several statements.",
                "dit is te groot om in één keer vast te leggen ({found}). Verdeel het over meer vastleggingen.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_whole_sentences_in_both_languages() {
        for code in MalformedCode::ALL {
            let (english, dutch) = code.texts();
            assert_ne!(english, dutch, "{code:?}");
            for text in [english, dutch] {
                assert!(
                    text.ends_with('.') && !text.replace("{found}", "").contains(['{', '}']),
                    "{code:?}: {text}"
                );
                assert!(!text.contains("  "), "{code:?}: {text}");
            }
        }
        let codes: std::collections::BTreeSet<&str> =
            MalformedCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), MalformedCode::ALL.len());
    }

    #[test]
    fn the_text_names_the_field_and_what_was_found() {
        // code, field, found, Dutch
        let table = [
            (
                MalformedCode::BadDate,
                "statements[0].cut_adopted.act.date",
                "11-11-2020",
                "Veld statements[0].cut_adopted.act.date: \"11-11-2020\" is niet te lezen als datum. Schrijf 2020-11-11, \
                 2021-04, 2019-23 (najaar), 2020, of XXXX als de datum niet bekend is.",
            ),
            (MalformedCode::TooFew, "", "", "hier moet er ten minste één staan. Voeg die toe."),
            (
                MalformedCode::BadYear,
                "year",
                "2101",
                "Veld year: 2101 kan geen begrotingsjaar zijn. Vul een jaar in van 1990 tot en met 2100.",
            ),
        ];
        for (code, field, found, dutch) in table {
            assert_eq!(Malformed::new(code, found).at(field).dutch(), dutch);
        }
        let malformed = Malformed::new(MalformedCode::BadStream, "GM\u{7}5").at("concerns[0]");
        assert_eq!(
            malformed.to_string(),
            "bad-stream: Field concerns[0]: \"GM\u{fffd}5\" is no code of a municipality. Write GM and four digits, such as \
             GM0505, or region."
        );
    }
}
