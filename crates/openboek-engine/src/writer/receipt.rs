//! Receipts in the writer: whether a document was published before, and else the entry that says it is now.

use openboek_proof::entry::{Entry, InStream, Receipt};
use openboek_proof::hash::{event_hash, leaf_hash};
use openboek_store::{Health, NewEntry};

use super::group::no_date;
use super::{ReceiptReply, Waiting, Writer, answer_receipt};
use crate::command::{RecordError, Wait};
use crate::convert::key_of;
use crate::draft::Leaf;
use crate::planted::{Bug, planted};
use crate::receipt::{Document, ReceiptError, RecordedReceipt, basis, read_receipt};

impl Writer {
    /// Takes up a document. Nothing may be drafted or under way: then the store holds every receipt there is.
    pub(super) fn take_in_document(&mut self, document: &Document, wait: Wait, reply: ReceiptReply) {
        match self.published_document(document) {
            Ok(Some(earlier)) if wait == Wait::Published && earlier.published_size.is_none() => {
                self.unpublished.push(Waiting::Receipt(Box::new(earlier), reply));
            }
            Ok(Some(earlier)) => answer_receipt(reply, Ok(earlier)),
            Ok(None) => match self.receipt(document) {
                Ok(receipt) => self.accept_receipt(receipt, wait, reply),
                Err(error) => answer_receipt(reply, Err(error)),
            },
            Err(error) => answer_receipt(reply, Err(error)),
        }
    }

    /// The receipt of this very document, when it is the newest one of its name. Claims the log first; while another process writes it,
    /// what that one published is known too, but whoever waits for its checkpoint must come back.
    fn published_document(&mut self, document: &Document) -> Result<Option<RecordedReceipt>, ReceiptError> {
        self.sound().map_err(RecordError::Read)?;
        match self.claim() {
            Ok(()) => self.newest_receipt(document),
            Err(elsewhere @ RecordError::WrittenElsewhere { .. }) => {
                self.refresh().map_err(RecordError::Read)?;
                let earlier = self.newest_receipt(document)?;
                earlier.filter(|earlier| earlier.published_size.is_some()).map(Some).ok_or(elsewhere.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn newest_receipt(&self, document: &Document) -> Result<Option<RecordedReceipt>, ReceiptError> {
        let ledger = &self.ledger;
        let newest = ledger.receipts.newest(&document.name).filter(|_| !planted(Bug::ForgetsDocuments));
        let Some(newest) = newest else { return Ok(None) };
        let recorded = read_receipt(&*self.store, &ledger.log, newest, ledger.published_size)
            .map_err(RecordError::Read)?;
        if document.is_of(&recorded.receipt) {
            Ok(Some(RecordedReceipt { repeated: true, ..recorded }))
        } else if document.basis_size < recorded.receipt.basis.size {
            Err(ReceiptError::Outdated { newest })
        } else {
            Ok(None)
        }
    }

    /// The next entry of the log, for a document that was not published before.
    fn receipt(&self, document: &Document) -> Result<Receipt, ReceiptError> {
        if let Health::ReadOnly(why) = self.store.health() {
            return Err(RecordError::ReadOnly(why).into());
        }
        let (ledger, code) = (&self.ledger, document.name.stream());
        if !ledger.is_open(code) {
            return Err(ReceiptError::NoSuchStream(code));
        }
        let size = document.basis_size;
        let no_basis = ReceiptError::NoBasis(size);
        if size > ledger.published_size {
            return Err(no_basis);
        }
        let receipt = Receipt {
            origin: ledger.origin.clone(),
            index: ledger.size,
            recorded: ledger.moment(self.clock.now_ms()).ok_or_else(no_date)?,
            stream: InStream { code, revision: ledger.next_revision(code) },
            document: document.name.clone(),
            projector: document.projector.clone(),
            basis: basis(&*self.store, &ledger.log, size).map_err(RecordError::Read)?.ok_or(no_basis)?,
            outputs: document.outputs.clone(),
            supersedes: ledger.receipts.newest(&document.name),
        };
        // What breaks a rule of the format does not parse: then it never comes into the log.
        match Entry::parse(&receipt.to_bytes()) {
            Ok(Entry::Receipt(parsed)) if parsed == receipt => Ok(receipt),
            _ => Err(ReceiptError::Outputs),
        }
    }

    fn accept_receipt(&mut self, receipt: Receipt, wait: Wait, reply: ReceiptReply) {
        if self.group.append.entries.is_empty() {
            self.group.append.expected_size = self.ledger.size;
        }
        let bytes = receipt.to_bytes();
        let leaf = Leaf { index: receipt.index, hash: leaf_hash(&bytes), streams: vec![receipt.stream.code] };
        self.ledger.advance(leaf, &[], receipt.recorded);
        let hash = event_hash(&bytes);
        let streams = vec![(key_of(receipt.stream.code), receipt.stream.revision)];
        self.group.append.entries.push(NewEntry { entry: bytes, payload: None, streams });
        self.ledger.receipts.add(&receipt);
        let recorded = RecordedReceipt { receipt, hash, published_size: None, repeated: false };
        self.group.receipts.push((recorded, wait, reply));
    }
}
