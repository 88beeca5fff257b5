//! Visions, policy, progress, experiments and indicators.

use openboek_rules::BudgetYear;
use openboek_rules::statement::{
    ExperimentConcluded, ExperimentStarted, IndicatorSet, PolicyAdopted, ProgressReported, VisionShared,
};

use super::reader::{Reader, Wire, Word};
use super::table::messages;
use crate::v1;

messages! {
    VisionShared { act: part, vision: word, title: word, with: words(0..=400), }
    PolicyAdopted { act: part, policy: word, title: word, decided: flag, }
    ProgressReported { act: part, vision: word_opt, text: word, }
    ExperimentStarted { act: part, experiment: word, title: word, started: flag, amount: part, }
    ExperimentConcluded { act: part, experiment: word, result: choice, lesson: word, }
}

impl Wire for IndicatorSet {
    type Message = v1::IndicatorSet;

    fn read(message: &v1::IndicatorSet, reader: &mut Reader) -> Option<Self> {
        let act = reader.part("act", message.act.as_ref());
        let indicator = reader.word("indicator", &message.indicator);
        let description = reader.word("description", &message.description);
        let required = reader.points_opt("required_basis_points", message.required_basis_points);
        let target = reader.points_opt("target_basis_points", message.target_basis_points);
        let words = reader.word_opt("words", message.words.as_deref());
        let year = match message.year {
            None => Some(None),
            Some(year) => reader.take("year", BudgetYear::new(i64::from(year))).map(Some),
        };
        Some(Self {
            act: act?,
            indicator: indicator?,
            description: description?,
            required: required?,
            target: target?,
            words: words?,
            year: year?,
        })
    }

    fn write(&self) -> v1::IndicatorSet {
        v1::IndicatorSet {
            act: Some(self.act.write()),
            indicator: self.indicator.print(),
            description: self.description.print(),
            required_basis_points: self.required.map(openboek_rules::BasisPoints::get),
            target_basis_points: self.target.map(openboek_rules::BasisPoints::get),
            words: self.words.as_ref().map(Word::print),
            year: self.year.map(|year| i32::from(year.get())),
        }
    }
}
