//! The command line. Its English help stands here, its Dutch help in `dutch.rs`.

mod upkeep;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use openboek_audit::{LANG_VARIABLE, Lang};
use openboek_server::database::DatabaseUrl;

use upkeep::{AFTER_BACKUP, AFTER_DOCTOR, AFTER_MIGRATE, AFTER_RESTORE};
pub(crate) use upkeep::{BackupArgs, DoctorArgs, MigrateArgs, RestoreArgs};

use crate::import::args::{ImportArgs, Iv3Report, RegisterForm};

/// A verifiable ledger of budget decisions of the social domain.
#[derive(Debug, Parser)]
#[command(name = "openboek", version, disable_help_subcommand = true, after_help = AFTER)]
pub(crate) struct Cli {
    /// Language of what people read.
    #[arg(long, global = true, value_enum, default_value_t, env = LANG_VARIABLE)]
    pub(crate) lang: Lang,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
Begin with:
  openboek demo                                   see it work, with five real cases
  openboek serve --store sled --data ./data --host ledger.example.nl
  openboek record --template cut-suspended > besluit.yaml
  openboek record besluit.yaml

Exit status: 0 done; 1 the file is wrong or the ledger refused; 2 wrong command line; 3 the server could not be reached or failed, or
the outcome is not known (give the same command again: nothing is recorded twice). `audit` has its own, see there.

What was asked for goes to standard output, everything else to standard error.";

/// Subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server: gRPC and the reading room.
    #[command(after_help = AFTER_SERVE)]
    Serve(ServeArgs),
    /// Start everything in a temporary folder, record five real cases, export and verify bundles.
    #[command(after_help = AFTER_DEMO)]
    Demo(DemoArgs),
    /// Record a statement file.
    #[command(after_help = AFTER_RECORD)]
    Record(RecordArgs),
    /// Record what stands in a file of a municipality: first shown row by row, recorded when you agree.
    Import(ImportArgs),
    /// Print a paragraph sociaal domein.
    #[command(after_help = AFTER_PARAGRAPH)]
    Paragraph(ParagraphArgs),
    /// Show what a statement file would change, without recording it.
    #[command(after_help = AFTER_PREVIEW)]
    Preview(PreviewArgs),
    /// Record from a form in your browser: what it changes is shown before you confirm.
    #[command(after_help = AFTER_DESK)]
    Desk(DeskArgs),
    /// Publish a paragraph as it is now: the ledger keeps its hash and what it was made from.
    #[command(after_help = AFTER_PUBLISH)]
    Publish(PublishArgs),
    /// Show what is different between two moments, budget years or municipalities.
    #[command(after_help = AFTER_COMPARE)]
    Compare(CompareArgs),
    /// Follow paragraphs as they change.
    #[command(after_help = AFTER_WATCH)]
    Watch(WatchArgs),
    /// Explain a figure or a code: where it comes from, what it means.
    #[command(after_help = AFTER_EXPLAIN)]
    Explain(ExplainArgs),
    /// Take something out of the ledger.
    Export(ExportArgs),
    /// Build the data again from static logs.
    #[command(after_help = AFTER_RESTORE)]
    Restore(RestoreArgs),
    /// Copy ledgers into a folder of static logs, while the server runs; each time only what is new.
    #[command(after_help = AFTER_BACKUP)]
    Backup(BackupArgs),
    /// Check everything in a data folder or a database against everything, without a server.
    #[command(after_help = AFTER_DOCTOR)]
    Doctor(DoctorArgs),
    /// Bring a PostgreSQL database up to this version.
    #[command(after_help = AFTER_MIGRATE)]
    Migrate(MigrateArgs),
    /// Print the interface: services, or everything as a descriptor.
    #[command(after_help = AFTER_SCHEMA)]
    Schema(SchemaArgs),
    /// Check a bundle or a static log without the server (the program openboek-audit).
    #[command(disable_help_flag = true)]
    Audit(AuditArgs),
    /// Print completions for a shell.
    Completions(CompletionsArgs),
}

const AFTER_SERVE: &str = "\
Examples:
  openboek serve                                          in memory, gone when it stops
  openboek serve --store sled --data /var/lib/openboek --host ledger.example.nl --static-log /srv/openboek
  openboek serve --store 'postgres://openboek@/openboek?host=/var/run/postgresql' --keys /etc/openboek/keys --host ledger.example.nl

