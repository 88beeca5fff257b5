//! The page of a paragraph, and the same as spreadsheets, data package, JSON, CSV and plain text.

use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use jiff::civil::Date;
use openboek_documents::{Lang, Provenance};
use openboek_engine::Shown;
use openboek_rules::{BudgetYear, Stream};

use super::address::Address;
use super::moment::Wishes;
use super::respond::{Answer, Page, answer, redirect};
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};
use crate::form::Form;
use crate::shown::provenance;

/// Ends of years that a page leads to at most.
const MOMENTS: usize = 10;

/// A paragraph that a page was asked for.
pub(super) struct Asked {
    pub(super) arrangement: String,
    pub(super) holder: Stream,
    pub(super) year: BudgetYear,
    pub(super) wishes: Wishes,
}

impl Asked {
    pub(super) fn new(
        arrangement: String,
        holder: &str,
        year: &str,
        wishes: Wishes,
    ) -> Result<Self, (Problem, Lang)> {
        let missing = || (Problem::new(Reason::NoSuchPage), wishes.lang);
        let holder = Stream::new(holder).map_err(|_| missing())?;
        // One address a page: no plus signs or leading zeros.
        let number =
            year.parse::<i64>().ok().filter(|number| number.to_string() == year).ok_or_else(missing)?;
        let year = BudgetYear::new(number).map_err(|_| missing())?;
        Ok(Self { arrangement, holder, year, wishes })
    }

    /// Shows the paragraph at the moment asked for.
    pub(super) fn show(&self, shared: &Shared) -> Result<(Shown, Provenance), Problem> {
        let log = shared.log(&self.arrangement)?;
        let shown = shared.engine.paragraph(&self.arrangement, self.holder, self.year, self.wishes.moment)?;
        let provenance = provenance(shared, &log, &shown)?;
        Ok((shown, provenance))
    }

    pub(super) fn address(&self, shared: &Shared, shown: &Shown) -> Address<'_> {
        Address::of(&self.arrangement, &shown.paragraph).wished(&self.wishes, today(shared))
    }
}

/// The paragraph, in the form that stands behind the year.
pub(super) async fn show(
    State(context): State<Context>,
    Path((arrangement, holder, last)): Path<(String, String, String)>,
    uri: Uri,
) -> Response {
    let (year, form) = match last.split_once('.') {
        None => (last.as_str(), Some(Form::Html)),
        Some((year, ending)) => (year, Form::of_ending(ending)),
    };
    answer(match (read(arrangement, &holder, year, uri.query()), form) {
        (Ok(asked), None) if last.ends_with(".pdf") && !year.contains('.') => {
            super::pdf::pdf(context, asked).await
        }
        (Ok(asked), Some(form)) => page(context, asked, form).await,
        (Ok(asked), None) => Err((Problem::new(Reason::NoSuchPage), asked.wishes.lang)),
        (Err(failed), _) => Err(failed),
    })
}

pub(super) fn read(
    arrangement: String,
    holder: &str,
    year: &str,
    query: Option<&str>,
) -> Result<Asked, (Problem, Lang)> {
    Asked::new(arrangement, holder, year, Wishes::read(query)?)
}

async fn page(context: Context, asked: Asked, form: Form) -> Answer {
    let lang = asked.wishes.lang;
    context.blocking(move |shared| render(shared, &asked, form)).await.map_err(|problem| (problem, lang))
}

fn render(shared: &Shared, asked: &Asked, form: Form) -> Result<Page, Problem> {
    let (shown, provenance) = asked.show(shared)?;
    let address = asked.address(shared, &shown);
    let links = if form == Form::Html {
        let years = shared.engine.paragraph_years(&asked.arrangement, asked.holder).unwrap_or_default();
        let mut links = address.links(asked.wishes.is_earlier(), &years, &moments(shared, asked, &shown)?);
        if shared.pdf_program.is_some() && !asked.wishes.is_earlier() {
            links.downloads.insert(0, address.pdf());
        }
        links
    } else {
        address.links_of_document()
    };
    let (public_url, lang) = (shared.public_url.as_deref(), asked.wishes.lang);
    let bytes = crate::form::render(form, &shown.paragraph, &provenance, &links, public_url, lang)?;
    let page = Page::file(media_type(form), bytes);
    Ok(match form {
        Form::Html | Form::Json | Form::Text => page,
        _ => page.named(format!(
            "paragraaf-{}-{}-{}.{}",
            asked.arrangement,
            asked.holder,
            asked.year,
            form.ending()
        )),
    })
}

/// What a browser is told; text is told how it is encoded.
const fn media_type(form: Form) -> &'static str {
    match form {
        Form::Html => "text/html; charset=utf-8",
        Form::Csv => "text/csv; charset=utf-8",
        Form::Text => "text/plain; charset=utf-8",
        other => other.media_type(),
    }
}

/// Ends of the years that are over, the newest first, from the first entry on: moments that a reader may want to go back to.
pub(super) fn moments(shared: &Shared, asked: &Asked, shown: &Shown) -> Result<Vec<Date>, Problem> {
    let Some(first) = shared.engine.entry(&asked.arrangement, 0)? else { return Ok(Vec::new()) };
    let first = day_of(first.entry.recorded().unix_ms()).year();
    let last = day_of(shown.last_recorded_at_ms).year();
    let ends = (first..last).rev().filter_map(|year| Date::new(year, 12, 31).ok());
    Ok(ends.filter(|day| *day < today(shared)).take(MOMENTS).collect())
}

/// The day by universal time: never after the day in the Netherlands.
pub(super) fn today(shared: &Shared) -> Date {
    day_of(shared.clock.now_ms())
}

fn day_of(ms: i64) -> Date {
    let moment = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Leads to the newest year of a municipality or the region.
pub(super) async fn newest(
    State(context): State<Context>,
    Path((arrangement, holder)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    let lang = super::moment::lang_of(uri.query());
    let found = context.blocking(move |shared| {
        let code = Stream::new(&holder).map_err(|_| Problem::new(Reason::NoSuchPage))?;
        shared.log(&arrangement)?;
        let years = shared.engine.paragraph_years(&arrangement, code)?;
        let year = years.last().ok_or_else(|| Problem::new(Reason::NothingRecorded))?;
        Ok(format!("/{arrangement}/{code}/{year}"))
    });
    match found.await {
        Ok(to) if lang == Lang::En => redirect(StatusCode::FOUND, &format!("{to}?lang=en")),
        Ok(to) => redirect(StatusCode::FOUND, &to),
        Err(problem) => answer(Err((problem, lang))),
    }
}
