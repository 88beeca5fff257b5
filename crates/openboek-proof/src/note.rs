//! Signed notes and their keys (C2SP `signed-note`), with Ed25519 checked in one way only.
//!
//! Signature lines, key names and key IDs are `signed_note`'s. The rest is stricter than that crate: verifier keys in one
//! spelling (it takes an upper-case or signed key ID), no control characters at all, every signature of a known key checked
//! (it passes over the second), and Ed25519 without the cofactor, with S < L, and no keys of small order.

use crate::text::{Fault, FormatError, decode_base64, encode_base64, file_lines};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use std::fmt;
use std::sync::Arc;

/// What a note key signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Type 0x01: Ed25519 over the note's text. Logs and authors.
    Ed25519,
    /// Type 0x04: Ed25519 over time and text (`cosignature/v1`). Witnesses.
    Cosignature,
    /// Any other type: read, and never counted.
    Other(u8),
}

impl KeyKind {
    /// The kind with this type byte.
    #[must_use]
    pub fn from_byte(byte: u8) -> Self {
        match byte {
            1 => Self::Ed25519,
            4 => Self::Cosignature,
            other => Self::Other(other),
        }
    }

    /// The type byte.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 1,
            Self::Cosignature => 4,
            Self::Other(byte) => byte,
        }
    }
}

/// Why a text is no verifier key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not `<name>+<8 lower-case hex digits>+<canonical base64>`, or not an Ed25519 point in its one spelling.
    #[error("not a verifier key in its one form")]
    Malformed,
    /// The key ID is not the one of this name and key.
    #[error("the key ID does not fit the key")]
    WrongId,
}

/// A key that verifies, written `<name>+<key ID>+<base64 of type and public key>`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: Arc<str>,
    id: u32,
    kind: KeyKind,
    public: Vec<u8>,
    point: Option<VerifyingKey>,
}

impl VerifierKey {
    /// Parses a verifier key.
    ///
    /// # Errors
    ///
    /// [`KeyError`] when the spelling, the point or the key ID is wrong.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (name, rest) = text.split_once('+').ok_or(KeyError::Malformed)?;
        let (id, key) = rest.split_once('+').ok_or(KeyError::Malformed)?;
        let id = crate::text::decode_hex(id).ok_or(KeyError::Malformed)?;
        let key = decode_base64(key).ok_or(KeyError::Malformed)?;
        let (kind, public) = key.split_first().ok_or(KeyError::Malformed)?;
        let made = Self::new(name, KeyKind::from_byte(*kind), public)?;
        if made.id == u32::from_be_bytes(id) { Ok(made) } else { Err(KeyError::WrongId) }
    }

    /// Makes a key from its parts; the key ID follows from them.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] for a name that no note may carry, or an Ed25519 key that is not 32 bytes, not in its one
    /// spelling, no point or of small order.
    pub fn new(name: &str, kind: KeyKind, public: &[u8]) -> Result<Self, KeyError> {
        let valid = signed_note::is_key_name_valid(name) && !name.contains(char::is_control);
        if !valid || public.is_empty() {
            return Err(KeyError::Malformed);
        }
        let point = match kind {
            KeyKind::Ed25519 | KeyKind::Cosignature => Some(parse_point(public)?),
            KeyKind::Other(_) => None,
        };
        let typed = [&[kind.byte()], public].concat();
        Ok(Self {
            name: name.into(),
            id: signed_note::key_id(name, &typed),
            kind,
            public: public.to_vec(),
            point,
        })
    }

    /// The name of the key: a log's origin, an author's actor, a witness's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key ID.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What the key signs with.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The bytes of the public key, without the type.
    #[must_use]
    pub fn public(&self) -> &[u8] {
        &self.public
    }

    /// Whether this Ed25519 signature fits the message: RFC 8032 with S < L, without the cofactor. A key of another type
    /// verifies nothing.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        let fits = |point: &VerifyingKey| point.verify_strict(message, &signature).is_ok();
        self.point.as_ref().is_some_and(fits)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[self.kind.byte()], self.public.as_slice()].concat();
        write!(out, "{}+{:08x}+{}", self.name, self.id, encode_base64(&typed))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// An Ed25519 public key in its one spelling and not of small order.
