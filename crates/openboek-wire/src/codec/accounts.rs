//! A budget from draft to accounts.

use openboek_rules::statement::{
    AccountsAdopted, ActualsReported, BudgetDrafted, BudgetSentForViews, Nature, ReserveChanged,
    ScopeDefined, ScopeShare,
};

use super::reader::{Choice, Reader, Wire, Word};
use super::table::messages;
use crate::v1;

messages! {
    BudgetDrafted { act: part, holder: word, year: year, lines: parts(1..=2_000), ; rounded_to = rounded_to_cents }
    BudgetSentForViews { act: part, holder: word, year: year, to: words(1..=400), until: word, }
    ActualsReported { act: part, holder: word, year: year, through: word, lines: parts(1..=2_000), ; rounded_to = rounded_to_cents }
    ScopeDefined { act: part, municipality: word, years: part, taakvelden: parts(1..=200), }
    AccountsAdopted { act: part, holder: word, year: year, lines: parts(1..=2_000), ; rounded_to = rounded_to_cents }
}

impl Wire for ReserveChanged {
    type Message = v1::ReserveChanged;

    fn read(message: &v1::ReserveChanged, reader: &mut Reader) -> Option<Self> {
        let act = reader.part("act", message.act.as_ref());
        let holder = reader.word("holder", &message.holder);
        let year = reader.year("year", message.year);
        let reserve = reader.word("reserve", &message.reserve);
        let name = reader.word("name", &message.name);
        let added = reader.cents("added_cents", message.added_cents);
        let withdrawn = reader.cents("withdrawn_cents", message.withdrawn_cents);
        let nature = reader.choice_opt("nature", message.nature);
        let opening = reader.cents_opt("opening_cents", message.opening_cents);
        let closing = reader.cents_opt("closing_cents", message.closing_cents);
        let explanation = reader.word_opt("explanation", message.explanation.as_deref());
        Some(Self {
            act: act?,
            holder: holder?,
            year: year?,
            reserve: reserve?,
            name: name?,
            added: added?,
            withdrawn: withdrawn?,
            // Changes of reserves are incidental, but for listed exceptions (domain 2.3).
            nature: nature?.unwrap_or(Nature::Incidental),
            in_lines: message.in_lines,
            opening: opening?,
            closing: closing?,
            explanation: explanation?,
        })
    }

    fn write(&self) -> v1::ReserveChanged {
        v1::ReserveChanged {
            act: Some(self.act.write()),
            holder: self.holder.print(),
            year: i32::from(self.year.get()),
            reserve: self.reserve.print(),
            name: self.name.print(),
            added_cents: Some(self.added.get()),
            withdrawn_cents: Some(self.withdrawn.get()),
            nature: self.nature.number(),
            in_lines: self.in_lines,
            opening_cents: self.opening.map(|cents| cents.get()),
            closing_cents: self.closing.map(|cents| cents.get()),
            explanation: self.explanation.as_ref().map(Word::print),
        }
    }
}

impl Wire for ScopeShare {
    type Message = v1::ScopeShare;

    fn read(message: &v1::ScopeShare, reader: &mut Reader) -> Option<Self> {
        let taakveld = reader.word("taakveld", &message.taakveld);
        let share = reader.points("share_basis_points", message.share_basis_points);
        Some(Self { taakveld: taakveld?, share: share? })
    }

    fn write(&self) -> v1::ScopeShare {
        v1::ScopeShare { taakveld: self.taakveld.print(), share_basis_points: Some(self.share.get()) }
    }
}
