//! The values that stand in entries: origin, stream code, actor, names with a version, request id.

use crate::text::{is_kebab_case, parse_number, push_hex};
use std::fmt;
use std::sync::Arc;

/// The name of a log, `<host>/<arrangement>`: of `[a-z0-9./-]`, at most 128 bytes, with something on both sides of the first
/// slash (section 1). A name, which stays when the host moves.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(Arc<str>);

impl Origin {
    /// Parses an origin; `None` when it breaks the rule above.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let allowed = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'/' | b'-')
        };
        let (host, arrangement) = text.split_once('/')?;
        let whole = !host.is_empty() && !arrangement.is_empty();
        (whole && text.len() <= 128 && text.bytes().all(allowed)).then(|| Self(text.into()))
    }

    /// The origin as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The code of a stream: a member municipality's (`GM` and four digits) or `region`, the arrangement as a whole.
///
/// The order is the order of the bytes: municipalities by number, then `region`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamCode {
    /// A municipality, by the four digits of its code; at most 9999.
    Municipality(u16),
    /// What concerns the arrangement as a whole.
    Region,
}

impl StreamCode {
    /// Parses `region` or `GM` and four digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "region" {
            return Some(Self::Region);
        }
        let digits = text.strip_prefix("GM")?;
        let four = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        four.then(|| digits.parse().ok().map(Self::Municipality))?
    }

    /// The stream of the municipality with this number; `None` above 9999.
    #[must_use]
    pub fn municipality(number: u16) -> Option<Self> {
        (number <= 9999).then_some(Self::Municipality(number))
    }
}

impl fmt::Display for StreamCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Municipality(number) => write!(out, "GM{number:04}"),
            Self::Region => out.write_str("region"),
        }
    }
}

impl fmt::Debug for StreamCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// The principal that recorded an event: a role or a random name, never a person's name or address.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor(Arc<str>);

impl Actor {
    /// Parses `[a-z0-9][a-z0-9._:/-]{0,63}`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let allowed = |byte: u8| plain(byte) || matches!(byte, b'.' | b'_' | b':' | b'/' | b'-');
        let first = plain(*text.as_bytes().first()?);
        (first && text.len() <= 64 && text.bytes().all(allowed)).then(|| Self(text.into()))
    }

    /// The actor as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Debug for Actor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A kebab-case name and a version from 1, such as `cut-suspended/1` (an event type with its schema) or
/// `openboek-paragraph/1` (a projector).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionedName {
    name: Arc<str>,
    version: u64,
}

impl VersionedName {
    /// Makes a name with its version; `None` when the name is not kebab-case, longer than 64 bytes, or the version is 0 or
    /// beyond 2^53 − 1.
    #[must_use]
    pub fn new(name: &str, version: u64) -> Option<Self> {
        let fits = (1..=crate::text::MAX_NUMBER).contains(&version);
        (fits && is_kebab_case(name)).then(|| Self { name: name.into(), version })
    }

    /// Parses `<name>/<version>`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (name, version) = text.split_once('/')?;
        Self::new(name, parse_number(version)?)
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The version, from 1.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }
}

impl fmt::Display for VersionedName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.name, self.version)
    }
}

impl fmt::Debug for VersionedName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// The UUID that makes a command idempotent, written in lower case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub [u8; 16]);

/// Where the groups of a UUID end, in bytes.
const UUID_GROUPS: [(usize, usize); 5] = [(0, 4), (4, 6), (6, 8), (8, 10), (10, 16)];

impl RequestId {
    /// Parses the 36 characters of a UUID in lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut digits = String::with_capacity(32);
        let mut groups = text.split('-');
        for (start, end) in UUID_GROUPS {
            let group = groups.next()?;
            if group.len() != 2 * (end - start) {
                return None;
            }
            digits.push_str(group);
        }
        if groups.next().is_some() {
            return None;
        }
        crate::text::decode_hex(&digits).map(Self)
    }

    /// Appends the UUID as it is written.
    pub(crate) fn write(&self, out: &mut String) {
        for (start, end) in UUID_GROUPS {
            if start > 0 {
                out.push('-');
            }
            push_hex(out, self.0.get(start..end).unwrap_or_default());
        }
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(36);
        self.write(&mut text);
        out.write_str(&text)
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_host_and_an_arrangement() {
        for right in ["ledger.example.nl/stichtse-vecht", "a/b", "a/b/c"] {
            assert_eq!(Origin::parse(right).unwrap().as_str(), right);
        }
        let long = format!("a/{}", "b".repeat(127));
        for wrong in ["", "a", "/a", "a/", "A/b", "a/b c", "a/b_c", &long] {
            assert_eq!(Origin::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_stream_code_is_region_or_four_digits() {
        for right in ["region", "GM0000", "GM0505", "GM9999"] {
            assert_eq!(StreamCode::parse(right).unwrap().to_string(), right);
        }
        for wrong in ["Region", "GM505", "GM00505", "gm0505", "GM05x5", "GM+505", ""] {
            assert_eq!(StreamCode::parse(wrong), None, "{wrong}");
        }
        assert!(StreamCode::Municipality(9999) < StreamCode::Region);
        assert_eq!(StreamCode::municipality(10_000), None);
    }

    #[test]
    fn an_actor_begins_with_a_letter_or_digit() {
        for right in ["griffie.regio", "0", "a:b/c_d-e", &"a".repeat(64)] {
            assert_eq!(Actor::parse(right).unwrap().as_str(), right);
        }
        for wrong in ["", ".a", "A", "a b", "a@b", &"a".repeat(65)] {
            assert_eq!(Actor::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_version_counts_from_one() {
        assert_eq!(VersionedName::parse("cut-suspended/1").unwrap().to_string(), "cut-suspended/1");
        for wrong in ["cut-suspended", "cut-suspended/0", "cut-suspended/01", "Cut/1", "cut/1/2", "/1"] {
            assert_eq!(VersionedName::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_request_is_a_lower_case_uuid() {
        let right = "0190b4e2-7a3c-7def-8123-456789abcdef";
        assert_eq!(RequestId::parse(right).unwrap().to_string(), right);
        for wrong in [
            "0190B4E2-7a3c-7def-8123-456789abcdef",
            "0190b4e27a3c7def8123456789abcdef",
            "0190b4e2-7a3c-7def-8123-456789abcdef-",
            "0190b4e2-7a3c-7def-812-3456789abcdef",
        ] {
            assert_eq!(RequestId::parse(wrong), None, "{wrong}");
        }
    }
}
