//! Snapshots against a replay.

use openboek_rules::Stream;

use super::walk::Seen;
use super::{Check, Log};
use crate::convert::stream_of;
use crate::ledger::{Kept, STATE};
use crate::paragraph::{Fold, snapshot_name};
use crate::snapshot;

/// Checks the snapshot of the rules' state and those of the views, as far as the entries could be read.
pub(super) fn check(log: &mut Log<'_>, seen: Seen) {
    let state = seen.replay;
    dropped(log, STATE, state.kept.is_some());
    if let Some(Kept { size, value }) = &state.kept {
        if *size > log.head.size {
            log.note(Check::SnapshotDiffers, STATE, format!("{size} / {}", log.head.size));
        } else if state.whole && *value != state.folded {
            log.note(Check::SnapshotDiffers, STATE, "");
        }
    }
    for code in &seen.streams {
        check_view(log, stream_of(*code), seen.whole && state.whole);
    }
}

/// A snapshot that is there and is not used.
fn dropped(log: &mut Log<'_>, name: &str, used: bool) {
    let there = log.examination.store.snapshot(log.name, name);
    if !used && there.is_ok_and(|bytes| bytes.is_some()) {
        log.note(Check::SnapshotDropped, name, "");
    }
}

fn check_view(log: &mut Log<'_>, holder: Stream, whole: bool) {
    let name = snapshot_name(holder);
    let store = log.examination.store;
    let kept: Option<Fold> = snapshot::read(store, log.name, &name);
    dropped(log, &name, kept.is_some());
    let Some(kept) = kept.filter(|_| whole) else { return };
    if kept.size() > log.head.size {
        return log.note(Check::SnapshotDiffers, name, format!("{} / {}", kept.size(), log.head.size));
    }
    let mut again = Fold::new(holder);
    match again.grow(store, log.name, holder, kept.size(), None) {
        Ok(()) if again.holds_the_same(&kept) => {}
        Ok(()) => log.note(Check::SnapshotDiffers, name, ""),
        Err(error) => log.note(Check::StreamDiffers, name, error),
    }
}
