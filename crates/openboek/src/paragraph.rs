//! `openboek paragraph`: a paragraph as a document.

use std::io::Write;

use openboek_audit::Lang;
use openboek_wire::v1;

use crate::cli::{Format, ParagraphArgs};
use crate::client::Client;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &ParagraphArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let client = Client::connect(&args.server, lang).await?;
    let municipality = client.holder(&args.arrangement, &args.holder, lang).await?;
    let request = v1::GetParagraphRequest {
        key: Some(v1::ParagraphKey {
            arrangement: args.arrangement.clone(),
            municipality,
            budget_year: args.year,
        }),
        moment: moment(args.stand.as_deref(), args.as_decided_on.as_deref()),
        media_types: vec![media_type(args.format).to_owned()],
        without_model: true,
    };
    let answer = client.paragraphs().get_paragraph(request).await;
    let answer = answer.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
    let document = answer.renderings.into_iter().next();
    let document = document.ok_or_else(|| {
        Trouble::failed(lang.pick("De server gaf geen document.", "The server gave no document."))
    })?;
    crate::print_bytes(out, &document.content)
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
