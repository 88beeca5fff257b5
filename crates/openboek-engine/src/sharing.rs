//! A store that several processes append to: what others recorded is seen when somebody asks, and soon by those who wait.
//!
//! Nothing of this happens over a store that this process has alone.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Instant;

use openboek_proof::entry::Origin;
use openboek_store::{LogName, Store, StoreError};

use crate::command::RecordError;
use crate::convert::origin_of;
use crate::engine::{Engine, Log};
use crate::heads::{Heads, tell};
use crate::read::ReadError;

/// Where each log without a newer seal stood, and since when.
type Unsealed = BTreeMap<LogName, (Heads, Instant)>;

/// A log of a store by its name: its origin, and where it stands.
fn look(store: &dyn Store, name: &LogName) -> Result<Option<(Origin, Heads)>, ReadError> {
    let Some((_, description)) = store.logs()?.into_iter().find(|(log, _)| log == name) else {
        return Ok(None);
    };
    let origin = origin_of(&description)
        .ok_or_else(|| StoreError::Damaged(format!("log {name} is described by no origin")))?;
    Ok(Some((origin, heads_in(store, name)?)))
}

fn heads_in(store: &dyn Store, name: &LogName) -> Result<Heads, StoreError> {
    let head = store.head(name)?;
    Ok(Heads { size: head.size, published_size: head.published_size })
}

/// Runs a call of the store where blocking is allowed.
async fn away<T: Send + 'static>(
    store: Arc<dyn Store>,
    call: impl FnOnce(&dyn Store) -> Result<T, ReadError> + Send + 'static,
) -> Result<T, ReadError> {
    let called = tokio::task::spawn_blocking(move || call(&*store)).await;
    called.unwrap_or_else(|e| Err(StoreError::Io(format!("a call of the store stopped: {e}")).into()))
}

impl Engine {
    fn is_shared(&self) -> bool {
        self.store.shared().is_some()
    }

    /// Where a log stands now. Blocks when the store must be asked.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn heads_now(&self, arrangement: &str) -> Result<Heads, ReadError> {
        Ok(self.see(&*self.readable(arrangement)?)?)
    }

    /// Where a log stands, where that is known without asking the store: nobody else writes there, and the log is there.
    #[must_use]
    pub fn heads_here(&self, arrangement: &str) -> Option<Heads> {
        let log = self.log(arrangement).filter(|_| !self.is_shared())?;
        Some(*log.heads.borrow())
    }

    /// The same of a log that is known.
    pub(crate) fn see(&self, log: &Log) -> Result<Heads, StoreError> {
        if self.is_shared() {
            tell(&log.heads, heads_in(&*self.store, &log.name)?, true);
        }
        Ok(*log.heads.borrow())
    }

    /// Sees where every log stands, and which there are. Blocks when the store must be asked.
    pub(crate) fn see_all(&self) -> Result<(), ReadError> {
        if !self.is_shared() {
            return Ok(());
        }
        for extent in self.store.extents()? {
            let heads = Heads { size: extent.size, published_size: extent.published_size };
            let log = match self.log(extent.log.as_str()) {
                Some(log) => log,
                None => match self.found_elsewhere(extent.log.as_str())? {
                    Some(log) => log,
                    None => continue,
                },
            };
            let before = *log.heads.borrow();
            tell(&log.heads, heads, true);
            if heads.published_size > before.published_size {
                self.bell.ring(&log.name);
            }
        }
        Ok(())
    }

    /// A log that another process made. Blocks.
    pub(crate) fn found_elsewhere(&self, name: &str) -> Result<Option<Arc<Log>>, ReadError> {
        let Some(name) = LogName::new(name).filter(|_| self.is_shared()) else { return Ok(None) };
        let found = look(&*self.store, &name)?;
        Ok(found.map(|(origin, heads)| self.insert(name, origin, heads)))
    }

    /// A log for a command, with where it stands now, also when another process made it.
    pub(crate) async fn find(&self, name: &str) -> Result<(Arc<Log>, Heads), RecordError> {
        let missing = || RecordError::NoSuchArrangement(name.to_owned());
        let known = self.log(name);
        if !self.is_shared() {
            return known.map(|log| (log.clone(), *log.heads.borrow())).ok_or_else(missing);
        }
        let log_name = LogName::new(name).ok_or_else(missing)?;
        let (store, asked) = (self.store.clone(), log_name.clone());
        if let Some(log) = known {
            let heads = away(store, move |store| Ok(heads_in(store, &asked)?)).await?;
            tell(&log.heads, heads, true);
            return Ok((log, heads));
        }
        let found = away(store, move |store| look(store, &asked)).await?;
        let (origin, heads) = found.ok_or_else(missing)?;
        Ok((self.insert(log_name, origin, heads), heads))
    }

    /// Follows what other processes record, for those who wait for it, until the engine is closed or dropped: each
    /// [`Options::follow_interval`](crate::Options) all heads are asked for at once. Entries that whoever recorded them does not seal,
    /// because it is gone, are sealed here when its claim has lapsed. Does nothing over a store that this process has alone.
    ///
    /// A question and not a notice of the database's: one that is missed is made up for by the next, and none needs a connection that waits.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn follow(self: &Arc<Self>) -> std::io::Result<()> {
        if !self.is_shared() {
            return Ok(());
        }
        let (engine, every) = (Arc::downgrade(self), self.options.follow_interval);
        let work = move || {
            let (mut unsealed, mut well) = (Unsealed::new(), true);
            while let Some(followed) = follow_once(&engine, &mut unsealed) {
                match followed {
                    Ok(()) => well = true,
                    Err(error) if well => {
                        tracing::warn!(%error, "what other processes record is not seen now");
                        well = false;
                    }
                    Err(_) => {}
                }
                std::thread::sleep(every);
            }
        };
        std::thread::Builder::new().name("follower".to_owned()).spawn(work).map(drop)
    }

    /// Wakes the writers of logs whose last entries nobody seals.
    fn seal_what_is_left(&self, unsealed: &mut Unsealed) {
        let patience = self.store.shared().unwrap_or_default() + self.options.seal_interval * 4;
        for log in self.all_logs() {
            let heads = *log.heads.borrow();
            if heads.size == heads.published_size {
                unsealed.remove(&log.name);
                continue;
            }
            let (stood, since) = unsealed.entry(log.name.clone()).or_insert((heads, Instant::now()));
            if *stood != heads {
                (*stood, *since) = (heads, Instant::now());
            } else if since.elapsed() > patience {
                *since = Instant::now();
                if let Err(error) = self.look_again(&log) {
                    tracing::warn!(log = %log.name, %error, "its last entries cannot be sealed here");
                }
            }
        }
    }
}

/// One look; `None` when there is nobody to look for any more.
fn follow_once(engine: &Weak<Engine>, unsealed: &mut Unsealed) -> Option<Result<(), ReadError>> {
    let engine = engine.upgrade()?;
    let open = || !engine.closed.load(Ordering::SeqCst);
    if !open() {
        return None;
    }
    let seen = engine.see_all();
    if seen.is_ok() {
        engine.seal_what_is_left(unsealed);
    }
    // What fails because the engine was closed meanwhile is no trouble.
    open().then_some(seen)
}
