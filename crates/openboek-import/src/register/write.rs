//! A register out of what the ledger holds, in the form that this module reads.

use std::borrow::Cow;

use openboek_rules::statement::{Periodicity, SubsidyRecipient};
use openboek_rules::{Amount, Cents, SubsidyId};

use super::columns::Field;
use super::held::{Known, Ledger};
use super::text::guarded;
use super::{MASKED, Numbers, Settings};
use crate::history::Held;

/// How an export writes that an amount is awarded or asked, but not known as a number.
const UNKNOWN: &str = "n.n.b.";

/// Every subsidy of the giver as CSV (UTF-8, LF): asked, awarded and fixed, and whether a register lists it.
///
/// Natural persons are masked. What a spreadsheet would read as a formula gets an apostrophe before it; amounts stay numbers. `NULL` is
/// not decided yet, `n.n.b.` is an amount that is not a number ("about", "at least"). The file has the headings of
/// [`Field::heading`], and importing it with the same settings records nothing new.
#[must_use]
pub fn write(held: &[Held], settings: &Settings) -> String {
    let ledger = Ledger::of(held);
    let separator = char::from(settings.separator.unwrap_or(b','));
    let mut csv = String::new();
    line(&mut csv, separator, Field::ALL.map(|field| field.heading().into()));
    for (id, known) in &ledger.subsidies {
        if known.giver.as_ref().is_none_or(|giver| *giver == settings.giver) {
            line(&mut csv, separator, Field::ALL.map(|field| cell(&ledger, settings, id, known, field)));
        }
    }
    csv
}

fn cell<'a>(
    ledger: &'a Ledger,
    settings: &Settings,
    id: &'a SubsidyId,
    known: &'a Known,
    field: Field,
) -> Cow<'a, str> {
    let words = |text: Option<&'a openboek_rules::Text>| guarded(text.map_or("", |text| text.as_str()));
    match field {
        Field::Dossier => id.as_str().strip_prefix(settings.prefix.as_str()).unwrap_or(id.as_str()).into(),
        Field::Recipient => match &known.recipient {
            SubsidyRecipient::Organisation(id) => guarded(ledger.name(id)),
            SubsidyRecipient::Person(_) => MASKED[0].into(),
            SubsidyRecipient::Unsaid => "".into(),
        },
        Field::Regulation => words(known.regulation.as_ref()),
        Field::PolicyArea => words(known.policy_area.as_ref()),
        Field::Unit => words(known.unit.as_ref()),
        Field::Activities => words(Some(&known.activities)),
        Field::Periodicity => match known.periodicity {
            None => "".into(),
            Some(Periodicity::Once) => "Eenmalig".into(),
            Some(Periodicity::Periodic) => "Periodiek".into(),
        },
        Field::Asked => amount(known.asked.as_ref(), settings.numbers),
        // Nothing is due of what was refused or withdrawn.
        Field::Awarded if known.closed && known.awarded.is_some() => {
            amount(Some(&Amount::Exact(Cents::ZERO)), settings.numbers)
        }
        Field::Awarded => amount(known.awarded.as_ref(), settings.numbers),
        Field::Determined if known.closed => amount(None, settings.numbers),
        Field::Determined => amount(known.determined.as_ref(), settings.numbers),
        Field::Years => known.years.to_string().into(),
        Field::Listed => match known.listed {
            None => "".into(),
            Some(true) => "ja".into(),
            Some(false) => "nee".into(),
        },
    }
}

fn amount(amount: Option<&Amount>, numbers: Numbers) -> Cow<'static, str> {
    let (Amount::Exact(cents) | Amount::AtMost(cents)) = (match amount {
        None => return "NULL".into(),
        Some(amount) => amount,
    }) else {
        return UNKNOWN.into();
    };
    let point = match numbers {
        Numbers::English => '.',
        Numbers::Dutch => ',',
    };
    format!("{}{point}{:02}", cents.get() / 100, cents.get() % 100).into()
}

/// One line; a cell is quoted when it holds a separator, a quotation mark or an end of line.
fn line(csv: &mut String, separator: char, cells: [Cow<'_, str>; Field::ALL.len()]) {
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            csv.push(separator);
        }
        if cell.contains([separator, '"', '\n', '\r']) {
            csv.push('"');
            csv.push_str(&cell.replace('"', "\"\""));
            csv.push('"');
        } else {
            csv.push_str(cell);
        }
    }
    csv.push('\n');
}
