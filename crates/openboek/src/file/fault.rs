//! What can be wrong with a statement file, with its line, its field and a sentence for people.

use openboek_audit::Lang;
use openboek_rules::Malformed;

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Line, from 1.
    pub(crate) line: usize,
    /// Path of the field in the file: `commands[0].statements[1].cut_suspended.cut`; empty when it is about the file as a whole.
    pub(crate) path: String,
    /// What is wrong.
    pub(crate) problem: Problem,
}

/// What a field must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A map of fields.
    Map,
    /// A list.
    List,
    /// One word or sentence.
    Text,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Bool,
    /// Base64, or `b3:` and 64 hexadecimal digits.
    Bytes,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Larger than allowed.
    FileTooLarge { bytes: usize },
    /// Nothing in it.
    EmptyFile,
    /// More than one YAML document.
    SeveralDocuments,
    /// Not YAML.
    NotYaml { reason: String },
    /// Nested too deep.
    TooDeep { levels: usize },
    /// An anchor, alias or tag.
    AnchorOrTag,
    /// A key that is a list or a map.
    KeyNoText,
    /// A key twice in one map.
    KeyTwice { key: String },
    /// A key that is not known here.
    UnknownKey { key: String, known: Vec<String> },
    /// A key that must be there.
    MissingKey { key: &'static str },
    /// Another shape than needed.
    Expected { shape: Shape, found: String },
    /// A name that is none of those allowed.
    UnknownName { found: String, known: Vec<String> },
    /// Two fields of which only one may be there.
    OnlyOneOf { first: String, second: String },
    /// Not one kind of statement, but none or several.
    OneKind,
    /// `statements` beside `commands`, or neither.
    StatementsOrCommands,
    /// `request` at the top of a file with several commands.
    RequestForMany,
    /// A founding that is not the only statement of the first command.
    FoundingNotAlone,
    /// Something else, in words.
    Said { dutch: String, english: String },
    /// A value that its type cannot hold; its field is in the fault.
    Malformed(Malformed),
    /// The message library could not take it; should not happen after the checks above.
    Unreadable { reason: String },
}

impl Fault {
    /// A fault at a line, about no field.
    pub(crate) fn at_line(line: usize, problem: Problem) -> Self {
        Self { line, path: String::new(), problem }
    }

    /// One line for people: `regel 12, statements[0].cut_suspended.cut: ...`.
    pub(crate) fn text(&self, lang: Lang) -> String {
        let place = match (self.path.is_empty(), lang) {
            (true, Lang::Nl) => format!("regel {}", self.line),
            (true, Lang::En) => format!("line {}", self.line),
            (false, Lang::Nl) => format!("regel {}, {}", self.line, self.path),
            (false, Lang::En) => format!("line {}, {}", self.line, self.path),
        };
        format!("{place}: {}", self.problem.text(lang))
    }
}

