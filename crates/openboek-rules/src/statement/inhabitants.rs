//! How many people live in each municipality: what figures per inhabitant are divided by.

use crate::act::Act;
use crate::date::UncertainDate;
use crate::id::MunicipalityCode;

/// How many people live in one municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct InhabitantCount {
    /// The municipality.
    pub municipality: MunicipalityCode,
    /// The number of people.
    pub inhabitants: u64,
}

/// The inhabitants of municipalities are counted on a day (*inwoners op 1 januari*).
///
/// A fact beside the allocation keys, which have values of their own: what was divided by a key stays divided, also when a count is
/// corrected. Per municipality and day there is one count; a better one is a correction of the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InhabitantsCounted {
    /// Who, when, on what paper.
    pub act: Act,
    /// The day they were counted on (*peildatum*), as far as known.
    pub reference_date: UncertainDate,
    /// 1 to 700 municipalities, each once.
    pub counts: Vec<InhabitantCount>,
}
