//! `openboek export bundle`: what a council needs to check its own entries without the server.

use std::io::{Cursor, Write};
use std::path::Path;

use openboek_audit::Lang;
use openboek_wire::v1;

use crate::cli::BundleArgs;
use crate::client::Client;
use crate::trouble::Trouble;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &BundleArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let previous = match &args.previous {
        Some(path) => std::fs::read(path).map_err(|error| Trouble::file(path, &error, lang))?,
        None => Vec::new(),
    };
    let client = Client::connect(&args.server, lang).await?;
    let holder = client.holder(&args.arrangement, &args.holder, lang).await?;
    let (zip, size) = fetch(&client, &args.arrangement, &holder, previous, lang).await?;
    if args.out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
        write_beside(&args.out, &zip).map_err(|error| Trouble::file(&args.out, &error, lang))?;
    } else {
        unpack(&args.out, &zip, lang)?;
    }
    let shown = args.out.display();
    crate::print(
        out,
        &match lang {
            Lang::Nl => format!(
                "{shown}: bundel van {}/{holder}, stand {size}. Controleer met: openboek-audit verify {shown}\n",
                args.arrangement
            ),
            Lang::En => format!(
                "{shown}: bundle of {}/{holder}, {size} entries. Verify with: openboek-audit verify {shown}\n",
                args.arrangement
            ),
        },
    )
}

/// Fetches a bundle: the zip file and the size of its checkpoint.
///
/// # Errors
/// The server's status, for people.
pub(crate) async fn fetch(
    client: &Client,
    arrangement: &str,
    holder: &str,
    previous_checkpoint: Vec<u8>,
    lang: Lang,
) -> Result<(Vec<u8>, u64), Trouble> {
    let request = v1::ExportBundleRequest {
        arrangement: arrangement.to_owned(),
        municipality: holder.to_owned(),
        previous_checkpoint,
    };
    let trouble = |status| Trouble::of_status(&status, lang, None);
    let mut pieces = client.audit().export_bundle(request).await.map_err(trouble)?.into_inner();
    let (mut zip, mut size) = (Vec::new(), 0);
    while let Some(piece) = pieces.message().await.map_err(trouble)? {
        zip.extend_from_slice(&piece.chunk);
        size = piece.size;
    }
    Ok((zip, size))
}

/// Writes a file under another name first, so that there is never half a file under the right one.
///
/// # Errors
/// What the file system says.
pub(crate) fn write_beside(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, path)
}

/// The files themselves, in a new or empty folder.
fn unpack(folder: &Path, zip: &[u8], lang: Lang) -> Result<(), Trouble> {
    let trouble = |error: std::io::Error| Trouble::file(folder, &error, lang);
    std::fs::create_dir_all(folder).map_err(trouble)?;
    if std::fs::read_dir(folder).map_err(trouble)?.next().is_some() {
        let words = lang.pick(
            "is niet leeg; geef een nieuwe map of een .zip",
            "is not empty; give a new folder or a .zip",
        );
        return Err(Trouble::wrong_use(format!("{} {words}", folder.display())));
    }
    let damaged = |error: zip::result::ZipError| Trouble::failed(format!("zip: {error}"));
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).map_err(damaged)?;
    archive.extract(folder).map_err(damaged)
}
