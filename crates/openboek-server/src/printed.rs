//! Paragraphs as PDF in the server: a few at once, each by a program of its own.

use std::path::PathBuf;

use crate::context::{Context, Shared, within};
use crate::errors::{Problem, Reason};
use crate::limits::PDF_WAIT;
use crate::pdf::{PdfError, PdfParts, make_pdf};

/// The media type of a PDF.
pub(crate) const PDF: &str = "application/pdf";

/// What a PDF is made of.
pub(crate) struct ToPrint {
    /// The words to print.
    pub(crate) print: Vec<u8>,
    /// The figures in JSON.
    pub(crate) figures: Vec<u8>,
    /// The bundle.
    pub(crate) bundle: Vec<u8>,
}

/// Has a PDF made of what is read, when there is room.
pub(crate) async fn printed(
    context: &Context,
    program: PathBuf,
    read: impl FnOnce(&Shared) -> Result<ToPrint, Problem> + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    // First a place: what is read for a document stays in memory until it is made.
    let place = within(PDF_WAIT, context.pdfs.clone().acquire_owned()).await;
    let place = place.and_then(Result::ok).ok_or_else(|| Problem::new(Reason::PdfBusy))?;
    let ToPrint { print, figures, bundle } = context.blocking(read).await?;
    let task = tokio::task::spawn_blocking(move || {
        let pdf = make_pdf(&program, PdfParts { print: &print, figures: &figures, bundle: &bundle });
        // A reader who left does not make room: the program goes on until its end.
        drop(place);
        pdf
    });
    match task.await {
        Ok(Ok(bytes)) => Ok(bytes),
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