A PostgreSQL database (15 or newer) is first made ready with openboek migrate. Several servers may use one database, with the same keys
and the same --host: each shows what all of them recorded, and one at a time writes a ledger. The others answer a command for it with the code
written-elsewhere and when to try again; when the writer has been gone for 5 seconds, the next command anywhere takes over.
The connection to the database is not encrypted: only a socket or localhost is opened, a machine elsewhere by a tunnel that ends here.
Give each server a --static-log folder of its own, or only one of them.
A password on the command line can be read by other users of this machine: put the address in OPENBOEK_STORE, or use a socket without one.

The first part of every ledger's name is --host. It stands in every entry for ever: choose it before the first entry.
A static log that is ahead of the data stops the start: then the data are an old copy (openboek restore).
With --webhooks other systems are told of every published event (CloudEvents, signed as Standard Webhooks has it). The file in YAML:
  folder: /var/lib/openboek/webhooks      # how far each is; left out, webhooks in the data folder
  receivers:
    - name: cases
      url: https://cases.example.nl/in    # http only to this machine
      secret_file: cases.key              # whsec_ and the base64 of 24 to 64 bytes; two lines while the receiver goes over to another one
      arrangements: [drechtsteden]        # left out: all; so municipalities: [GM0505, region] and kinds: [cut-suspended]
      from: now                           # or first: everything there is
To send again, stop the server and write a lower position in FOLDER/cases/drechtsteden.position; what was given up stands in .dead beside it.
Of several servers over one database give it to one. SSL_CERT_FILE names other certificates than those this machine trusts.
Stops on SIGINT or SIGTERM, after finishing what is under way. RUST_LOG sets the log level (RUST_LOG=openboek_engine=debug).
This version has no TLS and no identities: it listens on this machine only.";

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Address for gRPC; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:50051", env = "OPENBOEK_GRPC")]
    pub(crate) grpc: SocketAddr,
    /// Address for the reading room; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "OPENBOEK_HTTP")]
    pub(crate) http: SocketAddr,
    /// Address for metrics, as OpenMetrics text at /metrics; left out, there are none.
    #[arg(long, value_name = "ADDRESS", env = "OPENBOEK_METRICS")]
    pub(crate) metrics: Option<SocketAddr>,
    /// Where entries are kept: memory (gone when it stops), sled (files), or the address of a PostgreSQL database.
    #[arg(
        long,
        value_name = "memory|sled|postgres://…",
        default_value = "memory",
        env = "OPENBOEK_STORE",
        hide_env_values = true
    )]
    pub(crate) store: StoreArg,
    /// Folder for store and keys; needed for sled.
    #[arg(long, value_name = "FOLDER", env = "OPENBOEK_DATA", required_if_eq("store", "sled"))]
    pub(crate) data: Option<PathBuf>,
    /// Folder of the keys of the ledgers; needed for a database, otherwise keys in the data folder.
    #[arg(long, value_name = "FOLDER", env = "OPENBOEK_KEYS")]
    pub(crate) keys: Option<PathBuf>,
    /// Folder of the static logs, written after each publication: archive, backup and what any web server can serve.
    #[arg(long, value_name = "FOLDER", env = "OPENBOEK_STATIC_LOG")]
    pub(crate) static_log: Option<PathBuf>,
    /// First part of the name of every ledger.
    #[arg(long, value_name = "NAME", default_value = "localhost", env = "OPENBOEK_HOST")]
    pub(crate) host: String,
    /// Address at which readers find the reading room, for links in spreadsheets (https://openboek.example.nl).
    #[arg(long, value_name = "URL", env = "OPENBOEK_PUBLIC_URL")]
    pub(crate) public_url: Option<String>,
    /// The program openboek-pdf, which makes PDF of paragraphs; without it the one beside this program, where it is there.
    #[arg(long, value_name = "PROGRAM", env = "OPENBOEK_PDF")]
    pub(crate) pdf: Option<PathBuf>,
    /// Who answers questions about the interface, for the OpenAPI document: a name, a page and an e-mail address.
    #[arg(long, value_names = ["NAME", "URL", "EMAIL"], num_args = 3)]
    pub(crate) contact: Option<Vec<String>>,
    /// Number of the organisation that runs the server (OIN, 20 digits), for the source of CloudEvents.
    #[arg(long, value_name = "OIN", env = "OPENBOEK_OIN")]
    pub(crate) oin: Option<String>,
    /// File that says who is told of every published event, as a CloudEvent; needs --public-url.
    #[arg(long, value_name = "FILE", env = "OPENBOEK_WEBHOOKS")]
    pub(crate) webhooks: Option<PathBuf>,
    /// Say where it listens as one line of JSON, and log in JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where entries are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum StoreKind {
    /// In memory: gone when the program stops.
    #[default]
    Memory,
    /// In files, with sled.
    Sled,
}

