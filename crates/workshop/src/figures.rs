//! Figures of the sources, to watch how they grow (examples-to-follow.md, how a module should read).

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::source::{code_only, functions, production_only};
use crate::tree::Tree;

/// One table: a line a crate, then the sum.
pub fn table(tree: &Tree) -> String {
    let mut crates: BTreeMap<String, Figures> = BTreeMap::new();
    for path in tree.ending(".rs") {
        let Some((name, _)) = path.strip_prefix("crates/").and_then(|rest| rest.split_once('/')) else {
            continue;
        };
        let text = tree.text(path);
        for key in [name, "SUM"] {
            crates.entry(key.to_owned()).or_default().add(path, &text);
        }
    }
    let mut out = format!(
        "{:<11} {:>5} {:>7} {:>6} {:>5} {:>5} {:>6} {:>6} {:>7} {:>8}\n",
        "crate", "files", "lines", "median", "p90", "fns", "fns>40", "tests", "t/lines", "unwraps"
    );
    let last = crates.remove("SUM").unwrap_or_default();
    for (name, figures) in crates.iter().chain([(&"sum".to_owned(), &last)]) {
        let _ = writeln!(out, "{name:<11} {}", figures.line());
    }
    out
}

#[derive(Debug, Default, Clone)]
struct Figures {
    lengths: Vec<usize>,
    functions: usize,
    long: usize,
    tests: usize,
    test_lines: usize,
    lines: usize,
    unwraps: usize,
}

impl Figures {
    fn add(&mut self, path: &str, text: &str) {
        let code = code_only(text);
        self.tests += code.matches("#[test]").count() + code.matches("proptest!").count();
        let filled = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
        if path.contains("/tests/") {
            self.test_lines += filled(&code);
            return;
        }
        let production = production_only(text);
        self.lengths.push(text.lines().count());
        self.lines += filled(&production);
        self.test_lines += filled(&code) - filled(&production);
        let functions = functions(&production);
        self.functions += functions.len();
        self.long += functions.iter().filter(|f| f.lines > 40).count();
        self.unwraps += production.matches(".unwrap()").count() + production.matches(".expect(").count();
    }

    fn line(&self) -> String {
        let mut lengths = self.lengths.clone();
        lengths.sort_unstable();
        let at = |part: usize| {
            lengths.get((lengths.len() * part / 10).min(lengths.len().saturating_sub(1))).copied()
        };
        let ratio = self.test_lines * 100 / self.lines.max(1);
        format!(
            "{:>5} {:>7} {:>6} {:>5} {:>5} {:>6} {:>6} {:>6}% {:>8}",
            lengths.len(),
            lengths.iter().sum::<usize>(),
            at(5).unwrap_or(0),
            at(9).unwrap_or(0),
            self.functions,
            self.long,
            self.tests,
            ratio,
            self.unwraps
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_and_code_are_counted_apart() {
        let mut figures = Figures::default();
        figures.add(
            "crates/a/src/lib.rs",
            "fn a() { b().unwrap() }\n#[cfg(test)]\nmod t {\n#[test]\nfn x() { y().unwrap() }\n}\n",
        );
        assert_eq!((figures.tests, figures.unwraps, figures.functions), (1, 1, 1));
        assert_eq!((figures.lines, figures.test_lines), (1, 5));
    }
}
