//! The command line of the auditor's program.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::help::DutchHelp;
use crate::lang::Lang;

/// Checks an Openboek ledger without trusting whoever runs it.
#[derive(Debug, Parser)]
#[command(name = "openboek-audit", version, disable_help_subcommand = true, after_help = AFTER)]
pub struct Cli {
    /// Language of the answer.
    #[arg(long, global = true, value_enum, default_value_t, env = crate::lang::LANG_VARIABLE)]
    pub lang: Lang,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const AFTER: &str = "\
Exit status of every check: 0 klopt (it holds), 1 klopt niet (it does not hold), 2 niet te controleren (cannot be checked).
A wrong command line gives 64.";

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Verify a bundle (zip or folder) or a static log (folder).
    #[command(after_help = AFTER_VERIFY)]
    Verify(VerifyArgs),
    /// Verify a bundle, then compute a paragraph from its payloads and print its figures with their entries.
    #[command(after_help = AFTER_PARAGRAPH)]
    Paragraph(ParagraphArgs),
}

const AFTER_VERIFY: &str = "\
Examples:
  openboek-audit verify dordrecht.zip
  openboek-audit verify dordrecht.zip --log-key log.vkey --policy policy --previous kept --keep kept
  openboek-audit verify dordrecht.zip --beside zwijndrecht.zip
  openboek-audit verify dordrecht.zip --recompute
  openboek-audit verify /mirror/drechtsteden --origin ledger.example.nl/drechtsteden --max-age 7d

Without your own --log-key, --policy and --authors the files in the bundle are trusted; the answer says so, and is then worth what
their source is. One bundle alone cannot show that history was rewritten before it was made, or that another council is told something
else. Keep the checkpoint of every check (--keep) and bring it the next time (--previous); lay the bundle of another council or of an
earlier day beside it (--beside): only then it shows.";

const AFTER_PARAGRAPH: &str = "\
Examples:
  openboek-audit paragraph dordrecht.zip GM0505 2020
  openboek-audit paragraph dordrecht.zip GM0505 2020 --stand 14 --as-decided-on 2020-07-07

Lines are: table, row, column, value, and in brackets the entries that the figure comes from, parted by tabs. Keys and values are the
same in every language.";

