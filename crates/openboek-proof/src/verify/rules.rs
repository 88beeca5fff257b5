//! The rules that bind entries to each other (section 2), checked in the order of the log.
//!
//! The same rules serve two readers: one who has the whole log, and one who has every entry of some streams (those of a
//! bundle), the last seal and the seal under `previous`. What the second cannot know is passed over; what both can see is
//! checked in both.

use super::reason::Code;
use crate::entry::{
    Basis, DocumentName, Entry, Event, InStream, MAX_STREAMS, Receipt, RecordedAt, RequestId, Seal,
    SealedStream, StreamCode,
};
use crate::hash::{Hash, stream_leaf};
use crate::tree::Frontier;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What breaks a rule: the code, and a detail for the reader.
pub(super) type Broken = (Code, String);

/// What is known of one stream.
#[derive(Default)]
struct Stream {
    /// Its tree, for a stream of which every entry is there.
    tree: Frontier,
    /// The least revision the next entry may have, for the other streams.
    least: u64,
    /// Its line in the seal before.
    sealed: Option<SealedStream>,
}

/// The state after the entries so far.
pub(super) struct LogRules {
    /// The streams of which every entry is there; `None` when the whole log is.
    tracked: Option<BTreeSet<StreamCode>>,
    recorded: Option<RecordedAt>,
    streams: BTreeMap<StreamCode, Stream>,
    /// The command that events may still join, and the time of its events.
    request: Option<(RequestId, RecordedAt)>,
    past_requests: HashSet<RequestId>,
    commitments: HashSet<[u8; 32]>,
    /// The streams of each event.
    events: HashMap<u64, Vec<StreamCode>>,
    receipts: HashSet<u64>,
    /// The newest receipt of each document.
    documents: BTreeMap<DocumentName, u64>,
    seal: Option<u64>,
}

impl LogRules {
    /// The rules for a reader who has every entry of `tracked`, or the whole log.
    pub(super) fn new(tracked: Option<BTreeSet<StreamCode>>) -> Self {
        Self {
            tracked,
            recorded: None,
            streams: BTreeMap::from([(StreamCode::Region, Stream::default())]),
            request: None,
            past_requests: HashSet::new(),
            commitments: HashSet::new(),
            events: HashMap::new(),
            receipts: HashSet::new(),
            documents: BTreeMap::new(),
            seal: None,
        }
    }

    /// Checks the next entry. `root_at` gives the root of the tree of a size, as far as it is known.
    pub(super) fn feed(
        &mut self,
        entry: &Entry,
        leaf: Hash,
        root_at: &dyn Fn(u64) -> Option<Hash>,
    ) -> Result<(), Broken> {
        if self.recorded.is_some_and(|before| entry.recorded() < before) {
            return broken(Code::RecordedBack, entry.recorded());
        }
        self.recorded = Some(entry.recorded());
        self.check_request(entry)?;
        if let Entry::Event(event) = entry {
            self.open_streams(event)?;
        }
        self.append(entry, leaf)?;
        match entry {
            Entry::Event(event) => self.check_event(event),
            Entry::Receipt(receipt) => self.check_receipt(receipt, root_at),
            Entry::Seal(seal) => self.check_seal(seal),
        }
    }

