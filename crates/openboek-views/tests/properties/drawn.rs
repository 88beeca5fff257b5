//! Random statements of a budget on its way from draft to accounts.

use openboek_rules::statement::*;
use openboek_rules::{Act, ReserveId, Stream};

use super::{Draw, HOLDER, key};
use crate::support::build::*;

/// A statement of a draw.
pub fn body(act: Act, holder: &str, draw: &Draw) -> Body {
    let (holder, of) = (Stream::new(holder).unwrap(), year(draw.year));
    match draw.kind {
        18 => Body::BudgetDrafted(BudgetDrafted {
            act,
            holder,
            year: of,
            lines: lines(draw, true),
            rounded_to: rounded(draw),
        }),
        19 => {
            let (to, until) = (vec![gm(HOLDER)], date("2024-07"));
            Body::BudgetSentForViews(BudgetSentForViews { act, holder, year: of, to, until })
        }
        20 | 21 => Body::ReserveChanged(ReserveChanged {
            act,
            holder,
            year: of,
            reserve: ReserveId::new(&format!("reserve-{}", draw.id)).unwrap(),
            name: text("Reserve"),
            added: cents(if draw.flags & 1 == 0 { draw.amount } else { 0 }),
            withdrawn: cents(if draw.flags & 2 == 0 { draw.amount } else { 0 }),
            nature: if draw.flags & 4 == 0 { Nature::Incidental } else { Nature::Structural },
            in_lines: draw.flags & 8 != 0,
            opening: (draw.flags & 16 != 0).then(|| cents(draw.amount)),
            closing: (draw.flags & 32 != 0).then(|| cents(-draw.amount)),
            explanation: None,
        }),
        22 | 23 => Body::ActualsReported(ActualsReported {
            act,
            holder,
            year: of,
            through: date(if draw.flags & 1 == 0 { "2024-06-30" } else { "2024-12-31" }),
            lines: lines(draw, false),
            rounded_to: rounded(draw),
        }),
        _ => Body::AccountsAdopted(AccountsAdopted {
            act,
            holder,
            year: of,
            lines: lines(draw, false),
            rounded_to: rounded(draw),
        }),
    }
}

/// Some figures are exact, some are in thousands, some in tens of euros.
pub fn rounded(draw: &Draw) -> Option<openboek_rules::Cents> {
    match draw.flags % 3 {
        0 => None,
        1 => Some(cents(100_000)),
        _ => Some(cents(1_000)),
    }
}

fn lines(draw: &Draw, ahead: bool) -> Vec<BudgetLine> {
    let mut lines: Vec<BudgetLine> = Vec::new();
    for line in &draw.lines {
        let line = if ahead { *line } else { (line.0, 0, line.2, line.3, line.4) };
        let key = key(draw.year, &line);
        if lines.iter().all(|known| known.key != key) {
            lines.push(BudgetLine { key, amount: cents(line.4), explanation: None });
        }
    }
    lines
}
