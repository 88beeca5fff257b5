//! How the server is doing, in numbers, for whoever watches it: OpenMetrics text at an address of its own. No text of callers and no
//! personal data becomes a label; arrangements are named, which everybody may read anyway.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use openboek_store::Health;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;
use tonic::Code;

use crate::context::{Context, Shared};
use crate::errors::Problem;
use crate::limits::METRICS_CONNECTIONS;
use crate::web;

const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Labels = Vec<(&'static str, String)>;

/// How many statuses gRPC has, from 0 on.
const STATUSES: usize = 17;

/// Calls by how their answer began, by the number of the status; of a stream that fails later only its good beginning is counted. Cheap to
/// clone, and to count with: it is done for every call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answers(Arc<[Counter; STATUSES]>);

impl Answers {
    /// One more answer, by its status.
    pub(crate) fn count(&self, code: Code) {
        if let Some(counter) = usize::try_from(i32::from(code)).ok().and_then(|number| self.0.get(number)) {
            counter.inc();
        }
    }

    /// Those there were, under their names.
    fn named(&self) -> Family<Labels, Counter> {
        let named = Family::<Labels, Counter>::default();
        for (number, counter) in (0..).zip(&*self.0).filter(|(_, counter)| counter.get() > 0) {
            let status = format!("{:?}", Code::from(number));
            named.get_or_create(&vec![("status", status)]).inc_by(counter.get());
        }
        named
    }
}

/// Serves until the server is told to stop.
pub(crate) async fn serve(context: Context, listener: TcpListener) {
    let router = Router::new().route("/metrics", get(show)).with_state(context.clone());
    web::serve_router(context, listener, router, METRICS_CONNECTIONS).await;
}

async fn show(State(context): State<Context>) -> Response {
    match context.blocking(text).await {
        Ok(text) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response(),
        Err(problem) => {
            let status = StatusCode::from_u16(problem.http_status());
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

/// All numbers as they are now. Blocks when the store must be asked.
fn text(shared: &Shared) -> Result<String, Problem> {
    let mut registry = Registry::with_prefix("openboek");
    health(&mut registry, shared);
    logs(&mut registry, shared)?;
    places(&mut registry, shared);
    receivers(&mut registry, shared);
    let help = "Calls of gRPC, by the status with which their answer began";
    registry.register("calls", help, shared.answers.named());
    let mut text = String::new();
    // Writing into a text cannot fail.
    let _ = encode(&mut text, &registry);
    Ok(text)
}

fn health(registry: &mut Registry, shared: &Shared) {
    let writable = shared.engine.health() == Health::Ready;
    let help = "Whether the store takes statements; 0 after a failed sync, until the server is started anew";
    registry.register("store_writable", help, gauge(writable.into()));
    let current = shared.engine.static_log_trouble().is_none();
    let help = "Whether the static log is written; 0 while it is behind what is published";
    registry.register("static_log_current", help, gauge(current.into()));
}

fn logs(registry: &mut Registry, shared: &Shared) -> Result<(), Problem> {
    let (recorded, published) = (Family::<Labels, Gauge>::default(), Family::<Labels, Gauge>::default());
    for arrangement in shared.engine.arrangements()? {
        let labels = vec![("arrangement", arrangement.name.to_string())];
        recorded.get_or_create(&labels).set(number(arrangement.heads.size));
        published.get_or_create(&labels).set(number(arrangement.heads.published_size));
    }
    registry.register("entries_recorded", "Entries recorded in each ledger", recorded);
    let help = "Entries under the newest checkpoint of each ledger";
    registry.register("entries_published", help, published);
    Ok(())
}

fn places(registry: &mut Registry, shared: &Shared) {
    let free = Family::<Labels, Gauge>::default();
    for (of, places) in [
        ("calls", &shared.calls),
        ("subscriptions", &shared.subscriptions),
        ("watches", &shared.watches),
        ("bytes of parts", &shared.parts),
    ] {
        let labels = vec![("of", of.to_owned())];
        free.get_or_create(&labels).set(number(places.available_permits()));
    }
    registry.register("places_free", "Places that are free; who finds none is told to come back", free);
}

/// Nothing of them where there are none.
fn receivers(registry: &mut Registry, shared: &Shared) {
    let states = shared.receivers.all();
    if states.is_empty() {
        return;
    }
    let [next, failures, dead, gone] = std::array::from_fn(|_| Family::<Labels, Gauge>::default());
    for ((receiver, arrangement), state) in states {
        let labels = vec![("receiver", receiver), ("arrangement", arrangement.to_string())];
        next.get_or_create(&labels).set(number(state.next));
        failures.get_or_create(&labels).set(number(state.failures));
        dead.get_or_create(&labels).set(number(state.dead));
        gone.get_or_create(&labels).set(i64::from(state.gone));
    }
    let help = "Position up to which a receiver of webhooks was told of a ledger; compare it with the entries published";
    registry.register("webhook_next", help, next);
    let help = "How often the event that a receiver is told of now failed; 0 when all is well";
    registry.register("webhook_failures", help, failures);
    registry.register("webhook_dead_letters", "Events that were given up since the server started", dead);
    registry.register("webhook_gone", "Whether a receiver answered that it is gone", gone);
}

fn gauge(value: i64) -> Gauge {
    let gauge = Gauge::default();
    gauge.set(value);
    gauge
}

fn number(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}
