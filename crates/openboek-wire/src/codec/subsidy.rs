//! Subsidies, notices and objections: every field has the same name on both sides.

use openboek_rules::MalformedCode;
use openboek_rules::law::Length;
use openboek_rules::statement::{
    AdvancePaid, CeilingSet, NoticeGiven, ObjectionDecided, ObjectionFiled, PaymentSuspended,
    RecoveryDecided, SubsidyAmended, SubsidyApplied, SubsidyAwarded, SubsidyDetermined, SubsidyListed,
    SubsidyPaid, SubsidyRecipient, SubsidyRefused, SubsidyShare, SubsidyTerms, SubsidyUnlisted,
    SubsidyWithdrawn, SubsidyYear,
};

use super::reader::{Reader, Wire, Word as _};
use super::table::messages;
use crate::v1;
use crate::v1::{subsidy_recipient, term_length};

messages! {
    CeilingSet {
        act: part,
        ceiling: word,
        holder: word,
        name: word,
        years: part,
        amount: part,
        regulation: word_opt,
        distribution: word_opt,
        published: word,
    }
    SubsidyShare { organisation: word, amount: part, }
    SubsidyYear { year: year, amount: part, }
    SubsidyTerms { amount: part, per_year: parts(0..=20), partners: parts(0..=200), borne_by: parts(0..=400), }
    SubsidyApplied {
        act: part,
        subsidy: word,
        recipient: part,
        activities: word,
        years: part,
        amount: part,
        received: word,
        decide_by: word,
        per_financial_year: flag,
        regulation: word_opt,
    }
    SubsidyAwarded {
        act: part,
        subsidy: word,
        recipient: part,
        activities: word,
        years: part,
        terms: part,
        ceiling: word_opt,
        exception: choice_opt,
        basis: choice,
        regulation: word_opt,
        expense: choice,
        budget_reservation: flag,
        per_financial_year: flag,
        notified: word,
    }
    SubsidyRefused { act: part, subsidy: word, reason: word, ceiling: word_opt, notified: word, }
    SubsidyAmended {
        act: part,
        subsidy: word,
        terms: part,
        ground: choice,
        retroactive: flag,
        reason: word_opt,
        notified: word,
    }
    AdvancePaid { act: part, subsidy: word, amount: part, }
    SubsidyPaid { act: part, subsidy: word, amount: part, direction: choice, }
    PaymentSuspended { act: part, subsidy: word, resumed: flag, reason: word_opt, notified: word, }
    SubsidyDetermined { act: part, subsidy: word, terms: part_opt, ground: choice_opt, reason: word_opt, notified: word, }
    SubsidyWithdrawn { act: part, subsidy: word, part: choice, retroactive: flag, reason: word, notified: word, }
    RecoveryDecided { act: part, subsidy: word, amount: part, reason: word_opt, notified: word, }
    SubsidyListed {
        act: part,
        subsidy: word,
        register: word,
        recipient: part_opt,
        activities: word_opt,
        regulation: word_opt,
        years: part_opt,
        asked: part_opt,
        policy_area: word_opt,
        unit: word_opt,
        periodicity: choice_opt,
    }
    SubsidyUnlisted { act: part, subsidy: word, register: word, reason: word_opt, }
    NoticeGiven {
        act: part,
        notice: word,
        subsidy: word,
        from: year,
        yearly: part,
        lowered: part,
        term: part,
        notified: word,
        reason: word,
    }
    ObjectionFiled { act: part, objection: word, subsidy: word, against: choice, reason: word_opt, }
    ObjectionDecided { act: part, objection: word, outcome: choice, reasons: word, }
}

impl Wire for SubsidyRecipient {
    type Message = v1::SubsidyRecipient;

    fn read(message: &v1::SubsidyRecipient, reader: &mut Reader) -> Option<Self> {
        match &message.kind {
            None => reader.fault("kind", MalformedCode::Missing, ""),
            Some(subsidy_recipient::Kind::Organisation(id)) => {
                reader.word("organisation", id).map(Self::Organisation)
            }
            Some(subsidy_recipient::Kind::Person(pseudonym)) => {
                reader.word("person", pseudonym).map(Self::Person)
            }
            Some(subsidy_recipient::Kind::Unsaid(v1::Marker {})) => Some(Self::Unsaid),
        }
    }

    fn write(&self) -> v1::SubsidyRecipient {
        let kind = match self {
            Self::Organisation(id) => subsidy_recipient::Kind::Organisation(id.print()),
            Self::Person(pseudonym) => subsidy_recipient::Kind::Person(pseudonym.print()),
            Self::Unsaid => subsidy_recipient::Kind::Unsaid(v1::Marker {}),
        };
        v1::SubsidyRecipient { kind: Some(kind) }
    }
}

/// The longest term: ten years in days.
const LONGEST_TERM: u16 = 3_650;

impl Wire for Length {
    type Message = v1::TermLength;

    fn read(message: &v1::TermLength, reader: &mut Reader) -> Option<Self> {
        let (field, count, make): (_, _, fn(u16) -> Self) = match message.length {
            None => return reader.fault("length", MalformedCode::Missing, ""),
            Some(term_length::Length::Days(count)) => ("days", count, Self::Days),
            Some(term_length::Length::Weeks(count)) => ("weeks", count, Self::Weeks),
            Some(term_length::Length::Months(count)) => ("months", count, Self::Months),
            Some(term_length::Length::Years(count)) => ("years", count, Self::Years),
        };
        match u16::try_from(count) {
            Ok(fits @ 1..=LONGEST_TERM) => Some(make(fits)),
            _ => reader.fault(field, MalformedCode::OutOfRange, &count.to_string()),
        }
    }

    fn write(&self) -> v1::TermLength {
        let length = match self {
            Self::Days(count) => term_length::Length::Days(u32::from(*count)),
            Self::Weeks(count) => term_length::Length::Weeks(u32::from(*count)),
            Self::Months(count) => term_length::Length::Months(u32::from(*count)),
            Self::Years(count) => term_length::Length::Years(u32::from(*count)),
        };
        v1::TermLength { length: Some(length) }
    }
}
