//! Publication: a seal over every stream, the tree, a signed checkpoint, in one atomic append.

use std::collections::BTreeSet;
use std::time::Instant;

use openboek_proof::entry::{RecordedAt, Seal, SealedStream, StreamCode};
use openboek_proof::hash::{Hash, leaf_hash, stream_leaf};
use openboek_proof::tree::{Frontier, extend_tiles};
use openboek_store::{Append, NewEntry, Publication, StreamHead, Tile};

use super::{Waiting, Writer};
use crate::convert::key_of;
use crate::ledger::Ledger;
use crate::planted::{Bug, planted};
use crate::prove::StoreTiles;

/// The ledger's trees as they will be once the seal is there.
struct Sealed {
    tree: Frontier,
    streams: std::collections::BTreeMap<StreamCode, Frontier>,
    append: Append,
    recorded: RecordedAt,
}

impl Writer {
    /// Seals, signs and appends; then everything before the seal is *published*. A crash before the append leaves recorded entries
    /// without a seal, which the next opening seals at once; a crash after it leaves them published.
    pub(super) fn publish(&mut self) {
        if self.sound().is_err() {
            return;
        }
        self.seal_due = None;
        if self.ledger.unsealed.is_empty() || !self.claim_to_seal() || self.ledger.unsealed.is_empty() {
            return;
        }
        let began = Instant::now();
        let sealed = match self.seal() {
            Ok(sealed) => sealed,
            Err(why) => {
                tracing::error!(log = %self.ledger.log, why, "cannot seal");
                return self.publish_later();
            }
        };
        if let Err(error) = self.store.append(&self.ledger.log, &sealed.append) {
            tracing::error!(log = %self.ledger.log, %error, "a seal could not be appended");
            self.after_failed_append(error);
            return;
        }
        let ledger = &mut self.ledger;
        ledger.size += 1;
        ledger.last_recorded = Some(sealed.recorded);
        ledger.published_size = ledger.size;
        ledger.tree = sealed.tree;
        ledger.stream_trees = sealed.streams;
        ledger.unsealed.clear();
        self.tell_heads();
        self.bell.ring(&self.ledger.log);
        self.renewed(began);
        self.answer_published(self.ledger.published_size);
        self.snapshot_when_due();
    }

    pub(super) fn publish_later(&mut self) {
        self.seal_due = Some(Instant::now() + self.options.seal_interval);
        self.unpublished.drain(..).for_each(Waiting::unpublished);
    }

    fn seal(&self) -> Result<Sealed, String> {
        let ledger = &self.ledger;
        let (mut tree, mut streams) = (ledger.tree.clone(), ledger.stream_trees.clone());
        let mut grown = BTreeSet::new();
        let mut leaves: Vec<Hash> = Vec::with_capacity(ledger.unsealed.len() + 1);
        for leaf in &ledger.unsealed {
            leaves.push(leaf.hash);
            tree.push(leaf.hash);
            let missed = planted(Bug::SealMissesEntry) && leaf.index + 1 == ledger.size;
            for code in leaf.streams.iter().filter(|_| !missed) {
                streams.entry(*code).or_default().push(stream_leaf(leaf.index, leaf.hash));
                grown.insert(*code);
            }
        }
        // A stream that was opened without an entry of its own needs a head too, or the next opening would not know it.
        grown.extend(streams.iter().filter(|(_, tree)| tree.size() == 0).map(|(code, _)| *code));
        let recorded =
            ledger.moment(self.clock.now_ms()).ok_or("the clock shows no date of this calendar")?;
        let seal = Seal {
            origin: ledger.origin.clone(),
            index: ledger.size,
            recorded,
            previous: ledger.published_size.checked_sub(1),
            streams: streams
                .iter()
                .map(|(code, tree)| SealedStream { code: *code, size: tree.size(), root: tree.root() })
                .collect(),
        };
        let entry = seal.to_bytes();
        leaves.push(leaf_hash(&entry));
        tree.push(leaf_hash(&entry));
        let tiles = self.new_tiles(ledger, &leaves)?;
        let publication = Publication {
            checkpoint: ledger.key.sign_checkpoint(tree.size(), tree.root()),
            tiles,
            stream_heads: grown
                .iter()
                .filter_map(|code| Some(stream_head(*code, streams.get(code)?)))
                .collect(),
        };
        let append = Append {
            expected_size: ledger.size,
            entries: vec![NewEntry { entry, payload: None, streams: Vec::new() }],
            requests: Vec::new(),
            publication: Some(publication),
        };
        Ok(Sealed { tree, streams, append, recorded })
    }

    fn new_tiles(&self, ledger: &Ledger, leaves: &[Hash]) -> Result<Vec<Tile>, String> {
        let source = StoreTiles { store: &*self.store, log: &ledger.log };
        let tiles = extend_tiles(ledger.published_size, leaves, &source).map_err(|e| e.to_string())?;
        Ok(tiles.into_iter().map(|(level, number, hashes)| Tile { level, number, hashes }).collect())
    }

    /// Keeps the state as a snapshot when enough was recorded since the last one, at most a hundredth of the time.
    fn snapshot_when_due(&mut self) {
        let since = self.ledger.size - self.ledger.snapshot_size;
        if since < self.options.snapshot_entries || Instant::now() < self.snapshot_after {
            return;
        }
        let begin = Instant::now();
        self.ledger.keep_snapshot(&*self.store);
        self.snapshot_after = Instant::now() + begin.elapsed() * 100;
    }
}

/// A stream's head as a store keeps it.
pub(crate) fn stream_head(code: StreamCode, tree: &Frontier) -> StreamHead {
    StreamHead {
        stream: key_of(code),
        size: tree.size(),
        frontier: tree.roots().iter().map(|root| root.0).collect(),
    }
}
