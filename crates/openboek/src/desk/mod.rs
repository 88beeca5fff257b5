//! `openboek desk`: a form on this computer to record with. It is a client of the server like any other: what it says to it are `Preview` and
//! `Record`, so that nothing can be done here that could not be done there.

mod correct;
mod fill;
mod form;
mod guard;
mod pages;
mod read;
mod talk;
mod values;

use std::io::Write;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use openboek_audit::Lang;
use openboek_wire::{Comments, KINDS, Kind};
use prost_reflect::MessageDescriptor;
use tokio::net::TcpListener;

use crate::cli::DeskArgs;
use crate::client::Client;
use crate::differences::documents_lang;
use crate::trouble::Trouble;
use guard::Guard;

/// Largest form. What does not fit comes from a file.
const FORM_BYTES: usize = 1024 * 1024;

/// What every page works with.
struct Desk {
    client: Client,
    lang: Lang,
    actor: String,
    reading_room: Option<String>,
    comments: Comments,
    forms: Vec<Form>,
    guard: Guard,
}

/// A kind of statement with the description of its fields.
struct Form {
    kind: &'static Kind,
    message: MessageDescriptor,
}

/// Runs the subcommand, until it is asked to stop.
///
/// # Errors
/// When the address is not of this computer or taken, or the server does not answer.
pub(crate) async fn run(args: &DeskArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    if !args.listen.ip().is_loopback() {
        return Err(Trouble::wrong_use(lang.pick(
            "--listen: kies een adres van deze computer, bijvoorbeeld 127.0.0.1:8090. Wie het formulier kan openen kan vastleggen.",
            "--listen: choose an address of this computer, such as 127.0.0.1:8090. Who can open the form can record.",
        )));
    }
    if !openboek_wire::is_actor(&args.actor) {
        return Err(Trouble::wrong_use(lang.pick(
            "--actor: een rol zoals griffie.dordrecht: kleine letters, cijfers en . _ : / -, nooit de naam van een mens.",
            "--actor: a role such as griffie.dordrecht: small letters, digits and . _ : / -, never the name of a person.",
        )));
    }
    let client = Client::connect(&args.server, lang).await?;
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| Trouble::wrong_use(format!("--listen {}: {error}", args.listen)))?;
    let address = listener.local_addr().map_err(|error| Trouble::failed(error.to_string()))?;
    let desk = Desk::new(args, client, lang, Guard::new(address)).map_err(Trouble::failed)?;
    crate::print(out, &format!("{} http://{address}\n", lang.pick("formulier", "form")))?;
    let stop = async {
        // Without a way to be told, only a kill ends it.
        let _ = tokio::signal::ctrl_c().await;
    };
    let served = axum::serve(listener, router(Arc::new(desk))).with_graceful_shutdown(stop).await;
    served.map_err(|error| Trouble::failed(error.to_string()))
}

fn router(desk: Arc<Desk>) -> Router {
    Router::new()
        .route("/", get(pages::arrangements))
        .route("/{arrangement}", get(pages::kinds))
        .route("/{arrangement}/{kind}", get(pages::blank).post(pages::sent))
        .fallback(pages::missing)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(middleware::from_fn_with_state(desk.clone(), guard::guarded))
        .with_state(desk)
}

impl Desk {
    fn new(args: &DeskArgs, client: Client, lang: Lang, guard: Guard) -> Result<Self, String> {
        let pool = openboek_wire::descriptors().map_err(|error| error.to_string())?;
        let form = |kind: &'static Kind| {
            let message = pool.get_message_by_name(kind.message).ok_or(kind.message)?;
            Ok(Form { kind, message })
        };
        // A founding has a call of its own, and no paragraphs yet to preview.
        let kinds = KINDS.iter().filter(|kind| kind.kind != "arrangement-founded");
        Ok(Self {
            client,
            lang,
            actor: args.actor.clone(),
            reading_room: args.reading_room.as_ref().map(|url| url.trim_end_matches('/').to_owned()),
            comments: Comments::of(&pool),
            forms: kinds.map(form).collect::<Result<_, String>>()?,
            guard,
        })
    }

    fn form(&self, kind: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.kind.kind == kind)
    }
}

#[cfg(test)]
mod tests;
