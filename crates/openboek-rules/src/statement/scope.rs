//! What "social domain" means in a municipality: a decision, since no law says it (domain 7.4).

use crate::act::Act;
use crate::id::MunicipalityCode;
use crate::money::BasisPoints;
use crate::taakveld::Taakveld;
use crate::year::YearSpan;

/// A taakveld with the part of it that belongs to the scope.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct ScopeShare {
    /// By a code list of the scope's years.
    pub taakveld: Taakveld,
    /// Its part in hundredths of a percent, 1 to 10,000.
    pub share: BasisPoints,
}

/// A municipality decides what belongs to its social domain. A later decision counts for the years it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeDefined {
    /// Who decided, when, on what paper.
    pub act: Act,
    /// Whose social domain.
    pub municipality: MunicipalityCode,
    /// The budget years it holds for.
    pub years: YearSpan,
    /// 1 to 200 taakvelden, each once.
    pub taakvelden: Vec<ScopeShare>,
}
