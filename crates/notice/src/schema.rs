//! JSON Schema (draft 2020-12) of the files that users write, from the same specs (requirement R25).

use crate::charter::HEAD;
use crate::clause::DISTANCES;
use crate::envelope::ENVELOPE;
use crate::quantity::Unit;
use crate::registry;
use crate::spec::{FieldKind, FieldSpec, Need};
use crate::vocabulary::{NoticeType, PLACE_PRECISION, Vocabulary};
use serde_json::{Map, Value, json};

/// Schema of a type's file; `None` for L1 and for types this version does not serve.
pub fn schema(kind: NoticeType) -> Option<Value> {
    let spec = registry::spec(kind).filter(|spec| spec.drafted || kind == NoticeType::Ch)?;
    let (head, fields) =
        if kind == NoticeType::Ch { ("head", HEAD.fields) } else { ("envelope", ENVELOPE.fields) };
    let mut head_schema = record(fields);
    if let Some(required) = head_schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != "term-set");
    }
    Some(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("demarche {}", kind.word()),
        "type": "object",
        "additionalProperties": false,
        "required": ["type", head, "content"],
        "properties": { "type": { "const": kind.word() }, head: head_schema, "content": record(spec.paragraphs) },
    }))
}

fn record(fields: &[FieldSpec]) -> Value {
    let properties: Map<String, Value> = fields.iter().map(|f| (f.name.to_owned(), of(&f.kind))).collect();
    let required: Vec<&str> =
        fields.iter().filter(|field| field.need == Need::Mandatory).map(|field| field.name).collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn of(kind: &FieldKind) -> Value {
    match kind {
        FieldKind::Word(words) => one_of(words),
        FieldKind::Text { words } => {
            json!({ "type": "string", "minLength": 1, "description": format!("at most {words} words") })
        }
        FieldKind::Flag => json!({ "type": "boolean" }),
        FieldKind::Count { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        FieldKind::Quantity { units, .. } => quantity(units),
        FieldKind::Span { .. } => pattern("^[0-9]{1,10} (d|h|min|s)$"),
        FieldKind::Instant { .. } => json!({ "type": "string", "format": "date-time" }),
        FieldKind::Number(_) => {
            pattern("^[A-Z][A-Z0-9]{1,7}/[A-Z][A-Z0-9]{1,7}/[0-9]{2}/[0-9]{4,10}/[A-Z][0-9A-Z]$")
        }
        FieldKind::Code => pattern("^[A-Z][A-Z0-9]{1,7}$"),
        FieldKind::Station => pattern("^[A-Z][A-Z0-9]{1,7}/[A-Z][A-Z0-9]{1,7}$"),
        FieldKind::Line => pattern("^[A-Z][A-Z0-9]{1,7}-[1-9][0-9]*/[1-9][0-9]*$"),
        FieldKind::Hash => pattern("^[0-9a-f]{64}$"),
        FieldKind::Place(_) => place(),
        FieldKind::List { of: item, min, max } => {
            json!({ "anyOf": [{ "type": "array", "items": of(item), "minItems": min, "maxItems": max }, of(item)] })
        }
        FieldKind::Record(spec) => record(spec.fields),
        FieldKind::OrWord(words, inner) => json!({ "anyOf": [one_of(words), of(inner)] }),
        FieldKind::Restatement => json!({ "type": "object", "minProperties": 1 }),
    }
}

fn one_of(words: &Vocabulary) -> Value {
    json!({ "enum": words.words().collect::<Vec<_>>() })
}

fn pattern(pattern: &str) -> Value {
    json!({ "type": "string", "pattern": pattern })
}

fn quantity(units: &[Unit]) -> Value {
    let words: Vec<&str> =
        units.iter().filter(|unit| **unit != Unit::Count).map(|unit| unit.word()).collect();
    let measured = pattern(&format!("^-?[0-9]+(\\.[0-9]{{1,9}})? ({})$", words.join("|")));
    if units.contains(&Unit::Count) {
        json!({ "anyOf": [measured, { "type": "integer" }] })
    } else {
        measured
    }
}

fn place() -> Value {
    let point = pattern("^-?[0-9]{1,2}(\\.[0-9]{1,7})? -?[0-9]{1,3}(\\.[0-9]{1,7})?$");
    let distance = quantity(DISTANCES);
    let object = |required: &[&str], properties: Value| json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties });
    let points = |least: u8| json!({ "type": "array", "items": point, "minItems": least });
    let part = object(
        &[],
        json!({
            "point": point,
            "circle": object(&["centre", "radius"], json!({ "centre": point, "radius": distance })),
            "polygon": points(3),
            "corridor": object(&["track"], json!({ "track": points(2), "half-width": distance })),
            "area": object(&["south-west", "north-east"], json!({ "south-west": point, "north-east": point })),
            "error": object(&["major"], json!({
                "major": distance,
                "minor": distance,
                "azimuth": { "type": "integer", "minimum": 0, "maximum": 179 },
                "contour": { "type": "integer", "minimum": 1, "maximum": 99 },
            })),
            "precision": one_of(&PLACE_PRECISION),
            "gazetteer": pattern("^[A-Z0-9:-]{1,24}$"),
        }),
    );
    let parts = json!({ "type": "array", "items": part, "minItems": 1 });
    object(&["parts"], json!({ "parts": parts, "stand-off": distance }))
}
