//! Permanent keys of sections, tables and columns, and the address of a figure made of them.

use std::fmt::Write as _;

use openboek_views::model::{Cell, ColumnId, Paragraph, Row, Section, SectionId, Table, TableId};

macro_rules! keys {
    ($function:ident, $all:ident, $type:ident: $($variant:ident => $key:literal,)*) => {
        /// The permanent key.
        #[must_use]
        pub const fn $function(id: $type) -> &'static str {
            match id {$( $type::$variant => $key, )*}
        }

        /// All there are.
        #[cfg(test)]
        pub(crate) const $all: [$type; [$($key),*].len()] = [$($type::$variant),*];
    };
}

keys! { section, SECTIONS, SectionId:
    AtAGlance => "at-a-glance",
    IncomeAndExpenditure => "income-and-expenditure",
    Indications => "indications",
    Cuts => "cuts",
    Amendments => "amendments",
    Voices => "voices",
    JointProposals => "joint-proposals",
    Learning => "learning",
    Unknowns => "unknowns",
    Sources => "sources",
}

keys! { table, TABLES, TableId:
    KeyFigures => "key-figures",
    BudgetByTaakveld => "budget-by-taakveld",
    BudgetByFamily => "budget-by-family",
    MultiYear => "multi-year",
    MeansInAndOut => "means-in-and-out",
    IndicationsByPillar => "indications-by-pillar",
    IndicatedFigures => "indicated-figures",
    IndicationChecks => "indication-checks",
    Reductions => "reductions",
    CutLanes => "cut-lanes",
    CutParts => "cut-parts",
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
    UnknownAmounts => "unknown-amounts",
    Documents => "documents",
}

/// The permanent key of a column: the year, or the label's key.
#[must_use]
pub fn column(id: ColumnId) -> String {
    match id {
        ColumnId::Year(year) => year.to_string(),
        ColumnId::Named(label) => label.key().to_owned(),
    }
}

/// The permanent address of a figure within a page: `<table>.<row>.<column>`.
///
/// It is an HTML `id` and stands in URLs as it is: every byte of the row's identifier outside `[A-Za-z0-9._-]` is written as `~`
/// and two hex digits.
#[must_use]
pub fn anchor_id(table_id: TableId, row: &str, column_id: ColumnId) -> String {
    let mut out = format!("{}.", table(table_id));
    push_safe(&mut out, row);
    out.push('.');
    push_safe(&mut out, &column(column_id));
    out
}

/// The permanent address of a row: `<table>.<row>`.
#[must_use]
pub fn row_anchor(table_id: TableId, row: &str) -> String {
    let mut out = format!("{}.", table(table_id));
    push_safe(&mut out, row);
    out
}

fn push_safe(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "~{byte:02x}");
        }
    }
}

/// A figure with where it stands.
#[derive(Clone, Copy, Debug)]
pub struct FigureRef<'a> {
    /// Its section.
    pub section: &'a Section,
    /// Its table.
    pub table: &'a Table,
    /// Its row.
    pub row: &'a Row,
    /// Its column.
    pub column: ColumnId,
    /// The cell.
    pub cell: &'a Cell,
}

/// Finds a figure by its address ([`anchor_id`]); `None` when the paragraph has no such figure at its moment.
#[must_use]
pub fn find_figure<'a>(paragraph: &'a Paragraph, anchor: &str) -> Option<FigureRef<'a>> {
    let tables = paragraph.sections.iter().flat_map(|section| section.tables.iter().map(move |table| (section, table)));
    let prefix = anchor.split('.').next()?;
    tables.filter(|(_, found)| table(found.id) == prefix).find_map(|(section, table)| {
        let rows = table.rows.iter().flat_map(|row| row.cells.iter().zip(&table.columns).map(move |at| (row, at)));
        rows.filter(|(row, (_, column))| anchor_id(table.id, &row.id, **column) == anchor)
            .map(|(row, (cell, column))| FigureRef { section, table, row, column: *column, cell })
            .next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use openboek_rules::BudgetYear;
    use openboek_views::model::Label;

    #[test]
    fn an_address_is_safe_in_a_page_and_in_a_url() {
        let year = ColumnId::Year(BudgetYear::new(2021).unwrap());
        assert_eq!(anchor_id(TableId::CutLanes, "SV-20", year), "cut-lanes.SV-20.2021");
        assert_eq!(
            anchor_id(TableId::CutParts, "a b/\"é~", ColumnId::Named(Label("status"))),
            "cut-parts.a~20b~2f~22~c3~a9~7e.status"
        );
    }

    #[test]
    fn keys_are_unique() {
        let mut tables: Vec<_> = TABLES.map(table).to_vec();
        tables.sort_unstable();
        tables.dedup();
        assert_eq!(tables.len(), TABLES.len());
        let mut sections: Vec<_> = SECTIONS.map(section).to_vec();
        sections.sort_unstable();
        sections.dedup();
        assert_eq!(sections.len(), SECTIONS.len());
    }
}
