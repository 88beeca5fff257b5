//! Every limit of the server, by name and with its reason.

use std::time::Duration;

/// Largest message that is taken, in bytes: gRPC's own default, four times the largest statement.
pub const REQUEST_BYTES: usize = 4 << 20;
/// How long a PDF may take to be made: less than [`CALL_TIME`], so that the reader is told why. Built for use the program takes a tenth of a second for
/// the paragraphs of the cases, built for tests some seconds.
pub const PDF_TIME: Duration = Duration::from_secs(45);
/// PDF that are made at once; who comes then waits a moment, and is told to come back.
pub const PDFS_AT_ONCE: usize = 2;
/// How long a reader waits until a PDF of others is done.
pub const PDF_WAIT: Duration = Duration::from_secs(10);
/// Memory that the program that makes a PDF may ask for, in KiB.
pub const PDF_MEMORY_KIB: u64 = 2 << 20;
/// Bytes of a PDF.
pub const PDF_BYTES: u64 = 128 << 20;
/// Bytes of the proof that a PDF carries. A document that is mailed must not become a backup: of a larger ledger the bundle is fetched apart.
pub const PDF_PROOF_BYTES: usize = 32 << 20;
/// Largest message that is sent, in bytes. Only a paragraph with all its documents can come near it; pages of entries stay below
/// [`PAGE_BYTES`], which every client takes by default.
pub const ANSWER_BYTES: usize = 16 << 20;
/// Entries in one page of a feed; the page tells where older ones are.
pub const FEED_ENTRIES: usize = 50;
/// Entries that are looked at for one page of a feed of one thing, since there is no index of things; older ones are on the next page.
pub const FEED_LOOKS: u64 = 5_000;
/// Budget years whose dates are in one calendar: the newest.
pub const AGENDA_YEARS: usize = 20;
/// Paragraphs that are looked at for one page of everything that is open; the page tells when there are more.
pub const OPEN_PARAGRAPHS: usize = 1_000;
/// Entries whose words are held in memory for who looks for something, over all ledgers; about a kilobyte for each. Of one ledger with more the
/// newest are, at least half as many.
pub const SEARCH_ENTRIES: usize = 400_000;
/// Questions that are answered at once; who comes then is told to come back. Fewer than [`READING_THREADS`], which may all wait while an index is
/// made.
pub const SEARCHES_AT_ONCE: usize = 16;
/// Hits of each kind on the page of one ledger, and on that of all; the page tells how many more there are.
pub const SEARCH_HITS: usize = 20;
/// The same for programs, which may ask for more.
pub const SEARCH_HITS_MOST: usize = 100;
/// See [`SEARCH_HITS`].
pub const SEARCH_HITS_OF_MANY: usize = 5;
/// Paragraphs that are made to find where the hits of one page stand; of the others the page leads to the entry.
pub const SEARCH_PARAGRAPHS: usize = 24;
/// The same at an earlier moment, for which they are folded anew.
pub const SEARCH_PARAGRAPHS_EARLIER: usize = 4;
/// Bytes of entries and payloads in one page.
pub const PAGE_BYTES: usize = 3 << 20;
/// Entries in one page of `ListEntries` at most, and when the caller does not say.
pub const PAGE_ENTRIES: (usize, usize) = (1_000, 100);
/// Paragraphs in one page of `ListParagraphs` at most, and when the caller does not say.
pub const PAGE_PARAGRAPHS: (usize, usize) = (1_000, 200);
/// Arrangements in one page of `ListArrangements` at most, and when the caller does not say.
pub const PAGE_ARRANGEMENTS: (usize, usize) = (500, 100);
/// Bytes in one piece of a bundle.
pub const BUNDLE_PIECE_BYTES: usize = 256 << 10;
/// Pieces of a bundle that wait for a reader.
pub const BUNDLE_PIECES_AHEAD: usize = 4;
/// Calls that are worked on at once, over all connections, from when their message comes; more are told to come back.
pub const CALLS_IN_FLIGHT: usize = 2_048;
/// Commands of one `RecordStream` that are worked on at once.
pub const COMMANDS_IN_FLIGHT: usize = 256;
/// Statements of one command that comes in parts over `RecordStream`: the largest municipal register, or the accounts of all
/// municipalities, in one.
pub const PARTS_STATEMENTS: usize = openboek_wire::MAX_STATEMENTS_IN_PARTS;
/// Bytes of one command that comes in parts.
pub const PARTS_BYTES: usize = 48 << 20;
/// Bytes of parts that wait at once, over all streams: until their command is answered.
pub const PARTS_WAITING_BYTES: usize = 64 << 20;
/// How long the next part of a command may take to come.
pub const NEXT_PART: Duration = Duration::from_secs(30);
/// How long a command in parts may take to be recorded.
pub const PARTS_TIME: Duration = Duration::from_secs(600);
/// Entries in the answer to one command; the answer counts the others.
pub const ANSWERED_ENTRIES: usize = 500;
/// Subscribers at once.
pub const SUBSCRIPTIONS: usize = 256;
/// Readers who watch paragraphs at once: each keeps the views of what it watches.
pub const WATCHES: usize = 32;
/// Events of a subscription that wait for its reader.
pub const SUBSCRIPTION_EVENTS: usize = 16;
/// Entries a subscription reads at a time.
pub const SUBSCRIPTION_PAGE: usize = 64;
/// Connections of gRPC callers at once; more wait until one ends. With those of the web and the store's files this stays below the 1,024
/// open files that a process may have on most machines.
pub const CONNECTIONS: usize = 512;
/// Connections to the reading room at once; more wait until one ends.
pub const WEB_CONNECTIONS: usize = 256;
/// Connections to the metrics at once; more wait until one ends.
pub const METRICS_CONNECTIONS: usize = 8;
/// How long a peer may leave lying what was sent to it, before its connection is cut.
pub const UNREAD_TIME: Duration = Duration::from_secs(60);
/// How long the head of a web request may take to come, and how long a connection to the reading room may be silent.
pub const WEB_HEAD_TIME: Duration = Duration::from_secs(20);
/// How long the message of a call may take to come, once the call was opened; and the first bytes of a connection.
pub const REQUEST_TIME: Duration = Duration::from_secs(30);
/// Calls at once on one connection (HTTP/2 streams). Those whose message did not come yet are bounded by this alone.
pub const STREAMS_PER_CONNECTION: u32 = 256;
/// Bytes one call may send before the server has read them (HTTP/2 stream window).
pub const STREAM_WINDOW_BYTES: u32 = 1 << 20;
/// Bytes one connection may send before the server has read them.
pub const CONNECTION_WINDOW_BYTES: u32 = 4 << 20;
/// Bytes of headers of one call.
pub const HEADER_BYTES: u32 = 16 << 10;
/// Streams a peer opened and reset that may wait to be taken (against rapid resets).
pub const PENDING_RESETS: usize = 64;
/// How often a silent connection is asked whether it is there, and how long it may take to answer.
pub const KEEPALIVE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(20));
/// How long a call that is answered once may take.
pub const CALL_TIME: Duration = Duration::from_secs(60);
/// How often a subscriber gets a sign of life.
pub const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long a subscriber may leave events lying.
pub const SLOW_READER: Duration = Duration::from_secs(30);
/// How long calls may go on after the server was told to stop.
pub const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);
/// When a caller whose call did not fit is told to come back.
pub const RETRY_AFTER: Duration = Duration::from_secs(1);
/// How often the health of the store is looked at.
pub const HEALTH_INTERVAL: Duration = Duration::from_secs(1);
/// Bytes of `google.rpc` details of one error: with base64 and the other headers this stays below 8 KiB, which every client takes.
pub const ERROR_DETAILS_BYTES: usize = 5_400;
/// Bytes of the message of one error as it travels (percent-encoded); the details hold the whole text.
pub const ERROR_MESSAGE_BYTES: usize = 600;
/// Web requests worked on at once.
pub const WEB_REQUESTS: usize = 256;
/// Sentences on the page of what is different between two paragraphs.
pub const COMPARED_SENTENCES: usize = 400;
/// Threads that read for pages, documents and calls.
pub const READING_THREADS: usize = 64;
/// Bytes of pages that were made and may be asked for again.
pub const KEPT_PAGES_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes of the largest page or document that is kept.
pub const KEPT_PAGE_BYTES: usize = 2 * 1024 * 1024;
/// Published paragraphs whose figures are remembered to be compared; each is some tens of bytes.
pub const KEPT_FIGURES: usize = 4_096;
/// How often it is looked whether there are new arrangements to tell receivers of.
pub const WEBHOOK_LOOK: Duration = Duration::from_secs(2);
/// How long a receiver of webhooks may take to answer.
pub const WEBHOOK_TIME: Duration = Duration::from_secs(20);
/// The pause after the first failure; it doubles with every other.
pub const WEBHOOK_FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause between two attempts.
pub const WEBHOOK_LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);
/// The longest pause that a receiver may ask for.
pub const WEBHOOK_LONGEST_ASKED: Duration = Duration::from_secs(24 * 60 * 60);
/// An event is given up after so many attempts, and not before [`WEBHOOK_SPAN`] is over: a weekend passes without a loss.
pub const WEBHOOK_ATTEMPTS: u32 = 20;
/// See [`WEBHOOK_ATTEMPTS`].
pub const WEBHOOK_SPAN: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// How long something that failed on this side (reading, keeping a position) is left alone.
pub const WEBHOOK_TROUBLE: Duration = Duration::from_secs(5);
/// How far a receiver is, is kept at least this often while there is much to tell: after a crash it is told of as much again.
pub const WEBHOOK_KEEP: Duration = Duration::from_secs(1);
/// Bytes of an answer to a webhook that are read; nothing in it matters.
pub const WEBHOOK_ANSWER_BYTES: usize = 16 << 10;
/// Longest address of a web page, in bytes.
pub const WEB_ADDRESS_BYTES: usize = 2_048;

