//! How the tables write values: amounts as `1.234,56`, years as `2021-2024`, and the rest in single words.

use std::cell::RefCell;

use openboek_rules::{
    Amount, Base, BasisPoints, Bound, BudgetYear, Category, Cents, Certainty, FigureId, Organ, Taakveld,
    Text, YearSpan,
    statement::{LineKey, Nature, Side},
};

pub(crate) type Read<T> = Result<T, String>;

/// `name value; name value; flag`: the fields of a statement. A field that nobody asks for is a mistake in the table.
pub(crate) struct Fields<'a> {
    fields: RefCell<Vec<(&'a str, &'a str, bool)>>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let split = |field: &'a str| field.trim().split_once(' ').unwrap_or((field.trim(), ""));
        let fields = text.split(';').map(split).filter(|(name, _)| !name.is_empty());
        Self { fields: RefCell::new(fields.map(|(name, value)| (name, value.trim(), false)).collect()) }
    }

    /// All values of a field, in order.
    pub(crate) fn all(&self, name: &str) -> Vec<&'a str> {
        let mut fields = self.fields.borrow_mut();
        fields
            .iter_mut()
            .filter(|field| field.0 == name)
            .map(|field| {
                field.2 = true;
                field.1
            })
            .collect()
    }

    /// The value of a field that may be left out.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.all(name).first().copied()
    }

    /// The value of a field, or what stands in its place when a table does not care.
    pub(crate) fn or(&self, name: &str, otherwise: &'a str) -> &'a str {
        self.get(name).unwrap_or(otherwise)
    }

    /// A comma list; empty when left out.
    pub(crate) fn list(&self, name: &str) -> Vec<&'a str> {
        self.get(name).map_or_else(Vec::new, |list| list.split(", ").map(str::trim).collect())
    }

    /// Whether a word is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Fails when a field was never asked for.
    pub(crate) fn finish(self) -> Read<()> {
        match self.fields.into_inner().into_iter().find(|(_, _, asked)| !asked) {
            Some((name, _, _)) => Err(format!("nobody asks for the field {name}")),
            None => Ok(()),
        }
    }
}

pub(crate) fn text(text: &str) -> Read<Text> {
    Text::new(text).map_err(|e| format!("{e:?}"))
}

pub(crate) fn optional_text(value: Option<&str>) -> Read<Option<Text>> {
    value.map(text).transpose()
}

/// An identifier of any kind: `id(CutId::new, "SV-20")`.
pub(crate) fn id<T>(new: impl Fn(&str) -> Result<T, openboek_rules::Malformed>, value: &str) -> Read<T> {
    new(value).map_err(|e| format!("{value}: {e}"))
}

pub(crate) fn ids<T>(
    new: impl Fn(&str) -> Result<T, openboek_rules::Malformed>,
    values: &[&str],
) -> Read<Vec<T>> {
    values.iter().map(|value| id(&new, value)).collect()
}

pub(crate) fn year(value: &str) -> Read<BudgetYear> {
    let number = value.parse().map_err(|_| format!("{value} is no year"))?;
    BudgetYear::new(number).map_err(|e| e.to_string())
}

/// `2021` or `2021-2024`.
pub(crate) fn years(value: &str) -> Read<YearSpan> {
    let (first, last) = value.split_once('-').unwrap_or((value, value));
    YearSpan::new(year(first)?, year(last)?).map_err(|e| e.to_string())
}

/// `-1.234,56`.
pub(crate) fn cents(value: &str) -> Read<Cents> {
    let bad = || format!("{value} is no amount");
    let (euros, decimals) = value.rsplit_once(',').ok_or_else(bad)?;
    let grouped = euros.trim_start_matches('-').split('.').skip(1).all(|group| group.len() == 3);
    if decimals.len() != 2 || !grouped {
        return Err(bad());
    }
    let digits = format!("{}{decimals}", euros.replace('.', ""));
    digits.parse().ok().and_then(Cents::new).ok_or_else(bad)
}

