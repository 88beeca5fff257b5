//! The commands that read differences and explanations, as people give them, against a real server.

use std::process::{Command, Output, Stdio};

use openboek_tests::{program, say};
use openboek_wire::v1;

use crate::fixture::{Fixture, REGION};

/// Runs the program against the fixture's server, with a text on standard input.
pub(crate) async fn run(fixture: &Fixture, arguments: &[&str], input: &str) -> Output {
    let server = format!("http://{}", fixture.server.grpc_addr());
    let arguments: Vec<String> =
        arguments.iter().map(|a| (*a).to_owned()).chain(["--server".into(), server]).collect();
    let input = input.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut child = Command::new(program::path("openboek").unwrap())
            .args(arguments)
            .env_remove("OPENBOEK_LANG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    })
    .await
    .unwrap()
}

/// What it said, with plain blanks.
pub(crate) fn said(output: &Output) -> String {
    let bytes = if output.status.success() { &output.stdout } else { &output.stderr };
    String::from_utf8_lossy(bytes).replace('\u{a0}', " ")
}

const SUSPENSION: &str = "\
arrangement: drechtsteden
actor: griffie.dordrecht
statements:
  - concerns: [GM0505]
    cut_suspended:
      act: { organisation: GM0505, organ: council, date: 2020-11-11 }
      cut: D-1
      years: { first: 2021, last: 2021 }
      full: {}
";

async fn with_cut() -> (Fixture, u64) {
    let fixture = Fixture::with_region().await;
    let statements = vec![
        say::budget("GM0505", 2021, vec![say::line("6.1", 2021, 100_000_000)]),
        say::cut("GM0505", &["GM0505"], "D-1", (2021, 2022), -20_000_000),
    ];
    let command =
        v1::RecordRequest { wait_for: v1::WaitFor::Published.into(), ..say::command(REGION, statements) };
    let size = fixture.ledger().record(command).await.unwrap().into_inner().published_size.unwrap();
    (fixture, size)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_previewed_recorded_and_compared_in_the_same_words() {
    let (fixture, size) = with_cut().await;
    let preview = run(&fixture, &["preview", "-"], SUSPENSION).await;
    let foreseen = said(&preview);
    assert!(preview.status.success(), "{foreseen}");
    assert!(
        foreseen.contains("Er is niets vastgelegd") && foreseen.contains(&format!("  {size}  cut-suspended")),
        "{foreseen}"
    );
    let sentence = format!(
        "Sociale basis (D-1) in 2021: van € -200.000 naar geheel opgeschort (was € -200.000), door „Bezuiniging opgeschort” (boeking {size})."
    );
    assert!(foreseen.contains("Gemeente GM0505 (GM0505) 2021") && foreseen.contains(&sentence), "{foreseen}");
    let json = run(&fixture, &["preview", "-", "--json"], SUSPENSION).await;
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["size"], size);
    assert_eq!(json["entries"][0]["kind"], "cut-suspended");

    assert!(run(&fixture, &["record", "-", "--wait", "published"], SUSPENSION).await.status.success());
    let from = size.to_string();
    let compared = said(&run(&fixture, &["compare", REGION, "GM0505", "2021", "--from", &from], "").await);
    assert!(compared.contains(&sentence), "{compared}");
    let english = said(
        &run(&fixture, &["compare", REGION, "GM0505", "2021", "--from", &from, "--lang", "en"], "").await,
    );
    assert!(english.contains("by “Cut suspended” (entry") || english.contains("(entry "), "{english}");
    let again = said(&run(&fixture, &["preview", "-"], SUSPENSION).await);
    assert!(again.contains("al vastgelegd"), "{again}");
    let others =
        run(&fixture, &["compare", REGION, "GM0505", "2021", "--with", "region", "--json"], "").await;
    assert!(others.status.success(), "{}", said(&others));
    let same = said(
        &run(&fixture, &["compare", REGION, "GM0505", "2021", "--from", &from, "--to", &from], "").await,
    );
    assert!(same.contains("Er is niets veranderd."), "{same}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_be_refused_is_told_with_its_line_and_where_it_is_explained() {
    let (fixture, _) = with_cut().await;
    let output = run(&fixture, &["preview", "-"], &SUSPENSION.replace("cut: D-1", "cut: D-2")).await;
    let told = said(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    for part in [
        "zou het grootboek weigeren",
        "regel 7, statements[0].cut_suspended.cut",
        "openboek explain unknown-cut",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_is_explained_by_the_address_of_its_page() {
    let (fixture, size) = with_cut().await;
    let figure = format!("{REGION}/GM0505/2021/budget-by-taakveld.6.1.expenditure");
    let told = said(&run(&fixture, &["explain", &figure], "").await);
    for part in [
        "Samenkracht en burgerparticipatie, Lasten: € 1.000.000",
        "lasten: De kosten van een jaar",
        "Boeking ",
        "Begroting vastgesteld",
        "/bundel/GM0505.zip",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let json = run(&fixture, &["explain", &figure, "--json"], "").await;
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["proof"]["published_size"], size);
    let none = run(&fixture, &["explain", &figure.replace("6.1", "6.9")], "").await;
    assert_eq!(none.status.code(), Some(1), "{}", said(&none));
}

#[tokio::test(flavor = "multi_thread")]
async fn paragraphs_are_followed_from_where_one_left_off() {
    let (fixture, size) = with_cut().await;
    assert!(run(&fixture, &["record", "-", "--wait", "published"], SUSPENSION).await.status.success());
    let from = size.to_string();
    let told =
        said(&run(&fixture, &["watch", REGION, "GM0505", "2021", "--from", &from, "--once"], "").await);
    for part in ["Gemeente GM0505 (GM0505) 2021", "geheel opgeschort", "Bijgewerkt tot en met stand"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let json = run(&fixture, &["watch", REGION, "--from", &from, "--once", "--json"], "").await;
    let events: Vec<serde_json::Value> = String::from_utf8(json.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(events.len() > 1 && events[0]["changed"]["after"]["municipality"] == "GM0505", "{events:?}");
    assert!(events.last().unwrap()["caught_up"]["size"].as_u64().unwrap() > size);
}
