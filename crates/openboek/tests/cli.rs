//! The program as people meet it: its help, its templates, and what it says about files that are wrong. No server is needed here; the
//! whole way over the network is tested in the workspace's `tests/`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn openboek(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openboek"))
        .args(arguments)
        .env_remove("OPENBOEK_LANG")
        .env_remove("OPENBOEK_SERVER")
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs `record` on a text given on standard input.
fn record(text: &str, arguments: &[&str]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_openboek"))
        .args(["record", "-"])
        .args(arguments)
        .env_remove("OPENBOEK_LANG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn help_is_dutch_unless_english_is_asked_for_and_goes_to_standard_output() {
    let dutch = openboek(&["--help"]);
    assert!(dutch.status.success() && err(&dutch).is_empty());
    for word in ["Gebruik:", "Opdrachten:", "openboek demo", "exitstatus", "grootboek"] {
        assert!(out(&dutch).contains(word), "{word}: {}", out(&dutch));
    }
    let english = openboek(&["--lang", "en", "--help"]);
    assert!(
        out(&english).contains("Exit status: 0 done") && !out(&english).contains("Gebruik"),
        "{}",
        out(&english)
    );
    for sub in ["serve", "demo", "record", "paragraph", "preview", "compare", "watch", "explain", "schema"] {
        let help = out(&openboek(&[sub, "--help"]));
        assert!(help.contains("Voorbeelden:"), "{sub}: {help}");
    }
    let import = out(&openboek(&["import", "sheet", "--help"]));
    assert!(import.contains("Voorbeelden:") && import.contains("--partial"), "{import}");
    let mapping = openboek(&["import", "mapping"]);
    assert!(mapping.status.success() && out(&mapping).contains("taakveld: Taakveld"), "{}", err(&mapping));
    let bundle = out(&openboek(&["export", "bundle", "--help"]));
    assert!(bundle.contains("openboek-audit verify"), "{bundle}");
}

#[test]
fn a_wrong_command_line_is_status_2_and_nothing_on_standard_output() {
    for arguments in [
        &["besluit"][..],
        &["record"],
        &["record", "--template", "geen-soort"],
        &["serve", "--store", "sled"],
        &["preview"],
        &["import"],
        &["import", "sheet", "b.csv", "--arrangement", "delta"],
        &["compare", "drechtsteden", "dordrecht", "2021"],
        &["explain", "geen-code"],
        &["explain", "drechtsteden/dordrecht/2021"],
    ] {
        let output = openboek(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", err(&output));
        assert!(out(&output).is_empty() && !err(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_kinds_are_listed_and_each_has_a_template_that_passes_the_check() {
    let list = out(&openboek(&["record", "--list"]));
    assert_eq!(list, out(&openboek(&["record", "--template"])));
    let kinds: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(kinds, openboek_rules::statement::Body::KINDS);
    for kind in [
        "cut-suspended",
        "budget-amended",
        "view-submitted",
        "subsidy-awarded",
        "notice-given",
        "entry-corrected",
    ] {
        assert!(kinds.contains(&kind));
        let template = out(&openboek(&["record", "--template", kind]));
        let checked = record(&template, &["--dry-check"]);
        assert!(checked.status.success(), "{kind}: {}", err(&checked));
    }
}

const SUSPENDED: &str = "\
arrangement: stichtse-vecht
actor: griffie.stichtsevecht
statements:
  - concerns: [GM1904]
    cut_suspended:
      act: { organisation: GM1904, organ: council, date: 2020-11-11 }
      cut: SV-20
      years: { first: 2021, last: 2021 }
      partial: { qualitative: grotendeels }
";

#[test]
fn a_sound_file_passes_the_check_in_yaml_and_in_json() {
    let yaml = record(SUSPENDED, &["--dry-check"]);
    assert_eq!((yaml.status.code(), err(&yaml).as_str()), (Some(0), ""));
    assert!(out(&yaml).contains("1 opdrachten, 1 vastleggingen voor stichtse-vecht"), "{}", out(&yaml));
    let json = r#"{"arrangement": "a", "actor": "b", "statements": [{"concerns": ["GM1904"], "cutSuspended": {
        "act": {"organisation": "GM1904", "organ": "ORGAN_COUNCIL", "date": "2020-11-11"},
        "cut": "SV-20", "years": {"first": 2021, "last": 2021}, "full": {}}}]}"#;
    assert!(record(json, &["--dry-check"]).status.success());
}

/// What is wrong, where, and what is said about it.
#[test]
fn what_is_wrong_with_a_file_is_told_with_its_line_and_field() {
    let replaced = |from: &str, to: &str| {
        assert!(SUSPENDED.contains(from), "{from}");
        SUSPENDED.replace(from, to)
    };
    let cases = [
        (
            replaced("cut_suspended", "cut_suspendet"),
            "regel 5, statements[0].cut_suspendet:",
            "Bedoelt u `cut_suspended`?",
        ),
        (
            replaced("organ: council", "organ: counsil"),
            "regel 6, statements[0].cut_suspended.act.organ:",
            "Bedoelt u `council`?",
        ),
        (
            replaced("2020-11-11", "11 november"),
            "regel 6, statements[0].cut_suspended.act.date:",
            "11 november",
        ),
        (
            replaced("first: 2021", "first: twee"),
            "regel 8, statements[0].cut_suspended.years.first:",
            "een geheel getal",
        ),
        (replaced("last: 2021", "last: 2020"), "regel 8, statements[0].cut_suspended.years", "laatste jaar"),
        (replaced("      cut: SV-20\n", ""), "regel 6, statements[0].cut_suspended.cut:", ""),
        (
            replaced("partial: {", "full: {}\n      partial: {"),
            "regel 10, statements[0].cut_suspended.partial:",
            "kies er één",
        ),
        (replaced("[GM1904]", "GM1904"), "regel 4, statements[0].concerns:", "een lijst"),
        (replaced("actor: griffie.stichtsevecht\n", ""), "regel 1, actor:", "ontbreekt"),
        (replaced("statements:", "besluiten:"), "besluiten:", "bestaat hier niet"),
        (replaced("actor: griffie.stichtsevecht", "actor: De Griffier"), "actor:", "De Griffier"),
        (
            replaced("arrangement: stichtse-vecht", "arrangement: Stichtse Vecht"),
            "arrangement:",
            "Stichtse Vecht",
        ),
        ("arrangement: a\nactor: b\nstatements: []\n".to_owned(), "regel 1", ""),
        ("arrangement: a\nactor: b\ncommands: []\n".to_owned(), "regel 3, commands:", "leeg"),
        (replaced("    cut_suspended:", "   cut_suspended:"), "regel 5", "YAML"),
    ];
    for (text, place, words) in cases {
        let output = record(&text, &["--dry-check"]);
        let said = err(&output);
        assert_eq!(output.status.code(), Some(1), "{text}\n{said}");
        assert!(said.contains(place) && said.contains(words), "{place} / {words}:\n{text}\n{said}");
        assert!(said.contains("Er is niets vastgelegd") && out(&output).is_empty(), "{said}");
    }
}

#[test]
fn a_founding_stands_alone_and_first() {
    let founding = out(&openboek(&["record", "--template", "arrangement-founded"]));
    let (_, statement) = founding.split_once("statements:\n").unwrap();
    let indented: String = statement.lines().map(|line| format!("    {line}\n")).collect();
    let twice = format!(
        "arrangement: a\nactor: b\ncommands:\n  - statements:\n{indented}  - statements:\n{indented}"
    );
    let output = record(&twice, &["--dry-check"]);
    assert!(err(&output).contains("commands[1]: De oprichting"), "{}", err(&output));
}

#[test]
fn english_is_spoken_when_asked_for() {
    let output = record(&SUSPENDED.replace("cut: SV-20", "cutt: SV-20"), &["--dry-check", "--lang", "en"]);
    let said = err(&output);
    assert!(
        said.contains(
            "line 7, statements[0].cut_suspended.cutt: There is no field `cutt` here. Do you mean `cut`?"
        ),
        "{said}"
    );
}

#[test]
fn a_server_that_is_not_there_is_status_3_with_what_to_do() {
    let output = record(SUSPENDED, &["--server", "http://127.0.0.1:9"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(
        err(&output).contains("niet bereikbaar") && err(&output).contains("openboek serve"),
        "{}",
        err(&output)
    );
    let output = openboek(&["paragraph", "a", "GM0505", "2020", "--server", "geen adres"]);
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
}

#[test]
fn what_is_not_there_is_not_made_by_looking_at_it() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    for (arguments, status, code) in [
        (&["doctor", "--data", empty] as &[&str], 2, "no-data"),
        (&["backup", "--data", empty, "--to", empty], 1, "no-data"),
        (&["backup", "--from-log", empty, "--to", empty], 1, "no-static-log"),
        (&["restore", "--from-log", empty, "--data", empty], 1, "no-static-log"),
    ] {
        let output = openboek(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", err(&output));
        assert!(err(&output).contains(code), "{arguments:?}: {}", err(&output));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{arguments:?}");
    }
}

#[test]
fn the_interface_is_printed_for_people_and_for_programs() {
    let services = out(&openboek(&["schema"]));
    for service in ["LedgerService", "ArrangementService", "ParagraphService", "AuditService"] {
        assert!(services.contains(&format!("openboek.v1.{service}")), "{services}");
    }
    assert!(
        services.contains("ExportBundle(ExportBundleRequest) -> stream ExportBundleResponse"),
        "{services}"
    );
    let binary = openboek(&["schema", "--binary"]).stdout;
    assert_eq!(binary, openboek_wire::FILE_DESCRIPTOR_SET_WITH_COMMENTS);
}

#[test]
fn audit_is_the_auditors_program_with_its_own_exit_statuses() {
    let help = openboek(&["audit", "verify", "--help"]);
    assert!(help.status.success() && out(&help).contains("openboek-audit verify"), "{}", out(&help));
    assert_eq!(openboek(&["audit", "verify"]).status.code(), Some(64));
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("bundel.zip");
    std::fs::write(&zip, b"geen zip").unwrap();
    let output = openboek(&["--lang", "en", "audit", "verify", zip.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(out(&output).starts_with("klopt niet (it does not hold)"), "{}", out(&output));
}

#[test]
fn completions_are_there() {
    assert!(out(&openboek(&["completions", "bash"])).contains("_openboek"));
}

#[test]
fn every_code_is_explained_without_a_server_in_two_languages_and_as_json() {
    let dutch = out(&openboek(&["explain", "unknown-cut"]));
    for part in [
        "unknown-cut\n",
        "Wat is er gebeurd?",
        "Wat betekent dat?",
        "Er is niets vastgelegd",
        "Wat kunt u doen?",
    ] {
        assert!(dutch.contains(part), "{part}: {dutch}");
    }
    let english = out(&openboek(&["explain", "unknown-cut", "--lang", "en"]));
    assert!(english.contains("What happened?") && english.contains("Check the identifier"), "{english}");
    let rule = out(&openboek(&["explain", "awb-4-13"]));
    for part in ["Wat zegt de regel?", "Awb art. 4:13 lid 2", "weigert niets", "Wat kunt u doen?"] {
        assert!(rule.contains(part) && !rule.contains("Er is niets vastgelegd"), "{part}: {rule}");
    }
    let codes = out(&openboek(&["explain", "codes"]));
    assert!(codes.lines().any(|code| code == "wgr-35"), "{codes}");
    assert!(codes.lines().count() > 90, "{codes}");
    for code in codes.lines() {
        let page = openboek(&["explain", code, "--json"]);
        let page: serde_json::Value = serde_json::from_slice(&page.stdout).unwrap();
        assert_eq!(page["code"], code);
        for lang in ["nl", "en"] {
            assert!(page[lang]["happened"].as_str().unwrap().len() > 10, "{code} {lang}");
        }
    }
    let wrong = openboek(&["explain", "cut-unknown"]);
    assert!(err(&wrong).contains("unknown-cut"), "what is like it is named: {}", err(&wrong));
}
