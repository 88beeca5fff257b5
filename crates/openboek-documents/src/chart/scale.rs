//! From amounts to places in a drawing. Whole numbers only, so that the same paragraph always is the same drawing, byte for byte.

/// A line of amounts from a lowest to a highest, laid over units of a drawing. Zero is always on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    low: i128,
    high: i128,
    from: i32,
    to: i32,
}

/// A bar: where it begins and how long it is, in units of the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: i32,
    pub(super) length: i32,
}

impl Scale {
    /// The smallest scale with zero and all these amounts on it, between two places in the drawing.
    pub(super) fn over(amounts: impl IntoIterator<Item = i128>, from: i32, to: i32) -> Self {
        let (low, high) = amounts
            .into_iter()
            .fold((0, 0), |(low, high): (i128, i128), amount| (low.min(amount), high.max(amount)));
        Self { low, high, from, to: to.max(from) }
    }

    /// A scale without zero, for lines whose own ups and downs are what matters.
    pub(super) fn between(low: i128, high: i128, from: i32, to: i32) -> Self {
        Self { low: low.min(high), high: high.max(low), from, to }
    }

    /// The place of an amount, to the nearest unit; one beside the scale is put at its end.
    pub(super) fn at(self, amount: i128) -> i32 {
        let (Some(whole), true) = (self.high.checked_sub(self.low), self.high > self.low) else {
            return self.from;
        };
        let room = i128::from(self.to) - i128::from(self.from);
        let above = amount.clamp(self.low, self.high).saturating_sub(self.low);
        let place = nearest(above, room.abs(), whole);
        let place = if room < 0 { -place } else { place };
        i32::try_from(i128::from(self.from) + place).unwrap_or(self.from)
    }

    /// Where zero is.
    pub(super) fn zero(self) -> i32 {
        self.at(0)
    }

    /// The bar between two amounts. What is not nothing is seen: it is one unit long at least.
    pub(super) fn span(self, one: i128, other: i128) -> Span {
        let (a, b) = (self.at(one), self.at(other));
        let length = (a - b).abs().max(i32::from(one != other));
        // At the far end there is no unit left beyond the scale.
        let start = a.min(b).min((self.to - length).max(self.from));
        Span { start, length }
    }

    /// The bar of an amount, from zero.
    pub(super) fn bar(self, amount: i128) -> Span {
        self.span(0, amount)
    }
}

/// `part * room / whole`, to the nearest; amounts so large that this does not fit lose digits that no drawing shows.
fn nearest(part: i128, room: i128, whole: i128) -> i128 {
    let (mut part, mut whole) = (part, whole);
    loop {
        let doubled = part.checked_mul(2).and_then(|part| part.checked_mul(room));
        let half_up = doubled.and_then(|scaled| scaled.checked_add(whole));
        match (half_up, whole.checked_mul(2)) {
            (Some(scaled), Some(twice)) => return scaled / twice,
            _ => (part, whole) = (part / 2, (whole / 2).max(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_become_bars_in_whole_units() {
        // The amounts on the scale, and the bar of each on a line of 300 units: where it begins and how long it is.
        type Case = (&'static [i128], &'static [(i32, i32)]);
        let table: [Case; 8] = [
            (&[-16_500_000, -16_500_000], &[(0, 300), (0, 300)]),
            (&[-100, 200], &[(0, 100), (100, 200)]),
            (&[100, 50, 0], &[(0, 300), (0, 150), (0, 0)]),
            (&[0, 0], &[(0, 0), (0, 0)]),
            (&[7], &[(0, 300)]),
            // A cent beside a billion is seen, from either side.
            (&[1, 100_000_000_000], &[(0, 1), (0, 300)]),
            (&[-1, -100_000_000_000], &[(299, 1), (0, 300)]),
            (&[i64::MIN as i128, i64::MAX as i128], &[(0, 150), (150, 150)]),
        ];
        for (amounts, bars) in table {
            let scale = Scale::over(amounts.iter().copied(), 0, 300);
            for (amount, (start, length)) in amounts.iter().zip(bars) {
                assert_eq!(
                    scale.bar(*amount),
                    Span { start: *start, length: *length },
                    "{amount} in {amounts:?}"
                );
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn bars_are_proportional_within_a_unit_and_stay_in_the_drawing(
            amounts in proptest::collection::vec(any::<i64>(), 1..20),
            from in 0i32..50,
            room in 1i32..400,
        ) {
            let amounts: Vec<i128> = amounts.into_iter().map(i128::from).collect();
            let scale = Scale::over(amounts.iter().copied(), from, from + room);
            let whole = amounts.iter().max().unwrap().max(&0) - amounts.iter().min().unwrap().min(&0);
            for amount in &amounts {
                let bar = scale.bar(*amount);
                prop_assert!(bar.start >= from && bar.start + bar.length <= from + room, "{bar:?}");
                // length / room = amount / whole, within one unit.
                let error = (i128::from(bar.length) * whole - amount.abs() * i128::from(room)).abs();
                prop_assert!(error <= whole, "{amount}: {bar:?}");
            }
        }
    }
}
