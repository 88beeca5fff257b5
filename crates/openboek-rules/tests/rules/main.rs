//! The rules as data: tables of given, when, then (`refusals.txt`) and whole histories (`histories.txt`), to be read by people who
//! keep books. This program reads the tables, and only this file calls the rules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod accounts;
mod follow_up;
mod pages;
mod region;
mod statements;
mod subsidies;
mod table;
mod words;

use openboek_rules::{Refusal, RefusalCode, State, Statement, decide, decide_all};
use table::{Case, Line};

const REFUSALS: &str = include_str!("refusals.txt");
const HISTORIES: &str = include_str!("histories.txt");
const REGION: &str = include_str!("region.txt");
const PAGE: &str = include_str!("../../REFUSALS.md");

/// The cases of every table.
fn cases() -> impl Iterator<Item = Case> {
    [REFUSALS, REGION].into_iter().flat_map(table::cases)
}

/// Records a line that must be accepted.
fn record(state: &mut State, index: u64, line: &Line) -> Statement {
    let statement =
        statements::read(&line.text).unwrap_or_else(|wrong| panic!("line {}: {wrong}", line.number));
    if let Err(refusals) = decide(state, &statement) {
        panic!("line {} is refused: {}", line.number, shown(&refusals).join("\n"));
    }
    state.evolve(index, &statement);
    statement
}

fn shown(refusals: &[Refusal]) -> Vec<String> {
    refusals.iter().map(|refusal| format!("{} at {}", refusal.code, refusal.field)).collect()
}

/// What the rules say to the `when` lines of a case, in the words of its `then` lines, and the Dutch of the first refusal.
fn answer(case: &Case) -> (Vec<String>, Option<Refusal>) {
    let mut state = State::default();
    for (index, line) in (0..).zip(&case.given) {
        record(&mut state, index, line);
    }
    let whens: Vec<Statement> = case
        .whens
        .iter()
        .map(|line| {
            statements::read(&line.text).unwrap_or_else(|wrong| panic!("line {}: {wrong}", line.number))
        })
        .collect();
    match decide_all(&state, &whens) {
        Ok(()) => (vec!["accepted".to_owned()], None),
        Err(refusals) => {
            let several = whens.len() > 1;
            let say = |(place, refusal): &(usize, Refusal)| {
                let number = if several { format!("{}: ", place + 1) } else { String::new() };
                format!("{number}{} at {}", refusal.code, refusal.field)
            };
            (refusals.iter().map(say).collect(), refusals.first().map(|(_, refusal)| refusal.clone()))
        }
    }
}

#[test]
fn every_case_is_answered_as_the_table_says() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (said, first) = answer(&case);
        if said != case.thens {
            wrong.push(format!(
                "line {}: {}\n  table: {:?}\n  rules: {said:?}",
                case.number, case.name, case.thens
            ));
        }
        if let (Some(dutch), Some(first)) = (&case.dutch, &first)
            && *dutch != first.dutch()
        {
            wrong.push(format!(
                "line {}: {}\n  table: {dutch}\n  rules: {}",
                case.number,
                case.name,
                first.dutch()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each code heads at least one case, with its Dutch text, and the cases stand in the order of precedence.
#[test]
fn every_code_has_its_case_in_the_order_of_precedence() {
    let codes: Vec<&str> = RefusalCode::ALL.iter().map(|code| code.as_str()).collect();
    let place = |code: &str| codes.iter().position(|known| *known == code).unwrap();
    let mut headed = Vec::new();
    for table in [REFUSALS, REGION] {
        let cases = table::cases(table).into_iter().filter(|case| case.dutch.is_some());
        let places: Vec<usize> = cases.map(|case| place(&case.code)).collect();
        assert!(places.is_sorted(), "the cases of a table stand in the order of precedence");
        headed.extend(places);
    }
    headed.sort_unstable();
    assert_eq!(headed, (0..codes.len()).collect::<Vec<_>>());
    let cases: Vec<Case> = cases().collect();
    for case in cases.iter().filter(|case| case.dutch.is_some()) {
        let first = case.thens[0].rsplit(": ").next().unwrap();
        assert!(first.starts_with(&format!("{} at ", case.code)), "line {}: {first}", case.number);
    }
}

/// Every name in braces has its detail and every detail is used, in both languages.
#[test]
fn every_text_is_filled() {
    for case in cases() {
        let Some(refusal) = answer(&case).1 else { continue };
        for text in [refusal.english(), refusal.dutch()] {
            assert!(text.ends_with('.') && !text.contains("  ") && !text.contains(" ."), "{text}");
        }
        let texts = refusal.code.texts();
        for text in [texts.english, texts.next_english, texts.dutch, texts.next_dutch] {
            for name in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(
                    refusal.details.iter().any(|detail| detail.name == name),
                    "{} {{{name}}}",
                    refusal.code
                );
            }
        }
        for detail in &refusal.details {
            let hole = format!("{{{}}}", detail.name);
            assert!(
                texts.english.contains(&hole) || texts.next_english.contains(&hole),
                "{} {hole}",
                refusal.code
            );
            assert!(
                texts.dutch.contains(&hole) || texts.next_dutch.contains(&hole),
                "{} {hole}",
                refusal.code
            );
        }
    }
}

#[test]
fn whole_histories_are_accepted_but_for_what_they_say_is_refused() {
    let histories = table::histories(HISTORIES);
    assert!(histories.len() >= 5);
    for history in histories {
        let mut state = State::default();
        let mut index = 0;
        for line in &history.lines {
            match &line.refused {
                None => {
                    record(&mut state, index, line);
                    index += 1;
                }
                Some(expected) => {
                    let statement =
                        statements::read(&line.text).unwrap_or_else(|e| panic!("line {}: {e}", line.number));
                    let before = state.clone();
                    let refusals =
                        decide(&state, &statement).expect_err(&format!("line {} is accepted", line.number));
                    assert_eq!(&shown(&refusals), expected, "{} line {}", history.name, line.number);
                    assert_eq!(state, before, "a refused statement changes nothing");
                }
            }
        }
    }
}

/// `REFUSALS.md` is made from the codes and their texts. On a difference this test writes the right page beside the build.
#[test]
fn the_page_of_refusals_is_true() {
    let page = page();
    if page != PAGE {
        let path = format!("{}/REFUSALS.md", env!("CARGO_TARGET_TMPDIR"));
        std::fs::write(&path, page).unwrap();
        panic!("REFUSALS.md differs from the codes and texts; the right page is in {path}");
    }
}

fn page() -> String {
    let head = table::section(PAGE, "<!-- table -->");
    let mut page = format!("{head}<!-- table -->\n\n");
    page += "| order | code | when | English | Dutch | next step, English | next step, Dutch |\n";
    page += "|---|---|---|---|---|---|---|\n";
    for (order, code) in (1..).zip(RefusalCode::ALL) {
        let texts = code.texts();
        page += &format!(
            "| {order} | `{code}` | {} | {} | {} | {} | {} |\n",
            code.when(),
            texts.english,
            texts.dutch,
            texts.next_english,
            texts.next_dutch
        );
    }
    page
}
