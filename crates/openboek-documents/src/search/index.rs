//! The words of a ledger with the entries they stand in. It grows with the log, entry by entry, and forgets what is erased.

use std::collections::BTreeMap;
use std::ops::Bound;

use jiff::civil::Date;
use openboek_rules::statement::{Statement, Thing};

use super::query::{Asked, Fit, Query, is_beginning};
use super::said::{self, Group, amount_key, name_key};
use super::set::{Marks, Set};
use crate::describe::Names;

/// What an entry is told under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// A thing, by its place in the list of things.
    Thing(u32),
    /// Itself.
    Alone(Group),
}

#[derive(Clone, Copy, Debug)]
struct Known {
    position: u64,
    /// The day from which on its act may have been taken.
    earliest: Option<Date>,
    about: About,
}

/// The words of a ledger. An entry takes about a kilobyte where it has a name and numbers of its own, less where it repeats others.
#[derive(Debug, Default)]
pub struct Index {
    /// Entries by word, amount and name, each by its place in the list of entries.
    places: BTreeMap<Box<str>, Marks>,
    entries: Vec<Known>,
    things: Vec<Thing>,
    numbers: BTreeMap<Thing, u32>,
    names: Names,
    first: u64,
    next: u64,
}

/// Which entries of a ledger are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// Those before this position.
    pub below: u64,
    /// Those whose act may have been taken by this day.
    pub decided_by: Option<Date>,
}

/// What was found of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundGroup {
    /// Which kind.
    pub group: Group,
    /// How much there is: each thing once, however many entries are about it.
    pub count: usize,
    /// The best of them.
    pub found: Vec<Found>,
}

/// Something that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// How well it fits.
    pub fit: Fit,
    /// The newest entry about it that fits so well.
    pub position: u64,
    /// How many other entries about the same thing fit as well or less.
    pub others: usize,
}

impl Index {
    /// An index that has nothing before a position in it. `names` are those that are known by then.
    #[must_use]
    pub fn starting(position: u64, names: Names) -> Self {
        Self { first: position, next: position, names, ..Self::default() }
    }

    /// The first position that was added, or would have been.
    #[must_use]
    pub const fn first(&self) -> u64 {
        self.first
    }

    /// The next position to add.
    #[must_use]
    pub const fn next(&self) -> u64 {
        self.next
    }

    /// How many entries are in it.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names of organisations and municipalities by their identifier.
    #[must_use]
    pub const fn names(&self) -> &Names {
        &self.names
    }

