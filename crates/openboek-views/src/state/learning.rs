//! Visions, policies, progress, experiments and indicators.

use std::collections::BTreeMap;

use openboek_rules::statement::{
    ExperimentConcluded, ExperimentResult, ExperimentStarted, IndicatorMeasured, IndicatorSet, PolicyAdopted,
    ProgressReported, VisionShared,
};
use openboek_rules::{
    Amount, BasisPoints, BudgetYear, ExperimentId, IndicatorId, OrganisationId, PolicyId, Text, VisionId,
};

use super::Said;
use super::shelf::{Shelf, Shown};
use super::voices::in_order;
use crate::model::Position;

/// A vision or a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Course {
    pub(crate) said: Said,
    pub(crate) title: Text,
    pub(crate) kind: CourseKind,
    pub(crate) with: Vec<OrganisationId>,
}

/// What a course is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum CourseKind {
    Vision,
    PolicyAdopted,
    PolicyDiscussed,
}

/// A progress report.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Progress {
    pub(crate) said: Said,
    pub(crate) vision: Option<VisionId>,
    pub(crate) text: Text,
}

/// An experiment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Experiment {
    /// The plan and the start, in log order; never empty.
    pub(crate) said: Vec<Said>,
    pub(crate) title: Text,
    pub(crate) started: bool,
    pub(crate) amount: Amount,
    pub(crate) end: Option<(Said, ExperimentResult, Text)>,
}

impl Experiment {
    /// All positions about it.
    pub(crate) fn positions(&self) -> Vec<Position> {
        self.said.iter().chain(self.end.iter().map(|(said, ..)| said)).map(|said| said.at).collect()
    }

    /// The last entry about it.
    pub(crate) fn last(&self) -> Option<&Said> {
        self.end.as_ref().map(|(said, ..)| said).or_else(|| self.said.last())
    }
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Indicator {
    pub(crate) said: Said,
    pub(crate) description: Text,
    pub(crate) required: Option<BasisPoints>,
    pub(crate) target: Option<BasisPoints>,
    pub(crate) words: Option<Text>,
    pub(crate) year: Option<BudgetYear>,
    /// The last value of each year.
    pub(crate) measured: BTreeMap<BudgetYear, Measured>,
}

/// A value of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Measured {
    pub(crate) said: Said,
    pub(crate) value: Option<BasisPoints>,
    pub(crate) words: Option<Text>,
}

/// What is tried and learned.
///
/// Visions and policies stay from their year on; a progress report is shown in its year and the next; an experiment until the
/// year after it ended; an indicator until the year of its target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Learning {
    /// By `vision:` or `policy:` and the identifier, since the two may share a name.
    courses: BTreeMap<String, Course>,
    progress: BTreeMap<Position, Progress>,
    experiments: BTreeMap<ExperimentId, Experiment>,
    indicators: BTreeMap<IndicatorId, Indicator>,
    course_years: Shelf<String>,
    progress_years: Shelf<Position>,
    experiment_years: Shelf<ExperimentId>,
    indicator_years: Shelf<IndicatorId>,
}

impl Learning {
    pub(crate) fn shared(&mut self, said: Said, body: &VisionShared) {
        let course =
            Course { said, title: body.title.clone(), kind: CourseKind::Vision, with: body.with.clone() };
        self.course(format!("vision:{}", body.vision), course);
    }

    pub(crate) fn adopted(&mut self, said: Said, body: &PolicyAdopted) {
        let kind = if body.decided { CourseKind::PolicyAdopted } else { CourseKind::PolicyDiscussed };
        let course = Course { said, title: body.title.clone(), kind, with: Vec::new() };
        self.course(policy_key(&body.policy), course);
    }

    pub(crate) fn reported(&mut self, said: Said, body: &ProgressReported) {
        let until = said.last_year().map(|year| year + 1);
        self.progress_years.put(&said.at, Shown { from: said.first_year(), until });
        let report = Progress { vision: body.vision.clone(), text: body.text.clone(), said };
        self.progress.insert(report.said.at, report);
    }

