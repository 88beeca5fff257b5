//! Cuts.

use openboek_rules::statement::{
    Bearer, Condition, CutAdopted, CutAllocated, CutAmended, CutAnnounced, CutConditioned, CutPart,
    CutSuspended, CutTerms, DecisionHeldOver, Extent, Subject,
};

use super::reader::{Reader, Wire, Word as _};
use super::table::messages;
use crate::v1;
use crate::v1::{cut_part, cut_suspended, decision_held_over};

messages! {
    CutTerms {
        cut: word,
        scope: word,
        pillar: choice,
        amount: part,
        years: part,
        years_inferred: flag,
        structural: flag,
        certainty: choice,
        concretises: word_opt,
    }
    Condition { text: word, proposal: word_opt, due: word, fallback: word_opt, }
    CutAnnounced { act: part, terms: part, condition: part_opt, }
    CutAdopted { act: part, terms: part, }
    CutSuspended { act: part, cut: word, years: part, extent: one_of, }
    CutAmended { act: part, cut: word, amount: part, years: part_opt, reason: word_opt, }
    CutConditioned { act: part, cut: word, condition: part, }
    CutPart { bearer: one_of, amount: part, explanation: word_opt, }
    CutAllocated { act: part, cut: word, years: part, status: choice, parts: parts(1..=1_000), total: part_opt, }
    DecisionHeldOver { act: part, subject: one_of, until: word, reason: word_opt, }
}

impl Wire for Extent {
    type Message = cut_suspended::Extent;

    fn read(message: &Self::Message, reader: &mut Reader) -> Option<Self> {
        match message {
            cut_suspended::Extent::Full(_) => Some(Self::Full),
            cut_suspended::Extent::Partial(amount) => reader.part("partial", Some(amount)).map(Self::Partial),
        }
    }

    fn write(&self) -> Self::Message {
        match self {
            Self::Full => cut_suspended::Extent::Full(v1::Marker {}),
            Self::Partial(amount) => cut_suspended::Extent::Partial(amount.write()),
        }
    }
}

impl Wire for Bearer {
    type Message = cut_part::Bearer;

    fn read(message: &Self::Message, reader: &mut Reader) -> Option<Self> {
        match message {
            cut_part::Bearer::Organisation(id) => reader.word("organisation", id).map(Self::Organisation),
            cut_part::Bearer::Municipality(code) => reader.word("municipality", code).map(Self::Municipality),
            cut_part::Bearer::Theme(words) => reader.word("theme", words).map(Self::Theme),
        }
    }

    fn write(&self) -> Self::Message {
        match self {
            Self::Organisation(id) => cut_part::Bearer::Organisation(id.print()),
            Self::Municipality(code) => cut_part::Bearer::Municipality(code.print()),
            Self::Theme(words) => cut_part::Bearer::Theme(words.print()),
        }
    }
}

impl Wire for Subject {
    type Message = decision_held_over::Subject;

    fn read(message: &Self::Message, reader: &mut Reader) -> Option<Self> {
        match message {
            decision_held_over::Subject::Cut(id) => reader.word("cut", id).map(Self::Cut),
            decision_held_over::Subject::Proposal(id) => reader.word("proposal", id).map(Self::Proposal),
        }
    }

    fn write(&self) -> Self::Message {
        match self {
            Self::Cut(id) => decision_held_over::Subject::Cut(id.print()),
            Self::Proposal(id) => decision_held_over::Subject::Proposal(id.print()),
        }
    }
}
