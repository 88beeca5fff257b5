//! Figures on codes that the list of their year does not allow any more. They count as they were published, in the family the code
//! belonged to (domain 3.4); the signal says that they are there.

use std::collections::BTreeMap;

use openboek_rules::law::{About, AboutKind, Signal, iv3};
use openboek_rules::{Cents, Taakveld};

use super::context::Context;
use super::lines::Figures;
use crate::model::Position;

/// One signal for each code that an amount of the year stands on, in the budget or in what was realised. A zero is no use of a code.
pub(super) fn signals(context: &Context<'_>) -> Vec<Signal> {
    let budget = Figures::budget(context, context.year);
    let realised = Figures::realised(context, context.year);
    let mut found: BTreeMap<Taakveld, Vec<Position>> = BTreeMap::new();
    for figures in budget.iter().chain(&realised) {
        let used = figures.of_year(context.year).filter(|entry| {
            let forbidden = figures.list.is_some_and(|list| list.forbids(&entry.key.taakveld));
            forbidden && entry.current != Cents::ZERO
        });
        for entry in used {
            found.entry(entry.key.taakveld.clone()).or_default().extend_from_slice(&entry.sources);
        }
    }
    let signal =
        |(code, sources)| Signal::noted(&iv3::FORBIDDEN_CODE, About::new(AboutKind::Taakveld, code), sources);
    found.into_iter().map(signal).collect()
}
