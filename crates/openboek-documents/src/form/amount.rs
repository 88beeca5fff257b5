//! Amounts with their qualifiers, in words. An unknown never reads as zero.

use openboek_rules::amount::Promise;
use openboek_rules::{Amount, Base, BasisPoints, Bound, Cents, Certainty, Sum, UncertainDate};

use super::{Form, NOTHING, date, money, percent};
use crate::words::{by_key, filled};

/// A stated amount that is not exact carries no cents unless the source stated them: "ca. € 2.500.000", never "ca. € 2.500.000,00".
fn stated(cents: Cents, form: Form) -> String {
    money(cents, Form { whole_euros: true, ..form })
}

/// An amount as people read it: "ca. € 2.500.000", "n.n.b. (meicirculaire nog niet verschenen)".
#[must_use]
pub fn amount(amount: &Amount, form: Form) -> String {
    let lang = form.lang;
    match amount {
        Amount::Exact(cents) => money(*cents, form),
        Amount::About { cents, .. } => filled("form-about", lang, &[&stated(*cents, form)]),
        Amount::AtMost(cents) => filled("form-at-most", lang, &[&stated(*cents, form)]),
        Amount::LessThan(cents) => filled("form-less-than", lang, &[&stated(*cents, form)]),
        Amount::AtLeast(cents) => filled("form-at-least", lang, &[&stated(*cents, form)]),
        Amount::Range { low, high } => {
            filled("form-range", lang, &[&stated(*low, form), &stated(*high, form)])
        }
        Amount::PercentOf { share, base, bound } => percent_of(*share, base, *bound, form),
        Amount::Qualitative(text) => filled("form-quoted", lang, &[text.as_str()]),
        Amount::Unknown { reason, promised } => unknown(reason.as_str(), promised.as_ref(), form),
    }
}

/// The same without what belongs around it in a sentence: words without quotes, a percentage without its base.
#[must_use]
pub fn bare(extent: &Amount, form: Form) -> String {
    match extent {
        Amount::Qualitative(text) => text.as_str().to_owned(),
        Amount::PercentOf { share, bound, .. } => bounded(*share, *bound, form),
        other => amount(other, form),
    }
}

/// A share with its bound. A bound is about the size, so a bounded fall says so in words: "ten minste -15 %" could mean both.
fn bounded(share: BasisPoints, bound: Bound, form: Form) -> String {
    let key = match bound {
        Bound::Exactly => return percent(share, form.lang),
        Bound::AtLeast => "form-at-least",
        Bound::AtMost => "form-at-most",
    };
    let size = BasisPoints::new(share.get().abs()).unwrap_or(share);
    let text = filled(key, form.lang, &[&percent(size, form.lang)]);
    if share.get() < 0 { filled("form-decrease", form.lang, &[&text]) } else { text }
}

/// "-20 % van een nog onbekende grondslag; bedrag n.n.b.", in short "-20 %; bedrag n.n.b.": a percentage is not an amount, and
/// says so.
#[must_use]
pub fn percent_of(share: BasisPoints, base: &Base, bound: Bound, form: Form) -> String {
    let lang = form.lang;
    let share = bounded(share, bound, form);
    match base {
        Base::Unknown(_) if form.short => filled("form-percent-short", lang, &[&share]),
        Base::Figures(_) if form.short => share,
        Base::Unknown(None) => filled("form-percent-of-unknown", lang, &[&share]),
        Base::Unknown(Some(words)) => filled("form-percent-of-words", lang, &[&share, words.as_str()]),
        Base::Figures(figures) => {
            let names: Vec<&str> = figures.iter().map(openboek_rules::FigureId::as_str).collect();
            let joined = names.join(&format!(" {} ", by_key("form-or", lang)));
            filled("form-percent-of-figure", lang, &[&share, &joined])
        }
    }
}

fn unknown(reason: &str, promised: Option<&Promise>, form: Form) -> String {
    let lang = form.lang;
    let nnb = by_key("form-unknown", lang);
    if form.short {
        return nnb.into_owned();
    }
    // The source often says "n.n.b." itself; that is no reason worth repeating.
    let says_nothing = reason.eq_ignore_ascii_case("n.n.b.") || reason.eq_ignore_ascii_case("nnb");
    let reason = (!says_nothing).then(|| reason.to_owned());
    let promise = promised.map(|promise| match &promise.expected {
        UncertainDate::Unknown => filled("form-promised-undated", lang, &[promise.document.as_str()]),
        when => filled("form-promised", lang, &[promise.document.as_str(), &date(when, lang)]),
    });
    let inside: Vec<String> = reason.into_iter().chain(promise).collect();
    if inside.is_empty() { nnb.into_owned() } else { format!("{nnb} ({})", inside.join("; ")) }
}

