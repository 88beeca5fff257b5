//! The page of an entry, its bytes as they are hashed, and its proof.

use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::Response;
use openboek_documents::{EntryContent, EntryPage, Lang, Link, Names, ReceiptContent};
use openboek_engine::DecodedEntry;
use openboek_proof::entry::{Entry, Output, Receipt};
use openboek_proof::hash::{Blake3Hash, event_hash};
use openboek_proof::tree::write_proof;
use openboek_rules::Stream;

use super::address;
use super::figure::names;
use super::moment::lang_of;
use super::respond::{Page, answer};
use crate::context::{Context, Shared};
use crate::errors::{Problem, Reason};
use crate::printed::{PDF, printed};
use crate::published;

/// `…/boeking/{index}`, with `.txt` behind it the bytes, with `.bewijs` the proof; of a receipt with `.json` the
/// figures that were published, and with `.pdf` the PDF.
pub(super) async fn show(
    State(context): State<Context>,
    Path((arrangement, entry)): Path<(String, String)>,
    uri: Uri,
) -> Response {
    let lang = lang_of(uri.query());
    if let Some((number, "pdf")) = entry.split_once('.') {
        return answer(published_pdf(context, arrangement, number).await.map_err(|problem| (problem, lang)));
    }
    let page = context.blocking(move |shared| {
        let (number, ending) = entry.split_once('.').unwrap_or((&entry, ""));
        let index = position(number).ok_or_else(|| Problem::new(Reason::NoSuchPage))?;
        shared.log(&arrangement)?;
        match ending {
            "" => html(shared, &arrangement, index, lang),
            "txt" => bytes(shared, &arrangement, index),
            "bewijs" => proof(shared, &arrangement, index),
            "json" => document(shared, &arrangement, index),
            _ => Err(Problem::new(Reason::NoSuchPage)),
        }
    });
    answer(page.await.map_err(|problem| (problem, lang)))
}

