//! Files that users write: TOML to drafts and charters and back, and the same shape as JSON.
//!
//! ```toml
//! type = "T1"
//! [envelope]
//! status = "EXERCISE"
//! [content]
//! A = "US-2/1"
//! ```
//!
//! Quantities are `"15 km"`, durations `"72 h"`, instants `"2027-08-09T03:00:00Z"`, points `"33.786 42.441"`.
//! I1 an unknown key is refused with its path and the keys that stand there. I2 what is read writes itself back.

mod read;
mod read_place;
mod write;

use crate::charter::{Charter, HEAD};
use crate::envelope::{ENVELOPE, Envelope, NO_TERMS, STAMP};
use crate::error::NoticeError;
use crate::notice::{Draft, Notice};
use crate::registry;
use crate::spec::TypeSpec;
use crate::value::{Fields, Value};
use crate::vocabulary::{NOTICE_TYPE, NoticeType};
use read::FileReader;
use toml::Table;

/// Reads a notice file.
///
/// # Errors
/// [`NoticeError`] with the path of what cannot be read; checks of the content come after, by `validate`.
pub fn draft_from_toml(text: &str) -> Result<Draft, NoticeError> {
    let table = parse(text)?;
    let spec = type_of(&table)?;
    if !spec.drafted {
        return Err(NoticeError::NotDrafted { kind: spec.kind.word().to_owned() });
    }
    let reader = FileReader::new(None);
    reader.known(&table, &["type", "envelope", "content"])?;
    let mut envelope = reader.table(&table, "envelope", ENVELOPE.fields)?;
    if envelope.get("term-set").is_none() {
        envelope.set("term-set", Value::Hash(NO_TERMS));
    }
    let envelope =
        Envelope::of(&envelope).map_err(|name| NoticeError::MissingKey { at: format!("envelope.{name}") })?;
    let reader = FileReader::new(restated(spec.kind, &table));
    let content = reader.table(&table, "content", spec.paragraphs)?;
    Ok(Draft { kind: spec.kind, envelope, content })
}

/// Reads a point, `33.786 42.441`: latitude and longitude, degrees; `None` for anything else.
pub fn point(text: &str) -> Option<crate::place::Point> {
    read_place::point_of(text)
}

/// Writes a notice file that [`draft_from_toml`] reads as the same draft.
pub fn draft_to_toml(draft: &Draft) -> String {
    print(draft_table(draft))
}

/// Reads a charter file.
///
/// # Errors
/// As [`draft_from_toml`].
pub fn charter_from_toml(text: &str) -> Result<Charter, NoticeError> {
    let table = parse(text)?;
    let spec = type_of(&table)?;
    if spec.kind != NoticeType::Ch {
        return Err(wrong("type", "CH", spec.kind.word()));
    }
    let reader = FileReader::new(None);
    reader.known(&table, &["type", "head", "content"])?;
    let head = reader.table(&table, "head", HEAD.fields)?;
    let content = reader.table(&table, "content", spec.paragraphs)?;
    Charter::of(&head, content).map_err(|name| NoticeError::MissingKey { at: format!("head.{name}") })
}

/// Writes a charter file that [`charter_from_toml`] reads as the same charter.
pub fn charter_to_toml(charter: &Charter) -> String {
    let mut table = Table::new();
    table.insert("type".to_owned(), NoticeType::Ch.word().into());
    table.insert("head".to_owned(), write::record(HEAD.fields, &charter.head_fields(), None).into());
    let paragraphs = registry::spec(NoticeType::Ch).map_or(&[][..], |spec| spec.paragraphs);
    table.insert("content".to_owned(), write::record(paragraphs, &charter.content, None).into());
    print(table)
}

/// A notice in the shape of its file, with its stamp, as one JSON object.
pub fn notice_to_json(notice: &Notice) -> serde_json::Value {
    let mut table = draft_table(notice.draft());
    table.insert("stamp".to_owned(), write::record(STAMP.fields, &notice.stamp().fields(), None).into());
    json(table)
}

