//! What the ledger holds of the same budget, and what the file adds to it.

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::statement::{
    AccountsAdopted, ActualsReported, AmendedLine, BudgetAdopted, BudgetAmended, BudgetLine, EntryCorrected,
    LineKey, Mistake, Nature, Side,
};
use openboek_rules::{Body, Cents, Statement, Text};

use super::findings::{ABSENT, INCOMPLETE, NOT_ADOPTED, NOT_CORRECTABLE};
use super::mapping::Report;
use super::{Found, Sheet};
use crate::finding::Finding;
use crate::history::Held;
use crate::plan::{Outcome, Proposal};

/// A line for people: `6.1 2025 lasten structureel "Programma 6"`.
pub(super) fn name_of(key: &LineKey) -> String {
    let side = if key.side == Side::Expenditure { "lasten" } else { "baten" };
    let nature = if key.nature == Nature::Structural { "structureel" } else { "incidenteel" };
    let mut name = format!("{} {} {side} {nature}", key.taakveld.as_str(), key.year.get());
    for more in [key.category.as_ref().map(|c| c.as_str()), key.programme.as_ref().map(Text::as_str)]
        .into_iter()
        .flatten()
    {
        name.push_str(&format!(" \"{more}\""));
    }
    name
}

pub(super) fn compare(sheet: &mut Sheet<'_>, held: &[Held]) -> Result<(), Finding> {
    match &sheet.settings.report {
        Report::Amendment => amend(sheet, held),
        _ => replace(sheet, held),
    }
}

/// The statement that the file is, whole.
fn whole(sheet: &Sheet<'_>) -> Body {
    let (act, holder, year) = (sheet.act(), sheet.settings.holder, sheet.settings.year);
    let lines: Vec<BudgetLine> = sheet.lines.iter().map(|found| found.line.clone()).collect();
    match &sheet.settings.report {
        Report::Budget | Report::Amendment => Body::BudgetAdopted(BudgetAdopted { act, holder, year, lines }),
        Report::Actuals(through) => {
            Body::ActualsReported(ActualsReported { act, holder, year, through: through.clone(), lines })
        }
        Report::Accounts => Body::AccountsAdopted(AccountsAdopted { act, holder, year, lines }),
    }
}

/// The lines of a statement that is of the same kind, holder and year as the file (and for actuals: the same day).
fn lines_of<'h>(sheet: &Sheet<'_>, body: &'h Body) -> Option<&'h [BudgetLine]> {
    let (holder, year) = (sheet.settings.holder, sheet.settings.year);
    match (&sheet.settings.report, body) {
        (Report::Budget, Body::BudgetAdopted(b)) if (b.holder, b.year) == (holder, year) => Some(&b.lines),
        (Report::Accounts, Body::AccountsAdopted(b)) if (b.holder, b.year) == (holder, year) => {
            Some(&b.lines)
        }
        (Report::Actuals(through), Body::ActualsReported(b))
            if (b.holder, b.year, &b.through) == (holder, year, through) =>
        {
            Some(&b.lines)
        }
        _ => None,
    }
}

/// A budget, actuals or accounts: new, the same, or a correction.
fn replace(sheet: &mut Sheet<'_>, held: &[Held]) -> Result<(), Finding> {
    let known = held.iter().rev().find_map(|held| Some((held, lines_of(sheet, &held.statement.body)?)));
    let Some((known, lines)) = known else {
        propose(sheet, whole(sheet), None, sheet.lines.clone());
        return Ok(());
    };
    let told = |line: &BudgetLine| (line.key.clone(), (line.amount, line.explanation.clone()));
    let before: BTreeMap<_, _> = lines.iter().map(told).collect();
    let now: BTreeMap<_, _> = sheet.lines.iter().map(|found| told(&found.line)).collect();
    if before == now {
        return unchanged(sheet, &BTreeSet::new());
    }
    if sheet.plan.leaves_out() {
        return Err(sheet.finding(INCOMPLETE, "", "elke rij leesbaar"));
    }
    if matches!(known.statement.body, Body::ActualsReported(_)) {
        // A later report takes the place of an earlier one: that is how actuals are mended.
        let changed = changed(sheet, &before);
        let lines = sheet.lines.iter().filter(|found| changed.contains(&found.row)).cloned().collect();
        propose(sheet, whole(sheet), None, lines);
        return unchanged(sheet, &changed);
    }
    if known.statement.body.subject().is_none() {
        let found = format!("boeking {}", known.index);
        return Err(sheet.finding(NOT_CORRECTABLE, &found, ""));
    }
    let changed = changed(sheet, &before);
    let body = with_lines(&known.statement.body, sheet);
    let corrected = Box::new(Statement { concerns: known.statement.concerns.clone(), body });
    let reason = format!("Het bestand {} geeft andere cijfers dan eerst vastgelegd.", sheet.source.name);
    let Ok(reason) = Text::new(&reason) else {
        return Err(sheet.finding(NOT_CORRECTABLE, sheet.source.name, ""));
    };
    let mistake = mistake(&before, &now);
    let correction = EntryCorrected { act: sheet.act(), entry: known.index, mistake, reason, corrected };
    let lines = sheet.lines.iter().filter(|found| changed.contains(&found.row)).cloned().collect();
    propose(sheet, Body::EntryCorrected(correction), Some(known.index), lines);
    unchanged(sheet, &changed)
}

type Told = BTreeMap<LineKey, (Cents, Option<Text>)>;

