//! A paragraph as PDF: what is printed, the figures and the proof, of one moment, laid out by a program of its own.

use openboek_documents::{json, print};
use openboek_engine::MomentQuery;

use super::address::Address;
use super::paragraph::Asked;
use super::respond::{Answer, Page};
use crate::bundle;
use crate::context::{Context, Shared, within};
use crate::errors::{Problem, Reason};
use crate::limits::PDF_WAIT;
use crate::pdf::{PdfError, PdfParts, make_pdf};
use crate::shown::provenance;

/// The PDF of the newest moment.
pub(super) async fn pdf(context: Context, asked: Asked) -> Answer {
    let lang = asked.wishes.lang;
    made(context, asked).await.map_err(|problem| (problem, lang))
}

async fn made(context: Context, asked: Asked) -> Result<Page, Problem> {
    let program = context.pdf_program.clone().ok_or_else(|| Problem::new(Reason::NoPdf))?;
    if asked.wishes.is_earlier() {
        return Err(Problem::new(Reason::PdfNewestOnly));
    }
    let name = format!("paragraaf-{}-{}-{}.pdf", asked.arrangement, asked.holder, asked.year);
    // First a place: what is read for a document stays in memory until it is made.
    let place = within(PDF_WAIT, context.pdfs.clone().acquire_owned()).await;
    let place = place.and_then(Result::ok).ok_or_else(|| Problem::new(Reason::PdfBusy))?;
    let parts = context.blocking(move |shared| Parts::read(shared, &asked)).await?;
    let task = tokio::task::spawn_blocking(move || {
        let Parts { print, figures, bundle } = parts;
        let pdf = make_pdf(&program, PdfParts { print: &print, figures: &figures, bundle: &bundle });
        // A reader who left does not make room: the program goes on until its end.
        drop(place);
        pdf
    });
    match task.await {
        Ok(Ok(bytes)) => Ok(Page::file("application/pdf", bytes).named(name)),
        Ok(Err(error)) => Err(Problem::new(reason(&error))),
        Err(error) => {
            tracing::error!(%error, "making a PDF stopped by a panic");
            Err(Problem::new(Reason::Internal))
        }
    }
}

fn reason(error: &PdfError) -> Reason {
    tracing::warn!(%error, code = error.code(), "no PDF");
    match error {
        PdfError::NoProgram(_) => Reason::NoPdf,
        PdfError::ProofTooLarge(_) => Reason::PdfProofTooLarge,
        PdfError::TooSlow | PdfError::Failed(_) => Reason::PdfFailed,
    }
}

/// What a PDF is made of.
struct Parts {
    print: Vec<u8>,
    figures: Vec<u8>,
    bundle: Vec<u8>,
}

impl Parts {
    fn read(shared: &Shared, asked: &Asked) -> Result<Self, Problem> {
        // The proof says which moment it proves, and that moment is printed, whatever is recorded meanwhile.
        let proof = bundle::make(&shared.engine, &asked.arrangement, asked.holder, None)?;
        let moment = MomentQuery { position: Some(proof.size), ..MomentQuery::default() };
        let log = shared.log(&asked.arrangement)?;
        let shown = shared.engine.paragraph(&asked.arrangement, asked.holder, asked.year, moment)?;
        let provenance = provenance(shared, &log, &shown)?;
        let lang = asked.wishes.lang;
        let address = Address::of(&asked.arrangement, &shown.paragraph).in_language(lang);
        let links = address.links_of_document().at(shared.public_url.as_deref().unwrap_or_default());
        Ok(Self {
            print: print(&shown.paragraph, &provenance, &links, lang),
            figures: json(&shown.paragraph, &provenance),
            bundle: proof.zip,
        })
    }
}
