//! An amount is never just a number: it says how sure its words are. Unknown is never zero.

use crate::date::UncertainDate;
use crate::id::FigureId;
use crate::money::{BasisPoints, Cents};
use crate::text::Text;

/// What a percentage is taken of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Base {
    /// The source does not give the base ("grondslag n.n.b."); perhaps in words.
    Unknown(Option<Text>),
    /// The base is a figure of this ledger; several when the source leaves open which one.
    Figures(Vec<FigureId>),
}

/// How a percentage binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Bound {
    /// Just so.
    Exactly,
    /// At least this size ("in ieder geval 15 %").
    AtLeast,
    /// At most this size.
    AtMost,
}

/// An amount with the qualifier its source gave it (domain 0.1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Amount {
    /// Decided, granted or booked.
    Exact(Cents),
    /// "ca.", "ongeveer"; the granularity is the last stated digit.
    About {
        /// The stated amount.
        cents: Cents,
        /// The last stated digit as an amount: 10,000,000 cents for "€ 2,5 miljoen"; positive.
        granularity: Cents,
    },
    /// "ten hoogste".
    AtMost(Cents),
    /// "onder de".
    LessThan(Cents),
    /// "ten minste", "meer dan".
    AtLeast(Cents),
    /// Between two amounts, both included.
    Range {
        /// The lower end.
        low: Cents,
        /// The upper end.
        high: Cents,
    },
    /// A percentage of a base that may be unknown.
    PercentOf {
        /// The share; negative for a cut.
        share: BasisPoints,
        /// What it is a share of.
        base: Base,
        /// How it binds.
        bound: Bound,
    },
    /// Words only: "grotendeels", "forse bezuiniging".
    Qualitative(Text),
    /// Not known, with the reason: "PM", "n.n.b.".
    Unknown {
        /// Why.
        reason: Text,
        /// The document that was promised to say it, and when.
        promised: Option<Promise>,
    },
}

/// A document that was promised to bring an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Promise {
    /// Its name ("meicirculaire 2013").
    pub document: Text,
    /// When it was promised.
    pub expected: UncertainDate,
}

impl Amount {
    /// The cents that may be counted in a sum: what is stated as an amount of its own. A bound counts as unknown, since the
    /// bound is not the amount.
    #[must_use]
    pub const fn countable(&self) -> Option<Cents> {
        match self {
            Self::Exact(cents) | Self::About { cents, .. } => Some(*cents),
            _ => None,
        }
    }

    /// The same amount with the other sign; words and unknowns stay. The words of a bound are about the size: "ten minste" 6 ton
    /// stays "ten minste" when it becomes a cut.
    #[must_use]
    pub fn negated(&self) -> Self {
        match self {
            Self::Exact(cents) => Self::Exact(cents.negated()),
            Self::About { cents, granularity } => {
                Self::About { cents: cents.negated(), granularity: *granularity }
            }
            Self::AtMost(cents) => Self::AtMost(cents.negated()),
            Self::LessThan(cents) => Self::LessThan(cents.negated()),
            Self::AtLeast(cents) => Self::AtLeast(cents.negated()),
            Self::Range { low, high } => Self::Range { low: high.negated(), high: low.negated() },
            Self::PercentOf { share, base, bound } => {
                Self::PercentOf { share: share.negated(), base: base.clone(), bound: *bound }
            }
            Self::Qualitative(_) | Self::Unknown { .. } => self.clone(),
        }
    }

    /// The amount this percentage comes to once its base is known; `None` for other amounts or an overflow.
    #[must_use]
    pub fn of_base(&self, base: Cents) -> Option<Cents> {
        match self {
            Self::PercentOf { share, .. } => base.share(*share),
            _ => None,
        }
    }

