//! Signed heads: the checkpoint, the older one beside it, the one the reader kept, and the witnesses under them.

use super::files::Files;
use super::keys::Keys;
use super::reason::{Code, Missing, Reason};
use super::{Cosigner, ReaderConfig, TOLERANCE_MS};
use crate::bundle::BundlePath;
use crate::checkpoint::{Checkpoint, CheckpointNote};
use crate::entry::RecordedAt;
use crate::hash::Hash;
use crate::note::{KeyKind, VerifierKey};
use crate::policy::Policy;
use crate::text::MAX_LINES_FILE;
use crate::tree::{parse_proof, verify_consistency};

/// What the reader's own kept note is called in a reason.
const KEPT: &str = "the checkpoint kept from last time";

/// Reads the checkpoint at `path`: signed by the current key of the log for this origin, and by one of the logs of the policy
/// if that names any.
pub(super) fn read_head(
    files: &Files<'_>,
    path: &str,
    keys: &Keys,
    missing: &mut Missing,
) -> Result<Option<CheckpointNote>, Reason> {
    let Some(bytes) = files.read_path(path, MAX_LINES_FILE, missing)? else {
        missing.note(Reason::new(Code::FileMissing, path));
        return Ok(None);
    };
    let note = parse_note(path, &bytes, keys)?;
    if let Some(log) = &keys.log {
        require_signature(path, &note, std::iter::once(&log.current))?;
    }
    let logs = keys.policy.iter().flat_map(|policy| &policy.logs);
    if logs.clone().next().is_some() {
        require_signature(path, &note, logs)?;
    }
    if note.checkpoint.size == 0 {
        return Err(Reason::new(Code::NoSeal, path));
    }
    Ok(Some(note))
}

/// Parses a note of this log; every signature of a known key on it must fit.
fn parse_note(place: &str, bytes: &[u8], keys: &Keys) -> Result<CheckpointNote, Reason> {
    let note = CheckpointNote::parse(bytes).map_err(|error| Reason::format(place, &error))?;
    if keys.origin.as_ref().is_some_and(|origin| *origin != note.checkpoint.origin) {
        return Err(Reason::new(Code::Origin, place).with(&note.checkpoint.origin));
    }
    let fails = |key: &VerifierKey| Reason::new(Code::SignatureFails, place).with(key.name());
    let log = keys.log.iter().flat_map(|log| log.all());
    let logs = keys.policy.iter().flat_map(|policy| &policy.logs);
    let plain = |key: &&VerifierKey| key.kind() == KeyKind::Ed25519;
    for key in log.chain(logs).chain(&keys.authors).filter(plain) {
        note.is_signed_by(key).map_err(|_| fails(key))?;
    }
    for key in witnesses(keys.policy.as_ref()) {
        note.cosigned_at(key).map_err(|_| fails(key))?;
    }
    Ok(note)
}

/// The witnesses of a policy whose cosignatures this version knows.
fn witnesses(policy: Option<&Policy>) -> impl Iterator<Item = &VerifierKey> {
    let known = |key: &&VerifierKey| key.kind() == KeyKind::Cosignature;
    policy.into_iter().flat_map(Policy::witnesses).filter(known)
}

/// One of these keys must have signed.
fn require_signature<'a>(
    place: &str,
    note: &CheckpointNote,
    mut keys: impl Iterator<Item = &'a VerifierKey>,
) -> Result<(), Reason> {
    if keys.any(|key| note.is_signed_by(key) == Ok(true)) {
        Ok(())
    } else {
        Err(Reason::new(Code::NoLogSignature, place))
    }
}

/// Reads `previous` and `consistency`: an older checkpoint of this log, signed by the current or a retired key, and the proof
/// that it is the beginning of `head`.
pub(super) fn read_previous(
    files: &Files<'_>,
    keys: &Keys,
    head: Option<&CheckpointNote>,
    missing: &mut Missing,
) -> Result<Option<Checkpoint>, Reason> {
    let note = files.read(&BundlePath::Previous, missing)?;
    let proof = files.read(&BundlePath::Consistency, missing)?;
    let proof = proof
        .map(|bytes| parse_proof(&bytes).map_err(|error| Reason::format(BundlePath::Consistency, &error)));
    let proof = proof.transpose()?;
    let Some(note) = note else {
        if proof.is_some() {
            missing.note(Reason::new(Code::FileMissing, BundlePath::Previous));
        }
        return Ok(None);
    };
    let older = parse_signed("previous", &note, keys)?;
    let Some(proof) = proof else {
        missing.note(Reason::new(Code::FileMissing, BundlePath::Consistency));
        return Ok(Some(older));
    };
    if let Some(head) = head {
        check_consistency(&older, &head.checkpoint, &proof)?;
    }
    Ok(Some(older))
}

