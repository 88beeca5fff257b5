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
        /// The last stated digit as an amount: 1.000.000 cents for "€ 2,50 ton"; positive.
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

    /// The same amount with the other sign; words and unknowns stay.
    #[must_use]
    pub fn negated(&self) -> Self {
        match self {
            Self::Exact(cents) => Self::Exact(cents.negated()),
            Self::About { cents, granularity } => Self::About { cents: cents.negated(), granularity: *granularity },
            Self::Range { low, high } => Self::Range { low: high.negated(), high: low.negated() },
            other => other.clone(),
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

    /// Whether a computed amount agrees with this stated one: within its granularity, its bound or its range. `None` where the
    /// stated amount cannot be compared.
    #[must_use]
    pub fn agrees_with(&self, computed: Cents) -> Option<bool> {
        match self {
            Self::Exact(cents) => Some(*cents == computed),
            Self::About { cents, granularity } => {
                Some((i128::from(cents.get()) - i128::from(computed.get())).abs() < i128::from(granularity.get()))
            }
            Self::AtMost(cents) => Some(computed <= *cents),
            Self::LessThan(cents) => Some(computed < *cents),
            Self::AtLeast(cents) => Some(computed >= *cents),
            Self::Range { low, high } => Some(*low <= computed && computed <= *high),
            Self::PercentOf { .. } | Self::Qualitative(_) | Self::Unknown { .. } => None,
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
    pub fn add(mut self, amount: &Amount) -> Option<Self> {
        match amount.countable() {
            Some(cents) => {
                self.known = self.known.checked_add(cents)?;
                self.known_parts += 1;
                self.about_parts += u32::from(matches!(amount, Amount::About { .. }));
            }
            None => self.unknown_parts += 1,
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

