//! Which message is the payload of which kind of statement: read from the descriptor when this crate is built.

/// A kind of statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// As in the log's `statement` line: `cut-suspended`.
    pub kind: &'static str,
    /// The field of `Statement.body`: `cut_suspended`.
    pub field: &'static str,
    /// Full name of the message: `openboek.v1.CutSuspended`.
    pub message: &'static str,
}

/// Every kind, in the order of the fields of `Statement.body`.
pub const KINDS: &[Kind] = include!(concat!(env!("OUT_DIR"), "/kinds.rs"));

/// Full name of the message that is the payload of a kind; `None` for an unknown kind.
#[must_use]
pub fn message_name(kind: &str) -> Option<&'static str> {
    KINDS.iter().find(|known| known.kind == kind).map(|known| known.message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use openboek_rules::statement::Body;

    #[test]
    fn the_kinds_of_the_rules_are_the_fields_of_the_message() {
        let kinds: Vec<&str> = KINDS.iter().map(|kind| kind.kind).collect();
        assert_eq!(kinds, Body::KINDS);
    }

    #[test]
    fn every_message_is_named_after_its_kind() {
        for kind in KINDS {
            let capitals = kind.kind.split('-').map(|word| word[..1].to_uppercase() + &word[1..]);
            assert_eq!(kind.message, format!("openboek.v1.{}", capitals.collect::<String>()));
            assert_eq!(kind.field, kind.kind.replace('-', "_"));
            assert_eq!(message_name(kind.kind), Some(kind.message));
        }
        assert_eq!(message_name("cut-updated"), None);
    }
}
