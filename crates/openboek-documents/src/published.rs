//! A paragraph as it is published: what a receipt has the digest of (log-format 2.3).
//!
//! Whoever holds the events of a stream and of `region` up to the basis must get the same bytes, so nothing else may be in them: the day
//! to which open terms are counted, and the time and hash that the stand names, are those of the last of these events, and not of the
//! log's last entry, which may be somebody else's.

use openboek_rules::BudgetYear;
use openboek_views::View;
use openboek_views::model::{Moment, Paragraph};

use crate::form;
use crate::json::json;
use crate::sheet::Provenance;

/// The state that a published paragraph rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedState {
    /// Origin of the log.
    pub origin: String,
    /// The basis: a number of entries of the log.
    pub size: u64,
    /// Root of the tree of that size, base64.
    pub root: String,
    /// When the last event of the two streams was recorded, in milliseconds since 1970 (UTC).
    pub last_recorded_at_ms: i64,
    /// Event hash of that event, `b3:` and 64 hex digits.
    pub last_event_hash: String,
}

impl PublishedState {
    /// The moment that is shown.
    #[must_use]
    pub fn moment(&self) -> Moment {
        let reference_day = form::civil_day(self.last_recorded_at_ms);
        Moment { size: self.size, as_decided_on: None, reference_day }
    }

    /// Where it comes from.
    #[must_use]
    pub fn provenance(&self) -> Provenance {
        Provenance {
            origin: self.origin.clone(),
            size: self.size,
            root: Some(self.root.clone()),
            published_size: self.size,
            last_recorded_at_ms: self.last_recorded_at_ms,
            last_event_hash: Some(self.last_event_hash.clone()),
            receipt: None,
        }
    }

    /// The paragraph, from a view of the events up to the basis.
    #[must_use]
    pub fn paragraph(&self, view: &View, year: BudgetYear) -> Paragraph {
        view.paragraph(&self.origin, year, self.moment())
    }

    /// The output `application/json` of its receipt.
    #[must_use]
    pub fn json(&self, view: &View, year: BudgetYear) -> Vec<u8> {
        json(&self.paragraph(view, year), &self.provenance())
    }
}
