//! Policies: which logs are known and which witnesses must have cosigned (C2SP `tlog-policy`, draft of July 2026).

use crate::note::{KeyError, KeyKind, VerifierKey};
use crate::text::{Fault, FormatError, file_lines, parse_number};

/// A parsed policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The logs it knows; may be none.
    pub logs: Vec<VerifierKey>,
    /// Witnesses and groups in the order in which they are defined.
    members: Vec<Member>,
    /// What must have cosigned; `None` for `quorum none`.
    quorum: Option<usize>,
}

/// A witness or a group: what a quorum is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Member {
    name: String,
    rule: Rule,
}

/// When a member counts as having witnessed a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    /// When the witness with this key cosigned.
    Cosigned(Box<VerifierKey>),
    /// When at least so many of these earlier members did.
    AtLeast(usize, Vec<usize>),
}

/// Why a policy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A line breaks the syntax or a rule about names and order.
    #[error("{0}")]
    Format(#[from] FormatError),
    /// A key ID does not fit its key.
    #[error("line {line}: the key ID does not fit the key")]
    KeyId {
        /// The line, counted from 1.
        line: usize,
    },
    /// One key stands twice, or is both a log's and a witness's.
    #[error("line {line}: the key is already in the policy")]
    KeyTwice {
        /// The line, counted from 1.
        line: usize,
    },
}

impl Policy {
    /// Parses a policy file.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] with the line that breaks a rule.
    pub fn parse(bytes: &[u8]) -> Result<Self, PolicyError> {
        let mut parser = Parser::default();
        for (place, line) in file_lines(bytes, true)?.into_iter().enumerate() {
            parser.line = place + 1;
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            parser.read(&words)?;
        }
        parser.finish()
    }

    /// The keys of all witnesses it names.
    pub fn witnesses(&self) -> impl Iterator<Item = &VerifierKey> {
        self.members.iter().filter_map(|member| match &member.rule {
            Rule::Cosigned(key) => Some(&**key),
            Rule::AtLeast(..) => None,
        })
    }

    /// Whether it asks for no witness at all: `quorum none`.
    #[must_use]
    pub fn asks_no_witness(&self) -> bool {
        self.quorum.is_none()
    }

    /// Whether the witnesses for which `cosigned` holds are a quorum.
    #[must_use]
    pub fn is_quorum(&self, cosigned: impl Fn(&VerifierKey) -> bool) -> bool {
        let Some(quorum) = self.quorum else {
            return true;
        };
        // Members only refer to earlier ones, so one pass in order decides them all.
        let mut witnessed: Vec<bool> = Vec::with_capacity(self.members.len());
        for member in &self.members {
            let counts = match &member.rule {
                Rule::Cosigned(key) => cosigned(key),
                Rule::AtLeast(least, of) => {
                    let yes = |place: &&usize| witnessed.get(**place) == Some(&true);
                    of.iter().filter(yes).count() >= *least
                }
            };
            witnessed.push(counts);
        }
        witnessed.get(quorum) == Some(&true)
    }
}

/// The policy read so far.
#[derive(Default)]
struct Parser {
    line: usize,
    logs: Vec<VerifierKey>,
    members: Vec<Member>,
    /// Members that are in a group already: each may be in one only.
    grouped: Vec<usize>,
    quorum: Option<Option<usize>>,
}

impl Parser {
    /// Reads the words of one line.
    fn read(&mut self, words: &[&str]) -> Result<(), PolicyError> {
        match words {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["log", key] | ["log", key, _] => {
                let key = self.key(key)?;
                self.logs.push(key);
                Ok(())
            }
            ["witness", name, key] | ["witness", name, key, _] => {
                let key = self.key(key)?;
                if key.kind() == KeyKind::Ed25519 {
                    return Err(self.fault("witness"));
                }
                self.define(name, Rule::Cosigned(Box::new(key)))
            }
            ["group", name, least, members @ ..] if !members.is_empty() => {
                let members = self.group_members(members)?;
                let least = self.least(least, members.len())?;
                self.define(name, Rule::AtLeast(least, members))
            }
            ["quorum", name] if self.quorum.is_none() => {
                let quorum = if *name == "none" { None } else { Some(self.find(name)?) };
                self.quorum = Some(quorum);
                Ok(())
            }
            _ => Err(FormatError::at(self.line, Fault::Lines).into()),
        }
    }

    /// The finished policy; the quorum line must have been there.
    fn finish(self) -> Result<Policy, PolicyError> {
        let line = FormatError::at(self.line + 1, Fault::Lines);
        Ok(Policy { logs: self.logs, members: self.members, quorum: self.quorum.ok_or(line)? })
    }

    /// A wrong value on the current line.
    fn fault(&self, word: &'static str) -> PolicyError {
        FormatError::at(self.line, Fault::Value(word)).into()
    }

    /// Parses a key that is not in the policy yet, whatever its name.
    fn key(&self, text: &str) -> Result<VerifierKey, PolicyError> {
        let line = self.line;
        let key = VerifierKey::parse(text).map_err(|error| match error {
            KeyError::Malformed => self.fault("key"),
            KeyError::WrongId => PolicyError::KeyId { line },
        })?;
        let witnesses = self.members.iter().filter_map(|member| match &member.rule {
            Rule::Cosigned(key) => Some(&**key),
            Rule::AtLeast(..) => None,
        });
        if self.logs.iter().chain(witnesses).any(|other| other.public() == key.public()) {
            return Err(PolicyError::KeyTwice { line });
        }
        Ok(key)
    }

    /// Defines a witness or a group under a name of its own.
    fn define(&mut self, name: &str, rule: Rule) -> Result<(), PolicyError> {
        if name == "none" || self.members.iter().any(|member| member.name == name) {
            return Err(self.fault("name"));
        }
        self.members.push(Member { name: name.to_owned(), rule });
        Ok(())
    }

    /// The member with this name, which must be defined already.
    fn find(&self, name: &str) -> Result<usize, PolicyError> {
        let place = self.members.iter().position(|member| member.name == name);
        place.ok_or(self.fault("name"))
    }

    /// The members of a new group: each defined already and in no group yet.
    fn group_members(&mut self, names: &[&str]) -> Result<Vec<usize>, PolicyError> {
        let mut members = Vec::new();
        for name in names {
            let member = self.find(name)?;
            if self.grouped.contains(&member) {
                return Err(self.fault("group"));
            }
            self.grouped.push(member);
            members.push(member);
        }
        Ok(members)
    }

    /// How many members a group asks for: `all`, `any` or a number from 1 to their count.
    fn least(&self, text: &str, count: usize) -> Result<usize, PolicyError> {
        let number = match text {
            "all" => Some(count),
            "any" => Some(1),
            digits => parse_number(digits).and_then(|number| usize::try_from(number).ok()),
        };
        number.filter(|number| (1..=count).contains(number)).ok_or(self.fault("group"))
    }
}
