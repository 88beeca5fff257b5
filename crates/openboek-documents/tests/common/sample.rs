//! A paragraph as a council would see it, with every kind of value.

use openboek_rules::amount::{Promise, Sum};
use openboek_rules::{
    Amount, Base, BasisPoints, Bound, BudgetYear, Cents, Certainty, Stream, Text, UncertainDate, YearSpan,
};
use openboek_views::labels;
use openboek_views::model::{
    Cell, ColumnId, Head, Label, Moment, Paragraph, Row, RowRole, Section, SectionId, Table, TableId, Value,
    Words,
};

pub(crate) fn year(number: i64) -> BudgetYear {
    BudgetYear::new(number).unwrap()
}

pub(crate) fn cents(number: i64) -> Cents {
    Cents::new(number).unwrap()
}

pub(crate) fn words(text: &str) -> Text {
    Text::new(text).unwrap()
}

pub(crate) fn exact(number: i64) -> Value {
    Value::Amount(Amount::Exact(cents(number)), Some(Certainty::Decided))
}

pub(crate) fn about(number: i64, certainty: Certainty) -> Value {
    Value::Amount(Amount::About { cents: cents(number), granularity: cents(10_000_000) }, Some(certainty))
}

pub(crate) fn unknown(reason: &str) -> Value {
    Value::Amount(Amount::Unknown { reason: words(reason), promised: None }, Some(Certainty::Announced))
}

pub(crate) fn percent(points: i32) -> Amount {
    Amount::PercentOf {
        share: BasisPoints::new(points).unwrap(),
        base: Base::Unknown(None),
        bound: Bound::Exactly,
    }
}

pub(crate) fn sum(known: i64, known_parts: u32, about_parts: u32, unknown_parts: u32) -> Value {
    Value::Sum(Sum { known: cents(known), known_parts, about_parts, unknown_parts })
}

pub(crate) fn date(edtf: &str) -> Value {
    Value::Date(UncertainDate::parse(edtf).unwrap())
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.into())
}

pub(crate) fn label(label: Label) -> Value {
    Value::Label(label)
}

pub(crate) fn years(first: i64, last: i64, inferred: bool) -> Value {
    Value::Years { span: YearSpan::new(year(first), year(last)).unwrap(), inferred }
}

pub(crate) fn cell(value: Value, sources: &[u64]) -> Cell {
    let sources = if value == Value::None { Vec::new() } else { sources.to_vec() };
    Cell { value, sources }
}

pub(crate) fn row(id: &str, name: &str, values: Vec<(Value, &[u64])>) -> Row {
    let cells = values.into_iter().map(|(value, sources)| cell(value, sources)).collect();
    Row { id: id.into(), name: Words::Text(name.into()), role: RowRole::Item, cells }
}

pub(crate) fn named(id: &str, name: Label, role: RowRole, values: Vec<(Value, &[u64])>) -> Row {
    Row { name: Words::Label(name), role, ..row(id, "", values) }
}

fn table(id: TableId, columns: Vec<ColumnId>, rows: Vec<Row>) -> Table {
    for row in &rows {
        assert_eq!(row.cells.len(), columns.len(), "{id:?} {}", row.id);
    }
    Table { id, columns, rows }
}

fn columns(labels: &[Label]) -> Vec<ColumnId> {
    labels.iter().map(|label| ColumnId::Named(*label)).collect()
}

/// The paragraph of Stichtse Vecht for 2021 as known at the end of November 2020, with made-up budget lines.
pub(crate) fn paragraph() -> Paragraph {
    Paragraph {
        head: Head {
            origin: "ledger.example.nl/stichtse-vecht".into(),
            arrangement: "Stichtse Vecht en de Vitale Coalitie".into(),
            holder: Stream::new("GM1904").unwrap(),
            holder_name: "Stichtse Vecht".into(),
            year: year(2021),
            moment: Moment { size: 21, as_decided_on: None, reference_day: jiff::civil::date(2020, 11, 30) },
        },
        sections: vec![
            Section { id: SectionId::AtAGlance, tables: vec![key_figures()] },
            Section { id: SectionId::IncomeAndExpenditure, tables: vec![by_taakveld(), multi_year()] },
            Section { id: SectionId::Indications, tables: vec![indicated(), checks()] },
            Section { id: SectionId::Cuts, tables: vec![lanes(), parts()] },
            Section { id: SectionId::Voices, tables: vec![views(), items()] },
            Section { id: SectionId::JointProposals, tables: vec![proposals()] },
            Section { id: SectionId::Learning, tables: vec![indicators()] },
            Section { id: SectionId::Unknowns, tables: vec![unknowns()] },
            Section { id: SectionId::Sources, tables: vec![documents()] },
        ],
    }
}

