//! What the desk says to the server, and hears.

use std::time::Duration;

use openboek_audit::Lang;
use openboek_documents::desk::said as said_of;
use openboek_rules::Statement;
use openboek_wire::v1;
use tonic::{Code, Status};

use super::read::Wrong;
use super::{Desk, documents_lang};
use crate::listed;
use crate::trouble::Said;

/// Arrangements that are asked for at a time.
const PAGE: i32 = 500;

/// How long an answer may take: longer than the server itself allows a call.
const ANSWER_TIME: Duration = Duration::from_secs(60);

/// Why something was not recorded or previewed.
pub(super) enum NotDone {
    /// It is wrong, or the rules refuse it.
    Refused(Vec<Wrong>),
    /// Somebody else recorded in a stream of it after it was previewed.
    Moved,
    /// Something else was recorded under the same request.
    Taken,
    /// Nobody knows whether it was recorded.
    Unknown,
    /// Nothing answers.
    Away,
    /// The server cannot do it now.
    Trouble(Vec<String>),
}

impl Desk {
    /// The arrangements there are.
    pub(super) async fn arrangements(&self) -> Result<Vec<v1::Arrangement>, NotDone> {
        let (mut found, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = v1::ListArrangementsRequest { page_size: PAGE, page_token };
            let answer = in_time(self.client.arrangements().list_arrangements(request)).await;
            let page = answer.map_err(|status| self.trouble(&status))?.into_inner();
            found.extend(page.arrangements);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return Ok(found);
            }
        }
    }

    /// An arrangement; `None` when there is none of that name.
    pub(super) async fn arrangement(&self, name: &str) -> Result<Option<v1::Arrangement>, NotDone> {
        let request = v1::GetArrangementRequest { arrangement: name.to_owned() };
        match in_time(self.client.arrangements().get_arrangement(request)).await {
            Ok(answer) => Ok(answer.into_inner().arrangement),
            Err(status) if matches!(status.code(), Code::NotFound | Code::InvalidArgument) => Ok(None),
            Err(status) => Err(self.trouble(&status)),
        }
    }

    /// What a published entry says; `None` when none at that position says anything.
    pub(super) async fn entry(&self, arrangement: &str, position: u64) -> Result<Option<Statement>, NotDone> {
        let request = v1::ListEntriesRequest {
            arrangement: arrangement.to_owned(),
            from: position,
            limit: 1,
            stream: String::new(),
            include_payloads: true,
        };
        match in_time(self.client.audit().list_entries(request)).await {
            Ok(answer) => {
                let entries = answer.into_inner().entries;
                let entry = entries.first().filter(|entry| entry.index == position);
                Ok(entry.and_then(|entry| listed::statement(entry, &listed::event(entry)?)?))
            }
            Err(status)
                if matches!(status.code(), Code::NotFound | Code::InvalidArgument | Code::OutOfRange) =>
            {
                Ok(None)
            }
            Err(status) => Err(self.trouble(&status)),
        }
    }

    /// What a statement would change.
    pub(super) async fn preview(&self, command: v1::RecordRequest) -> Result<v1::PreviewResponse, NotDone> {
        let request = v1::PreviewRequest { command: Some(command) };
        let answer = in_time(self.client.ledger().preview(request)).await;
        Ok(answer.map_err(|status| self.not_done(&status))?.into_inner())
    }

    /// Records it.
    pub(super) async fn record(&self, command: v1::RecordRequest) -> Result<v1::RecordResponse, NotDone> {
        let answer = in_time(self.client.ledger().record(command)).await;
        Ok(answer.map_err(|status| self.not_done(&status))?.into_inner())
    }

    fn not_done(&self, status: &Status) -> NotDone {
        let said = Said::of(status);
        match (status.code(), said.reason.as_str()) {
            (_, "revision-conflict") => NotDone::Moved,
            (Code::AlreadyExists, _) => NotDone::Taken,
            (Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange, _) => {
                NotDone::Refused(wrong(&said, self.lang))
            }
            (_, "not-recorded") => self.trouble(status),
            (Code::Unavailable | Code::DeadlineExceeded | Code::Unknown | Code::Cancelled, _) => {
                NotDone::Unknown
            }
            _ => self.trouble(status),
        }
    }

    fn trouble(&self, status: &Status) -> NotDone {
        let said = Said::of(status);
        // Words of a library, not of the server.
        if said.reason == Said::NO_DETAILS {
            return NotDone::Away;
        }
        let (first, violations, after) = said.told(self.lang);
        let violations = violations.into_iter().map(|(_, sentence)| sentence.to_owned());
        let first = std::iter::once(first.to_owned());
        NotDone::Trouble(first.chain(violations).chain(after.iter().cloned()).collect())
    }
}

/// The answer, or that it did not come.
async fn in_time<T>(call: impl Future<Output = Result<T, Status>>) -> Result<T, Status> {
    let late = |_| Err(Status::deadline_exceeded("no answer"));
    tokio::time::timeout(ANSWER_TIME, call).await.unwrap_or_else(late)
}

/// Every violation by the path that the form has for its field. Without violations: what happened, as a whole.
fn wrong(said: &Said, lang: Lang) -> Vec<Wrong> {
    let (first, violations, after) = said.told(lang);
    if violations.is_empty() {
        let text =
            std::iter::once(first).chain(after.iter().map(String::as_str)).collect::<Vec<_>>().join(" ");
        return vec![Wrong { path: String::new(), text }];
    }
    let wrong = |(field, sentence): (&str, &str)| {
        let path = field.strip_prefix("command.").unwrap_or(field).strip_prefix("statements[0]");
        let path = path.map(|path| path.trim_start_matches('.').to_owned()).unwrap_or_default();
        // The form says itself where it is, in words.
        let named = [format!("Veld {field}: "), format!("Field {field}: ")];
        let said = named.iter().find_map(|place| sentence.strip_prefix(place)).unwrap_or(sentence);
        let text = match path.as_str() {
            "concerns" => said_of("choose-one", documents_lang(lang), &[]),
            _ => crate::file::capital(said),
        };
        Wrong { path, text }
    };
    violations.into_iter().map(wrong).collect()
}
