//! The shipped tables are of their form, and speak of words that the notice language has.

use discretion::lore::{GROUPS, PARTIES, WORDS};
use discretion::words::Words;
use notice::registry::FORMS;
use notice::spec::{FieldKind, FieldSpec};
use notice::vocabulary::Vocabulary;
use std::collections::BTreeSet;

fn lists(fields: &[FieldSpec], out: &mut BTreeSet<String>) {
    fields.iter().for_each(|field| list(&field.kind, out));
}

fn list(kind: &FieldKind, out: &mut BTreeSet<String>) {
    let mut take = |list: &Vocabulary| out.extend(list.words().map(|word| format!("{}:{word}", list.name)));
    match kind {
        FieldKind::Word(words) => take(words),
        FieldKind::OrWord(words, inner) => {
            take(words);
            list(inner, out);
        }
        FieldKind::List { of, .. } => list(of, out),
        FieldKind::Record(record) => lists(record.fields, out),
        _ => {}
    }
}

#[test]
fn every_table_reads_and_every_concept_stands_for_words_that_there_are() {
    let mut words = Words::default();
    assert_eq!(words.take(WORDS), Ok(()));
    assert_eq!(words.take_of("party", PARTIES), Ok(()));
    assert_eq!(words.take_of("group", GROUPS), Ok(()));
    let mut known = BTreeSet::new();
    for form in FORMS {
        known.insert(format!("type:{}", form.spec.kind.word()));
        lists(form.spec.paragraphs, &mut known);
    }
    let concepts = WORDS.lines().filter(|line| line.starts_with("concept\t"));
    let named =
        concepts.filter_map(|line| line.split('\t').nth(1)).flat_map(|value| value.split(' ').skip(1));
    let strange: Vec<&str> = named.filter(|word| !known.contains(*word)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

#[test]
fn every_language_has_every_kind_of_word() {
    for (column, language) in ["en", "fr", "fa", "ar"].into_iter().enumerate() {
        let of = |kind: &str| {
            let rows = WORDS.lines().filter(|line| line.split('\t').next() == Some(kind));
            rows.filter(|line| line.split('\t').nth(column + 2).is_some_and(|forms| !forms.is_empty()))
                .count()
        };
        for (kind, least) in
            [("number", 20), ("multiplier", 4), ("unit", 20), ("month", 12), ("weekday", 7), ("concept", 40)]
        {
            assert!(of(kind) >= least, "{language} {kind}: {}", of(kind));
        }
        for kind in ["private", "contact", "negation", "safe", "relative"] {
            assert!(of(kind) >= 1, "{language} {kind}");
        }
    }
}
