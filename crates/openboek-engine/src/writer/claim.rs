//! Over a store that several processes append to: whether this one may write the log, and whether its memory is what the store holds.
//!
//! The append is what judges, by claim and by position. Here it is only seen to that a writer does not decide in vain, and does not say no on
//! what it knows while another knows more.

use std::time::{Duration, Instant};

use openboek_store::{AppendError, LogName, Store};

use super::{Reply, Waiting, Writer, answer};
use crate::command::{Prepared, RecordError, Wait};
use crate::read::ReadError;

impl Writer {
    /// Claims the log, unless it is surely claimed, and reads what others recorded meanwhile. What is drafted rests on a claim already.
    pub(super) fn claim(&mut self) -> Result<(), RecordError> {
        let Some(lease) = self.store.shared() else { return Ok(()) };
        let sure = self.claimed_until.is_some_and(|until| Instant::now() < until);
        if sure || self.group.len() > 0 || self.appender.busy() {
            return Ok(());
        }
        self.claimed_until = None;
        let asked = Instant::now();
        let size = self.store.claim(&self.ledger.log).map_err(of_append)?;
        if size != self.ledger.size {
            tracing::info!(log = %self.ledger.log, from = self.ledger.size, to = size, "others recorded; going on from there");
            self.reread();
            self.sound()?;
        }
        self.claimed_until = Some(asked + lease);
        Ok(())
    }

    /// An append began at a moment and succeeded: the claim was renewed after that.
    pub(super) fn renewed(&mut self, began: Instant) {
        self.claimed_until = self.store.shared().map(|lease| began + lease);
    }

    /// Reads what others recorded, to decide on it without writing. Nothing may be drafted or under way.
    pub(super) fn refresh(&mut self) -> Result<(), ReadError> {
        self.sound()?;
        if self.store.shared().is_some() && self.store.head(&self.ledger.log)?.size != self.ledger.size {
            self.claimed_until = None;
            self.reread();
            self.sound()?;
        }
        Ok(())
    }

    /// Somebody else left entries without a seal.
    pub(super) fn look_again(&mut self) {
        if self.refresh().is_ok() && !self.ledger.unsealed.is_empty() {
            self.seal_due = Some(Instant::now());
        }
    }

    /// Claims the log in order to seal. Of a log that another process writes the entries are sealed by that one: then their callers are told
    /// so, or this one comes back when the claim may have lapsed.
    pub(super) fn claim_to_seal(&mut self) -> bool {
        let Err(error) = self.claim() else { return true };
        if let RecordError::WrittenElsewhere { retry_after_ms } = error {
            match self.store.head(&self.ledger.log) {
                // Known to be sealed; read again before anything is decided.
                Ok(head) if head.published_size >= self.ledger.size => {
                    self.answer_published(head.published_size);
                    return false;
                }
                _ => {}
            }
            self.seal_due = Some(Instant::now() + Duration::from_millis(retry_after_ms));
        } else {
            self.publish_later();
        }
        false
    }

    /// Answers those who wait for the checkpoint and whose entries it covers.
    pub(super) fn answer_published(&mut self, size: u64) {
        let (covered, others) =
            std::mem::take(&mut self.unpublished).into_iter().partition(|waiting| waiting.is_covered(size));
        self.unpublished = others;
        let covered: Vec<Waiting> = covered;
        covered.into_iter().for_each(|waiting| waiting.published(size));
    }

    /// The answer to a command for a log that another process writes: what was recorded of it before, if anything.
    pub(super) fn answer_elsewhere(&self, command: &Prepared, elsewhere: RecordError, reply: Reply) {
        let recalled = self.recorded_before(command);
        answer(
            reply,
            match recalled {
                Ok(Some(recorded)) if command.wait == Wait::Recorded || recorded.published_size.is_some() => {
                    Ok(recorded)
                }
                Ok(_) => Err(elsewhere),
                Err(error) => Err(error),
            },
        );
    }
}

/// Refusals rest on what the writer knew. Where others append too, it must have been all there is.
pub(super) fn confirm(store: &dyn Store, log: &LogName, size: u64) -> Result<(), AppendError> {
    if store.shared().is_none() {
        return Ok(());
    }
    match store.claim(log)? {
        found if found == size => Ok(()),
        found => Err(AppendError::Refused(format!("{found} entries are recorded, not {size}"))),
    }
}

/// What a caller is told of an append that failed.
pub(crate) fn of_append(error: AppendError) -> RecordError {
    match error {
        AppendError::Refused(why) | AppendError::NotRecorded(why) => RecordError::NotRecorded(why),
        AppendError::Unknown(why) => RecordError::Unknown(why),
        AppendError::Held { retry_after_ms } => RecordError::WrittenElsewhere { retry_after_ms },
    }
}
