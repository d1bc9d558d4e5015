//! Length of files and functions: what is longer is two things.

use crate::finding::Finding;
use crate::source::{functions, production_only};
use crate::tree::Tree;

/// Rust files over 700 lines and functions of production code over 70.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.ending(".rs").flat_map(|path| in_file(path, &tree.text(path))).collect()
}

fn in_file(path: &str, text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let lines = text.lines().count();
    if lines > FILE {
        let what = format!("{lines} lines, at most {FILE}");
        found.push(Finding::new(path, what, "split by noun: one noun a file, one state machine a file"));
    }
    if path.contains("/tests/") {
        return found;
    }
    for function in functions(&production_only(text)).iter().filter(|f| f.lines > FUNCTION) {
        found.push(Finding::new(
            format!("{path}:{}", function.line),
            format!("fn {} has {} lines, at most {FUNCTION}", function.name, function.lines),
            "name its parts",
        ));
    }
    found
}

const FILE: usize = 700;
const FUNCTION: usize = 70;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_701_lines_is_caught_and_of_700_is_not() {
        assert_eq!(in_file("a.rs", &"\n".repeat(701)).len(), 1);
        assert!(in_file("a.rs", &"\n".repeat(700)).is_empty());
    }

    #[test]
    fn a_function_of_71_lines_is_caught_unless_it_is_a_test() {
        let body = format!("fn long() {{{}}}\n", "\n".repeat(70));
        assert_eq!(in_file("a.rs", &body).len(), 1);
        assert!(in_file("a.rs", &format!("#[cfg(test)]\nmod tests {{\n{body}\n}}")).is_empty());
        assert!(in_file("crates/a/tests/all.rs", &body).is_empty());
    }
}
