//! How values read in the texts: amounts as euros, years as people write them.

use super::Value;
use crate::money::Cents;

/// A value in an English sentence.
pub(super) fn english(value: &Value) -> String {
    match value {
        Value::Word(word) => word.clone(),
        Value::Party(party) if party == "region" => "the region".to_owned(),
        Value::Party(party) => party.clone(),
        Value::Number(number) => number.to_string(),
        Value::Entry(Some(index)) => format!("entry {index}"),
        Value::Entry(None) => "this same command".to_owned(),
        Value::Money(cents) => euros(*cents, ',', '.'),
        Value::Year(year) => year.to_string(),
        Value::Years(years) if years.first() == years.last() => years.first().to_string(),
        Value::Years(years) => format!("{} to {}", years.first(), years.last()),
        Value::YearsFrom(year) => format!("{year} and later"),
        Value::Reference(organisation, reference) => format!("with reference {reference} of {organisation}"),
        Value::OtherLists(lists) if lists.is_empty() => String::new(),
        Value::OtherLists(lists) => format!(" It is in the list {}.", lists.join(" and ")),
    }
}

/// A value in a Dutch sentence.
pub(super) fn dutch(value: &Value) -> String {
    match value {
        Value::Party(party) if party == "region" => "de regio".to_owned(),
        Value::Entry(Some(index)) => format!("nummer {index}"),
        Value::Entry(None) => "in deze opdracht".to_owned(),
        Value::Money(cents) => euros(*cents, '.', ','),
        Value::Years(years) if years.first() != years.last() => {
            format!("{} tot en met {}", years.first(), years.last())
        }
        Value::YearsFrom(year) => format!("{year} en later"),
        Value::Reference(organisation, reference) => format!("met kenmerk {reference} van {organisation}"),
        Value::OtherLists(lists) if !lists.is_empty() => {
            format!(" De code staat wel in de lijst {}.", lists.join(" en "))
        }
        other => english(other),
    }
}

/// `€ 1.234,56`, or `€ -1.234,56`.
fn euros(cents: Cents, group: char, decimal: char) -> String {
    let size = cents.get().unsigned_abs();
    let sign = if cents.get() < 0 { "-" } else { "" };
    format!("€ {sign}{}{decimal}{:02}", grouped(size / 100, group), size % 100)
}

fn grouped(number: u64, group: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_euros() {
        // cents, Dutch, English
        let table = [
            (0, "€ 0,00", "€ 0.00"),
            (5, "€ 0,05", "€ 0.05"),
            (99_999, "€ 999,99", "€ 999.99"),
            (123_456, "€ 1.234,56", "€ 1,234.56"),
            (-16_500_000, "€ -165.000,00", "€ -165,000.00"),
            (1_600_000_000_000, "€ 16.000.000.000,00", "€ 16,000,000,000.00"),
            (Cents::MAX_SIZE, "€ 90.071.992.547.409,91", "€ 90,071,992,547,409.91"),
        ];
        for (cents, nl, en) in table {
            let value = Value::Money(Cents::new(cents).unwrap());
            assert_eq!((dutch(&value), english(&value)), (nl.to_owned(), en.to_owned()));
        }
    }
}
