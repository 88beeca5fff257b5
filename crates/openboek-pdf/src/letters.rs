//! Characters that no font here has. PDF/A and PDF/UA refuse a character without a shape, and a document with one such name in it must still be
//! made: it prints the number of the character instead, `[U+1F600]`, and the checker reads that back.

use std::collections::BTreeMap;

use serde_json::Value;
use typst::text::FontInfo;

/// Which characters the fonts have.
pub(crate) struct Letters {
    fonts: Vec<FontInfo>,
    known: BTreeMap<char, bool>,
}

impl Default for Letters {
    fn default() -> Self {
        let fonts = crate::world::font_files().flat_map(|data| FontInfo::iter(data).collect::<Vec<_>>());
        Self { fonts: fonts.collect(), known: BTreeMap::new() }
    }
}

impl Letters {
    /// Replaces, in every text of a value.
    pub(crate) fn replace_unknown(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if text.chars().any(|letter| !self.has(letter)) {
                    *text = text.chars().fold(String::new(), |mut out, letter| {
                        if self.has(letter) {
                            out.push(letter);
                        } else {
                            out.push_str(&format!("[U+{:04X}]", u32::from(letter)));
                        }
                        out
                    });
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace_unknown(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.replace_unknown(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn has(&mut self, letter: char) -> bool {
        let fonts = &self.fonts;
        *self.known.entry(letter).or_insert_with(|| {
            !letter.is_control() && fonts.iter().any(|font| font.coverage.contains(u32::from(letter)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_without_a_shape_is_printed_as_its_number() {
        let table = [
            ("Hellevoetsluis, € 1,00 – „ruim”", "Hellevoetsluis, € 1,00 – „ruim”"),
            ("€\u{a0}-1", "€\u{a0}-1"),
            ("Žižek Łódź Íñigo", "Žižek Łódź Íñigo"),
            ("😀a", "[U+1F600]a"),
            ("社", "[U+793E]"),
        ];
        for (text, printed) in table {
            let mut value = serde_json::json!({ "a": [text] });
            Letters::default().replace_unknown(&mut value);
            assert_eq!(value["a"][0], printed);
        }
    }
}
