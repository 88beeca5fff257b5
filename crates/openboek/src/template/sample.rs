//! Example values of fields that are no messages.

use prost_reflect::{FieldDescriptor, Kind};

use crate::file::{prefix, short};

/// Names of text fields that hold a date.
const DATES: &[&str] = &[
    "date",
    "due",
    "deadline",
    "until",
    "from",
    "on",
    "expected",
    "through",
    "published",
    "received",
    "decide_by",
    "notified",
];

/// Names of text fields of the region that hold a date.
const DATES_OF_THE_REGION: &[&str] = &["reference_date", "adopted_on"];

/// Names of text fields of the region that hold an identifier of the caller's own making.
const IDENTIFIERS_OF_THE_REGION: &[&str] = &["contribution", "key"];

/// Names of text fields that hold the code of a municipality.
const MUNICIPALITIES: &[&str] =
    &["concerns", "council", "councils", "municipality", "code", "works_in", "holder"];

/// Names of text fields that hold an organisation's identifier: a member's code is one.
const ORGANISATIONS: &[&str] = &["organisation", "parties", "with", "partners"];

/// Names of text fields that hold an identifier of the caller's own making.
const IDENTIFIERS: &[&str] = &[
    "alternative_to",
    "ceiling",
    "commitment",
    "concretises",
    "cut",
    "document",
    "experiment",
    "figure",
    "figures",
    "indicator",
    "item",
    "may_overlap",
    "notice",
    "objection",
    "policy",
    "proposal",
    "reaction",
    "request",
    "reserve",
    "share_of",
    "subsidy",
    "view",
    "vision",
];

/// Names of text fields in which people write sentences.
const WORDS: &[&str] = &[
    "activities",
    "claims",
    "description",
    "explanation",
    "fallback",
    "lesson",
    "means",
    "note",
    "qualitative",
    "reason",
    "reasons",
    "text",
    "words",
];

/// What a text field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Names {
    /// A date.
    Date,
    /// The code of a municipality, `region`, or an organisation.
    Code,
    /// An identifier of the caller's own making.
    Identifier,
    /// Sentences.
    Words,
    /// A few words, or something with a form of its own.
    Other,
}

/// What a text field holds, by the names that the interface keeps to.
pub(crate) fn names(field: &FieldDescriptor) -> Names {
    let (name, parent) = (field.name(), field.parent_message().name());
    // One name, two meanings: the promised document is named in words.
    if (parent, name) == ("Promise", "document") {
        return Names::Other;
    }
    if matches!(
        (parent, name),
        ("FrameworkSent" | "BudgetSentForViews", "to") | (_, "merged_into" | "supervisor")
    ) {
        return Names::Code;
    }
    if DATES.contains(&name) || DATES_OF_THE_REGION.contains(&name) {
        return Names::Date;
    }
    if MUNICIPALITIES.contains(&name) || ORGANISATIONS.contains(&name) {
        return Names::Code;
    }
    if IDENTIFIERS.contains(&name) || IDENTIFIERS_OF_THE_REGION.contains(&name) {
        return Names::Identifier;
    }
    if WORDS.contains(&name) { Names::Words } else { Names::Other }
}

/// The sign of example amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amounts {
    /// Of a cut.
    BelowZero,
    /// Of anything else.
    AboveZero,
}

/// Which template an example is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct In<'a> {
    /// Name of the message of the kind.
    pub(super) kind: &'a str,
    /// The sign of its amounts.
    pub(super) amounts: Amounts,
}

