//! The auditor's program: verifies a bundle or a static log, and computes a paragraph from it, without the server.
//!
//! It shares only the pure crates with the writer: the format and its proofs, the codec, the rules' types and the fold. The program
//! `openboek audit` is this same library in another program's clothes.

mod answer;
pub mod cli;
mod figures;
mod fold;
pub mod help;
mod lang;
mod recompute;
mod source;
mod time;
mod verify;

use std::ffi::OsString;
use std::io::Write;

use clap::{CommandFactory as _, FromArgMatches as _};
use openboek_proof::verify::Verdict;
use openboek_rules::{BudgetYear, Stream};

pub use lang::{LANG_VARIABLE, Lang};

use cli::{Cli, Command, ParagraphArgs, VerifyArgs};
use fold::{Asked, FoldError};

/// Exit status of a wrong command line, or of files of the reader's own that cannot be used: 2 is an answer about a ledger.
pub const WRONG_USE: u8 = 64;

/// Runs the program. `arguments` begins with the program's own name. What was asked for goes to `out`, the rest to `err`.
///
/// Returns the exit status: 0 *klopt*, 1 *klopt niet*, 2 *niet te controleren*, 64 wrong use.
pub fn run(arguments: Vec<OsString>, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let lang = Lang::of_arguments(&arguments);
    let parsed = help::localise(Cli::command(), lang, cli::DUTCH)
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            print(err, &error.render().to_string());
            return WRONG_USE;
        }
        Err(help) => {
            print(out, &help.render().to_string());
            return 0;
        }
    };
    match &cli.command {
        Command::Verify(args) => run_verify(args, cli.lang, out, err),
        Command::Paragraph(args) => run_paragraph(args, cli.lang, out, err),
    }
}

fn run_verify(args: &VerifyArgs, lang: Lang, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let (verdict, source) = match verify::check(&args.input, args.recompute) {
        Ok(checked) => checked,
        Err(fault) => return wrong_use(err, &fault.text(lang)),
    };
    print(out, &if args.json { answer::json(&verdict) } else { answer::text(&verdict, lang) });
    if let (Verdict::Klopt(_), Some(path), Some(source)) = (&verdict, &args.keep, &source)
        && let Err(fault) = verify::keep(source, path)
    {
        return wrong_use(err, &fault.text(lang));
    }
    verdict.exit_status()
}

fn run_paragraph(args: &ParagraphArgs, lang: Lang, out: &mut dyn Write, err: &mut dyn Write) -> u8 {
    let asked = match (Stream::new(&args.holder), BudgetYear::new(i64::from(args.year))) {
        (Ok(holder), Ok(year)) => {
            Asked { holder, year, stand: args.stand, as_decided_on: args.as_decided_on }
        }
        (Err(_), _) => {
            let text =
                lang.pick("geef `region` of `GM` en vier cijfers", "give `region` or `GM` and four digits");
            return wrong_use(err, &format!("{}: {text}", args.holder));
        }
        (_, Err(_)) => {
            let text = lang.pick("dit is geen begrotingsjaar", "this is not a budget year");
            return wrong_use(err, &format!("{}: {text}", args.year));
        }
    };
    let (verdict, source) = match verify::check(&args.input, false) {
        Ok(checked) => checked,
        Err(fault) => return wrong_use(err, &fault.text(lang)),
    };
    print(err, &answer::text(&verdict, lang));
    let (Verdict::Klopt(_), Some(source)) = (&verdict, &source) else { return verdict.exit_status() };
    match fold::compute(source, &asked) {
        Ok(computed) => {
            print(out, &figures::lines(&computed.paragraph, args.table.as_deref()));
            if !computed.left_out.is_empty() {
                let list: Vec<String> = computed.left_out.iter().map(u64::to_string).collect();
                let text =
                    lang.pick("zonder inhoud, dus niet meegerekend", "without payload, so not counted");
                print(err, &format!("{text}: {}\n", list.join(", ")));
            }
            0
        }
        Err(error) => wrong_use(err, &fold_error(&error, lang)),
    }
}

fn fold_error(error: &FoldError, lang: Lang) -> String {
    match (error, lang) {
        (FoldError::NotABundle, Lang::Nl) => {
            "Een paragraaf wordt berekend uit een bundel, niet uit een statisch log.".to_owned()
        }
        (FoldError::NotABundle, Lang::En) => {
            "A paragraph is computed from a bundle, not from a static log.".to_owned()
        }
        (FoldError::NotInBundle, Lang::Nl) => "Deze bundel gaat niet over die gemeente.".to_owned(),
        (FoldError::NotInBundle, Lang::En) => "This bundle is not about that municipality.".to_owned(),
        (FoldError::BeyondCheckpoint { size }, Lang::Nl) => format!("De bundel gaat tot stand {size}."),
        (FoldError::BeyondCheckpoint { size }, Lang::En) => format!("The bundle goes up to {size} entries."),
        (FoldError::Nothing, Lang::Nl) => "Er was toen nog niets vastgelegd.".to_owned(),
        (FoldError::Nothing, Lang::En) => "Nothing was recorded by then.".to_owned(),
        (FoldError::Unreadable(what), Lang::Nl) => format!("Kan niet worden gelezen: {what}"),
        (FoldError::Unreadable(what), Lang::En) => format!("Cannot be read: {what}"),
    }
}

fn wrong_use(err: &mut dyn Write, text: &str) -> u8 {
    print(err, &format!("{text}\n"));
    WRONG_USE
}

/// Prints; whoever reads may have gone away (a closed pipe), which is no fault of the check.
fn print(to: &mut dyn Write, text: &str) {
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}