/// A cut that stands but is suspended for that year. What stays of a partly suspended cut is not known unless the source says it,
/// and is never printed as zero.
#[must_use]
pub fn suspended(of: &Amount, extent: Option<&Amount>, form: Form) -> String {
    let lang = form.lang;
    match extent {
        None => filled("form-suspended-whole", lang, &[&bare(of, form)]),
        Some(part) if part.countable().is_some() && of.countable().is_some() => {
            filled("form-suspended-part", lang, &[&amount(of, form), &amount(part, form)])
        }
        Some(part) if of.countable().is_some() => {
            filled("form-suspended-words-was", lang, &[&bare(part, form), &amount(of, form)])
        }
        Some(part) => filled("form-suspended-words", lang, &[&bare(part, form)]),
    }
}

/// "€ 3.400.000 + n.n.b. (1 post)"; "–" when nothing is in it, "n.n.b." when its one part is unknown, "n.n.b. (3 posten)" when all
/// of several are.
#[must_use]
pub fn sum(sum: &Sum, form: Form) -> String {
    let lang = form.lang;
    if sum.is_empty() {
        return NOTHING.to_owned();
    }
    if sum.is_unknown() && sum.unknown_parts == 1 {
        return by_key("form-unknown", lang).into_owned();
    }
    let parts = sum.unknown_parts.to_string();
    let unknown_key = if sum.unknown_parts == 1 { "form-unknown-part" } else { "form-unknown-parts" };
    let unknowns = filled(unknown_key, lang, &[&parts]);
    if sum.is_unknown() {
        return unknowns;
    }
    let known = if sum.about_parts > 0 {
        filled("form-about", lang, &[&stated(sum.known, form)])
    } else {
        money(sum.known, form)
    };
    if sum.unknown_parts == 0 { known } else { format!("{known} + {unknowns}") }
}

