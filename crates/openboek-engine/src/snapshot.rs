//! Snapshots: caches of our own types, so that opening does not replay the log. Never a record; dropped when anything is in doubt.

use openboek_store::{LogName, Store};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Changes whenever the meaning of a snapshot changes; an older one is then dropped and made anew.
const FORMAT: u32 = 4;

/// What precedes the value: the format, and the program's version, since a snapshot holds the types of that version.
fn label() -> String {
    format!("openboek-snapshot/{FORMAT}/{}", env!("CARGO_PKG_VERSION"))
}

/// Reads a snapshot; `None` when there is none, or it is not of this version, or it is damaged.
pub(crate) fn read<T: DeserializeOwned>(store: &dyn Store, log: &LogName, name: &str) -> Option<T> {
    let bytes = store.snapshot(log, name).ok().flatten()?;
    let (digest, rest) = bytes.split_first_chunk::<32>()?;
    if blake3::hash(rest).as_bytes() != digest {
        tracing::warn!(%log, name, "a snapshot is damaged; it is made anew from the log");
        return None;
    }
    let (found, value): (String, T) = postcard::from_bytes(rest).ok()?;
    (found == label()).then_some(value)
}

/// Keeps a snapshot. A failure costs time at the next opening, nothing else.
pub(crate) fn write<T: Serialize>(store: &dyn Store, log: &LogName, name: &str, value: &T) {
    let Ok(body) = postcard::to_stdvec(&(label(), value)) else { return };
    let mut bytes = blake3::hash(&body).as_bytes().to_vec();
    bytes.extend_from_slice(&body);
    if let Err(error) = store.put_snapshot(log, name, &bytes) {
        tracing::warn!(%log, name, %error, "a snapshot could not be kept");
    }
}
