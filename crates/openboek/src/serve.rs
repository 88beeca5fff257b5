//! `openboek serve`: the server until it is asked to stop.

use std::io::Write;

use openboek_audit::Lang;
use openboek_server::{Config, Contact, Running, Server, StartError, StoreChoice};
use serde_json::json;
use tracing_subscriber::EnvFilter;

use crate::cli::{ServeArgs, StoreArg, StoreKind};
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// When it does not start, or does not stop as it should.
pub(crate) async fn run(args: &ServeArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    log_to_stderr(args.json);
    if args.store != StoreArg::Kind(StoreKind::Memory) && args.host == "localhost" {
        eprintln!("{}", lang.pick(
            "Let op: de grootboeken heten nu localhost/…, en die naam staat voor altijd in elke boeking. Kies --host voor echt gebruik.",
            "Note: the ledgers are now called localhost/…, and that name stands in every entry for ever. Choose --host for real use.",
        ));
    }
    let store = match (&args.store, &args.data) {
        (StoreArg::Kind(StoreKind::Sled), Some(data)) => StoreChoice::Sled(data.clone()),
        (StoreArg::Kind(StoreKind::Sled), None) => return Err(Trouble::wrong_use("--data?")),
        (StoreArg::Kind(StoreKind::Memory), _) => StoreChoice::Memory,
        (StoreArg::Postgres(url), _) => StoreChoice::Postgres(url.clone()),
        (StoreArg::Unknown, _) => return Err(unknown_store(lang)),
    };
    let webhooks =
        args.webhooks.as_deref().map(|file| crate::webhooks::read(file, args.data.as_deref(), lang));
    let webhooks = webhooks.transpose()?;
    let config = Config {
        grpc: args.grpc,
        http: args.http,
        metrics: args.metrics,
        store,
        keys: args.keys.clone(),
        static_logs: args.static_log.clone(),
        host: args.host.clone(),
        public_url: args.public_url.clone(),
        contact: contact(args.contact.as_deref()),
        oin: args.oin.clone(),
        webhooks,
        pdf_program: args.pdf.clone().or_else(openboek_server::pdf::program_beside),
        ..Config::default()
    };
    let mut running = start(config, lang).await?;
    // Before it is told where the server listens: whoever reads that may ask it to stop at once.
    let asked = stop_asked();
    let (grpc, http) = (running.grpc_addr(), running.http_addr());
    let metrics = running.metrics_addr().map(|address| format!("http://{address}/metrics"));
    let told = if args.json {
        let mut told = json!({ "grpc": format!("http://{grpc}"), "http": format!("http://{http}") });
        if let Some(metrics) = metrics {
            told["metrics"] = metrics.into();
        }
        format!("{told}\n")
    } else {
        let (reading, measured) = (lang.pick("leeszaal", "reading"), lang.pick("metingen", "metrics"));
        let metrics = metrics.map(|address| format!("{measured:<10} {address}\n")).unwrap_or_default();
        format!("gRPC       http://{grpc}\n{reading:<10} http://{http}\n{metrics}")
    };
    crate::print(out, &told)?;
    tokio::select! {
        () = asked => stop(running).await,
        () = running.stopped() => {
            stop(running).await?;
            Err(Trouble::failed(lang.pick("De server stopte vanzelf; zie het logboek.", "The server stopped by itself; see the log.")))
        }
    }
}

/// What was given is not repeated: it may be an address with a password and a mistake.
fn unknown_store(lang: Lang) -> Trouble {
    Trouble::wrong_use(lang.pick(
        "--store: kies memory, sled, of het adres van een database dat begint met postgres://\n  code: store-unknown",
        "store-unknown: --store: choose memory, sled, or the address of a database that begins with postgres://",
    ))
}

/// Starts a server.
///
/// # Errors
/// Why not, for people.
pub(crate) async fn start(config: Config, lang: Lang) -> Result<Running, Trouble> {
    Server::start(config).await.map_err(|error| {
        let text = match lang {
            Lang::Nl => format!("{}\n  code: {}", error.dutch(), error.code()),
            Lang::En => error.to_string(),
        };
        match error {
            StartError::Refused(_) => Trouble::wrong_use(text),
            _ => Trouble::failed(text),
        }
    })
}

/// Stops a server: finishes what is under way and makes everything durable.
///
/// # Errors
/// When that did not succeed.
pub(crate) async fn stop(running: Running) -> Result<(), Trouble> {
    running.shutdown().await.map_err(|error| Trouble::failed(error.to_string()))
}

/// Waits until the program is asked to stop: SIGINT (Ctrl-C) or SIGTERM. It listens from the call on, not only when it is waited for.
pub(crate) fn stop_asked() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let terminate = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate()).ok()
    };
    async move {
        #[cfg(unix)]
        if let Some(mut terminate) = terminate {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// The server's log goes to standard error. `RUST_LOG` sets what is told; without it, what an operator needs.
fn log_to_stderr(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second logger in one process is no reason to stop.
    let _ = if json { builder.json().try_init() } else { builder.try_init() };
}

/// The command line takes three words or none.
fn contact(words: Option<&[String]>) -> Option<Contact> {
    let [name, url, email] = words? else { return None };
    Some(Contact { name: name.clone(), url: url.clone(), email: email.clone() })
}
