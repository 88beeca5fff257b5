//! `openboek preview`: what a statement file would change, before it is recorded.

use std::io::Write;

use openboek_audit::Lang;
use openboek_wire::v1;

use crate::cli::PreviewArgs;
use crate::client::Client;
use crate::differences;
use crate::file::{Command, StatementFile, identifier};
use crate::record;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people: what the ledger would refuse, it refuses here too.
pub(crate) async fn run(args: &PreviewArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let text = record::read(&args.file, lang)?;
    let file = record::checked(&text, &args.file.display().to_string(), lang)?;
    if file.commands.iter().any(|command| command.create_request().is_some()) {
        return Err(Trouble::wrong_use(lang.pick(
            "Een oprichting heeft geen voorbeeld: er is nog geen paragraaf die kan veranderen. Leg die opdracht eerst vast.",
            "A founding cannot be previewed: there is no paragraph yet that could change. Record that command first.",
        )));
    }
    let client = Client::connect(&args.server, lang).await?;
    let request = v1::PreviewRequest { command: as_one(&file) };
    let answer = client.ledger().preview(request).await;
    let answer = answer.map_err(|status| refused(&status, &file, lang))?.into_inner();
    let text = if args.json { differences::json("PreviewResponse", &answer)? } else { told(&answer, lang) };
    crate::print(out, &text)
}

/// The commands of a file as one: each is decided on as if those before it were recorded.
fn as_one(file: &StatementFile) -> Option<v1::RecordRequest> {
    let mut commands = file.commands.iter();
    let mut all = commands.next()?.record_request(v1::WaitFor::Recorded);
    for command in commands {
        all.statements.extend(command.statements.iter().cloned());
    }
    if file.commands.len() > 1 {
        all.request_id = identifier(&all.arrangement, &all.actor, &all.statements);
    }
    Some(all)
}

fn refused(status: &tonic::Status, file: &StatementFile, lang: Lang) -> Trouble {
    let mut trouble = Trouble::of_status(status, lang, Some(&|field| line_of(&file.commands, field)));
    let head = lang.pick(
        "Dit zou het grootboek weigeren. Er is niets vastgelegd.",
        "The ledger would refuse this. Nothing was recorded.",
    );
    if trouble.exit == crate::exit::REFUSED {
        trouble.text = format!("{head}\n{}", trouble.text);
    }
    trouble
}

/// The line of a field of all statements together: `statements[7].cut_suspended.cut`.
fn line_of(commands: &[Command], field: &str) -> usize {
    let numbered = field.strip_prefix("statements[").and_then(|rest| rest.split_once(']'));
    let Some((mut number, rest)) =
        numbered.and_then(|(number, rest)| Some((number.parse::<usize>().ok()?, rest)))
    else {
        return commands.first().map_or(1, |command| command.line_of(field));
    };
    for command in commands {
        match number.checked_sub(command.statements.len()) {
            Some(later) => number = later,
            None => return command.line_of(&format!("statements[{number}]{rest}")),
        }
    }
    1
}

fn told(answer: &v1::PreviewResponse, lang: Lang) -> String {
    if let Some(before) = &answer.recorded_before {
        let first = before.entries.first().map_or(0, |entry| entry.index);
        return match lang {
            Lang::Nl => format!("Deze opdracht is al vastgelegd (boeking {first}). Er verandert niets.\n"),
            Lang::En => format!("This command was recorded before (entry {first}). Nothing would change.\n"),
        };
    }
    let mut text = match lang {
        Lang::Nl => format!("Stand {}. Er is niets vastgelegd. Dit zou worden geboekt:\n", answer.size),
        Lang::En => format!("After {} entries. Nothing was recorded. This would be recorded:\n", answer.size),
    };
    for entry in &answer.entries {
        text.push_str(&format!("  {}  {}\n", entry.index, entry.kind));
    }
    text.push('\n');
    if answer.paragraphs.is_empty() {
        text.push_str(lang.pick("Geen enkele paragraaf verandert.\n", "No paragraph would change.\n"));
    } else {
        text.push_str(
            lang.pick("Dit verandert er in de paragrafen:\n", "This would change in the paragraphs:\n"),
        );
    }
    for paragraph in &answer.paragraphs {
        text.push_str(&format!("\n{}", differences::lines(paragraph, lang)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
arrangement: a
actor: b
concerns: [GM0505]
act: { organisation: GM0505, organ: council, date: 2020-11-11 }
commands:
  - statements:
      - commitment_made: { commitment: T1, text: Een., due: 2021 }
      - commitment_made: { commitment: T2, text: Twee., due: 2021 }
  - statements:
      - commitment_made: { commitment: T3, text: Drie., due: 2021 }
";

    #[test]
    fn commands_become_one_and_a_field_keeps_its_line() {
        let file = record::checked(FILE, "x.yaml", Lang::En).unwrap();
        let one = as_one(&file).unwrap();
        assert_eq!(one.statements.len(), 3);
        assert!(file.commands.iter().all(|command| command.request != one.request_id));
        let lines =
            ["statements[0].concerns", "statements[1].x", "statements[2].commitment_made.text", "actor"];
        assert_eq!(lines.map(|field| line_of(&file.commands, field)), [3, 8, 10, 6]);
    }
}
