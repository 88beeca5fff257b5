//! Any paragraph at all: every table, every kind of value, hostile text.

use openboek_rules::amount::{Promise, Sum};
use openboek_rules::law::{Length, Term};
use openboek_rules::{
    Amount, Base, BasisPoints, Bound, BudgetYear, Cents, Certainty, FigureId, Stream, Text, UncertainDate,
    YearSpan,
};
use openboek_views::labels;
use openboek_views::model::{
    Cell, ColumnId, Head, Moment, Paragraph, Row, RowRole, Section, SectionId, Table, TableId, Value, Words,
};
use proptest::prelude::*;
use proptest::sample::select;

/// Text that would do harm where it is not escaped, and text that is only text.
pub(crate) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "\"><a href='javascript:alert(1)'>x</a>",
    "'; DROP TABLE figures; --",
    "=HYPERLINK(\"http://example.org\")",
    "+31 6",
    "-1+1",
    "@SUM(A1:A9)",
    "a;b;\"c\"",
    "&lt;b&gt; &amp; &#60;",
    "{{ w.get(\"x\") }} {% raw %}",
    "café „aanhaling” — €",
    "]]> <!-- -->",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        select(HOSTILE).prop_map(str::to_owned),
        "[A-Za-z0-9][A-Za-z0-9 ,.()/&<>\"'=;-]{0,60}".prop_map(|text| text.trim().to_owned()),
    ]
}

fn words() -> impl Strategy<Value = Text> {
    text().prop_map(|text| Text::new(&text).unwrap())
}

fn cents() -> impl Strategy<Value = Cents> {
    prop_oneof![
        -1_000i64..1_000,
        -900_000_000_000i64..900_000_000_000,
        (-90_000i64..90_000).prop_map(|n| n * 100)
    ]
    .prop_map(|number| Cents::new(number).unwrap())
}

fn points() -> impl Strategy<Value = BasisPoints> {
    (-100_000i32..=100_000).prop_map(|number| BasisPoints::new(number).unwrap())
}

fn date() -> impl Strategy<Value = UncertainDate> {
    select(vec![
        "2020-11-11",
        "2021-04",
        "2019-23",
        "2019-24",
        "2020",
        "[2013-04-22,2013-05-08]",
        "2013-02/2013-05",
        "2020-11-11/..",
        "2021/..",
        "XXXX",
    ])
    .prop_map(|edtf| UncertainDate::parse(edtf).unwrap())
}

fn base() -> impl Strategy<Value = Base> {
    prop_oneof![
        Just(Base::Unknown(None)),
        words().prop_map(|words| Base::Unknown(Some(words))),
        proptest::collection::vec("A[0-9]{1,2}", 1..3)
            .prop_map(|ids| Base::Figures(ids.iter().map(|id| FigureId::new(id).unwrap()).collect())),
    ]
}

fn amount() -> impl Strategy<Value = Amount> {
    let promise = (words(), date()).prop_map(|(document, expected)| Promise { document, expected });
    prop_oneof![
        4 => cents().prop_map(Amount::Exact),
        1 => cents().prop_map(|cents| Amount::About { cents, granularity: Cents::new(100).unwrap() }),
        1 => cents().prop_map(Amount::AtMost),
        1 => cents().prop_map(Amount::LessThan),
        1 => cents().prop_map(Amount::AtLeast),
        1 => (cents(), cents()).prop_map(|(a, b)| Amount::Range { low: a.min(b), high: a.max(b) }),
        1 => (points(), base(), select(vec![Bound::Exactly, Bound::AtLeast, Bound::AtMost]))
            .prop_map(|(share, base, bound)| Amount::PercentOf { share, base, bound }),
        1 => words().prop_map(Amount::Qualitative),
        1 => (words(), proptest::option::of(promise)).prop_map(|(reason, promised)| Amount::Unknown { reason, promised }),
    ]
}

fn certainty() -> impl Strategy<Value = Option<Certainty>> {
    proptest::option::of(select(vec![
        Certainty::RoughEstimate,
        Certainty::Estimate,
        Certainty::Announced,
        Certainty::Circular,
        Certainty::Proposed,
        Certainty::Decided,
        Certainty::Granted,
        Certainty::Realised,
        Certainty::AdoptedAccounts,
        Certainty::Supervised,
    ]))
}

fn sum() -> impl Strategy<Value = Sum> {
    (cents(), 0u32..4, 0u32..4, 0u32..4).prop_map(|(cents, known_parts, about, unknown_parts)| Sum {
        known: if known_parts == 0 { Cents::ZERO } else { cents },
        known_parts,
        about_parts: about.min(known_parts),
        unknown_parts,
    })
}

