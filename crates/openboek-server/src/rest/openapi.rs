//! The OpenAPI document, made from the operations and from the .proto files with their comments.

use std::collections::BTreeMap;

use openboek_wire::Comments;
use prost_reflect::{Cardinality, DescriptorPool, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value, json};

use super::operation::{OPERATIONS, Operation};
use super::parameter::field_of;
use super::{BASE, VERSION};
use crate::config::Contact;

/// The document as JSON.
///
/// # Errors
/// When an operation names a field that is not in its message.
pub(super) fn document(
    pool: &DescriptorPool,
    comments: &Comments,
    public_url: Option<&str>,
    contact: Option<&Contact>,
) -> Result<Vec<u8>, String> {
    let mut paths = Map::new();
    paths.insert("/openapi.json".to_owned(), json!({ "get": own_operation() }));
    let mut schemas = Schemas { comments, done: BTreeMap::new() };
    for operation in OPERATIONS {
        let made = describe(operation, pool, &mut schemas)
            .ok_or_else(|| format!("{}: a parameter is no field of its request", operation.id))?;
        paths.insert(operation.path.to_owned(), json!({ "get": made }));
    }
    let mut schemas = schemas.done;
    schemas.insert("Problem".to_owned(), problem());
    let server = format!("{}{BASE}", public_url.unwrap_or_default().trim_end_matches('/'));
    let document = json!({
        "openapi": "3.0.3",
        "info": info(contact),
        "servers": [{ "url": server }],
        "tags": [
            { "name": "ledger", "description": "Paragraphs, figures and the statements behind them." },
            { "name": "audit", "description": "Checkpoints, entries and proofs." },
        ],
        "paths": paths,
        "components": { "schemas": schemas, "headers": { "ApiVersion": version_header() } },
    });
    serde_json::to_vec(&document).map_err(|error| error.to_string())
}

fn info(contact: Option<&Contact>) -> Value {
    let mut info = json!({
        "title": "Openboek",
        "version": VERSION,
        "description": "Every budget decision, subsidy and cut of the social domain, and the paragraaf sociaal domein per municipality. \
            To read only; recording goes over gRPC. The messages are those of gRPC in the JSON mapping of protobuf: 64-bit numbers \
            (amounts in cents among them) are text, bytes are base64.",
        "license": { "name": "EUPL-1.2", "url": "https://eupl.eu/1.2/en/" },
    });
    if let (Some(of), Some(info)) = (contact, info.as_object_mut()) {
        info.insert("contact".to_owned(), json!({ "name": of.name, "url": of.url, "email": of.email }));
    }
    info
}

fn version_header() -> Value {
    json!({ "description": "The whole version of this interface.", "schema": { "type": "string", "example": VERSION } })
}

fn own_operation() -> Value {
    json!({
        "operationId": "getOpenapi",
        "summary": "Gives this document.",
        "tags": ["ledger"],
        "responses": { "200": success("application/json", "This document.", json!({ "type": "object" })) },
    })
}

fn success(media_type: &str, description: &str, schema: Value) -> Value {
    json!({
        "description": description,
        "headers": { "API-Version": { "$ref": "#/components/headers/ApiVersion" } },
        "content": { media_type: { "schema": schema } },
    })
}

