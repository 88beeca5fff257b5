//! Paragraphs: the fold of a municipality's stream and `region`, kept as it grows, shown at any moment.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use openboek_proof::hash::event_hash;
use openboek_rules::{BudgetYear, Stream};
use openboek_store::{LogName, Store, StoreError};
use openboek_views::model::{Moment, Paragraph};
use openboek_views::{RecordedEvent, View, is_known_by};
use serde::{Deserialize, Serialize};

use crate::convert::{code_of, key_of};
use crate::engine::{Engine, Log};
use crate::heads::Heads;
use crate::read::{DecodedEntry, PAGE_ENTRIES, ReadError, for_each};
use crate::receipt::{Receipts, RecordedReceipt, paragraph_document, read_receipt};
use crate::snapshot;

/// The moment a reader asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MomentQuery {
    /// After this many entries.
    pub position: Option<u64>,
    /// As the ledger held it at the end of this day (Europe/Amsterdam). Not together with `position`.
    pub as_known_on: Option<Date>,
    /// Only acts that may have been taken by this day; may be combined with either.
    pub as_decided_on: Option<Date>,
}

/// Why a paragraph cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// Reading failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The holder has no stream in this arrangement at that moment.
    #[error("{0} is no member at this moment")]
    NoSuchMember(Stream),
    /// The position lies beyond what is recorded.
    #[error("position {asked} lies beyond the {recorded} entries recorded")]
    Beyond {
        /// What was asked.
        asked: u64,
        /// What there is.
        recorded: u64,
    },
    /// A position and a day were asked together.
    #[error("ask for a position or for a day, not for both")]
    Ambiguous,
    /// Nothing was recorded by then.
    #[error("nothing was recorded by then")]
    Nothing,
}

impl From<StoreError> for MomentError {
    fn from(error: StoreError) -> Self {
        Self::Read(error.into())
    }
}

/// Where a log stands at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Origin of the log.
    pub origin: String,
    /// The log's heads when it was asked.
    pub heads: Heads,
    /// How many entries there are at that moment.
    pub size: u64,
    /// Time of the last of them, UTC milliseconds.
    pub last_recorded_at_ms: i64,
    /// Event hash of the last of them, as printed.
    pub last_event_hash: String,
}

/// A paragraph with where it stands.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The paragraph.
    pub paragraph: Paragraph,
    /// Origin of the log.
    pub origin: String,
    /// The log's heads when it was asked.
    pub heads: Heads,
    /// Time of the last entry in it, UTC milliseconds.
    pub last_recorded_at_ms: i64,
    /// Event hash of the last entry in it, as printed.
    pub last_event_hash: String,
    /// One more than the position of the last event in it: what the log holds from there on is no business of this paragraph.
    pub events_size: u64,
    /// The newest receipt of it among those entries: when it was published last.
    pub receipt: Option<RecordedReceipt>,
}

/// A view that grows with the log.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Fold {
    pub(crate) view: View,
    /// The newest receipt of each document in those streams.
    receipts: Receipts,
    /// Entries of the holder's stream and of `region` in it.
    own_revision: u64,
    region_revision: u64,
    /// Size of the log it was folded to.
    size: u64,
    /// Size at which it was last kept.
    kept: u64,
}

/// The views of one log that were asked for, by holder.
#[derive(Default)]
pub(crate) struct Folds {
    views: Mutex<BTreeMap<Stream, Arc<Slot>>>,
}

/// The place of a view. It is locked while somebody is shown the view.
#[derive(Default)]
struct Slot {
    fold: Mutex<Option<Fold>>,
    /// Entries in the view that is here.
    entries: AtomicU64,
    /// When somebody asked for it last, by the engine's count of readings.
    used: AtomicU64,
}

/// How many views were asked for, and how many entries those hold that are in memory, over all logs.
#[derive(Default)]
pub(crate) struct Shelf {
    readings: AtomicU64,
    entries: AtomicU64,
}

impl Folds {
    fn all(&self) -> Vec<(Stream, Arc<Slot>)> {
        let views = self.views.lock().unwrap_or_else(PoisonError::into_inner);
        views.iter().map(|(holder, slot)| (*holder, slot.clone())).collect()
    }
}

impl Fold {
    pub(crate) fn new(holder: Stream) -> Self {
        Self {
            view: View::new(holder),
            receipts: Receipts::default(),
            own_revision: 0,
            region_revision: 0,
            size: 0,
            kept: 0,
        }
    }

    /// How many entries of the holder's stream and of `region` are in it.
    pub(crate) const fn entries(&self) -> (u64, u64) {
        (self.own_revision, self.region_revision)
    }

