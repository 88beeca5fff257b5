//! Where in a statement the words stand that were looked for.

use openboek_rules::statement::Statement;

use super::query::{Fit, Query};
use super::words::pieces;
use crate::describe::{Names, statement_facts};
use crate::lang::Lang;

/// Letters before the first word that fits, and in all.
const BEFORE: usize = 60;
const LETTERS: usize = 200;
/// What is left out.
const CUT_OFF: char = '…';

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The text.
    pub text: String,
    /// Whether it was looked for.
    pub fits: bool,
}

/// What a statement says where it fits a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// What the fact is called: "Bedrag per jaar".
    pub name: String,
    /// What it says, perhaps cut off.
    pub text: Vec<Marked>,
}

/// Facts that every statement begins with: its kind, whom it concerns, who acted and when. The title and the line below it tell them.
const HEAD: usize = 4;

/// The value of a statement that fits a question best: with most of its words, the first of those. What is told beside it anyhow, the kind and
/// the name of the thing it is about, is left out; where nothing else fits, the first that it says.
#[must_use]
pub fn excerpt(query: &Query, statement: &Statement, names: &Names, lang: Lang) -> Option<Excerpt> {
    let facts = statement_facts(statement, names, lang);
    let thing = super::subject(statement).map(|(_, id)| id);
    let told = facts.iter().enumerate().skip(1);
    let values = told.flat_map(|(at, fact)| fact.values.iter().map(move |value| (at, &fact.name, value)));
    let values: Vec<_> = values.filter(|(.., value)| thing.as_ref() != Some(*value)).collect();
    let best = values.iter().map(|value| (weight(query, value.2), value)).filter(|(weight, _)| *weight > 0);
    let (_, name, value) = best
        // Of equals the first.
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map(|(_, value)| value)
        .or_else(|| values.iter().find(|(at, ..)| *at >= HEAD))?;
    Some(Excerpt { name: (*name).clone(), text: marked(query, value) })
}

/// How much a value has of a question: a word that fits wholly counts more than one that only begins so.
fn weight(query: &Query, value: &str) -> usize {
    if query.fit(value) == Some(Fit::Exact) {
        return usize::MAX;
    }
    let there = pieces(value);
    let of = |fit: Option<Fit>| match fit {
        None => 0,
        Some(Fit::Beginnings) => 2,
        Some(_) => 3,
    };
    query.words.iter().map(|asked| of(there.iter().filter_map(|piece| asked.fit(piece)).min())).sum()
}

/// The words of a value, those that fit marked, around the first of them.
fn marked(query: &Query, value: &str) -> Vec<Marked> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let fits: Vec<bool> = (0..words.len()).map(|at| fits(query, &words, at)).collect();
    let first = fits.iter().position(|fits| *fits).unwrap_or(0);
    let begin = beginning(&words, first);
    let mut text: Vec<Marked> = Vec::new();
    let mut letters = 0;
    for (at, word) in words.iter().enumerate().skip(begin) {
        letters += word.chars().count() + 1;
        if letters > LETTERS && at > first {
            push(&mut text, &CUT_OFF.to_string(), false);
            break;
        }
        push(&mut text, &shortened(word), fits.get(at) == Some(&true));
    }
    if begin > 0 {
        text.insert(0, Marked { text: format!("{CUT_OFF} "), fits: false });
    }
    text
}

/// Whether a word fits; of an amount with a word behind it both do.
fn fits(query: &Query, words: &[&str], at: usize) -> bool {
    let both = |from: usize| {
        let pair = words.get(from..from + 2).map(|pair| pair.join(" "));
        pair.is_some_and(|pair| {
            pieces(&pair).first().is_some_and(|piece| piece.takes_next && any(query, piece))
        })
    };
    let own = words.get(at).is_some_and(|word| pieces(word).iter().any(|piece| any(query, piece)));
    own || both(at) || at.checked_sub(1).is_some_and(both)
}

fn any(query: &Query, piece: &super::words::Piece) -> bool {
    query.words.iter().any(|asked| asked.fit(piece).is_some())
}

/// The word to begin with, so that the first one that fits is in sight.
fn beginning(words: &[&str], first: usize) -> usize {
    let mut letters = 0;
    for at in (0..first).rev() {
        letters += words.get(at).map_or(0, |word| word.chars().count()) + 1;
        if letters > BEFORE {
            return at + 1;
        }
    }
    0
}

fn shortened(word: &str) -> String {
    if word.chars().count() <= LETTERS {
        return word.to_owned();
    }
    word.chars().take(LETTERS).chain([CUT_OFF]).collect()
}

/// Adds a word; words that follow each other and are the same in kind are one part.
fn push(text: &mut Vec<Marked>, word: &str, fits: bool) {
    match text.last_mut() {
        Some(last) if last.fits == fits => {
            last.text.push(' ');
            last.text.push_str(word);
        }
        Some(last) if last.fits => text.push(Marked { text: format!(" {word}"), fits }),
        Some(last) => {
            last.text.push(' ');
            text.push(Marked { text: word.to_owned(), fits });
        }
        None => text.push(Marked { text: word.to_owned(), fits }),
    }
}
