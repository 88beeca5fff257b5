//! Why a verifier does not say *klopt*: stable codes with a sentence in English and in Dutch.

use crate::bundle::{SourceError, SourceFault};
use crate::text::{Fault, FormatError};
use std::fmt;

/// Which of the two other answers a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Something contradicts itself or the format: *klopt niet*.
    Wrong,
    /// Something needed is not there: *niet te controleren*.
    Missing,
}

/// Declares the codes: the variant, its class, its kebab-case name and its sentences.
macro_rules! codes {
    ($($variant:ident $class:ident $name:literal $english:literal $dutch:literal)*) => {
        /// What is wrong or missing. The kebab-case names are stable: scripts may rely on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $english] $variant,)*
        }

        impl Code {
            /// All codes, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable kebab-case name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it means, in English.
            #[must_use]
            pub fn english(self) -> &'static str {
                match self { $(Self::$variant => $english,)* }
            }

            /// What it means, in Dutch.
            #[must_use]
            pub fn dutch(self) -> &'static str {
                match self { $(Self::$variant => $dutch,)* }
            }

            pub(super) fn class(self) -> Class {
                match self { $(Self::$variant => Class::$class,)* }
            }
        }
    };
}

codes! {
    // The spelling of files.
    TooLarge Wrong "too-large"
        "The file is larger than the format allows."
        "Het bestand is groter dan is toegestaan."
    NoFinalNewline Wrong "no-final-newline"
        "The last line does not end with a line feed."
        "De laatste regel is niet afgesloten."
    Bytes Wrong "bytes"
        "The text contains a character that is not allowed."
        "In de tekst staat een teken dat niet mag."
    Spaces Wrong "spaces"
        "The text contains a blank line or a superfluous space."
        "In de tekst staat een lege regel of een spatie te veel."
    Lines Wrong "lines"
        "A line is missing, doubled, out of order or unknown."
        "Een regel ontbreekt, staat er dubbel, staat op de verkeerde plaats of is onbekend."
    Number Wrong "number"
        "A number is not written in its one form."
        "Een getal is niet op de enige juiste manier geschreven."
    Base64 Wrong "base64"
        "A base64 value is not written in its one form."
        "Een base64-waarde is niet op de enige juiste manier geschreven."
    Value Wrong "value"
        "A value is not one its line may have."
        "Een waarde mag niet op deze regel staan."
    // The files themselves.
    BadPath Wrong "bad-path"
        "The path of a file is not allowed."
        "De naam van een bestand mag niet."
    PathTwice Wrong "path-twice"
        "The archive contains a path twice."
        "In het archief staat een bestand dubbel."
    Link Wrong "link"
        "The file is a link."
        "Het bestand is een koppeling naar een ander bestand."
    DamagedArchive Wrong "damaged-archive"
        "The archive is damaged or not of the allowed kind."
        "Het archief is beschadigd of niet van de juiste soort."
    UnknownFile Wrong "unknown-file"
        "The bundle contains a file that does not belong in it."
        "In de bundel staat een bestand dat er niet in hoort."
    SumsDiffer Wrong "b3sums-differ"
        "The file differs from its line in b3sums."
        "Het bestand is anders dan de regel in b3sums zegt."
    SumsIncomplete Wrong "b3sums-incomplete"
        "The file is not listed in b3sums, or b3sums lists what does not belong in a bundle."
        "Het bestand staat niet in b3sums, of b3sums noemt iets dat niet in een bundel hoort."
    // Keys and signatures.
    Key Wrong "key"
        "The text is not a verifier key, or not one for this use."
        "De tekst is geen sleutel, of geen sleutel voor dit doel."
    KeyId Wrong "key-id"
        "The key ID does not fit the key."
        "Het nummer van de sleutel hoort niet bij de sleutel."
    KeyTwice Wrong "key-twice"
        "One key is listed twice or has two roles."
        "Een sleutel staat er dubbel of heeft twee rollen."
    Policy Wrong "policy"
        "The policy breaks a rule of its own form."
        "Het beleid voor getuigen is niet goed opgeschreven."
    Origin Wrong "origin"
        "The origin is that of another log."
        "Dit hoort bij een ander logboek."
    SignatureFails Wrong "signature-fails"
        "A signature of a known key does not fit."
        "Een handtekening van een bekende sleutel klopt niet."
    NoLogSignature Wrong "no-log-signature"
        "No known key of the log signed this."
        "Geen bekende sleutel van het logboek heeft dit ondertekend."
    AuthorSignatureFails Wrong "author-signature-fails"
        "The signature of the author does not fit the statement."
        "De handtekening van de opsteller past niet bij het besluit."
    AuthorUnneeded Wrong "author-unneeded"
        "The bundle lists a key of an author who signed nothing in it."
        "De bundel noemt een sleutel van iemand die hierin niets heeft ondertekend."
    // The tree.
    IndexBeyondSize Wrong "index-beyond-size"
        "The index lies at or beyond the size of the checkpoint."
        "Het nummer ligt buiten wat ondertekend is."
    IndexDiffers Wrong "index-differs"
        "The entry has another index than its place."
        "Het nummer in de regel is een ander dan dat van de plaats."
    InclusionFails Wrong "inclusion-fails"
        "The entry is not in the tree of the checkpoint at this index."
        "Dit hoort niet op deze plaats in het ondertekende logboek."
    RootDiffers Wrong "root-differs"
        "The entries have another root than the checkpoint."
        "De regels samen geven een andere code dan ondertekend is."
    TileDiffers Wrong "tile-differs"
        "The tile differs from what the entries give."
        "De tegel is anders dan uit de regels volgt."
    EntryBundle Wrong "entry-bundle"
        "The file with entries is not of its form."
        "Het bestand met regels is niet goed opgebouwd."
    ConsistencyFails Wrong "consistency-fails"
        "The older checkpoint is not the beginning of this one."
        "Het oudere ondertekende logboek is niet het begin van dit logboek."
    SplitView Wrong "split-view"
        "Two signed checkpoints contradict each other: keep both as evidence."
        "Twee ondertekende versies spreken elkaar tegen: bewaar ze allebei als bewijs."
    PreviousNewer Wrong "previous-newer"
        "The checkpoint given as the older one is larger."
        "De versie die ouder moet zijn, is groter."
    // The rules of the log.
    RecordedBack Wrong "recorded-back"
        "The time of recording lies before that of the entry before."
        "Het tijdstip ligt voor dat van de vorige regel."
    Revision Wrong "revision"
        "The revision does not follow the one before in its stream: an entry is missing or too many."
        "Het volgnummer sluit niet aan: er mist iets of er is iets te veel."
    Request Wrong "request"
        "The request returns, is interrupted, or has two times."
        "Een opdracht komt terug, is onderbroken of heeft twee tijdstippen."
    CommitmentTwice Wrong "commitment-twice"
        "The payload commitment occurs twice."
        "De code van de inhoud komt twee keer voor."
    Opens Wrong "opens"
        "The entry opens a stream that was already open."
        "De regel opent een reeks die er al was."
    StreamNotOpen Wrong "stream-not-open"
        "The stream was never opened."
        "De reeks is nooit geopend."
    TooManyStreams Wrong "too-many-streams"
        "The log has more streams than the format allows."
        "Het logboek heeft meer reeksen dan is toegestaan."
    Erases Wrong "erases"
        "The erasure does not name an earlier event with the same streams."
        "De verwijdering noemt geen eerder besluit van dezelfde gemeenten."
    Basis Wrong "basis"
        "The basis of the receipt is not a sealed state of this log."
        "De grondslag van het document is geen afgesloten stand van dit logboek."
    Supersedes Wrong "supersedes"
        "The receipt does not supersede the one before it for the same document."
        "Het document vervangt niet de vorige versie van hetzelfde document."
    PreviousSeal Wrong "previous-seal"
        "The seal does not name the seal before it."
        "De afsluiting noemt niet de vorige afsluiting."
    NoSeal Wrong "no-seal"
        "The last entry under the checkpoint is no seal."
        "De laatste regel is geen afsluiting."
    SealStreams Wrong "seal-streams"
        "The seal lists a stream too many or too few."
        "De afsluiting noemt een reeks te veel of te weinig."
    StreamShrinks Wrong "stream-shrinks"
        "The stream is smaller than under an earlier seal."
        "De reeks is kleiner dan bij een eerdere afsluiting."
    StreamRoot Wrong "stream-root"
        "The entries of the stream are not those the seal lists: something is missing, extra or in another order."
        "De regels van deze reeks zijn niet die van de afsluiting: er mist iets, er is iets te veel of de volgorde is anders."
    NotOfStreams Wrong "not-of-streams"
        "The entry belongs to none of the streams of the bundle."
        "Deze regel hoort niet bij de gemeenten van de bundel."
    // What hangs on entries.
    PayloadDiffers Wrong "payload-differs"
        "The payload does not match the commitment in the entry."
        "De inhoud past niet bij de code in de regel."
    PayloadErased Wrong "payload-erased"
        "The payload is there although an erasure names it."
        "De inhoud is er nog, terwijl die verwijderd moest zijn."
    Withheld Wrong "withheld"
        "The list of withheld payloads names one that is there, erased or none."
        "De lijst van achtergehouden inhoud noemt iets dat er is, dat verwijderd is of dat niet bestaat."
    DocumentUnknown Wrong "document-unknown"
        "The document is no output of a receipt in the bundle."
        "Het document hoort niet bij een vastgelegde publicatie in de bundel."
    DocumentDiffers Wrong "document-differs"
        "Computing the document again gives another one."
        "Wie het document opnieuw berekent, krijgt iets anders."
    // What is not there.
    FileMissing Missing "file-missing"
        "A file is missing."
        "Er ontbreekt een bestand."
    Unreadable Missing "unreadable"
        "A file cannot be read."
        "Een bestand is niet te lezen."
    PayloadMissing Missing "payload-missing"
        "The payload is missing, and neither erased nor withheld."
        "De inhoud ontbreekt, zonder verwijdering en zonder vermelding."
    StreamMissing Missing "stream-missing"
        "The stream the reader asks for is not there."
        "De reeks van uw gemeente staat hier niet in."
    Cosignatures Missing "cosignatures"
        "There are not enough cosignatures of witnesses that count."
        "Er zijn te weinig geldige handtekeningen van getuigen."
    SealTooOld Missing "seal-too-old"
        "The seal is older than the reader allows."
        "De afsluiting is ouder dan u toestaat."
    LogKeyMissing Missing "log-key-missing"
        "No key of the log is known."
        "Er is geen sleutel van het logboek bekend."
    AuthorKeyMissing Missing "author-key-missing"
        "The key of an author is not known."
        "De sleutel van een opsteller is niet bekend."
    NotJoined Missing "not-joined"
        "No proof joins this checkpoint to the one the reader kept."
        "Er is geen bewijs dat aansluit op de versie die u had bewaard."
    OlderThanKept Missing "older-than-kept"
        "The checkpoint is older than the one the reader kept: ask for the newest."
        "Deze stand is ouder dan de versie die u had bewaard: vraag de nieuwste."
    ClockBehind Missing "clock-behind"
        "The seal lies in the future: the clock of this computer may be behind."
        "De afsluiting ligt in de toekomst: misschien loopt de klok van deze computer achter."
    LaterVersion Missing "later-version"
        "An entry is of a kind that a later version of the format defines."
        "Een regel is van een soort die dit programma nog niet kent."
}

