//! What goes wrong, for people: one or more lines and an exit status.

use openboek_audit::Lang;
use tonic::{Code, Status};
use tonic_types::{ErrorDetail, StatusExt as _};

use crate::exit;

/// Something that stops a subcommand.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// Lines for people.
    pub(crate) text: String,
    /// The exit status.
    pub(crate) exit: u8,
}

impl Trouble {
    /// Wrong use of the command line, or of files that it names.
    pub(crate) fn wrong_use(text: impl Into<String>) -> Self {
        Self { text: text.into(), exit: exit::WRONG_USE }
    }

    /// The file is wrong, or the ledger refused.
    pub(crate) fn refused(text: impl Into<String>) -> Self {
        Self { text: text.into(), exit: exit::REFUSED }
    }

    /// Something outside failed.
    pub(crate) fn failed(text: impl Into<String>) -> Self {
        Self { text: text.into(), exit: exit::FAILED }
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error, lang: Lang) -> Self {
        let words = lang.pick("kan niet worden gelezen of geschreven", "cannot be read or written");
        Self::wrong_use(format!("{} {words}: {error}", path.display()))
    }

    /// An answer of the server that is no success. `line_of` gives the line of a field in the caller's file.
    pub(crate) fn of_status(status: &Status, lang: Lang, line_of: Option<&dyn Fn(&str) -> usize>) -> Self {
        let exit = match status.code() {
            Code::InvalidArgument
            | Code::FailedPrecondition
            | Code::AlreadyExists
            | Code::NotFound
            | Code::OutOfRange
            | Code::PermissionDenied => exit::REFUSED,
            _ => exit::FAILED,
        };
        let said = Said::of(status);
        let mut text = said.lines(lang, line_of).join("\n");
        text.push_str(&format!("\n  code: {} ({:?})", said.reason, status.code()));
        if openboek_server::code_page(&said.reason).is_some() {
            let words = lang.pick("uitleg", "explained by");
            text.push_str(&format!("; {words}: openboek explain {}", said.reason));
        }
        if exit == exit::FAILED && said.dutch.is_empty() {
            text.push('\n');
            text.push_str(lang.pick(
                "  Probeer het opnieuw; dezelfde opdracht wordt nooit twee keer vastgelegd.",
                "  Try again; the same command is never recorded twice.",
            ));
        }
        Self { text, exit }
    }
}

/// What a status says, out of its details.
pub(crate) struct Said {
    /// Its stable code.
    pub(crate) reason: String,
    dutch: Vec<String>,
    english: Vec<String>,
    /// Field and code of each violation, in order.
    violations: Vec<(String, String)>,
}

impl Said {
    /// The code of a status that came without details: not from the server.
    pub(crate) const NO_DETAILS: &str = "no-details";

    /// Out of its details.
    pub(crate) fn of(status: &Status) -> Self {
        let mut said =
            Self { reason: String::new(), dutch: Vec::new(), english: Vec::new(), violations: Vec::new() };
        for detail in status.get_error_details_vec() {
            match detail {
                ErrorDetail::ErrorInfo(info) => said.reason = info.reason,
                ErrorDetail::BadRequest(bad) => {
                    said.violations.extend(bad.field_violations.into_iter().map(|v| (v.field, v.reason)));
                }
                ErrorDetail::PreconditionFailure(failure) => {
                    said.violations.extend(failure.violations.into_iter().map(|v| (v.subject, v.r#type)));
                }
                ErrorDetail::LocalizedMessage(message) => {
                    let lines = message.message.lines().map(str::to_owned).collect();
                    if message.locale.starts_with("nl") { said.dutch = lines } else { said.english = lines }
                }
                _ => {}
            }
        }
        if said.reason.is_empty() {
            said.reason = Self::NO_DETAILS.to_owned();
        }
        if said.english.is_empty() {
            said.english = vec![status.message().to_owned()];
        }
        said
    }

    /// What happened; each violation with its field; what to do next: in sentences of one language.
    pub(crate) fn told(&self, lang: Lang) -> (&str, Vec<(&str, &str)>, &[String]) {
        let sentences = if lang == Lang::Nl && !self.dutch.is_empty() { &self.dutch } else { &self.english };
        let Some((first, rest)) = sentences.split_first() else { return ("", Vec::new(), &[]) };
        // The server writes one sentence per violation, in the order of the violations.
        let (told, after) = rest.split_at(self.violations.len().min(rest.len()));
        let fields = self.violations.iter().map(|(field, _)| field.as_str());
        (first, fields.zip(told.iter().map(String::as_str)).collect(), after)
    }

    /// The same as lines, each violation with its place and code.
    fn lines(&self, lang: Lang, line_of: Option<&dyn Fn(&str) -> usize>) -> Vec<String> {
        let (first, violations, after) = self.told(lang);
        if first.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![first.to_owned()];
        for ((field, sentence), (_, code)) in violations.into_iter().zip(&self.violations) {
            lines.push(match line_of {
                Some(line_of) => format!("  {} {}, {field}:", lang.pick("regel", "line"), line_of(field)),
                None => format!("  {field}:"),
            });
            lines.push(format!("    {sentence} [{code}]"));
        }
        lines.extend(after.iter().map(|sentence| format!("  {sentence}")));
        lines
    }
}

#[cfg(test)]
mod tests {
    use tonic_types::{ErrorInfo, LocalizedMessage, PreconditionFailure, PreconditionViolation};

    use super::*;

    fn refused() -> Status {
        let violation = PreconditionViolation::new(
            "unknown-cut",
            "statements[0].cut_suspended.cut",
            "The cut is not known.",
        );
        let details: Vec<ErrorDetail> = vec![
            ErrorInfo::new("unknown-cut", "openboek", std::collections::HashMap::new()).into(),
            PreconditionFailure::new(vec![violation]).into(),
            LocalizedMessage::new(
                "nl-NL",
                "Geweigerd.\nDe bezuiniging is niet bekend.\nVerbeter de opdracht.",
            )
            .into(),
            LocalizedMessage::new("en", "Refused.\nThe cut is not known.\nCorrect the command.").into(),
        ];
        Status::with_error_details_vec(Code::FailedPrecondition, "refused", details)
    }

    #[test]
    fn a_refusal_is_told_in_the_language_asked_for_with_line_field_code_and_next_step() {
        let trouble = Trouble::of_status(&refused(), Lang::Nl, Some(&|_| 12));
        assert_eq!(trouble.exit, exit::REFUSED);
        assert_eq!(
            trouble.text,
            "Geweigerd.\n  regel 12, statements[0].cut_suspended.cut:\n    De bezuiniging is niet bekend. [unknown-cut]\n  \
             Verbeter de opdracht.\n  code: unknown-cut (FailedPrecondition); uitleg: openboek explain unknown-cut"
        );
        let english = Trouble::of_status(&refused(), Lang::En, None).text;
        assert!(
            english.starts_with("Refused.\n  statements[0].cut_suspended.cut:\n    The cut is not known."),
            "{english}"
        );
    }

    #[test]
    fn a_status_without_details_still_says_what_to_do() {
        let trouble = Trouble::of_status(&Status::unavailable("connection refused"), Lang::Nl, None);
        assert_eq!(trouble.exit, exit::FAILED);
        assert!(
            trouble.text.contains("connection refused") && trouble.text.contains("nooit twee keer"),
            "{}",
            trouble.text
        );
    }
}
