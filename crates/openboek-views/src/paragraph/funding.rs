//! Income by source: the kind of money, what binds it, how sure it is, and the circulars that overwrote each other.

use openboek_rules::amount::Sum;
use openboek_rules::statement::{Earmark, FundingSource, MoneyKind};
use openboek_rules::{Amount, Cents};

use super::cells::{add, cell, columns, labelled, phrase, row, table, text, text_or_none, years};
use super::context::Context;
use super::figures::is_counted;
use crate::labels;
use crate::model::{Cell, Label, Position, Row, RowRole, Table, TableId, Value};
use crate::state::figures::Indicated;

/// Every figure of the year whose money is told apart, also those that another one took the place of; then what counts, per earmark
/// and in all.
pub(super) fn sources(context: &Context<'_>) -> Option<Table> {
    let figures = context.view.figures.in_year(context.year.get()).into_iter();
    let told = |found: &&Indicated| found.money.is_some() || found.superseded.is_some();
    let figures: Vec<&Indicated> = figures.filter(told).collect();
    let mut rows: Vec<Row> = figures.iter().map(|found| figure_row(context, found)).collect();
    rows.extend(totals(&figures));
    let names = [
        labels::AMOUNT,
        labels::MONEY_KIND,
        labels::EARMARK,
        labels::CIRCULAR,
        labels::SISA,
        labels::YEARS,
        labels::COUNTING,
        labels::CHANGE,
        labels::BY,
    ];
    table(TableId::FundingSources, columns(&names), rows)
}

fn figure_row(context: &Context<'_>, found: &Indicated) -> Row {
    let figure = &found.figure;
    let at = found.said.at;
    let money = found.money.as_ref();
    let counting = match &found.superseded {
        Some((by, _)) => phrase(vec![Value::Label(labels::COUNTING_SUPERSEDED), text(by)]),
        None if is_counted(found) => Value::Label(labels::COUNTED),
        None => Value::Label(labels::COUNTING_MEMO),
    };
    let sources = || [at].into_iter().chain(found.superseded.iter().map(|(_, by)| *by));
    let cells = vec![
        cell(Value::Amount(figure.amount.clone(), Some(figure.certainty)), [at]),
        cell(money.map_or(Value::None, |money| Value::Label(kind_label(money.kind))), [at]),
        cell(money.map_or(Value::None, |money| Value::Label(earmark_label(money.earmark))), [at]),
        cell(text_or_none(money.and_then(|money| money.circular.as_ref())), [at]),
        cell(text_or_none(money.and_then(|money| money.sisa.as_ref())), [at]),
        cell(figure.years.map_or(Value::None, |span| years(span, false)), [at]),
        cell(counting, sources()),
        change(context, found),
        context.by(&found.said),
    ];
    let role = if is_counted(found) { RowRole::Item } else { RowRole::Memo };
    row(figure.figure.to_string(), &figure.description, role, cells)
}

/// The difference with the figure it took the place of, when both have an amount of their own.
fn change(context: &Context<'_>, found: &Indicated) -> Cell {
    let difference = || -> Option<(Cents, Position)> {
        let before = context.view.figures.get(found.supersedes.as_ref()?)?;
        let (now, then) = (found.figure.amount.countable()?, before.figure.amount.countable()?);
        Some((now.checked_sub(then)?, before.said.at))
    };
    difference().map_or_else(
        || cell(Value::None, []),
        |(cents, before)| cell(Value::Amount(Amount::Exact(cents), None), [found.said.at, before]),
    )
}

/// What counts, per earmark in the order of firmness, and in all. Rounded amounts are added as they were recorded.
fn totals(figures: &[&Indicated]) -> Vec<Row> {
    let earmarks =
        [Earmark::Free, Earmark::IndicativeCluster, Earmark::CouncilRingFenced, Earmark::Statutory];
    let mut rows: Vec<Row> = earmarks
        .into_iter()
        .filter_map(|earmark| {
            let bound = |money: &FundingSource| money.earmark == earmark;
            let cells = total(figures, |found| found.money.as_ref().is_some_and(bound))?;
            let label = earmark_label(earmark);
            Some(labelled(format!("total:{}", label.key()), label, RowRole::Total, cells))
        })
        .collect();
    if let Some(cells) = total(figures, |_| true) {
        rows.push(labelled("total", labels::TOTAL, RowRole::Total, cells));
    }
    rows
}

/// The cells of a total; `None` when nothing of it counts.
fn total(figures: &[&Indicated], belongs: impl Fn(&Indicated) -> bool) -> Option<Vec<Cell>> {
    let parts: Vec<&&Indicated> =
        figures.iter().filter(|found| is_counted(found) && belongs(found)).collect();
    if parts.is_empty() {
        return None;
    }
    let sum = parts.iter().fold(Sum::default(), |sum, found| add(sum, &found.figure.amount));
    let mut cells = vec![cell(Value::Sum(sum), parts.iter().map(|found| found.said.at))];
    cells.extend((0..8).map(|_| cell(Value::None, [])));
    Some(cells)
}

const fn kind_label(kind: MoneyKind) -> Label {
    match kind {
        MoneyKind::GeneralGrant => labels::MONEY_GENERAL_GRANT,
        MoneyKind::IntegrationGrant => labels::MONEY_INTEGRATION_GRANT,
        MoneyKind::DecentralisationGrant => labels::MONEY_DECENTRALISATION_GRANT,
        MoneyKind::SpecificGrant => labels::MONEY_SPECIFIC_GRANT,
        MoneyKind::SocialAssistanceBudget => labels::MONEY_SOCIAL_ASSISTANCE_BUDGET,
        MoneyKind::OwnContributions => labels::MONEY_OWN_CONTRIBUTIONS,
        MoneyKind::ProvincialSubsidy => labels::MONEY_PROVINCIAL_SUBSIDY,
        MoneyKind::OtherMunicipality => labels::MONEY_OTHER_MUNICIPALITY,
        MoneyKind::Reserve => labels::MONEY_RESERVE,
    }
}

const fn earmark_label(earmark: Earmark) -> Label {
    match earmark {
        Earmark::Free => labels::EARMARK_FREE,
        Earmark::IndicativeCluster => labels::EARMARK_INDICATIVE_CLUSTER,
        Earmark::CouncilRingFenced => labels::EARMARK_COUNCIL_RING_FENCED,
        Earmark::Statutory => labels::EARMARK_STATUTORY,
    }
}
