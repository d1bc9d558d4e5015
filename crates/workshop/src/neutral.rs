//! Neither side is the tool's side: no code, default, message or test names a state. Scenario files, language packs,
//! data with its sources, and the pages of the book may.

use crate::finding::Finding;
use crate::tree::Tree;

/// Names of states in sources, templates, tests and scripts.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let names = names(&tree.text(LIST));
    if names.len() < 150 {
        return vec![Finding::new(LIST, format!("{} names", names.len()), "one state a line")];
    }
    let read = |path: &&String| READ.iter().any(|start| path.starts_with(start)) && *path != LIST;
    tree.files.iter().filter(read).flat_map(|path| in_file(path, &tree.text(path), &names)).collect()
}

fn names(list: &str) -> Vec<String> {
    list.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

fn in_file(path: &str, text: &str, names: &[String]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for name in names.iter().filter(|name| has(line, name)) {
            let place = format!("{path}:{}", number + 1);
            found.push(Finding::new(
                place,
                format!("{name} is a state"),
                "a code of the range XA to XZ, or no name",
            ));
        }
    }
    found
}

/// Whether a line holds a name as words of its own.
fn has(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + name.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// Where no state is named: everything but scenarios, packs, data and the book.
const READ: [&str; 4] = ["crates/", "console/", "packaging/", "run"];
/// The names.
const LIST: &str = "crates/workshop/lists/states.txt";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_caught_as_a_word_and_not_within_another() {
        let names = names("# list\nOmonia\nNew Omonia\n");
        assert_eq!(in_file("a.rs", "let name = \"Omonia\";\nOmonian\n", &names).len(), 1);
        assert_eq!(in_file("a.rs", "fine\nNew Omonia,\n", &names).len(), 2);
    }
}
