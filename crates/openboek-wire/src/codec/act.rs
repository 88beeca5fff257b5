//! Who acted, on what paper, and to whom it was addressed.

use openboek_rules::act::{Act, DocumentRef, Reference};
use openboek_rules::statement::Addressee;
use openboek_rules::{Malformed, MalformedCode};

use super::reader::{Reader, Wire, Word};
use super::table::messages;
use crate::v1;

messages! {
    Act {
        organisation: word,
        organ: choice,
        date: word,
        documents: parts(0..=50),
        legal_basis: words(0..=20),
        note: word_opt,
    }
    Addressee { organisation: word, organ: choice, }
}

impl Wire for DocumentRef {
    type Message = v1::DocumentRef;

    fn read(message: &v1::DocumentRef, reader: &mut Reader) -> Option<Self> {
        let organisation = reader.word_opt("organisation", message.organisation.as_deref());
        let title = reader.word("title", &message.title);
        let reference = read_reference(message.reference.as_ref(), reader);
        let date = reader.word("date", &message.date);
        let place = reader.word_opt("place", message.place.as_deref());
        let digest = match &message.blake3_digest {
            None => Some(None),
            Some(digest) => reader.take("blake3_digest", read_digest(digest)).map(Some),
        };
        Some(Self {
            organisation: organisation?,
            title: title?,
            reference: reference?,
            date: date?,
            place: place?,
            digest: digest?,
        })
    }

    fn write(&self) -> v1::DocumentRef {
        v1::DocumentRef {
            organisation: self.organisation.as_ref().map(Word::print),
            title: self.title.print(),
            reference: match &self.reference {
                Reference::Assigned(number) => Some(v1::document_ref::Reference::Assigned(number.print())),
                Reference::NotAssigned(words) => {
                    Some(v1::document_ref::Reference::NotAssigned(words.print()))
                }
                Reference::None => None,
            },
            date: self.date.print(),
            place: self.place.as_ref().map(Word::print),
            blake3_digest: self.digest.map(Vec::from),
        }
    }
}

fn read_reference(message: Option<&v1::document_ref::Reference>, reader: &mut Reader) -> Option<Reference> {
    match message {
        None => Some(Reference::None),
        Some(v1::document_ref::Reference::Assigned(number)) => {
            reader.word("assigned", number).map(Reference::Assigned)
        }
        Some(v1::document_ref::Reference::NotAssigned(words)) => {
            reader.word("not_assigned", words).map(Reference::NotAssigned)
        }
    }
}

fn read_digest(digest: &[u8]) -> Result<[u8; 32], Malformed> {
    digest
        .try_into()
        .map_err(|_| Malformed::new(MalformedCode::OutOfRange, &format!("{} bytes", digest.len())))
}
