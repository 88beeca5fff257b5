//! Parameters of an address, put into the message of the request.

use openboek_rules::{Malformed, MalformedCode};
use prost::Message as _;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage as _, Value};

use super::operation::{Operation, Parameter};
use crate::errors::{Problem, Reason};
use crate::web::decoded;

/// Parameters as they were given: names and values, decoded.
pub(super) type Given = Vec<(String, String)>;

/// Names and values behind the question mark, decoded; a name alone has an empty value.
pub(super) fn pairs(query: Option<&str>) -> Given {
    let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// The request, encoded.
///
/// # Errors
/// `unknown-parameter` for names that mean nothing here: a misspelt moment must not give the figures of another moment. Else every fault
/// at once: what is missing, given twice or no number.
pub(super) fn message(
    operation: &Operation,
    descriptor: MessageDescriptor,
    path: &Given,
    query: &Given,
) -> Result<Vec<u8>, Problem> {
    let known =
        |name: &str| operation.parameters.iter().any(|one| one.name == name && !operation.has_in_path(one));
    let unknown: Vec<&str> =
        query.iter().map(|(name, _)| name.as_str()).filter(|name| !known(name)).collect();
    if !unknown.is_empty() {
        let shown: String = unknown.join(", ").chars().filter(|c| !c.is_control()).take(120).collect();
        return Err(Problem::new(Reason::UnknownParameter).with("parameter", shown));
    }
    let (mut message, mut faults) = (DynamicMessage::new(descriptor), Vec::new());
    for parameter in operation.parameters {
        let given = if operation.has_in_path(parameter) { path } else { query };
        let mut values = given.iter().filter(|(name, _)| name == parameter.name).map(|(_, value)| value);
        let fault = match (values.next(), values.next()) {
            (None, _) => parameter.required.then(|| Malformed::new(MalformedCode::Missing, "")),
            (Some(_), Some(second)) => Some(Malformed::new(MalformedCode::Duplicate, second)),
            (Some(value), None) => fill(&mut message, parameter, value).err(),
        };
        faults.extend(fault.map(|fault| fault.at(parameter.name)));
    }
    let both = both_moments(query);
    faults.extend(both.map(|name| Malformed::new(MalformedCode::Duplicate, "").at(name)));
    if faults.is_empty() { Ok(message.encode_to_vec()) } else { Err(faults.into()) }
}

/// A number of entries and a day are two ways to say the same; the message holds one of them.
fn both_moments(query: &[(String, String)]) -> Option<&'static str> {
    let is_given = |name: &str| query.iter().any(|(given, _)| given == name);
    let twice = |size, day| is_given(size) && is_given(day);
    match () {
        () if twice("size", "asKnownOn") => Some("asKnownOn"),
        () if twice("beforeSize", "beforeAsKnownOn") => Some("beforeAsKnownOn"),
        () => None,
    }
}

fn fill(message: &mut DynamicMessage, parameter: &Parameter, text: &str) -> Result<(), Malformed> {
    let bad = || Malformed::new(MalformedCode::OutOfRange, text);
    parameter.fields.iter().try_for_each(|path| set(message, path, text).ok_or_else(bad))
}

/// Sets the field at a path; `None` when the text is no value of it.
fn set(message: &mut DynamicMessage, path: &str, text: &str) -> Option<()> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let field = message.descriptor().get_field_by_name(name)?;
    match rest {
        Some(rest) => set(message.get_field_mut(&field).as_message_mut()?, rest, text),
        None => {
            message.set_field(&field, value(&field, text)?);
            Some(())
        }
    }
}

fn value(field: &FieldDescriptor, text: &str) -> Option<Value> {
    Some(match field.kind() {
        Kind::String => Value::String(text.to_owned()),
        Kind::Int32 => Value::I32(number(text)?),
        Kind::Uint64 => Value::U64(number(text)?),
        Kind::Bool => Value::Bool(text.parse().ok()?),
        _ => return None,
    })
}

/// A number in its one form: no plus signs or leading zeros.
fn number<N: std::str::FromStr + ToString>(text: &str) -> Option<N> {
    text.parse().ok().filter(|number: &N| number.to_string() == text)
}

/// The field that a parameter is described by.
pub(super) fn field_of(request: &MessageDescriptor, parameter: &Parameter) -> Option<FieldDescriptor> {
    let mut names = parameter.fields.first()?.split('.');
    let first = request.get_field_by_name(names.next()?)?;
    names.try_fold(first, |field, name| field.kind().as_message()?.get_field_by_name(name))
}
