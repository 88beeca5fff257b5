//! The calendar of a municipality or the region: what is due when, of all its years together.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_documents::feed::{Agenda, Calendar, ICALENDAR, icalendar};
use openboek_documents::words::by_key;
use openboek_documents::{Follow, Lang, Link};
use openboek_engine::MomentQuery;
use openboek_rules::law::days;
use openboek_rules::statement::{Body, Statement};
use openboek_rules::{BudgetYear, Stream};

use super::address::{self, ICAL_ENDING};
use super::moment::lang_of;
use super::respond::{Page, answer};
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};
use crate::limits::AGENDA_YEARS;
use crate::shown::unproven;

/// `/{arrangement}/agenda/{holder}.ics`
pub(super) async fn show(
    State(context): State<Context>,
    Path((arrangement, file)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    let lang = lang_of(uri.query());
    let page = context.blocking(move |shared| {
        let holder = file.strip_suffix(ICAL_ENDING).and_then(|code| Stream::new(code).ok());
        let holder = holder.ok_or_else(|| Problem::new(Reason::NoSuchPage))?;
        calendar(shared, &arrangement, holder, lang).map(|bytes| Page::file(ICALENDAR, bytes))
    });
    answer(page.await.map_err(|problem| (problem, lang)))
}

/// A link to the calendar.
pub(super) fn follow(arrangement: &str, holder: Stream, lang: Lang) -> Follow {
    let link = Link::new(by_key("agenda-subscribe", lang), address::agenda(arrangement, holder, lang));
    Follow::new(link, ICALENDAR)
}

fn calendar(shared: &Shared, arrangement: &str, holder: Stream, lang: Lang) -> Result<Vec<u8>, Problem> {
    shared.log(arrangement)?;
    let years = shared.engine.paragraph_years(arrangement, holder)?;
    let (mut agenda, mut name, mut last_year) = (Agenda::default(), None, None);
    for year in years.iter().rev().take(AGENDA_YEARS) {
        let shown = shared.engine.paragraph(arrangement, holder, *year, MomentQuery::default())?;
        let head = &shown.paragraph.head;
        name = Some(head.holder_name.clone());
        last_year = Some(head.moment.reference_day.year());
        agenda.add(&shown.paragraph, &unproven(&shown), lang);
    }
    let first = shared.engine.entry(arrangement, 0)?.ok_or_else(|| Problem::new(Reason::NothingRecorded))?;
    // The year that is being prepared when the last entry was recorded has days of its own.
    let coming = last_year.and_then(|year| BudgetYear::new(i64::from(year).saturating_add(1)).ok());
    let coming = coming.filter(|year| !years.contains(year));
    for year in years.iter().rev().take(AGENDA_YEARS).copied().chain(coming) {
        agenda.add_fixed(year, &fixed(holder, first.statement.as_ref(), year), lang);
    }
    let calendar = Calendar {
        lang,
        holder: name.unwrap_or_else(|| holder.to_string()),
        origin: first.entry.origin().to_string(),
        since_ms: first.entry.recorded().unix_ms(),
        recorded_at_ms: recorded(shared, arrangement, &agenda)?,
        page: shared
            .public_url
            .as_ref()
            .map(|url| format!("{url}/{arrangement}/{holder}{}", address::ending(lang))),
        agenda: &agenda,
    };
    Ok(icalendar(&calendar))
}

/// The days of the law for a holder: those of its own budget, and those of the region where the arrangement has a budget.
fn fixed(holder: Stream, founded: Option<&Statement>, year: BudgetYear) -> Vec<days::FixedDay> {
    let of_region = match founded.map(|statement| &statement.body) {
        Some(Body::ArrangementFounded(body)) if body.form.has_budget_duties() => days::of_region(year),
        _ => Vec::new(),
    };
    let own = holder.municipality().map(|_| days::of_municipality(year)).unwrap_or_default();
    own.into_iter().chain(of_region).collect()
}

/// When the entries behind the dates were recorded.
fn recorded(shared: &Shared, arrangement: &str, agenda: &Agenda) -> Result<BTreeMap<u64, i64>, Problem> {
    let mut recorded = BTreeMap::new();
    for position in agenda.days().iter().flat_map(|day| &day.sources) {
        if !recorded.contains_key(position)
            && let Some(entry) = shared.engine.entry(arrangement, *position)?
        {
            recorded.insert(*position, entry.entry.recorded().unix_ms());
        }
    }
    Ok(recorded)
}
