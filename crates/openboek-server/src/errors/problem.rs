//! What went wrong with a call, before it is put into the form of a transport.

use std::time::Duration;

use tonic::Code;

use super::reason::Reason;

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// Path of the field in the request, or the stream.
    pub(crate) field: String,
    /// Stable code.
    pub(crate) code: &'static str,
    /// What was found there; empty when nothing was.
    pub(crate) found: String,
    /// What is wrong and what to do, in English.
    pub(crate) english: String,
    /// The same in Dutch.
    pub(crate) dutch: String,
}

/// What went wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) reason: Reason,
    /// Values by name: they fill the texts and stand in the metadata for programs.
    pub(crate) values: Vec<(&'static str, String)>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) retry_after: Option<Duration>,
}

impl Problem {
    pub(crate) const fn new(reason: Reason) -> Self {
        Self { reason, values: Vec::new(), violations: Vec::new(), retry_after: None }
    }

    /// The same with a value that the texts name.
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    pub(crate) fn with_violations(mut self, violations: Vec<Violation>) -> Self {
        self.violations = violations;
        let count = self.violations.len();
        self.with("violations", count)
    }

    /// The same with a time after which it makes sense to try again.
    pub(crate) fn retry_after(mut self, delay: Duration) -> Self {
        self.retry_after = Some(delay);
        self.with("retry_after_ms", delay.as_millis())
    }

    pub(crate) const fn code(&self) -> Code {
        self.reason.code()
    }

    /// The stable code for programs: of the first violation when there are violations.
    pub(crate) fn name(&self) -> &'static str {
        self.violations.first().map_or(self.reason.as_str(), |violation| violation.code)
    }

    pub(crate) fn english(&self) -> String {
        self.fill(self.reason.texts().english)
    }

    pub(crate) fn dutch(&self) -> String {
        self.fill(self.reason.texts().dutch)
    }

    pub(crate) fn next_english(&self) -> String {
        self.fill(self.reason.texts().next_english)
    }

    pub(crate) fn next_dutch(&self) -> String {
        self.fill(self.reason.texts().next_dutch)
    }

    /// All there is to say in Dutch about the first `shown` violations, a line each.
    pub(crate) fn whole_dutch(&self, shown: usize) -> String {
        let more = self.violations.len().saturating_sub(shown);
        let more = (more > 0).then(|| format!("En nog {more} meer. Verbeter eerst deze."));
        let lines = self.violations.iter().take(shown).map(|violation| violation.dutch.clone());
        self.lines(self.dutch(), lines.chain(more), self.next_dutch())
    }

    /// The same in English.
    pub(crate) fn whole_english(&self, shown: usize) -> String {
        let more = self.violations.len().saturating_sub(shown);
        let more = (more > 0).then(|| format!("And {more} more. Correct these first."));
        let lines = self.violations.iter().take(shown).map(|violation| violation.english.clone());
        self.lines(self.english(), lines.chain(more), self.next_english())
    }

    fn lines(&self, first: String, between: impl Iterator<Item = String>, last: String) -> String {
        std::iter::once(first).chain(between).chain([last]).collect::<Vec<_>>().join("\n")
    }

    fn fill(&self, text: &str) -> String {
        self.values
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// The HTTP status of a page that shows it.
    pub(crate) const fn http_status(&self) -> u16 {
        match self.code() {
            Code::InvalidArgument => 400,
            Code::NotFound | Code::OutOfRange | Code::Unimplemented => 404,
            Code::AlreadyExists | Code::FailedPrecondition => 409,
            Code::ResourceExhausted | Code::Unavailable => 503,
            Code::DeadlineExceeded => 504,
            _ => 500,
        }
    }
}
