//! The real programs: the server as a process of its own, and the auditor.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::audit_service_client::AuditServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tonic::transport::{Channel, Endpoint};

use crate::say;

/// What goes wrong in a test is told and stops it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A built program of this workspace, beside the test's own file.
///
/// # Errors
/// When it is not built yet; `cargo xtask test` builds it first.
pub fn path(name: &str) -> Result<PathBuf, Failure> {
    let own = std::env::current_exe()?;
    let folder = own.ancestors().find(|folder| folder.join(name).is_file());
    let folder = folder
        .ok_or_else(|| format!("{name} is not built; run `cargo build -p {name}`, or `cargo xtask test`"))?;
    Ok(folder.join(name))
}

/// The program that makes PDF, which is built apart from the workspace.
///
/// # Errors
/// When it is not built yet; `cargo xtask test` builds it first.
pub fn pdf_program() -> Result<PathBuf, Failure> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/pdf/debug/openboek-pdf");
    if built.is_file() {
        Ok(built)
    } else {
        Err(format!("{} is not built; run `cargo xtask test`", built.display()).into())
    }
}

/// Runs a script in Python of the tests, with the packages they install; what it says. It reads JSON.
///
/// # Errors
/// When there is no such Python, and what the script says when it fails.
pub fn python(script: &str, argument: &str, input: &serde_json::Value) -> Result<String, Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut child = Command::new(root.join("../target/interop/python/bin/python"))
        .arg(root.join(script))
        .arg(argument)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("python: {error}; run `cargo xtask setup` first"))?;
    child.stdin.take().ok_or("no input")?.write_all(&serde_json::to_vec(input)?)?;
    let output = child.wait_with_output()?;
    if output.status.success() {
        Ok(String::from_utf8(output.stdout)?)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into())
    }
}

/// A folder in memory, where there is one: for what is opened and synced many times and is not about the disk.
///
/// # Errors
/// When it cannot be made.
pub fn folder_in_memory() -> Result<tempfile::TempDir, Failure> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() { tempfile::tempdir_in(memory)? } else { tempfile::tempdir()? })
}

/// A running `openboek serve`.
pub struct Served {
    child: Child,
    /// Address of gRPC.
    pub grpc: String,
    /// Address of the reading room.
    pub http: String,
    /// Address of the metrics.
    pub metrics: String,
}

impl Served {
    /// Starts the server over a data folder on free ports; `before` are words before the program, such as strace's.
    ///
    /// # Errors
    /// When it does not say where it listens.
    pub fn start(data: &Path, before: &[String]) -> Result<Self, Failure> {
        let data = data.to_str().ok_or("path")?;
        Self::start_with(&["--store", "sled", "--data", data], before)
    }

    /// Starts the server over a data folder, with the static logs in another; `before` as in [`Self::start`].
    ///
    /// # Errors
    /// When it does not say where it listens.
    pub fn start_with_logs(data: &Path, logs: &Path, before: &[String]) -> Result<Self, Failure> {
        let (data, logs) = (data.to_str().ok_or("path")?, logs.to_str().ok_or("path")?);
        Self::start_with(&["--store", "sled", "--data", data, "--static-log", logs], before)
    }

    /// Starts the server over a data folder with words of the caller's own.
    ///
    /// # Errors
    /// When it does not say where it listens.
    pub fn start_saying(data: &Path, words: &[&str]) -> Result<Self, Failure> {
        let data = data.to_str().ok_or("path")?;
        Self::start_with(&[&["--store", "sled", "--data", data], words].concat(), &[])
    }

    /// Starts the server over a database, with the log keys in a folder.
    ///
    /// # Errors
    /// When it does not say where it listens.
    pub fn start_over(database: &str, keys: &Path) -> Result<Self, Failure> {
        Self::start_over_before(database, keys, &[])
    }

    /// The same with words before the program, such as strace's.
    ///
    /// # Errors
    /// When it does not say where it listens.
    pub fn start_over_before(database: &str, keys: &Path, before: &[String]) -> Result<Self, Failure> {
        let keys = keys.to_str().ok_or("path")?;
        Self::start_with(&["--store", database, "--keys", keys], before)
    }

    fn start_with(store: &[&str], before: &[String]) -> Result<Self, Failure> {
        let program = path("openboek")?;
        let mut words: Vec<String> = before.to_vec();
        words.push(program.display().to_string());
        let (first, rest) = words.split_first().ok_or("no program")?;
        let mut child = Command::new(first)
            .args(rest)
            .args([
                "serve",
                "--json",
                "--grpc",
                "127.0.0.1:0",
                "--http",
                "127.0.0.1:0",
                "--metrics",
                "127.0.0.1:0",
            ])
            .args(store)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            // A group of its own: a program before it (strace) must not leave the server behind when it is killed.
            .process_group(0)
            .spawn()?;
        let mut line = String::new();
        let stdout = child.stdout.take().ok_or("no output")?;
        BufReader::new(stdout).read_line(&mut line)?;
        let said: serde_json::Value =
            serde_json::from_str(&line).map_err(|e| format!("the server said {line:?}: {e}"))?;
        let address =
            |key: &str| said[key].as_str().map(str::to_owned).ok_or_else(|| format!("no {key} in {line}"));
        Ok(Self { grpc: address("grpc")?, http: address("http")?, metrics: address("metrics")?, child })
    }

