//! A plan for people, and as JSON for programs.

use std::collections::BTreeMap;

use openboek_audit::Lang;
use openboek_import::{Finding, Outcome, Place, Plan, Severity};
use openboek_wire::v1;
use serde_json::{Value, json};

use crate::differences;
use crate::trouble::Trouble;

/// Findings of one kind, and proposals, that are shown unless all are asked for.
const SHOWN: usize = 10;

const OUTCOMES: [(Outcome, &str, &str, &str); 5] = [
    (Outcome::Recorded, "recorded", "vast te leggen", "to be recorded"),
    (Outcome::Unchanged, "unchanged", "staan er al zo", "there already"),
    (Outcome::NotAsked, "not-asked", "niet gevraagd", "not asked for"),
    (Outcome::Structure, "structure", "opmaak", "layout"),
    (Outcome::LeftOut, "left-out", "weggelaten", "left out"),
];

/// The whole plan: the tally of rows, the findings, what would be recorded.
pub(super) fn text(plan: &Plan, all: bool, lang: Lang) -> String {
    let limit = if all { usize::MAX } else { SHOWN };
    let mut text = tally(plan, lang);
    findings(plan, limit, lang, &mut text);
    text.push_str(&format!(
        "\n{} ({})\n",
        lang.pick("Vast te leggen", "To be recorded"),
        plan.proposals.len()
    ));
    for proposal in plan.proposals.iter().take(limit) {
        text.push_str(&format!("  {}{}\n", proposal.summary, rows(&proposal.rows, lang)));
    }
    others(plan.proposals.len().saturating_sub(limit), lang, &mut text);
    text
}

fn tally(plan: &Plan, lang: Lang) -> String {
    let tally = plan.tally();
    let mut text = format!("{} {}\n", number(plan.rows.len()), lang.pick("rijen gelezen", "rows read"));
    for (outcome, _, dutch, english) in OUTCOMES {
        let count = tally.get(&outcome).copied().unwrap_or_default();
        if count > 0 {
            text.push_str(&format!("  {:>9} {}\n", number(count), lang.pick(dutch, english)));
        }
    }
    text
}

/// By kind in order of first appearance: what it is, where, what to do.
fn findings(plan: &Plan, limit: usize, lang: Lang, text: &mut String) {
    let mut kinds: Vec<(&str, Vec<&Finding>)> = Vec::new();
    let mut places = BTreeMap::new();
    for finding in &plan.findings {
        let at = *places.entry(finding.kind.code).or_insert_with(|| {
            kinds.push((finding.kind.code, Vec::new()));
            kinds.len() - 1
        });
        kinds[at].1.push(finding);
    }
    if !kinds.is_empty() {
        text.push_str(&format!(
            "\n{} ({})\n",
            lang.pick("Meldingen", "Findings"),
            number(plan.findings.len())
        ));
    }
    // What stops the import comes first, then what leaves rows out.
    kinds.sort_by_key(|(_, findings)| {
        std::cmp::Reverse(findings.first().map(|finding| finding.kind.severity))
    });
    for (code, findings) in kinds {
        let Some(first) = findings.first() else { continue };
        let kind = first.kind;
        text.push_str(&format!("  {} [{code}]\n", lang.pick(kind.what.nl, kind.what.en)));
        for finding in findings.iter().take(limit) {
            text.push_str(&format!("    {}{}\n", place(&finding.place, lang), said(finding, lang)));
        }
        others(findings.len().saturating_sub(limit), lang, text);
        text.push_str(&format!("    → {}\n", lang.pick(kind.advice.nl, kind.advice.en)));
    }
}

fn others(count: usize, lang: Lang, text: &mut String) {
    if count > 0 {
        text.push_str(&match lang {
            Lang::Nl => format!("    … en {} andere (alles: --all)\n", number(count)),
            Lang::En => format!("    … and {} others (all: --all)\n", number(count)),
        });
    }
}

fn said(finding: &Finding, lang: Lang) -> String {
    let mut text = String::new();
    if !finding.found.is_empty() {
        text.push_str(&format!("; {} \"{}\"", lang.pick("gevonden", "found"), finding.found));
    }
    if !finding.expected.is_empty() {
        text.push_str(&format!("; {} {}", lang.pick("verwacht", "expected"), finding.expected));
    }
    text
}

fn place(place: &Place, lang: Lang) -> String {
    if lang == Lang::Nl {
        return place.to_string();
    }
    let mut text = place.file.clone();
    for (word, value) in [("sheet", place.sheet.clone()), ("row", place.row.map(|row| row.to_string()))] {
        text.push_str(&value.map_or_else(String::new, |value| format!(", {word} {value}")));
    }
    text.push_str(&place.column.as_ref().map_or_else(String::new, |column| format!(", column \"{column}\"")));
    text
}

fn rows(rows: &[u64], lang: Lang) -> String {
    match (rows, lang) {
        ([], _) => String::new(),
        ([row], _) => format!(" ({} {row})", lang.pick("rij", "row")),
        ([first, .., last], Lang::Nl) => format!(" (rijen {first} tot en met {last})"),
        ([first, .., last], Lang::En) => format!(" (rows {first} to {last})"),
    }
}

