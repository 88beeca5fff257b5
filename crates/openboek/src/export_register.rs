//! `openboek export register`: the subsidies of a giver as CSV, in the form that `openboek import register` reads.

use std::io::Write;

use openboek_audit::Lang;

use crate::cli::ExportRegisterArgs;
use crate::client::Client;
use crate::import;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &ExportRegisterArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let client = Client::connect(&args.server, lang).await?;
    let holder = client.holder(&args.arrangement, &args.holder, lang).await?;
    // The stand says nothing in an export: what is written is what the ledger holds.
    let settings = import::register_settings(&args.form, &holder, jiff::civil::Date::ZERO, lang)?;
    let held = import::held(&client, &args.arrangement, lang).await?;
    let csv = openboek_import::register::write(&held, &settings);
    let Some(path) = &args.out else { return crate::print(out, &csv) };
    std::fs::write(path, &csv).map_err(|error| Trouble::file(path, &error, lang))?;
    let rows = csv.lines().count().saturating_sub(1);
    crate::print(
        out,
        &match lang {
            Lang::Nl => format!("{}: {rows} subsidies van {holder}\n", path.display()),
            Lang::En => format!("{}: {rows} subsidies of {holder}\n", path.display()),
        },
    )
}
