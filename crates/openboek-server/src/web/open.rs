//! The page of everything that is still unanswered, late or unknown in an arrangement, at any moment.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_documents::page::{OpenHolder, OpenPage, open_page};
use openboek_documents::{Lang, Link, Sheet, stand_line};
use openboek_engine::MomentError;
use openboek_rules::Stream;

use super::address;
use super::moment::Wishes;
use super::respond::{Page, answer};
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};
use crate::limits::OPEN_PARAGRAPHS;
use crate::shown::unproven;

/// `/{arrangement}/openstaand`
pub(super) async fn show(
    State(context): State<Context>,
    Path(arrangement): Path<String>,
    uri: Uri,
) -> Response {
    answer(match Wishes::read(uri.query()) {
        Ok(wishes) => {
            let lang = wishes.lang;
            let page = context.blocking(move |shared| page(shared, &arrangement, &wishes));
            page.await.map_err(|problem| (problem, lang))
        }
        Err(failed) => Err(failed),
    })
}

fn page(shared: &Shared, arrangement: &str, wishes: &Wishes) -> Result<Page, Problem> {
    shared.log(arrangement)?;
    let lang = wishes.lang;
    let holders = shared.engine.holders(arrangement)?;
    let (mut page, mut looks, mut moment) = (OpenPage { lang, ..OpenPage::default() }, 0_usize, None);
    for (holder, name) in holders {
        let url = format!("/{arrangement}/{holder}{}", address::ending(lang));
        let mut open = OpenHolder::new(name.clone(), url);
        let years = shared.engine.paragraph_years(arrangement, holder)?;
        for year in years.iter().rev() {
            looks += 1;
            if looks > OPEN_PARAGRAPHS {
                page.left_out += 1;
                continue;
            }
            let shown = match shared.engine.paragraph(arrangement, holder, *year, wishes.moment) {
                // No member yet at that moment, so nothing of it was open.
                Err(MomentError::NoSuchMember(_)) => continue,
                shown => shown?,
            };
            let provenance = unproven(&shown);
            open.add(&Sheet::new(&shown.paragraph, &provenance, lang));
            moment = Some(provenance);
        }
        if holder == Stream::Region {
            page.arrangement.clone_from(&name);
        }
        if open.questions.is_empty() { page.done.push(name) } else { page.holders.push(open) }
    }
    let last = moment.ok_or_else(|| Problem::new(Reason::NothingRecorded))?;
    let stand = wishes.stand();
    page.stand = stand_line(&last, lang);
    page.home = address::home(lang);
    page.latest = wishes.is_earlier().then(|| address::open(arrangement, "", lang));
    let newest = format!("stand={}", last.size);
    page.permanent = address::open(arrangement, if stand.is_empty() { &newest } else { &stand }, lang);
    page.entry = (format!("/{arrangement}/boeking/"), address::ending(lang).to_owned());
    page.other_language = Some(match lang {
        Lang::Nl => Link::new("English", address::open(arrangement, &stand, Lang::En)),
        Lang::En => Link::new("Nederlands", address::open(arrangement, &stand, Lang::Nl)),
    });
    Ok(Page::html(open_page(&page)))
}
