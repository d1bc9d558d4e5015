//! Every word of every list and every label of every form has a message in every shipped pack.

use std::collections::BTreeSet;

use notice::registry::FORMS;
use notice::spec::{FieldKind, FieldSpec, RecordSpec};
use notice::vocabulary::{self, Vocabulary};
use wording::{Packs, STATES, WORDS};

/// Lists that stand in the envelope and beside notices.
fn envelope_lists() -> Vec<&'static Vocabulary> {
    vec![
        &vocabulary::STATUS,
        &vocabulary::PRECEDENCE,
        &vocabulary::MODALITY,
        &vocabulary::LEGAL_CHARACTER,
        &vocabulary::RELATION,
        &vocabulary::AUTHORITY_LEVEL,
        &vocabulary::ATTESTATION,
        &vocabulary::ANSWER_KIND,
        &vocabulary::ANNEX_KIND,
        &vocabulary::STANDING_WORD,
        &vocabulary::PLACE_PRECISION,
        &vocabulary::MARK,
        &vocabulary::LANE,
        &vocabulary::SEAL_PHASE,
        &notice::quantity::UNIT,
    ]
}

fn word_key(list: &str, word: &str) -> String {
    format!("{list}-{}", word.to_lowercase().replace('%', "pct").replace('/', "-"))
}

fn words(list: &Vocabulary, keys: &mut BTreeSet<String>) {
    keys.extend(list.words().map(|word| word_key(list.name, word)));
}

fn kind(of: &FieldKind, keys: &mut BTreeSet<String>) {
    match of {
        FieldKind::Word(list) => words(list, keys),
        FieldKind::OrWord(list, inner) => {
            words(list, keys);
            kind(inner, keys);
        }
        FieldKind::List { of, .. } => kind(of, keys),
        FieldKind::Record(spec) => record(spec, keys),
        _ => {}
    }
}

fn record(spec: &RecordSpec, keys: &mut BTreeSet<String>) {
    for FieldSpec { name, kind: of, .. } in spec.fields {
        keys.insert(format!("{}-{name}", spec.name));
        kind(of, keys);
    }
}

/// Every key that rendering asks for by walking specs and lists.
pub fn wanted() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for spec in FORMS.iter().map(|form| form.spec) {
        keys.insert(word_key("type", spec.kind.word()));
        for field in spec.paragraphs {
            keys.insert(format!("{}-{}", spec.kind.word(), field.name));
            kind(&field.kind, &mut keys);
        }
    }
    for list in envelope_lists() {
        words(list, &mut keys);
    }
    keys.extend(STATES.iter().map(|state| word_key("line-state", state)));
    keys.extend(WORDS.iter().flat_map(|word| [word_key("line-word", word), word_key("line-card", word)]));
    keys
}

#[test]
fn every_word_and_label_has_a_message_in_every_shipped_pack() {
    let packs = Packs::embedded();
    for language in ["en", "fa"] {
        let missing: Vec<String> = wanted().into_iter().filter(|key| !packs.has(language, key)).collect();
        assert!(missing.is_empty(), "{language} lacks {}:\n{}", missing.len(), missing.join("\n"));
    }
}
