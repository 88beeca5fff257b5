//! Amounts, sums and years.

use openboek_rules::amount::{Amount, Base, Promise, Sum};
use openboek_rules::{MalformedCode, YearSpan};

use super::FIGURE_REFS;
use super::reader::{Choice as _, Reader, Wire, Word};
use super::table::messages;
use crate::v1;
use crate::v1::amount::Kind;

impl Wire for Amount {
    type Message = v1::Amount;

    fn read(message: &v1::Amount, reader: &mut Reader) -> Option<Self> {
        let Some(kind) = &message.kind else { return reader.fault("kind", MalformedCode::Missing, "") };
        match kind {
            Kind::ExactCents(cents) => reader.cents("exact_cents", Some(*cents)).map(Self::Exact),
            Kind::About(about) => reader.inside("about", |reader| read_about(about, reader)),
            Kind::AtMostCents(cents) => reader.cents("at_most_cents", Some(*cents)).map(Self::AtMost),
            Kind::LessThanCents(cents) => reader.cents("less_than_cents", Some(*cents)).map(Self::LessThan),
            Kind::AtLeastCents(cents) => reader.cents("at_least_cents", Some(*cents)).map(Self::AtLeast),
            Kind::Range(range) => reader.inside("range", |reader| read_range(range, reader)),
            Kind::PercentOf(percent) => reader.inside("percent_of", |reader| read_percent(percent, reader)),
            Kind::Qualitative(words) => reader.word("qualitative", words).map(Self::Qualitative),
            Kind::Unknown(unknown) => reader.inside("unknown", |reader| read_unknown(unknown, reader)),
        }
    }

    fn write(&self) -> v1::Amount {
        let kind = match self {
            Self::Exact(cents) => Kind::ExactCents(cents.get()),
            Self::About { cents, granularity } => Kind::About(v1::AboutAmount {
                cents: Some(cents.get()),
                granularity_cents: granularity.get(),
            }),
            Self::AtMost(cents) => Kind::AtMostCents(cents.get()),
            Self::LessThan(cents) => Kind::LessThanCents(cents.get()),
            Self::AtLeast(cents) => Kind::AtLeastCents(cents.get()),
            Self::Range { low, high } => {
                Kind::Range(v1::RangeAmount { low_cents: Some(low.get()), high_cents: Some(high.get()) })
            }
            Self::PercentOf { share, base, bound } => Kind::PercentOf(v1::PercentOf {
                share_basis_points: Some(share.get()),
                base: Some(base.write()),
                bound: bound.number(),
            }),
            Self::Qualitative(words) => Kind::Qualitative(words.print()),
            Self::Unknown { reason, promised } => Kind::Unknown(v1::UnknownAmount {
                reason: reason.print(),
                promised: promised.as_ref().map(Wire::write),
            }),
        };
        v1::Amount { kind: Some(kind) }
    }
}

fn read_about(message: &v1::AboutAmount, reader: &mut Reader) -> Option<Amount> {
    let cents = reader.cents("cents", message.cents);
    let granularity = reader.cents("granularity_cents", Some(message.granularity_cents));
    Some(Amount::About { cents: cents?, granularity: granularity? })
}

fn read_range(message: &v1::RangeAmount, reader: &mut Reader) -> Option<Amount> {
    let low = reader.cents("low_cents", message.low_cents);
    let high = reader.cents("high_cents", message.high_cents);
    Some(Amount::Range { low: low?, high: high? })
}

fn read_percent(message: &v1::PercentOf, reader: &mut Reader) -> Option<Amount> {
    let share = reader.points("share_basis_points", message.share_basis_points);
    let base = reader.one_of("base", message.base.as_ref());
    let bound = reader.choice("bound", message.bound);
    Some(Amount::PercentOf { share: share?, base: base?, bound: bound? })
}

fn read_unknown(message: &v1::UnknownAmount, reader: &mut Reader) -> Option<Amount> {
    let reason = reader.word("reason", &message.reason);
    let promised = reader.part_opt("promised", message.promised.as_ref());
    Some(Amount::Unknown { reason: reason?, promised: promised? })
}

impl Wire for Base {
    type Message = v1::percent_of::Base;

    fn read(message: &Self::Message, reader: &mut Reader) -> Option<Self> {
        match message {
            v1::percent_of::Base::UnknownBase(unknown) => reader
                .inside("unknown_base", |reader| reader.word_opt("words", unknown.words.as_deref()))
                .map(Self::Unknown),
            v1::percent_of::Base::Figures(refs) => reader
                .inside("figures", |reader| reader.words("figures", &refs.figures, 1..=FIGURE_REFS))
                .map(Self::Figures),
        }
    }

    fn write(&self) -> Self::Message {
        match self {
            Self::Unknown(words) => {
                v1::percent_of::Base::UnknownBase(v1::UnknownBase { words: words.as_ref().map(Word::print) })
            }
            Self::Figures(figures) => v1::percent_of::Base::Figures(super::figure_refs(figures)),
        }
    }
}

messages! {
    Promise { document: word, expected: word, }
}

impl Wire for YearSpan {
    type Message = v1::YearSpan;

    fn read(message: &v1::YearSpan, reader: &mut Reader) -> Option<Self> {
        let first = reader.year("first", message.first);
        let last = reader.year("last", message.last);
        reader.take("", Self::new(first?, last?))
    }

    fn write(&self) -> v1::YearSpan {
        v1::YearSpan { first: i32::from(self.first().get()), last: i32::from(self.last().get()) }
    }
}

impl From<&Amount> for v1::Amount {
    fn from(amount: &Amount) -> Self {
        amount.write()
    }
}

impl From<YearSpan> for v1::YearSpan {
    fn from(years: YearSpan) -> Self {
        years.write()
    }
}

impl From<&Sum> for v1::Sum {
    fn from(sum: &Sum) -> Self {
        Self {
            known_cents: sum.known.get(),
            known_parts: sum.known_parts,
            about_parts: sum.about_parts,
            unknown_parts: sum.unknown_parts,
        }
    }
}