/// With dots between thousands, as people in both languages of this program read them here.
fn number(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(".")
}

/// There is nothing to record: the ledger holds it all, or no row can be recorded.
pub(super) fn nothing(plan: &Plan, lang: Lang) -> &'static str {
    match (plan.leaves_out(), lang) {
        (false, Lang::Nl) => "Er is niets vast te leggen: het grootboek heeft dit al.\n",
        (false, Lang::En) => "There is nothing to record: the ledger holds this already.\n",
        (true, Lang::Nl) => "Er is niets vast te leggen: wat nieuw is, is niet te lezen. Zie de meldingen.\n",
        (true, Lang::En) => "There is nothing to record: what is new cannot be read. See the findings.\n",
    }
}

/// Nobody agreed.
pub(super) const fn not_yet(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "\nEr is niets vastgelegd. Klopt het? Geef dezelfde opdracht met --yes.\n",
        Lang::En => "\nNothing was recorded. Is it right? Give the same command with --yes.\n",
    }
}

/// Something stops the whole file.
pub(super) const fn unusable(lang: Lang) -> &'static str {
    match lang {
        Lang::Nl => "Dit bestand is zo niet te importeren. Er is niets vastgelegd.",
        Lang::En => "This file cannot be imported like this. Nothing was recorded.",
    }
}

/// Rows are left out, and nobody said that this is right.
pub(super) fn needs_partial(plan: &Plan, lang: Lang) -> String {
    let count = number(plan.tally().get(&Outcome::LeftOut).copied().unwrap_or_default());
    match lang {
        Lang::Nl => format!(
            "{count} rijen zijn weggelaten. Er is niets vastgelegd. Herstel ze, of leg de rest vast met --partial."
        ),
        Lang::En => format!(
            "{count} rows are left out. Nothing was recorded. Mend them, or record the rest with --partial."
        ),
    }
}

/// What is asked on a terminal.
pub(super) fn question(plan: &Plan, lang: Lang) -> String {
    let count = plan.proposals.len();
    match lang {
        Lang::Nl => format!("\n{count} vastlegging(en) vastleggen? [j/N] "),
        Lang::En => format!("\nRecord {count} statement(s)? [y/N] "),
    }
}

/// What was recorded.
pub(super) fn recorded(response: &v1::RecordResponse, lang: Lang) -> String {
    let (first, count) = (response.first_index, u64::from(response.entry_count));
    let last = (first + count).saturating_sub(1);
    let state = match (response.repeated_request, response.published_size) {
        (true, _) => lang.pick("was al vastgelegd", "was recorded before"),
        (false, Some(_)) => lang.pick("vastgelegd en gepubliceerd", "recorded and published"),
        (false, None) => lang.pick("vastgelegd", "recorded"),
    };
    match lang {
        Lang::Nl => format!(
            "\n{state}: boeking {first} tot en met {last} ({count})\n  laatste: {}\n",
            response.last_event_hash
        ),
        Lang::En => {
            format!("\n{state}: entries {first} to {last} ({count})\n  last: {}\n", response.last_event_hash)
        }
    }
}

/// The plan and what was recorded.
///
/// # Errors
/// When a statement has no message, which is a mistake in the program.
pub(super) fn json(plan: &Plan, recorded: Option<&v1::RecordResponse>) -> Result<String, Trouble> {
    let name =
        |outcome: Outcome| OUTCOMES.iter().find(|known| known.0 == outcome).map_or("", |known| known.1);
    let tally: serde_json::Map<String, Value> =
        plan.tally().into_iter().map(|(outcome, count)| (name(outcome).to_owned(), count.into())).collect();
    let rows: Vec<Value> = plan
        .rows
        .iter()
        .map(|row| json!({ "sheet": row.sheet, "row": row.row, "outcome": name(row.outcome) }))
        .collect();
    let mut proposals = Vec::with_capacity(plan.proposals.len());
    for proposal in &plan.proposals {
        let message = openboek_wire::from_statement(&proposal.statement);
        let statement = differences::value("Statement", &message)?;
        proposals.push(json!({ "summary": proposal.summary, "rows": proposal.rows, "statement": statement }));
    }
    let recorded = recorded.map(|answer| {
        json!({
            "request_id": answer.request_id,
            "first_index": answer.first_index,
            "entry_count": answer.entry_count,
            "last_event_hash": answer.last_event_hash,
            "published_size": answer.published_size,
            "repeated_request": answer.repeated_request,
        })
    });
    let findings: Vec<Value> = plan.findings.iter().map(finding).collect();
    let value = json!({ "tally": tally, "rows": rows, "findings": findings, "proposals": proposals, "recorded": recorded });
    Ok(format!("{value:#}\n"))
}

fn finding(finding: &Finding) -> Value {
    let severity = match finding.kind.severity {
        Severity::Noted => "noted",
        Severity::LeftOut => "left-out",
        Severity::Unusable => "unusable",
    };
    let Place { file, sheet, row, column } = &finding.place;
    json!({
        "code": finding.kind.code,
        "severity": severity,
        "place": { "file": file, "sheet": sheet, "row": row, "column": column },
        "found": finding.found,
        "expected": finding.expected,
        "nl": finding.kind.what.nl,
        "en": finding.kind.what.en,
    })
}