    /// Folds what the holder's stream and `region` got since, up to a size, in the order of the log.
    pub(crate) fn grow(
        &mut self,
        store: &dyn Store,
        log: &LogName,
        holder: Stream,
        size: u64,
        as_decided_on: Option<Date>,
    ) -> Result<(), ReadError> {
        while self.size < size {
            let mut own = next_positions(store, log, holder, self.own_revision)?;
            let mut region = if holder == Stream::Region {
                Vec::new()
            } else {
                next_positions(store, log, Stream::Region, self.region_revision)?
            };
            // Where a page is full, only what lies before its end is known of both streams.
            let horizon = [&own, &region]
                .iter()
                .filter(|p| p.len() == PAGE_ENTRIES)
                .filter_map(|p| p.last())
                .min()
                .map_or(size, |last| size.min(last + 1));
            own.retain(|index| *index < horizon);
            region.retain(|index| *index < horizon);
            self.own_revision += own.len() as u64;
            self.region_revision += region.len() as u64;
            let mut positions = own;
            positions.append(&mut region);
            positions.sort_unstable();
            positions.dedup();
            for run in positions.chunk_by(|before, after| before + 1 == *after) {
                self.fold_run(store, log, run, as_decided_on)?;
            }
            self.size = horizon;
        }
        match self.view.restart() {
            None => Ok(()),
            // A correction counts in the place of an entry that was folded before it.
            Some(view) => {
                *self = Self { view, ..Self::new(holder) };
                self.grow(store, log, holder, size, as_decided_on)
            }
        }
    }

    /// Folds entries that follow each other: a store reads neighbours at once.
    fn fold_run(
        &mut self,
        store: &dyn Store,
        log: &LogName,
        run: &[u64],
        by: Option<Date>,
    ) -> Result<(), ReadError> {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return Ok(()) };
        for_each(store, log, *first, last + 1, |stored| {
            let decoded = DecodedEntry::new(stored)?;
            let recorded_at_ms = decoded.entry.recorded().unix_ms();
            self.receipts.take(&decoded.entry);
            match decoded.statement {
                Some(statement) if by.is_none_or(|day| is_known_by(&statement, day)) => {
                    let index = decoded.stored.index;
                    self.view.apply(&RecordedEvent { index, recorded_at_ms, statement });
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// Size of the log it was folded to.
    pub(crate) const fn size(&self) -> u64 {
        self.size
    }

    /// Whether another fold holds the same, to the byte of its snapshot.
    pub(crate) fn holds_the_same(&self, other: &Self) -> bool {
        let bytes = |fold: &Self| postcard::to_stdvec(&Self { kept: 0, ..fold.clone() }).ok();
        bytes(self).is_some_and(|own| Some(own) == bytes(other))
    }
}

fn next_positions(
    store: &dyn Store,
    log: &LogName,
    stream: Stream,
    from: u64,
) -> Result<Vec<u64>, ReadError> {
    Ok(store.stream(log, key_of(code_of(stream)), from, PAGE_ENTRIES)?)
}

/// Name of the snapshot of a view.
pub(crate) fn snapshot_name(holder: Stream) -> String {
    format!("view/{holder}")
}

impl Engine {
    /// A paragraph at a moment; the latest moment is the newest checkpoint, so that every figure can be proved.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn paragraph(
        &self,
        arrangement: &str,
        holder: Stream,
        year: BudgetYear,
        query: MomentQuery,
    ) -> Result<Shown, MomentError> {
        let log = self.readable(arrangement)?;
        let Stand { origin, heads, size, last_recorded_at_ms, last_event_hash } =
            self.stand_of(&log, query)?;
        let moment = Moment {
            size,
            as_decided_on: query.as_decided_on,
            reference_day: query
                .as_decided_on
                .or(query.as_known_on)
                .unwrap_or_else(|| amsterdam_day(last_recorded_at_ms)),
        };
        self.check_member(&log, holder, size)?;
        let document = paragraph_document(holder, year);
        let (paragraph, events_size, receipt) =
            self.with_fold(&log, heads, holder, size, query.as_decided_on, |fold| {
                let receipt = document.and_then(|document| fold.receipts.newest(&document));
                (fold.view.paragraph(log.origin.as_str(), year, moment), fold.view.size(), receipt)
            })?;
        let read = |index| read_receipt(&*self.store, &log.name, index, heads.published_size);
        let receipt = receipt.map(read).transpose()?;
        Ok(Shown { paragraph, origin, heads, last_recorded_at_ms, last_event_hash, events_size, receipt })
    }

    /// Where an arrangement's log stands at a moment; the latest is the newest checkpoint.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn stand(&self, arrangement: &str, query: MomentQuery) -> Result<Stand, MomentError> {
        self.stand_of(&*self.readable(arrangement)?, query)
    }

    fn stand_of(&self, log: &Log, query: MomentQuery) -> Result<Stand, MomentError> {
        let heads = self.see(log).map_err(ReadError::from)?;
        let size = self.moment_size(log, heads, query)?;
        let last = self.decoded(log, size - 1)?;
        Ok(Stand {
            origin: log.origin.as_str().to_owned(),
            heads,
            size,
            last_recorded_at_ms: last.entry.recorded().unix_ms(),
            last_event_hash: event_hash(&last.stored.entry).to_string(),
        })
    }

    /// The budget years a holder has a paragraph for, at the newest checkpoint.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn paragraph_years(&self, arrangement: &str, holder: Stream) -> Result<Vec<BudgetYear>, MomentError> {
        let log = self.readable(arrangement)?;
        let heads = self.see(&log).map_err(ReadError::from)?;
        if heads.published_size == 0 {
            return Err(MomentError::Nothing);
        }
        self.with_view(&log, heads, holder, heads.published_size, None, View::years)
    }

    /// The members of an arrangement with their names, then the region; from the newest checkpoint.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn holders(&self, arrangement: &str) -> Result<Vec<(Stream, String)>, MomentError> {
        let log = self.readable(arrangement)?;
        let heads = self.see(&log).map_err(ReadError::from)?;
        if heads.published_size == 0 {
            return Err(MomentError::Nothing);
        }
        self.with_view(&log, heads, Stream::Region, heads.published_size, None, View::holders)
    }

