//! Every word of every list and every label of every form has a message in every shipped pack, and every message
//! is asked for by something.

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

/// What a walk over specs and lists meets.
#[derive(Default)]
struct Walk {
    keys: BTreeSet<String>,
    /// Fields of records, behind the record's name.
    fields: BTreeSet<(&'static str, &'static str)>,
}

impl Walk {
    fn forms() -> Walk {
        let mut walk = Walk::default();
        for spec in FORMS.iter().map(|form| form.spec) {
            walk.keys.insert(word_key("type", spec.kind.word()));
            for field in spec.paragraphs {
                walk.keys.insert(format!("{}-{}", spec.kind.word(), field.name));
                walk.kind(&field.kind);
            }
        }
        walk
    }

    fn words(&mut self, list: &Vocabulary) {
        self.keys.extend(list.words().map(|word| word_key(list.name, word)));
    }

    fn kind(&mut self, of: &FieldKind) {
        match of {
            FieldKind::Word(list) => self.words(list),
            FieldKind::OrWord(list, inner) => {
                self.words(list);
                self.kind(inner);
            }
            FieldKind::List { of, .. } => self.kind(of),
            FieldKind::Record(spec) => self.record(spec),
            _ => {}
        }
    }

    fn record(&mut self, spec: &RecordSpec) {
        self.keys.insert(format!("sentence-{}", spec.name));
        for FieldSpec { name, kind: of, .. } in spec.fields {
            self.keys.insert(format!("{}-{name}", spec.name));
            self.fields.insert((spec.name, name));
            self.kind(of);
        }
    }
}

/// Every key that rendering asks for by walking specs and lists.
pub fn wanted() -> BTreeSet<String> {
    let mut walk = Walk::forms();
    envelope_lists().into_iter().for_each(|list| walk.words(list));
    let mut keys = walk.keys;
    keys.extend(STATES.iter().map(|state| word_key("line-state", state)));
    keys.extend(WORDS.iter().flat_map(|word| [word_key("line-word", word), word_key("line-card", word)]));
    keys
}

#[test]
fn every_word_and_label_has_a_message_in_every_shipped_pack() {
    let packs = Packs::embedded();
    for language in crate::golden::LANGUAGES {
        let needed = wanted().into_iter().filter(|key| !key.starts_with(MAY_LACK));
        let missing: Vec<String> = needed.filter(|key| !packs.has(language, key)).collect();
        assert!(missing.is_empty(), "{language} lacks {}:\n{}", missing.len(), missing.join("\n"));
    }
}

#[test]
fn a_field_that_a_page_prints_without_a_label_has_a_name_in_a_form() {
    let fields = Walk::forms().fields;
    assert!(fields.len() > 200, "{}", fields.len());
    let packs = Packs::embedded();
    for language in crate::golden::LANGUAGES {
        let say = |key: &str| packs.say(language, wording::Digits::Latin, key, &wording::Arguments::new());
        let nameless = |(record, field): &&(&str, &str)| {
            say(&format!("{record}-{field}")).is_empty() && !packs.has(language, &format!("field-{field}"))
        };
        let nameless: Vec<_> = fields.iter().filter(nameless).collect();
        assert!(nameless.is_empty(), "{language}: {nameless:?}");
    }
}

/// A record without a sentence is printed field by field.
const MAY_LACK: &str = "sentence-";

/// What the sources of all crates name in string literals: whole keys, beginnings of keys, codes of refusals.
#[derive(Default)]
struct Named {
    whole: BTreeSet<String>,
    beginnings: BTreeSet<String>,
}

impl Named {
    fn read(&mut self, source: &str) {
        let literals = source.split('"').skip(1).step_by(2);
        for literal in literals {
            match literal.split_once('{') {
                Some((beginning, _)) if beginning.ends_with('-') && is_key(beginning) => {
                    self.beginnings.insert(beginning.to_owned());
                }
                _ if is_key(literal) => {
                    self.whole.insert(literal.to_owned());
                }
                _ => {}
            }
        }
        self.read_lists(source, "word_key(", '"');
        self.read_lists(source, "coded(", '"');
    }

    /// `coded("state", …)` asks for the messages of a list.
    fn read_lists(&mut self, source: &str, call: &str, quote: char) {
        for list in source.split(&format!("{call}{quote}")).skip(1) {
            self.beginnings.extend(list.split_once(quote).map(|(list, _)| format!("{list}-")));
        }
    }

    /// The console's sources: every word that could be a key, and what stands before `${`.
    fn read_script(&mut self, source: &str) {
        let key = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        self.whole.extend(source.split(|c| !key(c)).filter(|word| is_key(word)).map(str::to_owned));
        for before in source.split("${") {
            let beginning = before.rsplit(|c| !key(c)).next().unwrap_or_default();
            if beginning.ends_with('-') && is_key(beginning) {
                self.beginnings.insert(beginning.to_owned());
            }
        }
        self.read_lists(source, "coded(", '\'');
    }

    fn asks(&self, key: &str) -> bool {
        let of_code = || {
            key.rsplit_once('-')
                .is_some_and(|(code, part)| self.whole.contains(code) && PARTS.contains(&part))
        };
        self.whole.contains(key)
            || of_code()
            || self
                .beginnings
                .iter()
                .any(|b| !SPEC_WALKED.contains(&b.as_str()) && key.starts_with(b.as_str()))
    }
}

/// Parts of a refusal and of a finding.
const PARTS: &[&str] = &["happened", "kept", "next", "what", "why", "mend"];
/// Families of which [`wanted`] knows each member.
const SPEC_WALKED: &[&str] =
    &["sentence-", "type-", "status-", "unit-", "line-state-", "line-word-", "line-card-"];

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn sources(folder: &std::path::Path, named: &mut Named) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, named);
        } else if path.extension().is_some_and(|end| end == "rs") {
            named.read(&std::fs::read_to_string(&path).expect("a source reads"));
        } else if path.extension().is_some_and(|end| end == "ts" || end == "svelte") {
            named.read_script(&std::fs::read_to_string(&path).expect("a source reads"));
        }
    }
}

#[test]
fn every_message_is_asked_for_by_a_spec_or_a_source() {
    let crates = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut named = Named::default();
    sources(&crates.join("../console/src"), &mut named);
    for room in std::fs::read_dir(crates).expect("the crates").flatten() {
        let src = room.path().join("src");
        if src.is_dir() && room.file_name() != "workshop" {
            sources(&src, &mut named);
        }
    }
    let (packs, wanted) = (Packs::embedded(), wanted());
    let unused: Vec<&str> =
        packs.keys("en").filter(|key| !wanted.contains(*key) && !named.asks(key)).collect();
    assert!(unused.is_empty(), "{} messages that nothing asks for:\n{}", unused.len(), unused.join("\n"));
}
