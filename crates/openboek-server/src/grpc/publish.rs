//! Publishing a paragraph: its documents are computed, and their digests recorded in a receipt.

use openboek_engine::{Document, RecordedReceipt};
use openboek_proof::entry::{JSON, Output, Receipt, VersionedName};
use openboek_proof::hash::DocumentDigest;
use openboek_rules::{BudgetYear, Stream};
use openboek_views::PROJECTOR;
use openboek_wire::v1;

use super::convert;
use super::paragraph::Asked;
use crate::context::{Context, within};
use crate::errors::{Problem, Reason};
use crate::limits::RETRY_AFTER;
use crate::printed::{PDF, printed};
use crate::published::Computed;

/// Which paragraph.
#[derive(Clone)]
struct Wanted {
    arrangement: String,
    holder: Stream,
    year: BudgetYear,
}

/// See `PublishParagraph`.
pub(super) async fn publish(
    context: &Context,
    request: &v1::PublishParagraphRequest,
) -> Result<v1::PublishParagraphResponse, Problem> {
    let asked = Asked::new(request.key.as_ref(), None)?;
    let wait = convert::wait(request.wait_for)?;
    let wanted = Wanted { arrangement: asked.arrangement.to_owned(), holder: asked.holder, year: asked.year };
    everything_is_published(context, &wanted.arrangement).await?;
    let of = wanted.clone();
    let computed =
        context.blocking(move |shared| Computed::newest(shared, &of.arrangement, of.holder, of.year)).await?;
    let basis_size = computed.state.size;
    let mut outputs = vec![output(JSON, &computed.json)];
    outputs.extend(pdf(context, &wanted, computed).await?.map(|pdf| output(PDF, &pdf)));
    let internal = || Problem::new(Reason::Internal);
    let document = Document {
        name: openboek_engine::paragraph_document(wanted.holder, wanted.year).ok_or_else(internal)?,
        projector: VersionedName::parse(PROJECTOR).ok_or_else(internal)?,
        basis_size,
        outputs,
    };
    let publishing = context.engine.publish(&wanted.arrangement, document, wait);
    match within(context.limits.call_time, publishing).await {
        Some(Ok(recorded)) => Ok(answer(recorded)),
        Some(Err(error)) => Err(Problem::of_receipt(error, &wanted.arrangement)),
        None => Err(Problem::new(Reason::OutcomeUnknown).retry_after(RETRY_AFTER)),
    }
}

/// Waits until what is recorded now is published: a document rests on a published state, and whoever publishes means what was recorded.
async fn everything_is_published(context: &Context, arrangement: &str) -> Result<(), Problem> {
    let name = arrangement.to_owned();
    let (mut heads, size) = context
        .blocking(move |shared| Ok((shared.engine.heads(&name)?, shared.engine.heads_now(&name)?.size)))
        .await?;
    let published = heads.wait_for(|heads| heads.published_size >= size);
    let came = within(context.limits.call_time, published).await.is_some();
    if came { Ok(()) } else { Err(Problem::new(Reason::NotPublished)) }
}

/// The PDF of what is published, where this server makes PDF; its proof is of the very state that it rests on. `None` also when the proof
/// is larger than a PDF may carry: that stays so, and the figures are published all the same.
async fn pdf(context: &Context, wanted: &Wanted, computed: Computed) -> Result<Option<Vec<u8>>, Problem> {
    let Some(program) = context.pdf_program.clone() else { return Ok(None) };
    let arrangement = wanted.arrangement.clone();
    match printed(context, program, move |shared| computed.into_print(shared, &arrangement)).await {
        Ok(pdf) => Ok(Some(pdf)),
        Err(problem) if problem.reason == Reason::PdfProofTooLarge => Ok(None),
        Err(problem) => Err(problem),
    }
}

fn output(media_type: &str, bytes: &[u8]) -> Output {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Output { media_type: media_type.into(), length, digest: DocumentDigest::of(bytes) }
}

fn answer(recorded: RecordedReceipt) -> v1::PublishParagraphResponse {
    let RecordedReceipt { receipt, hash, published_size, repeated } = recorded;
    let Receipt { index, recorded, stream, projector, basis, outputs, supersedes, .. } = receipt;
    let output = |output: Output| v1::PublishedOutput {
        media_type: output.media_type.to_string(),
        length: output.length,
        digest: output.digest.to_string(),
    };
    v1::PublishParagraphResponse {
        index,
        event_hash: hash.to_string(),
        revision: Some(v1::StreamRevision { stream: stream.code.to_string(), revision: stream.revision }),
        recorded_at_ms: recorded.unix_ms(),
        basis_size: basis.size,
        basis_root: basis.root.to_string(),
        projector: projector.to_string(),
        outputs: outputs.into_iter().map(output).collect(),
        supersedes,
        published_size,
        repeated_document: repeated,
    }
}
