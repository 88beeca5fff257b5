//! Paragraphs: one at a moment, which there are, and the entries behind a figure.

use openboek_documents::{Lang, Provenance};
use openboek_engine::{MomentQuery, Shown};
use openboek_proof::hash::Blake3Hash;
use openboek_rules::{BudgetYear, Malformed, MalformedCode, Stream};
use openboek_wire::v1;
use openboek_wire::v1::moment::Recorded;
use prost::Message;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::compare::compare;
use super::explain::explain;
use super::search::search;
use super::{convert, model, publish, watch};
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};
use crate::form::{Form, render};
use crate::limits::{ANSWER_BYTES, PAGE_PARAGRAPHS};
use crate::shown::provenance;
use crate::web::Address;

/// See [`v1::paragraph_service_server::ParagraphService`].
pub(super) struct Paragraphs(pub(super) Context);

#[tonic::async_trait]
impl v1::paragraph_service_server::ParagraphService for Paragraphs {
    async fn get_paragraph(
        &self,
        request: Request<v1::GetParagraphRequest>,
    ) -> Result<Response<v1::GetParagraphResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| get(shared, &request)).await?))
    }

    async fn list_paragraphs(
        &self,
        request: Request<v1::ListParagraphsRequest>,
    ) -> Result<Response<v1::ListParagraphsResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| list(shared, &request)).await?))
    }

    async fn explain_figure(
        &self,
        request: Request<v1::ExplainFigureRequest>,
    ) -> Result<Response<v1::ExplainFigureResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| explain(shared, &request)).await?))
    }

    async fn compare_paragraphs(
        &self,
        request: Request<v1::CompareParagraphsRequest>,
    ) -> Result<Response<v1::CompareParagraphsResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| compare(shared, &request)).await?))
    }

    async fn search(
        &self,
        request: Request<v1::SearchRequest>,
    ) -> Result<Response<v1::SearchResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| search(shared, &request)).await?))
    }

    type WatchParagraphsStream = ReceiverStream<Result<v1::WatchParagraphsResponse, Status>>;

    async fn watch_paragraphs(
        &self,
        request: Request<v1::WatchParagraphsRequest>,
    ) -> Result<Response<Self::WatchParagraphsStream>, Status> {
        Ok(Response::new(watch::events(self.0.clone(), request.into_inner()).await?))
    }

    async fn publish_paragraph(
        &self,
        request: Request<v1::PublishParagraphRequest>,
    ) -> Result<Response<v1::PublishParagraphResponse>, Status> {
        Ok(Response::new(publish::publish(&self.0, request.get_ref()).await?))
    }
}

/// A paragraph that was asked for, checked.
pub(super) struct Asked<'a> {
    pub(super) arrangement: &'a str,
    pub(super) holder: Stream,
    pub(super) year: BudgetYear,
    moment: MomentQuery,
    published_only: bool,
}

impl<'a> Asked<'a> {
    /// Checks the key and the moment; every fault at once.
    pub(super) fn new(
        key: Option<&'a v1::ParagraphKey>,
        moment: Option<&v1::Moment>,
    ) -> Result<Self, Problem> {
        Self::read(key, moment).map_err(Problem::from)
    }

    /// The same of a part of a request: faults name their place in it.
    pub(super) fn below(
        field: &str,
        key: Option<&'a v1::ParagraphKey>,
        moment: Option<&v1::Moment>,
    ) -> Result<Self, Problem> {
        let faults =
            |faults: Vec<Malformed>| faults.into_iter().map(|fault| fault.at(field)).collect::<Vec<_>>();
        Self::read(key, moment).map_err(|found| faults(found).into())
    }

    fn read(key: Option<&'a v1::ParagraphKey>, moment: Option<&v1::Moment>) -> Result<Self, Vec<Malformed>> {
        let mut faults = Vec::new();
        let Some(key) = key else {
            return Err(vec![Malformed::new(MalformedCode::Missing, "").at("key")]);
        };
        let holder = convert::stream(&key.municipality, "key.municipality").map_err(|f| faults.push(f)).ok();
        let year = convert::year(key.budget_year, "key.budget_year").map_err(|f| faults.push(f)).ok();
        let query = moment_query(moment, &mut faults);
        match (holder, year) {
            (Some(holder), Some(year)) if faults.is_empty() => Ok(Self {
                arrangement: &key.arrangement,
                holder,
                year,
                moment: query,
                published_only: moment.is_some_and(|moment| moment.published_only),
            }),
            _ => Err(faults),
        }
    }

    /// The paragraph asked for, and where it comes from.
    pub(super) fn show(&self, shared: &Shared) -> Result<(Shown, Provenance), Problem> {
        let log = shared.log(self.arrangement)?;
        let mut moment = self.moment;
        if moment.position.is_none() && moment.as_known_on.is_none() && !self.published_only {
            // The engine's own latest moment is the newest checkpoint; here it is what is recorded now.
            moment.position = Some(shared.engine.heads_now(self.arrangement)?.size);
        }
        let shown = shared.engine.paragraph(self.arrangement, self.holder, self.year, moment)?;
        if self.published_only && shown.paragraph.head.moment.size > shown.heads.published_size {
            return Err(Problem::new(Reason::NotPublished));
        }
        let provenance = provenance(shared, &log, &shown)?;
        Ok((shown, provenance))
    }
}

