//! `openboek export iv3`: a budget, accounts or actuals of a municipality in the forms that `openboek import iv3` reads.

use std::io::Write;

use openboek_audit::Lang;
use openboek_import::iv3::{Export, Sender, csv, json};
use openboek_rules::MunicipalityCode;

use crate::cli::{ExportIv3Args, Iv3Form};
use crate::client::Client;
use crate::import;
use crate::trouble::Trouble;

/// Most differences that are printed.
const SHOWN: usize = 20;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &ExportIv3Args, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let settings = import::iv3_settings(&args.of, lang)?;
    let client = Client::connect(&args.server, lang).await?;
    let holder = client.holder(&args.arrangement, &args.holder, lang).await?;
    let Ok(code) = MunicipalityCode::new(&holder) else {
        let words = lang.pick("is geen gemeente", "is no municipality");
        return Err(Trouble::wrong_use(format!("{holder} {words}")));
    };
    let held = import::held(&client, &args.arrangement, lang).await?;
    let sender = Sender {
        made: args.made.clone(),
        contact: args.contact.clone(),
        email: args.email.clone(),
        telephone: args.telephone.clone(),
    };
    let export = match args.form {
        Iv3Form::Csv => csv(&held, code, &settings),
        Iv3Form::Json => json(&held, code, &settings, &sender),
    };
    let Some(export) = export else {
        let words = lang.pick(
            "daarvan heeft het grootboek voor dit jaar geen cijfers",
            "the ledger holds no such figures of this year",
        );
        return Err(Trouble::refused(format!("{holder}: {words}")));
    };
    let Some(path) = &args.out else { return crate::print(out, &export.text) };
    std::fs::write(path, &export.text).map_err(|error| Trouble::file(path, &error, lang))?;
    crate::print(out, &format!("{}: {holder}\n{}", path.display(), differences(&export, lang)))
}

/// What rounding changed, line by line.
fn differences(export: &Export, lang: Lang) -> String {
    if export.differences.is_empty() {
        return String::new();
    }
    let euros =
        |cents: openboek_rules::Cents| format!("{}.{:02}", cents.get() / 100, cents.get().abs() % 100);
    let mut text = format!(
        "{} {}\n",
        export.differences.len(),
        lang.pick(
            "regels zijn afgerond (in het grootboek, in het bestand):",
            "lines are rounded (in the ledger, in the file):"
        )
    );
    for difference in export.differences.iter().take(SHOWN) {
        text += &format!("  {}: {} {}\n", difference.line, euros(difference.held), euros(difference.written));
    }
    text
}
