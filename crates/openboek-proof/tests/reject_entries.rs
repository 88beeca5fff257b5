//! Every rule of section 2 broken once by an operator who signs what he writes: *klopt niet*, with the code, from a bundle and
//! from the static log alike.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test says what is wrong by panicking, and its numbers are small"
)]

mod common;

use common::second::verify_bundle;
use common::*;
use openboek_proof::verify::{Verdict, verify_static_log};

/// One rule broken: what, the index of the entry, the code, how its text is altered.
type Case = (&'static str, u64, &'static str, Alter);

/// The entries: 0 founded, 1 signed, 2 in two streams, 3 of GM0148, 4 seal, 5 receipt, 6 and 7 of GM1904, 8 erases 6, 9 of
/// GM0148, 10 receipt that supersedes 5, 11 seal.
const CASES: &[Case] = &[
    // Bytes and lines.
    ("CR", 6, "bytes", |text| text.replace("2022\n", "2022\r\n")),
    ("tab", 6, "bytes", |text| text.replace("years ", "years\t")),
    ("not ASCII", 6, "bytes", |text| text.replace("griffie", "grïffie")),
    ("DEL", 6, "bytes", |text| text.replace("griffie", "griffie\u{7f}")),
    ("no final LF", 6, "no-final-newline", |text| text.trim_end().to_owned()),
    ("blank line", 6, "spaces", |text| text.replace("\nyears", "\n\nyears")),
    ("blank line at the end", 6, "spaces", |text| text + "\n"),
    ("double space", 6, "spaces", |text| text.replace("years ", "years  ")),
    ("leading space", 6, "spaces", |text| text.replace("\nyears", "\n years")),
    ("trailing space", 6, "spaces", |text| text.replace("2022\n", "2022 \n")),
    ("nothing at all", 6, "no-final-newline", |_| String::new()),
    ("over 65,535 bytes", 6, "too-large", |text| text + &"x 1\n".repeat(20_000)),
    ("line missing", 6, "lines", |text| drop_line(&text, "decided")),
    ("line doubled", 6, "lines", |text| {
        text.replace("years 2021 2022\n", "years 2021 2022\nyears 2021 2022\n")
    }),
    ("lines out of order", 6, "lines", |text| {
        text.replace("decided 2020-11-11\nyears 2021 2022\n", "years 2021 2022\ndecided 2020-11-11\n")
    }),
    ("line unknown", 6, "lines", |text| text + "note x\n"),
    ("no kind", 6, "lines", |text| text.replace("openboek/entry/v1", "openboek")),
    ("kind without version", 6, "lines", |text| text.replace("entry/v1", "entry/v0")),
    ("kind with a zero before", 6, "lines", |text| text.replace("entry/v1", "entry/v01")),
    // Numbers, base64, hexadecimal.
    ("index with a zero before", 6, "number", |text| set_line(&text, "index", "06")),
    ("index with a sign", 6, "number", |text| set_line(&text, "index", "+6")),
    ("revision beyond 2^53 - 1", 6, "number", |text| set_line(&text, "in", "GM1904 9007199254740992")),
    ("payload length with a zero before", 6, "number", |text| text.replace("payload ", "payload 0")),
    ("payload length beyond 1 MiB", 6, "value", |text| {
        let hex = line_of(&text, "payload").split_once(' ').unwrap().1.to_owned();
        set_line(&text, "payload", &format!("1048577 {hex}"))
    }),
    ("commitment in capitals", 6, "value", |text| {
        let line = line_of(&text, "payload").to_uppercase();
        set_line(&text, "payload", &line)
    }),
    ("signature not canonical", 1, "base64", |text| {
        let line = line_of(&text, "signature").to_owned();
        let last = line.trim_end_matches('=').chars().next_back().unwrap();
        let next = char::from(last as u8 + 1);
        set_line(&text, "signature", &line.replace(&format!("{last}="), &format!("{next}=")))
    }),
    ("signature without padding", 1, "base64", |text| text.replace("=\n", "\n")),
    ("root in a seal too short", 11, "base64", |text| set_line(&text, "stream", "GM0148 3 AAAA")),
    ("root in a receipt not base64", 5, "base64", |text| set_line(&text, "basis", "5 ?")),
    ("digest in a receipt without b3:", 5, "value", |text| text.replace("b3:", "")),
    // Header.
    ("other origin", 6, "origin", |text| set_line(&text, "origin", "ledger.example.nl/other")),
    ("origin without a slash", 6, "value", |text| set_line(&text, "origin", "ledger")),
    ("other index", 6, "index-differs", |text| set_line(&text, "index", "7")),
    ("recorded goes back", 6, "recorded-back", |text| {
        set_line(&text, "recorded", "2020-11-23T09:14:59.999Z")
    }),
    ("recorded does not exist", 6, "value", |text| set_line(&text, "recorded", "2021-02-29T00:00:00.000Z")),
    ("recorded in a leap second", 6, "value", |text| set_line(&text, "recorded", "2020-12-31T23:59:60.000Z")),
    ("recorded without milliseconds", 6, "value", |text| set_line(&text, "recorded", "2020-11-23T09:16:00Z")),
    // Values of an event.
    ("stream code in small letters", 6, "value", |text| set_line(&text, "in", "gm1904 2")),
    ("stream twice", 6, "lines", |text| text.replace("in GM1904 2\n", "in GM1904 2\nin GM1904 3\n")),
    ("streams unsorted", 2, "lines", |text| {
        text.replace("in GM0148 0\nin region 1\n", "in region 1\nin GM0148 0\n")
    }),
    ("actor with a capital", 6, "value", |text| set_line(&text, "actor", "Griffie")),
    ("type not kebab-case", 6, "value", |text| set_line(&text, "statement", "Subsidy_awarded/1")),
    ("schema version 0", 6, "value", |text| set_line(&text, "statement", "subsidy-awarded/0")),
    ("concerns another stream", 6, "value", |text| set_line(&text, "concerns", "GM0148")),
    ("concerns a stream more", 6, "value", |text| set_line(&text, "concerns", "GM1904 region")),
    ("decided on no day", 6, "value", |text| set_line(&text, "decided", "2020-11-31")),
    ("years backwards", 6, "value", |text| set_line(&text, "years", "2022 2021")),
    ("one year", 6, "value", |text| set_line(&text, "years", "2021")),
    ("request in capitals", 6, "value", |text| {
        set_line(&text, "request", "0A0A0A0A-0a0a-0a0a-0a0a-0a0a0a0a0a0a")
    }),
    // Rules between entries.
    ("revision with a gap", 6, "revision", |text| set_line(&text, "in", "GM1904 3")),
    ("revision twice", 6, "revision", |text| set_line(&text, "in", "GM1904 1")),
    ("stream never opened", 6, "stream-not-open", |text| {
        let text = text.replace("in GM1904 2\n", "in GM1904 2\nin GM9999 0\n");
        set_line(&text, "concerns", "GM1904 GM9999")
    }),
    ("request returns", 6, "request", |text| {
        set_line(&text, "request", "02020202-0202-0202-0202-020202020202")
    }),
    ("request interrupted", 8, "request", |text| {
        set_line(&text, "request", "05050505-0505-0505-0505-050505050505")
    }),
    ("request with two times", 7, "request", |text| {
        set_line(&text, "request", "05050505-0505-0505-0505-050505050505")
    }),
    ("commitment twice", 8, "commitment-twice", |text| {
        let log = good_log();
        let other = String::from_utf8(log.entries[6].clone()).unwrap();
        set_line(&text, "payload", line_of(&other, "payload"))
    }),
    ("opens outside region", 6, "value", |text| text.replace("concerns", "opens GM0303\nconcerns")),
    ("opens unsorted", 0, "value", |text| set_line(&text, "opens", "GM1904 GM0148")),
    ("opens region", 0, "value", |text| set_line(&text, "opens", "GM0148 GM1904 region")),
    ("opens twice", 2, "opens", |text| text.replace("concerns", "opens GM1904\nconcerns")),
    ("opens too many", 2, "too-many-streams", |text| {
        let more: String = (2000..2698).map(|number| format!(" GM{number}")).collect();
        text.replace("concerns", &format!("opens{more}\nconcerns"))
    }),
    ("erases in another type", 6, "lines", |text| text.replace("concerns", "erases 1\nconcerns")),
    ("erasure that erases nothing", 8, "lines", |text| drop_line(&text, "erases")),
    ("erases itself", 8, "value", |text| set_line(&text, "erases", "8")),
    ("erases what comes later", 8, "value", |text| set_line(&text, "erases", "9")),
    ("erases another municipality's", 8, "erases", |text| set_line(&text, "erases", "3")),
    ("erases the region's", 8, "erases", |text| set_line(&text, "erases", "0")),
    ("erases a receipt", 8, "erases", |text| set_line(&text, "erases", "5")),
    ("erases a seal", 8, "erases", |text| set_line(&text, "erases", "4")),
    // Receipts.
    ("receipt in two streams", 5, "lines", |text| {
        text.replace("in GM1904 1\n", "in GM1904 1\nin region 2\n")
    }),
    ("document of another stream", 5, "value", |text| set_line(&text, "document", "paragraph/GM0148/2021")),
    ("document without a year", 5, "value", |text| set_line(&text, "document", "paragraph/GM1904")),
    ("projector without version", 5, "value", |text| set_line(&text, "projector", "openboek-paragraph")),
    ("basis of nothing", 5, "value", |text| {
        set_line(&text, "basis", "0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }),
    ("basis beyond the receipt", 5, "value", |text| {
        let root = line_of(&text, "basis").split_once(' ').unwrap().1.to_owned();
        set_line(&text, "basis", &format!("6 {root}"))
    }),
    ("basis that ends with an event", 5, "basis", |text| {
        let log = good_log();
        set_line(&text, "basis", &format!("3 {}", root(&log.leaves()[..3])))
    }),
    ("basis with another root", 5, "basis", |text| {
        set_line(&text, "basis", "5 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }),
    ("later basis with another root", 10, "basis", |text| {
        set_line(&text, "basis", "5 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
    }),
    ("outputs unsorted", 5, "lines", |text| {
        let json = text.lines().find(|line| line.contains("json")).unwrap().to_owned() + "\n";
        let pdf = text.lines().find(|line| line.contains("pdf")).unwrap().to_owned() + "\n";
        text.replace(&format!("{json}{pdf}"), &format!("{pdf}{json}"))
    }),
    ("output twice", 10, "lines", |text| {
        let json = text.lines().find(|line| line.contains("json")).unwrap().to_owned() + "\n";
        text.replace(&json, &format!("{json}{json}"))
    }),
    ("no JSON output", 10, "value", |text| text.replace("application/json", "application/pdf")),
    ("no output", 10, "lines", |text| drop_line(&text, "output")),
    ("supersedes nothing though it should", 10, "supersedes", |text| drop_line(&text, "supersedes")),
    ("supersedes another", 10, "supersedes", |text| set_line(&text, "supersedes", "4")),
    ("supersedes though it is the first", 5, "supersedes", |text| text + "supersedes 1\n"),
    ("supersedes itself", 10, "value", |text| set_line(&text, "supersedes", "10")),
    // Seals.
    ("previous itself", 11, "value", |text| set_line(&text, "previous", "11")),
    ("previous none though there was one", 11, "previous-seal", |text| set_line(&text, "previous", "none")),
    ("previous before the last", 11, "previous-seal", |text| set_line(&text, "previous", "3")),
    ("previous no seal", 11, "previous-seal", |text| set_line(&text, "previous", "6")),
    ("first seal with a previous that is none", 4, "previous-seal", |text| set_line(&text, "previous", "1")),
    ("seal misses a stream", 11, "seal-streams", |text| drop_line(&text, "stream")),
    ("seal misses region", 11, "lines", |text| {
        let region =
            format!("stream region {}\n", line_of(&text.replace("stream region", "region"), "region"));
        text.replace(&region, "")
    }),
    ("seal lists one too many", 11, "seal-streams", |text| {
        text.replace(
            "stream GM1904",
            "stream GM0303 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nstream GM1904",
        )
    }),
    ("seal lists a stream twice", 11, "lines", |text| {
        let line = format!("stream {}\n", line_of(&text, "stream"));
        text.replace(&line, &format!("{line}{line}"))
    }),
    ("seal unsorted", 11, "lines", |text| {
        let line = format!("stream {}\n", line_of(&text, "stream"));
        text.replace(&line, "") + &line
    }),
    ("seal with 701 streams", 11, "lines", |text| {
        let empty = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        let more: String = (2000..2698).map(|number| format!("stream GM{number} 0 {empty}\n")).collect();
        text.replace("stream region", &format!("{more}stream region"))
    }),
    ("empty stream with a root", 11, "value", |text| {
        set_line(&text, "stream", "GM0148 0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    }),
    ("stream shrinks", 11, "stream-shrinks", |text| {
        set_line(&text, "stream", "GM0148 1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    }),
    ("other stream of the same size has another root", 11, "stream-root", |text| {
        set_line(&text, "stream", "GM0148 2 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    }),
    ("own stream has another root", 11, "stream-root", |text| {
        let line = |line: &str| match line.strip_prefix("stream GM1904 6 ") {
            Some(_) => "stream GM1904 6 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".to_owned(),
            None => format!("{line}\n"),
        };
        text.lines().map(line).collect()
    }),
    ("own stream is said to be larger", 11, "stream-root", |text| {
        text.replace("stream GM1904 6", "stream GM1904 7")
    }),
    ("own stream is said to be smaller", 11, "stream-root", |text| {
        text.replace("stream GM1904 6", "stream GM1904 5")
    }),
    ("region has another size", 11, "stream-root", |text| text.replace("stream region 2", "stream region 3")),
    // Signatures of authors.
    ("signed statement altered", 1, "author-signature-fails", |text| {
        set_line(&text, "decided", "2020-11-12")
    }),
    ("signed statement under another request", 1, "author-signature-fails", |text| {
        set_line(&text, "request", "ffffffff-ffff-ffff-ffff-ffffffffffff")
    }),
];

#[test]
fn every_rule_broken_once_is_klopt_niet() {
    let mut wrong = Vec::new();
    for (what, index, code, alter) in CASES {
        let log = altered_log(*index, *alter);
        assert_ne!(
            log.entries[*index as usize],
            good_log().entries[*index as usize],
            "{what} alters something"
        );
        let bundle = verify_bundle(&log.bundle(&[GM1904], Some(5)), &log.reader());
        let whole = verify_static_log(&log.static_files(), "checkpoint", &log.reader());
        for (source, verdict) in [("bundle", bundle), ("static log", whole)] {
            let found = verdict.reason().map_or("klopt", |reason| reason.code.as_str());
            let expected = if source == "static log" { static_code(what, code) } else { code };
            if verdict.exit_status() != 1 || found != expected {
                wrong.push(format!(
                    "{what}, {source}: {} instead of {expected}: {verdict:?}",
                    verdict.words()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the static log says where it differs: it sees more, or an entry too long cannot even stand in an entry bundle.
fn static_code(what: &str, code: &'static str) -> &'static str {
    match what {
        "over 65,535 bytes" => "entry-bundle",
        _ => code,
    }
}

/// What only the whole log shows: the same bundle is klopt.
#[test]
fn what_only_the_whole_log_shows() {
    let cases: [(&str, u64, &str, Alter); 3] = [
        ("revision with a gap in another stream", 9, "revision", |text| set_line(&text, "in", "GM0148 7")),
        ("another stream's root", 11, "stream-root", |text| {
            set_line(&text, "stream", "GM0148 3 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        }),
        ("basis that ends with another's event", 5, "basis", |text| {
            set_line(&text, "basis", &format!("4 {}", root(&good_log().leaves()[..4])))
        }),
    ];
    for (what, index, code, alter) in cases {
        let log = altered_log(index, alter);
        let bundle = verify_bundle(&log.bundle(&[GM1904], Some(5)), &log.reader());
        assert!(matches!(bundle, Verdict::Klopt(_)), "{what}: {bundle:?}");
        let whole = verify_static_log(&log.static_files(), "checkpoint", &log.reader());
        let found = whole.reason().map(|reason| reason.code.as_str());
        assert_eq!((whole.exit_status(), found), (1, Some(code)), "{what}");
    }
}

/// A hidden entry: it carries a council's code and is in no bundle of that council.
#[test]
fn an_entry_hidden_from_a_council_is_found_in_the_whole_log() {
    let log = altered_log(9, |text| {
        let text = text.replace("in GM0148 2\n", "in GM0148 2\nin GM1904 5\n");
        set_line(&text, "concerns", "GM0148 GM1904")
    });
    let whole = verify_static_log(&log.static_files(), "checkpoint", &log.reader());
    assert_eq!(whole.exit_status(), 1, "{whole:?}");
    assert_eq!(whole.reason().unwrap().code.as_str(), "revision");
}

#[test]
fn a_kind_of_a_later_version_is_niet_te_controleren() {
    let cases: [Alter; 3] = [
        |text| text.replace("openboek/entry/v1", "openboek/entry/v2"),
        |text| text.replace("openboek/entry/v1", "openboek/vote/v1"),
        |_| "openboek/kring/v12\nanything goes\n".to_owned(),
    ];
    for alter in cases {
        let log = altered_log(6, alter);
        for verdict in [
            verify_bundle(&log.bundle(&[GM1904], Some(5)), &log.reader()),
            verify_static_log(&log.static_files(), "checkpoint", &log.reader()),
        ] {
            assert_eq!(verdict.exit_status(), 2, "{verdict:?}");
            assert_eq!(verdict.reason().unwrap().code.as_str(), "later-version");
        }
    }
}
