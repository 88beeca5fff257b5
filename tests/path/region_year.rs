//! A whole budget year of a region of seven: framework letter, draft, twelve weeks, views and answers, adoption, contributions by a key,
//! amendments, a cut that one member suspends, subsidies of three recipients, actuals and settlement.
//!
//! What is recorded stands in `region_year/*.yaml`, as a clerk would give it to the program. What every paragraph must say on six dates
//! stands in `region_year/expected.txt`, worked out by hand with the sums beside it.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};
use std::path::{Path, PathBuf};
use std::process::Command;

use openboek_tests::program;
use openboek_wire::v1;

use crate::fixture::{Fixture, REGION};

const YEAR: i32 = 2026;
const RECORDED: [&str; 3] = ["region.yaml", "members.yaml", "subsidies.yaml"];
const MEMBERS: [&str; 7] = ["GM0482", "GM0505", "GM0523", "GM0531", "GM0590", "GM0610", "GM0642"];
const DATES: [&str; 6] = ["2025-04-30", "2025-06-27", "2025-07-04", "2025-12-31", "2026-12-31", "2027-07-31"];

/// One line of the table: on this date the paragraph of this holder says this in this cell; `None` when the cell must be empty.
///
/// A date may be followed by `after` and a file: then only what was recorded up to the end of that file is known. A row may end in `*`
/// for the position of an entry.
struct Expected<'a> {
    line: usize,
    date: &'a str,
    holder: &'a str,
    address: [&'a str; 3],
    text: Option<&'a str>,
}

/// The lines that are no headings and no sums. What is said to be empty somewhere must say something elsewhere: a table or column that
/// does not exist is always empty.
fn expected(table: &str) -> Vec<Expected<'_>> {
    let all = lines(table);
    let columns = |empty: bool| {
        let of = all.iter().filter(move |line| line.text.is_none() == empty);
        of.map(|Expected { address: [table, _, column], .. }| (*table, *column)).collect::<BTreeSet<_>>()
    };
    assert!(columns(true).is_subset(&columns(false)), "{:?}", columns(true));
    all
}

fn lines(table: &str) -> Vec<Expected<'_>> {
    let lines = table.lines().enumerate().map(|(number, line)| (number + 1, line.trim()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(line, text)| {
            let parts: Vec<&str> = text.split(" | ").map(str::trim).collect();
            let [date, holder, table, row, column, text] = parts[..] else {
                panic!("line {line}: date | holder | table | row | column | text");
            };
            let text = Some(text).filter(|text| *text != "–");
            Expected { line, date, holder, address: [table, row, column], text }
        })
        .collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("path/region_year")
}

/// Records the files with the real program; gives how many entries there are after each of them.
async fn recorded() -> (Fixture, BTreeMap<&'static str, u64>) {
    let fixture = Fixture::empty().await;
    let mut sizes = BTreeMap::new();
    let server = format!("http://{}", fixture.server.grpc_addr());
    for file in RECORDED {
        let server = server.clone();
        let output = tokio::task::spawn_blocking(move || {
            let mut program = Command::new(program::path("openboek").unwrap());
            program.arg("record").arg(folder().join(file)).args(["--wait", "published", "--server", &server]);
            program.output().unwrap()
        });
        let output = output.await.unwrap();
        assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr));
        let request = v1::GetArrangementRequest { arrangement: REGION.into() };
        let answer = fixture.arrangements().get_arrangement(request).await.unwrap().into_inner();
        sizes.insert(file, answer.arrangement.unwrap().size);
    }
    (fixture, sizes)
}

/// The paragraph as decided on a date: only acts up to that day count, and days are counted up to that day.
async fn paragraph(
    fixture: &Fixture,
    sizes: &BTreeMap<&str, u64>,
    holder: &str,
    date: &str,
) -> v1::Paragraph {
    let (day, file) = date.split_once(" after ").map_or((date, None), |(day, file)| (day, Some(file)));
    let moment = v1::Moment {
        recorded: file.map(|file| v1::moment::Recorded::Size(sizes[file])),
        as_decided_on: Some(day.into()),
        published_only: false,
    };
    let request = v1::GetParagraphRequest {
        key: Some(v1::ParagraphKey {
            arrangement: REGION.into(),
            municipality: holder.into(),
            budget_year: YEAR,
        }),
        moment: Some(moment),
        ..Default::default()
    };
    fixture.paragraphs().get_paragraph(request).await.unwrap().into_inner().paragraph.unwrap()
}

