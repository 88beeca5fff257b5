//! How codes of one list are found back in another (domain 3.7). The rows are data: `mapping.txt`, with its sources.

use std::sync::LazyLock;

use super::{CodeList, Taakveld};

/// How well an older list can be compared with the next one, for one row of the mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quality {
    /// The same work, code for code, in the order of the row.
    Exact,
    /// One code became several, which together are the same.
    Split,
    /// Several codes became one.
    Merged,
    /// Nearly the same: a part of the work moved elsewhere.
    Approximate,
    /// Not comparable below the family.
    None,
}

impl Quality {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "exact" => Self::Exact,
            "split" => Self::Split,
            "merged" => Self::Merged,
            "approximate" => Self::Approximate,
            "none" => Self::None,
            _ => return None,
        })
    }
}

/// A code in a row of the mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MappedCode {
    /// The code.
    pub code: &'static str,
    /// Only a part of the code belongs to the row.
    pub part: bool,
    /// Only this economic category of the code belongs to the row (`3.4.2`, own contributions).
    pub category: Option<&'static str>,
}

/// A row of the mapping: one line of work in all lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Its codes in each list, in the order of [`CodeList::all`].
    pub codes: Vec<Vec<MappedCode>>,
    /// What the source says of the whole row: `good`, `group-only`, `family-only`.
    pub words: &'static str,
    /// From each list to the next one.
    pub steps: Vec<Quality>,
}

impl Mapping {
    /// All rows, in the order of the data.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        ROWS.iter()
    }

    /// `None` for a line that is no row; the tests see to it that there is none such.
    fn parse(line: &'static str) -> Option<Self> {
        let columns: Vec<&'static str> = line.split('|').map(str::trim).collect();
        // A column for each list, the words, and a step between each two lists.
        let lists = columns.len() / 2;
        let (found, rest) = columns.split_at_checked(lists)?;
        let (words, steps) = rest.split_first()?;
        let steps = steps.iter().map(|word| Quality::parse(word)).collect::<Option<Vec<_>>>()?;
        let codes = found.iter().map(|column| codes(column)).collect();
        (steps.len() + 1 == lists).then_some(Self { codes, words, steps })
    }
}

/// The data is read once.
static ROWS: LazyLock<Vec<Mapping>> = LazyLock::new(|| lines().filter_map(Mapping::parse).collect());

fn lines() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("mapping.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn codes(column: &'static str) -> Vec<MappedCode> {
    let code = |word: &'static str| match (word.strip_suffix('~'), word.split_once('/')) {
        (Some(code), _) => MappedCode { code, part: true, category: None },
        (None, Some((code, category))) => MappedCode { code, part: false, category: Some(category) },
        (None, None) => MappedCode { code: word, part: false, category: None },
    };
    column.split(',').map(str::trim).map(code).collect()
}

/// How years in two lists may be set side by side (domain 3.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// The same list: code by code.
    ByCode,
    /// Both lists are of 2017 or later: by family.
    ByFamily,
    /// One of them is older: not at all.
    NotAtAll,
}

impl CodeList {
    /// How amounts in this list compare with those in another.
    #[must_use]
    pub fn compared_with(&self, other: &Self) -> Comparison {
        if self.name == other.name {
            Comparison::ByCode
        } else if self.first.min(other.first) >= 2017 {
            Comparison::ByFamily
        } else {
            Comparison::NotAtAll
        }
    }

    /// The codes of an older list that together are exactly a code of this one, so that their sum may stand beside it.
    ///
    /// `None` when there is no such certainty: then only the family compares, if anything does. Outside the social domain the codes
    /// from 2017 on are the same in all lists.
    #[must_use]
    pub fn in_older(&self, code: &Taakveld, older: &Self) -> Option<Vec<&'static str>> {
        let known = self.spelling_of(code)?;
        let at = |list: &Self| Self::all().position(|known| known.name == list.name);
        let (from, to) = (at(self)?, at(older)?);
        if to > from {
            return None;
        }
        let social = code.as_str().starts_with("6.") || older.first < 2017;
        if !social {
            return older.allows(code).then(|| vec![known]);
        }
        let mut codes = vec![known];
        for step in (to..from).rev() {
            codes = back(&codes, step)?;
        }
        Some(codes)
    }
}

/// One list back.
fn back(codes: &[&'static str], step: usize) -> Option<Vec<&'static str>> {
    let mut older = Vec::new();
    for code in codes {
        older.extend(origin(code, step)?);
    }
    Some(older)
}

/// Where a code of list `step + 1` was in list `step`, when it was there as a whole and alone.
fn origin(code: &'static str, step: usize) -> Option<Vec<&'static str>> {
    let whole = |found: &&MappedCode| !found.part && found.category.is_none();
    for row in Mapping::all() {
        let (new, old) = (row.codes.get(step + 1)?, row.codes.get(step)?);
        let Some(place) = new.iter().filter(whole).position(|found| found.code == code) else { continue };
        if old.iter().any(|found| !whole(&found)) {
            continue;
        }
        return match row.steps.get(step)? {
            Quality::Exact if new.len() == old.len() => Some(vec![old.get(place)?.code]),
            Quality::Merged if new.len() == 1 => Some(old.iter().map(|found| found.code).collect()),
            _ => None,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_a_row_of_codes_that_the_lists_have() {
        assert_eq!(lines().count(), Mapping::all().count());
        for row in Mapping::all() {
            assert_eq!(row.codes.len(), CodeList::all().count());
            for (list, codes) in CodeList::all().zip(&row.codes) {
                assert!(!codes.is_empty());
                for found in codes {
                    let code = Taakveld::new(found.code).unwrap();
                    assert!(list.allows(&code), "{} is not in {}", found.code, list.name);
                }
            }
        }
    }
}
