//! Paragraphs that have pictures: the cuts of two starting cases as they are known, and tables that these cases do not have.

use openboek_rules::{Amount, Certainty, Stream};
use openboek_views::labels;
use openboek_views::model::{
    Cell, ColumnId, Head, Label, Paragraph, Row, RowRole, Section, SectionId, Table, TableId, Value, Words,
};

use super::sample::{self, cents, exact, label, percent, text, unknown, words, year};

/// A paragraph of this holder with one section.
pub(crate) fn paragraph(holder: &str, first: i64, tables: Vec<Table>) -> Paragraph {
    let sample = sample::paragraph();
    let head = Head { holder: Stream::new(holder).unwrap(), year: year(first), ..sample.head };
    Paragraph { head, sections: vec![Section { id: SectionId::Cuts, tables }] }
}

pub(crate) fn row(id: &str, name: &str, values: Vec<Value>) -> Row {
    let cells = values.into_iter().map(|value| {
        let sources = if value == Value::None { Vec::new() } else { vec![7] };
        Cell { value, sources }
    });
    Row { id: id.into(), name: Words::Text(name.into()), role: RowRole::Item, cells: cells.collect() }
}

pub(crate) fn table(id: TableId, columns: &[ColumnId], rows: Vec<Row>) -> Table {
    assert!(rows.iter().all(|row| row.cells.len() == columns.len()), "{id:?}");
    Table { id, columns: columns.to_vec(), rows }
}

pub(crate) fn named(labels: &[Label]) -> Vec<ColumnId> {
    labels.iter().map(|label| ColumnId::Named(*label)).collect()
}

/// A cut: its identifier and name, whose amounts these are, what stands in each year, and what was imposed first.
pub(crate) type Lane<'a> = (&'a str, &'a str, Label, Vec<Value>, Option<Vec<Value>>);

/// The tables of these cuts, from a year on.
pub(crate) fn cuts(first: i64, lanes: Vec<Lane<'_>>) -> Vec<Table> {
    let width = i64::try_from(lanes.first().map_or(0, |lane| lane.3.len())).unwrap();
    let years: Vec<ColumnId> = (0..width).map(|n| ColumnId::Year(year(first + n))).collect();
    let (mut now, mut sums) = (Vec::new(), Vec::new());
    for (id, name, level, values, imposed) in lanes {
        if let Some(imposed) = imposed {
            sums.push(row(
                &format!("{id}:imposed"),
                "Opgelegd",
                std::iter::once(text(id)).chain(imposed).collect(),
            ));
        }
        now.push(row(id, name, values.into_iter().chain([label(level)]).collect()));
    }
    let lanes: Vec<ColumnId> = years.iter().copied().chain(named(&[labels::LEVEL])).collect();
    let balance: Vec<ColumnId> = named(&[labels::CUT]).into_iter().chain(years).collect();
    vec![table(TableId::CutLanes, &lanes, now), table(TableId::CutBalance, &balance, sums)]
}

pub(crate) fn share(points: i32) -> Value {
    Value::Amount(percent(points), Some(Certainty::Decided))
}

pub(crate) fn held(amount: Amount, extent: Option<Amount>) -> Value {
    Value::Suspended { amount, extent }
}

/// Stichtse Vecht, 2021: a fifth that was never an amount became € 165.000 a year, and is mostly suspended in the first.
pub(crate) fn stichtse_vecht() -> Paragraph {
    let mostly = held(percent(-2000), Some(Amount::Qualitative(words("grotendeels"))));
    let year = || exact(-16_500_000);
    let own = labels::LEVEL_OWN;
    let lanes = vec![
        (
            "SV-20",
            "sociale basis (subsidies preventie, welzijn, media)",
            own,
            vec![mostly, year(), year(), year()],
            Some(vec![share(-2000), share(-2000), share(-2000), share(-2000)]),
        ),
        (
            "SV-22",
            "sociale basis (uitkomst van het gezamenlijke voorstel)",
            own,
            vec![Value::None, unknown("geen bedrag"), unknown("geen bedrag"), unknown("geen bedrag")],
            None,
        ),
    ];
    paragraph("GM1904", 2021, cuts(2021, lanes))
}

