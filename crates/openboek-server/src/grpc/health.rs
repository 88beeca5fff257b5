//! Health: SERVING while the store takes statements, NOT_SERVING when it is read-only or the server stops.

use openboek_store::Health;
use openboek_wire::v1;
use tonic::server::NamedService;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use crate::context::Context;
use crate::limits::HEALTH_INTERVAL;

/// Reading goes on when the store is read-only, so the services that only read stay SERVING.
const WRITERS: [&str; 3] = [
    "",
    v1::ledger_service_server::LedgerServiceServer::<()>::NAME,
    v1::arrangement_service_server::ArrangementServiceServer::<()>::NAME,
];
const READERS: [&str; 2] = [
    v1::paragraph_service_server::ParagraphServiceServer::<()>::NAME,
    v1::audit_service_server::AuditServiceServer::<()>::NAME,
];

/// Keeps the reporter telling how things are, until the server stops.
pub(super) async fn watch(context: Context, reporter: HealthReporter) {
    let mut told = None;
    let mut tick = tokio::time::interval(HEALTH_INTERVAL);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            () = context.stopped() => {
                tell(&reporter, ServingStatus::NotServing, ServingStatus::NotServing).await;
                return;
            }
        }
        let status = match context.engine.health() {
            Health::Ready => ServingStatus::Serving,
            Health::ReadOnly(why) => {
                if told != Some(ServingStatus::NotServing) {
                    tracing::error!(why, "the store is read-only");
                }
                ServingStatus::NotServing
            }
        };
        if told != Some(status) {
            tell(&reporter, status, ServingStatus::Serving).await;
            told = Some(status);
        }
    }
}

async fn tell(reporter: &HealthReporter, writers: ServingStatus, readers: ServingStatus) {
    for name in WRITERS {
        reporter.set_service_status(name, writers).await;
    }
    for name in READERS {
        reporter.set_service_status(name, readers).await;
    }
}
