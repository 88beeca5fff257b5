//! Pages about codes: what happened, what it means and what to do, for whoever meets a code and has no statement at hand. The
//! sentences of a refusal itself name its values; here words stand in their place.

use crate::malformed::MalformedCode;
use crate::refusal::RefusalCode;

/// A code explained in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What happened.
    pub happened: String,
    /// What it means.
    pub means: String,
    /// What to do.
    pub next: String,
}

/// What a page is about: the headings above its texts depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSubject {
    /// Something that was not done: a refusal, a field that cannot be read, an error.
    Trouble,
    /// A rule of the law behind a signal: `happened` says what the rule says. Nothing was refused.
    Rule,
}

/// A code explained in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePage {
    /// The code.
    pub code: &'static str,
    /// What it is about.
    pub subject: PageSubject,
    /// In plain Dutch.
    pub dutch: Explanation,
    /// In English.
    pub english: Explanation,
}

impl RefusalCode {
    /// The code of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// Its page.
    #[must_use]
    pub fn page(self) -> CodePage {
        let texts = self.texts();
        let (dutch, english) = meaning(self.as_str());
        CodePage {
            code: self.as_str(),
            subject: PageSubject::Trouble,
            dutch: Explanation {
                happened: in_words(texts.dutch, DUTCH),
                means: format!("{dutch} {NOTHING_RECORDED_NL}"),
                next: in_words(texts.next_dutch, DUTCH),
            },
            english: Explanation {
                happened: in_words(texts.english, ENGLISH),
                means: format!("{english} {NOTHING_RECORDED_EN}"),
                next: in_words(texts.next_english, ENGLISH),
            },
        }
    }
}

impl MalformedCode {
    /// The code of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// Its page. What is wrong and what to write instead stand in one text; its first sentence says what happened.
    #[must_use]
    pub fn page(self) -> CodePage {
        let (english, dutch) = self.texts();
        let of = |text: &str, words: Words, means: &str| {
            let text = in_words(text, words);
            let (happened, next) = text.split_once(". ").unwrap_or((&text, ""));
            let happened = format!("{}.", capital(happened.trim_end_matches('.')));
            Explanation { happened, means: means.to_owned(), next: next.to_owned() }
        };
        CodePage {
            code: self.as_str(),
            subject: PageSubject::Trouble,
            dutch: of(dutch, DUTCH, SHAPE_NL),
            english: of(english, ENGLISH, SHAPE_EN),
        }
    }
}

