//! The page of all refusals and checks, made from the English packs.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::finding::Finding;
use crate::languages::entries;
use crate::tree::Tree;

/// The generated page.
pub const PAGE: &str = "docs/src/refusals.md";

/// The finding that the page is not what the packs say.
pub fn check(tree: &Tree) -> Vec<Finding> {
    if tree.text(PAGE) == page(tree) {
        return Vec::new();
    }
    vec![Finding::new(PAGE, "the page is not what the packs say", "./run pages")]
}

/// The page as it should be.
pub fn page(tree: &Tree) -> String {
    let mut messages = BTreeMap::new();
    for path in tree.ending(".ftl").filter(|path| path.starts_with("languages/en/")) {
        messages.extend(entries(&tree.text(path)));
    }
    let mut out = String::from(HEAD);
    out.push_str(
        "\n## Refusals\n\n| code | what happened | what was kept | what to do next |\n|---|---|---|---|\n",
    );
    rows(&mut out, &messages, ["happened", "kept", "next"]);
    out.push_str("\n## Checks and warnings\n\n| id | what is wrong | why it matters | how to mend it |\n|---|---|---|---|\n");
    rows(&mut out, &messages, ["what", "why", "mend"]);
    out
}

/// A row for every code that has the first of the three parts.
fn rows(out: &mut String, messages: &BTreeMap<String, String>, parts: [&str; 3]) {
    for code in messages.keys().filter_map(|key| key.strip_suffix(&format!("-{}", parts[0]))) {
        let cells = parts.map(|part| {
            let text = messages.get(&format!("{code}-{part}")).map_or("", String::as_str);
            text.replace("{ $", "*").replace(" }", "*").replace('|', "\\|")
        });
        if code.starts_with(|c: char| c.is_ascii_uppercase()) {
            let _ = writeln!(out, "| `{code}` | {} |", cells.join(" | "));
        }
    }
}

const HEAD: &str = "# Refusals, checks, warnings

Made by `./run pages` from the English packs; every code has the same three messages in every shipped language. Codes
are stable and never reused. `E-` is a refusal of a command or of what came in, `N-` a check that keeps a draft from
being released, `W-` a warning that a drafter may overrule with a reason. Words in italics are the facts of the case.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_holds_the_three_messages_and_shows_facts_in_italics() {
        let messages =
            entries("E-A-001-happened = { $who } did | it.\nE-A-001-kept = All.\nE-A-001-next = Ask.\n");
        let mut out = String::new();
        rows(&mut out, &messages.into_iter().collect(), ["happened", "kept", "next"]);
        assert_eq!(out, "| `E-A-001` | *who* did \\| it. | All. | Ask. |\n");
    }
}
