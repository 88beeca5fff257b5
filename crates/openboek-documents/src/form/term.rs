//! Terms of the law.

use openboek_rules::law::{Length, Term};

use super::{NBSP, NOTHING};
use crate::lang::Lang;
use crate::words::{by_key, filled};

/// `+ 8 weken`, `− 13 weken`, `30 juni van het jaar erna`: what is added to a start to come to the last day.
#[must_use]
pub fn term(term: Term, lang: Lang) -> String {
    match term {
        Term::After(after) | Term::Chosen(after) => format!("+{NBSP}{}", length(after, lang)),
        Term::Before(before) => format!("−{NBSP}{}", length(before, lang)),
        Term::Fixed { years, month, day } => fixed(years, month, day, lang),
        Term::Decided | Term::None => NOTHING.to_owned(),
    }
}

fn length(length: Length, lang: Lang) -> String {
    let unit = match length {
        Length::Days(_) => "day",
        Length::Weeks(_) => "week",
        Length::Months(_) => "month",
        Length::Years(_) => "year",
    };
    let many = if length.count() == 1 { "" } else { "s" };
    filled(&format!("form-term-{unit}{many}"), lang, &[&length.count().to_string()])
}

fn fixed(years: i8, month: i8, day: i8, lang: Lang) -> String {
    let day = format!("{day}{NBSP}{}", by_key(&format!("month-{month:02}"), lang));
    let count = years.unsigned_abs().to_string();
    match years {
        0 => filled("form-term-same-year", lang, &[&day]),
        1 => filled("form-term-next-year", lang, &[&day]),
        -1 => filled("form-term-previous-year", lang, &[&day]),
        2.. => filled("form-term-later-year", lang, &[&day, &count]),
        _ => filled("form-term-earlier-year", lang, &[&day, &count]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_reads_in_both_languages() {
        let table = [
            (Term::After(Length::Weeks(8)), "+ 8 weken", "+ 8 weeks"),
            (Term::After(Length::Weeks(1)), "+ 1 week", "+ 1 week"),
            (Term::After(Length::Days(1)), "+ 1 dag", "+ 1 day"),
            (Term::After(Length::Days(90)), "+ 90 dagen", "+ 90 days"),
            (Term::Chosen(Length::Months(6)), "+ 6 maanden", "+ 6 months"),
            (Term::Chosen(Length::Months(1)), "+ 1 maand", "+ 1 month"),
            (Term::After(Length::Years(5)), "+ 5 jaar", "+ 5 years"),
            (Term::After(Length::Years(1)), "+ 1 jaar", "+ 1 year"),
            (Term::Before(Length::Weeks(13)), "− 13 weken", "− 13 weeks"),
            (
                Term::Fixed { years: 1, month: 6, day: 30 },
                "30 juni van het jaar erna",
                "30 June of the year after",
            ),
            (Term::Fixed { years: 0, month: 7, day: 14 }, "14 juli van dat jaar", "14 July of that year"),
            (
                Term::Fixed { years: -1, month: 4, day: 29 },
                "29 april van het jaar ervoor",
                "29 April of the year before",
            ),
            (Term::Fixed { years: 2, month: 7, day: 14 }, "14 juli, 2 jaar later", "14 July, 2 years later"),
            (
                Term::Fixed { years: -2, month: 7, day: 14 },
                "14 juli, 2 jaar eerder",
                "14 July, 2 years earlier",
            ),
            (Term::Decided, "–", "–"),
        ];
        for (of, dutch, english) in table {
            let plain = |lang| term(of, lang).replace(NBSP, " ");
            assert_eq!((plain(Lang::Nl), plain(Lang::En)), (dutch.to_owned(), english.to_owned()));
        }
    }
}
