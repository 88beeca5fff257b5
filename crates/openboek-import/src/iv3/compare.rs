//! What a file adds to what the ledger holds: new statements, corrections, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use openboek_rules::statement::{
    AccountsAdopted, ActualsReported, BudgetAdopted, BudgetLine, EntryCorrected, LineKey, Mistake,
};
use openboek_rules::{
    Act, Body, Cents, MunicipalityCode, Organ, OrganisationId, Statement, Stream, Text, UncertainDate,
};

use super::delivery::{Delivery, File, Key, name};
use super::findings::*;
use super::{Report, Settings};
use crate::history::Held;
use crate::plan::{Outcome, Proposal};

/// Lines in one statement at most.
const LINES: usize = 2_000;

/// What the ledger holds of one municipality's budget, accounts or actuals.
struct Known<'h> {
    held: &'h Held,
    lines: &'h [BudgetLine],
    rounded_to: Option<Cents>,
    /// Lines that amendments changed since.
    amended: BTreeSet<&'h LineKey>,
}

/// The statements that a file gives rise to, municipality by municipality.
pub(super) fn with(file: &mut File<'_>, settings: &Settings, held: &[Held]) -> Vec<Proposal> {
    let known = known(settings, held);
    let deliveries = std::mem::take(&mut file.deliveries);
    let mut proposals = Vec::new();
    for (code, delivery) in &deliveries {
        if delivery.lines.is_empty() {
            continue;
        }
        let proposal = match known.get(code) {
            Some(known) => differences(file, settings, *code, delivery, known),
            None => whole(file, settings, *code, delivery),
        };
        proposals.extend(proposal);
    }
    file.deliveries = deliveries;
    proposals
}

/// What the ledger holds of the same report and year, by municipality.
fn known<'h>(settings: &Settings, held: &'h [Held]) -> BTreeMap<MunicipalityCode, Known<'h>> {
    let mut known: BTreeMap<MunicipalityCode, Known<'h>> = BTreeMap::new();
    for held in held {
        let (holder, lines, rounded_to) = match (&settings.report, &held.statement.body) {
            (Report::Budget, Body::BudgetAdopted(b)) if b.year == settings.year => {
                (b.holder, &b.lines, b.rounded_to)
            }
            (Report::Accounts, Body::AccountsAdopted(b)) if b.year == settings.year => {
                (b.holder, &b.lines, b.rounded_to)
            }
            (Report::Actuals(through), Body::ActualsReported(b))
                if b.year == settings.year && b.through == *through =>
            {
                (b.holder, &b.lines, b.rounded_to)
            }
            (Report::Budget, Body::BudgetAmended(b)) if b.year == settings.year => {
                let known = b.holder.municipality().and_then(|code| known.get_mut(&code));
                if let Some(known) = known {
                    known.amended.extend(b.lines.iter().map(|line| &line.key));
                }
                continue;
            }
            _ => continue,
        };
        if let Some(code) = holder.municipality() {
            known.insert(code, Known { held, lines, rounded_to, amended: BTreeSet::new() });
        }
    }
    known
}

/// A statement with all lines of a delivery.
fn whole(
    file: &mut File<'_>,
    settings: &Settings,
    code: MunicipalityCode,
    delivery: &Delivery,
) -> Option<Proposal> {
    let lines: Vec<BudgetLine> =
        delivery.lines.iter().map(|(key, said)| key.line(settings.year, said.amount)).collect();
    if lines.len() > LINES {
        too_many(file, code, delivery, lines.len());
        return None;
    }
    let rounded_to = Some(file.rounded_to);
    let act = act(file, settings, code, delivery)?;
    let summary = summary(settings, code, lines.len());
    let body = body(settings, act, code, lines, rounded_to);
    let rows = rows(file, delivery.lines.values().map(|said| said.at));
    Some(Proposal {
        statement: Statement { concerns: vec![Stream::Municipality(code)], body },
        rows,
        summary,
    })
}

fn too_many(file: &mut File<'_>, code: MunicipalityCode, delivery: &Delivery, lines: usize) {
    for at in &delivery.rows {
        file.set(*at, Outcome::LeftOut);
    }
    let first = delivery.rows.first().copied().unwrap_or_default();
    let expected = format!("hoogstens {LINES} regels");
    file.note(TOO_MANY_LINES, first, None, &format!("{}: {lines} regels", name(code)), &expected);
}

