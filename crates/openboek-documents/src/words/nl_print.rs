//! Dutch: what only a printed document says. Sorted by key; `{}` is a gap.

/// The words.
#[rustfmt::skip]
pub(super) const WORDS: &[(&str, &str)] = &[
    ("print-check", "Zo controleert u dit document"),
    ("print-figures", "Kort kenmerk (hash) van de cijfers in dit bestand (paragraaf.json)"),
    ("print-footer", "{} Laatste boeking: {}, kenmerk b3:{}…."),
    ("print-footer-check", "Controleren: {}"),
    ("print-how-1", "Sleep dit bestand naar de pagina „controleer” van de website, of naar het bestand controleer.html op uw eigen computer. U leest dan: klopt, klopt niet, of niet te controleren."),
    ("print-how-1-at", "Sleep dit bestand naar {}, of naar het bestand controleer.html op uw eigen computer. U leest dan: klopt, klopt niet, of niet te controleren."),
    ("print-how-2", "In dit bestand zit het bewijs: de boekingen met de handtekening (bewijs.zip), de cijfers (paragraaf.json) en de woorden (afdruk.json). Bewaar daarom het bestand zelf. Op papier zit het bewijs er niet bij."),
    ("print-how-3", "Achter elke regel staan de nummers van de boekingen waar de cijfers uit komen."),
    ("print-how-4", "Het programma openboek-audit controleert het bewijs zonder browser en zonder deze website: haal bewijs.zip uit dit bestand en draai „openboek-audit verify bewijs.zip”."),
    ("print-of", "van"),
    ("print-page", "Bladzijde"),
];
