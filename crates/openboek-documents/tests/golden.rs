//! The sample paragraph in all four forms, to the byte. `OPENBOEK_BLESS=1` writes the files anew; a changed `sample.json` needs a
//! new version of the projector or of the form, since receipts bind its digest.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;

use openboek_documents::chart::{Chart, Charts};
use openboek_documents::{Lang, Sheet, csv, html_page, json, text};
use openboek_views::labels::{FLOW_EXPENDITURE, FLOW_INCOME};
use openboek_views::model::Paragraph;
use proptest::prelude::*;

fn check(name: &str, bytes: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("OPENBOEK_BLESS").is_some_and(|value| value == "1") {
        std::fs::write(&path, bytes).unwrap();
    }
    let expected = std::fs::read(&path).unwrap();
    assert!(
        expected == bytes,
        "{name} differs:\n{}",
        String::from_utf8_lossy(bytes)
            .lines()
            .zip(String::from_utf8_lossy(&expected).lines())
            .filter(|(now, before)| now != before)
            .map(|(now, before)| format!("- {before}\n+ {now}\n"))
            .take(10)
            .collect::<String>()
    );
}

#[test]
fn the_sample_is_the_same_to_the_byte() {
    let (paragraph, provenance) = (common::sample::paragraph(), common::provenance(21));
    check("sample.json", &json(&paragraph, &provenance));
    check("sample.csv", &csv(&paragraph, &provenance, Lang::Nl));
    check("sample.txt", text(&paragraph, &provenance, Lang::Nl).as_bytes());
    check("sample-en.txt", text(&paragraph, &provenance, Lang::En).as_bytes());
    check("sample.html", html_page(&paragraph, &provenance, &common::links(), Lang::Nl).as_bytes());
}

#[test]
fn json_is_one_line_of_ordered_keys_with_cents_as_text_and_no_language() {
    let (paragraph, provenance) = (common::sample::paragraph(), common::provenance(21));
    let bytes = json(&paragraph, &provenance);
    assert!(bytes.ends_with(b"}\n") && bytes.iter().filter(|byte| **byte == b'\n').count() == 1);
    assert_eq!(bytes, json(&paragraph, &common::provenance(0)), "what is published later changes nothing");
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with(
        "{\"format\":\"openboek/paragraph/v1\",\"head\":{\"projector\":\"openboek-paragraph/1\","
    ));
    assert!(text.contains(
        "\"kind\":\"amount\",\"qualifier\":\"exact\",\"cents\":\"-3000000\",\"certainty\":\"decided\""
    ));
    for word in ["Bezuiniging opgeschort", "vastgesteld", "n.n.b.", "raming"] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn text_fits_a_hundred_columns_and_a_terminal() {
    for lang in Lang::ALL {
        let text = text(&common::sample::paragraph(), &common::provenance(21), lang);
        for line in text.lines() {
            assert!(line.chars().count() <= 100, "{line}");
            assert!(!line.ends_with(' ') && !line.chars().any(char::is_control), "{line:?}");
        }
    }
}

/// The pictures of a paragraph.
fn charts(paragraph: &Paragraph, lang: Lang) -> Charts {
    Charts::of(&Sheet::new(paragraph, &common::provenance(21), lang))
}

fn chart(paragraph: &Paragraph, place: usize) -> Chart {
    charts(paragraph, Lang::Nl).charts.swap_remove(place)
}

#[test]
fn pictures_are_the_same_to_the_byte_and_documents_of_their_own() {
    let drawn = [
        ("stichtse-vecht", chart(&common::charts::stichtse_vecht(), 0)),
        ("stichtse-vecht-proposal", chart(&common::charts::stichtse_vecht(), 1)),
        ("dordrecht", chart(&common::charts::dordrecht(), 0)),
        ("dordrecht-share", chart(&common::charts::dordrecht(), 1)),
        ("spread-anew", chart(&common::charts::spread_anew(), 0)),
        ("funding", chart(&common::charts::funding(), 0)),
        ("members", chart(&common::charts::members(), 0)),
    ];
    for (name, chart) in drawn {
        let document = chart.drawing.document();
        check(&format!("charts/{name}.svg"), document.as_bytes());
        assert!(
            document.contains(" xmlns=\"http://www.w3.org/2000/svg\"") && document.contains("<style>"),
            "{name}"
        );
        assert!(document.contains("<title id=\"c-") && document.contains("<desc id=\"c-"), "{name}");
        assert!(!document.contains("var(") && !document.contains("http://www.w3.org/1999"), "{name}");
        assert!(!chart.drawing.svg().contains("style"), "classes only: the policy lets no style through");
    }
}

