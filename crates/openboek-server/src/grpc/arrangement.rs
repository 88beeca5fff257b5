//! Arrangements: creating, getting, listing.

use std::collections::BTreeMap;

use openboek_engine::MomentError;
use openboek_rules::Body;
use openboek_wire::v1;
use tonic::{Request, Response, Status};

use super::convert;
use super::ledger::unknown;
use crate::context::{Context, Shared, within};
use crate::errors::{Asked, Problem, Reason};
use crate::limits::PAGE_ARRANGEMENTS;

/// See [`v1::arrangement_service_server::ArrangementService`].
pub(super) struct Arrangements(pub(super) Context);

#[tonic::async_trait]
impl v1::arrangement_service_server::ArrangementService for Arrangements {
    async fn create_arrangement(
        &self,
        request: Request<v1::CreateArrangementRequest>,
    ) -> Result<Response<v1::CreateArrangementResponse>, Status> {
        let request = request.into_inner();
        let recorded = create(&self.0, &request).await?;
        let arrangement = self.0.blocking(move |shared| describe(shared, &request.arrangement)).await?;
        let answer =
            v1::CreateArrangementResponse { arrangement: Some(arrangement), recorded: Some(recorded) };
        Ok(Response::new(answer))
    }

    async fn get_arrangement(
        &self,
        request: Request<v1::GetArrangementRequest>,
    ) -> Result<Response<v1::GetArrangementResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| get(shared, &request)).await?))
    }

    async fn list_arrangements(
        &self,
        request: Request<v1::ListArrangementsRequest>,
    ) -> Result<Response<v1::ListArrangementsResponse>, Status> {
        let request = request.into_inner();
        Ok(Response::new(self.0.blocking(move |shared| list(shared, &request)).await?))
    }
}

async fn create(
    context: &Context,
    request: &v1::CreateArrangementRequest,
) -> Result<v1::RecordResponse, Problem> {
    let command = convert::command(openboek_wire::to_founding(request)?)?;
    // One that was founded under such a name before there was such a page is told so by `create`: it exists.
    if crate::web::is_page(&request.arrangement) && context.engine.heads(&request.arrangement).is_err() {
        return Err(Problem::new(Reason::NameOfPage).with("arrangement", &request.arrangement));
    }
    let (engine, name) = (context.engine.clone(), request.arrangement.clone());
    // Making a log and its key writes files: that blocks.
    let runtime = tokio::runtime::Handle::current();
    let task = tokio::task::spawn_blocking(move || runtime.block_on(engine.create(&name, command)));
    match within(context.limits.call_time, task).await {
        Some(Ok(Ok(recorded))) => Ok(convert::recorded(recorded)),
        Some(Ok(Err(error))) => Err(Problem::of_command(
            error,
            &Asked {
                arrangement: &request.arrangement,
                request_id: &request.request_id,
                kinds: &["arrangement-founded"],
                founding: true,
            },
        )),
        Some(Err(_)) | None => Err(unknown(&request.request_id)),
    }
}

/// See `GetArrangement`.
pub(crate) fn get(
    shared: &Shared,
    request: &v1::GetArrangementRequest,
) -> Result<v1::GetArrangementResponse, Problem> {
    Ok(v1::GetArrangementResponse { arrangement: Some(describe(shared, &request.arrangement)?) })
}

/// An arrangement as its ledger shows it now: as founded, with the members that joined since.
fn describe(shared: &Shared, name: &str) -> Result<v1::Arrangement, Problem> {
    let heads = shared.engine.heads_now(name)?;
    if heads.size == 0 {
        return Err(Problem::no_such_arrangement(name));
    }
    let first = shared.engine.entry(name, 0)?;
    let origin = first.as_ref().map(|entry| entry.entry.origin().to_string()).unwrap_or_default();
    let mut answer = v1::Arrangement {
        arrangement: name.to_owned(),
        origin,
        size: heads.size,
        published_size: heads.published_size,
        verifier_key: shared.engine.verifier_key(name)?,
        ..v1::Arrangement::default()
    };
    let mut members = BTreeMap::new();
    if let Some(Body::ArrangementFounded(founded)) = first.and_then(|entry| entry.statement).map(|s| s.body) {
        answer.name = founded.name.as_str().to_owned();
        answer.form = v1::LegalForm::from(founded.form).into();
        members.extend(founded.members.iter().map(|m| (m.code.to_string(), m.name.as_str().to_owned())));
    }
    match shared.engine.holders(name) {
        Ok(holders) => {
            let joined = holders.into_iter().filter(|(stream, _)| stream.municipality().is_some());
            members.extend(joined.map(|(stream, name)| (stream.to_string(), name)));
        }
        // Just founded, and not published yet.
        Err(MomentError::Nothing) => {}
        Err(error) => return Err(error.into()),
    }
    answer.members = members.into_iter().map(|(code, name)| v1::Member { code, name }).collect();
    Ok(answer)
}

/// A page of arrangements; the token is the name of the last one on the page before.
pub(crate) fn list(
    shared: &Shared,
    request: &v1::ListArrangementsRequest,
) -> Result<v1::ListArrangementsResponse, Problem> {
    let size = convert::page_size(request.page_size, PAGE_ARRANGEMENTS, "page_size")?;
    let all = shared.engine.arrangements()?;
    let mut names = all.iter().map(|a| a.name.as_str()).filter(|name| *name > request.page_token.as_str());
    let page: Vec<&str> = names.by_ref().take(size).collect();
    let next_page_token = names.next().and(page.last()).map(|name| (*name).to_owned()).unwrap_or_default();
    let arrangements = page.into_iter().map(|name| describe(shared, name)).collect::<Result<_, _>>()?;
    Ok(v1::ListArrangementsResponse { arrangements, next_page_token })
}
