//! Names: the arrangement, its members, and registered organisations.

use std::collections::BTreeMap;

use openboek_rules::statement::{ArrangementFounded, LegalForm, MemberJoined, OrganisationRegistered};
use openboek_rules::{MunicipalityCode, OrganisationId, Stream, Text};

/// A registered organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Organisation {
    pub(crate) name: Text,
    pub(crate) works_in: Vec<MunicipalityCode>,
}

/// All names so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Names {
    arrangement: Option<Text>,
    form: Option<LegalForm>,
    members: BTreeMap<MunicipalityCode, Text>,
    organisations: BTreeMap<OrganisationId, Organisation>,
}

impl Names {
    pub(crate) fn founded(&mut self, body: &ArrangementFounded) {
        self.arrangement = Some(body.name.clone());
        self.form = Some(body.form);
        for member in &body.members {
            self.members.insert(member.code, member.name.clone());
        }
    }

    pub(crate) fn joined(&mut self, body: &MemberJoined) {
        self.members.insert(body.member.code, body.member.name.clone());
    }

    pub(crate) fn registered(&mut self, body: &OrganisationRegistered) {
        let organisation = Organisation { name: body.name.clone(), works_in: body.works_in.clone() };
        self.organisations.insert(body.organisation.clone(), organisation);
    }

    /// The members by code, with their names.
    pub(crate) fn members(&self) -> impl Iterator<Item = (MunicipalityCode, &str)> {
        self.members.iter().map(|(code, name)| (*code, name.as_str()))
    }

    /// Whether the arrangement has a budget of its own that goes to the supervisor (Wgr art. 34; domain 5.1).
    pub(crate) const fn has_budget_duties(&self) -> bool {
        matches!(self.form, Some(form) if form.has_budget_duties())
    }

    /// Name of the arrangement; empty when its founding is not in the moment.
    pub(crate) fn arrangement(&self) -> String {
        self.arrangement.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    /// Name of a stream's holder; empty for an unknown one.
    pub(crate) fn holder(&self, holder: Stream) -> String {
        match holder {
            Stream::Region => self.arrangement(),
            Stream::Municipality(code) => {
                self.members.get(&code).map(ToString::to_string).unwrap_or_default()
            }
        }
    }

    /// Name of a municipality, or its code.
    pub(crate) fn municipality(&self, code: MunicipalityCode) -> String {
        self.members.get(&code).map_or_else(|| code.to_string(), ToString::to_string)
    }

    /// Name of an organisation, or its identifier.
    pub(crate) fn organisation(&self, id: &OrganisationId) -> String {
        if let Some(found) = self.organisations.get(id) {
            return found.name.to_string();
        }
        match id.municipality() {
            Some(code) => self.municipality(code),
            None if id.is_region() && self.arrangement.is_some() => self.arrangement(),
            None => id.to_string(),
        }
    }

    /// The municipalities a registered organisation works in.
    pub(crate) fn works_in(&self, id: &OrganisationId) -> &[MunicipalityCode] {
        self.organisations.get(id).map_or(&[], |found| &found.works_in)
    }
}