/// Parses an older note, signed by the current or a retired key; it covers at least a seal.
fn parse_signed(place: &str, bytes: &[u8], keys: &Keys) -> Result<Checkpoint, Reason> {
    let note = parse_note(place, bytes, keys)?;
    if let Some(log) = &keys.log {
        require_signature(place, &note, log.all())?;
    }
    if note.checkpoint.size == 0 {
        return Err(Reason::new(Code::NoSeal, place));
    }
    Ok(note.checkpoint)
}

/// `older` is the beginning of `head`.
fn check_consistency(older: &Checkpoint, head: &Checkpoint, proof: &[Hash]) -> Result<(), Reason> {
    if older.size > head.size {
        return Err(Reason::new(Code::PreviousNewer, BundlePath::Previous));
    }
    if older.size == head.size && older.root != head.root {
        return Err(Reason::new(Code::SplitView, BundlePath::Previous));
    }
    if verify_consistency(older.size, older.root, head.size, head.root, proof) {
        Ok(())
    } else {
        Err(Reason::new(Code::ConsistencyFails, BundlePath::Consistency))
    }
}

/// Joins the checkpoint the reader kept: it must be this one, or the proved `previous`. `root_at` gives other roots that are
/// known; a kept checkpoint with another root is a split view. Gives the size that was joined.
pub(super) fn join_kept(
    config: &ReaderConfig<'_>,
    keys: &Keys,
    head: &Checkpoint,
    previous: Option<&Checkpoint>,
    root_at: &dyn Fn(u64) -> Option<Hash>,
    missing: &mut Missing,
) -> Result<Option<u64>, Reason> {
    let Some(bytes) = &config.previous else {
        return Ok(None);
    };
    let kept = parse_signed(KEPT, bytes, keys)?;
    let proved = [Some(head), previous].into_iter().flatten();
    let same_size = proved.filter(|proved| proved.size == kept.size).map(|proved| proved.root);
    let roots: Vec<Hash> = same_size.chain(root_at(kept.size)).collect();
    if roots.iter().any(|root| *root != kept.root) {
        return Err(Reason::new(Code::SplitView, KEPT));
    }
    let joined = kept == *head || previous == Some(&kept);
    if !joined {
        let code = if kept.size > head.size { Code::OlderThanKept } else { Code::NotJoined };
        missing.note(Reason::new(code, KEPT).with(kept.size));
        return Ok(None);
    }
    Ok(Some(kept.size))
}

/// The witnesses whose cosignatures count, and whether they are what the policy asks; the seal is not in the future.
pub(super) fn check_time(
    config: &ReaderConfig<'_>,
    policy: Option<&Policy>,
    note: &CheckpointNote,
    recorded: RecordedAt,
    missing: &mut Missing,
) -> Vec<Cosigner> {
    let sealed = recorded.unix_ms();
    let newest = config.now_ms.saturating_add(TOLERANCE_MS);
    let young = |time: i64| {
        let age = config.now_ms.saturating_sub(time);
        config.max_age_ms.is_none_or(|limit| age <= limit)
    };
    if sealed > newest {
        missing.note(Reason::new(Code::ClockBehind, BundlePath::Checkpoint).with(recorded));
    }
    let Some(policy) = policy else {
        return Vec::new();
    };
    if policy.asks_no_witness() && !young(sealed) {
        missing.note(Reason::new(Code::SealTooOld, BundlePath::Checkpoint).with(recorded));
    }
    let counts = |time: &u64| {
        let ms = i64::try_from(*time).unwrap_or(i64::MAX).saturating_mul(1000);
        ms >= sealed.saturating_sub(TOLERANCE_MS) && ms <= newest && young(ms)
    };
    let counted = |key: &VerifierKey| {
        let times = note.cosigned_at(key).unwrap_or_default();
        let known = key.kind() == KeyKind::Cosignature;
        times.into_iter().filter(counts).max().filter(|_| known)
    };
    if !policy.is_quorum(|key| counted(key).is_some()) {
        missing.note(Reason::new(Code::Cosignatures, BundlePath::Checkpoint));
    }
    let cosigner =
        |key: &VerifierKey| counted(key).map(|time| Cosigner { name: key.name().to_owned(), time });
    policy.witnesses().filter_map(cosigner).collect()
}
