//! `openboek record`: a statement file into the ledger.

use std::io::{Read as _, Write};
use std::time::Duration;

use openboek_audit::Lang;
use openboek_wire::v1;
use serde_json::{Value, json};

use crate::cli::{RecordArgs, Wait};
use crate::client::Client;
use crate::file::{self, Command, Fault, StatementFile};
use crate::template;
use crate::trouble::Trouble;

/// How long publication may take; the server publishes many times a second.
const PUBLISHED_WITHIN: Duration = Duration::from_secs(30);

/// How long to wait before looking again.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &RecordArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    if args.list || args.template.as_deref() == Some("") {
        return print(out, &template::list().map_err(Trouble::failed)?);
    }
    if let Some(kind) = &args.template {
        return print(out, &template::of_kind(kind, lang)?);
    }
    let Some(path) = &args.file else { return Err(Trouble::wrong_use("FILE?")) };
    let text = read(path, lang)?;
    let name = path.display().to_string();
    let file = checked(&text, &name, lang)?;
    if args.dry_check {
        return print(out, &fine(&file, lang));
    }
    let client = Client::connect(&args.server, lang).await?;
    let mut answers = Vec::new();
    for (number, command) in file.commands.iter().enumerate() {
        let sent = send(&client, command, args.wait).await;
        let response = sent.map_err(|status| not_recorded(&status, command, number, &file, lang))?;
        if args.json {
            answers.push(as_json(&response));
        } else {
            print(out, &told(&response, command, number, lang))?;
        }
    }
    if args.json { print(out, &format!("{:#}\n", Value::Array(answers))) } else { Ok(()) }
}

/// Reads a file and checks everything that can be known without the ledger.
///
/// # Errors
/// Every fault, a line each.
pub(crate) fn checked(text: &str, name: &str, lang: Lang) -> Result<StatementFile, Trouble> {
    let faults = match file::read(text) {
        Ok(file) => {
            let faults: Vec<Fault> = file.commands.iter().flat_map(Command::malformed).collect();
            if faults.is_empty() {
                return Ok(file);
            }
            faults
        }
        Err(faults) => faults,
    };
    let head = match lang {
        Lang::Nl => format!("{name} kan zo niet worden vastgelegd. Er is niets vastgelegd."),
        Lang::En => format!("{name} cannot be recorded like this. Nothing was recorded."),
    };
    let lines: Vec<String> =
        std::iter::once(head).chain(faults.iter().map(|fault| format!("  {}", fault.text(lang)))).collect();
    Err(Trouble::refused(lines.join("\n")))
}

/// Sends one command: the founding through CreateArrangement, any other through Record.
///
/// # Errors
/// The server's status.
pub(crate) async fn send(
    client: &Client,
    command: &Command,
    wait: Wait,
) -> Result<v1::RecordResponse, tonic::Status> {
    if let Some(request) = command.create_request() {
        let answer = client.arrangements().create_arrangement(request).await?.into_inner();
        let recorded =
            answer.recorded.ok_or_else(|| tonic::Status::internal("an answer without what was recorded"))?;
        return match wait {
            Wait::Recorded => Ok(recorded),
            Wait::Published => published(client, &command.arrangement, recorded).await,
        };
    }
    let wait_for = match wait {
        Wait::Recorded => v1::WaitFor::Recorded,
        Wait::Published => v1::WaitFor::Published,
    };
    Ok(client.ledger().record(command.record_request(wait_for)).await?.into_inner())
}

/// Waits until what was recorded is published. The call that founds an arrangement does not wait itself.
async fn published(
    client: &Client,
    arrangement: &str,
    mut recorded: v1::RecordResponse,
) -> Result<v1::RecordResponse, tonic::Status> {
    let last = recorded.entries.iter().map(|entry| entry.index).max().unwrap_or(0);
    let until = tokio::time::Instant::now() + PUBLISHED_WITHIN;
    while recorded.published_size.is_none_or(|size| size <= last) {
        if tokio::time::Instant::now() >= until {
            return Err(tonic::Status::deadline_exceeded("recorded, but not published yet"));
        }
        tokio::time::sleep(LOOK_AGAIN).await;
        let request = v1::GetArrangementRequest { arrangement: arrangement.to_owned() };
        let now = client
            .arrangements()
            .get_arrangement(request)
            .await?
            .into_inner()
            .arrangement
            .unwrap_or_default();
        recorded.published_size = Some(now.published_size);
    }
    Ok(recorded)
}

