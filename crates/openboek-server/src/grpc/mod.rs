//! The gRPC services.

mod arrangement;
mod audit;
mod compare;
mod connection;
mod convert;
mod difference;
mod explain;
mod feed;
mod health;
mod ledger;
mod listen;
mod model;
mod paragraph;
mod parts;
mod preview;
mod publish;
mod record_stream;
mod search;
mod subscribe;
mod watch;

pub(crate) use arrangement::{get as get_arrangement, list as list_arrangements};
pub(crate) use audit::{
    checkpoint as get_checkpoint, consistency as get_consistency_proof, inclusion as get_inclusion_proof,
    list as list_entries, optional_stream,
};
pub(crate) use compare::compare as compare_paragraphs;
pub(crate) use convert::{day, page_size};
pub(crate) use explain::{entry as explain_entry, explain as explain_figure};
pub(crate) use paragraph::{get as get_paragraph, list as list_paragraphs};
pub(crate) use search::search;

use std::future::Future;

use openboek_wire::v1;
use tokio::net::TcpListener;
use tonic::service::Routes;

use crate::context::Context;
use crate::limits;

/// One service with the limits on messages.
macro_rules! service {
    ($server:ident, $of:expr) => {
        $server::new($of)
            .max_decoding_message_size(limits::REQUEST_BYTES)
            .max_encoding_message_size(limits::ANSWER_BYTES)
    };
}

/// Serves until the server is told to stop, and then until the calls under way are done.
///
/// # Errors
/// When the descriptors of the services cannot be read.
pub(crate) fn serve(context: Context, listener: TcpListener) -> Result<impl Future<Output = ()>, String> {
    let (reporter, health) = tonic_health::server::health_reporter();
    let routes = routes(&context)?.add_service(health);
    Ok(async move {
        let watch = tokio::spawn(health::watch(context.clone(), reporter));
        listen::listen(context, routes, listener).await;
        watch.abort();
    })
}

fn routes(context: &Context) -> Result<Routes, String> {
    use v1::arrangement_service_server::ArrangementServiceServer;
    use v1::audit_service_server::AuditServiceServer;
    use v1::ledger_service_server::LedgerServiceServer;
    use v1::paragraph_service_server::ParagraphServiceServer;
    let descriptors = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(openboek_wire::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let routes = Routes::default()
        .add_service(service!(LedgerServiceServer, ledger::Ledger(context.clone())))
        .add_service(service!(ArrangementServiceServer, arrangement::Arrangements(context.clone())))
        .add_service(service!(ParagraphServiceServer, paragraph::Paragraphs(context.clone())))
        .add_service(service!(AuditServiceServer, audit::Audit(context.clone())))
        .add_service(descriptors().build_v1().map_err(|e| e.to_string())?)
        .add_service(descriptors().build_v1alpha().map_err(|e| e.to_string())?);
    Ok(routes.prepare())
}
