//! `openboek watch`: paragraphs as they change.

use std::io::Write;

use openboek_audit::Lang;
use openboek_wire::v1;
use openboek_wire::v1::watch_paragraphs_response::Event;

use crate::cli::WatchArgs;
use crate::client::Client;
use crate::differences;
use crate::trouble::Trouble;

/// Runs the subcommand until it is stopped; with `--once` until everything up to now was told.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &WatchArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let client = Client::connect(&args.server, lang).await?;
    let municipality = match &args.holder {
        Some(holder) => client.holder(&args.arrangement, holder, lang).await?,
        None => String::new(),
    };
    let request = v1::WatchParagraphsRequest {
        arrangement: args.arrangement.clone(),
        municipality,
        budget_year: args.year.unwrap_or_default(),
        from_size: args.from.unwrap_or_default(),
    };
    let trouble = |status| Trouble::of_status(&status, lang, None);
    let mut events = client.paragraphs().watch_paragraphs(request).await.map_err(trouble)?.into_inner();
    while let Some(message) = events.message().await.map_err(trouble)? {
        let caught_up = matches!(message.event, Some(Event::CaughtUp(_)));
        let text = if args.json { line(&message)? } else { told(&message, lang) };
        crate::print(out, &text)?;
        if caught_up && args.once {
            return Ok(());
        }
    }
    Ok(())
}

/// One line of JSON an event.
fn line(message: &v1::WatchParagraphsResponse) -> Result<String, Trouble> {
    let text = differences::json("WatchParagraphsResponse", message)?;
    let value: serde_json::Value =
        serde_json::from_str(&text).map_err(|error| Trouble::failed(error.to_string()))?;
    Ok(format!("{value}\n"))
}

fn told(message: &v1::WatchParagraphsResponse, lang: Lang) -> String {
    match &message.event {
        Some(Event::Changed(difference)) => format!("\n{}", differences::lines(difference, lang)),
        Some(Event::CaughtUp(caught_up)) => match lang {
            Lang::Nl => format!("Bijgewerkt tot en met stand {}.\n", caught_up.size),
            Lang::En => format!("Up to date with {} entries.\n", caught_up.size),
        },
        // A sign of life is for programs.
        Some(Event::Heartbeat(_)) | None => String::new(),
    }
}
