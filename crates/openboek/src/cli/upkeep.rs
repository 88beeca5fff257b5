//! The commands for who runs a server: copying ledgers, checking them, building them again; bringing a database up to date.

use std::path::PathBuf;

use clap::Args;

use super::{DEFAULT_SERVER, StoreArg};

pub(super) const AFTER_RESTORE: &str = "\
Examples:
  openboek restore --from-log /srv/openboek --data ./new --keys /safe/keys
  openboek restore --from-log /srv/openboek/drechtsteden --data ./new --at-least drechtsteden.checkpoint
  openboek restore --from-log backup.tar.age --decrypt-with /safe/backup.key --data ./new --keys /safe/keys

Everything is verified before it is taken: hashes, tree, seals, signatures. Nothing is ever written over: the folder must be new or empty.
What comes back is the same to the byte: entries, proofs, paragraphs, and the answers to commands that are sent again. The keys of the
ledgers are not in a static log: give the folder of your own copy with --keys, or put the files in the folder `keys` afterwards. What was
recorded and not yet published when the copy was made is not in it.

A head that you know (a checkpoint that an auditor kept, or SIZE:ROOT from one) with --at-least refuses a copy that is older or another.";

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The static log of one ledger, or a folder of them; with --decrypt-with an encrypted backup.
    #[arg(long, value_name = "FOLDER|FILE")]
    pub(crate) from_log: PathBuf,
    /// The file with the secret key (of `age-keygen`, or of ssh) that the backup was encrypted for. The program age must be there.
    #[arg(long, value_name = "FILE")]
    pub(crate) decrypt_with: Option<PathBuf>,
    /// The new data folder.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) data: PathBuf,
    /// Folder with the keys of the ledgers (<name>.key), to be put back too.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) keys: Option<PathBuf>,
    /// A head that must be in it: the file of a checkpoint, or SIZE:ROOT of one. May be given more often.
    #[arg(long, value_name = "CHECKPOINT|SIZE:ROOT")]
    pub(crate) at_least: Vec<String>,
    /// The public key of the ledger (log.vkey) from a source of your own; without it the one in the folder is trusted.
    #[arg(long, value_name = "FILE")]
    pub(crate) log_key: Option<PathBuf>,
    /// Print what was restored as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

pub(super) const AFTER_BACKUP: &str = "\
Examples:
  openboek backup --to /mnt/backup                                     all ledgers of the running server
  openboek backup --to /mnt/backup --data /var/lib/openboek            of a data folder over which no server runs
  openboek backup --to /mnt/backup --from-log /srv/openboek            of the static logs that a server writes
  openboek restore --from-log /mnt/backup --data ./new --keys /safe/keys
  openboek backup --to /mnt/2026-11-29.tar.age --encrypt-to age1…      one encrypted file, whole each time

A backup is a folder of static logs, each at a signed checkpoint: what is published then, with all payloads, and not the keys. Keep those
apart (the folder `keys` of the data). What is copied is hashed again and must continue what the copy has: a ledger that lost or rewrote
something is refused, and the copy stays as it was. Cut off half-way, give the same command again. The folder is readable to whoever may
read the ledger.

With --encrypt-to the backup is one new file instead, which only the owner of that key can open (make one with `age-keygen`; the program age
must be there). It is made from a copy in the folder for temporary files (TMPDIR), which has to have room for it and is removed afterwards.
`age -d -i KEY FILE | tar x` opens it without Openboek.";

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The folder of the copies; with --encrypt-to the file to make.
    #[arg(long, value_name = "FOLDER|FILE")]
    pub(crate) to: PathBuf,
    /// Encrypt for the owner of this public key (age1… or that of an ssh key). May be given more often.
    #[arg(long, value_name = "RECIPIENT")]
    pub(crate) encrypt_to: Vec<String>,
    /// The server.
    #[arg(long, value_name = "URL", default_value = DEFAULT_SERVER, env = "OPENBOEK_SERVER", conflicts_with_all = ["data", "from_log"])]
    pub(crate) server: String,
    /// A data folder over which no server runs, instead of a server.
    #[arg(long, value_name = "FOLDER", conflicts_with = "from_log")]
    pub(crate) data: Option<PathBuf>,
    /// A static log or a folder of them, instead of a server.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) from_log: Option<PathBuf>,
    /// Print what was copied as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

pub(super) const AFTER_DOCTOR: &str = "\
Examples:
  openboek doctor --data /var/lib/openboek --static-log /srv/openboek
  openboek doctor --data /var/lib/openboek --json

Stop the server first. Checked are: entries and payloads against their hashes, trees, seals and signatures, the lists and heads of streams,
commands, snapshots against a replay, keys, and the static logs. Each finding has a code, a place, and what to do. Nothing is repaired.

Exit status: 0 nothing is wrong (there may be notes); 1 something is; 2 wrong command line, or no data there.";

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// The data folder.
    #[arg(long, value_name = "FOLDER", env = "OPENBOEK_DATA")]
    pub(crate) data: PathBuf,
    /// The folder of its static logs.
    #[arg(long, value_name = "FOLDER", env = "OPENBOEK_STATIC_LOG")]
    pub(crate) static_log: Option<PathBuf>,
    /// Print the findings as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

pub(super) const AFTER_MIGRATE: &str = "\
Examples:
  openboek migrate --store 'postgres://openboek@/openboek?host=/var/run/postgresql' --plan      what it would do, as SQL
  openboek migrate --store 'postgres://openboek@/openboek?host=/var/run/postgresql'

All or nothing, and doing it twice changes nothing. What was recorded is never touched. Stop servers of an older version first; a server
does not start over a database of another version. The user must be the one that the servers use.";

/// Arguments of `migrate`.
#[derive(Debug, Args)]
pub(crate) struct MigrateArgs {
    /// Address of the database; see openboek serve --help.
    #[arg(long, value_name = "postgres://…", env = "OPENBOEK_STORE", hide_env_values = true)]
    pub(crate) store: StoreArg,
    /// Only print what would be done.
    #[arg(long)]
    pub(crate) plan: bool,
    /// Print it as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}
