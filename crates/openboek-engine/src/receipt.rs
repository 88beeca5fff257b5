//! Receipts: published documents, each bound to the exact log it was computed from (log-format 2.3). The engine records them and says
//! what a document rests on; what a document holds, it does not know.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use openboek_proof::entry::{Basis, DocumentName, Entry, Output, Receipt, StreamCode, VersionedName};
use openboek_proof::hash::{EventHash, event_hash};
use openboek_proof::tree::frontier_from_tiles;
use openboek_rules::{BudgetYear, Stream};
use openboek_store::{LogName, Store};
use openboek_views::View;
use serde::{Deserialize, Serialize};

use crate::command::{RecordError, Wait};
use crate::convert::code_of;
use crate::engine::{Engine, Log};
use crate::paragraph::MomentError;
use crate::prove::StoreTiles;
use crate::read::{DecodedEntry, PAGE_BYTES, PAGE_ENTRIES, ReadError};
use crate::writer::Job;

/// Kind of the document that a paragraph is.
const PARAGRAPH: &str = "paragraph";

/// The name under which a paragraph is published.
#[must_use]
pub fn paragraph_document(holder: Stream, year: BudgetYear) -> Option<DocumentName> {
    DocumentName::new(PARAGRAPH, code_of(holder), year.get())
}

/// A document to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its name; the receipt stands in the stream that the name holds.
    pub name: DocumentName,
    /// What computed it. The output of a version for one input never changes.
    pub projector: VersionedName,
    /// Size of the published tree it was computed from; the last entry under it is a seal.
    pub basis_size: u64,
    /// Its forms, sorted by media type, `application/json` among them.
    pub outputs: Vec<Output>,
}

impl Document {
    /// Whether a receipt is of this very document: all that is offered was published in it, by the same projector. A receipt that has a form
    /// more is still of this document; one that lacks a form, or has other bytes, is not.
    pub(crate) fn is_of(&self, receipt: &Receipt) -> bool {
        let published = |output| receipt.outputs.contains(output);
        receipt.document == self.name
            && receipt.projector == self.projector
            && self.outputs.iter().all(published)
    }
}

/// A receipt that is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedReceipt {
    /// What it says.
    pub receipt: Receipt,
    /// Its event hash.
    pub hash: EventHash,
    /// Size of a published tree that covers it; `None` when it is not published yet.
    pub published_size: Option<u64>,
    /// Whether the same document was published before: nothing was recorded now.
    pub repeated: bool,
}

/// Why no receipt was recorded, or why that is not known.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ReceiptError {
    /// As for a command.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The document is about a municipality that has no stream in this log.
    #[error("no stream {0} in this log")]
    NoSuchStream(StreamCode),
    /// No seal is the last entry under that size, or it is not published.
    #[error("{0} entries are no published state that a document can rest on")]
    NoBasis(u64),
    /// A document of a later state was published meanwhile. Computed again from the newest state, this one may be published.
    #[error("receipt {newest} is of a later state")]
    Outdated {
        /// Position of the receipt there is.
        newest: u64,
    },
    /// The outputs break the format: no JSON among them, or not sorted by media type.
    #[error("the outputs of a document are sorted by media type, each once, application/json among them")]
    Outputs,
}

/// Position of the newest receipt of each document, by name. Folded from the log; kept with snapshots.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipts(BTreeMap<String, u64>);

impl Receipts {
    /// Takes the next entry of the log; only receipts make a difference.
    pub(crate) fn take(&mut self, entry: &Entry) {
        if let Entry::Receipt(receipt) = entry {
            self.add(receipt);
        }
    }

    /// Takes the next receipt of the log.
    pub(crate) fn add(&mut self, receipt: &Receipt) {
        self.0.insert(receipt.document.to_string(), receipt.index);
    }

    /// The newest receipt of a document.
    pub(crate) fn newest(&self, document: &DocumentName) -> Option<u64> {
        self.0.get(&document.to_string()).copied()
    }

    /// The newest receipts, by position.
    fn positions(&self) -> Vec<u64> {
        let mut positions: Vec<u64> = self.0.values().copied().collect();
        positions.sort_unstable();
        positions
    }
}

/// Reads a receipt back.
pub(crate) fn read_receipt(
    store: &dyn Store,
    log: &LogName,
    index: u64,
    published_size: u64,
) -> Result<RecordedReceipt, ReadError> {
    let stored = store.entry(log, index)?.ok_or_else(|| ReadError::damaged(index, "it is missing"))?;
    let hash = event_hash(&stored.entry);
    let Entry::Receipt(receipt) = DecodedEntry::new(stored)?.entry else {
        return Err(ReadError::damaged(index, "it is no receipt"));
    };
    let published_size = (index < published_size).then_some(published_size);
    Ok(RecordedReceipt { receipt, hash, published_size, repeated: false })
}

