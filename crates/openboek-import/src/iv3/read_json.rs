//! The form in which one municipality delivers to CBS: JSON in whole euros, per taakveld and category, as the published schema of CBS
//! (Iv3 data schema 2.1) has it. Rows that are zero are left out of it, and the balance sheet is not about a budget.

use openboek_rules::statement::Side;
use openboek_rules::{Category, Cents, CodeList, MunicipalityCode, Taakveld, UncertainDate};
use serde_json::Value;

use super::delivery::{Delivery, File, Key, Said};
use super::findings::*;
use super::{Report, Settings};
use crate::decimal;
use crate::finding::{Finding, Kind, Place};
use crate::municipality;
use crate::plan::Outcome;
use crate::source::Source;
use crate::table::limits;

/// Lists that hold amounts of taakvelden, with the column their amounts stand in.
const SIDES: [(&str, Side); 2] = [("lasten", Side::Expenditure), ("baten", Side::Income)];
/// Lists of other things.
const OTHERS: [&str; 5] =
    ["balans_lasten", "balans_baten", "balans_standen", "kengetallen", "beleidsindicatoren"];

/// Reads a file in the JSON form.
///
/// # Errors
/// The finding that makes all of it unusable.
pub(super) fn read<'a>(
    source: Source<'a>,
    settings: &Settings,
    asked: &dyn Fn(MunicipalityCode) -> bool,
) -> Result<File<'a>, Finding> {
    let unusable = |kind: &'static Kind, found: &str, expected: &str| {
        let place = Place { file: source.name.to_owned(), ..Place::default() };
        Finding::new(kind, place, found, expected)
    };
    let Some(list) = CodeList::of(settings.year) else {
        return Err(unusable(NO_LIST, &settings.year.to_string(), "2015 of later"));
    };
    if source.bytes.len() > limits::FILE {
        return Err(unusable(NOT_JSON, &format!("{} bytes", source.bytes.len()), "een kleiner bestand"));
    }
    let root: Value = serde_json::from_slice(source.bytes)
        .map_err(|error| unusable(NOT_JSON, &error.to_string(), "JSON"))?;
    let municipality =
        whose(&root["metadata"]).map_err(|(found, expected)| unusable(NOT_JSON, &found, expected))?;
    of_the_year(&root["metadata"], settings)
        .map_err(|(found, expected)| unusable(OTHER_YEAR, &found, &expected))?;
    let data = root["data"].as_object().ok_or_else(|| unusable(NOT_JSON, "", "data met lasten en baten"))?;
    // Whole euros: a euro is what they are rounded to.
    let mut file = File::new(source, Cents::new(100).unwrap_or_default(), true);
    let mut delivery = Delivery::default();
    let wanted = asked(municipality);
    if !wanted {
        file.strangers.insert(municipality);
    }
    for (sheet, side) in SIDES {
        let items = data.get(sheet).and_then(Value::as_array);
        let items = items.ok_or_else(|| unusable(NOT_JSON, "", &format!("data.{sheet}, een lijst")))?;
        for (number, item) in items.iter().enumerate() {
            let at = file.row(Some(sheet), row_number(number), Outcome::NotAsked);
            if wanted {
                delivery.rows.push(at);
                item_read(&mut file, &mut delivery, list, side, at, item);
            }
        }
    }
    for sheet in OTHERS {
        let items = data.get(sheet).and_then(Value::as_array).map_or(0, Vec::len);
        for number in 0..items {
            file.row(Some(sheet), row_number(number), Outcome::NotAsked);
        }
    }
    if wanted {
        if let Some(first) = delivery.rows.first() {
            file.note(ALL_STRUCTURAL, *first, None, "", "");
        }
        file.deliveries.insert(municipality, delivery);
        file.settle();
    }
    Ok(file)
}

fn row_number(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX).saturating_add(1)
}

