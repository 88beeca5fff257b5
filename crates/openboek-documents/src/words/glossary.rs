//! Hard words with a short explanation, printed where the word first stands on a page.

use std::collections::BTreeSet;

use crate::lang::Lang;

/// A hard word.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// Permanent key.
    pub key: &'static str,
    /// In Dutch and in English.
    pub words: [&'static str; 2],
    /// Spellings it is found by, in Dutch and in English; lower case.
    pub found_by: [&'static [&'static str]; 2],
    /// One or two short sentences, in Dutch and in English.
    pub definitions: [&'static str; 2],
}

const fn place(lang: Lang) -> usize {
    match lang {
        Lang::Nl => 0,
        Lang::En => 1,
    }
}

impl Term {
    /// The word.
    #[must_use]
    pub const fn word(&self, lang: Lang) -> &'static str {
        self.words[place(lang)]
    }

    /// The explanation.
    #[must_use]
    pub const fn definition(&self, lang: Lang) -> &'static str {
        self.definitions[place(lang)]
    }
}

/// All hard words that are explained.
#[rustfmt::skip]
pub const GLOSSARY: &[Term] = &[
    Term {
        key: "lasten",
        words: ["lasten", "expenditure"],
        found_by: [&["lasten"], &["expenditure"]],
        definitions: [
            "De kosten van een jaar. Ook kosten die pas later worden betaald, horen erbij.",
            "The costs of a year. Costs that are paid later belong to it too.",
        ],
    },
    Term {
        key: "baten",
        words: ["baten", "income"],
        found_by: [&["baten"], &["income"]],
        definitions: [
            "De opbrengsten van een jaar. Ook geld dat pas later binnenkomt, hoort erbij.",
            "The revenue of a year. Money that comes in later belongs to it too.",
        ],
    },
    Term {
        key: "saldo",
        words: ["saldo", "balance"],
        found_by: [&["saldo"], &["balance"]],
        definitions: [
            "Het verschil: baten min lasten. Is het saldo lager dan nul, dan is er een tekort.",
            "The difference: income minus expenditure. A balance below zero is a shortage.",
        ],
    },
    Term {
        key: "taakveld",
        words: ["taakveld", "task field (taakveld)"],
        found_by: [&["taakveld", "taakvelden"], &["taakveld", "task field", "task fields"]],
        definitions: [
            "Een vaste groep van taken. Alle gemeenten delen hun begroting zo in.",
            "A fixed group of tasks. All municipalities divide their budgets this way.",
        ],
    },
    Term {
        key: "taakstelling",
        words: ["taakstelling", "savings target"],
        found_by: [&["taakstelling", "taakstellingen"], &["savings target", "savings targets"]],
        definitions: [
            "Een opdracht om te bezuinigen. Hoe dat gebeurt, staat dan nog niet vast.",
            "A task to save money. How that will be done is not settled yet.",
        ],
    },
    Term {
        key: "opgeschort",
        words: ["opgeschort", "suspended"],
        found_by: [&["opgeschort", "opgeschorte"], &["suspended"]],
        definitions: [
            "Uitgesteld. De bezuiniging is niet van tafel: zij blijft staan.",
            "Put off. The cut has not gone: it stays.",
        ],
    },
    Term {
        key: "nnb",
        words: ["n.n.b.", "not yet known"],
        found_by: [&["n.n.b."], &["not yet known"]],
        definitions: [
            "Nog niet bekend. Het bedrag is dus niet nul: we weten het nog niet.",
            "The amount is not zero: we do not know it yet.",
        ],
    },
    Term {
        key: "zienswijze",
        words: ["zienswijze", "formal view"],
        found_by: [&["zienswijze", "zienswijzen"], &["formal view", "formal views"]],
        definitions: [
            "Wat een gemeenteraad officieel vindt van een plan van de regio. De regio moet dan antwoorden.",
            "What a council officially thinks of a plan of the region. The region then has to answer.",
        ],
    },
    Term {
        key: "toezegging",
        words: ["toezegging", "commitment"],
        found_by: [&["toezegging", "toezeggingen"], &["commitment", "commitments"]],
        definitions: [
            "Een belofte van een bestuurder aan een raad of een organisatie.",
            "A promise of an administrator to a council or an organisation.",
        ],
    },
    Term {
        key: "begrotingswijziging",
        words: ["begrotingswijziging", "budget amendment"],
        found_by: [&["begrotingswijziging", "begrotingswijzigingen"], &["budget amendment", "budget amendments"]],
        definitions: [
            "Een besluit van de raad om de begroting tijdens het jaar te veranderen.",
            "A decision of the council to change the budget during the year.",
        ],
    },
    Term {
        key: "structureel",
        words: ["structureel", "structural"],
        found_by: [&["structureel", "structurele"], &["structural"]],
        definitions: [
            "Elk jaar opnieuw. Het tegendeel is incidenteel: een beperkt aantal jaren.",
            "Every year again. The opposite is incidental: for a few years.",
        ],
    },
    Term {
        key: "reserve",
        words: ["reserve", "reserve"],
        found_by: [&["reserve", "reserves"], &["reserve", "reserves"]],
        definitions: [
            "Geld dat de gemeente heeft gespaard, vaak voor één doel.",
            "Money the municipality has saved, often for one purpose.",
        ],
    },
    Term {
        key: "grondslag",
        words: ["grondslag", "base"],
        found_by: [&["grondslag"], &["base"]],
        definitions: [
            "Het bedrag waar een percentage over wordt berekend.",
            "The amount a percentage is taken of.",
        ],
    },
    Term {
        key: "raming",
        words: ["raming", "estimate"],
        found_by: [&["raming", "ramingen"], &["estimate", "estimates"]],
        definitions: [
            "Een bedrag dat vooraf is geschat. Het kan nog veranderen.",
            "An amount estimated beforehand. It can still change.",
        ],
    },
    Term {
        key: "verdeelsleutel",
        words: ["verdeelsleutel", "allocation key"],
        found_by: [&["verdeelsleutel", "verdeelsleutels"], &["allocation key", "allocation keys"]],
        definitions: [
            "De afspraak hoe gemeenten een bedrag verdelen, zoals naar inwoners.",
            "The agreement how municipalities divide an amount, as by inhabitants.",
        ],
    },
    Term {
        key: "voorschot",
        words: ["voorschot", "advance"],
        found_by: [&["voorschot", "voorschotten"], &["advance", "advances"]],
        definitions: [
            "Een deel dat alvast is betaald. Bij de afrekening gaat het van het eindbedrag af.",
            "A part that is paid beforehand. At the settlement it is taken off the final amount.",
        ],
    },
    Term {
        key: "circulaire",
        words: ["circulaire", "circular"],
        found_by: [&["circulaire", "circulaires"], &["circular", "circulars"]],
        definitions: [
            "Een brief van het Rijk met nieuwe bedragen. Die komt enkele keren per jaar.",
            "A letter of the state with new amounts. It comes a few times a year.",
        ],
    },
];