fn describe(operation: &Operation, pool: &DescriptorPool, schemas: &mut Schemas<'_>) -> Option<Value> {
    let (request, response) = operation.messages(pool)?;
    let mut parameters = Vec::new();
    for parameter in operation.parameters {
        let field = field_of(&request, parameter)?;
        let place = if operation.has_in_path(parameter) { "path" } else { "query" };
        parameters.push(json!({
            "name": parameter.name,
            "in": place,
            "required": parameter.required,
            "description": schemas.comment_of_field(&field),
            "schema": parameter_schema(&field),
        }));
    }
    let schema = match response {
        Some(response) => schemas.reference(&response),
        None => {
            schemas.done.insert("CloudEvent".to_owned(), cloud_event());
            json!({ "type": "array", "items": { "$ref": "#/components/schemas/CloudEvent" } })
        }
    };
    let mut responses = Map::new();
    responses.insert("200".to_owned(), success(operation.media_type(), operation.summary, schema));
    for (status, description) in [
        ("400", "A parameter is wrong; all that is wrong is told at once."),
        ("404", "There is no such thing."),
        ("409", "Nothing is recorded or published there yet."),
        ("503", "Too much is asked at once; Retry-After says when to come back."),
    ] {
        responses.insert(status.to_owned(), failure(description));
    }
    let is_of_ledger = |part: &&str| operation.path.contains(*part);
    let of_ledger = ["paragraphs", "differences", "_search"].iter().any(is_of_ledger);
    let tag = if of_ledger { "ledger" } else { "audit" };
    Some(json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [tag],
        "parameters": parameters,
        "responses": responses,
    }))
}

fn failure(description: &str) -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({ "description": description, "content": { "application/problem+json": { "schema": schema } } })
}

/// CloudEvents 1.0, and what the Dutch government profile asks.
fn cloud_event() -> Value {
    let text = |description: &str| json!({ "type": "string", "minLength": 1, "description": description });
    json!({
        "type": "object",
        "description": "An event of the ledger (CloudEvents 1.0, NL GOV profile). It holds no data: `dataref` says where to read it.",
        "required": ["specversion", "id", "source", "type", "time", "sequence", "dataref"],
        "additionalProperties": false,
        "properties": {
            "specversion": { "type": "string", "enum": ["1.0"], "description": "The version of CloudEvents." },
            "id": text("The event hash: it never changes."),
            "source": text("The ledger."),
            "type": { "type": "string", "pattern": "^nl(\\.[a-z0-9-]+)+\\.v[0-9]+$", "description": "What happened, with the version of its form." },
            "subject": text("What it is about: kind and identifier."),
            "time": { "type": "string", "format": "date-time", "description": "When it was recorded (UTC)." },
            "sequence": { "type": "string", "pattern": "^[0-9]{20}$", "description": "Position in the ledger; later events have a higher one, and numbers are skipped." },
            "dataref": { "type": "string", "format": "uri-reference", "description": "Where the event is read." },
        },
    })
}

/// RFC 9457, and what we add: the same in Dutch, and every parameter that is wrong.
fn problem() -> Value {
    let text = |description: &str| json!({ "type": "string", "description": description });
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "detailNl", "violations"],
        "properties": {
            "type": { "type": "string", "format": "uri-reference", "description": "The page that explains the code." },
            "title": text("The code: it never changes."),
            "status": { "type": "integer", "description": "The HTTP status." },
            "detail": text("What happened and what to do next."),
            "detailNl": text("The same in Dutch."),
            "violations": {
                "type": "array",
                "description": "Every parameter that is wrong.",
                "items": {
                    "type": "object",
                    "required": ["parameter", "code", "found", "detail", "detailNl"],
                    "properties": {
                        "parameter": text("Its name."),
                        "code": text("What is wrong, as a code."),
                        "found": text("What was given."),
                        "detail": text("What is wrong and what to do."),
                        "detailNl": text("The same in Dutch."),
                    },
                },
            },
        },
    })
}

/// In an address every number is digits; only answers hold numbers as text.
fn parameter_schema(field: &FieldDescriptor) -> Value {
    match field.kind() {
        Kind::Int32 => json!({ "type": "integer", "format": "int32" }),
        Kind::Uint64 => json!({ "type": "integer", "format": "int64", "minimum": 0 }),
        Kind::Bool => json!({ "type": "boolean" }),
        _ if is_day(field) => json!({ "type": "string", "format": "date" }),
        _ => json!({ "type": "string" }),
    }
}

/// Days of moments; other dates may be known in part (EDTF).
fn is_day(field: &FieldDescriptor) -> bool {
    matches!(field.name(), "as_known_on" | "as_decided_on" | "reference_day")
}