fn key_figures() -> Table {
    let item = RowRole::Item;
    table(
        TableId::KeyFigures,
        columns(&[labels::VALUE, labels::PREVIOUS_YEAR]),
        vec![
            named(
                "income",
                labels::INCOME,
                item,
                vec![(exact(1_234_567_800), &[2]), (exact(1_199_000_000), &[1])],
            ),
            named(
                "expenditure",
                labels::EXPENDITURE,
                item,
                vec![(exact(4_398_211_900), &[2, 9]), (exact(4_250_100_000), &[1])],
            ),
            named(
                "balance",
                labels::BALANCE,
                RowRole::Total,
                vec![(exact(-3_163_644_100), &[2, 9]), (exact(-3_051_100_000), &[1])],
            ),
            named("cuts", labels::CUTS_EFFECT, item, vec![(sum(0, 0, 0, 2), &[3, 4]), (Value::None, &[])]),
            named(
                "unknown",
                labels::UNKNOWN_AMOUNTS,
                item,
                vec![(Value::Count(3), &[3, 4, 8]), (Value::Count(0), &[])],
            ),
            named("open", labels::OPEN_REQUESTS, item, vec![(Value::Count(9), &[11]), (Value::None, &[])]),
        ],
    )
}

fn by_taakveld() -> Table {
    let line = |id: &str, name: &str, income: i64, expenditure: i64| {
        row(
            id,
            name,
            vec![(exact(income), &[2]), (exact(expenditure), &[2]), (exact(income - expenditure), &[2])],
        )
    };
    let mut total = named(
        "total",
        labels::TOTAL,
        RowRole::Total,
        vec![(exact(1_234_567_850), &[2]), (exact(4_398_211_990), &[2]), (exact(-3_163_644_140), &[2])],
    );
    total.cells[0].value = sum(1_234_567_850, 3, 0, 0);
    table(
        TableId::BudgetByTaakveld,
        columns(&[labels::INCOME, labels::EXPENDITURE, labels::BALANCE]),
        vec![
            line("6.1", "Samenkracht en burgerparticipatie", 12_345_050, 812_000_000),
            line("6.3", "Inkomensregelingen", 1_222_222_800, 1_586_211_990),
            line("6.71", "Maatwerkdienstverlening 18+", 0, 2_000_000_000),
            total,
        ],
    )
}

fn multi_year() -> Table {
    let years = [2021, 2022, 2023, 2024].map(|number| ColumnId::Year(year(number)));
    table(
        TableId::MultiYear,
        years.to_vec(),
        vec![
            named(
                "wmo",
                labels::FAMILY_WMO,
                RowRole::Item,
                vec![
                    (exact(1_197_800_000), &[2]),
                    (exact(1_197_700_000), &[2]),
                    (exact(1_177_100_000), &[2]),
                    (sum(1_177_100_000, 3, 1, 1), &[2, 8]),
                ],
            ),
            named(
                "youth",
                labels::FAMILY_YOUTH,
                RowRole::Memo,
                vec![
                    (exact(1_274_600_000), &[2]),
                    (exact(1_172_800_000), &[2]),
                    (Value::Amount(Amount::AtMost(cents(1_066_700_000)), Some(Certainty::Estimate)), &[2]),
                    (Value::None, &[]),
                ],
            ),
        ],
    )
}

