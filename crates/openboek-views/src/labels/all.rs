//! All labels in one list, put together when the crate is compiled.

use crate::model::Label;

/// The labels, file by file.
const FILES: &[&[Label]] = &[
    super::SHARED,
    super::voices::OF_VOICES,
    super::law::OF_LAW,
    super::accounts::OF_ACCOUNTS,
    super::subsidies::OF_SUBSIDIES,
    super::region::OF_REGION,
    super::course::OF_COURSE,
    super::organs::OF_ORGANS,
];

/// Every label there is, in the order of the files.
pub const ALL: &[Label] = &all();

const fn count() -> usize {
    let (mut file, mut count) = (0, 0);
    while file < FILES.len() {
        count += FILES[file].len();
        file += 1;
    }
    count
}

const fn all() -> [Label; count()] {
    let mut all = [Label(""); count()];
    let (mut file, mut place) = (0, 0);
    while file < FILES.len() {
        let mut label = 0;
        while label < FILES[file].len() {
            all[place] = FILES[file][label];
            label += 1;
            place += 1;
        }
        file += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use std::collections::BTreeSet;

    #[test]
    fn every_rule_of_the_law_has_a_label() {
        let keys: BTreeSet<&str> = ALL.iter().map(|label| label.key()).collect();
        for rule in openboek_rules::law::rules() {
            assert!(keys.contains(rule.code), "{}", rule.code);
        }
    }

    #[test]
    fn keys_are_unique_and_kebab_case() {
        let keys: BTreeSet<&str> = ALL.iter().map(|label| label.key()).collect();
        assert_eq!(keys.len(), ALL.len());
        for key in keys {
            let good = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                && !key.starts_with('-')
                && !key.ends_with('-')
                && !key.contains("--");
            assert!(good, "{key}");
        }
    }
}
