//! A PostgreSQL server of one's own for tests. Not part of the product.
//!
//! A shell runs the server in a temporary folder, as the user `postgres` when the tests run as root, which the server does not allow.
//! The shell reads orders from a pipe. When this process ends, in whatever way, the pipe ends, and the shell stops the server and removes
//! the folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this serves tests")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Debian's place for it, and the names in `PATH` elsewhere.
const BIN: &str = "/usr/lib/postgresql/15/bin";

/// Makes a cluster, then does as it is told.
const SCRIPT: &str = r#"
set -e
PATH="$1:$PATH"
folder=$(mktemp -d "${TMPDIR:-/tmp}/openboek-postgres.XXXXXX")
server=
stop() { if [ -n "$server" ]; then kill "-$1" "$server" 2>/dev/null || true; wait "$server" || true; server=; fi; }
# All its processes, with no time to say or write anything; the first is held meanwhile, or it would start others.
perish() {
    kill -STOP "$server"
    kill -KILL $(cat "/proc/$server/task/$server/children") "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
}
start() {
    postgres -D "$folder/data" -k "$folder" -c listen_addresses= -c unix_socket_permissions=0777 -c max_connections=200 \
        -c wal_retrieve_retry_interval=200ms -c recovery_init_sync_method=syncfs \
        >>"$folder/server.log" 2>&1 &
    server=$!
    for i in $(seq 600); do
        if pg_isready -q -h "$folder" -U openboek -d postgres; then return 0; fi
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    cat "$folder/server.log" >&2
    return 1
}
trap 'stop QUIT; rm -rf "$folder"' EXIT
# Without PIPE here, an answer nobody reads any more would end the shell before it cleans up.
trap '' INT TERM HUP PIPE
if [ -n "$2" ]; then
    pg_basebackup -D "$folder/data" -h "$2" -U openboek -c fast -R --no-sync >"$folder/initdb.log" 2>&1 \
        || { cat "$folder/initdb.log" >&2; exit 1; }
else
    initdb -D "$folder/data" -U openboek --auth=trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1 \
        || { cat "$folder/initdb.log" >&2; exit 1; }
fi
chmod 755 "$folder"
start
echo "$folder"
while read -r order argument; do
    case $order in
        crash) stop QUIT ;;
        perish) perish ;;
        promote) pg_ctl promote -D "$folder/data" -t 60 >>"$folder/server.log" 2>&1 || cat "$folder/server.log" >&2 ;;
        start) start ;;
        set) echo "$argument" >>"$folder/data/postgresql.auto.conf" ;;
        dump) pg_dump --schema-only --no-owner -h "$folder" -U openboek "$argument" >"$folder/dump" ;;
    esac
    echo done
done
"#;

/// A server, its data in a temporary folder, reached by a socket there.
pub struct Cluster {
    folder: PathBuf,
    control: Mutex<Control>,
    databases: AtomicU32,
}

struct Control {
    shell: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Cluster {
    /// Makes a cluster and starts its server, with every sync as in real life.
    ///
    /// # Panics
    /// When there is no PostgreSQL 15 (`cargo xtask setup` installs it), or it does not start.
    #[must_use]
    pub fn start() -> Self {
        Self::start_from(None)
    }

    /// Makes a standby of this server, which must be up, and has it waited for: from here on a COMMIT here is answered when the standby has it
    /// on disk.
    ///
    /// # Panics
    /// When there is none within a minute.
    #[must_use]
    pub fn synchronous_standby(&self) -> Self {
        let standby = self.standby();
        self.alter("synchronous_standby_names = '*'");
        for _ in 0..600 {
            if self
                .query(&self.url("postgres"), "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
                == ["1"]
            {
                return standby;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("no standby");
    }

    /// Makes a standby of this server, which must be up.
    ///
    /// # Panics
    /// As [`Cluster::start`].
    #[must_use]
    pub fn standby(&self) -> Self {
        Self::start_from(Some(&self.folder))
    }

    fn start_from(primary: Option<&Path>) -> Self {
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        command.args(["-c", SCRIPT, "cluster", BIN]).arg(primary.unwrap_or(Path::new("")));
        command.current_dir("/").env("LC_ALL", "C");
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut shell =
            spawned.expect("no shell for PostgreSQL; `cargo xtask setup` installs what is missing");
        let orders = shell.stdin.take();
        let mut answers = BufReader::new(shell.stdout.take().unwrap());
        let mut folder = String::new();
        answers.read_line(&mut folder).unwrap();
        let folder = folder.trim();
        assert!(!folder.is_empty(), "PostgreSQL 15 did not start; `cargo xtask setup` installs it");
        let control = Mutex::new(Control { shell, orders, answers });
        Self { folder: PathBuf::from(folder), control, databases: AtomicU32::new(0) }
    }

    /// A new, empty database; its address.
    #[must_use]
    pub fn database(&self) -> String {
        let name = format!("case_{}", self.databases.fetch_add(1, Ordering::SeqCst));
        self.execute(&self.url("postgres"), &format!("CREATE DATABASE {name}"));
        self.url(&name)
    }

    /// The address of a database.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://openboek@/{database}?host={}", self.folder.display())
    }

    /// The address of a database on two servers, this one first.
    #[must_use]
    pub fn url_with(&self, other: &Self, database: &str) -> String {
        format!("{},{}", self.url(database), other.folder.display())
    }

    /// The server's socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }

    /// Executes statements as the superuser, the way an operator would.
    ///
    /// # Panics
    /// When one fails.
    pub fn execute(&self, url: &str, sql: &str) {
        let _ = self.query(url, sql);
    }

    /// Executes statements; the first column of what they give, as text.
    ///
    /// # Panics
    /// When one fails.
    #[must_use]
    pub fn query(&self, url: &str, sql: &str) -> Vec<String> {
        let output = Command::new(Path::new(BIN).join("psql"))
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql])
            .output()
            .expect("psql");
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    /// Stops the server at once, as a crash does: the next start recovers from its journal.
    pub fn crash(&self) {
        self.order("crash");
    }

    /// `kill -9` of all the server's processes.
    pub fn perish(&self) {
        self.order("perish");
    }

    /// Makes a primary of a standby.
    pub fn promote(&self) {
        self.order("promote");
    }

    /// Changes a setting of the running server.
    pub fn alter(&self, setting: &str) {
        self.execute(&self.url("postgres"), &format!("ALTER SYSTEM SET {setting}"));
        self.execute(&self.url("postgres"), "SELECT pg_reload_conf()");
    }

    /// Starts the server again.
    pub fn start_again(&self) {
        self.order("start");
    }

    /// Adds a line to the server's configuration, for the next start or reload.
    pub fn set(&self, line: &str) {
        self.order(&format!("set {line}"));
    }

    /// The schema of a database, as `pg_dump` tells it.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn dump(&self, url: &str) -> String {
        self.order(&format!("dump {url}"));
        let dump = std::fs::read_to_string(self.folder.join("dump")).unwrap();
        // Each dump has a random key against injection.
        let lines =
            dump.lines().filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn order(&self, order: &str) {
        let mut control = self.control();
        writeln!(control.orders.as_mut().unwrap(), "{order}").unwrap();
        let mut answer = String::new();
        control.answers.read_line(&mut answer).unwrap();
        assert_eq!(answer.trim(), "done", "{order}");
    }

    fn control(&self) -> MutexGuard<'_, Control> {
        self.control.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut control = self.control();
        control.orders = None;
        let _ = control.shell.wait();
    }
}

/// Whether this process is root: it owns its own entry in /proc.
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0)
}
