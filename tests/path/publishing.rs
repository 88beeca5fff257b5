//! Paragraphs that are published: the receipt in the log, what pages say of it, and that whoever holds the entries gets the same figures.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use openboek_engine::{BundleRequest, Document, KeyRing, Outside, Wait, paragraph_document};
use openboek_proof::bundle::to_zip;
use openboek_proof::entry::{Entry, JSON, Output, VersionedName};
use openboek_proof::hash::Blake3Hash;
use openboek_rules::{BudgetYear, Stream};
use openboek_server::Config;
use openboek_store_sled::{SledOptions, SledStore};
use openboek_tests::{program, say};
use openboek_wire::v1;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::command_line::{run, said};
use crate::fixture::{Fixture, REGION};

const HOLDER: &str = "GM0505";

fn key(municipality: &str, budget_year: i32) -> Option<v1::ParagraphKey> {
    Some(v1::ParagraphKey { arrangement: REGION.into(), municipality: municipality.into(), budget_year })
}

async fn try_publish(
    fixture: &Fixture,
    key: Option<v1::ParagraphKey>,
) -> Result<v1::PublishParagraphResponse, Status> {
    let request = v1::PublishParagraphRequest { key, wait_for: v1::WaitFor::Published.into() };
    fixture.paragraphs().publish_paragraph(request).await.map(tonic::Response::into_inner)
}

async fn publish(fixture: &Fixture) -> v1::PublishParagraphResponse {
    try_publish(fixture, key(HOLDER, 2021)).await.unwrap()
}

/// Records, and does not wait until it is published: whoever publishes next means this too.
async fn record(fixture: &Fixture, statement: v1::Statement) {
    fixture.ledger().record(say::command(REGION, vec![statement])).await.unwrap();
}

fn budget(municipality: &str, year: i32, cents: i64) -> v1::Statement {
    say::budget(municipality, year, vec![say::line("6.1", year, cents)])
}

async fn with_budget() -> Fixture {
    let fixture = Fixture::with_region().await;
    record(&fixture, budget(HOLDER, 2021, 100_000_000)).await;
    fixture
}

/// What the reading room answers: status and body.
async fn get(fixture: &Fixture, path: &str) -> (u16, Vec<u8>) {
    let mut socket = tokio::net::TcpStream::connect(fixture.server.http_addr()).await.unwrap();
    let asked = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    socket.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.split_off(end + 4))
}

async fn page(fixture: &Fixture, path: &str) -> String {
    let (status, body) = get(fixture, path).await;
    assert_eq!(status, 200, "{path}");
    String::from_utf8(body).unwrap().replace('\u{a0}', " ")
}

async fn entry(fixture: &Fixture, index: u64) -> v1::Entry {
    let request =
        v1::ListEntriesRequest { arrangement: REGION.into(), from: index, limit: 1, ..Default::default() };
    fixture.audit().list_entries(request).await.unwrap().into_inner().entries.remove(0)
}

