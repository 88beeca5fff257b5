//! One run: what happens, step by step, as the seed decides.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use openboek_proof::entry::{DocumentName, JSON, Output, VersionedName};
use openboek_proof::hash::{DocumentDigest, EventHash, event_hash};
use openboek_rules::{BudgetYear, Stream};
use openboek_store::FaultPlan;
use openboek_views::model::Paragraph;

use super::asked::{Asked, Attempt, MEMBERS, founding, promise};
use super::check;
use super::world::{NAME, World, some_faults};
use crate::command::{Expected, RecordError, Recorded, Wait};
use crate::convert::{code_of, key_of};
use crate::engine::Engine;
use crate::paragraph::MomentQuery;
use crate::receipt::{Document, ReceiptError, RecordedReceipt, paragraph_document};

/// An answer that takes longer than this never comes.
const PATIENCE: Duration = Duration::from_secs(5);

/// What one run knows, from outside.
pub(super) struct Run {
    pub(super) rng: fastrand::Rng,
    pub(super) world: World,
    pub(super) asked: Vec<Asked>,
    pub(super) subscribers: Vec<Subscriber>,
    /// The checkpoints that were published, as they were seen.
    pub(super) checkpoints: Vec<Vec<u8>>,
    /// Paragraphs as they were shown.
    pub(super) shown: Vec<(Stream, Paragraph)>,
    /// Documents that somebody wanted to publish.
    pub(super) offered: Vec<(DocumentName, Output)>,
    /// Receipts that were answered.
    pub(super) published: Vec<RecordedReceipt>,
    step: u64,
    /// In the end everything works again.
    calm: bool,
}

/// Somebody who reads every entry once, a few at a time.
#[derive(Default)]
pub(super) struct Subscriber {
    /// Reads what is recorded; otherwise what is published.
    pub(super) recorded: bool,
    pub(super) seen: Vec<EventHash>,
}

/// How a command is sent.
struct Sending {
    asked: usize,
    wait: Wait,
    lost: bool,
}

/// Plays a seed from the founding to the last check.
///
/// # Errors
/// What did not hold.
pub(super) async fn play(seed: u64) -> Result<(), String> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let world = World::new(seed, &mut rng);
    let subscribers = [true, false].map(|recorded| Subscriber { recorded, seen: Vec::new() });
    let mut run = Run {
        rng,
        world,
        asked: Vec::new(),
        subscribers: subscribers.into(),
        checkpoints: Vec::new(),
        shown: Vec::new(),
        offered: Vec::new(),
        published: Vec::new(),
        step: 0,
        calm: false,
    };
    run.found().await?;
    for _ in 0..run.rng.usize(8..20) {
        run.step().await?;
        run.look()?;
    }
    run.finish().await
}

