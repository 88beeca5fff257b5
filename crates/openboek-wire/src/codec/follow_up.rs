//! What follows on voices, proposals and indicators.

use openboek_rules::BasisPoints;
use openboek_rules::statement::{
    CommitmentFulfilled, CommitmentMade, IndicatorMeasured, ProposalConverged, Recurrence, ViewDeclined,
};

use super::reader::{Choice as _, Reader, Wire, Word as _};
use super::table::messages;
use crate::v1;

messages! {
    ViewDeclined { act: part, view: word, addressee: part, subject: word, }
    CommitmentFulfilled { act: part, commitment: word, text: word, }
    ProposalConverged { act: part, proposal: word, version: word, }
}

impl Wire for CommitmentMade {
    type Message = v1::CommitmentMade;

    fn read(message: &v1::CommitmentMade, reader: &mut Reader) -> Option<Self> {
        let act = reader.part("act", message.act.as_ref());
        let commitment = reader.word("commitment", &message.commitment);
        let text = reader.word("text", &message.text);
        let with = reader.words("with", &message.with, 0..=100);
        let due = reader.word("due", &message.due);
        let recurrence = reader.choice_opt("recurrence", message.recurrence);
        Some(Self {
            act: act?,
            commitment: commitment?,
            text: text?,
            with: with?,
            due: due?,
            recurrence: recurrence?.unwrap_or(Recurrence::Once),
        })
    }

    /// A promise that is made once is written as it always was: without the field.
    fn write(&self) -> v1::CommitmentMade {
        v1::CommitmentMade {
            act: Some(self.act.write()),
            commitment: self.commitment.print(),
            text: self.text.print(),
            with: self.with.iter().map(super::reader::Word::print).collect(),
            due: self.due.print(),
            recurrence: if self.recurrence == Recurrence::Once { 0 } else { self.recurrence.number() },
        }
    }
}

impl Wire for IndicatorMeasured {
    type Message = v1::IndicatorMeasured;

    fn read(message: &v1::IndicatorMeasured, reader: &mut Reader) -> Option<Self> {
        let act = reader.part("act", message.act.as_ref());
        let indicator = reader.word("indicator", &message.indicator);
        let year = reader.year("year", message.year);
        let value = reader.points_opt("value_basis_points", message.value_basis_points);
        let words = reader.word_opt("words", message.words.as_deref());
        Some(Self { act: act?, indicator: indicator?, year: year?, value: value?, words: words? })
    }

    fn write(&self) -> v1::IndicatorMeasured {
        v1::IndicatorMeasured {
            act: Some(self.act.write()),
            indicator: self.indicator.print(),
            year: i32::from(self.year.get()),
            value_basis_points: self.value.map(BasisPoints::get),
            words: self.words.as_ref().map(super::reader::Word::print),
        }
    }
}
