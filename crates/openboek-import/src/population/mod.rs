//! Numbers per municipality: inhabitants as a fact, and the inputs of an allocation key (domain 5.3).
//!
//! A file has a line with headings, a column with the municipality (a CBS code in any form, or its name) and columns with numbers. The
//! numbers of the members become `inhabitants-counted`, `allocation-key-set`, or both.
//!
//! A corrected file is a correction of a count. It never changes what was divided: for a year in which a contribution was adopted by
//! the key no new version is proposed; that is reported, since it leads to a settlement.

mod kinds;
mod known;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::statement::{
    AllocationKeySet, EntryCorrected, InhabitantCount, InhabitantsCounted, KeyBasis, KeyComponent, KeyValue,
    LeadingLevel, Mistake, Rounding,
};
use openboek_rules::{
    Act, AllocationKeyId, BasisPoints, Body, BudgetYear, MunicipalityCode, Organ, OrganisationId, Statement,
    Stream, Text, UncertainDate, YearSpan,
};

use crate::history::Held;
use crate::plan::{Outcome, Plan, Proposal};
use crate::source::Source;
use known::Known;
use read::{Read, Wanted};

pub use kinds::KINDS;

/// One component of a key, and the column its values are in.
#[derive(Clone, Debug)]
pub struct Component {
    /// The heading of the column, in whatever case.
    pub column: String,
    /// What the values count. Those of a share or a fixed amount are euros in the file, and become cents.
    pub basis: KeyBasis,
    /// In words, when the basis needs them.
    pub description: Option<Text>,
    /// Its weight; the weights of a key make 10,000.
    pub weight: BasisPoints,
    /// The day or period the values are of.
    pub reference_date: UncertainDate,
}

/// A key to set.
#[derive(Clone, Debug)]
pub struct Key {
    /// Which key.
    pub key: AllocationKeyId,
    /// What it is for.
    pub description: Text,
    /// The budget years it is for.
    pub years: YearSpan,
    /// What is divided when a regional amount has parts.
    pub leading: LeadingLevel,
    /// 1 to 10 components.
    pub components: Vec<Component>,
}

/// What to do with the file.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Who sets the key, or says how many inhabitants there are.
    pub organisation: OrganisationId,
    /// Its organ.
    pub organ: Organ,
    /// When.
    pub date: UncertainDate,
    /// What the document is: "Inwonertal per gemeente, CBS".
    pub title: Text,
    /// The day on which inhabitants were counted, to record them as a fact; `None` when the file is about something else.
    pub counted_on: Option<UncertainDate>,
    /// The heading of the column with inhabitants; one of the usual ones when it is empty.
    pub column: String,
    /// The key to set with these numbers.
    pub key: Option<Key>,
}

/// Headings of a column with inhabitants.
const USUAL: [&str; 4] = ["inwonertal", "inwoners", "aantal inwoners", "bevolking"];

/// From a file with numbers per municipality to a plan.
#[must_use]
pub fn plan(source: Source<'_>, settings: &Settings, held: &[Held]) -> Plan {
    let known = Known::of(held);
    let mut wanted: Vec<Wanted> = settings.counted_on.iter().map(|_| inhabitants(&settings.column)).collect();
    let components = settings.key.iter().flat_map(|key| &key.components);
    wanted.extend(components.map(|component| Wanted {
        headings: vec![component.column.trim().to_lowercase()],
        basis: component.basis,
    }));
    let read = read::read(source, &wanted, &known.members);
    let mut work = Work { source, settings, known: &known, read, proposals: Vec::new() };
    if !work.read.is_unusable() {
        work.counts();
        work.keys();
    }
    if work.read.is_unusable() {
        work.proposals.clear();
    }
    Plan { rows: work.read.outcomes(), proposals: work.proposals, findings: work.read.findings }
}

fn inhabitants(column: &str) -> Wanted {
    let named = column.trim().to_lowercase();
    let headings = if named.is_empty() { USUAL.map(str::to_owned).to_vec() } else { vec![named] };
    Wanted { headings, basis: KeyBasis::Inhabitants }
}

/// Making the statements.
struct Work<'a> {
    source: Source<'a>,
    settings: &'a Settings,
    known: &'a Known<'a>,
    read: Read,
    proposals: Vec<Proposal>,
}

