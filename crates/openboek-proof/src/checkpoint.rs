//! Checkpoints: the signed heads of the tree (C2SP `tlog-checkpoint`) and cosignatures under them (`tlog-cosignature`,
//! type 0x04).

use crate::entry::{Actor, AuthorSignature, Origin, Statement, statement_text};
use crate::hash::Hash;
use crate::note::{KeyError, KeyKind, NoteSignature, SignedNote, SignerKey, VerifierKey};
use crate::text::{Fault, FormatError, parse_number};
use std::fmt;

/// What a checkpoint says: the log, how many entries it has, and the root of the tree over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log.
    pub origin: Origin,
    /// The number of entries.
    pub size: u64,
    /// The root of the tree.
    pub root: Hash,
}

impl fmt::Display for Checkpoint {
    /// Writes the text that is signed: three lines.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}\n{}\n{}\n", self.origin, self.size, self.root)
    }
}

/// A checkpoint with the signatures under it, as it was parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointNote {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The text and all signatures, verified or not.
    pub note: SignedNote,
}

/// A signature of a known key that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a signature of a known key fails")]
pub struct SignatureFails;

impl CheckpointNote {
    /// Parses a checkpoint note: three lines (no extension lines), an empty line, signature lines.
    ///
    /// # Errors
    ///
    /// [`FormatError::Malformed`] with the line that breaks a rule.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        let note = SignedNote::parse(bytes)?;
        let lines: Vec<&str> = note.text.lines().collect();
        let [origin, size, root] = lines[..] else {
            return Err(FormatError::at(lines.len().min(4), Fault::Lines));
        };
        let checkpoint = Checkpoint {
            origin: Origin::parse(origin).ok_or(FormatError::at(1, Fault::Value("origin")))?,
            size: parse_number(size).ok_or(FormatError::at(2, Fault::Number))?,
            root: Hash::parse(root).ok_or(FormatError::at(3, Fault::Base64))?,
        };
        Ok(Self { checkpoint, note })
    }

    /// The bytes of the note.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.note.to_bytes()
    }

    /// Whether the log key signed the checkpoint: `Ok(false)` when no line claims to be made with it.
    ///
    /// # Errors
    ///
    /// [`SignatureFails`] when one of its lines does not fit the text.
    pub fn is_signed_by(&self, key: &VerifierKey) -> Result<bool, SignatureFails> {
        let mut signed = false;
        for line in self.note.signatures.iter().filter(|line| line.claims(key)) {
            let signature = line.signature.as_slice().try_into().map_err(|_| SignatureFails)?;
            let plain = key.kind() == KeyKind::Ed25519;
            if !plain || !key.verify(self.note.text.as_bytes(), signature) {
                return Err(SignatureFails);
            }
            signed = true;
        }
        Ok(signed)
    }

    /// The times, in seconds since 1970, of the witness's cosignatures under the checkpoint; empty when no line claims to be
    /// made with its key.
    ///
    /// # Errors
    ///
    /// [`SignatureFails`] when one of its lines does not fit the text or its time.
    pub fn cosigned_at(&self, key: &VerifierKey) -> Result<Vec<u64>, SignatureFails> {
        let lines = self.note.signatures.iter().filter(|line| line.claims(key));
        lines.map(|line| check_cosignature(line, key, &self.note.text)).collect()
    }

    /// Adds signature lines, such as the cosignatures that witnesses answered with.
    pub fn add_signatures(&mut self, lines: impl IntoIterator<Item = NoteSignature>) {
        self.note.signatures.extend(lines);
    }
}

/// The time of a cosignature if it fits.
fn check_cosignature(line: &NoteSignature, key: &VerifierKey, text: &str) -> Result<u64, SignatureFails> {
    let (time, signature) = line.signature.split_first_chunk::<8>().ok_or(SignatureFails)?;
    let signature = signature.try_into().map_err(|_| SignatureFails)?;
    let time = u64::from_be_bytes(*time);
    let in_range = i64::try_from(time).is_ok();
    let message = cosigned_message(time, text);
    if key.kind() == KeyKind::Cosignature && in_range && key.verify(message.as_bytes(), signature) {
        Ok(time)
    } else {
        Err(SignatureFails)
    }
}