/// Verifies with the auditor's program; exit status and the answer in JSON.
fn audited(path: &Path, more: &[&str]) -> (i32, serde_json::Value) {
    let arguments: Vec<&str> =
        [path.to_str().unwrap(), "--json"].into_iter().chain(more.iter().copied()).collect();
    let (status, said) = program::verify(&arguments).unwrap();
    (status, serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paragraph_is_published_once_and_again_when_it_has_changed() {
    let fixture = with_budget().await;
    let first = publish(&fixture).await;
    assert!(!first.repeated_document && first.supersedes.is_none());
    assert!(first.published_size.is_some_and(|size| size > first.index));
    assert_eq!(first.projector, "openboek-paragraph/1");
    assert_eq!(first.revision.as_ref().unwrap().stream, HOLDER);
    let [output] = first.outputs.as_slice() else { panic!("{first:?}") };
    assert_eq!(output.media_type, JSON);

    // The entry says the same, and the figures have the digest it names.
    let stored = entry(&fixture, first.index).await;
    assert_eq!(stored.payload_state(), v1::PayloadState::None);
    assert_eq!(Blake3Hash::of(&stored.entry).to_string(), first.event_hash);
    let Entry::Receipt(receipt) = Entry::parse(&stored.entry).unwrap() else { panic!("no receipt") };
    assert_eq!(receipt.document.to_string(), "paragraph/GM0505/2021");
    assert_eq!(
        (receipt.basis.size, receipt.basis.root.to_string()),
        (first.basis_size, first.basis_root.clone())
    );
    let (status, json) = get(&fixture, &format!("/{REGION}/boeking/{}.json", first.index)).await;
    assert_eq!((status, Blake3Hash::of(&json).to_string()), (200, output.digest.clone()));
    assert_eq!(json.len() as u64, output.length);
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["stand"]["size"], first.basis_size);

    // Again: the same receipt, also when another municipality and the receipt itself were recorded since.
    record(&fixture, budget("GM0482", 2021, 40_000_000)).await;
    let again = publish(&fixture).await;
    let published_size = again.published_size;
    assert!(again.repeated_document);
    assert_eq!(
        again,
        v1::PublishParagraphResponse { repeated_document: true, published_size, ..first.clone() }
    );

    // A change: a new receipt, which takes the place of the first; and only one for all who publish at once.
    record(&fixture, say::amendment(HOLDER, 2021, 1, "6.1", 100_000_000, -10_000_000, 90_000_000)).await;
    let mut answers = Vec::new();
    for _ in 0..8 {
        let mut client = fixture.paragraphs();
        answers.push(tokio::spawn(async move {
            let request = v1::PublishParagraphRequest { key: key(HOLDER, 2021), wait_for: 0 };
            client.publish_paragraph(request).await.unwrap().into_inner()
        }));
    }
    let mut indexes = std::collections::BTreeSet::new();
    for answer in answers {
        let answer = answer.await.unwrap();
        assert_eq!(answer.supersedes, Some(first.index));
        indexes.insert(answer.index);
    }
    assert_eq!(indexes.len(), 1, "{indexes:?}");
    // Another year has receipts of its own, and so has the region; a member's bundle has the region's figures too.
    record(&fixture, budget("region", 2021, 5_000)).await;
    let region = try_publish(&fixture, key("region", 2021)).await.unwrap();
    assert_eq!((region.supersedes, region.revision.as_ref().unwrap().stream.as_str()), (None, "region"));
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("bundle.zip");
    program::export_bundle(fixture.channel(), REGION, HOLDER, None, &zip).await.unwrap();
    let (status, answer) = audited(&zip, &["--recompute"]);
    assert_eq!(status, 0, "{answer}");
    let names: Vec<_> =
        answer["rests_on"]["documents"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["paragraph-GM0505-2021.json", "paragraph-region-2021.json"]);
    assert!(
        answer["rests_on"]["receipts"].as_array().unwrap().iter().all(|one| one["computed_again"] == true)
    );
    record(&fixture, budget(HOLDER, 2022, 1_000)).await;
    let other = try_publish(&fixture, key(HOLDER, 2022)).await.unwrap();
    assert_eq!(other.supersedes, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_published_is_said_with_its_reason() {
    let fixture = with_budget().await;
    let before = fixture.events().await;
    let elsewhere = v1::ParagraphKey { arrangement: "atlantis".into(), ..key(HOLDER, 2021).unwrap() };
    let table = [
        (None, Code::InvalidArgument, "missing"),
        (key("Dordrecht", 2021), Code::InvalidArgument, "bad-stream"),
        (key(HOLDER, 21), Code::InvalidArgument, "bad-year"),
        (Some(elsewhere), Code::NotFound, "no-such-arrangement"),
        (key("GM0590", 2021), Code::NotFound, "no-such-member"),
        (key(HOLDER, 2035), Code::NotFound, "no-such-paragraph"),
    ];
    for (key, code, reason) in table {
        let status = try_publish(&fixture, key.clone()).await.unwrap_err();
        let found = status.get_error_details().error_info().unwrap().reason.clone();
        assert_eq!((status.code(), found.as_str()), (code, reason), "{key:?} {status:?}");
    }
    let request = v1::PublishParagraphRequest { key: key(HOLDER, 2021), wait_for: 9 };
    let status = fixture.paragraphs().publish_paragraph(request).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    assert_eq!(fixture.events().await, before);
    let nothing = Fixture::empty().await;
    let status = try_publish(&nothing, key(HOLDER, 2021)).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_say_when_it_was_published_and_whether_it_is_still_so() {
    let fixture = with_budget().await;
    let paragraph = format!("/{REGION}/{HOLDER}/2021");
    fixture.all_published().await;
    assert!(!page(&fixture, &paragraph).await.contains("Deze paragraaf is gepubliceerd"));
    let first = publish(&fixture).await;
    let short = &first.outputs[0].digest[..11];
    let html = page(&fixture, &paragraph).await;
    for words in [
        format!("(boeking {})", first.index),
        format!("{short}…"),
        "De cijfers die u hier ziet, zijn gelijk aan de gepubliceerde.".to_owned(),
        format!("href=\"/{REGION}/boeking/{}\"", first.index),
    ] {
        assert!(html.contains(&words), "{words}\n{html}");
    }
    let text = page(&fixture, &format!("{paragraph}.txt")).await;
    assert!(text.contains("Deze paragraaf is gepubliceerd op") && text.contains(short), "{text}");
    assert!(
        page(&fixture, &format!("{paragraph}?lang=en")).await.contains("This paragraph was published on")
    );

    // News that changes no figure of this year is no other paragraph; an amendment is.
    record(&fixture, budget(HOLDER, 2030, 1_000)).await;
    let other_year = try_publish(&fixture, key(HOLDER, 2030)).await.unwrap();
    assert!(page(&fixture, &paragraph).await.contains("zijn gelijk aan de gepubliceerde"));
    record(&fixture, say::amendment(HOLDER, 2021, 1, "6.1", 100_000_000, -10_000_000, 90_000_000)).await;
    let last = publish(&fixture).await;
    let before = page(&fixture, &format!("{paragraph}?stand={}", last.basis_size)).await;
    assert!(before.contains("zijn anders dan de gepubliceerde"), "{before}");
    assert!(before.contains(&format!("(boeking {})", first.index)), "what was known at that moment");
    let now = page(&fixture, &paragraph).await;
    assert!(now.contains(&format!("(boeking {})", last.index)) && now.contains("zijn gelijk aan"));

    // The page of the receipt, in both languages; feeds and events of programs pass it over.
    let entry = format!("/{REGION}/boeking/{}", first.index);
    let dutch = page(&fixture, &entry).await;
    for words in [
        format!("Boeking {}: Paragraaf gepubliceerd", first.index),
        "Paragraaf sociaal domein 2021: Gemeente GM0505 (GM0505)".to_owned(),
        first.outputs[0].digest.clone(),
        format!("Later opnieuw gepubliceerd</dt>\n<dd>Boeking {}</dd>", last.index),
        format!("href=\"{paragraph}?stand={}\"", first.basis_size),
        format!("href=\"{entry}.json\""),
        format!("href=\"/{REGION}/boeking/{}\">Boeking {}</a>", last.index, last.index),
    ] {
        assert!(dutch.contains(&words), "{words}\n{dutch}");
    }
    assert!(page(&fixture, &format!("{entry}?lang=en")).await.contains("Paragraph published"));
    assert!(page(&fixture, &format!("{entry}.txt")).await.starts_with("openboek/receipt/v1\n"));
    assert!(page(&fixture, &format!("{entry}.bewijs")).await.contains(&format!("index {}\n", first.index)));
    for none in [format!("/{REGION}/boeking/0.json"), format!("{entry}.pdf")] {
        assert_eq!(get(&fixture, &none).await.0, 404, "{none}");
    }
    let events = page(&fixture, &format!("/api/v1/arrangements/{REGION}/cloudevents")).await;
    assert!(events.contains("budget-adopted") && !events.contains("receipt"), "{events}");
    let feed = page(&fixture, &format!("/{REGION}/nieuws/alles.atom")).await;
    assert!(!feed.contains(&format!("/boeking/{}<", other_year.index)));
    let listed =
        page(&fixture, &format!("/api/v1/arrangements/{REGION}/entries?from={}&limit=1", first.index)).await;
    assert!(listed.contains("PAYLOAD_STATE_NONE"), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_has_the_published_figures_and_an_auditor_computes_them_again() {
    let fixture = with_budget().await;
    let first = publish(&fixture).await;
    record(&fixture, say::amendment(HOLDER, 2021, 1, "6.1", 100_000_000, -10_000_000, 90_000_000)).await;
    let last = publish(&fixture).await;
    record(&fixture, say::commitment("GM0482", "T-1", "Wij komen erop terug.")).await;
    publish(&fixture).await;
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("bundle.zip");
    program::export_bundle(fixture.channel(), REGION, HOLDER, None, &zip).await.unwrap();

    let (status, answer) = audited(&zip, &[]);
    assert_eq!(status, 0, "{answer}");
    let rests_on = &answer["rests_on"];
    assert_eq!(rests_on["documents"][0]["name"], "paragraph-GM0505-2021.json");
    assert_eq!(rests_on["documents"][0]["receipt"], last.index);
    assert_eq!(rests_on["documents"][0]["superseded"], false);
    assert_eq!(rests_on["receipts"][0]["computed_again"], false, "nobody asked for it");
    let (status, answer) = audited(&zip, &["--recompute"]);
    assert_eq!(status, 0, "{answer}");
    let receipts = answer["rests_on"]["receipts"].as_array().unwrap();
    let told: Vec<_> =
        receipts.iter().map(|one| (one["index"].as_u64().unwrap(), one["computed_again"] == true)).collect();
    assert_eq!(told, [(first.index, true), (last.index, true)], "superseded ones too");
    let words = program::verify(&[zip.to_str().unwrap(), "--recompute"]).unwrap().1;
    assert!(words.contains("opnieuw berekend, gelijk: paragraph/GM0505/2021"), "{words}");

    // A document of which one amount is another is of no receipt.
    let files = folder.path().join("files");
    let exported =
        run(&fixture, &["export", "bundle", REGION, HOLDER, "--out", files.to_str().unwrap()], "").await;
    assert!(exported.status.success(), "{}", said(&exported));
    let document = files.join("documents/paragraph-GM0505-2021.json");
    let honest = std::fs::read_to_string(&document).unwrap();
    std::fs::write(&document, forged(&honest)).unwrap();
    std::fs::remove_file(files.join("b3sums")).unwrap();
    let (status, answer) = audited(&files, &[]);
    assert_ne!(status, 0, "{answer}");
    assert!(matches!(answer["reason"]["code"].as_str(), Some("document-unknown")), "{answer}");
}

/// An amount of the figures made another; the shape stays.
fn forged(json: &str) -> String {
    assert!(json.contains("\"90000000\""), "{json}");
    json.replace("\"90000000\"", "\"99000000\"")
}

/// An operator with the real key signs a receipt of figures that do not follow from the entries. The bundle holds together; who computes
/// again finds it.
#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_of_forged_figures_is_found_by_who_computes_again() {
    let fixture = with_budget().await;
    record(&fixture, say::amendment(HOLDER, 2021, 1, "6.1", 100_000_000, -10_000_000, 90_000_000)).await;
    let honest = publish(&fixture).await;
    let (_, json) = get(&fixture, &format!("/{REGION}/boeking/{}.json", honest.index)).await;
    let lie = forged(&String::from_utf8(json).unwrap()).into_bytes();
    let holder = Stream::new(HOLDER).unwrap();
    let output = Output { media_type: JSON.into(), length: lie.len() as u64, digest: Blake3Hash::of(&lie) };
    let document = Document {
        name: paragraph_document(holder, BudgetYear::new(2021).unwrap()).unwrap(),
        projector: VersionedName::parse("openboek-paragraph/1").unwrap(),
        basis_size: honest.basis_size,
        outputs: vec![output],
    };
    let engine = fixture.server.engine();
    let receipt = engine.publish(REGION, document, Wait::Published).await.unwrap().receipt;
    let documents = BTreeMap::from([("paragraph-GM0505-2021.json".to_owned(), lie)]);
    let request = BundleRequest { documents, ..BundleRequest::newest(holder, b"-".to_vec()) };
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("bundle.zip");
    std::fs::write(&zip, to_zip(&engine.bundle(REGION, &request).unwrap()).unwrap()).unwrap();
    assert_eq!(audited(&zip, &[]).0, 0, "the digests fit");
    let (status, answer) = audited(&zip, &["--recompute"]);
    assert_eq!((status, &answer["reason"]["code"]), (1, &"document-differs".into()), "{answer}");
    assert_eq!(answer["reason"]["place"], format!("entries/{}", receipt.index));
    // The server gives no document that it cannot compute itself, and does not say that its pages show it.
    assert!(
        page(&fixture, &format!("/{REGION}/{HOLDER}/2021"))
            .await
            .contains("zijn anders dan de gepubliceerde")
    );
    program::export_bundle(fixture.channel(), REGION, HOLDER, None, &zip).await.unwrap();
    assert_eq!(audited(&zip, &[]).1["rests_on"]["documents"], serde_json::json!([]));
    assert_eq!(get(&fixture, &format!("/{REGION}/boeking/{}.json", receipt.index)).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_is_known_after_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let logs = data.path().join("logs");
    let served = async || {
        let store = SledStore::open(&data.path().join("store"), &SledOptions::default()).unwrap();
        let outside = Outside::new(Arc::new(store), KeyRing::Folder(data.path().join("keys")));
        Fixture::with(Config { static_logs: Some(logs.clone()), ..Config::default() }, outside).await
    };
    let fixture = served().await;
    fixture.arrangements().create_arrangement(say::founding(REGION, &[HOLDER])).await.unwrap();
    record(&fixture, budget(HOLDER, 2021, 100_000_000)).await;
    let first = publish(&fixture).await;
    fixture.server.shutdown().await.unwrap();
    let fixture = served().await;
    let again = publish(&fixture).await;
    assert!(again.repeated_document);
    assert_eq!((again.index, &again.outputs), (first.index, &first.outputs));
    assert!(
        page(&fixture, &format!("/{REGION}/{HOLDER}/2021"))
            .await
            .contains("zijn gelijk aan de gepubliceerde")
    );
    fixture.server.shutdown().await.unwrap();
    // Who has the whole log as files computes it again too.
    let (status, answer) = audited(&logs.join(REGION), &["--recompute"]);
    assert_eq!(status, 0, "{answer}");
    let receipt = &answer["rests_on"]["receipts"][0];
    assert_eq!((&receipt["index"], &receipt["computed_again"]), (&first.index.into(), &true.into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_publishes_from_the_command_line() {
    let fixture = with_budget().await;
    let first = run(&fixture, &["publish", REGION, "GM0505", "2021"], "").await;
    let told = said(&first);
    assert!(
        first.status.success()
            && told.contains("Paragraaf 2021 van drechtsteden/GM0505 is gepubliceerd: boeking"),
        "{told}"
    );
    assert!(told.contains("  application/json  ") && told.contains("  b3:"), "{told}");
    let again = run(&fixture, &["publish", REGION, "gemeente gm0505", "2021", "--json"], "").await;
    let json: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!(json["repeated_document"], true, "{json}");
    record(&fixture, say::amendment(HOLDER, 2021, 1, "6.1", 100_000_000, -10_000_000, 90_000_000)).await;
    let changed = said(&run(&fixture, &["publish", REGION, "GM0505", "2021", "--lang", "en"], "").await);
    assert!(
        changed.contains("is published: entry") && changed.contains("Takes the place of entry"),
        "{changed}"
    );
    let refused = run(&fixture, &["publish", REGION, "GM0505", "2040"], "").await;
    assert!(!refused.status.success() && said(&refused).contains("no-such-paragraph"), "{}", said(&refused));
}
