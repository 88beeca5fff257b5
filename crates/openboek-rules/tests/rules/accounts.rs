//! Reads statements of a budget on its way from draft to accounts, and of the scope.

use openboek_rules::act::Act;
use openboek_rules::statement::*;
use openboek_rules::{MunicipalityCode, ReserveId, Stream, Taakveld};

use crate::statements::{budget_line, date};
use crate::words::*;

/// `6.1 10000`: a taakveld and its part in basis points.
fn scope_share(value: &str) -> Read<ScopeShare> {
    let (taakveld, points) = value.split_once(' ').ok_or("a taakveld without a part")?;
    let points = points.parse().map_err(|_| "no part")?;
    let share = openboek_rules::BasisPoints::new(points).ok_or("too large a part")?;
    Ok(ScopeShare { taakveld: id(Taakveld::new, taakveld)?, share })
}

/// A body of one of these kinds.
pub(crate) fn accounts_body(kind: &str, act: Act, f: &Fields<'_>) -> Read<Body> {
    if kind == "scope-defined" {
        return scope(act, f);
    }
    let holder = id(Stream::new, f.or("holder", "region"))?;
    let year = year(f.or("year", "2021"))?;
    let rounded_to = f.get("rounded").map(cents).transpose()?;
    let lines = || f.all("line").into_iter().map(budget_line).collect::<Read<_>>();
    Ok(match kind {
        "budget-drafted" => {
            Body::BudgetDrafted(BudgetDrafted { act, holder, year, lines: lines()?, rounded_to })
        }
        "budget-sent-for-views" => Body::BudgetSentForViews(BudgetSentForViews {
            act,
            holder,
            year,
            to: ids(MunicipalityCode::new, &f.list("to"))?,
            until: date(f.or("until", "XXXX"))?,
        }),
        "reserve-changed" => Body::ReserveChanged(ReserveChanged {
            act,
            holder,
            year,
            reserve: id(ReserveId::new, f.or("reserve", "sociaal-domein"))?,
            name: text(f.or("name", "Reserve sociaal domein"))?,
            added: cents(f.or("added", "0,00"))?,
            withdrawn: cents(f.or("withdrawn", "0,00"))?,
            nature: if f.has("structural") { Nature::Structural } else { Nature::Incidental },
            in_lines: f.has("in-lines"),
            opening: f.get("opening").map(cents).transpose()?,
            closing: f.get("closing").map(cents).transpose()?,
            explanation: None,
        }),
        "actuals-reported" => Body::ActualsReported(ActualsReported {
            act,
            holder,
            year,
            through: date(f.or("through", "XXXX"))?,
            lines: lines()?,
            rounded_to,
        }),
        _ => Body::AccountsAdopted(AccountsAdopted { act, holder, year, lines: lines()?, rounded_to }),
    })
}

fn scope(act: Act, f: &Fields<'_>) -> Read<Body> {
    Ok(Body::ScopeDefined(ScopeDefined {
        act,
        municipality: id(MunicipalityCode::new, f.or("municipality", "GM0505"))?,
        years: years(f.or("years", "2021-2024"))?,
        taakvelden: f.all("part").into_iter().map(scope_share).collect::<Read<_>>()?,
    }))
}