/// What a witness signs: a header, the time and the checkpoint's text.
fn cosigned_message(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// The key of a log: an Ed25519 note key named after the origin, which signs nothing but checkpoints.
#[derive(Debug, Clone)]
pub struct LogKey {
    origin: Origin,
    key: SignerKey,
}

impl LogKey {
    /// Makes the key of `origin` from its 32 secret bytes.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] never for an [`Origin`]; it is passed on for the sake of the signature.
    pub fn from_seed(seed: &[u8; 32], origin: &Origin) -> Result<Self, KeyError> {
        let key = SignerKey::from_seed(origin.as_str(), KeyKind::Ed25519, seed)?;
        Ok(Self { origin: origin.clone(), key })
    }

    /// The log.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The verifier key; its text is `log.vkey`'s line.
    #[must_use]
    pub fn verifier_key(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Signs a checkpoint: the bytes of the note.
    #[must_use]
    pub fn sign_checkpoint(&self, size: u64, root: Hash) -> Vec<u8> {
        self.checkpoint_note(size, root).to_bytes()
    }

    /// Signs a checkpoint: the note.
    #[must_use]
    pub fn checkpoint_note(&self, size: u64, root: Hash) -> CheckpointNote {
        let checkpoint = Checkpoint { origin: self.origin.clone(), size, root };
        let signature = self.signature(&checkpoint);
        let note = SignedNote { text: checkpoint.to_string(), signatures: vec![signature] };
        CheckpointNote { checkpoint, note }
    }

    /// The signature line of this key for a checkpoint, to stand beside another key's while both sign.
    #[must_use]
    pub fn signature(&self, checkpoint: &Checkpoint) -> NoteSignature {
        let verifier = self.verifier_key();
        NoteSignature {
            name: verifier.name().to_owned(),
            key_id: verifier.id(),
            signature: self.key.sign(checkpoint.to_string().as_bytes()).to_vec(),
        }
    }
}

/// The key of a witness.
#[derive(Debug, Clone)]
pub struct WitnessKey(SignerKey);

impl WitnessKey {
    /// Makes the key of the witness `name` from its 32 secret bytes.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] for a name that no note may carry.
    pub fn from_seed(seed: &[u8; 32], name: &str) -> Result<Self, KeyError> {
        SignerKey::from_seed(name, KeyKind::Cosignature, seed).map(Self)
    }

    /// The verifier key, as a policy names it.
    #[must_use]
    pub fn verifier_key(&self) -> &VerifierKey {
        self.0.verifier()
    }

    /// Cosigns a checkpoint at a time in seconds since 1970. What a witness must check first is `tlog-witness`'s.
    #[must_use]
    pub fn cosign(&self, checkpoint: &Checkpoint, time: u64) -> NoteSignature {
        let message = cosigned_message(time, &checkpoint.to_string());
        let signature = self.0.sign(message.as_bytes());
        NoteSignature {
            name: self.verifier_key().name().to_owned(),
            key_id: self.verifier_key().id(),
            signature: [&time.to_be_bytes()[..], &signature].concat(),
        }
    }
}

/// The key of an author: an Ed25519 note key named after the actor, which signs nothing but statements.
#[derive(Debug, Clone)]
pub struct AuthorKey(SignerKey);

impl AuthorKey {
    /// Makes the key of `actor` from its 32 secret bytes.
    ///
    /// # Errors
    ///
    /// [`KeyError::Malformed`] never for an [`Actor`]; it is passed on for the sake of the signature.
    pub fn from_seed(seed: &[u8; 32], actor: &Actor) -> Result<Self, KeyError> {
        SignerKey::from_seed(actor.as_str(), KeyKind::Ed25519, seed).map(Self)
    }

    /// The verifier key, as `authors` lists it.
    #[must_use]
    pub fn verifier_key(&self) -> &VerifierKey {
        self.0.verifier()
    }

    /// Signs a statement for one log.
    #[must_use]
    pub fn sign(&self, origin: &Origin, statement: &Statement) -> AuthorSignature {
        AuthorSignature {
            key_id: self.verifier_key().id(),
            signature: self.0.sign(statement_text(origin, statement).as_bytes()),
        }
    }
}
