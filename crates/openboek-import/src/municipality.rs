//! Names and codes of municipalities. They are data: `municipalities.txt`, with the source and the spellings that files use.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use openboek_rules::MunicipalityCode;

/// A municipality as the data has it.
struct Known {
    code: MunicipalityCode,
    name: &'static str,
    others: Vec<&'static str>,
}

/// The data is read once; the tests see to it that it can be.
static ALL: LazyLock<Vec<Known>> = LazyLock::new(|| lines().filter_map(Known::parse).collect());

/// Every spelling, as it is compared.
static SPELLINGS: LazyLock<BTreeMap<String, MunicipalityCode>> = LazyLock::new(|| {
    let names = |known: &Known| -> Vec<(String, MunicipalityCode)> {
        std::iter::once(known.name)
            .chain(known.others.iter().copied())
            .map(|name| (plain(name), known.code))
            .collect()
    };
    ALL.iter().flat_map(names).collect()
});

fn lines() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("municipalities.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

impl Known {
    fn parse(line: &'static str) -> Option<Self> {
        let mut columns = line.split('|').map(str::trim);
        let code = MunicipalityCode::new(columns.next()?).ok()?;
        let name = columns.next().filter(|name| !name.is_empty())?;
        let others = columns.next().map(|names| names.split(';').map(str::trim).collect());
        columns.next().is_none().then_some(Self { code, name, others: others.unwrap_or_default() })
    }
}

/// How names are compared: without regard to capitals, blanks at the ends, and the kind of apostrophe.
fn plain(name: &str) -> String {
    let apostrophe = |c: char| if matches!(c, '’' | '‘' | '`' | '´') { '\'' } else { c };
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().chars().map(apostrophe).collect()
}

/// The code of a municipality by its name, or by its code: `Dalfsen`, `GM0148`, `148` as CBS prints it without zeros.
#[must_use]
pub fn code_of(text: &str) -> Option<MunicipalityCode> {
    let text = text.trim();
    let digits = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if digits(text) {
        return MunicipalityCode::new(&format!("GM{text:0>4}")).ok();
    }
    MunicipalityCode::new(text).ok().or_else(|| SPELLINGS.get(&plain(text)).copied())
}

/// The name of a municipality; `None` for one that the data does not have.
#[must_use]
pub fn name_of(code: MunicipalityCode) -> Option<&'static str> {
    ALL.iter().find(|known| known.code == code).map(|known| known.name)
}

/// All municipalities of the data, by code.
pub fn all() -> impl Iterator<Item = (MunicipalityCode, &'static str)> {
    ALL.iter().map(|known| (known.code, known.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_a_municipality_and_no_spelling_means_two() {
        assert_eq!(lines().count(), ALL.len());
        assert_eq!(ALL.len(), 342, "municipalities of 2023 to 2025");
        let spellings: usize = ALL.iter().map(|known| 1 + known.others.len()).sum();
        assert_eq!(SPELLINGS.len(), spellings);
        assert!(
            ALL.windows(2).all(|pair| pair[0].code < pair[1].code),
            "in the order of the codes, each once"
        );
    }

    #[test]
    fn a_municipality_by_any_spelling() {
        let table = [
            ("Dalfsen", Some("GM0148")),
            (" dalfsen ", Some("GM0148")),
            ("148", Some("GM0148")),
            ("GM0148", Some("GM0148")),
            ("'s-Gravenhage (gemeente)", Some("GM0518")),
            ("’s-Gravenhage", Some("GM0518")),
            ("Hengelo (O.)", Some("GM0164")),
            ("Súdwest-Fryslân", Some("GM1900")),
            ("Nederland", None),
            ("0000", None),
            ("", None),
        ];
        for (text, code) in table {
            assert_eq!(code_of(text).map(|code| code.to_string()).as_deref(), code, "{text}");
        }
        assert_eq!(name_of(MunicipalityCode::new("GM1904").unwrap()), Some("Stichtse Vecht"));
    }
}
