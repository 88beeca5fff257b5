//! The request identifier of a command that does not state one.
//!
//! The rule, also in the manual: it is a UUID of version 8 made from the BLAKE3 digest of the arrangement, the actor and the encoded
//! statements, in that order. So recording a file again records nothing twice and gets the same answer; comments, layout, the order of
//! fields and the name of the file make no difference; and a command that was changed is another command. Whoever wants to say the
//! same words twice gives each command a `request` of its own.

use openboek_wire::v1;
use prost::Message as _;

/// Separates these digests from all others.
const CONTEXT: &str = "openboek 2026-11-22 request of a statement file v1";

/// The identifier for a command.
pub(crate) fn identifier(arrangement: &str, actor: &str, statements: &[v1::Statement]) -> String {
    let said = [arrangement.as_bytes().to_vec(), actor.as_bytes().to_vec()].into_iter();
    identifier_of(CONTEXT, said.chain(statements.iter().map(|statement| statement.encode_to_vec())))
}

/// A UUID of version 8 made from pieces, each with its length so that no two different lists of them give the same.
pub(crate) fn identifier_of(context: &str, pieces: impl IntoIterator<Item = Vec<u8>>) -> String {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for piece in pieces {
        hasher.update(&(piece.len() as u64).to_be_bytes());
        hasher.update(&piece);
    }
    let mut bytes = [0_u8; 16];
    hasher.finalize_xof().fill(&mut bytes);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    uuid::Uuid::from_bytes(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_give_the_same_identifier_and_others_another() {
        let statement = v1::Statement { concerns: vec!["region".into()], body: None };
        let one = identifier("a", "b", std::slice::from_ref(&statement));
        assert_eq!(one, identifier("a", "b", std::slice::from_ref(&statement)));
        assert_ne!(one, identifier("ab", "", std::slice::from_ref(&statement)));
        assert_ne!(one, identifier("a", "b", &[statement.clone(), statement]));
        assert!(openboek_wire::is_request_id(&one), "{one}");
        assert_eq!(uuid::Uuid::parse_str(&one).unwrap().get_version_num(), 8);
    }
}