/// What was given as a store. Any text is taken, and judged later: a message of the command line's own would repeat it, and it may hold a
/// password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StoreArg {
    /// Memory or sled.
    Kind(StoreKind),
    /// A database.
    Postgres(DatabaseUrl),
    /// Neither.
    Unknown,
}

impl From<&str> for StoreArg {
    fn from(text: &str) -> Self {
        match (StoreKind::from_str(text, false), DatabaseUrl::new(text)) {
            (Ok(kind), _) => Self::Kind(kind),
            (Err(_), Some(url)) => Self::Postgres(url),
            (Err(_), None) => Self::Unknown,
        }
    }
}

const AFTER_DEMO: &str = "\
Examples:
  openboek demo              stays up: look at the paragraphs in a browser, stop with Ctrl-C
  openboek demo --once       stops by itself; exit status 0 when every bundle is verified
  openboek demo --data ./demo   keeps the data; a second run records nothing twice";

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Stop when everything is shown and verified.
    #[arg(long)]
    pub(crate) once: bool,
    /// Keep the data in this folder.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: Option<PathBuf>,
    /// Where entries are kept.
    #[arg(long, value_enum, default_value = "sled")]
    pub(crate) store: StoreKind,
}

const AFTER_RECORD: &str = "\
Examples:
  openboek record --list                             the kinds of statement
  openboek record --template cut-suspended           a file to fill in
  openboek record besluit.yaml --dry-check           check its form, without a server
  openboek record besluit.yaml --wait published      record it, answer when it can be proved

A file has `arrangement`, `actor` and `statements` (one command), or `commands` (several). A command is recorded as a whole or not at
all; commands are recorded in the order of the file, and the first one that is refused stops it. What all statements of a command share
may be said once, as `concerns` and `act` of the command or the file. The first command may found the arrangement.

Recording a file again records nothing twice: without `request`, a command's request identifier is made from its arrangement, actor and
statements (not from layout or comments). To say the same words twice, give each command a `request` (a UUID) of its own.";

/// Arguments of `record`.
#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// Statement file in YAML or JSON; - reads standard input.
    #[arg(required_unless_present_any = ["template", "list"])]
    pub(crate) file: Option<PathBuf>,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
    /// When to answer: recorded (durable) or published (can be proved).
    #[arg(long, value_enum, default_value_t)]
    pub(crate) wait: Wait,
    /// Check the form of the file only; nothing is sent.
    #[arg(long)]
    pub(crate) dry_check: bool,
    /// Print a file to fill in for this kind of statement.
    #[arg(long, value_name = "KIND", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["file", "list"])]
    pub(crate) template: Option<String>,
    /// List the kinds of statement.
    #[arg(long, conflicts_with = "file")]
    pub(crate) list: bool,
    /// Print what was recorded as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// The server when none is named.
pub(crate) const DEFAULT_SERVER: &str = "http://127.0.0.1:50051";

/// When to answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wait {
    /// When it is durable.
    #[default]
    Recorded,
    /// When it is under a signed checkpoint.
    Published,
}

const AFTER_PARAGRAPH: &str = "\
Examples:
  openboek paragraph stichtse-vecht GM1904 2021
  openboek paragraph drechtsteden dordrecht 2020 --as-decided-on 2020-07-07
  openboek paragraph drechtsteden region 2020 --format csv > paragraaf.csv
  openboek paragraph drechtsteden dordrecht 2021 --format xlsx --out paragraaf.xlsx
  openboek paragraph drechtsteden --all --format ods --out paragrafen      every member and year, a file each

xlsx and ods are workbooks: a sheet a section, one with all figures, one with the entries behind them. datapackage is a zip with the CSV and
a description of its columns for programs (Tabular Data Package).";

