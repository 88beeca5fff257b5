//! The page of what is different between two paragraphs: since an earlier moment (`sinds`), from another budget year (`jaar`), from another
//! municipality or the region (`met`).

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_documents::page::{ComparePage, Found, compare_page};
use openboek_documents::words::{by_key, filled};
use openboek_documents::{Lang, Link, stand_line};
use openboek_engine::{MomentQuery, Shown};
use openboek_wire::v1;

use super::address::{self, Address};
use super::moment::{Wishes, lang_of, value_of};
use super::paragraph::{Asked, moments, read};
use super::respond::{Page, answer};
use crate::context::{Context, Shared};
use crate::differences::told;
use crate::errors::{Problem, Reason};
use crate::grpc;
use crate::limits::COMPARED_SENTENCES;
use crate::shown::unproven;

/// What a paragraph is compared with.
#[derive(Clone, Debug)]
struct Other {
    holder: Option<String>,
    year: Option<String>,
    since: Option<MomentQuery>,
}

/// `/{arrangement}/{holder}/{year}/verschil`
pub(super) async fn show(
    State(context): State<Context>,
    Path((arrangement, holder, year)): Path<(String, String, String)>,
    uri: Uri,
) -> Response {
    let asked = read(arrangement, &holder, &year, uri.query())
        .and_then(|asked| Ok((asked, Other::read(uri.query())?)));
    answer(match asked {
        Ok((asked, other)) => {
            let lang = asked.wishes.lang;
            context
                .blocking(move |shared| page(shared, &asked, &other))
                .await
                .map_err(|problem| (problem, lang))
        }
        Err(failed) => Err(failed),
    })
}

impl Other {
    fn read(query: Option<&str>) -> Result<Self, (Problem, Lang)> {
        let read = |since: String| {
            // It is decoded: whatever else it says is no moment.
            let plain = since.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            let bad = || (Problem::new(Reason::BadMoment).with("found", "sinds"), lang_of(query));
            if plain { Wishes::read(Some(&format!("stand={since}"))) } else { Err(bad()) }
        };
        let since = value_of(query, "sinds").map(read);
        Ok(Self {
            holder: value_of(query, "met"),
            year: value_of(query, "jaar"),
            since: since.transpose()?.map(|wishes| wishes.moment),
        })
    }

    /// The choice as it stands behind a question mark.
    fn wish(&self) -> String {
        let since = self.since.map(|moment| Wishes { moment, ..Wishes::default() }.stand());
        let since = since.map(|stand| stand.replacen("stand=", "sinds=", 1));
        let year = self.year.as_ref().map(|year| format!("jaar={year}"));
        let holder = self.holder.as_ref().map(|holder| format!("met={holder}"));
        [since, year, holder].into_iter().flatten().collect::<Vec<_>>().join("&")
    }

    /// The paragraph; `None` when nothing was chosen.
    fn asked(&self, asked: &Asked) -> Result<Option<Asked>, Problem> {
        if self.holder.is_none() && self.year.is_none() && self.since.is_none() {
            return Ok(None);
        }
        let holder = self.holder.clone().unwrap_or_else(|| asked.holder.to_string());
        let year = self.year.clone().unwrap_or_else(|| asked.year.to_string());
        let moment = self.since.unwrap_or(asked.wishes.moment);
        let wishes = Wishes { moment, ..asked.wishes.clone() };
        Asked::new(asked.arrangement.clone(), &holder, &year, wishes)
            .map(Some)
            .map_err(|(problem, _)| problem)
    }
}

fn page(shared: &Shared, asked: &Asked, other: &Other) -> Result<Page, Problem> {
    shared.log(&asked.arrangement)?;
    let shown = shared.engine.paragraph(&asked.arrangement, asked.holder, asked.year, asked.wishes.moment)?;
    let (lang, address) = (asked.wishes.lang, asked.address(shared, &shown));
    let found = match other.asked(asked)? {
        Some(with) => Some(found(shared, asked, &with, &shown)?),
        None => None,
    };
    let (title, stand) = (name(&shown), asked.wishes.stand());
    let page = ComparePage {
        lang,
        title,
        found,
        choices: choices(shared, asked, &address, &shown)?,
        home: address::home(lang),
        paragraph: if asked.wishes.is_earlier() { address.permanent() } else { address.newest() },
        other_language: Some(match lang {
            Lang::Nl => Link::new("English", address.in_language(Lang::En).compared(&other.wish(), &stand)),
            Lang::En => {
                Link::new("Nederlands", address.in_language(Lang::Nl).compared(&other.wish(), &stand))
            }
        }),
    };
    Ok(Page::html(compare_page(&page)))
}