impl Run {
    async fn found(&mut self) -> Result<(), String> {
        if self.rng.u8(..4) == 0 {
            self.world.plan(some_faults(&mut self.rng));
        }
        self.asked.push(Asked {
            request: [0xff; 16],
            client: 0,
            statements: vec![founding()],
            expected: Vec::new(),
            attempts: Vec::new(),
        });
        for _ in 0..50 {
            self.send(vec![Sending { asked: 0, wait: Wait::Recorded, lost: false }]).await?;
            if self.asked[0].recorded().next().is_some() {
                return Ok(());
            }
            self.world.plan(FaultPlan::new());
            if self.world.is_read_only() {
                self.world.restart(false);
            }
            // A writer that could not open the log refuses what is in its queue before another takes its place.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err(format!("the arrangement could not be founded: {:?}", self.asked[0].attempts))
    }

    async fn step(&mut self) -> Result<(), String> {
        match self.rng.u8(..100) {
            0..55 => {
                let together = if self.rng.bool() { 1 } else { self.rng.usize(2..7) };
                let sendings = (0..together).map(|_| self.sending()).collect();
                self.send(sendings).await?;
            }
            55..65 => {
                let now = crate::clock::Clock::now_ms(&self.world.clock);
                self.world.clock.set(now + self.rng.i64(-20_000..60_000));
            }
            65..75 => self.world.plan(some_faults(&mut self.rng)),
            75..80 => self.world.plan(FaultPlan::new()),
            80..86 => self.world.restart(self.rng.bool()),
            86..94 => tokio::time::sleep(Duration::from_micros(self.rng.u64(..2_000))).await,
            94..97 => self.show(),
            _ => self.publish().await?,
        }
        // An operator sooner or later opens a store anew that takes nothing more.
        if self.world.is_read_only() && self.rng.u8(..3) == 0 {
            self.world.restart(self.rng.bool());
        }
        Ok(())
    }

    /// A new command, one sent again, or another under the same request.
    fn sending(&mut self) -> Sending {
        let asked = match self.rng.u8(..10) {
            0..2 => self.rng.usize(1..self.asked.len().max(2)).min(self.asked.len() - 1),
            2 if self.asked.len() > 1 => {
                let place = self.rng.usize(1..self.asked.len());
                let request = self.asked[place].request;
                // Other promises than any before, so that it is another command.
                let names = 100 * self.asked.len() as u64;
                self.new_command(request, names..names + 40)
            }
            _ => {
                let mut request = [0; 16];
                self.rng.fill(&mut request);
                self.new_command(request, 0..40)
            }
        };
        let wait = if self.rng.u8(..3) == 0 { Wait::Published } else { Wait::Recorded };
        Sending { asked, wait, lost: self.rng.u8(..8) == 0 }
    }

    fn new_command(&mut self, request: [u8; 16], names: Range<u64>) -> usize {
        let count = if self.rng.u8(..4) == 0 { 2 } else { 1 };
        let statements = (0..count)
            .map(|_| promise(self.rng.usize(..MEMBERS.len()), self.rng.u64(names.clone())))
            .collect::<Vec<_>>();
        let mut expected = Vec::new();
        if self.rng.u8(..4) == 0 {
            let stream = statements[0].concerns[0];
            let revision = self.revision(stream) + u64::from(self.rng.u8(..3) == 0);
            expected.push(Expected { stream, revision });
        }
        let client = self.rng.usize(..3);
        self.asked.push(Asked { request, client, statements, expected, attempts: Vec::new() });
        self.asked.len() - 1
    }

    fn revision(&self, stream: Stream) -> u64 {
        use openboek_store::Store as _;
        let entries =
            self.world.truth.stream(&super::world::log_name(), key_of(code_of(stream)), 0, usize::MAX);
        entries.map_or(0, |entries| entries.len() as u64)
    }

    /// Sends commands together and waits for those answers that are not lost. Perhaps everything stops meanwhile.
    async fn send(&mut self, sendings: Vec<Sending>) -> Result<(), String> {
        let engine = self.world.engine();
        let (sent, size_before) = (self.step, self.world.size());
        let ordered = engine.options().queue_commands > sendings.len();
        let mut tasks = Vec::new();
        for sending in &sendings {
            let command = self.asked[sending.asked].command(sending.wait);
            tasks.push(tokio::spawn(ask(engine.clone(), sending.asked == 0, command)));
        }
        drop(engine);
        // All of them are in the queue after this; the writer may have begun.
        tokio::task::yield_now().await;
        let crash = !self.calm && self.asked.len() > 1 && self.rng.u8(..16) == 0;
        if crash {
            self.world.stop(true);
        }
        for (place, (sending, task)) in sendings.iter().zip(tasks).enumerate() {
            let answer = if sending.lost {
                task.abort();
                let _ = task.await;
                None
            } else {
                let answer =
                    tokio::time::timeout(PATIENCE, task).await.map_err(|_| "an answer never came")?;
                Some(answer.map_err(|error| format!("a caller's task stopped: {error}"))?)
            };
            self.step += 1;
            let attempt = Attempt {
                sent,
                answered: self.step,
                size_before,
                size_after: self.world.size(),
                place: ordered.then_some((sent, place)),
                answer,
            };
            self.asked[sending.asked].attempts.push(attempt);
        }
        if crash {
            self.world.start_again();
        }
        self.step += 1;
        Ok(())
    }

    /// What anybody can see at any time, and must be true then.
    fn look(&mut self) -> Result<(), String> {
        let engine = self.world.engine();
        let Ok(heads) = engine.heads(NAME) else { return Ok(()) };
        let heads = *heads.borrow();
        let durable = self.world.size();
        if heads.size > durable || heads.published_size > heads.size {
            return Err(format!("told of {heads:?} while {durable} entries are durable"));
        }
        if let Ok((note, _)) = engine.checkpoint(NAME)
            && self.checkpoints.last() != Some(&note)
        {
            self.checkpoints.push(note);
        }
        for subscriber in &mut self.subscribers {
            if self.rng.bool() {
                let until = if subscriber.recorded { heads.size } else { heads.published_size };
                subscriber.read(&engine, until, self.rng.usize(1..9));
            }
        }
        Ok(())
    }

    fn show(&mut self) {
        let holder = Stream::new(MEMBERS[self.rng.usize(..MEMBERS.len())]).unwrap();
        let query = MomentQuery::default();
        // A store that does not answer shows nothing; what is shown must be true.
        if let Ok(shown) = self.world.engine().paragraph(NAME, holder, year(), query) {
            self.shown.push((holder, shown.paragraph));
        }
    }

    /// Publishes what a member's paragraph rests on now. What the document holds is of no matter to the engine; here it is the state.
    async fn publish(&mut self) -> Result<(), String> {
        let holder = Stream::new(MEMBERS[self.rng.usize(..MEMBERS.len())]).unwrap();
        let engine = self.world.engine();
        // A store that does not answer has no ground.
        let Ok(ground) = engine.ground(NAME, holder) else { return Ok(()) };
        let bytes = format!("{:?}", ground.basis);
        let output = Output {
            media_type: JSON.into(),
            length: bytes.len() as u64,
            digest: DocumentDigest::of(bytes.as_bytes()),
        };
        let name = paragraph_document(holder, year()).unwrap();
        self.offered.push((name.clone(), output.clone()));
        let projector = VersionedName::new("openboek-paragraph", 1).unwrap();
        let document = Document { name, projector, basis_size: ground.basis.size, outputs: vec![output] };
        // Offered again it is the same document, whether or not the first answer came.
        for _ in 0..self.rng.u8(1..4) {
            let wait = if self.rng.bool() { Wait::Published } else { Wait::Recorded };
            let answer = tokio::time::timeout(PATIENCE, engine.publish(NAME, document.clone(), wait)).await;
            match answer.map_err(|_| "the answer on a document never came")? {
                Ok(recorded) => self.published.push(recorded),
                Err(ReceiptError::Record(_)) => {}
                // One caller at a time publishes here, each from the newest state.
                Err(error) => return Err(format!("a good document was refused: {error}")),
            }
        }
        Ok(())
    }

    /// Everything works again: what was not answered for certain is asked again, then all of it once more after another restart.
    async fn finish(mut self) -> Result<(), String> {
        self.calm = true;
        for again in [false, true] {
            self.world.plan(FaultPlan::new());
            let crash = self.rng.bool();
            self.world.restart(crash);
            let open =
                (0..self.asked.len()).filter(|place| again || self.asked[*place].recorded().next().is_none());
            for asked in open.collect::<Vec<_>>() {
                self.send(vec![Sending { asked, wait: Wait::Published, lost: false }]).await?;
            }
            self.look()?;
        }
        let holders = MEMBERS.map(|code| Stream::new(code).unwrap());
        let engine = self.world.engine();
        for holder in holders {
            let shown = engine.paragraph(NAME, holder, year(), MomentQuery::default());
            self.shown.push((holder, shown.map_err(|e| e.to_string())?.paragraph));
        }
        let size = self.world.size();
        for subscriber in &mut self.subscribers {
            subscriber.read(&engine, size, usize::MAX);
        }
        check::all(&self, &engine)
    }
}

/// The budget year that the paragraphs are of.
pub(super) fn year() -> BudgetYear {
    BudgetYear::new(2020).unwrap()
}

async fn ask(engine: Arc<Engine>, found: bool, command: crate::Command) -> Result<Recorded, RecordError> {
    match found {
        true => engine.create(NAME, command).await,
        false => engine.record(NAME, command).await,
    }
}

impl Subscriber {
    /// Goes on where it was, up to a size, some entries only; reading may fail.
    fn read(&mut self, engine: &Engine, until: u64, limit: usize) {
        let next = self.seen.len() as u64;
        let limit = limit.min(usize::try_from(until.saturating_sub(next)).unwrap());
        if limit == 0 {
            return;
        }
        if let Ok(page) = engine.entries(NAME, next, limit) {
            self.seen.extend(page.iter().map(|entry| event_hash(&entry.stored.entry)));
        }
    }
}
