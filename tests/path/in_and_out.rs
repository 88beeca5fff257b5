//! Iv3, subsidy registers, circulars and inhabitants: in from the command line, out and in again, against a real server. Each step names
//! how many statements it records; that a preview writes nothing, and that the same again records nothing, holds of every step.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use openboek_tests::say;

use crate::command_line::{run, said};
use crate::fixture::{Fixture, REGION};
use crate::importing::Folder;

/// A server with an arrangement, and a folder with files.
struct Desk {
    fixture: Fixture,
    folder: Folder,
}

impl Desk {
    async fn with(members: &[&str]) -> Self {
        let fixture = Fixture::empty().await;
        fixture.arrangements().create_arrangement(say::founding(REGION, members)).await.unwrap();
        Self { fixture, folder: Folder::new() }
    }

    /// `openboek import` with words as they are typed; `{NAME}` is a file of the folder.
    async fn import(&self, words: &str, more: &[&str]) -> (Option<i32>, String) {
        let typed = self.typed(&format!("import {words}"));
        let mut arguments: Vec<&str> = typed.iter().map(String::as_str).collect();
        arguments.extend(["--arrangement", REGION]);
        arguments.extend(more);
        let output = run(&self.fixture, &arguments, "").await;
        (output.status.code(), said(&output))
    }

    fn typed(&self, words: &str) -> Vec<String> {
        let place = |name: &str| self.folder.path(name).display().to_string();
        let word = |word: &str| match word.strip_prefix('{').and_then(|word| word.strip_suffix('}')) {
            Some(name) => place(name),
            None => word.replace('_', " "),
        };
        words.split_whitespace().map(word).collect()
    }

    /// Previews, records, and records again; gives the preview.
    async fn records(&self, words: &str, statements: usize) -> String {
        let before = self.fixture.events().await;
        let (status, shown) = self.import(words, &[]).await;
        assert_eq!(status, Some(0), "{words}: {shown}");
        let last = if statements == 0 { "Er is niets vast te leggen" } else { "Er is niets vastgelegd." };
        assert!(shown.contains(last), "{words}: {shown}");
        assert!(self.fixture.events().await == before, "{words}: a preview wrote something");
        for expected in [statements, 0] {
            let before = self.fixture.events().await.len();
            let (status, text) = self.import(words, &["--yes", "--partial"]).await;
            assert_eq!(status, Some(0), "{words}: {text}");
            let recorded = if expected == 0 {
                text.contains("Er is niets vast te leggen")
            } else {
                text.contains("vastgelegd: boeking") && text.contains(&format!("({expected})"))
            };
            assert!(recorded, "{words}, expected {expected}: {text}");
            assert_eq!(self.fixture.events().await.len(), before + expected, "{words}: {text}");
        }
        shown
    }

    /// Writes what the ledger holds to a file of the folder.
    async fn exports(&self, words: &str) {
        let typed = self.typed(&format!("export {words}"));
        let arguments: Vec<&str> = typed.iter().map(String::as_str).collect();
        let output = run(&self.fixture, &arguments, "").await;
        assert!(output.status.success(), "{words}: {}", said(&output));
    }

    async fn paragraph(&self, holder: &str, year: &str) -> String {
        said(&run(&self.fixture, &["paragraph", REGION, holder, year], "").await)
    }

    /// The project's own files of an importer.
    fn own(&self, files: &[&str]) {
        for file in files {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../crates/openboek-import/tests/fixtures")
                .join(file);
            self.folder.write(path.file_name().unwrap().to_str().unwrap(), &std::fs::read(&path).unwrap());
        }
    }

    /// A copy of a file with one piece changed.
    fn corrected(&self, file: &str, was: &str, is: &str, copy: &str) {
        let text = String::from_utf8(std::fs::read(self.folder.path(file)).unwrap()).unwrap();
        assert_eq!(text.matches(was).count(), 1, "{file}: {was}");
        self.folder.write(copy, text.replace(was, is).as_bytes());
    }