/// A draft in the shape of its file, as one JSON object.
pub fn draft_to_json(draft: &Draft) -> serde_json::Value {
    json(draft_table(draft))
}

/// One value of a field as the file has it, for lists of choices and read-back forms.
///
/// # Errors
/// [`NoticeError::WrongValue`] if it cannot be read as the field's kind.
pub fn value_from_text(kind: &crate::spec::FieldKind, at: &str, text: &str) -> Result<Value, NoticeError> {
    let value = toml::Value::String(text.to_owned());
    let read = FileReader::new(None).value(kind, &value, at);
    read.or_else(|refusal| match text.trim().parse::<toml::Value>() {
        Ok(parsed) if !parsed.is_str() => FileReader::new(None).value(kind, &parsed, at),
        _ => Err(refusal),
    })
}

/// Reads what an officer typed again of a notice of this type: the critical paragraphs by letter, as in
/// `content.B` of an L3 file.
///
/// # Errors
/// [`NoticeError`] with the path of what cannot be read, or [`NoticeError::NotServed`].
pub fn restated_from_toml(kind: NoticeType, text: &str) -> Result<Fields, NoticeError> {
    let spec = registry::spec(kind).ok_or_else(|| NoticeError::NotServed { kind: kind.word().to_owned() })?;
    let mut file = Table::new();
    file.insert("restated".to_owned(), parse(text)?.into());
    FileReader::new(None).table(&file, "restated", spec.paragraphs)
}

/// Writes a restatement that [`restated_from_toml`] reads as the same.
pub fn restated_to_toml(spec: &'static TypeSpec, restated: &Fields) -> String {
    print(write::record(spec.paragraphs, restated, None))
}

fn draft_table(draft: &Draft) -> Table {
    let mut table = Table::new();
    table.insert("type".to_owned(), draft.kind.word().into());
    table
        .insert("envelope".to_owned(), write::record(ENVELOPE.fields, &draft.envelope.fields(), None).into());
    let paragraphs = registry::spec(draft.kind).map_or(&[][..], |spec| spec.paragraphs);
    let subject = draft.content.get("A").and_then(Value::fields).and_then(|a| a.get("number")?.number());
    let subject = subject.and_then(|number| registry::spec(number.kind));
    table.insert("content".to_owned(), write::record(paragraphs, &draft.content, subject).into());
    table
}

fn parse(text: &str) -> Result<Table, NoticeError> {
    toml::from_str(text).map_err(|error: toml::de::Error| NoticeError::NotToml { why: error.to_string() })
}

fn print(table: Table) -> String {
    toml::to_string(&table).expect("a table of strings, numbers, flags, lists and tables always prints")
}

fn json(table: Table) -> serde_json::Value {
    serde_json::to_value(table).expect("a table of strings, numbers, flags, lists and tables always converts")
}

fn type_of(table: &Table) -> Result<&'static TypeSpec, NoticeError> {
    let Some(value) = table.get("type") else {
        return Err(NoticeError::MissingKey { at: "type".to_owned() });
    };
    let word = value.as_str().unwrap_or_default();
    let words: Vec<_> = NOTICE_TYPE.words().collect();
    let kind =
        NoticeType::parse(word).ok_or_else(|| wrong("type", &words.join(" | "), &value.to_string()))?;
    registry::spec(kind).ok_or_else(|| NoticeError::NotServed { kind: kind.word().to_owned() })
}

/// The type whose critical fields an L3 file restates.
fn restated(kind: NoticeType, table: &Table) -> Option<&'static TypeSpec> {
    if kind != NoticeType::L3 {
        return None;
    }
    let number = table.get("content")?.get("A")?.get("number")?.as_str()?;
    registry::spec(crate::number::Number::parse(number)?.kind)
}

fn wrong(at: &str, expected: &str, found: &str) -> NoticeError {
    let found = found.chars().take(120).collect();
    NoticeError::WrongValue { at: at.to_owned(), expected: expected.to_owned(), found }
}
