//! Files to fill in: one for each kind of statement, with the comments of the .proto files.
//!
//! What is printed is a file that can be recorded as it stands, as far as its form goes: every required field has an example, optional
//! fields and other alternatives are there as comments.

mod sample;
mod write;

use openboek_audit::Lang;
use openboek_wire::KINDS;
use prost_reflect::MessageDescriptor;

use crate::trouble::Trouble;
use openboek_wire::Comments;
use sample::{Amounts, In};
use write::Writer;

pub(crate) use sample::{Names, names};
pub(crate) use write::is_optional;

/// Every kind with what it is for, one a line.
///
/// # Errors
/// Never, unless the program was built wrong.
pub(crate) fn list() -> Result<String, String> {
    let pool = openboek_wire::descriptors().map_err(|error| error.to_string())?;
    let comments = Comments::of(&pool);
    let mut text = String::new();
    for kind in KINDS {
        let message = pool.get_message_by_name(kind.message).ok_or(kind.message)?;
        let words = comments.first_sentence(message.parent_file().name(), message.path());
        text.push_str(&format!("{:<26} {words}\n", kind.kind));
    }
    Ok(text)
}

/// A file to fill in for one kind.
///
/// # Errors
/// When there is no such kind.
pub(crate) fn of_kind(kind: &str, lang: Lang) -> Result<String, Trouble> {
    let wanted = kind.replace('_', "-");
    let Some(kind) = KINDS.iter().find(|known| known.kind == wanted) else {
        let words = lang.pick("is geen soort vastlegging. Zie", "is no kind of statement. See");
        return Err(Trouble::wrong_use(format!("{kind} {words} `openboek record --list`.")));
    };
    let pool = openboek_wire::descriptors().map_err(|error| Trouble::failed(error.to_string()))?;
    let message = pool.get_message_by_name(kind.message).ok_or_else(|| Trouble::failed(kind.message))?;
    let comments = Comments::of(&pool);
    Ok(head(&message, lang) + &body(&message, kind.field, &comments))
}

fn head(message: &MessageDescriptor, lang: Lang) -> String {
    // What the region decides for all is in its own stream too.
    let concerns = match message.name() {
        // A member has no stream of its own before it is one.
        "ArrangementFounded" | "MemberJoined" => "region",
        // Everybody who is asked, or who decides, reads of it.
        "BudgetSentForViews" | "ProposalConverged" => "GM0505, region",
        _ if message.parent_file().name().ends_with("/region.proto") => "GM0505, region",
        _ => "GM0505",
    };
    let intro = lang.pick(
        "# Vul dit bestand in en leg het vast met: openboek record BESTAND (eerst controleren: --dry-check).\n\
         # Bedragen zijn hele eurocenten, percentages honderdsten van een procent (-2000 is -20 %).\n\
         # Datums: 2020-11-11, 2021-04 (maand), 2020 (jaar), 2019-23 (najaar), 2020-11-11/.. (die dag of later), XXXX (niet bekend).\n\
         # Is een bedrag niet bekend? Schrijf dan niet 0, maar: unknown: { reason: n.n.b. }\n\
         # Regels met #~ zijn niet verplicht. Haal \"#~ \" weg om ze te gebruiken, ook bij wat eronder hoort; of laat ze weg.\n",
        "# Fill in this file and record it with: openboek record FILE (check first: --dry-check).\n\
         # Amounts are whole euro cents, percentages hundredths of a percent (-2000 is -20 %).\n\
         # Dates: 2020-11-11, 2021-04 (month), 2020 (year), 2019-23 (autumn), 2020-11-11/.. (that day or later), XXXX (not known).\n\
         # An amount that is not known is not 0 but: unknown: { reason: n.n.b. }\n\
         # Lines with #~ are optional. Take \"#~ \" away to use them, and what belongs under them too; or leave them out.\n",
    );
    format!(
        "{intro}arrangement: voorbeeld\nactor: griffie.voorbeeld\nstatements:\n  - concerns: [{concerns}]\n"
    )
}

fn body(message: &MessageDescriptor, field: &str, comments: &Comments) -> String {
    // The example of a correction is that of a cut.
    let cuts = message.name().starts_with("Cut") || message.name() == "EntryCorrected";
    let amounts = if cuts { Amounts::BelowZero } else { Amounts::AboveZero };
    let mut writer = Writer::new(comments, In { kind: message.name(), amounts });
    writer.comment(4, comments.whole(message.parent_file().name(), message.path()));
    writer.line(4, &format!("{field}:"));
    writer.fields(6, message);
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;

    #[test]
    fn every_template_converts_as_it_is_printed() {
        assert_eq!(KINDS.len(), openboek_rules::Body::KINDS.len());
        for kind in KINDS {
            let text = of_kind(kind.kind, Lang::Nl).unwrap();
            let file =
                file::read(&text).unwrap_or_else(|faults| panic!("{}:\n{text}\n{faults:#?}", kind.kind));
            let command = &file.commands[0];
            assert_eq!(command.statements.len(), 1, "{}", kind.kind);
            assert_eq!(command.malformed(), Vec::new(), "{}:\n{text}", kind.kind);
            let statement = openboek_wire::to_statement(&command.statements[0], "statements[0]").unwrap();
            assert_eq!(statement.body.kind(), kind.kind);
        }
    }

    /// What a template lacks is what it refers to: nothing in it is wrong by itself.
    #[test]
    fn no_template_is_refused_for_its_examples() {
        let mut state = openboek_rules::State::default();
        let founding = statement("arrangement-founded");
        openboek_rules::decide(&state, &founding).unwrap();
        state.evolve(0, &founding);
        for kind in KINDS {
            let refusals = openboek_rules::decide(&state, &statement(kind.kind)).err().unwrap_or_default();
            for refusal in refusals {
                let code = refusal.code.as_str();
                let known = ["budget-not-adopted", "entry-not-correctable"].contains(&code);
                let lacks = code.starts_with("unknown-") || code.starts_with("already-");
                assert!(lacks || known, "{}: {refusal}", kind.kind);
            }
        }
    }

    fn statement(kind: &str) -> openboek_rules::Statement {
        let file = file::read(&of_kind(kind, Lang::Nl).unwrap()).unwrap();
        openboek_wire::to_statement(&file.commands[0].statements[0], "statements[0]").unwrap()
    }

    #[test]
    fn what_is_commented_out_can_be_switched_on() {
        for kind in KINDS {
            let text = of_kind(kind.kind, Lang::En).unwrap();
            let switched: String = text.lines().map(|line| line.replacen("#~ ", "", 1) + "\n").collect();
            assert_ne!(text, switched);
            let file = file::read(&switched).unwrap_or_else(|faults| panic!("{switched}\n{faults:#?}"));
            assert_eq!(file.commands[0].malformed(), Vec::new(), "{switched}");
        }
    }

    #[test]
    fn the_list_names_every_kind_with_its_meaning() {
        let list = list().unwrap();
        assert_eq!(list.lines().count(), KINDS.len());
        assert!(list.contains("cut-suspended") && list.contains("opgeschort"), "{list}");
        assert!(list.lines().all(|line| line.len() > 30), "{list}");
        assert!(of_kind("cut-suspende", Lang::Nl).is_err());
    }
}
