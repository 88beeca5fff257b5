//! Every kind of statement that `openboek record --list` names: its own template, as it is printed, is recorded with the real program on
//! a real server, and the paragraph it concerns shows it.

use std::path::Path;
use std::process::{Command, Output};

use openboek_tests::program;
use openboek_wire::v1;

use crate::fixture::Fixture;
use crate::found_in::{PLACES, Place};

/// The arrangement that the templates name.
const EXAMPLE: &str = "voorbeeld";
/// Whose paragraphs are looked at; a municipality that is no member has none.
const HOLDERS: [&str; 3] = ["GM0505", "GM0148", "region"];
const YEARS: std::ops::RangeInclusive<i32> = 2020..=2022;

/// What is recorded before a template, from templates too; what they need themselves comes before them. A kind without a line here needs
/// the founding only.
const FIRST: &[(&str, &[&str])] = &[
    ("arrangement-founded", &[]),
    ("budget-amended", &["budget-adopted"]),
    ("actuals-reported", &["budget-adopted"]),
    ("accounts-adopted", &["budget-adopted"]),
    ("scope-defined", &["budget-adopted"]),
    ("cut-suspended", &["cut-adopted"]),
    ("cut-amended", &["cut-adopted"]),
    ("cut-conditioned", &["cut-adopted"]),
    ("cut-allocated", &["cut-adopted"]),
    ("decision-held-over", &["cut-adopted"]),
    ("cut-resumed", &["cut-suspended"]),
    ("cut-withdrawn", &["cut-adopted"]),
    ("cut-realised", &["cut-adopted"]),
    ("cut-shifted", &["cut-adopted"]),
    ("entry-corrected", &["cut-adopted"]),
    ("view-answered", &["view-submitted"]),
    ("request-answered", &["request-made"]),
    ("commitment-fulfilled", &["commitment-made"]),
    ("hearing-scheduled", &["proposal-made"]),
    ("decision-scheduled", &["proposal-made"]),
    ("council-decided", &["proposal-made"]),
    ("proposal-converged", &["member-joined"]),
    ("experiment-concluded", &["experiment-started"]),
    ("indicator-measured", &["indicator-set"]),
    ("subsidy-refused", &["subsidy-applied"]),
    ("subsidy-withdrawn", &["subsidy-applied"]),
    ("subsidy-amended", &["subsidy-awarded"]),
    ("advance-paid", &["subsidy-awarded"]),
    ("subsidy-paid", &["subsidy-awarded"]),
    ("payment-suspended", &["subsidy-awarded"]),
    ("subsidy-determined", &["subsidy-awarded"]),
    ("recovery-decided", &["subsidy-awarded"]),
    ("subsidy-listed", &["subsidy-awarded"]),
    ("subsidy-unlisted", &["subsidy-listed"]),
    ("notice-given", &["subsidy-awarded"]),
    ("objection-filed", &["subsidy-awarded"]),
    ("objection-decided", &["objection-filed"]),
    ("contribution-advanced", &["contribution-allocated"]),
    ("contribution-settled", &["contribution-allocated"]),
    ("funding-superseded", &["funding-indicated"]),
];

/// What no template can prepare, since it takes two councils: recorded after the templates above and before the kind itself.
const PREPARED: &[(&str, &str)] = &[("proposal-converged", TWO_TEXTS)];

const TWO_TEXTS: &str = "\
arrangement: voorbeeld
actor: griffie.voorbeeld
statements:
  - concerns: [GM0505, GM0148]
    proposal_made:
      act: { organisation: GM0505, organ: executive, date: 2020-10-01 }
      proposal: proposal-1
      title: Bouwen op de kracht
      councils: [GM0505, GM0148]
      version: ontwerp
  - concerns: [GM0505, GM0148]
    council_decided:
      act: { organisation: GM0505, organ: council, date: 2020-11-01 }
      proposal: proposal-1
      council: GM0505
      outcome: adopted_amended
      version: versie een
  - concerns: [GM0505, GM0148]
    council_decided:
      act: { organisation: GM0148, organ: council, date: 2020-11-02 }
      proposal: proposal-1
      council: GM0148
      outcome: adopted_amended
      version: versie twee
";

/// What is recorded after a kind that only gives a name, so that somebody names it.
const NAMED_BY: &[(&str, &str)] = &[("organisation-registered", PROMISE)];

const PROMISE: &str = "\
arrangement: voorbeeld
actor: griffie.voorbeeld
statements:
  - concerns: [GM0505]
    commitment_made:
      act: { organisation: GM0505, organ: council, date: 2020-11-11 }
      commitment: T-1
      text: Een overzicht
      with: [de-voorbeeldorganisatie]
      due: 2021-04
