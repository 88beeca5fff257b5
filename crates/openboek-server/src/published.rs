//! Paragraphs as they are published: computed from the state that a receipt names, the same each time.

use jiff::civil::Date;
use openboek_documents::{Lang, PublishedState, ReceiptNote, figures, print};
use openboek_engine::{Ground, RecordedReceipt, Shown};
use openboek_proof::entry::{JSON, Receipt};
use openboek_proof::hash::Blake3Hash;
use openboek_rules::{BudgetYear, Stream};
use openboek_views::model::Paragraph;
use openboek_views::{Moment, PROJECTOR};
use quick_cache::sync::Cache;

use crate::bundle;
use crate::context::Shared;
use crate::errors::{Problem, Reason};
use crate::limits::KEPT_FIGURES;
use crate::printed::ToPrint;
use crate::web::Address;

/// The state that a document rests on.
pub(crate) fn state(ground: &Ground) -> PublishedState {
    PublishedState {
        origin: ground.origin.clone(),
        size: ground.basis.size,
        root: ground.basis.root.to_string(),
        last_recorded_at_ms: ground.last_recorded_at_ms,
        last_event_hash: ground.last_event_hash.to_string(),
    }
}

/// A paragraph computed to be published.
pub(crate) struct Computed {
    /// The state it rests on.
    pub(crate) state: PublishedState,
    /// The paragraph.
    pub(crate) paragraph: Paragraph,
    /// Its figures, as they are published.
    pub(crate) json: Vec<u8>,
}

impl Computed {
    /// The newest; only of a year in which something was recorded.
    pub(crate) fn newest(
        shared: &Shared,
        arrangement: &str,
        holder: Stream,
        year: BudgetYear,
    ) -> Result<Self, Problem> {
        let ground = shared.engine.ground(arrangement, holder)?;
        if !ground.view.years().contains(&year) {
            let missing = Problem::new(Reason::NoSuchParagraph);
            return Err(missing.with("municipality", holder).with("year", year));
        }
        Ok(Self::of(&ground, year))
    }

    /// That of a receipt, computed again; `None` for a document that this program does not compute.
    pub(crate) fn again(
        shared: &Shared,
        arrangement: &str,
        receipt: &Receipt,
    ) -> Result<Option<Self>, Problem> {
        let Some((_, year)) = paragraph_of(receipt) else { return Ok(None) };
        Ok(Some(Self::of(&shared.engine.ground_of(arrangement, receipt)?, year)))
    }

    /// Whether a receipt has the digest of these figures.
    fn is_of(&self, receipt: &Receipt) -> bool {
        receipt.output(JSON).is_some_and(|output| output.digest == Blake3Hash::of(&self.json))
    }

    /// What its PDF is made of: these figures in words, and the proof of the very state they rest on.
    pub(crate) fn into_print(self, shared: &Shared, arrangement: &str) -> Result<ToPrint, Problem> {
        let address = Address::of(arrangement, &self.paragraph);
        let links = address.links_of_document().at(shared.public_url.as_deref().unwrap_or_default());
        let wanted = bundle::Wanted::at(arrangement, self.paragraph.head.holder, self.state.size);
        Ok(ToPrint {
            print: print(&self.paragraph, &self.state.provenance(), &links, Lang::Nl),
            figures: self.json,
            bundle: bundle::make(shared, &wanted)?.zip,
        })
    }

    fn of(ground: &Ground, year: BudgetYear) -> Self {
        let state = state(ground);
        let paragraph = state.paragraph(&ground.view, year);
        let json = openboek_documents::json(&paragraph, &state.provenance());
        Self { state, paragraph, json }
    }
}

/// Which paragraph a receipt is of; `None` for a document that this program does not compute.
pub(crate) fn paragraph_of(receipt: &Receipt) -> Option<(Stream, BudgetYear)> {
    let holder = Stream::new(&receipt.stream.code.to_string()).ok()?;
    let year = BudgetYear::new(i64::from(receipt.document.year())).ok()?;
    let ours = openboek_engine::paragraph_document(holder, year).as_ref() == Some(&receipt.document);
    (ours && receipt.projector.to_string() == PROJECTOR).then_some((holder, year))
}

/// The published JSON, computed again; `None` when it cannot be had again: another version computed it, or content was erased since.
pub(crate) fn json_again(
    shared: &Shared,
    arrangement: &str,
    receipt: &Receipt,
) -> Result<Option<Vec<u8>>, Problem> {
    let again = Computed::again(shared, arrangement, receipt)?.filter(|again| again.is_of(receipt));
    if again.is_none() {
        tracing::warn!(arrangement, receipt = receipt.index, "a published document cannot be computed again");
    }
    Ok(again.map(|again| again.json))
}

/// Digests of the figures that were published and the day they were counted to, by log and position of the receipt. They never change, and
/// to compute them again may mean to read a ledger from its beginning. `None` for what cannot be computed again.
pub(crate) struct PublishedFigures(Cache<(String, u64), Option<(Date, Blake3Hash)>>);

impl Default for PublishedFigures {
    fn default() -> Self {
        Self(Cache::new(KEPT_FIGURES))
    }
}

/// What a page says of the newest receipt of its paragraph; `None` when it was never published, or when only acts up to a day are shown.
pub(crate) fn note(
    shared: &Shared,
    arrangement: &str,
    shown: &Shown,
) -> Result<Option<ReceiptNote>, Problem> {
    let Some(recorded) = &shown.receipt else { return Ok(None) };
    let receipt = &recorded.receipt;
    let (Some(output), Some(_)) = (receipt.output(JSON), paragraph_of(receipt)) else { return Ok(None) };
    if shown.paragraph.head.moment.as_decided_on.is_some() {
        return Ok(None);
    }
    Ok(Some(ReceiptNote {
        position: receipt.index,
        recorded_at_ms: receipt.recorded.unix_ms(),
        digest: output.digest.to_string(),
        is_same: is_same(shared, arrangement, shown, recorded)?,
    }))
}

/// Whether the figures are those that were published. Both are counted to the day of the publication's last event: days that go by make no
/// other figures, only what was recorded does.
fn is_same(
    shared: &Shared,
    arrangement: &str,
    shown: &Shown,
    recorded: &RecordedReceipt,
) -> Result<bool, Problem> {
    let head = &shown.paragraph.head;
    let receipt = &recorded.receipt;
    let digest = |paragraph: &Paragraph| Blake3Hash::of(&figures(paragraph));
    let key = (arrangement.to_owned(), receipt.index);
    let published = shared.figures.0.get_or_insert_with(&key, || {
        let again = Computed::again(shared, arrangement, receipt)?.filter(|again| again.is_of(receipt));
        let of = |again: &Computed| (again.paragraph.head.moment.reference_day, digest(&again.paragraph));
        Ok::<_, Problem>(again.as_ref().map(of))
    })?;
    // What was published does not follow from the entries that there are: content was erased since, or it never did.
    let Some((reference_day, then)) = published else { return Ok(false) };
    if shown.events_size <= receipt.basis.size {
        return Ok(true);
    }
    let view = shared.engine.view(arrangement, head.holder, head.moment.size)?;
    let moment = Moment { size: head.moment.size, as_decided_on: None, reference_day };
    Ok(digest(&view.paragraph(&head.origin, head.year, moment)) == then)
}