/// The hard words that stand in these texts and were not explained before; marks them as explained.
pub fn terms_in<'a>(
    texts: impl Iterator<Item = &'a str>,
    explained: &mut BTreeSet<&'static str>,
    lang: Lang,
) -> Vec<&'static Term> {
    let mut found = BTreeSet::new();
    for text in texts {
        let lower = text.to_lowercase();
        for (number, term) in GLOSSARY.iter().enumerate() {
            if !explained.contains(term.key)
                && term.found_by[place(lang)].iter().any(|word| stands_in(&lower, word))
            {
                found.insert(number);
            }
        }
    }
    let terms: Vec<&'static Term> = found.into_iter().filter_map(|number| GLOSSARY.get(number)).collect();
    explained.extend(terms.iter().map(|term| term.key));
    terms
}

/// Whether a word stands in a text by itself, not as a part of a longer word.
fn stands_in(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, found)| {
        let before = text.get(..start).and_then(|rest| rest.chars().next_back());
        let after = text.get(start + found.len()..).and_then(|rest| rest.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_explained_once_and_only_where_it_stands_alone() {
        let mut explained = BTreeSet::new();
        let keys = |terms: Vec<&Term>| terms.iter().map(|term| term.key).collect::<Vec<_>>();
        let first =
            terms_in(["Baten en lasten", "belastende saldolijst"].into_iter(), &mut explained, Lang::Nl);
        assert_eq!(keys(first), ["lasten", "baten"]);
        let second =
            terms_in(["Saldo: € 1 + n.n.b. (1 post)", "lasten"].into_iter(), &mut explained, Lang::Nl);
        assert_eq!(keys(second), ["saldo", "nnb"]);
        assert!(terms_in(["saldo"].into_iter(), &mut explained, Lang::Nl).is_empty());
    }

    #[test]
    fn explanations_are_short_sentences_and_keys_unique() {
        let mut keys = BTreeSet::new();
        for term in GLOSSARY {
            assert!(keys.insert(term.key));
            for lang in Lang::ALL {
                for sentence in term.definition(lang).split_inclusive(['.', ':']) {
                    assert!(sentence.split_whitespace().count() <= 15, "{}: {sentence}", term.key);
                }
            }
        }
    }
}
