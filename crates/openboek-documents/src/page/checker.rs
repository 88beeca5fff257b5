//! The page that checks bundles in the browser: one file, made by `assets/controleer/build.mjs` from the modules beside it.

use std::sync::LazyLock;

/// The page as it is: it also works from a disk, without a server or a network.
pub const CHECKER: &str = include_str!("../../assets/controleer.html");

static POLICY: LazyLock<String> = LazyLock::new(|| format!("{}; frame-ancestors 'none'", own_policy()));

/// The policy that the page brings along, so that it holds from a disk too. In a page `frame-ancestors` would not count.
fn own_policy() -> &'static str {
    let begin = "http-equiv=\"Content-Security-Policy\" content=\"";
    let policy = CHECKER.split_once(begin).and_then(|(_, rest)| rest.split_once('"'));
    // The test below sees that it is there; without one nothing at all may be run.
    policy.map_or("default-src 'none'", |(policy, _)| policy)
}

/// Value of the `Content-Security-Policy` header for [`CHECKER`]: its own script and style, known by their hashes; and bundles of the
/// server it came from.
#[must_use]
pub fn checker_policy() -> &'static str {
    &POLICY
}

#[cfg(test)]
mod tests {
    use super::super::policy::tests::{colour, contrast};
    use super::*;
    use base64::Engine as _;
    use sha2::{Digest as _, Sha256};

    fn between(begin: &str, end: &str) -> &'static str {
        let parts: Vec<&str> = CHECKER.split(begin).collect();
        assert_eq!(parts.len(), 2, "{begin} once");
        parts[1].split_once(end).unwrap().0
    }

    #[test]
    fn only_the_script_and_the_style_in_the_page_may_be_used() {
        let hash = |text: &str| {
            format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text)))
        };
        let (script, style) = (between("<script>", "</script>"), between("<style>", "</style>"));
        let expected = format!(
            "default-src 'none'; script-src {}; style-src {}; connect-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'",
            hash(script),
            hash(style)
        );
        assert_eq!(checker_policy(), expected);
        assert!(!style.contains("url(") && !style.contains("@import"));
        let page = CHECKER.replace(script, "").replace(style, "");
        for outside in [" src=", "<link", "<img", "<iframe", "http:", "https:", " style=", " onclick="] {
            assert!(!page.contains(outside), "{outside}");
        }
    }

    #[test]
    fn the_page_is_no_larger_than_a_photograph_and_its_words_stand_out() {
        assert!(CHECKER.len() < 200_000, "{} bytes", CHECKER.len());
        let style = between("<style>", "</style>");
        let colour_of = |name: &str| {
            let (_, rest) = style.split_once(&format!("--{name}: #")).unwrap();
            colour(rest.split_once(';').unwrap().0)
        };
        for name in ["ink", "deep", "link", "note", "good", "bad", "open"] {
            for background in [[255; 3], colour_of("soft")] {
                let contrast = contrast(colour_of(name), background);
                assert!(contrast >= 4.5, "{name} on {background:?}: {contrast:.2}");
            }
        }
    }
}