impl Work<'_> {
    fn act(&self) -> Act {
        let Settings { organisation, organ, date, title, .. } = self.settings;
        Act {
            organisation: organisation.clone(),
            organ: *organ,
            date: date.clone(),
            documents: vec![self.source.document(title.clone(), None, UncertainDate::Unknown, None)],
            legal_basis: Vec::new(),
            note: None,
        }
    }

    fn propose(&mut self, body: Body, members: impl IntoIterator<Item = MunicipalityCode>, summary: String) {
        let found = members.into_iter().filter_map(|code| self.read.members.get(&code));
        let rows: BTreeSet<u64> = found.map(|numbers| numbers.row).collect();
        self.read.rows.extend(rows.iter().map(|row| (*row, Outcome::Recorded)));
        let statement = Statement { concerns: vec![Stream::Region], body };
        self.proposals.push(Proposal { statement, rows: rows.into_iter().collect(), summary });
    }

    /// The inhabitants as a fact: who is not counted on that day yet, and who was counted otherwise.
    fn counts(&mut self) {
        let (settings, known) = (self.settings, self.known);
        let Some(on) = &settings.counted_on else { return };
        let mut new = Vec::new();
        let mut changed: BTreeMap<u64, (&Held, InhabitantsCounted, Vec<MunicipalityCode>)> = BTreeMap::new();
        for (municipality, numbers) in &self.read.members {
            let Some(Some(inhabitants)) = numbers.values.first().copied() else { continue };
            let count = InhabitantCount { municipality: *municipality, inhabitants };
            let Some((held, body)) = known.count(on, *municipality) else {
                new.push(count);
                continue;
            };
            if !body.counts.contains(&count) {
                let (_, better, whose) =
                    changed.entry(held.index).or_insert_with(|| (held, body.clone(), Vec::new()));
                better
                    .counts
                    .iter_mut()
                    .filter(|old| old.municipality == *municipality)
                    .for_each(|old| *old = count);
                whose.push(*municipality);
            }
        }
        for (held, better, whose) in changed.into_values() {
            self.correct(held, better, &whose);
        }
        if !new.is_empty() {
            let of = if new.len() == 1 { "gemeente" } else { "gemeenten" };
            let summary = format!("Inwoners op {on} van {} {of}", new.len());
            let members: Vec<MunicipalityCode> = new.iter().map(|count| count.municipality).collect();
            let body = InhabitantsCounted { act: self.act(), reference_date: on.clone(), counts: new };
            self.propose(Body::InhabitantsCounted(body), members, summary);
        }
    }

    /// A count was corrected: the whole entry as it should have been.
    fn correct(&mut self, held: &Held, mut better: InhabitantsCounted, whose: &[MunicipalityCode]) {
        let names: Vec<&str> =
            whose.iter().filter_map(|code| self.known.members.get(code).copied()).collect();
        let names = names.join(", ");
        let file: String = self.source.name.chars().filter(|c| !c.is_control()).take(100).collect();
        // At most 700 names of members: cut off where it would be longer than a text may be.
        let reason: String = format!("Het bestand {file} geeft een ander aantal inwoners voor {names}")
            .chars()
            .take(900)
            .collect();
        let Ok(reason) = Text::new(reason.trim()) else { return };
        let act = self.act();
        better.act = act.clone();
        let corrected =
            Statement { concerns: held.statement.concerns.clone(), body: Body::InhabitantsCounted(better) };
        let body = EntryCorrected {
            act,
            entry: held.index,
            mistake: Mistake::WrongAmount,
            reason,
            corrected: Box::new(corrected),
        };
        self.propose(
            Body::EntryCorrected(body),
            whose.iter().copied(),
            format!("Verbeterd aantal inwoners: {names}"),
        );
        if let Some(proposal) = self.proposals.last_mut() {
            proposal.statement.concerns.clone_from(&held.statement.concerns);
        }
    }

    /// The key: a version for the years in which the numbers are other ones and nothing is decided.
    fn keys(&mut self) {
        let (settings, known) = (self.settings, self.known);
        let Some(key) = &settings.key else { return };
        let whole = |code| {
            self.read.members.get(code).is_some_and(|numbers| numbers.values.iter().all(Option::is_some))
        };
        if !known.members.keys().all(whole) {
            return self.read.say(kinds::INCOMPLETE, None, None, key.key.as_str(), "");
        }
        let components = self.components(key);
        if !divides(&components) {
            return self.read.say(kinds::NOTHING, None, None, key.key.as_str(), "");
        }
        let differs = |year: &BudgetYear| {
            known.components(&key.key, *year).is_none_or(|recorded| !same(recorded, &components))
        };
        let years: Vec<BudgetYear> = key.years.years().filter(differs).collect();
        let (decided, open): (Vec<_>, Vec<_>) =
            years.into_iter().partition(|year| known.is_decided(&key.key, *year));
        for year in decided {
            self.decided(key, year, &components);
        }
        for (place, years) in runs(&open).into_iter().enumerate() {
            let Ok(version) = u32::try_from(place) else { break };
            let version = known.last_version(&key.key).saturating_add(version).saturating_add(1);
            let body = AllocationKeySet {
                act: self.act(),
                key: key.key.clone(),
                version,
                description: key.description.clone(),
                years,
                components: components.clone(),
                rounding: Rounding::LargestRemainderByCode,
                leading: key.leading,
            };
            let summary = format!("Verdeelsleutel {}, versie {version}, voor {years}", key.key);
            self.propose(Body::AllocationKeySet(body), known.members.keys().copied(), summary);
        }
    }

    fn components(&self, key: &Key) -> Vec<KeyComponent> {
        // The inhabitants, when they are asked for, stand before the columns of the key.
        let first = usize::from(self.settings.counted_on.is_some());
        let value = |municipality: &MunicipalityCode, place: usize| {
            let numbers = self.read.members.get(municipality)?;
            let value = numbers.values.get(first + place).copied().flatten()?;
            Some(KeyValue { municipality: *municipality, value })
        };
        let component = |(place, component): (usize, &Component)| KeyComponent {
            basis: component.basis,
            description: component.description.clone(),
            weight: component.weight,
            reference_date: component.reference_date.clone(),
            source: self.source.document(self.settings.title.clone(), None, UncertainDate::Unknown, None),
            values: self.known.members.keys().filter_map(|municipality| value(municipality, place)).collect(),
        };
        key.components.iter().enumerate().map(component).collect()
    }

    /// Each member whose number is another one than what a contribution was divided by.
    fn decided(&mut self, key: &Key, year: BudgetYear, components: &[KeyComponent]) {
        let recorded = self.known.components(&key.key, year).unwrap_or_default();
        for (component, asked) in components.iter().zip(&key.components) {
            let was = recorded
                .iter()
                .find(|was| was.basis == component.basis && was.description == component.description);
            for value in &component.values {
                let mut before = was.into_iter().flat_map(|was| &was.values);
                let before = before
                    .find(|before| before.municipality == value.municipality)
                    .map(|before| before.value);
                if before == Some(value.value) {
                    continue;
                }
                let name = self.known.members.get(&value.municipality).copied().unwrap_or_default();
                let expected = before.map(|before| before.to_string()).unwrap_or_default();
                let row = self.read.members.get(&value.municipality).map(|numbers| numbers.row);
                let found = format!("{}, {year}, {name}: {}", key.key, value.value);
                self.read.rows.extend(row.map(|row| (row, Outcome::LeftOut)));
                self.read.say(kinds::DECIDED, row, Some(&asked.column), &found, &expected);
            }
        }
    }
}

