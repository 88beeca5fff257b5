//! The same names in the words of three crates: rules speak of streams of facts, proof and store of codes of six bytes; a store describes
//! a log by its origin.

use openboek_proof::entry::{Origin, StreamCode};
use openboek_rules::{MunicipalityCode, Stream};

/// A stream's code as the log writes it.
pub(crate) fn code_of(stream: Stream) -> StreamCode {
    match stream {
        Stream::Region => StreamCode::Region,
        Stream::Municipality(code) => municipality_code(code),
    }
}

/// A municipality's code as the log writes it.
pub(crate) fn municipality_code(code: MunicipalityCode) -> StreamCode {
    // Municipality codes have four digits, so the log accepts every one.
    StreamCode::municipality(code.number()).unwrap_or(StreamCode::Region)
}

/// The stream of a code.
pub(crate) fn stream_of(code: StreamCode) -> Stream {
    Stream::new(&code.to_string()).unwrap_or(Stream::Region)
}

/// A code as the store's key.
pub(crate) fn key_of(code: StreamCode) -> openboek_store::StreamCode {
    openboek_store::StreamCode::new(&code.to_string()).unwrap_or(openboek_store::StreamCode::REGION)
}

/// The code of a store's key.
pub(crate) fn code_of_key(key: openboek_store::StreamCode) -> StreamCode {
    StreamCode::parse(key.as_str()).unwrap_or(StreamCode::Region)
}

/// The origin that describes a log in a store; `None` when something else does.
pub(crate) fn origin_of(description: &[u8]) -> Option<Origin> {
    std::str::from_utf8(description).ok().and_then(Origin::parse)
}