/// Why a verifier does not say *klopt*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What is wrong or missing.
    pub code: Code,
    /// Where: a path in the bundle or the static log, perhaps with a line, or `entries/<index>`.
    pub place: String,
    /// More about it, in the words of the format; may be empty.
    pub detail: String,
}

impl Reason {
    /// A reason at a place.
    pub(super) fn new(code: Code, place: impl fmt::Display) -> Self {
        Self { code, place: place.to_string(), detail: String::new() }
    }

    /// Adds a detail.
    pub(super) fn with(mut self, detail: impl fmt::Display) -> Self {
        self.detail = detail.to_string();
        self
    }

    /// The reason in English: place, sentence, detail.
    #[must_use]
    pub fn english(&self) -> String {
        self.sentence(self.code.english())
    }

    /// The reason in Dutch: place, sentence, detail.
    #[must_use]
    pub fn dutch(&self) -> String {
        self.sentence(self.code.dutch())
    }

    fn sentence(&self, meaning: &str) -> String {
        let place = if self.place.is_empty() { String::new() } else { format!("{}: ", self.place) };
        let detail = if self.detail.is_empty() { String::new() } else { format!(" ({})", self.detail) };
        format!("{place}{meaning}{detail}")
    }

    /// The same reason, found in the bundle that was laid beside the reader's.
    pub(super) fn beside(self) -> Self {
        Self { place: format!("beside: {}", self.place), ..self }
    }