    fn moment_size(&self, log: &Log, heads: Heads, query: MomentQuery) -> Result<u64, MomentError> {
        let size = match (query.position, query.as_known_on) {
            (Some(_), Some(_)) => return Err(MomentError::Ambiguous),
            (Some(asked), None) if asked > heads.size => {
                return Err(MomentError::Beyond { asked, recorded: heads.size });
            }
            (Some(asked), None) => asked,
            (None, Some(day)) => self.size_on(log, heads.size, day)?,
            (None, None) => heads.published_size,
        };
        if size == 0 { Err(MomentError::Nothing) } else { Ok(size) }
    }

    /// How many entries were recorded by the end of a day in the Netherlands: a search by halves, since `recorded` never goes back.
    fn size_on(&self, log: &Log, size: u64, day: Date) -> Result<u64, MomentError> {
        let (mut low, mut high) = (0, size);
        while low < high {
            let middle = low + (high - low) / 2;
            let at = self.decoded(log, middle)?.entry.recorded().unix_ms();
            if amsterdam_day(at) <= day { low = middle + 1 } else { high = middle }
        }
        Ok(low)
    }

    pub(crate) fn decoded(&self, log: &Log, index: u64) -> Result<DecodedEntry, ReadError> {
        let stored = self.store.entry(&log.name, index)?;
        DecodedEntry::new(stored.ok_or_else(|| ReadError::damaged(index, "it is missing"))?)
    }

    /// Runs `show` on the holder's view at a size: the kept one when it is the newest, a fresh fold for an earlier moment.
    fn with_view<T>(
        &self,
        log: &Log,
        heads: Heads,
        holder: Stream,
        size: u64,
        as_decided_on: Option<Date>,
        show: impl FnOnce(&View) -> T,
    ) -> Result<T, MomentError> {
        self.check_member(log, holder, size)?;
        self.with_fold(log, heads, holder, size, as_decided_on, |fold| show(&fold.view))
    }

    /// A copy of the holder's fold at a size; of a stream that is not open yet, what `region` gives it.
    pub(crate) fn fold_at(&self, log: &Log, holder: Stream, size: u64) -> Result<Fold, MomentError> {
        let heads = *log.heads.borrow();
        self.with_fold(log, heads, holder, size, None, Fold::clone)
    }

    /// The newest receipts in a holder's stream and in `region` at a size.
    pub(crate) fn receipts_at(&self, log: &Log, holder: Stream, size: u64) -> Result<Receipts, MomentError> {
        let heads = *log.heads.borrow();
        self.with_fold(log, heads, holder, size, None, |fold| fold.receipts.clone())
    }

    /// A copy of the holder's view at a size.
    pub(crate) fn view_at(&self, log: &Log, holder: Stream, size: u64) -> Result<View, MomentError> {
        let heads = *log.heads.borrow();
        self.with_fold(log, heads, holder, size, None, |fold| fold.view.clone())
    }