/// A text with words in the place of the values that it names in braces. A name without words stands as it is.
#[must_use]
pub fn in_words(text: &str, words: Words) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        match words.iter().find(|(known, _)| *known == name) {
            Some((_, "")) => {}
            Some((_, word)) => filled.push_str(&format!("[{word}]")),
            None => filled.push_str(&format!("[{name}]")),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Words for the values that texts name; empty for one that is left out.
pub type Words = &'static [(&'static str, &'static str)];

/// Dutch words for the values that texts name.
#[rustfmt::skip]
pub const DUTCH: Words = &[
    ("addressee", "geadresseerde"), ("amount", "bedrag"), ("arrangement", "regeling"), ("asked", "gevraagd"),
    ("awarded", "verleend bedrag"), ("bearer", "drager"), ("ceiling", "subsidieplafond"),
    ("commitment", "toezegging"), ("computed", "berekend bedrag"), ("contribution", "bijdrage"),
    ("corrected", "gecorrigeerd bedrag"), ("council", "gemeente"), ("cut", "bezuiniging"),
    ("date", "dag"),
    ("determined", "vastgesteld bedrag"), ("difference", "verschil"), ("document", "document"), ("elsewhere", ""),
    ("entry", "nummer"), ("expected", "verwacht nummer"), ("experiment", "proefproject"), ("figure", "cijfer"),
    ("first", "eerste jaar"), ("found", "wat er stond"), ("granularity", "nauwkeurigheid"), ("high", "bovengrens"),
    ("holder", "gemeente"), ("indicator", "indicator"), ("item", "punt"), ("key", "verdeelsleutel"),
    ("last", "laatste jaar"), ("limit", "grens"), ("line", "regel"), ("list", "codelijst"), ("low", "ondergrens"),
    ("municipality", "gemeente"), ("mutation", "verandering"), ("name", "naam"), ("named", "genoemd jaar"),
    ("new", "nieuw bedrag"), ("next_from", "nummer"), ("notice", "aankondiging"), ("number", "nummer"),
    ("objection", "bezwaar"), ("of_cut", "jaren van de bezuiniging"), ("of_key", "jaren van de sleutel"),
    ("old", "oud bedrag"), ("organisation", "organisatie"), ("original", "eerdere boeking"),
    ("other", "andere regeling"), ("paid", "betaald bedrag"), ("parameter", "parameter"), ("policy", "beleid"), ("proposal", "voorstel"),
    ("reaction", "reactie"), ("recorded", "wat is vastgelegd"), ("repaid", "terugbetaald bedrag"),
    ("request", "verzoek"), ("request_id", "aanvraagnummer"), ("reserve", "reserve"), ("retry_after_ms", "aantal"),
    ("said", "wat de correctie zegt"), ("size", "aantal"), ("stands", "bedrag"), ("stream", "stroom"),
    ("subsidy", "subsidie"), ("sum", "som"), ("taakveld", "taakveld"), ("total", "totaal"), ("view", "zienswijze"),
    ("violations", "aantal"), ("vision", "visie"), ("year", "jaar"), ("years", "jaren"),
];

/// English words for the values that texts name.
#[rustfmt::skip]
pub const ENGLISH: Words = &[
    ("addressee", "addressee"), ("amount", "amount"), ("arrangement", "arrangement"), ("asked", "asked"),
    ("awarded", "awarded amount"), ("bearer", "bearer"), ("ceiling", "ceiling"), ("commitment", "commitment"),
    ("computed", "computed amount"), ("contribution", "contribution"), ("corrected", "corrected amount"),
    ("council", "municipality"), ("cut", "cut"), ("date", "day"), ("determined", "determined amount"), ("difference", "difference"),
    ("document", "document"), ("elsewhere", ""), ("entry", "entry"), ("expected", "expected number"),
    ("experiment", "experiment"), ("figure", "figure"), ("first", "first year"), ("found", "what was there"),
    ("granularity", "precision"), ("high", "upper end"), ("holder", "municipality"), ("indicator", "indicator"),
    ("item", "item"), ("key", "allocation key"), ("last", "last year"), ("limit", "limit"), ("line", "line"),
    ("list", "code list"), ("low", "lower end"), ("municipality", "municipality"), ("mutation", "mutation"),
    ("name", "name"), ("named", "year named"), ("new", "new amount"), ("next_from", "number"), ("notice", "notice"),
    ("number", "number"), ("objection", "objection"), ("of_cut", "years of the cut"), ("of_key", "years of the key"),
    ("old", "old amount"), ("organisation", "organisation"), ("original", "earlier entry"),
    ("other", "other arrangement"), ("paid", "amount paid"), ("parameter", "parameter"), ("policy", "policy"), ("proposal", "proposal"),
    ("reaction", "reaction"), ("recorded", "what was recorded"), ("repaid", "amount paid back"),
    ("request", "request"), ("request_id", "request id"), ("reserve", "reserve"), ("retry_after_ms", "number of"),
    ("said", "what the correction says"), ("size", "number of"), ("stands", "amount"), ("stream", "stream"),
    ("subsidy", "subsidy"), ("sum", "sum"), ("taakveld", "taakveld"), ("total", "total"), ("view", "view"),
    ("violations", "number of"), ("vision", "vision"), ("year", "year"), ("years", "years"),
];

const NOTHING_RECORDED_NL: &str = "Er is niets vastgelegd, ook niet van de andere vastleggingen in dezelfde opdracht. Wat al in het grootboek stond, is niet veranderd.";
const NOTHING_RECORDED_EN: &str = "Nothing was recorded, nor were the other statements of the same command. What the ledger held has not changed.";
const SHAPE_NL: &str = "Een veld van de aanvraag kan zo niet worden gelezen. Het grootboek raadt niet wat u bedoelt. Er is niets gedaan.";
const SHAPE_EN: &str = "A field of the request cannot be read like this. The ledger does not guess what you mean. Nothing was done.";

/// What a refusal means, in Dutch and English: of a code by itself, or of the family that its name tells.
fn meaning(code: &str) -> (&'static str, &'static str) {
    if let Some((_, dutch, english)) = MEANINGS.iter().find(|(known, ..)| *known == code) {
        return (dutch, english);
    }
    if code.contains("-already-") {
        return AGAIN;
    }
    let family = FAMILIES.iter().find(|(begins, ends, ..)| code.starts_with(begins) && code.ends_with(ends));
    family.map_or(OTHER, |(_, _, dutch, english)| (dutch, english))
}

const AGAIN: (&str, &str) = (
    "Dit is al eerder gebeurd en vastgelegd. Dat blijft staan: in het grootboek wordt niets overschreven.",
    "This happened before and was recorded. It stays: nothing is overwritten in the ledger.",
);
const OTHER: (&str, &str) = (
    "Wat er staat past niet bij wat al is vastgelegd, of klopt niet met zichzelf.",
    "What is said does not fit what was recorded, or contradicts itself.",
);

/// What a name begins and ends with, and what such codes mean.
#[rustfmt::skip]
const FAMILIES: &[(&str, &str, &str, &str)] = &[
    ("", "-exists",
        "Een naam hoort in het grootboek bij één ding. Stond dezelfde naam er twee keer, dan was niet te zien welke u bedoelt.",
        "A name stands for one thing in the ledger. If it were there twice, nobody could tell which is meant."),
    ("unknown-", "",
        "De vastlegging verwijst naar iets wat het grootboek niet kent. Niemand zou die verwijzing kunnen volgen.",
        "The statement refers to something that the ledger does not know. Nobody could follow that reference."),
    ("", "-twice",
        "Wat twee keer in een vastlegging staat, zou dubbel tellen.",
        "What stands twice in one statement would count double."),
    ("", "-add-up",
        "Het grootboek rekent elke optelling na, tot op de cent. Zo staat er nooit een verschil in dat later niemand kan verklaren.",
        "The ledger checks every addition to the cent, so that no difference gets in that nobody can explain later."),
    ("", "-not-adopted",
        "Er is nog geen besluit. Een besluit kan pas veranderen als het is genomen.",
        "There is no decision yet. A decision can change only after it was taken."),
    ("", "-gap",
        "Nummers lopen door zonder gaten. Zo kan iedereen zien dat er niets ontbreekt.",
        "Numbers go on without gaps, so that everybody can see that nothing is missing."),
    ("", "-negative",
        "Wat erbij komt en wat eraf gaat staan elk apart, zonder min. Een min zou het omdraaien.",
        "What is added and what is taken off stand apart, without a minus. A minus would turn it round."),
    ("", "-differs",
        "Wat al is vastgelegd blijft staan. Twee vastleggingen over hetzelfde mogen elkaar niet tegenspreken.",
        "What was recorded stays. Two statements about the same thing may not contradict each other."),
    ("already-", "",
        "Dit is al eerder vastgelegd. Nog een keer vastleggen voegt niets toe.",
        "This was recorded before. To record it again adds nothing."),
];

/// Codes that need words of their own.
#[rustfmt::skip]
const MEANINGS: &[(&str, &str, &str)] = &[
    ("not-founded",
        "Elk grootboek begint met de oprichting: daarin staat wie de deelnemers zijn. Zonder oprichting weet niemand voor wie een besluit geldt.",
        "Every ledger begins with the founding, which names the members. Without it nobody knows for whom a decision holds."),
    ("already-founded",
        "In een grootboek past één regeling. Zo is altijd duidelijk bij welke regeling een besluit hoort.",
        "A ledger holds one arrangement, so that it is always clear which one a decision belongs to."),
    ("stream-missing",
        "Elke gemeente leest haar eigen stroom en die van de regio. Een besluit dat daar niet in staat, ziet zij niet.",
        "Every municipality reads its own stream and that of the region. It does not see a decision that is in neither."),
    ("unknown-municipality",
        "Alleen deelnemers hebben een eigen stroom. Voor een andere gemeente is er geen plaats waar het besluit kan staan.",
        "Only members have a stream. For another municipality there is no place where the decision could stand."),
    ("taakveld-not-in-list",
        "Elk begrotingsjaar heeft zijn eigen lijst van taakvelden. Cijfers zijn alleen te vergelijken als elk jaar de codes van dat jaar gebruikt.",
        "Every budget year has its own list of taakvelden. Figures can be compared only when each year uses the codes of that year."),
    ("no-code-list",
        "Zonder lijst van taakvelden is niet na te gaan of een code bestaat.",
        "Without a list of taakvelden nobody can check whether a code exists."),
    ("amendment-old-differs",
        "Een wijziging begint bij het bedrag dat nu geldt. Begint zij bij een ander bedrag, dan is er intussen iets gewijzigd, of ontbreekt er een wijziging.",
        "An amendment starts from the amount that stands. If it starts from another one, something was changed meanwhile, or an amendment is missing."),
    ("amendment-number-gap",
        "Wijzigingen van een begroting hebben nummers zonder gaten. Zo kan iedereen zien dat er geen ontbreekt.",
        "Amendments of a budget are numbered without gaps, so that everybody can see that none is missing."),
    ("cut-amount-positive",
        "Een bezuiniging is een bedrag met een min. Met een plus zou er juist geld bij komen.",
        "A cut is an amount with a minus sign. With a plus it would add money."),
    ("cut-circle",
        "Een bezuiniging die zichzelf invult, is nooit te tellen.",
        "A cut that makes itself concrete can never be counted."),
    ("years-outside-cut",
        "Opschorten of verdelen kan alleen voor jaren waarin de bezuiniging geldt.",
        "Suspending or dividing is possible only for years in which the cut holds."),
    ("council-already-decided",
        "Een raad besluit één keer over een voorstel. Alleen als de raden verschillende teksten hebben vastgesteld, besluit een raad opnieuw.",
        "A council decides once on a proposal. Only when councils adopted different texts does a council decide again."),
    ("amount-too-large",
        "Zo’n bedrag komt in geen begroting voor. Er staat waarschijnlijk een nul te veel.",
        "No budget has such an amount. There is probably a zero too many."),
];
