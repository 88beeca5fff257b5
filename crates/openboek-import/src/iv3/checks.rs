//! What is odd about the figures of a municipality: said once for each, by name, and never repaired.

use openboek_rules::statement::Side;
use openboek_rules::{Cents, CodeList};

use super::Settings;
use super::delivery::{Delivery, File, Key, Said, euros, name};
use super::findings::*;
use crate::finding::{Finding, Kind};

/// Most oddities of one kind that a finding names.
const NAMED: usize = 12;

/// Looks at every delivery.
pub(super) fn of_municipalities(file: &mut File<'_>, settings: &Settings) {
    let list = CodeList::of(settings.year);
    let deliveries = std::mem::take(&mut file.deliveries);
    let mut rounded = 0_u32;
    for (code, delivery) in &deliveries {
        let name = name(*code);
        let mut note = |kind: &'static Kind, at: usize, found: &str, expected: &str| {
            file.note(kind, at, None, &format!("{name}: {found}"), expected);
        };
        let forbidden = |key: &Key, said: &Said| {
            said.amount != Cents::ZERO && list.is_some_and(|list| list.forbids(&key.taakveld))
        };
        listed(delivery, &mut note, FORBIDDEN_CODE, list.map_or("", |list| list.name), forbidden);
        listed(delivery, &mut note, NEGATIVE, "", |_, said| said.amount < Cents::ZERO);
        results(delivery, &mut note);
        nothing(delivery, &mut note);
        match balance(delivery, file.rounded_to) {
            Balance::Even => {}
            Balance::Rounded => rounded += 1,
            Balance::Off([income, expenditure]) => {
                let found = format!("{name}: baten {}, lasten {}", euros(income), euros(expenditure));
                let at = delivery.rows.first().copied().unwrap_or_default();
                file.note(UNBALANCED, at, None, &found, "baten gelijk aan lasten");
            }
        }
    }
    if rounded > 0 {
        let place = crate::Place { file: file.source.name.to_owned(), ..crate::Place::default() };
        file.findings.push(Finding::new(ROUNDING, place, &format!("{rounded} gemeenten"), ""));
    }
    file.deliveries = deliveries;
}

/// All lines of a kind in one finding, at the first of them.
fn listed(
    delivery: &Delivery,
    note: &mut impl FnMut(&'static Kind, usize, &str, &str),
    kind: &'static Kind,
    expected: &str,
    odd: impl Fn(&Key, &Said) -> bool,
) {
    let found: Vec<(&Key, &Said)> = delivery.lines.iter().filter(|(key, said)| odd(key, said)).collect();
    let Some(first) = found.iter().map(|(_, said)| said.at).min() else { return };
    let names: Vec<String> = found
        .iter()
        .take(NAMED)
        .map(|(key, said)| format!("{} {}", key.name(), euros(said.amount.get().into())))
        .collect();
    let more = if found.len() > NAMED { format!(" en {} meer", found.len() - NAMED) } else { String::new() };
    note(kind, first, &format!("{}{more}", names.join("; ")), expected);
}

/// The result stands on one side of 0.11: a surplus as expenditure, a deficit as income.
fn results(delivery: &Delivery, note: &mut impl FnMut(&'static Kind, usize, &str, &str)) {
    let mut sides = [(0_i128, 0_usize); 2];
    for (key, said) in delivery.lines.iter().filter(|(key, _)| key.taakveld.as_str() == "0.11") {
        let side = &mut sides[usize::from(key.side == Side::Expenditure)];
        *side = (side.0 + i128::from(said.amount.get()), said.at);
    }
    let [income, expenditure] = sides;
    if income.0 != 0 && expenditure.0 != 0 {
        let found = format!("0.11 baten {}; lasten {}", euros(income.0), euros(expenditure.0));
        note(BOTH_RESULTS, income.1.min(expenditure.1), &found, "");
    }
}

fn nothing(delivery: &Delivery, note: &mut impl FnMut(&'static Kind, usize, &str, &str)) {
    let (Some(first), false) = (delivery.rows.first(), delivery.nothing.is_empty()) else { return };
    let named = delivery.nothing.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    let more = delivery.nothing.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" en {more} meer") } else { String::new() };
    note(NO_DELIVERY, *first, &format!("{named}{more}"), "");
}

enum Balance {
    Even,
    Rounded,
    Off([i128; 2]),
}

/// With 0.10 and 0.11, income and expenditure are equal (domain 2.2). Each line may be off by half of what it is rounded to. Where
/// something could not be read, a difference is no news.
fn balance(delivery: &Delivery, rounded_to: Cents) -> Balance {
    if delivery.lacks || !delivery.unread.is_empty() {
        return Balance::Even;
    }
    let mut sides = [0_i128; 2];
    for (key, said) in &delivery.lines {
        sides[usize::from(key.side == Side::Expenditure)] += i128::from(said.amount.get());
    }
    let [income, expenditure] = sides;
    let lines = i128::try_from(delivery.lines.len()).unwrap_or(i128::MAX);
    let most = lines.saturating_mul(i128::from(rounded_to.get())) / 2;
    match (income - expenditure).abs() {
        0 => Balance::Even,
        off if off <= most => Balance::Rounded,
        _ => Balance::Off(sides),
    }
}
