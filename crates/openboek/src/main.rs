//! Openboek: one program for the server, the clerk's client and the demonstration.

mod backup;
mod cli;
mod client;
mod compare;
mod demo;
mod desk;
mod differences;
mod doctor;
mod dutch;
mod exit;
mod explain;
mod export;
mod export_iv3;
mod export_pdf;
mod export_register;
mod file;
mod import;
mod listed;
mod migrate;
mod paragraph;
mod preview;
mod publish;
mod record;
mod restore;
mod schema;
mod serve;
mod template;
mod trouble;
mod watch;
mod webhooks;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};
use openboek_audit::{Lang, help};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use cli::{AuditArgs, Cli, Command, CompletionsArgs, ExportWhat};
use trouble::Trouble;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let lang = Lang::of_arguments(&arguments);
    let command = help::localise(Cli::command(), lang, dutch::DUTCH);
    let cli =
        match command.try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches)) {
            Ok(cli) => cli,
            Err(error) => {
                // clap prints help to standard output and mistakes to standard error.
                let _ = error.print();
                return ExitCode::from(if error.use_stderr() { exit::WRONG_USE } else { exit::DONE });
            }
        };
    match run(&cli) {
        Ok(status) => ExitCode::from(status),
        Err(trouble) => {
            eprintln!("{}", trouble.text);
            ExitCode::from(trouble.exit)
        }
    }
}

fn run(cli: &Cli) -> Result<u8, Trouble> {
    let lang = cli.lang;
    let out = &mut std::io::stdout();
    let done = |()| exit::DONE;
    match &cli.command {
        Command::Serve(args) => wait(serve::run(args, lang, out)).map(done),
        Command::Demo(args) => wait(demo::run(args, lang, out)),
        Command::Record(args) => wait(record::run(args, lang, out)).map(done),
        Command::Import(args) => wait(import::run(args, lang, out)).map(done),
        Command::Paragraph(args) => wait(paragraph::run(args, lang, out)).map(done),
        Command::Preview(args) => wait(preview::run(args, lang, out)).map(done),
        Command::Desk(args) => wait(desk::run(args, lang, out)).map(done),
        Command::Publish(args) => wait(publish::run(args, lang, out)).map(done),
        Command::Compare(args) => wait(compare::run(args, lang, out)).map(done),
        Command::Watch(args) => wait(watch::run(args, lang, out)).map(done),
        Command::Explain(args) => wait(explain::run(args, lang, out)).map(done),
        Command::Export(args) => match &args.what {
            ExportWhat::Bundle(args) => wait(export::run(args, lang, out)).map(done),
            ExportWhat::Pdf(args) => wait(export_pdf::run(args, lang, out)).map(done),
            ExportWhat::Iv3(args) => wait(export_iv3::run(args, lang, out)).map(done),
            ExportWhat::Register(args) => wait(export_register::run(args, lang, out)).map(done),
        },
        Command::Backup(args) => wait(backup::run(args, lang, out)).map(done),
        Command::Doctor(args) => doctor::run(args, lang, out),
        Command::Restore(args) => restore::run(args, lang, out).map(done),
        Command::Migrate(args) => migrate::run(args, lang, out).map(done),
        Command::Schema(args) => schema::run(args, out).map(done),
        Command::Completions(args) => completions(args, out).map(done),
        Command::Audit(args) => Ok(audit(args, lang)),
    }
}

/// Runs a subcommand that talks to a server, or is one.
fn wait<T>(work: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Trouble::failed(error.to_string()))?;
    runtime.block_on(work)
}

/// The auditor's program, called by another name; `--lang` before `audit` counts unless there is one behind it.
fn audit(args: &AuditArgs, lang: Lang) -> u8 {
    let mut arguments = vec![OsString::from("openboek-audit")];
    if !args.arguments.iter().any(|argument| argument.to_string_lossy().starts_with("--lang")) {
        arguments.push(lang.pick("--lang=nl", "--lang=en").into());
    }
    arguments.extend(args.arguments.iter().cloned());
    openboek_audit::run(arguments, &mut std::io::stdout(), &mut std::io::stderr())
}

fn completions(args: &CompletionsArgs, out: &mut dyn Write) -> Result<(), Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "openboek", &mut script);
    print_bytes(out, &script)
}

/// Prints text.
///
/// # Errors
/// See [`print_bytes`].
fn print(out: &mut dyn Write, text: &str) -> Result<(), Trouble> {
    print_bytes(out, text.as_bytes())
}

/// Prints bytes.
///
/// # Errors
/// When they cannot be written: a full disk behind a redirection must not look like success. A reader who has seen enough (a closed
/// pipe) is no error.
fn print_bytes(out: &mut dyn Write, bytes: &[u8]) -> Result<(), Trouble> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Trouble::failed(error.to_string()))
        }
        _ => Ok(()),
    }
}
