//! A data folder as the doctor and the server's readers and writers find it: what is told, and every fact that can be had.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use openboek_documents::{Provenance, json};
use openboek_engine::{BundleRequest, Command, Engine, MomentQuery, Options, Shown};
use openboek_proof::verify::{LogKeys, ReaderConfig, Verdict, verify_bundle};
use openboek_rules::{BudgetYear, Stream};
use openboek_server::Refused;
use openboek_server::upkeep::{Examined, Severity, examine};
use openboek_store::{LogName, Store, StoredEntry, StreamCode};

use super::material::{open_engine, open_store};
use crate::when_free;

/// Something that can be read: its bytes, or why it cannot be had.
pub(super) type Facts = BTreeMap<String, Result<Vec<u8>, String>>;

/// What is asked of every data folder.
pub(super) struct Questions {
    pub(super) commands: Vec<(&'static str, Command)>,
    /// Arrangement, holder, budget year.
    pub(super) paragraphs: Vec<(String, Stream, BudgetYear)>,
    /// Public keys of the logs, kept by a reader.
    pub(super) keys: BTreeMap<String, LogKeys>,
    pub(super) now_ms: i64,
}

/// What a look at a data folder gives.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Findings of the doctor, each with its code first.
    pub(super) told: BTreeSet<String>,
    /// Whether one of them says that something is wrong.
    pub(super) severe: bool,
    pub(super) facts: Facts,
    /// Findings when commands were recorded and all is closed again.
    pub(super) told_after: BTreeSet<String>,
}

fn findings(found: &Examined) -> BTreeSet<String> {
    let line = |one: &openboek_server::upkeep::Finding| {
        [one.check.as_str(), &one.log, &one.place, &one.detail].join(" ")
    };
    found.findings.iter().map(line).collect()
}

/// What the doctor says, once nobody has the store open.
fn examined(data: &Path) -> Result<Examined, Refused> {
    when_free(|| examine(data, None, &mut |_, _, _| {}), |refused| refused.code == "in-use")
}

impl Questions {
    /// Has a look at everything; commands are recorded at the end, so the folder is another one afterwards.
    pub(super) fn look(&self, data: &Path) -> Look {
        let mut look = Look::default();
        match examined(data) {
            Ok(found) => {
                look.told = findings(&found);
                look.severe = found.findings.iter().any(|one| one.check.severity() == Severity::Wrong);
            }
            Err(refused) => {
                look.told.insert(format!("{} {}", refused.code, refused.told(false)));
                look.severe = true;
            }
        }
        let facts = &mut look.facts;
        let store = match open_store(data) {
            Ok(store) => store,
            Err(error) => {
                facts.insert("store".to_owned(), Err(error.to_string()));
                return look;
            }
        };
        facts.insert("store".to_owned(), Ok(Vec::new()));
        let published = store_facts(&*store, facts);
        match open_engine(&store, data, self.now_ms, Options::default()) {
            Ok(engine) => {
                facts.insert("engine".to_owned(), Ok(Vec::new()));
                self.engine_facts(&engine, &published, facts);
                self.record(&engine, facts);
                facts.insert(
                    "closing".to_owned(),
                    engine.close().map(|()| Vec::new()).map_err(|e| e.to_string()),
                );
            }
            Err(error) => {
                facts.insert("engine".to_owned(), Err(error.to_string()));
            }
        }
        drop(store);
        if !look.severe {
            look.told_after = examined(data)
                .map_or_else(|refused| BTreeSet::from([refused.told(false)]), |found| findings(&found));
        }
        look
    }

    fn engine_facts(&self, engine: &Engine, published: &BTreeMap<String, u64>, facts: &mut Facts) {
        let mut bundled = BTreeSet::new();
        for (arrangement, holder, year) in &self.paragraphs {
            let Some(size) = published.get(arrangement).copied() else { continue };
            let place = format!("{arrangement} {holder} {year}");
            let moments = [("paragraph", size), ("earlier paragraph", size / 2)];
            for (what, position) in moments {
                let query = MomentQuery { position: Some(position), ..MomentQuery::default() };
                let shown = engine.paragraph(arrangement, *holder, *year, query);
                let shown = shown.map(|shown| format!("{:?}", shown.paragraph).into_bytes());
                facts.insert(format!("{what} {place}"), shown.map_err(|e| e.to_string()));
            }
            // A document and a bundle of one member each.
            if *holder == Stream::Region || !bundled.insert(arrangement.clone()) {
                continue;
            }
            let query = MomentQuery { position: Some(size), ..MomentQuery::default() };
            let document =
                engine.paragraph(arrangement, *holder, *year, query).map(|shown| document(&shown, size));
            facts.insert(format!("document {place}"), document.map_err(|e| e.to_string()));
            facts.insert(format!("bundle {place}"), self.bundle(engine, arrangement, *holder, size));
        }
    }