#[test]
fn what_a_picture_shows_is_said_in_a_sentence() {
    use common::charts::{dordrecht, funding, members, spread_anew, stichtse_vecht};
    let table = [
        (
            chart(&stichtse_vecht(), 0),
            "Over 2021–2024 samen is niet te zeggen of het bedrag gelijk is gebleven: wat eerst was opgelegd en wat er nu staat, is niet \
             voor elk jaar bekend.",
        ),
        (chart(&stichtse_vecht(), 1), "Over 2022–2024 samen is nog geen bedrag bekend."),
        (chart(&dordrecht(), 0), "In 2020 is het bedrag gelijk gebleven: € -5.000.000."),
        (chart(&dordrecht(), 1), "In 2020 is nog geen bedrag bekend."),
        (
            chart(&spread_anew(), 0),
            "Over 2021–2024 samen is het bedrag gelijk gebleven: € -400.000. Opgeschort in 2021, 2022.",
        ),
        (
            chart(&funding(), 0),
            "Het meeste geld komt van: Gemeentefonds. Dat is ca. € 5.100.000 van ca. € 8.430.000,50. Bedragen die nog niet bekend zijn \
             en dus ontbreken: 1.",
        ),
        (
            chart(&members(), 0),
            "Dordrecht draagt het meest bij (€ 4.150.000,01). Onderaan staat Papendrecht (n.n.b.). Alle balken hebben dezelfde schaal.",
        ),
    ];
    for (chart, finding) in table {
        assert_eq!(chart.finding.replace('\u{a0}', " "), finding, "{}", chart.title);
    }
}

#[test]
fn changes_begin_where_the_one_before_ended() {
    let changes = [
        (2021, FLOW_INCOME, 100_000),
        (2021, FLOW_EXPENDITURE, 300_000),
        (2021, FLOW_EXPENDITURE, 0),
        (2022, FLOW_INCOME, -50_000),
    ];
    let charts = charts(&common::charts::amendments(&changes), Lang::Nl);
    let rows = &charts.in_rows["amendment-lines"];
    let said: Vec<String> =
        rows.drawings.values().map(|drawing| drawing.svg().replace('\u{a0}', " ")).collect();
    let table = [
        // From 0 to 1.000 on a scale of -2.000 to 1.000 over 158 units: an arrow of 53 to the right.
        ("Saldo 2021: van € 0 naar € 1.000", " d=\"M106 2H153L159 8L153 14H106z\""),
        ("Saldo 2021: van € 1.000 naar € -2.000", " d=\"M159 2H7L1 8L7 14H159z\""),
        ("Saldo 2021: van € -2.000 naar € -2.000", "v16\"/></svg>"),
        ("Saldo 2022: van € 0 naar € -500", " d=\"M106 2H86L80 8L86 14H106z\""),
    ];
    for (said, (label, arrow)) in said.iter().zip(table) {
        assert!(said.contains(&format!("aria-label=\"{label}\"")) && said.contains(arrow), "{label}: {said}");
    }
    let note = rows.note.replace('\u{a0}', " ");
    assert!(
        note.ends_with("Saldo 2021 na alle wijzigingen: € -2.000. Saldo 2022 na alle wijzigingen: € -500."),
        "{note}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    /// Any amounts that can be recorded: no picture fails, and the sum in the sentence is the sum of what is drawn.
    #[test]
    fn any_amounts_are_drawn_and_their_sum_is_right(amounts in proptest::collection::vec((any_cents(), any_cents()), 1..5)) {
        use common::sample::exact;
        let lane = |of: fn(&(i64, i64)) -> i64| amounts.iter().map(|pair| exact(of(pair))).collect::<Vec<_>>();
        let cut = ("X-1", "x", openboek_views::labels::LEVEL_OWN, lane(|pair| pair.0), Some(lane(|pair| pair.1)));
        let tables = common::charts::cuts(2021, vec![cut]);
        let found = charts(&common::charts::paragraph("GM1904", 2021, tables), Lang::Nl).charts;
        let (now, first) = amounts.iter().fold((0, 0), |(a, b), pair| (a + i128::from(pair.0), b + i128::from(pair.1)));
        prop_assert_eq!(found[0].finding.contains("gelijk gebleven"), now == first);
        if let Some(sum) = i64::try_from(now).ok().and_then(openboek_rules::Cents::new) {
            let form = openboek_documents::form::Form { whole_euros: true, ..openboek_documents::form::Form::new(Lang::Nl) };
            prop_assert!(found[0].finding.contains(&openboek_documents::form::money(sum, form)), "{}", found[0].finding);
        }
        let changes: Vec<_> = amounts.iter().map(|pair| (2021, FLOW_EXPENDITURE, pair.0)).collect();
        prop_assert_eq!(charts(&common::charts::amendments(&changes), Lang::En).in_rows["amendment-lines"].drawings.len(), changes.len());
    }
}

/// Any amount, also the smallest and largest that can be recorded.
fn any_cents() -> impl Strategy<Value = i64> {
    let edge = openboek_rules::Cents::MAX_SIZE;
    prop_oneof![4 => -edge..=edge, 1 => Just(edge), 1 => Just(-edge), 1 => Just(0), 2 => -100i64..100]
}
