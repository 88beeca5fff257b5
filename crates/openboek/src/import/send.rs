//! A plan as one command, in as many parts as it needs.

use openboek_audit::Lang;
use openboek_import::Plan;
use openboek_wire::v1;
use openboek_wire::v1::record_stream_response::Outcome;
use prost::Message as _;

use super::args::Common;
use super::input::Input;
use super::ledger::Ledger;
use super::progress::Progress;
use crate::cli::Wait;
use crate::client::Client;
use crate::file;
use crate::trouble::Trouble;

/// Statements and bytes in one part: a message is at most 4 MiB, and one statement at most 1 MiB.
const PART: (usize, usize) = (250, 2 << 20);
/// Parts that wait to be sent.
const PARTS_AHEAD: usize = 4;
/// Separates these request identifiers from all others.
const CONTEXT: &str = "openboek 2026-11-28 request of an import v1";

/// Sends a plan. The streams it was planned against must still stand where they stood: a plan made on an older state is refused.
///
/// # Errors
/// Why nothing was recorded, or that this is not known.
pub(super) async fn send(
    client: &Client,
    common: &Common,
    inputs: &[Input],
    ledger: &Ledger,
    plan: &Plan,
    lang: Lang,
) -> Result<v1::RecordResponse, Trouble> {
    let statements: Vec<v1::Statement> =
        plan.proposals.iter().map(|proposal| openboek_wire::from_statement(&proposal.statement)).collect();
    if statements.is_empty() {
        return Ok(v1::RecordResponse::default());
    }
    let command = v1::RecordRequest {
        arrangement: common.arrangement.clone(),
        request_id: request_id(common, inputs, &statements),
        actor: common.actor.clone(),
        statements: Vec::new(),
        expected_revisions: expected(ledger, plan),
        wait_for: match common.wait {
            Wait::Recorded => v1::WaitFor::Recorded,
            Wait::Published => v1::WaitFor::Published,
        }
        .into(),
    };
    let messages = parts(command, statements);
    let count = messages.len() as u64;
    // A few parts wait at a time; how many were taken is how far the sending is.
    let (sender, receiver) = tokio::sync::mpsc::channel(PARTS_AHEAD);
    let feed = async move {
        let mut progress = Progress::new(lang.pick("delen verstuurd", "parts sent"));
        for (sent, message) in (1..).zip(messages) {
            if sender.send(message).await.is_err() {
                break;
            }
            progress.at(sent, count);
        }
    };
    let call = async {
        let stream = tokio_stream::wrappers::ReceiverStream::new(receiver);
        client.ledger().record_stream(stream).await?.into_inner().message().await
    };
    let ((), answer) = tokio::join!(feed, call);
    let answer = answer.map_err(|status| Trouble::of_status(&status, lang, None))?;
    match answer.and_then(|answer| answer.outcome) {
        Some(Outcome::Recorded(recorded)) => Ok(recorded),
        Some(Outcome::Rejection(rejection)) => Err(rejected(&rejection, plan, lang)),
        None => Err(Trouble::failed(lang.pick("De server gaf geen antwoord.", "The server gave no answer."))),
    }
}

/// The first part holds the whole command but for the statements that are still to come.
fn parts(command: v1::RecordRequest, statements: Vec<v1::Statement>) -> Vec<v1::RecordStreamRequest> {
    let request_id = command.request_id.clone();
    let (mut parts, mut bytes) = (vec![command], 0);
    for statement in statements {
        let more = statement.encoded_len();
        let full = |part: &v1::RecordRequest| part.statements.len() >= PART.0 || bytes + more > PART.1;
        if parts.last().is_none_or(|part| !part.statements.is_empty() && full(part)) {
            parts.push(v1::RecordRequest { request_id: request_id.clone(), ..Default::default() });
            bytes = 0;
        }
        bytes += more;
        if let Some(part) = parts.last_mut() {
            part.statements.push(statement);
        }
    }
    let last = parts.len() - 1;
    let message = |(at, part)| v1::RecordStreamRequest { command: Some(part), more: at < last };
    parts.into_iter().enumerate().map(message).collect()
}

/// The same files with the same outcome are the same command, however often it is sent.
fn request_id(common: &Common, inputs: &[Input], statements: &[v1::Statement]) -> String {
    let digests = inputs.iter().map(|input| input.source().digest().to_vec());
    let said = [common.arrangement.as_bytes().to_vec(), common.actor.as_bytes().to_vec()].into_iter();
    file::identifier_of(CONTEXT, said.chain(digests).chain(statements.iter().map(|s| s.encode_to_vec())))
}

/// Where the streams stood that the plan is about.
fn expected(ledger: &Ledger, plan: &Plan) -> Vec<v1::ExpectedRevision> {
    let mut streams: Vec<_> =
        plan.proposals.iter().flat_map(|proposal| &proposal.statement.concerns).collect();
    streams.sort_unstable();
    streams.dedup();
    let revision = |stream| ledger.revisions.get(stream).copied().unwrap_or(0);
    streams
        .into_iter()
        .map(|stream| v1::ExpectedRevision { stream: stream.to_string(), revision: revision(stream) })
        .collect()
}