    /// Real files, unpacked; whether they are there.
    fn real(&self, files: &[&str]) -> bool {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
        if !folder.is_dir() {
            println!("../shared/data is not there: nothing was tested of {}", files.join(", "));
            return false;
        }
        for file in files {
            let mut bytes = std::fs::read(folder.join(file)).unwrap();
            if file.ends_with(".gz") {
                let packed = std::mem::take(&mut bytes);
                flate2::read::GzDecoder::new(&*packed).read_to_end(&mut bytes).unwrap();
            }
            let name = file.trim_end_matches(".gz").rsplit('/').next().unwrap();
            self.folder.write(name, &bytes);
        }
        true
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn iv3_comes_in_is_corrected_and_goes_out_and_in() {
    let desk = Desk::with(&["GM0148", "GM0505", "GM0610"]).await;
    desk.own(&["iv3/begroting.csv", "iv3/levering.json"]);
    let shown = desk.records("iv3 {begroting.csv} --year 2023", 3).await;
    for words in [
        "Begroting 2023 van Dalfsen: 8 regels",
        "[iv3-unbalanced]",
        "Sliedrecht: baten € 83.063.000, lasten € 69.019.000",
        "[iv3-forbidden-code]",
        "[iv3-no-delivery]",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    desk.corrected("begroting.csv", "50094.0", "50100.0", "opnieuw.csv");
    let shown = desk.records("iv3 {opnieuw.csv} --year 2023", 1).await;
    assert!(shown.contains("Correctie van boeking") && shown.contains("van Dalfsen: 1 regels"), "{shown}");
    let paragraph = desk.paragraph("GM0148", "2023").await;
    assert!(paragraph.contains("50.100.000") && paragraph.contains("opnieuw.csv"), "{paragraph}");
    // The same municipality in the other form, finer: what differs is a correction too.
    let shown = desk.records("iv3 {levering.json} --year 2023", 1).await;
    assert!(shown.contains("Begroting 2023 van Dordrecht"), "{shown}");
    for holder in ["GM0148", "GM0505", "GM0610"] {
        for form in ["csv", "json"] {
            desk.exports(&format!("iv3 {REGION} {holder} --year 2023 --form {form} --out {{uit.{form}}}"))
                .await;
            desk.records(&format!("iv3 {{uit.{form}}} --year 2023"), 0).await;
        }
    }
    let before = desk.fixture.events().await.len();
    let (status, text) = desk.import("iv3 {levering.json} --year 2024", &["--yes"]).await;
    assert!(status == Some(1) && text.contains("niet te importeren"), "{text}");
    assert_eq!(desk.fixture.events().await.len(), before);
}

const REGISTER: &str = "--holder GM0363 --footer";

#[tokio::test(flavor = "multi_thread")]
async fn stands_of_a_register_become_events_and_go_out_and_in() {
    let (june, july) = ("register-2019-06-11.csv", "register-2019-07-29.csv");
    let desk = Desk::with(&["GM0363"]).await;
    desk.own(&["register/register-2019-06-11.csv", "register/register-2019-07-29.csv"]);
    // Four names; six dossiers that are asked for and listed; five awards; two that were fixed.
    desk.records(&format!("register {{{june}}} {REGISTER}"), 4 + 6 + 6 + 5 + 2).await;
    // Fixed; another amount asked for, and awarded; raised; lowered; a new name with a new dossier, asked for and listed; gone.
    let shown = desk.records(&format!("register {{{july}}} {REGISTER}"), 1 + 2 + 1 + 1 + 3 + 1).await;
    for words in [
        "SBA-000101: vastgesteld op € 9.500,00",
        "SBA-000103: verleend € 900,00",
        "SBA-000104: verlening verhoogd van € 12,34 naar € 2.000,00",
        "SBA-000105: verlening verlaagd van € 7.000,00 naar € 6.500,50",
        "SBA-000106: niet meer in het register, reden onbekend",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    desk.corrected(july, "900.00,900.00", "900.00,950.00", "hersteld-2019-07-29.csv");
    let shown = desk.records(&format!("register {{hersteld-2019-07-29.csv}} {REGISTER}"), 1).await;
    assert!(shown.contains("SBA-000103: verlening verhoogd van € 900,00 naar € 950,00"), "{shown}");
    let before = desk.fixture.events().await.len();
    let (status, text) = desk.import(&format!("register {{{june}}} {REGISTER}"), &["--yes"]).await;
    assert!(status == Some(1) && text.contains("niet te importeren"), "an older stand: {text}");
    assert_eq!(desk.fixture.events().await.len(), before);
    for numbers in ["english", "dutch"] {
        desk.exports(&format!(
            "register {REGION} GM0363 --numbers {numbers} --separator ; --out {{uit.csv}}"
        ))
        .await;
        let form = format!("--stand 2019-07-29 --holder GM0363 --numbers {numbers} --separator ;");
        desk.records(&format!("register {{uit.csv}} {form}"), 0).await;
    }
    let series = Desk::with(&["GM0363"]).await;
    series.own(&["register/register-2019-06-11.csv", "register/register-2019-07-29.csv"]);
    let before = series.fixture.events().await.len();
    // In whatever order they are given; again, the first of them is older than what is held.
    let words = format!("register {{{july}}} {{{june}}} {REGISTER}");
    let (status, text) = series.import(&words, &["--yes"]).await;
    assert_eq!((status, series.fixture.events().await.len()), (Some(0), before + 23 + 9), "{text}");
    let (status, text) = series.import(&words, &["--yes"]).await;
    assert_eq!((status, series.fixture.events().await.len()), (Some(1), before + 23 + 9), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn circulars_and_inhabitants_come_in_and_are_corrected() {
    let desk = Desk::with(&["GM0148", "GM0505", "GM0610"]).await;
    let files = ["gewichten.csv", "volumina.csv", "siudu.csv", "resultaat.csv", "factoren.csv"];
    desk.own(&files.map(|file| format!("circular/{file}")).each_ref().map(String::as_str));
    desk.own(&["population/inwoners.csv"]);
    let circular = |volumes: &str| {
        format!(
            "circular {{gewichten.csv}} {{{volumes}}} {{siudu.csv}} {{resultaat.csv}} --circular M2023 --year 2024 \
             --factors {{factoren.csv}} --municipality GM0148 --municipality GM0505"
        )
    };
    // Who gives it, four clusters of each, a grant of each: by hand in the importer's own tests.
    let shown = desk.records(&circular("volumina.csv"), 1 + 4 + 4 + 2).await;
    assert!(shown.contains("[circular-published-differs]") && shown.contains("€ 307.117,50"), "{shown}");
    desk.corrected("volumina.csv", "122.847", "122.848", "hersteld.csv");
    let shown = desk.records(&circular("hersteld.csv"), 1).await;
    assert!(shown.contains("Dordrecht") && shown.contains("€ 307.120,00"), "{shown}");
    let paragraph = desk.paragraph("GM0505", "2024").await;
    assert!(paragraph.contains("Baten: € 307.120,00"), "{paragraph}");
    assert!(paragraph.contains("Gepubliceerd als: € 307.117,50"), "{paragraph}");
    assert!(paragraph.contains("Hersteld als: € 307.120,00"), "{paragraph}");

    let population = |file: &str| {
        format!("population {{{file}}} --reference-date 2025-01-01 --key inwoners --years 2026-2027")
    };
    // Dalfsen is not in the file: its number is missing, so the key cannot be set; the others are counted.
    let shown = desk.records(&population("inwoners.csv"), 1).await;
    assert!(shown.contains("Inwoners op 2025-01-01 van 2 gemeenten"), "{shown}");
    assert!(
        shown.contains("[key-input-member-missing]") && shown.contains("[key-input-incomplete]"),
        "{shown}"
    );
    desk.corrected("inwoners.csv", "\t26601\n", "\t26602\nDalfsen\tOverijssel\t\t\t29612\n", "later.csv");
    // The count is corrected, Dalfsen is counted, and the key is whole.
    let shown = desk.records(&population("later.csv"), 3).await;
    assert!(shown.contains("Verbeterd aantal inwoners"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_figures_of_dalfsen_come_in_and_go_out_and_in() {
    let desk = Desk::with(&["GM0148"]).await;
    let circular = |code: &str| {
        ["_Gewichten.csv", "_Volumina.csv.gz", "_SIUDU.csv", ".csv"]
            .map(|file| format!("gemeentefonds/GF_{code}_2024{file}"))
    };
    let mut files = vec![
        "iv3/2023_begroting.csv.gz".to_owned(),
        "iv3/2023_jaarrekening.csv.gz".to_owned(),
        "gemeentefonds/Uitkeringsfactor.csv".to_owned(),
        "gemeenteklassen/2025.csv".to_owned(),
    ];
    files.extend(["M2023", "S2023"].into_iter().flat_map(circular));
    if !desk.real(&files.iter().map(String::as_str).collect::<Vec<_>>()) {
        return;
    }
    desk.records("iv3 {2023_begroting.csv} --year 2023", 1).await;
    desk.records("iv3 {2023_jaarrekening.csv} --year 2023 --report accounts", 1).await;
    for report in ["budget", "accounts"] {
        for form in ["csv", "json"] {
            let of = format!("--year 2023 --report {report}");
            desk.exports(&format!("iv3 {REGION} GM0148 {of} --form {form} --out {{uit.{form}}}")).await;
            desk.records(&format!("iv3 {{uit.{form}}} {of}"), 0).await;
        }
    }
    // Of 2.3: what Dalfsen budgeted for 6.1, with one figure otherwise.
    desk.exports(&format!("iv3 {REGION} GM0148 --year 2023 --out {{uit.csv}}")).await;
    let text = std::fs::read_to_string(desk.folder.path("uit.csv")).unwrap();
    let line = text.lines().find(|line| line.contains(";6.1 ")).unwrap();
    let other = format!("{};1.0", line.rsplit_once(';').unwrap().0);
    desk.corrected("uit.csv", line, &other, "anders.csv");
    let shown = desk.records("iv3 {anders.csv} --year 2023", 1).await;
    assert!(shown.contains("Correctie van boeking") && shown.contains("van Dalfsen: 1 regels"), "{shown}");
    // Of domain 4.3: four clusters and the participation grant; first with who gives it.
    for (code, statements) in [("M2023", 6), ("S2023", 5)] {
        let files =
            ["_Gewichten", "_Volumina", "_SIUDU", ""].map(|file| format!("{{GF_{code}_2024{file}.csv}}"));
        let of = format!("--circular {code} --year 2024 --factors {{Uitkeringsfactor.csv}}");
        let shown = desk.records(&format!("circular {} {of}", files.join(" ")), statements).await;
        let basis = if code == "M2023" { "€ 6.409.806,66" } else { "€ 6.504.174,57" };
        assert!(shown.contains(basis), "{shown}");
    }
    let shown = desk.records("population {2025.csv} --reference-date 2025-01-01", 1).await;
    assert!(shown.contains("van 1 gemeente"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_register_comes_in_and_goes_out_and_in() {
    let desk = Desk::with(&["GM0363"]).await;
    let files = ["subsidies-2019-06-11-6a97e96.csv", "subsidies-2019-07-29-6b74bac.csv"];
    if !desk.real(&files.map(|file| format!("amsterdam-subsidies/{file}.gz")).each_ref().map(String::as_str))
    {
        return;
    }
    // One policy area: all of a register is for the importer's own tests.
    let of = |file: &str| format!("register {{{file}}} {REGISTER} --policy-area Werk");
    let [june, july] = files;
    // Of the second stand only what differs: many times fewer statements than dossiers.
    let mut recorded = Vec::new();
    for stand in [june, july] {
        let (_, shown) = desk.import(&of(stand), &[]).await;
        let count = shown.split("Vast te leggen (").nth(1).and_then(|rest| rest.split(')').next());
        recorded.push(count.unwrap().parse().unwrap());
        desk.records(&of(stand), recorded[recorded.len() - 1]).await;
    }
    assert!(recorded[0] > 150 && recorded[1] > 0 && recorded[1] < recorded[0] / 2, "{recorded:?}");
    desk.exports(&format!("register {REGION} GM0363 --out {{uit.csv}}")).await;
    desk.records("register {uit.csv} --stand 2019-07-29 --holder GM0363", 0).await;
}