    /// Takes in an entry. Entries come in the order of the log; of one that holds no statement that may be read only the position is noted.
    pub fn add(&mut self, position: u64, statement: Option<&Statement>) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        let (Some(statement), Ok(place)) = (statement, u32::try_from(self.entries.len())) else { return };
        said::learn(&mut self.names, &statement.body);
        for key in said::keys(statement, &self.names) {
            self.places.entry(key.into_boxed_str()).or_default().add(place);
        }
        let about = match said::subject(statement) {
            Some(thing) => self.number(thing).map(About::Thing),
            None => None,
        };
        let about = about.unwrap_or_else(|| About::Alone(Group::of_body(&statement.body)));
        self.entries.push(Known { position, earliest: statement.body.act().date.earliest(), about });
    }

    fn number(&mut self, thing: Thing) -> Option<u32> {
        if let Some(number) = self.numbers.get(&thing) {
            return Some(*number);
        }
        let number = u32::try_from(self.things.len()).ok()?;
        self.things.push(thing.clone());
        self.numbers.insert(thing, number);
        Some(number)
    }

    /// Forgets what an entry says: it was erased.
    pub fn forget(&mut self, position: u64) {
        let Ok(place) = self.entries.binary_search_by_key(&position, |entry| entry.position) else { return };
        let Ok(place) = u32::try_from(place) else { return };
        self.places.retain(|_, marks| marks.take_away(place));
    }

    /// What fits, kind by kind: the kind with the best first, of each kind at most `limit`, the best and newest first.
    #[must_use]
    pub fn find(&self, query: &Query, moment: Moment, limit: usize) -> Vec<FoundGroup> {
        let [exact, whole, begun] = self.fitting(query);
        let fit = |place: usize| match () {
            () if exact.has(place) => Some(Fit::Exact),
            () if whole.has(place) => Some(Fit::Words),
            () if begun.has(place) => Some(Fit::Beginnings),
            () => None,
        };
        let there = self.entries.partition_point(|entry| entry.position < moment.below);
        let mut of_things: Vec<Option<Found>> = vec![None; self.things.len()];
        let mut groups: BTreeMap<Group, Vec<Found>> = BTreeMap::new();
        for (place, entry) in self.entries.iter().enumerate().take(there) {
            let known =
                moment.decided_by.is_none_or(|day| entry.earliest.is_none_or(|earliest| earliest <= day));
            let Some(fit) = fit(place).filter(|_| known) else { continue };
            let found = Found { fit, position: entry.position, others: 0 };
            match entry.about {
                About::Alone(group) => groups.entry(group).or_default().push(found),
                About::Thing(number) => {
                    if let Some(best) =
                        usize::try_from(number).ok().and_then(|number| of_things.get_mut(number))
                    {
                        *best = Some(best.map_or(found, |best| best.and(found)));
                    }
                }
            }
        }
        for ((kind, _), found) in self.things.iter().zip(of_things) {
            if let Some(found) = found {
                groups.entry(Group::of_thing(*kind)).or_default().push(found);
            }
        }
        told(groups, limit)
    }

    /// The entries that fit exactly, by words, and by the beginnings of words.
    fn fitting(&self, query: &Query) -> [Set; 3] {
        let mut exact = self.with(&name_key(&query.name));
        if let Some(cents) = query.amount() {
            exact.join(&self.with(&amount_key(cents)));
        }
        let (mut whole, mut begun) = (self.everything(), self.everything());
        for asked in &query.words {
            let words = self.with_words(asked);
            begun.keep(&self.with_beginnings(asked, &words));
            whole.keep(&words);
        }
        [exact, whole, begun]
    }

    fn empty(&self) -> Set {
        Set::empty(self.entries.len())
    }

    fn everything(&self) -> Set {
        Set::full(self.entries.len())
    }

    fn with(&self, key: &str) -> Set {
        let mut set = self.empty();
        if let Some(marks) = self.places.get(key) {
            set.add_all(marks);
        }
        set
    }

    fn with_words(&self, asked: &Asked) -> Set {
        let mut set = asked.cents.map_or_else(|| self.empty(), |cents| self.with(&amount_key(cents)));
        if let Some(piece) = &asked.piece {
            set.join(&self.with(&piece.whole));
        }
        set
    }

    fn with_beginnings(&self, asked: &Asked, words: &Set) -> Set {
        let mut set = words.clone();
        if let Some(piece) = &asked.piece {
            set.join(&self.beginning(&piece.whole));
        }
        set
    }

    /// Entries with a word that begins so. What it costs is bounded by what the index holds, whatever is asked.
    fn beginning(&self, text: &str) -> Set {
        let mut set = self.empty();
        if is_beginning(text) {
            let from = (Bound::Included(text), Bound::Unbounded);
            let words = self.places.range::<str, _>(from);
            words.take_while(|(word, _)| word.starts_with(text)).for_each(|(_, marks)| set.add_all(marks));
        }
        set
    }
}

impl Found {
    /// The same thing, told of in another entry.
    fn and(self, other: Self) -> Self {
        let best = if (other.fit, std::cmp::Reverse(other.position))
            < (self.fit, std::cmp::Reverse(self.position))
        {
            other
        } else {
            self
        };
        Self { others: self.others + 1, ..best }
    }
}

fn told(groups: BTreeMap<Group, Vec<Found>>, limit: usize) -> Vec<FoundGroup> {
    let mut told: Vec<FoundGroup> = groups
        .into_iter()
        .map(|(group, mut found)| {
            found.sort_unstable_by_key(|one| (one.fit, std::cmp::Reverse(one.position)));
            let count = found.len();
            found.truncate(limit);
            FoundGroup { group, count, found }
        })
        .collect();
    told.sort_by_key(|group| (group.found.first().map(|best| best.fit), group.group));
    told
}
