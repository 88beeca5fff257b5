//! Where the money of a year comes from: one bar, a piece for each source that counts, by who pays.

use super::Chart;
use super::draw::{Align, Drawing, Fill, Mark, SERIES, UNKNOWN_WIDTH, WIDTH};
use super::quantity::{Quantity, cell, state};
use super::scale::{Scale, Span};
use crate::lang::Lang;
use crate::sheet::SheetTable;
use crate::words::{by_key, filled};

/// Who pays, and the kinds of money that they pay; a kind that is not told is with the last.
const PAYERS: [(&str, &[&str]); SERIES] = [
    ("chart-payer-fund", &["money-general-grant", "money-integration-grant", "money-decentralisation-grant"]),
    ("chart-payer-state", &["money-specific-grant", "money-social-assistance-budget"]),
    ("chart-payer-own", &["money-own-contributions", "money-reserve"]),
    ("chart-payer-others", &[]),
];

/// Place of the bar, and of the lines of the legend below it.
const BAR: (i32, i32) = (4, 28);
const LINE: i32 = 21;
/// Letters for which a line of the legend has room, the amount in bold.
const LETTERS: usize = 40;

/// What one payer pays.
#[derive(Clone, Debug, Default)]
struct Payer {
    amounts: Vec<(i128, bool)>,
    unknown: usize,
}

impl Payer {
    fn sum(&self) -> i128 {
        self.amounts.iter().fold(0, |sum: i128, (cents, _)| sum.saturating_add(*cents))
    }

    fn loose(&self) -> bool {
        self.amounts.iter().any(|(_, loose)| *loose)
    }
}

/// The picture; `None` when nothing counts.
pub(super) fn chart(table: &SheetTable, lang: Lang) -> Option<Chart> {
    let payers = payers(table);
    if payers.iter().all(|payer| payer.amounts.is_empty() && payer.unknown == 0) {
        return None;
    }
    let title = by_key("chart-stack-title", lang).into_owned();
    let finding = finding(&payers, lang);
    let drawing = drawing(&payers, &title, lang);
    Some(Chart { table: table.key, title, finding, drawing })
}

fn payers(table: &SheetTable) -> [Payer; SERIES] {
    let mut payers: [Payer; SERIES] = Default::default();
    for row in table.rows.iter().filter(|row| state(table, row, "counting") == Some("counted")) {
        let kind = state(table, row, "money-kind").unwrap_or_default();
        let place = PAYERS.iter().position(|(_, kinds)| kinds.contains(&kind)).unwrap_or(SERIES - 1);
        let Some(payer) = payers.get_mut(place) else { continue };
        match cell(table, row, "amount").map_or(Quantity::Unknown, |cell| Quantity::of(&cell.part)) {
            Quantity::Known(known) => payer.amounts.push((known.cents, known.loose)),
            _ => payer.unknown += 1,
        }
    }
    payers
}

fn total(payers: &[Payer]) -> (i128, bool, usize) {
    payers.iter().fold((0, false, 0), |(sum, loose, unknown): (i128, bool, usize), payer| {
        (sum.saturating_add(payer.sum()), loose || payer.loose(), unknown + payer.unknown)
    })
}

fn finding(payers: &[Payer], lang: Lang) -> String {
    let (sum, loose, unknown) = total(payers);
    let most =
        payers.iter().zip(PAYERS).filter(|(payer, _)| payer.sum() > 0).max_by_key(|(payer, _)| payer.sum());
    let known = most.map(|(payer, (key, _))| {
        let (part, whole) = (super::money(payer.sum(), payer.loose(), lang), super::money(sum, loose, lang));
        filled("chart-stack-most", lang, &[&by_key(key, lang), &part, &whole])
    });
    let missing = (unknown > 0).then(|| filled("chart-stack-unknown", lang, &[&unknown.to_string()]));
    known.into_iter().chain(missing).collect::<Vec<_>>().join(" ")
}

