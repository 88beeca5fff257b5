//! A form can say whatever a statement can: what the starting cases and the examples of all kinds say is filled in and read back.

use std::collections::BTreeSet;

use openboek_audit::Lang;
use openboek_documents::desk::{has_choice, has_field};
use openboek_wire::{Comments, KINDS, v1};
use prost::Message as _;
use prost_reflect::{DynamicMessage, Kind};

use super::fill::filled;
use super::form::Builder;
use super::pages::names_of;
use super::read;
use super::values::Values;
use super::{Form, documents_lang};
use crate::file::{self, prefix, short};
use crate::template;

fn statements() -> Vec<(String, v1::Statement)> {
    let mut found = Vec::new();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let cases = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for path in cases.filter(|path| path.extension().is_some_and(|end| end == "yaml")) {
        let file = file::read(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let all = file.commands.into_iter().flat_map(|command| command.statements);
        found.extend(all.map(|statement| (path.display().to_string(), statement)));
    }
    assert!(found.len() > 50, "{}", found.len());
    for kind in KINDS {
        let text = template::of_kind(kind.kind, Lang::Nl).unwrap();
        for text in [text.clone(), text.lines().map(|line| line.replacen("#~ ", "", 1) + "\n").collect()] {
            let file = file::read(&text).unwrap();
            found.push((kind.kind.to_owned(), file.commands[0].statements[0].clone()));
        }
    }
    found
}

#[test]
fn whatever_a_statement_says_can_be_filled_in_and_is_read_back_the_same() {
    let pool = openboek_wire::descriptors().unwrap();
    let comments = Comments::of(&pool);
    let of_statement = pool.get_message_by_name("openboek.v1.Statement").unwrap();
    let mut forms = 0;
    // Amounts are written otherwise in English.
    let both = |(from, statement): (String, v1::Statement)| {
        [Lang::Nl, Lang::En].map(|lang| (from.clone(), statement.clone(), lang))
    };
    for (from, statement, lang) in statements().into_iter().flat_map(both) {
        let message =
            DynamicMessage::decode(of_statement.clone(), statement.encode_to_vec().as_slice()).unwrap();
        let body =
            of_statement.oneofs().next().unwrap().fields().find(|field| message.has_field(field)).unwrap();
        let kind = KINDS.iter().find(|kind| kind.field == body.name()).unwrap();
        if kind.kind == "arrangement-founded" {
            continue;
        }
        let form = Form { kind, message: pool.get_message_by_name(kind.message).unwrap() };
        let mut pairs = filled(message.get_field(&body).as_message().unwrap(), body.name(), lang);
        pairs.extend(statement.concerns.iter().map(|code| ("concerns".to_owned(), code.clone())));
        let values = Values::of(pairs.clone());
        let mut tidy = values.tidied(&form.message, kind.field);
        statement.concerns.iter().for_each(|code| tidy.add("concerns", code));
        assert_eq!(tidy, values, "{from}");

        let read = read::statement(&form, &tidy, lang).unwrap_or_else(|wrong| panic!("{from}: {wrong:#?}"));
        assert_eq!(read, statement, "{from}");

        let members: Vec<_> = statement.concerns.iter().map(|code| (code.clone(), code.clone())).collect();
        let builder = Builder {
            values: &tidy,
            wrong: &[],
            more: "",
            members: &members,
            comments: &comments,
            lang,
            cuts: false,
        };
        let fields = builder.form(&form);
        let names = names_of(&fields);
        for (name, _) in &pairs {
            assert!(names.contains_key(name), "{from}: the form has no {name}");
        }
        for lang in openboek_documents::Lang::ALL {
            assert!(names.values().all(|label| !label.is_empty()), "{lang:?}");
        }
        forms += 1;
    }
    assert!(forms > 300, "{forms}");
    assert_eq!(documents_lang(Lang::En), openboek_documents::Lang::En);
}

#[test]
fn everything_that_is_wrong_is_told_at_once_where_it_stands() {
    let pool = openboek_wire::descriptors().unwrap();
    let kind = KINDS.iter().find(|kind| kind.kind == "cut-adopted").unwrap();
    let form = Form { kind, message: pool.get_message_by_name(kind.message).unwrap() };
    let pairs = [
        ("cut_adopted.terms.?", ""),
        ("cut_adopted.terms.amount.?kind", "exact_cents"),
        ("cut_adopted.terms.amount.exact_cents", "zes ton"),
        ("cut_adopted.terms.years.first", "twintig"),
    ];
    let values = Values::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let wrong = read::statement(&form, &values, Lang::Nl).unwrap_err();
    let paths: Vec<&str> = wrong.iter().map(|wrong| wrong.path.as_str()).collect();
    assert_eq!(paths, ["cut_adopted.terms.amount.exact_cents", "cut_adopted.terms.years.first"], "{wrong:?}");
}

/// Every field and choice that a form can show has words in both languages: a clerk reads no name of a program.
#[test]
fn every_field_and_choice_has_words() {
    let pool = openboek_wire::descriptors().unwrap();
    let (mut seen, mut lacks) = (BTreeSet::new(), BTreeSet::new());
    let mut to_do = vec![pool.get_message_by_name("openboek.v1.Statement").unwrap()];
    while let Some(message) = to_do.pop() {
        if !seen.insert(message.full_name().to_owned()) {
            continue;
        }
        let name = message.name();
        for lang in openboek_documents::Lang::ALL {
            for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
                let field = format!("oneof_{}", oneof.name());
                if !has_field(name, &field, lang) {
                    lacks.insert(format!("{name}.{field} {lang:?}"));
                }
            }
            for field in message.fields() {
                if !has_field(name, field.name(), lang) {
                    lacks.insert(format!("{name}.{} {lang:?}", field.name()));
                }
                match field.kind() {
                    Kind::Message(message) => to_do.push(message),
                    Kind::Enum(choice) => {
                        let prefix = prefix(&choice);
                        for value in choice.values().filter(|value| value.number() != 0) {
                            let value = short(value.name(), &prefix);
                            if !has_choice(choice.name(), &value, lang) {
                                lacks.insert(format!("{}={value} {lang:?}", choice.name()));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(lacks.is_empty(), "{lacks:#?}");
}