impl Problem {
    /// The sentence for people.
    pub(crate) fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Nl => self.dutch(),
            Lang::En => self.english(),
        }
    }

    fn dutch(&self) -> String {
        match self {
            Self::FileTooLarge { bytes } => format!("Het bestand is te groot: ten hoogste {bytes} bytes."),
            Self::EmptyFile => "Het bestand is leeg.".into(),
            Self::SeveralDocuments => "Er staan meer documenten in dit bestand (---). Maak er één van.".into(),
            Self::NotYaml { reason } => format!("Dit is geen goede YAML: {reason}."),
            Self::TooDeep { levels } => format!("Dit is te diep genest: ten hoogste {levels} niveaus."),
            Self::AnchorOrTag => {
                "Ankers (&), verwijzingen (*) en labels (!) kunnen hier niet. Zet wat terugkomt bij `act` of `concerns` van de \
                 opdracht, of zet de tekst tussen aanhalingstekens."
                    .into()
            }
            Self::KeyNoText => "Een veldnaam moet gewone tekst zijn.".into(),
            Self::KeyTwice { key } => format!("Het veld `{key}` staat hier twee keer."),
            Self::UnknownKey { key, known } => format!("Het veld `{key}` bestaat hier niet. {}", wel(key, known)),
            Self::MissingKey { key } => format!("Het veld `{key}` ontbreekt."),
            Self::Expected { shape, found } => format!("Hier hoort {}, maar er staat {found}.", shape.dutch()),
            Self::UnknownName { found, known } => format!("`{found}` kan hier niet. {}", wel(found, known)),
            Self::OnlyOneOf { first, second } => {
                format!("`{first}` en `{second}` kunnen niet samen: kies er één.")
            }
            Self::OneKind => "Een vastlegging heeft precies één soort. Zie `openboek record --list`.".into(),
            Self::StatementsOrCommands => "Geef `statements` (één opdracht) of `commands` (meer opdrachten), niet beide.".into(),
            Self::RequestForMany => "Geef `request` bij elke opdracht, niet bovenaan een bestand met meer opdrachten.".into(),
            Self::FoundingNotAlone => {
                "De oprichting (`arrangement_founded`) staat alleen in de eerste opdracht van een bestand.".into()
            }
            Self::Said { dutch, .. } => dutch.clone(),
            Self::Malformed(malformed) => capital(&malformed.dutch()),
            Self::Unreadable { reason } => format!("Dit kan niet worden gelezen: {reason}."),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::FileTooLarge { bytes } => format!("The file is too large: at most {bytes} bytes."),
            Self::EmptyFile => "The file is empty.".into(),
            Self::SeveralDocuments => "There are several documents in this file (---). Make it one.".into(),
            Self::NotYaml { reason } => format!("This is not good YAML: {reason}."),
            Self::TooDeep { levels } => format!("This is nested too deep: at most {levels} levels."),
            Self::AnchorOrTag => {
                "Anchors (&), aliases (*) and tags (!) are not possible here. Put what returns in `act` or `concerns` of the \
                 command, or put the text in quotes."
                    .into()
            }
            Self::KeyNoText => "The name of a field must be plain text.".into(),
            Self::KeyTwice { key } => format!("The field `{key}` is here twice."),
            Self::UnknownKey { key, known } => format!("There is no field `{key}` here. {}", instead(key, known)),
            Self::MissingKey { key } => format!("The field `{key}` is missing."),
            Self::Expected { shape, found } => format!("This must be {}, but it is {found}.", shape.english()),
            Self::UnknownName { found, known } => format!("`{found}` is not possible here. {}", instead(found, known)),
            Self::OnlyOneOf { first, second } => format!("`{first}` and `{second}` cannot go together: choose one."),
            Self::OneKind => "A statement has exactly one kind. See `openboek record --list`.".into(),
            Self::StatementsOrCommands => "Give `statements` (one command) or `commands` (several), not both.".into(),
            Self::RequestForMany => "Give `request` with each command, not at the top of a file with several commands.".into(),
            Self::FoundingNotAlone => {
                "The founding (`arrangement_founded`) stands alone in the first command of a file.".into()
            }
            Self::Said { english, .. } => english.clone(),
            Self::Malformed(malformed) => capital(&malformed.english()),
            Self::Unreadable { reason } => format!("This cannot be read: {reason}."),
        }
    }
}

impl Shape {
    const fn dutch(self) -> &'static str {
        match self {
            Self::Map => "een groep velden",
            Self::List => "een lijst",
            Self::Text => "tekst (zet die zo nodig tussen aanhalingstekens)",
            Self::Integer => {
                "een geheel getal (bedragen in centen, percentages in honderdsten van een procent)"
            }
            Self::Bool => "true of false",
            Self::Bytes => "base64, of b3: en 64 hexadecimale cijfers",
        }
    }

    const fn english(self) -> &'static str {
        match self {
            Self::Map => "a group of fields",
            Self::List => "a list",
            Self::Text => "text (in quotes where needed)",
            Self::Integer => "a whole number (amounts in cents, percentages in hundredths of a percent)",
            Self::Bool => "true or false",
            Self::Bytes => "base64, or b3: and 64 hexadecimal digits",
        }
    }
}

/// A sentence with a capital.
pub(crate) fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn wel(name: &str, known: &[String]) -> String {
    match nearest(name, known) {
        Some(near) => format!("Bedoelt u `{near}`? Mogelijk: {}.", known.join(", ")),
        None if known.is_empty() => "Hier hoort niets te staan: schrijf {}.".into(),
        None => format!("Mogelijk: {}.", known.join(", ")),
    }
}

fn instead(name: &str, known: &[String]) -> String {
    match nearest(name, known) {
        Some(near) => format!("Do you mean `{near}`? Possible: {}.", known.join(", ")),
        None if known.is_empty() => "Nothing belongs here: write {}.".into(),
        None => format!("Possible: {}.", known.join(", ")),
    }
}

/// The known name nearest to a mistyped one: at most two single-character changes away.
fn nearest<'a>(name: &str, known: &'a [String]) -> Option<&'a String> {
    known
        .iter()
        .map(|other| (distance(name, other), other))
        .filter(|(d, _)| *d <= 2)
        .min()
        .map(|(_, other)| other)
}

/// Levenshtein distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_gets_its_neighbour() {
        let known = ["concerns".to_owned(), "cut_suspended".to_owned()];
        assert_eq!(nearest("concern", &known), Some(&known[0]));
        assert_eq!(nearest("cut_suspendet", &known), Some(&known[1]));
        assert_eq!(nearest("budget", &known), None);
        assert_eq!((distance("", "abc"), distance("abc", "abc"), distance("kitten", "sitting")), (3, 0, 3));
    }
}
