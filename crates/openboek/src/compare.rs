//! `openboek compare`: what is different between two moments, two budget years or two municipalities.

use std::io::Write;

use openboek_audit::Lang;
use openboek_wire::v1;

use crate::cli::CompareArgs;
use crate::client::Client;
use crate::differences;
use crate::paragraph::moment;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &CompareArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let client = Client::connect(&args.server, lang).await?;
    let holder = client.holder(&args.arrangement, &args.holder, lang).await?;
    let other = match &args.with {
        Some(other) => client.holder(&args.arrangement, other, lang).await?,
        None => holder.clone(),
    };
    let at = |municipality: &str, budget_year, stand: Option<&str>| v1::ParagraphAt {
        key: Some(v1::ParagraphKey {
            arrangement: args.arrangement.clone(),
            municipality: municipality.to_owned(),
            budget_year,
        }),
        moment: moment(stand, None),
    };
    let until = args.to.as_deref();
    // Without --from, two paragraphs are compared at one moment.
    let since = args.from.as_deref().or(until);
    let request = v1::CompareParagraphsRequest {
        before: Some(at(&other, args.with_year.unwrap_or(args.year), since)),
        after: Some(at(&holder, args.year, until)),
    };
    let answer = client.paragraphs().compare_paragraphs(request).await;
    let answer = answer.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
    let text = match &answer.difference {
        _ if args.json => differences::json("CompareParagraphsResponse", &answer)?,
        Some(difference) => differences::lines(difference, lang),
        None => {
            return Err(Trouble::failed(
                lang.pick("De server gaf geen antwoord.", "The server gave no answer."),
            ));
        }
    };
    crate::print(out, &text)
}
