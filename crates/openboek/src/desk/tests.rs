//! A form can say whatever a statement can: what the starting cases and the examples of all kinds say is filled in and read back.

use std::collections::BTreeSet;

use openboek_audit::Lang;
use openboek_documents::desk::{has_choice, has_field};
use openboek_wire::{Comments, KINDS, v1};
use prost::Message as _;
use prost_reflect::{DynamicMessage, Kind, ReflectMessage as _, Value};

use super::form::Builder;
use super::pages::names_of;
use super::read::{self, Written};
use super::values::{Values, choice_name, join};
use super::{Form, documents_lang};
use crate::file::{self, prefix, short};
use crate::template;

/// What somebody fills in who means this statement.
fn filled(message: &DynamicMessage, path: &str, pairs: &mut Vec<(String, String)>) {
    for oneof in message.descriptor().oneofs().filter(|oneof| !oneof.is_synthetic()) {
        if let Some(chosen) = oneof.fields().find(|field| message.has_field(field)) {
            pairs.push((choice_name(path, &oneof), chosen.name().to_owned()));
        }
    }
    for (field, value) in message.fields() {
        let at = join(path, field.name());
        match value {
            Value::List(items) => {
                for (place, item) in items.iter().enumerate() {
                    fill_one(&field, item, &format!("{at}[{place}]"), pairs);
                }
            }
            value => fill_one(&field, value, &at, pairs),
        }
    }
}

fn fill_one(
    field: &prost_reflect::FieldDescriptor,
    value: &Value,
    at: &str,
    pairs: &mut Vec<(String, String)>,
) {
    let text = match (value, Written::of(field), field.kind()) {
        (Value::Message(message), ..) => return filled(message, at, pairs),
        (Value::I64(cents), Written::Money, _) => euros(*cents),
        (Value::I32(points), Written::Percent, _) => euros(i64::from(*points)),
        (Value::EnumNumber(number), _, Kind::Enum(choice)) => {
            short(choice.get_value(*number).unwrap().name(), &prefix(&choice))
        }
        (Value::String(text), ..) => text.clone(),
        (Value::Bool(yes), ..) => yes.to_string(),
        (Value::I32(number), ..) => number.to_string(),
        (Value::U32(number), ..) => number.to_string(),
        (Value::I64(number), ..) => number.to_string(),
        (Value::U64(number), ..) => number.to_string(),
        (Value::Bytes(bytes), ..) => {
            format!("b3:{}", bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        }
        other => panic!("{at}: {other:?}"),
    };
    pairs.push((at.to_owned(), text));
}

/// `-1234,56` of -123456.
fn euros(cents: i64) -> String {
    let (sign, cents) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
    format!("{sign}{},{:02}", cents / 100, cents % 100)
}

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
    for (from, statement) in statements() {
        let message =
            DynamicMessage::decode(of_statement.clone(), statement.encode_to_vec().as_slice()).unwrap();
        let body =
            of_statement.oneofs().next().unwrap().fields().find(|field| message.has_field(field)).unwrap();
        let kind = KINDS.iter().find(|kind| kind.field == body.name()).unwrap();
        if kind.kind == "arrangement-founded" {
            continue;
        }
        let form = Form { kind, message: pool.get_message_by_name(kind.message).unwrap() };
        let mut pairs = Vec::new();
        filled(message.get_field(&body).as_message().unwrap(), body.name(), &mut pairs);
        pairs.extend(statement.concerns.iter().map(|code| ("concerns".to_owned(), code.clone())));
        let values = Values::of(pairs.clone());
        let mut tidy = values.tidied(&form.message, kind.field);
        statement.concerns.iter().for_each(|code| tidy.add("concerns", code));
        assert_eq!(tidy, values, "{from}");

        let read =
            read::statement(&form, &tidy, Lang::Nl).unwrap_or_else(|wrong| panic!("{from}: {wrong:#?}"));
        assert_eq!(read, statement, "{from}");

        let members: Vec<_> = statement.concerns.iter().map(|code| (code.clone(), code.clone())).collect();
        let builder = Builder {
            values: &tidy,
            wrong: &[],
            more: "",
            members: &members,
            comments: &comments,
            lang: Lang::Nl,
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
    assert!(forms > 150, "{forms}");
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
