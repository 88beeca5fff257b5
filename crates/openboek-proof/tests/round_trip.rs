//! Entries of any values are written and read back to the same values and bytes, and no bytes make the parsers panic.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

use openboek_proof::checkpoint::CheckpointNote;
use openboek_proof::entry::{
    Actor, AuthorSignature, Basis, Decided, DocumentName, Entry, Event, InStream, Origin, Output, PayloadRef,
    Receipt, RecordedAt, RequestId, Seal, SealedStream, Statement, StreamCode, VersionedName, write_event,
};
use openboek_proof::hash::{Blake3Hash, Hash};
use openboek_proof::note::{SignedNote, VerifierKey};
use openboek_proof::policy::Policy;
use openboek_proof::text::MAX_NUMBER;
use openboek_proof::tree::{TilePath, parse_proof};
use openboek_proof::verify::LogKeys;
use proptest::collection::{btree_map, btree_set};
use proptest::option;
use proptest::prelude::*;

fn hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

fn origin() -> impl Strategy<Value = Origin> {
    "[a-z0-9.-]{1,60}/[a-z0-9./-]{1,60}".prop_filter_map("an origin", |text| Origin::parse(&text))
}

fn recorded() -> impl Strategy<Value = RecordedAt> {
    (-62_167_219_200_000_i64..=253_402_300_799_999).prop_filter_map("a moment", RecordedAt::from_unix_ms)
}

fn name() -> impl Strategy<Value = VersionedName> {
    ("[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,10}){0,3}", 1..=MAX_NUMBER)
        .prop_filter_map("a name", |(name, version)| VersionedName::new(&name, version))
}

fn decided() -> impl Strategy<Value = Decided> {
    (0..=9999_u16, option::of((1..=12_u8, option::of(1..=31_u8))))
        .prop_filter_map("a date", |(year, rest)| {
            Decided::new(year, rest.map(|(month, _)| month), rest.and_then(|(_, day)| day))
        })
}

fn municipalities(most: usize) -> impl Strategy<Value = Vec<StreamCode>> {
    btree_set((0..=9999_u16).prop_map(StreamCode::Municipality), 1..=most)
        .prop_map(|codes| codes.into_iter().collect())
}

fn signature() -> impl Strategy<Value = AuthorSignature> {
    (any::<u32>(), any::<[u8; 32]>(), any::<[u8; 32]>()).prop_map(|(key_id, one, other)| AuthorSignature {
        key_id,
        signature: std::array::from_fn(|place| if place < 32 { one[place] } else { other[place - 32] }),
    })
}

prop_compose! {
    fn event()(
        header in (origin(), 1..=MAX_NUMBER, recorded()),
        codes in municipalities(20),
        region in any::<bool>(),
        revisions in proptest::collection::vec(0..=MAX_NUMBER, 21),
        actor in "[a-z0-9][a-z0-9._:/-]{0,63}",
        kind in name(),
        opens in option::of(municipalities(30)),
        erases in option::of(any::<prop::sample::Index>()),
        decided in option::of(decided()),
        years in option::of((0..=9999_u16, 0..=9999_u16)),
        request in any::<[u8; 16]>(),
        payload in (0..=1_048_576_u32, any::<[u8; 32]>()),
        signature in option::of(signature()),
    ) -> Event {
        let (origin, index, recorded) = header;
        let mut concerns = codes;
        if region {
            concerns.push(StreamCode::Region);
        }
        let streams = concerns.iter().zip(revisions).map(|(code, revision)| InStream { code: *code, revision });
        let erases = erases.map(|place| place.index(usize::try_from(index).unwrap()) as u64);
        let kind = if erases.is_some() { VersionedName::new("payload-erased", kind.version()).unwrap() } else { kind };
        Event {
            origin,
            index,
            recorded,
            streams: streams.collect(),
            statement: Statement {
                actor: Actor::parse(&actor).unwrap(),
                kind,
                opens: opens.filter(|_| region).unwrap_or_default(),
                erases,
                concerns,
                decided,
                years: years.map(|(one, other)| (one.min(other), one.max(other))),
                request: RequestId(request),
                payload: PayloadRef { length: payload.0, commitment: payload.1 },
            },
            signature,
        }
    }
}

prop_compose! {
    fn seal()(
        header in (origin(), 1..=MAX_NUMBER, recorded()),
        codes in municipalities(60),
        sizes in proptest::collection::vec((0..=MAX_NUMBER, hash()), 61),
        previous in option::of(any::<prop::sample::Index>()),
    ) -> Seal {
        let (origin, index, recorded) = header;
        let codes = codes.into_iter().chain([StreamCode::Region]);
        let line = |(code, (size, root))| SealedStream { code, size, root: if size == 0 { Hash::EMPTY } else { root } };
        let previous = previous.map(|place| place.index(usize::try_from(index).unwrap()) as u64);
        Seal { origin, index, recorded, previous, streams: codes.zip(sizes).map(line).collect() }
    }
}

