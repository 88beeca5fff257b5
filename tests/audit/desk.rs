//! The desk in a real browser: filled in by hand, for everybody, at every width; and what it says is what is then recorded.

use std::path::Path;

use openboek_tests::program::{Desk, Failure, Served};
use openboek_wire::KINDS;
use openboek_wire::v1;
use openboek_wire::v1::audit_service_client::AuditServiceClient;
use openboek_wire::v1::statement::Body;
use prost::Message as _;
use serde_json::{Value, json};

use crate::pages::{look, script, with_the_cases};

const ACTOR: &str = "griffie.stichtsevecht";
/// A view of three points with an answer asked for, and its paper: lists, alternatives, choices, dates.
const FORM: &str = "/stichtse-vecht/commitment-made";

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_records_in_a_browser_without_a_mouse() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let server = with_the_cases(&folder.path().join("data"))?;
    let desk = Desk::start(&server, ACTOR)?;
    let kinds = KINDS.iter().map(|kind| kind.kind).filter(|kind| *kind != "arrangement-founded");
    let forms: Vec<String> = kinds.map(|kind| format!("/stichtse-vecht/{kind}")).collect();
    let fields = [
        ("concerns", "GM1904"),
        ("commitment_made.act.organisation", "GM1904"),
        ("commitment_made.act.organ", "alderman"),
        ("commitment_made.act.date", "12-7-2021"),
        ("commitment_made.act.documents[0].title", "Verslag van de raad"),
        ("commitment_made.act.documents[0].?reference", "not_assigned"),
        ("commitment_made.act.documents[0].not_assigned", "xxxx"),
        ("commitment_made.act.documents[0].date", "12-7-2021"),
        ("commitment_made.act.documents[1].title", "Besluitenlijst"),
        ("commitment_made.act.documents[1].date", "2021-07"),
        ("commitment_made.commitment", "T-2021-7"),
        ("commitment_made.text", "De raad krijgt elk kwartaal een overzicht."),
        ("commitment_made.due", "2021-10"),
        ("commitment_made.recurrence", "quarterly"),
    ];
    let wrong =
        [("commitment_made.act.date", "vorige week"), ("commitment_made.act.documents[0].title", "Verslag")];
    let changed = [
        ("entry_corrected.act.organisation", "GM1904"),
        ("entry_corrected.act.organ", "clerk"),
        ("entry_corrected.act.date", "13-7-2021"),
        ("entry_corrected.mistake", "wrong_date"),
        ("entry_corrected.reason", "Het stuk noemt november."),
        ("entry_corrected.corrected.commitment_made.due", "2021-11"),
    ];
    let asked = json!({
        "forms": forms, "kind": FORM, "fields": fields, "wrong": wrong, "more": "commitment_made.act.documents",
        "correction": { "form": "/stichtse-vecht/entry-corrected", "fields": changed },
    });
    let mut node = script("desk.mjs");
    let shots = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
    node.arg(folder.path().join("profile")).arg(&desk.address).arg(shots);
    let saw: Value = serde_json::from_str(&look(node, &asked)?)?;
    let faults: Vec<&str> =
        saw["faults"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    let text = |key: &str| saw[key].as_str().unwrap_or_default().replace('\u{a0}', " ");
    for (page, words) in [
        (
            "problems",
            vec![
                "Dit kan zo niet worden vastgelegd",
                "Datum van het besluit",
                "Toezegging: Hier ontbreekt iets",
            ],
        ),
        (
            "check",
            vec![
                "Klopt dit?",
                "T-2021-7",
                "12 juli 2021",
                "oktober 2021",
                "(GM1904) 2021, 2022, 2023",
                "Er is nog niets vastgelegd",
            ],
        ),
        ("done", vec!["Vastgelegd", "Gepubliceerd: de boeking is te bewijzen."]),
        ("corrected", vec!["Klopt dit?", "Het stuk noemt november.", "november 2021"]),
    ] {
        assert!(!text(page).contains("statements[0]"), "names of programs: {}", text(page));
        for words in words {
            assert!(text(page).contains(words), "{page} lacks {words:?}:\n{}", text(page));
        }
    }
    assert_eq!(text("check"), text("again"), "the way back loses nothing");

    let address = text("address");
    let index = index_of(&address)?;
    assert_eq!(address, format!("{}/stichtse-vecht/boeking/{index}", server.http));
    let made = v1::CommitmentMade::decode(payload(&server, index).await?.as_slice())?;
    assert_eq!((made.commitment.as_str(), made.due.as_str()), ("T-2021-7", "2021-10"));
    let papers = made.act.iter().flat_map(|act| &act.documents);
    let titles: Vec<&str> = papers.map(|paper| paper.title.as_str()).collect();
    assert_eq!(titles, ["Verslag van de raad", "Besluitenlijst"]);

    // Nothing else of the entry was written again, and nothing else is other.
    let at = index_of(&text("correctedAt"))?;
    let correction = v1::EntryCorrected::decode(payload(&server, at).await?.as_slice())?;
    let said = v1::CommitmentMade { due: "2021-11".into(), ..made };
    assert_eq!(correction.entry, index);
    let whole = correction.corrected.ok_or("nothing was corrected")?;
    assert_eq!((whole.concerns, whole.body), (vec!["GM1904".into()], Some(Body::CommitmentMade(said))));
    Ok(())
}

fn index_of(address: &str) -> Result<u64, Failure> {
    address.rsplit('/').next().and_then(|index| index.parse().ok()).ok_or_else(|| address.into())
}

async fn payload(server: &Served, index: u64) -> Result<Vec<u8>, Failure> {
    let request = v1::ListEntriesRequest {
        arrangement: "stichtse-vecht".into(),
        from: index,
        limit: 1,
        include_payloads: true,
        ..Default::default()
    };
    let mut client = AuditServiceClient::new(server.connect().await?);
    let entries = client.list_entries(request).await?.into_inner().entries;
    Ok(entries.into_iter().next().ok_or("no entry")?.payload)
}
