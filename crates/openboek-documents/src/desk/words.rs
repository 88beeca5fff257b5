//! Names of fields and choices for people.

use crate::lang::Lang;
use crate::words::{filled, find};

/// Catalogues that have the names of a choice under another word than that of its type in the interface.
const PREFIXES: &[(&str, &str)] = &[
    ("AmendmentGround", "ground"),
    ("AnswerOutcome", "answer"),
    ("CeilingException", "exception"),
    ("CouncilOutcome", "council"),
    ("DecisionStatus", "status"),
    ("DeterminationGround", "ground"),
    ("ExpenseRule", "expense"),
    ("ExperimentResult", "experiment"),
    ("ItemKind", "item"),
    ("KeyBasis", "basis"),
    ("LeadingLevel", "leading"),
    ("LegalForm", "legal"),
    ("MoneyKind", "money"),
    ("ObjectedDecision", "against"),
    ("ObjectionOutcome", "objection"),
    ("OrganisationKind", "organisation"),
    ("PaymentDirection", "paid"),
    ("SettlementReason", "settled"),
    ("Side", "flow"),
    ("SubsidyBasis", "basis"),
    ("WithdrawnPart", "withdrawn"),
];

/// What a field asks. Names as the interface has them: a message `CutSuspended`, a field `years`; of a choice between fields `oneof_kind`.
#[must_use]
pub fn field_label(message: &str, field: &str, lang: Lang) -> String {
    let found = known_field(message, field, lang);
    found.map_or_else(|| capital(&field.replace('_', " ")), str::to_owned)
}

/// Whether there are words for a field.
#[must_use]
pub fn has_field(message: &str, field: &str, lang: Lang) -> bool {
    known_field(message, field, lang).is_some()
}

fn known_field(message: &str, field: &str, lang: Lang) -> Option<&'static str> {
    let (message, field) = (kebab(message), field.replace('_', "-"));
    let keys = [
        format!("desk-{message}-{field}"),
        format!("desk-{field}"),
        format!("field-{field}"),
        format!("kind-{field}"),
    ];
    keys.iter().find_map(|key| find(key, lang))
}

/// The name of a choice: of the type `Organ` the value `council`.
#[must_use]
pub fn choice_label(choice: &str, value: &str, lang: Lang) -> String {
    known_choice(choice, value, lang).map_or_else(|| value.replace('_', " "), str::to_owned)
}

/// Whether there are words for a choice.
#[must_use]
pub fn has_choice(choice: &str, value: &str, lang: Lang) -> bool {
    known_choice(choice, value, lang).is_some()
}

fn known_choice(choice: &str, value: &str, lang: Lang) -> Option<&'static str> {
    let prefix = PREFIXES.iter().find(|(name, _)| *name == choice).map(|(_, prefix)| *prefix);
    let (own, value) = (kebab(choice), value.replace('_', "-"));
    let keys = [format!("choice-{own}-{value}"), format!("{}-{value}", prefix.unwrap_or(&own))];
    keys.iter().find_map(|key| find(key, lang))
}

/// A sentence of the desk with its gaps filled.
#[must_use]
pub fn said(key: &str, lang: Lang, arguments: &[&str]) -> String {
    filled(&format!("ui-desk-{key}"), lang, arguments)
}

/// `cut-suspended` of `CutSuspended`.
fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