/// A published state as what a document rests on; `None` when the last entry under it is no seal.
pub(crate) fn basis(store: &dyn Store, log: &LogName, size: u64) -> Result<Option<Basis>, ReadError> {
    let Some(last) = size.checked_sub(1) else { return Ok(None) };
    let stored = store.entry(log, last)?.ok_or_else(|| ReadError::damaged(last, "it is missing"))?;
    if !matches!(DecodedEntry::new(stored)?.entry, Entry::Seal(_)) {
        return Ok(None);
    }
    let tree =
        frontier_from_tiles(size, &StoreTiles { store, log }).map_err(|e| ReadError::damaged(last, e))?;
    Ok(Some(Basis { size, root: tree.root() }))
}

/// What a document of a holder rests on: the events of its stream and of `region`, and the smallest published state that has them all.
///
/// What others recorded since makes no other document: the same events give the same basis, so a document that is published again
/// without news is the same to the byte.
#[derive(Clone, Debug)]
pub struct Ground {
    /// The events, folded.
    pub view: View,
    /// Origin of the log.
    pub origin: String,
    /// The state.
    pub basis: Basis,
    /// Time of recording of the last event, UTC milliseconds.
    pub last_recorded_at_ms: i64,
    /// Event hash of the last event.
    pub last_event_hash: EventHash,
}

impl Engine {
    /// Records the receipt of a document, in the writer's queue and with the durability of a command. The same document again gets the
    /// receipt that there is, and nothing is written: a receipt has no request identifier, its outputs say what it is.
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub async fn publish(
        &self,
        arrangement: &str,
        document: Document,
        wait: Wait,
    ) -> Result<RecordedReceipt, ReceiptError> {
        let (log, _) = self.find(arrangement).await?;
        if self.closed.load(Ordering::SeqCst) {
            return Err(RecordError::Overloaded { retry_after_ms: 1_000 }.into());
        }
        self.ask(&log, |reply| Job::Publish(Box::new(document), wait, reply)).await
    }

    /// What a document of a holder would rest on now. Blocks.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn ground(&self, arrangement: &str, holder: Stream) -> Result<Ground, MomentError> {
        let log = self.readable(arrangement)?;
        let published = self.see(&log).map_err(ReadError::from)?.published_size;
        if published == 0 {
            return Err(MomentError::Nothing);
        }
        self.check_member(&log, holder, published)?;
        let view = self.view_at(&log, holder, published)?;
        let size = self.first_seal(&log, view.size(), published)?;
        self.ground_of_view(&log, view, size)
    }

    /// The events of a holder's stream and of `region` among the first `size` entries, folded. Blocks.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn view(&self, arrangement: &str, holder: Stream, size: u64) -> Result<View, MomentError> {
        let log = self.readable(arrangement)?;
        self.see(&log).map_err(ReadError::from)?;
        self.view_at(&log, holder, size)
    }

    /// What a document that was published rests on. Blocks.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn ground_of(&self, arrangement: &str, receipt: &Receipt) -> Result<Ground, MomentError> {
        let log = self.readable(arrangement)?;
        let heads = self.see(&log).map_err(ReadError::from)?;
        let (holder, size) = (crate::convert::stream_of(receipt.stream.code), receipt.basis.size);
        // Mostly nothing was recorded since, and the view that is kept needs no new fold.
        let newest = self.view_at(&log, holder, heads.published_size)?;
        let view = if newest.size() <= size { newest } else { self.view_at(&log, holder, size)? };
        self.ground_of_view(&log, view, size)
    }

    fn ground_of_view(&self, log: &Log, view: View, size: u64) -> Result<Ground, MomentError> {
        let last = view.size().checked_sub(1).ok_or(MomentError::Nothing)?;
        let last = self.decoded(log, last)?;
        let basis = basis(&*self.store, &log.name, size)?;
        Ok(Ground {
            view,
            origin: log.origin.as_str().to_owned(),
            basis: basis.ok_or_else(|| ReadError::damaged(size, "no seal stands before it"))?,
            last_recorded_at_ms: last.entry.recorded().unix_ms(),
            last_event_hash: event_hash(&last.stored.entry),
        })
    }

    /// The size of the tree that ends with the first seal from a position on.
    fn first_seal(&self, log: &Log, from: u64, published: u64) -> Result<u64, ReadError> {
        let mut next = from;
        while next < published {
            let page = self.store.entries(&log.name, next, PAGE_ENTRIES, PAGE_BYTES)?;
            if page.is_empty() {
                break;
            }
            for stored in page {
                next = stored.index + 1;
                let entry = Entry::parse(&stored.entry).map_err(|e| ReadError::damaged(stored.index, e))?;
                if matches!(entry, Entry::Seal(_)) {
                    return Ok(next);
                }
            }
        }
        Err(ReadError::damaged(next, "a published state has no seal"))
    }

    /// The newest receipt of each document of a holder and of `region` among the first `size` entries, by position. Blocks.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn receipts(
        &self,
        arrangement: &str,
        holder: Stream,
        size: u64,
    ) -> Result<Vec<RecordedReceipt>, MomentError> {
        let log = self.readable(arrangement)?;
        let published = self.see(&log).map_err(ReadError::from)?.published_size;
        let receipts = self.receipts_at(&log, holder, size)?;
        let read = |index| read_receipt(&*self.store, &log.name, index, published);
        Ok(receipts.positions().into_iter().map(read).collect::<Result<_, _>>()?)
    }
}
