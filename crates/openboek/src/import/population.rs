//! `openboek import population`: settings from the command line.

use openboek_audit::Lang;
use openboek_import::population::{Component, Key, Settings};
use openboek_rules::statement::{KeyBasis, LeadingLevel};
use openboek_rules::{
    AllocationKeyId, BasisPoints, BudgetYear, Organ, OrganisationId, Text, UncertainDate, YearSpan,
};

use super::args::{Leading, PopulationArgs};
use super::wrong;
use crate::trouble::Trouble;

const BASES: [(&str, KeyBasis); 9] = [
    ("inhabitants", KeyBasis::Inhabitants),
    ("young-people-in-care", KeyBasis::YoungPeopleInCare),
    ("funding-share", KeyBasis::FundingShare),
    ("clients", KeyBasis::Clients),
    ("average-clients", KeyBasis::AverageClients),
    ("actual-use", KeyBasis::ActualUse),
    ("fixed-amount", KeyBasis::FixedAmount),
    ("equal-parts", KeyBasis::EqualParts),
    ("other", KeyBasis::Other),
];

/// What the importer needs.
///
/// # Errors
/// What is wrong with an argument.
pub(super) fn settings(args: &PopulationArgs, lang: Lang) -> Result<Settings, Trouble> {
    let date = |name: &str, text: &str| UncertainDate::parse(text).map_err(|fault| wrong(name, &fault, lang));
    let organisation =
        OrganisationId::new(&args.organisation).map_err(|fault| wrong("--organisation", &fault, lang))?;
    let reference_date = date("--reference-date", &args.reference_date)?;
    Ok(Settings {
        organ: if organisation.is_region() { Organ::ExecutiveBoard } else { Organ::Executive },
        organisation,
        date: date("--date", &args.date)?,
        title: text("--title", &args.title, lang)?,
        key: args.key.as_ref().map(|id| key(args, id, &reference_date, lang)).transpose()?,
        counted_on: (!args.key_only).then_some(reference_date),
        column: args.column.clone(),
    })
}

fn text(argument: &str, words: &str, lang: Lang) -> Result<Text, Trouble> {
    Text::new(words).map_err(|fault| wrong(argument, &fault, lang))
}

fn key(args: &PopulationArgs, id: &str, reference_date: &UncertainDate, lang: Lang) -> Result<Key, Trouble> {
    let all =
        [format!("{}=inhabitants:100", if args.column.is_empty() { "Inwonertal" } else { &args.column })];
    let asked = if args.component.is_empty() { &all[..] } else { &args.component[..] };
    let component = |asked: &String| {
        component(asked, reference_date).ok_or_else(|| {
            let words = lang.pick(
                "verwacht KOP=SOORT:PROCENT, zoals Inwoners=inhabitants:50; de soorten zijn",
                "expected HEADING=BASIS:PERCENT, such as Inwoners=inhabitants:50; the bases are",
            );
            let bases = BASES.map(|(name, _)| name).join(", ");
            Trouble::wrong_use(format!("--component {asked}: {words} {bases}"))
        })
    };
    Ok(Key {
        key: AllocationKeyId::new(id).map_err(|fault| wrong("--key", &fault, lang))?,
        description: text("--description", &args.description, lang)?,
        years: years(args.years.as_deref().unwrap_or_default()).ok_or_else(|| {
            Trouble::wrong_use(
                lang.pick("--years: verwacht 2026 of 2026-2029", "--years: expected 2026 or 2026-2029"),
            )
        })?,
        leading: match args.leading {
            Leading::Whole => LeadingLevel::Whole,
            Leading::Parts => LeadingLevel::Parts,
        },
        components: asked.iter().map(component).collect::<Result<_, _>>()?,
    })
}

fn years(text: &str) -> Option<YearSpan> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let year = |text: &str| BudgetYear::new(text.trim().parse().ok()?).ok();
    YearSpan::new(year(first)?, year(last)?).ok()
}

/// `Inwoners=inhabitants:50`, or with a part of a percent: `Inwoners=inhabitants:33,33`.
fn component(text: &str, reference_date: &UncertainDate) -> Option<Component> {
    let (column, counted) = text.rsplit_once('=')?;
    let (basis, percent) = counted.split_once(':')?;
    let (_, basis) = BASES.into_iter().find(|(name, _)| *name == basis)?;
    let weight = openboek_import::decimal::dutch(percent.trim().trim_end_matches('%'))?;
    // A percentage of money in cents is basis points: both are hundredths.
    let points = openboek_import::decimal::cents(&weight)?.get();
    Some(Component {
        column: column.to_owned(),
        basis,
        description: None,
        weight: BasisPoints::new(i32::try_from(points).ok()?)?,
        reference_date: reference_date.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_components_are_read_as_they_are_typed() {
        let span = |text| years(text).map(|span| span.to_string());
        assert_eq!(
            ["2026", "2026-2029", "2029-2026", "26", ""].map(span),
            [Some("2026".to_owned()), Some("2026-2029".to_owned()), None, None, None,]
        );
        let date = UncertainDate::Unknown;
        let read = |text| component(text, &date).map(|it| (it.column, it.basis, it.weight.get()));
        let table = [
            ("Inwoners=inhabitants:50", Some(("Inwoners".to_owned(), KeyBasis::Inhabitants, 5_000))),
            ("a=b=clients:33,33%", Some(("a=b".to_owned(), KeyBasis::Clients, 3_333))),
            ("Inwoners=inhabitants:33,333", None),
            ("Inwoners=mensen:50", None),
            ("Inwoners:50", None),
            ("Inwoners=inhabitants", None),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
