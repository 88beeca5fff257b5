//! The code lists, one for some budget years. They are data: `lists.txt`, with their sources (domain 3.1 to 3.5).

use std::sync::LazyLock;

use super::{Family, Taakveld};
use crate::year::BudgetYear;

/// A code list and the budget years it is valid for.
#[derive(Debug, PartialEq, Eq)]
pub struct CodeList {
    /// Its name, by its years: `2023-2024`.
    pub name: &'static str,
    /// First budget year.
    pub first: u16,
    /// Last budget year; the newest list holds until a newer one is added.
    pub last: u16,
    /// Who made it, in Dutch.
    pub source: &'static str,
    /// In the order of the printed list.
    entries: Vec<Entry>,
}

/// A code as one list knows it.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    code: &'static str,
    name: &'static str,
    family: Family,
    allowed: bool,
}

/// A line of the data that says nothing that can be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadLine(pub &'static str);

/// The data is read once; the tests see to it that it can be.
static LISTS: LazyLock<Vec<CodeList>> =
    LazyLock::new(|| CodeList::parse_all(include_str!("lists.txt")).unwrap_or_default());

impl CodeList {
    /// The list of a budget year; `None` before 2015 (the older *functies* are not in this data).
    #[must_use]
    pub fn of(year: BudgetYear) -> Option<&'static Self> {
        Self::all().find(|list| list.first <= year.get() && year.get() <= list.last)
    }

    /// All lists, oldest first.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        LISTS.iter()
    }

    /// Reads lists as `lists.txt` writes them.
    ///
    /// # Errors
    /// The first line that is neither a list nor a code, that names a code without any of the lists, or a code twice for a year.
    pub fn parse_all(text: &'static str) -> Result<Vec<Self>, BadLine> {
        let mut lists = Vec::new();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines {
            let good = match line.strip_prefix("list ") {
                Some(rest) => head(rest).map(|list| lists.push(list)),
                None => Row::parse(line).and_then(|row| row.enter(&mut lists)),
            };
            good.ok_or(BadLine(line))?;
        }
        Ok(lists)
    }

    /// The Dutch name of a code, also of one that is forbidden but still used; `None` when the list does not know it.
    #[must_use]
    pub fn name_of(&self, code: &Taakveld) -> Option<&'static str> {
        self.find(code).map(|entry| entry.name)
    }

    /// The family of a code that the list knows, allowed or not.
    #[must_use]
    pub fn family_of(&self, code: &Taakveld) -> Option<Family> {
        self.find(code).map(|entry| entry.family)
    }

    /// Where a code that the list knows stands in it, from 0.
    #[must_use]
    pub fn place_of(&self, code: &Taakveld) -> Option<usize> {
        self.entries.iter().position(|entry| entry.code == code.as_str())
    }

    /// Whether the code may be used in the years of this list.
    #[must_use]
    pub fn allows(&self, code: &Taakveld) -> bool {
        self.find(code).is_some_and(|entry| entry.allowed)
    }

    /// Whether the list knows the code as one that may not be used any more, and that municipalities use all the same: figures on it
    /// are facts, and get a signal.
    #[must_use]
    pub fn forbids(&self, code: &Taakveld) -> bool {
        self.find(code).is_some_and(|entry| !entry.allowed)
    }

    /// All codes that are allowed, with their names, in the list's order.
    pub fn codes(&self) -> impl Iterator<Item = (&'static str, &'static str, Family)> + '_ {
        let allowed = self.entries.iter().filter(|entry| entry.allowed);
        allowed.map(|entry| (entry.code, entry.name, entry.family))
    }

    /// The code as the data spells it, when the list knows it.
    pub(super) fn spelling_of(&self, code: &Taakveld) -> Option<&'static str> {
        self.find(code).map(|entry| entry.code)
    }

    fn find(&self, code: &Taakveld) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.code == code.as_str())
    }
}

/// The name, years and source of a list.
fn head(line: &'static str) -> Option<CodeList> {
    let columns: Vec<&'static str> = line.split('|').map(str::trim).collect();
    let [name, span, source] = columns[..] else { return None };
    let (first, last) = years(span)?;
    Some(CodeList { name, first, last, source, entries: Vec::new() })
}

/// `2017-2022`, or `2017-` until a newer list is there.
fn years(span: &str) -> Option<(u16, u16)> {
    let (first, last) = span.split_once('-')?;
    let year =
        |text: &str| text.parse().ok().and_then(|year| BudgetYear::new(year).ok()).map(BudgetYear::get);
    let last = if last.is_empty() { "2100" } else { last };
    let (first, last) = (year(first)?, year(last)?);
    (first <= last).then_some((first, last))
}

/// A code with the years it is allowed and forbidden in.
struct Row {
    code: &'static str,
    name: &'static str,
    family: Family,
    allowed: (u16, u16),
    forbidden: Option<(u16, u16)>,
}

impl Row {
    fn parse(line: &'static str) -> Option<Self> {
        let columns: Vec<&'static str> = line.split('|').map(str::trim).collect();
        let (code, name, family, allowed, forbidden) = match columns[..] {
            [code, name, family, allowed] => (code, name, family, allowed, None),
            [code, name, family, allowed, forbidden] => {
                (code, name, family, allowed, Some(years(forbidden)?))
            }
            _ => return None,
        };
        Taakveld::new(code).ok()?;
        let family = Family::parse(family)?;
        (!name.is_empty()).then_some(Self { code, name, family, allowed: years(allowed)?, forbidden })
    }

    /// Enters the code in every list whose years it covers; `None` when there is no such list, or one has the code already.
    fn enter(&self, lists: &mut [CodeList]) -> Option<()> {
        let covers = |span: (u16, u16), list: &CodeList| span.0 <= list.first && list.last <= span.1;
        let mut entered = false;
        for list in lists {
            let allowed = covers(self.allowed, list);
            if !allowed && !self.forbidden.is_some_and(|span| covers(span, list)) {
                continue;
            }
            if list.entries.iter().any(|entry| entry.code == self.code) {
                return None;
            }
            let (code, name, family) = (self.code, self.name, self.family);
            list.entries.push(Entry { code, name, family, allowed });
            entered = true;
        }
        entered.then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_understood() {
        let lists = CodeList::parse_all(include_str!("lists.txt")).unwrap();
        let followed = lists.windows(2).all(|pair| pair[0].last + 1 == pair[1].first);
        assert!(followed, "a year between two lists, or in both");
        assert!(lists.iter().all(|list| list.entries.len() > 20));
    }
}
