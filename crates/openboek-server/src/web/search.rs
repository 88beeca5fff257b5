//! Looking for something: in the ledger of an arrangement, or in all.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_documents::page::{
    ENTRIES, HOLDERS, SearchForm, SearchGroup, SearchHit, SearchPage, SearchedLedger, search_page,
    search_policy,
};
use openboek_documents::search::{Found, FoundGroup, Group, Index, Moment, Query, excerpt, place, subject};
use openboek_documents::words::filled;
use openboek_documents::{Lang, Link, Names, stand_line};
use openboek_engine::{MomentError, MomentQuery, Stand};
use openboek_rules::statement::Statement;
use openboek_rules::{BudgetYear, Stream};
use openboek_views::model::Paragraph;

use super::address::{self, Address};
use super::moment::{Wishes, value_of};
use super::paragraph::today;
use super::respond::{Page, answer};
use crate::context::{Context, Shared};
use crate::errors::Problem;
use crate::limits::{SEARCH_HITS, SEARCH_HITS_OF_MANY, SEARCH_PARAGRAPHS, SEARCH_PARAGRAPHS_EARLIER};
use crate::shown::at;

/// The name of the question in an address.
const QUESTION: &str = "q";

/// `/zoek`
pub(super) async fn all(State(context): State<Context>, uri: Uri) -> Response {
    respond(context, None, &uri).await
}

/// `/{arrangement}/zoek`
pub(super) async fn one(
    State(context): State<Context>,
    Path(arrangement): Path<String>,
    uri: Uri,
) -> Response {
    respond(context, Some(arrangement), &uri).await
}

async fn respond(context: Context, arrangement: Option<String>, uri: &Uri) -> Response {
    let asked = value_of(uri.query(), QUESTION);
    answer(match Wishes::read(uri.query()) {
        Ok(wishes) => {
            let lang = wishes.lang;
            let page = context.blocking(move |shared| page(shared, arrangement.as_deref(), &wishes, asked));
            page.await.map_err(|problem| (problem, lang))
        }
        Err(failed) => Err(failed),
    })
}

fn page(
    shared: &Shared,
    arrangement: Option<&str>,
    wishes: &Wishes,
    asked: Option<String>,
) -> Result<Page, Problem> {
    let (lang, stand) = (wishes.lang, wishes.stand());
    let query = asked.as_deref().map(Query::read);
    let asked = asked.unwrap_or_default();
    let (mut name, mut moment) = (None, None);
    let mut searching = Searching { shared, wishes, places: places(wishes), limit: SEARCH_HITS };
    let mut ledgers = Vec::new();
    if let Some(arrangement) = arrangement {
        shared.log(arrangement)?;
        moment = Some(shared.engine.stand(arrangement, wishes.moment)?);
        name = Some(name_of(shared, arrangement));
    }
    if let Some(Ok(query)) = &query {
        ledgers = match (arrangement, &moment) {
            (Some(arrangement), Some(stand)) => {
                searching.ledger(arrangement, stand, query)?.into_iter().collect()
            }
            _ => searching.everywhere(query)?,
        };
    }
    let at_newest = |lang| address::search(arrangement, &asked, "", lang);
    let other = |text: &str, lang| Link::new(text, address::search(arrangement, &asked, &stand, lang));
    let page = SearchPage {
        lang,
        form: form(arrangement, name.as_deref(), &asked, wishes),
        bad: query.and_then(Result::err),
        stand: moment.map(|stand| stand_line(&at(&stand), lang)),
        latest: wishes.is_earlier().then(|| at_newest(lang)),
        ledgers,
        home: address::home(lang),
        other_language: Some(match lang {
            Lang::Nl => other("English", Lang::En),
            Lang::En => other("Nederlands", Lang::Nl),
        }),
        arrangement: name,
    };
    Ok(Page { policy: search_policy(), ..Page::html(search_page(&page)) })
}

fn name_of(shared: &Shared, arrangement: &str) -> String {
    super::figure::names(shared, arrangement).remove("region").unwrap_or_else(|| arrangement.to_owned())
}

/// The box, with what was asked in it; the moment goes along.
fn form(arrangement: Option<&str>, name: Option<&str>, asked: &str, wishes: &Wishes) -> SearchForm {
    let mut form = SearchForm::new(name, address::search_action(arrangement), wishes.lang);
    asked.clone_into(&mut form.asked);
    let moment = &wishes.moment;
    let known = moment.position.map(|position| position.to_string());
    let known = known.or_else(|| moment.as_known_on.map(|day| day.to_string()));
    form.kept.extend(known.map(|known| ("stand", known)));
    form.kept.extend(moment.as_decided_on.map(|day| ("besluiten-tot", day.to_string())));
    form
}