    /// A connection to it.
    ///
    /// # Errors
    /// When it does not accept one.
    pub async fn connect(&self) -> Result<Channel, Failure> {
        let address = self.grpc.trim_start_matches("http://");
        Ok(Endpoint::from_shared(format!("http://{address}"))?.tcp_nodelay(true).connect().await?)
    }

    /// Its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// When there is nothing to kill.
    pub fn kill(mut self) -> Result<ExitStatus, Failure> {
        self.kill_group();
        Ok(self.child.wait()?)
    }

    /// Waits for its end, which something else brings about.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub fn wait(mut self) -> Result<ExitStatus, Failure> {
        Ok(self.child.wait()?)
    }

    fn kill_group(&self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
    }

    /// Asks it to stop (SIGTERM) and waits.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn stop(mut self) -> Result<ExitStatus, Failure> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        Ok(self.child.wait()?)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill_group();
        let _ = self.child.wait();
    }
}

/// The desk that a clerk records at, in a process of its own.
#[derive(Debug)]
pub struct Desk {
    /// Its address: `http://127.0.0.1:8090`.
    pub address: String,
    child: Child,
}

impl Desk {
    /// Starts it at any free port.
    ///
    /// # Errors
    /// When it does not say where it is.
    pub fn start(server: &Served, actor: &str) -> Result<Self, Failure> {
        let mut child = Command::new(path("openboek")?)
            .args(["desk", "--actor", actor, "--server", &server.grpc, "--reading-room", &server.http])
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let address = line.split_whitespace().last().ok_or_else(|| format!("the desk said {line:?}"))?;
        Ok(Self { address: address.to_owned(), child })
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The files of the five starting cases, by name.
///
/// # Errors
/// When there are not five.
pub fn cases() -> Result<Vec<PathBuf>, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/openboek/cases");
    let mut files = std::fs::read_dir(folder)?.map(|f| Ok(f?.path())).collect::<Result<Vec<_>, Failure>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    if files.len() == 5 { Ok(files) } else { Err(format!("not five cases: {files:?}").into()) }
}

/// Records them with the real client, or gives the answers again. Waiting for publication puts each seal at the same place in every run.
///
/// # Errors
/// When the server refuses one.
pub fn record_cases(server: &str) -> Result<(), Failure> {
    for file in cases()? {
        let mut client = Command::new(path("openboek")?);
        let output =
            client.arg("record").arg(&file).args(["--wait", "published", "--server", server]).output()?;
        if !output.status.success() {
            return Err(format!("{}: {}", file.display(), String::from_utf8_lossy(&output.stderr)).into());
        }
    }
    Ok(())
}

/// A server over a new folder with a small history: arrangement `delta` of two municipalities, each promise published on its own.
///
/// # Errors
/// What the server says.
pub async fn with_small_history(data: &Path, promises: usize) -> Result<(Served, Channel), Failure> {
    let members = ["GM0262", "GM0301"];
    let server = Served::start(data, &[])?;
    let channel = server.connect().await?;
    ArrangementServiceClient::new(channel.clone())
        .create_arrangement(say::founding("delta", &members))
        .await?;
    for number in 0..promises {
        let statement =
            say::commitment(members[number % 2], &format!("T{number}"), "Wij zorgen voor een plan.");
        let mut command = say::command("delta", vec![statement]);
        command.wait_for = v1::WaitFor::Published.into();
        LedgerServiceClient::new(channel.clone()).record(command).await?;
    }
    Ok((server, channel))
}

/// Exports a bundle into a file.
///
/// # Errors
/// The status, or the file system's words.
pub async fn export_bundle(
    channel: Channel,
    arrangement: &str,
    holder: &str,
    previous: Option<Vec<u8>>,
    file: &Path,
) -> Result<(), Failure> {
    let request = v1::ExportBundleRequest {
        arrangement: arrangement.into(),
        municipality: holder.into(),
        previous_checkpoint: previous.unwrap_or_default(),
    };
    let mut chunks = AuditServiceClient::new(channel).export_bundle(request).await?.into_inner();
    let mut bytes = Vec::new();
    while let Some(part) = chunks.message().await? {
        bytes.extend(part.chunk);
    }
    Ok(std::fs::write(file, bytes)?)
}

/// Runs the auditor; its exit status and what it said.
///
/// # Errors
/// When it cannot be started.
pub fn verify(arguments: &[&str]) -> Result<(i32, String), Failure> {
    let output = Command::new(path("openboek-audit")?).arg("verify").args(arguments).output()?;
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Ok((output.status.code().unwrap_or(-1), said))
}
