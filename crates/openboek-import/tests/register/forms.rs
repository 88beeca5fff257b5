//! The defects of real files, and registers of another form: no row is lost in silence.

use std::io::Write as _;

use openboek_import::register::{Field, Footer, Numbers, Settings};
use openboek_import::{Outcome, Plan};

use crate::fixture::*;

const DAY: &str = "2019-06-11";
const A: &str = "REG,S-1,De Brug,regeling,Welzijn,Oost,buurt,Eenmalig,10.00,10.00,NULL,2019\n";
const B: &str = "REG,S-2,De Kring,regeling,Sport,West,veld,Periodiek,7.00,.00,.00,2018\n";

/// Every line of a file is a row with one outcome, in order.
fn every_line_once(file: &[u8], plan: &Plan) {
    let lines = file.split(|b| *b == b'\n').count() - 1;
    let rows: Vec<u64> = plan.rows.iter().map(|row| row.row).collect();
    assert_eq!(rows, (1..=u64::try_from(lines).unwrap()).collect::<Vec<_>>());
    let left_out = plan.rows.iter().filter(|row| row.outcome == Outcome::LeftOut);
    for row in left_out {
        assert!(
            plan.findings.iter().any(|finding| finding.place.row == Some(row.row)),
            "row {} without a word",
            row.row
        );
    }
}

