//! How paragraphs differ between two moments of one log: of a command foreseen, of a checkpoint to the next.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use openboek_rules::{BudgetYear, Stream};
use openboek_views::compare::{Comparison, compare};
use openboek_views::{Moment, Paragraph, View};

use crate::engine::{Engine, Log};
use crate::paragraph::{Fold, MomentError, amsterdam_day};
use crate::read::ReadError;

/// A paragraph that is not the same at two moments.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphChange {
    /// Whose paragraph.
    pub holder: Stream,
    /// Name of the holder, as recorded.
    pub holder_name: String,
    /// Its budget year.
    pub year: BudgetYear,
    /// The paragraph before.
    pub before: Paragraph,
    /// The paragraph after.
    pub after: Paragraph,
    /// What is different; never empty.
    pub comparison: Comparison,
}

/// The paragraphs of one holder that differ between two views, by year.
pub(crate) fn changes_of(
    origin: &str,
    holder_name: &str,
    (before, after): (&View, &View),
    moments: &[Moment; 2],
    only: Option<BudgetYear>,
) -> Vec<ParagraphChange> {
    let years: BTreeSet<BudgetYear> = before.years().into_iter().chain(after.years()).collect();
    let years = years.into_iter().filter(|year| only.is_none_or(|only| only == *year));
    let [then, now] = moments;
    let change = |year| {
        let old = before.paragraph(origin, year, then.clone());
        let new = after.paragraph(origin, year, now.clone());
        let comparison = compare(&old, &new);
        let (holder, holder_name) = (after.holder(), holder_name.to_owned());
        let change = ParagraphChange { holder, holder_name, year, before: old, after: new, comparison };
        (!change.comparison.is_empty()).then_some(change)
    };
    years.filter_map(change).collect()
}

/// A reader of an arrangement's paragraphs who is told what changed since the last time. Keeps the views it watches.
pub struct ParagraphWatch {
    arrangement: String,
    only_holder: Option<Stream>,
    only_year: Option<BudgetYear>,
    size: u64,
    day: Date,
    folds: BTreeMap<Stream, Fold>,
}

impl ParagraphWatch {
    /// Number of entries of the log up to which its reader was told.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }
}

impl Engine {
    /// Begins to watch the paragraphs of one holder or of all, of one budget year or of all, from a size of the log on; from the
    /// newest checkpoint when none is given. Blocks.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn watch_paragraphs(
        &self,
        arrangement: &str,
        only_holder: Option<Stream>,
        only_year: Option<BudgetYear>,
        from: Option<u64>,
    ) -> Result<ParagraphWatch, MomentError> {
        let log = self.readable(arrangement)?;
        let heads = self.see(&log).map_err(ReadError::from)?;
        let size = match from {
            Some(asked) if asked > heads.size => {
                return Err(MomentError::Beyond { asked, recorded: heads.size });
            }
            from => from.unwrap_or(heads.published_size),
        };
        if size == 0 {
            return Err(MomentError::Nothing);
        }
        let day = amsterdam_day(self.decoded(&log, size - 1)?.entry.recorded().unix_ms());
        let arrangement = arrangement.to_owned();
        let mut watch =
            ParagraphWatch { arrangement, only_holder, only_year, size, day, folds: BTreeMap::new() };
        if let Some(holder) = only_holder {
            self.check_member(&log, holder, size)?;
        }
        self.watch_members(&log, &mut watch)?;
        Ok(watch)
    }

    /// The region's view, which knows the members, and the views of those watched, so that the first step is as quick as the next.
    fn watch_members(&self, log: &Log, watch: &mut ParagraphWatch) -> Result<(), MomentError> {
        let only = watch.only_holder;
        for (holder, _) in self.watched(log, watch, Stream::Region)?.view.holders() {
            if only.is_none_or(|only| only == holder) {
                self.watched(log, watch, holder)?;
            }
        }
        Ok(())
    }

    fn watched<'a>(
        &self,
        log: &Log,
        watch: &'a mut ParagraphWatch,
        holder: Stream,
    ) -> Result<&'a mut Fold, MomentError> {
        let fold = match watch.folds.remove(&holder) {
            Some(fold) => fold,
            None => self.fold_at(log, holder, watch.size)?,
        };
        Ok(watch.folds.entry(holder).or_insert(fold))
    }

    /// What changed in the paragraphs watched between the size they were last looked at and this one; then they are watched from
    /// here. By member (the region last) and year. Blocks.
    ///
    /// # Errors
    /// [`MomentError`].
    pub fn paragraph_changes(
        &self,
        watch: &mut ParagraphWatch,
        size: u64,
    ) -> Result<Vec<ParagraphChange>, MomentError> {
        if size <= watch.size {
            return Ok(Vec::new());
        }
        let log = self.readable(&watch.arrangement)?;
        let day = amsterdam_day(self.decoded(&log, size - 1)?.entry.recorded().unix_ms());
        let moments = [
            Moment { size: watch.size, as_decided_on: None, reference_day: watch.day },
            Moment { size, as_decided_on: None, reference_day: day },
        ];
        // Members that joined meanwhile are watched from where the others stand.
        let mut region = self.watched(&log, watch, Stream::Region)?.clone();
        region.grow(&*self.store, &log.name, Stream::Region, size, None)?;
        let mut changes = Vec::new();
        for (holder, name) in region.view.holders() {
            if watch.only_holder.is_some_and(|only| only != holder) {
                continue;
            }
            let (same_day, only_year) = (watch.day == day, watch.only_year);
            let fold = self.watched(&log, watch, holder)?;
            let before = fold.clone();
            fold.grow(&*self.store, &log.name, holder, size, None)?;
            // Days that go by change what is open, also where nothing was recorded.
            if !same_day || before.entries() != fold.entries() {
                let views = (&before.view, &fold.view);
                changes.extend(changes_of(log.origin.as_str(), &name, views, &moments, only_year));
            }
        }
        watch.folds.insert(Stream::Region, region);
        (watch.size, watch.day) = (size, day);
        Ok(changes)
    }
}
