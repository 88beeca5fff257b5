//! One body of every kind: from its message, to its message, to the stored bytes and back.

use openboek_rules::statement::*;
use openboek_rules::{Malformed, MalformedCode};
use prost::Message;

use super::reader::{Reader, Wire};
use super::{MAX_PAYLOAD_BYTES, PayloadError};
use crate::v1;

macro_rules! bodies {
    ($($variant:ident $field:literal $kind:literal;)*) => {
        /// Reads the body of a statement. Paths begin with the field of the oneof.
        pub(super) fn read(message: &v1::statement::Body, reader: &mut Reader) -> Option<Body> {
            match message {$(
                v1::statement::Body::$variant(message) => reader.inside($field, |reader| {
                    let length = message.encoded_len();
                    if length > MAX_PAYLOAD_BYTES {
                        return reader.fault("", MalformedCode::TooLarge, &length.to_string());
                    }
                    $variant::read(message, reader).map(Body::$variant)
                }),
            )*}
        }

        /// The message of a body, inverse of reading it.
        #[must_use]
        pub fn from_body(body: &Body) -> v1::statement::Body {
            // A message that holds a statement again is boxed.
            #[allow(clippy::useless_conversion, reason = "most messages are not boxed")]
            match body {$( Body::$variant(body) => v1::statement::Body::$variant(body.write().into()), )*}
        }

        /// The bytes that are stored and hashed: the body's own message. Called once for an entry; afterwards its stored bytes speak.
        #[must_use]
        pub fn encode_payload(body: &Body) -> Vec<u8> {
            match body {$( Body::$variant(body) => body.write().encode_to_vec(), )*}
        }

        /// Reads the stored bytes of a body.
        ///
        /// # Errors
        /// When this version does not know the kind or its version, or when the bytes are not such a message.
        pub fn decode_payload(kind: &str, version: u32, bytes: &[u8]) -> Result<Body, PayloadError> {
            match (kind, version) {
                $( ($kind, 1) => decode::<$variant>($kind, bytes).map(Body::$variant), )*
                $( ($kind, _) )|* => Err(PayloadError::UnknownVersion { kind: kind.to_owned(), version }),
                _ => Err(PayloadError::UnknownKind { kind: kind.to_owned() }),
            }
        }

        /// Kinds and fields as written in this table.
        #[cfg(test)]
        pub(super) const TABLE: &[(&str, &str)] = &[$(($kind, $field),)*];
    };
}

