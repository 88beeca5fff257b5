//! Arrangements, members, organisations and documents.

use openboek_rules::act::Organ;
use openboek_rules::id::OrganisationId;
use openboek_rules::statement::{
    ArrangementFounded, DocumentRegistered, Member, MemberJoined, OrganisationRegistered,
};

use super::reader::{Choice as _, Reader, Wire, Word as _};
use super::table::messages;
use crate::v1;

messages! {
    ArrangementFounded { act: part, name: word, form: choice, members: parts(1..=699), }
    Member { code: word, name: word, }
    MemberJoined { act: part, member: part, from: word, }
    OrganisationRegistered {
        act: part,
        organisation: word,
        name: word,
        kind: choice,
        works_in: sorted_words(0..=400),
        partners: words(0..=100),
    }
    DocumentRegistered { act: part, document: word, reference: part, addressee: part_opt, }
}

impl Wire for (OrganisationId, Option<Organ>) {
    type Message = v1::DocumentAddressee;

    fn read(message: &v1::DocumentAddressee, reader: &mut Reader) -> Option<Self> {
        let organisation = reader.word("organisation", &message.organisation);
        let organ = reader.choice_opt("organ", message.organ);
        Some((organisation?, organ?))
    }

    fn write(&self) -> v1::DocumentAddressee {
        v1::DocumentAddressee { organisation: self.0.print(), organ: self.1.map_or(0, Organ::number) }
    }
}

impl From<&Member> for v1::Member {
    fn from(member: &Member) -> Self {
        member.write()
    }
}
