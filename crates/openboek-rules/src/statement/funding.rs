//! Funding that is followed in time: kinds of money, circulars that overwrite each other, grants (domain 4).

use super::FundingRole;
use crate::act::Act;
use crate::figure::Figure;
use crate::id::FigureId;
use crate::text::Text;

/// The kind of money (domain 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum MoneyKind {
    /// *Algemene uitkering* (Fvw art. 5, 6).
    GeneralGrant,
    /// *Integratie-uitkering* (Fvw art. 13).
    IntegrationGrant,
    /// *Decentralisatie-uitkering* (Fvw art. 13).
    DecentralisationGrant,
    /// *Specifieke uitkering*, SPUK (Fvw art. 15a, 17a, 17b).
    SpecificGrant,
    /// *Gebundelde uitkering* Participatiewet, BUIG.
    SocialAssistanceBudget,
    /// *Eigen bijdragen*.
    OwnContributions,
    /// *Provinciale subsidie*.
    ProvincialSubsidy,
    /// Money through another municipality (*centrumgemeente*).
    OtherMunicipality,
    /// *Bestemmingsreserve sociaal domein*.
    Reserve,
}

/// How firmly money is bound to its purpose (domain 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub enum Earmark {
    /// General means.
    Free,
    /// General means, though the circular names a cluster.
    IndicativeCluster,
    /// The own council keeps it for the social domain.
    CouncilRingFenced,
    /// By law or by the decision that gives it.
    Statutory,
}

/// Where money comes from and what binds it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub struct FundingSource {
    /// The kind of money.
    pub kind: MoneyKind,
    /// How it is bound.
    pub earmark: Earmark,
    /// The code of the scheme in the SiSa appendix ("G2"), when the giver asks that.
    pub sisa: Option<Text>,
    /// The circular that says it ("meicirculaire 2024").
    pub circular: Option<Text>,
}

/// A next circular or letter gives another amount for the same money and year: the earlier figure stays recorded and counts no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundingSuperseded {
    /// Who, when, on what paper.
    pub act: Act,
    /// The figure that counts from now on; it has an identifier of its own.
    pub figure: Figure,
    /// What it is.
    pub role: FundingRole,
    /// Where the money comes from.
    pub source: FundingSource,
    /// The figure that it takes the place of.
    pub supersedes: FigureId,
}

/// Money is granted by a decision of its giver (*beschikking*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FundingGranted {
    /// Who, when, on what paper.
    pub act: Act,
    /// The figure.
    pub figure: Figure,
    /// Where the money comes from.
    pub source: FundingSource,
    /// The indicated figure that it takes the place of, when there is one.
    pub supersedes: Option<FigureId>,
}