/// What the server says, with the rows of the file that each violation is about.
fn rejected(rejection: &v1::Rejection, plan: &Plan, lang: Lang) -> Trouble {
    let mut text = format!("{}\n", lang.pick(&rejection.message_nl, &rejection.message));
    for violation in &rejection.violations {
        let place = violation.field.strip_prefix("statements[").and_then(|rest| rest.split_once(']'));
        let proposal = place.and_then(|(number, _)| plan.proposals.get(number.parse::<usize>().ok()?));
        if let Some(proposal) = proposal {
            text.push_str(&format!("  {}\n", proposal.summary));
        }
        let sentence = lang.pick(&violation.message_nl, &violation.message);
        text.push_str(&format!("    {}: {sentence} [{}]\n", violation.field, violation.code));
    }
    text.push_str(&format!("  code: {}; openboek explain {}", rejection.reason, rejection.reason));
    let refused = [
        tonic::Code::InvalidArgument,
        tonic::Code::FailedPrecondition,
        tonic::Code::AlreadyExists,
        tonic::Code::NotFound,
        tonic::Code::OutOfRange,
    ];
    if refused.contains(&tonic::Code::from_i32(rejection.code)) {
        Trouble::refused(text)
    } else {
        Trouble::failed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_cut_into_parts_that_make_it_whole_again() {
        let statement = |n: usize, bytes: usize| v1::Statement {
            concerns: vec![n.to_string(), "x".repeat(bytes)],
            body: None,
        };
        let revision = v1::ExpectedRevision { stream: "GM0505".into(), revision: 7 };
        let command = v1::RecordRequest {
            arrangement: "delta".into(),
            request_id: "a".into(),
            actor: "griffie".into(),
            expected_revisions: vec![revision],
            ..Default::default()
        };
        // Small ones are counted, large ones weighed; a single one always fits.
        for (count, bytes, expected) in
            [(1, 0, 1), (250, 0, 1), (251, 0, 2), (750, 0, 3), (3, 900 << 10, 2), (3, 3 << 20, 3)]
        {
            let statements: Vec<_> = (0..count).map(|n| statement(n, bytes)).collect();
            let messages = parts(command.clone(), statements.clone());
            assert_eq!(messages.len(), expected, "{count} of {bytes} bytes");
            assert!(
                messages.iter().rev().skip(1).all(|message| message.more) && !messages[expected - 1].more
            );
            let requests: Vec<_> = messages.into_iter().filter_map(|message| message.command).collect();
            let whole: Vec<_> = requests.iter().flat_map(|part| part.statements.clone()).collect();
            assert_eq!(whole, statements);
            assert_eq!(v1::RecordRequest { statements: Vec::new(), ..requests[0].clone() }, command);
            for part in &requests[1..] {
                let rest = v1::RecordRequest {
                    request_id: "a".into(),
                    statements: part.statements.clone(),
                    ..Default::default()
                };
                assert_eq!(*part, rest, "a later part says whose it is and nothing else");
            }
        }
    }

    /// The streams a plan writes in must stand where they stood when it was made: otherwise the server refuses it.
    #[test]
    fn a_plan_expects_its_streams_to_stand_where_they_stood() {
        use openboek_import::Proposal;
        use openboek_rules::statement::{Member, MemberJoined, Statement};
        use openboek_rules::{
            Act, Body, MunicipalityCode, Organ, OrganisationId, Stream, Text, UncertainDate,
        };
        let stream = |code| Stream::new(code).unwrap();
        let act = Act {
            organisation: OrganisationId::new("GM0505").unwrap(),
            organ: Organ::Council,
            date: UncertainDate::Unknown,
            documents: Vec::new(),
            legal_basis: Vec::new(),
            note: None,
        };
        let proposal = |concerns| {
            let member = Member {
                code: MunicipalityCode::new("GM0505").unwrap(),
                name: Text::new("Dordrecht").unwrap(),
            };
            let body =
                Body::MemberJoined(MemberJoined { act: act.clone(), member, from: UncertainDate::Unknown });
            let statement = Statement { concerns, body };
            Proposal { statement, rows: Vec::new(), summary: String::new() }
        };
        let proposals =
            vec![proposal(vec![stream("GM0505")]), proposal(vec![stream("GM0505"), stream("GM0523")])];
        let plan = Plan { proposals, ..Plan::default() };
        let revisions = [("GM0505", 12), ("region", 3)].map(|(code, count)| (stream(code), count)).into();
        let ledger = Ledger { held: Vec::new(), revisions };
        let told: Vec<_> = expected(&ledger, &plan).into_iter().map(|e| (e.stream, e.revision)).collect();
        assert_eq!(told, [("GM0505".to_owned(), 12), ("GM0523".to_owned(), 0)]);
    }
}