#[test]
fn each_defect_is_reported_by_name_and_the_rows_around_it_are_read() {
    // The row between A and B; the findings; what becomes of the rows.
    #[rustfmt::skip]
    let cases: &[(&[u8], &[&str], &[&str])] = &[
        (b"", &[], &["3 Recorded", "4 Recorded"]),
        // Quotation marks: in the middle of a cell they are characters; one that opens and never closes costs its line.
        (b"REG,S-9,Stichting \"X\",r,W,O,p,Eenmalig,1,1,NULL,2019\n", &[], &["3 Recorded", "4 Recorded", "5 Recorded"]),
        (b"REG,S-9,\"Stichting \"\"X\"\", Oost\",r,W,O,p,Eenmalig,1,1,NULL,2019\n", &[], &["3 Recorded", "4 Recorded", "5 Recorded"]),
        (b"REG,S-9,\"Stichting X,r,W,O,p,Eenmalig,1,1,NULL,2019\n", &["table-quoting 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        (b"REG,S-9,\"Stichting\" X,r,W,O,p,Eenmalig,1,1,NULL,2019\n", &["table-quoting 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        // Separators.
        (b"REG,S-9,Brug, Oost,r,W,O,p,Eenmalig,1,1,NULL,2019\n", &["register-cells 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        (b"REG,S-9,De Brug,r,W,O,p\n", &["register-cells 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        // Encodings: a line of Windows-1252, and one that was once read as Latin-1.
        (b"REG,S-9,Co\xf6rdinatie \x93X\x94,r,W,O,p,Eenmalig,1,1,NULL,2019\n", &["table-encoding 4"], &["3 Recorded", "4 Recorded", "5 Recorded"]),
        ("REG,S-9,De \u{91}Brug\u{92},r,W,O,p,Eenmalig,1,1,NULL,2019\n".as_bytes(), &["register-characters 4"], &["3 Recorded", "4 Recorded", "5 Recorded"]),
        // Cells.
        (b"REG,,De Brug,r,W,O,p,Eenmalig,1,1,NULL,2019\n", &["register-no-dossier 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        (b"REG,S-1,De Brug,r,W,O,p,Eenmalig,1,1,NULL,2019\n", &["register-dossier-twice 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        (b"REG,S-9,,r,W,O,p,Eenmalig,1,1,NULL,2019\n", &["register-no-recipient 4"], &["3 Recorded", "4 Recorded", "5 Recorded"]),
        (b"REG,S-9,De Brug,r,W,O,p,Soms,1,1,NULL,2019\n", &["register-periodicity 4"], &["3 Recorded", "4 Recorded", "5 Recorded"]),
        (b"REG,S-9,De Brug,r,W,O,p,Eenmalig,1,\"1.000,00\",NULL,2019\n", &["register-amount 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        (b"REG,S-9,De Brug,r,W,O,p,Eenmalig,1,0.005,NULL,2019\n", &["register-amount 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        (b"REG,S-9,De Brug,r,W,O,p,Eenmalig,1,-1.00,NULL,2019\n", &["register-amount-negative 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        (b"REG,S-9,De Brug,r,W,O,p,Eenmalig,1,#REF!,NULL,2019\n", &["register-amount 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        (b"REG,S-9,De Brug,r,W,O,p,Eenmalig,1,1,NULL,19\n", &["register-year 4"], &["3 Recorded", "4 LeftOut", "5 Recorded"]),
        (b"REG,S-9,De Brug,r,W,O,p,Eenmalig,n.n.b.,n.n.b.,NULL,2019-2021\n", &[], &["3 Recorded", "4 Recorded", "5 Recorded"]),
    ];
    for (between, findings, rows) in cases {
        let body = [A.as_bytes(), between, B.as_bytes()].concat();
        let count = 2 + usize::from(!between.is_empty());
        let tail = format!(",,,,,,,,,,,\n({count} rows affected),,,,,,,,,,,\n");
        let file = [HEAD.as_bytes(), &body, tail.as_bytes()].concat();
        let mut ledger = Ledger::founded();
        let plan = ledger.plan_bytes("register.csv", &file, &stand(DAY));
        let name = String::from_utf8_lossy(between);
        assert_eq!((found(&plan), outcomes(&plan)), (strings(findings), strings(rows)), "{name}");
        every_line_once(&file, &plan);
        ledger.record(plan);
        let again = ledger.plan_bytes("register.csv", &file, &stand(DAY));
        assert_eq!(said(&again), [""; 0], "{name}");
    }
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| (*s).to_owned()).collect()
}

#[test]
fn a_file_that_is_not_whole_makes_no_dossier_disappear() {
    let whole = footed(&format!("{A}{B}"), 2);
    let cases = [
        ("cut off", format!("{HEAD}{A}"), vec!["register-footer-missing -", "register-vanish-withheld -"]),
        ("another count", footed(A, 2), vec!["register-vanish-withheld -", "register-footer-differs 5"]),
        (
            "a broken line",
            footed(&format!("{A}REG,S-2,\"De Kring,regeling\n"), 2),
            vec!["register-vanish-withheld -", "table-quoting 4"],
        ),
        (
            "a row too short",
            footed(&format!("{A}REG,S-2\n"), 2),
            vec!["register-vanish-withheld -", "register-cells 4"],
        ),
        (
            "a row with an amount that is none",
            footed(&format!("{A}{}", B.replace("7.00", "zeven")), 2),
            vec!["register-amount 4"],
        ),
    ];
    for (name, file, findings) in cases {
        let mut ledger = Ledger::founded();
        ledger.import(&whole, &stand(DAY));
        let plan = ledger.import(&file, &stand("2019-07-29"));
        assert_eq!((said(&plan), found(&plan)), (vec![], strings(&findings)), "{name}");
    }
}

#[test]
fn what_is_no_register_is_unusable_and_says_what_was_expected() {
    for (file, code) in [
        ("", "register-headings"),
        ("naam,bedrag\nDe Brug,10\n", "register-headings"),
        ("dossier,ontvanger,verleend,toegekend,jaar\n1,De Brug,10,10,2019\n", "register-heading-twice"),
        ("%PDF\0", "table-no-text"),
        ("PK\u{3}\u{4}rest", "table-unreadable"),
    ] {
        let plan = Ledger::founded().plan(file, &stand(DAY));
        assert!(plan.is_unusable() && plan.proposals.is_empty(), "{file}");
        assert_eq!(plan.findings.last().map(|finding| finding.kind.code), Some(code), "{file}");
    }
}

/// Semicolons, other headings in another order, Dutch amounts, no footer.
fn elsewhere() -> Settings {
    let mut settings = stand("2021-01-31");
    settings.numbers = Numbers::Dutch;
    settings.footer = Footer::Optional;
    settings.columns = settings.columns.with("Wie krijgt het", Field::Recipient);
    settings
}

#[test]
fn another_register_is_read_by_its_headings() {
    let file = "Subsidieregister 2020;;;;;\n\
        Jaar;Bedrag verleend;Wie krijgt het;Zaaknummer;Vastgesteld;Waarvoor\n\
        2020;€ 1.234,56;De Brug;2020/0001;;\"Koffie; en thee\"\n\
        2020-2022;1.000;Natuurlijk persoon;2020/0002;1.000,-;Gitaarles\n\
        2020;12.5;De Brug;2020/0003;;Zaal\n";
    let mut ledger = Ledger::founded();
    let plan = ledger.import(file, &elsewhere());
    assert_eq!(outcomes(&plan), ["3 Recorded", "4 Recorded", "5 LeftOut"], "{:?}", plan.findings);
    assert_eq!(found(&plan), ["register-person-projects 4", "register-amount 5"]);
    let said = said(&plan).join("\n");
    assert!(said.contains("verleend € 1.234,56") && said.contains("vastgesteld op € 1.000,00"), "{said}");
    assert_eq!(total(&ledger.paragraph(2020), "awarded"), 223_456);
}

#[test]
fn only_the_policy_areas_that_are_asked_for_are_recorded_and_the_others_are_not_gone() {
    let mut settings = stand(DAY);
    settings.policy_areas = Some(["Welzijn".to_owned()].into());
    let mut ledger = Ledger::founded();
    ledger.import(&footed(&format!("{A}{B}"), 2), &stand("2019-06-10"));
    let file =
        footed(&format!("{}{}", A.replace("10.00,NULL", "11.00,NULL"), B.replace(".00,.00", "7.00,.00")), 2);
    let plan = ledger.plan(&file, &settings);
    assert_eq!(outcomes(&plan), ["3 Recorded", "4 NotAsked"]);
    assert_eq!(said(&plan), ["subsidy-amended: S-1: verlening verhoogd van € 10,00 naar € 11,00"]);
}

/// A workbook of one sheet with inline texts and numbers.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut sheet = String::from(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    for (at, cells) in rows.iter().enumerate() {
        sheet += &format!(r#"<row r="{}">"#, at + 1);
        for (cell, letter) in cells.iter().zip('A'..) {
            let place = format!("{letter}{}", at + 1);
            sheet += &match (cell.is_empty(), cell.parse::<f64>()) {
                (true, _) => String::new(),
                (_, Ok(_)) => format!(r#"<c r="{place}"><v>{cell}</v></c>"#),
                _ => format!(r#"<c r="{place}" t="inlineStr"><is><t>{cell}</t></is></c>"#),
            };
        }
        sheet += "</row>";
    }
    sheet += "</sheetData></worksheet>";
    let parts = [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Register" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, part) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(part.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_is_read_like_text_and_its_numbers_have_no_form() {
    let file = workbook(&[
        &["Zaaknummer", "Ontvanger", "Verleend", "Vastgesteld", "Jaar"],
        &["S-1", "De Brug", "1234.5599999999999", "", "2020"],
        &["S-2", "(Particulier)", "0", "0", "2020"],
        &["S-3", "De Kring", "veel", "", "2020"],
    ]);
    let mut ledger = Ledger::founded();
    let plan = ledger.plan_bytes("register.xlsx", &file, &elsewhere());
    assert_eq!(found(&plan), ["register-amount 4"], "{:?}", plan.findings);
    assert_eq!(outcomes(&plan), ["2 Recorded", "3 Recorded", "4 LeftOut"]);
    assert!(plan.rows.iter().all(|row| row.sheet.as_deref() == Some("Register")));
    ledger.record(plan);
    assert_eq!(total(&ledger.paragraph(2020), "awarded"), 123_456);
    assert_eq!(total(&ledger.paragraph(2020), "determined"), 0);
    assert_eq!(said(&ledger.plan_bytes("register.xlsx", &file, &elsewhere())), [""; 0]);
}
