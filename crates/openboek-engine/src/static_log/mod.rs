//! The static log (log-format section 3): a folder per log that any web server can serve, any auditor can check, and from which a store
//! can be built again. It is the archive and the backup of a ledger; there is no second format.
//!
//! ```text
//! <folder>/<log>/checkpoint                          takes its place last, by a rename: what it covers is there, durable
//! <folder>/<log>/tile/<L>/<N>[.p/<W>]                the tree
//! <folder>/<log>/tile/entries/<N>[.p/<W>]            the entries
//! <folder>/<log>/payload/<index>                     salt and payload
//! <folder>/<log>/log.vkey, policy                    who signs, who should cosign
//! ```
//!
//! Everything goes in by [`extend`], from a store, from a server or from another folder: what is new is hashed again, and it goes
//! under the new checkpoint only when it gives the root that was signed. So a folder never follows a source that rewrote its history.

mod error;
mod extend;
mod files;
mod folder;
mod keeper;
mod source;
mod write;

pub use error::StaticLogError;
pub use extend::{Extended, extend};
pub use files::{payload_file, tile_file};
pub use folder::LogFolder;
pub use keeper::stored_log;
pub use source::{LogSource, SignedHead, StoredLog};

pub(crate) use keeper::{Bell, Keeper, Kept, check_heads, root_at};
pub(crate) use source::{payload_fits, visit};

use openboek_proof::checkpoint::CheckpointNote;
use openboek_proof::entry::Origin;
use openboek_proof::verify::LogKeys;
use openboek_store::LogName;

/// A log's name in a store, from its origin: what stands behind the last slash.
#[must_use]
pub fn log_name(origin: &Origin) -> Option<LogName> {
    let (_, name) = origin.as_str().rsplit_once('/')?;
    LogName::new(name)
}

/// A head that was checked: the note, and the keys of which the current one signed it.
pub(crate) struct CheckedHead {
    pub(crate) note: CheckpointNote,
    pub(crate) keys: LogKeys,
}

/// Reads a head; the current key must have signed the checkpoint, and be named after its log.
///
/// # Errors
/// [`StaticLogError::Damaged`].
pub(crate) fn check_head(head: &SignedHead) -> Result<CheckedHead, StaticLogError> {
    let note =
        CheckpointNote::parse(&head.checkpoint).map_err(|e| StaticLogError::damaged("checkpoint", e))?;
    let keys = LogKeys::parse(&head.log_keys).map_err(|e| StaticLogError::damaged("log.vkey", e))?;
    let named = keys.current.name() == note.checkpoint.origin.as_str();
    if !named || note.is_signed_by(&keys.current) != Ok(true) {
        let why = format!("{} did not sign it", keys.current);
        return Err(StaticLogError::damaged("checkpoint", why));
    }
    Ok(CheckedHead { note, keys })
}