/// Dordrecht, 2020: five million of the region, of which nobody knows yet what the municipality bears.
pub(crate) fn dordrecht() -> Paragraph {
    let of = |value: Value| vec![value, Value::None, Value::None, Value::None];
    let unknown = sample::sum(0, 0, 0, 1);
    let lanes = vec![
        (
            "DS-5",
            "sociaal domein",
            labels::LEVEL_REGIONAL,
            of(exact(-500_000_000)),
            Some(of(exact(-500_000_000))),
        ),
        ("DS-5:GM0505", "sociaal domein", labels::LEVEL_SHARE, of(unknown), None),
    ];
    paragraph("GM0505", 2020, cuts(2020, lanes))
}

/// A cut that was spread anew, suspended in a year and estimated in another.
pub(crate) fn spread_anew() -> Paragraph {
    let imposed = || exact(-10_000_000);
    let now = vec![
        held(Amount::Exact(cents(-6_000_000)), Some(Amount::Exact(cents(-4_500_000)))),
        held(Amount::Exact(cents(-14_000_000)), None),
        sample::about(-20_000_000, Certainty::Estimate),
        exact(0),
    ];
    let imposed = Some(vec![imposed(), imposed(), imposed(), imposed()]);
    paragraph(
        "GM1904",
        2021,
        cuts(2021, vec![("X-1", "huishoudelijke hulp", labels::LEVEL_OWN, now, imposed)]),
    )
}

/// Sources of money: two certain, an estimate, an unknown, one that does not count.
pub(crate) fn funding() -> Paragraph {
    let source = |id: &str, amount: Value, kind: Label, counting: Label| {
        row(id, "bron", vec![amount, label(kind), label(counting)])
    };
    let rows = vec![
        source("F1", exact(420_000_000), labels::MONEY_GENERAL_GRANT, labels::COUNTED),
        source(
            "F2",
            sample::about(90_000_000, Certainty::Estimate),
            labels::MONEY_GENERAL_GRANT,
            labels::COUNTED,
        ),
        source("F3", exact(310_000_050), labels::MONEY_SPECIFIC_GRANT, labels::COUNTED),
        source("F4", unknown("meicirculaire"), labels::MONEY_SPECIFIC_GRANT, labels::COUNTED),
        source("F5", exact(35_000_000), labels::MONEY_OWN_CONTRIBUTIONS, labels::COUNTED),
        source("F6", exact(999_000_000), labels::MONEY_OWN_CONTRIBUTIONS, labels::COUNTING_MEMO),
        source("F7", exact(-12_000_000), labels::MONEY_PROVINCIAL_SUBSIDY, labels::COUNTED),
    ];
    let columns = named(&[labels::AMOUNT, labels::MONEY_KIND, labels::COUNTING]);
    paragraph("GM1904", 2021, vec![table(TableId::FundingSources, &columns, rows)])
}

/// What three municipalities contribute, one of which is not known.
pub(crate) fn members() -> Paragraph {
    let part = |id: &str, name: &str, value: Value| row(id, name, vec![value]);
    let rows = vec![
        part("C-1:GM0482", "Alblasserdam", exact(55_000_000)),
        part("C-1:GM0505", "Dordrecht", exact(415_000_001)),
        part("C-1:GM0590", "Papendrecht", sample::sum(0, 0, 0, 1)),
        part("C-1:total", "Totaal", exact(470_000_001)),
    ];
    let columns = named(&[labels::ALLOCATED_PART]);
    paragraph("region", 2021, vec![table(TableId::ContributionShares, &columns, rows)])
}

/// Changes of a budget, the side and amount of each; the last for the year after.
pub(crate) fn amendments(changes: &[(i64, Label, i64)]) -> Paragraph {
    let rows = changes.iter().enumerate().map(|(n, (of, side, mutation))| {
        row(&format!("{n}"), "Wmo", vec![sample::years(*of, *of, false), label(*side), exact(*mutation)])
    });
    let columns = named(&[labels::YEAR, labels::SIDE, labels::MUTATION]);
    paragraph("GM1904", 2021, vec![table(TableId::AmendmentLines, &columns, rows.collect())])
}
