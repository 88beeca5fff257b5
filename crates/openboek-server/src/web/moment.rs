//! What stands behind the question mark: the moment and the language.

use jiff::civil::Date;
use openboek_documents::Lang;
use openboek_engine::MomentQuery;

use crate::errors::{Problem, Reason};
use crate::grpc::day;

/// A reader's wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wishes {
    pub(super) lang: Lang,
    /// `stand`: a number of entries or a day; and `besluiten-tot`: a day.
    pub(super) moment: MomentQuery,
    /// `cijfer`: the address of a figure.
    pub(super) figure: Option<String>,
}

impl Wishes {
    /// Reads a query. Names that are not known are left alone: links elsewhere may bring them.
    pub(super) fn read(query: Option<&str>) -> Result<Self, (Problem, Lang)> {
        let mut wishes = Self { lang: lang_of(query), ..Self::default() };
        for (name, value) in pairs(query) {
            let bad = || (Problem::new(Reason::BadMoment).with("found", shown(&value)), wishes.lang);
            match name {
                "stand" if value.bytes().all(|b| b.is_ascii_digit()) => {
                    wishes.moment.position = Some(value.parse().map_err(|_| bad())?);
                }
                "stand" => wishes.moment.as_known_on = Some(read_day(&value).ok_or_else(bad)?),
                "besluiten-tot" => wishes.moment.as_decided_on = Some(read_day(&value).ok_or_else(bad)?),
                "cijfer" => wishes.figure = Some(value),
                _ => {}
            }
        }
        if wishes.moment.position.is_some() && wishes.moment.as_known_on.is_some() {
            return Err((Problem::new(Reason::BadMoment).with("found", "stand, stand"), wishes.lang));
        }
        Ok(wishes)
    }

    /// The moment as it stands behind a question mark; empty for the newest.
    pub(super) fn stand(&self) -> String {
        let position = self.moment.position.map(|position| format!("stand={position}"));
        let known = self.moment.as_known_on.map(|day| format!("stand={day}"));
        let decided = self.moment.as_decided_on.map(|day| format!("besluiten-tot={day}"));
        position.into_iter().chain(known).chain(decided).collect::<Vec<_>>().join("&")
    }

    /// Whether an earlier moment than the newest is asked for.
    pub(super) fn is_earlier(&self) -> bool {
        self.moment != MomentQuery::default()
    }
}

/// The language asked for: English on request, else Dutch.
pub(super) fn lang_of(query: Option<&str>) -> Lang {
    let english = pairs(query).any(|(name, value)| name == "lang" && value == "en");
    if english { Lang::En } else { super::DEFAULT_LANG }
}

/// The value of a name in an address.
pub(super) fn value_of(query: Option<&str>, name: &str) -> Option<String> {
    pairs(query).find(|(found, _)| *found == name).map(|(_, value)| value)
}

fn read_day(text: &str) -> Option<Date> {
    day(text, "").ok()
}

fn shown(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// Names and values, the values decoded.
fn pairs(query: Option<&str>) -> impl Iterator<Item = (&str, String)> {
    query.unwrap_or_default().split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        Some((name, decoded(value)))
    })
}

/// Undoes percent-encoding; what is not encoded well is left as it is.
pub(crate) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut place) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(place) {
        let hex = bytes.get(place + 1..place + 3).and_then(|two| std::str::from_utf8(two).ok());
        match (byte, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(value)) => {
                out.push(value);
                place += 2;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(byte),
        }
        place += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_number_or_a_day() {
        let read = |query| Wishes::read(Some(query)).map_err(|(problem, _)| problem.reason);
        assert_eq!(read("stand=31").unwrap().moment.position, Some(31));
        assert_eq!(read("stand=2020-11-11").unwrap().moment.as_known_on, read_day("2020-11-11"));
        let both = read("stand=7&besluiten-tot=2020-11-11&lang=en&utm_source=x").unwrap();
        assert_eq!((both.moment.position, both.moment.as_decided_on), (Some(7), read_day("2020-11-11")));
        assert_eq!(both.lang, Lang::En);
        assert!(!read("").unwrap().is_earlier() && both.is_earlier());
        for wrong in [
            "stand=",
            "stand=2020-11",
            "stand=-1",
            "besluiten-tot=31",
            "stand=99999999999999999999",
            "stand=1&stand=2020-01-01",
        ] {
            assert_eq!(read(wrong), Err(Reason::BadMoment), "{wrong}");
        }
    }

    #[test]
    fn values_are_decoded() {
        for (text, value) in
            [("a%20b+c", "a b c"), ("%7e~", "~~"), ("%", "%"), ("%zz%4", "%zz%4"), ("%c3%a9", "é")]
        {
            assert_eq!(decoded(text), value);
        }
    }
}
