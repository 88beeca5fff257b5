//! What can be found in each ledger, kept in memory as it grows: see [`openboek_documents::search`].

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use openboek_documents::search::Index;
use openboek_engine::{Engine, MomentError};
use openboek_proof::entry::Entry;
use tokio::sync::Semaphore;

use crate::errors::{Problem, Reason};
use crate::limits::{PAGE_ENTRIES, RETRY_AFTER, SEARCH_ENTRIES, SEARCHES_AT_ONCE};

/// The indexes of all ledgers that were asked.
pub(crate) struct Searches {
    ledgers: Mutex<BTreeMap<String, Arc<Slot>>>,
    questions: AtomicU64,
    /// As many permits as questions are answered at once.
    places: Semaphore,
}

impl Default for Searches {
    fn default() -> Self {
        let places = Semaphore::new(SEARCHES_AT_ONCE);
        Self { ledgers: Mutex::default(), questions: AtomicU64::default(), places }
    }
}

/// The place of an index. Who asks reads it together with others; who finds it behind the ledger lets it grow first.
#[derive(Default)]
struct Slot {
    index: RwLock<Index>,
    /// Entries in it.
    entries: AtomicUsize,
    /// When somebody asked it last, by the count of questions.
    used: AtomicU64,
}

impl Searches {
    /// Asks the index of a ledger, grown to the newest checkpoint: what is recorded but not published is not found yet. The first question
    /// after a start waits until the index is made, and those that come meanwhile wait with it; too many are told to come back, so that threads
    /// are left for who reads something else.
    pub(crate) fn ask<T>(
        &self,
        engine: &Engine,
        arrangement: &str,
        ask: impl FnOnce(&Index) -> T,
    ) -> Result<T, Problem> {
        let busy = |_| Problem::new(Reason::TooManyCalls).retry_after(RETRY_AFTER);
        let _place = self.places.try_acquire().map_err(busy)?;
        let published = engine.heads_now(arrangement)?.published_size;
        let slot = self.slot(arrangement);
        slot.used.store(self.questions.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        let known = slot.index.read().unwrap_or_else(PoisonError::into_inner);
        if known.next() >= published {
            return Ok(ask(&known));
        }
        drop(known);
        let answer = {
            let mut index = slot.index.write().unwrap_or_else(PoisonError::into_inner);
            let grown = grow(&mut index, engine, arrangement, published);
            slot.entries.store(index.len(), Ordering::Relaxed);
            grown?;
            ask(&index)
        };
        self.make_room(&slot);
        Ok(answer)
    }

    fn slot(&self, arrangement: &str) -> Arc<Slot> {
        let mut ledgers = self.ledgers.lock().unwrap_or_else(PoisonError::into_inner);
        ledgers.entry(arrangement.to_owned()).or_default().clone()
    }

    /// Lets go of the indexes that nobody asked the longest, until those in memory hold few enough entries: they are made anew when somebody
    /// asks.
    fn make_room(&self, newest: &Arc<Slot>) {
        let ledgers = self.ledgers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut others: Vec<_> =
            ledgers.values().filter(|slot| !Arc::ptr_eq(slot, newest)).cloned().collect();
        drop(ledgers);
        let entries = |slot: &Arc<Slot>| slot.entries.load(Ordering::Relaxed);
        let mut held = entries(newest) + others.iter().map(entries).sum::<usize>();
        others.sort_by_key(|slot| slot.used.load(Ordering::Relaxed));
        for slot in others {
            if held <= SEARCH_ENTRIES {
                return;
            }
            // One that is locked is being asked.
            let Ok(mut index) = slot.index.try_write() else { continue };
            *index = Index::default();
            held -= slot.entries.swap(0, Ordering::Relaxed);
        }
    }
}

/// Takes in what was published since. Of a ledger with more entries than are held the newest are.
fn grow(index: &mut Index, engine: &Engine, arrangement: &str, published: u64) -> Result<(), MomentError> {
    let most = u64::try_from(SEARCH_ENTRIES).unwrap_or(u64::MAX);
    if published.saturating_sub(index.first()) > most {
        // Half of them, so that this is seldom: all names of members are known, those of other organisations as far as the entries say.
        let names = engine.holders(arrangement)?.into_iter().map(|(holder, name)| (holder.to_string(), name));
        *index = Index::starting(published - most / 2, names.collect());
    }
    while index.next() < published {
        let page = engine.entries(arrangement, index.next(), PAGE_ENTRIES.0)?;
        if page.is_empty() {
            // There is nothing where an entry should be: reading the page of the entry tells it.
            return Ok(());
        }
        for decoded in page.into_iter().filter(|decoded| decoded.stored.index < published) {
            if let Entry::Event(event) = &decoded.entry {
                event.statement.erases.into_iter().for_each(|position| index.forget(position));
            }
            index.add(decoded.stored.index, decoded.statement.as_ref());
        }
    }
    Ok(())
}
