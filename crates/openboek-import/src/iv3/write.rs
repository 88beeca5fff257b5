//! Iv3 from the ledger: the CSV in thousands of euros, and the JSON that a municipality delivers, in whole euros.
//!
//! What is finer in the ledger is rounded by the largest remainder, per side: the total is the rounded total, and the lines add up to it.
//! Where a line is not what the ledger holds, the difference is given beside the file. Reading the file back records nothing new.

use std::collections::BTreeMap;
use std::fmt::Write;

use openboek_rules::statement::{BudgetLine, Side};
use openboek_rules::{Body, Cents, CodeList, MunicipalityCode};
use serde_json::json;

use super::delivery::{Key, name};
use super::read_json::period_of;
use super::{Report, Settings};
use crate::history::Held;

/// A file made from the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Its text, UTF-8.
    pub text: String,
    /// Where rounding made a line another amount than the ledger holds.
    pub differences: Vec<Difference>,
}

/// A line of a file that is not exactly what the ledger holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line: `6.72a lasten`.
    pub line: String,
    /// What the ledger holds.
    pub held: Cents,
    /// What the file says.
    pub written: Cents,
}

/// Who delivers a file, as the form of CBS asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// When the file was made: `2024-07-15T12:00:00`.
    pub made: String,
    /// Who can be asked.
    pub contact: String,
    /// Their e-mail.
    pub email: String,
    /// Their telephone.
    pub telephone: String,
}

/// The CSV of a municipality; `None` when the ledger holds no such report of that year. Of the settings only year and report count.
#[must_use]
pub fn csv(held: &[Held], municipality: MunicipalityCode, settings: &Settings) -> Option<Export> {
    let mut sums: BTreeMap<Key, i128> = BTreeMap::new();
    for (key, cents) in sums_of(lines(held, municipality, settings)?, settings) {
        *sums.entry(Key { category: None, ..key }).or_default() += cents;
    }
    let (written, differences) = rounded(&sums, 100_000)?;
    let list = CodeList::of(settings.year)?;
    let mut codes: Vec<_> = sums.keys().map(|key| &key.taakveld).collect();
    codes.sort_by_key(|code| list.place_of(code));
    codes.dedup();
    let mut text = String::from("Gemeenten;Taakveld;Baten;Lasten\n");
    for code in codes {
        let of = |side| {
            let key = Key { taakveld: code.clone(), side, category: None };
            written.get(&key).map_or_else(String::new, |units| format!("{units}.0"))
        };
        let label = list.name_of(code).unwrap_or_default();
        let (income, expenditure) = (of(Side::Income), of(Side::Expenditure));
        writeln!(text, "{};{code} {label};{income};{expenditure}", name(municipality)).ok()?;
    }
    Some(Export { text, differences })
}

/// The JSON of a municipality; `None` when the ledger holds no such report of that year. Of the settings only year and report count.
/// The ledger holds no balance sheet, so those lists are empty.
#[must_use]
pub fn json(
    held: &[Held],
    municipality: MunicipalityCode,
    settings: &Settings,
    sender: &Sender,
) -> Option<Export> {
    let sums: BTreeMap<Key, i128> = sums_of(lines(held, municipality, settings)?, settings);
    let (written, differences) = rounded(&sums, 100)?;
    let items = |side: Side| -> Vec<serde_json::Value> {
        let of_side = written.iter().filter(|(key, units)| key.side == side && **units != 0);
        let item = |(key, units): (&Key, &i64)| {
            let category = key.category.as_ref().map_or("", |category| category.as_str());
            json!({ "taakveld": key.taakveld.as_str(), "categorie": category, "bedrag": units })
        };
        of_side.map(item).collect()
    };
    let period: u8 = period_of(&settings.report)?.parse().ok()?;
    let status = if settings.report == Report::Budget { "Begroting" } else { "Realisatie" };
    let root = json!({
        "metadata": {
            "overheidslaag": "Gemeente",
            "overheidsnummer": format!("{:04}", municipality.number()),
            "overheidsnaam": name(municipality),
            "boekjaar": settings.year.get(),
            "periode": period,
            "status": status,
            "datum": sender.made,
            "details_openbaar": true,
            "financieel_pakket": "Openboek",
            "export_software": "Openboek",
        },
        "contact": { "naam": sender.contact, "email": sender.email, "telefoon": sender.telephone },
        "data": {
            "lasten": items(Side::Expenditure),
            "baten": items(Side::Income),
            "balans_lasten": [],
            "balans_baten": [],
            "balans_standen": [],
        },
    });
    let mut text = serde_json::to_string_pretty(&root).ok()?;
    text.push('\n');
    Some(Export { text, differences })
}

