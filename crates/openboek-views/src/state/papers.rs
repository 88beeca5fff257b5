//! The papers behind statements: each document once, with the entries that refer to it.

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::statement::DocumentRegistered;
use openboek_rules::{Act, DocumentId, DocumentRef, Organ, OrganisationId, Reference, Text, UncertainDate};

use super::Said;
use super::shelf::{Shelf, Shown};
use crate::model::Position;

/// What tells one document from another. A placeholder or missing reference number tells nothing, so title and date are in it.
type Key = (Option<OrganisationId>, Reference, Text, UncertainDate);

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Paper {
    /// The registered identifier, else `<position>.<n>` of the first entry that refers to it.
    pub(crate) id: String,
    pub(crate) reference: DocumentRef,
    pub(crate) addressee: Option<(OrganisationId, Option<Organ>)>,
}

/// All documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Papers {
    all: Vec<Paper>,
    by_key: BTreeMap<Key, u32>,
    /// The papers of an entry, by their place in `all`.
    of_entry: BTreeMap<Position, Vec<u32>>,
    /// Entries that register a document, by the year of the act.
    registered: Shelf<Position>,
}

impl Papers {
    /// The papers of any statement.
    pub(crate) fn referred(&mut self, at: Position, act: &Act) {
        for (n, document) in act.documents.iter().enumerate() {
            self.refer(at, n, document);
        }
    }

    /// A registered document: it gets its identifier.
    pub(crate) fn registered(&mut self, said: &Said, body: &DocumentRegistered) {
        let place = self.refer(said.at, body.act.documents.len(), &body.reference);
        if let Some(paper) = usize::try_from(place).ok().and_then(|place| self.all.get_mut(place)) {
            paper.id = registered_id(&body.document);
            paper.addressee.clone_from(&body.addressee);
            if paper.reference.digest.is_none() {
                paper.reference.digest = body.reference.digest;
            }
        }
        let until = said.last_year().map(|year| year + 1);
        self.registered.put(&said.at, Shown { from: said.first_year(), until });
    }

    /// The papers of one entry.
    pub(crate) fn of(&self, at: Position) -> impl Iterator<Item = &Paper> {
        let places = self.of_entry.get(&at).into_iter().flatten();
        places.filter_map(|place| self.all.get(usize::try_from(*place).ok()?))
    }

    /// The papers of many entries, each once in the order they were first recorded, with those entries; with the documents
    /// registered in `year`.
    pub(crate) fn behind(&self, entries: &BTreeSet<Position>, year: u16) -> Vec<(&Paper, Vec<Position>)> {
        let entries: BTreeSet<Position> =
            self.registered.in_year(year).into_iter().chain(entries).copied().collect();
        let mut found: BTreeMap<u32, Vec<Position>> = BTreeMap::new();
        for at in entries {
            for place in self.of_entry.get(&at).into_iter().flatten() {
                found.entry(*place).or_default().push(at);
            }
        }
        let paper = |place: u32| self.all.get(usize::try_from(place).ok()?);
        found.into_iter().filter_map(|(place, entries)| Some((paper(place)?, entries))).collect()
    }

    fn refer(&mut self, at: Position, n: usize, document: &DocumentRef) -> u32 {
        let key = (
            document.organisation.clone(),
            document.reference.clone(),
            document.title.clone(),
            document.date.clone(),
        );
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let place = *self.by_key.entry(key).or_insert(next);
        if place == next {
            let reference = DocumentRef { place: None, ..document.clone() };
            self.all.push(Paper { id: format!("{at}.{n}"), reference, addressee: None });
        }
        let papers = self.of_entry.entry(at).or_default();
        if !papers.contains(&place) {
            papers.push(place);
        }
        place
    }
}

fn registered_id(id: &DocumentId) -> String {
    id.to_string()
}