/// Arguments of `paragraph`.
#[derive(Debug, Args)]
pub(crate) struct ParagraphArgs {
    /// Name of the arrangement: drechtsteden.
    pub(crate) arrangement: String,
    /// Whose paragraph: a code (GM0505), the name of a member (dordrecht), or region.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub(crate) holder: Option<String>,
    /// Budget year.
    #[arg(required_unless_present = "all")]
    pub(crate) year: Option<i32>,
    /// Every paragraph of the arrangement, each a file in the folder --out.
    #[arg(long, requires = "out")]
    pub(crate) all: bool,
    /// Form.
    #[arg(long, alias = "form", value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Where to: a file, or with --all a folder; standard output when left out.
    #[arg(long, value_name = "FILE|FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// As the ledger held it: after so many entries, or at the end of a day (2020-11-30).
    #[arg(long, value_name = "NUMBER|DAY")]
    pub(crate) stand: Option<String>,
    /// Only acts that may have been taken by this day.
    #[arg(long, value_name = "DAY")]
    pub(crate) as_decided_on: Option<String>,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
}

/// Form of a paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Plain text.
    #[default]
    Text,
    /// JSON, the same in every language.
    Json,
    /// A table of all figures.
    Csv,
    /// A page.
    Html,
    /// A workbook for Excel and others.
    Xlsx,
    /// A workbook for LibreOffice and others.
    Ods,
    /// The CSV with its description, zipped.
    Datapackage,
}

const AFTER_PREVIEW: &str = "\
Examples:
  openboek preview besluit.yaml                 every paragraph that would change, a sentence a figure
  openboek preview besluit.yaml --json          the same for programs
  openboek record besluit.yaml                  and then record it

The ledger decides on the file by its real rules and writes nothing: what it would refuse, it refuses here in the same words, with exit
status 1. Several commands are taken together, each as if those before it were recorded.";

/// Arguments of `preview`.
#[derive(Debug, Args)]
pub(crate) struct PreviewArgs {
    /// Statement file in YAML or JSON; - reads standard input.
    pub(crate) file: PathBuf,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
    /// Print the differences as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

const AFTER_DESK: &str = "\
Examples:
  openboek desk --actor griffie.dordrecht                                    the server on this computer
  openboek desk --actor griffie.dordrecht --reading-room https://openboek.example.nl

Opens no browser: go to the address it prints. Only this computer can reach it, and it stops with Ctrl-C. It records through the same
interface as `openboek record`, so by the same rules and with the same answers. An arrangement is founded with `openboek record`.";

/// Arguments of `desk`.
#[derive(Debug, Args)]
pub(crate) struct DeskArgs {
    /// Who records: a role or a random name, never the name of a person.
    #[arg(long, value_name = "ACTOR", env = "OPENBOEK_ACTOR")]
    pub(crate) actor: String,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
    /// Where the form is: an address of this computer only; port 0 takes any that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
    pub(crate) listen: SocketAddr,
    /// Address of the reading room, for links to what was recorded.
    #[arg(long, value_name = "URL", env = "OPENBOEK_READING_ROOM")]
    pub(crate) reading_room: Option<String>,
}
const AFTER_PUBLISH: &str = "\
Examples:
  openboek publish drechtsteden dordrecht 2021           publish what is recorded now
  openboek publish drechtsteden dordrecht 2021 --json    the receipt, for programs

The receipt says which state of the ledger the paragraph was made from, and the hash of its figures (JSON) and of the PDF when the server
makes one. The same paragraph again gets the same receipt. A bundle has the published figures in it; openboek-audit verify --recompute
computes them again from the entries.";

const AFTER_COMPARE: &str = "\
Examples:
  openboek compare drechtsteden dordrecht 2021 --from 14              since entry 14
  openboek compare drechtsteden dordrecht 2021 --from 2020-07-07 --to 2020-11-30
  openboek compare drechtsteden dordrecht 2021 --with-year 2020       against last year
  openboek compare drechtsteden dordrecht 2021 --with alblasserdam    against another municipality

Every figure that differs is a sentence that names the entries behind it. Of two budget years the years themselves are compared, not a
budget with last year's estimate of it.";

/// Arguments of `publish`.
#[derive(Debug, Args)]
pub(crate) struct PublishArgs {
    /// Name of the arrangement: drechtsteden.
    pub(crate) arrangement: String,
    /// Whose paragraph: a code (GM0505), the name of a member (dordrecht), or region.
    pub(crate) holder: String,
    /// Budget year.
    pub(crate) year: i32,
    /// Answer when the receipt is recorded (durable) or published (under a signed checkpoint).
    #[arg(long, value_enum, default_value_t = Wait::Published)]
    pub(crate) wait: Wait,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
    /// Print the answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// Name of the arrangement: drechtsteden.
    pub(crate) arrangement: String,
    /// Whose paragraph: a code (GM0505), the name of a member (dordrecht), or region.
    pub(crate) holder: String,
    /// Budget year.
    pub(crate) year: i32,
    /// The earlier moment: after so many entries, or at the end of a day (2020-11-30).
    #[arg(long, value_name = "NUMBER|DAY", required_unless_present_any = ["with", "with_year"])]
    pub(crate) from: Option<String>,
    /// The later moment; now when left out.
    #[arg(long, value_name = "NUMBER|DAY")]
    pub(crate) to: Option<String>,
    /// Compare with this municipality, or with region.
    #[arg(long, value_name = "HOLDER")]
    pub(crate) with: Option<String>,
    /// Compare with this budget year.
    #[arg(long, value_name = "YEAR")]
    pub(crate) with_year: Option<i32>,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
    /// Print the differences as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

const AFTER_WATCH: &str = "\
Examples:
  openboek watch drechtsteden                              every paragraph, until you stop it
  openboek watch drechtsteden dordrecht 2021 --from 14     what changed since entry 14, and then as it comes
  openboek watch drechtsteden --from 14 --once --json      what changed since then, for programs, and stop

Something is told as soon as it is published. \"Up to date with 21 entries\" gives the number to go on from next time.";

/// Arguments of `watch`.
#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// Name of the arrangement: drechtsteden.
    pub(crate) arrangement: String,
    /// Only these paragraphs: a code (GM0505), the name of a member (dordrecht), or region.
    pub(crate) holder: Option<String>,
    /// Only this budget year.
    pub(crate) year: Option<i32>,
    /// Tell first what changed since so many entries.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) from: Option<u64>,
    /// Stop when everything up to now is told.
    #[arg(long)]
    pub(crate) once: bool,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
    /// Print one line of JSON an event.
    #[arg(long)]
    pub(crate) json: bool,
}

const AFTER_EXPLAIN: &str = "\
Examples:
  openboek explain unknown-cut                                                          what a code means, without a server
  openboek explain codes                                                                all codes
  openboek explain drechtsteden/dordrecht/2021/budget-by-taakveld.6.1.expenditure       where a figure comes from

A figure is named as its page in the reading room; the address of that page will do too.";

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// A code (unknown-cut, awb-4-13), or a figure (arrangement/holder/year/address).
    #[arg(value_name = "FIGURE|CODE")]
    pub(crate) what: String,
    /// The figure as the ledger held it: after so many entries, or at the end of a day (2020-11-30).
    #[arg(long, value_name = "NUMBER|DAY")]
    pub(crate) stand: Option<String>,
    /// The server; only a figure needs it.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
    /// Print the explanation as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// What.
    #[command(subcommand)]
    pub(crate) what: ExportWhat,
}

