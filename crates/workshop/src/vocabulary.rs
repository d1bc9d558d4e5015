//! The types that `notice` knows are types of the catalogue, under the catalogue's code and title.

use crate::finding::Finding;
use crate::tree::Tree;

/// The committed copy of the catalogue.
const CATALOGUE: &str = "docs/src/design/notices.md";

/// The English titles.
const TITLES: &str = "languages/en/frame.ftl";

/// Types in the registry that the catalogue does not have, and titles that differ from it.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let catalogue = catalogue(&tree.text(CATALOGUE));
    if catalogue.len() < 29 {
        let what = format!("{} types, of 29", catalogue.len());
        return vec![Finding::new(CATALOGUE, what, "each type starts its line: **T1 TITLE [1]**")];
    }
    compare(&catalogue, &registry(&tree.text(TITLES)))
}

/// Code and English title of every form in the registry of `notice`; the charter is a form, not a type.
fn registry(titles: &str) -> Vec<(String, String)> {
    let types = notice::registry::FORMS.iter().map(|form| form.spec.kind.word()).filter(|code| *code != "CH");
    types.map(|code| (code.to_owned(), title(titles, code))).collect()
}

/// The title that the English pack gives a code; empty without one.
fn title(titles: &str, code: &str) -> String {
    let key = format!("type-{} = ", code.to_lowercase());
    titles.lines().find_map(|line| line.strip_prefix(&key)).unwrap_or_default().to_owned()
}

/// (code, title) of every type in the catalogue: `**T1 RED LINE DECLARATION [1]**` at the start of a line.
fn catalogue(text: &str) -> Vec<(String, String)> {
    text.lines()
        .filter_map(|line| line.strip_prefix("**")?.split_once(" [").map(|(head, _)| head))
        .filter_map(|head| head.split_once(' '))
        .filter(|(code, _)| code.len() == 2 && code.ends_with(|c: char| c.is_ascii_digit()))
        .map(|(code, title)| (code.to_owned(), title.to_owned()))
        .collect()
}

fn compare(catalogue: &[(String, String)], registry: &[(String, String)]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (code, title) in registry {
        match catalogue.iter().find(|(known, _)| known == code) {
            None => found.push(Finding::new(
                format!("notice registry, {code}"),
                "a type that the catalogue does not have",
                "write it into notices.md first",
            )),
            Some((_, known)) if known != title => found.push(Finding::new(
                format!("notice registry, {code}"),
                format!("titled {title}, in the catalogue {known}"),
                "use the catalogue's title",
            )),
            Some(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn types_are_read_from_the_catalogue() {
        let text = "**T1 RED LINE DECLARATION [1]** - M2.\n**M0 Delivery** (per)\n**4.1 Precedence** x\n";
        assert_eq!(catalogue(text), pairs(&[("T1", "RED LINE DECLARATION")]));
    }

    #[test]
    fn the_registry_is_read_from_the_crate_itself() {
        let found = registry("type-t1 = THREAT\n");
        assert!(found.contains(&("T1".to_owned(), "THREAT".to_owned())) && found.len() >= 9);
    }

    #[test]
    fn an_invented_type_and_a_changed_title_are_caught() {
        let known = pairs(&[("T1", "RED LINE DECLARATION")]);
        assert!(compare(&known, &known).is_empty());
        assert_eq!(compare(&known, &pairs(&[("T9", "ULTIMATUM")])).len(), 1);
        assert_eq!(compare(&known, &pairs(&[("T1", "THREAT")])).len(), 1);
    }
}
