//! The region, the inhabitants of its members, and funding that is followed in time.

use openboek_rules::MalformedCode;
use openboek_rules::statement::{
    AllocationKeySet, ArrangementSucceeded, BudgetSentToSupervisor, ContributionAdvanced,
    ContributionAllocated, ContributionSettled, FrameworkSent, FundingGranted, FundingSource,
    FundingSuperseded, InhabitantCount, InhabitantsCounted, KeyComponent, KeyValue, KeyVersion, MemberLeft,
    MemberShare, RegionalPart,
};

use super::reader::{Choice as _, Reader, Wire, Word as _};
use super::table::messages;
use crate::v1;

/// Most members that a statement names: as many as a log has streams.
const MEMBERS: usize = super::MAX_STREAMS;

messages! {
    AllocationKeySet {
        act: part,
        key: word,
        version: number,
        description: word,
        years: part,
        components: parts(1..=10),
        rounding: choice,
        leading: choice,
    }
    KeyVersion { key: word, version: number, }
    ContributionAdvanced { act: part, contribution: word, term: number, shares: parts(1..=MEMBERS), }
    InhabitantsCounted { act: part, reference_date: word, counts: parts(1..=MEMBERS), }
    FrameworkSent { act: part, year: year, provisional_accounts: flag, to: sorted_words(1..=MEMBERS), }
    BudgetSentToSupervisor { act: part, year: year, paper: choice, adopted_on: word, supervisor: word, }
    MemberLeft { act: part, municipality: word, until: word, merged_into: words(0..=10), terms: word_opt, }
    ArrangementSucceeded { act: part, succession: choice, other: word, other_log: word_opt, from: word, }
    FundingSource { kind: choice, earmark: choice, sisa: word_opt, circular: word_opt, }
    FundingSuperseded { act: part, figure: part, role: part, source: part, supersedes: word, }
    FundingGranted { act: part, figure: part, source: part, supersedes: word_opt, }
}

impl Wire for KeyValue {
    type Message = v1::KeyValue;

    fn read(message: &v1::KeyValue, reader: &mut Reader) -> Option<Self> {
        let municipality = reader.word("municipality", &message.municipality);
        let value = match message.value {
            Some(value) => Some(value),
            None => reader.fault("value", MalformedCode::Missing, ""),
        };
        Some(Self { municipality: municipality?, value: value? })
    }

    fn write(&self) -> v1::KeyValue {
        v1::KeyValue { municipality: self.municipality.print(), value: Some(self.value) }
    }
}

impl Wire for InhabitantCount {
    type Message = v1::InhabitantCount;

    fn read(message: &v1::InhabitantCount, reader: &mut Reader) -> Option<Self> {
        let municipality = reader.word("municipality", &message.municipality);
        let inhabitants = match message.inhabitants {
            Some(inhabitants) => Some(inhabitants),
            None => reader.fault("inhabitants", MalformedCode::Missing, ""),
        };
        Some(Self { municipality: municipality?, inhabitants: inhabitants? })
    }

    fn write(&self) -> v1::InhabitantCount {
        v1::InhabitantCount { municipality: self.municipality.print(), inhabitants: Some(self.inhabitants) }
    }
}

impl Wire for KeyComponent {
    type Message = v1::KeyComponent;

    fn read(message: &v1::KeyComponent, reader: &mut Reader) -> Option<Self> {
        let basis = reader.choice("basis", message.basis);
        let description = reader.word_opt("description", message.description.as_deref());
        let weight = reader.points("weight_basis_points", message.weight_basis_points);
        let reference_date = reader.word("reference_date", &message.reference_date);
        let source = reader.part("source", message.source.as_ref());
        let values = reader.parts("values", &message.values, 1..=MEMBERS);
        Some(Self {
            basis: basis?,
            description: description?,
            weight: weight?,
            reference_date: reference_date?,
            source: source?,
            values: values?,
        })
    }

