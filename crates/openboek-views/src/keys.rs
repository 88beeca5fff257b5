//! Permanent keys of sections, tables, columns and rows, and finding a figure by its address.

use crate::model::{Anchor, Cell, ColumnId, Paragraph, RowRole, SectionId, Table, TableId};

macro_rules! keys {
    ($type:ident: $($variant:ident => $key:literal,)*) => {
        impl $type {
            /// All there are, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The permanent key, in kebab-case.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {$( Self::$variant => $key, )*}
            }
        }
    };
}

keys! { SectionId:
    AtAGlance => "at-a-glance",
    IncomeAndExpenditure => "income-and-expenditure",
    Indications => "indications",
    Subsidies => "subsidies",
    Cuts => "cuts",
    Amendments => "amendments",
    Voices => "voices",
    JointProposals => "joint-proposals",
    Learning => "learning",
    Unknowns => "unknowns",
    Signals => "signals",
    Funding => "funding",
    Region => "region",
    Sources => "sources",
}

keys! { TableId:
    KeyFigures => "key-figures",
    BudgetByTaakveld => "budget-by-taakveld",
    BudgetByFamily => "budget-by-family",
    MultiYear => "multi-year",
    MeansInAndOut => "means-in-and-out",
    IndicationsByPillar => "indications-by-pillar",
    IndicatedFigures => "indicated-figures",
    IndicationChecks => "indication-checks",
    Reductions => "reductions",
    Ceilings => "ceilings",
    Subsidies => "subsidies",
    SubsidyRecipients => "subsidy-recipients",
    SubsidyShares => "subsidy-shares",
    SubsidyLedgers => "subsidy-ledgers",
    Notices => "notices",
    Objections => "objections",
    CutLanes => "cut-lanes",
    CutParts => "cut-parts",
    CutBalance => "cut-balance",
    Corrections => "corrections",
    CutHistory => "cut-history",
    AmendmentLines => "amendment-lines",
    Views => "views",
    ViewItems => "view-items",
    Reactions => "reactions",
    Requests => "requests",
    Commitments => "commitments",
    Proposals => "proposals",
    ProposalCouncils => "proposal-councils",
    Visions => "visions",
    Progress => "progress",
    Experiments => "experiments",
    Indicators => "indicators",
    ResultChain => "result-chain",
    MultiYearByTaakveld => "multi-year-by-taakveld",
    BudgetAndActuals => "budget-and-actuals",
    BudgetAndActualsByFamily => "budget-and-actuals-by-family",
    BudgetByNature => "budget-by-nature",
    BudgetByProgramme => "budget-by-programme",
    OwnContributions => "own-contributions",
    Reserves => "reserve-balances",
    LongIncidental => "long-incidental",
    Scope => "scope",
    BudgetStages => "budget-stages",
    UnknownAmounts => "unknown-amounts",
    Signals => "signals",
    FundingSources => "funding-sources",
    Contributions => "contributions",
    ContributionShares => "contribution-shares",
    AllocationKeys => "allocation-keys",
    KeyValues => "key-values",
    ContributionMirror => "contribution-mirror",
    RegionCycle => "region-cycle",
    RegionChanges => "region-changes",
    Documents => "documents",
}

keys! { RowRole:
    Item => "item",
    Total => "total",
    Memo => "memo",
}

impl ColumnId {
    /// The permanent key: the year in four digits, or the label's key.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Named(label) => label.key().to_owned(),
        }
    }
}

impl Table {
    /// The cell of a row and column, by their keys.
    #[must_use]
    pub fn cell(&self, row: &str, column: &str) -> Option<&Cell> {
        let at = self.columns.iter().position(|id| id.key() == column)?;
        self.rows.iter().find(|found| found.id == row)?.cells.get(at)
    }
}

impl Paragraph {
    /// All tables, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.sections.iter().flat_map(|section| &section.tables)
    }

    /// A table; `None` when it has no content here.
    #[must_use]
    pub fn table(&self, id: TableId) -> Option<&Table> {
        self.tables().find(|table| table.id == id)
    }

    /// The figure at an address; `None` when the paragraph has none there.
    #[must_use]
    pub fn cell(&self, anchor: &Anchor) -> Option<&Cell> {
        let table = self.tables().find(|table| table.id.key() == anchor.table)?;
        table.cell(&anchor.row, &anchor.column)
    }

    /// All figures with their addresses, in the order they stand.
    pub fn figures(&self) -> impl Iterator<Item = (Anchor, &Cell)> {
        self.tables().flat_map(|table| {
            table.rows.iter().flat_map(move |row| {
                table.columns.iter().zip(&row.cells).map(move |(column, cell)| {
                    let anchor = Anchor {
                        table: table.id.key().to_owned(),
                        row: row.id.clone(),
                        column: column.key(),
                    };
                    (anchor, cell)
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_are_unique() {
        let tables: BTreeSet<&str> = TableId::ALL.iter().map(|id| id.key()).collect();
        assert_eq!(tables.len(), TableId::ALL.len());
        let sections: BTreeSet<&str> = SectionId::ALL.iter().map(|id| id.key()).collect();
        assert_eq!(sections.len(), SectionId::ALL.len());
    }
}
