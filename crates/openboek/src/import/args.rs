//! The command line of `openboek import`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::{DEFAULT_SERVER, Wait};

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// What kind of file.
    #[command(subcommand)]
    pub(crate) what: ImportWhat,
}

/// The kinds of file.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportWhat {
    /// An own spreadsheet (XLSX, ODS or CSV): a budget, an amendment, actuals or accounts.
    #[command(after_help = AFTER_SHEET)]
    Sheet(SheetArgs),
    /// Print a mapping to fill in: which column of an own spreadsheet holds what.
    Mapping,
}

impl ImportWhat {
    /// What every importer asks; nothing for what is no importer.
    pub(crate) const fn common(&self) -> Option<&Common> {
        match self {
            Self::Sheet(args) => Some(&args.common),
            Self::Mapping => None,
        }
    }
}

/// What every importer asks.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The file; it may be packed with gzip.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Name of the arrangement: drechtsteden.
    #[arg(long, value_name = "NAME")]
    pub(crate) arrangement: String,
    /// Who records: a role or a random name, never a person's name.
    #[arg(long, value_name = "ACTOR", default_value = "openboek.import", env = "OPENBOEK_ACTOR")]
    pub(crate) actor: String,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
    /// Record what the plan says, without a question.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Record the rest although rows are left out.
    #[arg(long)]
    pub(crate) partial: bool,
    /// Show all findings and all that would be recorded.
    #[arg(long)]
    pub(crate) all: bool,
    /// Print the whole plan as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// When to answer: recorded (durable) or published (can be proved).
    #[arg(long, value_enum, default_value_t)]
    pub(crate) wait: Wait,
}

const AFTER_SHEET: &str = "\
Examples:
  openboek import mapping > indeling.yaml                      a mapping to fill in: which column holds what
  openboek import sheet begroting.xlsx --arrangement delta --holder GM0505 --year 2025 --mapping indeling.yaml
  openboek import sheet begroting.xlsx --arrangement delta --holder GM0505 --year 2025 --mapping indeling.yaml --date 2024-11-12 --yes

Without --yes you see what would be recorded, row by row, and nothing is written; on a terminal you are asked. All of it is recorded, or
nothing. The same file again records nothing; a corrected file records only what differs, as a correction that names the file.
Every row is recorded, unchanged, not asked for, layout, or left out; rows that are left out are named, and need --partial.
openboek explain CODE explains a finding.";

/// Arguments of `import sheet`.
#[derive(Debug, Args)]
pub(crate) struct SheetArgs {
    /// See [`Common`].
    #[command(flatten)]
    pub(crate) common: Common,
    /// Whose figures: a code (GM0505), or region.
    #[arg(long, value_name = "HOLDER")]
    pub(crate) holder: String,
    /// Budget year.
    #[arg(long)]
    pub(crate) year: i64,
    /// What the file is.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) report: Report,
    /// How the file is laid out: a YAML file.
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: PathBuf,
    /// When it was decided: 2024-11-12, 2024-11, 2024 or XXXX (unknown).
    #[arg(long, value_name = "DATE", default_value = "XXXX")]
    pub(crate) date: String,
    /// Up to which day actuals go: 2025-06-30. Only for actuals.
    #[arg(long, value_name = "DATE", required_if_eq("report", "actuals"))]
    pub(crate) through: Option<String>,
}

/// What a spreadsheet is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Report {
    /// An adopted budget.
    #[default]
    Budget,
    /// A budget as an amendment leaves it.
    Amendment,
    /// Actuals.
    Actuals,
    /// Adopted accounts.
    Accounts,
}
