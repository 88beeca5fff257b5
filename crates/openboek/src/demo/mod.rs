//! `openboek demo`: the whole way once, over the network: start, record, read, export, verify.

mod cases;
mod verify;

use std::io::Write;
use std::path::{Path, PathBuf};

use openboek_audit::Lang;
use openboek_server::{Config, StoreChoice};
use openboek_wire::v1;

use crate::cli::{DemoArgs, StoreKind, Wait};
use crate::client::Client;
use crate::trouble::Trouble;
use crate::{exit, export, record, serve};
use cases::{CASES, Case, Figure, Shown};
use verify::Verifier;

/// First part of the names of the demonstration's ledgers: a name nobody owns.
const HOST: &str = "ledger.example.nl";

/// Runs the subcommand; the exit status says whether every bundle was verified.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &DemoArgs, lang: Lang, out: &mut dyn Write) -> Result<u8, Trouble> {
    if args.store == StoreKind::Memory && args.data.is_some() {
        return Err(Trouble::wrong_use(lang.pick(
            "--data bewaart gegevens, --store memory niet: kies er één.",
            "--data keeps data, --store memory does not: choose one.",
        )));
    }
    let temporary = tempfile::tempdir().map_err(|error| Trouble::failed(error.to_string()))?;
    let folder = args.data.as_deref().unwrap_or_else(|| temporary.path());
    let store = match args.store {
        StoreKind::Sled => StoreChoice::Sled(folder.to_owned()),
        StoreKind::Memory => StoreChoice::Memory,
    };
    let free = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let config = Config { grpc: free, http: free, store, host: HOST.to_owned(), ..Config::default() };
    let running = serve::start(config, lang).await?;
    let demo = Demo {
        client: Client::connect(&format!("http://{}", running.grpc_addr()), lang).await?,
        http: format!("http://{}", running.http_addr()),
        folder: temporary.path().to_owned(),
        lang,
    };
    let shown = demo.show(out).await;
    if shown.as_ref().is_ok_and(|klopt| *klopt) && !args.once {
        let words = lang.pick(
            "Bekijk de paragrafen in een browser; stop met Ctrl-C.",
            "Look at the paragraphs in a browser; stop with Ctrl-C.",
        );
        eprintln!("{words}\n  {}/", demo.http);
        serve::stop_asked().await;
    }
    drop(demo);
    serve::stop(running).await?;
    Ok(if shown? { exit::DONE } else { exit::REFUSED })
}

struct Demo {
    client: Client,
    http: String,
    /// Where bundles are put.
    folder: PathBuf,
    lang: Lang,
}

impl Demo {
    /// All steps; whether every bundle was verified.
    async fn show(&self, out: &mut dyn Write) -> Result<bool, Trouble> {
        for case in CASES {
            self.record(case, out).await?;
        }
        for shown in CASES.iter().flat_map(|case| case.shown) {
            self.paragraph(shown, out).await?;
        }
        let verifier = Verifier::find()?;
        crate::print(out, &format!("\n{}\n", verifier.introduction(self.lang)))?;
        let mut all = true;
        let mut done: Vec<&str> = Vec::new();
        for shown in CASES.iter().flat_map(|case| case.shown) {
            if !done.contains(&shown.arrangement) {
                done.push(shown.arrangement);
                all &= self.verify(shown, &verifier, out).await?;
            }
        }
        crate::print(out, if all { "\nklopt\n" } else { "\nklopt niet\n" })?;
        Ok(all)
    }

    /// Records a case and waits until it is published.
    async fn record(&self, case: &Case, out: &mut dyn Write) -> Result<(), Trouble> {
        let file = record::checked(case.file, case.name, self.lang)?;
        let (mut new, mut old) = (0, 0);
        for (number, command) in file.commands.iter().enumerate() {
            let sent = record::send(&self.client, command, Wait::Published).await;
            let response =
                sent.map_err(|status| record::not_recorded(&status, command, number, &file, self.lang))?;
            if response.repeated_request {
                old += response.entries.len()
            } else {
                new += response.entries.len()
            }
        }
        let name = case.name;
        crate::print(
            out,
            &match (self.lang, old) {
                (Lang::Nl, 0) => format!("{name}: {new} boekingen vastgelegd en gepubliceerd\n"),
                (Lang::Nl, _) => format!("{name}: {new} boekingen vastgelegd, {old} waren er al\n"),
                (Lang::En, 0) => format!("{name}: {new} entries recorded and published\n"),
                (Lang::En, _) => format!("{name}: {new} entries recorded, {old} were there already\n"),
            },
        )
    }

    /// The address of a paragraph and some of its figures.
    async fn paragraph(&self, shown: &Shown, out: &mut dyn Write) -> Result<(), Trouble> {
        let Shown { arrangement, holder, year, figures } = shown;
        let key = v1::ParagraphKey {
            arrangement: (*arrangement).to_owned(),
            municipality: (*holder).to_owned(),
            budget_year: *year,
        };
        let request = v1::GetParagraphRequest { key: Some(key), ..Default::default() };
        let answer = self.client.paragraphs().get_paragraph(request).await;
        let answer = answer.map_err(|status| Trouble::of_status(&status, self.lang, None))?.into_inner();
        let paragraph = answer.paragraph.unwrap_or_default();
        let name = paragraph.head.as_ref().map_or("", |head| &head.municipality_name);
        let mut text = format!("\n{name} {year}  {}/{arrangement}/{holder}/{year}\n", self.http);
        for figure in *figures {
            let words = self.lang.pick(figure.dutch, figure.english);
            text.push_str(&format!("  {words}: {}\n", printed(&paragraph, figure)));
        }
        crate::print(out, &text)
    }

    /// Exports one municipality's bundle and has it verified by a program of its own.
    async fn verify(&self, shown: &Shown, verifier: &Verifier, out: &mut dyn Write) -> Result<bool, Trouble> {
        let (zip, _) =
            export::fetch(&self.client, shown.arrangement, shown.holder, Vec::new(), self.lang).await?;
        let path = self.folder.join(format!("{}-{}.zip", shown.arrangement, shown.holder));
        std::fs::write(&path, zip).map_err(|error| Trouble::file(&path, &error, self.lang))?;
        let origin = format!("{HOST}/{}", shown.arrangement);
        let (holds, said) = verifier.verify(&path, &origin, self.lang)?;
        crate::print(out, &format!("\n{}: {said}", file_name(&path)))?;
        Ok(holds)
    }
}

/// A figure as people read it.
fn printed(paragraph: &v1::Paragraph, figure: &Figure) -> String {
    let tables = paragraph.sections.iter().flat_map(|section| &section.tables);
    let cells = tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let at = |anchor: &v1::Anchor| {
        (anchor.table.as_str(), anchor.row.as_str(), anchor.column.as_str())
            == (figure.table, figure.row, figure.column)
    };
    let cell = cells.into_iter().find(|cell| cell.anchor.as_ref().is_some_and(at));
    cell.map_or_else(|| "–".to_owned(), |cell| cell.text.clone())
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
