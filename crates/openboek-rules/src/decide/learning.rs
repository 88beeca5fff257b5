//! Rules of visions, policy, experiments and indicators.

use super::check::Check;
use crate::refusal::RefusalCode;
use crate::state::State;
use crate::statement::{
    ExperimentConcluded, ExperimentStarted, IndicatorSet, PolicyAdopted, ProgressReported, VisionShared,
};

pub(super) fn vision_shared(check: &mut Check<'_>, body: &VisionShared) {
    if let Some(entry) = check.state.visions.get(&body.vision) {
        check.exists(RefusalCode::VisionExists, "body.vision", "vision", body.vision.as_str(), *entry);
    }
    check.listed_once("body.with", body.with.iter().map(ToString::to_string));
    for (place, organisation) in body.with.iter().enumerate() {
        check.organisation(organisation, format!("body.with[{place}]"));
    }
}

/// A paper that was discussed may be decided on later, under the same identifier.
pub(super) fn policy_adopted(check: &mut Check<'_>, body: &PolicyAdopted) {
    if let Some(policy) =
        check.state.policies.get(&body.policy).filter(|known| known.decided || !body.decided)
    {
        check.exists(RefusalCode::PolicyExists, "body.policy", "policy", body.policy.as_str(), policy.entry);
    }
}

pub(super) fn progress_reported(check: &mut Check<'_>, body: &ProgressReported) {
    if let Some(vision) = body.vision.as_ref().filter(|vision| !check.state.visions.contains(*vision)) {
        check.unknown(RefusalCode::UnknownVision, "body.vision", "vision", vision.as_str());
    }
}

/// An experiment that was planned may start later, under the same identifier.
pub(super) fn experiment_started(check: &mut Check<'_>, body: &ExperimentStarted) {
    check.amount(&body.amount, "body.amount");
    let state: &State = check.state;
    let Some(known) = state.experiments.get(&body.experiment) else { return };
    check.reaches(&known.streams);
    if known.started || !body.started || known.concluded.is_some() {
        let id = body.experiment.as_str();
        check.exists(RefusalCode::ExperimentExists, "body.experiment", "experiment", id, known.entry);
    }
}

pub(super) fn experiment_concluded(check: &mut Check<'_>, body: &ExperimentConcluded) {
    let state: &State = check.state;
    let id = body.experiment.as_str();
    let Some(known) = state.experiments.get(&body.experiment) else {
        check.unknown(RefusalCode::UnknownExperiment, "body.experiment", "experiment", id);
        return;
    };
    check.reaches(&known.streams);
    if let Some(entry) = known.concluded {
        check.exists(RefusalCode::ExperimentAlreadyConcluded, "body.experiment", "experiment", id, entry);
    }
}

pub(super) fn indicator_set(check: &mut Check<'_>, body: &IndicatorSet) {
    if let Some(entry) = check.state.indicators.get(&body.indicator) {
        let id = body.indicator.as_str();
        check.exists(RefusalCode::IndicatorExists, "body.indicator", "indicator", id, *entry);
    }
}