    /// The stream codes that exist, `region` included.
    pub(super) fn stream_codes(&self) -> impl Iterator<Item = StreamCode> + '_ {
        self.streams.keys().copied()
    }

    /// Whether every entry of the stream is there.
    fn is_tracked(&self, code: StreamCode) -> bool {
        self.tracked.as_ref().is_none_or(|tracked| tracked.contains(&code))
    }

    /// Events of one command follow each other directly and have one time; after them the request never returns.
    fn check_request(&mut self, entry: &Entry) -> Result<(), Broken> {
        let next = match entry {
            Entry::Event(event) => Some((event.statement.request, event.recorded)),
            _ => None,
        };
        let same = |(now, _): &(RequestId, _)| next.is_some_and(|(next, _)| next == *now);
        if self.request.is_some_and(|request| same(&request)) {
            return if self.request == next { Ok(()) } else { broken(Code::Request, entry.recorded()) };
        }
        if let Some((ended, _)) = self.request.take() {
            self.past_requests.insert(ended);
        }
        if let Some((request, _)) = next
            && self.past_requests.contains(&request)
        {
            return broken(Code::Request, request);
        }
        self.request = next;
        Ok(())
    }

    /// Adds the streams that an event opens.
    fn open_streams(&mut self, event: &Event) -> Result<(), Broken> {
        for code in &event.statement.opens {
            if self.streams.contains_key(code) {
                return broken(Code::Opens, code);
            }
            if self.streams.len() == MAX_STREAMS {
                return broken(Code::TooManyStreams, code);
            }
            self.streams.insert(*code, Stream::default());
        }
        Ok(())
    }

    /// Appends an entry to its streams; one of them must be a stream of the reader's.
    fn append(&mut self, entry: &Entry, leaf: Hash) -> Result<(), Broken> {
        for stream in entry.streams() {
            self.append_to(*stream, entry.index(), leaf)?;
        }
        let seal = matches!(entry, Entry::Seal(_));
        let ours = entry.streams().iter().any(|stream| self.is_tracked(stream.code));
        if seal || ours { Ok(()) } else { broken(Code::NotOfStreams, entry.index()) }
    }

    /// Appends an entry to one stream; its revision is the stream's size.
    fn append_to(&mut self, stream: InStream, index: u64, leaf: Hash) -> Result<(), Broken> {
        let tracked = self.is_tracked(stream.code);
        let Some(state) = self.streams.get_mut(&stream.code) else {
            return broken(Code::StreamNotOpen, stream.code);
        };
        let fits =
            if tracked { stream.revision == state.tree.size() } else { stream.revision >= state.least };
        if !fits {
            return broken(Code::Revision, format!("{} {}", stream.code, stream.revision));
        }
        if tracked {
            state.tree.push(stream_leaf(index, leaf));
        }
        state.least = stream.revision + 1;
        Ok(())
    }

    /// No commitment occurs twice; what is erased is an earlier event with the same streams.
    fn check_event(&mut self, event: &Event) -> Result<(), Broken> {
        let statement = &event.statement;
        if !self.commitments.insert(statement.payload.commitment) {
            return broken(Code::CommitmentTwice, event.index);
        }
        if let Some(erased) = statement.erases
            && self.events.get(&erased) != Some(&statement.concerns)
        {
            return broken(Code::Erases, erased);
        }
        self.events.insert(event.index, statement.concerns.clone());
        Ok(())
    }

    /// A receipt supersedes the one before it for its document and rests on a sealed state of this log.
    fn check_receipt(
        &mut self,
        receipt: &Receipt,
        root_at: &dyn Fn(u64) -> Option<Hash>,
    ) -> Result<(), Broken> {
        self.receipts.insert(receipt.index);
        let before = self.documents.insert(receipt.document.clone(), receipt.index);
        if receipt.supersedes != before {
            return broken(Code::Supersedes, &receipt.document);
        }
        let Basis { size, root } = receipt.basis;
        let last = size.saturating_sub(1);
        let no_seal = self.events.contains_key(&last) || self.receipts.contains(&last);
        if no_seal || root_at(size).is_some_and(|known| known != root) {
            return broken(Code::Basis, size);
        }
        Ok(())
    }

    /// A seal names the seal before it and lists every stream with its size and root.
    fn check_seal(&mut self, seal: &Seal) -> Result<(), Broken> {
        if !self.follows(seal) {
            return broken(Code::PreviousSeal, format!("{:?}", seal.previous));
        }
        self.seal = Some(seal.index);
        let listed = seal.streams.iter().map(|stream| stream.code);
        if !listed.eq(self.stream_codes()) {
            return broken(Code::SealStreams, seal.index);
        }
        for line in &seal.streams {
            self.check_sealed(line)?;
        }
        Ok(())
    }

    /// Whether `previous` is the seal before, or may be one that the reader does not have.
    fn follows(&self, seal: &Seal) -> bool {
        if self.tracked.is_none() {
            return seal.previous == self.seal;
        }
        let known_other = |index| self.events.contains_key(&index) || self.receipts.contains(&index);
        match (seal.previous, self.seal) {
            (None, known) => known.is_none(),
            (Some(previous), known) => known.is_none_or(|known| known <= previous) && !known_other(previous),
        }
    }

    /// The line of a stream in a seal: of a tracked stream exactly, of another as far as can be seen.
    fn check_sealed(&mut self, line: &SealedStream) -> Result<(), Broken> {
        let tracked = self.is_tracked(line.code);
        let Some(state) = self.streams.get_mut(&line.code) else {
            return broken(Code::SealStreams, line.code);
        };
        let before = state.sealed.replace(*line);
        if before.is_some_and(|before| line.size < before.size) {
            return broken(Code::StreamShrinks, line.code);
        }
        let holds = if tracked {
            line.size == state.tree.size() && line.root == state.tree.root()
        } else {
            let same_size = before.filter(|before| before.size == line.size);
            line.size >= state.least && same_size.is_none_or(|before| before.root == line.root)
        };
        state.least = state.least.max(line.size);
        if holds { Ok(()) } else { broken(Code::StreamRoot, line.code) }
    }
}

/// A broken rule with its detail.
fn broken<T>(code: Code, detail: impl std::fmt::Display) -> Result<T, Broken> {
    Err((code, detail.to_string()))
}
