//! The texts of the refusals of subsidies, ceilings, notices and objections.

use super::Texts;

pub(super) const SUBSIDY_EXISTS: Texts = Texts {
    english: "The subsidy {subsidy} was recorded in {entry}.",
    dutch: "De subsidie {subsidy} is al vastgelegd ({entry}).",
    next_english: "Choose another identifier if this is another subsidy.",
    next_dutch: "Is dit een andere subsidie? Kies dan een andere code.",
};

pub(super) const SUBSIDY_ALREADY_AWARDED: Texts = Texts {
    english: "The subsidy {subsidy} was awarded or determined in {entry}.",
    dutch: "De subsidie {subsidy} is al verleend of vastgesteld ({entry}).",
    next_english: "Record a change of it, or choose another identifier for another subsidy.",
    next_dutch: "Leg een wijziging vast, of kies een andere code voor een andere subsidie.",
};

pub(super) const NOTICE_EXISTS: Texts = Texts {
    english: "The notice {notice} was recorded in {entry}.",
    dutch: "De aankondiging {notice} is al vastgelegd ({entry}).",
    next_english: "Choose another identifier if this is another notice.",
    next_dutch: "Is dit een andere aankondiging? Kies dan een andere code.",
};

pub(super) const OBJECTION_EXISTS: Texts = Texts {
    english: "The objection {objection} was recorded in {entry}.",
    dutch: "Het bezwaar {objection} is al vastgelegd ({entry}).",
    next_english: "Choose another identifier if this is another objection.",
    next_dutch: "Is dit een ander bezwaar? Kies dan een andere code.",
};

pub(super) const UNKNOWN_CEILING: Texts = Texts {
    english: "The ceiling {ceiling} is not recorded.",
    dutch: "Het subsidieplafond {ceiling} is niet vastgelegd.",
    next_english: "Check the identifier, or record the ceiling first.",
    next_dutch: "Controleer de code, of leg het subsidieplafond eerst vast.",
};

pub(super) const UNKNOWN_SUBSIDY: Texts = Texts {
    english: "The subsidy {subsidy} is not recorded.",
    dutch: "De subsidie {subsidy} is niet vastgelegd.",
    next_english: "Check the identifier, or record the application or the award first.",
    next_dutch: "Controleer de code, of leg eerst de aanvraag of de verlening vast.",
};

pub(super) const UNKNOWN_OBJECTION: Texts = Texts {
    english: "The objection {objection} is not recorded.",
    dutch: "Het bezwaar {objection} is niet vastgelegd.",
    next_english: "Check the identifier, or record the objection first.",
    next_dutch: "Controleer de code, of leg het bezwaar eerst vast.",
};

pub(super) const CEILING_DIFFERS: Texts = Texts {
    english: "The ceiling {ceiling} of {entry} has another holder or other years. A ceiling is raised or lowered, but it stays the same ceiling.",
    dutch: "Het subsidieplafond {ceiling} is van iemand anders of geldt voor andere jaren ({entry}). Een plafond kan hoger of lager worden, maar blijft hetzelfde plafond.",
    next_english: "Take the holder and years as they were, or choose another identifier.",
    next_dutch: "Neem de houder en de jaren over zoals ze waren, of kies een andere code.",
};

pub(super) const RECIPIENT_DIFFERS: Texts = Texts {
    english: "The subsidy {subsidy} was applied for by another recipient in {entry}.",
    dutch: "De subsidie {subsidy} is aangevraagd door een andere ontvanger ({entry}).",
    next_english: "Check the identifier and the recipient.",
    next_dutch: "Controleer de code en de ontvanger.",
};

pub(super) const SUBSIDY_NOT_AWARDED: Texts = Texts {
    english: "The subsidy {subsidy} is only applied for in {entry}. There is no award that this can follow.",
    dutch: "De subsidie {subsidy} is alleen aangevraagd ({entry}). Er is nog geen verlening waar dit op kan volgen.",
    next_english: "Record the award first.",
    next_dutch: "Leg eerst de verlening vast.",
};

pub(super) const SUBSIDY_NOT_DETERMINED: Texts = Texts {
    english: "The subsidy {subsidy} is not determined, so there is no determination to undo.",
    dutch: "De subsidie {subsidy} is niet vastgesteld. Er is dus geen vaststelling om terug te draaien.",
    next_english: "Check the identifier, or record the determination first.",
    next_dutch: "Controleer de code, of leg eerst de vaststelling vast.",
};