/// What was found of one kind: how much, and the best of it, each with the statement it was found in.
pub(crate) struct FoundKind {
    pub(crate) group: Group,
    pub(crate) count: usize,
    pub(crate) hits: Vec<(Found, Statement, SearchHit)>,
}

/// What a program finds in a ledger, in Dutch: with the size of the log at that moment, and from which position on it was looked.
pub(crate) fn found(
    shared: &Shared,
    arrangement: &str,
    query: &Query,
    moment: MomentQuery,
    limit: usize,
) -> Result<(u64, u64, Vec<FoundKind>), Problem> {
    shared.log(arrangement)?;
    let wishes = Wishes { moment, ..Wishes::default() };
    let stand = shared.engine.stand(arrangement, moment)?;
    let mut searching = Searching { shared, wishes: &wishes, places: places(&wishes), limit };
    let (mut ledger, first, found) = searching.ask(arrangement, &stand, query)?;
    Ok((stand.size, first, ledger.kinds(found)?))
}

/// How many paragraphs may be made to find the places of what was found.
fn places(wishes: &Wishes) -> usize {
    if wishes.is_earlier() { SEARCH_PARAGRAPHS_EARLIER } else { SEARCH_PARAGRAPHS }
}

/// What one question costs at most.
struct Searching<'a> {
    shared: &'a Shared,
    wishes: &'a Wishes,
    /// How many paragraphs may still be made to find the places of what was found.
    places: usize,
    /// How much of each kind is shown.
    limit: usize,
}

