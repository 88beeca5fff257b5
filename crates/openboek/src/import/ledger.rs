//! What the ledger holds, read as any auditor reads it.

use std::collections::BTreeMap;
use std::time::Duration;

use openboek_audit::Lang;
use openboek_import::{Held, history};
use openboek_proof::entry::Entry;
use openboek_rules::{Statement, Stream};
use openboek_wire::v1;

use super::progress::Progress;
use crate::client::Client;
use crate::listed;
use crate::trouble::Trouble;

/// Entries asked for at a time: as many as a page can have.
const PAGE: i32 = 1_000;
/// How long to wait before looking again whether everything is published.
const LOOK_AGAIN: Duration = Duration::from_millis(50);
/// How long publication may take.
const PUBLISHED_WITHIN: Duration = Duration::from_secs(60);

/// What the ledger holds at a moment.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Its statements as they count.
    pub(super) held: Vec<Held>,
    /// Number of entries of each stream: what a plan made of this may rely on.
    pub(super) revisions: BTreeMap<Stream, u64>,
}

/// Reads everything.
///
/// # Errors
/// The server's status, or an entry that cannot be read.
pub(super) async fn read(client: &Client, arrangement: &str, lang: Lang) -> Result<Ledger, Trouble> {
    let size = settled(client, arrangement, lang).await?;
    let (mut ledger, mut statements) = (Ledger::default(), Vec::new());
    let mut progress = Progress::new(lang.pick("boekingen gelezen", "entries read"));
    let mut next = Some(0);
    while let Some(from) = next {
        let request = v1::ListEntriesRequest {
            arrangement: arrangement.to_owned(),
            from,
            limit: PAGE,
            stream: String::new(),
            include_payloads: true,
        };
        let page = client.audit().list_entries(request).await;
        let page = page.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
        for entry in &page.entries {
            let read =
                statement(entry, &mut ledger.revisions).ok_or_else(|| unreadable(entry.index, lang))?;
            statements.extend(read.map(|statement| (entry.index, statement)));
        }
        next = page.next_from;
        progress.at(next.unwrap_or(size), size);
    }
    ledger.held = history::held(statements);
    Ok(ledger)
}

/// Waits until everything that is recorded is published, for only that is listed. Returns the size.
async fn settled(client: &Client, arrangement: &str, lang: Lang) -> Result<u64, Trouble> {
    let until = tokio::time::Instant::now() + PUBLISHED_WITHIN;
    loop {
        let request = v1::GetArrangementRequest { arrangement: arrangement.to_owned() };
        let answer = client.arrangements().get_arrangement(request).await;
        let answer = answer.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
        let arrangement = answer.arrangement.unwrap_or_default();
        // Under a steady stream of commands it is never quite settled; what comes meanwhile is caught by the expected revisions.
        if arrangement.published_size >= arrangement.size || tokio::time::Instant::now() >= until {
            return Ok(arrangement.published_size);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// The statement of an entry, `Some(None)` for entries that are none; counts the entry in its streams. `None` when it cannot be read.
fn statement(listed: &v1::Entry, revisions: &mut BTreeMap<Stream, u64>) -> Option<Option<Statement>> {
    let Entry::Event(event) = Entry::parse(&listed.entry).ok()? else { return Some(None) };
    for place in &event.streams {
        revisions.insert(Stream::new(&place.code.to_string()).ok()?, place.revision.checked_add(1)?);
    }
    // Erased or withheld: whoever may not read it plans without it.
    listed::statement(listed, &event)
}

fn unreadable(index: u64, lang: Lang) -> Trouble {
    Trouble::failed(match lang {
        Lang::Nl => format!("Boeking {index} is niet te lezen. Is dit programma even nieuw als de server?"),
        Lang::En => format!("Entry {index} cannot be read. Is this program as new as the server?"),
    })
}