bodies! {
    ArrangementFounded "arrangement_founded" "arrangement-founded";
    MemberJoined "member_joined" "member-joined";
    OrganisationRegistered "organisation_registered" "organisation-registered";
    DocumentRegistered "document_registered" "document-registered";
    FundingIndicated "funding_indicated" "funding-indicated";
    BudgetLineIndicated "budget_line_indicated" "budget-line-indicated";
    BudgetAdopted "budget_adopted" "budget-adopted";
    BudgetAmended "budget_amended" "budget-amended";
    CutAnnounced "cut_announced" "cut-announced";
    CutAdopted "cut_adopted" "cut-adopted";
    CutSuspended "cut_suspended" "cut-suspended";
    CutAmended "cut_amended" "cut-amended";
    CutConditioned "cut_conditioned" "cut-conditioned";
    CutAllocated "cut_allocated" "cut-allocated";
    DecisionHeldOver "decision_held_over" "decision-held-over";
    ReactionReceived "reaction_received" "reaction-received";
    ViewSubmitted "view_submitted" "view-submitted";
    ViewAnswered "view_answered" "view-answered";
    RequestMade "request_made" "request-made";
    RequestAnswered "request_answered" "request-answered";
    CommitmentMade "commitment_made" "commitment-made";
    ProposalMandated "proposal_mandated" "proposal-mandated";
    ProposalMade "proposal_made" "proposal-made";
    HearingScheduled "hearing_scheduled" "hearing-scheduled";
    DecisionScheduled "decision_scheduled" "decision-scheduled";
    CouncilDecided "council_decided" "council-decided";
    VisionShared "vision_shared" "vision-shared";
    PolicyAdopted "policy_adopted" "policy-adopted";
    ProgressReported "progress_reported" "progress-reported";
    ExperimentStarted "experiment_started" "experiment-started";
    ExperimentConcluded "experiment_concluded" "experiment-concluded";
    IndicatorSet "indicator_set" "indicator-set";
    BudgetDrafted "budget_drafted" "budget-drafted";
    BudgetSentForViews "budget_sent_for_views" "budget-sent-for-views";
    ReserveChanged "reserve_changed" "reserve-changed";
    ActualsReported "actuals_reported" "actuals-reported";
    AccountsAdopted "accounts_adopted" "accounts-adopted";
    CeilingSet "ceiling_set" "ceiling-set";
    SubsidyApplied "subsidy_applied" "subsidy-applied";
    SubsidyAwarded "subsidy_awarded" "subsidy-awarded";
    SubsidyRefused "subsidy_refused" "subsidy-refused";
    SubsidyAmended "subsidy_amended" "subsidy-amended";
    AdvancePaid "advance_paid" "advance-paid";
    SubsidyPaid "subsidy_paid" "subsidy-paid";
    PaymentSuspended "payment_suspended" "payment-suspended";
    SubsidyDetermined "subsidy_determined" "subsidy-determined";
    SubsidyWithdrawn "subsidy_withdrawn" "subsidy-withdrawn";
    RecoveryDecided "recovery_decided" "recovery-decided";
    SubsidyListed "subsidy_listed" "subsidy-listed";
    SubsidyUnlisted "subsidy_unlisted" "subsidy-unlisted";
    NoticeGiven "notice_given" "notice-given";
    ObjectionFiled "objection_filed" "objection-filed";
    ObjectionDecided "objection_decided" "objection-decided";
    AllocationKeySet "allocation_key_set" "allocation-key-set";
    ContributionAllocated "contribution_allocated" "contribution-allocated";
    ContributionAdvanced "contribution_advanced" "contribution-advanced";
    ContributionSettled "contribution_settled" "contribution-settled";
    FrameworkSent "framework_sent" "framework-sent";
    BudgetSentToSupervisor "budget_sent_to_supervisor" "budget-sent-to-supervisor";
    MemberLeft "member_left" "member-left";
    ArrangementSucceeded "arrangement_succeeded" "arrangement-succeeded";
    FundingSuperseded "funding_superseded" "funding-superseded";
    FundingGranted "funding_granted" "funding-granted";
    ScopeDefined "scope_defined" "scope-defined";
    CutResumed "cut_resumed" "cut-resumed";
    CutWithdrawn "cut_withdrawn" "cut-withdrawn";
    CutRealised "cut_realised" "cut-realised";
    CutShifted "cut_shifted" "cut-shifted";
    ViewDeclined "view_declined" "view-declined";
    CommitmentFulfilled "commitment_fulfilled" "commitment-fulfilled";
    ProposalConverged "proposal_converged" "proposal-converged";
    IndicatorMeasured "indicator_measured" "indicator-measured";
    EntryCorrected "entry_corrected" "entry-corrected";
    InhabitantsCounted "inhabitants_counted" "inhabitants-counted";
}

fn decode<T>(kind: &str, bytes: &[u8]) -> Result<T, PayloadError>
where
    T: Wire<Message: Message + Default>,
{
    if bytes.len() > MAX_PAYLOAD_BYTES {
        return Err(PayloadError::TooLarge { kind: kind.to_owned(), bytes: bytes.len() });
    }
    let message = T::Message::decode(bytes)
        .map_err(|error| PayloadError::Undecodable { kind: kind.to_owned(), reason: error.to_string() })?;
    let mut reader = Reader::default();
    let body = T::read(&message, &mut reader);
    reader
        .finish("", body)
        .map_err(|faults: Vec<Malformed>| PayloadError::Malformed { kind: kind.to_owned(), faults })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_that_of_the_descriptor() {
        let described: Vec<_> = crate::KINDS.iter().map(|kind| (kind.kind, kind.field)).collect();
        assert_eq!(TABLE, described);
    }
}
