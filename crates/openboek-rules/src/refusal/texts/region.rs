//! The texts of the refusals of keys, contributions, and members that leave or follow each other.

use super::Texts;

pub(super) const CONTRIBUTION_EXISTS: Texts = Texts {
    english: "The contribution {contribution} was adopted in {entry}. An adopted allocation never changes.",
    dutch: "De bijdrage {contribution} is al vastgesteld ({entry}). Een vastgestelde verdeling verandert nooit.",
    next_english: "Record a settlement for corrected figures, or choose another identifier for another contribution.",
    next_dutch: "Leg verbeterde cijfers vast als afrekening. Is dit een andere bijdrage? Kies dan een andere code.",
};

pub(super) const INHABITANTS_EXIST: Texts = Texts {
    english: "The inhabitants of {municipality} on {date} were recorded in {entry}.",
    dutch: "Het aantal inwoners van {municipality} op {date} is al vastgelegd ({entry}).",
    next_english: "Correct that entry when the number was wrong, or check the reference date.",
    next_dutch: "Was het aantal fout? Corrigeer dan die vastlegging. Of controleer de peildatum.",
};

pub(super) const ADVANCE_EXISTS: Texts = Texts {
    english: "Term {number} of the advance of {municipality} on {contribution} was recorded in {entry}.",
    dutch: "Termijn {number} van het voorschot van {municipality} op {contribution} is al vastgelegd ({entry}).",
    next_english: "Check the number of the term.",
    next_dutch: "Controleer het nummer van de termijn.",
};

pub(super) const SUCCESSION_EXISTS: Texts = Texts {
    english: "This succession was recorded in {entry}, so {other} cannot be recorded for it again.",
    dutch: "Deze opvolging is al vastgelegd ({entry}). Daarom kan {other} er niet nog eens voor worden vastgelegd.",
    next_english: "Check whether this is the arrangement before or after this one.",
    next_dutch: "Controleer of dit de regeling voor of na deze regeling is.",
};

pub(super) const UNKNOWN_KEY: Texts = Texts {
    english: "Version {number} of the allocation key {key} is not recorded.",
    dutch: "Versie {number} van de verdeelsleutel {key} is niet vastgelegd.",
    next_english: "Check the key and the version, or record the key with its values first.",
    next_dutch: "Controleer de sleutel en de versie, of leg eerst de sleutel met de aantallen vast.",
};

pub(super) const UNKNOWN_CONTRIBUTION: Texts = Texts {
    english: "The contribution {contribution} is not recorded.",
    dutch: "De bijdrage {contribution} is niet vastgelegd.",
    next_english: "Check the identifier, or record the contribution first.",
    next_dutch: "Controleer de code, of leg eerst de bijdrage vast.",
};

pub(super) const ALREADY_LEFT: Texts = Texts {
    english: "{municipality} left in {entry}.",
    dutch: "{municipality} is al uitgetreden ({entry}).",
    next_english: "Nothing needs to be recorded. Check the code if you mean another municipality.",
    next_dutch: "U hoeft niets vast te leggen. Bedoelt u een andere gemeente? Controleer dan de code.",
};

pub(super) const KEY_NOT_FOR_YEAR: Texts = Texts {
    english: "Version {number} of the allocation key {key} is for {of_key}, but the contribution is for {year}.",
    dutch: "Versie {number} van de verdeelsleutel {key} geldt voor {of_key}, maar de bijdrage is voor {year}.",
    next_english: "Use a version that is for that year, or record one first.",
    next_dutch: "Gebruik een versie die voor dat jaar geldt, of leg die eerst vast.",
};

pub(super) const CONTRIBUTION_NOT_ADOPTED: Texts = Texts {
    english: "The contribution {contribution} is only proposed, so there is nothing to settle.",
    dutch: "De bijdrage {contribution} is alleen voorgesteld. Er valt dus nog niets af te rekenen.",
    next_english: "Record the adopted contribution first.",
    next_dutch: "Leg eerst de vastgestelde bijdrage vast.",
};

pub(super) const KEY_VERSION_GAP: Texts = Texts {
    english: "The next version of the allocation key {key} is {expected}, but this is {number}.",
    dutch: "De volgende versie van de verdeelsleutel {key} is {expected}, maar dit is versie {number}.",
    next_english: "Check the version, or record the one that is missing first.",
    next_dutch: "Controleer de versie, of leg eerst de versie vast die ontbreekt.",
};

pub(super) const KEY_WEIGHTS_WRONG: Texts = Texts {
    english: "The weights of the parts of the allocation key {key} do not make 100 %, or one of them is not more than zero.",
    dutch: "De gewichten in de verdeelsleutel {key} zijn samen geen 100 %, of een gewicht is niet meer dan nul.",
    next_english: "Give weights that make 100 % together.",
    next_dutch: "Vul gewichten in die samen 100 % zijn.",
};

pub(super) const KEY_WITHOUT_VALUES: Texts = Texts {
    english: "All values in part {number} of the allocation key are zero, so nothing can be divided by it.",
    dutch: "In deel {number} van de verdeelsleutel zijn alle aantallen nul. Daarmee valt niets te verdelen.",
    next_english: "Fill in the values of the members.",
    next_dutch: "Vul de aantallen van de deelnemers in.",
};

pub(super) const SHARES_DO_NOT_ADD_UP: Texts = Texts {
    english: "The parts make {sum}, but the regional amount is {total}. The difference is {difference}.",
    dutch: "De delen zijn samen {sum}, maar het regionale bedrag is {total}. Het verschil is {difference}.",
    next_english: "Check the amounts against the decision: they must make the whole to the cent.",
    next_dutch: "Vergelijk de bedragen met het besluit. De delen moeten op de cent samen het geheel zijn.",
};