/// "Dordrecht (GM0505) 2021".
fn name(shown: &Shown) -> String {
    let head = &shown.paragraph.head;
    let year = head.year;
    match head.holder_name.as_str() {
        "" => format!("{} {year}", head.holder),
        name => format!("{name} ({}) {year}", head.holder),
    }
}

fn found(shared: &Shared, asked: &Asked, with: &Asked, shown: &Shown) -> Result<Found, Problem> {
    let lang = asked.wishes.lang;
    let before = shared.engine.paragraph(&with.arrangement, with.holder, with.year, with.wishes.moment)?;
    let request =
        v1::CompareParagraphsRequest { before: Some(at(with, &before)), after: Some(at(asked, shown)) };
    let difference = grpc::compare_paragraphs(shared, &request)?.difference.unwrap_or_default();
    let mut told = told(&difference, lang);
    let more = told.shorten(COMPARED_SENTENCES);
    let cause = |cause: &v1::DifferenceCause| {
        let title = lang.pick(&cause.title, &cause.title_en);
        let entry = filled("ui-entry-title", lang, &[&cause.index.to_string()]);
        Link::new(format!("{entry}: {title}"), address::entry(&asked.arrangement, cause.index, lang))
    };
    let of =
        |shown: &Shown| (name(shown), stand_line(&unproven(shown), lang).trim_end_matches('.').to_owned());
    Ok(Found {
        before: of(&before),
        after: of(shown),
        frames: told.frames,
        tables: told.tables,
        same: told.same,
        more,
        causes: difference.causes.iter().map(cause).collect(),
    })
}

/// A paragraph as gRPC names it, at the size that was shown, so that both are of one moment.
fn at(asked: &Asked, shown: &Shown) -> v1::ParagraphAt {
    let head = &shown.paragraph.head;
    v1::ParagraphAt {
        key: Some(v1::ParagraphKey {
            arrangement: asked.arrangement.clone(),
            municipality: asked.holder.to_string(),
            budget_year: i32::from(asked.year.get()),
        }),
        moment: Some(v1::Moment {
            recorded: Some(match asked.wishes.moment.as_known_on {
                // Open terms are counted to a day that was asked for.
                Some(day) => v1::moment::Recorded::AsKnownOn(day.to_string()),
                None => v1::moment::Recorded::Size(head.moment.size),
            }),
            as_decided_on: asked.wishes.moment.as_decided_on.map(|day| day.to_string()),
            published_only: false,
        }),
    }
}

fn choices(
    shared: &Shared,
    asked: &Asked,
    address: &Address<'_>,
    shown: &Shown,
) -> Result<Vec<(String, Vec<Link>)>, Problem> {
    let lang = asked.wishes.lang;
    let stand = asked.wishes.stand();
    let link = |text: String, wish: String| Link::new(text, address.compared(&wish, &stand));
    let years = shared.engine.paragraph_years(&asked.arrangement, asked.holder)?;
    let years = years
        .iter()
        .filter(|year| **year != asked.year)
        .map(|year| link(year.to_string(), format!("jaar={year}")));
    let days = moments(shared, asked, shown)?.into_iter();
    let days = days.map(|day| link(openboek_documents::form::day(day, lang), format!("sinds={day}")));
    let holders = shared.engine.holders(&asked.arrangement)?.into_iter();
    let has_year = |holder| {
        let years = shared.engine.paragraph_years(&asked.arrangement, holder).unwrap_or_default();
        years.contains(&asked.year)
    };
    let holders = holders.filter(|(holder, _)| *holder != asked.holder && has_year(*holder));
    let holders = holders.map(|(holder, name)| link(name, format!("met={holder}")));
    let lists: [(&str, Vec<Link>); 3] = [
        ("ui-compare-years", years.collect()),
        ("ui-compare-moments", days.collect()),
        ("ui-compare-holders", holders.collect()),
    ];
    let named = |(key, links): (&str, Vec<Link>)| (by_key(key, lang).into_owned(), links);
    Ok(lists.into_iter().filter(|(_, links)| !links.is_empty()).map(named).collect())
}
