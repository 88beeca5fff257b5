//! English: what only a printed document says. Sorted by key; `{}` is a gap.

/// The words.
#[rustfmt::skip]
pub(super) const WORDS: &[(&str, &str)] = &[
    ("print-check", "How to check this document"),
    ("print-figures", "Short hash of the figures in this file (paragraaf.json)"),
    ("print-footer", "{} Last entry: {}, hash b3:{}…."),
    ("print-footer-check", "To check: {}"),
    ("print-how-1", "Drag this file onto the page “controleer” of the website, or onto the file controleer.html on your own computer. It answers: klopt (it holds), klopt niet (it does not hold), or niet te controleren (it cannot be checked)."),
    ("print-how-1-at", "Drag this file onto {}, or onto the file controleer.html on your own computer. It answers: klopt (it holds), klopt niet (it does not hold), or niet te controleren (it cannot be checked)."),
    ("print-how-2", "The proof is in this file: the entries with the signature (bewijs.zip), the figures (paragraaf.json) and the words (afdruk.json). So keep the file itself. On paper the proof is not there."),
    ("print-how-3", "Behind each row stand the numbers of the entries that its figures come from."),
    ("print-how-4", "The program openboek-audit checks the proof without a browser and without this website: take bewijs.zip out of this file and run “openboek-audit verify bewijs.zip”."),
    ("print-of", "of"),
    ("print-page", "Page"),
];
