//! The language packs have no gap, and every code of a refusal has its three messages in each of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::source::without_comments;
use crate::tree::Tree;

/// Messages that one shipped pack has and another lacks, and codes in the sources without messages.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut packs: BTreeMap<String, BTreeSet<String>> =
        SHIPPED.iter().map(|language| ((*language).to_owned(), BTreeSet::new())).collect();
    let mut found = Vec::new();
    for path in tree.ending(".ftl") {
        let Some((language, _)) = path.strip_prefix("languages/").and_then(|rest| rest.split_once('/'))
        else {
            continue;
        };
        let pack = packs.entry(language.to_owned()).or_default();
        for key in keys(&tree.text(path)) {
            if !pack.insert(key.clone()) {
                found.push(Finding::new(
                    path,
                    format!("{key} stands twice in {language}"),
                    "keep one of them",
                ));
            }
        }
    }
    found.extend(gaps(&packs));
    let sources = tree.crate_sources().filter(|(name, _)| *name != "workshop");
    let used: BTreeMap<String, String> = sources
        .flat_map(|(_, path)| codes(&tree.text(path)).into_iter().map(|c| (c, path.to_owned())))
        .collect();
    found.extend(wordless(&used, &packs));
    found
}

/// Keys that one pack has and another lacks.
fn gaps(packs: &BTreeMap<String, BTreeSet<String>>) -> Vec<Finding> {
    let all: BTreeSet<&String> = packs.values().flatten().collect();
    let missing = packs.iter().flat_map(|(language, keys)| {
        all.iter().filter(|key| !keys.contains(**key)).map(move |key| (language, *key))
    });
    missing
        .map(|(language, key)| {
            let what = format!("{key} is missing in {language}");
            Finding::new(
                format!("languages/{language}"),
                what,
                "write it in that language, or take it out of the others",
            )
        })
        .collect()
}

/// Codes without one of their three messages, by the packs that lack it.
fn wordless(used: &BTreeMap<String, String>, packs: &BTreeMap<String, BTreeSet<String>>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (code, path) in used {
        for (language, keys) in packs {
            let lacking: Vec<_> =
                PARTS.iter().filter(|part| !keys.contains(&format!("{code}-{part}"))).collect();
            if !lacking.is_empty() {
                let what = format!("{code} has no words in {language} for {lacking:?}");
                let instead =
                    format!("write {code}-happened, {code}-kept, {code}-next into languages/{language}/");
                found.push(Finding::new(path.as_str(), what, instead));
            }
        }
    }
    found
}

/// The keys of messages and terms of a Fluent file.
fn keys(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
        .filter(|key| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .collect()
}

/// Codes of refusals (`E-LINE-014`) in the strings of a source file.
fn codes(text: &str) -> BTreeSet<String> {
    let code = without_comments(text);
    let mut found = BTreeSet::new();
    for literal in code.split('"') {
        let parts: Vec<&str> = literal.split('-').collect();
        if let ["E", room, number] = parts.as_slice() {
            let named = !room.is_empty() && room.chars().all(|c| c.is_ascii_uppercase());
            if named && number.len() == 3 && number.chars().all(|c| c.is_ascii_digit()) {
                found.insert(literal.to_owned());
            }
        }
    }
    found
}

const SHIPPED: &[&str] = &["en", "fa"];
const PARTS: &[&str] = &["happened", "kept", "next"];

#[cfg(test)]
mod tests {
    use super::*;

    fn packs(en: &[&str], fa: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
        let set = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        BTreeMap::from([("en".to_owned(), set(en)), ("fa".to_owned(), set(fa))])
    }

    #[test]
    fn a_message_that_one_language_lacks_is_caught() {
        let found = gaps(&packs(&["one", "two"], &["one"]));
        assert_eq!(found.len(), 1);
        assert!(found[0].what.contains("two is missing in fa"));
    }

    #[test]
    fn a_code_without_its_three_messages_is_caught() {
        let used = BTreeMap::from([("E-LINE-001".to_owned(), "crates/line/src/error.rs".to_owned())]);
        let en = ["E-LINE-001-happened", "E-LINE-001-kept", "E-LINE-001-next"];
        assert!(wordless(&used, &packs(&en, &en)).is_empty());
        assert_eq!(wordless(&used, &packs(&en, &en[..2])).len(), 1);
    }

    #[test]
    fn codes_are_found_in_strings_and_not_in_comments() {
        let text = "/// E-LINE-014 is an example\nlet a = Code(\"E-LINE-002\"); let b = \"E-X-1\";";
        assert_eq!(codes(text), BTreeSet::from(["E-LINE-002".to_owned()]));
    }

    #[test]
    fn keys_are_read_without_attributes_and_continued_lines() {
        assert_eq!(
            keys("one = a\n    .title = b\n# two = c\nE-A-001-kept = d\n    more = e\n"),
            ["one", "E-A-001-kept"]
        );
    }
}
