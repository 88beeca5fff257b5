//! The keys a verifier goes by: the reader's own where there are any, else those of the bundle.

use super::ReaderConfig;
use super::files::{Files, read_lines};
use super::reason::{Code, Missing, Reason};
use crate::bundle::BundlePath;
use crate::entry::{Actor, Origin};
use crate::note::{KeyError, KeyKind, VerifierKey};
use crate::policy::{Policy, PolicyError};

/// The keys of a log: the current one, and retired ones, which count for older checkpoints only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogKeys {
    /// Signs checkpoints now.
    pub current: VerifierKey,
    /// Signed checkpoints once.
    pub retired: Vec<VerifierKey>,
}

impl LogKeys {
    /// Parses `log.vkey`: the current key on the first line, retired keys on further lines, all Ed25519 note keys with one
    /// name.
    ///
    /// # Errors
    ///
    /// A [`Reason`] with the line that is no such key.
    pub fn parse(bytes: &[u8]) -> Result<Self, Reason> {
        let mut keys = parse_keys(&BundlePath::LogKeys, bytes)?;
        if keys.is_empty() {
            return Err(Reason::new(Code::Lines, BundlePath::LogKeys));
        }
        let current = keys.remove(0);
        if keys.iter().any(|key| key.name() != current.name()) {
            return Err(Reason::new(Code::Origin, BundlePath::LogKeys));
        }
        let retired = keys;
        Ok(Self { current, retired })
    }

    /// All keys, the current one first.
    pub fn all(&self) -> impl Iterator<Item = &VerifierKey> {
        std::iter::once(&self.current).chain(&self.retired)
    }
}

/// Parses verifier keys, one a line, all Ed25519 note keys, each once.
fn parse_keys(place: &BundlePath, bytes: &[u8]) -> Result<Vec<VerifierKey>, Reason> {
    let mut keys: Vec<VerifierKey> = Vec::new();
    for (number, line) in read_lines(place, bytes)?.into_iter().enumerate() {
        let wrong = |code| Reason::new(code, place).with(format!("line {}", number + 1));
        let key = VerifierKey::parse(line).map_err(|error| match error {
            KeyError::Malformed => wrong(Code::Key),
            KeyError::WrongId => wrong(Code::KeyId),
        })?;
        if key.kind() != KeyKind::Ed25519 {
            return Err(wrong(Code::Key));
        }
        if keys.contains(&key) {
            return Err(wrong(Code::KeyTwice));
        }
        keys.push(key);
    }
    Ok(keys)
}

/// The keys a verifier goes by.
pub(super) struct Keys {
    /// The log: what the reader expects, or else what `log.vkey` is named after.
    pub(super) origin: Option<Origin>,
    pub(super) log: Option<LogKeys>,
    pub(super) policy: Option<Policy>,
    pub(super) authors: Vec<VerifierKey>,
    /// The names on the keys in the bundle's own `authors`.
    pub(super) listed_authors: Vec<String>,
    /// Which files had to be trusted.
    pub(super) trusted: Vec<&'static str>,
}

impl Keys {
    /// Reads `log.vkey`, `policy` and `authors`, and takes the reader's own instead where there are any.
    pub(super) fn gather(
        files: &Files<'_>,
        config: &ReaderConfig<'_>,
        missing: &mut Missing,
    ) -> Result<Self, Reason> {
        let log = files.read(&BundlePath::LogKeys, missing)?;
        let listed_log = log.map(|bytes| LogKeys::parse(&bytes)).transpose()?;
        let policy = files.read(&BundlePath::Policy, missing)?;
        let listed_policy = policy.map(|bytes| parse_policy(&bytes)).transpose()?;
        let authors = files.read(&BundlePath::Authors, missing)?;
        let listed_authors = authors.map(|bytes| parse_authors(&bytes)).transpose()?;

        let mut trusted = Vec::new();
        if config.log_keys.is_none() && listed_log.is_some() {
            trusted.push("log.vkey");
        }
        if config.policy.is_none() && listed_policy.is_some() {
            trusted.push("policy");
        }
        if config.authors.is_none() && listed_authors.is_some() {
            trusted.push("authors");
        }
        let names = listed_authors.iter().flatten().map(|key| key.name().to_owned());
        let keys = Self {
            origin: find_origin(config, listed_log.as_ref())?,
            listed_authors: names.collect(),
            log: config.log_keys.clone().or(listed_log),
            policy: config.policy.clone().or(listed_policy),
            authors: config.authors.clone().or(listed_authors).unwrap_or_default(),
            trusted,
        };
        if keys.log.is_none() {
            missing.note(Reason::new(Code::LogKeyMissing, BundlePath::LogKeys));
        }
        if keys.policy.is_none() {
            missing.note(Reason::new(Code::FileMissing, BundlePath::Policy));
        }
        keys.check_roles()?;
        Ok(keys)
    }

    /// A key has one role: the log's, a witness's or an author's.
    fn check_roles(&self) -> Result<(), Reason> {
        let log = || self.log.iter().flat_map(LogKeys::all);
        let witnesses = || self.policy.iter().flat_map(Policy::witnesses);
        let both = |one: &VerifierKey, other: &VerifierKey| one.public() == other.public();
        let twice = log().any(|key| witnesses().chain(&self.authors).any(|other| both(key, other)))
            || witnesses().any(|key| self.authors.iter().any(|other| both(key, other)));
        if twice { Err(Reason::new(Code::KeyTwice, "log.vkey, policy, authors")) } else { Ok(()) }
    }
}

/// The log that is meant; every key of it must be named after it.
fn find_origin(config: &ReaderConfig<'_>, listed: Option<&LogKeys>) -> Result<Option<Origin>, Reason> {
    let wrong = || Reason::new(Code::Origin, BundlePath::LogKeys);
    let names: Vec<&str> = [config.log_keys.as_ref(), listed]
        .into_iter()
        .flatten()
        .flat_map(LogKeys::all)
        .map(VerifierKey::name)
        .collect();
    let named = names.first().map(|name| Origin::parse(name).ok_or_else(wrong)).transpose()?;
    let origin = config.expected_origin.clone().or(named);
    let other = |origin: &Origin| names.iter().any(|name| *name != origin.as_str());
    if origin.as_ref().is_some_and(other) { Err(wrong()) } else { Ok(origin) }
}

/// Parses `policy`.
fn parse_policy(bytes: &[u8]) -> Result<Policy, Reason> {
    Policy::parse(bytes).map_err(|error| match &error {
        PolicyError::Format(format) => match Reason::format(BundlePath::Policy, format) {
            reason if reason.code == Code::Lines || reason.code == Code::Value => {
                Reason::new(Code::Policy, BundlePath::Policy).with(error)
            }
            reason => reason,
        },
        PolicyError::KeyId { .. } => Reason::new(Code::KeyId, BundlePath::Policy).with(error),
        PolicyError::KeyTwice { .. } => Reason::new(Code::KeyTwice, BundlePath::Policy).with(error),
    })
}

/// Parses `authors`: keys named after actors; the file is absent when nobody signed.
fn parse_authors(bytes: &[u8]) -> Result<Vec<VerifierKey>, Reason> {
    let keys = parse_keys(&BundlePath::Authors, bytes)?;
    if keys.is_empty() {
        return Err(Reason::new(Code::Lines, BundlePath::Authors));
    }
    match keys.iter().find(|key| Actor::parse(key.name()).is_none()) {
        Some(key) => Err(Reason::new(Code::Key, BundlePath::Authors).with(key.name())),
        None => Ok(keys),
    }
}