prop_compose! {
    fn receipt()(
        header in (origin(), 1..=MAX_NUMBER, recorded()),
        code in prop_oneof![Just(StreamCode::Region), (0..=9999_u16).prop_map(StreamCode::Municipality)],
        revision in 0..=MAX_NUMBER,
        kind in "[a-z]{1,9}",
        year in 0..=9999_u16,
        projector in name(),
        basis in (any::<prop::sample::Index>(), hash()),
        outputs in btree_map("[a-z0-9.+/-]{1,40}", (0..=MAX_NUMBER, any::<[u8; 32]>()), 0..5),
        supersedes in option::of(any::<prop::sample::Index>()),
    ) -> Receipt {
        let (origin, index, recorded) = header;
        let below = usize::try_from(index).unwrap();
        let mut outputs = outputs;
        outputs.insert("application/json".to_owned(), (7, [7; 32]));
        let output = |(media_type, (length, digest)): (String, _)| {
            Output { media_type: media_type.as_str().into(), length, digest: Blake3Hash(digest) }
        };
        Receipt {
            origin,
            index,
            recorded,
            stream: InStream { code, revision },
            document: DocumentName::new(&kind, code, year).unwrap(),
            projector,
            basis: Basis { size: basis.0.index(below) as u64 + 1, root: basis.1 },
            outputs: outputs.into_iter().map(output).collect(),
            supersedes: supersedes.map(|place| place.index(below) as u64),
        }
    }
}

fn entry() -> impl Strategy<Value = Entry> {
    prop_oneof![
        event().prop_map(Entry::Event),
        seal().prop_map(Entry::Seal),
        receipt().prop_map(Entry::Receipt)
    ]
}

proptest! {
    #[test]
    fn any_entry_is_written_and_read_back(entry in entry()) {
        let bytes = entry.to_bytes();
        let parsed = Entry::parse(&bytes).unwrap();
        prop_assert_eq!(&parsed, &entry);
        prop_assert_eq!(parsed.to_bytes(), bytes);
        if let Entry::Event(event) = &entry {
            prop_assert_eq!(event.check(), Ok(()));
            prop_assert_eq!(write_event(event), parsed.to_bytes());
            let text = event.statement_text();
            let (head, lines) = text.split_once("\nactor ").unwrap();
            prop_assert_eq!(head, format!("openboek/statement/v1\norigin {}", event.origin));
            let lines = format!("\nactor {lines}");
            prop_assert!(String::from_utf8(parsed.to_bytes()).unwrap().contains(&lines));
        }
    }

    /// A changed entry that still parses says what its bytes say: there is no second spelling.
    #[test]
    fn what_parses_writes_back(entry in entry(), place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = entry.to_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(parsed) = Entry::parse(&bytes) {
            prop_assert_eq!(parsed.to_bytes(), bytes);
        }
    }

    #[test]
    fn no_bytes_make_a_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Entry::parse(&bytes);
        let _ = SignedNote::parse(&bytes);
        let _ = CheckpointNote::parse(&bytes);
        let _ = Policy::parse(&bytes);
        let _ = LogKeys::parse(&bytes);
        let _ = parse_proof(&bytes);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let _ = VerifierKey::parse(text);
            let _ = TilePath::parse(text);
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in "(openboek/(entry|seal|receipt)/v1\n)?([a-zéA-Z0-9 .:/+=-]{0,40}\n){0,12}") {
        let bytes = text.as_bytes();
        if let Ok(entry) = Entry::parse(bytes) {
            prop_assert_eq!(entry.to_bytes(), bytes);
        }
        let _ = Policy::parse(bytes);
        let _ = CheckpointNote::parse(bytes);
    }
}

#[test]
fn the_largest_seal_fits_an_entry() {
    let line = |code| SealedStream { code, size: MAX_NUMBER, root: Hash([0xff; 32]) };
    let mut streams: Vec<_> = (0..699).map(|number| line(StreamCode::Municipality(number))).collect();
    streams.push(line(StreamCode::Region));
    let seal = Seal {
        origin: Origin::parse(&format!("a/{}", "b".repeat(126))).unwrap(),
        index: MAX_NUMBER,
        recorded: RecordedAt::from_unix_ms(0).unwrap(),
        previous: Some(MAX_NUMBER - 1),
        streams,
    };
    assert_eq!(Entry::parse(&seal.to_bytes()), Ok(Entry::Seal(seal)));
}

#[test]
fn the_largest_event_fits_an_entry() {
    let codes: Vec<_> = (0..699).map(StreamCode::Municipality).chain([StreamCode::Region]).collect();
    let event = Event {
        origin: Origin::parse("a/b").unwrap(),
        index: MAX_NUMBER,
        recorded: RecordedAt::from_unix_ms(0).unwrap(),
        streams: codes.iter().map(|code| InStream { code: *code, revision: MAX_NUMBER }).collect(),
        statement: Statement {
            actor: Actor::parse(&"a".repeat(64)).unwrap(),
            kind: VersionedName::new(&"a".repeat(64), MAX_NUMBER).unwrap(),
            opens: codes[..699].to_vec(),
            erases: None,
            concerns: codes.clone(),
            decided: None,
            years: None,
            request: RequestId([0; 16]),
            payload: PayloadRef { length: 0, commitment: [0; 32] },
        },
        signature: None,
    };
    assert_eq!(event.check(), Ok(()));
}
