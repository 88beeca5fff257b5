//! From a sheet to a workbook.

use super::section::widths;
use super::{Book, BookCell, Leaf, Style, figures, section};
use crate::page::Links;
use crate::sheet::{Provenance, Sheet};
use crate::words::by_key;

impl Book {
    pub(super) fn new(sheet: &Sheet, provenance: &Provenance, links: &Links) -> Self {
        let lang = sheet.lang;
        let mut leaves = vec![about(sheet, links)];
        leaves.extend(
            sheet.sections.iter().map(|section| section::leaf(section, &sheet.stand.line, links, lang)),
        );
        leaves.push(figures::all_figures(sheet, links));
        leaves.push(figures::entries(sheet, links));
        let language = (by_key("book-language", lang).into_owned(), lang.region().to_owned());
        Self {
            lang,
            title: sheet.title.clone(),
            stand: sheet.stand.line.clone(),
            properties: std::iter::once(language).chain(sheet.stand.facts.iter().cloned()).collect(),
            made_at_ms: provenance.last_recorded_at_ms,
            leaves,
        }
    }
}

/// The first sheet: what this is, at which moment, and how to check it. Whether the stand is published already is left out, since that
/// changes later.
fn about(sheet: &Sheet, links: &Links) -> Leaf {
    let lang = sheet.lang;
    let fact = |(name, value): &(String, String)| {
        vec![BookCell::text(name.as_str(), Style::Column), BookCell::text(value.as_str(), Style::Body)]
    };
    let sentence = |text: &str| vec![BookCell::text(text, Style::Note)];
    let mut rows = vec![
        vec![BookCell::text(sheet.title.as_str(), Style::Title)],
        sentence(&sheet.stand.line),
        Vec::new(),
    ];
    rows.extend(sheet.head.iter().map(fact));
    rows.extend(sheet.stand.facts.iter().map(fact));
    rows.push(vec![
        BookCell::text(by_key("book-address", lang), Style::Column),
        BookCell::text(links.permanent.as_str(), Style::Body).linked(&links.permanent),
    ]);
    rows.push(Vec::new());
    let how = ["book-how-1", "book-how-2", "book-how-3", "book-how-4"];
    rows.extend(how.iter().map(|key| sentence(&by_key(key, lang))));
    rows.push(Vec::new());
    rows.push(vec![BookCell::text(by_key("stand-heading", lang), Style::Heading)]);
    rows.extend(sheet.stand.how.iter().map(|text| sentence(text)));
    Leaf {
        name: by_key("leaf-about", lang).into_owned(),
        frozen: (1, 0),
        filtered: false,
        widths: widths(&rows),
        rows,
    }
}