fn indicated() -> Table {
    let promised =
        Promise { document: words("meicirculaire 2013"), expected: UncertainDate::parse("2013-05").unwrap() };
    let youth = Amount::Unknown { reason: words("nog geen indicatie beschikbaar"), promised: Some(promised) };
    let less = Value::Amount(Amount::LessThan(cents(300_000_000)), Some(Certainty::RoughEstimate));
    table(
        TableId::IndicatedFigures,
        columns(&[labels::AMOUNT, labels::PILLAR, labels::COUNTING]),
        vec![
            row(
                "A08",
                "Hulp bij het huishouden",
                vec![
                    (about(250_000_000, Certainty::Estimate), &[5]),
                    (label(labels::PILLAR_WMO), &[5]),
                    (label(labels::COUNTED), &[5]),
                ],
            ),
            row(
                "A02",
                "Participatie, als het lager uitvalt",
                vec![
                    (less, &[6]),
                    (label(labels::PILLAR_PARTICIPATION), &[6]),
                    (Value::Phrase(vec![label(labels::COUNTING_ALTERNATIVE), text("A01")]), &[6]),
                ],
            ),
            row(
                "A24",
                "Jeugd",
                vec![
                    (Value::Amount(youth, None), &[8]),
                    (label(labels::PILLAR_YOUTH), &[8]),
                    (Value::Phrase(vec![label(labels::COUNTING_ONLY_IF), text("de wet doorgaat")]), &[8]),
                ],
            ),
        ],
    )
}

fn checks() -> Table {
    let ratio = Value::Ratio { part: cents(220_000_000), whole: cents(225_000_000_000) };
    let range = Amount::Range { low: cents(5_000_000), high: cents(10_000_000) };
    table(
        TableId::IndicationChecks,
        columns(&[labels::COMPUTED, labels::VERDICT]),
        vec![
            named(
                "share",
                labels::CHECK_SHARE,
                RowRole::Item,
                vec![(ratio, &[5, 6]), (label(labels::SOURCE_OPEN), &[6])],
            ),
            named(
                "remainder",
                labels::CHECK_REMAINDER,
                RowRole::Item,
                vec![(Value::Amount(range, None), &[5]), (label(labels::AGREES), &[5])],
            ),
        ],
    )
}

fn lanes() -> Table {
    let twenty = || Value::Amount(percent(-2000), Some(Certainty::Decided));
    let mostly =
        Value::Suspended { amount: percent(-2000), extent: Some(Amount::Qualitative(words("grotendeels"))) };
    let mut columns = columns(&[labels::MEASURE]);
    columns.extend([2021, 2022].map(|number| ColumnId::Year(year(number))));
    columns.extend([ColumnId::Named(labels::STATUS), ColumnId::Named(labels::BY)]);
    let state = Value::Phrase(vec![
        label(labels::DECIDED),
        label(labels::SUSPENDED),
        years(2021, 2021, false),
        Value::Amount(Amount::Qualitative(words("grotendeels")), None),
    ]);
    let conditional =
        Value::Phrase(vec![label(labels::INTENTION), label(labels::CONDITIONAL), date("2021-04")]);
    table(
        TableId::CutLanes,
        columns,
        vec![
            row(
                "SV-20",
                "Sociale basis (subsidies preventie, welzijn en media)",
                vec![
                    (twenty(), &[3]),
                    (mostly, &[3, 4]),
                    (twenty(), &[3]),
                    (state, &[3, 4]),
                    (text("Stichtse Vecht, raad"), &[3]),
                ],
            ),
            row(
                "SV-22",
                "Gezamenlijk voorstel met de Vitale Coalitie",
                vec![
                    (Value::None, &[]),
                    (Value::None, &[]),
                    (unknown("hangt af van het voorstel"), &[7]),
                    (conditional, &[5, 7]),
                    (text("Stichtse Vecht, college van B&W"), &[7]),
                ],
            ),
        ],
    )
}

fn parts() -> Table {
    let part = |id: &str, name: &str, amount: i64, state: Value| {
        row(id, name, vec![(exact(amount), &[20]), (years(2022, 2024, true), &[20]), (state, &[20])])
    };
    let adopted = || label(labels::STATUS_ADOPTED);
    table(
        TableId::CutParts,
        columns(&[labels::AMOUNT, labels::YEARS, labels::STATUS]),
        vec![
            part("SV-20:20:jeugd-punt", "Jeugd-Punt", -3_000_000, adopted()),
            part("SV-20:20:welzijn", "Welzijn Stichtse Vecht", -8_715_000, adopted()),
            part("SV-20:20:kwadraad", "Kwadraad", -4_785_000, adopted()),
            part(
                "SV-20:20:bibliotheek",
                "Bibliotheek Angstel, Vecht en Venen",
                0,
                Value::List(vec![adopted(), label(labels::NO_CUT)]),
            ),
            named(
                "SV-20:20:total",
                labels::TOTAL,
                RowRole::Total,
                vec![(sum(-16_500_000, 4, 0, 0), &[20]), (Value::None, &[]), (Value::None, &[])],
            ),
        ],
    )
}

