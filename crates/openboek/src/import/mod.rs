//! `openboek import`: from a file that somebody has to what is recorded, row by row, after a person agreed to it.
//!
//! An importer is a function of `openboek-import` from a file and what the ledger holds to a plan. It plugs in with a variant of
//! [`ImportWhat`](args::ImportWhat), a line in [`planner`], and its help in `dutch.rs`.

pub(crate) mod args;
mod input;
mod ledger;
mod mapping;
mod progress;
mod send;
mod sheet;
mod show;

use std::io::{IsTerminal as _, Write};

use openboek_audit::Lang;
use openboek_import::{Held, Plan};

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
        ImportWhat::Mapping => Box::new(|_| Plan::default()),
    })
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
