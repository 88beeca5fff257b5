//! What goes wrong and when.

use std::collections::BTreeMap;

/// A place where a fault can be put: a method of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// `logs`
    Logs,
    /// `create_log`
    CreateLog,
    /// `append`
    Append,
    /// `head`
    Head,
    /// `entries`
    Entries,
    /// `entry`
    Entry,
    /// `stream`
    Stream,
    /// `request`
    Request,
    /// `tile`
    Tile,
    /// `stream_heads`
    StreamHeads,
    /// `snapshot`
    Snapshot,
    /// `put_snapshot`
    PutSnapshot,
    /// `close`
    Close,
}

/// How an append (or the creation of a log) fails, named for what survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendFault {
    /// Nothing was written, and the store knows: `NotRecorded`. The store stays ready.
    FailedAndLost,
    /// Nothing was written, but the store cannot know: `Unknown`. The store stays ready, as a database does whose
    /// connection broke before the commit arrived.
    UnknownAndLost,
    /// All was written, but the store cannot know: `Unknown`. The store stays ready and readers see the batch, as with
    /// a database whose answer to the commit was lost.
    UnknownButKept,
    /// The sync failed and the batch did not survive: `Unknown`, and read-only until opened anew.
    SyncFailedAndLost,
    /// The sync failed and the batch survived all the same: `Unknown`, and read-only until opened anew. Readers see the
    /// batch only then.
    SyncFailedButKept,
}

/// How a read, or another call that is no append, fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadFault {
    /// The medium did not answer. A snapshot to keep is lost.
    Io,
    /// The medium answered, with bytes that cannot be what was written.
    Damaged,
    /// The call was carried out, but its success did not get through: for `put_snapshot` and `close`. Same as `Io` for
    /// reads.
    IoButKept,
}

/// Which call of a point fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    /// The n-th, counted from 1 since the plan was set.
    Nth(u64),
    /// Every one from the n-th on.
    From(u64),
}

/// Which calls fail, and how. Calls are counted per point, from 1, since the plan was set.
///
/// ```
/// use openboek_store::{AppendFault, FaultPlan, Point, ReadFault};
///
/// let plan = FaultPlan::new()
///     .append(3, AppendFault::UnknownButKept)
///     .read_from(Point::Entries, 1, ReadFault::Io);
/// # let _ = plan;
/// ```
#[derive(Clone, Debug, Default)]
pub struct FaultPlan {
    appends: BTreeMap<(Point, When), AppendFault>,
    reads: BTreeMap<(Point, When), ReadFault>,
}

impl FaultPlan {
    /// Nothing fails.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The `nth` append fails thus.
    #[must_use]
    pub fn append(mut self, nth: u64, fault: AppendFault) -> Self {
        self.appends.insert((Point::Append, When::Nth(nth)), fault);
        self
    }

    /// Every append from the `nth` on fails thus.
    #[must_use]
    pub fn append_from(mut self, nth: u64, fault: AppendFault) -> Self {
        self.appends.insert((Point::Append, When::From(nth)), fault);
        self
    }

    /// The `nth` creation of a log fails thus.
    #[must_use]
    pub fn create_log(mut self, nth: u64, fault: AppendFault) -> Self {
        self.appends.insert((Point::CreateLog, When::Nth(nth)), fault);
        self
    }

    /// The `nth` call of a point that is no append fails thus.
    #[must_use]
    pub fn read(mut self, point: Point, nth: u64, fault: ReadFault) -> Self {
        self.reads.insert((point, When::Nth(nth)), fault);
        self
    }

    /// Every call from the `nth` on, of a point that is no append, fails thus.
    #[must_use]
    pub fn read_from(mut self, point: Point, nth: u64, fault: ReadFault) -> Self {
        self.reads.insert((point, When::From(nth)), fault);
        self
    }

    pub(super) fn append_fault(&self, point: Point, call: u64) -> Option<AppendFault> {
        find(&self.appends, point, call)
    }

    pub(super) fn read_fault(&self, point: Point, call: u64) -> Option<ReadFault> {
        find(&self.reads, point, call)
    }
}

/// A fault for exactly this call comes before a fault that began earlier; of those the latest begun counts.
fn find<F: Copy>(faults: &BTreeMap<(Point, When), F>, point: Point, call: u64) -> Option<F> {
    let exact = faults.get(&(point, When::Nth(call)));
    let begun = faults.range((point, When::From(0))..=(point, When::From(call))).next_back();
    exact.or(begun.map(|(_, fault)| fault)).copied()
}