/// A position in its one form.
pub(super) fn position(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

fn find(shared: &Shared, arrangement: &str, index: u64) -> Result<DecodedEntry, Problem> {
    let size = shared.engine.heads_now(arrangement)?.size;
    let missing = || Problem::new(Reason::NoSuchEntry).with("entry", index).with("size", size);
    shared.engine.entry(arrangement, index)?.ok_or_else(missing)
}

fn html(shared: &Shared, arrangement: &str, index: u64, lang: Lang) -> Result<Page, Problem> {
    let decoded = find(shared, arrangement, index)?;
    let published = index < shared.engine.heads_now(arrangement)?.published_size;
    let has_payload = decoded.stored.payload.is_some();
    let follow = super::feed::follow_things(arrangement, decoded.statement.as_ref(), lang);
    let names = names(shared, arrangement);
    let mut downloads = downloads(arrangement, index, published, has_payload, lang);
    let receipt = match &decoded.entry {
        Entry::Receipt(receipt) => Some(receipt_content(shared, arrangement, receipt, &names)?),
        _ => None,
    };
    if let (Entry::Receipt(of), Some(receipt)) = (&decoded.entry, &receipt) {
        downloads.extend(links_of(arrangement, of, shared.pdf_program.is_some(), lang));
        let others = [receipt.supersedes, receipt.newest].into_iter().flatten();
        downloads.extend(others.map(|other| link_to(arrangement, other, lang)));
    }
    let page = EntryPage {
        lang,
        origin: decoded.entry.origin().to_string(),
        position: index,
        bytes: String::from_utf8_lossy(&decoded.stored.entry).into_owned(),
        event_hash: event_hash(&decoded.stored.entry).to_string(),
        recorded_at_ms: decoded.entry.recorded().unix_ms(),
        published,
        content: match (&decoded.entry, decoded.statement, receipt) {
            (_, _, Some(receipt)) => EntryContent::Receipt(Box::new(receipt)),
            (_, Some(statement), None) => EntryContent::Statement(Box::new(statement)),
            (Entry::Event(_), None, None) => EntryContent::Erased,
            (Entry::Seal(_) | Entry::Receipt(_), None, None) => EntryContent::Seal,
        },
        names,
        follow,
        home: address::home(lang),
        back: None,
        downloads,
    };
    Ok(Page::html(openboek_documents::entry_page(&page)))
}

fn downloads(arrangement: &str, index: u64, published: bool, has_payload: bool, lang: Lang) -> Vec<Link> {
    let (raw, proof, payload) = match lang {
        Lang::Nl => ("De boeking zelf", "Bewijs (tlog-proof)", "Inhoud met zout, zoals vastgelegd"),
        Lang::En => ("The entry itself", "Proof (tlog-proof)", "Payload with its salt, as recorded"),
    };
    let mut links = vec![Link::new(raw, format!("/{arrangement}/boeking/{index}.txt"))];
    if published {
        links.push(Link::new(proof, format!("/{arrangement}/boeking/{index}.bewijs")));
    }
    if has_payload {
        links.push(Link::new(payload, format!("/{arrangement}/log/payload/{index}")));
    }
    links
}

/// What a receipt says, with the newest receipt of its document when that is another one.
fn receipt_content(
    shared: &Shared,
    arrangement: &str,
    receipt: &Receipt,
    names: &Names,
) -> Result<ReceiptContent, Problem> {
    let paragraph = published::paragraph_of(receipt);
    let of = |(holder, _): (Stream, _)| match names.get(&holder.to_string()) {
        Some(name) => format!("{name} ({holder})"),
        None => holder.to_string(),
    };
    let newest = match paragraph {
        Some((holder, _)) => {
            let size = shared.engine.heads_now(arrangement)?.size;
            let receipts = shared.engine.receipts(arrangement, holder, size)?;
            receipts.into_iter().map(|one| one.receipt).find(|one| one.document == receipt.document)
        }
        None => None,
    };
    let output = |one: &Output| (one.media_type.to_string(), one.length, one.digest.to_string());
    Ok(ReceiptContent {
        document: receipt.document.to_string(),
        paragraph_of: paragraph.map(of),
        year: receipt.document.year(),
        projector: receipt.projector.to_string(),
        basis_size: receipt.basis.size,
        basis_root: receipt.basis.root.to_string(),
        outputs: receipt.outputs.iter().map(output).collect(),
        supersedes: receipt.supersedes,
        newest: newest.map(|one| one.index).filter(|newest| *newest != receipt.index),
    })
}

/// Another receipt of the same document.
fn link_to(arrangement: &str, position: u64, lang: Lang) -> Link {
    let words = match lang {
        Lang::Nl => format!("Boeking {position}"),
        Lang::En => format!("Entry {position}"),
    };
    Link::new(words, address::entry(arrangement, position, lang))
}

/// The figures that were published, and the page of that state.
fn links_of(arrangement: &str, receipt: &Receipt, makes_pdf: bool, lang: Lang) -> Vec<Link> {
    let Some((holder, year)) = published::paragraph_of(receipt) else { return Vec::new() };
    let (figures, pdf, page) = match lang {
        Lang::Nl => {
            ("De gepubliceerde cijfers (JSON)", "De gepubliceerde PDF", "De paragraaf bij deze stand")
        }
        Lang::En => ("The published figures (JSON)", "The published PDF", "The paragraph at this state"),
    };
    let at = address::paragraph(arrangement, holder, year, receipt.basis.size, lang);
    let file = |ending: &str| format!("/{arrangement}/boeking/{}.{ending}", receipt.index);
    let mut links = vec![Link::new(page, at), Link::new(figures, file("json"))];
    if makes_pdf && receipt.output(PDF).is_some() {
        links.push(Link::new(pdf, file("pdf")));
    }
    links
}

/// The figures that were published, computed again from the entries: the bytes that the receipt has the digest of, or nothing.
fn document(shared: &Shared, arrangement: &str, index: u64) -> Result<Page, Problem> {
    let Entry::Receipt(receipt) = find(shared, arrangement, index)?.entry else {
        return Err(Problem::new(Reason::NoSuchPage));
    };
    let json = published::json_again(shared, arrangement, &receipt)?;
    let json = json.ok_or_else(|| Problem::new(Reason::NoSuchPage))?;
    Ok(Page::file("application/json", json).named(crate::bundle::file_name(&receipt, "json")))
}

/// The PDF that was published, made again: the bytes that the receipt has the digest of, or nothing. Another version of the program that makes it
/// may make other bytes.
async fn published_pdf(context: Context, arrangement: String, number: &str) -> Result<Page, Problem> {
    let missing = || Problem::new(Reason::NoSuchPage);
    let index = position(number).ok_or_else(missing)?;
    let program = context.pdf_program.clone().ok_or_else(|| Problem::new(Reason::NoPdf))?;
    let of = arrangement.clone();
    let receipt = context.blocking(move |shared| {
        shared.log(&of)?;
        match find(shared, &of, index)?.entry {
            Entry::Receipt(receipt) => Ok(receipt),
            _ => Err(missing()),
        }
    });
    let receipt = receipt.await?;
    let digest = receipt.output(PDF).map(|output| output.digest).ok_or_else(missing)?;
    let name = crate::bundle::file_name(&receipt, "pdf");
    let pdf = printed(&context, program, move |shared| {
        let again = published::Computed::again(shared, &arrangement, &receipt)?;
        again.ok_or_else(missing)?.into_print(shared, &arrangement)
    });
    let pdf = pdf.await?;
    if Blake3Hash::of(&pdf) != digest {
        return Err(missing());
    }
    Ok(Page::file(PDF, pdf).named(name))
}

fn bytes(shared: &Shared, arrangement: &str, index: u64) -> Result<Page, Problem> {
    let decoded = find(shared, arrangement, index)?;
    Ok(Page::file("text/plain; charset=utf-8", decoded.stored.entry).forever())
}

/// A C2SP tlog-proof: the index, the hashes, an empty line, the checkpoint.
fn proof(shared: &Shared, arrangement: &str, index: u64) -> Result<Page, Problem> {
    find(shared, arrangement, index)?;
    let (checkpoint, size) = shared.engine.checkpoint(arrangement)?;
    let hashes = shared.engine.inclusion(arrangement, index, size)?;
    let mut text = format!("c2sp.org/tlog-proof@v1\nindex {index}\n").into_bytes();
    text.extend(write_proof(&hashes));
    text.push(b'\n');
    text.extend(checkpoint);
    Ok(Page::file("text/plain; charset=utf-8", text))
}
