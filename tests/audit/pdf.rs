//! A PDF with its proof in it, dropped on the page that checks, in a real browser: as it was made it is *klopt*; whatever somebody changes in what
//! it shows, in its figures, in its proof, or on top of it, is not, and the page names the amount.

use std::process::Command;

use openboek_tests::program::{Failure, path, pdf_program, python};
use serde_json::{Value, json};

use crate::browser::page;
use crate::chromium::{answers, browse, says};
use crate::pages::with_the_cases;

/// What is done to the file; what the page answers; words that the answer has.
struct Change {
    what: &'static str,
    done: Value,
    answer: &'static str,
    says: &'static [&'static str],
}

fn changes() -> Vec<Change> {
    let wrong = "klopt niet";
    let change = |what, done, answer, says| Change { what, done, answer, says };
    vec![
        change(
            "saved again by another program",
            json!({}),
            "klopt",
            &["Stichtse Vecht", "Bedragen die gelijk zijn"],
        ),
        change(
            "an amount on the page",
            json!({ "words": { "€\u{a0}-47.850": "€\u{a0}-48.750" } }),
            wrong,
            &["Kwadraad maatschappelijk werk", "Bedrag", "„€ -48.750”", "„€ -47.850”", "pdf-amount"],
        ),
        change(
            "a word on the page",
            json!({ "words": { "Bronnen": "Brommen" } }),
            wrong,
            &["„Brommen”", "„Bronnen”", "pdf-words"],
        ),
        change(
            "the line at the foot",
            json!({ "words": { "Bladzijde 1 van": "Bladzijde 2 van" } }),
            wrong,
            &["pdf-words"],
        ),
        change(
            "two amounts that change places",
            json!({ "swap": ["€\u{a0}-30.000", "€\u{a0}-47.850"] }),
            wrong,
            &["pdf-moved"],
        ),
        change(
            "an amount on the page and in the words",
            json!({ "words": { "€\u{a0}-47.850": "€\u{a0}-48.750" }, "files": { "afdruk.json": { "€\u{a0}-47.850": "€\u{a0}-48.750" } } }),
            wrong,
            &["Kwadraad maatschappelijk werk", "€ -48.750", "-4785000", "pdf-figure"],
        ),
        change(
            "an amount of the figures",
            json!({ "files": { "paragraaf.json": { "\"-4785000\"": "\"-4875000\"" } } }),
            wrong,
            &["Kwadraad maatschappelijk werk", "-4875000", "pdf-figure"],
        ),
        change(
            "the page, the words and the figures together",
            json!({
                "words": { "€\u{a0}-47.850": "€\u{a0}-48.750" },
                "files": {
                    "afdruk.json": { "€\u{a0}-47.850": "€\u{a0}-48.750" },
                    "paragraaf.json": { "\"-4785000\"": "\"-4875000\"" },
                },
            }),
            wrong,
            &["cut-parts", "-4875000", "pdf-not-recorded"],
        ),
        change(
            "another stand",
            json!({ "files": { "paragraaf.json": { "\"last_event_hash\":\"b3:": "\"last_event_hash\":\"b3:0" } } }),
            wrong,
            &["pdf-stand"],
        ),
        change(
            "no proof",
            json!({ "without": "bewijs.zip" }),
            "niet te controleren",
            &["bewijs.zip", "pdf-no-proof"],
        ),
        change(
            "something drawn on top",
            json!({ "draw": " 0 0 600 800 re f" }),
            "niet te controleren",
            &["pdf-not-ours"],
        ),
        change(
            "letters without a mark",
            json!({ "draw": " BT ET q /x Do Q" }),
            "niet te controleren",
            &["pdf-not-ours"],
        ),
    ]
}

#[test]
fn a_pdf_on_the_page_that_checks() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let place = |name: &str| folder.path().join(name).display().to_string();
    let server = with_the_cases(&folder.path().join("data"))?;
    let output = Command::new(path("openboek")?)
        .args(["export", "pdf", "stichtse-vecht", "GM1904", "2021", "--server", &server.grpc])
        .args(["--out", &place("good.pdf")])
        .env("OPENBOEK_PDF", pdf_program()?)
        .output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    let changes = changes();
    let name = |number: usize| place(&format!("{number}.pdf"));
    let jobs: Vec<Value> = changes
        .iter()
        .enumerate()
        .map(|(number, change)| {
            let mut job = change.done.clone();
            (job["from"], job["to"]) = (place("good.pdf").into(), name(number).into());
            job
        })
        .collect();
    // With a library that is not ours.
    python("audit/alter_pdf.py", "", &jobs.into())?;
    let stick = format!("file://{}", page().canonicalize()?.display());
    let mut steps = vec![json!({ "open": stick }), json!({ "drop": place("good.pdf") })];
    steps.extend((0..changes.len()).map(|number| json!({ "drop": name(number) })));
    steps.extend([json!({ "open": format!("{stick}?lang=en") }), json!({ "file": ["bundle", name(1)] })]);
    let seen = browse(&place("profile"), &steps)?;
    says(
        &seen[1],
        &[
            "Paragraaf sociaal domein 2021: Stichtse Vecht",
            "/stichtse-vecht",
            "GM1904",
            "vorm van de letters",
        ],
    );
    let wanted: Vec<&str> = ["", "klopt"]
        .into_iter()
        .chain(changes.iter().map(|change| change.answer))
        .chain(["", "klopt niet"])
        .collect();
    assert_eq!(answers(&seen), wanted, "{:?}", changes.iter().map(|change| change.what).collect::<Vec<_>>());
    for (change, state) in changes.iter().zip(&seen[2..]) {
        says(state, change.says);
    }
    says(seen.last().ok_or("nothing")?, &["This PDF says something else than the figures"]);
    Ok(())
}
