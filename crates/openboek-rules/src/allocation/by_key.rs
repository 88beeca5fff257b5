//! Dividing a regional amount by an allocation key with its inputs (domain 5.3).

use std::collections::BTreeMap;

use super::by_largest_remainder;
use crate::id::MunicipalityCode;
use crate::money::Cents;
use crate::statement::{KeyComponent, LeadingLevel};

/// What each member pays of a regional amount by a key, in the order of their codes; the amounts make the whole to the cent.
///
/// A key of several components divides the amount over its components by their weights first, and the amount of each component
/// over the members by their values; both by largest remainder, ties to the component named first and to the lowest code. Where the
/// parts of the amount are leading, each of them is divided so and a member's amounts are added; `parts` may be empty.
///
/// `None` when the key has nothing to divide by, or an amount becomes too large: the rules refuse such keys.
#[must_use]
pub fn by_key(
    total: Cents,
    parts: &[Cents],
    leading: LeadingLevel,
    components: &[KeyComponent],
) -> Option<BTreeMap<MunicipalityCode, Cents>> {
    if leading == LeadingLevel::Whole || parts.is_empty() {
        return divided(total, components);
    }
    let mut sums = BTreeMap::new();
    for part in parts {
        add(&mut sums, divided(*part, components)?)?;
    }
    Some(sums)
}

fn divided(total: Cents, components: &[KeyComponent]) -> Option<BTreeMap<MunicipalityCode, Cents>> {
    let weights: Vec<u64> = components
        .iter()
        .map(|component| u64::try_from(component.weight.get()))
        .collect::<Result<_, _>>()
        .ok()?;
    let amounts = by_largest_remainder(total, &weights)?;
    let mut sums = BTreeMap::new();
    for (component, amount) in components.iter().zip(amounts) {
        add(&mut sums, over_members(amount, component)?)?;
    }
    Some(sums)
}

/// The values in the order of their codes, so that ties go to the lowest one however they were written down.
fn over_members(amount: Cents, component: &KeyComponent) -> Option<BTreeMap<MunicipalityCode, Cents>> {
    let values: BTreeMap<MunicipalityCode, u64> =
        component.values.iter().map(|value| (value.municipality, value.value)).collect();
    let weights: Vec<u64> = values.values().copied().collect();
    let amounts = by_largest_remainder(amount, &weights)?;
    Some(values.into_keys().zip(amounts).collect())
}

fn add(
    sums: &mut BTreeMap<MunicipalityCode, Cents>,
    amounts: BTreeMap<MunicipalityCode, Cents>,
) -> Option<()> {
    for (code, amount) in amounts {
        let sum = sums.entry(code).or_insert(Cents::ZERO);
        *sum = sum.checked_add(amount)?;
    }
    Some(())
}