/// How sure a figure is, in a word: "raming", "aangekondigd".
#[must_use]
pub fn certainty(certainty: Certainty, form: Form) -> String {
    by_key(&format!("certainty-{}", crate::codes::certainty(certainty)), form.lang).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::NBSP;
    use super::*;
    use crate::lang::Lang;
    use openboek_rules::{FigureId, Text};

    fn cents(cents: i64) -> Cents {
        Cents::new(cents).unwrap()
    }

    fn words(text: &str) -> Text {
        Text::new(text).unwrap()
    }

    fn share(points: i32, base: Base, bound: Bound) -> Amount {
        Amount::PercentOf { share: BasisPoints::new(points).unwrap(), base, bound }
    }

    fn promise(document: &str, expected: &str) -> Promise {
        Promise { document: words(document), expected: UncertainDate::parse(expected).unwrap() }
    }

    fn plain(text: &str) -> String {
        text.replace(NBSP, " ")
    }

    #[test]
    fn every_qualifier_has_its_dutch_and_english_form() {
        let figures = Base::Figures(vec![FigureId::new("A10").unwrap(), FigureId::new("A08").unwrap()]);
        let table: [(Amount, &str, &str); 14] = [
            (Amount::Exact(cents(-16_500_000)), "€ -165.000,00", "-€165,000.00"),
            (
                Amount::About { cents: cents(250_000_000), granularity: cents(10_000_000) },
                "ca. € 2.500.000",
                "about €2,500,000",
            ),
            (Amount::About { cents: cents(12_345), granularity: cents(1) }, "ca. € 123,45", "about €123.45"),
            (Amount::LessThan(cents(300_000_000)), "minder dan € 3.000.000", "less than €3,000,000"),
            (Amount::AtLeast(cents(60_000_000)), "ten minste € 600.000", "at least €600,000"),
            (Amount::AtMost(cents(100)), "ten hoogste € 1", "at most €1"),
            (
                Amount::Range { low: cents(100_000), high: cents(200_000) },
                "€ 1.000 tot € 2.000",
                "€1,000 to €2,000",
            ),
            (
                share(-2000, Base::Unknown(None), Bound::Exactly),
                "-20 % van een nog onbekende grondslag; bedrag n.n.b.",
                "-20% of a base not yet known; amount not yet known",
            ),
            (
                share(-500, Base::Unknown(Some(words("het totale budget"))), Bound::Exactly),
                "-5 % van het totale budget (grondslag n.n.b.); bedrag n.n.b.",
                "-5% of het totale budget (base not yet known); amount not yet known",
            ),
            (
                share(-7500, figures, Bound::AtLeast),
                "daling van ten minste 75 % van A10 of A08",
                "decrease of at least 75% of A10 or A08",
            ),
            (Amount::Qualitative(words("forse bezuiniging")), "„forse bezuiniging”", "“forse bezuiniging”"),
            (Amount::Unknown { reason: words("PM"), promised: None }, "n.n.b. (PM)", "not yet known (PM)"),
            (Amount::Unknown { reason: words("N.n.b."), promised: None }, "n.n.b.", "not yet known"),
            (
                Amount::Unknown {
                    reason: words("nog geen indicatie"),
                    promised: Some(promise("meicirculaire 2013", "2013-05")),
                },
                "n.n.b. (nog geen indicatie; toegezegd: meicirculaire 2013, mei 2013)",
                "not yet known (nog geen indicatie; promised: meicirculaire 2013, May 2013)",
            ),
        ];
        for (value, dutch, english) in table {
            assert_eq!(plain(&amount(&value, Form::new(Lang::Nl))), dutch);
            assert_eq!(plain(&amount(&value, Form::new(Lang::En))), english);
        }
    }

    #[test]
    fn a_column_of_years_leaves_out_base_and_reason() {
        let form = Form { short: true, ..Form::new(Lang::Nl) };
        let of = |base| plain(&amount(&share(-2000, base, Bound::AtLeast), form));
        assert_eq!(of(Base::Unknown(None)), "daling van ten minste 20 %; bedrag n.n.b.");
        assert_eq!(of(Base::Figures(vec![FigureId::new("A10").unwrap()])), "daling van ten minste 20 %");
        assert_eq!(amount(&Amount::Unknown { reason: words("PM"), promised: None }, form), "n.n.b.");
    }

    #[test]
    fn sums_say_what_is_not_in_them() {
        let sum_of = |known, known_parts, about_parts, unknown_parts| Sum {
            known: cents(known),
            known_parts,
            about_parts,
            unknown_parts,
        };
        let table = [
            (sum_of(0, 0, 0, 0), "–"),
            (sum_of(0, 0, 0, 1), "n.n.b."),
            (sum_of(0, 0, 0, 3), "n.n.b. (3 posten)"),
            (sum_of(340_000_000, 3, 0, 1), "€ 3.400.000 + n.n.b. (1 post)"),
            (sum_of(340_000_000, 3, 2, 2), "ca. € 3.400.000 + n.n.b. (2 posten)"),
            (sum_of(0, 2, 0, 0), "€ 0"),
        ];
        for (value, dutch) in table {
            assert_eq!(plain(&sum(&value, Form { whole_euros: true, ..Form::new(Lang::Nl) })), dutch);
        }
    }

    #[test]
    fn a_suspended_cut_is_never_zero() {
        let twenty = share(-2000, Base::Unknown(None), Bound::Exactly);
        let mostly = Amount::Qualitative(words("grotendeels"));
        let exact = Amount::Exact(cents(-10_000_000));
        let half = share(5000, Base::Unknown(None), Bound::AtLeast);
        let table: [(&Amount, Option<Amount>, &str); 5] = [
            (&twenty, Some(mostly.clone()), "n.n.b. (opgeschort: grotendeels)"),
            (&exact, Some(mostly), "n.n.b. (opgeschort: grotendeels; was € -100.000)"),
            (&exact, Some(half), "n.n.b. (opgeschort: ten minste 50 %; was € -100.000)"),
            (&exact, Some(Amount::Exact(cents(-4_000_000))), "€ -100.000, waarvan opgeschort: € -40.000"),
            (&twenty, None, "geheel opgeschort (was -20 %)"),
        ];
        for (of, extent, dutch) in table {
            let form = Form { whole_euros: true, ..Form::new(Lang::Nl) };
            assert_eq!(plain(&suspended(of, extent.as_ref(), form)), dutch);
        }
    }

    #[test]
    fn certainty_has_a_word_for_each_step() {
        use Certainty::{
            AdoptedAccounts, Announced, Circular, Decided, Estimate, Granted, Proposed, Realised,
            RoughEstimate, Supervised,
        };
        let words = [
            (RoughEstimate, "ruwe schatting"),
            (Estimate, "raming"),
            (Announced, "aangekondigd"),
            (Circular, "circulaire"),
            (Proposed, "voorgesteld"),
            (Decided, "vastgesteld"),
            (Granted, "beschikking"),
            (Realised, "geboekt"),
            (AdoptedAccounts, "jaarrekening vastgesteld"),
            (Supervised, "goedgekeurd door de toezichthouder"),
        ];
        for (step, dutch) in words {
            assert_eq!(certainty(step, Form::new(Lang::Nl)), dutch);
        }
    }
}
