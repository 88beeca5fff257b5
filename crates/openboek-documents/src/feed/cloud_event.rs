//! An entry as a CloudEvent 1.0 in structured JSON, as the Dutch government profile (NL GOV profile for CloudEvents) has it.
//!
//! An event holds no data, only where to read it (`dataref`): what is erased or withheld later stays out of every queue on the way.

use openboek_rules::statement::{Body, Thing};
use serde::Serialize;

/// Media type of a batch of events: a JSON array of them.
pub const CLOUD_EVENTS: &str = "application/cloudevents-batch+json";
/// Reverse DNS name of the register, which belongs to no organisation; the kind and the version of the statement come behind it.
const TYPES: &str = "nl.begroting.sociaaldomein";
/// Digits of a position in `sequence`: as many as the largest has.
const DIGITS: usize = 20;

/// One event. Attributes are lower case and at most 20 letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CloudEvent {
    specversion: &'static str,
    /// The event hash: permanent, and the same wherever the event is read.
    id: String,
    source: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    time: String,
    /// The position, so that texts sort as numbers. Without `sequencetype`: "Integer" would promise that no number is skipped, and seals
    /// take positions too.
    sequence: String,
    dataref: String,
}

/// What an event is made of.
#[derive(Clone, Debug)]
pub struct EventSaid<'a> {
    /// Origin of the log: `ledger.example.nl/stichtse-vecht`.
    pub origin: &'a str,
    /// The *organisatie-identificatienummer* of who runs the server, when it is known.
    pub oin: Option<&'a str>,
    /// Position.
    pub position: u64,
    /// Event hash, `b3:` and 64 hex digits.
    pub event_hash: String,
    /// Time of recording in milliseconds since 1970 (UTC).
    pub recorded_at_ms: i64,
    /// Kind and version of the statement: `cut-suspended`, 1.
    pub kind: (&'a str, u64),
    /// What it says, when that may be read.
    pub body: Option<&'a Body>,
    /// Where it is read.
    pub address: String,
}

impl CloudEvent {
    /// Makes an event.
    #[must_use]
    pub fn new(said: EventSaid<'_>) -> Self {
        let arrangement = said.origin.rsplit('/').next().unwrap_or_default();
        // The order of events is that of one log, so the log is the source.
        let source = match said.oin {
            Some(oin) => format!("urn:nld:oin:{oin}:systeem:openboek-{arrangement}"),
            None => format!("//{}", said.origin),
        };
        let time = jiff::Timestamp::from_millisecond(said.recorded_at_ms).unwrap_or(jiff::Timestamp::MAX);
        let (kind, version) = said.kind;
        Self {
            specversion: "1.0",
            id: said.event_hash,
            source,
            kind: format!("{TYPES}.{kind}.v{version}"),
            subject: said.body.and_then(|body| body.things().into_iter().next()).map(subject),
            time: time.to_string(),
            sequence: format!("{:0DIGITS$}", said.position),
            dataref: said.address,
        }
    }
}

/// `cut/SV-20`
fn subject((kind, id): Thing) -> String {
    format!("{}/{id}", kind.key())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_as_the_profile_has_it() {
        let said = |oin| EventSaid {
            origin: "ledger.example.nl/delta",
            oin,
            position: 12,
            event_hash: "b3:00ff".to_owned(),
            recorded_at_ms: 1_606_122_900_123,
            kind: ("cut-suspended", 1),
            body: None,
            address: "/api/v1/arrangements/delta/entries/12".to_owned(),
        };
        let event = CloudEvent::new(said(Some("00000001823288444000")));
        assert_eq!(
            serde_json::to_string(&event).unwrap(),
            "{\"specversion\":\"1.0\",\"id\":\"b3:00ff\",\
             \"source\":\"urn:nld:oin:00000001823288444000:systeem:openboek-delta\",\
             \"type\":\"nl.begroting.sociaaldomein.cut-suspended.v1\",\"time\":\"2020-11-23T09:15:00.123Z\",\
             \"sequence\":\"00000000000000000012\",\"dataref\":\"/api/v1/arrangements/delta/entries/12\"}"
        );
        assert_eq!(CloudEvent::new(said(None)).source, "//ledger.example.nl/delta");
    }
}
