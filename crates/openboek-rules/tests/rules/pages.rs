//! Every code has a page that people can read.

use std::collections::BTreeSet;

use openboek_rules::explain::{CodePage, DUTCH, ENGLISH, Explanation};
use openboek_rules::{MalformedCode, PageSubject, RefusalCode, law};

/// The names in braces in a text.
fn gaps(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}

fn check(page: &CodePage) {
    let CodePage { code, dutch, english, .. } = page;
    assert_ne!(dutch, english, "{code}");
    for Explanation { happened, means, next } in [dutch, english] {
        for text in [happened, means, next] {
            assert!(text.ends_with(['.', '?']) && text.len() > 5, "{code}: {text:?}");
            assert!(
                !text.contains(['{', '}']) && !text.contains("  ") && !text.contains(" ."),
                "{code}: {text}"
            );
            assert!(!text.starts_with(char::is_lowercase), "{code}: {text}");
        }
    }
}

/// A refusal without a page, or one that no case of the tables provokes, fails here.
#[test]
fn every_refusal_has_a_page_and_a_case_that_provokes_it() {
    let cases: Vec<_> = crate::cases().collect();
    let provoked: BTreeSet<&str> = cases
        .iter()
        .flat_map(|case| &case.thens)
        .filter_map(|then| then.rsplit(": ").next()?.split(" at ").next())
        .collect();
    for code in RefusalCode::ALL {
        check(&code.page());
        assert_eq!(RefusalCode::of_name(code.as_str()), Some(*code));
        assert!(provoked.contains(code.as_str()), "no case provokes {code}");
    }
    assert_eq!(RefusalCode::of_name("no-such-code"), None);
}

#[test]
fn every_malformed_field_has_a_page() {
    for code in MalformedCode::ALL {
        check(&code.page());
        assert_eq!(MalformedCode::of_name(code.as_str()), Some(*code));
    }
}

/// A rule of the law without a page fails here; that a case provokes its signal is proved where signals are made.
#[test]
fn every_rule_of_the_law_has_a_page() {
    for rule in law::rules() {
        let page = law::page(rule.code).unwrap_or_else(|| panic!("no page for {}", rule.code));
        check(&page);
        assert_eq!((page.code, page.subject), (rule.code, PageSubject::Rule));
        assert!(page.dutch.happened.ends_with(&format!("Dit staat in {}.", rule.article)), "{}", rule.code);
        assert_eq!(RefusalCode::of_name(rule.code), None, "a code is of a rule or of a refusal");
        assert_eq!(MalformedCode::of_name(rule.code), None);
    }
    assert_eq!(law::page("no-such-rule"), None);
    let codes = law::codes();
    assert!(codes.len() < law::rules().count(), "versions of a rule share one page");
    assert!(codes.iter().all(|code| codes.iter().filter(|other| other == &code).count() == 1));
}

/// A value that a text names has a word in both languages: else a Dutch page would show an English name.
#[test]
fn every_value_that_a_text_names_has_a_word() {
    for code in RefusalCode::ALL {
        let texts = code.texts();
        for text in [texts.english, texts.next_english, texts.dutch, texts.next_dutch] {
            for name in gaps(text) {
                for words in [DUTCH, ENGLISH] {
                    assert!(
                        words.iter().any(|(known, _)| *known == name),
                        "{code}: add words for {{{name}}} to src/explain.rs"
                    );
                }
            }
        }
    }
    let names =
        |words: openboek_rules::explain::Words| words.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    assert_eq!(names(DUTCH), names(ENGLISH));
}

#[test]
fn a_page_says_what_happened_what_it_means_and_what_to_do() {
    let page = RefusalCode::of_name("cut-not-adopted").unwrap().page();
    assert_eq!(
        page.dutch.happened,
        "De bezuiniging [bezuiniging] is alleen aangekondigd. Een aankondiging is geen besluit. Er valt dus niets op te schorten."
    );
    assert!(
        page.dutch.means.starts_with("Er is nog geen besluit.")
            && page.dutch.means.contains("Er is niets vastgelegd")
    );
    assert!(page.dutch.next.starts_with("Leg eerst het besluit over de bezuiniging vast"));
    let page = MalformedCode::BadDate.page();
    assert_eq!(page.dutch.happened, "\"[wat er stond]\" is niet te lezen als datum.");
    assert!(page.dutch.next.starts_with("Schrijf 2020-11-11"));
}
