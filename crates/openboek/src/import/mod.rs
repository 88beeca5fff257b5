//! `openboek import`: from a file that somebody has to what is recorded, row by row, after a person agreed to it.
//!
//! An importer is a function of `openboek-import` from a file and what the ledger holds to a plan. It plugs in with a variant of
//! [`ImportWhat`](args::ImportWhat), a line in [`planner`], and its help in `dutch.rs`.

pub(crate) mod args;
mod circular;
mod input;
mod iv3;
mod ledger;
mod mapping;
mod population;
mod progress;
mod register;
mod send;
mod sheet;
mod show;

use std::io::{IsTerminal as _, Write};

use openboek_audit::Lang;
use openboek_import::{Held, Plan};
use openboek_rules::Malformed;

use crate::client::Client;
use crate::trouble::Trouble;
use args::{Common, ImportArgs, ImportWhat};
use input::Input;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &ImportArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let Some(common) = args.what.common() else { return crate::print(out, mapping::EXAMPLE) };
    let inputs = common.files.iter().map(|path| input::read(path, lang)).collect::<Result<Vec<_>, _>>()?;
    let planner = planner(&args.what, &inputs, lang)?;
    let client = Client::connect(&common.server, lang).await?;
    let ledger = ledger::read(&client, &common.arrangement, lang).await?;
    let plan = planner(&ledger.held);
    if common.json {
        let recorded = match agreed(&plan, common, false, lang) {
            Ok(()) => Some(send::send(&client, common, &inputs, &ledger, &plan, lang).await?),
            Err(_) => None,
        };
        crate::print(out, &show::json(&plan, recorded.as_ref())?)?;
        return if common.yes { agreed(&plan, common, false, lang) } else { usable(&plan, lang) };
    }
    crate::print(out, &show::text(&plan, common.all, lang))?;
    usable(&plan, lang)?;
    if plan.proposals.is_empty() {
        return crate::print(out, show::nothing(&plan, lang));
    }
    if !common.yes && !std::io::stdin().is_terminal() {
        return crate::print(out, show::not_yet(lang));
    }
    agreed(&plan, common, true, lang)?;
    let recorded = send::send(&client, common, &inputs, &ledger, &plan, lang).await?;
    crate::print(out, &show::recorded(&recorded, lang))
}

/// What the ledger holds, for exports that write what an importer reads.
///
/// # Errors
/// The server's status, or an entry that cannot be read.
pub(crate) async fn held(client: &Client, arrangement: &str, lang: Lang) -> Result<Vec<Held>, Trouble> {
    Ok(ledger::read(client, arrangement, lang).await?.held)
}

pub(crate) use iv3::of as iv3_settings;
pub(crate) use register::of as register_settings;

/// What makes a plan of what the ledger holds.
type Planner<'a> = Box<dyn Fn(&[Held]) -> Plan + 'a>;

/// The importer that was asked for, with its settings read: mistakes in those are told before the server is asked anything.
fn planner<'a>(what: &'a ImportWhat, inputs: &'a [Input], lang: Lang) -> Result<Planner<'a>, Trouble> {
    Ok(match what {
        ImportWhat::Sheet(args) => {
            let settings = sheet::settings(args, lang)?;
            let file = input::only(inputs, lang)?;
            Box::new(move |held| openboek_import::sheet::plan(file.source(), &settings, held))
        }
        ImportWhat::Iv3(args) => {
            let settings = iv3::settings(args, lang)?;
            let file = input::only(inputs, lang)?;
            Box::new(move |held| openboek_import::iv3::plan(file.source(), &settings, held))
        }
        ImportWhat::Register(args) => {
            let stands = register::settings(args, inputs, lang)?;
            let stands: Vec<_> =
                stands.into_iter().map(|(input, settings)| (input.source(), settings)).collect();
            Box::new(move |held| openboek_import::register::series(&stands, held))
        }
        ImportWhat::Circular(args) => {
            let (weights, settings) = circular::settings(args, inputs, lang)?;
            Box::new(move |held| openboek_import::circular::plan(weights, &settings, held))
        }
        ImportWhat::Population(args) => {
            let settings = population::settings(args, lang)?;
            let file = input::only(inputs, lang)?;
            Box::new(move |held| openboek_import::population::plan(file.source(), &settings, held))
        }
        ImportWhat::Mapping => Box::new(|_| Plan::default()),
    })
}

/// An argument that is malformed.
fn wrong(argument: &str, fault: &Malformed, lang: Lang) -> Trouble {
    Trouble::wrong_use(format!("{argument}: {}", lang.pick(&fault.dutch(), &fault.english())))
}

/// Whether anything of the file can be recorded.
fn usable(plan: &Plan, lang: Lang) -> Result<(), Trouble> {
    if plan.is_unusable() { Err(Trouble::refused(show::unusable(lang))) } else { Ok(()) }
}

/// Whether a person agrees to the plan: by `--yes`, or by an answer on a terminal; and by `--partial` when rows are left out.
fn agreed(plan: &Plan, common: &Common, may_ask: bool, lang: Lang) -> Result<(), Trouble> {
    usable(plan, lang)?;
    if plan.leaves_out() && !common.partial {
        return Err(Trouble::refused(show::needs_partial(plan, lang)));
    }
    if common.yes || (may_ask && asked(plan, lang)?) {
        return Ok(());
    }
    Err(Trouble::refused(show::not_yet(lang)))
}

fn asked(plan: &Plan, lang: Lang) -> Result<bool, Trouble> {
    let failed = |error: std::io::Error| Trouble::failed(error.to_string());
    eprint!("{}", show::question(plan, lang));
    std::io::stderr().flush().map_err(failed)?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).map_err(failed)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "j" | "ja" | "y" | "yes"))
}
