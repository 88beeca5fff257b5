//! `openboek publish`: a paragraph as it is now becomes a document that the ledger knows.

use std::io::Write;

use openboek_audit::Lang;
use openboek_wire::v1;

use crate::cli::{PublishArgs, Wait};
use crate::client::Client;
use crate::differences;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &PublishArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let client = Client::connect(&args.server, lang).await?;
    let municipality = client.holder(&args.arrangement, &args.holder, lang).await?;
    let key =
        v1::ParagraphKey { arrangement: args.arrangement.clone(), municipality, budget_year: args.year };
    let request = v1::PublishParagraphRequest {
        key: Some(key.clone()),
        wait_for: match args.wait {
            Wait::Recorded => v1::WaitFor::Recorded,
            Wait::Published => v1::WaitFor::Published,
        }
        .into(),
    };
    let answer = client.paragraphs().publish_paragraph(request).await;
    let answer = answer.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
    let text = if args.json {
        differences::json("PublishParagraphResponse", &answer)?
    } else {
        told(&key, &answer, lang)
    };
    crate::print(out, &text)
}

fn told(key: &v1::ParagraphKey, answer: &v1::PublishParagraphResponse, lang: Lang) -> String {
    let v1::ParagraphKey { arrangement, municipality, budget_year } = key;
    let (index, size) = (answer.index, answer.basis_size);
    let state = match (answer.repeated_document, lang) {
        (true, Lang::Nl) => "was al gepubliceerd en is niet veranderd",
        (true, Lang::En) => "was published before and has not changed",
        (false, Lang::Nl) => "is gepubliceerd",
        (false, Lang::En) => "is published",
    };
    let mut lines = match lang {
        Lang::Nl => format!(
            "Paragraaf {budget_year} van {arrangement}/{municipality} {state}: boeking {index}, gemaakt uit {size} boekingen.\n"
        ),
        Lang::En => format!(
            "Paragraph {budget_year} of {arrangement}/{municipality} {state}: entry {index}, made from {size} entries.\n"
        ),
    };
    for output in &answer.outputs {
        lines.push_str(&format!("  {}  {} bytes  {}\n", output.media_type, output.length, output.digest));
    }
    if let Some(before) = answer.supersedes {
        let words = lang.pick("Komt in de plaats van boeking", "Takes the place of entry");
        lines.push_str(&format!("  {words} {before}.\n"));
    }
    lines
}