    /// The entries of a bundle that an auditor who kept the log's key finds to be *klopt*, but for the last one and later ones: whether the
    /// commands at the end are sealed yet is a matter of moments.
    fn bundle(
        &self,
        engine: &Engine,
        arrangement: &str,
        holder: Stream,
        size: u64,
    ) -> Result<Vec<u8>, String> {
        let request = BundleRequest::newest(holder, Vec::new());
        let files: BTreeMap<String, Vec<u8>> =
            engine.bundle(arrangement, &request).map_err(|e| e.to_string())?;
        let config = ReaderConfig {
            log_keys: self.keys.get(arrangement).cloned(),
            ..ReaderConfig::at(self.now_ms + 3_600_000)
        };
        Ok(match verify_bundle(&files, &config) {
            Verdict::Klopt(_) => {
                let index =
                    |path: &str| path.strip_prefix("entries/").and_then(|rest| rest.parse::<u64>().ok());
                let mut entries: BTreeMap<u64, &[u8]> = BTreeMap::new();
                entries
                    .extend(files.iter().filter_map(|(path, bytes)| Some((index(path)?, bytes.as_slice()))));
                entries.range(..size - 1).flat_map(|(_, bytes)| bytes.to_vec()).collect()
            }
            other => format!("a bundle that is not klopt: {other:?}").into_bytes(),
        })
    }

    /// Commands that were recorded before get the same answers, the others are recorded, in every folder in the same way.
    fn record(&self, engine: &Engine, facts: &mut Facts) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        for (number, (arrangement, command)) in self.commands.iter().enumerate() {
            let answer = runtime.block_on(async {
                let recording = engine.record(arrangement, command.clone());
                tokio::time::timeout(Duration::from_secs(10), recording).await
            });
            let answer = match answer {
                Ok(Ok(recorded)) => {
                    let entries: Vec<_> =
                        recorded.entries.iter().map(|one| (one.index, one.hash.to_string())).collect();
                    Ok(format!("{entries:?} {}", recorded.repeated).into_bytes())
                }
                Ok(Err(error)) => Err(error.to_string()),
                Err(_) => Ok(b"no answer within ten seconds".to_vec()),
            };
            facts.insert(format!("command {number}"), answer);
        }
    }
}

fn document(shown: &Shown, size: u64) -> Vec<u8> {
    let provenance = Provenance {
        origin: shown.origin.clone(),
        size,
        root: None,
        published_size: size,
        last_recorded_at_ms: shown.last_recorded_at_ms,
        last_event_hash: Some(shown.last_event_hash.clone()),
        receipt: None,
    };
    json(&shown.paragraph, &provenance)
}

/// Everything that can be read of a store, one by one; gives the published size of each log.
pub(super) fn store_facts(store: &dyn Store, facts: &mut Facts) -> BTreeMap<String, u64> {
    let mut published = BTreeMap::new();
    let logs = store.logs();
    facts.insert("logs".to_owned(), bytes(&logs));
    for (log, _) in logs.unwrap_or_default() {
        if let Some(size) = log_facts(store, &log, facts) {
            published.insert(log.to_string(), size);
        }
    }
    published
}

fn log_facts(store: &dyn Store, log: &LogName, facts: &mut Facts) -> Option<u64> {
    let head = store.head(log);
    facts.insert(format!("{log} head"), bytes(&head));
    let head = head.ok()?;
    // One by one all of a short log, and some of a long one; all at once below.
    for index in (0..=head.size).step_by(if head.size < 500 { 1 } else { 41 }) {
        let entry = store.entry(log, index).map(|entry| entry.iter().flat_map(whole).collect());
        facts.insert(format!("{log} entry {index}"), entry.map_err(|error| error.to_string()));
    }
    let entries = store.entries(log, 0, 100_000, usize::MAX);
    let entries = entries.map(|entries| entries.iter().flat_map(whole).collect());
    facts.insert(format!("{log} entries"), entries.map_err(|error| error.to_string()));
    let heads = store.stream_heads(log);
    facts.insert(format!("{log} stream heads"), bytes(&heads));
    let streams: Vec<StreamCode> = heads.unwrap_or_default().iter().map(|head| head.stream).collect();
    for stream in streams {
        facts.insert(format!("{log} stream {stream}"), bytes(&store.stream(log, stream, 0, 100_000)));
    }
    for (level, number) in (0..=head.size / 256).map(|number| (0, number)).chain([(1, 0)]) {
        facts.insert(format!("{log} tile {level} {number}"), bytes(&store.tile(log, level, number)));
    }
    Some(head.published_size)
}

/// An entry with its position, its salt and its payload.
fn whole(stored: &StoredEntry) -> Vec<u8> {
    let mut bytes = [&stored.index.to_be_bytes()[..], &stored.entry].concat();
    if let Some(payload) = &stored.payload {
        bytes.extend_from_slice(&payload.salt);
        bytes.extend_from_slice(&payload.bytes);
    }
    bytes
}

fn bytes<T: std::fmt::Debug, E: std::fmt::Display>(read: &Result<T, E>) -> Result<Vec<u8>, String> {
    read.as_ref().map(|value| format!("{value:?}").into_bytes()).map_err(ToString::to_string)
}