fn views() -> Table {
    table(
        TableId::Views,
        columns(&[labels::DATE, labels::ANSWERED_OF, labels::DAYS_OPEN, labels::STATUS]),
        vec![row(
            "ZW-1",
            "Visie “Iedereen een zelfstandig en volwaardig bestaan”",
            vec![
                (date("2020-01-16"), &[11]),
                (Value::Of { done: 0, total: 9 }, &[11]),
                (Value::Days(173), &[11]),
                (label(labels::OPEN), &[11]),
            ],
        )],
    )
}

fn items() -> Table {
    let item = |id: &str, name: &str, kind: Label, again: Label| {
        row(id, name, vec![(label(kind), &[11]), (label(again), &[11]), (label(labels::OPEN), &[11])])
    };
    table(
        TableId::ViewItems,
        columns(&[labels::KIND, labels::RECURRENCE, labels::STATUS]),
        vec![
            item("R2", "Meld ook mislukte experimenten", labels::ITEM_REQUEST, labels::ONCE),
            item("R3", "Informeer de raad jaarlijks over de voortgang", labels::ITEM_REQUEST, labels::YEARLY),
            item(
                "R7",
                "Meer transparantie in alle inkomens en uitgaven van het sociaal domein",
                labels::ITEM_PRINCIPLE,
                labels::EACH_BUDGET,
            ),
        ],
    )
}

fn proposals() -> Table {
    table(
        TableId::Proposals,
        columns(&[labels::JOINT_STATE, labels::PLANNED]),
        vec![row(
            "JP-LZ",
            "Bouwen op de kracht van de lokale samenleving",
            vec![
                (Value::Phrase(vec![label(labels::PENDING), Value::Of { done: 0, total: 2 }]), &[13]),
                (Value::List(vec![date("2013-04-08"), date("[2013-04-22,2013-05-08]")]), &[14, 15]),
            ],
        )],
    )
}

fn indicators() -> Table {
    table(
        TableId::Indicators,
        columns(&[labels::TARGET, labels::IN_WORDS]),
        vec![row(
            "woonservicegebied",
            "Inwoners in een woonservicegebied",
            vec![(Value::Percent(BasisPoints::new(7000).unwrap()), &[16]), (text("bijna 100 %"), &[16])],
        )],
    )
}

fn unknowns() -> Table {
    table(
        TableId::UnknownAmounts,
        columns(&[labels::REASON, labels::PROMISED_DOCUMENT, labels::EXPECTED]),
        vec![
            row(
                "SV-20",
                "Bezuiniging SV-20",
                vec![(label(labels::REASON_BASE_UNKNOWN), &[3]), (Value::None, &[]), (Value::None, &[])],
            ),
            row(
                "A24",
                "Jeugd",
                vec![
                    (text("nog geen indicatie beschikbaar"), &[8]),
                    (text("meicirculaire 2013"), &[8]),
                    (date("2013-05"), &[8]),
                ],
            ),
        ],
    )
}

fn documents() -> Table {
    table(
        TableId::Documents,
        columns(&[labels::REFERENCE, labels::DATE, labels::ADDRESSEE, labels::DIGEST]),
        vec![
            row(
                "1",
                "Brief aan de ontvangers van subsidie over het budget voor preventie in de jaren 2021 tot en met 2024",
                vec![
                    (text("DOC/20/406214"), &[3]),
                    (date("2020"), &[3]),
                    (Value::None, &[]),
                    (text(&"a1b2c3d4".repeat(8)), &[3]),
                ],
            ),
            row(
                "2",
                "Zienswijze op de visie",
                vec![
                    (label(labels::REFERENCE_NOT_ASSIGNED), &[11]),
                    (date("2019-23"), &[11]),
                    (Value::None, &[]),
                    (Value::None, &[]),
                ],
            ),
        ],
    )
}
