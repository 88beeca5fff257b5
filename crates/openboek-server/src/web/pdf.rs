//! A paragraph as PDF: what is printed, the figures and the proof, of one moment, laid out by a program of its own.

use openboek_documents::{json, print};
use openboek_engine::MomentQuery;

use super::address::Address;
use super::paragraph::Asked;
use super::respond::{Answer, Page};
use crate::bundle;
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};
use crate::printed::{ToPrint, printed};
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
    let pdf = printed(&context, program, move |shared| read(shared, &asked)).await?;
    Ok(Page::file("application/pdf", pdf).named(name))
}

fn read(shared: &Shared, asked: &Asked) -> Result<ToPrint, Problem> {
    // The proof says which moment it proves, and that moment is printed, whatever is recorded meanwhile.
    let proof = bundle::make(shared, &bundle::Wanted::whole(&asked.arrangement, asked.holder, None))?;
    let moment = MomentQuery { position: Some(proof.size), ..MomentQuery::default() };
    let log = shared.log(&asked.arrangement)?;
    let shown = shared.engine.paragraph(&asked.arrangement, asked.holder, asked.year, moment)?;
    let provenance = provenance(shared, &log, &shown)?;
    let lang = asked.wishes.lang;
    let address = Address::of(&asked.arrangement, &shown.paragraph).in_language(lang);
    let links = address.links_of_document().at(shared.public_url.as_deref().unwrap_or_default());
    Ok(ToPrint {
        print: print(&shown.paragraph, &provenance, &links, lang),
        figures: json(&shown.paragraph, &provenance),
        bundle: proof.zip,
    })
}
