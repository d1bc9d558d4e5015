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
        for (key, _) in entries(&tree.text(path)) {
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

/// Codes without one of their three messages: a finding for each file and pack.
fn wordless(used: &BTreeMap<String, String>, packs: &BTreeMap<String, BTreeSet<String>>) -> Vec<Finding> {
    let mut lacking: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for (code, path) in used {
        for (language, keys) in packs {
            let missing =
                parts(code).iter().map(|part| format!("{code}-{part}")).filter(|key| !keys.contains(key));
            lacking.entry((path, language)).or_default().extend(missing);
        }
    }
    lacking.retain(|_, keys| !keys.is_empty());
    let finding = |((path, language), keys): (&(&str, &str), &Vec<String>)| {
        let what = format!("{} messages missing in {language}: {}", keys.len(), keys.join(" "));
        Finding::new(*path, what, format!("write them into languages/{language}/"))
    };
    lacking.iter().map(finding).collect()
}

/// The messages of a refusal, or of a check of notices.
fn parts(code: &str) -> &'static [&'static str] {
    if code.starts_with("E-") { &["happened", "kept", "next"] } else { &["what", "why", "mend"] }
}

/// The messages of a Fluent file: key and text, continued lines joined.
pub fn entries(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let key = line.split_once('=').filter(|(key, _)| is_key(key.trim_end()));
        match (key, found.last_mut()) {
            (Some((key, text)), _) => found.push((key.trim().to_owned(), text.trim().to_owned())),
            (None, Some((_, text))) if line.starts_with(' ') => {
                text.push(' ');
                text.push_str(line.trim());
            }
            _ => {}
        }
    }
    found
}

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Codes of refusals (`E-LINE-014`), of checks and of lint (`N-T1-07`, `W-T1-02`) in the strings of a source file.
fn codes(text: &str) -> BTreeSet<String> {
    let code = production_strings(text);
    code.split('"').filter(|literal| is_code(literal)).map(str::to_owned).collect()
}

/// The file without comments and without its last `#[cfg(test)]` module.
fn production_strings(text: &str) -> String {
    let code = without_comments(text);
    let end = code.rfind("#[cfg(test)]\nmod ").unwrap_or(code.len());
    code[..end].to_owned()
}

fn is_code(literal: &str) -> bool {
    let parts: Vec<&str> = literal.split('-').collect();
    let [kind, room, number] = parts.as_slice() else { return false };
    let named = !room.is_empty() && room.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let digits = if *kind == "E" { 3 } else { 2 };
    ["E", "N", "W"].contains(kind)
        && named
        && number.len() == digits
        && number.chars().all(|c| c.is_ascii_digit())
}

const SHIPPED: &[&str] = &["en", "fa", "fr", "ar"];

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
    fn a_check_without_its_three_messages_is_caught() {
        let used = BTreeMap::from([("N-T1-07".to_owned(), "t1.rs".to_owned())]);
        let found = wordless(&used, &packs(&["N-T1-07-what", "N-T1-07-why"], &[]));
        assert_eq!(found.len(), 2);
        assert!(found[0].what.contains("N-T1-07-mend") && !found[0].what.contains("N-T1-07-why"));
    }

    #[test]
    fn codes_are_found_in_strings_and_not_in_comments_and_tests() {
        let text = "/// E-LINE-014 is an example\nlet a = Code(\"E-LINE-002\"); let b = \"E-X-1\"; id: \"N-T1-07\"\n\
                    #[cfg(test)]\nmod tests { \"E-LINE-003\" }";
        assert_eq!(codes(text), BTreeSet::from(["E-LINE-002".to_owned(), "N-T1-07".to_owned()]));
    }

    #[test]
    fn messages_are_read_with_their_continued_lines() {
        let found = entries("one = a\n    .title = b\n# two = c\nE-A-001-kept = d\n    more\n");
        let keys: Vec<&str> = found.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(keys, ["one", "E-A-001-kept"]);
        assert_eq!(found[1].1, "d more");
    }
}