/// What is asked: the paragraphs there are, and the keys a reader keeps.
pub(super) fn questions(data: &Path, commands: Vec<(&'static str, Command)>, now_ms: i64) -> Questions {
    let store = open_store(data).unwrap();
    let engine = open_engine(&store, data, now_ms, Options::default()).unwrap();
    let (mut paragraphs, mut keys) = (Vec::new(), BTreeMap::new());
    for arrangement in engine.arrangements().unwrap() {
        let name = arrangement.name.as_str();
        keys.insert(name.to_owned(), LogKeys::parse(&engine.log_keys(name).unwrap()).unwrap());
        for (holder, _) in engine.holders(name).unwrap() {
            let years = engine.paragraph_years(name, holder).unwrap();
            paragraphs.extend(years.into_iter().map(|year| (name.to_owned(), holder, year)));
        }
    }
    engine.close().unwrap();
    Questions { commands, paragraphs, keys, now_ms }
}

/// What became of a changed byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The doctor, the verifier or a reader says so; in these words.
    Detected(String),
    /// Everything is the same, nothing is told, and recording goes on.
    Harmless,
    /// Something else is shown than was recorded, or nobody can know what is the matter.
    Wrong(String),
}

/// Holds a look against that at the folder as it was.
pub(super) fn judge(was: &Look, is: &Look) -> Outcome {
    let told: Vec<&str> = is.told.difference(&was.told).map(String::as_str).collect();
    let mut refused = None;
    for (name, is_now) in &is.facts {
        match (was.facts.get(name), is_now) {
            (Some(Ok(was)), Ok(is)) if was == is => {}
            (Some(Err(_)), Err(_)) => {}
            (Some(Ok(_)), Err(why)) => refused = refused.or(Some(format!("{name}: {why}"))),
            (_, Ok(is)) => {
                let shown = String::from_utf8_lossy(is);
                return Outcome::Wrong(format!("{name} is {shown:.200}"));
            }
            (None, Err(why)) => return Outcome::Wrong(format!("{name} is new: {why}")),
        }
    }
    let missing = was.facts.keys().find(|name| !is.facts.contains_key(*name));
    match (told.first(), refused, missing) {
        (Some(_), Some(_), _) if !is.severe => {
            Outcome::Wrong(format!("only a note, and yet something is refused: {told:?}"))
        }
        (Some(first), _, _) => Outcome::Detected((*first).to_owned()),
        (None, Some(refused), _) => Outcome::Wrong(format!("the doctor finds nothing, and yet {refused}")),
        (None, None, Some(missing)) => Outcome::Wrong(format!("{missing} is gone without a word")),
        (None, None, None) if is.told_after != was.told_after => {
            Outcome::Wrong(format!("afterwards the doctor finds {:?}", is.told_after))
        }
        (None, None, None) => Outcome::Harmless,
    }
}

#[test]
fn only_what_is_told_or_the_same_passes() {
    let facts = |pairs: &[(&str, Result<&str, &str>)]| -> Facts {
        let own = |fact: Result<&str, &str>| fact.map(|text| text.as_bytes().to_vec()).map_err(str::to_owned);
        pairs.iter().map(|(name, fact)| ((*name).to_owned(), own(*fact))).collect()
    };
    let look = |told: &[&str], severe: bool, pairs: &[(&str, Result<&str, &str>)], after: &[&str]| Look {
        told: told.iter().map(|one| (*one).to_owned()).collect(),
        severe,
        facts: facts(pairs),
        told_after: after.iter().map(|one| (*one).to_owned()).collect(),
    };
    let same = [("entry", Ok("1")), ("moment", Err("too early"))];
    let refused = [("entry", Err("damaged")), ("moment", Err("too early"))];
    let was = look(&["a note"], false, &same, &[]);
    let table = [
        ("nothing", look(&["a note"], false, &same, &[]), 'h'),
        ("told", look(&["a note", "store-damaged"], true, &same, &[]), 'd'),
        ("told and refused", look(&["store-damaged"], true, &refused, &[]), 'd'),
        ("told and gone", look(&["store-damaged"], true, &[], &[]), 'd'),
        ("a note more", look(&["a note", "snapshot-dropped"], false, &same, &[]), 'd'),
        ("a note, and refused", look(&["snapshot-dropped"], false, &refused, &[]), 'w'),
        ("another figure", look(&["store-damaged"], true, &[("entry", Ok("2"))], &[]), 'w'),
        ("an answer too early", look(&["store-damaged"], true, &[("moment", Ok("1"))], &[]), 'w'),
        ("one more", look(&[], false, &[same[0], same[1], ("other", Ok("1"))], &[]), 'w'),
        ("refused untold", look(&["a note"], false, &refused, &[]), 'w'),
        ("gone untold", look(&[], false, &[same[0]], &[]), 'w'),
        ("told afterwards", look(&[], false, &same, &["request-differs"]), 'w'),
    ];
    for (name, is, expected) in table {
        let outcome = match judge(&was, &is) {
            Outcome::Harmless => 'h',
            Outcome::Detected(_) => 'd',
            Outcome::Wrong(_) => 'w',
        };
        assert_eq!(outcome, expected, "{name}");
    }
}
