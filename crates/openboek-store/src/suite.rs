//! The cases every store passes: the promises of the contract, one test each.
//!
//! A store's tests call [`store_suite!`](crate::store_suite) with an expression that makes an empty [`Medium`]; each case
//! then is a test of its own. The cases know nothing of how a store works, only the contract.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod appends;
mod concurrency;
mod model;
mod publications;
mod reads;
mod refusals;
mod reopening;
mod sample;
mod snapshots;

use std::sync::Arc;

pub use appends::*;
pub use concurrency::*;
pub use model::*;
pub use publications::*;
pub use reads::*;
pub use refusals::*;
pub use reopening::*;
pub use snapshots::*;

use crate::contract::{Store, StoreError};

/// Where a store's data lies: outlives each opening.
pub trait Medium: Send + Sync {
    /// Opens the store on this data: first empty, later with what was kept. The cases close a store before they open the
    /// next one.
    ///
    /// # Errors
    ///
    /// As the store's own opening.
    fn open(&self) -> Result<Arc<dyn Store>, StoreError>;
}

/// Makes an empty medium, a new one each time.
pub type Fresh<'a> = &'a dyn Fn() -> Box<dyn Medium>;

/// Makes one `#[test]` per case of the suite. The argument is an expression of type `impl Fn() -> Box<dyn Medium>`.
#[macro_export]
macro_rules! store_suite {
    ($fresh:expr) => {
        $crate::store_suite! { @cases $fresh;
            a_batch_is_read_back_bit_for_bit,
            every_byte_value_is_kept,
            the_largest_values_are_kept,
            a_batch_of_many_entries_is_kept,
            the_smallest_values_are_kept,
            requests_lead_back_to_their_entries,
            an_empty_log_holds_nothing,
            creating_a_log_twice_changes_nothing,
            logs_are_listed_by_name,
            logs_do_not_mix,
            a_missing_log_is_named,
            a_wrong_position_is_refused,
            an_empty_batch_is_refused,
            revisions_have_no_gaps,
            a_request_is_recorded_once,
            request_ranges_lie_in_the_batch,
            too_long_values_are_refused,
            malformed_publications_are_refused,
            a_refused_batch_leaves_nothing,
            entries_obey_limit_and_bytes,
            entries_are_read_one_by_one,
            streams_are_read_in_pages,
            a_publication_is_read_back,
            a_later_entry_leaves_the_publication,
            a_tile_is_replaced_by_a_longer_one,
            stream_heads_are_kept_until_they_grow,
            a_long_checkpoint_is_replaced_by_a_short_one,
            a_snapshot_is_replaced,
            a_snapshot_of_many_megabytes_is_kept,
            snapshots_are_kept_apart,
            snapshot_names_have_limits,
            many_logs_grow_at_once,
            readers_see_whole_batches,
            two_writers_never_both_win,
            reopening_gives_the_same_bytes,
            appends_go_on_after_reopening,
            a_closed_store_refuses,
            any_sequence_of_operations_matches_the_model,
        }
    };
    (@cases $fresh:expr; $($case:ident,)*) => {
        $(
            #[test]
            fn $case() {
                $crate::suite::$case(&$fresh);
            }
        )*
    };
}

#[cfg(test)]
mod tests {
    /// A case that is not in the list would never run.
    #[test]
    fn every_case_is_in_the_list() {
        let list = include_str!("suite.rs");
        let sources = [
            include_str!("suite/appends.rs"),
            include_str!("suite/concurrency.rs"),
            include_str!("suite/model.rs"),
            include_str!("suite/publications.rs"),
            include_str!("suite/reads.rs"),
            include_str!("suite/refusals.rs"),
            include_str!("suite/reopening.rs"),
            include_str!("suite/snapshots.rs"),
        ];
        let cases = sources.iter().flat_map(|s| s.lines()).filter_map(|l| l.strip_prefix("pub fn "));
        let names: Vec<_> = cases.filter_map(|l| l.split('(').next()).collect();
        assert!(names.len() > 30);
        for name in names {
            assert!(list.contains(&format!("            {name},\n")), "{name} is not in the list");
        }
    }
}