    fn write(&self) -> v1::KeyComponent {
        v1::KeyComponent {
            basis: self.basis.number(),
            description: self.description.as_ref().map(super::reader::Word::print),
            weight_basis_points: Some(self.weight.get()),
            reference_date: self.reference_date.print(),
            source: Some(self.source.write()),
            values: self.values.iter().map(Wire::write).collect(),
        }
    }
}

impl Wire for RegionalPart {
    type Message = v1::RegionalPart;

    fn read(message: &v1::RegionalPart, reader: &mut Reader) -> Option<Self> {
        let description = reader.word("description", &message.description);
        let amount = reader.cents("amount_cents", message.amount_cents);
        Some(Self { description: description?, amount: amount? })
    }

    fn write(&self) -> v1::RegionalPart {
        v1::RegionalPart { description: self.description.print(), amount_cents: Some(self.amount.get()) }
    }
}

impl Wire for MemberShare {
    type Message = v1::MemberShare;

    fn read(message: &v1::MemberShare, reader: &mut Reader) -> Option<Self> {
        let municipality = reader.word("municipality", &message.municipality);
        let amount = reader.cents("amount_cents", message.amount_cents);
        Some(Self { municipality: municipality?, amount: amount? })
    }

    fn write(&self) -> v1::MemberShare {
        v1::MemberShare { municipality: self.municipality.print(), amount_cents: Some(self.amount.get()) }
    }
}

impl Wire for ContributionAllocated {
    type Message = v1::ContributionAllocated;

    fn read(message: &v1::ContributionAllocated, reader: &mut Reader) -> Option<Self> {
        let act = reader.part("act", message.act.as_ref());
        let contribution = reader.word("contribution", &message.contribution);
        let description = reader.word("description", &message.description);
        let year = reader.year("year", message.year);
        let status = reader.choice("status", message.status);
        let total = reader.cents("total_cents", message.total_cents);
        let parts = reader.parts("parts", &message.parts, 0..=50);
        let key = reader.part_opt("key", message.key.as_ref());
        let shares = reader.parts("shares", &message.shares, 1..=MEMBERS);
        Some(Self {
            act: act?,
            contribution: contribution?,
            description: description?,
            year: year?,
            status: status?,
            total: total?,
            parts: parts?,
            key: key?,
            shares: shares?,
        })
    }

    fn write(&self) -> v1::ContributionAllocated {
        v1::ContributionAllocated {
            act: Some(self.act.write()),
            contribution: self.contribution.print(),
            description: self.description.print(),
            year: i32::from(self.year.get()),
            status: self.status.number(),
            total_cents: Some(self.total.get()),
            parts: self.parts.iter().map(Wire::write).collect(),
            key: self.key.as_ref().map(Wire::write),
            shares: self.shares.iter().map(Wire::write).collect(),
        }
    }
}

impl Wire for ContributionSettled {
    type Message = v1::ContributionSettled;

    fn read(message: &v1::ContributionSettled, reader: &mut Reader) -> Option<Self> {
        let act = reader.part("act", message.act.as_ref());
        let contribution = reader.word("contribution", &message.contribution);
        let reason = reader.choice("reason", message.reason);
        let explanation = reader.word_opt("explanation", message.explanation.as_deref());
        let total = reader.cents("total_cents", message.total_cents);
        let key = reader.part_opt("key", message.key.as_ref());
        let shares = reader.parts("shares", &message.shares, 1..=MEMBERS);
        Some(Self {
            act: act?,
            contribution: contribution?,
            reason: reason?,
            explanation: explanation?,
            total: total?,
            key: key?,
            shares: shares?,
        })
    }

    fn write(&self) -> v1::ContributionSettled {
        v1::ContributionSettled {
            act: Some(self.act.write()),
            contribution: self.contribution.print(),
            reason: self.reason.number(),
            explanation: self.explanation.as_ref().map(super::reader::Word::print),
            total_cents: Some(self.total.get()),
            key: self.key.as_ref().map(Wire::write),
            shares: self.shares.iter().map(Wire::write).collect(),
        }
    }
}