fn parse_point(public: &[u8]) -> Result<VerifyingKey, KeyError> {
    let bytes: [u8; 32] = public.try_into().map_err(|_| KeyError::Malformed)?;
    let point = VerifyingKey::from_bytes(&bytes).map_err(|_| KeyError::Malformed)?;
    if is_below_prime(&bytes) && !point.is_weak() { Ok(point) } else { Err(KeyError::Malformed) }
}

/// Whether the y-coordinate is below 2^255 − 19, as RFC 8032 section 5.1.3 wants; the library takes larger ones too.
fn is_below_prime(bytes: &[u8; 32]) -> bool {
    let [first, middle @ .., last] = bytes;
    *first < 0xed || *last & 0x7f != 0x7f || middle.iter().any(|byte| *byte != 0xff)
}

/// A key that signs.
#[derive(Clone)]
pub struct SignerKey {
    key: SigningKey,
    verifier: VerifierKey,
}

impl SignerKey {
    /// Makes a key from its 32 secret bytes. Whoever holds them signs; where they come from is the caller's business.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] for a name that no note may carry or a kind that is not Ed25519.
    pub fn from_seed(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, KeyError> {
        if matches!(kind, KeyKind::Other(_)) {
            return Err(KeyError::Malformed);
        }
        let key = SigningKey::from_bytes(seed);
        let verifier = VerifierKey::new(name, kind, key.verifying_key().as_bytes())?;
        Ok(Self { key, verifier })
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a message with plain Ed25519.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for SignerKey {
    /// Writes the verifier key only: a secret does not belong in a log file.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SignerKey({})", self.verifier)
    }
}

/// One signature line of a note, verified or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key.
    pub name: String,
    /// The key ID.
    pub key_id: u32,
    /// What follows the key ID: for Ed25519 64 bytes, for a cosignature the time and 64 bytes.
    pub signature: Vec<u8>,
}

impl NoteSignature {
    /// Parses `— <name> <base64>`.
    fn parse(line: &str) -> Result<Self, Fault> {
        let (name, _) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or(Fault::Lines)?;
        if !signed_note::is_key_name_valid(name) {
            return Err(Fault::Lines);
        }
        let parsed = signed_note::Signature::from_bytes(line.as_bytes());
        let parsed = parsed.map_err(|_| Fault::Base64)?;
        Ok(Self { name: name.to_owned(), key_id: parsed.id(), signature: parsed.signature().to_vec() })
    }

    /// Whether the line claims to be made with this key.
    #[must_use]
    pub fn claims(&self, key: &VerifierKey) -> bool {
        self.name == key.name() && self.key_id == key.id()
    }
}

impl fmt::Display for NoteSignature {
    /// Writes the line, without its line feed.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.key_id.to_be_bytes()[..], &self.signature].concat();
        write!(out, "— {} {}", self.name, encode_base64(&bytes))
    }
}

/// A text with the signature lines under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNote {
    /// The text that is signed, with its last line feed.
    pub text: String,
    /// The signature lines; at least one in a note that was parsed.
    pub signatures: Vec<NoteSignature>,
}