/// The schemas of messages and enumerations, each once.
struct Schemas<'a> {
    comments: &'a Comments,
    done: BTreeMap<String, Value>,
}

impl Schemas<'_> {
    fn comment_of_field(&self, field: &FieldDescriptor) -> String {
        self.comments.whole(field.parent_file().name(), field.path()).to_owned()
    }

    /// A reference to the schema of a message, which is made when it is not there yet.
    fn reference(&mut self, message: &MessageDescriptor) -> Value {
        let name = message.name().to_owned();
        if !self.done.contains_key(&name) {
            // Held open first: messages may hold each other.
            self.done.insert(name.clone(), Value::Null);
            let schema = self.message(message);
            self.done.insert(name.clone(), schema);
        }
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    fn message(&mut self, message: &MessageDescriptor) -> Value {
        let properties: Map<String, Value> =
            message.fields().map(|field| (field.json_name().to_owned(), self.property(&field))).collect();
        // Fields of a choice and optional ones are left out when they are not given; all others are always there.
        let required: Vec<Value> = message
            .fields()
            .filter(|field| !field.supports_presence())
            .map(|field| Value::from(field.json_name()))
            .collect();
        let comment = self.comments.whole(message.parent_file().name(), message.path());
        let mut schema = json!({ "type": "object", "description": comment, "properties": properties });
        if let (false, Some(schema)) = (required.is_empty(), schema.as_object_mut()) {
            schema.insert("required".to_owned(), required.into());
        }
        schema
    }

    fn property(&mut self, field: &FieldDescriptor) -> Value {
        let mut schema = if field.is_map() {
            let value = field.kind().as_message().map(MessageDescriptor::map_entry_value_field);
            json!({ "type": "object", "additionalProperties": value.map_or(Value::Bool(true), |value| self.one(&value)) })
        } else if field.cardinality() == Cardinality::Repeated {
            json!({ "type": "array", "items": self.one(field) })
        } else {
            self.one(field)
        };
        let comment = self.comment_of_field(field);
        match schema.as_object_mut() {
            // Beside a reference nothing else counts, in OpenAPI 3.0.
            Some(object) if object.contains_key("$ref") => {
                json!({ "allOf": [schema], "description": comment })
            }
            Some(object) => {
                object.insert("description".to_owned(), comment.into());
                schema
            }
            None => schema,
        }
    }

    /// One value of a field.
    fn one(&mut self, field: &FieldDescriptor) -> Value {
        match field.kind() {
            Kind::Message(message) => self.reference(&message),
            Kind::Enum(of) => self.enumeration(&of),
            Kind::Bool => json!({ "type": "boolean" }),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => json!({ "type": "integer", "format": "int32" }),
            Kind::Uint32 | Kind::Fixed32 => json!({ "type": "integer", "format": "int64", "minimum": 0 }),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => {
                json!({ "type": "string", "pattern": "^-?[0-9]+$" })
            }
            Kind::Uint64 | Kind::Fixed64 => json!({ "type": "string", "pattern": "^[0-9]+$" }),
            Kind::Bytes => json!({ "type": "string", "format": "byte" }),
            _ if is_day(field) => json!({ "type": "string", "description": "A day, or empty." }),
            // Dates may be known in part: `2020-11-11`, `2021-04`, `2020`, `XXXX`.
            _ if field.name().ends_with("date") => json!({ "type": "string", "format": "edtf" }),
            _ => json!({ "type": "string" }),
        }
    }

    fn enumeration(&mut self, of: &EnumDescriptor) -> Value {
        let names: Vec<Value> = of.values().map(|value| Value::from(value.name())).collect();
        let comment = self.comments.whole(of.parent_file().name(), of.path());
        let schema = json!({ "type": "string", "enum": names, "description": comment });
        self.done.insert(of.name().to_owned(), schema);
        json!({ "$ref": format!("#/components/schemas/{}", of.name()) })
    }
}