    /// The lowest and the highest cents that the words allow, both included; an end that is open is `None`. For amounts
    /// without a number of their own both are.
    ///
    /// "About" allows less than one granularity either way. A bound is about the size, so a negative one is the mirror of a
    /// positive one: a cut of at most € 5 allows −5 and up.
    #[must_use]
    pub fn between(&self) -> (Option<i128>, Option<i128>) {
        let wide = |cents: &Cents| i128::from(cents.get());
        match self {
            Self::Exact(cents) => (Some(wide(cents)), Some(wide(cents))),
            Self::About { cents, granularity } => {
                let less_than_one = (wide(granularity) - 1).max(0);
                (Some(wide(cents) - less_than_one), Some(wide(cents) + less_than_one))
            }
            Self::Range { low, high } => (Some(wide(low)), Some(wide(high))),
            Self::AtMost(cents) if *cents < Cents::ZERO => (Some(wide(cents)), None),
            Self::AtMost(cents) => (None, Some(wide(cents))),
            Self::LessThan(cents) if *cents < Cents::ZERO => (Some(wide(cents) + 1), None),
            Self::LessThan(cents) => (None, Some(wide(cents) - 1)),
            Self::AtLeast(cents) if *cents < Cents::ZERO => (None, Some(wide(cents))),
            Self::AtLeast(cents) => (Some(wide(cents)), None),
            Self::PercentOf { .. } | Self::Qualitative(_) | Self::Unknown { .. } => (None, None),
        }
    }

    /// Whether a computed amount agrees with this stated one: within its granularity, its bound or its range. `None` where the
    /// stated amount cannot be compared.
    #[must_use]
    pub fn agrees_with(&self, computed: Cents) -> Option<bool> {
        let computed = i128::from(computed.get());
        match self.between() {
            (None, None) => None,
            (low, high) => {
                Some(low.is_none_or(|low| low <= computed) && high.is_none_or(|high| computed <= high))
            }
        }
    }
}

/// A sum that carries its unknowns: prints as "€ 3.400.000 + n.n.b. (1 post)".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct Sum {
    /// The countable cents; zero only when nothing countable is in it.
    pub known: Cents,
    /// How many parts were counted in `known`.
    pub known_parts: u32,
    /// How many of the counted parts are "about".
    pub about_parts: u32,
    /// How many parts have no countable amount.
    pub unknown_parts: u32,
}

impl Sum {
    /// Adds one part.
    ///
    /// Returns `None` when the known cents become too large to be a sum of money.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "an amount is added, not a sum, and the sum may not fit"
    )]
    pub fn add(mut self, amount: &Amount) -> Option<Self> {
        match amount.countable() {
            Some(cents) => {
                self.known = self.known.checked_add(cents)?;
                self.known_parts = self.known_parts.checked_add(1)?;
                // At most as many as the known parts.
                self.about_parts += u32::from(matches!(amount, Amount::About { .. }));
            }
            None => self.unknown_parts = self.unknown_parts.checked_add(1)?,
        }
        Some(self)
    }

    /// The sum of many parts; `None` when it is too large.
    #[must_use]
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a Amount>) -> Option<Self> {
        parts.into_iter().try_fold(Self::default(), Self::add)
    }

    /// Adds another sum, part by part.
    #[must_use]
    pub fn merge(&self, other: &Self) -> Option<Self> {
        Some(Self {
            known: self.known.checked_add(other.known)?,
            known_parts: self.known_parts.checked_add(other.known_parts)?,
            about_parts: self.about_parts.checked_add(other.about_parts)?,
            unknown_parts: self.unknown_parts.checked_add(other.unknown_parts)?,
        })
    }

    /// The sum with the other sign.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self { known: self.known.negated(), ..self.clone() }
    }

    /// Whether no part is in it at all: prints as "–", not as zero.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.known_parts == 0 && self.unknown_parts == 0
    }

    /// Whether every part is unknown: prints as "n.n.b.", never as zero.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        self.known_parts == 0 && self.unknown_parts > 0
    }
}