/// A correction with the lines that differ; nothing when none does.
fn differences(
    file: &mut File<'_>,
    settings: &Settings,
    code: MunicipalityCode,
    delivery: &Delivery,
    known: &Known<'_>,
) -> Option<Proposal> {
    let grouped = Grouped::of(settings, delivery, known.lines);
    let mut changed: BTreeSet<&Key> = BTreeSet::new();
    for (key, said) in &delivery.lines {
        file.set(said.at, Outcome::Unchanged);
        let group = grouped.get(key);
        if agrees(sum(&group), said.amount, file.rounded_to) {
            continue;
        }
        if group.iter().any(|line| known.amended.contains(&line.key)) {
            let found = format!("{}: {}", name(code), key.name());
            file.note(AMENDED_SINCE, said.at, None, &found, "");
            file.set(said.at, Outcome::LeftOut);
            continue;
        }
        changed.insert(key);
    }
    let gone: BTreeSet<&Key> = grouped.gone(file, delivery, known);
    if changed.is_empty() && gone.is_empty() {
        return None;
    }
    for said in changed.iter().filter_map(|key| delivery.lines.get(*key)) {
        file.set(said.at, Outcome::Recorded);
    }
    let stays = |line: &&BudgetLine| {
        line.key.year != settings.year || {
            let key = grouped.key_of(line);
            !changed.contains(&key) && !gone.contains(&key)
        }
    };
    let mut lines: Vec<BudgetLine> = known.lines.iter().filter(stays).cloned().collect();
    let all_said = lines.is_empty();
    lines.extend(
        changed
            .iter()
            .filter_map(|key| delivery.lines.get(*key).map(|said| key.line(settings.year, said.amount))),
    );
    lines.sort_by(|one, other| one.key.cmp(&other.key));
    if lines.len() > LINES || lines.is_empty() {
        too_many(file, code, delivery, lines.len());
        return None;
    }
    // What stays is as coarse as it was, so the whole is as coarse as the coarser of the two.
    let rounded_to =
        if all_said { Some(file.rounded_to) } else { known.rounded_to.max(Some(file.rounded_to)) };
    let act = act(file, settings, code, delivery)?;
    let from = rows(file, changed.iter().filter_map(|key| delivery.lines.get(*key)).map(|said| said.at));
    let differing = changed.len() + gone.len();
    propose(file, settings, code, known, Corrected { lines, rounded_to, act, rows: from, differing })
}

/// What takes the place of a statement.
struct Corrected {
    lines: Vec<BudgetLine>,
    rounded_to: Option<Cents>,
    act: Act,
    rows: Vec<u64>,
    differing: usize,
}

fn propose(
    file: &File<'_>,
    settings: &Settings,
    code: MunicipalityCode,
    known: &Known<'_>,
    new: Corrected,
) -> Option<Proposal> {
    let what = summary(settings, code, new.differing);
    let concerns = known.held.statement.concerns.clone();
    if let Report::Actuals(_) = settings.report {
        // A report takes the place of an earlier one over the same time.
        let body = body(settings, new.act, code, new.lines, new.rounded_to);
        return Some(Proposal { statement: Statement { concerns, body }, rows: new.rows, summary: what });
    }
    // What is mended is what was said, not who said it.
    let act = known.held.statement.body.act().clone();
    let corrected =
        Statement { concerns: concerns.clone(), body: body(settings, act, code, new.lines, new.rounded_to) };
    let reason = format!(
        "De cijfers zijn opnieuw gepubliceerd: {} geeft {} andere bedragen.",
        clean(file.source.name),
        new.differing
    );
    let correction = EntryCorrected {
        act: new.act,
        entry: known.held.index,
        mistake: Mistake::WrongAmount,
        reason: Text::new(&reason).ok()?,
        corrected: Box::new(corrected),
    };
    let summary = format!("Correctie van boeking {}: {what}", known.held.index);
    Some(Proposal {
        statement: Statement { concerns, body: Body::EntryCorrected(correction) },
        rows: new.rows,
        summary,
    })
}

/// Held lines of the year, by the keys that the delivery uses.
struct Grouped<'h> {
    by_category: bool,
    groups: BTreeMap<Key, Vec<&'h BudgetLine>>,
}