    /// The reason for a text that breaks its form.
    pub(super) fn format(place: impl fmt::Display, error: &FormatError) -> Self {
        match error {
            FormatError::UnknownKind { kind } => Self::new(Code::LaterVersion, place).with(kind),
            FormatError::Malformed { line, fault } => {
                let detail = if *line == 0 { fault.to_string() } else { format!("line {line}: {fault}") };
                Self::new(fault_code(*fault), place).with(detail)
            }
        }
    }

    /// The reason for a file or a source that cannot be had.
    pub(super) fn source(error: &SourceError) -> Self {
        let code = match &error.fault {
            SourceFault::Missing => Code::FileMissing,
            SourceFault::TooLarge => Code::TooLarge,
            SourceFault::Link => Code::Link,
            SourceFault::BadPath => Code::BadPath,
            SourceFault::Twice => Code::PathTwice,
            SourceFault::Damaged(_) => Code::DamagedArchive,
            SourceFault::Unreadable(_) => Code::Unreadable,
        };
        let reason = Self::new(code, &error.path);
        match &error.fault {
            SourceFault::Damaged(detail) | SourceFault::Unreadable(detail) => reason.with(detail),
            _ => reason,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.code.as_str(), self.english())
    }
}

/// The code for a fault in spelling.
fn fault_code(fault: Fault) -> Code {
    match fault {
        Fault::TooLong => Code::TooLarge,
        Fault::NoFinalNewline => Code::NoFinalNewline,
        Fault::Bytes => Code::Bytes,
        Fault::Spaces => Code::Spaces,
        Fault::Lines => Code::Lines,
        Fault::Number => Code::Number,
        Fault::Base64 => Code::Base64,
        Fault::Value(_) => Code::Value,
    }
}

/// What was found missing so far: the first is reported when nothing contradicts.
#[derive(Debug, Default)]
pub(super) struct Missing(Option<Reason>);

impl Missing {
    /// Notes something that is missing.
    pub(super) fn note(&mut self, reason: Reason) {
        self.0.get_or_insert(reason);
    }

    /// Passes on a contradiction; notes what is merely missing.
    pub(super) fn sort(&mut self, reason: Reason) -> Result<(), Reason> {
        match reason.code.class() {
            Class::Wrong => Err(reason),
            Class::Missing => {
                self.note(reason);
                Ok(())
            }
        }
    }

    /// The first thing that was missing.
    pub(super) fn first(self) -> Option<Reason> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_a_name_of_its_own_and_two_sentences() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(crate::text::is_kebab_case(code.as_str()), "{code:?}");
            for sentence in [code.english(), code.dutch()] {
                assert!(sentence.ends_with('.') && sentence.len() > 10, "{code:?}");
            }
        }
    }
}