/// Examples that a template needs to fit what the other templates record: what is named here is what they name.
fn fitting(field: &FieldDescriptor, kind: &str) -> Option<&'static str> {
    Some(match (kind, field.parent_message().name(), field.name()) {
        // Another municipality than the one that the founding names.
        ("MemberJoined", "Member", "code") => "GM0148",
        ("MemberJoined", "Member", "name") => "Dalfsen",
        (_, "Member", "name") => "Dordrecht",
        ("ArrangementFounded", _, "name") => "Regio Voorbeeld",
        ("OrganisationRegistered", _, "name") => "De Voorbeeldorganisatie",
        // The draft of the region goes to a member.
        ("BudgetSentForViews", "BudgetSentForViews", "holder") => "region",
        ("BudgetSentForViews", "BudgetSentForViews", "to") => "GM0505",
        // What stands after the example of an adopted budget.
        ("BudgetAmended", _, "old_cents") => "10000000",
        ("BudgetAmended", _, "mutation_cents") => "1000000",
        ("BudgetAmended", _, "new_cents") => "11000000",
        // A next figure in the place of the first.
        ("FundingSuperseded" | "FundingGranted", "Figure", "figure") => "figure-2",
        ("FundingSuperseded" | "FundingGranted", _, "supersedes") => "figure-1",
        // Only an adopted division can be settled.
        ("ContributionAllocated", _, "status") => "adopted",
        _ => return None,
    })
}

/// An example value as it stands in YAML.
pub(super) fn value(field: &FieldDescriptor, template: In<'_>) -> String {
    if let Some(fitting) = fitting(field, template.kind) {
        return fitting.to_owned();
    }
    let amounts = template.amounts;
    match field.kind() {
        Kind::String => text(field),
        Kind::Bool => "false".to_owned(),
        Kind::Bytes => format!("b3:{}", "0".repeat(64)),
        Kind::Enum(choice) => {
            let prefix = prefix(&choice);
            let first = choice.values().find(|value| value.number() != 0);
            first.map_or_else(String::new, |value| short(value.name(), &prefix))
        }
        _ => match (number(field), amounts) {
            // The lower end of a range.
            ("-20000000", Amounts::AboveZero) => "5000000".to_owned(),
            (number, Amounts::AboveZero) => number.trim_start_matches('-').to_owned(),
            (number, Amounts::BelowZero) => number.to_owned(),
        },
    }
}

/// The names a choice has, to be said beside it; `None` for other fields.
pub(super) fn choices(field: &FieldDescriptor) -> Option<String> {
    let Kind::Enum(choice) = field.kind() else { return None };
    let prefix = prefix(&choice);
    let names: Vec<String> = choice
        .values()
        .filter(|value| value.number() != 0)
        .map(|value| short(value.name(), &prefix))
        .collect();
    Some(names.join(", "))
}

fn text(field: &FieldDescriptor) -> String {
    let (name, parent) = (field.name(), field.parent_message().name());
    match (parent, name) {
        ("Promise", "document") => return "meicirculaire 2021".to_owned(),
        ("OrganisationRegistered", "organisation") => return "de-voorbeeldorganisatie".to_owned(),
        ("SubsidyRecipient", "person") => return "p-0123456789abcdef".to_owned(),
        (_, "taakveld") => return "6.1".to_owned(),
        (_, "category") => return "3.4.2".to_owned(),
        _ => {}
    }
    match names(field) {
        Names::Date => "2020-11-11".to_owned(),
        Names::Code => "GM0505".to_owned(),
        Names::Identifier => format!("{}-1", name.replace('_', "-")),
        Names::Words | Names::Other => "tekst".to_owned(),
    }
}

fn number(field: &FieldDescriptor) -> &'static str {
    // A part of a scope is a part of a whole; elsewhere a share may be a cut.
    if field.parent_message().name() == "ScopeShare" {
        return "10000";
    }
    match field.name() {
        "year" | "first" | "last" | "from" | "from_year" => "2021",
        "to_year" => "2022",
        // The first entry after the founding and the seal that publishes it.
        "entry" => "2",
        "days" | "weeks" | "months" | "years" => "6",
        "number" => "1",
        "version" | "term" | "value" => "1",
        // The weights of a key's components make 100 %.
        "weight_basis_points" => "10000",
        "share_basis_points" => "-500",
        "required_basis_points" | "target_basis_points" | "value_basis_points" => "5000",
        "granularity_cents" => "1000000",
        "low_cents" => "-20000000",
        // What goes into a reserve and what comes out are both written without a minus.
        "added_cents" | "withdrawn_cents" => "10000000",
        _ => "-10000000",
    }
}
