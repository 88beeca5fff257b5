//! `openboek export pdf`: a paragraph as an official document, with its proof in it.

use std::io::Write;
use std::path::PathBuf;

use openboek_audit::Lang;
use openboek_server::pdf::{PDF_PROGRAM, PRINT_MEDIA_TYPE, PdfError, PdfParts, make_pdf, program_beside};
use openboek_wire::v1;

use crate::cli::ExportPdfArgs;
use crate::client::Client;
use crate::export;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &ExportPdfArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let client = Client::connect(&args.server, lang).await?;
    let holder = client.holder(&args.arrangement, &args.holder, lang).await?;
    let year = match args.year {
        Some(year) => year,
        None => newest_year(&client, &args.arrangement, &holder, lang).await?,
    };
    // First the proof: it says which moment it proves, and that moment is printed, whatever is recorded meanwhile.
    let (bundle, size) = export::fetch(&client, &args.arrangement, &holder, Vec::new(), lang).await?;
    let key = v1::ParagraphKey {
        arrangement: args.arrangement.clone(),
        municipality: holder.clone(),
        budget_year: year,
    };
    let [print, figures] = documents(&client, key, size, lang).await?;
    let program = args.program.clone().or_else(program_beside).unwrap_or_else(|| PathBuf::from(PDF_PROGRAM));
    let made = tokio::task::spawn_blocking(move || {
        make_pdf(&program, PdfParts { print: &print, figures: &figures, bundle: &bundle })
    });
    let pdf = made.await.map_err(|error| Trouble::failed(error.to_string()))?;
    let pdf = pdf.map_err(|error| trouble(&error, lang))?;
    export::write_beside(&args.out, &pdf).map_err(|error| Trouble::file(&args.out, &error, lang))?;
    let (shown, of) = (args.out.display(), format!("{}/{holder} {year}", args.arrangement));
    crate::print(
        out,
        &match lang {
            Lang::Nl => {
                format!("{shown}: paragraaf van {of}, stand {size}. Controleer met de pagina controleer.\n")
            }
            Lang::En => {
                format!("{shown}: paragraph of {of}, {size} entries. Check with the page controleer.\n")
            }
        },
    )
}

/// The words to print and the figures, of the same moment.
async fn documents(
    client: &Client,
    key: v1::ParagraphKey,
    size: u64,
    lang: Lang,
) -> Result<[Vec<u8>; 2], Trouble> {
    let moment = v1::Moment {
        recorded: Some(v1::moment::Recorded::Size(size)),
        as_decided_on: None,
        published_only: true,
    };
    let request = v1::GetParagraphRequest {
        key: Some(key),
        moment: Some(moment),
        media_types: vec![PRINT_MEDIA_TYPE.to_owned(), "application/json".to_owned()],
        without_model: true,
        language: lang.pick("nl", "en").to_owned(),
    };
    let answer = client.paragraphs().get_paragraph(request).await;
    let answer = answer.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
    let contents: Vec<Vec<u8>> = answer.renderings.into_iter().map(|document| document.content).collect();
    contents.try_into().map_err(|_| {
        Trouble::failed(
            lang.pick("De server gaf niet beide documenten.", "The server did not give both documents."),
        )
    })
}

/// The last year a holder has a paragraph for.
async fn newest_year(client: &Client, arrangement: &str, holder: &str, lang: Lang) -> Result<i32, Trouble> {
    let mut request = v1::ListParagraphsRequest {
        arrangement: arrangement.to_owned(),
        municipality: holder.to_owned(),
        ..Default::default()
    };
    let mut newest = None;
    loop {
        let page = client.paragraphs().list_paragraphs(request.clone()).await;
        let page = page.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
        newest = page
            .paragraphs
            .into_iter()
            .filter_map(|found| found.key)
            .map(|key| key.budget_year)
            .max()
            .max(newest);
        if page.next_page_token.is_empty() {
            return newest.ok_or_else(|| {
                Trouble::refused(lang.pick("Er is nog geen begrotingsjaar.", "There is no budget year yet."))
            });
        }
        request.page_token = page.next_page_token;
    }
}

/// What went wrong, and what to do.
fn trouble(error: &PdfError, lang: Lang) -> Trouble {
    let text = match error {
        PdfError::NoProgram(_) => lang.pick(
            "Het programma openboek-pdf is er niet. Bouw het (cargo build --release --manifest-path crates/openboek-pdf/Cargo.toml) en zet het naast openboek, of geef --program.",
            "The program openboek-pdf is not there. Build it (cargo build --release --manifest-path crates/openboek-pdf/Cargo.toml) and put it beside openboek, or give --program.",
        ),
        PdfError::TooSlow => lang.pick("De PDF maken duurde te lang. Probeer het opnieuw.", "Making the PDF took too long. Try again."),
        PdfError::ProofTooLarge(_) => lang.pick(
            "Het bewijs is te groot voor een PDF. Neem een bundel (openboek export bundle) en de paragraaf als HTML of ODS.",
            "The proof is too large for a PDF. Take a bundle (openboek export bundle) and the paragraph as HTML or ODS.",
        ),
        PdfError::Failed(_) => lang.pick("De PDF kan niet worden gemaakt.", "The PDF cannot be made."),
    };
    let text = format!("{text}\n  {error}\n  code: {}", error.code());
    match error {
        PdfError::NoProgram(_) => Trouble::wrong_use(text),
        PdfError::ProofTooLarge(_) => Trouble::refused(text),
        PdfError::TooSlow | PdfError::Failed(_) => Trouble::failed(text),
    }
}
