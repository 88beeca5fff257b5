//! Funding and budgets.

use openboek_rules::MalformedCode;
use openboek_rules::figure::{Counting, Figure};
use openboek_rules::statement::{
    AmendedLine, BudgetAdopted, BudgetAmended, BudgetLine, BudgetLineIndicated, FundingIndicated,
    FundingRole, LineKey, Nature,
};

use super::reader::{Choice, Reader, Wire, Word};
use super::table::messages;
use super::{FIGURE_REFS, figure_refs};
use crate::v1;
use crate::v1::{counting, funding_role};

messages! {
    FundingIndicated { act: part, figure: part, role: part, money: part_opt, }
    BudgetLineIndicated { act: part, figure: part, contribution: word_opt, }
    Figure {
        figure: word,
        description: word,
        pillar: choice,
        flow: choice,
        gross: choice,
        horizon: choice,
        amount: part,
        certainty: choice,
        years: part_opt,
        counting: part,
        taakveld: word_opt,
        source: word_opt,
    }
    BudgetAdopted { act: part, holder: word, year: year, lines: parts(1..=2_000), ; rounded_to = rounded_to_cents }
    BudgetAmended { act: part, holder: word, year: year, number: number, lines: parts(1..=2_000), }
}

impl Wire for LineKey {
    type Message = v1::LineKey;

    fn read(message: &v1::LineKey, reader: &mut Reader) -> Option<Self> {
        let taakveld = reader.word("taakveld", &message.taakveld);
        let year = reader.year("year", message.year);
        let side = reader.choice("side", message.side);
        let nature = reader.choice_opt("nature", message.nature);
        let category = reader.word_opt("category", message.category.as_deref());
        let programme = reader.word_opt("programme", message.programme.as_deref());
        Some(Self {
            taakveld: taakveld?,
            year: year?,
            side: side?,
            // Structural is the rule, so a paper that does not say is taken at its word (domain 2.3).
            nature: nature?.unwrap_or(Nature::Structural),
            category: category?,
            programme: programme?,
        })
    }

    fn write(&self) -> v1::LineKey {
        v1::LineKey {
            taakveld: self.taakveld.print(),
            year: i32::from(self.year.get()),
            side: self.side.number(),
            nature: self.nature.number(),
            category: self.category.as_ref().map(Word::print),
            programme: self.programme.as_ref().map(Word::print),
        }
    }
}

impl Wire for BudgetLine {
    type Message = v1::BudgetLine;

    fn read(message: &v1::BudgetLine, reader: &mut Reader) -> Option<Self> {
        let key = reader.part("key", message.key.as_ref());
        let amount = reader.cents("amount_cents", message.amount_cents);
        let explanation = reader.word_opt("explanation", message.explanation.as_deref());
        Some(Self { key: key?, amount: amount?, explanation: explanation? })
    }

    fn write(&self) -> v1::BudgetLine {
        v1::BudgetLine {
            key: Some(self.key.write()),
            amount_cents: Some(self.amount.get()),
            explanation: self.explanation.as_ref().map(Word::print),
        }
    }
}

impl Wire for AmendedLine {
    type Message = v1::AmendedLine;

    fn read(message: &v1::AmendedLine, reader: &mut Reader) -> Option<Self> {
        let key = reader.part("key", message.key.as_ref());
        let old = reader.cents("old_cents", message.old_cents);
        let mutation = reader.cents("mutation_cents", message.mutation_cents);
        let new = reader.cents("new_cents", message.new_cents);
        let explanation = reader.word_opt("explanation", message.explanation.as_deref());
        Some(Self { key: key?, old: old?, mutation: mutation?, new: new?, explanation: explanation? })
    }

    fn write(&self) -> v1::AmendedLine {
        v1::AmendedLine {
            key: Some(self.key.write()),
            old_cents: Some(self.old.get()),
            mutation_cents: Some(self.mutation.get()),
            new_cents: Some(self.new.get()),
            explanation: self.explanation.as_ref().map(Word::print),
        }
    }
}

impl Wire for FundingRole {
    type Message = v1::FundingRole;

    fn read(message: &v1::FundingRole, reader: &mut Reader) -> Option<Self> {
        match &message.kind {
            None => reader.fault("kind", MalformedCode::Missing, ""),
            Some(funding_role::Kind::Own(_)) => Some(Self::Own),
            Some(funding_role::Kind::MacroBudget(_)) => Some(Self::MacroBudget),
            Some(funding_role::Kind::ShareOf(figure)) => reader.word("share_of", figure).map(Self::ShareOf),
            Some(funding_role::Kind::ReductionOf(refs)) => reader
                .inside("reduction_of", |reader| reader.words("figures", &refs.figures, 0..=FIGURE_REFS))
                .map(Self::ReductionOf),
            Some(funding_role::Kind::Context(_)) => Some(Self::Context),
        }
    }

    fn write(&self) -> v1::FundingRole {
        let kind = match self {
            Self::Own => funding_role::Kind::Own(v1::Marker {}),
            Self::MacroBudget => funding_role::Kind::MacroBudget(v1::Marker {}),
            Self::ShareOf(figure) => funding_role::Kind::ShareOf(figure.print()),
            Self::ReductionOf(figures) => funding_role::Kind::ReductionOf(figure_refs(figures)),
            Self::Context => funding_role::Kind::Context(v1::Marker {}),
        };
        v1::FundingRole { kind: Some(kind) }
    }
}

impl Wire for Counting {
    type Message = v1::Counting;

    fn read(message: &v1::Counting, reader: &mut Reader) -> Option<Self> {
        match &message.kind {
            None => reader.fault("kind", MalformedCode::Missing, ""),
            Some(counting::Kind::Counted(_)) => Some(Self::Counted),
            Some(counting::Kind::AlternativeTo(figure)) => {
                reader.word("alternative_to", figure).map(Self::AlternativeTo)
            }
            Some(counting::Kind::DerivedFrom(refs)) => reader
                .inside("derived_from", |reader| reader.words("figures", &refs.figures, 0..=FIGURE_REFS))
                .map(Self::DerivedFrom),
            Some(counting::Kind::OnlyIf(words)) => reader.word("only_if", words).map(Self::OnlyIf),
            Some(counting::Kind::MayOverlap(figure)) => {
                reader.word("may_overlap", figure).map(Self::MayOverlap)
            }
            Some(counting::Kind::Memo(_)) => Some(Self::Memo),
        }
    }

    fn write(&self) -> v1::Counting {
        let kind = match self {
            Self::Counted => counting::Kind::Counted(v1::Marker {}),
            Self::AlternativeTo(figure) => counting::Kind::AlternativeTo(figure.print()),
            Self::DerivedFrom(figures) => counting::Kind::DerivedFrom(figure_refs(figures)),
            Self::OnlyIf(words) => counting::Kind::OnlyIf(words.print()),
            Self::MayOverlap(figure) => counting::Kind::MayOverlap(figure.print()),
            Self::Memo => counting::Kind::Memo(v1::Marker {}),
        };
        v1::Counting { kind: Some(kind) }
    }
}
