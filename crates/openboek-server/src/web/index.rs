//! The first page: arrangements, whose paragraphs there are, and years.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_documents::page::{SearchForm, search_policy};
use openboek_documents::words::by_key;
use openboek_documents::{
    IndexArrangement, IndexHolder, IndexPage, Lang, Link, Provenance, index_page, stand_line,
};
use openboek_engine::{Arrangement, MomentError};
use openboek_proof::hash::event_hash;
use openboek_rules::Stream;

use super::address::{self, ending};
use super::moment::lang_of;
use super::respond::{Page, answer};
use crate::context::{Context, Shared};
use crate::errors::Problem;

/// `/`
pub(super) async fn all(State(context): State<Context>, uri: Uri) -> Response {
    let lang = lang_of(uri.query());
    let page = context.blocking(move |shared| page(shared, &shared.engine.arrangements()?, None, lang));
    answer(page.await.map_err(|problem| (problem, lang)))
}

/// `/{arrangement}`
pub(super) async fn one(State(context): State<Context>, Path(name): Path<String>, uri: Uri) -> Response {
    let lang = lang_of(uri.query());
    let found = context.blocking(move |shared| {
        let mut arrangements = shared.engine.arrangements()?;
        arrangements.retain(|arrangement| arrangement.name.as_str() == name);
        if arrangements.is_empty() {
            return Err(Problem::no_such_arrangement(&name));
        }
        page(shared, &arrangements, Some(&name), lang)
    });
    answer(found.await.map_err(|problem| (problem, lang)))
}

/// The page of one arrangement by its name, or of all.
fn page(
    shared: &Shared,
    arrangements: &[Arrangement],
    one: Option<&str>,
    lang: Lang,
) -> Result<Page, Problem> {
    let shown = arrangements.iter().map(|arrangement| show(shared, arrangement, lang));
    let here = format!("/{}", one.unwrap_or_default());
    let other = match lang {
        Lang::Nl => Link::new("English", format!("{here}?lang=en")),
        Lang::En => Link::new("Nederlands", here),
    };
    let (check, codes) = match lang {
        Lang::Nl => ("Controleer een bundel", "Uitleg bij meldingen en regels"),
        Lang::En => ("Check a bundle", "Messages and rules explained"),
    };
    let more = vec![
        Link::new(by_key("search-link", lang), address::search(one, "", "", lang)),
        Link::new(check, format!("/controleer{}", ending(lang))),
        Link::new(codes, address::explanation("", lang)),
    ];
    let arrangements = shown.collect::<Result<Vec<IndexArrangement>, _>>()?;
    let name = one.and_then(|_| arrangements.first()).map(|arrangement| arrangement.name.as_str());
    let search = (!arrangements.is_empty()).then(|| SearchForm::new(name, address::search_action(one), lang));
    let page = IndexPage { lang, search, arrangements, more, other_language: Some(other) };
    Ok(Page { policy: search_policy(), ..Page::html(index_page(&page)) })
}

fn show(shared: &Shared, arrangement: &Arrangement, lang: Lang) -> Result<IndexArrangement, Problem> {
    let name = arrangement.name.as_str();
    let holders = match shared.engine.holders(name) {
        Ok(holders) => holders,
        Err(MomentError::Nothing) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    // The region comes last and bears the name of the arrangement.
    let region = holders.iter().find(|(holder, _)| *holder == Stream::Region);
    let recorded_name = region.map_or_else(|| name.to_owned(), |(_, name)| name.clone());
    let shown =
        holders.iter().map(|(holder, holder_name)| show_holder(shared, name, *holder, holder_name, lang));
    Ok(IndexArrangement {
        name: recorded_name,
        url: format!("/{name}{}", ending(lang)),
        origin: arrangement.origin.clone(),
        stand: stand(shared, arrangement, lang)?,
        open: Some(Link::new(by_key("ui-open-all", lang), address::open(name, "", lang))),
        follow: super::feed::follow_holder(name, None, lang),
        holders: shown.collect::<Result<_, _>>()?,
    })
}

fn show_holder(
    shared: &Shared,
    arrangement: &str,
    holder: Stream,
    name: &str,
    lang: Lang,
) -> Result<IndexHolder, Problem> {
    let ending = ending(lang);
    let years = shared.engine.paragraph_years(arrangement, holder)?;
    let years = years
        .iter()
        .map(|year| Link::new(year.to_string(), format!("/{arrangement}/{holder}/{year}{ending}")));
    let url = format!("/{arrangement}/{holder}{ending}");
    Ok(IndexHolder { name: name.to_owned(), url, years: years.collect() })
}

/// The line on the newest moment that can be proved.
fn stand(shared: &Shared, arrangement: &Arrangement, lang: Lang) -> Result<Option<String>, Problem> {
    let size = arrangement.heads.published_size;
    let Some(last) = size.checked_sub(1) else { return Ok(None) };
    let Some(entry) = shared.engine.entry(arrangement.name.as_str(), last)? else { return Ok(None) };
    let provenance = Provenance {
        origin: arrangement.origin.clone(),
        size,
        root: None,
        published_size: size,
        last_recorded_at_ms: entry.entry.recorded().unix_ms(),
        last_event_hash: Some(event_hash(&entry.stored.entry).to_string()),
        receipt: None,
    };
    Ok(Some(stand_line(&provenance, lang)))
}
