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
#[allow(clippy::large_enum_variant, reason = "a run of the program makes one")]
pub(crate) enum ImportWhat {
    /// An own spreadsheet (XLSX, ODS or CSV): a budget, an amendment, actuals or accounts.
    #[command(after_help = AFTER_SHEET)]
    Sheet(SheetArgs),
    /// Iv3 figures: the CSV of all municipalities, or the JSON that a municipality delivers to CBS.
    #[command(after_help = AFTER_IV3)]
    Iv3(Iv3Args),
    /// A register of subsidies (CSV, XLSX or ODS), or stands of it in a series: the differences become events.
    #[command(after_help = AFTER_REGISTER)]
    Register(RegisterArgs),
    /// A circular of the gemeentefonds: its files with weights, volumes and SIUDU, in that order.
    #[command(after_help = AFTER_CIRCULAR)]
    Circular(CircularArgs),
    /// Numbers per municipality: inhabitants, and the values of an allocation key.
    #[command(after_help = AFTER_POPULATION)]
    Population(PopulationArgs),
    /// Print a mapping to fill in: which column of an own spreadsheet holds what.
    Mapping,
}

impl ImportWhat {
    /// What every importer asks; nothing for what is no importer.
    pub(crate) const fn common(&self) -> Option<&Common> {
        match self {
            Self::Sheet(args) => Some(&args.common),
            Self::Iv3(args) => Some(&args.common),
            Self::Register(args) => Some(&args.common),
            Self::Circular(args) => Some(&args.common),
            Self::Population(args) => Some(&args.common),
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

const AFTER_IV3: &str = "\
Examples:
  openboek import iv3 2023_begroting.csv.gz --arrangement ijsselland --year 2023
  openboek import iv3 2023_jaarrekening.csv.gz --arrangement ijsselland --year 2023 --report accounts --yes
  openboek import iv3 levering.json --arrangement ijsselland --year 2024 --report actuals --through 2024-06-30

Without --municipality the figures of all members. Amounts in thousands of euros stay rounded to thousands. What is odd (a code that is
not allowed any more, sides that do not balance, amounts below zero) is recorded as it was published, and said once. The same file again
records nothing; figures that were published again become a correction. openboek explain CODE explains a finding.";

/// Arguments of `import iv3`.
#[derive(Debug, Args)]
pub(crate) struct Iv3Args {
    /// See [`Common`].
    #[command(flatten)]
    pub(crate) common: Common,
    /// See [`Iv3Report`].
    #[command(flatten)]
    pub(crate) of: Iv3Report,
    /// Only this municipality: a code (GM0505) or a name; may be given more than once.
    #[arg(long = "municipality", value_name = "MUNICIPALITY")]
    pub(crate) municipalities: Vec<String>,
    /// When it was decided: 2022-11-10, 2022-11, 2022 or XXXX (unknown).
    #[arg(long, value_name = "DATE", default_value = "XXXX")]
    pub(crate) date: String,
}

/// Which Iv3 figures, in and out.
#[derive(Debug, Args)]
pub(crate) struct Iv3Report {
    /// The year of the figures.
    #[arg(long)]
    pub(crate) year: i64,
    /// What they are.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) report: Iv3Kind,
    /// Up to which day actuals go: 2024-06-30. Only for actuals.
    #[arg(long, value_name = "DATE", required_if_eq("report", "actuals"))]
    pub(crate) through: Option<String>,
}

/// What Iv3 figures are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Iv3Kind {
    /// An adopted budget.
    #[default]
    Budget,
    /// Actuals of a quarter, from 1 January on.
    Actuals,
    /// Adopted accounts.
    Accounts,
}

const AFTER_REGISTER: &str = "\
Examples:
  openboek import register subsidies-2019-06-11.csv subsidies-2019-07-29.csv --arrangement amsterdam --holder GM0363 --footer
  openboek import register register.xlsx --arrangement delta --holder GM0505 --stand 2021-01-31 --numbers dutch --yes

A register shows what stands on a day, not why. What is new in it is recorded as a decision without a ground; what is gone from it is not
withdrawn, and counts until a decision says otherwise. Masked persons (\"(Particulier)\") stay masked. With several files each is compared
with the one before it, in the order of their days; all of it is recorded, or nothing. The same file again records nothing.
openboek explain CODE explains a finding.";

/// Arguments of `import register`.
#[derive(Debug, Args)]
pub(crate) struct RegisterArgs {
    /// See [`Common`].
    #[command(flatten)]
    pub(crate) common: Common,
    /// Who gives the subsidies: a code (GM0363), or region.
    #[arg(long, value_name = "HOLDER")]
    pub(crate) holder: String,
    /// The day whose stand the file shows; without it the day in the name of the file.
    #[arg(long, value_name = "DATE")]
    pub(crate) stand: Option<jiff::civil::Date>,
    /// A heading of the file and what stands under it: "Wie krijgt het=recipient". Usual headings are known.
    #[arg(long = "column", value_name = "HEADING=FIELD")]
    pub(crate) columns: Vec<String>,
    /// Only rows of this policy area, as the register words it; may be given more than once.
    #[arg(long = "policy-area", value_name = "AREA")]
    pub(crate) policy_areas: Vec<String>,
    /// The file ends with the number of its rows, "(14402 rows affected)": without it the file is not whole.
    #[arg(long)]
    pub(crate) footer: bool,
    /// See [`RegisterForm`].
    #[command(flatten)]
    pub(crate) form: RegisterForm,
}

/// The form of a register, in and out.
#[derive(Debug, Args)]
pub(crate) struct RegisterForm {
    /// Name of the register; stands of one register have one name.
    #[arg(long, value_name = "NAME", default_value = "Subsidieregister")]
    pub(crate) register: String,
    /// How amounts are written: english (1234.56) or dutch (1.234,56).
    #[arg(long, value_enum, default_value_t)]
    pub(crate) numbers: NumberForm,
    /// What stands between cells of a CSV: , ; | or tab.
    #[arg(long, value_name = "MARK")]
    pub(crate) separator: Option<String>,
    /// What stands before each dossier number in the ledger, where two registers use the same numbers.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) prefix: String,
}

/// How amounts are written in text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum NumberForm {
    /// 1234.56
    #[default]
    English,
    /// 1.234,56
    Dutch,
}

const AFTER_CIRCULAR: &str = "\
Examples:
  openboek import circular GF_M2024_2024_Gewichten.csv GF_M2024_2024_Volumina.csv.gz GF_M2024_2024_SIUDU.csv \\
    --arrangement drechtsteden --circular M2024 --year 2024 --factor 1,414
  openboek import circular gewichten.csv volumina.csv siudu.csv GF_M2024_2024.csv --arrangement drechtsteden --circular M2024 --year 2024 \\
    --factors Uitkeringsfactor.csv

A fourth file with published results is compared with what follows from the other three; nothing of it is recorded. Each circular takes the
place of the one before it for the same year; one that is imported after a newer one is recorded but does not count.";

/// Arguments of `import circular`.
#[derive(Debug, Args)]
pub(crate) struct CircularArgs {
    /// See [`Common`].
    #[command(flatten)]
    pub(crate) common: Common,
    /// Which circular: M2024 (May), S2024 (September) or D2024 (December).
    #[arg(long, value_name = "CODE")]
    pub(crate) circular: String,
    /// The budget year it is about.
    #[arg(long)]
    pub(crate) year: i64,
    /// The factor (uitkeringsfactor) of that circular and year: 1,414.
    #[arg(long, value_name = "NUMBER", required_unless_present = "factors", conflicts_with = "factors")]
    pub(crate) factor: Option<String>,
    /// A file that lists factors: Circulaire,Jaar,Uitkeringsfactor.
    #[arg(long, value_name = "FILE")]
    pub(crate) factors: Option<PathBuf>,
    /// For which municipalities (GM0505), each with this option; all members when it is left out.
    #[arg(long, value_name = "CODE")]
    pub(crate) municipality: Vec<String>,
    /// Who gives the money, as this ledger calls it; registered when it is not known yet.
    #[arg(long, value_name = "ORGANISATION", default_value = "rijk")]
    pub(crate) giver: String,
}

const AFTER_POPULATION: &str = "\
Examples:
  openboek import population 2025.csv --arrangement drechtsteden --reference-date 2025-01-01
  openboek import population 2025.csv --arrangement drechtsteden --reference-date 2025-01-01 --key inwoners --years 2026
  openboek import population sleutel.csv --arrangement drechtsteden --reference-date 2025-01-01 --key-only --key mix --years 2026-2029 \\
    --component Inwoners=inhabitants:50 --component Cliënten=clients:50

The file has a line with headings, a column with the municipality (code or name) and columns with numbers. A corrected number never changes
what was divided: for a year in which a contribution was adopted by the key, the difference is reported and no version is proposed.";

/// Arguments of `import population`.
#[derive(Debug, Args)]
pub(crate) struct PopulationArgs {
    /// See [`Common`].
    #[command(flatten)]
    pub(crate) common: Common,
    /// The day the numbers are of: 2025-01-01.
    #[arg(long, value_name = "DATE")]
    pub(crate) reference_date: String,
    /// The heading of the column with inhabitants; a usual one when it is left out.
    #[arg(long, value_name = "HEADING", default_value = "")]
    pub(crate) column: String,
    /// What the document is called.
    #[arg(long, value_name = "TITLE", default_value = "Inwonertal per gemeente")]
    pub(crate) title: String,
    /// Who says so: region, or a municipality (GM0505).
    #[arg(long, value_name = "ORGANISATION", default_value = "region")]
    pub(crate) organisation: String,
    /// When: 2025-02-11, 2025-02, 2025 or XXXX (unknown).
    #[arg(long, value_name = "DATE", default_value = "XXXX")]
    pub(crate) date: String,
    /// Set a version of this allocation key with the numbers.
    #[arg(long, value_name = "KEY", requires = "years")]
    pub(crate) key: Option<String>,
    /// What the key is for.
    #[arg(long, value_name = "TEXT", default_value = "Naar het aantal inwoners", requires = "key")]
    pub(crate) description: String,
    /// The budget years of the key: 2026, or 2026-2029.
    #[arg(long, value_name = "YEARS", requires = "key")]
    pub(crate) years: Option<String>,
    /// What is divided when a regional amount has parts.
    #[arg(long, value_enum, default_value_t, requires = "key")]
    pub(crate) leading: Leading,
    /// A column of the key with what it counts and its weight in percent; all inhabitants when it is left out.
    #[arg(long, value_name = "HEADING=BASIS:PERCENT", requires = "key")]
    pub(crate) component: Vec<String>,
    /// Set the key only; record no inhabitants.
    #[arg(long, requires = "key")]
    pub(crate) key_only: bool,
}

/// What is divided when a regional amount has parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Leading {
    /// The whole.
    #[default]
    Whole,
    /// Each part.
    Parts,
}
