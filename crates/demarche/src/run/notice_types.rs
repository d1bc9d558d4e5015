//! `demarche notice types`: every type of the catalogue with what its form says.

use crate::exit::Exit;
use crate::output::Output;
use crate::stopped::Stopped;
use notice::registry::FORMS;
use notice::spec::{FieldKind, FieldSpec, Need, TypeSpec};
use notice::vocabulary::{NoticeType, Precedence};
use refusal::Facts;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Lists them; the charter form is `charter show`.
pub fn run(output: &Output) -> Result<Exit, Stopped> {
    let specs = FORMS.iter().map(|form| form.spec).filter(|spec| spec.kind != NoticeType::Ch);
    let all: Vec<Value> = specs.map(|spec| document(spec, output)).collect();
    let word = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let list = |it: &Value, key: &str| {
        let items = it[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        items.collect::<Vec<_>>().join(" ")
    };
    let line = |it: &Value| {
        let (code, title) = (word(it, "code"), word(it, "title"));
        let (critical, machines) = (list(it, "critical"), list(it, "machines"));
        format!("{code}  {title}  read back: {critical}  moves: {machines}")
    };
    let text: Vec<String> = all.iter().map(line).collect();
    output.print(&json!(all), &text.join("\n"));
    Ok(Exit::Done)
}

fn document(spec: &TypeSpec, output: &Output) -> Value {
    let code = spec.kind.word();
    let title = output.phrase(&format!("type-{}", code.to_lowercase()), &Facts::new());
    let fields: Vec<Value> = spec.paragraphs.iter().map(|field| paragraph(code, field, output)).collect();
    let mut units = BTreeSet::new();
    spec.paragraphs.iter().for_each(|field| units_of(&field.kind, &mut units));
    let critical: Vec<&str> = spec.critical().map(|field| field.name).collect();
    let allowed: Vec<&str> = if spec.rules.precedence.is_empty() {
        Precedence::ALL.iter().map(|precedence| precedence.word()).collect()
    } else {
        spec.rules.precedence.iter().map(|precedence| precedence.word()).collect()
    };
    let machines: BTreeSet<&str> =
        spec.effects.iter().flat_map(|effect| effect.machines()).copied().collect();
    let must_follow: Vec<&str> = spec.preceded_by.iter().map(|kind| kind.word()).collect();
    let senders: Vec<&str> = spec.rules.senders.iter().map(|role| role.word()).collect();
    json!({
        "code": code,
        "title": title,
        "purpose": spec.purpose,
        "fields": fields,
        "units": units,
        "critical": critical,
        "precedence": allowed,
        "machines": machines,
        "must_follow": must_follow,
        "senders": senders,
        "drafted": spec.drafted,
        "read_back": spec.read_back,
        "constructive_notice": spec.constructive,
    })
}

fn paragraph(code: &str, field: &FieldSpec, output: &Output) -> Value {
    let title = output.phrase(&format!("{code}-{}", field.name), &Facts::new());
    let mut units = BTreeSet::new();
    units_of(&field.kind, &mut units);
    json!({
        "paragraph": field.name,
        "title": title,
        "need": need(field.need),
        "critical": field.critical,
        "kind": kind(&field.kind),
        "units": units,
        "fields": inner(&field.kind),
    })
}

/// M, C or O.
fn need(need: Need) -> &'static str {
    match need {
        Need::Mandatory => "M",
        Need::Conditional => "C",
        Need::Optional => "O",
    }
}

fn kind(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Word(vocabulary) => format!("word of {}", vocabulary.name),
        FieldKind::Text { words } => format!("text of at most {words} words"),
        FieldKind::Flag => "yes or no".to_owned(),
        FieldKind::Count { min, max } => format!("count {min} to {max}"),
        FieldKind::Quantity { .. } => "quantity".to_owned(),
        FieldKind::Span { .. } => "duration".to_owned(),
        FieldKind::Instant { operative: true } => "instant, not at midnight".to_owned(),
        FieldKind::Instant { operative: false } => "instant".to_owned(),
        FieldKind::Number(_) => "number of a notice".to_owned(),
        FieldKind::Code => "code".to_owned(),
        FieldKind::Station => "station".to_owned(),
        FieldKind::Line => "line and version".to_owned(),
        FieldKind::Hash => "32 bytes".to_owned(),
        FieldKind::Place(_) => "place".to_owned(),
        FieldKind::List { of, min, max } => format!("{min} to {max} of {}", self::kind(of)),
        FieldKind::Record(record) => format!("record {}", record.name),
        FieldKind::OrWord(vocabulary, of) => format!("{}, or word of {}", self::kind(of), vocabulary.name),
        FieldKind::Restatement => "critical fields of the subject".to_owned(),
    }
}

/// Fields of a record inside.
fn inner(kind: &FieldKind) -> Vec<Value> {
    match kind {
        FieldKind::List { of, .. } | FieldKind::OrWord(_, of) => inner(of),
        FieldKind::Record(record) => record.fields.iter().map(field).collect(),
        _ => Vec::new(),
    }
}

fn field(field: &FieldSpec) -> Value {
    let mut units = BTreeSet::new();
    units_of(&field.kind, &mut units);
    json!({
        "name": field.name,
        "need": need(field.need),
        "critical": field.critical,
        "kind": kind(&field.kind),
        "units": units,
        "fields": inner(&field.kind),
    })
}

/// Units of every quantity inside; places are in degrees and metres, durations in their own words.
fn units_of(kind: &FieldKind, units: &mut BTreeSet<String>) {
    match kind {
        FieldKind::Quantity { units: allowed, .. } => {
            units.extend(allowed.iter().map(|unit| unit.word().to_owned()));
        }
        FieldKind::Place(rules) => {
            units.insert("deg".to_owned());
            if rules.stand_off {
                units.insert("m".to_owned());
            }
        }
        FieldKind::Span { .. } => {
            units.insert("s".to_owned());
        }
        FieldKind::List { of, .. } | FieldKind::OrWord(_, of) => units_of(of, units),
        FieldKind::Record(record) => record.fields.iter().for_each(|field| units_of(&field.kind, units)),
        _ => {}
    }
}