    fn with_fold<T>(
        &self,
        log: &Log,
        heads: Heads,
        holder: Stream,
        size: u64,
        as_decided_on: Option<Date>,
        show: impl FnOnce(&Fold) -> T,
    ) -> Result<T, MomentError> {
        if as_decided_on.is_none() && size >= heads.published_size {
            let slot = {
                let mut views = log.folds.views.lock().unwrap_or_else(PoisonError::into_inner);
                views.entry(holder).or_default().clone()
            };
            slot.used.store(self.shelf.readings.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
            let mut place = slot.fold.lock().unwrap_or_else(PoisonError::into_inner);
            let mut fold = place.take().unwrap_or_else(|| self.kept_fold(log, holder, heads.published_size));
            if fold.size <= size {
                // The kept view stands at a checkpoint; what is recorded but not published is folded on a copy.
                fold.grow(&*self.store, &log.name, holder, heads.published_size, None)?;
                self.keep_fold(log, holder, &mut fold, self.options.view_snapshot_entries);
                let shown = if fold.size < size {
                    let mut ahead = fold.clone();
                    ahead.grow(&*self.store, &log.name, holder, size, None)?;
                    show(&ahead)
                } else {
                    show(&fold)
                };
                self.put_on_shelf(&slot, &mut place, fold);
                drop(place);
                self.clear_shelf();
                return Ok(shown);
            }
            // Another reader was shown a newer checkpoint meanwhile; this moment is history already.
            self.put_on_shelf(&slot, &mut place, fold);
        }
        let mut fold = Fold::new(holder);
        fold.grow(&*self.store, &log.name, holder, size, as_decided_on)?;
        Ok(show(&fold))
    }

    /// A stream opens with the entry that makes its municipality a member; the region's is there from the start.
    pub(crate) fn check_member(&self, log: &Log, holder: Stream, size: u64) -> Result<(), MomentError> {
        if holder == Stream::Region {
            return Ok(());
        }
        let key = key_of(code_of(holder));
        if !self.store.stream(&log.name, key, 0, 1)?.is_empty() {
            return Ok(());
        }
        // Opened without an entry of its own yet: rare enough to look through all heads.
        let published = log.heads.borrow().published_size;
        let opened = self.store.stream_heads(&log.name)?.iter().any(|head| head.stream == key);
        if opened || size > published { Ok(()) } else { Err(MomentError::NoSuchMember(holder)) }
    }

    fn kept_fold(&self, log: &Log, holder: Stream, size: u64) -> Fold {
        snapshot::read(&*self.store, &log.name, &snapshot_name(holder))
            .filter(|fold: &Fold| fold.size <= size)
            .unwrap_or_else(|| Fold::new(holder))
    }

    fn keep_fold(&self, log: &Log, holder: Stream, fold: &mut Fold, after: u64) {
        if fold.size - fold.kept >= after {
            fold.kept = fold.size;
            snapshot::write(&*self.store, &log.name, &snapshot_name(holder), fold);
        }
    }

    fn put_on_shelf(&self, slot: &Slot, place: &mut Option<Fold>, fold: Fold) {
        let entries = fold.own_revision + fold.region_revision;
        let before = slot.entries.swap(entries, Ordering::Relaxed);
        self.shelf.entries.fetch_add(entries.wrapping_sub(before), Ordering::Relaxed);
        *place = Some(fold);
    }

    /// Lets go of the views that nobody asked for the longest, until those in memory hold few enough entries. They are kept in the store
    /// and read again when somebody asks.
    fn clear_shelf(&self) {
        if self.shelf.entries.load(Ordering::Relaxed) <= self.options.view_entries {
            return;
        }
        let mut there: Vec<_> = self
            .all_logs()
            .into_iter()
            .flat_map(|log| {
                log.folds.all().into_iter().map(move |(holder, slot)| (log.clone(), holder, slot))
            })
            .filter(|(_, _, slot)| slot.entries.load(Ordering::Relaxed) > 0)
            .collect();
        there.sort_by_key(|(_, _, slot)| slot.used.load(Ordering::Relaxed));
        // The newest stays: it may be larger than all there is room for.
        there.pop();
        for (log, holder, slot) in there {
            if self.shelf.entries.load(Ordering::Relaxed) <= self.options.view_entries {
                return;
            }
            // One that is locked is being shown.
            let Ok(mut place) = slot.fold.try_lock() else { continue };
            if let Some(mut fold) = place.take() {
                self.keep_fold(&log, holder, &mut fold, 1);
            }
            // Also of a place that a failed reading left empty.
            self.shelf.entries.fetch_sub(slot.entries.swap(0, Ordering::Relaxed), Ordering::Relaxed);
        }
    }

    /// Keeps all views that grew since they were last kept.
    pub(crate) fn keep_views(&self, log: &Log) {
        for (holder, slot) in log.folds.all() {
            if let Some(fold) = slot.fold.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
                self.keep_fold(log, holder, fold, 1);
            }
        }
    }
}

/// The day in the Netherlands at a moment.
pub(crate) fn amsterdam_day(ms: i64) -> Date {
    let zone = TimeZone::get("Europe/Amsterdam").unwrap_or(TimeZone::UTC);
    let moment = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.to_zoned(zone).date()
}