";

/// The names that the templates give.
const NAMES: &[(&str, &str)] = &[
    ("arrangement-founded", "Regio Voorbeeld"),
    ("member-joined", "Dalfsen"),
    ("organisation-registered", "De Voorbeeldorganisatie"),
];

fn openboek(arguments: &[&str]) -> Output {
    Command::new(program::path("openboek").unwrap())
        .args(arguments)
        .env_remove("OPENBOEK_LANG")
        .output()
        .unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = openboek(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// All that comes before a kind, each once, in an order in which each finds what it needs.
fn before(kind: &str) -> Vec<&'static str> {
    let direct =
        FIRST.iter().find(|(known, _)| *known == kind).map_or(&["arrangement-founded"][..], |(_, all)| all);
    let mut all: Vec<&str> = Vec::new();
    for needed in direct {
        for one in before(needed).into_iter().chain([*needed]) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all
}

/// Records a text as a file; gives the position of its last entry.
fn record(folder: &Path, server: &str, name: &str, text: &str) -> Result<u64, String> {
    let file = folder.join(format!("{name}.yaml"));
    std::fs::write(&file, text).unwrap();
    let path = file.display().to_string();
    let output = openboek(&["record", &path, "--wait", "published", "--json", "--server", server]);
    if !output.status.success() {
        return Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let answers: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let entries = answers[0]["entries"].as_array().unwrap();
    Ok(entries.last().unwrap()["index"].as_u64().unwrap())
}

/// Records what comes before, then the template itself, then what names it; gives the template's position.
fn record_all(server: &str, kind: &str) -> Result<u64, String> {
    let folder = tempfile::tempdir().unwrap();
    let template = |kind: &str| printed(&["record", "--template", kind]);
    for earlier in before(kind) {
        record(folder.path(), server, earlier, &template(earlier))?;
    }
    for (_, text) in PREPARED.iter().filter(|(of, _)| *of == kind) {
        record(folder.path(), server, "prepared", text)?;
    }
    let at = record(folder.path(), server, kind, &template(kind))?;
    for (_, text) in NAMED_BY.iter().filter(|(of, _)| *of == kind) {
        record(folder.path(), server, "after", text)?;
    }
    Ok(at)
}

async fn paragraphs(fixture: &Fixture) -> Vec<v1::Paragraph> {
    let mut found = Vec::new();
    for (holder, year) in HOLDERS.into_iter().flat_map(|holder| YEARS.map(move |year| (holder, year))) {
        let key =
            v1::ParagraphKey { arrangement: EXAMPLE.into(), municipality: holder.into(), budget_year: year };
        let request = v1::GetParagraphRequest { key: Some(key), ..Default::default() };
        // Who is no member has no paragraph.
        if let Ok(answer) = fixture.paragraphs().get_paragraph(request).await {
            found.extend(answer.into_inner().paragraph);
        }
    }
    found
}

/// Whether a paragraph says it where readers look for it.
fn shows(paragraph: &v1::Paragraph, place: &Place, kind: &str, at: u64) -> bool {
    let tables = || paragraph.sections.iter().flat_map(|section| &section.tables);
    match place {
        Place::In(table) => {
            let rows = tables().filter(|shown| shown.id == table.key()).flat_map(|shown| &shown.rows);
            rows.flat_map(|row| &row.cells).any(|cell| cell.sources.contains(&at))
        }
        Place::Name(_) => {
            let (_, name) = NAMES.iter().find(|(of, _)| *of == kind).unwrap();
            let head = paragraph.head.as_ref().unwrap();
            let mut cells = tables().flat_map(|shown| &shown.rows).flat_map(|row| &row.cells);
            [&head.arrangement, &head.municipality_name].iter().any(|shown| shown == name)
                || cells.any(|cell| cell.text.contains(name))
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_template_is_recorded_as_it_is_printed_and_shown_where_readers_look() {
    let list = tokio::task::spawn_blocking(|| printed(&["record", "--list"])).await.unwrap();
    let kinds: Vec<String> =
        list.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect();
    assert_eq!(kinds, PLACES.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), "a place for every kind");
    let mut wrong: Vec<String> = Vec::new();
    for (kind, place) in PLACES {
        let fixture = Fixture::empty().await;
        let server = format!("http://{}", fixture.server.grpc_addr());
        match tokio::task::spawn_blocking(move || record_all(&server, kind)).await.unwrap() {
            Err(told) => wrong.push(told),
            Ok(at) => {
                let shown = paragraphs(&fixture).await;
                if !shown.iter().any(|paragraph| shows(paragraph, place, kind, at)) {
                    wrong.push(format!("{kind}: entry {at} is in no paragraph where it should be"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
