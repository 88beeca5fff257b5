//! Identifiers are types: a cut is never taken for a view.

use std::fmt;

use crate::malformed::{Malformed, MalformedCode};

/// CBS code of a municipality: `GM` and four digits (`GM0505`). A code is for ever; after a merger the old one ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct MunicipalityCode(u16);

impl MunicipalityCode {
    /// Accepts `GM` and four digits, of which not all are 0.
    ///
    /// # Errors
    /// [`MalformedCode::BadStream`].
    pub fn new(code: &str) -> Result<Self, Malformed> {
        let bad = || Malformed::new(MalformedCode::BadStream, code);
        let digits = code.strip_prefix("GM").ok_or_else(bad)?;
        if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        let number: u16 = digits.parse().map_err(|_| bad())?;
        if number == 0 { Err(bad()) } else { Ok(Self(number)) }
    }

    /// The digits as a number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GM{:04}", self.0)
    }
}

/// A stream of the log: one municipality's facts, or the region's. Ordered as the log orders them: codes before `region`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Stream {
    /// Facts of one member municipality.
    Municipality(MunicipalityCode),
    /// Facts of the arrangement as a whole.
    Region,
}

impl Stream {
    /// Accepts `region` or a municipality code.
    ///
    /// # Errors
    /// [`MalformedCode::BadStream`].
    pub fn new(code: &str) -> Result<Self, Malformed> {
        if code == "region" { Ok(Self::Region) } else { MunicipalityCode::new(code).map(Self::Municipality) }
    }

    /// The municipality, if it is one.
    #[must_use]
    pub const fn municipality(self) -> Option<MunicipalityCode> {
        match self {
            Self::Municipality(code) => Some(code),
            Self::Region => None,
        }
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Municipality(code) => code.fmt(f),
            Self::Region => f.write_str("region"),
        }
    }
}

macro_rules! identifier {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// 1 to 64 bytes of `[A-Za-z0-9._-]`, beginning with a letter or digit; case matters.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name(String);

        impl $name {
            /// Accepts what the type says.
            ///
            /// # Errors
            /// [`MalformedCode::BadIdentifier`].
            pub fn new(id: &str) -> Result<Self, Malformed> {
                if is_identifier(id) { Ok(Self(id.to_owned())) } else {
                    Err(Malformed::new(MalformedCode::BadIdentifier, id))
                }
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

fn is_identifier(id: &str) -> bool {
    let bytes = id.as_bytes();
    (1..=64).contains(&bytes.len())
        && bytes[0].is_ascii_alphanumeric()
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

identifier! {
    /// An organisation: a member municipality by its code (`GM0148`), the arrangement's own body (`region`), or a
    /// registered one (`de-kern`). Never a natural person.
    OrganisationId;
    /// A cut (*bezuiniging*, *taakstelling*), `SV-20`.
    CutId;
    /// A single figure in a document, `A08`.
    FigureId;
    /// A formal view (*zienswijze*).
    ViewId;
    /// An item of a formal view, `R1`.
    ItemId;
    /// A request to an organ.
    RequestItemId;
    /// A recipient's reaction.
    ReactionId;
    /// A commitment (*toezegging*).
    CommitmentId;
    /// A joint proposal, `JP-LZ`.
    ProposalId;
    /// A vision.
    VisionId;
    /// An adopted policy.
    PolicyId;
    /// An experiment (*pilot*, *proefproject*).
    ExperimentId;
    /// An indicator.
    IndicatorId;
    /// A document that can be referred to.
    DocumentId;
    /// A reserve (*reserve sociaal domein*).
    ReserveId;
    /// A ceiling of subsidies (*subsidieplafond*).
    CeilingId;
    /// A subsidy, from its application or award to the end.
    SubsidyId;
    /// A notice that subsidy will stop or go down (Awb 4:51).
    NoticeId;
    /// An objection (*bezwaar*).
    ObjectionId;
    /// An allocation key (*verdeelsleutel*).
    AllocationKeyId;
    /// A contribution of the members to the region.
    ContributionId;
}

impl OrganisationId {
    /// The municipality this identifier stands for, if it is a municipality code.
    #[must_use]
    pub fn municipality(&self) -> Option<MunicipalityCode> {
        MunicipalityCode::new(self.as_str()).ok()
    }

    /// Whether it is the arrangement's own body.
    #[must_use]
    pub fn is_region(&self) -> bool {
        self.as_str() == "region"
    }
}

impl From<MunicipalityCode> for OrganisationId {
    fn from(code: MunicipalityCode) -> Self {
        Self(code.to_string())
    }
}