/// What kind of mistake the differences are.
fn mistake(before: &Told, now: &Told) -> Mistake {
    if now.keys().any(|key| !before.contains_key(key)) && before.keys().all(|key| now.contains_key(key)) {
        return Mistake::Omission;
    }
    if before.keys().any(|key| !now.contains_key(key)) {
        return Mistake::WrongClassification;
    }
    let amounts = now.iter().any(|(key, told)| before.get(key).is_some_and(|known| known.0 != told.0));
    if amounts { Mistake::WrongAmount } else { Mistake::TypingError }
}

/// The statement as it was, with the lines of the file. Its own act stays: what is mended is what it says, not who said it.
fn with_lines(body: &Body, sheet: &Sheet<'_>) -> Body {
    let lines: Vec<BudgetLine> = sheet.lines.iter().map(|found| found.line.clone()).collect();
    match body.clone() {
        Body::BudgetAdopted(b) => Body::BudgetAdopted(BudgetAdopted { lines, ..b }),
        Body::AccountsAdopted(b) => Body::AccountsAdopted(AccountsAdopted { lines, ..b }),
        other => other,
    }
}

/// Rows whose lines are not what the ledger holds.
fn changed(sheet: &Sheet<'_>, before: &Told) -> BTreeSet<u64> {
    let differs = |found: &&Found| {
        before
            .get(&found.line.key)
            .is_none_or(|(amount, words)| *amount != found.line.amount || *words != found.line.explanation)
    };
    sheet.lines.iter().filter(differs).map(|found| found.row).collect()
}

/// Every row with lines but the changed ones is unchanged.
fn unchanged(sheet: &mut Sheet<'_>, changed: &BTreeSet<u64>) -> Result<(), Finding> {
    let rows: BTreeSet<u64> =
        sheet.lines.iter().map(|found| found.row).filter(|row| !changed.contains(row)).collect();
    for row in rows {
        sheet.set(row, Outcome::Unchanged);
    }
    Ok(())
}

/// The budget that stands, and the number of its last amendment.
fn stands(sheet: &Sheet<'_>, held: &[Held]) -> Option<(BTreeMap<LineKey, Cents>, u32)> {
    let (holder, year) = (sheet.settings.holder, sheet.settings.year);
    let mut budget: Option<(BTreeMap<LineKey, Cents>, u32)> = None;
    for held in held {
        match &held.statement.body {
            Body::BudgetAdopted(b) if (b.holder, b.year) == (holder, year) => {
                budget = Some((b.lines.iter().map(|line| (line.key.clone(), line.amount)).collect(), 0));
            }
            Body::BudgetAmended(b) if (b.holder, b.year) == (holder, year) => {
                if let Some((lines, number)) = &mut budget {
                    lines.extend(b.lines.iter().map(|line| (line.key.clone(), line.new)));
                    *number = b.number;
                }
            }
            _ => {}
        }
    }
    budget
}

/// The lines that differ from what stands.
fn amend(sheet: &mut Sheet<'_>, held: &[Held]) -> Result<(), Finding> {
    let Some((stands, number)) = stands(sheet, held) else {
        let year = sheet.settings.year.get().to_string();
        return Err(sheet.finding(NOT_ADOPTED, &year, "een vastgestelde begroting"));
    };
    let (mut lines, mut changed, mut from) = (Vec::new(), BTreeSet::new(), Vec::new());
    for found in &sheet.lines {
        let BudgetLine { key, amount, explanation } = &found.line;
        let old = stands.get(key).copied();
        // A line of zero that was never there would amend nothing.
        if old.unwrap_or(Cents::ZERO) == *amount {
            continue;
        }
        let old = old.unwrap_or(Cents::ZERO);
        let Some(mutation) = amount.checked_sub(old) else {
            return Err(sheet.finding(super::findings::TOO_MANY_LINES, &name_of(key), "een bedrag dat past"));
        };
        lines.push(AmendedLine {
            key: key.clone(),
            old,
            mutation,
            new: *amount,
            explanation: explanation.clone(),
        });
        changed.insert(found.row);
        from.push(found.clone());
    }
    let named: BTreeSet<&LineKey> = sheet.lines.iter().map(|found| &found.line.key).collect();
    let absent: Vec<String> = stands
        .iter()
        .filter(|(key, cents)| !named.contains(key) && **cents != Cents::ZERO)
        .map(|(key, _)| name_of(key))
        .collect();
    for name in absent {
        let finding = sheet.finding(ABSENT, &name, "");
        sheet.plan.findings.push(finding);
    }
    if !lines.is_empty() {
        let (act, holder, year) = (sheet.act(), sheet.settings.holder, sheet.settings.year);
        let body = BudgetAmended { act, holder, year, number: number.saturating_add(1), lines };
        propose(sheet, Body::BudgetAmended(body), None, from);
    }
    unchanged(sheet, &changed)
}

/// Adds a statement that comes from these lines.
fn propose(sheet: &mut Sheet<'_>, body: Body, corrects: Option<u64>, from: Vec<Found>) {
    let (holder, year) = (sheet.settings.holder, sheet.settings.year.get());
    let what = match &body {
        Body::BudgetAmended(b) => format!("Begrotingswijziging {} op {year} van {holder}", b.number),
        Body::ActualsReported(_) => format!("Realisatie {year} van {holder}"),
        Body::AccountsAdopted(_) => format!("Jaarrekening {year} van {holder}"),
        Body::EntryCorrected(_) => {
            format!("Correctie van boeking {} ({year}, {holder})", corrects.unwrap_or_default())
        }
        _ => format!("Begroting {year} van {holder}"),
    };
    let mut rows: Vec<u64> = from.iter().map(|found| found.row).collect();
    rows.dedup();
    let summary = format!("{what}: {} regels", from.len());
    sheet.plan.proposals.push(Proposal {
        statement: Statement { concerns: vec![holder], body },
        rows,
        summary,
    });
}
