//! The static logs beside the store.

use openboek_proof::verify::{ReaderConfig, Verdict, verify_static_log};
use openboek_store::LogName;

use super::{Check, Examination, Examined, Log};
use crate::static_log::{LogFolder, root_at};

/// Verifies the static log of one log, and compares it with the store.
pub(super) fn check_static_log(log: &mut Log<'_>) {
    let Some(root) = log.examination.static_logs else { return };
    let folder = LogFolder::new(&root.join(log.name.as_str()));
    let place = folder.path().display().to_string();
    let note = match folder.checkpoint() {
        Ok(Some(note)) => note,
        Ok(None) => return log.note(Check::StaticLogMissing, place, ""),
        Err(error) => return log.note(Check::StaticLogBroken, place, error),
    };
    let (at, here) = (&note.checkpoint, log.head.published_size);
    if at.size > here {
        log.note(Check::StaticLogAhead, &place, format!("{} / {here}", at.size));
    } else if root_at(log.examination.store, log.name, at.size).is_ok_and(|root| root != at.root) {
        log.note(Check::StaticLogDiffers, &place, at.size);
    } else if at.size < here {
        log.note(Check::StaticLogBehind, &place, format!("{} / {here}", at.size));
    }
    let mut config = ReaderConfig::at(log.examination.now_ms);
    config.expected_origin = Some(log.origin.clone());
    match verify_static_log(folder.files(), "checkpoint", &config) {
        Verdict::Klopt(_) => {}
        Verdict::KloptNiet(reason) | Verdict::NietTeControleren(reason) => {
            let detail = format!("{} {}", reason.code.as_str(), reason.detail);
            log.note(Check::StaticLogBroken, format!("{place}/{}", reason.place), detail);
        }
    }
}

/// Static logs of which the store has no log: it is an old copy, or another one.
pub(super) fn check_unknown(
    examination: &Examination<'_>,
    logs: &[(LogName, Vec<u8>)],
    found: &mut Examined,
) {
    let Some(root) = examination.static_logs else { return };
    let Ok(items) = std::fs::read_dir(root) else { return };
    for path in items.flatten().map(|item| item.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).and_then(LogName::new);
        let Some(name) = name.filter(|name| !logs.iter().any(|(known, _)| known == name)) else { continue };
        if let Ok(Some(note)) = LogFolder::new(&path).checkpoint() {
            let detail = format!("{} / 0", note.checkpoint.size);
            found.note(Check::StaticLogAhead, name.as_str(), path.display(), detail);
        }
    }
}