/// The municipality that delivers.
fn whose(metadata: &Value) -> Result<MunicipalityCode, (String, &'static str)> {
    let layer = text_of(&metadata["overheidslaag"]);
    if !layer.eq_ignore_ascii_case("gemeente") {
        return Err((layer, "overheidslaag Gemeente"));
    }
    let number = text_of(&metadata["overheidsnummer"]);
    municipality::code_of(&number).ok_or((number, "overheidsnummer, de code van een gemeente"))
}

/// The year and the period are those that are asked for.
fn of_the_year(metadata: &Value, settings: &Settings) -> Result<(), (String, String)> {
    let (year, period) = (text_of(&metadata["boekjaar"]), text_of(&metadata["periode"]));
    let expected = period_of(&settings.report);
    let same = expected.as_ref().is_none_or(|expected| *expected == period);
    if year == settings.year.to_string() && same {
        return Ok(());
    }
    let wanted = expected.unwrap_or_else(|| "1 tot en met 4".to_owned());
    Err((
        format!("boekjaar {year}, periode {period}"),
        format!("boekjaar {}, periode {wanted}", settings.year),
    ))
}

/// The period as CBS numbers it: 0 the budget, 1 to 4 the quarters, 5 the accounts. `None` when the day of a report is in no quarter.
pub(super) fn period_of(report: &Report) -> Option<String> {
    match report {
        Report::Budget => Some("0".to_owned()),
        Report::Accounts => Some("5".to_owned()),
        Report::Actuals(through) => quarter(through).map(|quarter| quarter.to_string()),
    }
}

fn quarter(through: &UncertainDate) -> Option<i8> {
    through.latest().map(|day| (day.month() + 2) / 3)
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

fn item_read(
    file: &mut File<'_>,
    delivery: &mut Delivery,
    list: &CodeList,
    side: Side,
    at: usize,
    item: &Value,
) {
    let raw = match &item["taakveld"] {
        Value::String(text) => text.clone(),
        other => text_of(other),
    };
    let code = raw.trim();
    let known = Taakveld::new(code).ok().filter(|code| list.name_of(code).is_some());
    let Some(taakveld) = known else {
        delivery.lacks = true;
        file.set(at, Outcome::LeftOut);
        let said = file.findings.iter().any(|f| f.kind.code == UNKNOWN_CODE.code && f.found == code);
        if !said {
            file.note(UNKNOWN_CODE, at, Some("taakveld"), code, list.name);
        }
        return;
    };
    if raw != code {
        let padded = format!("\"{raw}\"");
        let said = file.findings.iter().any(|f| f.kind.code == PADDED.code && f.found == padded);
        if !said {
            file.note(PADDED, at, Some("taakveld"), &padded, code);
        }
    }
    let category = text_of(&item["categorie"]);
    let category = if category.is_empty() { Ok(None) } else { Category::new(&category).map(Some) };
    let Ok(category) = category else {
        delivery.unread.insert(taakveld);
        file.set(at, Outcome::LeftOut);
        return file.note(
            UNKNOWN_CODE,
            at,
            Some("categorie"),
            &text_of(&item["categorie"]),
            "een categorie zoals 3.4.1",
        );
    };
    let key = Key { taakveld, side, category };
    let text = text_of(&item["bedrag"]);
    if text.is_empty() || text == "-99998" {
        delivery.nothing.push(key.name());
        delivery.unread.insert(key.taakveld);
        return file.set(at, Outcome::LeftOut);
    }
    match decimal::stored(&text)
        .and_then(|text| decimal::english(&text))
        .and_then(|euros| decimal::cents(&euros))
    {
        Some(amount) => {
            file.set(at, Outcome::Recorded);
            delivery.found.push((key, Said { amount, at }));
        }
        None => {
            delivery.unread.insert(key.taakveld);
            file.set(at, Outcome::LeftOut);
            file.note(NO_AMOUNT, at, Some("bedrag"), &text, "een bedrag in hele euro's");
        }
    }
}
