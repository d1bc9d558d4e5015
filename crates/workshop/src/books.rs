//! The book: every link leads somewhere, every page is in the summary, every code block says its language.

use std::path::{Component, Path, PathBuf};

use crate::finding::Finding;
use crate::tree::Tree;

/// Dead links, lost pages, code blocks without a language, Rust code that no test compiles.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for path in tree.ending(".md") {
        let text = tree.text(path);
        found.extend(links(path, &text, &|target| resolve(tree, path, target)));
        if !path.contains("/design/") {
            found.extend(blocks(path, &text));
            found.extend(words(path, &text, &tree.text("run")));
        }
    }
    let summary = tree.text(SUMMARY);
    let pages: Vec<&str> = tree.ending(".md").filter(|path| path.starts_with("docs/src/")).collect();
    found.extend(lost(&summary, &pages));
    found
}

/// The headings of the page that a link points to, none where there is no such file or folder.
fn resolve(tree: &Tree, from: &str, target: &str) -> Option<Vec<String>> {
    let path = if target.is_empty() { from.to_owned() } else { beside(from, target) };
    if tree.files.contains(&path) {
        return Some(headings(&tree.text(&path)));
    }
    let folder = format!("{}/", path.trim_end_matches('/'));
    tree.files.iter().any(|file| file.starts_with(&folder)).then(Vec::new)
}

fn beside(from: &str, target: &str) -> String {
    let mut out = PathBuf::from(from);
    out.pop();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::Normal(name) => out.push(name),
            _ => {}
        }
    }
    out.to_string_lossy().into_owned()
}

/// Links of one page that lead nowhere; `look` gives the headings of a target.
fn links(path: &str, text: &str, look: &dyn Fn(&str) -> Option<Vec<String>>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (number, line) in text.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        for target in
            line.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
        {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let place = format!("{path}:{}", number + 1);
            match look(file) {
                None => found.push(Finding::new(
                    place,
                    format!("link to {target} leads nowhere"),
                    "name a file that exists",
                )),
                Some(headings) if !anchor.is_empty() && !headings.iter().any(|h| h == anchor) => {
                    let what = format!("{file} has no heading #{anchor}");
                    found.push(Finding::new(place, what, "name a heading that exists"));
                }
                Some(_) => {}
            }
        }
    }
    found
}

/// The anchors of a page's headings.
fn headings(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_');
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// Code blocks of one page that break the rules.
fn blocks(path: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (number, line) in text.lines().enumerate() {
        let Some(language) = line.trim_start().strip_prefix("```") else {
            let copied = open.is_some() || !line.contains("{{#include");
            if !copied && !line.trim_start().starts_with("{{#include") {
                found.push(Finding::new(
                    format!("{path}:{}", number + 1),
                    "an include outside a block",
                    "put it into one",
                ));
            }
            continue;
        };
        let place = format!("{path}:{}", number + 1);
        if open.take().is_some() {
            continue;
        }
        open = Some(number);
        if language == "rust" {
            let what = "Rust code that no test compiles";
            found.push(Finding::new(place, what, "write it into a test and name the test"));
        } else if !BLOCKS.contains(&language) {
            let what = format!("a code block of language `{language}`");
            found.push(Finding::new(place, what, format!("one of: {}", BLOCKS.join(", "))));
        }
    }
    if let Some(number) = open {
        found.push(Finding::new(
            format!("{path}:{}", number + 1),
            "a code block that never ends",
            "close it",
        ));
    }
    found
}

/// `$ ./run WORD` where the script knows no such word; words of `demarche` itself are its own tests' matter.
fn words(path: &str, text: &str, script: &str) -> Vec<Finding> {
    let known: Vec<&str> = script
        .lines()
        .filter_map(|line| line.trim().split_once(')').map(|(words, _)| words))
        .flat_map(|words| words.split('|'))
        .collect();
    let asked = text.lines().enumerate().filter_map(|(number, line)| {
        let word = line.strip_prefix("$ ./run ")?.split_whitespace().next()?;
        (!known.contains(&word) && !DEMARCHE.contains(&word)).then_some((number, word))
    });
    asked
        .map(|(number, word)| {
            let what = format!("./run knows no word {word}");
            Finding::new(format!("{path}:{}", number + 1), what, "name a word of the script or of demarche")
        })
        .collect()
}

/// Pages that the summary does not name.
fn lost(summary: &str, pages: &[&str]) -> Vec<Finding> {
    pages
        .iter()
        .filter(|page| **page != SUMMARY)
        .filter(|page| !summary.contains(&format!("]({})", page.trim_start_matches("docs/src/"))))
        .map(|page| Finding::new(*page, "no reader finds this page", "name it in docs/src/SUMMARY.md"))
        .collect()
}

/// The commands of `demarche`.
const DEMARCHE: &[&str] = &[
    "demo",
    "exercise",
    "relay",
    "node",
    "charter",
    "compartment",
    "officer",
    "party",
    "custodian",
    "drill",
    "succession",
    "dossier",
    "dormancy",
    "notice",
    "line",
    "script",
    "record",
    "pouch",
    "sheet",
    "card",
    "public",
    "leak-check",
    "leak",
    "forge",
    "prove",
    "standing",
    "stalemate",
    "safeguards",
    "attribution",
    "brent",
    "watchkeeper",
    "watch",
    "redline",
    "feed",
    "verify",
    "assess",
    "desk",
    "game",
    "template",
    "check",
    "schema",
    "completions",
    "man",
];
const SUMMARY: &str = "docs/src/SUMMARY.md";
const BLOCKS: &[&str] = &["text", "console", "sh", "toml", "json", "cbor", "ini", "bash"];

#[cfg(test)]
mod tests {
    use super::*;

    fn look(target: &str) -> Option<Vec<String>> {
        (target == "there.md").then(|| vec!["a-heading".to_owned()])
    }

    #[test]
    fn dead_links_and_dead_anchors_are_caught() {
        assert!(
            links("a.md", "[x](there.md) [y](there.md#a-heading) [z](https://example.org)", &look).is_empty()
        );
        assert_eq!(links("a.md", "[x](gone.md)", &look).len(), 1);
        assert_eq!(links("a.md", "[x](there.md#gone)", &look).len(), 1);
    }

    #[test]
    fn a_block_without_language_with_rust_or_without_end_is_caught() {
        assert!(blocks("a.md", "```console\n$ ./run demo\n```\n").is_empty());
        assert_eq!(blocks("a.md", "```\nx\n```\n").len(), 1);
        assert_eq!(blocks("a.md", "```rust\nx\n```\n").len(), 1);
        assert_eq!(blocks("a.md", "```text\nx\n").len(), 1);
    }

    #[test]
    fn a_word_that_the_script_does_not_know_is_caught() {
        let script = "case $word in\n  test) x ;;\n  sim|golden) y ;;\nesac\n";
        assert!(words("a.md", "$ ./run test\n$ ./run golden --accept\n$ ./run demo\n", script).is_empty());
        assert_eq!(words("a.md", "$ ./run tset\n", script).len(), 1);
    }

    #[test]
    fn a_page_that_the_summary_forgets_is_caught() {
        let summary = "- [A](a.md)\n";
        assert_eq!(lost(summary, &["docs/src/a.md", "docs/src/b.md", SUMMARY]).len(), 1);
    }

    #[test]
    fn links_are_resolved_beside_their_page() {
        assert_eq!(beside("docs/src/a.md", "../../README.md"), "README.md");
        assert_eq!(headings("## Exit codes, in one table"), ["exit-codes-in-one-table"]);
    }
}
