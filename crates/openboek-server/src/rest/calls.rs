//! The calls, as functions from an encoded request to an encoded response: those of gRPC themselves.

use openboek_wire::v1;
use prost::Message;

use crate::context::Shared;
use crate::errors::{Problem, Reason};
use crate::grpc;

/// Names a call; what answers it is the function that answers gRPC.
macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident: $request:ident => $handle:path;)*) => {$(
        $(#[$doc])*
        pub(super) fn $name(shared: &Shared, request: &[u8]) -> Result<Vec<u8>, Problem> {
            let request = v1::$request::decode(request).map_err(|_| Problem::new(Reason::Internal))?;
            $handle(shared, &request).map(|answer| answer.encode_to_vec())
        }
    )*};
}

calls! {
    list_arrangements: ListArrangementsRequest => grpc::list_arrangements;
    get_arrangement: GetArrangementRequest => grpc::get_arrangement;
    list_paragraphs: ListParagraphsRequest => grpc::list_paragraphs;
    get_paragraph: GetParagraphRequest => grpc::get_paragraph;
    explain_figure: ExplainFigureRequest => grpc::explain_figure;
    compare_paragraphs: CompareParagraphsRequest => grpc::compare_paragraphs;
    get_checkpoint: GetCheckpointRequest => grpc::get_checkpoint;
    search: SearchRequest => grpc::search;
    list_entries: ListEntriesRequest => grpc::list_entries;
    get_inclusion_proof: GetInclusionProofRequest => grpc::get_inclusion_proof;
    get_consistency_proof: GetConsistencyProofRequest => grpc::get_consistency_proof;
    /// Asked with an arrangement and an index, as a proof is.
    explain_entry: GetInclusionProofRequest => grpc::explain_entry;
}
