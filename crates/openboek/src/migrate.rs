//! `openboek migrate`: a database brought up to this version.

use std::io::Write;

use openboek_audit::Lang;
use openboek_server::Refused;
use openboek_server::database::{DatabaseUrl, Migration, migrate, plan};
use serde_json::json;

use crate::cli::{MigrateArgs, StoreArg};
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// When there is no such database, or it cannot be changed.
pub(crate) fn run(args: &MigrateArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let StoreArg::Postgres(url) = &args.store else { return Err(no_database(lang)) };
    let work = if args.plan { plan } else { migrate };
    let migrations = work(url).map_err(|refused| trouble(&refused, lang))?;
    let text = match (args.json, args.plan) {
        (true, plan) => as_json(&migrations, plan),
        (false, true) => as_sql(&migrations, url, lang),
        (false, false) => as_text(&migrations, url, lang),
    };
    crate::print(out, &text)
}

fn no_database(lang: Lang) -> Trouble {
    Trouble::wrong_use(lang.pick(
        "--store: geef het adres van een database, dat begint met postgres://\n  code: store-unknown",
        "store-unknown: --store: give the address of a database, which begins with postgres://",
    ))
}

/// Exit status as for a server that is not there; of an address that cannot be used, as for wrong use.
fn trouble(refused: &Refused, lang: Lang) -> Trouble {
    let text = refused.told(lang == Lang::Nl);
    let address = ["database-address", "database-over-network", "database-tls"].contains(&refused.code);
    if address { Trouble::wrong_use(text) } else { Trouble::failed(text) }
}

fn name(migration: &Migration) -> String {
    format!("{:04}_{}", migration.number, migration.name)
}

/// The plan is SQL that a database administrator can read; what is no SQL is a comment.
fn as_sql(migrations: &[Migration], url: &DatabaseUrl, lang: Lang) -> String {
    if migrations.is_empty() {
        return format!("-- {url}: {}\n", lang.pick("niets te doen", "nothing to do"));
    }
    let words = lang.pick(
        "openboek migrate doet dit in één transactie, en tekent het aan in openboek.migration",
        "openboek migrate does this in one transaction, and writes it down in openboek.migration",
    );
    let mut text = format!("-- {url}: {words}\n");
    for migration in migrations {
        text.push_str(&format!("\n-- {}, BLAKE3 {}\n{}", name(migration), migration.digest(), migration.sql));
    }
    text
}

fn as_text(migrations: &[Migration], url: &DatabaseUrl, lang: Lang) -> String {
    if migrations.is_empty() {
        return format!("{url}: {}\n", lang.pick("niets te doen", "nothing to do"));
    }
    let names: Vec<String> = migrations.iter().map(name).collect();
    format!("{url}: {} {}\n", lang.pick("toegepast:", "applied:"), names.join(", "))
}

fn as_json(migrations: &[Migration], plan: bool) -> String {
    let migrations: Vec<_> = migrations
        .iter()
        .map(|one| json!({ "number": one.number, "name": one.name, "digest": one.digest(), "sql": one.sql }))
        .collect();
    let answer = json!({ if plan { "to_do" } else { "done" }: migrations });
    format!("{answer:#}\n")
}
