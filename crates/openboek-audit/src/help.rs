//! Help in two languages. The English help stands in the definition of the command line; the Dutch help is a table beside it, laid over
//! the definition when Dutch is asked for. A test of each program checks that the table misses nothing.

use clap::{Arg, ArgAction, Command};

use crate::lang::Lang;

/// Dutch help texts: the path of the subcommand (`""` for the program itself, `export bundle`), the argument (`""` for the
/// subcommand itself, `"after"` for its examples), the text.
pub type DutchHelp = &'static [(&'static str, &'static str, &'static str)];

/// The words of clap itself in Dutch. An error of the command line stays in clap's English.
const TEMPLATE: &str = "{before-help}{about-with-newline}\nGebruik: {usage}\n\n{all-args}{after-help}";

/// Lays the Dutch help over a command line; the English one is the definition itself.
#[must_use]
pub fn localise(command: Command, lang: Lang, dutch: DutchHelp) -> Command {
    if lang == Lang::En { command } else { lay(command, "", dutch) }
}

fn lay(command: Command, path: &str, dutch: DutchHelp) -> Command {
    let find = |argument: &str| {
        dutch.iter().find(|(at, of, _)| *at == path && *of == argument).map(|(_, _, text)| *text)
    };
    let mut command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Opdrachten")
        .subcommand_value_name("OPDRACHT")
        .mut_args(|argument| match find(argument.get_id().as_str()) {
            Some(text) => {
                let heading = if argument.is_positional() { "Argumenten" } else { "Opties" };
                let takes_values = argument.get_action().takes_values();
                let argument = argument.help(text).long_help(None::<&str>).help_heading(heading);
                // The values stand in the text, in Dutch.
                if takes_values { argument.hide_possible_values(true) } else { argument }
            }
            None => argument,
        });
    if !command.is_disable_help_flag_set() {
        command = command.disable_help_flag(true).arg(flag("help", 'h', "Toon deze hulp.", ArgAction::Help));
    }
    if command.get_version().is_some() && !command.is_disable_version_flag_set() {
        command = command.disable_version_flag(true).arg(flag(
            "version",
            'V',
            "Toon de versie.",
            ArgAction::Version,
        ));
    }
    if let Some(text) = find("") {
        command = command.about(text).long_about(None::<&str>);
    }
    if let Some(text) = find("after") {
        command = command.after_help(text).after_long_help(None::<&str>);
    }
    command.mut_subcommands(|sub| {
        let below = join(path, sub.get_name());
        lay(sub, &below, dutch)
    })
}

/// A flag that clap has by itself, but only in English.
fn flag(name: &'static str, short: char, text: &'static str, action: ArgAction) -> Arg {
    Arg::new(name).short(short).long(name).help(text).help_heading("Opties").action(action)
}

/// What a table misses, for a test: every subcommand and every visible argument must have a text.
#[must_use]
pub fn missing(command: &Command, dutch: DutchHelp) -> Vec<String> {
    let mut found = Vec::new();
    look(command, "", dutch, &mut found);
    found
}

fn look(command: &Command, path: &str, dutch: DutchHelp, found: &mut Vec<String>) {
    let has = |argument: &str| dutch.iter().any(|(at, of, _)| *at == path && *of == argument);
    let mut needed = vec![String::new()];
    needed.extend(
        command.get_arguments().filter(|argument| !argument.is_hide_set()).map(|a| a.get_id().to_string()),
    );
    if command.get_after_help().is_some() {
        needed.push("after".to_owned());
    }
    found.extend(
        needed.iter().filter(|argument| !has(argument)).map(|argument| format!("{path} / {argument}")),
    );
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        look(sub, &join(path, sub.get_name()), dutch, found);
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}
