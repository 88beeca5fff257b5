//! Dividing an amount to the cent by largest remainder, ties by order of the parts (domain 5.3).

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