impl SignedNote {
    /// Parses a note: the text, an empty line, at least one signature line.
    ///
    /// # Errors
    ///
    /// [`FormatError::Malformed`] with the line that breaks a rule.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        let lines = file_lines(bytes, false)?;
        let Some(gap) = lines.iter().rposition(|line| line.is_empty()) else {
            return Err(FormatError::at(lines.len() + 1, Fault::Lines));
        };
        let (text, signatures) = lines.split_at(gap);
        if text.is_empty() || signatures.len() < 2 {
            return Err(FormatError::at(gap + 1, Fault::Lines));
        }
        let parse = |(place, line): (usize, &&str)| {
            NoteSignature::parse(line).map_err(|fault| FormatError::at(gap + 1 + place, fault))
        };
        Ok(Self {
            text: text.iter().flat_map(|line| [line, "\n"]).collect(),
            signatures: signatures.iter().enumerate().skip(1).map(parse).collect::<Result<_, _>>()?,
        })
    }

    /// The bytes of the note.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{}\n", self.text);
        for signature in &self.signatures {
            out.push_str(&format!("{signature}\n"));
        }
        out.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> SignerKey {
        SignerKey::from_seed("log.example/a", KeyKind::Ed25519, &[7; 32]).unwrap()
    }

    #[test]
    fn a_verifier_key_has_one_form() {
        let text = key().verifier().to_string();
        assert_eq!(VerifierKey::parse(&text).unwrap().to_string(), text);
        let (name, rest) = text.split_once('+').unwrap();
        let (id, key) = rest.split_once('+').unwrap();
        for wrong in [
            format!("{name}+{}+{key}", id.to_uppercase()),
            format!("{name}++{}+{key}", &id[1..]),
            format!("{name}+{id}+{key} "),
            format!("{name} +{id}+{key}"),
            format!("+{id}+{key}"),
            format!("{name}+{id}"),
        ] {
            assert_eq!(VerifierKey::parse(&wrong), Err(KeyError::Malformed), "{wrong}");
        }
        let other = format!("{name}+00000000+{key}");
        assert_eq!(VerifierKey::parse(&other), Err(KeyError::WrongId));
    }

    #[test]
    fn weak_and_oversized_points_are_no_keys() {
        let one = [1_u8].into_iter().chain([0; 31]).collect::<Vec<_>>();
        let zero = vec![0; 32];
        // y = p + 1, the same point as y = 1 in another spelling; y = p + 3 is a point of large order.
        let oversized = |low: u8| [vec![low], vec![0xff; 30], vec![0x7f]].concat();
        for public in [one, zero, oversized(0xee), oversized(0xf0), vec![1; 31]] {
            assert!(VerifierKey::new("a", KeyKind::Ed25519, &public).is_err(), "{public:?}");
        }
        let name = VerifierKey::new("a", KeyKind::Other(6), &[0; 1312]).unwrap();
        assert_eq!(VerifierKey::parse(&name.to_string()), Ok(name));
    }

    #[test]
    fn a_signature_fits_one_message_and_has_one_form() {
        let key = key();
        let signature = key.sign(b"text\n");
        assert!(key.verifier().verify(b"text\n", &signature));
        assert!(!key.verifier().verify(b"texT\n", &signature));
        let mut shifted = signature;
        // S + L: the same signature in a second spelling.
        let order =
            crate::text::decode_hex::<32>("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
                .unwrap();
        let mut carry = 0;
        for (byte, more) in shifted[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(more) + carry;
            *byte = (sum & 0xff) as u8;
            carry = sum >> 8;
        }
        assert!(!key.verifier().verify(b"text\n", &shifted));
    }

    #[test]
    fn a_note_is_written_and_read_back() {
        let note = "text\n\nmore\n\n— a AAAAAAE=\n— b AAAAAAE=\n";
        let parsed = SignedNote::parse(note.as_bytes()).unwrap();
        assert_eq!(parsed.text, "text\n\nmore\n");
        assert_eq!(parsed.signatures.len(), 2);
        assert_eq!(parsed.to_bytes(), note.as_bytes());
        for wrong in [
            "",
            "text\n",
            "text\n\n",
            "\n— a AAAAAAE=\n",
            "text\n— a AAAAAAE=\n",
            "text\n\n— a AAAAAAE=",
            "text\n\n— a AAAAAAE=\r\n",
            "text\n\n— a  AAAAAAE=\n",
            "text\n\n— a AAAAAAF=\n",
            "text\n\n— a AAAAAA==\n",
            "text\n\n- a AAAAAAE=\n",
            "text\n\n— a+b AAAAAAE=\n",
            "te\txt\n\n— a AAAAAAE=\n",
            "te\u{7f}xt\n\n— a AAAAAAE=\n",
        ] {
            assert!(SignedNote::parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
