//! `openboek doctor`: a data folder or a database checked, everything against everything.

use std::io::Write;

use openboek_audit::Lang;
use openboek_server::upkeep::{Examined, Finding, Severity, examine, examine_database};
use serde_json::{Value, json};

use crate::cli::{DoctorArgs, StoreArg};
use crate::exit;
use crate::restore::{progress, trouble};
use crate::trouble::Trouble;

/// Runs the subcommand; the exit status says whether something is wrong.
///
/// # Errors
/// When there is nothing to look at.
pub(crate) fn run(args: &DoctorArgs, lang: Lang, out: &mut dyn Write) -> Result<u8, Trouble> {
    let logs = args.static_log.as_deref();
    let found = match (&args.store, &args.data, &args.keys) {
        (Some(StoreArg::Postgres(_)), Some(_), _) => return Err(one_only(lang)),
        (Some(StoreArg::Postgres(url)), None, Some(keys)) => {
            examine_database(url, keys, logs, &mut progress())
        }
        (Some(StoreArg::Postgres(_)), None, None) => return Err(no_keys(lang)),
        (_, Some(data), _) => examine(data, logs, &mut progress()),
        (_, None, _) => return Err(nothing(lang)),
    };
    let found = found.map_err(|error| Trouble { exit: exit::WRONG_USE, ..trouble(&error, lang) })?;
    crate::print(out, &if args.json { as_json(&found) } else { as_text(&found, lang) })?;
    Ok(if found.is_wrong() { exit::REFUSED } else { exit::DONE })
}

fn nothing(lang: Lang) -> Trouble {
    Trouble::wrong_use(lang.pick(
        "Geef met --data de map met gegevens, of met --store het adres van een database.\n  code: no-data",
        "no-data: give the data folder with --data, or the address of a database with --store",
    ))
}

fn one_only(lang: Lang) -> Trouble {
    Trouble::wrong_use(lang.pick(
        "Geef --data of --store, niet allebei; ook OPENBOEK_DATA en OPENBOEK_STORE tellen.\n  code: store-unknown",
        "store-unknown: give --data or --store, not both; OPENBOEK_DATA and OPENBOEK_STORE count as well",
    ))
}

fn no_keys(lang: Lang) -> Trouble {
    Trouble::wrong_use(lang.pick(
        "Geef met --keys de map met de sleutels van de grootboeken in de database.\n  code: keys-not-named",
        "keys-not-named: give the folder with the keys of the ledgers in the database with --keys",
    ))
}

fn as_text(found: &Examined, lang: Lang) -> String {
    let mut text: String = found.findings.iter().map(|one| finding_text(one, lang)).collect();
    if found.left_out > 0 {
        text.push_str(&match lang {
            Lang::Nl => format!("… en nog {} bevindingen.\n", found.left_out),
            Lang::En => format!("… and {} findings more.\n", found.left_out),
        });
    }
    let (logs, entries) = (found.logs, found.entries);
    text.push_str(&match (lang, found.is_wrong()) {
        (Lang::Nl, false) => format!("Niets mis: {logs} grootboeken, {entries} boekingen gecontroleerd.\n"),
        (Lang::Nl, true) => {
            format!("Er is iets mis. {logs} grootboeken, {entries} boekingen gecontroleerd.\n")
        }
        (Lang::En, false) => format!("Nothing wrong: {logs} ledgers, {entries} entries checked.\n"),
        (Lang::En, true) => format!("Something is wrong. {logs} ledgers, {entries} entries checked.\n"),
    });
    text
}

fn finding_text(one: &Finding, lang: Lang) -> String {
    let (means, to_do) = match lang {
        Lang::Nl => one.check.dutch(),
        Lang::En => one.check.english(),
    };
    let severity = match one.check.severity() {
        Severity::Wrong => lang.pick("fout", "wrong"),
        Severity::Note => lang.pick("opmerking", "note"),
    };
    let places: Vec<&str> =
        [one.log.as_str(), &one.place, &one.detail].into_iter().filter(|part| !part.is_empty()).collect();
    format!("{severity} [{}] {}\n  {means}\n  {to_do}\n", one.check.as_str(), places.join(": "))
}

fn as_json(found: &Examined) -> String {
    let findings: Vec<Value> = found
        .findings
        .iter()
        .map(|one| {
            let (english, to_do) = one.check.english();
            let (dutch, doe) = one.check.dutch();
            json!({
                "code": one.check.as_str(),
                "wrong": one.check.severity() == Severity::Wrong,
                "log": one.log,
                "place": one.place,
                "detail": one.detail,
                "english": format!("{english} {to_do}"),
                "dutch": format!("{dutch} {doe}"),
            })
        })
        .collect();
    let answer = json!({
        "wrong": found.is_wrong(),
        "logs": found.logs,
        "entries": found.entries,
        "findings": findings,
        "left_out": found.left_out,
    });
    format!("{answer:#}\n")
}