/// An amount with its words: `1,00`, `about 2.500.000,00 (100.000,00)`, `at most …`, `less than …`, `at least …`, `1,00 to 2,00`,
/// `-20 % of unknown`, `at least -15 % of A22, A23`, `unknown PM`, `"grotendeels"`.
pub(crate) fn amount(value: &str) -> Read<Amount> {
    if let Some(words) = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')) {
        return Ok(Amount::Qualitative(text(words)?));
    }
    if let Some(reason) = value.strip_prefix("unknown ") {
        return Ok(Amount::Unknown { reason: text(reason)?, promised: None });
    }
    if let Some((share, base)) = value.split_once(" % of ") {
        return percentage(share, base);
    }
    if let Some(rest) = value.strip_prefix("about ") {
        let (stated, granularity) =
            rest.strip_suffix(')').and_then(|r| r.split_once(" (")).ok_or("about what (of what)?")?;
        return Ok(Amount::About { cents: cents(stated)?, granularity: cents(granularity)? });
    }
    if let Some((low, high)) = value.split_once(" to ") {
        return Ok(Amount::Range { low: cents(low)?, high: cents(high)? });
    }
    for (words, make) in [
        ("at most ", Amount::AtMost as fn(Cents) -> Amount),
        ("less than ", Amount::LessThan),
        ("at least ", Amount::AtLeast),
    ] {
        if let Some(bound) = value.strip_prefix(words) {
            return Ok(make(cents(bound)?));
        }
    }
    Ok(Amount::Exact(cents(value)?))
}

fn percentage(share: &str, base: &str) -> Read<Amount> {
    let (bound, share) = match (share.strip_prefix("at least "), share.strip_prefix("at most ")) {
        (Some(share), _) => (Bound::AtLeast, share),
        (_, Some(share)) => (Bound::AtMost, share),
        _ => (Bound::Exactly, share),
    };
    let base = match base {
        "unknown" => Base::Unknown(None),
        figures => Base::Figures(ids(FigureId::new, &figures.split(", ").collect::<Vec<_>>())?),
    };
    let whole: i32 = share.parse().map_err(|_| format!("{share} is no percentage"))?;
    let share = BasisPoints::new(whole * 100).ok_or("too large a percentage")?;
    Ok(Amount::PercentOf { share, base, bound })
}

/// `6.1 2021 lasten structureel`, `6.711 2025 baten structureel 3.4.2 (Zorg)`.
pub(crate) fn line_key(value: &str) -> Read<LineKey> {
    let (value, programme) = match value.strip_suffix(')').and_then(|value| value.split_once(" (")) {
        Some((value, programme)) => (value, Some(text(programme)?)),
        None => (value, None),
    };
    let (taakveld, year_of, side, nature, category) = match value.split(' ').collect::<Vec<_>>()[..] {
        [taakveld, year, side, nature] => (taakveld, year, side, nature, None),
        [taakveld, year, side, nature, category] => (taakveld, year, side, nature, Some(category)),
        _ => return Err(format!("{value} is no budget line")),
    };
    Ok(LineKey {
        taakveld: id(Taakveld::new, taakveld)?,
        year: year(year_of)?,
        side: choose(side, &[("baten", Side::Income), ("lasten", Side::Expenditure)])?,
        nature: choose(nature, &[("structureel", Nature::Structural), ("incidenteel", Nature::Incidental)])?,
        category: category.map(|category| id(Category::new, category)).transpose()?,
        programme,
    })
}

pub(crate) fn choose<T: Clone>(word: &str, choices: &[(&str, T)]) -> Read<T> {
    let found = choices.iter().find(|(name, _)| *name == word).map(|(_, value)| value.clone());
    found.ok_or_else(|| {
        format!("{word} is none of {:?}", choices.iter().map(|(name, _)| name).collect::<Vec<_>>())
    })
}

pub(crate) fn organ(word: &str) -> Read<Organ> {
    choose(
        word,
        &[
            ("council", Organ::Council),
            ("executive", Organ::Executive),
            ("alderman", Organ::Alderman),
            ("clerk", Organ::Clerk),
            ("general-board", Organ::GeneralBoard),
            ("executive-board", Organ::ExecutiveBoard),
            ("service", Organ::Service),
            ("minister", Organ::Minister),
            ("recipient", Organ::Recipient),
            ("coalition", Organ::RecipientCoalition),
        ],
    )
}

pub(crate) fn certainty(word: &str) -> Read<Certainty> {
    choose(
        word,
        &[
            ("rough-estimate", Certainty::RoughEstimate),
            ("estimate", Certainty::Estimate),
            ("announced", Certainty::Announced),
            ("circular", Certainty::Circular),
            ("proposed", Certainty::Proposed),
            ("decided", Certainty::Decided),
            ("granted", Certainty::Granted),
        ],
    )
}
