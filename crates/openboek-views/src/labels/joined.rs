//! Puts the lists of labels of several files after each other while the program is built.

use crate::model::Label;

/// Lists after each other; `N` is the number of all labels.
pub(super) const fn joined<const N: usize>(lists: &[&[Label]]) -> [Label; N] {
    let mut all = [Label(""); N];
    let (mut place, mut list) = (0, 0);
    while list < lists.len() {
        let mut label = 0;
        while label < lists[list].len() {
            all[place] = lists[list][label];
            (place, label) = (place + 1, label + 1);
        }
        list += 1;
    }
    all
}
