//! What each municipality pays for what it does together with the others: all on one scale, the largest first.

use super::Chart;
use super::draw::{Align, Drawing, Fill, Mark, UNKNOWN_WIDTH, WIDTH, fitted};
use super::quantity::{Quantity, cell};
use super::scale::Scale;
use crate::lang::Lang;
use crate::sheet::{SheetRow, SheetTable};
use crate::words::{by_key, filled};

const LINE: i32 = 34;
/// Municipalities in one picture, at most; the table has all.
const MEMBERS: usize = 40;

struct Member<'a> {
    name: &'a str,
    words: &'a str,
    part: Quantity,
}

/// A picture of each contribution that is allocated over two municipalities or more.
pub(super) fn charts(table: &SheetTable, lang: Lang) -> Vec<Chart> {
    let mut found: Vec<&str> = Vec::new();
    for row in &table.rows {
        let id = contribution(row);
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found.into_iter().filter_map(|id| chart(table, id, lang)).collect()
}

/// The contribution a row is about: `C-1` of `C-1:GM0505`.
fn contribution(row: &SheetRow) -> &str {
    row.id.rsplit_once(':').map_or(row.id.as_str(), |(contribution, _)| contribution)
}

fn chart(table: &SheetTable, id: &str, lang: Lang) -> Option<Chart> {
    let rows = table.rows.iter().filter(|row| contribution(row) == id && !row.id.ends_with(":total"));
    let mut members: Vec<Member<'_>> = rows.filter_map(|row| member(table, row)).collect();
    let all = members.len();
    if all < 2 {
        return None;
    }
    // The largest first, what is not known last.
    members.sort_by_key(|member| std::cmp::Reverse(member.part.cents().map(i128::abs)));
    members.truncate(MEMBERS);
    let title = filled("chart-members-title", lang, &[id]);
    let (first, last) = (members.first()?, members.last()?);
    let mut finding = filled("chart-members-most", lang, &[first.name, first.words, last.name, last.words]);
    if all > members.len() {
        let left = all.saturating_sub(members.len()).to_string();
        finding = format!("{finding} {}", filled("chart-members-more", lang, &[&left]));
    }
    let drawing = drawing(id, &title, &members);
    Some(Chart {
        table: table.key,
        title,
        finding: format!("{finding} {}", by_key("chart-one-scale", lang)),
        drawing,
    })
}

fn member<'a>(table: &SheetTable, row: &'a SheetRow) -> Option<Member<'a>> {
    let part = &cell(table, row, "allocated-part")?.part;
    let quantity = Quantity::of(part);
    (quantity != Quantity::Nothing).then_some(Member { name: &row.name, words: &part.text, part: quantity })
}

fn drawing(id: &str, title: &str, members: &[Member<'_>]) -> Drawing {
    let scale = Scale::over(members.iter().filter_map(|member| member.part.cents()), 1, WIDTH - 1);
    let mut marks = Vec::new();
    let mut y = 0;
    for member in members {
        let words = fitted(member.words, 24);
        let name = fitted(member.name, 44_usize.saturating_sub(words.chars().count()));
        marks.push(Mark::Text { x: 0, y: y + 13, align: Align::Start, bold: false, words: name });
        marks.push(Mark::Text { x: WIDTH, y: y + 13, align: Align::End, bold: true, words });
        let (y_bar, height) = (y + 18, 10);
        match member.part {
            Quantity::Known(part) => {
                let fill = if part.loose { Fill::Hatched } else { Fill::Solid };
                marks.push(Mark::Bar { fill, span: scale.bar(part.cents), y: y_bar, height });
            }
            _ => marks.push(Mark::Unknown {
                x: (scale.zero() + 3).min(WIDTH - UNKNOWN_WIDTH),
                y: y_bar - 1,
                height: height + 3,
            }),
        }
        marks.push(Mark::Zero { x: scale.zero(), y: y_bar - 1, height: height + 2 });
        y += LINE;
    }
    let said: Vec<String> =
        members.iter().map(|member| format!("{}: {}", member.name, member.words)).collect();
    let mut safe = String::from("c-members-");
    crate::keys::push_safe(&mut safe, id);
    Drawing {
        id: safe,
        title: title.to_owned(),
        description: said.join("; "),
        width: WIDTH,
        height: y,
        marks,
    }
}
