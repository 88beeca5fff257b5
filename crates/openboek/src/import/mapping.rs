//! Mapping files: how somebody's spreadsheet is laid out, in YAML with the line of every mistake.

use std::path::Path;

use openboek_audit::Lang;
use openboek_import::sheet::{AmountColumn, Columns, Mapping, Numbers, Unit};
use openboek_rules::BudgetYear;
use openboek_rules::statement::{Nature, Side};

use crate::file::{Fault, Node, Settings, Shape, Value, parse_yaml, scalar};
use crate::record;
use crate::trouble::Trouble;

/// A mapping to fill in, with what each key means.
pub(crate) const EXAMPLE: &str = include_str!("indeling.yaml");

const KEYS: &[&str] =
    &["sheet", "separator", "header", "columns", "amounts", "nature", "unit", "numbers", "totals"];
const COLUMNS: &[&str] = &["taakveld", "year", "side", "nature", "category", "programme", "explanation"];
const AMOUNT: &[&str] = &["column", "side", "year"];
const SIDES: &[(&str, Side)] = &[("expenditure", Side::Expenditure), ("income", Side::Income)];
const NATURES: &[(&str, Nature)] = &[("structural", Nature::Structural), ("incidental", Nature::Incidental)];
const UNITS: &[(&str, Unit)] = &[("euro", Unit::Euro), ("thousands", Unit::Thousands)];
const NUMBERS: &[(&str, Numbers)] = &[("dutch", Numbers::Dutch), ("english", Numbers::English)];
const SEPARATORS: &[(&str, u8)] = &[(";", b';'), (",", b','), ("tab", b'\t'), ("|", b'|')];
/// With which words rows of totals begin when the mapping names none.
const TOTALS: &[&str] = &["totaal", "subtotaal", "saldo"];

/// Reads a mapping file.
///
/// # Errors
/// When it cannot be read, or everything that is wrong with it.
pub(super) fn read(path: &Path, lang: Lang) -> Result<Mapping, Trouble> {
    let text = record::read(path, lang)?;
    of_text(&text).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(|fault| format!("  {}", fault.text(lang))).collect();
        let words = lang.pick("is geen indeling die te gebruiken is.", "is no mapping that can be used.");
        Trouble::wrong_use(format!("{} {words}\n{}", path.display(), lines.join("\n")))
    })
}

fn of_text(text: &str) -> Result<Mapping, Vec<Fault>> {
    let root = parse_yaml(text).map_err(|fault| vec![fault])?;
    let mut reader = Settings::default();
    let mapping = reader.mapping(&root);
    if reader.faults.is_empty() { mapping.ok_or_else(Vec::new) } else { Err(reader.faults) }
}

impl Settings {
    fn mapping(&mut self, root: &Node) -> Option<Mapping> {
        self.keys(root, "", KEYS);
        let columns = self.columns(root);
        let amounts = self.amounts(root);
        let header = match self.text(root, "", "header") {
            Some(text) => match text.parse() {
                Ok(row) if row > 0 => Some(row),
                _ => self.name(root, "header", &text, &["1, 2, 3, …"]),
            },
            None => Some(1),
        };
        let totals = match root.get("totals").map(|node| (node, &node.value)) {
            Some((_, Value::List(items))) => items.iter().filter_map(scalar).map(str::to_lowercase).collect(),
            Some((node, _)) => {
                self.expected(node, "totals", Shape::List);
                Vec::new()
            }
            None => TOTALS.iter().map(|word| (*word).to_owned()).collect(),
        };
        Some(Mapping {
            separator: self.one_of(root, "", "separator", SEPARATORS).unwrap_or(b';'),
            sheet: self.text(root, "", "sheet"),
            nature: self.one_of(root, "", "nature", NATURES),
            unit: self.one_of(root, "", "unit", UNITS).unwrap_or_default(),
            numbers: self.one_of(root, "", "numbers", NUMBERS).unwrap_or_default(),
            header: header?,
            columns: columns?,
            amounts: amounts?,
            totals,
        })
    }

    fn columns(&mut self, root: &Node) -> Option<Columns> {
        let Some(node) = root.get("columns") else { return self.missing(root, "columns") };
        self.keys(node, "columns.", COLUMNS);
        let Some(taakveld) = self.text(node, "columns.", "taakveld") else {
            return self.missing(node, "taakveld");
        };
        Some(Columns {
            taakveld,
            year: self.text(node, "columns.", "year"),
            side: self.text(node, "columns.", "side"),
            nature: self.text(node, "columns.", "nature"),
            category: self.text(node, "columns.", "category"),
            programme: self.text(node, "columns.", "programme"),
            explanation: self.text(node, "columns.", "explanation"),
        })
    }

    fn amounts(&mut self, root: &Node) -> Option<Vec<AmountColumn>> {
        let Some(node) = root.get("amounts") else { return self.missing(root, "amounts") };
        let Value::List(items) = &node.value else {
            self.expected(node, "amounts", Shape::List);
            return None;
        };
        if items.is_empty() {
            return self.missing(node, "column");
        }
        let has_side = root.get("columns").is_some_and(|columns| columns.get("side").is_some());
        let mut amounts = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let path = format!("amounts[{at}].");
            self.keys(item, &path, AMOUNT);
            let side = self.one_of(item, &path, "side", SIDES);
            if side.is_none() && !has_side {
                self.missing::<()>(item, "side");
            }
            let year = self.text(item, &path, "year").and_then(|text| {
                let year = text.parse().ok().and_then(|year| BudgetYear::new(year).ok());
                year.or_else(|| self.name(item, &format!("{path}year"), &text, &["2025"]))
            });
            match self.text(item, &path, "column") {
                Some(column) => amounts.push(AmountColumn { column, side, year }),
                None => self.missing(item, "column")?,
            }
        }
        Some(amounts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_a_mapping() {
        let mapping = of_text(EXAMPLE).unwrap();
        assert_eq!(
            (mapping.header, mapping.separator, mapping.sheet.as_deref()),
            (3, b';', Some("Begroting"))
        );
        assert_eq!(mapping.amounts.len(), 2);
        assert_eq!(mapping.totals, ["totaal", "subtotaal", "saldo"]);
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let cases = [
            ("columns: {taakveld: A}\namounts: [{column: B}]\n", "regel 2, side:"),
            (
                "columns: {taakveld: A, kolom: B}\namounts: [{column: B, side: income}]\n",
                "regel 1, columns.kolom:",
            ),
            ("columns: {taakveld: A}\namounts: [{column: B, side: lasten}]\n", "regel 2, amounts[0].side:"),
            ("columns: {taakveld: A}\namounts: []\n", "regel 2, column:"),
            ("columns: {taakveld: A}\namounts: [{column: B, side: income}]\nheader: 0\n", "header:"),
            (
                "columns: {taakveld: A}\namounts: [{column: B, side: income}]\nunit: miljoen\n",
                "regel 3, unit:",
            ),
            ("columns: A\namounts: [{column: B, side: income}]\n", "regel 1, columns:"),
            ("amounts: [{column: B, side: income}]\n", "regel 1, columns:"),
        ];
        for (text, expected) in cases {
            let faults = of_text(text).unwrap_err();
            let told: Vec<String> = faults.iter().map(|fault| fault.text(Lang::Nl)).collect();
            assert!(told.iter().any(|line| line.contains(expected)), "{text}: {told:?}");
        }
    }
}
