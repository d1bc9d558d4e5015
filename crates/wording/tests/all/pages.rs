//! The book's page of each type, made from the one place where the type stands: `DEMARCHE_WRITE_PAGES=1` writes it.

use std::fmt::Write;
use std::path::PathBuf;

use notice::registry::FORMS;
use notice::spec::{FieldKind, FieldSpec, LaneRule, Need, Release, TypeSpec};
use notice::vocabulary::{NoticeType, Vocabulary};
use wording::{Arguments, Digits, Packs};

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/src")
}

fn golden(kind: NoticeType, language: &str) -> String {
    let name = format!("golden/{}.{language}.txt", kind.word().to_lowercase());
    std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap_or_default()
}

fn words(list: &Vocabulary) -> String {
    list.words().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" ")
}

/// What a field takes, in a few words.
fn takes(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Word(list) => words(list),
        FieldKind::Text { words } => format!("text, at most {words} words"),
        FieldKind::Flag => "yes or no".to_owned(),
        FieldKind::Count { min, max } => format!("whole number, {min} to {max}"),
        FieldKind::Quantity { units, .. } => {
            let units: Vec<String> = units.iter().map(|unit| format!("`{unit}`")).collect();
            format!("quantity in {}", units.join(" "))
        }
        FieldKind::Span { .. } => "duration".to_owned(),
        FieldKind::Instant { operative: true } => "instant, never at midnight".to_owned(),
        FieldKind::Instant { operative: false } => "instant".to_owned(),
        FieldKind::Number([]) => "number of a notice".to_owned(),
        FieldKind::Number(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
            format!("number of {}", kinds.join(", "))
        }
        FieldKind::Code => "code".to_owned(),
        FieldKind::Station => "station".to_owned(),
        FieldKind::Line => "red line and version".to_owned(),
        FieldKind::Hash => "32 bytes".to_owned(),
        FieldKind::Place(_) => "place".to_owned(),
        FieldKind::List { of, min, max } => format!("{min} to {max} of: {}", takes(of)),
        FieldKind::Record(record) => format!("record `{}`", record.name),
        FieldKind::OrWord(list, inner) => format!("{} or {}", words(list), takes(inner)),
        FieldKind::Restatement => "the critical fields of its subject".to_owned(),
    }
}

fn rows(packs: &Packs, label: &str, path: &str, fields: &[FieldSpec], page: &mut String) {
    for field in fields {
        let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
        let need = match field.need {
            Need::Mandatory => "M",
            Need::Conditional => "C",
            Need::Optional => "O",
        };
        let critical = if field.critical { "yes" } else { "" };
        let name = packs.say("en", Digits::Latin, &format!("{label}-{}", field.name), &Arguments::new());
        writeln!(page, "| `{path}` | {name} | {} | {need} | {critical} |", takes(&field.kind))
            .expect("writes");
        if let Some(record) = record_of(&field.kind) {
            rows(packs, record.name, &path, record.fields, page);
        }
    }
}

fn record_of(kind: &FieldKind) -> Option<&'static notice::spec::RecordSpec> {
    match kind {
        FieldKind::Record(record) => Some(record),
        FieldKind::List { of, .. } | FieldKind::OrWord(_, of) => record_of(of),
        _ => None,
    }
}

fn release(rule: Release) -> String {
    match rule {
        Release::One => "one officer".to_owned(),
        Release::OneReviewedAfter => "one officer, the second reviews after".to_owned(),
        Release::OneThenSeal => "one officer, marked until the second seal within 10 min".to_owned(),
        Release::DraftedByAnother => "one officer who did not draft it; two if it is Z".to_owned(),
        Release::Two => "two officers".to_owned(),
        Release::TwoWith(level) => format!("two officers, one of them {} or above", level.word()),
    }
}

fn joined<T>(items: &[T], word: impl Fn(&T) -> String, none: &str) -> String {
    if items.is_empty() { none.to_owned() } else { items.iter().map(word).collect::<Vec<_>>().join(", ") }
}

fn facts(spec: &TypeSpec, page: &mut String) {
    let rules = &spec.rules;
    let lane = match spec.lane {
        LaneRule::Floor => "floor, whatever is suspended",
        LaneRule::Service => "service",
        LaneRule::ByPrecedence => "by its precedence",
    };
    let effects: Vec<&str> = spec.effects.iter().map(|effect| effect.does()).collect();
    let lines = [
        ("Release", release(spec.release)),
        ("Sent by", joined(rules.senders, |role| role.word().to_owned(), "any member")),
        ("Precedence", joined(rules.precedence, |p| p.word().to_owned(), "any")),
        ("Modality", joined(rules.modality, |m| m.word().to_owned(), "any")),
        ("Lane", lane.to_owned()),
        ("Must follow one of", joined(spec.preceded_by, |kind| kind.word().to_owned(), "nothing")),
        ("Read back", if spec.read_back { "yes" } else { "no" }.to_owned()),
        ("Constructive notice", if spec.constructive { "applies" } else { "does not apply" }.to_owned()),
        ("State", if effects.is_empty() { "none of its own".to_owned() } else { effects.join("; ") }),
    ];
    for (name, text) in lines {
        writeln!(page, "- {name}: {text}").expect("writes");
    }
}

fn verbs(spec: &TypeSpec, page: &mut String) {
    if spec.rules.by_verb.is_empty() {
        return;
    }
    page.push_str("\n| verb | must stand | may stand | refers to an own earlier one |\n|---|---|---|---|\n");
    for rule in spec.rules.by_verb {
        let list = |letters: &[&str]| letters.join(" ");
        let own = if rule.refers_own { "yes" } else { "" };
        writeln!(page, "| `{}` | {} | {} | {own} |", rule.verb, list(rule.with), list(rule.free))
            .expect("writes");
    }
}

fn page(packs: &Packs, spec: &TypeSpec) -> String {
    let code = spec.kind.word();
    let title = packs.say("en", Digits::Latin, &format!("type-{}", code.to_lowercase()), &Arguments::new());
    let mut page = format!("# {code} {title}\n\nMade from the code by a test. {}\n\n", spec.purpose);
    facts(spec, &mut page);
    verbs(spec, &mut page);
    page.push_str(
        "\n## Fields\n\nM mandatory, C conditional, O optional; *critical* fields are read back.\n\n",
    );
    page.push_str("| field | label | takes | need | critical |\n|---|---|---|---|---|\n");
    rows(packs, code, "", spec.paragraphs, &mut page);
    page.push_str("\n## Example, exercise data\n");
    for language in ["en", "fa"] {
        writeln!(page, "\n```text\n{}\n```", golden(spec.kind, language).trim_end()).expect("writes");
    }
    page
}

#[test]
fn the_book_has_a_page_of_each_type_and_it_is_that_of_the_code() {
    let packs = Packs::embedded();
    let summary = std::fs::read_to_string(docs().join("SUMMARY.md")).expect("the summary");
    let write = std::env::var_os("DEMARCHE_WRITE_PAGES").is_some();
    for spec in FORMS.iter().map(|form| form.spec) {
        let name = format!("notices/{}.md", spec.kind.word().to_lowercase());
        assert!(summary.contains(&format!("({name})")), "{name} is not in the summary");
        let (path, text) = (docs().join(&name), page(&packs, spec));
        if write {
            std::fs::create_dir_all(docs().join("notices")).expect("a folder");
            std::fs::write(&path, &text).expect("writes");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text, "{name}");
    }
}