impl<'a> Searching<'a> {
    /// Looks in all ledgers; those that were not there yet at the moment are left out.
    fn everywhere(&mut self, query: &Query) -> Result<Vec<SearchedLedger>, Problem> {
        self.limit = SEARCH_HITS_OF_MANY;
        let mut found = Vec::new();
        for arrangement in self.shared.engine.arrangements()? {
            let name = arrangement.name.as_str();
            match self.shared.engine.stand(name, self.wishes.moment) {
                Ok(stand) => found.extend(self.ledger(name, &stand, query)?),
                Err(MomentError::Nothing | MomentError::Beyond { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(found)
    }

    /// Asks the index; gives also from which position on it knows the ledger.
    fn ask<'b>(
        &'b mut self,
        arrangement: &'b str,
        stand: &Stand,
        query: &'b Query,
    ) -> Result<(Ledger<'b, 'a>, u64, Vec<FoundGroup>), Problem> {
        let moment = Moment { below: stand.size, decided_by: self.wishes.moment.as_decided_on };
        let ask =
            |index: &Index| (index.find(query, moment, self.limit), index.names().clone(), index.first());
        let (found, names, first) = self.shared.searches.ask(&self.shared.engine, arrangement, ask)?;
        let ledger = Ledger { searching: self, arrangement, query, names, paragraphs: BTreeMap::new() };
        Ok((ledger, first, found))
    }

    fn ledger(
        &mut self,
        arrangement: &str,
        stand: &Stand,
        query: &Query,
    ) -> Result<Option<SearchedLedger>, Problem> {
        let lang = self.wishes.lang;
        let (mut ledger, first, found) = self.ask(arrangement, stand, query)?;
        let kinds = ledger.kinds(found)?;
        let mut groups = Vec::new();
        groups.extend(ledger.holders()?);
        groups.extend(ledger.by_position(stand)?);
        groups.extend(kinds.into_iter().map(|kind| {
            let hits = kind.hits.into_iter().map(|(_, _, hit)| hit).collect();
            SearchGroup::new(kind.group.key(), kind.count, hits, lang)
        }));
        if groups.is_empty() {
            return Ok(None);
        }
        let name = ledger.names.get("region").cloned().unwrap_or_else(|| arrangement.to_owned());
        let url = format!("/{arrangement}{}", address::ending(lang));
        Ok(Some(SearchedLedger { name, url, from: (first > 0).then_some(first), groups }))
    }
}

/// One ledger that is looked in.
struct Ledger<'a, 'b> {
    searching: &'a mut Searching<'b>,
    arrangement: &'a str,
    query: &'a Query,
    names: Names,
    /// Paragraphs that were made, with their addresses.
    paragraphs: BTreeMap<(Stream, BudgetYear), Option<(Paragraph, String)>>,
}

impl Ledger<'_, '_> {
    /// Municipalities and the region by their names and codes: they lead to their newest paragraphs.
    fn holders(&self) -> Result<Option<SearchGroup>, Problem> {
        let lang = self.searching.wishes.lang;
        let mut fitting: Vec<_> = self
            .searching
            .shared
            .engine
            .holders(self.arrangement)?
            .into_iter()
            .filter_map(|(holder, name)| {
                let fit =
                    self.query.fit(&name).into_iter().chain(self.query.fit(&holder.to_string())).min()?;
                Some((fit, name, holder))
            })
            .collect();
        fitting.sort();
        let count = fitting.len();
        let hits = fitting.into_iter().take(self.searching.limit).map(|(_, name, holder)| {
            let url = format!("/{}/{holder}{}", self.arrangement, address::ending(lang));
            SearchHit { link: Link::new(name, url), ..SearchHit::default() }
        });
        let hits: Vec<_> = hits.collect();
        Ok((count > 0).then(|| SearchGroup::new(HOLDERS, count, hits, lang)))
    }

    /// The entry at the position that may have been asked for.
    fn by_position(&mut self, stand: &Stand) -> Result<Option<SearchGroup>, Problem> {
        let below = stand.size.min(stand.heads.published_size);
        let Some(position) = self.query.position().filter(|position| *position < below) else {
            return Ok(None);
        };
        let (lang, entry) = (self.searching.wishes.lang, self.entry(position));
        let hit = match self.statement(position)? {
            Some(statement) => {
                let hit = SearchHit::new(&statement, &self.names, entry.clone(), None, lang);
                SearchHit { kind: Some(hit.link.text), link: entry, entry: None, ..hit }
            }
            None => SearchHit { link: entry, ..SearchHit::default() },
        };
        Ok(Some(SearchGroup::new(ENTRIES, 1, vec![hit], lang)))
    }

    fn entry(&self, position: u64) -> Link {
        let lang = self.searching.wishes.lang;
        let name = filled("ui-entry-title", lang, &[&position.to_string()]);
        Link::new(name, address::entry(self.arrangement, position, lang))
    }

    fn statement(&self, position: u64) -> Result<Option<Statement>, Problem> {
        let found = self.searching.shared.engine.entry(self.arrangement, position)?;
        Ok(found.and_then(|decoded| decoded.statement))
    }

    /// What was found, in words and with its place.
    fn kinds(&mut self, found: Vec<FoundGroup>) -> Result<Vec<FoundKind>, Problem> {
        let mut kinds = Vec::with_capacity(found.len());
        for FoundGroup { group, count, found } in found {
            let mut hits = Vec::with_capacity(found.len());
            for one in found {
                hits.extend(self.hit(&one)?.map(|(statement, hit)| (one, statement, hit)));
            }
            kinds.push(FoundKind { group, count, hits });
        }
        Ok(kinds)
    }

    /// `None` when it was erased meanwhile.
    fn hit(&mut self, found: &Found) -> Result<Option<(Statement, SearchHit)>, Problem> {
        let Some(statement) = self.statement(found.position)? else { return Ok(None) };
        let (lang, place) = (self.searching.wishes.lang, self.place(&statement, found.position));
        let hit = SearchHit::new(&statement, &self.names, self.entry(found.position), place, lang);
        let excerpt = excerpt(self.query, &statement, &self.names, lang);
        Ok(Some((statement, SearchHit { excerpt, others: found.others, ..hit })))
    }

    /// Where in a paragraph it stands: that of the first year it says something about, or of the year it was said.
    fn place(&mut self, statement: &Statement, position: u64) -> Option<String> {
        let holder = *statement.concerns.first()?;
        let thing = subject(statement).map(|(_, id)| id);
        let said = statement.body.act().date.earliest().map(|day| i64::from(day.year()));
        let mut years = vec![];
        years.extend(statement.body.years().map(openboek_rules::YearSpan::first));
        years.extend(said.and_then(|year| BudgetYear::new(year).ok()));
        years.dedup();
        years.into_iter().find_map(|year| {
            let (paragraph, address) = self.paragraph(holder, year)?;
            let anchor = place(paragraph, position, thing.as_deref())?;
            Some(format!("{address}#{anchor}"))
        })
    }

    /// A paragraph with its address; `None` when there is none, or when enough were made.
    fn paragraph(&mut self, holder: Stream, year: BudgetYear) -> Option<&(Paragraph, String)> {
        let Searching { shared, wishes, places, .. } = &mut *self.searching;
        let arrangement = self.arrangement;
        let made = self.paragraphs.entry((holder, year)).or_insert_with(|| {
            *places = places.checked_sub(1)?;
            let shown = shared.engine.paragraph(arrangement, holder, year, wishes.moment).ok()?;
            let address = Address::of(arrangement, &shown.paragraph).wished(wishes, today(shared));
            let address = if wishes.is_earlier() { address.permanent() } else { address.newest() };
            Some((shown.paragraph, address))
        });
        made.as_ref()
    }
}