/// The lines of the report that is held.
fn lines<'h>(
    held: &'h [Held],
    municipality: MunicipalityCode,
    settings: &Settings,
) -> Option<&'h [BudgetLine]> {
    held.iter().rev().find_map(|held| {
        let (holder, year, lines) = match (&settings.report, &held.statement.body) {
            (Report::Budget, Body::BudgetAdopted(b)) => (b.holder, b.year, &b.lines),
            (Report::Accounts, Body::AccountsAdopted(b)) => (b.holder, b.year, &b.lines),
            (Report::Actuals(through), Body::ActualsReported(b)) if b.through == *through => {
                (b.holder, b.year, &b.lines)
            }
            _ => return None,
        };
        (holder.municipality() == Some(municipality) && year == settings.year).then_some(lines.as_slice())
    })
}

/// What each taakveld, side and category comes to in the year itself.
fn sums_of(lines: &[BudgetLine], settings: &Settings) -> BTreeMap<Key, i128> {
    let mut sums = BTreeMap::new();
    for line in lines.iter().filter(|line| line.key.year == settings.year) {
        let (taakveld, side, category) =
            (line.key.taakveld.clone(), line.key.side, line.key.category.clone());
        *sums.entry(Key { taakveld, side, category }).or_default() += i128::from(line.amount.get());
    }
    sums
}

type Rounded = (BTreeMap<Key, i64>, Vec<Difference>);

/// Whole units by the largest remainder, per side; with what each line became other than it was.
fn rounded(sums: &BTreeMap<Key, i128>, unit: i128) -> Option<Rounded> {
    let (mut written, mut differences) = (BTreeMap::new(), Vec::new());
    for side in [Side::Income, Side::Expenditure] {
        let of_side: Vec<(&Key, i128)> =
            sums.iter().filter(|(key, _)| key.side == side).map(|(key, cents)| (key, *cents)).collect();
        let units = largest_remainder(&of_side.iter().map(|(_, cents)| *cents).collect::<Vec<_>>(), unit);
        for ((key, cents), units) in of_side.into_iter().zip(units) {
            if units * unit != cents {
                let (held, now) = (i64::try_from(cents).ok()?, i64::try_from(units * unit).ok()?);
                let (held, now) = (Cents::new(held)?, Cents::new(now)?);
                differences.push(Difference { line: key.name(), held, written: now });
            }
            written.insert(key.clone(), i64::try_from(units).ok()?);
        }
    }
    Some((written, differences))
}

/// Whole units that add up to the rounded sum, each less than one unit away from its part; equal remainders in the order of the parts.
fn largest_remainder(parts: &[i128], unit: i128) -> Vec<i128> {
    let mut units: Vec<i128> = parts.iter().map(|part| part.div_euclid(unit)).collect();
    let sum: i128 = parts.iter().sum();
    let target = (2 * sum.abs() + unit) / (2 * unit) * sum.signum();
    let mut short = target - units.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|place| parts.get(*place).map(|part| -part.rem_euclid(unit)));
    for place in order {
        if short <= 0 {
            break;
        }
        if let Some(found) = units.get_mut(place) {
            *found += 1;
            short -= 1;
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_add_up_to_the_rounded_sum() {
        let table: &[(&[i128], &[i128])] = &[
            (&[], &[]),
            (&[100, 200], &[1, 2]),
            (&[150, 150, 100], &[2, 1, 1]),
            (&[133, 133, 134], &[1, 1, 2]),
            (&[-150, 250], &[-1, 2]),
            (&[-40, -40], &[0, -1]),
            (&[49], &[0]),
            (&[50], &[1]),
        ];
        for (parts, expected) in table {
            assert_eq!(largest_remainder(parts, 100), *expected, "{parts:?}");
        }
    }
}
