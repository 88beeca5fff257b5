//! The check itself: what the reader brings, the verifier's answer, and what is kept for the next time.

use std::path::{Path, PathBuf};

use openboek_proof::bundle::{BundleSource as _, SourceError, SourceFault};
use openboek_proof::entry::Origin;
use openboek_proof::note::VerifierKey;
use openboek_proof::policy::Policy;
use openboek_proof::verify::{
    Code, LogKeys, ReaderConfig, Reason, Recompute, Verdict, verify_bundle, verify_static_log,
};

use crate::cli::Input;
use crate::lang::Lang;
use crate::recompute;
use crate::source::{CHECKPOINT, Form, Source};
use crate::time;

/// Largest file of the reader's own that is read.
const MAX_OWN_FILE: u64 = 1 << 20;

/// Something of the reader's own that cannot be used: no answer about the ledger, so never *klopt niet*.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OwnFault {
    /// The option or file.
    pub(crate) place: String,
    /// What is wrong, in Dutch.
    pub(crate) dutch: &'static str,
    /// What is wrong, in English.
    pub(crate) english: &'static str,
}

impl OwnFault {
    fn new(place: impl Into<String>, dutch: &'static str, english: &'static str) -> Self {
        Self { place: place.into(), dutch, english }
    }

    /// The sentence for people.
    pub(crate) fn text(&self, lang: Lang) -> String {
        format!("{}: {}", self.place, lang.pick(self.dutch, self.english))
    }
}

/// Verifies what the input names; `recompute`: published documents are computed again. The source comes along, so that more can be read
/// from the same bytes.
///
/// # Errors
/// When the reader's own options or files cannot be used.
pub(crate) fn check(input: &Input, recompute: bool) -> Result<(Verdict, Option<Source>), OwnFault> {
    let mut config = config(input)?;
    config.recompute = recompute.then_some(&recompute::paragraph as &Recompute<'_>);
    let other = input.beside.as_deref().map(beside).transpose()?;
    config.beside = other.as_ref().map(|other| other as _);
    let source = match Source::open(&input.path) {
        Ok(source) => source,
        Err(error) => return unopened(input, &error).map(|verdict| (verdict, None)),
    };
    let verdict = match source.form() {
        Form::StaticLog if other.is_some() => return Err(no_bundle(&input.path)),
        Form::Bundle => verify_bundle(&source, &config),
        Form::StaticLog => verify_static_log(&source, CHECKPOINT, &config),
    };
    Ok((verdict, Some(source)))
}

/// The bundle that is laid beside it.
fn beside(path: &Path) -> Result<Source, OwnFault> {
    let source = Source::open(path).map_err(|_| unreadable(path))?;
    if source.form() == Form::Bundle { Ok(source) } else { Err(no_bundle(path)) }
}

fn no_bundle(path: &Path) -> OwnFault {
    OwnFault::new(
        shown(path),
        "--beside vergelijkt twee bundels; geef bij een statisch log het checkpoint van de bundel mee met --previous",
        "--beside compares two bundles; with a static log bring the checkpoint of the bundle with --previous",
    )
}

/// The answer when the source itself cannot be opened: an archive that breaks the format is *klopt niet*; a path where nothing can be
/// read is a mistake of the caller.
fn unopened(input: &Input, error: &SourceError) -> Result<Verdict, OwnFault> {
    let code = match &error.fault {
        SourceFault::Missing | SourceFault::Unreadable(_) => return Err(unreadable(&input.path)),
        SourceFault::TooLarge => Code::TooLarge,
        SourceFault::Link => Code::Link,
        SourceFault::BadPath => Code::BadPath,
        SourceFault::Twice => Code::PathTwice,
        SourceFault::Damaged(_) => Code::DamagedArchive,
    };
    let detail = if let SourceFault::Damaged(detail) = &error.fault { detail.clone() } else { String::new() };
    Ok(Verdict::KloptNiet(Reason { code, place: shown(&input.path), detail }))
}

fn config<'a>(input: &Input) -> Result<ReaderConfig<'a>, OwnFault> {
    let mut config = ReaderConfig::at(input.now.unwrap_or_else(time::now_ms));
    config.max_age_ms = input.max_age;
    if let Some(origin) = &input.origin {
        config.expected_origin = Some(Origin::parse(origin).ok_or_else(|| {
            OwnFault::new("--origin", "dit is geen oorsprong van een log", "this is not the origin of a log")
        })?);
    }
    if let Some(path) = &input.log_key {
        let bytes = own(path)?;
        config.log_keys = Some(LogKeys::parse(&bytes).map_err(|_| wrong_key(path))?);
    }
    if let Some(path) = &input.policy {
        let bytes = own(path)?;
        config.policy = Some(Policy::parse(&bytes).map_err(|_| {
            OwnFault::new(
                shown(path),
                "dit is geen beleid (tlog-policy)",
                "this is not a policy (tlog-policy)",
            )
        })?);
    }
    if let Some(path) = &input.authors {
        config.authors = Some(authors(path)?);
    }
    if let Some(path) = input.previous.as_deref().filter(|path| path.exists()) {
        config.previous = Some(own(path)?);
    }
    Ok(config)
}

fn authors(path: &Path) -> Result<Vec<VerifierKey>, OwnFault> {
    let bytes = own(path)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| wrong_key(path))?;
    text.lines().map(|line| VerifierKey::parse(line).map_err(|_| wrong_key(path))).collect()
}

fn wrong_key(path: &Path) -> OwnFault {
    OwnFault::new(
        shown(path),
        "hier staat geen sleutel (C2SP signed-note)",
        "there is no key here (C2SP signed-note)",
    )
}

fn own(path: &Path) -> Result<Vec<u8>, OwnFault> {
    let metadata = std::fs::metadata(path).map_err(|_| unreadable(path))?;
    if metadata.len() > MAX_OWN_FILE {
        return Err(OwnFault::new(shown(path), "dit bestand is te groot", "this file is too large"));
    }
    std::fs::read(path).map_err(|_| unreadable(path))
}

fn unreadable(path: &Path) -> OwnFault {
    OwnFault::new(
        shown(path),
        "hier is niets dat kan worden gelezen",
        "there is nothing here that can be read",
    )
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Keeps the verified checkpoint: written beside its place first, so that a crash leaves the old one.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn keep(source: &Source, path: &Path) -> Result<(), OwnFault> {
    let unwritable = || {
        OwnFault::new(
            shown(path),
            "het checkpoint kan hier niet worden bewaard",
            "the checkpoint cannot be kept here",
        )
    };
    let note = source.read(CHECKPOINT, 1 << 20).map_err(|_| unwritable())?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    std::fs::write(&beside, note).map_err(|_| unwritable())?;
    std::fs::rename(&beside, path).map_err(|_| unwritable())
}
