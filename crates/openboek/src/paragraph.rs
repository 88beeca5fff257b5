//! `openboek paragraph`: a paragraph as a document.

use std::io::{IsTerminal as _, Write};

use openboek_audit::Lang;
use openboek_wire::v1;

use crate::cli::{Format, ParagraphArgs};
use crate::client::Client;
use crate::export::write_beside;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &ParagraphArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let is_file = matches!(args.format, Format::Xlsx | Format::Ods | Format::Datapackage);
    if is_file && args.out.is_none() && std::io::stdout().is_terminal() {
        return Err(Trouble::wrong_use(lang.pick(
            "Deze vorm is geen tekst. Geef een bestand met --out.",
            "This form is no text. Give a file with --out.",
        )));
    }
    let client = Client::connect(&args.server, lang).await?;
    let (Some(holder), Some(year)) = (&args.holder, args.year) else {
        return all(&client, args, lang, out).await;
    };
    let municipality = client.holder(&args.arrangement, holder, lang).await?;
    let document = fetch(&client, args, municipality, year, lang).await?;
    match &args.out {
        None => crate::print_bytes(out, &document),
        Some(path) => write_beside(path, &document).map_err(|error| Trouble::file(path, &error, lang)),
    }
}

/// Every paragraph of the arrangement, each a file in a folder. Files of these names that are there already are written over: they are the
/// same paragraphs at an earlier moment.
async fn all(client: &Client, args: &ParagraphArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let folder = args.out.clone().unwrap_or_default();
    std::fs::create_dir_all(&folder).map_err(|error| Trouble::file(&folder, &error, lang))?;
    let mut request =
        v1::ListParagraphsRequest { arrangement: args.arrangement.clone(), ..Default::default() };
    loop {
        let page = client.paragraphs().list_paragraphs(request.clone()).await;
        let page = page.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
        for key in page.paragraphs.into_iter().filter_map(|summary| summary.key) {
            let name = format!(
                "paragraaf-{}-{}-{}.{}",
                key.arrangement,
                key.municipality,
                key.budget_year,
                ending(args.format)
            );
            let path = folder.join(name);
            let document = fetch(client, args, key.municipality, key.budget_year, lang).await?;
            write_beside(&path, &document).map_err(|error| Trouble::file(&path, &error, lang))?;
            crate::print(out, &format!("{}\n", path.display()))?;
        }
        if page.next_page_token.is_empty() {
            return Ok(());
        }
        request.page_token = page.next_page_token;
    }
}

/// One paragraph in the form asked for.
async fn fetch(
    client: &Client,
    args: &ParagraphArgs,
    municipality: String,
    budget_year: i32,
    lang: Lang,
) -> Result<Vec<u8>, Trouble> {
    let arrangement = args.arrangement.clone();
    let request = v1::GetParagraphRequest {
        key: Some(v1::ParagraphKey { arrangement, municipality, budget_year }),
        moment: moment(args.stand.as_deref(), args.as_decided_on.as_deref()),
        media_types: vec![media_type(args.format).to_owned()],
        without_model: true,
        language: lang.pick("nl", "en").to_owned(),
    };
    let answer = client.paragraphs().get_paragraph(request).await;
    let answer = answer.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
    let document = answer.renderings.into_iter().next();
    let document = document.ok_or_else(|| {
        Trouble::failed(lang.pick("De server gaf geen document.", "The server gave no document."))
    })?;
    Ok(document.content)
}

/// The moment asked for: a number is a number of entries, anything else a day; whether it is one is the server's to say.
pub(crate) fn moment(stand: Option<&str>, as_decided_on: Option<&str>) -> Option<v1::Moment> {
    use v1::moment::Recorded;
    if stand.is_none() && as_decided_on.is_none() {
        return None;
    }
    let recorded = stand.map(|stand| match stand.parse() {
        Ok(size) => Recorded::Size(size),
        Err(_) => Recorded::AsKnownOn(stand.to_owned()),
    });
    Some(v1::Moment { recorded, as_decided_on: as_decided_on.map(str::to_owned), published_only: false })
}

const fn media_type(format: Format) -> &'static str {
    match format {
        Format::Text => "text/plain",
        Format::Json => "application/json",
        Format::Csv => "text/csv",
        Format::Html => "text/html",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        Format::Datapackage => "application/zip",
    }
}

/// What a file of this form ends with.
const fn ending(format: Format) -> &'static str {
    match format {
        Format::Text => "txt",
        Format::Json => "json",
        Format::Csv => "csv",
        Format::Html => "html",
        Format::Xlsx => "xlsx",
        Format::Ods => "ods",
        Format::Datapackage => "zip",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_size_and_a_day_a_day() {
        use v1::moment::Recorded;
        assert_eq!(moment(None, None), None);
        assert_eq!(moment(Some("14"), None).unwrap().recorded, Some(Recorded::Size(14)));
        let day = moment(Some("2020-11-30"), Some("2020-11-11")).unwrap();
        assert_eq!(day.recorded, Some(Recorded::AsKnownOn("2020-11-30".into())));
        assert_eq!(day.as_decided_on.as_deref(), Some("2020-11-11"));
    }
}
