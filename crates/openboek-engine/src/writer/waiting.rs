//! Answers on their way: to whoever asked for a command or for a receipt.

use crate::command::{RecordError, Recorded};
use crate::receipt::RecordedReceipt;

use super::{ReceiptReply, Reply, answer, answer_receipt};

/// What is recorded, and whoever waits until it is published too.
pub(super) enum Waiting {
    /// A command.
    Command(Recorded, Reply),
    /// A receipt.
    Receipt(Box<RecordedReceipt>, ReceiptReply),
}

impl Waiting {
    /// Whether a tree of a size covers it.
    pub(super) fn is_covered(&self, size: u64) -> bool {
        match self {
            Self::Command(recorded, _) => recorded.entries.last().is_none_or(|last| last.index < size),
            Self::Receipt(recorded, _) => recorded.receipt.index < size,
        }
    }

    /// Answers that a published tree of a size covers it.
    pub(super) fn published(self, size: u64) {
        match self {
            Self::Command(recorded, reply) => {
                answer(reply, Ok(Recorded { published_size: Some(size), ..recorded }));
            }
            Self::Receipt(mut recorded, reply) => {
                recorded.published_size = Some(size);
                answer_receipt(reply, Ok(*recorded));
            }
        }
    }

    /// Answers that it is recorded, and that nobody knows when it will be published. Sent again it waits anew.
    pub(super) fn unpublished(self) {
        let error = RecordError::Unknown("recorded, but not published yet".to_owned());
        match self {
            Self::Command(_, reply) => answer(reply, Err(error)),
            Self::Receipt(_, reply) => answer_receipt(reply, Err(error.into())),
        }
    }
}
