//! `openboek restore`: data built again from static logs.

use std::io::Write;

use openboek_audit::Lang;
use openboek_server::Refused;
use openboek_server::upkeep::{Keys, RestoreRequest, RestoredLog, restore, unpack};
use serde_json::{Value, json};

use crate::cli::RestoreArgs;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever was refused, for people.
pub(crate) fn run(args: &RestoreArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    // Kept until the end: an opened backup is gone when this is.
    let opened = args.decrypt_with.as_deref().map(|key| unpack(&args.from_log, key)).transpose();
    let opened = opened.map_err(|error| trouble(&error, lang))?;
    let request = RestoreRequest {
        from: opened.as_ref().map_or_else(|| args.from_log.clone(), |folder| folder.path().to_owned()),
        data: args.data.clone(),
        keys: args.keys.clone(),
        at_least: args.at_least.clone(),
        log_key: args.log_key.clone(),
    };
    let restored = restore(&request, &mut progress()).map_err(|error| trouble(&error, lang))?;
    crate::print(out, &if args.json { as_json(&restored) } else { as_text(&restored, lang) })
}

/// What was refused, for people.
pub(crate) fn trouble(refused: &Refused, lang: Lang) -> Trouble {
    Trouble::refused(refused.told(lang == Lang::Nl))
}

/// Tells how far it is on standard error, where there is much to do.
pub(crate) fn progress() -> impl FnMut(&str, u64, u64) {
    const STEP: u64 = 65_536;
    |log, there, size| {
        if there.is_multiple_of(STEP) && there < size {
            eprintln!("{log}: {there}/{size}");
        }
    }
}

fn as_text(restored: &[RestoredLog], lang: Lang) -> String {
    let mut text = String::new();
    for one in restored {
        let (log, size, root) = (&one.log, one.size, &one.root);
        text.push_str(&match lang {
            Lang::Nl => format!("{log}: {size} boekingen hersteld en gecontroleerd, wortel {root}\n"),
            Lang::En => format!("{log}: {size} entries restored and verified, root {root}\n"),
        });
        if one.key == Keys::Missing {
            text.push_str(&match lang {
                Lang::Nl => format!(
                    "  De sleutel is nog niet terug: zet {log}.key uit uw eigen kopie in de map keys. Zonder sleutel kan worden gelezen, niet \
                     vastgelegd.\n"
                ),
                Lang::En => format!(
                    "  The key is not back yet: put {log}.key from your own copy into the folder keys. Without it one can read, not record.\n"
                ),
            });
        }
    }
    text
}

fn as_json(restored: &[RestoredLog]) -> String {
    let logs: Vec<Value> = restored
        .iter()
        .map(|one| {
            json!({
                "log": one.log,
                "origin": one.origin,
                "size": one.size,
                "root": one.root,
                "log_key": one.log_key,
                "key_is_back": one.key == Keys::Back,
                "erased": one.erased,
            })
        })
        .collect();
    format!("{:#}\n", json!({ "restored": logs }))
}
