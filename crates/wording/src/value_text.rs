//! One value of a notice in words, by the kind that its spec declares.

use notice::spec::{FieldKind, FieldSpec, RecordSpec};
use notice::{Fields, Instant, Value};

use crate::isolate::{foreign, machine, together};
use crate::pack::{Argument, Arguments};
use crate::place_text::place;
use crate::times::{dtg, stated};
use crate::voice::{Voice, word_key};

/// A value of a field.
pub(crate) fn value(voice: &Voice<'_>, kind: &FieldKind, value: &Value) -> String {
    match (kind, value) {
        (FieldKind::Word(list) | FieldKind::OrWord(list, _), Value::Word(word))
            if list.find(word).is_some() =>
        {
            voice.word(list, word)
        }
        (FieldKind::OrWord(_, inner), other) => self::value(voice, inner, other),
        (FieldKind::Record(spec), Value::Record(fields)) => record(voice, spec, fields),
        (FieldKind::List { of, .. }, Value::List(items)) => list(voice, of, items),
        (FieldKind::List { of, .. }, Value::Sample { count, drawn }) => {
            let items =
                drawn.iter().map(|(at, item)| numbered(voice, *at as usize, &self::value(voice, of, item)));
            let items: Vec<String> = items.collect();
            let arguments = Arguments::from([
                ("count", Argument::Text(voice.number(i64::from(*count)))),
                ("items", Argument::Text(items.join("  "))),
            ]);
            voice.say_with("value-sample", &arguments)
        }
        (_, other) => plain(voice, other),
    }
}

/// Items of a list as lines of their own: lists of records with more than one item.
pub(crate) fn list_lines(voice: &Voice<'_>, kind: &FieldKind, value: &Value) -> Option<Vec<String>> {
    let FieldKind::List { of: of @ FieldKind::Record(_), .. } = kind else { return None };
    let items = value.items();
    (items.len() > 1).then(|| {
        let lines = items.iter().enumerate();
        lines.map(|(at, item)| numbered(voice, at, &self::value(voice, of, item))).collect()
    })
}

/// Every instant in a value, each once, the earliest first.
pub(crate) fn instants(value: &Value) -> Vec<Instant> {
    let mut found: Vec<Instant> = match value {
        Value::Instant(at) => vec![*at],
        Value::List(items) => items.iter().flat_map(instants).collect(),
        Value::Record(fields) => fields.iter().flat_map(|(_, value)| instants(value)).collect(),
        _ => Vec::new(),
    };
    found.sort_unstable();
    found.dedup();
    found
}

/// A field of a record behind its label `RECORD-FIELD`, which may be empty.
fn labelled(voice: &Voice<'_>, spec: &RecordSpec, field: &FieldSpec, held: &Value) -> String {
    let label = voice.say(&format!("{}-{}", spec.name, field.name));
    let text = value(voice, &field.kind, held);
    if label.is_empty() { text } else { voice.label(&label, &text) }
}

/// A record: by its sentence `sentence-NAME` if every field stands and there is one, else field by field.
fn record(voice: &Voice<'_>, spec: &RecordSpec, fields: &Fields) -> String {
    let held: Vec<(&FieldSpec, &Value)> =
        spec.fields.iter().filter_map(|field| Some((field, fields.get(field.name)?))).collect();
    if held.len() == spec.fields.len() {
        let arguments = held
            .iter()
            .map(|(field, held)| (field.name, Argument::Text(value(voice, &field.kind, held))))
            .collect();
        if let Some(sentence) = voice.say_if(&format!("sentence-{}", spec.name), &arguments) {
            return sentence;
        }
    }
    let parts: Vec<String> = held.iter().map(|(field, held)| labelled(voice, spec, field, held)).collect();
    voice.list(&parts)
}

/// A list in one line; over five items it is counted.
fn list(voice: &Voice<'_>, of: &FieldKind, items: &[Value]) -> String {
    let texts: Vec<String> = items.iter().map(|item| value(voice, of, item)).collect();
    let joined = match of {
        FieldKind::Record(_) if texts.len() > 1 => {
            let lines: Vec<String> =
                texts.iter().enumerate().map(|(at, text)| numbered(voice, at, text)).collect();
            format!("[{}]", lines.join("  "))
        }
        _ => voice.list(&texts),
    };
    if texts.len() <= COUNTED_ABOVE {
        return joined;
    }
    let count = Argument::Text(voice.number(i64::try_from(texts.len()).unwrap_or(i64::MAX)));
    voice.say_with("value-counted", &Arguments::from([("count", count), ("items", Argument::Text(joined))]))
}

/// `2) text`, counted from 1.
fn numbered(voice: &Voice<'_>, at: usize, text: &str) -> String {
    let number = voice.reader.digits.write(&(at + 1).to_string());
    format!("{}) {text}", machine(&number.to_string()))
}

/// A value that needs no spec to be printed.
fn plain(voice: &Voice<'_>, value: &Value) -> String {
    match value {
        Value::Text(text) => foreign(text),
        Value::Flag(flag) => voice.say(if *flag { "flag-yes" } else { "flag-no" }),
        Value::Count(count) => voice.number(i64::from(*count)),
        Value::Quantity(quantity) => {
            let number = machine(&voice.reader.digits.write(&quantity.decimal()));
            let unit = voice.say(&word_key("unit", quantity.unit().word()));
            if unit.is_empty() { number } else { together(&format!("{number} {unit}")) }
        }
        Value::Span(length) => stated(voice, *length),
        Value::Instant(at) => machine(&dtg(at.seconds())),
        Value::Number(number) => machine(&number.to_string()),
        Value::Code(code) => machine(code.as_str()),
        Value::Station(station) => machine(&station.to_string()),
        Value::Line(line) => machine(&line.to_string()),
        Value::Hash(hash) => machine(&hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        Value::Place(held) => place(voice, held),
        Value::Word(word) => machine(word),
        Value::List(_) | Value::Record(_) | Value::Sample { .. } => voice.say("value-unknown"),
    }
}

const COUNTED_ABOVE: usize = 5;
