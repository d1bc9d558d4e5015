//! Read-back: what is restated, and whether it agrees (notices.md 4.14, L3; requirement R3).
//!
//! In: a subject and the receiver's restatement, both canonical. Out: MATCH, or MISMATCH with its paragraphs.
//! I1 the outcome is a function of the two values alone, in whole numbers, alike on every node. I2 free text is
//! never compared. I3 a prompt carries nothing of the subject's values: no default, no copy, no completion.

mod agree;

use crate::check::Para;
use crate::error::NoticeError;
use crate::file;
use crate::parameters::Parameters;
use crate::registry;
use crate::spec::{FieldKind, FieldSpec, TypeSpec};
use crate::value::{Fields, Value};
use crate::vocabulary::NoticeType;

/// Result of comparing a restatement with its subject; never carried, always computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Every critical field agrees.
    Match,
    /// These paragraphs do not, in the order of the form.
    Mismatch(Vec<Para>),
}

/// Compares a restatement with the content of its subject, a notice or a charter.
///
/// `charter` adds critical fields by its paragraph I; `None` where none is in force yet.
pub fn compare(
    kind: NoticeType,
    stated: &Fields,
    restated: &Fields,
    charter: Option<&Parameters>,
) -> Outcome {
    let Some(spec) = registry::spec(kind) else { return Outcome::Mismatch(vec![Para::new("A")]) };
    let differing =
        critical(spec, charter).filter(|field| match (stated.get(field.name), restated.get(field.name)) {
            (Some(stated), Some(restated)) => !agree::agrees(&field.kind, stated, restated),
            (None, None) => false,
            _ => true,
        });
    let paragraphs: Vec<Para> = differing.map(|field| Para::new(field.name)).collect();
    if paragraphs.is_empty() { Outcome::Match } else { Outcome::Mismatch(paragraphs) }
}

/// Paragraphs of a type that are read back: its own and those the charter adds.
pub fn critical<'a>(
    spec: &'static TypeSpec,
    charter: Option<&'a Parameters>,
) -> impl Iterator<Item = &'static FieldSpec> + use<'a> {
    let added = move |name: &str| {
        let list = charter.map_or(&[][..], |parameters| &parameters.added_critical);
        list.iter().any(|(kind, letter)| *kind == spec.kind && letter == name)
    };
    spec.paragraphs.iter().filter(move |field| field.critical || added(field.name))
}

/// One thing the receiver is asked to type or choose.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// Where it belongs: `D.relation`.
    pub path: Para,
    /// What it takes.
    pub kind: FieldKind,
    /// All choices, near neighbours among them, none preselected; empty where something is typed.
    pub choices: Vec<&'static str>,
    /// Whether the form may leave it open; the receiver must know from the notice.
    pub may_be_absent: bool,
}

/// What the receiver of a type is asked, in the order of the form; the same for every notice of the type.
pub fn prompts(spec: &'static TypeSpec, charter: Option<&Parameters>) -> Vec<Prompt> {
    let mut prompts = Vec::new();
    for field in critical(spec, charter) {
        ask(field, &Para::new(""), false, &mut prompts);
    }
    prompts
}

/// Makes a restatement of answers by path, each as a file would have it (`72 h`, `["T1", "T3"]`).
///
/// # Errors
/// [`NoticeError`] with the path of the answer that cannot be read.
pub fn restate(spec: &'static TypeSpec, answers: &[(Para, String)]) -> Result<Fields, NoticeError> {
    let mut restated = Fields::new();
    for (path, text) in answers {
        let mut names = path.as_str().split('.');
        let name = names.next().unwrap_or_default();
        put(spec.paragraphs, name, names.collect(), text, path, &mut restated)?;
    }
    Ok(restated)
}

/// Two places of a list over five items, from 0, for a sample drawn with a random `seed`.
pub fn draw(seed: u64, items: u32) -> (u32, u32) {
    assert!(items > 1, "I1: a list that is sampled has over five items");
    let first = seed % u64::from(items);
    let step = 1 + (seed / u64::from(items)) % u64::from(items - 1);
    let second = (first + step) % u64::from(items);
    let place = |n: u64| u32::try_from(n).expect("below the number of items");
    (place(first), place(second))
}

fn ask(field: &FieldSpec, at: &Para, inside_optional: bool, prompts: &mut Vec<Prompt>) {
    let path = at.inside(field.name);
    let may_be_absent = inside_optional || field.need != crate::spec::Need::Mandatory;
    match &field.kind {
        FieldKind::Record(record) => {
            for inner in compared(record.fields) {
                ask(inner, &path, may_be_absent, prompts);
            }
        }
        FieldKind::OrWord(words, FieldKind::Record(record)) => {
            let kind = FieldKind::Word(words);
            prompts.push(Prompt {
                path: path.clone(),
                kind,
                choices: words.words().collect(),
                may_be_absent: true,
            });
            for inner in compared(record.fields) {
                ask(inner, &path, true, prompts);
            }
        }
        FieldKind::Text { .. } => {}
        kind => prompts.push(Prompt { path, kind: *kind, choices: choices(kind), may_be_absent }),
    }
}

fn choices(kind: &FieldKind) -> Vec<&'static str> {
    match kind {
        FieldKind::Word(words) | FieldKind::OrWord(words, _) => words.words().collect(),
        FieldKind::List { of: FieldKind::Word(words), .. } => words.words().collect(),
        _ => Vec::new(),
    }
}

/// The fields of a record that are compared: those marked critical, or all if none is.
fn compared(fields: &'static [FieldSpec]) -> impl Iterator<Item = &'static FieldSpec> {
    let marked = fields.iter().any(|field| field.critical);
    fields.iter().filter(move |field| field.critical || !marked)
}

fn put(
    specs: &'static [FieldSpec],
    name: &str,
    rest: Vec<&str>,
    text: &str,
    path: &Para,
    into: &mut Fields,
) -> Result<(), NoticeError> {
    let known = || specs.iter().map(|spec| spec.name.to_owned()).collect();
    let unknown = || NoticeError::UnknownKey { at: path.as_str().to_owned(), known: known() };
    let spec = specs.iter().find(|spec| spec.name == name).ok_or_else(unknown)?;
    let Some((next, rest)) = rest.split_first() else {
        into.set(spec.name, file::value_from_text(&spec.kind, path.as_str(), text)?);
        return Ok(());
    };
    let (FieldKind::Record(record) | FieldKind::OrWord(_, FieldKind::Record(record))) = &spec.kind else {
        return Err(unknown());
    };
    let mut inner = into.get(spec.name).and_then(Value::fields).cloned().unwrap_or_default();
    put(record.fields, next, rest.to_vec(), text, path, &mut inner)?;
    into.set(spec.name, Value::Record(inner));
    Ok(())
}