impl<'h> Grouped<'h> {
    fn of(settings: &Settings, delivery: &Delivery, lines: &'h [BudgetLine]) -> Self {
        let by_category = delivery.lines.keys().any(|key| key.category.is_some());
        let mut grouped = Self { by_category, groups: BTreeMap::new() };
        for line in lines.iter().filter(|line| line.key.year == settings.year) {
            grouped.groups.entry(grouped.key_of(line)).or_default().push(line);
        }
        grouped
    }

    /// The key of a held line; a delivery without categories says their sum.
    fn key_of(&self, line: &BudgetLine) -> Key {
        Key {
            taakveld: line.key.taakveld.clone(),
            side: line.key.side,
            category: line.key.category.clone().filter(|_| self.by_category),
        }
    }

    fn get(&self, key: &Key) -> Vec<&'h BudgetLine> {
        self.groups.get(key).cloned().unwrap_or_default()
    }

    /// Keys that the delivery does not have any more, in a form in which that means zero.
    fn gone(&self, file: &File<'_>, delivery: &Delivery, known: &Known<'_>) -> BTreeSet<&Key> {
        let gone = |(key, lines): &(&Key, &Vec<&BudgetLine>)| {
            file.absent_is_zero
                && !delivery.lines.contains_key(*key)
                && !delivery.unread.contains(&key.taakveld)
                && !agrees(sum(lines), Cents::ZERO, file.rounded_to)
                && !lines.iter().any(|line| known.amended.contains(&line.key))
        };
        self.groups.iter().filter(gone).map(|(key, _)| key).collect()
    }
}

fn sum(lines: &[&BudgetLine]) -> i128 {
    lines.iter().map(|line| i128::from(line.amount.get())).sum()
}

/// Whether the ledger says the same already: the amount that a file states rounded does not tell it from what is held.
fn agrees(held: i128, said: Cents, said_to: Cents) -> bool {
    (held - i128::from(said.get())).abs() < i128::from(said_to.get())
}

fn body(
    settings: &Settings,
    act: Act,
    code: MunicipalityCode,
    lines: Vec<BudgetLine>,
    rounded_to: Option<Cents>,
) -> Body {
    let (holder, year) = (Stream::Municipality(code), settings.year);
    match &settings.report {
        Report::Budget => Body::BudgetAdopted(BudgetAdopted { act, holder, year, lines, rounded_to }),
        Report::Accounts => Body::AccountsAdopted(AccountsAdopted { act, holder, year, lines, rounded_to }),
        Report::Actuals(through) => {
            let through = through.clone();
            Body::ActualsReported(ActualsReported { act, holder, year, through, lines, rounded_to })
        }
    }
}

/// The municipality acts; the file is its paper. Who published it is in the title.
fn act(file: &File<'_>, settings: &Settings, code: MunicipalityCode, delivery: &Delivery) -> Option<Act> {
    let title = format!(
        "Iv3 {} {} (CBS), bestand {}",
        settings.report.word(),
        settings.year,
        clean(file.source.name)
    );
    let numbers = rows(file, delivery.rows.iter().copied());
    let place = match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) => Text::new(&format!("rijen {first} tot en met {last}")).ok(),
        _ => None,
    };
    let document = file.source.document(Text::new(&title).ok()?, None, UncertainDate::Unknown, place);
    let organ = if matches!(settings.report, Report::Actuals(_)) { Organ::Executive } else { Organ::Council };
    Some(Act {
        organisation: OrganisationId::from(code),
        organ,
        date: settings.decided.clone(),
        documents: vec![document],
        legal_basis: Vec::new(),
        note: None,
    })
}

/// The name of a file as a text can hold it: without what is invisible, and not too long.
fn clean(name: &str) -> String {
    let shown: String =
        name.chars().filter(|c| c.is_alphanumeric() || " ._-()".contains(*c)).take(200).collect();
    let shown = shown.trim();
    if shown.is_empty() { "zonder naam".to_owned() } else { shown.to_owned() }
}

fn rows(file: &File<'_>, at: impl Iterator<Item = usize>) -> Vec<u64> {
    let mut rows: Vec<u64> = at.filter_map(|at| file.rows.get(at)).map(|row| row.row).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn summary(settings: &Settings, code: MunicipalityCode, lines: usize) -> String {
    let mut word = settings.report.word().to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    format!("{word} {} van {}: {lines} regels", settings.year, name(code))
}