/// A command that was not recorded, for people.
pub(crate) fn not_recorded(
    status: &tonic::Status,
    command: &Command,
    number: usize,
    file: &StatementFile,
    lang: Lang,
) -> Trouble {
    let mut trouble = Trouble::of_status(status, lang, Some(&|field| command.line_of(field)));
    let (count, line) = (file.commands.len(), command.line);
    let head = match lang {
        Lang::Nl => format!("Opdracht {} van {count} (regel {line}) is niet vastgelegd.", number + 1),
        Lang::En => format!("Command {} of {count} (line {line}) was not recorded.", number + 1),
    };
    let before = match (number, lang) {
        (0, _) => String::new(),
        (_, Lang::Nl) => " Wat ervoor staat, is wel vastgelegd.".to_owned(),
        (_, Lang::En) => " What stands before it was recorded.".to_owned(),
    };
    trouble.text = format!("{head}{before}\n{}", trouble.text);
    trouble
}

/// The text of a file, or of standard input for `-`.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn read(path: &std::path::Path, lang: Lang) -> Result<String, Trouble> {
    if path.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| Trouble::file(path, &error, lang))?;
        return Ok(text);
    }
    std::fs::read_to_string(path).map_err(|error| Trouble::file(path, &error, lang))
}

fn fine(file: &StatementFile, lang: Lang) -> String {
    let statements: usize = file.commands.iter().map(|command| command.statements.len()).sum();
    let commands = file.commands.len();
    match lang {
        Lang::Nl => format!(
            "De vorm is in orde: {commands} opdrachten, {statements} vastleggingen voor {}. Er is niets verstuurd; of het grootboek ze \
             aanneemt, blijkt bij het vastleggen.\n",
            file.arrangement
        ),
        Lang::En => format!(
            "The form is fine: {commands} commands, {statements} statements for {}. Nothing was sent; whether the ledger takes them \
             shows when they are recorded.\n",
            file.arrangement
        ),
    }
}

fn told(response: &v1::RecordResponse, command: &Command, number: usize, lang: Lang) -> String {
    let state = match (response.repeated_request, response.published_size) {
        (true, _) => lang.pick("was al vastgelegd", "was recorded before"),
        (false, Some(_)) => lang.pick("vastgelegd en gepubliceerd", "recorded and published"),
        (false, None) => lang.pick("vastgelegd", "recorded"),
    };
    let mut lines = format!(
        "{} {} ({} {}): {state}\n",
        lang.pick("opdracht", "command"),
        number + 1,
        lang.pick("regel", "line"),
        command.line
    );
    for entry in &response.entries {
        lines.push_str(&format!("  {}  {}  {}\n", entry.index, entry.kind, entry.event_hash));
    }
    lines
}

fn as_json(response: &v1::RecordResponse) -> Value {
    let entries: Vec<Value> = response
        .entries
        .iter()
        .map(|entry| {
            let revisions: serde_json::Map<String, Value> = entry
                .revisions
                .iter()
                .map(|place| (place.stream.clone(), Value::from(place.revision)))
                .collect();
            json!({
                "index": entry.index,
                "event_hash": entry.event_hash,
                "kind": entry.kind,
                "version": entry.version,
                "revisions": revisions,
            })
        })
        .collect();
    json!({
        "request_id": response.request_id,
        "recorded_at_ms": response.recorded_at_ms,
        "published_size": response.published_size,
        "repeated_request": response.repeated_request,
        "entries": entries,
    })
}

fn print(out: &mut dyn Write, text: &str) -> Result<(), Trouble> {
    crate::print(out, text)
}
