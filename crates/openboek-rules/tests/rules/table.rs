//! Reads the tables: backgrounds, cases and histories.
//!
//! ```text
//! background town                       statements that cases share, each accepted
//!   <statement>
//! case <code>: <what it shows>
//!   given <background, or a statement that is accepted>
//!   when  <statement>                   several make one atomic command
//!   then  <code> at <field>             all refusals, in order; `2: …` for the second statement; or `accepted`
//!   nl    <the whole Dutch text of the first refusal>
//! history <name>
//!   ok    <statement that is accepted>
//!   no    <statement that is refused>
//!    =>   <code> at <field>
//! ```
//!
//! A line that begins with two spaces more than a keyword's line continues it. `#` begins a comment line.

use std::collections::BTreeMap;

/// A statement as it stands in a table.
#[derive(Clone)]
pub(crate) struct Line {
    /// Line number in the file.
    pub(crate) number: usize,
    /// The statement.
    pub(crate) text: String,
    /// What a history says about its refusal.
    pub(crate) refused: Option<Vec<String>>,
}

/// A case: given, when, then.
pub(crate) struct Case {
    pub(crate) number: usize,
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) given: Vec<Line>,
    pub(crate) whens: Vec<Line>,
    pub(crate) thens: Vec<String>,
    pub(crate) dutch: Option<String>,
}

/// A history from the founding on.
pub(crate) struct History {
    pub(crate) name: String,
    pub(crate) lines: Vec<Line>,
}

/// Keyword, rest and line number; continued lines are joined.
fn entries(table: &str) -> Vec<(usize, String, String)> {
    let mut entries: Vec<(usize, String, String)> = Vec::new();
    for (number, line) in (1..).zip(table.lines()) {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if line.starts_with("        ")
            && let Some(last) = entries.last_mut()
        {
            last.2 += &format!(" {}", line.trim());
            continue;
        }
        let (keyword, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        entries.push((number, keyword.to_owned(), rest.trim().to_owned()));
    }
    entries
}

/// The cases of a table.
pub(crate) fn cases(table: &str) -> Vec<Case> {
    let mut backgrounds: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    let mut background = String::new();
    let mut cases: Vec<Case> = Vec::new();
    for (number, keyword, rest) in entries(table) {
        let line = |text: &str| Line { number, text: text.to_owned(), refused: None };
        match (keyword.as_str(), cases.last_mut()) {
            ("background", _) => background = rest,
            ("+", None) => match backgrounds.get(&rest) {
                Some(lines) => {
                    let lines = lines.clone();
                    backgrounds.entry(background.clone()).or_default().extend(lines);
                }
                None => backgrounds.entry(background.clone()).or_default().push(line(&rest)),
            },
            ("case", _) => {
                let (code, name) = rest.split_once(": ").unwrap_or_else(|| panic!("line {number}: no name"));
                let (code, name) = (code.to_owned(), name.to_owned());
                let (given, whens, thens) = (vec![], vec![], vec![]);
                cases.push(Case { number, code, name, given, whens, thens, dutch: None });
            }
            ("given", Some(case)) => match backgrounds.get(&rest) {
                Some(lines) => case.given.extend(lines.iter().cloned()),
                None => case.given.push(line(&rest)),
            },
            ("when", Some(case)) => case.whens.push(line(&rest)),
            ("then", Some(case)) => case.thens.push(rest),
            ("nl", Some(case)) => case.dutch = Some(rest),
            _ => panic!("line {number}: {keyword}"),
        }
    }
    cases
}

/// The histories of a table.
pub(crate) fn histories(table: &str) -> Vec<History> {
    let mut histories: Vec<History> = Vec::new();
    for (number, keyword, rest) in entries(table) {
        match (keyword.as_str(), histories.last_mut()) {
            ("history", _) => histories.push(History { name: rest, lines: vec![] }),
            ("ok", Some(history)) => history.lines.push(Line { number, text: rest, refused: None }),
            ("no", Some(history)) => history.lines.push(Line { number, text: rest, refused: Some(vec![]) }),
            ("=>", Some(History { lines, .. })) => {
                let refused = lines.last_mut().and_then(|line| line.refused.as_mut());
                refused.unwrap_or_else(|| panic!("line {number}: => without no")).push(rest);
            }
            _ => panic!("line {number}: {keyword}"),
        }
    }
    histories
}

/// What stands before a mark in a page.
pub(crate) fn section<'a>(page: &'a str, mark: &str) -> &'a str {
    page.split_once(mark).map_or(page, |(head, _)| head)
}
