//! No rings between the first-level modules of a crate (examples-to-follow.md, how a module should read).

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::source::production_only;
use crate::tree::Tree;

/// Modules of one crate that import each other in a ring, through one import or several.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut files: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for (name, path) in tree.crate_sources() {
        let inside = path.split_once("/src/").map_or("", |(_, rest)| rest);
        files.entry(name).or_default().push((inside.to_owned(), production_only(&tree.text(path))));
    }
    files.iter().flat_map(|(name, files)| rings(name, files)).collect()
}

/// The rings of one crate, given its files as (path below `src/`, code).
fn rings(name: &str, files: &[(String, String)]) -> Vec<Finding> {
    let modules: BTreeSet<String> = files.iter().filter_map(|(path, _)| module(path)).collect();
    let roots = files.iter().filter(|(path, _)| module(path).is_none());
    let shown: BTreeMap<String, String> = roots.flat_map(|(_, code)| re_exports(code, &modules)).collect();
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, code) in files {
        let Some(from) = module(path) else { continue };
        let depth = path.matches('/').count() + usize::from(!path.ends_with("mod.rs") && path.contains('/'));
        for first in first_names(code, depth <= 1) {
            let to = if modules.contains(&first) { Some(first) } else { shown.get(&first).cloned() };
            if let Some(to) = to.filter(|to| *to != from) {
                imports.entry(from.clone()).or_default().insert(to);
            }
        }
    }
    let ring: Vec<&String> = modules.iter().filter(|m| reaches(&imports, m, m)).collect();
    if ring.is_empty() {
        return Vec::new();
    }
    let edges: Vec<String> = ring
        .iter()
        .flat_map(|from| imports.get(*from).into_iter().flatten().map(move |to| (from, to)))
        .filter(|(from, to)| reaches(&imports, to, from))
        .map(|(from, to)| format!("{from} -> {to}"))
        .collect();
    let what = format!("modules in a ring: {}", edges.join(", "));
    vec![Finding::new(
        format!("crates/{name}"),
        what,
        "move what both need into a module of its own below them",
    )]
}

/// The first-level module of a file, none for the crate root and for binaries' roots.
fn module(path: &str) -> Option<String> {
    let first = path.split('/').next()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main", "bin"].contains(&name)).then(|| name.to_owned())
}

/// Names that follow `crate::`, also within a group; and `super::` where that is the crate root.
fn first_names(code: &str, super_is_root: bool) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let starts: &[&str] = if super_is_root { &["crate::", "super::"] } else { &["crate::"] };
    for start in starts {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '$' && c != ':') {
                names.extend(heads(&code[at + start.len()..]));
            }
        }
    }
    names
}

/// The first name of a path, or of each path of a group `{a::b, c}`.
fn heads(after: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let Some(group) = after.strip_prefix('{') else { return vec![word(after)] };
    let (mut depth, mut parts, mut part) = (1usize, Vec::new(), String::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => parts.push(std::mem::take(&mut part)),
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    parts
        .iter()
        .map(|part| word(part.trim_start_matches([',', ' ', '\n'])))
        .filter(|w| !w.is_empty())
        .collect()
}

/// Names that the crate root shows again, with the module they come from.
fn re_exports(code: &str, modules: &BTreeSet<String>) -> Vec<(String, String)> {
    let mut shown = Vec::new();
    for statement in code.split(';').filter_map(|s| s.trim().rsplit_once("use ").map(|(_, path)| path)) {
        let path = statement.trim_start_matches("crate::").trim_start_matches("self::");
        let Some((first, rest)) = path.split_once("::") else { continue };
        if modules.contains(first.trim()) {
            let names = rest.split([',', '{', '}', ' ', '\n', ':']).filter(|n| !n.is_empty());
            shown.extend(names.map(|name| (name.to_owned(), first.trim().to_owned())));
        }
    }
    shown
}

fn reaches(imports: &BTreeMap<String, BTreeSet<String>>, from: &str, goal: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&String> = imports.get(from).into_iter().flatten().collect();
    while let Some(next) = open.pop() {
        if next == goal {
            return true;
        }
        if seen.insert(next) {
            open.extend(imports.get(next).into_iter().flatten());
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<Finding> {
        let files: Vec<_> = files.iter().map(|(p, c)| ((*p).to_owned(), (*c).to_owned())).collect();
        rings("planted", &files)
    }

    #[test]
    fn two_modules_that_import_each_other_are_caught() {
        let ring = found(&[("lib.rs", ""), ("a.rs", "use crate::b::B;"), ("b.rs", "use crate::{a::A, c};")]);
        assert_eq!(ring.len(), 1);
        assert!(ring[0].what.contains("a -> b") && ring[0].what.contains("b -> a"));
    }

    #[test]
    fn a_ring_through_three_modules_and_a_folder_is_caught() {
        let ring = found(&[
            ("a.rs", "fn f() { crate::b::g() }"),
            ("b/mod.rs", "use super::c::C;"),
            ("c/deep.rs", "use crate::a::f;"),
        ]);
        assert_eq!(ring.len(), 1);
    }

    #[test]
    fn a_ring_through_a_re_export_of_the_root_is_caught() {
        let ring = found(&[
            ("lib.rs", "pub use b::{B, C};"),
            ("a.rs", "use crate::C;"),
            ("b.rs", "use crate::a::A;"),
        ]);
        assert_eq!(ring.len(), 1);
    }

    #[test]
    fn imports_in_one_direction_are_no_ring() {
        assert!(
            found(&[("a.rs", "use crate::b::B;"), ("b.rs", "use crate::c::C;"), ("c.rs", "")]).is_empty()
        );
    }
}
