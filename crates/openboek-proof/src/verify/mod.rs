//! What an auditor answers: *klopt*, *klopt niet* or *niet te controleren* (sections 5 and 7).
//!
//! A contradiction is reported before anything that is missing: a verifier says *niet te controleren* only when nothing that
//! is there contradicts itself or the format.

mod beside;
mod bundle;
mod documents;
mod files;
mod heads;
mod keys;
mod payloads;
mod reason;
mod report;
mod rules;
mod static_log;

pub use bundle::verify_bundle;
pub use keys::LogKeys;
pub use reason::{Code, Reason};
pub use report::{Cosigner, DocumentReport, ReceiptReport, Report, StreamReport, VerifiedEntry};
pub use static_log::verify_static_log;

use crate::bundle::BundleSource;
use crate::entry::{Origin, Receipt, StreamCode};
use crate::note::VerifierKey;
use crate::policy::Policy;
use std::collections::BTreeSet;

/// How far clocks may be apart: 300 seconds (section 5).
pub const TOLERANCE_MS: i64 = 300_000;

/// Computes the `application/json` output of a receipt again, from the entries of its stream and of `region` up to its basis,
/// in order, each with its payload; `None` when this program does not have that projector.
pub type Recompute<'a> = dyn Fn(&Receipt, &[&VerifiedEntry]) -> Option<Vec<u8>> + 'a;

/// What the reader brings: what is set here is taken instead of what the bundle says.
#[derive(Clone, Default)]
pub struct ReaderConfig<'a> {
    /// The log the reader means.
    pub expected_origin: Option<Origin>,
    /// The streams the reader is concerned with; each must be there whole.
    pub expected_streams: BTreeSet<StreamCode>,
    /// The keys of the log.
    pub log_keys: Option<LogKeys>,
    /// Which witnesses must have cosigned.
    pub policy: Option<Policy>,
    /// The keys of authors.
    pub authors: Option<Vec<VerifierKey>>,
    /// The checkpoint note the reader kept from last time.
    pub previous: Option<Vec<u8>>,
    /// Another bundle of the same log, of any moment and any council: what both show must be the same. For bundles only.
    pub beside: Option<&'a dyn BundleSource>,
    /// The reader's clock, in milliseconds since 1970.
    pub now_ms: i64,
    /// How old a cosignature, or without witnesses the seal, may be, in milliseconds.
    pub max_age_ms: Option<i64>,
    /// Computes documents again, if the reader asks for that.
    pub recompute: Option<&'a Recompute<'a>>,
}

impl ReaderConfig<'_> {
    /// A reader who brings nothing but a clock, in milliseconds since 1970.
    #[must_use]
    pub fn at(now_ms: i64) -> Self {
        Self { now_ms, ..Self::default() }
    }
}

/// A verifier's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// *klopt*: it holds, and this is what that rests on.
    Klopt(Box<Report>),
    /// *klopt niet*: something contradicts itself or the format; the first reason.
    KloptNiet(Reason),
    /// *niet te controleren*: nothing contradicts, but something needed is missing; the first that was missed.
    NietTeControleren(Reason),
}

impl Verdict {
    /// The exit status of a verifier: 0, 1 or 2.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Klopt(_) => 0,
            Self::KloptNiet(_) => 1,
            Self::NietTeControleren(_) => 2,
        }
    }

    /// The answer in words.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self {
            Self::Klopt(_) => "klopt",
            Self::KloptNiet(_) => "klopt niet",
            Self::NietTeControleren(_) => "niet te controleren",
        }
    }

    /// The reason, unless it is *klopt*.
    #[must_use]
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Klopt(_) => None,
            Self::KloptNiet(reason) | Self::NietTeControleren(reason) => Some(reason),
        }
    }

    /// The answer from what a check found: a contradiction, or else the first thing missing, or else the report.
    fn from_check(checked: Result<Option<Report>, Reason>, missing: reason::Missing) -> Self {
        match (checked, missing.first()) {
            (Err(reason), _) => Self::KloptNiet(reason),
            (Ok(_), Some(reason)) => Self::NietTeControleren(reason),
            (Ok(Some(report)), None) => Self::Klopt(Box::new(report)),
            // A check that ends without a report has said what was missing; say so even if it has not.
            (Ok(None), None) => Self::NietTeControleren(Reason::new(Code::FileMissing, "")),
        }
    }
}
