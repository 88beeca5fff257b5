//! Every limit of the engine, by name.

use std::path::PathBuf;
use std::time::Duration;

/// How the engine works; [`Options::default`] suits a region of a few dozen municipalities on one machine.
#[derive(Clone, Debug)]
pub struct Options {
    /// First part of every origin: a name, which stays when the host moves.
    pub host: String,
    /// How long a recorded entry waits at most before it is sealed and signed.
    pub seal_interval: Duration,
    /// How often it is looked what other processes recorded in a store that is shared; whoever asks is shown what there is in any case.
    pub follow_interval: Duration,
    /// Commands that may wait for one writer. More are refused as overload, with a time to retry.
    pub queue_commands: usize,
    /// Commands in one group commit at most.
    pub batch_commands: usize,
    /// Payload bytes in one group commit at most (the last command may pass it).
    pub batch_bytes: usize,
    /// How long a caller waits for a place in the queue before it is told to come back.
    pub queue_patience: Duration,
    /// Entries after which the writer's state is kept as a snapshot again.
    pub snapshot_entries: u64,
    /// Entries after which a view is kept as a snapshot again.
    pub view_snapshot_entries: u64,
    /// Entries of the logs whose writers are awake, at most, unless one log alone has more: a writer holds about half a kilobyte for each.
    /// One that rests wakes with the next command, which waits until its state is read.
    pub awake_entries: u64,
    /// Entries in the views that stay in memory for readers, at most, unless one view alone has more: about a kilobyte for each.
    pub view_entries: u64,
    /// Statements in one command at most.
    pub command_statements: usize,
    /// Statements in one command that comes in parts at most: an import, recorded as a whole or not at all.
    pub parts_statements: usize,
    /// Folder of the static logs, a folder per log in it; without it none are written.
    pub static_logs: Option<PathBuf>,
    /// Entries in a bundle at most; larger logs are checked from their static files.
    pub bundle_entries: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            host: "ledger.localhost".to_owned(),
            seal_interval: Duration::from_millis(250),
            follow_interval: Duration::from_millis(100),
            queue_commands: 4_096,
            batch_commands: 512,
            batch_bytes: 4 << 20,
            queue_patience: Duration::from_secs(5),
            snapshot_entries: 4_096,
            view_snapshot_entries: 2_048,
            awake_entries: 2_000_000,
            view_entries: 500_000,
            command_statements: 500,
            parts_statements: 100_000,
            static_logs: None,
            bundle_entries: 200_000,
        }
    }
}