/// What a member's share would be if each were rounded by itself, half away from zero: such shares need not make the whole.
/// `None` when there is nothing to divide by, or it is too large.
#[must_use]
pub fn half_up(total: Cents, value: u64, sum: u128) -> Option<Cents> {
    let size = u128::from(total.get().unsigned_abs()).checked_mul(u128::from(value))?.checked_mul(2)?;
    let rounded = size.checked_add(sum)?.checked_div(sum.checked_mul(2)?)?;
    let cents = i64::try_from(rounded).ok().and_then(Cents::new)?;
    Some(if total.get() < 0 { cents.negated() } else { cents })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::{DocumentRef, Reference};
    use crate::date::UncertainDate;
    use crate::money::BasisPoints;
    use crate::statement::{KeyBasis, KeyValue};
    use crate::text::Text;

    /// The members of the Drechtsteden with their inhabitants of 2025 (domain 1.4).
    const DRECHTSTEDEN: [(&str, u64); 7] = [
        ("GM0482", 20_247),
        ("GM0505", 122_847),
        ("GM0523", 19_126),
        ("GM0531", 32_852),
        ("GM0590", 32_300),
        ("GM0610", 26_601),
        ("GM0642", 44_680),
    ];
    /// IJsselland, inhabitants of 2025 (domain 5.3).
    const IJSSELLAND: [(&str, u64); 11] = [
        ("GM0148", 30_051),
        ("GM0150", 104_301),
        ("GM0160", 63_423),
        ("GM0166", 56_541),
        ("GM0175", 19_249),
        ("GM0177", 38_616),
        ("GM0180", 17_973),
        ("GM0193", 133_830),
        ("GM1708", 45_706),
        ("GM1773", 19_001),
        ("GM1896", 23_510),
    ];

    fn cents(amount: i64) -> Cents {
        Cents::new(amount).unwrap()
    }

    fn component(weight: i32, values: &[(&str, u64)]) -> KeyComponent {
        let value = |(code, value): &(&str, u64)| KeyValue {
            municipality: MunicipalityCode::new(code).unwrap(),
            value: *value,
        };
        KeyComponent {
            basis: KeyBasis::Inhabitants,
            description: None,
            weight: BasisPoints::new(weight).unwrap(),
            reference_date: UncertainDate::Unknown,
            source: DocumentRef {
                organisation: None,
                title: Text::new("CBS").unwrap(),
                reference: Reference::None,
                date: UncertainDate::Unknown,
                place: None,
                digest: None,
            },
            values: values.iter().map(value).collect(),
        }
    }

    fn shares(total: i64, parts: &[i64], leading: LeadingLevel, key: &[KeyComponent]) -> Vec<i64> {
        let parts: Vec<Cents> = parts.iter().map(|part| cents(*part)).collect();
        by_key(cents(total), &parts, leading, key).unwrap().into_values().map(Cents::get).collect()
    }

    /// Five million over the Drechtsteden, as a whole and in its three parts: two members differ by a cent, and two the other way.
    #[test]
    fn which_level_leads_is_a_fact_of_the_key() {
        let parts = [200_000_000, 210_000_000, 90_000_000];
        let key = [component(10_000, &DRECHTSTEDEN)];
        let whole = shares(500_000_000, &parts, LeadingLevel::Whole, &key);
        let added = shares(500_000_000, &parts, LeadingLevel::Parts, &key);
        // of the whole, and what adding the parts gives more or less
        let table = [
            (33_897_198, 0),
            (205_668_451, 1),
            (32_020_439, -1),
            (55_000_285, -1),
            (54_076_135, 0),
            (44_534_962, 0),
            (74_802_530, 1),
        ];
        for (place, (of_whole, difference)) in table.into_iter().enumerate() {
            assert_eq!((whole[place], added[place]), (of_whole, of_whole + difference));
        }
        assert_eq!((whole.iter().sum::<i64>(), added.iter().sum::<i64>()), (500_000_000, 500_000_000));
        assert_eq!(shares(500_000_000, &[], LeadingLevel::Parts, &key), whole);
    }

    #[test]
    fn rounding_each_share_loses_a_cent() {
        let sum_of = |total: i64, members: &[(&str, u64)]| {
            let sum: u128 = members.iter().map(|(_, value)| u128::from(*value)).sum();
            members.iter().map(|(_, value)| half_up(cents(total), *value, sum).unwrap().get()).sum::<i64>()
        };
        assert_eq!(sum_of(500_000_000, &DRECHTSTEDEN), 499_999_999);
        assert_eq!(sum_of(123_456_789, &IJSSELLAND), 123_456_788);
        assert_eq!(sum_of(-123_456_789, &IJSSELLAND), -123_456_788);
        assert_eq!(half_up(cents(1), 1, 0), None);
    }

    /// Shares first rounded to hundredths of a percent: the total is right by luck, and Hardinxveld-Giessendam gets another amount.
    #[test]
    fn percentages_that_were_rounded_first_give_other_shares() {
        let rounded = [678, 4_113, 640, 1_100, 1_082, 891, 1_496];
        let amounts: Vec<i64> = rounded
            .into_iter()
            .map(|points| cents(500_000_000).share(BasisPoints::new(points).unwrap()).unwrap().get())
            .collect();
        assert_eq!(amounts.iter().sum::<i64>(), 500_000_000);
        assert_eq!(amounts[2], 32_000_000);
        assert_eq!(
            shares(500_000_000, &[], LeadingLevel::Whole, &[component(10_000, &DRECHTSTEDEN)])[2],
            32_020_439
        );
    }

    /// Half by inhabitants and half by use: each half is divided by itself, and every cent is given.
    #[test]
    fn a_mix_divides_over_its_components_first() {
        let key =
            [component(5_000, &[("GM0262", 34_314), ("GM0301", 49_038)]), component(5_000, &[("GM0301", 1)])];
        // 100.000,01 is 50.000,01 and 50.000,00; the first over 34.314 and 49.038 is 20.583,79 and 29.416,22
        assert_eq!(shares(10_000_001, &[], LeadingLevel::Whole, &key), [2_058_379, 7_941_622]);
        assert_eq!(shares(-10_000_001, &[], LeadingLevel::Whole, &key), [-2_058_379, -7_941_622]);
    }

    #[test]
    fn ties_go_to_the_lowest_code_however_the_values_were_written() {
        let mut members = DRECHTSTEDEN.map(|(code, _)| (code, 1));
        members.reverse();
        let key = [component(10_000, &members)];
        assert_eq!(
            shares(10_000, &[], LeadingLevel::Whole, &key),
            [1_429, 1_429, 1_429, 1_429, 1_428, 1_428, 1_428]
        );
    }

    #[test]
    fn a_key_without_values_or_weights_divides_nothing() {
        let none = |key: &[KeyComponent]| by_key(cents(1), &[], LeadingLevel::Whole, key);
        assert_eq!(none(&[]), None);
        assert_eq!(none(&[component(10_000, &[("GM0505", 0)])]), None);
        assert_eq!(none(&[component(-1, &[("GM0505", 1)])]), None);
    }
}
