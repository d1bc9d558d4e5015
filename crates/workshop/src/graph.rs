//! The drawing of the crates in ARCHITECTURE.md, made from `cargo metadata`.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::finding::Finding;
use crate::metadata::{Crates, Kind};
use crate::tree::Tree;
use crate::walls::floor;

/// The page that holds the drawing.
pub const PAGE: &str = "ARCHITECTURE.md";

/// The finding that the drawing on the page is not the crates as they are.
pub fn check(tree: &Tree, crates: &Crates) -> Vec<Finding> {
    let page = tree.text(PAGE);
    match redrawn(&page, crates) {
        Some(new) if new == page => Vec::new(),
        Some(_) => vec![Finding::new(PAGE, "the drawing is not the crates as they are", "./run graph")],
        None => {
            vec![Finding::new(PAGE, "the marks of the drawing are missing", format!("{BEGIN} and {END}"))]
        }
    }
}

/// The page with a fresh drawing between its marks; none without the marks.
pub fn redrawn(page: &str, crates: &Crates) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n```text\n{}```\n{END}{after}", drawing(crates)))
}

/// One line a crate, the highest floor first.
fn drawing(crates: &Crates) -> String {
    let mut floors: BTreeMap<u8, Vec<&str>> = BTreeMap::new();
    for name in &crates.own {
        floors.entry(floor(name).unwrap_or(u8::MAX)).or_default().push(name);
    }
    let width = crates.own.iter().map(String::len).max().unwrap_or(0);
    let mut out = String::from("floor\n");
    for (number, names) in floors.iter().rev() {
        for name in names {
            let imports: Vec<&str> = crates.imports(name, Kind::Normal).into_iter().collect();
            let arrow =
                if imports.is_empty() { String::new() } else { format!("  -> {}", imports.join(" ")) };
            let _ = writeln!(out, "{number:>3}    {name:<width$}{arrow}");
        }
    }
    out
}

const BEGIN: &str = "<!-- graph: made by ./run graph -->";
const END: &str = "<!-- end of graph -->";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_that_is_not_drawn_makes_the_page_differ() {
        let mut crates = Crates::default();
        crates.own.extend(["refusal".to_owned(), "notice".to_owned()]);
        let page = redrawn(&format!("a\n{BEGIN}\n{END}\nb\n"), &crates).expect("marks are there");
        assert_eq!(redrawn(&page, &crates).as_ref(), Some(&page));
        crates.edges.insert(("notice".into(), "refusal".into(), Kind::Normal));
        assert_ne!(redrawn(&page, &crates), Some(page));
        assert_eq!(redrawn("no marks", &crates), None);
    }
}