/// What a payer pays, in words: "€ 100 + n.n.b. (1 post)".
fn words(payer: &Payer, lang: Lang) -> String {
    let known = (!payer.amounts.is_empty()).then(|| super::money(payer.sum(), payer.loose(), lang));
    let key = if payer.unknown == 1 { "form-unknown-part" } else { "form-unknown-parts" };
    let unknown = (payer.unknown > 0).then(|| filled(key, lang, &[&payer.unknown.to_string()]));
    known.into_iter().chain(unknown).collect::<Vec<_>>().join(" + ")
}

fn drawing(payers: &[Payer], title: &str, lang: Lang) -> Drawing {
    let unknown: usize = payers.iter().map(|payer| payer.unknown).sum();
    let end = if unknown > 0 { WIDTH - UNKNOWN_WIDTH - 4 } else { WIDTH };
    let sums = [true, false].map(|more| {
        let amounts = payers.iter().flat_map(|payer| &payer.amounts).map(|(cents, _)| *cents);
        amounts.filter(|cents| (*cents > 0) == more).fold(0, i128::saturating_add)
    });
    let scale = Scale::over(sums, 0, end);
    let (y, height) = BAR;
    let mut marks = Vec::new();
    // What is paid stands to the right of zero, what must be paid back to the left.
    let (mut above, mut below): (i128, i128) = (0, 0);
    for (number, payer) in payers.iter().enumerate() {
        for (cents, loose) in payer.amounts.iter().filter(|(cents, _)| *cents != 0) {
            let from = if *cents > 0 { &mut above } else { &mut below };
            let to = from.saturating_add(*cents);
            let span = scale.span(*from, to);
            *from = to;
            // The border in the colour of the paper takes half a unit on either side.
            let span = Span { length: span.length.max(2), ..span };
            marks.push(Mark::Bar { fill: Fill::Series(number), span, y, height });
            if *loose {
                // An estimate is cut out at the lower half: the colour says who pays, the strokes that it is not certain.
                let (y, height) = (y + height / 2, height / 2 - 1);
                marks.push(Mark::Paper { span, y, height });
                marks.push(Mark::Bar { fill: Fill::Hatched, span, y, height });
            }
        }
    }
    if unknown > 0 {
        marks.push(Mark::Unknown { x: end + 3, y, height });
    }
    marks.push(Mark::Zero { x: scale.zero(), y: 0, height: y + height + 4 });
    let (description, height) = legend(&mut marks, payers, y + height + 10, lang);
    Drawing { id: "c-funding".into(), title: title.to_owned(), description, width: WIDTH, height, marks }
}

/// Who pays how much, one a line; the same as the picture in words.
fn legend(marks: &mut Vec<Mark>, payers: &[Payer], mut y: i32, lang: Lang) -> (String, i32) {
    let mut said = Vec::new();
    for (number, (payer, (key, _))) in payers.iter().zip(PAYERS).enumerate() {
        if payer.amounts.is_empty() && payer.unknown == 0 {
            continue;
        }
        let (name, amount) = (by_key(key, lang).into_owned(), words(payer, lang));
        said.push(format!("{name}: {amount}"));
        let beside = name.chars().count() + amount.chars().count() <= LETTERS;
        let span = Span { start: 0, length: 14 };
        marks.push(Mark::Bar { fill: Fill::Series(number), span, y: y + 1, height: 14 });
        marks.push(Mark::Text { x: 20, y: y + 13, align: Align::Start, bold: false, words: name });
        if beside {
            marks.push(Mark::Text { x: WIDTH, y: y + 13, align: Align::End, bold: true, words: amount });
        } else {
            y += LINE - 4;
            marks.push(Mark::Text { x: 20, y: y + 13, align: Align::Start, bold: true, words: amount });
        }
        y += LINE;
    }
    if payers.iter().any(Payer::loose) {
        let span = Span { start: 1, length: 13 };
        marks.push(Mark::Bar { fill: Fill::Hatched, span, y: y + 2, height: 12 });
        let words = by_key("chart-fill-hatched", lang).into_owned();
        marks.push(Mark::Text { x: 20, y: y + 13, align: Align::Start, bold: false, words });
        y += LINE;
    }
    (said.join("; "), y)
}
