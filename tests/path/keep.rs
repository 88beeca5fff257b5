//! What a test left in its store, kept in a folder: `cargo xtask torture --stores` compares what the same test left in each kind of store.

use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use openboek_proof::entry::Entry;
use openboek_proof::hash::Blake3Hash;
use openboek_store::{LogName, Store, StoreError, StoredEntry};

/// Entries read at a time.
const PAGE: usize = 500;
/// Bytes read at a time.
const PAGE_BYTES: usize = 4 << 20;

/// Writes what is in the store when the test is done with it, if the surroundings name a folder (`OPENBOEK_TEST_KEEP`).
pub(crate) struct Kept {
    store: Arc<dyn Store>,
    file: Option<PathBuf>,
}

impl Kept {
    /// A test may start several servers: what each leaves has a number, in the order in which they start.
    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        let test = std::thread::current().name().unwrap_or_default().replace("::", ".");
        let file = std::env::var_os("OPENBOEK_TEST_KEEP").and_then(|folder| {
            let mut files = (1..1_000).map(|nth| Path::new(&folder).join(format!("{test} {nth}")));
            files.find(|file| File::create_new(file).is_ok())
        });
        Self { store, file }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let Some(file) = self.file.take() else { return };
        let store = self.store.clone();
        // The store may wait for a runtime of its own, which is not allowed in the test's.
        let told = std::thread::spawn(move || tell(&*store)).join();
        let text = match told {
            Ok(Ok(text)) => text,
            Ok(Err(error)) => format!("not readable: {error}\n"),
            Err(_) => "a panic\n".to_owned(),
        };
        let _ = std::fs::write(file, text);
    }
}

/// Every event of every log, without what differs each time: positions (of commands that came together), times, salts and request identifiers.
fn tell(store: &dyn Store) -> Result<String, StoreError> {
    let mut text = String::new();
    for (log, _) in store.logs()? {
        let mut events: Vec<String> = entries(store, &log)?.iter().filter_map(event).collect();
        events.sort();
        let _ = writeln!(text, "{} {} events\n{}", log.as_str(), events.len(), events.concat());
    }
    Ok(text)
}

fn entries(store: &dyn Store, log: &LogName) -> Result<Vec<StoredEntry>, StoreError> {
    let mut all: Vec<StoredEntry> = Vec::new();
    loop {
        let from = all.last().map_or(0, |last| last.index + 1);
        let page = store.entries(log, from, PAGE, PAGE_BYTES)?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

fn event(stored: &StoredEntry) -> Option<String> {
    let Ok(Entry::Event(event)) = Entry::parse(&stored.entry) else { return None };
    let (kind, actor) = (event.statement.kind.name(), event.statement.actor.as_str());
    let streams: Vec<String> = event.streams.iter().map(|stream| stream.code.to_string()).collect();
    let payload = stored.payload.as_ref().map(|payload| Blake3Hash::of(&payload.bytes).to_string());
    let payload = payload.unwrap_or_else(|| "erased".to_owned());
    Some(format!("{kind} by {actor} in {}: {payload}\n", streams.join(" ")))
}
