//! The content security policy of the pages.

use std::sync::LazyLock;

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use super::{SEARCH_STYLE, STYLE};

static POLICY: LazyLock<String> = LazyLock::new(|| policy_of(&[STYLE]));
static SEARCH_POLICY: LazyLock<String> = LazyLock::new(|| policy_of(&[STYLE, SEARCH_STYLE]));

/// The policy for pages that carry these style sheets.
pub(crate) fn policy_of(styles: &[&str]) -> String {
    let hash =
        |style: &&str| base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes()));
    let hashes: Vec<String> = styles.iter().map(|style| format!("'sha256-{}'", hash(style))).collect();
    let hashes = hashes.join(" ");
    format!(
        "default-src 'none'; style-src {hashes}; img-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

/// Value of the `Content-Security-Policy` header for every page of this crate: nothing is loaded or run but the one style sheet
/// in the page, known by its hash.
#[must_use]
pub fn content_security_policy() -> &'static str {
    &POLICY
}

/// The same for pages with a box to look with, which have a second style sheet.
#[must_use]
pub fn search_policy() -> &'static str {
    &SEARCH_POLICY
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_is_small_and_loads_nothing() {
        assert!(STYLE.len() < 12_000, "{} bytes", STYLE.len());
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import") && !STYLE.contains("</"));
        assert!(content_security_policy().contains("style-src 'sha256-"));
        assert!(!content_security_policy().contains("unsafe"));
        assert!(SEARCH_STYLE.len() < 2_000, "{} bytes", SEARCH_STYLE.len());
        assert!(
            !SEARCH_STYLE.contains("url(")
                && !SEARCH_STYLE.contains("@import")
                && !SEARCH_STYLE.contains("</")
        );
        assert_eq!(search_policy().matches("'sha256-").count(), 2);
        assert!(!search_policy().contains("unsafe"));
    }

    /// The fallback colour of a token: what stands after the comma.
    fn token(name: &str) -> [u8; 3] {
        let line =
            STYLE.lines().find(|line| line.trim_start().starts_with(&format!("--ob-{name}:"))).unwrap();
        colour(line.rsplit('#').next().unwrap().split(')').next().unwrap())
    }

    /// A colour in three or six hexadecimal digits.
    pub(in crate::page) fn colour(hex: &str) -> [u8; 3] {
        let hex = if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
        [0, 2, 4].map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
    }

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    #[allow(clippy::float_arithmetic, reason = "colours are not money")]
    pub(in crate::page) fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
        let luminance = |colour: [u8; 3]| {
            let [r, g, b] = colour.map(|part| {
                let part = f64::from(part) / 255.0;
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_stands_out_from_its_background() {
        for background in ["background", "soft-background"] {
            for text in ["color", "heading-color", "link-color", "link-hover-color", "note-color"] {
                let contrast = contrast(token(text), token(background));
                assert!(contrast >= 4.5, "{text} on {background}: {contrast:.2}");
            }
        }
        assert!(contrast(token("focus-color"), token("focus-background")) >= 4.5);
        assert!(contrast([255; 3], token("heading-color")) >= 4.5);
        // Marked words keep the colour of the text around them.
        let marked = SEARCH_STYLE.split("mark { ").nth(1).unwrap().split("background: #").nth(1).unwrap();
        for text in ["color", "note-color"] {
            assert!(contrast(token(text), colour(&marked[..6])) >= 4.5, "{text}");
        }
        assert!(contrast([0; 3], [255; 3]) > 20.9, "the measure itself");
    }

    /// The colours that a class of pictures gives, in the order of the style sheet: what it says of `fill` or `stroke`.
    fn painted(class: &str, property: &str) -> Vec<[u8; 3]> {
        let sheet = include_str!("../../assets/chart.css");
        let rules = sheet.lines().filter_map(|line| line.split_once('{')).filter(|(selectors, _)| {
            selectors.split(',').any(|selector| selector.trim().trim_start_matches('.') == class)
        });
        let values =
            rules.flat_map(|(_, body)| body.split(';')).filter_map(|value| value.trim().split_once(": #"));
        values.filter(|(name, _)| *name == property).map(|(_, hex)| colour(hex)).collect()
    }

    #[test]
    fn what_is_drawn_stands_out_from_the_paper_and_from_what_is_beside_it() {
        let paper = token("background");
        let table = [
            ("c-a", "fill"),
            ("c-n", "fill"),
            ("c-h", "stroke"),
            ("c-l", "stroke"),
            ("c-p", "stroke"),
            ("c-g", "stroke"),
            ("c-u", "stroke"),
            ("c-s0", "fill"),
            ("c-s1", "fill"),
            ("c-s2", "fill"),
            ("c-s3", "fill"),
        ];
        for (class, property) in table {
            let [painted] = painted(class, property)[..] else { panic!("{class} has no one {property}") };
            let contrast = contrast(painted, paper);
            assert!(contrast >= 3.0, "{class} on paper: {contrast:.2}");
        }
        // Pieces that touch each other have a border in the colour of the paper, which each of them stands out from.
        for series in ["c-s0", "c-s1", "c-s2", "c-s3"] {
            assert_eq!(painted(series, "stroke"), [paper], "{series}");
        }
        assert_eq!(painted("c-w", "fill"), [paper]);
        // Words in pictures have the colour of the text around them; in one that stands alone, that of the pages.
        let sheet = include_str!("../../assets/chart.css");
        assert!(sheet.contains(".c text { fill: currentColor;"));
        assert!(painted("nothing", "fill").is_empty(), "the measure itself");
    }
}
