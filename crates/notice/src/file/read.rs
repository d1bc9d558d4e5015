//! TOML values to values, by kind.

use super::wrong;
use crate::error::NoticeError;
use crate::number::Number;
use crate::quantity::{Quantity, Unit};
use crate::spec::{FieldKind, FieldSpec, TypeSpec};
use crate::station::{Code8, LineVersion, Station};
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use toml::Table;
use unicode_normalization::UnicodeNormalization;

/// Reads by the spec; knows what an L3 restates.
pub(super) struct FileReader {
    subject: Option<&'static TypeSpec>,
}

pub(super) type Read<T> = Result<T, NoticeError>;

impl FileReader {
    pub(super) fn new(subject: Option<&'static TypeSpec>) -> Self {
        FileReader { subject }
    }

    /// Refuses keys that do not stand there.
    pub(super) fn known(&self, table: &Table, keys: &[&str]) -> Read<()> {
        unknown(table, "", keys)
    }

    /// A table of the file by a list of fields; an absent table has no field.
    pub(super) fn table(
        &self,
        file: &Table,
        name: &'static str,
        specs: &'static [FieldSpec],
    ) -> Read<Fields> {
        match file.get(name) {
            None => Ok(Fields::new()),
            Some(value) => self.record(specs, value, name),
        }
    }

    fn record(&self, specs: &'static [FieldSpec], value: &toml::Value, at: &str) -> Read<Fields> {
        let names: Vec<&str> = specs.iter().map(|spec| spec.name).collect();
        let Some(table) = value.as_table() else {
            return Err(wrong(at, &names.join(", "), &value.to_string()));
        };
        unknown(table, at, &names)?;
        let mut fields = Fields::new();
        for spec in specs {
            if let Some(value) = table.get(spec.name) {
                fields.set(spec.name, self.value(&spec.kind, value, &format!("{at}.{}", spec.name))?);
            }
        }
        Ok(fields)
    }

    /// One value.
    pub(super) fn value(&self, kind: &FieldKind, value: &toml::Value, at: &str) -> Read<Value> {
        match kind {
            FieldKind::OrWord(words, inner) => match value.as_str().and_then(|word| words.find(word)) {
                Some(term) => Ok(Value::Word(term.word)),
                None => self.value(inner, value, at),
            },
            FieldKind::Word(words) => word(words, value, at),
            FieldKind::Text { .. } => text(value, at).map(|text| Value::Text(text.nfc().collect())),
            FieldKind::Flag => value.as_bool().map(Value::Flag).ok_or_else(|| not(at, "true | false", value)),
            FieldKind::Count { min, max } => {
                let count = value.as_integer().and_then(|n| u32::try_from(n).ok());
                count.map(Value::Count).ok_or_else(|| not(at, &format!("{min} ... {max}"), value))
            }
            FieldKind::Quantity { units, .. } => quantity(units, value, at).map(Value::Quantity),
            FieldKind::Span { .. } => span(value, at).map(Value::Span),
            FieldKind::Instant { .. } => instant(value, at).map(Value::Instant),
            FieldKind::Number(kinds) => {
                let number = text(value, at).ok().and_then(Number::parse);
                let fits = number.filter(|n| kinds.is_empty() || kinds.contains(&n.kind));
                fits.map(Value::Number).ok_or_else(|| not(at, "US/LEV/27/0031/E1", value))
            }
            FieldKind::Code => {
                Code8::parse(text(value, at)?).map(Value::Code).map_err(|_| not(at, "WATCH", value))
            }
            FieldKind::Station => {
                Station::parse(text(value, at)?).map(Value::Station).map_err(|_| not(at, "US/WATCH", value))
            }
            FieldKind::Line => {
                LineVersion::parse(text(value, at)?).map(Value::Line).map_err(|_| not(at, "US-2/1", value))
            }
            FieldKind::Hash => hash(value, at),
            FieldKind::Place(_) => super::read_place::place(value, at).map(Value::Place),
            FieldKind::List { of, .. } => self.list(of, value, at),
            FieldKind::Record(record) => self.record(record.fields, value, at).map(Value::Record),
            FieldKind::Restatement => {
                let spec = self.subject.ok_or_else(|| not(at, "A.number", value))?;
                FileReader::new(None).record(spec.paragraphs, value, at).map(Value::Record)
            }
        }
    }

