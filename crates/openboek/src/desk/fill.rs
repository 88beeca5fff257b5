//! The way back: what somebody fills in who means a statement that is there.

use openboek_audit::Lang;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, ReflectMessage as _, Value};

use super::read::Written;
use super::values::{choice_name, join};
use crate::file::{prefix, short};

/// Names and values of all fields of a message. What no form has is left out: whoever needs all of it reads it back and compares.
pub(super) fn filled(message: &DynamicMessage, path: &str, lang: Lang) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    fill(message, path, lang, &mut pairs);
    pairs
}

fn fill(message: &DynamicMessage, path: &str, lang: Lang, pairs: &mut Vec<(String, String)>) {
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
                    fill_one(&field, item, &format!("{at}[{place}]"), lang, pairs);
                }
            }
            value => fill_one(&field, value, &at, lang, pairs),
        }
    }
}

fn fill_one(field: &FieldDescriptor, value: &Value, at: &str, lang: Lang, pairs: &mut Vec<(String, String)>) {
    let text = match (value, Written::of(field), field.kind()) {
        (Value::Message(message), ..) => return fill(message, at, lang, pairs),
        (Value::I64(cents), Written::Money, _) => euros(*cents, lang),
        (Value::I32(points), Written::Percent, _) => euros(i64::from(*points), lang),
        (Value::EnumNumber(number), _, Kind::Enum(choice)) => {
            let Some(value) = choice.get_value(*number) else { return };
            short(value.name(), &prefix(&choice))
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
        _ => return,
    };
    pairs.push((at.to_owned(), text));
}

/// `-1234,56` of -123456 in Dutch.
fn euros(cents: i64, lang: Lang) -> String {
    let (sign, cents) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
    format!("{sign}{}{}{:02}", cents / 100, lang.pick(",", "."), cents % 100)
}
