//! Every code a caller can be given, with its page: refusals of the rules, fields that cannot be read, reasons of the server,
//! and the rules of the law behind signals.

use openboek_rules::explain::{DUTCH, ENGLISH, in_words};
use openboek_rules::{CodePage, Explanation, MalformedCode, PageSubject, RefusalCode, law};
use tonic::Code;

use crate::errors::Reason;

/// The page about a code; `None` when no code has that name.
#[must_use]
pub fn code_page(code: &str) -> Option<CodePage> {
    let refusal = || RefusalCode::of_name(code).map(RefusalCode::page);
    let reason =
        || Reason::ALL.iter().find(|reason| reason.as_str() == code).map(|reason| of_reason(*reason));
    let malformed = || MalformedCode::of_name(code).map(MalformedCode::page);
    refusal().or_else(reason).or_else(malformed).or_else(|| law::page(code))
}

/// All codes, by name, each once.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = RefusalCode::ALL.iter().map(|code| code.as_str()).collect();
    codes.extend(MalformedCode::ALL.iter().map(|code| code.as_str()));
    codes.extend(Reason::ALL.iter().map(|reason| reason.as_str()));
    codes.extend(law::codes());
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn of_reason(reason: Reason) -> CodePage {
    let texts = reason.texts();
    let (dutch, english) = meaning(reason.code());
    CodePage {
        code: reason.as_str(),
        subject: PageSubject::Trouble,
        dutch: Explanation {
            happened: in_words(texts.dutch, DUTCH),
            means: dutch.to_owned(),
            next: in_words(texts.next_dutch, DUTCH),
        },
        english: Explanation {
            happened: in_words(texts.english, ENGLISH),
            means: english.to_owned(),
            next: in_words(texts.next_english, ENGLISH),
        },
    }
}

/// What the gRPC code of a reason means for who asked, in Dutch and English.
const fn meaning(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::InvalidArgument | Code::OutOfRange => (
            "De aanvraag kan zo niet worden uitgevoerd. Dezelfde aanvraag nog eens sturen helpt niet.",
            "The request cannot be done like this. Sending the same request again does not help.",
        ),
        Code::NotFound | Code::Unimplemented => (
            "Wat u vraagt is er niet, of heet anders. In het grootboek is niets veranderd.",
            "What you ask for is not there, or has another name. Nothing in the ledger has changed.",
        ),
        Code::AlreadyExists => (
            "Wat er al is, blijft staan: in het grootboek wordt niets overschreven.",
            "What is there stays: nothing in the ledger is overwritten.",
        ),
        Code::FailedPrecondition => (
            "De aanvraag is goed te lezen, maar kan nu niet. Wat in het grootboek stond, is niet veranderd.",
            "The request can be read, but not be done now. What the ledger held has not changed.",
        ),
        Code::ResourceExhausted | Code::DeadlineExceeded => (
            "Elke grens van de server is er om iedereen antwoord te kunnen geven. Wat is vastgelegd, blijft vastgelegd.",
            "Each limit of the server is there so that everybody gets an answer. What was recorded stays recorded.",
        ),
        Code::DataLoss => (
            "De server leest alleen nog wat aantoonbaar klopt. Kopieën en bundels van het grootboek blijven te controleren.",
            "The server reads only what is provably right. Copies and bundles of the ledger can still be checked.",
        ),
        _ => (
            "Dit ligt niet aan uw aanvraag. Dezelfde opdracht nog eens sturen kan geen kwaad: niets wordt twee keer vastgelegd.",
            "This is not about your request. Sending the same command again does no harm: nothing is recorded twice.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_in_two_languages() {
        let codes = codes();
        assert!(codes.len() > RefusalCode::ALL.len() + Reason::ALL.len());
        for code in codes {
            let page = code_page(code).unwrap();
            assert_eq!(page.code, code);
            for Explanation { happened, means, next } in [&page.dutch, &page.english] {
                for text in [happened, means, next] {
                    assert!(text.ends_with(['.', '?']) && !text.contains(['{', '}']), "{code}: {text:?}");
                }
            }
        }
        assert_eq!(code_page("no-such-code"), None);
    }

    #[test]
    fn every_value_that_a_reason_names_has_a_word() {
        for reason in Reason::ALL {
            let texts = reason.texts();
            for text in [texts.dutch, texts.next_dutch, texts.english, texts.next_english] {
                for name in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                    assert!(DUTCH.iter().any(|(known, _)| *known == name), "{}: {name}", reason.as_str());
                }
            }
        }
    }
}
