//! A view kept as a snapshot and read back is the same view, and grows on as if it had never been put away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, unreachable_pub)]

#[path = "properties/history.rs"]
mod history;
mod support;

use history::{HOLDER, history};
use openboek_rules::Stream;
use openboek_views::View;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_snapshot_reads_back_and_grows_on(ledger in history(), kept in 0u64..100) {
        let now = ledger.now("2025-01-01");
        let mut view = View::new(Stream::new(HOLDER).unwrap());
        for event in ledger.of(HOLDER, now) {
            if event.index == kept {
                let bytes = postcard::to_stdvec(&view).unwrap();
                let back: View = postcard::from_bytes(&bytes).unwrap();
                prop_assert_eq!(&back, &view);
                view = back;
            }
            view.apply(event);
            if view.restart().is_some() {
                view = ledger.view(HOLDER, ledger.stand(event.index + 1, "2025-01-01"));
            }
        }
        let scratch = ledger.view(HOLDER, now);
        prop_assert_eq!(&view, &scratch);
        prop_assert_eq!(postcard::to_stdvec(&view).unwrap(), postcard::to_stdvec(&scratch).unwrap());
    }
}
