//! The path of a decision: one writer per arrangement that reads, decides, encodes once, hashes and appends; then seals, signs and
//! publishes; then shows. Knows no transport and no concrete store.
//!
//! ```text
//! Command ─► prepare (encode, salt, commit) ─► queue ─► writer: decide ─► draft entries ─► Store::append = RECORDED
//!                                                        └─► seal, tree, checkpoint ─► Store::append = PUBLISHED
//! Reader ◄─ entries, proofs, bundles, views, paragraphs ◄─ what the store holds
//! ```
//!
//! Four words for the life of an entry, here and everywhere: *accepted* (decided, not durable; nobody is ever answered on it),
//! *recorded*, *published*, *witnessed* (comes later).

mod changes;
mod clock;
mod command;
mod convert;
mod doctor;
mod draft;
mod engine;
mod heads;
mod keys;
mod ledger;
mod options;
mod paragraph;
mod planted;
mod preview;
mod prove;
mod randomness;
mod read;
mod receipt;
mod restore;
mod sharing;
#[cfg(test)]
mod simulation;
mod snapshot;
mod static_log;
mod writer;

pub use changes::{ParagraphChange, ParagraphWatch};
pub use clock::{Clock, ManualClock, SystemClock};
pub use command::{Command, Expected, RecordError, Recorded, RecordedEntry, RevisionConflict, Wait};
pub use doctor::{Check, Examination, Examined, Finding, Severity, examine};
pub use engine::{Arrangement, Engine, OpenError, Outside};
pub use heads::Heads;
pub use keys::{KeyError, KeyRing};
pub use options::Options;
pub use paragraph::{MomentError, MomentQuery, Shown, Stand};
pub use preview::{Foreseen, ForeseenEntry};
pub use prove::{BundleRequest, ProveError};
pub use randomness::{Randomness, SystemRandomness};
pub use read::{DecodedEntry, ReadError};
pub use receipt::{Document, Ground, ReceiptError, RecordedReceipt, paragraph_document};
pub use restore::{KnownHead, RestoreConfig, RestoreError, Restored, restore};
pub use static_log::{
    Extended, LogFolder, LogSource, SignedHead, StaticLogError, StoredLog, extend, log_name, payload_file,
    stored_log, tile_file,
};
