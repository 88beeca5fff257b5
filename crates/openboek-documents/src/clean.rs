//! Recorded text on its way to a page, a terminal or a spreadsheet.

/// Replaces what could not be seen or could act on its own: control characters (a terminal obeys them) and characters that
/// reorder or hide text. The rules refuse such text when it is recorded; this holds for text from anywhere.
#[must_use]
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(|c| if acts(c) { '\u{fffd}' } else { c }).collect()
}

fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_replaced_and_the_rest_stays() {
        assert_eq!(clean("café € 1\u{a0}000 „x”"), "café € 1\u{a0}000 „x”");
        assert_eq!(clean("a\u{1b}[31m\nb\u{202e}c\u{200b}"), "a\u{fffd}[31m\u{fffd}b\u{fffd}c\u{fffd}");
    }
}