fn span() -> impl Strategy<Value = YearSpan> {
    (2013i64..2030, 0i64..5).prop_map(|(first, more)| {
        YearSpan::new(BudgetYear::new(first).unwrap(), BudgetYear::new(first + more).unwrap()).unwrap()
    })
}

fn term() -> impl Strategy<Value = Term> {
    let length = (0u16..400).prop_flat_map(|n| {
        select(vec![Length::Days(n), Length::Weeks(n), Length::Months(n), Length::Years(n)])
    });
    let fixed = (-2i8..3, 1i8..13, 1i8..29);
    prop_oneof![
        length.clone().prop_map(Term::After),
        length.clone().prop_map(Term::Chosen),
        length.prop_map(Term::Before),
        fixed.prop_map(|(years, month, day)| Term::Fixed { years, month, day }),
    ]
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::None),
        5 => (amount(), certainty()).prop_map(|(amount, certainty)| Value::Amount(amount, certainty)),
        1 => (amount(), proptest::option::of(amount())).prop_map(|(amount, extent)| Value::Suspended { amount, extent }),
        2 => sum().prop_map(Value::Sum),
        1 => points().prop_map(Value::Percent),
        1 => (cents(), 1i64..1_000_000).prop_map(|(part, whole)| Value::Ratio { part, whole: Cents::new(whole).unwrap() }),
        1 => (0u64..2_000_000).prop_map(Value::Count),
        1 => (0u64..50, 0u64..50).prop_map(|(done, total)| Value::Of { done, total }),
        1 => (-3i64..4_000).prop_map(Value::Days),
        1 => date().prop_map(Value::Date),
        1 => term().prop_map(Value::Term),
        1 => (span(), any::<bool>()).prop_map(|(span, inferred)| Value::Years { span, inferred }),
        3 => text().prop_map(Value::Text),
        2 => select(labels::ALL).prop_map(Value::Label),
    ]
}

fn several() -> impl Strategy<Value = Vec<Value>> {
    let something = leaf().prop_filter("nothing is no part of several", |value| *value != Value::None);
    proptest::collection::vec(something, 2..4)
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![8 => leaf(), 1 => several().prop_map(Value::Phrase), 1 => several().prop_map(Value::List)]
}

fn cell() -> impl Strategy<Value = Cell> {
    (value(), proptest::collection::btree_set(0u64..5_000, 0..4)).prop_map(|(value, sources)| {
        let sources = if value == Value::None { Vec::new() } else { sources.into_iter().collect() };
        Cell { value, sources }
    })
}

fn columns() -> impl Strategy<Value = Vec<ColumnId>> {
    let named = proptest::sample::subsequence(labels::ALL.to_vec(), 1..5);
    let years = proptest::collection::btree_set(2015i64..2030, 0..3);
    (named, years).prop_map(|(named, years)| {
        let years = years.into_iter().map(|year| ColumnId::Year(BudgetYear::new(year).unwrap()));
        years.chain(named.into_iter().map(ColumnId::Named)).collect()
    })
}

fn row(width: usize) -> impl Strategy<Value = Row> {
    let name = prop_oneof![text().prop_map(Words::Text), select(labels::ALL).prop_map(Words::Label)];
    let role = select(vec![RowRole::Item, RowRole::Total, RowRole::Memo]);
    (name, role, proptest::collection::vec(cell(), width)).prop_map(|(name, role, cells)| Row {
        id: String::new(),
        name,
        role,
        cells,
    })
}

fn table(id: TableId) -> impl Strategy<Value = Table> {
    columns().prop_flat_map(move |columns| {
        let rows = proptest::collection::vec((row(columns.len()), text()), 1..5);
        rows.prop_map(move |rows| {
            // Identifiers are unique within a table, and some are hostile.
            let rows = rows
                .into_iter()
                .enumerate()
                .map(|(n, (row, id))| Row { id: format!("{id}{n}"), ..row })
                .collect();
            Table { id, columns: columns.clone(), rows }
        })
    })
}

/// Any paragraph.
pub(crate) fn paragraph() -> impl Strategy<Value = Paragraph> {
    let tables = proptest::sample::subsequence(TableId::ALL.to_vec(), 1..5)
        .prop_flat_map(|ids| ids.into_iter().map(table).collect::<Vec<_>>());
    (tables, text(), text(), select(SectionId::ALL)).prop_map(|(tables, arrangement, holder_name, id)| {
        Paragraph {
            head: Head {
                origin: "ledger.example.nl/x".into(),
                arrangement,
                holder: Stream::new("GM0505").unwrap(),
                holder_name,
                year: BudgetYear::new(2021).unwrap(),
                moment: Moment {
                    size: 21,
                    as_decided_on: Some(jiff::civil::date(2020, 11, 11)),
                    reference_day: jiff::civil::date(2020, 11, 11),
                },
            },
            sections: vec![Section { id, tables }],
        }
    })
}