/// What is checked, and what the reader brings.
#[derive(Debug, Args)]
pub struct Input {
    /// A bundle (zip file or folder) or a static log (folder).
    pub path: PathBuf,
    /// Origin that the log must have: ledger.example.nl/drechtsteden.
    #[arg(long, value_name = "ORIGIN")]
    pub origin: Option<String>,
    /// File with the log's verifier key, in your own keeping.
    #[arg(long, value_name = "FILE")]
    pub log_key: Option<PathBuf>,
    /// File with the policy: which witnesses must have signed.
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// File with the verifier keys of authors.
    #[arg(long, value_name = "FILE")]
    pub authors: Option<PathBuf>,
    /// Checkpoint that you kept from an earlier check; a file that is not there yet counts as none.
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
    /// Another bundle of the same log, of any moment and any council: what both show must be the same.
    #[arg(long, value_name = "BUNDLE")]
    pub beside: Option<PathBuf>,
    /// How old the checkpoint may be: 36h, 7d, 90m.
    #[arg(long, value_name = "TIME", value_parser = crate::time::parse_age)]
    pub max_age: Option<i64>,
    /// Take this moment for now (RFC 3339), to repeat an old check.
    #[arg(long, value_name = "MOMENT", value_parser = crate::time::parse_moment)]
    pub now: Option<i64>,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// What is checked.
    #[command(flatten)]
    pub input: Input,
    /// Write the verified checkpoint to this file when it holds, for --previous the next time.
    #[arg(long, value_name = "FILE")]
    pub keep: Option<PathBuf>,
    /// Compute the published paragraphs again from their entries; the figures that were published must come out.
    #[arg(long)]
    pub recompute: bool,
    /// Answer in JSON.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `paragraph`.
#[derive(Debug, Args)]
pub struct ParagraphArgs {
    /// What is checked first.
    #[command(flatten)]
    pub input: Input,
    /// Whose paragraph: GM0505, or region.
    pub holder: String,
    /// Budget year.
    pub year: u16,
    /// Only the first so many entries of the log.
    #[arg(long, value_name = "NUMBER")]
    pub stand: Option<u64>,
    /// Only acts that may have been taken by this day.
    #[arg(long, value_name = "DAY")]
    pub as_decided_on: Option<jiff::civil::Date>,
    /// Print only the figures of this table: cut-lanes.
    #[arg(long, value_name = "TABLE")]
    pub table: Option<String>,
}

/// The Dutch help.
pub const DUTCH: DutchHelp = &[
    ("", "", "Controleert een Openboek-grootboek zonder te vertrouwen op wie het beheert."),
    ("", "lang", "Taal van het antwoord: nl of en."),
    (
        "",
        "after",
        "Uitkomst (exitstatus) van elke controle: 0 klopt, 1 klopt niet, 2 niet te controleren. Een verkeerde opdrachtregel geeft 64.",
    ),
    ("verify", "", "Controleer een bundel (zip of map) of een statisch log (map)."),
    (
        "verify",
        "after",
        "Voorbeelden:
  openboek-audit verify dordrecht.zip
  openboek-audit verify dordrecht.zip --log-key log.vkey --policy policy --previous bewaard --keep bewaard
  openboek-audit verify dordrecht.zip --beside zwijndrecht.zip
  openboek-audit verify dordrecht.zip --recompute
  openboek-audit verify /spiegel/drechtsteden --origin ledger.example.nl/drechtsteden --max-age 7d

Zonder eigen --log-key, --policy en --authors vertrouwt u op de bestanden in de bundel. Het antwoord zegt dat, en is dan zo veel waard
als hun herkomst. Aan één bundel alleen is niet te zien of de geschiedenis eerder is herschreven, of dat een andere raad iets anders
krijgt. Bewaar bij elke controle het checkpoint (--keep) en geef dat de volgende keer mee (--previous); leg de bundel van een andere
raad of van een eerdere dag ernaast (--beside): alleen dan komt het uit.",
    ),
    ("verify", "path", "Een bundel (zipbestand of map) of een statisch log (map)."),
    ("verify", "origin", "Oorsprong die het log moet hebben: ledger.example.nl/drechtsteden."),
    ("verify", "log_key", "Bestand met de sleutel van het log, uit eigen bewaring."),
    ("verify", "policy", "Bestand met het beleid: welke getuigen moeten hebben getekend."),
    ("verify", "authors", "Bestand met de sleutels van auteurs."),
    ("verify", "previous", "Checkpoint dat u bij een eerdere controle bewaarde; is het bestand er nog niet, dan telt het niet mee."),
    ("verify", "beside", "Een andere bundel van hetzelfde log, van welk moment en welke raad ook: wat beide tonen, moet gelijk zijn."),
    ("verify", "max_age", "Hoe oud het checkpoint mag zijn: 36h, 7d, 90m."),
    ("verify", "now", "Neem dit moment als nu (RFC 3339), om een oude controle te herhalen."),
    ("verify", "keep", "Schrijf het gecontroleerde checkpoint naar dit bestand als het klopt, voor --previous de volgende keer."),
    ("verify", "recompute", "Reken de gepubliceerde paragrafen opnieuw uit de boekingen; de cijfers die zijn gepubliceerd, moeten eruit komen."),
    ("verify", "json", "Antwoord in JSON."),
    ("paragraph", "", "Controleer een bundel en reken daarna een paragraaf na uit de inhoud, met bij elk cijfer de boekingen."),
    (
        "paragraph",
        "after",
        "Voorbeelden:
  openboek-audit paragraph dordrecht.zip GM0505 2020
  openboek-audit paragraph dordrecht.zip GM0505 2020 --stand 14 --as-decided-on 2020-07-07

Een regel is: tabel, rij, kolom, waarde, en tussen haken de boekingen waar het cijfer uit komt, gescheiden door tabs. Namen en waarden
zijn in elke taal gelijk.",
    ),
    ("paragraph", "path", "Een bundel (zipbestand of map)."),
    ("paragraph", "origin", "Oorsprong die het log moet hebben: ledger.example.nl/drechtsteden."),
    ("paragraph", "log_key", "Bestand met de sleutel van het log, uit eigen bewaring."),
    ("paragraph", "policy", "Bestand met het beleid: welke getuigen moeten hebben getekend."),
    ("paragraph", "authors", "Bestand met de sleutels van auteurs."),
    ("paragraph", "previous", "Checkpoint dat u bij een eerdere controle bewaarde; is het bestand er nog niet, dan telt het niet mee."),
    ("paragraph", "beside", "Een andere bundel van hetzelfde log, van welk moment en welke raad ook: wat beide tonen, moet gelijk zijn."),
    ("paragraph", "max_age", "Hoe oud het checkpoint mag zijn: 36h, 7d, 90m."),
    ("paragraph", "now", "Neem dit moment als nu (RFC 3339), om een oude controle te herhalen."),
    ("paragraph", "holder", "Van wie de paragraaf is: GM0505, of region."),
    ("paragraph", "year", "Begrotingsjaar."),
    ("paragraph", "stand", "Alleen de eerste zoveel boekingen van het log."),
    ("paragraph", "as_decided_on", "Alleen wat op deze dag besloten kan zijn."),
    ("paragraph", "table", "Toon alleen de cijfers van deze tabel: cut-lanes."),
];

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_is_sound_and_every_help_is_there_in_dutch() {
        Cli::command().debug_assert();
        crate::help::localise(Cli::command(), Lang::Nl, DUTCH).debug_assert();
        assert_eq!(crate::help::missing(&Cli::command(), DUTCH), Vec::<String>::new());
    }
}