/// The limits that a program around the server may set otherwise; the others are fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// [`CALLS_IN_FLIGHT`].
    pub calls_in_flight: usize,
    /// [`COMMANDS_IN_FLIGHT`].
    pub commands_in_flight: usize,
    /// [`PARTS_WAITING_BYTES`].
    pub parts_waiting_bytes: usize,
    /// [`NEXT_PART`].
    pub next_part: Duration,
    /// [`SUBSCRIPTIONS`].
    pub subscriptions: usize,
    /// [`CALL_TIME`].
    pub call_time: Duration,
    /// [`REQUEST_TIME`].
    pub request_time: Duration,
    /// [`HEARTBEAT`].
    pub heartbeat: Duration,
    /// [`SLOW_READER`].
    pub slow_reader: Duration,
    /// [`SHUTDOWN_GRACE`].
    pub shutdown_grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            calls_in_flight: CALLS_IN_FLIGHT,
            commands_in_flight: COMMANDS_IN_FLIGHT,
            parts_waiting_bytes: PARTS_WAITING_BYTES,
            next_part: NEXT_PART,
            subscriptions: SUBSCRIPTIONS,
            call_time: CALL_TIME,
            request_time: REQUEST_TIME,
            heartbeat: HEARTBEAT,
            slow_reader: SLOW_READER,
            shutdown_grace: SHUTDOWN_GRACE,
        }
    }
}
