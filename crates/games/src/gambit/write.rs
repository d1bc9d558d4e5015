//! Files that every reader takes: each label, set and outcome restated at each mention, payoffs at leaves only, one
//! chance set a chance node, labels of a player's sets unlike one another.

use crate::normal::Normal;
use crate::number::written;
use crate::tree::{Kind, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// `.nfg`.
pub fn normal(game: &Normal) -> String {
    let mut out = format!("NFG 1 R {} {}\n\n", quoted(&game.title), list(&game.players));
    out.push_str("{ ");
    let numbered = game
        .strategies
        .iter()
        .flat_map(|names| names.iter().zip(1..))
        .all(|(name, n)| *name == n.to_string());
    for names in &game.strategies {
        // Counts where the names say nothing: that is all that OpenSpiel reads.
        let _ =
            if numbered { write!(out, "{} ", names.len()) } else { write!(out, "{} ", list(&unlike(names))) };
    }
    out.push_str("}\n");
    if !game.comment.is_empty() {
        let _ = writeln!(out, "{}", quoted(&game.comment));
    }
    out.push('\n');
    for (at, value) in game.exact.iter().enumerate() {
        let end = if (at + 1) % game.count() == 0 { "\n" } else { " " };
        let _ = write!(out, "{}{end}", written(value));
    }
    out
}

/// `.efg`.
pub fn tree(game: &Tree) -> String {
    let mut out =
        format!("EFG 2 R {} {}\n{}\n\n", quoted(&game.title), list(&game.players), quoted(&game.comment));
    let labels = set_labels(game);
    let mut nodes = BTreeMap::new();
    let mut used = BTreeSet::new();
    for (node, label) in &game.labels {
        nodes.insert(*node, apart(label, &mut used));
    }
    let mut chances = 0;
    for node in 0..game.nodes() {
        let own = u32::try_from(node).ok().and_then(|node| nodes.get(&node)).map_or("", String::as_str);
        let own = quoted(own);
        match game.kind[node] {
            Kind::Leaf(leaf) => {
                let payoffs: Vec<String> = game.exact_leaf(leaf).iter().map(written).collect();
                let _ = writeln!(out, "t {own} {0} \"Outcome {0}\" {{ {1} }}", leaf + 1, payoffs.join(", "));
            }
            Kind::Chance(chance) => {
                chances += 1;
                let at = game.chances[chance as usize];
                let names = unlike(&game.names[at.names as usize]);
                let _ = write!(out, "c {own} {chances} \"(0,{chances})\" {{ ");
                for (name, prob) in names.iter().zip(game.exact_chance(chance)) {
                    let _ = write!(out, "{} {} ", quoted(name), written(&prob));
                }
                out.push_str("} 0\n");
            }
            Kind::Decision(set) => {
                let (at, label) = (&game.sets[set as usize], &labels[set as usize]);
                let actions = list(&unlike(&at.actions));
                let number = label.0;
                let _ = writeln!(out, "p {own} {} {number} {} {actions} 0", at.player + 1, quoted(&label.1));
            }
        }
    }
    out
}

/// Number and label of each set, both unlike others of the same player.
fn set_labels(game: &Tree) -> Vec<(usize, String)> {
    let mut counts = vec![0; game.count()];
    let mut used = vec![BTreeSet::new(); game.count()];
    game.sets
        .iter()
        .map(|set| {
            counts[set.player] += 1;
            (counts[set.player], apart(&set.label, &mut used[set.player]))
        })
        .collect()
}

fn unlike(names: &[String]) -> Vec<String> {
    let mut used = BTreeSet::new();
    names.iter().map(|name| apart(name, &mut used)).collect()
}

/// The label, numbered if another one reads the same.
fn apart(label: &str, used: &mut BTreeSet<String>) -> String {
    let plain = if label.is_empty() { "_".to_owned() } else { label.to_owned() };
    let mut own = plain.clone();
    let mut number = 1;
    while !used.insert(own.clone()) {
        number += 1;
        own = format!("{plain}_{number}");
    }
    own
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
    format!("{{ {} }}", names.join(" "))
}

/// In quotation marks. A label cannot end with a backslash, which would escape the closing mark.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\"").replace(['\n', '\t', '\r'], " ").trim_end_matches('\\'))
}