    pub(crate) fn started(&mut self, said: Said, body: &ExperimentStarted) {
        let id = &body.experiment;
        let before = self.experiments.remove(id);
        let mut experiment = Experiment {
            said: before.as_ref().map(|e| e.said.clone()).unwrap_or_default(),
            title: body.title.clone(),
            started: body.started || before.as_ref().is_some_and(|e| e.started),
            amount: body.amount.clone(),
            end: before.and_then(|e| e.end),
        };
        experiment.said.push(said);
        self.place(id, &experiment);
        self.experiments.insert(id.clone(), experiment);
    }

    pub(crate) fn concluded(&mut self, said: Said, body: &ExperimentConcluded) {
        let Some(mut experiment) = self.experiments.remove(&body.experiment) else { return };
        experiment.end = Some((said, body.result, body.lesson.clone()));
        self.place(&body.experiment, &experiment);
        self.experiments.insert(body.experiment.clone(), experiment);
    }

    pub(crate) fn indicator(&mut self, said: Said, body: &IndicatorSet) {
        let indicator = Indicator {
            said,
            description: body.description.clone(),
            required: body.required,
            target: body.target,
            words: body.words.clone(),
            year: body.year,
            measured: BTreeMap::new(),
        };
        self.indicator_years.put(&body.indicator, indicator.shown());
        self.indicators.insert(body.indicator.clone(), indicator);
    }

    pub(crate) fn measured(&mut self, said: Said, body: &IndicatorMeasured) {
        let Some(indicator) = self.indicators.get_mut(&body.indicator) else { return };
        let measured = Measured { said, value: body.value, words: body.words.clone() };
        indicator.measured.insert(body.year, measured);
        self.indicator_years.put(&body.indicator, indicator.shown());
    }

    /// Title of a vision.
    pub(crate) fn vision(&self, id: &VisionId) -> Option<&Course> {
        self.courses.get(&format!("vision:{id}"))
    }

    pub(crate) fn courses_in(&self, year: u16) -> Vec<(&String, &Course)> {
        in_order(&self.course_years, &self.courses, year, |course| &course.said)
    }

    pub(crate) fn progress_in(&self, year: u16) -> Vec<(&Position, &Progress)> {
        in_order(&self.progress_years, &self.progress, year, |report| &report.said)
    }

    pub(crate) fn experiments_in(&self, year: u16) -> Vec<(&ExperimentId, &Experiment)> {
        let ids = self.experiment_years.in_year(year);
        let mut found: Vec<_> = ids.into_iter().filter_map(|id| self.experiments.get_key_value(id)).collect();
        found.sort_by_key(|(_, experiment)| experiment.said.first().map(|said| said.at));
        found
    }

    pub(crate) fn indicators_in(&self, year: u16) -> Vec<(&IndicatorId, &Indicator)> {
        in_order(&self.indicator_years, &self.indicators, year, |indicator| &indicator.said)
    }

    fn course(&mut self, key: String, course: Course) {
        self.course_years.put(&key, Shown { from: course.said.first_year(), until: None });
        self.courses.insert(key, course);
    }

    fn place(&mut self, id: &ExperimentId, experiment: &Experiment) {
        let from = experiment.said.first().map_or(0, Said::first_year);
        let until = experiment.end.as_ref().and_then(|(said, ..)| said.last_year()).map(|year| year + 1);
        self.experiment_years.put(id, Shown { from, until });
    }
}

impl Indicator {
    /// Until the year of its target, and until the year after it was last measured.
    fn shown(&self) -> Shown {
        let measured = self.measured.last_key_value().map_or(0, |(year, _)| year.get() + 1);
        Shown { from: self.said.first_year(), until: self.year.map(|year| year.get().max(measured)) }
    }
}

fn policy_key(id: &PolicyId) -> String {
    format!("policy:{id}")
}