/// A cell by its address; `None` when it is empty or the paragraph has no such row.
fn cell<'a>(paragraph: &'a v1::Paragraph, address: [&str; 3]) -> Option<&'a v1::Cell> {
    let tables = paragraph.sections.iter().flat_map(|section| &section.tables);
    let mut cells = tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let cell = cells.find(|cell| {
        let anchor = cell.anchor.as_ref().unwrap();
        let [table, row, column] = address;
        let is_row = row.strip_suffix('*').map_or(anchor.row == row, |start| anchor.row.starts_with(start));
        anchor.table == table && is_row && anchor.column == column
    })?;
    let nothing = matches!(cell.value.as_ref().unwrap().kind, Some(v1::value::Kind::Nothing(_)));
    (!nothing).then_some(cell)
}

/// What a cell says, with plain blanks.
fn said(paragraph: &v1::Paragraph, address: [&str; 3]) -> Option<String> {
    cell(paragraph, address).map(|cell| cell.text.replace('\u{a0}', " "))
}

/// The cents of a cell that is one exact amount.
fn cents(paragraph: &v1::Paragraph, address: [&str; 3]) -> Option<i64> {
    match cell(paragraph, address)?.value.as_ref().unwrap().kind.as_ref().unwrap() {
        v1::value::Kind::Amount(amount) => match amount.amount.as_ref().unwrap().kind {
            Some(v1::amount::Kind::ExactCents(cents)) => Some(cents),
            _ => None,
        },
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_paragraph_says_on_six_dates_what_was_worked_out_by_hand() {
    let table = std::fs::read_to_string(folder().join("expected.txt")).unwrap();
    let (fixture, sizes) = recorded().await;
    let mut read: BTreeMap<(&str, &str), v1::Paragraph> = BTreeMap::new();
    let mut wrong = Vec::new();
    for expected in expected(&table) {
        let Expected { line, date, holder, address, text } = expected;
        if let Entry::Vacant(unread) = read.entry((date, holder)) {
            unread.insert(paragraph(&fixture, &sizes, holder, date).await);
        }
        let found = said(&read[&(date, holder)], address);
        if found.as_deref() != text {
            wrong.push(format!("expected.txt:{line}: {date} {holder} {address:?}: {found:?}, not {text:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cells differ\n{}", wrong.len(), wrong.join("\n"));
    // Every member on every date, and the region: nobody is left out.
    let holders = MEMBERS.into_iter().chain(["region"]);
    let all: BTreeSet<(&str, &str)> = holders.flat_map(|holder| DATES.map(|date| (date, holder))).collect();
    assert!(all.iter().all(|one| read.contains_key(one)), "{:?}", read.keys());
    for date in DATES {
        the_parts_make_the_whole(&read, date);
    }
}

/// What the seven members read of their own part makes what the region reads of the whole, to the cent; what nobody can say yet, no
/// one says.
fn the_parts_make_the_whole(read: &BTreeMap<(&str, &str), v1::Paragraph>, date: &str) {
    for (own, whole) in [
        ("own-part", "allocated-part"),
        ("advanced", "advanced"),
        ("final-part", "final-part"),
        ("settlement", "settlement"),
        ("still-to-pay", "still-to-pay"),
    ] {
        let parts: Option<Vec<i64>> = MEMBERS
            .into_iter()
            .map(|member| cents(&read[&(date, member)], ["contributions", "bijdrage-2026", own]))
            .collect();
        let address = ["contribution-shares", "bijdrage-2026:total", whole];
        let sum = parts.map(|parts| parts.iter().sum::<i64>());
        assert_eq!(sum, cents(&read[&(date, "region")], address), "{date} {own}");
    }
}
