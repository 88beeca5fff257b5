//! How many people live where, on which day: what figures per inhabitant are divided by.

use std::collections::BTreeMap;

use jiff::civil::Date;
use openboek_rules::statement::{ArrangementFounded, InhabitantsCounted, MemberJoined, MemberLeft};
use openboek_rules::{BudgetYear, MunicipalityCode, Stream, UncertainDate};

use super::Said;
use crate::model::Position;

/// From when until when a municipality is a member, as far as that is recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
struct Membership {
    from: Option<Date>,
    until: Option<Date>,
}

impl Membership {
    fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// The inhabitants of a holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) number: u64,
    /// The day they were counted on.
    pub(crate) on: UncertainDate,
    pub(crate) sources: Vec<Position>,
}

/// All counts, by the day they are of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "snapshot", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Inhabitants {
    counts: BTreeMap<UncertainDate, BTreeMap<MunicipalityCode, (u64, Position)>>,
    members: BTreeMap<MunicipalityCode, Membership>,
}

impl Inhabitants {
    pub(crate) fn founded(&mut self, body: &ArrangementFounded) {
        self.members.extend(body.members.iter().map(|member| (member.code, Membership::default())));
    }

    pub(crate) fn joined(&mut self, body: &MemberJoined) {
        let membership = Membership { from: body.from.earliest(), until: None };
        self.members.insert(body.member.code, membership);
    }

    pub(crate) fn left(&mut self, body: &MemberLeft) {
        if let Some(membership) = self.members.get_mut(&body.municipality) {
            membership.until = body.until.latest();
        }
    }

    pub(crate) fn counted(&mut self, said: &Said, body: &InhabitantsCounted) {
        let day = self.counts.entry(body.reference_date.clone()).or_default();
        for count in &body.counts {
            day.insert(count.municipality, (count.inhabitants, said.at));
        }
    }

    /// The inhabitants that the figures of a budget year are divided by: the last count that is not later than the first day of the
    /// year. Of the region: that of all who are members on that day, counted on one day; `None` while one of them lacks.
    pub(crate) fn of_year(&self, holder: Stream, year: BudgetYear) -> Option<Counted> {
        let first = i16::try_from(year.get()).ok().and_then(|year| Date::new(year, 1, 1).ok())?;
        let who: Vec<MunicipalityCode> = match holder {
            Stream::Municipality(code) => vec![code],
            Stream::Region => self
                .members
                .iter()
                .filter(|(_, member)| member.holds_on(first))
                .map(|(code, _)| *code)
                .collect(),
        };
        let known = self.counts.iter().filter_map(|(on, counts)| Some((on.latest()?, on, counts)));
        let known = known.filter(|(day, ..)| *day <= first);
        let counted = known.filter_map(|(day, on, counts)| Some((day, counted(&who, on, counts)?)));
        counted.max_by_key(|(day, _)| *day).map(|(_, counted)| counted)
    }
}

/// The sum of all of them; `None` when one of them lacks, or when there is nobody.
fn counted(
    who: &[MunicipalityCode],
    on: &UncertainDate,
    counts: &BTreeMap<MunicipalityCode, (u64, Position)>,
) -> Option<Counted> {
    let mut sum = Counted { number: 0, on: on.clone(), sources: Vec::new() };
    for code in who {
        let (number, at) = counts.get(code)?;
        sum.number = sum.number.checked_add(*number)?;
        sum.sources.push(*at);
    }
    (!who.is_empty()).then_some(sum)
}