/// What can be exported.
#[derive(Debug, Subcommand)]
pub(crate) enum ExportWhat {
    /// Everything a council needs to check its own entries without the server.
    #[command(after_help = AFTER_BUNDLE)]
    Bundle(BundleArgs),
    /// A paragraph as an official document: PDF/A-3a and PDF/UA-1, with its proof in it.
    #[command(after_help = AFTER_EXPORT_PDF)]
    Pdf(ExportPdfArgs),
    /// Iv3 figures of a municipality: CSV in thousands of euros, or JSON in whole euros.
    #[command(after_help = AFTER_EXPORT_IV3)]
    Iv3(ExportIv3Args),
    /// The register of subsidies as CSV: asked, awarded, determined. Persons are masked.
    #[command(after_help = AFTER_EXPORT_REGISTER)]
    Register(ExportRegisterArgs),
}

const AFTER_EXPORT_PDF: &str = "\
Examples:
  openboek export pdf stichtse-vecht GM1904 2021 --out paragraaf.pdf
  openboek --lang en export pdf drechtsteden dordrecht --out paragraph.pdf       the newest year, in English

The document shows the newest published moment, and holds the bundle of that moment. Whoever drags it onto the page `controleer` reads
whether what is printed, the figures and the proof belong together. The same moment gives the same bytes.
The program openboek-pdf makes it; it is built apart: cargo build --release --manifest-path crates/openboek-pdf/Cargo.toml";