pub(super) const SUBSIDY_ALREADY_DETERMINED: Texts = Texts {
    english: "The subsidy {subsidy} was determined in {entry}. Without an objection, a court's order or a correction this cannot come after it.",
    dutch: "De subsidie {subsidy} is al vastgesteld ({entry}). Zonder bezwaar, uitspraak van de rechter of herstel van een fout kan dit daarna niet meer.",
    next_english: "Give the ground, or check the identifier.",
    next_dutch: "Vul de grond in, of controleer de code.",
};

pub(super) const SUBSIDY_CLOSED: Texts = Texts {
    english: "The subsidy {subsidy} was refused or withdrawn in {entry}. After that nothing follows unless an objection is upheld.",
    dutch: "De subsidie {subsidy} is geweigerd of ingetrokken ({entry}). Daarna kan er niets meer volgen, tenzij een bezwaar gegrond is.",
    next_english: "Record the upheld objection first, or check the identifier.",
    next_dutch: "Leg eerst vast dat het bezwaar gegrond is, of controleer de code.",
};

pub(super) const PAYMENT_NOT_SUSPENDED: Texts = Texts {
    english: "The payment of the subsidy {subsidy} is not suspended, so it cannot be resumed.",
    dutch: "De betaling van de subsidie {subsidy} is niet opgeschort en kan dus niet worden hervat.",
    next_english: "Check the identifier, or record the suspension first.",
    next_dutch: "Controleer de code, of leg eerst de opschorting vast.",
};

pub(super) const SUBSIDY_NOT_LISTED: Texts = Texts {
    english: "The subsidy {subsidy} is in no register, so it cannot be gone from one.",
    dutch: "De subsidie {subsidy} staat in geen register en kan er dus niet uit verdwenen zijn.",
    next_english: "Check the identifier. If the subsidy is gone already, nothing needs to be recorded.",
    next_dutch: "Controleer de code. Is de subsidie al verdwenen? Dan hoeft u niets vast te leggen.",
};

pub(super) const OBJECTION_ALREADY_DECIDED: Texts = Texts {
    english: "The objection {objection} was decided in {entry}.",
    dutch: "Op het bezwaar {objection} is al beslist ({entry}).",
    next_english: "Nothing needs to be recorded. Check the identifier if you mean another objection.",
    next_dutch: "U hoeft niets vast te leggen. Bedoelt u een ander bezwaar? Controleer dan de code.",
};

pub(super) const YEAR_OUTSIDE_SUBSIDY: Texts = Texts {
    english: "The subsidy {subsidy} is for {years}, but a part is for {named}.",
    dutch: "De subsidie {subsidy} is voor {years}, maar een deel is voor {named}.",
    next_english: "Check the years of the parts and of the subsidy.",
    next_dutch: "Controleer de jaren van de delen en van de subsidie.",
};

pub(super) const SUBSIDY_AMOUNT_NEGATIVE: Texts = Texts {
    english: "This amount is below zero. A subsidy, a ceiling and a payment are zero or more.",
    dutch: "Dit bedrag is lager dan nul. Een subsidie, een plafond en een betaling zijn nul of meer.",
    next_english: "Leave the minus out. Record money that comes back as a payment from the recipient.",
    next_dutch: "Laat de min weg. Leg geld dat terugkomt vast als betaling van de ontvanger.",
};

pub(super) const DETERMINED_ABOVE_AWARD: Texts = Texts {
    english: "The subsidy {subsidy} is awarded for at most {awarded}, but is determined at {determined} or more.",
    dutch: "De subsidie {subsidy} is verleend tot ten hoogste {awarded}, maar wordt vastgesteld op {determined} of meer.",
    next_english: "Check the amount. If the award was raised, record that first.",
    next_dutch: "Controleer het bedrag. Is de verlening verhoogd? Leg dat dan eerst vast.",
};

pub(super) const REPAID_ABOVE_PAID: Texts = Texts {
    english: "Of the subsidy {subsidy} {paid} was paid, but {repaid} came back.",
    dutch: "Van de subsidie {subsidy} is {paid} betaald, maar er is {repaid} terugbetaald.",
    next_english: "Check the amounts. Record a payment that is missing first.",
    next_dutch: "Controleer de bedragen. Ontbreekt er een betaling? Leg die dan eerst vast.",
};
