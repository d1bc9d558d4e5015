//! Words that say a thing is not finished.

use crate::finding::Finding;
use crate::tree::Tree;

/// Leftover words in sources, tests, pages, packs and scripts.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let read = |path: &&String| ENDINGS.iter().any(|end| path.ends_with(end)) || *path == "run";
    tree.files.iter().filter(read).flat_map(|path| in_file(path, &tree.text(path))).collect()
}

fn in_file(path: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (word, instead) in WORDS.iter().filter(|(word, _)| line.contains(word)) {
            found.push(Finding::new(
                format!("{path}:{}", number + 1),
                format!("`{word}` left behind"),
                *instead,
            ));
        }
    }
    found
}

const ENDINGS: &[&str] = &[".rs", ".md", ".ftl", ".toml", ".sh", ".yml"];

/// Split in two, so that this file does not hold what it looks for.
const WORDS: &[(&str, &str)] = &[
    (concat!("TO", "DO"), "do it, or put it into the issue"),
    (concat!("FIX", "ME"), "do it, or put it into the issue"),
    (concat!("XX", "X:"), "do it, or put it into the issue"),
    (concat!("dbg", "!("), "take it out"),
    (concat!("todo", "!("), "write it"),
    (concat!("unimplemented", "!("), "write it, or make the case impossible by type"),
    (concat!("#[ig", "nore"), "let the test run, or take it out"),
    (concat!("allow(dead", "_code"), "take the dead code out"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leftover_word_is_caught_where_it_stands() {
        for (word, _) in WORDS {
            let found = in_file("a.rs", &format!("fine\n    {word} x)]\n"));
            assert_eq!(found.len(), 1, "{word}");
            assert_eq!(found[0].place, "a.rs:2");
        }
    }
}