/// Arguments of `export pdf`.
#[derive(Debug, Args)]
pub(crate) struct ExportPdfArgs {
    /// Name of the arrangement: drechtsteden.
    pub(crate) arrangement: String,
    /// Whose paragraph: a code (GM0505), the name of a member, or region.
    pub(crate) holder: String,
    /// Budget year; the newest when left out.
    pub(crate) year: Option<i32>,
    /// Where to.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// The program openboek-pdf; without it the one beside this program.
    #[arg(long, value_name = "PROGRAM", env = "OPENBOEK_PDF")]
    pub(crate) program: Option<PathBuf>,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
}

const AFTER_EXPORT_IV3: &str = "\
Examples:
  openboek export iv3 ijsselland dalfsen --year 2023 --out dalfsen.csv
  openboek export iv3 ijsselland GM0148 --year 2023 --report accounts --form json --out dalfsen.json

What is finer in the ledger is rounded so that the lines add up to the rounded total; with --out the lines that changed are printed.
Importing the file again records nothing new.";

/// Arguments of `export iv3`.
#[derive(Debug, Args)]
pub(crate) struct ExportIv3Args {
    /// Name of the arrangement: drechtsteden.
    pub(crate) arrangement: String,
    /// Which municipality: a code (GM0505) or the name of a member.
    pub(crate) holder: String,
    /// See [`Iv3Report`].
    #[command(flatten)]
    pub(crate) of: Iv3Report,
    /// Which form.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) form: Iv3Form,
    /// Where to; without it to standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// When the file was made, as JSON asks: 2024-07-15T12:00:00Z.
    #[arg(long, value_name = "MOMENT", default_value = "")]
    pub(crate) made: String,
    /// Who can be asked about the file, as JSON asks: a role, not a person.
    #[arg(long, value_name = "ROLE", default_value = "")]
    pub(crate) contact: String,
    /// Their e-mail.
    #[arg(long, value_name = "ADDRESS", default_value = "")]
    pub(crate) email: String,
    /// Their telephone.
    #[arg(long, value_name = "NUMBER", default_value = "")]
    pub(crate) telephone: String,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
}

/// A form of Iv3 figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Iv3Form {
    /// CSV in thousands of euros.
    #[default]
    Csv,
    /// JSON in whole euros, as CBS asks it.
    Json,
}

const AFTER_EXPORT_REGISTER: &str = "\
Examples:
  openboek export register amsterdam GM0363 --out register.csv
  openboek export register delta dordrecht --numbers dutch --separator ';' > register.csv

NULL is not decided yet, n.n.b. is an amount that is no number. What a spreadsheet would read as a formula has an apostrophe before it.
Importing the file again records nothing new.";

/// Arguments of `export register`.
#[derive(Debug, Args)]
pub(crate) struct ExportRegisterArgs {
    /// Name of the arrangement: drechtsteden.
    pub(crate) arrangement: String,
    /// Who gives the subsidies: a code (GM0505), the name of a member, or region.
    pub(crate) holder: String,
    /// Where to; without it to standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// See [`RegisterForm`].
    #[command(flatten)]
    pub(crate) form: RegisterForm,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
}

const AFTER_BUNDLE: &str = "\
Examples:
  openboek export bundle drechtsteden GM0505 --out dordrecht.zip
  openboek export bundle drechtsteden GM0505 --out dordrecht.zip --previous kept
  openboek-audit verify dordrecht.zip --previous kept --keep kept";

/// Arguments of `export bundle`.
#[derive(Debug, Args)]
pub(crate) struct BundleArgs {
    /// Name of the arrangement: drechtsteden.
    pub(crate) arrangement: String,
    /// Whose entries: a code (GM0505), the name of a member, or region.
    pub(crate) holder: String,
    /// Where to: a file that ends in .zip, or a new or empty folder for the files themselves.
    #[arg(long, value_name = "FILE|FOLDER")]
    pub(crate) out: PathBuf,
    /// Checkpoint kept from an earlier check; the bundle then proves that history only grew since.
    #[arg(long, value_name = "CHECKPOINT")]
    pub(crate) previous: Option<PathBuf>,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER")]
    pub(crate) server: String,
}

const AFTER_SCHEMA: &str = "\
Examples:
  openboek schema                        services and methods, one a line
  openboek schema --binary > openboek.binpb     for grpcurl, buf and code generators";

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// Print the descriptor set of all .proto files, with comments.
    #[arg(long)]
    pub(crate) binary: bool,
}

/// Arguments of `audit`.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// Arguments of openboek-audit.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, num_args = 0..)]
    pub(crate) arguments: Vec<OsString>,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}
