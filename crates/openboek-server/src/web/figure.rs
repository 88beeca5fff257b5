//! The explanation of a figure: from euro to decision.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_documents::{EntryLine, ExplainPage, Lang, find_figure};
use openboek_proof::entry::Entry;
use openboek_proof::hash::event_hash;

use super::address;
use super::paragraph::{Asked, read};
use super::respond::{Answer, Page, answer};
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};

/// `…/cijfer/{anchor}`
pub(super) async fn by_path(
    State(context): State<Context>,
    Path((arrangement, holder, year, anchor)): Path<(String, String, String, String)>,
    uri: Uri,
) -> Response {
    answer(match read(arrangement, &holder, &year, uri.query()) {
        Ok(asked) => page(context, asked, anchor).await,
        Err(failed) => Err(failed),
    })
}

/// `…/cijfer?cijfer={anchor}`
pub(super) async fn by_query(
    State(context): State<Context>,
    Path((arrangement, holder, year)): Path<(String, String, String)>,
    uri: Uri,
) -> Response {
    answer(match read(arrangement, &holder, &year, uri.query()) {
        Ok(mut asked) => match asked.wishes.figure.take() {
            Some(anchor) => page(context, asked, anchor).await,
            None => Err((Problem::new(Reason::NoSuchPage), asked.wishes.lang)),
        },
        Err(failed) => Err(failed),
    })
}

async fn page(context: Context, asked: Asked, anchor: String) -> Answer {
    let lang = asked.wishes.lang;
    context.blocking(move |shared| explain(shared, &asked, anchor)).await.map_err(|problem| (problem, lang))
}

fn explain(shared: &Shared, asked: &Asked, anchor: String) -> Result<Page, Problem> {
    let lang = asked.wishes.lang;
    let (shown, provenance) = asked.show(shared)?;
    let figure = find_figure(&shown.paragraph, &anchor).ok_or_else(|| no_such_figure(&anchor))?;
    let entries = figure
        .cell
        .sources
        .iter()
        .filter_map(|position| line(shared, &asked.arrangement, *position, lang).transpose())
        .collect::<Result<Vec<_>, _>>()?;
    let page = ExplainPage {
        lang,
        paragraph: &shown.paragraph,
        provenance: &provenance,
        anchor: anchor.clone(),
        paragraph_url: asked.address(shared, &shown).permanent(),
        check: Some(asked.address(shared, &shown).checker_of(&figure.cell.sources)),
        home: address::home(lang),
        entries,
        names: names(shared, &asked.arrangement),
    };
    openboek_documents::explain_page(&page).map(Page::html).ok_or_else(|| no_such_figure(&anchor))
}

fn no_such_figure(anchor: &str) -> Problem {
    let shown: String = anchor.chars().filter(|c| !c.is_control()).take(120).collect();
    Problem::new(Reason::NoSuchFigure).with("figure", shown)
}

fn line(shared: &Shared, arrangement: &str, position: u64, lang: Lang) -> Result<Option<EntryLine>, Problem> {
    let Some(decoded) = shared.engine.entry(arrangement, position)? else { return Ok(None) };
    let Entry::Event(event) = &decoded.entry else { return Ok(None) };
    Ok(Some(EntryLine {
        position,
        url: address::entry(arrangement, position, lang),
        kind: event.statement.kind.name().to_owned(),
        recorded_at_ms: event.recorded.unix_ms(),
        event_hash: event_hash(&decoded.stored.entry).to_string(),
        statement: decoded.statement.map(Box::new),
    }))
}

/// Names of members and of the arrangement by code; empty while nothing is published.
pub(crate) fn names(shared: &Shared, arrangement: &str) -> BTreeMap<String, String> {
    let holders = shared.engine.holders(arrangement).unwrap_or_default();
    holders.into_iter().map(|(stream, name)| (stream.to_string(), name)).collect()
}
