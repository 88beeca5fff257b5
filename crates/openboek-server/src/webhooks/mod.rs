//! Webhooks: every published event as a CloudEvent of the Dutch government profile, sent to the systems of others as soon as it is published.
//!
//! Sent over HTTPS in the structured JSON form, one event in a POST, in the order of the log for each receiver and ledger, at least once: after a
//! stop the last ones may come again, with the same `webhook-id`. What counts as received is an answer of 2xx; anything else is tried again
//! ([`Patience`]), with pauses that double, and no sooner than the receiver asks (`Retry-After`). An event that is refused for too long goes to a
//! list of dead letters, and delivery goes on behind it. A receiver that answers 410 gets nothing more until the server is started anew.
//! Signed as Standard Webhooks has it (`signature`). Redirects are not followed: an address that moves is for the operator to change.
//!
//! For each receiver there is a folder, and in it for each ledger:
//!
//! | file | what is in it |
//! |---|---|
//! | `{arrangement}.position` | the position of the next entry, in digits; to send events again, stop the server and write a lower one |
//! | `{arrangement}.dead` | a line of JSON for each event that was given up: position, id, attempts, the last error |
//!
//! A receiver that is new begins behind what is published by then, unless it asks for everything; a ledger that comes to it later begins at its
//! first entry, since it cannot be told whether that was founded a moment ago.
//!
//! Nothing of this is in the way of recording: receivers have tasks of their own, on the threads that step back for recording. They read published
//! entries page by page, as subscribers do, and wait without holding anything. Of several servers over one database only one should be given webhooks.

mod client;
mod deliver;
mod patience;
mod progress;
mod receiver;
mod signature;
mod state;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use openboek_store::LogName;
use tokio::task::JoinSet;

pub use patience::Patience;
pub use receiver::{BadSecret, BadTarget, Receiver, Secrets, Target};

use crate::context::Context;
use crate::limits::WEBHOOK_LOOK;
use client::Client;
use deliver::Delivery;
use progress::Progress;
pub(crate) use state::States;

/// Whether a text can be the name of a receiver or an arrangement: lower-case letters, digits and hyphens.
#[must_use]
pub fn is_name(text: &str) -> bool {
    LogName::new(text).is_some()
}

/// Who is told of events, and where it is kept how far.
#[derive(Clone, Debug)]
pub struct Webhooks {
    /// Who is told. Each has a name of its own.
    pub receivers: Vec<Receiver>,
    /// The folder of positions and dead letters.
    pub folder: PathBuf,
    /// How long a receiver that does not answer well is waited for.
    pub patience: Patience,
}

/// What runs.
pub(crate) struct Running {
    webhooks: Webhooks,
    client: Client,
    /// Receivers that are told of everything that is published from now on, and not of what was before.
    fresh: BTreeSet<String>,
}

impl Running {
    /// Reads how far every receiver is.
    ///
    /// # Errors
    /// When that cannot be read or kept, or the certificates of the machine cannot be had. In English.
    pub(crate) fn new(webhooks: Webhooks) -> Result<Self, String> {
        let mut fresh = BTreeSet::new();
        for receiver in &webhooks.receivers {
            let is_new = Progress::open(&webhooks.folder, &receiver.name)?;
            if is_new && !receiver.from_first {
                fresh.insert(receiver.name.clone());
            }
        }
        let is_secure = |receiver: &Receiver| receiver.target.is_secure();
        let client = Client::new(webhooks.receivers.iter().any(is_secure))?;
        Ok(Self { webhooks, client, fresh })
    }

    /// Delivers until the server is told to stop.
    pub(crate) async fn serve(mut self, context: Context) {
        let gone: Vec<_> = self.webhooks.receivers.iter().map(|_| Arc::new(AtomicBool::new(false))).collect();
        let (mut tasks, mut known) = (JoinSet::new(), BTreeSet::new());
        loop {
            // A store that does not answer now is asked again.
            let names = context.blocking(|shared| {
                let all = shared.engine.arrangements()?;
                Ok(all.into_iter().map(|one| one.name).collect::<Vec<_>>())
            });
            if let Ok(names) = names.await {
                for (receiver, gone) in self.webhooks.receivers.iter().zip(&gone) {
                    for name in names.iter().filter(|name| receiver.follows(name.as_str())) {
                        if known.insert((receiver.name.clone(), name.clone())) {
                            let begins_now = self.fresh.contains(&receiver.name);
                            let task = Delivery {
                                context: context.clone(),
                                receiver: receiver.clone(),
                                arrangement: name.clone(),
                                progress: Progress::of(&self.webhooks.folder, &receiver.name, name),
                                patience: self.webhooks.patience.clone(),
                                line: self.client.line(receiver.target.clone()),
                                gone: gone.clone(),
                            };
                            tasks.spawn(task.run(begins_now));
                        }
                    }
                }
                // What is founded from now on is new from its first entry on.
                self.fresh.clear();
            }
            tokio::select! {
                () = context.stopped() => break,
                () = tokio::time::sleep(WEBHOOK_LOOK) => {}
            }
        }
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a delivery of webhooks stopped by a panic");
            }
        }
    }
}
