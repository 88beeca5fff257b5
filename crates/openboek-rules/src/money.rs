//! Money is exact: whole euro cents in 64 bits, checked arithmetic, no floats.

use std::fmt;

/// Euro cents. The sign is the statement's: a cut is negative, income and expenditure are positive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Cents(i64);

impl Cents {
    /// Nothing: known to be zero, which is not the same as unknown.
    pub const ZERO: Self = Self(0);
    /// Largest size of an amount: ± 2^53 − 1 cents, so that JSON readers are safe.
    pub const MAX_SIZE: i64 = (1 << 53) - 1;

    /// An amount of cents, if its size is at most [`Self::MAX_SIZE`].
    #[must_use]
    pub const fn new(cents: i64) -> Option<Self> {
        if cents >= -Self::MAX_SIZE && cents <= Self::MAX_SIZE { Some(Self(cents)) } else { None }
    }

    /// The cents as a number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The sum, or `None` when it is too large.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        // Both sizes are below 2^53, so the addition itself cannot overflow.
        Self::new(self.0 + other.0)
    }

    /// The difference, or `None` when it is too large.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        Self::new(self.0 - other.0)
    }

    /// The amount with the other sign.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }

    /// The size without the sign.
    #[must_use]
    pub const fn size(self) -> Self {
        Self(self.0.abs())
    }

    /// `basis points / 10,000` of this amount, rounded half away from zero (so that a cut mirrors a raise).
    #[must_use]
    pub fn share(self, share: BasisPoints) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(share.get());
        let rounded = (product.abs() + 5_000) / 10_000 * product.signum();
        i64::try_from(rounded).ok().and_then(Self::new)
    }

    /// The sum of many, or `None` when it is too large.
    pub fn sum(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        parts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

impl fmt::Display for Cents {
    /// Plain cents, for logs and errors; people read the documents crate's Dutch form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cent", self.0)
    }
}

/// Hundredths of a percent: −20 % is −2000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct BasisPoints(i32);

impl BasisPoints {
    /// ± 1,000 %, beyond which a percentage is a typing error.
    #[must_use]
    pub const fn new(points: i32) -> Option<Self> {
        if points >= -100_000 && points <= 100_000 { Some(Self(points)) } else { None }
    }

    /// The basis points as a number.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }

    /// The same with the other sign.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(-self.0)
    }
}
