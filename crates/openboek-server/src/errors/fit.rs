//! A problem as a gRPC status with `google.rpc` details, no larger than every client takes.
//!
//! Details travel in a header. Clients in Java and those on gRPC's C core take 8 KiB of headers by default, so that is what fits: first the
//! English text gives way (its sentences stand in the violations too), then the last violations, whose number is then said.
//! `RecordStream` has no such limit: its rejections are messages.

use tonic::Status;
use tonic_types::{
    BadRequest, ErrorDetail, ErrorInfo, FieldViolation, Help, HelpLink, LocalizedMessage,
    PreconditionFailure, PreconditionViolation, ResourceInfo, RetryInfo, StatusExt as _,
};

use super::ERROR_DOMAIN;
use super::problem::Problem;
use crate::limits::{ERROR_DETAILS_BYTES, ERROR_MESSAGE_BYTES};

impl From<Problem> for Status {
    fn from(problem: Problem) -> Self {
        problem.to_status()
    }
}

impl Problem {
    /// The status with its details.
    pub(crate) fn to_status(&self) -> Status {
        let count = self.violations.len();
        for (shown, english) in [(count, true), (count, false)] {
            let status = self.status(shown, english);
            if status.details().len() <= ERROR_DETAILS_BYTES {
                return status;
            }
        }
        // As many violations as fit, found by halves.
        let (mut fits, mut too_many) = (0, count);
        while fits + 1 < too_many {
            let middle = fits + (too_many - fits) / 2;
            let length = self.status(middle, false).details().len();
            if length <= ERROR_DETAILS_BYTES { fits = middle } else { too_many = middle }
        }
        self.status(fits, false)
    }

    fn status(&self, shown: usize, all_english: bool) -> Status {
        let english = if all_english {
            self.whole_english(shown)
        } else {
            format!("{}\n{}", self.english(), self.next_english())
        };
        let mut details: Vec<ErrorDetail> = vec![self.info(shown).into()];
        details.extend(self.violations_detail(shown));
        details.extend(self.resource());
        details.extend(self.retry_after.map(|delay| RetryInfo::new(Some(delay)).into()));
        details.push(self.help().into());
        details.push(LocalizedMessage::new("nl-NL", self.whole_dutch(shown)).into());
        details.push(LocalizedMessage::new("en", english).into());
        Status::with_error_details_vec(self.code(), self.message(), details)
    }

    /// For programmers' logs: the name, what happened, and the first violation, in English.
    pub(crate) fn message(&self) -> String {
        let first =
            self.violations.first().map(|v| format!(" {}: {}", v.field, v.english)).unwrap_or_default();
        let text = format!("{}: {}{first}", self.name(), self.english());
        shortened(&text)
    }

    fn info(&self, shown: usize) -> ErrorInfo {
        let mut metadata: std::collections::HashMap<String, String> =
            self.values.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        if shown < self.violations.len() {
            metadata.insert("violations_shown".to_owned(), shown.to_string());
        }
        ErrorInfo::new(self.name(), ERROR_DOMAIN, metadata)
    }

    fn violations_detail(&self, shown: usize) -> Option<ErrorDetail> {
        let violations = self.violations.get(..shown).filter(|some| !some.is_empty())?;
        Some(if self.code() == tonic::Code::InvalidArgument {
            let fields = violations.iter().map(|v| {
                let mut field = FieldViolation::new(v.field.as_str(), v.english.as_str());
                v.code.clone_into(&mut field.reason);
                field
            });
            BadRequest::new(fields.collect::<Vec<_>>()).into()
        } else {
            let rules = violations
                .iter()
                .map(|v| PreconditionViolation::new(v.code, v.field.as_str(), v.english.as_str()));
            PreconditionFailure::new(rules.collect::<Vec<_>>()).into()
        })
    }

    /// The page about the code in the reading room. The server does not know under which name the reading room is reached from outside,
    /// so the link is a path there.
    fn help(&self) -> Help {
        Help::new(vec![HelpLink::new(
            "Uitleg",
            crate::web::explanation(self.name(), openboek_documents::Lang::Nl),
        )])
    }

    fn resource(&self) -> Option<ErrorDetail> {
        let (kind, name) = self.reason.resource()?;
        let value = self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())?;
        Some(ResourceInfo::new(kind, value, "", self.english()).into())
    }
}

/// As much of a text as may travel as the message: a character that is no plain letter or digit travels as three bytes for each of its own.
fn shortened(text: &str) -> String {
    let cost = |c: char| if c.is_ascii_alphanumeric() { 1 } else { 3 * c.len_utf8() };
    let mut left = ERROR_MESSAGE_BYTES - 9;
    let mut kept = String::with_capacity(text.len().min(ERROR_MESSAGE_BYTES));
    for c in text.chars() {
        match left.checked_sub(cost(c)) {
            Some(rest) => left = rest,
            None => return kept + "...",
        }
        kept.push(c);
    }
    kept
}
