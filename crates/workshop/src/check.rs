//! `./run check`: the quick gate, every rule of the house in one run, with the seconds of each step.
//!
//! A step whose tool is missing fails; nothing is skipped and called passed.

use std::process::Command;
use std::time::Instant;

use crate::finding::Finding;
use crate::metadata::Crates;
use crate::tree::{Tree, root};
use crate::{
    banned, books, graph, languages, leftovers, lengths, licences, neutral, pages, rings, vocabulary, walls,
};

/// Runs the steps whose names are given, or all, but those that are to be left out; true if every one passed.
pub fn run(only: &[String], without: &[String]) -> bool {
    let start = Instant::now();
    if let Some(unknown) = only.iter().chain(without).find(|name| !STEPS.iter().any(|(step, _)| step == name))
    {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        println!("check: there is no step {unknown}; the steps are {}", names.join(", "));
        return false;
    }
    let mut failed = Vec::new();
    let named = |names: &[String], step: &str| names.iter().any(|name| name == step);
    let asked = |step: &str| (only.is_empty() || named(only, step)) && !named(without, step);
    for (name, step) in STEPS.iter().filter(|(name, _)| asked(name)) {
        let from = Instant::now();
        let result = step();
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        println!("check: {name:<11} {word:<7} {:>6.1} s", from.elapsed().as_secs_f64());
        if let Err(why) = result {
            println!("{}", why.trim_end());
            failed.push(*name);
        }
    }
    println!("check: {} in {:.1} s", verdict(&failed), start.elapsed().as_secs_f64());
    failed.is_empty()
}

fn verdict(failed: &[&str]) -> String {
    if failed.is_empty() { "passed".to_owned() } else { format!("FAILED at {}", failed.join(", ")) }
}

type Step = (&'static str, fn() -> Result<(), String>);

/// The quick ones first.
const STEPS: &[Step] = &[
    ("leftovers", || on_tree(leftovers::check)),
    ("lengths", || on_tree(lengths::check)),
    ("neutral", || on_tree(neutral::check)),
    ("books", || on_tree(books::check)),
    ("vocabulary", || on_tree(vocabulary::check)),
    ("languages", || on_tree(languages::check)),
    ("pages", || on_tree(pages::check)),
    ("banned", || on_tree(banned::check)),
    ("rings", || on_tree(rings::check)),
    ("walls", || on_crates(|_, crates| walls::check(crates))),
    ("licences", || on_crates(|_, crates| licences::check(crates))),
    ("graph", || on_crates(graph::check)),
    ("fmt", || cargo(&["fmt", "--all", "--check"])),
    ("clippy", || cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])),
];

fn on_tree(rule: fn(&Tree) -> Vec<Finding>) -> Result<(), String> {
    say(&rule(&Tree::read(&root())?))
}

fn on_crates(rule: fn(&Tree, &Crates) -> Vec<Finding>) -> Result<(), String> {
    let tree = Tree::read(&root())?;
    say(&rule(&tree, &Crates::read(&tree.root)?))
}

fn say(found: &[Finding]) -> Result<(), String> {
    if found.is_empty() {
        return Ok(());
    }
    Err(found.iter().map(|finding| format!("  {finding}\n")).collect())
}

/// Runs cargo in the root; its own words go to the terminal.
fn cargo(words: &[&str]) -> Result<(), String> {
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(words)
        .current_dir(root())
        .status()
        .map_err(|e| format!("  cargo {} could not be run: {e}", words[0]))?;
    if status.success() { Ok(()) } else { Err(format!("  cargo {} {status}", words.join(" "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finding_makes_a_step_fail_and_says_what_instead() {
        assert!(say(&[]).is_ok());
        let why = say(&[Finding::new("a.rs:1", "it is so", "do this")]).expect_err("one finding");
        assert!(why.contains("a.rs:1: it is so") && why.contains("instead: do this"));
    }

    #[test]
    fn a_tool_that_fails_fails_its_step() {
        assert!(cargo(&["no-such-command-of-cargo"]).is_err());
    }

    #[test]
    fn an_unknown_step_is_refused() {
        assert!(!run(&["no-such-step".to_owned()], &[]));
        assert!(!run(&[], &["no-such-step".to_owned()]));
        assert_eq!(verdict(&["walls"]), "FAILED at walls");
    }
}