/// The moment asked for; what is wrong with it is added to the faults.
pub(super) fn moment_query(moment: Option<&v1::Moment>, faults: &mut Vec<Malformed>) -> MomentQuery {
    let mut query = MomentQuery::default();
    let Some(moment) = moment else { return query };
    let mut day = |text: &str, field| convert::day(text, field).map_err(|f| faults.push(f)).ok();
    query.as_decided_on = moment.as_decided_on.as_ref().and_then(|text| day(text, "moment.as_decided_on"));
    match &moment.recorded {
        Some(Recorded::Size(size)) => query.position = Some(*size),
        Some(Recorded::AsKnownOn(text)) => query.as_known_on = day(text, "moment.as_known_on"),
        None => {}
    }
    query
}

pub(crate) fn get(
    shared: &Shared,
    request: &v1::GetParagraphRequest,
) -> Result<v1::GetParagraphResponse, Problem> {
    let asked = Asked::new(request.key.as_ref(), request.moment.as_ref())?;
    let forms = forms(&request.media_types)?;
    let lang = language(&request.language)?;
    let (shown, provenance) = asked.show(shared)?;
    let links = Address::of(asked.arrangement, &shown.paragraph).in_language(lang).links_of_document();
    let renderings = forms.iter().map(|form| {
        let public_url = shared.public_url.as_deref();
        let content = render(*form, &shown.paragraph, &provenance, &links, public_url, lang)?;
        let media_type = form.media_type().to_owned();
        Ok(v1::Rendering { media_type, digest: Blake3Hash::of(&content).to_string(), content })
    });
    sized(v1::GetParagraphResponse {
        renderings: renderings.collect::<Result<_, Problem>>()?,
        paragraph: (!request.without_model).then(|| model::paragraph(&shown.paragraph, &provenance)),
        published_size: shown.heads.published_size,
    })
}

/// The language asked for.
fn language(code: &str) -> Result<Lang, Malformed> {
    match code {
        "" => Ok(Lang::Nl),
        _ => Lang::ALL
            .into_iter()
            .find(|lang| lang.code() == code)
            .ok_or_else(|| Malformed::new(MalformedCode::UnknownEnumValue, code).at("language")),
    }
}

/// The forms asked for; each once, and only those that there are.
fn forms(asked: &[String]) -> Result<Vec<Form>, Problem> {
    let (mut forms, mut faults) = (Vec::new(), Vec::new());
    for (place, media_type) in asked.iter().enumerate() {
        let code = match Form::of_media_type(media_type) {
            None => MalformedCode::UnknownEnumValue,
            Some(form) if forms.contains(&form) => MalformedCode::Duplicate,
            Some(form) => {
                forms.push(form);
                continue;
            }
        };
        faults.push(Malformed::new(code, media_type).at(&format!("media_types[{place}]")));
    }
    if faults.is_empty() { Ok(forms) } else { Err(faults.into()) }
}

/// An answer, unless it is larger than a message may be.
pub(super) fn sized<M: Message>(answer: M) -> Result<M, Problem> {
    if answer.encoded_len() <= ANSWER_BYTES { Ok(answer) } else { Err(Problem::new(Reason::AnswerTooLarge)) }
}

pub(crate) fn list(
    shared: &Shared,
    request: &v1::ListParagraphsRequest,
) -> Result<v1::ListParagraphsResponse, Problem> {
    let size = convert::page_size(request.page_size, PAGE_PARAGRAPHS, "page_size")?;
    let only = match request.municipality.as_str() {
        "" => None,
        code => Some(convert::stream(code, "municipality")?),
    };
    let after = page_token(&request.page_token)?;
    let mut all = Vec::new();
    for (holder, name) in shared.engine.holders(&request.arrangement)? {
        // Holders come in order, so what the page before has needs no look.
        if only.is_some_and(|only| only != holder) || after.is_some_and(|(last, _)| holder < last) {
            continue;
        }
        for year in shared.engine.paragraph_years(&request.arrangement, holder)? {
            if after.is_none_or(|after| (holder, year) > after) {
                all.push((holder, year, name.clone()));
            }
        }
        if all.len() > size {
            break;
        }
    }
    all.sort();
    let more = all.len() > size;
    all.truncate(size);
    let next_page_token = all.last().filter(|_| more).map(|(holder, year, _)| format!("{holder}/{year}"));
    let paragraphs = all.into_iter().map(|(holder, year, municipality_name)| v1::ParagraphSummary {
        key: Some(v1::ParagraphKey {
            arrangement: request.arrangement.clone(),
            municipality: holder.to_string(),
            budget_year: year.get().into(),
        }),
        municipality_name,
    });
    Ok(v1::ListParagraphsResponse {
        paragraphs: paragraphs.collect(),
        next_page_token: next_page_token.unwrap_or_default(),
    })
}

/// The last paragraph of the page before.
fn page_token(token: &str) -> Result<Option<(Stream, BudgetYear)>, Malformed> {
    if token.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (holder, year) = token.split_once('/')?;
        Some((Stream::new(holder).ok()?, BudgetYear::new(year.parse().ok()?).ok()?))
    };
    read().map(Some).ok_or_else(|| Malformed::new(MalformedCode::OutOfRange, token).at("page_token"))
}