/// Whether an amount can be divided by it.
fn divides(components: &[KeyComponent]) -> bool {
    let weights: i64 = components.iter().map(|component| i64::from(component.weight.get())).sum();
    let good = |component: &KeyComponent| {
        component.weight > BasisPoints::default() && component.values.iter().any(|value| value.value > 0)
    };
    weights == 10_000 && components.len() <= 10 && components.iter().all(good)
}

/// Whether two versions divide alike: the documents may be others.
fn same(recorded: &[KeyComponent], read: &[KeyComponent]) -> bool {
    let alike = |(a, b): (&KeyComponent, &KeyComponent)| {
        let mut values = [a.values.clone(), b.values.clone()];
        values.iter_mut().for_each(|values| values.sort_by_key(|value| value.municipality));
        let [a_values, b_values] = values;
        a.basis == b.basis
            && a.description == b.description
            && a.weight == b.weight
            && a.reference_date == b.reference_date
            && a_values == b_values
    };
    recorded.len() == read.len() && recorded.iter().zip(read).all(alike)
}

/// Years that follow each other, together.
fn runs(years: &[BudgetYear]) -> Vec<YearSpan> {
    let mut runs: Vec<YearSpan> = Vec::new();
    for year in years {
        match runs.last_mut() {
            Some(run) if run.last().plus(1) == Some(*year) => *run = run.union(YearSpan::one(*year)),
            _ => runs.push(YearSpan::one(*year)),
        }
    }
    runs
}