    /// A list; a single item may stand without brackets, a sample of a long list as `{count, drawn}`.
    fn list(&self, of: &FieldKind, value: &toml::Value, at: &str) -> Read<Value> {
        if let Some(items) = value.as_array() {
            let read =
                items.iter().enumerate().map(|(i, item)| self.value(of, item, &format!("{at}.{}", i + 1)));
            return Ok(Value::List(read.collect::<Read<_>>()?));
        }
        match value.as_table().filter(|table| table.contains_key("drawn")) {
            None => Ok(Value::List(vec![self.value(of, value, at)?])),
            Some(sample) => self.sample(of, sample, at),
        }
    }

    fn sample(&self, of: &FieldKind, sample: &Table, at: &str) -> Read<Value> {
        unknown(sample, at, &["count", "drawn"])?;
        let expected = "{ count = 9, drawn = { 3 = ... } }";
        let refused = || wrong(at, expected, &sample.to_string());
        let count = sample.get("count").and_then(toml::Value::as_integer).and_then(|n| u32::try_from(n).ok());
        let mut drawn = BTreeMap::new();
        for (place, item) in sample.get("drawn").and_then(toml::Value::as_table).ok_or_else(refused)? {
            let place: u32 = place.parse().map_err(|_| refused())?;
            drawn.insert(place.checked_sub(1).ok_or_else(refused)?, self.value(of, item, at)?);
        }
        Ok(Value::Sample { count: count.ok_or_else(refused)?, drawn })
    }
}

/// Refuses the first key that does not stand there.
pub(super) fn unknown(table: &Table, at: &str, keys: &[&str]) -> Read<()> {
    let Some(key) = table.keys().find(|key| !keys.contains(&key.as_str())) else { return Ok(()) };
    let at = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
    Err(NoticeError::UnknownKey { at, known: keys.iter().map(|&key| key.to_owned()).collect() })
}

/// A quantity in one of the units.
pub(super) fn quantity(units: &[Unit], value: &toml::Value, at: &str) -> Read<Quantity> {
    let whole = value.as_integer().map(|n| Quantity::whole(n, Unit::Count));
    let read = value.as_str().and_then(Quantity::parse).or(whole).filter(|q| units.contains(&q.unit()));
    let words: Vec<_> = units.iter().map(|unit| Quantity::whole(15, *unit).to_string()).collect();
    read.ok_or_else(|| not(at, &words.join(" | "), value))
}

/// A text.
pub(super) fn text<'a>(value: &'a toml::Value, at: &str) -> Read<&'a str> {
    value.as_str().ok_or_else(|| not(at, "\"...\"", value))
}

/// A refusal of this value.
pub(super) fn not(at: &str, expected: &str, found: &toml::Value) -> NoticeError {
    wrong(at, expected, &found.to_string())
}

fn word(words: &Vocabulary, value: &toml::Value, at: &str) -> Read<Value> {
    let found = value.as_str().and_then(|word| words.find(word));
    let all: Vec<_> = words.words().collect();
    found.map(|term| Value::Word(term.word)).ok_or_else(|| not(at, &all.join(" | "), value))
}

fn span(value: &toml::Value, at: &str) -> Read<Span> {
    value.as_str().and_then(Span::parse).ok_or_else(|| not(at, "90 d | 72 h | 15 min | 30 s", value))
}

fn instant(value: &toml::Value, at: &str) -> Read<Instant> {
    let refused = || not(at, "2027-08-09T03:00:00Z", value);
    let text = value.as_str().map(str::to_owned).or_else(|| value.as_datetime().map(ToString::to_string));
    let stamp: jiff::Timestamp = text.and_then(|text| text.parse().ok()).ok_or_else(refused)?;
    let whole = stamp.subsec_nanosecond() == 0;
    Instant::from_seconds(stamp.as_second()).filter(|_| whole).ok_or_else(refused)
}

fn hash(value: &toml::Value, at: &str) -> Read<Value> {
    let bytes =
        value.as_str().and_then(|text| hex::decode(text).ok()).and_then(|bytes| bytes.try_into().ok());
    bytes.map(Value::Hash).ok_or_else(|| not(at, "64 x 0-9a-f", value))
}
