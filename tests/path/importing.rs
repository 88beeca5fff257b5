//! `openboek import`, as people give it, against a real server.

use crate::command_line::{run, said};
use crate::fixture::{Fixture, REGION};

const MAPPING: &str = "\
header: 1
columns: { taakveld: Taakveld, explanation: Toelichting }
amounts:
  - { column: Lasten, side: expenditure }
  - { column: Baten, side: income }
nature: structural
";

const BUDGET: &str = "Taakveld;Lasten;Baten;Toelichting\n6.1;1.250.000,00;50.000;Wijkteams\n6.21;830.000;;\nTotaal;2.080.000;50.000;\n";

/// A folder with files, one of them a mapping.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("indeling.yaml", MAPPING.as_bytes());
        folder
    }

    /// Where a file of it is.
    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }
}

async fn import(fixture: &Fixture, folder: &Folder, file: &str, more: &[&str]) -> (Option<i32>, String) {
    let mapping = folder.path("indeling.yaml").display().to_string();
    let mut arguments =
        vec!["import", "sheet", file, "--arrangement", REGION, "--holder", "GM0505", "--year", "2025"];
    arguments.extend(["--date", "2024-11-12", "--mapping", &mapping]);
    arguments.extend(more);
    let output = run(fixture, &arguments, "").await;
    (output.status.code(), said(&output))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_is_previewed_recorded_repeated_and_corrected() {
    let (fixture, folder) = (Fixture::with_region().await, Folder::new());
    let before = fixture.events().await.len();
    let file = folder.write("begroting.csv", BUDGET.as_bytes());

    let (status, text) = import(&fixture, &folder, &file, &[]).await;
    assert_eq!(status, Some(0), "{text}");
    for words in [
        "4 rijen gelezen",
        "2 vast te leggen",
        "1 niet gevraagd",
        "1 opmaak",
        "Dit is een rij met een totaal.",
        "begroting.csv, rij 4; gevonden \"totaal\" ",
        "Begroting 2025 van GM0505: 3 regels (rijen 2 tot en met 3)",
        "Er is niets vastgelegd.",
    ] {
        assert!(text.contains(words.trim_end()), "{words}: {text}");
    }
    assert_eq!(fixture.events().await.len(), before, "shown, not recorded");

    let (status, text) = import(&fixture, &folder, &file, &["--yes"]).await;
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("vastgelegd: boeking") && text.contains("(1)"), "{text}");
    assert_eq!(fixture.events().await.len(), before + 1);

    let (status, text) = import(&fixture, &folder, &file, &["--yes"]).await;
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("2 staan er al zo") && text.contains("Er is niets vast te leggen"), "{text}");
    assert_eq!(fixture.events().await.len(), before + 1, "the same file again records nothing");

    // Packed with gzip it is the same file with other figures.
    let corrected = BUDGET.replace("830.000", "835.000");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, corrected.as_bytes()).unwrap();
    let file = folder.write("verbeterd.csv.gz", &packed.finish().unwrap());
    let (status, text) = import(&fixture, &folder, &file, &["--yes"]).await;
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("Correctie van boeking") && text.contains("1 regels (rij 3)"), "{text}");
    assert_eq!(fixture.events().await.len(), before + 2);

    let paragraph = run(&fixture, &["paragraph", REGION, "GM0505", "2025"], "").await;
    let paragraph = said(&paragraph);
    assert!(paragraph.contains("835.000") && paragraph.contains("verbeterd.csv"), "{paragraph}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_are_left_out_need_a_word_and_a_plan_for_programs_is_json() {
    let (fixture, folder) = (Fixture::with_region().await, Folder::new());
    let before = fixture.events().await.len();
    let file = folder.write("begroting.csv", b"Taakveld;Lasten;Baten;Toelichting\n6.1;10;;\n6.99;20;;\n");

    let (status, text) = import(&fixture, &folder, &file, &["--yes"]).await;
    assert_eq!((status, fixture.events().await.len()), (Some(1), before), "{text}");
    assert!(text.contains("1 rijen zijn weggelaten") && text.contains("--partial"), "{text}");

    let (status, json) = import(&fixture, &folder, &file, &["--json"]).await;
    let plan: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(status, Some(0));
    assert_eq!(plan["tally"]["left-out"], 1);
    assert_eq!(plan["findings"][0]["code"], "sheet-unknown-code");
    assert_eq!(plan["findings"][0]["place"]["row"], 3);
    assert_eq!(plan["proposals"][0]["statement"]["budget_adopted"]["lines"][0]["amount_cents"], 1_000);
    assert!(plan["recorded"].is_null());

    let (status, json) =
        import(&fixture, &folder, &file, &["--json", "--yes", "--partial", "--wait", "published"]).await;
    let plan: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((status, plan["recorded"]["entry_count"].as_u64()), (Some(0), Some(1)), "{json}");
    assert!(plan["recorded"]["published_size"].as_u64().is_some());
    assert_eq!(fixture.events().await.len(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_imported_is_told_and_the_rules_have_the_last_word() {
    let (fixture, folder) = (Fixture::with_region().await, Folder::new());
    let before = fixture.events().await.len();
    let broken = folder.write("begroting.xlsx", b"PK\x03\x04 half");
    let (status, text) = import(&fixture, &folder, &broken, &["--yes"]).await;
    assert!(status == Some(1) && text.contains("niet te importeren"), "{text}");

    let file = folder.write("begroting.csv", BUDGET.as_bytes());
    let mapping = folder.path("indeling.yaml").display().to_string();
    let stranger =
        ["import", "sheet", &file, "--arrangement", REGION, "--holder", "GM0148", "--year", "2025"];
    let arguments: Vec<&str> = stranger.into_iter().chain(["--mapping", &mapping, "--yes"]).collect();
    let output = run(&fixture, &arguments, "").await;
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for words in
        ["Begroting 2025 van GM0148", "statements[0].budget_adopted.holder", "[unknown-municipality]"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(fixture.events().await.len(), before);

    for code in ["sheet-unknown-code", "table-quoting"] {
        let program = openboek_tests::program::path("openboek").unwrap();
        let explained = std::process::Command::new(program)
            .args(["explain", code])
            .env_remove("OPENBOEK_LANG")
            .output()
            .unwrap();
        let text = said(&explained);
        assert!(explained.status.success() && text.starts_with(code) && text.contains("--partial"), "{text}");
    }
}
