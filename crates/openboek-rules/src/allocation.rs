//! Dividing an amount to the cent by largest remainder, ties by order of the parts (domain 5.3).

mod by_key;

pub use by_key::{by_key, half_up};

use crate::money::Cents;

/// Divides `total` over the weights so that the parts sum to the whole to the cent.
///
/// Each part gets its quotient rounded towards zero; the cents that are left go one by one to the largest remainders, ties to the
/// part that comes first (give the parts in the order of their codes). A negative total is the exact mirror of a positive one.
/// `None` when there is no weight, or all are zero.
#[must_use]
pub fn by_largest_remainder(total: Cents, weights: &[u64]) -> Option<Vec<Cents>> {
    let sum: u128 = weights.iter().map(|w| u128::from(*w)).sum();
    if sum == 0 {
        return None;
    }
    let size = u128::from(total.get().unsigned_abs());
    // Sizes are below 2^53 and weights below 2^64: the products fit in 128 bits.
    let mut parts: Vec<(u128, u128)> =
        weights.iter().map(|w| (size * u128::from(*w) / sum, size * u128::from(*w) % sum)).collect();
    let given: u128 = parts.iter().map(|(quotient, _)| quotient).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| parts[*b].1.cmp(&parts[*a].1).then(a.cmp(b)));
    let left = usize::try_from(size - given).ok()?;
    for index in order.into_iter().take(left) {
        parts[index].0 += 1;
    }
    parts
        .into_iter()
        .map(|(quotient, _)| {
            let cents = i64::try_from(quotient).ok().and_then(Cents::new)?;
            Some(if total.get() < 0 { cents.negated() } else { cents })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divide(total: i64, weights: &[u64]) -> Vec<i64> {
        let parts = by_largest_remainder(Cents::new(total).unwrap(), weights).unwrap();
        parts.into_iter().map(Cents::get).collect()
    }

    /// Drechtsteden by population (domain 1.4): the whole and its three parts, each divided by itself.
    #[test]
    fn drechtsteden_by_population() {
        // code, inhabitants, share of 5 mln, of 2.0 mln, of 2.1 mln, of 0.9 mln, sum of the parts minus the whole
        let table: [(&str, u64, i64, i64, i64, i64, i64); 7] = [
            ("GM0482", 20_247, 33_897_198, 13_558_879, 14_236_823, 6_101_496, 0),
            ("GM0505", 122_847, 205_668_451, 82_267_381, 86_380_750, 37_020_321, 1),
            ("GM0523", 19_126, 32_020_439, 12_808_175, 13_448_584, 5_763_679, -1),
            ("GM0531", 32_852, 55_000_285, 22_000_114, 23_100_119, 9_900_051, -1),
            ("GM0590", 32_300, 54_076_135, 21_630_454, 22_711_977, 9_733_704, 0),
            ("GM0610", 26_601, 44_534_962, 17_813_985, 18_704_684, 8_016_293, 0),
            ("GM0642", 44_680, 74_802_530, 29_921_012, 31_417_063, 13_464_456, 1),
        ];
        let inhabitants: Vec<u64> = table.iter().map(|row| row.1).collect();
        assert_eq!(inhabitants.iter().sum::<u64>(), 298_653);
        let whole = divide(500_000_000, &inhabitants);
        let parts = [200_000_000, 210_000_000, 90_000_000].map(|part| divide(part, &inhabitants));
        for (place, (code, _, of_whole, a, b, c, difference)) in table.into_iter().enumerate() {
            assert_eq!(whole[place], of_whole, "{code}");
            assert_eq!([parts[0][place], parts[1][place], parts[2][place]], [a, b, c], "{code}");
            assert_eq!(a + b + c - of_whole, difference, "{code}");
        }
    }

    /// € 1.234.567,89 over the eleven of IJsselland by population (domain 5.3).
    #[test]
    fn ijsselland_by_population() {
        // code, inhabitants, share
        let table: [(&str, u64, i64); 11] = [
            ("GM0148", 30_051, 6_718_568),
            ("GM0150", 104_301, 23_318_803),
            ("GM0160", 63_423, 14_179_619),
            ("GM0166", 56_541, 12_640_996),
            ("GM0175", 19_249, 4_303_541),
            ("GM0177", 38_616, 8_633_464),
            ("GM0180", 17_973, 4_018_263),
            ("GM0193", 133_830, 29_920_667),
            ("GM1708", 45_706, 10_218_591),
            ("GM1773", 19_001, 4_248_095),
            ("GM1896", 23_510, 5_256_182),
        ];
        let inhabitants: Vec<u64> = table.iter().map(|row| row.1).collect();
        assert_eq!(inhabitants.iter().sum::<u64>(), 552_201);
        let shares: Vec<i64> = table.iter().map(|row| row.2).collect();
        assert_eq!(divide(123_456_789, &inhabitants), shares);
    }

    #[test]
    fn small_divisions() {
        // total, weights, parts
        let table: [(i64, &[u64], &[i64]); 8] = [
            (10_000_001, &[34_314, 49_038], &[4_116_758, 5_883_243]),
            (10_000, &[1; 7], &[1429, 1429, 1429, 1429, 1428, 1428, 1428]),
            (-10_000, &[1; 7], &[-1429, -1429, -1429, -1429, -1428, -1428, -1428]),
            (0, &[3, 5], &[0, 0]),
            (1, &[0, 1, 0], &[0, 1, 0]),
            (100, &[0, 0, 7], &[0, 0, 100]),
            (3, &[1, 1], &[2, 1]),
            (
                Cents::MAX_SIZE,
                &[u64::MAX, u64::MAX, u64::MAX],
                &[3_002_399_751_580_331, 3_002_399_751_580_330, 3_002_399_751_580_330],
            ),
        ];
        for (total, weights, parts) in table {
            assert_eq!(divide(total, weights), parts, "{total} over {weights:?}");
        }
    }

    #[test]
    fn nothing_can_be_divided_over_nothing() {
        assert_eq!(by_largest_remainder(Cents::ZERO, &[]), None);
        assert_eq!(by_largest_remainder(Cents::ZERO, &[0, 0]), None);
    }
}
